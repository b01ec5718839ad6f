/// An attack taken apart, as JSON (`wedge explain --action`).
#pragma once

#include <string>

#include "engine/action_terms.hpp"
#include "engine/reading.hpp"

namespace wedge::engine {

std::string action_document(const ScenarioSource& source, const ActionTerms& terms);

}  // namespace wedge::engine
