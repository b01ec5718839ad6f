// The Newton step and tangent of linked adversaries; the derivation stands in docs/solver.md, "Several adversaries".
#include <algorithm>

#include "base/linear.hpp"
#include "linked_leaves.hpp"

namespace wedge {

template <class Real>
void LinkedSystem<Real>::linearise(std::span<const Real> unknown, const Real& tau) {
  set_strategies(unknown.subspan(first_y_));
  for (int j = 0; j < adversaries(); ++j)
    parts_[j]->linearise_games(unknown.subspan(first_[j], parts_[j]->size()), tau);
  for (int rank = 0; rank < static_cast<int>(given_.size()); ++rank) condition(rank, true);
  set_outcome();

  response_.assign(unknowns_ * (columns + unknowns_), Real(0.0));
  sign_ = Real(1.0);
  for (int j = 0; j < adversaries(); ++j) {
    JointSystem<Real>& part = *parts_[j];
    const std::size_t leaves = games_[j]->tree.nodes.size() * games_[j]->types;
    own_[j].assign(part.answer().begin(), part.answer().begin() + leaves * columns);
    part.spread(own_[j], tau, true);
    sign_ = select(part.determinant_sign() < 0.0, -sign_, sign_);
    add_responses(j, true, 0);
    set_sources(j);
    for (int y = 0; y < unknowns_; y += columns) {
      shift_.assign(leaves * columns, Real(0.0));
      for (int c = 0; c < columns && y + c < unknowns_; ++c)
        for (std::size_t i = 0; i < leaves; ++i) shift_[i * columns + c] = source_[j][(y + c) * leaves + i];
      part.spread(shift_, tau, false);
      add_responses(j, false, columns + y);
    }
  }
  add_direct_effects();
  solve_links();

  for (int j = 0; j < adversaries(); ++j) {
    JointSystem<Real>& part = *parts_[j];
    const std::size_t leaves = games_[j]->tree.nodes.size() * games_[j]->types;
    shift_ = own_[j];
    for (int y = 0; y < unknowns_; ++y)
      for (std::size_t i = 0; i < leaves; ++i) {
        shift_[i * columns] += newton_[first_y_ + y] * source_[j][y * leaves + i];
        shift_[i * columns + 1] += tangent_[first_y_ + y] * source_[j][y * leaves + i];
      }
    part.spread(shift_, tau, true);
    part.take_steps();
    std::copy(part.newton().begin(), part.newton().end(), newton_.begin() + first_[j]);
    std::copy(part.tangent().begin(), part.tangent().end(), tangent_.begin() + first_[j]);
  }
  collect();
}

// What each of y does directly to the values of j's leaves, by y·nodes·types + node·types + θ.
template <class Real>
void LinkedSystem<Real>::set_sources(int j) {
  const JointSystem<Real>& part = *parts_[j];
  const int types = games_[j]->types, all = adversaries();
  const std::size_t leaves = games_[j]->tree.nodes.size() * types;
  source_[j].assign(unknowns_ * leaves, Real(0.0));
  for_each_leaf(j, [&](int node, const Tree::Node& leaf) {
    const int own = links_.move_of_node[j][node];
    for (int rank = 0; rank < static_cast<int>(links_.ranks.size()); ++rank)
      if (links_.ranks[rank].adversary == j)
        for (int type = 0; type < types; ++type)
          source_[j][worth_at(rank, own) * leaves + node * types + type] = links_.ranks[rank].weight;
    for (int g = leaf.game; leaf.game >= 0 && g < leaf.game + leaf.games; ++g)
      for (int k = 0; k < all; ++k) {
        if (k == j) continue;
        const Real probability = probability_without(j, node, g, j, k);
        const int move = links_.others[j][g * all + k];
        for (int type = 0; type < types; ++type) {
          const Real worth = probability * part.value()[part.cell(g) * types + type];
          const std::size_t at = node * types + type;
          if (move > 0) source_[j][mix_at(k, move) * leaves + at] += worth;
          for (int reaching = 1; move == 0 && reaching < links_.moves[k]; ++reaching)  // quiet is what the others leave
            if (links_.reach(j, own, k, reaching)) source_[j][mix_at(k, reaching) * leaves + at] -= worth;
        }
      }
  });
}

// How Y answers what was just spread over j's tree. `own`: the column includes the steps of j's games.
template <class Real>
void LinkedSystem<Real>::add_responses(int j, bool own, int first_column) {
  const JointSystem<Real>& part = *parts_[j];
  const int types = games_[j]->types, extra = types - 1, width = columns + unknowns_;
  for (int c = 0; c < columns && first_column + c < width; ++c) {
    const auto answer_to = [&](int y) -> Real& { return response_[y * width + first_column + c]; };
    for_each_leaf(j, [&](int node, const Tree::Node& leaf) {
      const int move = links_.move_of_node[j][node];
      for (int type = 0; type < types; ++type) {
        const int i = node * types + type;
        const Real change = probability_[j][i] * part.path_response()[i * columns + c];
        if (move > 0) answer_to(mix_at(j, move)) += change;
        for (int rank = 0; rank < static_cast<int>(given_.size()); ++rank) {
          if (links_.ranks[rank].other != j) continue;
          const int moves = links_.moves[links_.ranks[rank].adversary];
          for (int m = 0; m < moves; ++m) {
            Real& worth = answer_to(worth_at(rank, m));
            if (leaf.game < 0) {
              worth += change * games_[j]->constant[node];
              continue;
            }
            const int at = i * moves + m;
            Real value = own ? given_[rank].answer[at * columns + c] : Real(0.0);
            for (int e = 0; e < extra; ++e)
              value += given_[rank].slope[at * extra + e] * part.shift()[(node * extra + e) * columns + c];
            worth += change * given_[rank].value[at] + probability_[j][i] * value;
          }
        }
      }
    });
  }
}

// What others' crises are worth depends on what third parties do.
template <class Real>
void LinkedSystem<Real>::add_direct_effects() {
  const int all = adversaries(), width = columns + unknowns_;
  for (int rank = 0; rank < static_cast<int>(given_.size()); ++rank) {
    const int j = links_.ranks[rank].adversary, l = links_.ranks[rank].other, types = games_[l]->types;
    const JointSystem<Real>& part = *parts_[l];
    for_each_leaf(l, [&](int node, const Tree::Node& leaf) {
      const int own = links_.move_of_node[l][node];
      for (int g = leaf.game; leaf.game >= 0 && g < leaf.game + leaf.games; ++g)
        for (int third = 0; third < all; ++third) {
          if (third == j || third == l) continue;
          Real worth(0.0);
          for (int type = 0; type < types; ++type)
            worth += probability_[l][node * types + type] * part.value()[part.cell(g) * types + type];
          for (int other = 0; other < all; ++other)
            if (other != j && other != l && other != third)
              worth *= seen(l, node, other, links_.others[l][g * all + other]);
          const int given = links_.others[l][g * all + j], move = links_.others[l][g * all + third];
          for (int m = 0; m < links_.moves[j]; ++m) {
            if (m != given && !(given == 0 && !links_.reach(l, own, j, m))) continue;
            Real* const row = &response_[worth_at(rank, m) * width + columns];
            if (move > 0) row[mix_at(third, move)] += worth;
            for (int reaching = 1; move == 0 && reaching < links_.moves[third]; ++reaching)
              if (links_.reach(l, own, third, reaching)) row[mix_at(third, reaching)] -= worth;
          }
        }
    });
  }
}

// Eq. (S17).
template <class Real>
void LinkedSystem<Real>::solve_links() {
  const int n = unknowns_, width = columns + n;
  matrix_.resize(n * n);
  std::vector<Real> right(n * columns);
  for (int r = 0; r < n; ++r) {
    for (int c = 0; c < n; ++c) matrix_[r * n + c] = (r == c ? 1.0 : 0.0) - response_[r * width + columns + c];
    right[r * columns] = outcome_[r] - y_[r] + response_[r * width];
    right[r * columns + 1] = response_[r * width + 1];
  }
  const Real determinant = solve_in_place(matrix_.data(), right.data(), n, columns);
  sign_ = select(determinant < 0.0, -sign_, sign_);
  for (int r = 0; r < n; ++r) {
    newton_[first_y_ + r] = right[r * columns];
    tangent_[first_y_ + r] = right[r * columns + 1];
  }
}

template void LinkedSystem<double>::linearise(std::span<const double>, const double&);
template void LinkedSystem<Pack>::linearise(std::span<const Pack>, const Pack&);

}  // namespace wedge
