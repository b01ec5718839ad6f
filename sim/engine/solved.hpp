/// A scenario solved, with everything that is reported of it: numbers together with the names of what they are about.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "measures/situation.hpp"

namespace wedge::engine {

/// An entry of an adversary's menu, and what follows from it.
struct SolvedAction {
  std::string target, rung, tactic;
  std::vector<std::string> at;  ///< those whom the tactic is aimed at
  double probability = 0.0;
  std::vector<std::pair<std::string, double>> support;  ///< by responder
  std::vector<double> value, belief;                    ///< by type: what the attack is worth; as which it is seen

  /// `threaten us+jpn`; `none` alone.
  std::string tactic_at() const;
};

/// The kind of coercion that an adversary's menu contains.
struct Coercion {
  enum class Risk {
    no_threats,
    none,      ///< a threat is carried out by choice or not at all
    pressing,  ///< it may get out of hand once the adversary presses
    defiance,  ///< and from the moment at which it is defied
  };
  Risk risk = Risk::no_threats;
  bool squeezes = false;
  double onset = 0.0;  ///< share of a squeeze that is in force when the allies decide
};

struct SolvedCrisis {
  std::string adversary;
  CrisisSolution<double> solution;
  Measures<double> measures;
  std::vector<SolvedAction> actions;
  std::vector<std::string> types, targets, rungs, defenders;
  Coercion coercion;

  /// Names along an index of the measures, in order. Not for Index::none and Index::tactic_defender.
  std::vector<std::string> names_along(Index index) const;
};

struct Solved {
  Status status = Status::solved;
  std::string selection;             ///< which equilibrium was asked for
  std::vector<SolvedCrisis> crises;  ///< by adversary
  // All that follows, and in `crises` the measures and actions, is there only of what is solved.
  std::vector<std::string> targets, regions;  ///< of all adversaries, as in `situation`
  Situation<double> situation{};
  double coordination = 0.0;  ///< total loss beyond the sum of what each adversary alone would cause
  std::vector<std::string> ties;
  std::vector<double> integration;                  ///< by tie
  std::vector<IntegrationBalance<double>> balance;  ///< by tie
  bool fragile = false;

  bool several() const { return crises.size() > 1; }
};

/// All adversaries of the scenario have an opportunity.
Solved solve_all(const Scenario<double>& scenario, const SolverOptions& options);

/// Solves with every uncertain key at its median. `selection` empty: the scenario's own.
Solved solve_at_medians(const Scenario<Quantity>& scenario, const std::string& selection);

}  // namespace wedge::engine
