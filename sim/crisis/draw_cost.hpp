/// What solving a draw takes, before anything is solved.
#pragma once

#include "scenario/quantity.hpp"
#include "scenario/scenario.hpp"

namespace wedge {

struct DrawCost {
  double games = 0.0;     ///< response games, each on every occasion that the other adversaries make of it
  double seconds = 0.0;   ///< of one core, about
  double bytes = 0.0;     ///< that a thread needs to solve draws, about
  double most_met = 0.0;  ///< occasions that an attack on one target may meet
  bool in_lanes = false;  ///< studies solve one draw at a time, with its games in lanes
};

/// Never large to compute itself, however many adversaries there are.
DrawCost draw_cost(const Scenario<Quantity>& scenario);

}  // namespace wedge
