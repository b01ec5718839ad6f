/// One sweep over the joint system: where it stands, and the exact Newton step and tangent there.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "equilibrium/response_games.hpp"
#include "equilibrium/tree_sweep.hpp"

namespace wedge {

/// The joint system (S1), (S2) of one adversary at precision scale τ in the unknowns d, the net benefits of supporting
/// (game by game, responder by responder): its response games and its tree, one game a leaf. Beliefs are an explicit
/// function of support and are eliminated up the tree, so a Newton step of the whole costs as much as one of every game
/// by itself (solver.md, "Elimination up the tree").
///
/// With a single type nothing is believed and the games do not depend on one another.
template <class Real>
class JointSystem {
 public:
  using Number = Real;
  static constexpr int rounds_to_start = 1;  ///< evaluations at τ = 0 until Δ no longer moves

  /// Keeps a reference: `game` must outlive the system and keep its structure. Call refresh() when its numbers have
  /// changed.
  explicit JointSystem(const JointGame<Real>& game);
  void refresh();

  int size() const { return games_.size(); }
  /// λ_k by unknown.
  const std::vector<Real>& precision() const { return games_.precision(); }

  /// Support, the observer's values and choices, beliefs, and Δ at (d, τ).
  void evaluate(std::span<const Real> benefit, const Real& tau);
  /// All but support, which is given, as is what the observer perceives of it; with these log weights of the types at
  /// each leaf (game·types + θ) instead of those of (S4), if not empty.
  void evaluate_support(std::span<const Real> support, std::span<const Real> perceived, const Real& tau,
                        std::span<const Real> log_weight);
  /// Support alone: the right side of (S1) at the net benefits d.
  void respond(std::span<const Real> benefit, const Real& tau) { games_.respond(benefit, tau); }
  /// As evaluate(), and Newton step, tangent dd/dτ and sign of the determinant. Of games that do not depend on one
  /// another only these, support and Δ.
  void linearise(std::span<const Real> benefit, const Real& tau);

  const ResponseGames<Real>& games() const { return games_; }
  const TreeSweep<Real>& tree() const { return tree_; }
  const std::vector<Real>& support() const { return games_.support(); }
  const std::vector<Real>& perceived() const { return games_.perceived(); }
  const std::vector<Real>& slope() const { return games_.slope(); }
  const std::vector<Real>& delta() const { return games_.delta(); }
  const std::vector<Real>& log_weight() const { return tree_.log_weight(); }
  const std::vector<Real>& newton() const { return games_.newton(); }
  const std::vector<Real>& tangent() const { return games_.tangent(); }
  const Real& determinant_sign() const { return sign_; }  ///< of games that do not depend on one another, the least
  std::int64_t sweeps() const { return sweeps_; }         ///< how often linearise() was called

 private:
  const bool apart_;  // one type: no game depends on another
  TreeSweep<Real> tree_;
  ResponseGames<Real> games_;
  Real sign_{1.0};
  std::int64_t sweeps_ = 0;
};

}  // namespace wedge
