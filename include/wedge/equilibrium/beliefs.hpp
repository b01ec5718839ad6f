/// Bayes' rule on log weights.
#pragma once

#include <span>

#include "wedge/base/real.hpp"

namespace wedge {

/// Probabilities proportional to e^weight: with weight = ln(prior) + ln(likelihood) the posterior, eq. (12).
/// Spans of one length, at least 1; `belief` may not overlap `log_weight`.
template <class Real>
void posterior(std::span<const Real> log_weight, std::span<Real> belief) {
  Real top = log_weight[0], total(0.0);
  for (const Real& weight : log_weight) top = max(top, weight);
  for (std::size_t i = 0; i < belief.size(); ++i) {
    belief[i] = exp(log_weight[i] - top);
    total += belief[i];
  }
  for (Real& b : belief) b /= total;
}

}  // namespace wedge
