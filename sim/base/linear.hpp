/// Small dense linear systems whose entries may be packs of lanes.
#pragma once

#include <type_traits>

#include "base/constant.hpp"
#include "base/real.hpp"

namespace wedge {

namespace detail {

// By the adjugate: no branches, one division.
template <class Real, class Columns>
Real solve_pair(const Real* a, Real* b, Columns columns) {
  const Real determinant = a[0] * a[3] - a[1] * a[2];
  const Real inverse = 1.0 / determinant;
  for (int j = 0; j < columns; ++j) {
    const Real x = b[j], y = b[columns + j];
    b[j] = (a[3] * x - a[1] * y) * inverse;
    b[columns + j] = (a[0] * y - a[2] * x) * inverse;
  }
  return determinant;
}

template <class Real, class Columns>
Real solve_triple(const Real* a, Real* b, Columns columns) {
  const Real c[9] = {a[4] * a[8] - a[5] * a[7], a[2] * a[7] - a[1] * a[8], a[1] * a[5] - a[2] * a[4],
                     a[5] * a[6] - a[3] * a[8], a[0] * a[8] - a[2] * a[6], a[2] * a[3] - a[0] * a[5],
                     a[3] * a[7] - a[4] * a[6], a[1] * a[6] - a[0] * a[7], a[0] * a[4] - a[1] * a[3]};
  const Real determinant = a[0] * c[0] + a[1] * c[3] + a[2] * c[6];
  const Real inverse = 1.0 / determinant;
  for (int j = 0; j < columns; ++j) {
    const Real x = b[j], y = b[columns + j], z = b[2 * columns + j];
    b[j] = (c[0] * x + c[1] * y + c[2] * z) * inverse;  // the division comes last: nothing else waits for it
    b[columns + j] = (c[3] * x + c[4] * y + c[5] * z) * inverse;
    b[2 * columns + j] = (c[6] * x + c[7] * y + c[8] * z) * inverse;
  }
  return determinant;
}

// By elimination with partial pivoting, each lane with its own pivots.
template <class Real, class Size, class Columns>
Real eliminate(Real* a, Real* b, Size n, Columns columns) {
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
    a[c * n + c] = inverse;
    for (int r = c + 1; r < n; ++r) {
      const Real factor = a[r * n + c] * inverse;
      for (int j = c + 1; j < n; ++j) a[r * n + j] -= factor * a[c * n + j];
      for (int j = 0; j < columns; ++j) b[r * columns + j] -= factor * b[c * columns + j];
    }
  }
  for (int r = n; r-- > 0;)
    for (int j = 0; j < columns; ++j) {
      Real sum = b[r * columns + j];
      for (int l = r + 1; l < n; ++l) sum -= a[r * n + l] * b[l * columns + j];
      b[r * columns + j] = sum * a[r * n + r];
    }
  return sign;
}

}  // namespace detail

/// Solves A x = b for every column of b in place. `a` is n × n and `b` is n × columns, both by rows; `a` is
/// destroyed. `n` and `columns` are ints or compile-time constants. Returns a number with the sign of the
/// determinant, by lane (a singular lane gives non-finite solutions).
template <class Real, class Size, class Columns>
[[gnu::always_inline]] inline Real solve_in_place(Real* a, Real* b, Size n, Columns columns) {
  if constexpr (is_constant<Size>) {
    if constexpr (n() == 1) {
      const Real inverse = 1.0 / a[0];
      for (int j = 0; j < columns; ++j) b[j] *= inverse;
      return a[0];
    } else if constexpr (n() == 2) {
      return detail::solve_pair(a, b, columns);
    } else if constexpr (n() == 3) {
      return detail::solve_triple(a, b, columns);
    }
  }
  return detail::eliminate(a, b, n, columns);
}

}  // namespace wedge
