/// The adversary's tree over the responders' games: the joint system of equations (11) and (12).
#pragma once

#include <vector>

#include "equilibrium/response_game.hpp"

namespace wedge {

/// A decision tree. Node 0 is the root and a child stands after its parent. A node with children is a
/// logit choice; one without is worth a constant, or is a leaf where the responders play a game, or one of several
/// games that chance decides.
struct Tree {
  struct Node {
    int parent = -1;
    int game = -1;  ///< position of the leaf's first game, or −1
    int games = 1;  ///< how many the leaf has, one after the other
    std::vector<int> children;
  };
  std::vector<Node> nodes;

  /// Appends a node and returns its position.
  int add(int parent, int game = -1, int games = 1) {
    const int position = static_cast<int>(nodes.size());
    nodes.push_back({parent, game, games, {}});
    if (parent >= 0) nodes[parent].children.push_back(position);
    return position;
  }
};

/// The node of each game.
inline std::vector<int> leaves(const Tree& tree, std::size_t games) {
  std::vector<int> out(games);
  for (std::size_t node = 0; node < tree.nodes.size(); ++node)
    for (int g = 0; g < tree.nodes[node].games; ++g)
      if (tree.nodes[node].game >= 0) out[tree.nodes[node].game + g] = static_cast<int>(node);
  return out;
}

/// One adversary with private types that moves down a tree, and the response games at each leaf. The
/// responders see the leaf and update their belief about the type by Bayes' rule.
template <class Real>
struct JointGame {
  int types = 1;
  Tree tree;
  std::vector<Real> precision;  ///< by node: of the choice there
  std::vector<Real> constant;   ///< by node: what a node with neither children nor game is worth to any type
  std::vector<Real> prior;      ///< by type
  std::vector<ResponseGame<Real>> games;
};

/// A single response game without an observer's choice.
template <class Real>
JointGame<Real> alone(ResponseGame<Real> game) {
  JointGame<Real> joint;
  joint.tree.add(-1, 0);
  joint.precision = joint.constant = {Real(0.0)};
  joint.types = game.types;
  joint.prior.assign(game.types, Real(1.0 / game.types));
  joint.games.push_back(std::move(game));
  return joint;
}

}  // namespace wedge
