/// Textbook games given as tables, for the solver that scenarios use.
#pragma once

#include <vector>

#include "equilibrium/solve.hpp"

namespace wedge::test {

/// n players with precision λ each and payoffs utility(k, C), C the bits of those who take the first action;
/// the observer's payoff is value(C).
template <class Utility, class Value>
ResponseGame<double> table_game(int n, double lambda, Utility utility, Value value) {
  ResponseGame<double> game{};
  game.size = n;
  game.types = 1;
  game.precision.assign(n, lambda);
  game.steadfast.assign(n, 1.0);
  game.perceived.assign(n, 1.0);
  game.resolve_gap.assign(n, 0.0);
  std::vector<double> u;
  for (int k = 0; k < n; ++k)
    for (unsigned c = 0; c < 1U << n; ++c) u.push_back(utility(k, c));
  for (unsigned c = 0; c < 1U << n; ++c) game.value.push_back(value(c));
  set_payoffs<double>(game, u);
  return game;
}

template <class Utility>
ResponseGame<double> table_game(int n, double lambda, Utility utility) {
  return table_game(n, lambda, utility, [](unsigned) { return 0.0; });
}

inline JointSolution<double> solved(const ResponseGame<double>& game, Selection selection = Selection::principal) {
  return solve(alone(game), {selection});
}

/// How far the point where everybody takes the first action with these probabilities is from (11).
inline double residual_at(const ResponseGame<double>& game, const std::vector<double>& p) {
  double largest = 0.0;
  for (int k = 0; k < game.size; ++k) {
    std::vector<double> others;
    for (int l = 0; l < game.size; ++l)
      if (l != k) others.push_back(p[l]);
    const double found =
        support_probability(game, k, multilinear(game.size - 1, game.gain_of(0, k).data(), others.data()), 1.0)
            .p(game.steadfast[k]);
    largest = std::max(largest, std::abs(found - p[k]));
  }
  return largest;
}

}  // namespace wedge::test
