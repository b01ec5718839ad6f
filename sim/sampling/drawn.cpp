#include "sampling/drawn.hpp"

#include <limits>

namespace wedge {

template <class Real>
DrawnScenario<Real>::DrawnScenario(const Scenario<Quantity>& scenario)
    : scenario_(reshaped<Real>(scenario)), leaves_(leaves(scenario_)) {
  Scenario<Quantity> source = scenario;
  for (const auto& leaf : leaves(source)) {
    const bool known = !leaf.value->absent() && !leaf.value->uncertain();
    fixed_.emplace_back(known ? leaf.value->number() : std::numeric_limits<double>::quiet_NaN());
  }
}

template <class Real>
Scenario<Real>& DrawnScenario<Real>::draw(std::span<const int> leaf, std::span<const double> values) {
  for (std::size_t i = 0; i < leaves_.size(); ++i) *leaves_[i].value = fixed_[i];
  for (int lane = 0; lane < RealTraits<Real>::lanes; ++lane)
    for (std::size_t j = 0; j < leaf.size(); ++j)
      set_lane(*leaves_[leaf[j]].value, lane, values[lane * leaf.size() + j]);
  settle_defaults(scenario_);
  return scenario_;
}

template class DrawnScenario<double>;
template class DrawnScenario<Pack>;

}  // namespace wedge
