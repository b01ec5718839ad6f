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

}  // namespace wedge
