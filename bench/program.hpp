/// The frame of the benchmarks' programs.
#pragma once

#include <algorithm>
#include <exception>
#include <iostream>
#include <numeric>
#include <string>
#include <vector>

namespace wedge::bench {

/// What `run` returns, or `failed` with one line about what went wrong.
template <class Run>
int carried_out(const char* program, int failed, Run run) {
  try {
    return run();
  } catch (const std::exception& error) {
    std::cerr << program << ": " << error.what() << '\n';
    return failed;
  }
}

/// A line: mean and quantiles over draws, in this unit. Nothing for no samples.
inline void print_spread(const std::string& name, std::vector<double> samples, const std::string& unit = "") {
  if (samples.empty()) return;
  std::sort(samples.begin(), samples.end());
  const auto up_to = [&](double share) {
    return samples[static_cast<std::size_t>(share * static_cast<double>(samples.size() - 1))];
  };
  std::cout << name << ": " << samples.size() << " draws, mean "
            << std::accumulate(samples.begin(), samples.end(), 0.0) / static_cast<double>(samples.size()) << unit
            << ", 50% " << up_to(0.5) << ", 90% " << up_to(0.9) << ", 95% " << up_to(0.95) << ", 99% " << up_to(0.99)
            << ", 100% " << up_to(1.0) << '\n';
}

}  // namespace wedge::bench
