/// Linked adversaries' systems, from scenarios.
#pragma once

#include "equilibrium/crisis_solution.hpp"

namespace wedge::test {

/// The links of solved crises that are all linked with one another, told anew from what CrisisSolution says of them.
template <class Real>
Links<Real> links_of(const Scenario<Real>& s, const std::vector<CrisisSolution<Real>>& solutions) {
  Links<Real> links;
  const int all = static_cast<int>(solutions.size());
  for (const CrisisSolution<Real>& own : solutions) {
    links.moves.push_back(moves(own.crisis));
    std::vector<int>& at = links.move_of_node.emplace_back(own.game.tree.nodes.size(), -1);
    at[1] = 0;  // quiet
    for (std::size_t a = 0; a < own.leaf.size(); ++a) at[own.leaf[a]] = move_of(own.crisis, own.crisis.actions[a]);
    links.add_cases(own.occasion);
  }
  for (int j = 0; j < all; ++j)
    for (int k = 0; k < all; ++k) {
      const CrisisStructure &here = solutions[j].crisis, &there = solutions[k].crisis;
      std::vector<char>& reaches = links.reaches.emplace_back(links.moves[j] * links.moves[k], 0);
      if (j == k) continue;
      const auto heard = hearing(here, there);
      for (int own = 1; own < links.moves[j]; ++own)
        for (int other = 1; other < links.moves[k]; ++other)
          reaches[own * links.moves[k] + other] = heard[target_of_move(here, own)][target_of_move(there, other)];
      const auto& ranks = s.adversaries[here.adversary].closing_ranks;
      const int found = ranks.find(s.adversaries[there.adversary].id);
      if (found >= 0) links.ranks.push_back({j, k, ranks.entries[found].second});
    }
  return links;
}

/// What a LinkedSystem needs, kept together.
struct LinkedCase {
  std::vector<CrisisSolution<double>> solutions;
  std::vector<const JointGame<double>*> games;
  Links<double> links;

  explicit LinkedCase(const Scenario<double>& s, const std::vector<int>& adversaries)
      : solutions(solve_crises(s, adversaries)) {
    for (const auto& solution : solutions) games.push_back(&solution.game);
    links = links_of(s, solutions);
  }
  LinkedCase(const LinkedCase&) = delete;
};

}  // namespace wedge::test
