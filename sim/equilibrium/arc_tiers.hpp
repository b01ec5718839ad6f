/// The tiers of arc length (solver.md, "Following the branch").
#pragma once

namespace wedge {

/// How carefully a curve is followed, and for how long.
struct ArcTier {
  int tier;           // as solutions report it
  double correction;  // largest change of support by one correction
  double shift;       // largest correction in units of λ d, where support is saturated
  double cosine;      // of the angle between the predicted direction and the tangent
  int steps, folds;   // give up beyond these
  bool verified;      // whether a second sweep verifies every step, however small its correction
};
// A curve with many folds is long, not difficult: the second tier has more patience than the first, and the same care.
inline constexpr ArcTier arc_tiers[] = {
    {2, 5e-3, 0.3, 0.8, 120, 12, false},      {3, 5e-3, 0.3, 0.8, 2000, 100, false},
    {4, 1e-3, 0.1, 0.95, 4000, 100, true},    {4, 1e-4, 0.03, 0.99, 10000, 100, true},
    {4, 2e-5, 0.01, 0.995, 40000, 100, true},
};
/// Past parked games: what stands in the way of long steps is parked.
inline constexpr ArcTier parking_tier{3, 1.5e-2, 0.6, 0.8, 120, 12, false};
/// The tier that the search for other solutions follows curves with.
inline constexpr ArcTier searching_tier = arc_tiers[3];

/// As solutions report it: who keeps nobody waiting begins with the second tier, and comes to what the first would have
/// come to in so few steps and folds.
inline int tier_reached(const ArcTier& tier, double steps, double folds) {
  const ArcTier& brisk = arc_tiers[0];
  const bool soon = steps <= brisk.steps && folds <= brisk.folds;
  return tier.correction == brisk.correction && soon ? brisk.tier : tier.tier;
}

}  // namespace wedge
