/// The verdicts on claims, for programs (`wedge claims --format json`).
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/claims/evidence.hpp"

namespace wedge::engine {

/// Each claim with every number in full precision; NaN is null.
nlohmann::ordered_json claims_json(const std::vector<Claim>& claims, const std::vector<Evidence>& evidence);

/// The whole document: how the claims were looked at, and what came of each.
std::string claims_document(const std::string& file, std::int64_t draws, const std::string& seed,
                            const std::vector<Claim>& claims, const std::vector<Evidence>& evidence);

}  // namespace wedge::engine
