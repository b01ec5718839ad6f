#include "equilibrium/tree_sweep.hpp"

#include <algorithm>

#include "base/constant.hpp"
#include "base/linear.hpp"
#include "equilibrium/beliefs.hpp"

namespace wedge {
namespace {

// v + M c of one type, or several: `v` by type and column, `slope` by type and extra type.
template <class Real, class Extra>
struct Answer {
  static constexpr int extras = capacity<Extra>(most_types - 1), types = extras + 1;
  Real v[types * column_count], slope[types * extras];

  Answer() {
    std::fill_n(v, types * column_count, Real(0.0));
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
  const auto width = plus<column_count>(m);
  Real matrix[most * most], right[most * (most + column_count)];
  for (int e = 0; e < m; ++e) {
    for (int f = 0; f < m; ++f) {
      const Real unit(e == f ? 1.0 : 0.0);
      matrix[e * m + f] = unit - scaled * (slopes[(e + 1) * m + f] - slopes[f]);
      right[e * width + column_count + f] = unit;
    }
    for (int c = 0; c < column_count; ++c) right[e * width + c] = scaled * (v[(e + 1) * column_count + c] - v[c]);
    right[e * width + tangent_column] += lambda * (value[e + 1] - value[0]);
  }
  const Real determinant = solve_in_place(matrix, right, m, width);
  for (int e = 0; e < m; ++e) {
    for (int c = 0; c < column_count; ++c) base[e * column_count + c] = right[e * width + c];
    for (int f = 0; f < m; ++f) slope[e * m + f] = right[e * width + column_count + f];
  }
  return determinant;
}

// One type's answer v + M c to a shift c = base + slope s, as a function of s.
template <class Real, class Extra>
[[gnu::always_inline]] inline void compose(Extra m, const Real* v, const Real* slopes, const Real* base,
                                           const Real* slope, Real* out, Real* out_slope) {
  for (int c = 0; c < column_count; ++c) {
    Real sum = v[c];
    for (int e = 0; e < m; ++e) sum += slopes[e] * base[e * column_count + c];
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
    for (int c = 0; c < column_count; ++c) {
      Real sum = base[e * column_count + c];
      for (int f = 0; f < m; ++f) sum += slope[e * m + f] * s[f * column_count + c];
      out[e * column_count + c] = sum;
    }
}

}  // namespace

template <class Real>
TreeSweep<Real>::TreeSweep(const JointGame<Real>& game)
    : game_(game), types_(game.types), extra_(game.types - 1), worth_(game.tree.nodes.size(), game.types) {
  const std::size_t nodes = game.tree.nodes.size(), games = game.tree.games(), m = extra_, t = types_;
  leaf_ = leaves(game.tree, games);
  log_prior_.resize(t);
  for (auto* by_node : {&log_choice_, &choice_, &path_}) by_node->resize(nodes * t);
  for (auto* by_game : {&log_weight_, &belief_}) by_game->resize(games * t);
  if (t == 1) std::fill(belief_.begin(), belief_.end(), Real(1.0));
  for (auto* by_column : {&common_, &shift_base_, &shift_}) by_column->resize(nodes * m * column_count);
  for (auto* by_shift : {&common_slope_, &shift_slope_}) by_shift->resize(nodes * m * m);
  refresh();
}

template <class Real>
void TreeSweep<Real>::refresh() {
  for (int type = 0; type < types_; ++type) log_prior_[type] = log_prior(game_.prior[type]);
  const auto& nodes = game_.tree.nodes;
  for (std::size_t node = 0; node < nodes.size(); ++node)
    if (nodes[node].children.empty() && nodes[node].game < 0)
      std::fill_n(&worth_.value[node * types_], types_, game_.constant[node]);
}

template <class Real>
void TreeSweep<Real>::observe(const Real& tau, std::span<const Real> log_weight) {
  const auto& nodes = game_.tree.nodes;
  with_constant(types_, [&](auto types) {
    for (int node = static_cast<int>(nodes.size()); node-- > 0;)
      if (!nodes[node].children.empty()) choose(types, node, tau);
    std::fill_n(log_choice_.begin(), static_cast<int>(types), Real(0.0));
    set_beliefs(types, log_weight);
  });
}

// Eq. (S3): the choice at a node is a logit with precision τλ, and the node is worth the expectation under it.
template <class Real>
template <class Types>
void TreeSweep<Real>::choose(Types types, int node, const Real& tau) {
  const std::vector<int>& children = game_.tree.nodes[node].children;
  std::vector<Real>& value = worth_.value;
  const Real precision = tau * game_.precision[node];
  repeat(types, [&](auto type) {
    Real top = value[children[0] * types + type];
    for (const int child : children) top = max(top, value[child * types + type]);
    Real total(0.0), mean(0.0);
    for (const int child : children) {
      const int i = child * types + type;
      log_choice_[i] = precision * (value[i] - top);
      choice_[i] = exp_within(max(log_choice_[i], Real(elementary::least_exponent)));
      total += choice_[i];
      mean += choice_[i] * value[i];
    }
    const Real log_total = log(total), inverse = 1.0 / total;
    for (const int child : children) {
      log_choice_[child * types + type] -= log_total;
      choice_[child * types + type] *= inverse;
    }
    value[node * types + type] = mean * inverse;
  });
}

// Eqs. (12) and (S4): μ(θ | a) ∝ prior_θ σ_θ(a), or ∝ the weights given.
template <class Real>
template <class Types>
void TreeSweep<Real>::set_beliefs(Types types, std::span<const Real> log_weight) {
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
std::vector<Real> TreeSweep<Real>::log_strategy() const {
  std::vector<Real> out = log_weight_;
  for (std::size_t i = 0; i < out.size(); ++i) out[i] -= log_prior_[i % types_];
  return out;
}

template <class Real>
Real TreeSweep<Real>::eliminate(const Real& tau, bool own) {
  const auto& nodes = game_.tree.nodes;
  Real sign(1.0);
  with_constant(types_, [&](auto types) {
    const auto extra = plus<-1>(types);
    if constexpr (capacity<decltype(types)>(0) != 1) {
      for (int node = static_cast<int>(nodes.size()); node-- > 0;)
        if (!nodes[node].children.empty())
          sign = with_sign_of(eliminate_choice(extra, node, tau, Real(own ? 1.0 : 0.0)), sign);
      shift_beliefs(extra);
    }
  });
  return sign;
}

template <class Real>
template <class Extra>
Real TreeSweep<Real>::eliminate_choice(Extra m, int node, const Real& tau, const Real& direct) {
  const auto t = plus<1>(m);
  const Real lambda = game_.precision[node], scaled = tau * lambda, drift = direct * lambda;
  const Real* const here = &worth_.value[node * t];
  Answer<Real, Extra> mean, sum;  // over the children by type: Σ P V̂, and the node's own V̂, as functions of s
  Real sign(1.0);
  for (const int child : game_.tree.nodes[node].children) {
    const Real* const v = &worth_.answer[child * t * column_count];
    const Real* const slopes = &worth_.slope[child * t * m];
    const Real* const value = &worth_.value[child * t];
    Real* const base = &shift_base_[child * m * column_count];
    Real* const slope = &shift_slope_[child * m * m];
    sign = with_sign_of(solve_shift(m, scaled, drift, v, slopes, value, base, slope), sign);
    for (int type = 0; type < t; ++type) {
      Real own[column_count], own_slope[capacity<Extra>(most_types)];
      compose(m, &v[type * column_count], &slopes[type * m], base, slope, own, own_slope);
      const Real p = choice_[child * t + type];
      const Real advantage = lambda * (value[type] - here[type]);
      const Real weight = p * (1.0 + tau * advantage);
      for (int c = 0; c < column_count; ++c) {
        mean.v[type * column_count + c] += p * own[c];
        sum.v[type * column_count + c] += weight * own[c];
      }
      sum.v[type * column_count + tangent_column] += direct * (p * value[type] * advantage);
      for (int f = 0; f < m; ++f) {
        mean.slope[type * m + f] += p * own_slope[f];
        sum.slope[type * m + f] += weight * own_slope[f];
      }
    }
  }
  Real* const common = &common_[node * m * column_count];
  Real* const common_slope = &common_slope_[node * m * m];
  sign = with_sign_of(solve_shift<Real>(m, -scaled, -drift, mean.v, mean.slope, here, common, common_slope), sign);
  for (int type = 0; type < t; ++type)
    compose(m, &sum.v[type * column_count], &sum.slope[type * m], common, common_slope,
            &worth_.answer[(node * t + type) * column_count], &worth_.slope[(node * t + type) * m]);
  return sign;
}

// From the root down: the shift of log-odds that reaches each leaf.
template <class Real>
template <class Extra>
void TreeSweep<Real>::shift_beliefs(Extra m) {
  const auto& nodes = game_.tree.nodes;
  std::fill_n(shift_.begin(), m * column_count, Real(0.0));
  if (m > 0)
    for (int node = 0; node < static_cast<int>(nodes.size()); ++node) {
      if (nodes[node].children.empty()) continue;
      Real common[capacity<Extra>(most_types - 1) * column_count + 1];
      compose_shift(m, &common_[node * m * column_count], &common_slope_[node * m * m],
                    shift_.data() + node * m * column_count, common);
      for (const int child : nodes[node].children)
        compose_shift(m, &shift_base_[child * m * column_count], &shift_slope_[child * m * m], common,
                      &shift_[child * m * column_count]);
    }
}

template <class Real>
void TreeSweep<Real>::respond_along_paths(const Real& tau, bool own) {
  const auto& nodes = game_.tree.nodes;
  value_response_.resize(worth_.answer.size());
  path_response_.resize(worth_.answer.size());
  const auto at = [&](int node, int type, int c) { return (node * types_ + type) * column_count + c; };
  for (int node = static_cast<int>(nodes.size()); node-- > 0;)
    for (int type = 0; type < types_; ++type)
      for (int c = 0; c < column_count; ++c) {
        Real& response = value_response_[at(node, type, c)];
        if (nodes[node].children.empty()) {
          response = worth_.answer[at(node, type, c)];
          for (int e = 0; e < extra_; ++e)
            response +=
                worth_.slope[(node * types_ + type) * extra_ + e] * shift_[(node * extra_ + e) * column_count + c];
          continue;
        }
        const Real lambda = game_.precision[node], here = worth_.value[node * types_ + type];
        Real mean(0.0);
        for (const int child : nodes[node].children)
          mean += choice_[child * types_ + type] * value_response_[at(child, type, c)];
        response = mean;
        for (const int child : nodes[node].children) {
          const Real value = worth_.value[child * types_ + type];
          Real choice = tau * lambda * (value_response_[at(child, type, c)] - mean);
          if (own && c == tangent_column) choice += lambda * (value - here);
          path_response_[at(child, type, c)] = choice;  // so far of the last choice alone
          response += choice_[child * types_ + type] * value * choice;
        }
      }
  std::fill_n(path_response_.begin(), types_ * column_count, Real(0.0));
  for (int node = 1; node < static_cast<int>(nodes.size()); ++node)
    for (int i = 0; i < types_ * column_count; ++i)
      path_response_[node * types_ * column_count + i] +=
          path_response_[nodes[node].parent * types_ * column_count + i];
}

WEDGE_FOR_ONE_GAME(template class TreeSweep<double>)
template class TreeSweep<Single>;
template class TreeSweep<Pack>;

}  // namespace wedge
