/// JSON as every answer of the program has it: keys in their order, `null` for a number that is not one.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

namespace wedge::engine {

using Json = nlohmann::ordered_json;

inline Json json_number(double x) { return std::isfinite(x) ? Json(x) : Json(nullptr); }

struct ScenarioSource;
/// How a document about a scenario begins: the program, the scenario's file, what was set, and the adversary if only
/// one was kept.
Json document_about(const ScenarioSource& source);

}  // namespace wedge::engine
