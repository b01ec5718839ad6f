// Where linked adversaries stand at one point. The linearisation is in linked_elimination.cpp.
#include "equilibrium/linked_system.hpp"

#include <algorithm>

#include "linked_leaves.hpp"

namespace wedge {

// The games of one adversary, each with a place of its own.
template <class Real>
GamesOf<Real> games_of(const JointGame<Real>& game) {
  if constexpr (games_in_lanes<Real>)
    return GamesOf<Real>(game);
  else
    return GamesOf<Real>(game.games, game.types);
}

template <class Real>
LinkedSystem<Real>::Part::Part(const JointGame<Real>& played, int first_unknown, int adversaries, int all_cases,
                               int columns)
    : game(played),
      first(first_unknown),
      cases(all_cases),
      tree(played, columns),
      games(games_of(played)),
      worth(played.tree.games(), played.types),
      weight(played.tree.games()),
      without(all_cases * adversaries),
      bonus(played.tree.nodes.size()),
      strategy(played.tree.nodes.size() * played.types),
      shift(played.tree.nodes.size() * (played.types - 1) * column_count) {}

template <class Real>
LinkedSystem<Real>::LinkedSystem(const std::vector<const JointGame<Real>*>& games, const Links<Real>& links)
    : games_(games), links_(links), seen_(games.size() * games.size()), given_(links.ranks.size()) {
  const int all = adversaries();
  for (int j = 0; j < all; ++j) {
    mix_first_.push_back(unknowns_);
    unknowns_ += links_.moves[j] - 1;
    for (int k = 0; k < all; ++k) seen_[j * all + k].resize(links_.moves[j] * links_.moves[k]);
  }
  for (const auto& rank : links_.ranks) {
    worth_first_.push_back(unknowns_);
    unknowns_ += links_.moves[rank.adversary];
  }
  for (int j = 0; j < all; ++j) {
    parts_.push_back(std::make_unique<Part>(*games_[j], first_y_, all, links_.first_case[j].back(), width()));
    first_y_ += parts_[j]->games.size();
  }
  for (auto* numbers : {&precision_, &support_, &perceived_, &slope_, &delta_, &newton_, &tangent_})
    numbers->resize(size());
  y_.resize(unknowns_);
  outcome_.resize(unknowns_);
  refresh();
}

template <class Real>
void LinkedSystem<Real>::refresh() {
  misperceived_ = false;
  for (int j = 0; j < adversaries(); ++j) {
    Part& part = *parts_[j];
    part.tree.refresh();
    part.games.refresh();
    misperceived_ |= part.games.misperceived();
    std::copy(part.games.precision().begin(), part.games.precision().end(), precision_.begin() + part.first);
  }
  // y is measured as support is: a probability, or a value that is small against 1. Where there are many games it
  // counts less: it sums over all of them, and where it is off by a little no game leaves its branch.
  std::fill(precision_.begin() + first_y_, precision_.end(), Real(1.0));
  std::fill(slope_.begin() + first_y_, slope_.end(), Real(games_in_lanes<Real> ? 0.3 : 1.0));
}

// From y: how probable the others' moves are, and what is added to leaves because of them.
template <class Real>
void LinkedSystem<Real>::set_strategies(std::span<const Real> y) {
  std::copy(y.begin(), y.end(), y_.begin());
  const int all = adversaries();
  for (int j = 0; j < all; ++j)
    for (int k = 0; k < all; ++k)
      for (int own = 0; own < links_.moves[j]; ++own) {
        Real* const probability = &seen_[j * all + k][own * links_.moves[k]];
        probability[0] = Real(1.0);
        for (int move = 1; move < links_.moves[k]; ++move) {
          probability[move] = y_[mix_at(k, move)];
          if (links_.reach(j, own, k, move)) probability[0] -= probability[move];
        }
      }
  for (int j = 0; j < all; ++j) {
    Part& part = *parts_[j];
    for_each_leaf(j, [&](int node, const Tree::Node& leaf) {
      part.bonus[node] = Real(0.0);
      for (int rank = 0; rank < static_cast<int>(links_.ranks.size()); ++rank)
        if (links_.ranks[rank].adversary == j)
          part.bonus[node] += links_.ranks[rank].weight * y_[worth_at(rank, links_.move_of_node[j][node])];
      if (leaf.game < 0) return;
      const std::vector<int>& first_case = links_.first_case[j];
      const int first = first_case[leaf.game], end = first_case[leaf.game + leaf.games];
      for (int k = 0; k < all; ++k) {
        Real* const product = &part.without[k * part.cases];
        std::fill(product + first, product + end, Real(1.0));
        for (int other = 0; other < all; ++other) {
          if (other == j || other == k) continue;
          const Real* const probability = seen(j, node, other);
          const int* const move = move_in_case(j, other);
          for (int one = first; one < end; ++one) product[one] *= probability[move[one]];
        }
      }
      std::fill_n(&part.weight[leaf.game], leaf.games, Real(0.0));
      const Real* const probability = part.probability_without(j);
      for_each_case(j, leaf, [&](int g, int one) { part.weight[g] += probability[one]; });
    });
  }
}

// Values, choices and beliefs of one adversary at its games' support; a leaf is worth what (13) and (S15) say.
template <class Real>
void LinkedSystem<Real>::observe(int j, const Real& tau, std::span<const Real> log_weight) {
  Part& part = *parts_[j];
  const int types = part.game.types;
  for_each_leaf(j, [&](int node, const Tree::Node& leaf) {
    for (int type = 0; type < types; ++type) {
      Real sum = part.bonus[node];
      if (leaf.game < 0) sum += part.game.constant[node];
      for (int g = leaf.game; leaf.game >= 0 && g < leaf.game + leaf.games; ++g)
        sum += part.weight[g] * part.worth.value[entry_of<Real>(leaf, g, type, types)];
      part.tree.worth().value[node * types + type] = sum;
    }
  });
  part.tree.observe(tau, log_weight);
}

template <class Real>
void LinkedSystem<Real>::evaluate(std::span<const Real> unknown, const Real& tau) {
  set_strategies(unknown.subspan(first_y_));
  for (int j = 0; j < adversaries(); ++j) {
    parts_[j]->games.respond(own_unknowns(j, unknown), tau);
    parts_[j]->games.set_values(parts_[j]->worth, false);
    observe(j, tau, {});
    parts_[j]->games.set_gains(parts_[j]->tree.belief());
  }
  for (int rank = 0; rank < static_cast<int>(given_.size()); ++rank) condition(rank, false);
  set_outcome();
  collect();
}

// y at τ = 0, at support and values that are known there, from strategies that know nothing yet.
template <class Real>
void LinkedSystem<Real>::set_first_outcome() {
  std::fill(outcome_.begin(), outcome_.end(), Real(0.0));
  for (int round = 0; round < rounds_to_start; ++round) {
    set_strategies(std::vector<Real>(outcome_));
    for (int j = 0; j < adversaries(); ++j) observe(j, Real(0.0), {});
    for (int rank = 0; rank < static_cast<int>(given_.size()); ++rank) condition(rank, false);
    set_outcome();
  }
}

template <class Real>
const std::vector<Real>& LinkedSystem<Real>::start() {
  const std::vector<Real> unknown(size(), Real(0.0));
  for (int j = 0; j < adversaries(); ++j) {
    parts_[j]->games.respond(own_unknowns(j, unknown), Real(0.0));
    parts_[j]->games.set_values(parts_[j]->worth, false);
  }
  set_first_outcome();
  for (int j = 0; j < adversaries(); ++j) parts_[j]->games.set_gains(parts_[j]->tree.belief());
  collect();
  return delta_;
}

template <class Real>
void LinkedSystem<Real>::evaluate_support(std::span<const Real> support, std::span<const Real> perceived,
                                          const Real& tau, std::span<const Real> log_weight) {
  for (int j = 0; j < adversaries(); ++j) {
    parts_[j]->games.set_support(own_unknowns(j, support), own_unknowns(j, perceived));
    parts_[j]->games.set_values(parts_[j]->worth, false);
  }
  if (log_weight.empty()) {
    set_first_outcome();
    set_strategies(std::vector<Real>(outcome_));
  } else {
    set_strategies(log_weight.last(unknowns_));
  }
  std::size_t weights = 0;
  for (int j = 0; j < adversaries(); ++j) {
    Part& part = *parts_[j];
    const std::size_t own = part.tree.leaf().size() * part.game.types;
    observe(j, tau, log_weight.empty() ? log_weight : log_weight.subspan(weights, own));
    part.games.set_gains(part.tree.belief());
    weights += own;
  }
  for (int rank = 0; rank < static_cast<int>(given_.size()); ++rank) condition(rank, false);
  set_outcome();
  collect();
}

template <class Real>
void LinkedSystem<Real>::respond(std::span<const Real> unknown, const Real& tau) {
  for (int j = 0; j < adversaries(); ++j) parts_[j]->games.respond(own_unknowns(j, unknown), tau);
  std::copy(unknown.begin() + first_y_, unknown.end(), y_.begin());
  collect();
}

template <class Real>
Real LinkedSystem<Real>::probability(int j, int game) const {
  const Part& part = *parts_[j];
  const int types = part.game.types, leaf = part.tree.leaf()[game];
  Real sum(0.0);
  for (int type = 0; type < types; ++type) sum += part.strategy[leaf * types + type];
  return part.weight[game] * sum;
}

// The parts' numbers one after the other, then those of y.
template <class Real>
void LinkedSystem<Real>::collect() {
  log_weight_.clear();
  for (int j = 0; j < adversaries(); ++j) {
    const Part& part = *parts_[j];
    const auto copy = [&](const std::vector<Real>& from, std::vector<Real>& to) {
      std::copy_n(from.begin(), part.games.size(), to.begin() + part.first);
    };
    copy(part.games.support(), support_);
    if (misperceived_) copy(part.games.perceived(), perceived_);
    copy(part.games.slope(), slope_);
    copy(part.games.delta(), delta_);
    log_weight_.insert(log_weight_.end(), part.tree.log_weight().begin(), part.tree.log_weight().end());
  }
  log_weight_.insert(log_weight_.end(), outcome_.begin(), outcome_.end());
  std::copy(y_.begin(), y_.end(), support_.begin() + first_y_);
  std::copy(y_.begin(), y_.end(), perceived_.begin() + first_y_);
  std::copy(outcome_.begin(), outcome_.end(), delta_.begin() + first_y_);
}

// Means over the moves of third parties.
template <class Real>
void LinkedSystem<Real>::condition(int rank, bool answers) {
  const int j = links_.ranks[rank].adversary, l = links_.ranks[rank].other, moves = links_.moves[j];
  const Part& part = *parts_[l];
  const int types = games_[l]->types, nodes = static_cast<int>(games_[l]->tree.nodes.size());
  const Real* const probability = part.probability_without(j);
  const int* const move = move_in_case(l, j);
  const auto mean = [&](const std::vector<Real>& of, std::vector<Real>& out, int width) {
    out.assign(nodes * types * moves * width, Real(0.0));
    by_moves_.resize(moves);
    for_each_leaf(l, [&](int node, const Tree::Node& leaf) {
      if (leaf.game < 0) return;
      for (int type = 0; type < types; ++type)
        for (int i = 0; i < width; ++i) {
          Real* const sum = by_moves_.data();
          std::fill_n(sum, moves, Real(0.0));
          for_each_case(l, leaf, [&](int g, int one) {
            sum[move[one]] += probability[one] * of[entry_of<Real>(leaf, g, type * width + i, types * width)];
          });
          Real* const to = &out[(node * types + type) * moves * width + i];
          for (int m = 0; m < moves; ++m)
            to[m * width] = sum[links_.reach(l, links_.move_of_node[l][node], j, m) ? m : 0];
        }
    });
  };
  Conditional& given = given_[rank];
  mean(part.worth.value, given.value, 1);
  if (!answers) return;
  mean(part.worth.answer, given.answer, column_count);
  mean(part.worth.slope, given.slope, types - 1);
}

// Y, eq. (S16): what the strategies are, and what they are worth.
template <class Real>
void LinkedSystem<Real>::set_outcome() {
  std::fill(outcome_.begin(), outcome_.end(), Real(0.0));
  for (int j = 0; j < adversaries(); ++j) {
    const int types = games_[j]->types;
    for_each_leaf(j, [&](int node, const Tree::Node&) {
      const int move = links_.move_of_node[j][node];
      for (int type = 0; type < types; ++type) {
        const int i = node * types + type;
        parts_[j]->strategy[i] = exp(parts_[j]->tree.log_path()[i]);
        if (move > 0) outcome_[mix_at(j, move)] += parts_[j]->strategy[i];
      }
    });
  }
  for (int rank = 0; rank < static_cast<int>(given_.size()); ++rank) {
    const int l = links_.ranks[rank].other, types = games_[l]->types,
              moves = links_.moves[links_.ranks[rank].adversary];
    for_each_leaf(l, [&](int node, const Tree::Node& leaf) {
      for (int i = node * types; i < (node + 1) * types; ++i)
        for (int move = 0; move < moves; ++move)
          outcome_[worth_at(rank, move)] +=
              parts_[l]->strategy[i] *
              (leaf.game < 0 ? games_[l]->constant[node] : given_[rank].value[i * moves + move]);
    });
  }
}

#define WEDGE_LINKED_SYSTEM(Real)                                                                               \
  template LinkedSystem<Real>::LinkedSystem(const std::vector<const JointGame<Real>*>&, const Links<Real>&);    \
  template void LinkedSystem<Real>::refresh();                                                                  \
  template void LinkedSystem<Real>::set_first_outcome();                                                        \
  template const std::vector<Real>& LinkedSystem<Real>::start();                                                \
  template void LinkedSystem<Real>::evaluate(std::span<const Real>, const Real&);                               \
  template void LinkedSystem<Real>::evaluate_support(std::span<const Real>, std::span<const Real>, const Real&, \
                                                     std::span<const Real>);                                    \
  template void LinkedSystem<Real>::respond(std::span<const Real>, const Real&);                                \
  template void LinkedSystem<Real>::set_strategies(std::span<const Real>);                                      \
  template void LinkedSystem<Real>::observe(int, const Real&, std::span<const Real>);                           \
  template void LinkedSystem<Real>::condition(int, bool);                                                       \
  template Real LinkedSystem<Real>::probability(int, int) const;                                                \
  template void LinkedSystem<Real>::set_outcome();                                                              \
  template void LinkedSystem<Real>::collect()
WEDGE_FOR_ONE_GAME(WEDGE_LINKED_SYSTEM(double))
WEDGE_LINKED_SYSTEM(Single);
WEDGE_LINKED_SYSTEM(Pack);

}  // namespace wedge
