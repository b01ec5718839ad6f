/// A chronicle as JSON (`wedge play --format json`).
#pragma once

#include <nlohmann/json.hpp>

#include "engine/chronicle.hpp"
#include "engine/reading.hpp"

namespace wedge::engine {

/// Everything that was recorded, exactly.
nlohmann::ordered_json chronicle_json(const Chronicle& chronicle);

/// The whole document: the scenario, what was changed in it, which campaign this is, and its chronicle.
std::string chronicle_document(const ScenarioSource& source, const Chronicle& chronicle, std::uint64_t seed,
                               std::int64_t campaign);

}  // namespace wedge::engine
