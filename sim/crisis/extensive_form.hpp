/// A crisis as a game tree that other programs can solve.
#pragma once

#include <cstdint>
#include <string>

#include "crisis/structure.hpp"

namespace wedge {

/// Most terminal nodes that extensive_form() writes (about 100 bytes each).
inline constexpr double most_terminal_nodes = 5e6;

/// How the adversary's last move stands in the tree: as its decisions, or as chance with the probabilities that its
/// logit choice has in the solution. A program that traces logit equilibria scales decisions with all others, and
/// follows another curve than ours then (solver.md, "Gambit"); it leaves chance alone.
enum class FollowThrough : std::uint8_t { decisions, chance };

/// The whole crisis in Gambit's .efg format. Players: the adversary (act, target, rung), its tactic agent, its
/// follow-through agent, then the defenders; payoffs are multiplied by each player's precision, so that the
/// agent logit quantal response equilibrium at lambda = 1 is the scenario's. Chance draws the adversary's type
/// and each responder's (steadfast or wavering, where resolve_gap > 0). Contests and the autonomous risk of a
/// threat stand in the payoffs as expectations. Without `signalling` a defender's payoff is its mean over the
/// adversary's types, by their priors, and over the ends that follow the same coalition: no belief changes that.
/// Throws InputError if the adversary misperceives (`perceives` has no equilibrium tree) or if the tree has
/// more than `most_terminal_nodes` ends.
std::string extensive_form(const Scenario<double>& scenario, int adversary, FollowThrough follow_through);

/// `us+jpn` in defender order; `-` if empty.
std::string coalition_label(const Scenario<double>& scenario, const Target& target, Coalition coalition);

}  // namespace wedge
