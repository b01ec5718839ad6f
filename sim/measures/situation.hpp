/// The situation: what the crises of several adversaries come to together (model.md, "Several adversaries at once").
#pragma once

#include "measures/measures.hpp"

namespace wedge {

/// Targets and regions of all adversaries, numbers aside.
struct SituationStructure {
  std::vector<int> targets;          ///< positions among the defenders, each once, in the order of the adversaries
  std::vector<std::string> regions;  ///< where they lie
  std::vector<int> region_of;        ///< by target
  std::vector<std::vector<int>> position;  ///< by adversary, by its own target: among all
};
template <class Value>
SituationStructure situation_structure(const Scenario<Value>& scenario, const std::vector<int>& adversaries);

/// Measures over all adversaries. A target that is attacked twice cannot lose more than all.
template <class Real>
struct Situation {
  Real deterrence;                     ///< probability that nobody attacks
  Real total_loss;                     ///< Σ over targets
  std::vector<Real> loss;              ///< by target: at most 1
  std::vector<Real> attack_by_region;  ///< probability that somebody attacks there
  std::vector<Real> loss_by_region;
};

/// `measures` by adversary, in the structure's order. The adversaries' moves are independent of one another.
template <class Real>
void set_situation(const SituationStructure& structure, const std::vector<const Measures<Real>*>& measures,
                   Situation<Real>& out);

/// The total loss of the same situation from the solutions alone.
template <class Real>
Real total_loss(const SituationStructure& structure, const std::vector<CrisisSolution<Real>>& solutions);

/// Balance of the tie at this position while these adversaries have an opportunity. `with`: the total loss of the
/// scenario itself, which is also that without a term that matters() to none.
template <class Real>
IntegrationBalance<Real> integration_balance(const Scenario<Real>& scenario, const std::vector<int>& adversaries,
                                             int tie, const Real& with, const SolverOptions& options = {});

}  // namespace wedge
