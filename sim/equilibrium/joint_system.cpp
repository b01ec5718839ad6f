// Where the joint system stands at one point. Its linearisation is in joint_elimination.cpp.
#include "equilibrium/joint_system.hpp"

#include <algorithm>

#include "base/constant.hpp"
#include "equilibrium/beliefs.hpp"

namespace wedge {
namespace {

// Up to this λρ/2 the two types' e^(x ± h) are one e^x times e^(±h), which saves an exp.
constexpr double widest = 15.0;

// Responders whose support is worked out together.
constexpr int block = 8;

}  // namespace

template <class Real>
JointSystem<Real>::JointSystem(const JointGame<Real>& game) : game_(game), types_(game.types), extra_(game.types - 1) {
  for (const ResponseGame<Real>& g : game.games) {
    offset_.push_back(size_);
    size_ += g.size;
  }
  leaf_.resize(game.games.size());
  const std::size_t nodes = game.tree.nodes.size(), games = game.games.size(), m = extra_, t = types_;
  for (std::size_t node = 0; node < nodes; ++node)
    for (int g = 0; g < game.tree.nodes[node].games; ++g)
      if (game.tree.nodes[node].game >= 0) leaf_[game.tree.nodes[node].game + g] = static_cast<int>(node);
  cell_ = leaf_;
  if (game.linked)
    for (std::size_t g = 0; g < games; ++g) cell_[g] = static_cast<int>(nodes + g);
  const std::size_t cells = nodes + (game.linked ? games : 0);
  const auto room = [](std::size_t count, auto&... vectors) { (vectors.resize(count), ...); };
  room(size_, precision_, steadfast_, seen_, support_, slope_, drift_, perceived_, perceived_slope_, perceived_drift_,
       delta_, newton_, tangent_);
  room(size_, kind_);
  room(t, log_prior_);
  room(size_ * t, own_, value_slope_);
  room(cells * t, value_);
  room(nodes * t, log_choice_, choice_, path_);
  room(games * t, log_weight_, belief_);
  if (t == 1) std::fill(belief_.begin(), belief_.end(), Real(1.0));
  room(size_ * (m + columns), steps_);
  room(cells * t * columns, answer_);
  room(cells * t * m, answer_slope_);
  room(nodes * m * columns, common_, shift_base_, shift_);
  room(nodes * m * m, common_slope_, shift_slope_);
  if (game.linked) {
    room(games, influence_.weight);
    room(nodes, influence_.bonus);
    room(nodes * t * columns, value_response_, path_response_);
  }
  refresh();
}

template <class Real>
void JointSystem<Real>::refresh() {
  kinds_.clear();
  tau_of_kinds_ = Real(-1.0);
  misperceived_ = false;
  for (std::size_t g = 0; g < game_.games.size(); ++g) {
    const ResponseGame<Real>& game = game_.games[g];
    for (int k = 0; k < game.size; ++k) {
      const int i = offset_[g] + k;
      precision_[i] = game.precision[k];
      steadfast_[i] = game.steadfast[k];
      seen_[i] = game.perceived[k];
      misperceived_ |= any(game.perceived[k] != game.steadfast[k]);
      const auto same = [&](const Kind& kind) {
        return all((kind.precision == game.precision[k]) & (kind.gap == game.resolve_gap[k]) &
                   (kind.mood == game.mood));
      };
      const auto known = std::find_if(kinds_.begin(), kinds_.end(), same);
      kind_[i] = static_cast<int>(known - kinds_.begin());
      if (known == kinds_.end())
        kinds_.push_back({game.precision[k],
                          game.resolve_gap[k],
                          game.mood,
                          any(!(0.5 * game.precision[k] * game.resolve_gap[k] < widest)),
                          {},
                          {},
                          {}});
    }
  }
  for (int type = 0; type < types_; ++type) log_prior_[type] = log_prior(game_.prior[type]);
}

template <class Real>
void JointSystem<Real>::evaluate(std::span<const Real> benefit, const Real& tau) {
  respond(benefit, tau);
  observe(tau, {}, false);
  gains();
}

template <class Real>
void JointSystem<Real>::evaluate_support(std::span<const Real> support, std::span<const Real> perceived,
                                         const Real& tau, std::span<const Real> log_weight) {
  std::copy(support.begin(), support.end(), support_.begin());
  std::copy(perceived.begin(), perceived.end(), perceived_.begin());
  observe(tau, log_weight, false);
  gains();
}

// Eq. (S1) of all responders, a block at a time.
template <class Real>
void JointSystem<Real>::respond(std::span<const Real> benefit, const Real& tau) {
  if (!all(tau == tau_of_kinds_))  // in Newton's method it stays
    for (Kind& kind : kinds_) {
      kind.scaled = tau * kind.precision;
      kind.down = exp(0.5 * kind.scaled * kind.gap);
      kind.up = 1.0 / kind.down;
    }
  tau_of_kinds_ = tau;
  for (int first = 0; first < size_; first += block) respond_block(first, std::min(block, size_ - first), benefit);
}

// Each step for the whole block before the next: one responder's exponential and division take long, but a block's
// overlap. A few responders share a division.
template <class Real>
void JointSystem<Real>::respond_block(int first, int count, std::span<const Real> benefit) {
  constexpr int shared = 4;
  static_assert(block % shared == 0);
  Real a[block], b[block], inverse[block];
  for (int j = 0; j < count; ++j) {
    const Kind& kind = kinds_[kind_[first + j]];
    const Real centre = benefit[first + j] + kind.mood;
    if (kind.wide) {
      const Real half = 0.5 * kind.gap;
      a[j] = logit_factor<Real>(-kind.scaled * (centre + half));
      b[j] = logit_factor<Real>(-kind.scaled * (centre - half));
    } else {
      const Real e = logit_factor<Real>(-kind.scaled * centre);
      a[j] = e * kind.up;
      b[j] = e * kind.down;
    }
    inverse[j] = (1.0 + a[j]) * (1.0 + b[j]);
  }
  std::fill(inverse + count, inverse + block, Real(1.0));
  for (int j = 0; j < count; j += shared) reciprocals<shared>(inverse + j);
  for (int j = 0; j < count; ++j) {
    const int i = first + j;
    const Kind& kind = kinds_[kind_[i]];
    const Real centre = benefit[i] + kind.mood, half = 0.5 * kind.gap;
    const SupportProbability<Real> s(kind.scaled, kind.precision * (centre + half), kind.precision * (centre - half),
                                     a[j], b[j], inverse[j]);
    support_[i] = s.p(steadfast_[i]);
    slope_[i] = s.slope(steadfast_[i]);
    drift_[i] = s.drift(steadfast_[i]);
    if (!misperceived_) continue;
    perceived_[i] = s.p(seen_[i]);
    perceived_slope_[i] = s.slope(seen_[i]);
    perceived_drift_[i] = s.drift(seen_[i]);
  }
}

// What the observer makes of it, and what its choice then says of its type. Empty `log_weight`: by (12). `slopes`: and
// how support would change its values.
template <class Real>
void JointSystem<Real>::observe(const Real& tau, std::span<const Real> log_weight, bool slopes) {
  with_constant(types_, [&](auto types) {
    values_of_games(types, slopes);
    values_and_choices(types, tau);
    beliefs(types, log_weight);
  });
}

template <class Real>
template <class Types>
void JointSystem<Real>::values_of_games(Types types, bool slopes) {
  for (int g = 0; g < static_cast<int>(game_.games.size()); ++g) {
    const ResponseGame<Real>& game = game_.games[g];
    const Real* const p = &perceived()[offset_[g]];
    Real* const value = &value_[cell_[g] * types];
    with_constant(game.size, [&](auto n) {
      repeat(types, [&](auto type) {
        const Real* const coefficients = game.value.data() + (std::size_t{1} << n) * type;
        value[type] = slopes ? multilinear(n, coefficients, p, &value_slope_[offset_[g] * types + type * n])
                             : multilinear(n, coefficients, p);
      });
    });
  }
}

// A leaf's worth with others about, (13) and (S15).
template <class Real>
void JointSystem<Real>::gather_values(int node) {
  const Tree::Node& here = game_.tree.nodes[node];
  for (int type = 0; type < types_; ++type) {
    Real sum = influence_.bonus[node];
    if (here.game < 0) sum += game_.constant[node];
    for (int g = here.game; here.game >= 0 && g < here.game + here.games; ++g)
      sum += influence_.weight[g] * value_[cell_[g] * types_ + type];
    value_[node * types_ + type] = sum;
  }
}

// Eq. (S3): values from the leaves up; the choice at each node is a logit with precision τλ and a node is worth the
// expectation under its own choice (model.md, "What the adversary chooses, and what that reveals").
template <class Real>
template <class Types>
void JointSystem<Real>::values_and_choices(Types types, const Real& tau) {
  const auto& nodes = game_.tree.nodes;
  for (int node = static_cast<int>(nodes.size()); node-- > 0;) {
    const Tree::Node& here = nodes[node];
    if (!here.children.empty())
      choose(types, node, tau);
    else if (game_.linked)
      gather_values(node);
    else if (here.game < 0)
      std::fill_n(&value_[node * types], static_cast<int>(types), game_.constant[node]);
  }
  std::fill_n(log_choice_.begin(), static_cast<int>(types), Real(0.0));
}

template <class Real>
template <class Types>
void JointSystem<Real>::choose(Types types, int node, const Real& tau) {
  const std::vector<int>& children = game_.tree.nodes[node].children;
  const Real precision = tau * game_.precision[node];
  repeat(types, [&](auto type) {
    Real top = value_[children[0] * types + type];
    for (const int child : children) top = max(top, value_[child * types + type]);
    Real total(0.0), mean(0.0);
    for (const int child : children) {
      const int i = child * types + type;
      log_choice_[i] = precision * (value_[i] - top);
      choice_[i] = exp_within(max(log_choice_[i], Real(elementary::least_exponent)));
      total += choice_[i];
      mean += choice_[i] * value_[i];
    }
    const Real log_total = log(total), inverse = 1.0 / total;
    for (const int child : children) {
      log_choice_[child * types + type] -= log_total;
      choice_[child * types + type] *= inverse;
    }
    value_[node * types + type] = mean * inverse;
  });
}

// Eqs. (12) and (S4): μ(θ | a) ∝ prior_θ σ_θ(a), or ∝ the weights given.
template <class Real>
template <class Types>
void JointSystem<Real>::beliefs(Types types, std::span<const Real> log_weight) {
  const auto& nodes = game_.tree.nodes;
  std::copy_n(log_prior_.begin(), static_cast<int>(types), path_.begin());
  for (int node = 1; node < static_cast<int>(nodes.size()); ++node)
    for (int type = 0; type < types; ++type)
      path_[node * types + type] = path_[nodes[node].parent * types + type] + log_choice_[node * types + type];
  for (int g = 0; g < static_cast<int>(leaf_.size()); ++g) {
    std::copy_n(&path_[leaf_[g] * types], static_cast<int>(types), &log_weight_[g * types]);
    posterior(types, &(log_weight.empty() ? std::span<const Real>(log_weight_) : log_weight)[g * types],
              &belief_[g * types]);
  }
}

template <class Real>
std::vector<Real> JointSystem<Real>::log_strategy() const {
  std::vector<Real> out = log_weight_;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] -= log_prior_[i % types_];
  return out;
}

