/// From a scenario's numbers and an action's tables to its response game.
#pragma once

#include <bit>

#include "equilibrium/crisis_solution.hpp"

namespace wedge {

// Foresight of the responders who have it, in a game in the target's region.
template <class Real>
void set_foresight(const Reputation<Real>& reputation, const Target& target, ResponseGame<Real>& game) {
  game.foresight.clear();
  for (const auto& outlook : reputation.outlooks) {
    const auto at = std::find(target.responders.begin(), target.responders.end(), outlook.defender);
    if (at == target.responders.end()) continue;
    Foresight<Real>& f = game.foresight.emplace_back();
    f.responder = static_cast<int>(at - target.responders.begin());
    f.continuation = &outlook.worth;
    f.log_odds = outlook.log_odds;
    for (std::size_t g = 0; g < outlook.regions.size(); ++g)
      f.weight[g] = outlook.regions[g] == reputation.region_of[target.defender] ? Real(1.0) : outlook.spillover;
  }
}

// All but the payoffs.
template <class Real>
void set_responders(const Scenario<Real>& s, const CrisisStructure& crisis, const Action& action,
                    const Reputation<Real>* reputation, ResponseGame<Real>& game) {
  const Target& t = crisis.targets[action.target];
  const Adversary<Real>& adversary = s.adversaries[crisis.adversary];
  game.mood = s.model.mood;
  for (int k = 0; k < t.size(); ++k) {
    const Defender<Real>& defender = s.defenders[t.responders[k]];
    game.precision[k] = defender.precision;
    game.steadfast[k] = defender.steadfast;
    game.resolve_gap[k] = defender.resolve_gap;
    game.perceived[k] = t.perceives[k] < 0 ? defender.steadfast : adversary.perceives.entries[t.perceives[k]].second;
    if (reputation != nullptr) {
      const int i = t.responders[k] * reputation->regions + reputation->region_of[t.defender];
      game.steadfast[k] = reputation->steadfast[i];
      game.perceived[k] = reputation->perceived[crisis.adversary][i];
    }
  }
  if (reputation != nullptr) set_foresight(*reputation, t, game);
}

template <class Real>
void set_payoffs_of(const GameTables<Real>& tables, ResponseGame<Real>& game) {
  const std::size_t all = tables.coalitions();
  std::vector<Real>& value = game.value;
  value.resize(tables.types * all);
  for (int type = 0; type < tables.types; ++type)
    for (Coalition c = 0; c < all; ++c) value[type * all + c] = tables.outcome_of(type, c).value - tables.cost[c];
  set_payoffs<Real>(game, tables.utility);
}

// How a tactic's payoffs differ from those of `none`, the same attack without one, which stands at `base`.
template <class Real>
void set_change(const Action& action, int victim, const GameTables<Real>& tables, const GameTables<Real>& none,
                int base, ResponseGame<Real>& game) {
  PayoffChange<Real>& change = game.change;
  change.base = base;
  change.victim = victim;
  change.price = tables.cost[0];
  change.courted = action.tactic == Tactic::court ? action.at : 0;
  change.courtship = tables.courtship;
  if (action.threat() == Threat::none) return;
  change.live = only(victim) | (std::popcount(action.at) == 1 ? action.at : 0);
  set_payoff_change(
      game, [&](int type, int k, Coalition c) { return tables.utility_of(type, k, c) - none.utility_of(type, k, c); },
      [&](int type, Coalition c) { return tables.outcome_of(type, c).value - none.outcome_of(type, c).value; });
}

// Without signalling: responders decide at the prior, whatever is done (solver.md, "Beliefs held at the prior").
template <class Real>
void hold_beliefs(const Scenario<Real>& s, const CrisisStructure& crisis, ResponseGame<Real>& game) {
  if (s.model.signalling || crisis.types == 1) return;
  std::vector<Real> prior;
  for (const Type<Real>& type : s.adversaries[crisis.adversary].types) prior.push_back(type.prior);
  pool_gains<Real>(prior, game);
}

// Games from `games` on mean nothing, and are worth nothing to anybody.
template <class Lanes>
void blank(int games, ResponseGame<Lanes>& game) {
  for (int i = games; i < RealTraits<Lanes>::lanes; ++i) set_lane(game.change.courtship, i, 0.0);
  for (auto* numbers : {&game.gain, &game.value, &game.change.gain, &game.change.value})
    for (Lanes& x : *numbers)
      for (int i = games; i < RealTraits<Lanes>::lanes; ++i) set_lane(x, i, 0.0);
}

}  // namespace wedge
