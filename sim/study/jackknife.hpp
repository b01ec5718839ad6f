/// Standard errors by leaving out one batch after another.
#pragma once

#include <cmath>
#include <span>

#include "base/nan.hpp"
#include "moments.hpp"

namespace wedge {

/// Of an estimate, from what it is without each of the batches; NaN is left out.
inline double jackknife_error(std::span<const double> without) {
  double filled = 0.0, mean = 0.0, spread = 0.0;
  for (const double value : without)
    if (!std::isnan(value)) merge_moments(filled, mean, spread, 1.0, value, 0.0);
  return filled > 1.0 ? std::sqrt(spread * (filled - 1.0) / filled) : nan;
}

}  // namespace wedge
