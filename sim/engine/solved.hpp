/// A scenario solved, with everything that is reported of it.
#pragma once

#include <string>
#include <vector>

#include "measures/situation.hpp"

namespace wedge::engine {

struct SolvedCrisis {
  std::string adversary;
  CrisisSolution<double> solution;
  Measures<double> measures;
};

struct Solved {
  std::vector<SolvedCrisis> crises;           ///< by adversary
  std::vector<std::string> targets, regions;  ///< of all adversaries, as in `situation`
  Situation<double> situation;
  double coordination;  ///< total loss beyond the sum of what each adversary alone would cause
  std::vector<IntegrationBalance<double>> balance;  ///< by tie
  bool fragile;
  Status status;

  bool several() const { return crises.size() > 1; }
};

/// All adversaries of the scenario have an opportunity.
Solved solve_all(const Scenario<double>& scenario, const SolverOptions& options);

/// Names along an index of the measures, in order. Not for Index::none and Index::tactic_defender.
std::vector<std::string> names_along(Index index, const Scenario<double>& scenario, const CrisisStructure& crisis);

/// `threaten us+jpn`, as in reports; `none` alone. `join` stands between tactic and responders.
std::string action_label(const Scenario<double>& scenario, const CrisisStructure& crisis, const Action& action,
                         const std::string& join = " ");

}  // namespace wedge::engine
