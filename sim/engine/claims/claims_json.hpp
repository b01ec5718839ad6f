/// What came of the claims, for programs (`wedge claims --format json`).
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "engine/claims/evidence.hpp"

namespace wedge::engine {

/// Each claim with every number in full precision; NaN is null.
nlohmann::ordered_json claims_json(const std::vector<Claim>& claims, const std::vector<Evidence>& evidence);

}  // namespace wedge::engine
