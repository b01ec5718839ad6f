/// The crisis game in numbers: what every coalition is worth to everybody, for every action.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "crisis/defence.hpp"
#include "crisis/follow_through.hpp"
#include "crisis/structure.hpp"

namespace wedge {

/// The part of a threat that comes before the adversary decides, where it is live; 0 for tactics that have none.
template <class Real>
struct BeforeDecision {
  Real risk{0.0};   ///< d, eq. (14): that a nuclear threat is carried out
  Real onset{0.0};  ///< of a squeeze: the share that is in force
};

template <class Real>
BeforeDecision<Real> before_decision(const Scenario<Real>& s, const Adversary<Real>& adversary, const Action& action) {
  switch (action.threat()) {
    case Threat::nuclear:
      return {.risk = split(adversary.brink, s.rungs[action.rung].escalation_risk).before};
    case Threat::economic:
      return {.onset = adversary.onset};
    case Threat::none:
      break;
  }
  return {};
}

/// One action's game. Tables by coalition C have 2^n entries; by type and coalition θ·2^n + C; by type,
/// responder and coalition (θ·n + k)·2^n + C. Utilities are in stake units.
template <class Real>
struct GameTables {
  int size, types;
  std::vector<Real> late;              ///< ℓ_r(C), eq. (5); 0 when the victim concedes
  std::vector<Real> defence_wins;      ///< w_r(C), eq. (7); 0 when the victim concedes
  std::vector<Real> at_stake;          ///< g_r (1 − hybrid_r pool(h)_i(C))
  std::vector<Real> cost;              ///< of the action to the adversary: tactic and payments
  Real courtship{0.0};                 ///< in `cost` for each of the courted who stands aside, and in its `utility`
  BeforeDecision<Real> before;         ///< where a threat is live
  std::vector<Outcome<Real>> outcome;  ///< by type: eq. (9)
  std::vector<Real> utility;           ///< by type and responder: eq. (10)

  std::size_t coalitions() const { return std::size_t{1} << size; }
  const Outcome<Real>& outcome_of(int type, Coalition c) const { return outcome[type * coalitions() + c]; }
  const Real& utility_of(int type, int k, Coalition c) const { return utility[(type * size + k) * coalitions() + c]; }
};

/// Tabulates again and again in the same memory.
template <class Real>
class Tabulator {
 public:
  Tabulator();
  ~Tabulator();
  /// What is done with an action's tables as soon as they are there; with those of the same attack without a tactic.
  using Use = std::function<void(int action, const GameTables<Real>& tables, const GameTables<Real>& none)>;

  /// The actions on one target, each into its place in `games` (by action; those of other targets are left alone). If
  /// `use` does with them all that is to be done, all tactics may share one place, and so may all `none`.
  void tabulate(const Scenario<Real>& scenario, const CrisisStructure& crisis, int target, const Demands<Real>& demands,
                std::span<GameTables<Real>* const> games, const Use& use = {});

 private:
  struct Memory;
  std::unique_ptr<Memory> memory_;
};

/// One end of the crisis: what the adversary gets after costs, and each responder of the target.
template <class Real>
struct Ending {
  Real probability;  ///< z, of its being chosen
  Real value;
  std::vector<Real> utility;
};

/// The ends that the adversary can choose among once these supporters have come forward, by type: desist, press
/// and, under a live threat, escalate; or a single one if the victim concedes.
template <class Real>
std::vector<std::vector<Ending<Real>>> endings(const Scenario<Real>& scenario, const CrisisStructure& crisis,
                                               const Action& action, Coalition supporters);

}  // namespace wedge
