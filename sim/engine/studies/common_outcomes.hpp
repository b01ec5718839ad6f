/// The two numbers that everything is judged by, loss and deterrence, under changes of one scenario on the same draws.
#pragma once

#include "engine/studies/common_draws.hpp"
#include "engine/studies/paired.hpp"

namespace wedge::engine {

/// How work on draws is done: nothing of it changes a number.
struct OnDraws {
  int threads;
  const std::atomic<bool>& stop;
  std::atomic<std::int64_t>& draws_done;
};

class CommonOutcomes {
 public:
  /// By draw; NaN where it failed.
  struct Values {
    std::vector<double> loss, deterrence;

    double mean_loss() const;
    double mean_deterrence() const;
  };

  /// `others`: what it is compared with besides; what they leave uncertain is drawn as well. InputError for what is
  /// wrong with the scenario.
  CommonOutcomes(const ScenarioSource& source, std::int64_t draws, const std::string& seed,
                 const std::vector<Scenario<Quantity>>& others = {});

  const Scenario<Quantity>& scenario() const { return scenario_; }
  std::int64_t draws() const { return draws_; }
  /// With these changes (KEY=VALUE) beside those of the source. Nothing if it was stopped. InputError for changes that
  /// are wrong, or that leave other keys uncertain than the scenario does.
  std::optional<Values> with(const std::vector<std::string>& changes, const OnDraws& work) const;
  /// What is between two lists of values of the same draws.
  Paired difference(const std::vector<double>& before, const std::vector<double>& after) const;

 private:
  ScenarioSource source_;
  Scenario<Quantity> scenario_;
  CommonDraws common_;
  std::int64_t draws_;
  std::unique_ptr<Study> as_it_is_;  // kept, since its quantile tables serve all others
  int replicates_;
};

}  // namespace wedge::engine
