#include "kernel.hpp"

namespace wedge::bench {

Kernel::Kernel(const Scenario<Quantity>& scenario, bool everything)
    : leaf_(Sampler(scenario).leaf()),
      everything_(everything),
      kernel_(make_kernel(Isa::v2, {// not sealed for another processor
                                    scenario,
                                    leaf_,
                                    {*selection_named(scenario.solver.selection)},
                                    everything,
                                    false,
                                    0})) {}

double Kernel::run(std::span<const double> values) {
  batch_.values.assign(values.begin(), values.end());
  batch_.look.assign(values.size() / leaf_.size(), 0);
  for (std::size_t i = 0; everything_ && i < batch_.look.size(); i += 8) batch_.look[i] = 1;
  batch_.balance.assign(batch_.look.size(), everything_);
  kernel_->run(batch_, rows_);
  double sum = 0.0;
  for (const double x : rows_.slots) sum += x;
  return sum;
}

// All benchmarks run the build for this processor (the preset's -march): the width of its packs tells which.
std::string kernel_isa() {
  constexpr int lanes = RealTraits<Pack>::lanes;
  return lanes == 8 ? "v4" : lanes == 4 ? "v3" : "v2";
}

}  // namespace wedge::bench
