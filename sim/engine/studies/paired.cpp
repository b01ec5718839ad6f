#include "engine/studies/paired.hpp"

#include <algorithm>
#include <cmath>

#include "study/layout.hpp"

namespace wedge::engine {

Paired paired(const std::vector<double>& before, const std::vector<double>& after, int replicates) {
  enum { at_before, at_after, difference, rise, fall, slots };
  Sums sums(1, replicates, slots, 1);
  Paired out;
  for (std::size_t d = 0; d < before.size(); ++d) {
    if (std::isnan(before[d]) || std::isnan(after[d])) continue;
    const double change = after[d] - before[d];
    const double values[slots] = {before[d], after[d], change, change > smallest_sign ? 1.0 : 0.0,
                                  change < -smallest_sign ? 1.0 : 0.0};
    sums.add(0, static_cast<int>(d % static_cast<std::size_t>(replicates)), values);
    ++out.pairs;
  }
  const auto mean = [&](int slot) { return estimate(sums, 0, slot, {}).mean; };
  out.before = mean(at_before);
  out.after = mean(at_after);
  out.rises = mean(rise);
  out.falls = mean(fall);
  const Estimate change = estimate(sums, 0, difference, {});
  out.difference = change.mean;
  out.standard_error = change.standard_error;
  return out;
}

bool counts(const Paired& found) {
  return std::abs(found.difference) > std::max(significant_errors * found.standard_error, smallest_difference);
}

}  // namespace wedge::engine
