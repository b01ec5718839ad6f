/// A scenario with numbers in the place of its distributions.
#pragma once

#include <span>

#include "base/real.hpp"
#include "scenario/numbers.hpp"

namespace wedge {

/// A scenario over `Real` whose numbers can be set lane by lane, again and again.
template <class Real>
class DrawnScenario {
 public:
  explicit DrawnScenario(const Scenario<Quantity>& scenario);
  DrawnScenario(const DrawnScenario&) = delete;
  DrawnScenario& operator=(const DrawnScenario&) = delete;

  /// Draws one scenario a lane: `values` by lane, then by leaf (numbers.hpp) of `leaf`; everything else is as the
  /// scenario has it. Defaults are settled. The scenario may be changed until the next draw.
  Scenario<Real>& draw(std::span<const int> leaf, std::span<const double> values);

 private:
  Scenario<Real> scenario_;
  std::vector<Leaf<Real>> leaves_;
  std::vector<Real> fixed_;  // by leaf; NaN where absent
};

}  // namespace wedge
