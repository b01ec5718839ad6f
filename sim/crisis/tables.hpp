/// The crisis game in numbers: what every coalition is worth to everybody, for every action.
#pragma once

#include <bit>
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

/// One action's game as it is stored. A tactic changes an attack where its threat is live, and by what the courted are
/// paid; all else stands in the tables of the same attack without a tactic, `none`: Payoffs reads both. Tables by
/// coalition have 2^n entries. Places where the threat is not live hold nothing.
template <class Real>
struct GameTables {
  int size, types, victim;
  Coalition threatened;                ///< K of a threat, else empty
  Coalition courted;                   ///< K of courtship, else empty
  Coalition fixed;                     ///< who is in every coalition that has an outcome and utilities here
  Real price, courtship;               ///< of the tactic to the adversary; to each of the courted who stands aside
  BeforeDecision<Real> before;         ///< where a threat is live
  std::vector<Real> late;              ///< of `none`: ℓ_r(C), eq. (5); 0 when the victim concedes
  std::vector<Real> defence_wins;      ///< of `none`: w_r(C), eq. (7); 0 when the victim concedes
  std::vector<Real> at_stake;          ///< of `none`: g_r (1 − hybrid_r pool(h)_i(C))
  std::vector<Outcome<Real>> outcome;  ///< of `none`, and where a threat is live: by type and place, eq. (9)
  std::vector<Real> utility;  ///< by type, responder and place: eq. (10), in stake units; of a tactic what it adds

  std::size_t coalitions() const { return std::size_t{1} << size; }
  bool live(Coalition c) const { return has(c, victim) && (c & threatened) != 0; }
  /// How many coalitions have places: those of everybody `fixed` and any of the others, in ascending order.
  std::size_t places() const { return coalitions() >> std::popcount(fixed); }
  std::size_t place(Coalition c) const {
    for (Coalition left = fixed; left != 0;) {
      const Coalition top = std::bit_floor(left), below = top - 1;
      c = (c & below) | ((c >> 1) & ~below);
      left &= below;
    }
    return c;
  }
  std::size_t outcome_at(int type, Coalition c) const { return type * places() + place(c); }
  std::size_t utility_at(int type, int k, Coalition c) const { return (type * size + k) * places() + place(c); }
};

/// What a game is worth to everybody: a view of its tables and those of the same attack without a tactic.
template <class Real>
class Payoffs {
 public:
  Payoffs(const GameTables<Real>& own, const GameTables<Real>& none) : own_(own), none_(none) {}

  const GameTables<Real>& own() const { return own_; }
  const GameTables<Real>& none() const { return none_; }
  std::size_t coalitions() const { return none_.coalitions(); }
  const Real& late(Coalition c) const { return none_.late[c]; }
  const Real& defence_wins(Coalition c) const { return none_.defence_wins[c]; }
  const Real& at_stake(Coalition c) const { return none_.at_stake[c]; }
  /// Of the action to the adversary: the tactic's own, and what is paid to the courted who stand aside while the victim
  /// resists.
  Real cost(Coalition c) const {
    if (own_.courted == 0 || !has(c, own_.victim)) return own_.price;
    return own_.price + own_.courtship * static_cast<double>(std::popcount(own_.courted & ~c));
  }
  const Outcome<Real>& outcome(int type, Coalition c) const {
    const GameTables<Real>& tables = own_.live(c) ? own_ : none_;
    return tables.outcome[tables.outcome_at(type, c)];
  }
  Real utility(int type, int k, Coalition c) const {
    Real u = none_.utility[none_.utility_at(type, k, c)];
    if (own_.live(c)) u += own_.utility[own_.utility_at(type, k, c)];
    if (has(own_.courted & ~c, k) && has(c, own_.victim)) u += own_.courtship;
    return u;
  }

 private:
  const GameTables<Real>&own_, &none_;
};

/// Of an action whose crisis has tables by action.
template <class Real>
Payoffs<Real> payoffs(const CrisisStructure& crisis, const std::vector<GameTables<Real>>& tables, int action) {
  return {tables[action], tables[crisis.without_tactic(action)]};
}

/// Tabulates again and again in the same memory.
template <class Real>
class Tabulator {
 public:
  Tabulator();
  ~Tabulator();
  /// What is done with an action's tables as soon as they are there.
  using Use = std::function<void(int action, const Payoffs<Real>& payoffs)>;

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
