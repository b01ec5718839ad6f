/// A scenario's crisis as a game tree.
#pragma once

#include <string>

#include "scenario/scenario.hpp"

namespace wedge::engine {

/// The whole crisis in Gambit's .efg format, uncertain keys at their medians (extensive_form()), with the
/// follow-through as `decisions` or as `chance`. InputError if there are several adversaries, and for what a tree
/// cannot say.
std::string exported_game(const Scenario<Quantity>& scenario, const std::string& follow_through = "decisions");

}  // namespace wedge::engine
