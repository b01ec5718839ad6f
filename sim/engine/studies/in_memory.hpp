/// A study computed without a file.
#pragma once

#include <functional>

#include "engine/studies/planned_study.hpp"
#include "engine/studies/tally.hpp"
#include "results/estimates.hpp"

namespace wedge::engine {

/// The numbers that the result file would have, bit for bit. `draws_done` is counted up on the way; `finished`, on the
/// calling thread, hears what each finished block says. When `stop` becomes true the blocks in flight are finished, and
/// what is missing is marked in `status`.
Estimates estimate_study(const PlannedStudy& planned, int threads, const std::atomic<bool>& stop,
                         std::atomic<std::int64_t>& draws_done, const std::function<void(const Tally&)>& finished);

}  // namespace wedge::engine
