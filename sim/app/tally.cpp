#include "tally.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace wedge::app {

Tally::Tally(const StudyLayout& layout, const Sums& sums) : by_status(sums.statuses) {
  for (std::size_t i = 0; i < sums.by_status.size(); ++i) by_status[i % by_status.size()] += sums.by_status[i];
  for (const Variable& variable : layout.variables) {
    for (std::int64_t i = variable.first_slot; i < static_cast<std::int64_t>(sums.count.size()); i += sums.slots) {
      if (variable.name == "fragile") {
        looked_at += sums.count[i];
        fragile += sums.count[i] * sums.mean[i];
      }
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
  worst_error = std::max(worst_error, other.worst_error);
}

std::string summary(const Study& study, const Tally& tally, double seconds) {
  const std::int64_t all = std::accumulate(tally.by_status.begin(), tally.by_status.end(), std::int64_t{0});
  const std::int64_t solved = tally.by_status.empty() ? 0 : tally.by_status[0];
  std::string out = fmt::format("{} draws in {:.1f} s ({:.0f} a second)", all, seconds,
                                static_cast<double>(all) / std::max(seconds, 1e-9));
  if (solved > 0 && !study.settings().campaigns)
    out += fmt::format("; easy {:.1f}%", 100.0 * tally.quick / static_cast<double>(solved));
  if (tally.looked_at > 0.0)
    out +=
        fmt::format("; fragile {:.1f}% of {:.0f} looked at", 100.0 * tally.fragile / tally.looked_at, tally.looked_at);
  out += fmt::format("; failed {}", all - solved);
  for (std::size_t s = 1; s < tally.by_status.size(); ++s)
    if (tally.by_status[s] > 0) out += fmt::format(" ({} {})", tally.by_status[s], study.layout().statuses[s]);
  return out;
}

}  // namespace wedge::app
