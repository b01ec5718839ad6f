/// Where the numbers of a scenario come from, by its `[sources]`.
///
/// An entry whose key has a dot or is `*` speaks of the numbers whose keys it matches: the key of
/// `--set`,
/// `*` standing for any characters, ties in either order. Its text is a citation, or it begins with
/// "judgement". Every other entry is a reference that citations name.
#pragma once

#include <string>
#include <vector>

#include "scenario/read.hpp"

namespace wedge::engine {

struct Provenance {
  std::vector<std::string> sourced;   ///< keys that a citation matches
  std::vector<std::string> judged;    ///< no citation, but a judgement
  std::vector<std::string> unmarked;  ///< neither
  std::vector<std::string> idle;      ///< entries of [sources] that match no number
};

/// Of the numbers that the file gives; defaults are the program's.
Provenance provenance(const ReadResult& read);

}  // namespace wedge::engine
