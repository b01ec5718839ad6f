/// Expectations over who supports.
#pragma once

#include <span>
#include <vector>

#include "crisis/structure.hpp"

namespace wedge {

/// P(C) of independent support probabilities, by coalition.
template <class Real>
void coalition_probabilities(std::span<const Real> support, std::vector<Real>& p) {
  p.resize(std::size_t{1} << support.size());
  p[0] = Real(1.0);
  std::size_t half = 1;
  for (const Real& s : support) {
    for (std::size_t c = 0; c < half; ++c) {
      p[half + c] = p[c] * s;
      p[c] = p[c] - p[half + c];
    }
    half *= 2;
  }
}

/// Σ over coalitions of P(C) x(C).
template <class Real, class Number>
Real expectation(const std::vector<Real>& p, Number x) {
  Real sum(0.0);
  for (Coalition c = 0; c < p.size(); ++c) sum += p[c] * x(c);
  return sum;
}

}  // namespace wedge
