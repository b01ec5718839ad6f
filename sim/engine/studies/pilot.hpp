/// The cost of a study, estimated from a few of its blocks.
#pragma once

#include <cstdint>

#include "engine/studies/planned_study.hpp"

namespace wedge::engine {

struct Forecast {
  double draw_seconds = 0.0;   ///< one draw at one point on one core of this machine
  double core_seconds = 0.0;   ///< all that are not kept; with `--until` at most
  double block_seconds = 0.0;  ///< one block on one core, of which nothing is kept
  double block_bytes = 0.0;    ///< one block's file, about
  double result_bytes = 0.0;   ///< the result file, about, before compression; with `--keep-draws` most of it is draws
  double memory_bytes = 0.0;   ///< a process with one thread, and for each further thread a block's sums
  double thread_bytes = 0.0;
};

/// Computes for about so many seconds, at points spread over the sweep, and stores nothing. `kept_draws`: that need not
/// be solved, at each point (Ground).
Forecast pilot(const PlannedStudy& planned, std::int64_t kept_draws, double seconds);

}  // namespace wedge::engine
