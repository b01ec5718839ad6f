/// Why a scenario says what it says: which mechanisms carry the result, how far a number would have to go until it is
/// another, and why an attack is made.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "wedge/scenario.hpp"
#include "wedge/stop.hpp"

namespace wedge::face {

/// A mean over common draws.
struct Change {
  double difference, standard_error;
  double rises, falls;  ///< share of draws, 0 … 1
};

/// A mechanism of the model that the scenario uses.
struct MechanismEffect {
  std::string name, meaning;
  std::vector<std::string> off;  ///< KEY=VALUE: what switches it off, as Scenario::with() takes them
  Change loss, deterrence;       ///< the scenario as it is less the same without this mechanism
  bool matters;                  ///< alone or by itself beyond three standard errors, and of matter (5e-4)
};

/// What a mechanism adds on the average over all orders in which they may be switched on (its Shapley value). All of
/// them together are what lies between the scenario without any mechanism and as it is.
struct ShapleyValue {
  std::string name;
  std::vector<std::string> mechanisms;  ///< one; or those together that hardly matter
  Change loss, deterrence;
};

/// How far a number alone would have to go. Nothing where that is not within its range.
struct BreakEvenValue {
  std::string key, unit;
  double now, low, high;  ///< in the median; its range, or where that has no end four times what it is now
  std::optional<double> loss_halves, deterrence_reached, net_turns;
  bool idle;  ///< it changes neither loss nor deterrence
};

struct Explanation {
  double loss, deterrence;                          ///< as it is
  double loss_without_any, deterrence_without_any;  ///< with every mechanism switched off
  std::vector<MechanismEffect> mechanisms;
  std::vector<ShapleyValue> shapley;  ///< the largest in loss first
  bool all_orders;                    ///< else orders were drawn by chance
  std::vector<BreakEvenValue> break_even;
  double deterrence_level;  ///< that is to be reached
  std::string tie;          ///< whose net is to turn
  std::string json;         ///< the document of `wedge explain --format json`

  const std::string& to_json() const { return json; }
};

struct ExplainOptions {
  std::int64_t draws = 256;
  std::uint64_t seed = 0x5eed;
  int orders = 24;  ///< of more than eight that matter: how many are drawn, each with its reverse
  bool break_even = true;
  std::vector<std::string> levers{};   ///< patterns of keys; none: the usual ones
  std::optional<double> deterrence{};  ///< the level that it is to reach; not said: attacks half as likely
  std::string tie{};  ///< whose net is to turn; empty: the tie whose net is the largest
  int threads = 0;                   ///< 0: one a core; changes no number
  std::stop_token stop{};  ///< a wish to stop: StoppedEarly is thrown
};

/// InputError for whatever is wrong with the options.
Explanation explain(const Scenario& scenario, const ExplainOptions& options = {});

/// A term of a sum, in this attack and in the same without a tactic.
struct Term {
  std::string name;
  double value, without_tactic;
};

/// An attack taken apart, at the medians.
struct ActionExplanation {
  std::string adversary, target, rung, tactic;
  std::vector<std::string> at;
  double probability;
  std::vector<std::pair<std::string, std::vector<Term>>> worth;    ///< by type: sums to what the attack is worth to it
  std::vector<std::pair<std::string, std::vector<Term>>> support;  ///< by responder: what supporting is worth to it
  std::string json;                                                ///< the document of `wedge explain --action`

  const std::string& to_json() const { return json; }
};

/// The likeliest attack that `words` names: `TARGET RUNG TACTIC AT`; all behind the first may be left out, and none is
/// the likeliest of all. InputError if there is none such, and with several adversaries.
ActionExplanation explain_action(const Scenario& scenario, const std::string& words = "");

}  // namespace wedge::face
