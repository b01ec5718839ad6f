/// The verdicts on claims, for people.
#pragma once

#include <string>
#include <vector>

#include "engine/claims/evidence.hpp"

namespace wedge::app {

/// A summary, then each claim with its table.
std::string claims_text(const std::vector<engine::Claim>& claims, const std::vector<engine::Evidence>& evidence);

}  // namespace wedge::app
