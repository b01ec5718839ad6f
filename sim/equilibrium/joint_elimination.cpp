// The Newton step and tangent of the joint system; the derivation stands in docs/solver.md, "Elimination up the tree".
#include <algorithm>

#include "base/linear.hpp"
#include "equilibrium/joint_system.hpp"

namespace wedge {
namespace {

constexpr int columns = JointSystem<double>::columns, newton_column = 0, tangent_column = 1;  // that go up the tree

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

// Eq. (S7): a shift c = base + slope s that answers its own effect: c = ±(τλ Γ (v + M c) + [tangent] λ Γ V) + s.
// `scaled` is ±τλ, `lambda` ±λ; v, M and the values V are by type; base (by column) and slope by extra type. Returns
// the system's determinant (its sign).
template <class Real, class Extra>
[[gnu::always_inline]] inline Real solve_shift(Extra m, const Real& scaled, const Real& lambda, const Real* v,
                                               const Real* slopes, const Real* value, Real* base, Real* slope) {
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
[[gnu::always_inline]] inline void compose(Extra m, const Real* v, const Real* slopes, const Real* base,
                                           const Real* slope, Real* out, Real* out_slope) {
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
[[gnu::always_inline]] inline void compose_shift(Extra m, const Real* base, const Real* slope, const Real* s,
                                                 Real* out) {
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
  linearise_games(benefit, tau);
  with_constant(types_, [&](auto types) {
    const auto extra = plus<-1>(types);
    if constexpr (capacity<decltype(types)>(0) != 1) eliminate(extra, tau, true);
    shift_beliefs(extra);
    substitute(extra);
  });
}

template <class Real>
void JointSystem<Real>::linearise_games(std::span<const Real> benefit, const Real& tau) {
  respond(benefit, tau);
  if (coupled()) observe(tau, {}, true);
  sign_ = Real(1.0);
  with_constant(types_, [&](auto types) {
    for (int g = 0; g < static_cast<int>(game_.games.size()); ++g)
      with_constant(game_.games[g].size, [&](auto n) {
        linearise_game(n, types, g, benefit);
        if (coupled()) answer_of_leaf(n, types, g);
      });
  });
  for (int node = 0; node < static_cast<int>(game_.tree.nodes.size()); ++node)
    if (game_.tree.nodes[node].children.empty() && (game_.linked || game_.tree.nodes[node].game < 0))
      gather_answers(node);
}

// What a leaf answers as the mean of its games; a constant answers nothing.
template <class Real>
void JointSystem<Real>::gather_answers(int node) {
  const Tree::Node& here = game_.tree.nodes[node];
  const auto gather = [&](std::vector<Real>& numbers, int width) {
    Real* const sum = numbers.data() + node * width;
    std::fill_n(sum, width, Real(0.0));
    for (int g = here.game; here.game >= 0 && g < here.game + here.games; ++g)
      for (int i = 0; i < width; ++i) sum[i] += influence_.weight[g] * numbers[cell_[g] * width + i];
  };
  gather(answer_, types_ * columns);
  gather(answer_slope_, types_ * extra_);
}

template <class Real>
void JointSystem<Real>::spread(std::span<const Real> shift_of_value, const Real& tau, bool own) {
  const auto& nodes = game_.tree.nodes;
  const int width = types_ * columns;
  for (int node = 0; node < static_cast<int>(nodes.size()); ++node)
    if (nodes[node].children.empty()) std::copy_n(&shift_of_value[node * width], width, &answer_[node * width]);
  with_constant(types_, [&](auto types) {
    const auto extra = plus<-1>(types);
    if constexpr (capacity<decltype(types)>(0) != 1) {
      const Real sign = sign_;
      eliminate(extra, tau, own);
      if (!own) sign_ = sign;
    }
    shift_beliefs(extra);
  });
  respond_along_paths(tau, own);
}

template <class Real>
void JointSystem<Real>::take_steps() {
  with_constant(types_, [&](auto types) { substitute(plus<-1>(types)); });
}

// How ln σ of every path answers, once the shifts of beliefs are known.
template <class Real>
void JointSystem<Real>::respond_along_paths(const Real& tau, bool own) {
  const auto& nodes = game_.tree.nodes;
  const auto at = [&](int node, int type, int c) { return (node * types_ + type) * columns + c; };
  for (int node = static_cast<int>(nodes.size()); node-- > 0;)
    for (int type = 0; type < types_; ++type)
      for (int c = 0; c < columns; ++c) {
        Real& response = value_response_[at(node, type, c)];
        if (nodes[node].children.empty()) {
          response = answer_[at(node, type, c)];
          for (int e = 0; e < extra_; ++e)
            response += answer_slope_[(node * types_ + type) * extra_ + e] * shift_[(node * extra_ + e) * columns + c];
          continue;
        }
        const Real lambda = game_.precision[node], here = value_[node * types_ + type];
        Real mean(0.0);
        for (const int child : nodes[node].children)
          mean += choice_[child * types_ + type] * value_response_[at(child, type, c)];
        response = mean;
        for (const int child : nodes[node].children) {
          const Real value = value_[child * types_ + type];
          Real choice = tau * lambda * (value_response_[at(child, type, c)] - mean);
          if (own && c == tangent_column) choice += lambda * (value - here);
          path_response_[at(child, type, c)] = choice;  // so far of the last choice alone
          response += choice_[child * types_ + type] * value * choice;
        }
      }
  std::fill_n(path_response_.begin(), types_ * columns, Real(0.0));
  for (int node = 1; node < static_cast<int>(nodes.size()); ++node)
    for (int i = 0; i < types_ * columns; ++i)
      path_response_[node * types_ * columns + i] += path_response_[nodes[node].parent * types_ * columns + i];
}

// Eq. (S5): solves J x = [Δ − d | H | ∂Δ/∂τ] of one game, and leaves Δ behind.
template <class Real>
template <class Size, class Types>
void JointSystem<Real>::linearise_game(Size n, Types types, int g, std::span<const Real> benefit) {
  constexpr int most = capacity<Size>(most_variables);
  const int first = offset_[g];
  const auto m = plus<-1>(types);
  const auto width = plus<columns>(m);
  const auto others_count = plus<-1>(n);
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
  const Real determinant = solve_in_place(matrix, right, n, width);
  // Of games that do not depend on one another, each has folds of its own.
  sign_ = coupled() ? with_sign_of(determinant, sign_) : min(sign_, with_sign_of(determinant, Real(1.0)));
}

// Eq. (S6): how the leaf of one game answers a shift c of beliefs, v + M c by type.
template <class Real>
template <class Size, class Types>
void JointSystem<Real>::answer_of_leaf(Size n, Types types, int g) {
  const int first = offset_[g], cell = cell_[g];
  const auto m = plus<-1>(types);
  const auto width = plus<columns>(m);
  const Real* const slope = misperceived_ ? &perceived_slope_[first] : &slope_[first];
  const Real* const drift = misperceived_ ? &perceived_drift_[first] : &drift_[first];
  const Real* const right = &steps_[first * width];
  repeat(types, [&](auto type) {
    const Real* const gradient = &value_slope_[first * types + type * n];
    Real newton(0.0), tangent(0.0), shifted[capacity<Types>(most_types)];
    repeat(m, [&](auto e) { shifted[e] = Real(0.0); });
    repeat(n, [&](auto k) {
      const Real* const row = right + k * width;
      const Real weight = gradient[k] * slope[k];
      newton += weight * row[0];
      tangent += weight * row[m + 1] + gradient[k] * drift[k];
      repeat(m, [&](auto e) { shifted[e] += weight * row[1 + e]; });
    });
    Real* const v = &answer_[(cell * types + type) * columns];
    v[newton_column] = newton;
    v[tangent_column] = tangent;
    repeat(m, [&](auto e) { answer_slope_[(cell * types + type) * m + e] = shifted[e]; });
  });
}

// Eqs. (S7), (S8) and, of the determinant, (S9). `own`: with the tangent's own effect, that choices get more precise.
template <class Real>
template <class Extra>
void JointSystem<Real>::eliminate(Extra extra, const Real& tau, bool own) {
  const auto& nodes = game_.tree.nodes;
  for (int node = static_cast<int>(nodes.size()); node-- > 0;)
    if (!nodes[node].children.empty()) eliminate_choice(extra, node, tau, Real(own ? 1.0 : 0.0));
}

template <class Real>
template <class Extra>
void JointSystem<Real>::eliminate_choice(Extra m, int node, const Real& tau, const Real& direct) {
  const auto t = plus<1>(m);
  const Real lambda = game_.precision[node], scaled = tau * lambda, drift = direct * lambda;
  const Real* const here = &value_[node * t];
  Answer<Real, Extra> mean, sum;  // over the children by type: Σ P V̂, and the node's own V̂, as functions of s
  Real sign = sign_;
  for (const int child : game_.tree.nodes[node].children) {
    const Real* const v = &answer_[child * t * columns];
    const Real* const slopes = &answer_slope_[child * t * m];
    const Real* const value = &value_[child * t];
    Real* const base = &shift_base_[child * m * columns];
    Real* const slope = &shift_slope_[child * m * m];
    sign = with_sign_of(solve_shift(m, scaled, drift, v, slopes, value, base, slope), sign);
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
      sum.v[type * columns + tangent_column] += direct * (p * value[type] * advantage);
      for (int f = 0; f < m; ++f) {
        mean.slope[type * m + f] += p * own_slope[f];
        sum.slope[type * m + f] += weight * own_slope[f];
      }
    }
  }
  Real* const common = &common_[node * m * columns];
  Real* const common_slope = &common_slope_[node * m * m];
  sign_ = with_sign_of(solve_shift<Real>(m, -scaled, -drift, mean.v, mean.slope, here, common, common_slope), sign);
  for (int type = 0; type < t; ++type)
    compose(m, &sum.v[type * columns], &sum.slope[type * m], common, common_slope,
            &answer_[(node * t + type) * columns], &answer_slope_[(node * t + type) * m]);
}

// From the root down: the shift of log-odds that reaches each leaf.
template <class Real>
template <class Extra>
void JointSystem<Real>::shift_beliefs(Extra m) {
  const auto& nodes = game_.tree.nodes;
  std::fill_n(shift_.begin(), m * columns, Real(0.0));
  if (m > 0)
    for (int node = 0; node < static_cast<int>(nodes.size()); ++node) {
      if (nodes[node].children.empty()) continue;
      Real common[capacity<Extra>(most_types - 1) * columns + 1];
      compose_shift(m, &common_[node * m * columns], &common_slope_[node * m * m], shift_.data() + node * m * columns,
                    common);
      for (const int child : nodes[node].children)
        compose_shift(m, &shift_base_[child * m * columns], &shift_slope_[child * m * m], common,
                      &shift_[child * m * columns]);
    }
}

// And with it the steps.
template <class Real>
template <class Extra>
void JointSystem<Real>::substitute(Extra m) {
  const auto width = plus<columns>(m);
  for (int g = 0; g < static_cast<int>(game_.games.size()); ++g) {
    const Real* const shift = shift_.data() + leaf_[g] * m * columns;
    const int first = offset_[g], last = first + game_.games[g].size;
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
template void JointSystem<double>::linearise_games(std::span<const double>, const double&);
template void JointSystem<Pack>::linearise_games(std::span<const Pack>, const Pack&);
template void JointSystem<double>::spread(std::span<const double>, const double&, bool);
template void JointSystem<Pack>::spread(std::span<const Pack>, const Pack&, bool);
template void JointSystem<double>::take_steps();
template void JointSystem<Pack>::take_steps();

}  // namespace wedge
