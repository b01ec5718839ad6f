/// A chronicle in plain sentences (`wedge play`).
#pragma once

#include <string>

#include "engine/chronicle.hpp"

namespace wedge::app {

/// The campaign told round by round.
std::string chronicle_text(const engine::Chronicle& chronicle);

}  // namespace wedge::app