// Δ_k of (S2), the expected gain of supporting, against each type and at the beliefs held.
template <class Real>
void JointSystem<Real>::gains() {
  with_constant(types_, [&](auto types) {
    for (int g = 0; g < static_cast<int>(game_.games.size()); ++g)
      with_constant(game_.games[g].size, [&](auto n) { gains_of(n, types, g); });
  });
}

template <class Real>
template <class Size, class Types>
void JointSystem<Real>::gains_of(Size n, Types types, int g) {
  const Real* const gain = game_.games[g].gain.data();
  const std::size_t half = std::size_t{1} << (n - 1);
  repeat(n, [&](auto k) {
    Real others[capacity<Size>(most_variables)];
    all_but(n, k, &support_[offset_[g]], others);
    Real sum(0.0);
    repeat(types, [&](auto type) {
      const Real own = multilinear(plus<-1>(n), gain + (type * n + k) * half, others);
      own_[(offset_[g] + k) * types + type] = own;
      sum += belief_[g * types + type] * own;
    });
    delta_[offset_[g] + k] = sum;
  });
}

template JointSystem<double>::JointSystem(const JointGame<double>&);
template JointSystem<Pack>::JointSystem(const JointGame<Pack>&);
template void JointSystem<double>::refresh();
template void JointSystem<Pack>::refresh();
template void JointSystem<double>::evaluate(std::span<const double>, const double&);
template void JointSystem<Pack>::evaluate(std::span<const Pack>, const Pack&);
template void JointSystem<double>::evaluate_support(std::span<const double>, std::span<const double>, const double&,
                                                    std::span<const double>);
template void JointSystem<Pack>::evaluate_support(std::span<const Pack>, std::span<const Pack>, const Pack&,
                                                  std::span<const Pack>);
template void JointSystem<double>::respond(std::span<const double>, const double&);
template void JointSystem<Pack>::respond(std::span<const Pack>, const Pack&);
template void JointSystem<double>::observe(const double&, std::span<const double>, bool);
template void JointSystem<Pack>::observe(const Pack&, std::span<const Pack>, bool);
template std::vector<double> JointSystem<double>::log_strategy() const;
template std::vector<Pack> JointSystem<Pack>::log_strategy() const;

}  // namespace wedge
