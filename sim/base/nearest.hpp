/// The valid name nearest to a misspelt one.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace wedge {

/// The candidate with the smallest edit distance (insert, delete, replace, swap neighbours) to
/// `word`, if it is near enough to be a likely slip: at most a third of the word, and at least 2.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

/// `did you mean 'x'?`, or `expected one of: a, b, c` when nothing is near. Empty without candidates.
std::string suggestion(std::string_view word, std::span<const std::string> candidates);

}  // namespace wedge
