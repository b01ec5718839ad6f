/// The joint systems of several adversaries (model.md, "Several adversaries at once"), linked by what each expects the
/// others to do.
#pragma once

#include <memory>
#include <vector>

#include "crisis/occasions.hpp"
#include "equilibrium/games_in_lanes.hpp"
#include "equilibrium/tree_sweep.hpp"

namespace wedge {

/// How the joint games of several adversaries hang together. A *move* is what the defenders feel of an action: 0 is
/// quiet, m ≥ 1 an attack on some target at some rung, whatever the tactic.
template <class Real>
struct Links {
  /// The other adversary's payoffs count for this one, κ of model.md, "Several adversaries at once".
  struct Rank {
    int adversary, other;
    Real weight;
  };

  std::vector<int> moves;                      ///< by adversary: how many, quiet included
  std::vector<std::vector<int>> move_of_node;  ///< by adversary, by node of its tree: its move there; −1 inside
  /// What the others may do meanwhile, in cases, game by game: of adversary j, by game and one beyond, its first case;
  /// and, by j·adversaries + k, by case of j, the move of k, 0 too if out of reach.
  std::vector<std::vector<int>> first_case, others;
  /// By adversary j·adversaries + k, by move of j·moves of k + move of k: whether the latter reaches those who respond
  /// to the former.
  std::vector<std::vector<char>> reaches;
  std::vector<Rank> ranks;

  int adversaries() const { return static_cast<int>(moves.size()); }
  /// Of the next adversary, by game.
  void add_cases(const std::vector<Occasion>& occasions) {
    std::vector<int>& first = first_case.emplace_back(1, 0);
    for (const Occasion& occasion : occasions) first.push_back(first.back() + static_cast<int>(occasion.size()));
    for (std::size_t k = 0; k < occasions[0][0].size(); ++k) {
      std::vector<int>& of_k = others.emplace_back();
      for (const Occasion& occasion : occasions)
        for (const std::vector<int>& moves_met : occasion) of_k.push_back(moves_met[k]);
    }
  }
  bool reach(int j, int move, int k, int other) const {
    return reaches[j * adversaries() + k][move * moves[k] + other];
  }
};

/// The joint system of linked adversaries, to be used as a JointSystem. Beside the net benefits d of all response games
/// its unknowns y are what one adversary must know of another: Q_k(m), the probability that k makes the move m ≥ 1;
/// and, for each rank, X(m), what the other's crises are worth to that other in the mean when this one's move is m.
/// The equations are derived in docs/solver.md, "Several adversaries".
template <class Real>
class LinkedSystem {
 public:
  using Number = Real;
  static constexpr int rounds_to_start = 3;  ///< Q, then X, then Δ

  /// Keeps references to games and links, which must outlive the system and keep their structure.
  LinkedSystem(const std::vector<const JointGame<Real>*>& games, const Links<Real>& links);
  void refresh();

  int size() const { return first_y_ + unknowns_; }
  int adversaries() const { return links_.adversaries(); }
  const GamesOf<Real>& games(int adversary) const { return parts_[adversary]->games; }
  const TreeSweep<Real>& tree(int adversary) const { return parts_[adversary]->tree; }
  /// Probability of each of its games' occasions, as last evaluated.
  const std::vector<Real>& weight(int adversary) const { return parts_[adversary]->weight; }
  /// That a game happens, as last evaluated.
  Real probability(int adversary, int game) const;
  /// How log-odds at each leaf move: as TreeSweep::shift(), with the steps of what links the adversaries.
  const std::vector<Real>& shift(int adversary) const { return parts_[adversary]->shift; }
  /// As in GamesInLanes.
  void park(int adversary, int game) { parts_[adversary]->games.park(game); }
  void unpark() {
    for (const auto& part : parts_) part->games.unpark();
  }
  int offset(int adversary) const { return parts_[adversary]->first; }  ///< of its unknowns
  int first_y() const { return first_y_; }

