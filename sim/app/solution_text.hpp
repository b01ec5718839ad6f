/// A solution as an analyst reads it (`wedge solve`).
#pragma once

#include <string>

#include "engine/solved.hpp"

namespace wedge::app {

/// Who deters whom, the likeliest attacks, who is peeled off, whether the alliance is fragile, and the
/// integration balance of each tie. Lines fit 80 columns unless names are long.
std::string solved_text(const engine::Solved& solved);

}  // namespace wedge::app
