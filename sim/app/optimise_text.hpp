/// What `wedge optimise` prints: a page within 80 columns.
#pragma once

#include <string>

#include "engine/decisions/optimised.hpp"

namespace wedge::app {

std::string optimum_text(const engine::Optimised& optimised);
/// Of a search that was stopped.
std::string best_so_far_text(const engine::Optimised& optimised);

}  // namespace wedge::app
