/// A solution as JSON with full double precision (`wedge solve --format json`).
#pragma once

#include <nlohmann/json.hpp>

#include "engine/reading.hpp"
#include "engine/solved.hpp"

namespace wedge::engine {

/// "adversaries", with an entry each, and what they come to together if there are several. Measures stand under their
/// own names; NaN is null. What is not solved has a status, and null for all measures.
nlohmann::ordered_json solved_json(const Solved& solved);

/// The whole document: the scenario, what was changed in it, and its solution at the medians of uncertain keys.
std::string solution_document(const ScenarioSource& source, const Scenario<Quantity>& scenario, const Solved& solved);

}  // namespace wedge::engine
