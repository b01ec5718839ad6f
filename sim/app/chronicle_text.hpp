/// A chronicle in plain sentences (`wedge play`).
#pragma once

#include <string>

#include "engine/chronicle.hpp"

namespace wedge::app {

/// What happened, round by round.
std::string chronicle_text(const engine::Chronicle& chronicle);

}  // namespace wedge::app
