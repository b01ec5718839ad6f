/// What a scenario says, in short (`wedge check`).
#pragma once

#include <string>

#include "wedge/scenario/scenario.hpp"

namespace wedge::app {

std::string check_text(const Scenario<Quantity>& scenario);

}  // namespace wedge::app
