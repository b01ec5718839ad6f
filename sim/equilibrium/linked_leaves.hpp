// Questions about leaves that both halves of LinkedSystem ask.
#pragma once

#include "equilibrium/linked_system.hpp"

namespace wedge {

template <class Real>
const Real* LinkedSystem<Real>::seen(int j, int node, int k) const {
  return &seen_[j * adversaries() + k][links_.move_of_node[j][node] * links_.moves[k]];
}

// use(node, Node) at every node of j's tree without children.
template <class Real>
template <class Use>
void LinkedSystem<Real>::for_each_leaf(int j, Use use) const {
  const auto& nodes = games_[j]->tree.nodes;
  for (int node = 0; node < static_cast<int>(nodes.size()); ++node)
    if (nodes[node].children.empty()) use(node, nodes[node]);
}

// use(game, case) for all that the games of j's leaf suppose.
template <class Real>
template <class Use>
void LinkedSystem<Real>::for_each_case(int j, const Tree::Node& leaf, Use use) const {
  const std::vector<int>& first = links_.first_case[j];
  for (int g = leaf.game; g < leaf.game + leaf.games; ++g)
    for (int one = first[g]; one < first[g + 1]; ++one) use(g, one);
}

}  // namespace wedge
