#include "wedge/equilibrium/joint_system.hpp"

#include <algorithm>

#include "wedge/equilibrium/beliefs.hpp"

namespace wedge {
namespace {

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
  room(std::max<std::size_t>(most * most, m * m), jacobian_);
  room(std::max<std::size_t>(std::size_t{1} << most, m * (m + columns)), right_);
  room(size_ * (m + columns), steps_);
  room(nodes * t * columns, answer_);
  room(nodes * t * m, answer_slope_);
  room(nodes * m * columns, common_, shift_base_, shift_);
  room(nodes * m * m, common_slope_, shift_slope_);
  room(t * columns, mean_, sum_);
  room(t * m, mean_slope_, sum_slope_);
  room(columns, own_answer_);
  room(m, own_slope_);
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

template JointSystem<double>::JointSystem(const JointGame<double>&);
template JointSystem<Pack>::JointSystem(const JointGame<Pack>&);
template void JointSystem<double>::evaluate(std::span<const double>, const double&);
template void JointSystem<Pack>::evaluate(std::span<const Pack>, const Pack&);
template void JointSystem<double>::evaluate_support(std::span<const double>, std::span<const double>, const double&, std::span<const double>);
template void JointSystem<Pack>::evaluate_support(std::span<const Pack>, std::span<const Pack>, const Pack&, std::span<const Pack>);
template std::vector<double> JointSystem<double>::log_strategy() const;
template std::vector<Pack> JointSystem<Pack>::log_strategy() const;

}  // namespace wedge
