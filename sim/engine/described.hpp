/// A scenario as JSON: who is there, and every number with its range, its uncertainty and its meaning. What a page
/// needs to offer changes.
#pragma once

#include <nlohmann/json.hpp>

#include "scenario/read.hpp"

namespace wedge::engine {

nlohmann::ordered_json described_json(const ReadResult& read);

}  // namespace wedge::engine
