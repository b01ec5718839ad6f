// The Newton step and tangent of the joint system; the derivation stands in joint_system.hpp.
#include <algorithm>

#include "wedge/base/linear.hpp"
#include "wedge/equilibrium/joint_system.hpp"

namespace wedge {
namespace {

constexpr int columns = 2, newton_column = 0, tangent_column = 1;  // right-hand sides that go up the tree

// v + M c of one type, or several: `v` by type and column, `slope` by type and extra type.
template <class Real, class Extra>
struct Answer {
  static constexpr int extras = capacity<Extra>(most_types - 1), types = extras + 1;
  Real v[types * columns], slope[types * extras];

  Answer() {
    std::fill_n(v, types * columns, Real(0.0));
    std::fill_n(slope, types * extras, Real(0.0));
  }
};

// A shift c = base + slope s that answers its own effect: c = ±(τλ D (v + M c) + [tangent] λ D V) + s. `scaled` is ±τλ,
// `lambda` ±λ; v, M and the values V are by type; base (by column) and slope by extra type. Returns the system's
// determinant (its sign).
template <class Real, class Extra>
[[gnu::always_inline]] inline Real solve_shift(Extra m, const Real& scaled, const Real& lambda, const Real* v, const Real* slopes, const Real* value,
                 Real* base, Real* slope) {
  constexpr int most = capacity<Extra>(most_types - 1);
  const auto width = plus<columns>(m);
  Real matrix[most * most], right[most * (most + columns)];
  for (int e = 0; e < m; ++e) {
    for (int f = 0; f < m; ++f) {
      const Real unit(e == f ? 1.0 : 0.0);
      matrix[e * m + f] = unit - scaled * (slopes[(e + 1) * m + f] - slopes[f]);
      right[e * width + columns + f] = unit;
    }
    for (int c = 0; c < columns; ++c) right[e * width + c] = scaled * (v[(e + 1) * columns + c] - v[c]);
    right[e * width + tangent_column] += lambda * (value[e + 1] - value[0]);
  }
  const Real determinant = solve_in_place(matrix, right, m, width);
  for (int e = 0; e < m; ++e) {
    for (int c = 0; c < columns; ++c) base[e * columns + c] = right[e * width + c];
    for (int f = 0; f < m; ++f) slope[e * m + f] = right[e * width + columns + f];
  }
  return determinant;
}

// One type's answer v + M c to a shift c = base + slope s, as a function of s.
template <class Real, class Extra>
[[gnu::always_inline]] inline void compose(Extra m, const Real* v, const Real* slopes, const Real* base, const Real* slope,
                                           Real* out, Real* out_slope) {
  for (int c = 0; c < columns; ++c) {
    Real sum = v[c];
    for (int e = 0; e < m; ++e) sum += slopes[e] * base[e * columns + c];
    out[c] = sum;
  }
  for (int f = 0; f < m; ++f) {
    Real sum(0.0);
    for (int e = 0; e < m; ++e) sum += slopes[e] * slope[e * m + f];
    out_slope[f] = sum;
  }
}

// c = base + slope s by column.
template <class Real, class Extra>
[[gnu::always_inline]] inline void compose_shift(Extra m, const Real* base, const Real* slope, const Real* s, Real* out) {
  for (int e = 0; e < m; ++e)
    for (int c = 0; c < columns; ++c) {
      Real sum = base[e * columns + c];
      for (int f = 0; f < m; ++f) sum += slope[e * m + f] * s[f * columns + c];
      out[e * columns + c] = sum;
    }
}

template <class Real>
Real with_sign_of(const Real& determinant, const Real& sign) {
  return select(determinant < 0.0, -sign, sign);
}

}  // namespace

template <class Real>
void JointSystem<Real>::linearise(std::span<const Real> benefit, const Real& tau) {
  respond(benefit, tau);
  observe(tau, {});
  sign_ = Real(1.0);
  with_constant(types_, [&](auto types) {
    for (int g = 0; g < static_cast<int>(game_.games.size()); ++g)
      with_constant(game_.games[g].size, [&](auto n) {
        linearise_game(n, types, g, benefit);
        if (extra_ > 0) answer_of_leaf(n, types, g);
      });
    const auto extra = plus<-1>(types);
    if constexpr (capacity<decltype(types)>(0) != 1) eliminate(extra, tau);
    substitute(extra);
  });
}

// Solves A x = [F | B | T] of one game, and leaves Δ behind.
template <class Real>
template <class Size, class Types>
void JointSystem<Real>::linearise_game(Size n, Types types, int g, std::span<const Real> benefit) {
  constexpr int most = capacity<Size>(most_variables);
  const int first = offset_[g];
  const auto m = plus<-1>(types), width = plus<columns>(m), others_count = plus<-1>(n);
  const Real* const gain = game_.games[g].gain.data();
  const Real* const belief = &belief_[g * types];
  const std::size_t half = std::size_t{1} << (n - 1);
  Real matrix[most * most];
  Real* const right = &steps_[first * width];
  repeat(n, [&](auto k) {
    Real others[most], gradient[most], partial[most], own[capacity<Types>(most_types)];
    all_but(n, k, &support_[first], others);
    Real sum(0.0);
    repeat(others_count, [&](auto l) { partial[l] = Real(0.0); });
    repeat(types, [&](auto type) {
      own[type] = multilinear(others_count, gain + (type * n + k) * half, others, gradient);
      sum += belief[type] * own[type];
      repeat(others_count, [&](auto l) { partial[l] += belief[type] * gradient[l]; });
    });
    delta_[first + k] = sum;
    Real drift(0.0);
    matrix[k * n + k] = Real(1.0);
    repeat(others_count, [&](auto o) {
      const int l = o < k ? o : o + 1;
      matrix[k * n + l] = -partial[o] * slope_[first + l];
      drift += partial[o] * drift_[first + l];
    });
    Real* const row = right + k * width;
    row[0] = sum - benefit[first + k];
    repeat(m, [&](auto e) { row[1 + e] = belief[e + 1] * (own[e + 1] - sum); });
    row[m + 1] = drift;
  });
  sign_ = with_sign_of(solve_in_place(matrix, right, n, width), sign_);
}

// How the leaf of one game answers a shift of beliefs: δV = v + M δβ by type.
template <class Real>
template <class Size, class Types>
void JointSystem<Real>::answer_of_leaf(Size n, Types types, int g) {
  const int first = offset_[g], node = leaf_[g];
  const auto m = plus<-1>(types), width = plus<columns>(m);
  const Real* const seen = &perceived()[first];
  const Real* const slope = misperceived_ ? &perceived_slope_[first] : &slope_[first];
  const Real* const drift = misperceived_ ? &perceived_drift_[first] : &drift_[first];
  const Real* const right = &steps_[first * width];
  repeat(types, [&](auto type) {
    Real gradient[capacity<Size>(most_variables)];
    multilinear(n, game_.games[g].value.data() + (std::size_t{1} << n) * type, seen, gradient);
    Real newton(0.0), tangent(0.0), shifted[capacity<Types>(most_types)];
    repeat(m, [&](auto e) { shifted[e] = Real(0.0); });
    repeat(n, [&](auto k) {
      const Real* const row = right + k * width;
      const Real weight = gradient[k] * slope[k];
      newton += weight * row[0];
      tangent += weight * row[m + 1] + gradient[k] * drift[k];
      repeat(m, [&](auto e) { shifted[e] += weight * row[1 + e]; });
    });
    Real* const v = &answer_[(node * types + type) * columns];
    v[newton_column] = newton;
    v[tangent_column] = tangent;
    repeat(m, [&](auto e) { answer_slope_[(node * types + type) * m + e] = shifted[e]; });
  });
}

template <class Real>
template <class Extra>
void JointSystem<Real>::eliminate(Extra extra, const Real& tau) {
  const auto& nodes = game_.tree.nodes;
  const auto types = plus<1>(extra);
  for (int node = static_cast<int>(nodes.size()); node-- > 0;) {
    if (!nodes[node].children.empty()) {
      eliminate_choice(extra, node, tau);
    } else if (nodes[node].game < 0) {  // a constant answers nothing
      std::fill_n(&answer_[node * types * columns], types * columns, Real(0.0));
      std::fill_n(&answer_slope_[node * types * extra], types * extra, Real(0.0));
    }
  }
}

template <class Real>
template <class Extra>
void JointSystem<Real>::eliminate_choice(Extra m, int node, const Real& tau) {
  const auto t = plus<1>(m);
  const Real lambda = game_.precision[node], scaled = tau * lambda;
  const Real* const here = &value_[node * t];
  Answer<Real, Extra> mean, sum;  // over the children by type: Σ P δV, and the node's own δV, as functions of s
  Real sign = sign_;
  for (const int child : game_.tree.nodes[node].children) {
    const Real* const v = &answer_[child * t * columns];
    const Real* const slopes = &answer_slope_[child * t * m];
    const Real* const value = &value_[child * t];
    Real* const base = &shift_base_[child * m * columns];
    Real* const slope = &shift_slope_[child * m * m];
    sign = with_sign_of(solve_shift(m, scaled, lambda, v, slopes, value, base, slope), sign);
    for (int type = 0; type < t; ++type) {
      Real own[columns], own_slope[capacity<Extra>(most_types)];
      compose(m, &v[type * columns], &slopes[type * m], base, slope, own, own_slope);
      const Real p = choice_[child * t + type];
      const Real advantage = lambda * (value[type] - here[type]);
      const Real weight = p * (1.0 + tau * advantage);
      for (int c = 0; c < columns; ++c) {
        mean.v[type * columns + c] += p * own[c];
        sum.v[type * columns + c] += weight * own[c];
      }
      sum.v[type * columns + tangent_column] += p * value[type] * advantage;
      for (int f = 0; f < m; ++f) {
        mean.slope[type * m + f] += p * own_slope[f];
        sum.slope[type * m + f] += weight * own_slope[f];
      }
    }
  }
  Real* const common = &common_[node * m * columns];
  Real* const common_slope = &common_slope_[node * m * m];
  sign_ = with_sign_of(solve_shift<Real>(m, -scaled, -lambda, mean.v, mean.slope, here, common, common_slope), sign);
  for (int type = 0; type < t; ++type)
    compose(m, &sum.v[type * columns], &sum.slope[type * m], common, common_slope,
            &answer_[(node * t + type) * columns], &answer_slope_[(node * t + type) * m]);
}

// From the root down: the shift of log-odds that reaches each leaf, and with it the steps.
template <class Real>
template <class Extra>
void JointSystem<Real>::substitute(Extra m) {
  const auto& nodes = game_.tree.nodes;
  const auto width = plus<columns>(m);
  std::fill_n(shift_.begin(), m * columns, Real(0.0));
  for (int node = 0; node < static_cast<int>(nodes.size()); ++node) {
    const Real* const shift = shift_.data() + node * m * columns;
    if (m > 0 && !nodes[node].children.empty()) {
      Real common[capacity<Extra>(most_types - 1) * columns + 1];
      compose_shift(m, &common_[node * m * columns], &common_slope_[node * m * m], shift, common);
      for (const int child : nodes[node].children)
        compose_shift(m, &shift_base_[child * m * columns], &shift_slope_[child * m * m], common,
                      &shift_[child * m * columns]);
    }
    if (nodes[node].game < 0) continue;
    const int first = offset_[nodes[node].game], last = first + game_.games[nodes[node].game].size;
    for (int i = first; i < last; ++i) {
      const Real* const row = &steps_[i * width];
      Real newton = row[0], tangent = row[m + 1];
      for (int e = 0; e < m; ++e) {
        newton += row[1 + e] * shift[e * columns + newton_column];
        tangent += row[1 + e] * shift[e * columns + tangent_column];
      }
      newton_[i] = newton;
      tangent_[i] = tangent;
    }
  }
}

template void JointSystem<double>::linearise(std::span<const double>, const double&);
template void JointSystem<Pack>::linearise(std::span<const Pack>, const Pack&);

}  // namespace wedge
