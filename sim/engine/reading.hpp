/// From files and what is changed in them to checked scenarios.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenario/read.hpp"

namespace wedge::engine {

/// A scenario file, and what is changed in it before it is read.
struct ScenarioSource {
  std::string file;
  std::vector<std::string> set;  ///< KEY=VALUE
  std::string adversary;         ///< the others are left out; empty: none is
  /// The file's bytes, given or once they were read: a pipe gives them once. `file` is then its name in messages.
  mutable std::optional<std::string> text{};
};

/// The bytes of a scenario file. InputError if it cannot be read.
std::string text_of(const std::string& file);
const std::string& text_of(const ScenarioSource& source);
/// The changes as the reader takes them.
std::vector<Override> overrides_of(const ScenarioSource& source);
/// InputError for everything that is wrong with the file or with the changes.
ReadResult read(const ScenarioSource& source);

/// The number of a seed. InputError if it is none.
std::uint64_t seed_of(const std::string& hexadecimal);

}  // namespace wedge::engine
