/// The equilibrium of a scenario, and what it says.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "wedge/measure.hpp"
#include "wedge/scenario.hpp"

namespace wedge::face {

struct SolveOptions {
  std::string selection;  ///< which equilibrium: principal, cohesive or fractured; empty: the scenario's own
  int starts = 0;         ///< starting points of a search for all solutions, whose result is in to_json(); 0: none
};

/// An attack that an adversary may make.
struct Attack {
  std::string adversary, target, rung, tactic;
  std::vector<std::string> at;                                ///< names of those whom the tactic is aimed at
  double probability;                                         ///< of being made
  double by_chance;                                           ///< the same, if there were nothing to gain
  std::vector<std::pair<std::string, double>> support;        ///< by responder: the probability that it supports
  std::vector<std::pair<std::string, double>> value, belief;  ///< by type of the adversary: what the attack is worth to
                                                              ///< it; how likely it is the type that attacks so
};

/// Every uncertain key stands at its median.
class Solution {
 public:
  const std::string& scenario() const { return scenario_; }  ///< its id
  bool solved() const { return status_ == "solved"; }
  const std::string& status() const { return status_; }  ///< `solved`, or why not
  /// The solution lies on the principal branch: its curve was traced back to the start.
  bool certified() const { return certified_; }
  /// Optimists and pessimists disagree: other expectations of the allies about one another would lead to another
  /// outcome.
  bool fragile() const { return fragile_; }

  /// All measures under the names of docs/results.md, with the same dimensions. None if it is not solved.
  const std::vector<Measure>& measures() const { return measures_; }
  /// InputError, naming the nearest, if there is none of this name.
  const Measure& measure(const std::string& name) const;
  /// One number: `at("loss", {"jpn"})`.
  double at(const std::string& name, const std::vector<std::string>& labels = {}) const;
  const std::vector<Attack>& attacks() const { return attacks_; }  ///< by adversary, in the order of its menu

  /// The document of `wedge solve --format json`, in full precision; NaN is null.
  const std::string& to_json() const { return json_; }

 private:
  friend Solution solve(const Scenario& scenario, const SolveOptions& options);
  std::string scenario_, status_, json_;
  bool fragile_ = false, certified_ = false;
  std::vector<Measure> measures_;
  std::vector<Attack> attacks_;
};

/// Never throws because there is no solution: ask solved().
Solution solve(const Scenario& scenario, const SolveOptions& options = {});

}  // namespace wedge::face
