#include "wedge/equilibrium/joint_system.hpp"

#include <algorithm>

#include "wedge/base/linear.hpp"
#include "wedge/equilibrium/beliefs.hpp"

namespace wedge {
namespace {

constexpr int columns = 2;  // of right-hand sides that go up the tree: Newton step, tangent
constexpr int newton_column = 0, tangent_column = 1;

// A prior of 0 has no logarithm; this is as good as 0 and keeps log-odds finite.
constexpr double least_prior = 1e-300;

}  // namespace

template <class Real>
JointSystem<Real>::JointSystem(const JointGame<Real>& game)
    : game_(game), size_(0), types_(game.types), extra_(game.types - 1) {
  int most = 0;
  for (const ResponseGame<Real>& g : game.games) {
    offset_.push_back(size_);
    size_ += g.size;
    most = std::max(most, g.size);
  }
  leaf_.resize(game.games.size());
  const std::size_t nodes = game.tree.nodes.size(), games = game.games.size(), m = extra_, t = types_;
  for (std::size_t node = 0; node < nodes; ++node)
    if (game.tree.nodes[node].game >= 0) leaf_[game.tree.nodes[node].game] = static_cast<int>(node);
  point_ = MultilinearPoint<Real>(most);
  const auto room = [](std::size_t count, auto&... vectors) { (vectors.resize(count), ...); };
  room(most, others_, gradient_);
  room(size_, support_, slope_, drift_, perceived_, perceived_slope_, perceived_drift_, delta_, newton_, tangent_);
  room(size_ * t, own_);
  room(nodes * t, value_, log_choice_, choice_, path_);
  room(games * t, log_weight_, belief_);
  room(most * most, jacobian_);
  room(size_ * (m + columns), steps_);
  room(nodes * t * columns, answer_);
  room(nodes * t * m, answer_slope_);
  room(nodes * m * columns, common_, shift_base_, shift_);
  room(nodes * m * m, common_slope_, shift_slope_);
}

template <class Real>
void JointSystem<Real>::evaluate(std::span<const Real> benefit, const Real& tau) {
  for (std::size_t g = 0; g < game_.games.size(); ++g)
    for (int k = 0; k < game_.games[g].size; ++k) {
      const int i = offset_[g] + k;
      const SupportProbability<Real> s = support_probability(game_.games[g], k, benefit[i], tau);
      support_[i] = s.p;
      slope_[i] = s.slope;
      drift_[i] = s.drift;
      perceived_[i] = s.perceived;
      perceived_slope_[i] = s.perceived_slope;
      perceived_drift_[i] = s.perceived_drift;
    }
  values_and_choices(tau);
  beliefs({});
  gains();
}

template <class Real>
void JointSystem<Real>::evaluate_support(std::span<const Real> support, std::span<const Real> perceived,
                                         const Real& tau, std::span<const Real> log_weight) {
  std::copy(support.begin(), support.end(), support_.begin());
  std::copy(perceived.begin(), perceived.end(), perceived_.begin());
  values_and_choices(tau);
  beliefs(log_weight);
  gains();
}

// Values from the leaves up; the choice at each node is a logit with precision τλ and a node is worth the
// expectation under its own choice (model.md §3.5).
template <class Real>
void JointSystem<Real>::values_and_choices(const Real& tau) {
  const auto& nodes = game_.tree.nodes;
  for (int node = static_cast<int>(nodes.size()); node-- > 0;) {
    const Tree::Node& here = nodes[node];
    if (here.game >= 0) {
      const ResponseGame<Real>& g = game_.games[here.game];
      point_.move_to(std::span<const Real>(perceived_).subspan(offset_[here.game], g.size));
      for (int type = 0; type < types_; ++type) value_[node * types_ + type] = point_.value(g.value_of(type));
      continue;
    }
    for (int type = 0; type < types_; ++type) {
      if (here.children.empty()) {
        value_[node * types_ + type] = game_.constant[node];
        continue;
      }
      const Real precision = tau * game_.precision[node];
      Real top = value_[here.children[0] * types_ + type];
      for (const int child : here.children) top = max(top, value_[child * types_ + type]);
      Real total(0.0), mean(0.0);
      for (const int child : here.children) {
        const int i = child * types_ + type;
        log_choice_[i] = precision * (value_[i] - top);
        choice_[i] = exp(log_choice_[i]);
        total += choice_[i];
      }
      const Real log_total = log(total);
      for (const int child : here.children) {
        const int i = child * types_ + type;
        log_choice_[i] -= log_total;
        choice_[i] /= total;
        mean += choice_[i] * value_[i];
      }
      value_[node * types_ + type] = mean;
    }
  }
  for (int type = 0; type < types_; ++type) log_choice_[type] = Real(0.0);
}

// Eq. (12): μ(θ | a) ∝ prior_θ σ_θ(a), or ∝ the weights given.
template <class Real>
void JointSystem<Real>::beliefs(std::span<const Real> log_weight) {
  const auto& nodes = game_.tree.nodes;
  for (int type = 0; type < types_; ++type) path_[type] = log_prior(type);
  for (int node = 1; node < static_cast<int>(nodes.size()); ++node)
    for (int type = 0; type < types_; ++type)
      path_[node * types_ + type] = path_[nodes[node].parent * types_ + type] + log_choice_[node * types_ + type];
  for (int g = 0; g < static_cast<int>(leaf_.size()); ++g) {
    std::copy_n(&path_[leaf_[g] * types_], types_, &log_weight_[g * types_]);
    const auto used = log_weight.empty() ? std::span<const Real>(log_weight_) : log_weight;
    posterior(used.subspan(g * types_, types_), std::span(belief_).subspan(g * types_, types_));
  }
}

template <class Real>
Real JointSystem<Real>::log_prior(int type) const {
  return log(max(game_.prior[type], Real(least_prior)));
}

template <class Real>
std::vector<Real> JointSystem<Real>::log_strategy() const {
  std::vector<Real> out = log_weight_;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] -= log_prior(static_cast<int>(i) % types_);
  return out;
}

