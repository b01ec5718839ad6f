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
    part.own = part.tree.worth().answer;
    sign_ = with_sign_of(part.games.determinant_sign(), sign_);
    sign_ = with_sign_of(spread(j, part.own, tau, true), sign_);
    keep_spread(j, 0);
    set_sources(j);
    const std::size_t entries = part.leaf_entries();
    for (int y = 0; y < unknowns_; y += column_count) {  // as many at a time as there are columns
      change_.assign(entries * column_count, Real(0.0));
      for (int c = 0; c < column_count && y + c < unknowns_; ++c)
        for (std::size_t i = 0; i < entries; ++i) change_[i * column_count + c] = part.source[(y + c) * entries + i];
      spread(j, change_, tau, false);
      keep_spread(j, link_column(y));
    }
    add_responses(j);
  }
  add_direct_effects();
  solve_links();
  for (int j = 0; j < adversaries(); ++j) take_steps(j, tau);
  collect();
}

// A leaf answers as the mean of its games; a constant answers nothing.
template <class Real>
void LinkedSystem<Real>::gather_answers(int j) {
  Part& part = *parts_[j];
  const int types = part.game.types;
  const auto gather = [&](const std::vector<Real>& games, std::vector<Real>& nodes, int width) {
    for_each_leaf(j, [&](int node, const Tree::Node& leaf) {
      Real* const sum = nodes.data() + node * width;
      std::fill_n(sum, width, Real(0.0));
      for (int g = leaf.game; leaf.game >= 0 && g < leaf.game + leaf.games; ++g)
        for (int i = 0; i < width; ++i) sum[i] += part.weight[g] * games[g * width + i];
    });
  };
  gather(part.worth.answer, part.tree.worth().answer, types * column_count);
  gather(part.worth.slope, part.tree.worth().slope, types * (types - 1));
}

// The effects on j's tree of a change of its leaves' values (as Worth::answer, inner nodes unused). `own`: and of the
// tangent's own, that choices get more precise. Returns the sign of the tree's part of the determinant.
template <class Real>
Real LinkedSystem<Real>::spread(int j, const std::vector<Real>& change, const Real& tau, bool own) {
  Part& part = *parts_[j];
  const int width = part.game.types * column_count;
  for_each_leaf(j, [&](int node, const Tree::Node&) {
    std::copy_n(&change[node * width], width, &part.tree.worth().answer[node * width]);
  });
  const Real sign = part.tree.eliminate(tau, own);
  part.tree.respond_along_paths(tau, own);
  return sign;
}

// With the steps in y known, those in d.
template <class Real>
void LinkedSystem<Real>::take_steps(int j, const Real& tau) {
  Part& part = *parts_[j];
  const std::size_t entries = part.leaf_entries();
  change_ = part.own;
  for (int y = 0; y < unknowns_; ++y)
    for (std::size_t i = 0; i < entries; ++i) {
      change_[i * column_count + newton_column] += newton_[first_y_ + y] * part.source[y * entries + i];
      change_[i * column_count + tangent_column] += tangent_[first_y_ + y] * part.source[y * entries + i];
    }
  spread(j, change_, tau, true);
  part.games.take_steps(part.tree.shift(), part.tree.leaf());
  std::copy(part.games.newton().begin(), part.games.newton().end(), newton_.begin() + part.first);
  std::copy(part.games.tangent().begin(), part.games.tangent().end(), tangent_.begin() + part.first);
}

// The direct effect of each of y on the values of j's leaves, by y·nodes·types + node·types + θ.
template <class Real>
void LinkedSystem<Real>::set_sources(int j) {
  Part& part = *parts_[j];
  const int types = part.game.types, all = adversaries();
  const std::size_t entries = part.leaf_entries();
  part.source.assign(unknowns_ * entries, Real(0.0));
  for_each_leaf(j, [&](int node, const Tree::Node& leaf) {
    const int own = links_.move_of_node[j][node];
    for (int rank = 0; rank < static_cast<int>(links_.ranks.size()); ++rank)
      if (links_.ranks[rank].adversary == j)
        for (int type = 0; type < types; ++type)
          part.source[worth_at(rank, own) * entries + node * types + type] = links_.ranks[rank].weight;
    for (int g = leaf.game; leaf.game >= 0 && g < leaf.game + leaf.games; ++g)
      for (int k = 0; k < all; ++k) {
        if (k == j) continue;
        const Real& probability = probability_without(j, g, k);
        const int move = links_.others[j][g * all + k];
        for (int type = 0; type < types; ++type) {
          const Real worth = probability * part.worth.value[g * types + type];
          const std::size_t at = node * types + type;
          if (move > 0) part.source[mix_at(k, move) * entries + at] += worth;
          for (int reaching = 1; move == 0 && reaching < links_.moves[k]; ++reaching)  // quiet is what the others leave
            if (links_.reach(j, own, k, reaching)) part.source[mix_at(k, reaching) * entries + at] -= worth;
        }
      }
  });
}

// Keeps what was just spread over j's tree, as columns from this one on.
template <class Real>
void LinkedSystem<Real>::keep_spread(int j, int first_column) {
  Part& part = *parts_[j];
  const int types = part.game.types, extra = types - 1, columns = std::min(column_count, width() - first_column);
  part.path_response.resize(part.leaf_entries() * width());
  part.shift.resize(part.game.tree.nodes.size() * extra * width());
  for_each_leaf(j, [&](int node, const Tree::Node&) {
    for (int c = 0; c < columns; ++c) {
      for (int i = node * types; i < (node + 1) * types; ++i)
        part.path_response[i * width() + first_column + c] = part.tree.path_response()[i * column_count + c];
      for (int i = node * extra; i < (node + 1) * extra; ++i)
        part.shift[i * width() + first_column + c] = part.tree.shift()[i * column_count + c];
    }
  });
}

// How Y answers what was spread over j's tree, all columns side by side. The own columns include the steps of j's
// games.
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
    const Real* const path_response = &part.path_response[node * types * columns];
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
          add(worth, slope, &part.shift[(node * extra + e) * columns]);
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
  for (int rank = 0; rank < static_cast<int>(given_.size()); ++rank) {
    const int j = links_.ranks[rank].adversary, l = links_.ranks[rank].other, types = games_[l]->types;
    const Part& part = *parts_[l];
    for_each_leaf(l, [&](int node, const Tree::Node& leaf) {
      const int own = links_.move_of_node[l][node];
      for (int g = leaf.game; leaf.game >= 0 && g < leaf.game + leaf.games; ++g)
        for (int third = 0; third < all; ++third) {
          if (third == j || third == l) continue;
          Real worth(0.0);
          for (int type = 0; type < types; ++type)
            worth += part.strategy[node * types + type] * part.worth.value[g * types + type];
          for (int other = 0; other < all; ++other)
            if (other != j && other != l && other != third)
              worth *= seen(l, node, other, links_.others[l][g * all + other]);
          const int given = links_.others[l][g * all + j], move = links_.others[l][g * all + third];
          for (int m = 0; m < links_.moves[j]; ++m) {
            if (m != given && !(given == 0 && !links_.reach(l, own, j, m))) continue;
            Real* const row = &response_[worth_at(rank, m) * width() + link_column(0)];
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
