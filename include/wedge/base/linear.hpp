/// Small dense linear systems whose entries may be packs of lanes.
#pragma once

#include <span>

#include "wedge/base/real.hpp"

namespace wedge {

/// Solves A x = b for every column of b in place, by elimination with partial pivoting, each lane with
/// its own pivots. `a` is n × n and `b` is n × columns, both by rows; `a` is destroyed.
/// Returns the sign of the determinant, ±1 by lane (a singular lane gives non-finite solutions).
template <class Real>
Real solve_in_place(std::span<Real> a, std::span<Real> b, int n, int columns) {
  Real sign(1.0);
  for (int c = 0; c < n; ++c) {
    for (int r = c + 1; r < n; ++r) {  // bring the largest entry up, by lane
      const auto larger = abs(a[r * n + c]) > abs(a[c * n + c]);
      if (!any(larger)) continue;
      sign = select(larger, -sign, sign);
      const auto swap = [&](Real& upper, Real& lower) {
        const Real kept = upper;
        upper = select(larger, lower, upper);
        lower = select(larger, kept, lower);
      };
      for (int j = c; j < n; ++j) swap(a[c * n + j], a[r * n + j]);
      for (int j = 0; j < columns; ++j) swap(b[c * columns + j], b[r * columns + j]);
    }
    const Real pivot = a[c * n + c];
    sign = select(pivot < 0.0, -sign, sign);
    const Real inverse = 1.0 / pivot;
    for (int r = c + 1; r < n; ++r) {
      const Real factor = a[r * n + c] * inverse;
      for (int j = c + 1; j < n; ++j) a[r * n + j] -= factor * a[c * n + j];
      for (int j = 0; j < columns; ++j) b[r * columns + j] -= factor * b[c * columns + j];
    }
  }
  for (int r = n; r-- > 0;) {
    const Real inverse = 1.0 / a[r * n + r];
    for (int j = 0; j < columns; ++j) {
      Real sum = b[r * columns + j];
      for (int l = r + 1; l < n; ++l) sum -= a[r * n + l] * b[l * columns + j];
      b[r * columns + j] = sum * inverse;
    }
  }
  return sign;
}

}  // namespace wedge
