/// What `wedge explain` prints: a page within 80 columns.
#pragma once

#include <string>

#include "engine/action_terms.hpp"
#include "engine/studies/break_even.hpp"
#include "engine/studies/explained.hpp"

namespace wedge::app {

/// `levers` may be null: not asked for.
std::string explanation_text(const engine::Explained& explained, const engine::BreakEvens* levers);
std::string action_text(const engine::ActionTerms& terms);

}  // namespace wedge::app
