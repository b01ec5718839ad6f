/// An explanation as JSON (`wedge explain`).
#pragma once

#include <string>

#include "engine/studies/break_even.hpp"
#include "engine/studies/explained.hpp"

namespace wedge::engine {

/// `levers` may be null: not asked for.
std::string explanation_document(const ScenarioSource& source, const ExplainSettings& settings,
                                 const Explained& explained, const BreakEvens* levers);

}  // namespace wedge::engine
