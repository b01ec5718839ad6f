#include "engine/studies/tally.hpp"

#include <algorithm>

namespace wedge::engine {

Tally::Tally(const StudyLayout& layout, const Sums& sums) : by_status(sums.statuses) {
  for (std::size_t i = 0; i < sums.by_status.size(); ++i) by_status[i % by_status.size()] += sums.by_status[i];
  for (const Variable& variable : layout.variables) {
    for (std::int64_t i = variable.first_slot; i < static_cast<std::int64_t>(sums.count.size()); i += sums.slots) {
      if (variable.name == "fragile") {
        looked_at += sums.count[i];
        fragile += sums.count[i] * sums.mean[i];
      }
      if (variable.name == certified_share) {
        traced_back += sums.count[i];
        certified += sums.count[i] * sums.mean[i];
      }
      if (variable.name == wrong_branch_share) wrong_branch += sums.count[i] * sums.mean[i];
      if (variable.name == "tier_share") quick += sums.count[i] * sums.mean[i];
    }
    for (std::int64_t p = 0; variable.name == "total_loss" && p < sums.points; ++p)
      worst_error = std::max(worst_error, estimate(sums, p, variable.first_slot, {}).standard_error);
  }
}

void Tally::add(const Tally& other) {
  by_status.resize(std::max(by_status.size(), other.by_status.size()));
  for (std::size_t s = 0; s < other.by_status.size(); ++s) by_status[s] += other.by_status[s];
  looked_at += other.looked_at, fragile += other.fragile, quick += other.quick;
  traced_back += other.traced_back, certified += other.certified, wrong_branch += other.wrong_branch;
  worst_error = std::max(worst_error, other.worst_error);
}

}  // namespace wedge::engine
