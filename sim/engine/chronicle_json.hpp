/// A chronicle as JSON (`wedge play --format json`).
#pragma once

#include <nlohmann/json.hpp>

#include "engine/chronicle.hpp"

namespace wedge::engine {

/// Everything that was recorded, exactly.
nlohmann::ordered_json chronicle_json(const Chronicle& chronicle);

}  // namespace wedge::engine
