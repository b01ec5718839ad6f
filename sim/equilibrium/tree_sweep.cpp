#include "equilibrium/tree_sweep.hpp"

#include <algorithm>

#include "base/constant.hpp"
#include "base/linear.hpp"
#include "equilibrium/beliefs.hpp"

namespace wedge {
namespace {

// Eq. (S7): a shift c = base + slope s that answers its own effect: c = ±(τλ Γ (v + M c) + [tangent] λ Γ V) + s.
// `scaled` is ±τλ, `lambda` ±λ; v, M and the values V are by type; base (by column) and slope by extra type. Returns
// the system's determinant (its sign).
template <class Real, class Extra, class Columns>
[[gnu::always_inline]] inline Real solve_shift(Extra m, Columns columns, const Real& scaled, const Real& lambda,
                                               const Real* v, const Real* slopes, const Real* value, Real* base,
                                               Real* slope) {
  constexpr int most = capacity<Extra>(most_types - 1);
  Real matrix[most * most], again[most * most];
  for (int e = 0; e < m; ++e) {
    for (int f = 0; f < m; ++f) {
      const Real unit(e == f ? 1.0 : 0.0);
      matrix[e * m + f] = again[e * m + f] = unit - scaled * (slopes[(e + 1) * m + f] - slopes[f]);
      slope[e * m + f] = unit;
    }
    for (int c = 0; c < columns; ++c) base[e * columns + c] = scaled * (v[(e + 1) * columns + c] - v[c]);
    base[e * columns + tangent_column] += lambda * (value[e + 1] - value[0]);
  }
  solve_in_place(again, slope, m, m);
  return solve_in_place(matrix, base, m, columns);
}

// One type's answer v + M c to a shift c = base + slope s, as a function of s.
template <class Real, class Extra, class Columns>
[[gnu::always_inline]] inline void compose(Extra m, Columns columns, const Real* v, const Real* slopes,
                                           const Real* base, const Real* slope, Real* out, Real* out_slope) {
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
template <class Real, class Extra, class Columns>
[[gnu::always_inline]] inline void compose_shift(Extra m, Columns columns, const Real* base, const Real* slope,
                                                 const Real* s, Real* out) {
  for (int e = 0; e < m; ++e)
    for (int c = 0; c < columns; ++c) {
      Real sum = base[e * columns + c];
      for (int f = 0; f < m; ++f) sum += slope[e * m + f] * s[f * columns + c];
      out[e * columns + c] = sum;
    }
}

// use(columns), as a constant where there are no more than the usual.
template <class Use>
decltype(auto) with_columns(int columns, Use use) {
  return columns == column_count ? use(std::integral_constant<int, column_count>()) : use(columns);
}

}  // namespace

template <class Real>
TreeSweep<Real>::TreeSweep(const JointGame<Real>& game, int columns)
    : game_(game),
      types_(game.types),
      extra_(game.types - 1),
      columns_(columns),
      worth_(game.tree.nodes.size(), game.types, columns) {
  const std::size_t nodes = game.tree.nodes.size(), games = game.tree.games(), m = extra_, t = types_;
  leaf_ = leaves(game.tree, games);
  log_prior_.resize(t);
  for (auto* by_node : {&log_choice_, &choice_, &path_}) by_node->resize(nodes * t);
  for (auto* by_game : {&log_weight_, &belief_}) by_game->resize(games * t);
  if (t == 1) std::fill(belief_.begin(), belief_.end(), Real(1.0));
  for (auto* by_column : {&common_, &shift_base_, &shift_}) by_column->resize(nodes * m * columns);
  for (auto* by_shift : {&common_slope_, &shift_slope_}) by_shift->resize(nodes * m * m);
  work_.resize((2 * t + 1) * columns);
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
  with_constant<few_constant>(types_, [&](auto types) {
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
    if (log_weight.empty() && g > 0 && leaf_[g] == leaf_[g - 1])  // which knows the same
      std::copy_n(&belief_[(g - 1) * types], static_cast<int>(types), &belief_[g * types]);
    else
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
Real TreeSweep<Real>::eliminate(const Real& tau) {
  const auto& nodes = game_.tree.nodes;
  Real sign(1.0);
  with_constant<few_constant>(types_, [&](auto types) {
    const auto extra = plus<-1>(types);
    if constexpr (capacity<decltype(types)>(0) != 1)
      with_columns(columns_, [&](auto columns) {
        for (int node = static_cast<int>(nodes.size()); node-- > 0;)
          if (!nodes[node].children.empty()) sign = with_sign_of(eliminate_choice(extra, columns, node, tau), sign);
        shift_beliefs(extra, columns);
      });
  });
  return sign;
}

template <class Real>
template <class Extra, class Columns>
Real TreeSweep<Real>::eliminate_choice(Extra m, Columns columns, int node, const Real& tau) {
  constexpr int most = capacity<Extra>(most_types - 1), most_all = most + 1;
  const auto t = plus<1>(m);
  const Real lambda = game_.precision[node], scaled = tau * lambda;
  const Real* const here = &worth_.value[node * t];
  // Over the children by type: Σ P V̂, and the node's own V̂, as functions of s; last of one child.
  Real fixed[is_constant<Columns> ? (2 * most_all + 1) * capacity<Columns>(0) : 1];
  Real* const mean = is_constant<Columns> ? fixed : work_.data();
  Real *const sum = mean + t * columns, *const own = sum + t * columns;
  Real mean_slope[most_all * most], sum_slope[most_all * most], own_slope[most];
  std::fill_n(mean, 2 * t * columns, Real(0.0));
  std::fill_n(mean_slope, t * m, Real(0.0));
  std::fill_n(sum_slope, t * m, Real(0.0));
  Real sign(1.0);
  for (const int child : game_.tree.nodes[node].children) {
    const Real* const v = &worth_.answer[child * t * columns];
    const Real* const slopes = &worth_.slope[child * t * m];
    const Real* const value = &worth_.value[child * t];
    Real* const base = &shift_base_[child * m * columns];
    Real* const slope = &shift_slope_[child * m * m];
    sign = with_sign_of(solve_shift(m, columns, scaled, lambda, v, slopes, value, base, slope), sign);
    for (int type = 0; type < t; ++type) {
      compose(m, columns, &v[type * columns], &slopes[type * m], base, slope, own, own_slope);
      const Real p = choice_[child * t + type];
      const Real advantage = lambda * (value[type] - here[type]);
      const Real weight = p * (1.0 + tau * advantage);
      for (int c = 0; c < columns; ++c) {
        mean[type * columns + c] += p * own[c];
        sum[type * columns + c] += weight * own[c];
      }
      sum[type * columns + tangent_column] += p * value[type] * advantage;
      for (int f = 0; f < m; ++f) {
        mean_slope[type * m + f] += p * own_slope[f];
        sum_slope[type * m + f] += weight * own_slope[f];
      }
    }
  }
  Real* const common = &common_[node * m * columns];
  Real* const common_slope = &common_slope_[node * m * m];
  sign =
      with_sign_of(solve_shift<Real>(m, columns, -scaled, -lambda, mean, mean_slope, here, common, common_slope), sign);
  for (int type = 0; type < t; ++type)
    compose(m, columns, &sum[type * columns], &sum_slope[type * m], common, common_slope,
            &worth_.answer[(node * t + type) * columns], &worth_.slope[(node * t + type) * m]);
  return sign;
}

// From the root down: the shift of log-odds that reaches each leaf.
template <class Real>
template <class Extra, class Columns>
void TreeSweep<Real>::shift_beliefs(Extra m, Columns columns) {
  const auto& nodes = game_.tree.nodes;
  std::fill_n(shift_.begin(), m * columns, Real(0.0));
  if (m == 0) return;
  for (int node = 0; node < static_cast<int>(nodes.size()); ++node) {
    if (nodes[node].children.empty()) continue;
    Real fixed[is_constant<Columns> ? capacity<Extra>(most_types - 1) * capacity<Columns>(0) + 1 : 1];
    Real* const common = is_constant<Columns> ? fixed : work_.data();
    compose_shift(m, columns, &common_[node * m * columns], &common_slope_[node * m * m],
                  shift_.data() + node * m * columns, common);
    for (const int child : nodes[node].children)
      compose_shift(m, columns, &shift_base_[child * m * columns], &shift_slope_[child * m * m], common,
                    &shift_[child * m * columns]);
  }
}

template <class Real>
void TreeSweep<Real>::respond_along_paths(const Real& tau) {
  const auto& nodes = game_.tree.nodes;
  const int columns = columns_;
  value_response_.resize(worth_.answer.size());
  path_response_.resize(worth_.answer.size());
  const auto row = [&](std::vector<Real>& of, int node, int type) { return &of[(node * types_ + type) * columns]; };
  for (int node = static_cast<int>(nodes.size()); node-- > 0;)
    for (int type = 0; type < types_; ++type) {
      Real* const response = row(value_response_, node, type);
      if (nodes[node].children.empty()) {
        std::copy_n(row(worth_.answer, node, type), columns, response);
        for (int e = 0; e < extra_; ++e) {
          const Real slope = worth_.slope[(node * types_ + type) * extra_ + e];
          const Real* const shift = &shift_[(node * extra_ + e) * columns];
          for (int c = 0; c < columns; ++c) response[c] += slope * shift[c];
        }
        continue;
      }
      const Real lambda = game_.precision[node], scaled = tau * lambda, here = worth_.value[node * types_ + type];
      Real* const mean = work_.data();
      std::fill_n(mean, columns, Real(0.0));
      for (const int child : nodes[node].children) {
        const Real p = choice_[child * types_ + type];
        const Real* const of_child = row(value_response_, child, type);
        for (int c = 0; c < columns; ++c) mean[c] += p * of_child[c];
      }
      std::copy_n(mean, columns, response);
      for (const int child : nodes[node].children) {
        const Real value = worth_.value[child * types_ + type], weight = choice_[child * types_ + type] * value;
        const Real* const of_child = row(value_response_, child, type);
        Real* const choice = row(path_response_, child, type);  // so far of the last choice alone
        for (int c = 0; c < columns; ++c) choice[c] = scaled * (of_child[c] - mean[c]);
        choice[tangent_column] += lambda * (value - here);
        for (int c = 0; c < columns; ++c) response[c] += weight * choice[c];
      }
    }
  std::fill_n(path_response_.begin(), types_ * columns, Real(0.0));
  for (int node = 1; node < static_cast<int>(nodes.size()); ++node) {
    const Real* const parent = row(path_response_, nodes[node].parent, 0);
    Real* const own = row(path_response_, node, 0);
    for (int i = 0; i < types_ * columns; ++i) own[i] += parent[i];
  }
}

WEDGE_FOR_ONE_GAME(template class TreeSweep<double>)
template class TreeSweep<Single>;
template class TreeSweep<Pack>;

}  // namespace wedge
