/// Keys that a file gives although they can have no effect (`wedge check`).
#pragma once

#include <string>
#include <vector>

#include "scenario/read.hpp"

namespace wedge::engine {

struct IdleKeys {
  std::string why;                ///< `no effect while …`
  std::vector<std::string> keys;  ///< in the order of the field table; not empty
};

/// Numbers given, and not just 0, and `foresees`, `aims` and `signalling`, that no solution and no campaign can depend
/// on, by reason. A distribution counts as 0 only if all of it is. Sufficient reasons only: a key that is not listed
/// may still have no effect.
std::vector<IdleKeys> idle_keys(const ReadResult& read);

}  // namespace wedge::engine
