/// What came of the claims, for people and for programs.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "evidence.hpp"

namespace wedge::app {

/// A summary, then each claim with its table.
std::string claims_text(const std::vector<Claim>& claims, const std::vector<Evidence>& evidence);

/// The same with every number in full precision; NaN is null.
nlohmann::ordered_json claims_json(const std::vector<Claim>& claims, const std::vector<Evidence>& evidence);

/// `holds conditionally: where …`, or `needs …`.
std::string verdict_text(const Claim& claim, const Evidence& evidence);

/// The conditions of comparisons all of whose cells hold; those of which some do, with where.
std::vector<std::string> conditions_that_hold(const Claim& claim, const Evidence& evidence);

}  // namespace wedge::app
