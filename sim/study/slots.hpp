/// The measures of a draw as one row of numbers, and what each means.
#pragma once

#include <cmath>

#include "wedge/measures/measures.hpp"
#include "wedge/study/layout.hpp"

namespace wedge {

/// Adds dimensions, variables and slots of all measures to `layout`.
void describe_slots(const Scenario<Quantity>& scenario, int adversary, StudyLayout& layout);

/// One lane's measures in slot order, without the ties' balances, which come after them.
template <class Real>
void fill_measures(const Measures<Real>& measures, int lane_index, std::vector<double>& slots) {
  slots.clear();
  const auto row = [&](const Measure&, const auto& value) {
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, Real>)
      slots.push_back(lane(value, lane_index));
    else
      for (const Real& entry : value) slots.push_back(lane(entry, lane_index));
  };
  Measures<Real>::fields(measures, row);
}

/// Draws that a study gives a kernel at once, across points: enough to fill packs with the difficult ones.
inline constexpr std::int64_t most_rows = 1024;

/// Slots of the integration balance of each tie.
inline constexpr int balance_slots = 4;
/// One tie's balance among those of `ties` ties, the first of which begins at `slots`. NaN losses give NaN.
inline void fill_balance(const IntegrationBalance<double>& balance, int tie, int ties, double* slots) {
  const double both = balance.net() + balance.dividend();
  slots[tie] = balance.dividend();
  slots[ties + tie] = balance.seam();
  slots[2 * ties + tie] = balance.net();
  slots[3 * ties + tie] = std::isnan(both) ? both : balance.net() < 0.0 && balance.dividend() > 0.0 ? 1.0 : 0.0;
}

/// What the solver says of a draw: the tier (one slot each, 1 or 0), and whether it is fragile (NaN: not looked at).
inline constexpr int tiers = 4, solver_slots = tiers + 1;
inline void fill_tier(int tier, double* slots) {
  for (int t = 1; t <= tiers; ++t) slots[t - 1] = t == tier ? 1.0 : 0.0;
}

}  // namespace wedge
