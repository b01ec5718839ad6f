// The Newton step and tangent of the joint system; the derivation stands in joint_system.hpp.
#include <algorithm>

#include "wedge/base/linear.hpp"
#include "wedge/equilibrium/joint_system.hpp"

namespace wedge {
namespace {

constexpr int newton_column = 0, tangent_column = 1;  // right-hand sides that go up the tree

}  // namespace

template <class Real>
void JointSystem<Real>::linearise(std::span<const Real> benefit, const Real& tau) {
  sign_ = Real(1.0);
  for (int g = 0; g < static_cast<int>(game_.games.size()); ++g) linearise_game(g, benefit);
  if (extra_ > 0) eliminate(tau);
  substitute();
}

// Solves A x = [F | B | T] of one game and says how its leaf answers a shift of beliefs.
template <class Real>
void JointSystem<Real>::linearise_game(int g, std::span<const Real> benefit) {
  const ResponseGame<Real>& game = game_.games[g];
  const int n = game.size, m = extra_, width = m + columns, first = offset_[g];
  const std::size_t half = std::size_t{1} << (n - 1);
  Real* const right = &steps_[first * width];
  for (int k = 0; k < n; ++k) {
    const Real* const p = &support_[first];
    std::copy(p + k + 1, p + n, std::copy(p, p + k, others_.begin()));
    point_.move_to(std::span<const Real>(others_).first(n - 1));
    const auto mixed = std::span(right_).first(half);  // the gain at the beliefs held
    std::fill(mixed.begin(), mixed.end(), Real(0.0));
    for (int type = 0; type < types_; ++type) {
      const auto gain = game.gain_of(type, k);
      for (std::size_t s = 0; s < half; ++s) mixed[s] += belief_[g * types_ + type] * gain[s];
    }
    point_.value_and_gradient(mixed, gradient_);
    Real drift(0.0);
    for (int l = 0; l < n; ++l) {
      if (l == k) {
        jacobian_[k * n + l] = Real(1.0);
        continue;
      }
      const Real partial = gradient_[l < k ? l : l - 1];
      jacobian_[k * n + l] = -partial * slope_[first + l];
      drift += partial * drift_[first + l];
    }
    Real* const row = right + k * width;
    row[0] = delta_[first + k] - benefit[first + k];
    for (int e = 0; e < m; ++e)
      row[1 + e] = belief_[g * types_ + e + 1] * (own_[(first + k) * types_ + e + 1] - delta_[first + k]);
    row[m + 1] = drift;
  }
  sign_ *= solve_in_place(std::span(jacobian_), std::span(right, n * width), n, width);
  if (m == 0) return;

  const int node = leaf_[g];
  point_.move_to(std::span<const Real>(perceived_).subspan(first, n));
  for (int type = 0; type < types_; ++type) {
    point_.value_and_gradient(game.value_of(type), gradient_);
    Real* const v = &answer_[(node * types_ + type) * columns];
    Real* const slope = &answer_slope_[(node * types_ + type) * m];
    v[newton_column] = v[tangent_column] = Real(0.0);
    std::fill_n(slope, m, Real(0.0));
    for (int k = 0; k < n; ++k) {
      const Real* const row = right + k * width;
      const Real weight = gradient_[k] * perceived_slope_[first + k];
      v[newton_column] += weight * row[0];
      v[tangent_column] += weight * row[m + 1] + gradient_[k] * perceived_drift_[first + k];
      for (int e = 0; e < m; ++e) slope[e] += weight * row[1 + e];
    }
  }
}

template <class Real>
void JointSystem<Real>::eliminate(const Real& tau) {
  const auto& nodes = game_.tree.nodes;
  for (int node = static_cast<int>(nodes.size()); node-- > 0;) {
    if (!nodes[node].children.empty()) {
      eliminate_choice(node, tau);
    } else if (nodes[node].game < 0) {  // a constant answers nothing
      std::fill_n(&answer_[node * types_ * columns], types_ * columns, Real(0.0));
      std::fill_n(&answer_slope_[node * types_ * extra_], types_ * extra_, Real(0.0));
    }
  }
}

// A shift c = base + slope s that answers its own effect: c = ±(τλ D (v + M c) + [tangent] λ D V) + s. `scaled` is ±τλ,
// `lambda` ±λ; v, M and the values V are by type; base (by column) and slope by extra type.
template <class Real>
void JointSystem<Real>::solve_shift(const Real& scaled, const Real& lambda, const Real* v, const Real* slopes,
                                    const Real* value, Real* base, Real* slope) {
  const int m = extra_, width = columns + m;
  const auto matrix = std::span(jacobian_).first(m * m);
  const auto right = std::span(right_).first(m * width);
  for (int e = 0; e < m; ++e) {
    for (int f = 0; f < m; ++f) {
      const Real unit(e == f ? 1.0 : 0.0);
      matrix[e * m + f] = unit - scaled * (slopes[(e + 1) * m + f] - slopes[f]);
      right[e * width + columns + f] = unit;
    }
    for (int c = 0; c < columns; ++c) right[e * width + c] = scaled * (v[(e + 1) * columns + c] - v[c]);
    right[e * width + tangent_column] += lambda * (value[e + 1] - value[0]);
  }
  sign_ *= solve_in_place(matrix, right, m, width);
  for (int e = 0; e < m; ++e) {
    std::copy_n(&right[e * width], columns, &base[e * columns]);
    std::copy_n(&right[e * width + columns], m, &slope[e * m]);
  }
}

// One type's answer v + M c to a shift c = base + slope s, as a function of s.
template <class Real>
void JointSystem<Real>::compose(const Real* v, const Real* slopes, const Real* base, const Real* slope,
                                Real* out, Real* out_slope) const {
  const int m = extra_;
  for (int c = 0; c < columns; ++c) {
    out[c] = v[c];
    for (int e = 0; e < m; ++e) out[c] += slopes[e] * base[e * columns + c];
  }
  for (int f = 0; f < m; ++f) {
    out_slope[f] = Real(0.0);
    for (int e = 0; e < m; ++e) out_slope[f] += slopes[e] * slope[e * m + f];
  }
}

template <class Real>
void JointSystem<Real>::eliminate_choice(int node, const Real& tau) {
  const int m = extra_, t = types_;
  const Real lambda = game_.precision[node], scaled = tau * lambda;
  const Real* const here = &value_[node * t];
  // Sums over the children by type: Σ P δV, and the node's own δV, both as functions of s.
  std::fill(mean_.begin(), mean_.end(), Real(0.0));
  std::fill(mean_slope_.begin(), mean_slope_.end(), Real(0.0));
  std::fill(sum_.begin(), sum_.end(), Real(0.0));
  std::fill(sum_slope_.begin(), sum_slope_.end(), Real(0.0));
  for (const int child : game_.tree.nodes[node].children) {
    const Real* const v = &answer_[child * t * columns];
    const Real* const slopes = &answer_slope_[child * t * m];
    const Real* const value = &value_[child * t];
    Real* const base = &shift_base_[child * m * columns];
    Real* const slope = &shift_slope_[child * m * m];
    solve_shift(scaled, lambda, v, slopes, value, base, slope);
    for (int type = 0; type < t; ++type) {
      compose(&v[type * columns], &slopes[type * m], base, slope, own_answer_.data(), own_slope_.data());
      const Real p = choice_[child * t + type];
      const Real advantage = lambda * (value[type] - here[type]);
      const Real weight = p * (1.0 + tau * advantage);
      for (int c = 0; c < columns; ++c) {
        mean_[type * columns + c] += p * own_answer_[c];
        sum_[type * columns + c] += weight * own_answer_[c];
      }
      sum_[type * columns + tangent_column] += p * value[type] * advantage;
      for (int f = 0; f < m; ++f) {
        mean_slope_[type * m + f] += p * own_slope_[f];
        sum_slope_[type * m + f] += weight * own_slope_[f];
      }
    }
  }
  Real* const common = &common_[node * m * columns];
  Real* const common_slope = &common_slope_[node * m * m];
  solve_shift(-scaled, -lambda, mean_.data(), mean_slope_.data(), here, common, common_slope);
  for (int type = 0; type < t; ++type)
    compose(&sum_[type * columns], &sum_slope_[type * m], common, common_slope,
            &answer_[(node * t + type) * columns], &answer_slope_[(node * t + type) * m]);
}

// From the root down: the shift of log-odds that reaches each leaf, and with it the steps.
template <class Real>
void JointSystem<Real>::substitute() {
  const auto& nodes = game_.tree.nodes;
  const int m = extra_, width = m + columns;
  std::fill_n(shift_.begin(), m * columns, Real(0.0));
  std::vector<Real> common(m * columns);
  for (int node = 0; node < static_cast<int>(nodes.size()); ++node) {
    const Real* const shift = shift_.data() + node * m * columns;
    if (m > 0 && !nodes[node].children.empty()) {
      for (int e = 0; e < m; ++e)
        for (int c = 0; c < columns; ++c) {
          Real s = common_[(node * m + e) * columns + c];
          for (int f = 0; f < m; ++f) s += common_slope_[(node * m + e) * m + f] * shift[f * columns + c];
          common[e * columns + c] = s;
        }
      for (const int child : nodes[node].children)
        for (int e = 0; e < m; ++e)
          for (int c = 0; c < columns; ++c) {
            Real s = shift_base_[(child * m + e) * columns + c];
            for (int f = 0; f < m; ++f) s += shift_slope_[(child * m + e) * m + f] * common[f * columns + c];
            shift_[(child * m + e) * columns + c] = s;
          }
    }
    if (nodes[node].game < 0) continue;
    const int first = offset_[nodes[node].game];
    for (int k = 0; k < game_.games[nodes[node].game].size; ++k) {
      const Real* const row = &steps_[(first + k) * width];
      Real newton = row[0], tangent = row[m + 1];
      for (int e = 0; e < m; ++e) {
        newton += row[1 + e] * shift[e * columns + newton_column];
        tangent += row[1 + e] * shift[e * columns + tangent_column];
      }
      newton_[first + k] = newton;
      tangent_[first + k] = tangent;
    }
  }
}

template void JointSystem<double>::linearise(std::span<const double>, const double&);
template void JointSystem<Pack>::linearise(std::span<const Pack>, const Pack&);

}  // namespace wedge
