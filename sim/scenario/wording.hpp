// How values, ranges and names are worded in messages and on the reference page.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenario/field.hpp"
#include "toml.hpp"

namespace wedge::reading {

/// Letters, digits, `-` and `_`; not empty.
bool is_identifier(std::string_view name);

/// `name` in quotes, control characters escaped, the end cut off when it is long.
std::string quoted(std::string_view name);

/// A part of a dotted key: bare where TOML allows it, else in double quotes.
std::string key_part(std::string_view name);

/// `before.part`, or the part alone at the top.
std::string dotted(std::string_view before, std::string_view part);

/// The shortest decimal that reads back as `x`.
std::string shown(double x);

/// `0 … 1`, `> 0`, `≥ 0`, `0 … 1, above 0` or `any`.
std::string range_text(const Range& range);

/// `a number in 0 … 1`, `a number > 0`, `a number`.
std::string number_in(const Range& range);

/// The kind of a node, with its article: `a text`, `a list`.
std::string_view kind_of(const toml::node& node);

/// `region`, `defender`: what the names of a table of numbers are.
std::string_view noun(Refers refers);

/// `before; did you mean …` or `before; expected one of …`, by suggestion(); without a list of
/// names when there are very many, and without a search among huge ones.
std::string with_hint(std::string before, std::string_view word, const std::vector<std::string>& candidates);

}  // namespace wedge::reading
