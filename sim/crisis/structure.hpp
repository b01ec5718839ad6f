/// The structure of a crisis, numbers aside: targets, responders, actions (model.md, "One crisis").
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "scenario/scenario.hpp"

namespace wedge {

/// A set of responders of one target, one bit each in defender order.
using Coalition = std::uint32_t;

inline bool has(Coalition coalition, int k) { return (coalition >> k) & 1U; }
inline Coalition only(int k) { return Coalition{1} << k; }

/// One leaf of the adversary's tree: attack `target` at `rung`, with `tactic` against `at` (the set K).
struct Action {
  int target, rung;
  Tactic tactic;
  Coalition at;

  Threat threat() const { return row_of(tactic).threat; }

  /// A threat is live if it is still to be carried out, the victim resists and one of K supports
  /// (model.md, "The adversary, seeing who came").
  bool live(Coalition supporters, int victim) const {
    return threat() != Threat::none && has(supporters, victim) && (supporters & at) != 0;
  }
};

/// Who may come to the defence of one target, and where their numbers stand in the scenario.
/// All vectors have one entry a responder; −1 where there is no such entry.
struct Target {
  int defender;                          ///< the victim, as a position among the defenders
  int prize, forces;                     ///< positions in the adversary's `prize` and `forces`
  int victim;                            ///< the victim's own position among the responders
  std::vector<int> responders;           ///< positions among the defenders, in their order
  std::vector<int> commitment;           ///< towards the victim; −1 for the victim itself
  std::vector<int> posture;              ///< of a global defender, in the target's region
  std::vector<int> exposure, perceives;  ///< in the adversary's tables
  std::vector<int> tie;                  ///< between responders k and l at k·n + l
  /// The supporter's force runs through the host; both are responders.
  struct Basing {
    int entry, from, host;  ///< position among the scenario's basings; of the two among the responders
  };
  std::vector<Basing> basings;
  int pact;                       ///< −1 without a plan
  Coalition members;              ///< the pact's members among the responders
  std::vector<int> pact_members;  ///< all members of the pact, positions among the defenders

  int size() const { return static_cast<int>(responders.size()); }
  Coalition coalitions() const { return Coalition{1} << size(); }
  Coalition everybody() const { return coalitions() - 1; }
};

/// The actions of one adversary in the order of model.md, "One crisis": targets, rungs, then `none`, then tactics
/// in menu order with each single K in defender order and the group last.
struct CrisisStructure {
  int adversary, types, rungs;
  std::vector<Target> targets;
  std::vector<Action> actions;

  /// The position of the same attack without a tactic.
  int without_tactic(int action) const {
    while (actions[action].tactic != Tactic::none) --action;
    return action;
  }
};

/// The structure of the crisis with the adversary at this position. It never depends on a number. Defenders that are
/// `lost` (by defender; empty: none) are no targets, responders or members any more.
template <class Value>
CrisisStructure crisis_structure(const Scenario<Value>& scenario, int adversary, const std::vector<bool>& lost = {});

}  // namespace wedge
