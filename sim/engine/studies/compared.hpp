/// Scenarios compared on the same draws: in which keys they differ, and what that does to every measure.
#pragma once

#include "engine/studies/common_draws.hpp"
#include "engine/studies/paired.hpp"

namespace wedge::engine {

/// A number that differs, as a scenario file has it; empty where the scenario has no such key.
struct KeyDifference {
  std::string key, first, second;
};

std::vector<KeyDifference> key_differences(const Scenario<Quantity>& first, const Scenario<Quantity>& second);

/// Whether a measure speaks of the solver, not of the crisis.
bool of_the_solver(const std::string& measure);

/// Several scenarios, each as a study of one point. A key that is uncertain in one and a number in another is drawn for
/// both, and the number takes its place, so that draw d of all is the same draw.
class ComparedScenarios {
 public:
  /// InputError for what is wrong with a scenario, and where scenarios leave keys uncertain that others do not have.
  ComparedScenarios(const std::vector<ScenarioSource>& scenarios, const ComparisonSettings& settings);

  std::int64_t draws() const;  ///< of all together
  /// The same on any number of threads. False if it was stopped.
  bool run(int threads, const std::atomic<bool>& stop, std::atomic<std::int64_t>& draws_done);

  /// What all scenarios have.
  const std::vector<MeasurePlace>& places() const { return places_; }
  /// The position of a measure without labels, or −1.
  int place(const std::string& measure) const;
  /// After run(): one scenario before, another after.
  Paired difference(int before, int after, int place) const;
  std::vector<KeyDifference> keys(int first, int second) const;
  std::int64_t solved(int scenario) const;  ///< draws, after run()

 private:
  std::vector<Scenario<Quantity>> scenarios_;
  std::vector<std::unique_ptr<Study>> studies_;
  std::vector<MeasurePlace> places_;
  std::vector<std::vector<int>> slots_;                   // by scenario, place
  std::vector<std::vector<std::vector<double>>> values_;  // by scenario, place, draw
};

}  // namespace wedge::engine
