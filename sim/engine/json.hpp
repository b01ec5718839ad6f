/// JSON as every answer of the program has it: keys in their order, `null` for a number that is not one.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

namespace wedge::engine {

using Json = nlohmann::ordered_json;

inline Json json_number(double x) { return std::isfinite(x) ? Json(x) : Json(nullptr); }

}  // namespace wedge::engine
