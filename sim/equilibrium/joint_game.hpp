/// The adversary's tree over the responders' games: the joint system of equations (11) and (12).
#pragma once

#include <algorithm>
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

  /// How many games all leaves have together.
  int games() const {
    int count = 0;
    for (const Node& node : nodes)
      if (node.game >= 0) count += node.games;
    return count;
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

/// Games of one leaf that stand side by side (base/single.hpp).
struct GameCell {
  int game, count;  ///< the first, and how many; the rest of the lanes are blank games that mean nothing
  int at;           ///< position in JointGame::games: in lanes, of leaves of one node, which share numbers, by turns
};

/// Where an entry of one of a leaf's games stands, of `width` entries that each game has: in lanes those of all the
/// leaf's games side by side, so that a cell's are next to one another however many stand in one; else game by game.
template <class Real>
std::size_t entry_of(const Tree::Node& leaf, int game, int entry, int width) {
  if constexpr (games_in_lanes<Real>)
    return leaf.game * width + entry * leaf.games + (game - leaf.game);
  else
    return game * width + entry;
}

/// of(game) of a cell's games side by side, 0 of blank ones.
template <class Real, class Of>
GameReal<Real> side_by_side(const GameCell& cell, Of of) {
  if constexpr (games_in_lanes<Real>) {
    GameReal<Real> out(0.0);
    for (int i = 0; i < cell.count; ++i) set_lane(out, i, lane(of(cell.game + i), 0));
    return out;
  } else {
    return of(cell.game);
  }
}

/// All cells in the order of their games, which is that of the leaves.
template <class Real>
std::vector<GameCell> game_cells(const Tree& tree) {
  std::vector<GameCell> out;
  std::vector<int> first_of(tree.nodes.size(), -1);  // by node: position of its leaves' first cell
  for (const Tree::Node& node : tree.nodes) {
    if (node.game < 0) continue;
    const std::vector<int>& siblings = tree.nodes[node.parent].children;
    int& first = first_of[node.parent];
    if (first < 0) first = static_cast<int>(out.size());
    const int own = static_cast<int>(&node - &tree.nodes[siblings[0]]);
    for (int game = 0; game < node.games; game += cell_lanes<Real>) {
      const int at = first + game / cell_lanes<Real> * static_cast<int>(siblings.size()) + own;
      out.push_back({node.game + game, std::min(node.games - game, cell_lanes<Real>),
                     games_in_lanes<Real> ? at : node.game + game});
    }
  }
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
  std::vector<ResponseGame<GameReal<Real>>> games;  ///< by cell
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