  // All as in JointSystem; where it speaks of unknowns the y come last, as probabilities or values. Beliefs' log
  // weights are followed by y as well: all of them are the adversaries' strategies.
  void evaluate(std::span<const Real> unknown, const Real& tau);
  /// Δ and y at τ = 0. There support is known, and what games are worth with it: only what y does goes in rounds.
  const std::vector<Real>& start();
  void evaluate_support(std::span<const Real> support, std::span<const Real> perceived, const Real& tau,
                        std::span<const Real> log_weight);
  void respond(std::span<const Real> unknown, const Real& tau);
  void linearise(std::span<const Real> unknown, const Real& tau);
  const std::vector<Real>& precision() const { return precision_; }
  const std::vector<Real>& support() const { return support_; }
  const std::vector<Real>& perceived() const { return misperceived_ ? perceived_ : support_; }
  const std::vector<Real>& slope() const { return slope_; }
  const std::vector<Real>& delta() const { return delta_; }
  const std::vector<Real>& log_weight() const { return log_weight_; }
  const std::vector<Real>& newton() const { return newton_; }
  const std::vector<Real>& tangent() const { return tangent_; }
  const Real& determinant_sign() const { return sign_; }

 private:
  // One adversary's response games and tree, with what its surroundings do to them.
  struct Part {
    Part(const JointGame<Real>& game, int first_unknown, int adversaries, int cases, int columns);
    const JointGame<Real>& game;
    int first, cases;      // of its unknowns; how many
    TreeSweep<Real> tree;  // of all columns: the usual, then what each of y does to leaves
    GamesOf<Real> games;
    Worth<Real> worth;           // of each game, by entry_of(); the tree's is of their means
    std::vector<Real> weight;    // by game: w, for the mean over a leaf's games
    std::vector<Real> without;   // by k·cases + case: probability of what all do but k; k = j: of the case
    std::vector<Real> bonus;     // by node without children: what it is worth besides
    std::vector<Real> strategy;  // prior σ, by node·types + θ
    std::vector<Real> shift;     // of log-odds, of the usual columns

    const Real* probability_without(int k) const { return &without[k * cases]; }  // by case
  };
  // The worth of the other's crises to it if this adversary's move is given, over its node, type and that move: V,
  // and what it answers by column and by shift of beliefs.
  struct Conditional {
    std::vector<Real> value, answer, slope;
  };

  int mix_at(int k, int move) const { return mix_first_[k] + move - 1; }        // position of Q_k(move) in y
  int worth_at(int rank, int move) const { return worth_first_[rank] + move; }  // of X
  int width() const { return column_count + unknowns_; }                        // of response_: the columns, then y
  static int link_column(int y) { return column_count + y; }
  // By move of k: its probability (of 0: none that reaches), as the responders at j's node see it.
  const Real* seen(int j, int node, int k) const;
  // By case of j: the move of k.
  const int* move_in_case(int j, int k) const { return links_.others[j * adversaries() + k].data(); }
  template <class Use>
  void for_each_leaf(int j, Use use) const;
  template <class Use>
  void for_each_case(int j, const Tree::Node& leaf, Use use) const;
  std::span<const Real> own_unknowns(int j, std::span<const Real> all) const {
    return all.subspan(parts_[j]->first, parts_[j]->games.size());
  }
  void set_strategies(std::span<const Real> y);
  void observe(int j, const Real& tau, std::span<const Real> log_weight);
  void set_first_outcome();
  void collect();
  void condition(int rank, bool answers);
  void set_outcome();
  void gather_answers(int j);
  void set_sources(int j);
  void add_responses(int j);
  void add_direct_effects();
  void solve_links();
  void take_steps(int j);

  const std::vector<const JointGame<Real>*> games_;
  const Links<Real>& links_;
  std::vector<std::unique_ptr<Part>> parts_;
  bool misperceived_ = false;                 // some support, by its adversary
  std::vector<int> mix_first_, worth_first_;  // by adversary: its Q in y; by rank: X in y
  int first_y_ = 0, unknowns_ = 0;            // position and number of y
  std::vector<Real> y_, outcome_;             // y and Y
  std::vector<std::vector<Real>> seen_;       // by pair j·adversaries + k, by moves: probability as j sees it
  std::vector<Conditional> given_;            // by rank
  std::vector<Real> response_, matrix_;       // of Y by column; I − ∂Y/∂y
  std::vector<Real> by_moves_;                // of one leaf
  std::vector<Real> precision_, support_, perceived_, slope_, delta_, log_weight_, newton_, tangent_;
  Real sign_{1.0};
};

}  // namespace wedge
