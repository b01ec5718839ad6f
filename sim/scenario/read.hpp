/// From the text of a scenario file to a checked scenario.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "scenario/scenario.hpp"

namespace wedge {

/// One change KEY=VALUE. The key is dotted: elements of lists go by their id, ties by the two
/// names in either order (`tie.rok-jpn.integration`), commitments by `FROM-TO`; `*` stands for
/// every name
/// (`tie.*.integration`). The value is a TOML value; a bare word is read as a text. No value: the
/// key (or element) is removed. Missing tables are made, lists are replaced whole. Setting a part
/// of a default rung keeps the other default rungs. Setting a key to a plain number drops its correlations (notes).
struct Override {
  std::string key;
  std::optional<std::string> value;
  bool alone = false;  ///< by only_adversary(): what goes is everything beside it
};

/// Leaves the other adversaries out, and the ranks that are closed with them.
Override only_adversary(const std::string& id);

/// Splits `KEY=VALUE` at the first `=`, blanks around either taken off. `KEY=` has no value.
/// Throws InputError if there is no `=` or no key.
Override parse_override(const std::string& argument);

/// One text of `[sources]`. Inner tables are joined with dots.
struct Source {
  std::string key;       ///< of numbers, perhaps with `*` (key_matches()); or any name, of a reference
  std::string citation;  ///< where the numbers come from, or the reference in full
};

struct ReadResult {
  Scenario<Quantity> scenario;
  std::vector<Source> sources;     ///< in the order of the file
  std::vector<std::string> notes;  ///< what an override did beside what it says: correlations that it dropped
  std::vector<std::string> given;  ///< the keys of all numbers that are written, as leaves() names them
  /// The text itself if there were no overrides, else the changed document (in the order of the
  /// file, without comments). Reads to the same scenario.
  std::string toml;
};

/// Reads and checks a scenario. `file` is the name to be used in messages.
/// Keys that are left out have their defaults, but for those whose default is another key: they are
/// absent (settle_defaults()). Rungs and tactics are always there; an adversary has at least one
/// type. Correlations name their keys as leaves() does. Throws InputError that lists every problem
/// of the text and of the overrides, sorted by place: those of the file first, then those of each
/// override, whose label (`set KEY=VALUE`) is their file. Requires nothing of `text`: any bytes
/// give either a scenario or an InputError.
ReadResult read_scenario(const std::string& text, const std::string& file, std::span<const Override> overrides = {});

}  // namespace wedge
