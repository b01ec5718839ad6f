/// Occasions: what the other adversaries do while one attacks (model.md, "Several adversaries at once").
#pragma once

#include <span>
#include <vector>

#include "crisis/defence.hpp"

namespace wedge {

/// Moves of an adversary as the defenders feel them: 0 is quiet, 1 + target·rungs + rung an attack, whatever the
/// tactic.
inline int move_of(const CrisisStructure& crisis, const Action& action) {
  return 1 + action.target * crisis.rungs + action.rung;
}
inline int moves(const CrisisStructure& crisis) { return 1 + static_cast<int>(crisis.targets.size()) * crisis.rungs; }
inline int target_of_move(const CrisisStructure& crisis, int move) { return (move - 1) / crisis.rungs; }
inline int rung_of_move(const CrisisStructure& crisis, int move) { return (move - 1) % crisis.rungs; }

/// Which targets of one adversary hear of which targets of another: by own target, then the other's. One hears of the
/// other if somebody who responds there responds here too or sits in the pact that governs the defence here.
std::vector<std::vector<bool>> hearing(const CrisisStructure& own, const CrisisStructure& other);

/// The moves of others that an attack may meet, and that make the same demands of all who respond to it or decide in
/// their pact: one game is played in all these cases. Each case has one entry a crisis, 0 for the attacker's own.
using Occasion = std::vector<std::vector<int>>;

/// How many cases the occasions() to come have; it grows exponentially with the adversaries that are heard of.
double case_count(std::span<const CrisisStructure* const> crises, int own, int target);

/// From so many games on, of a draw in which some attack may meet so many combinations, the games of a pack of draws
/// fit into no cache and those of one draw fill packs: such draws are solved one at a time (docs/solver.md, "Large
/// linked crises").
inline bool one_draw_at_a_time(double games, double most_met) { return games >= 1000.0 && most_met >= 8.0; }

/// More cases than these on one target would take more memory and time than any machine has: InputError.
inline constexpr double most_occasions = 1e5;

/// What an attack on a target of `own` may meet: every combination of the others' moves that reach it, the rest counted
/// as quiet; all quiet comes first. It never depends on a number: demands are the same if crises of the same rungs make
/// them.
template <class Value>
std::vector<Occasion> occasions(const Scenario<Value>& scenario, std::span<const CrisisStructure* const> crises,
                                int own, int target);

/// How much the others' moves weigh on every defender while this target is attacked: o_r on each responder, 2 o_r on
/// the victim (model.md, "Force"). Empty if all are quiet.
template <class Real>
Demands<Real> demands_of(const Scenario<Real>& scenario, std::span<const CrisisStructure* const> crises, int own,
                         int target, std::span<const int> moves);

}  // namespace wedge
