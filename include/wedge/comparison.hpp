/// Two scenarios compared on the same draws of their uncertain keys.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "wedge/scenario.hpp"

namespace wedge::face {

/// A number in which they differ, as a scenario file has it; empty where one has no such key.
struct KeyChange {
  std::string key, before, after;
};

/// A measure at one place, over the draws that were solved in both.
struct MeasureChange {
  std::string measure, unit, meaning;
  std::vector<std::string> labels;  ///< of the measure's dimensions, in order
  double before, after;             ///< means, in `unit`
  double difference;                ///< mean of after − before over common draws
  double standard_error;            ///< of the difference
  double rises, falls;              ///< share of draws, 0 … 1
  std::int64_t pairs;               ///< draws solved in both
  bool counts;                      ///< beyond three standard errors, and of matter (5e-4)
};

struct Comparison {
  std::vector<KeyChange> keys;
  std::vector<MeasureChange> measures;  ///< those that count first, then the largest
};

struct CompareOptions {
  std::int64_t draws = 1024;
  std::uint64_t seed = 0x5eed;
  int threads = 0;  ///< 0: one a core; changes no number
};

/// A key that is uncertain in one scenario and a number in the other is drawn for both, and the number takes its place.
/// InputError where one leaves keys uncertain that the other does not have.
Comparison compare(const Scenario& before, const Scenario& after, const CompareOptions& options = {});

}  // namespace wedge::face
