#include "equilibrium/sharpness.hpp"

#include <algorithm>
#include <cmath>

namespace wedge {

double largest_logit(const JointGame<double>& game) {
  double largest = 0.0;
  for (const ResponseGame<double>& g : game.games)
    for (int type = 0; type < g.types; ++type)
      for (int k = 0; k < g.size; ++k) {
        const auto gain = g.gain_of(type, k);
        // Back from coefficients to what is gained beside each coalition of the others.
        std::vector<double> value(gain.begin(), gain.end());
        for (std::size_t bit = 1; bit < value.size(); bit *= 2)
          for (std::size_t c = 0; c < value.size(); ++c)
            if ((c & bit) != 0) value[c] += value[c ^ bit];
        for (const double x : value) largest = std::max(largest, g.precision[k] * std::abs(x));
      }
  return largest;
}

}  // namespace wedge
