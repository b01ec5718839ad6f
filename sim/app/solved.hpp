/// A scenario solved for one adversary, with everything that is reported of it.
#pragma once

#include <string>
#include <vector>

#include "wedge/measures/measures.hpp"

namespace wedge::app {

struct Solved {
  std::string adversary;
  CrisisSolution<double> solution;
  Measures<double> measures;
  std::vector<IntegrationBalance<double>> balance;  ///< by tie
  bool fragile;

  Status status() const { return solution.joint.status[0]; }
};

Solved solve_all(const Scenario<double>& scenario, int adversary, const SolverOptions& options);

/// Names along an index of the measures, in order. Not for Index::none and Index::tactic_defender.
std::vector<std::string> names_along(Index index, const Scenario<double>& scenario, const CrisisStructure& crisis);

/// `threaten us+jpn`, as in reports; `none` alone. `join` stands between tactic and responders.
std::string action_label(const Scenario<double>& scenario, const CrisisStructure& crisis, const Action& action,
                         const std::string& join = " ");

}  // namespace wedge::app
