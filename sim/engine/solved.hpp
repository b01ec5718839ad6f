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
  double by_chance = 0.0;                               ///< its probability if there were nothing to gain
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
  double by_chance = 0.0;  ///< probability of an attack if there were nothing to gain

  /// Names along an index of the measures, in order. Not for Index::none and Index::tactic_defender.
  std::vector<std::string> names_along(Index index) const;
};

/// Where the way back from the solution leads (solver.md, "Tracing back").
enum class WayBack {
  not_asked,  ///< another selection than the principal branch, or too many games
  home,       ///< to its start: certified
  elsewhere,  ///< the solution is on a wrong branch
  lost,       ///< nobody knows
};

/// One solution beside others.
struct OtherSolution {
  double sign;                           ///< of the determinant
  std::vector<std::string> selections;   ///< which find it
  std::vector<double> deterrence, loss;  ///< by adversary of the group
};

/// What a search for all solutions found, of adversaries that are linked or of one alone.
struct SolutionGroup {
  std::vector<std::string> adversaries;
  std::vector<OtherSolution> solutions;
  double count = 0.0;     ///< of all; more than are listed where games that do not depend on one another combine
  double sign_sum = 0.0;  ///< of the determinants' signs: 1 if no solution is missing
};

/// What to look for beside the solution.
struct SolveRequest {
  std::string selection;  ///< empty: the scenario's own
  int starts = 0;         ///< for all solutions: how many starting points; 0: no search
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
  WayBack way_back = WayBack::not_asked;
  std::vector<SolutionGroup> all;  ///< if asked for

  bool several() const { return crises.size() > 1; }
};

/// What whoever reads numbers of this scenario should know beforehand, a sentence each: choices so sharp that solutions
/// may be lost or not certified; attacks that owe much to chance; magnitudes that make no sense together.
std::vector<std::string> warnings(const Scenario<Quantity>& scenario);

/// An attack rate of which chance makes up more than this says little about motives.
inline constexpr double most_by_chance = 0.25;

/// All adversaries of the scenario have an opportunity.
Solved solve_all(const Scenario<double>& scenario, const SolverOptions& options, int starts = 0);

/// Solves with every uncertain key at its median.
Solved solve_at_medians(const Scenario<Quantity>& scenario, const SolveRequest& request);

}  // namespace wedge::engine
