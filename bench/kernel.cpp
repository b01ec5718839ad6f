#include "kernel.hpp"

namespace wedge::bench {

Kernel::Kernel(const Scenario<Quantity>& scenario)
    : leaf_(Sampler(scenario).leaf()),
      kernel_(make_kernel(native_isa(), {scenario, 0, leaf_, {*selection_named(scenario.solver.selection)}})) {}

double Kernel::run(std::span<const double> values) {
  look_.assign(values.size() / leaf_.size(), 0);
  for (std::size_t i = 0; i < look_.size(); i += 8) look_[i] = 1;  // as a study does
  kernel_->run(values, look_, rows_);
  double sum = 0.0;
  for (const double x : rows_.slots) sum += x;
  return sum;
}

std::string kernel_isa() { return std::string(isa_name(native_isa())); }

}  // namespace wedge::bench
