// Defaults that are more than a number, where the file says nothing: rungs, tactics, the one type.
#pragma once

#include <string>
#include <vector>

#include "scenario/scenario.hpp"

namespace wedge::reading {

const std::vector<Rung<Quantity>>& default_rungs();
const std::vector<TacticCost<Quantity>>& default_tactics();

std::vector<std::string> default_rung_names();
/// Names of the tactics that a menu can name.
std::vector<std::string> menu_tactic_names();

/// The default of the same id, or one whose numbers are absent.
Rung<Quantity> start_from_default(const Rung<Quantity>& rung);
TacticCost<Quantity> start_from_default(const TacticCost<Quantity>& tactic);

/// Whether a rung that is not a default one must give this key.
bool new_rung_must_give(std::string_view key);

/// Rungs if there are none, the tactics in the order of their table, and a type for adversaries without.
void fill_in_defaults(Scenario<Quantity>& scenario);

}  // namespace wedge::reading
