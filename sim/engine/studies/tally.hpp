/// A count over finished blocks, for progress and summary.
#pragma once

#include <cstdint>
#include <vector>

#include "study/study.hpp"

namespace wedge::engine {

struct Tally {
  std::vector<std::int64_t> by_status;                            ///< draws; 0 is success
  double looked_at = 0.0, fragile = 0.0, quick = 0.0;             ///< draws
  double traced_back = 0.0, certified = 0.0, wrong_branch = 0.0;  ///< the same
  double worst_error = 0.0;  ///< largest standard error of the total loss at a point

  Tally() = default;
  /// Of one block.
  Tally(const StudyLayout& layout, const Sums& sums);
  void add(const Tally& other);
};

}  // namespace wedge::engine
