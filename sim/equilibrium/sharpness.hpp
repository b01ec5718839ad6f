/// How sharp the choices of a game are: what precision does to the differences between payoffs.
#pragma once

#include "equilibrium/joint_game.hpp"

namespace wedge {

/// The largest logit that a defender's choice can reach: its precision times the most that supporting can gain or cost
/// it, over the types and what the others do.
double largest_logit(const JointGame<double>& game);

/// Up to here hardly a solution of random scenarios was lost or uncertified (solver.md, "High precision").
inline constexpr double supported_logit = 1000.0;

}  // namespace wedge
