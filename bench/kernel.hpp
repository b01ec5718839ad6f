/// The function that a study spends its time in, as the benchmarks call it. The one place to point to another kernel.
#pragma once

#include <span>
#include <string>

#include "sampling/sampler.hpp"
#include "study/kernel.hpp"

namespace wedge::bench {

/// Rows of uncertain values in, rows of measures out.
class Kernel {
 public:
  /// `everything`: as studies do, also the balance of every tie, and a look at one draw in eight for fragility.
  Kernel(const Scenario<Quantity>& scenario, bool everything);

  int inputs() const { return static_cast<int>(leaf_.size()); }
  /// `values`: inputs() numbers a draw. Returns a number that depends on all measures.
  double run(std::span<const double> values);

 private:
  std::vector<int> leaf_;
  bool everything_;
  std::unique_ptr<DrawKernel> kernel_;
  DrawBatch batch_;
  DrawRows rows_;
};

/// The instruction set that the kernel runs with here: v2, v3 or v4 (of x86-64).
std::string kernel_isa();

}  // namespace wedge::bench
