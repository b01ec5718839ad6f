/// The measures of a draw as one row of numbers, and what each means.
#pragma once

#include <algorithm>
#include <cmath>

#include "measures/situation.hpp"
#include "study/layout.hpp"

namespace wedge {

/// Names along what measures are indexed by, of all adversaries together: a measure of several adversaries has an entry
/// for every name, NaN where the adversary does not know it.
class SlotLabels {
 public:
  template <class Value>
  explicit SlotLabels(const Scenario<Value>& scenario);

  bool several() const { return adversaries.size() > 1; }
  /// The names, last dimension fastest; how many places they have together.
  std::vector<std::string> dimensions(Index index) const;
  int places(Index index) const;
  /// Where entry `i` of a measure of this adversary stands among them.
  int place(int adversary, Index index, int i) const;

  std::vector<std::string> adversaries, types, targets, regions, rungs, tactics, defenders, actors, ties;

 private:
  std::vector<std::vector<int>> type_, target_;  // by adversary
};

/// Adds dimensions, variables and slots of all measures to `layout`. `balance`: with those of the ties.
void describe_slots(const Scenario<Quantity>& scenario, bool balance, StudyLayout& layout);
// Its parts, for other layouts.
void describe_dimensions(const SlotLabels& labels, StudyLayout& layout);
void describe_measures(const SlotLabels& labels, StudyLayout& layout);
void describe_situation(StudyLayout& layout);
void add_variable(StudyLayout& layout, std::string_view name, std::string_view unit, std::string_view meaning,
                  std::vector<std::string> dimensions);

/// One lane's measures of all adversaries in slot order, from `slots` on; returns the end. What follows is the
/// situation's, if there are several adversaries, the actions', the ties' balances and the solver's.
template <class Real>
double* fill_measures(const SlotLabels& labels, const std::vector<const Measures<Real>*>& measures, int lane_index,
                      double* slots) {
  const int adversaries = static_cast<int>(measures.size());
  for (int j = 0; j < adversaries; ++j) {
    double* first = slots;
    for_each_measure(*measures[j], [&](const Measure& m, std::span<const Real> values) {
      const int places = labels.places(m.by);
      double* const own = first + j * places;
      first += adversaries * places;
      std::fill_n(own, places, undefined);
      for (int i = 0; i < static_cast<int>(values.size()); ++i)
        own[labels.place(j, m.by, i)] = lane(values[i], lane_index);
    });
    if (j + 1 == adversaries) return first;
  }
  return slots;
}

/// The situation in slot order; returns the end.
template <class Real>
double* fill_situation(const Situation<Real>& s, int lane_index, double* slots) {
  const auto add = [&](const Real& x) { *slots++ = lane(x, lane_index); };
  add(s.deterrence);
  add(s.total_loss);
  for (const auto* entries : {&s.loss, &s.attack_by_region, &s.loss_by_region})
    for (const Real& x : *entries) add(x);
  return slots;
}

/// The probability of every action in slot order; returns the end.
template <class Real>
double* fill_actions(const std::vector<CrisisSolution<Real>>& solutions, int lane_index, double* slots) {
  for (const CrisisSolution<Real>& solution : solutions)
    for (int a = 0; a < static_cast<int>(solution.crisis.actions.size()); ++a)
      *slots++ = lane(solution.probability_of(a), lane_index);
  return slots;
}

/// Draws that a study gives a kernel at once, across points: enough to fill packs with the difficult ones.
inline constexpr std::int64_t most_rows = 1024;

/// Slots of the integration balance of each tie.
inline constexpr int balance_slots = 4;
/// One tie's balance among those of `ties` ties, the first of which begins at `slots`. Where one of the losses is NaN
/// all of it is, so that the means are over the same draws: net = dividend − seam.
inline void fill_balance(const IntegrationBalance<double>& balance, int tie, int ties, double* slots) {
  const bool whole = !std::isnan(balance.net() + balance.dividend());
  slots[tie] = whole ? balance.dividend() : nan;
  slots[ties + tie] = whole ? balance.seam() : nan;
  slots[2 * ties + tie] = whole ? balance.net() : nan;
  slots[3 * ties + tie] = whole ? (balance.net() < 0.0 && balance.dividend() > 0.0 ? 1.0 : 0.0) : nan;
}

/// The solver on a draw: the tier (one slot each, 1 or 0), whether it is fragile, whether it is certified, and whether
/// it is on a wrong branch (NaN: not looked at). Before them stands what each adversary attacks by chance.
inline constexpr int tiers = 4, certificate_slots = 2, solver_slots = tiers + 1 + certificate_slots;
inline void fill_tier(int tier, double* slots) {
  for (int t = 1; t <= tiers; ++t) slots[t - 1] = t == tier ? 1.0 : 0.0;
}

inline void fill_certificate(bool certified, bool elsewhere, double* slots) {
  slots[0] = certified ? 1.0 : 0.0;
  slots[1] = elsewhere ? 1.0 : 0.0;
}

}  // namespace wedge
