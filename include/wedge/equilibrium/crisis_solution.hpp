/// One crisis solved: from a scenario's numbers to its equilibrium.
#pragma once

#include <optional>

#include "wedge/crisis/tables.hpp"
#include "wedge/equilibrium/solve.hpp"

namespace wedge {

/// The joint game of one crisis. Game g is action g of the structure. The tree is act? (quiet first), target,
/// rung, tactic; the tactic nodes have `tactic_precision`, the others `precision` (model.md §3.5).
template <class Real>
JointGame<Real> joint_game(const Scenario<Real>& scenario, const CrisisStructure& crisis,
                           const std::vector<GameTables<Real>>& tables);

/// A crisis with its equilibrium. By action unless said otherwise.
template <class Real>
struct CrisisSolution {
  CrisisStructure crisis;
  std::vector<GameTables<Real>> tables;
  JointGame<Real> game;
  JointSolution<Real> joint;
  std::vector<int> first;  ///< of the action's unknowns
  std::vector<int> leaf;   ///< the action's node

  int types() const { return crisis.types; }
  const Target& target_of(int action) const { return crisis.targets[crisis.actions[action].target]; }
  /// By responder.
  std::span<const Real> support(int action) const {
    return std::span(joint.support).subspan(first[action], game.games[action].size);
  }
  /// By type.
  std::span<const Real> belief(int action) const { return std::span(joint.belief).subspan(action * types(), types()); }
  const Real& strategy(int action, int type) const { return joint.strategy[action * types() + type]; }  ///< σ_θ(a)
  Real probability(int action) const;  ///< σ(a), over all types
  /// EU_θ(a) after costs, as the adversary expects it.
  const Real& value(int action, int type) const { return joint.value[leaf[action] * types() + type]; }
  Real quiet(int type) const;        ///< probability of no attack
  Real quiet_value(int type) const;  ///< what it is worth: −grievance
};

/// Solves crises of one structure again and again in the same memory.
template <class Real>
class CrisisSolver {
 public:
  /// The crisis with the adversary at this position, all others quiet. Only the structure of `scenario` counts.
  CrisisSolver(const Scenario<Real>& scenario, int adversary);
  CrisisSolver(const CrisisSolver&) = delete;
  CrisisSolver& operator=(const CrisisSolver&) = delete;

  /// `scenario` has the constructor's structure, and its defaults settled (settle_defaults). Never throws; see
  /// JointSolution::status. The solution stays the solver's own.
  const CrisisSolution<Real>& solve(const Scenario<Real>& scenario, const SolverOptions& options = {});
  /// Whether its cohesive and fractured solutions differ. The solution is no longer that of the crisis solved before.
  Mask<Real> fragile(const Scenario<Real>& scenario);
  CrisisSolution<Real> take() { return std::move(solution_); }

 private:
  void load(const Scenario<Real>& scenario);

  CrisisSolution<Real> solution_;
  std::optional<JointSolver<Real>> solver_;
};

/// One crisis solved once.
template <class Real>
CrisisSolution<Real> solve_crisis(const Scenario<Real>& scenario, int adversary, const SolverOptions& options = {});

}  // namespace wedge
