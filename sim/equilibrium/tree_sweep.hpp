/// The adversary's tree: from what leaves are worth up to choices and down to beliefs, and the effects of a change of
/// what leaves are worth, up and down again.
#pragma once

#include <span>
#include <vector>

#include "equilibrium/columns.hpp"
#include "equilibrium/joint_game.hpp"

namespace wedge {

template <class Real>
class TreeSweep {
 public:
  /// Keeps a reference: `game` must outlive this and keep its structure. Call refresh() when its numbers have changed.
  /// More `columns` than the usual are further changes of what leaves are worth, whose effects are wanted as well.
  explicit TreeSweep(const JointGame<Real>& game, int columns = column_count);
  /// Also sets the values of nodes that are worth a constant.
  void refresh();

  const std::vector<int>& leaf() const { return leaf_; }  ///< by game: its node
  /// By node. Who drives the sweep sets the leaves' entries; those of inner nodes follow.
  Worth<Real>& worth() { return worth_; }
  const Worth<Real>& worth() const { return worth_; }

  /// Values and choices of inner nodes, (S3), and with these log weights of the types at each leaf (game·types + θ)
  /// instead of those of (S4), if not empty, beliefs.
  void observe(const Real& tau, std::span<const Real> log_weight);
  const std::vector<Real>& belief() const { return belief_; }          ///< μ by game·types + θ
  const std::vector<Real>& log_weight() const { return log_weight_; }  ///< ln(prior σ) by game·types + θ
  const std::vector<Real>& log_path() const { return path_; }  ///< ln(prior σ) of each node, by node·types + θ
  std::vector<Real> log_strategy() const;                      ///< ln σ_θ(a) by game·types + θ

  /// Solves (S7) and (S8) for the leaves' answers in worth(): shift(). The tangent's has its own effect too, that
  /// choices get more precise. Returns the sign of the nodes' part of the determinant (S9).
  Real eliminate(const Real& tau);
  const std::vector<Real>& shift() const {
    return shift_;
  }  ///< of log-odds, by (node·(types − 1) + extra)·columns + column
  /// How ln σ of every path answers to what was eliminated last: path_response(), by (node·types + θ)·columns + column.
  void respond_along_paths(const Real& tau);
  const std::vector<Real>& path_response() const { return path_response_; }

 private:
  template <class Types>
  void choose(Types types, int node, const Real& tau);
  template <class Types>
  void set_beliefs(Types types, std::span<const Real> log_weight);
  template <class Extra, class Columns>
  Real eliminate_choice(Extra extra, Columns columns, int node, const Real& tau);
  template <class Extra, class Columns>
  void shift_beliefs(Extra extra, Columns columns);

  const JointGame<Real>& game_;
  int types_, extra_, columns_;  // extra: types beyond the first
  std::vector<int> leaf_;        // by game
  Worth<Real> worth_;
  std::vector<Real> log_prior_, log_choice_, choice_, path_, log_weight_, belief_;
  std::vector<Real> common_, common_slope_;             // s = common + common_slope c by node
  std::vector<Real> shift_base_, shift_slope_, shift_;  // c_b = base + slope s, by node
  std::vector<Real> value_response_, path_response_;
  std::vector<Real> work_;  // of one node
};

}  // namespace wedge
