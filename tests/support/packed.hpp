/// Draws of one structure side by side in the lanes of a pack.
#pragma once

#include <vector>

#include "base/pack.hpp"
#include "scenario/numbers.hpp"

namespace wedge::test {

inline Scenario<Pack> packed(const std::vector<Scenario<double>>& draws) {
  Scenario<Pack> out = reshaped<Pack>(draws[0]);
  const auto to = leaves(out);
  for (int i = 0; i < Pack::lanes; ++i) {
    Scenario<double> draw = draws[i];
    const auto from = leaves(draw);
    for (std::size_t j = 0; j < to.size(); ++j) set_lane(*to[j].value, i, *from[j].value);
  }
  return out;
}

}  // namespace wedge::test
