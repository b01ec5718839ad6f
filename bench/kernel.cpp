#include "kernel.hpp"

#include "study/slots.hpp"

namespace wedge::bench {

Kernel::Kernel(const Scenario<Quantity>& scenario)
    : leaf_(Sampler(scenario).leaf()), options_{*selection_named(scenario.solver.selection)}, drawn_(scenario) {}

double Kernel::run(std::span<const double> values) {
  constexpr int lanes = RealTraits<Pack>::lanes;
  const std::size_t row = lanes * leaf_.size();
  double sum = 0.0;
  for (std::size_t first = 0; first < values.size(); first += row) {
    const DrawMeasures<Pack> draw = measure(drawn_.draw(leaf_, values.subspan(first, row)), 0, options_);
    for (int i = 0; i < lanes; ++i) {
      fill_slots(draw, i, slots_);
      for (const double x : slots_) sum += x;
    }
  }
  return sum;
}

std::string kernel_isa() { return "v2"; }

}  // namespace wedge::bench
