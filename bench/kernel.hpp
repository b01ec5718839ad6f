/// The function that a study spends its time in, as the benchmarks call it. The one place to point to another kernel.
#pragma once

#include <span>
#include <string>

#include "wedge/equilibrium/solve.hpp"
#include "wedge/sampling/sampler.hpp"

namespace wedge::bench {

/// Rows of uncertain values in, rows of measures out.
class Kernel {
 public:
  explicit Kernel(const Scenario<Quantity>& scenario);

  int inputs() const { return static_cast<int>(leaf_.size()); }
  /// `values`: inputs() numbers a draw, whole packs of draws. Returns a number that depends on all measures.
  double run(std::span<const double> values);

 private:
  std::vector<int> leaf_;
  SolverOptions options_;
  DrawnScenario<Pack> drawn_;
  std::vector<double> slots_;
};

/// The instruction set that the kernel runs with here: v2, v3 or v4 (of x86-64).
std::string kernel_isa();

}  // namespace wedge::bench
