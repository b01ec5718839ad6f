/// Which part of a study a process is to compute.
#pragma once

#include <string>

#include "results/store.hpp"

namespace wedge::engine {

struct WantedShard {
  Shard shard{};
  bool any =
      false;  ///< whichever is free and unfinished, this one first: the tasks cannot be numbered from what they know
};

/// `I/N`; `array`: what Slurm says of an array's task; for an empty text the whole. InputError for anything else. An
/// array may begin anywhere and have gaps.
WantedShard shard_of(const std::string& text);

}  // namespace wedge::engine
