/// One crisis solved: from a scenario's numbers to its equilibrium.
#pragma once

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

  int types() const { return crisis.types; }
  const Target& target_of(int action) const { return crisis.targets[crisis.actions[action].target]; }
  std::span<const Real> support(int action) const;    ///< by responder
  std::span<const Real> belief(int action) const;     ///< by type
  Real strategy(int action, int type) const;          ///< σ_θ(a)
  Real probability(int action) const;                 ///< σ(a), over all types
  Real value(int action, int type) const;             ///< EU_θ(a) after costs, as the adversary expects it
  Real quiet(int type) const;                         ///< probability of no attack
  Real quiet_value(int type) const;                   ///< what it is worth: −grievance

 private:
  std::span<const Real> of_game(const std::vector<Real>& by_unknown, int action) const;
};

/// Solves the crisis with the adversary at this position, all others quiet. `scenario` has its defaults
/// settled (settle_defaults). Never throws; see JointSolution::status.
template <class Real>
CrisisSolution<Real> solve_crisis(const Scenario<Real>& scenario, int adversary, const SolverOptions& options = {});

}  // namespace wedge
