/// From uncertain values to rows of measures.
#pragma once

#include <span>
#include <vector>

#include "slots.hpp"
#include "wedge/sampling/sampler.hpp"

namespace wedge {

/// What a pack of draws comes to: a row of slots, a status and a flag for each.
struct Rows {
  static constexpr int most = RealTraits<Pack>::lanes;
  std::vector<double> slots;
  Status status[most];
  bool fragile[most];
};

/// `count` rows (at most Rows::most) from as many rows of uncertain values, which go to these leaves.
void evaluate(DrawnScenario<Pack>& drawn, std::span<const int> leaf, std::span<const double> values, int count,
              const SolverOptions& options, Rows& out);

}  // namespace wedge
