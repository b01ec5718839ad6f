/// A solution as JSON with full double precision (`wedge solve --format json`).
#pragma once

#include <nlohmann/json.hpp>

#include "solved.hpp"

namespace wedge::app {

/// One entry of "adversaries". Measures stand under their own names; NaN is null.
nlohmann::ordered_json solved_json(const Scenario<double>& scenario, const Solved& solved);

}  // namespace wedge::app
