// Conditions that the rows of the field table cannot state: names that must exist, be unique or add up.
#pragma once

#include "report.hpp"
#include "scenario/scenario.hpp"
#include "spots.hpp"

namespace wedge::reading {

/// Reports everything that is wrong with a scenario as a whole. Values that the reader has already
/// reported (absent numbers, empty names) are passed over. Keys in correlations are put into the
/// form of leaves() (a tie may be named in either order).
void check_scenario(Scenario<Quantity>& scenario, const Spots& spots, Report& report);

}  // namespace wedge::reading
