/// Two scenarios compared on the same draws of their uncertain keys.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "wedge/scenario.hpp"
#include "wedge/stop.hpp"

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
  std::stop_token stop{};  ///< a wish to stop: StoppedEarly is thrown
};

/// A key that is uncertain in one scenario and a number in the other is drawn for both, and the number takes its place.
/// InputError where one leaves keys uncertain that the other does not have.
Comparison compare(const Scenario& before, const Scenario& after, const CompareOptions& options = {});

/// A package of settings as a remedy.
struct RemedyOutcome {
  std::string name;  ///< empty: the scenario as it is
  std::optional<double> cost;
  std::vector<std::string> set;  ///< KEY=VALUE
  double loss, deterrence;
  double difference, standard_error;  ///< of the loss, to that as it is, over common draws
  bool best, worse_than_best;         ///< worse: beyond three standard errors, and of matter (5e-4)
};

/// A scenario with each package of a file (docs/scenarios.md), and as it is; the least loss first.
std::vector<RemedyOutcome> compare_packages(const Scenario& scenario, const std::string& file,
                                            const CompareOptions& options = {});

}  // namespace wedge::face
