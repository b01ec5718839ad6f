/// A solution as JSON with full double precision (`wedge solve --format json`).
#pragma once

#include <nlohmann/json.hpp>

#include "engine/solved.hpp"

namespace wedge::engine {

/// "adversaries", with an entry each, and what they come to together if there are several. Measures stand under their
/// own names; NaN is null.
nlohmann::ordered_json solved_json(const Scenario<double>& scenario, const Solved& solved);

}  // namespace wedge::engine
