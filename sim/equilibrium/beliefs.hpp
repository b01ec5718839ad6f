/// Bayes' rule on log weights.
#pragma once

#include "base/constant.hpp"
#include "base/real.hpp"

namespace wedge {

/// ln of a prior. One of 0 has no logarithm; what stands for it is as good as 0 and keeps log-odds finite.
template <class Real>
Real log_prior(const Real& prior) {
  return log(max(prior, Real(1e-300)));
}

/// Probabilities of `types` types proportional to e^weight: with weight = ln(prior) + ln(likelihood) the posterior,
/// eq. (12). Both arrays have `types` ≥ 1 entries and do not overlap; `types` is an int or a compile-time constant.
template <class Real, class Types>
[[gnu::always_inline]] inline void posterior(Types types, const Real* log_weight, Real* belief) {
  if constexpr (capacity<Types>(0) == 1) {
    belief[0] = Real(1.0);
    return;
  }
  if constexpr (capacity<Types>(0) == 2) {
    belief[1] = logistic(log_weight[1] - log_weight[0]);
    belief[0] = 1.0 - belief[1];
    return;
  }
  Real top = log_weight[0], total(0.0);
  for (int i = 1; i < types; ++i) top = max(top, log_weight[i]);
  for (int i = 0; i < types; ++i) {
    belief[i] = exp(log_weight[i] - top);
    total += belief[i];
  }
  const Real inverse = 1.0 / total;
  for (int i = 0; i < types; ++i) belief[i] *= inverse;
}

}  // namespace wedge
