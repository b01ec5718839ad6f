// Runs the kernel on a few fixed draws, for scripts/instructions: kernel-instructions SCENARIO PACKS.
#include <cstdlib>
#include <iostream>

#include "case.hpp"
#include "kernel.hpp"
#include "workload.hpp"

// A name of its own, so that callgrind counts inside it only.
extern "C" __attribute__((noinline)) double wedge_measured_kernel(wedge::bench::Kernel& kernel, const double* values,
                                                                  std::size_t size) {
  return kernel.run({values, size});
}

int main(int count, char** arguments) {
  using namespace wedge;
  if (count != 3) {
    std::cerr << "usage: kernel-instructions SCENARIO DRAWS (textbook, northeast-asia or seven-responders; a multiple "
                 "of 8)\n";
    return 2;
  }
  try {
    const Scenario<Quantity> scenario = bench::load(bench::workload(arguments[1]));
    bench::Kernel kernel(scenario, true);
    const std::vector<double> values = bench::draws_of(Sampler(scenario), std::atoi(arguments[2]));
    bench::keep(wedge_measured_kernel(kernel, values.data(), values.size()));
  } catch (const std::exception& error) {
    std::cerr << "kernel-instructions: " << error.what() << '\n';
    return 2;
  }
}
