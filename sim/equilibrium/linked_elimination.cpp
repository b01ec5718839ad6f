// The Newton step and tangent of linked adversaries; the derivation stands in docs/solver.md, "Several adversaries".
#include <algorithm>

#include "base/linear.hpp"
#include "linked_leaves.hpp"

namespace wedge {

template <class Real>
void LinkedSystem<Real>::linearise(std::span<const Real> unknown, const Real& tau) {
  set_strategies(unknown.subspan(first_y_));
  for (int j = 0; j < adversaries(); ++j) {
    Part& part = *parts_[j];
    part.games.respond(own_unknowns(j, unknown), tau);
    part.games.set_values(part.worth, true);
    observe(j, tau, {});
    part.games.linearise(own_unknowns(j, unknown), part.tree.belief(), &part.worth);
    gather_answers(j);
  }
  for (int rank = 0; rank < static_cast<int>(given_.size()); ++rank) condition(rank, true);
  set_outcome();

  response_.assign(unknowns_ * width(), Real(0.0));
  sign_ = Real(1.0);
  for (int j = 0; j < adversaries(); ++j) {
    Part& part = *parts_[j];
    set_sources(j);
    sign_ = with_sign_of(part.games.determinant_sign(), sign_);
    sign_ = with_sign_of(part.tree.eliminate(tau), sign_);
    part.tree.respond_along_paths(tau);
    add_responses(j);
  }
  add_direct_effects();
  solve_links();
  for (int j = 0; j < adversaries(); ++j) take_steps(j);
  collect();
}

// A leaf answers as the mean of its games; a constant answers nothing.
template <class Real>
void LinkedSystem<Real>::gather_answers(int j) {
  Part& part = *parts_[j];
  const int types = part.game.types;
  const auto gather = [&](const std::vector<Real>& games, int width, std::vector<Real>& nodes, int columns) {
    for_each_leaf(j, [&](int node, const Tree::Node& leaf) {
      for (int type = 0; type < types; ++type)
        for (int i = 0; i < width; ++i) {
          Real sum(0.0);
          for (int g = leaf.game; leaf.game >= 0 && g < leaf.game + leaf.games; ++g)
            sum += part.weight[g] * games[entry_of<Real>(leaf, g, type * width + i, types * width)];
          nodes[(node * types + type) * columns + i] = sum;
        }
    });
  };
  gather(part.worth.answer, column_count, part.tree.worth().answer, width());
  gather(part.worth.slope, types - 1, part.tree.worth().slope, types - 1);
}

// With the steps in y known, those in d: all effects on log-odds add up.
template <class Real>
void LinkedSystem<Real>::take_steps(int j) {
  Part& part = *parts_[j];
  const int extra = part.game.types - 1;
  for_each_leaf(j, [&](int node, const Tree::Node&) {
    for (int i = node * extra; i < (node + 1) * extra; ++i) {
      const Real* const by_column = &part.tree.shift()[i * width()];
      Real newton = by_column[newton_column], tangent = by_column[tangent_column];
      for (int y = 0; y < unknowns_; ++y) {
        newton += newton_[first_y_ + y] * by_column[link_column(y)];
        tangent += tangent_[first_y_ + y] * by_column[link_column(y)];
      }
      part.shift[i * column_count + newton_column] = newton;
      part.shift[i * column_count + tangent_column] = tangent;
    }
  });
  part.games.take_steps(part.shift, part.tree.leaf());
  std::copy(part.games.newton().begin(), part.games.newton().end(), newton_.begin() + part.first);
  std::copy(part.games.tangent().begin(), part.games.tangent().end(), tangent_.begin() + part.first);
}

// The direct effect of each of y on the values of j's leaves: columns of their answers.
template <class Real>
void LinkedSystem<Real>::set_sources(int j) {
  Part& part = *parts_[j];
  const int types = part.game.types, all = adversaries();
  for_each_leaf(j, [&](int node, const Tree::Node& leaf) {
    const int own = links_.move_of_node[j][node];
    for (int type = 0; type < types; ++type) {
      Real* const source = &part.tree.worth().answer[(node * types + type) * width() + link_column(0)];
      std::fill_n(source, unknowns_, Real(0.0));
      for (int rank = 0; rank < static_cast<int>(links_.ranks.size()); ++rank)
        if (links_.ranks[rank].adversary == j) source[worth_at(rank, own)] = links_.ranks[rank].weight;
      for (int k = 0; k < all && leaf.game >= 0; ++k) {
        if (k == j) continue;
        const Real* const probability = part.probability_without(k);
        const int* const met = move_in_case(j, k);
        by_moves_.assign(links_.moves[k], Real(0.0));
        for_each_case(j, leaf, [&](int g, int one) {
          by_moves_[met[one]] += probability[one] * part.worth.value[entry_of<Real>(leaf, g, type, types)];
        });
        for (int move = 1; move < links_.moves[k]; ++move)  // quiet is what the others leave
          if (links_.reach(j, own, k, move)) source[mix_at(k, move)] = by_moves_[move] - by_moves_[0];
      }
    }
  });
}

// How Y answers what went through j's tree, all columns side by side. The usual ones include the steps of j's games.
template <class Real>
void LinkedSystem<Real>::add_responses(int j) {
  const Part& part = *parts_[j];
  const int types = part.game.types, extra = types - 1, columns = width();
  const auto add = [&](int y, const Real& factor, const Real* row) {
    Real* const response = &response_[y * columns];
    for (int c = 0; c < columns; ++c) response[c] += factor * row[c];
  };
  for_each_leaf(j, [&](int node, const Tree::Node& leaf) {
    const int move = links_.move_of_node[j][node];
    const Real* const strategy = &part.strategy[node * types];
    const Real* const path_response = &part.tree.path_response()[node * types * columns];
    for (int type = 0; type < types && move > 0; ++type)
      add(mix_at(j, move), strategy[type], path_response + type * columns);
    for (int rank = 0; rank < static_cast<int>(given_.size()); ++rank) {
      if (links_.ranks[rank].other != j) continue;
      const int moves = links_.moves[links_.ranks[rank].adversary];
      for (int m = 0; m < moves; ++m) {
        const int worth = worth_at(rank, m);
        const auto at = [&](int type) { return (node * types + type) * moves + m; };
        for (int type = 0; type < types; ++type) {
          const Real& value = leaf.game < 0 ? part.game.constant[node] : given_[rank].value[at(type)];
          add(worth, strategy[type] * value, path_response + type * columns);
        }
        if (leaf.game < 0) continue;
        for (int e = 0; e < extra; ++e) {
          Real slope(0.0);
          for (int type = 0; type < types; ++type) slope += strategy[type] * given_[rank].slope[at(type) * extra + e];
          add(worth, slope, &part.tree.shift()[(node * extra + e) * columns]);
        }
        for (int type = 0; type < types; ++type)
          for (int c = 0; c < column_count; ++c)
            response_[worth * columns + c] += strategy[type] * given_[rank].answer[at(type) * column_count + c];
      }
    }
  });
}

// The worth of others' crises depends on the moves of third parties.
template <class Real>
void LinkedSystem<Real>::add_direct_effects() {
  const int all = adversaries();
  for (int rank = 0; rank < static_cast<int>(links_.ranks.size()); ++rank) {
    const int j = links_.ranks[rank].adversary, l = links_.ranks[rank].other, types = games_[l]->types;
    const Part& part = *parts_[l];
    for_each_leaf(l, [&](int node, const Tree::Node& leaf) {
      if (leaf.game < 0) return;
      const int own = links_.move_of_node[l][node];
      for (int third = 0; third < all; ++third) {
        if (third == j || third == l) continue;
        const int moves = links_.moves[third];
        by_moves_.assign(links_.moves[j] * moves, Real(0.0));  // by move of j, move of the third
        const int *const met = move_in_case(l, j), *const met_third = move_in_case(l, third);
        for_each_case(l, leaf, [&](int g, int one) {
          Real worth(0.0);
          for (int type = 0; type < types; ++type)
            worth += part.strategy[node * types + type] * part.worth.value[entry_of<Real>(leaf, g, type, types)];
          for (int other = 0; other < all; ++other)
            if (other != j && other != l && other != third) worth *= seen(l, node, other)[move_in_case(l, other)[one]];
          by_moves_[met[one] * moves + met_third[one]] += worth;
        });
        for (int m = 0; m < links_.moves[j]; ++m) {
          const Real* const given = &by_moves_[links_.reach(l, own, j, m) ? m * moves : 0];
          const char* const reaches = &links_.reaches[l * all + third][own * moves];
          Real* const row = &response_[worth_at(rank, m) * width() + link_column(mix_at(third, 0))];
          for (int move = 1; move < moves; ++move)  // quiet is what the others leave
            row[move] += reaches[move] ? given[move] - given[0] : Real(0.0);
        }
      }
    });
  }
}

// Eq. (S17).
template <class Real>
void LinkedSystem<Real>::solve_links() {
  const int n = unknowns_;
  matrix_.resize(n * n);
  std::vector<Real> right(n * column_count);
  for (int r = 0; r < n; ++r) {
    const Real* const response = &response_[r * width()];
    for (int c = 0; c < n; ++c) matrix_[r * n + c] = (r == c ? 1.0 : 0.0) - response[link_column(c)];
    right[r * column_count + newton_column] = outcome_[r] - y_[r] + response[newton_column];
    right[r * column_count + tangent_column] = response[tangent_column];
  }
  sign_ = with_sign_of(solve_in_place(matrix_.data(), right.data(), n, column_count), sign_);
  for (int r = 0; r < n; ++r) {
    newton_[first_y_ + r] = right[r * column_count + newton_column];
    tangent_[first_y_ + r] = right[r * column_count + tangent_column];
  }
}

WEDGE_FOR_ONE_GAME(template void LinkedSystem<double>::linearise(std::span<const double>, const double&))
template void LinkedSystem<Single>::linearise(std::span<const Single>, const Single&);
template void LinkedSystem<Pack>::linearise(std::span<const Pack>, const Pack&);

}  // namespace wedge
