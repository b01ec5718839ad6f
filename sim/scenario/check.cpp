#include "check.hpp"

#include "checking.hpp"

namespace wedge::reading {

void check_scenario(Scenario<Quantity>& scenario, const Spots& spots, Report& report) {
  const Checking checking(scenario, spots, report);
  check_names(checking);
  check_references(checking);
  check_ties(checking);
  check_defenders(checking);
  check_adversaries(checking);
  check_campaign(checking);
  check_correlations(checking, scenario);
}

}  // namespace wedge::reading
