/// The right-hand sides that Newton's method and the tangent bring with them (solver.md, "Elimination up the tree").
#pragma once

#include <vector>

#include "base/real.hpp"

namespace wedge {

/// They go up the tree side by side.
inline constexpr int newton_column = 0, tangent_column = 1, column_count = 2;

/// Columns of one game's system (S5): with a column for each type but the first between the two.
inline constexpr int newton_step = 0;
constexpr int belief_step(int extra_type) { return 1 + extra_type; }
constexpr int tangent_step(int extra_types) { return 1 + extra_types; }

/// The worth of places (nodes of a tree, or games) to each type, and how it answers a shift c of the log-odds of
/// the types, (S6).
template <class Real>
struct Worth {
  std::vector<Real> value;   ///< V by place·types + θ
  std::vector<Real> answer;  ///< v by (place·types + θ)·columns + column; columns: column_count, or more in a tree
  std::vector<Real> slope;   ///< M by (place·types + θ)·(types − 1) + extra type

  Worth(std::size_t places, int types, int columns = column_count)
      : value(places * types, Real(0.0)),
        answer(places * types * columns, Real(0.0)),
        slope(places * types * (types - 1), Real(0.0)) {}
};

/// `sign`, turned round where the determinant is negative.
template <class Real>
Real with_sign_of(const Real& determinant, const Real& sign) {
  return select(determinant < 0.0, -sign, sign);
}

}  // namespace wedge