// Δ_k, the expected gain of supporting, against each type and at the beliefs held.
template <class Real>
void JointSystem<Real>::gains() {
  for (std::size_t g = 0; g < game_.games.size(); ++g) {
    const ResponseGame<Real>& game = game_.games[g];
    const Real* const p = &support_[offset_[g]];
    for (int k = 0; k < game.size; ++k) {
      std::copy(p + k + 1, p + game.size, std::copy(p, p + k, others_.begin()));
      point_.move_to(std::span<const Real>(others_).first(game.size - 1));
      const int i = offset_[g] + k;
      delta_[i] = Real(0.0);
      for (int type = 0; type < types_; ++type) {
        own_[i * types_ + type] = point_.value(game.gain_of(type, k));
        delta_[i] += belief_[g * types_ + type] * own_[i * types_ + type];
      }
    }
  }
}

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
    right_.assign(half, Real(0.0));  // the gain at the beliefs held
    for (int type = 0; type < types_; ++type) {
      const auto gain = game.gain_of(type, k);
      for (std::size_t s = 0; s < half; ++s) right_[s] += belief_[g * types_ + type] * gain[s];
    }
    point_.value_and_gradient(right_, gradient_);
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

template <class Real>
void JointSystem<Real>::eliminate_choice(int node, const Real& tau) {
  const int m = extra_, t = types_, width = columns + m;
  const Real lambda = game_.precision[node], scaled = tau * lambda;
  std::vector<Real>& matrix = jacobian_;
  if (static_cast<int>(matrix.size()) < m * m) matrix.resize(m * m);
  right_.resize(std::max<std::size_t>(right_.size(), m * width));
  const auto right = std::span(right_).first(m * width);
  // Sums over the children by type: of P v, P M, and of the node's own answer.
  std::vector<Real> mean(t * columns, Real(0.0)), mean_slope(t * m, Real(0.0));
  std::vector<Real> answer(t * columns, Real(0.0)), answer_slope(t * m, Real(0.0));

  for (const int child : game_.tree.nodes[node].children) {
    const Real* const v = &answer_[child * t * columns];
    const Real* const slope = &answer_slope_[child * t * m];
    const Real* const value = &value_[child * t];
    for (int e = 0; e < m; ++e) {
      for (int f = 0; f < m; ++f) {
        matrix[e * m + f] = Real(e == f ? 1.0 : 0.0) - scaled * (slope[(e + 1) * m + f] - slope[f]);
        right[e * width + columns + f] = Real(e == f ? 1.0 : 0.0);
      }
      for (int c = 0; c < columns; ++c) right[e * width + c] = scaled * (v[(e + 1) * columns + c] - v[c]);
      right[e * width + tangent_column] += lambda * (value[e + 1] - value[0]);
    }
    sign_ *= solve_in_place(std::span(matrix).first(m * m), right, m, width);
    Real* const base = &shift_base_[child * m * columns];
    Real* const by_common = &shift_slope_[child * m * m];
    for (int e = 0; e < m; ++e) {
      for (int c = 0; c < columns; ++c) base[e * columns + c] = right[e * width + c];
      for (int f = 0; f < m; ++f) by_common[e * m + f] = right[e * width + columns + f];
    }
    for (int type = 0; type < t; ++type) {
      const Real p = choice_[child * t + type];
      const Real advantage = lambda * (value[type] - value_[node * t + type]);
      const Real weight = p * (1.0 + tau * advantage);
      for (int c = 0; c < columns; ++c) {
        Real own = v[type * columns + c];
        for (int e = 0; e < m; ++e) own += slope[type * m + e] * base[e * columns + c];
        mean[type * columns + c] += p * own;
        answer[type * columns + c] += weight * own;
      }
      answer[type * columns + tangent_column] += p * value[type] * advantage;
      for (int f = 0; f < m; ++f) {
        Real own(0.0);
        for (int e = 0; e < m; ++e) own += slope[type * m + e] * by_common[e * m + f];
        mean_slope[type * m + f] += p * own;
        answer_slope[type * m + f] += weight * own;
      }
    }
  }

  // s = G⁻¹ (c − z) with G = I + τλ D ΣPM.
  const Real* const value = &value_[node * t];
  for (int e = 0; e < m; ++e) {
    for (int f = 0; f < m; ++f) {
      matrix[e * m + f] = Real(e == f ? 1.0 : 0.0) + scaled * (mean_slope[(e + 1) * m + f] - mean_slope[f]);
      right[e * width + columns + f] = Real(e == f ? 1.0 : 0.0);
    }
    for (int c = 0; c < columns; ++c) right[e * width + c] = -scaled * (mean[(e + 1) * columns + c] - mean[c]);
    right[e * width + tangent_column] -= lambda * (value[e + 1] - value[0]);
  }
  sign_ *= solve_in_place(std::span(matrix).first(m * m), right, m, width);
  Real* const common = &common_[node * m * columns];
  Real* const by_parent = &common_slope_[node * m * m];
  for (int e = 0; e < m; ++e) {
    for (int c = 0; c < columns; ++c) common[e * columns + c] = right[e * width + c];
    for (int f = 0; f < m; ++f) by_parent[e * m + f] = right[e * width + columns + f];
  }
  for (int type = 0; type < t; ++type) {
    for (int c = 0; c < columns; ++c) {
      Real own = answer[type * columns + c];
      for (int e = 0; e < m; ++e) own += answer_slope[type * m + e] * common[e * columns + c];
      answer_[(node * t + type) * columns + c] = own;
    }
    for (int f = 0; f < m; ++f) {
      Real own(0.0);
      for (int e = 0; e < m; ++e) own += answer_slope[type * m + e] * by_parent[e * m + f];
      answer_slope_[(node * t + type) * m + f] = own;
    }
  }
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

template class JointSystem<double>;
template class JointSystem<Pack>;

}  // namespace wedge
