/// A crisis' tables by themselves.
#pragma once

#include "crisis/tables.hpp"

namespace wedge::test {

/// By action, all other adversaries quiet.
inline std::vector<GameTables<double>> tables_of(const Scenario<double>& scenario, const CrisisStructure& crisis) {
  std::vector<GameTables<double>> games(crisis.actions.size());
  std::vector<GameTables<double>*> places;
  for (GameTables<double>& game : games) places.push_back(&game);
  Tabulator<double> tabulator;
  for (int target = 0; target < static_cast<int>(crisis.targets.size()); ++target)
    tabulator.tabulate(scenario, crisis, target, {}, places);
  return games;
}

}  // namespace wedge::test
