/// The best choice of levers: the least loss within bounds and a budget, or the least cost of a target.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "wedge/scenario.hpp"
#include "wedge/stop.hpp"

namespace wedge::face {

/// A number that may be chosen.
struct LeverChoice {
  std::string key, unit;
  double low, high, now;              ///< bounds; its value, or median
  double value;                       ///< chosen
  double cost;                        ///< of that
  double slope;                       ///< of the aim by the lever's unit, there, on the draws of the search
  std::optional<double> slope_error;  ///< standard error; of means
  bool at_low, at_high;               ///< it stands at a bound
};

/// A state of the world, as expected over draws; ± one standard error.
struct Outcome {
  double aim, aim_error;  ///< what is made small; with a target, what it is of
  double loss, loss_error;
  double deterrence, deterrence_error;
};

/// The best for a cost.
struct FrontPoint {
  double budget, cost, aim, loss, deterrence;
  std::vector<double> values;  ///< of the levers, in the order of Optimisation::levers
};

/// A scenario of the levers' file, for regret.
struct WorldRegret {
  std::string name;
  double regret;      ///< the loss with what was chosen less the least that can be had there
  double least_loss;  ///< that
};

struct Optimisation {
  std::vector<LeverChoice> levers;
  double cost;
  bool reached;  ///< the target; else this is the nearest to it that was found
  bool budget_binds;
  Outcome before, after;               ///< on the draws of the search
  Outcome fresh_before, fresh_after;   ///< on draws that the search has not seen
  double optimism, optimism_error;     ///< by how much more the search promises of the aim than fresh draws keep
  std::vector<FrontPoint> front;       ///< the cheapest first
  std::vector<WorldRegret> scenarios;  ///< of `regret`
  std::vector<std::string> settings;   ///< KEY=VALUE, as Scenario::with() takes them
  std::string json;                    ///< the document of `wedge optimise --format json`

  const std::string& to_json() const { return json; }
};

struct OptimiseOptions {
  std::string minimise = "loss";   ///< loss, quantile, tail, regret or cost
  double level = 0.9;              ///< of the quantile and the tail, between 0 and 1
  std::optional<double> budget{};  ///< that the levers' costs together keep to
  std::string target{};            ///< `loss=SHARE` of what it is or `deterrence=PROBABILITY`, for the least cost
  int front = 0;                   ///< points of the front, aim against cost; 0: none
  int starts = 4;                  ///< places from which the search goes down
  std::int64_t draws = 256;        ///< of the search
  std::uint64_t seed = 0x5eed;
  std::string output{};  ///< a file that keeps what is found and is gone on with; empty: none
  bool force = false;    ///< such a file of other inputs is replaced
  int threads = 0;       ///< 0: one a core; changes no number
  std::stop_token stop{};  ///< a wish to stop: StoppedEarly is thrown; a file keeps what was found
};

/// `levers`: the file of what may be chosen (docs/optimise.md). InputError for whatever is wrong with it, with the
/// options, or with a file in the output's place.
Optimisation optimise(const Scenario& scenario, const std::string& levers, const OptimiseOptions& options = {});

}  // namespace wedge::face
