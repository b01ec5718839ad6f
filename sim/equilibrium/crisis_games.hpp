/// From a crisis' structure to its tree and games, and from a scenario's numbers and an action's tables to these.
#pragma once

#include <bit>

#include "equilibrium/crisis_solution.hpp"

namespace wedge {

// The tree and the games without their numbers, each action with as many games as its target has `occasions`. The
// actions come grouped by target, then by rung: a node once per change.
template <class Real>
void build_structure(CrisisSolution<Real>& s, const std::vector<std::vector<Occasion>>& occasions) {
  JointGame<Real>& joint = s.game;
  joint.types = s.crisis.types;
  joint.tree.add(-1);
  joint.tree.add(root_node);
  const int act = joint.tree.add(root_node);
  int target_node = -1, rung_node = -1, target = -1, rung = -1, unknowns = 0, cells = 0;
  for (std::size_t a = 0; a < s.crisis.actions.size(); ++a) {
    const Action& action = s.crisis.actions[a];
    if (action.target != target) {
      target_node = joint.tree.add(act);
      target = action.target;
      rung = -1;
    }
    if (action.rung != rung) {
      rung_node = joint.tree.add(target_node);
      rung = action.rung;
    }
    s.first_game.push_back(s.games());
    s.first_cell.push_back(cells);
    cells += (static_cast<int>(occasions[target].size()) + cell_lanes<Real> - 1) / cell_lanes<Real>;
    s.leaf.push_back(joint.tree.add(rung_node, s.games(), static_cast<int>(occasions[target].size())));
    const int n = s.crisis.targets[target].size();
    for (const Occasion& occasion : occasions[target]) {
      s.action.push_back(static_cast<int>(a));
      s.occasion.push_back(occasion);
      s.first.push_back(unknowns);
      unknowns += n;
    }
  }
  s.cells = game_cells<Real>(joint.tree);
  joint.games.resize(cells);
  for (const GameCell& cell : s.cells)
    joint.games[cell.at] = blank_game<GameReal<Real>>(s.target_of(cell.game).size(), s.crisis.types);
  joint.precision.resize(joint.tree.nodes.size());
  joint.constant.resize(joint.tree.nodes.size());
  joint.prior.resize(s.crisis.types);
  s.tables.resize(games_in_lanes<Real> ? 0 : s.games());
  s.weight.assign(s.games(), Real(1.0));
}

template <class Real>
void set_numbers(const Scenario<GameReal<Real>>& s, const CrisisStructure& crisis, JointGame<Real>& joint) {
  const Adversary<GameReal<Real>>& adversary = s.adversaries[crisis.adversary];
  for (int type = 0; type < crisis.types; ++type) joint.prior[type] = of_draw<Real>(adversary.types[type].prior);
  joint.constant[quiet_node] = of_draw<Real>(-adversary.grievance);
  for (std::size_t node = 0; node < joint.tree.nodes.size(); ++node) {
    const std::vector<int>& children = joint.tree.nodes[node].children;
    const bool tactics = !children.empty() && joint.tree.nodes[children[0]].game >= 0;
    joint.precision[node] =
        children.empty() ? Real(0.0) : of_draw<Real>(tactics ? adversary.tactic_precision : adversary.precision);
  }
}

// One occasion a target: nobody else acts.
inline std::vector<std::vector<Occasion>> undisturbed(const CrisisStructure& crisis) {
  return std::vector<std::vector<Occasion>>(crisis.targets.size(), {Occasion(1)});
}

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

// Of an attack without a tactic.
template <class Real>
void set_payoffs_of(const GameTables<Real>& none, ResponseGame<Real>& game) {
  game.value.clear();
  for (const Outcome<Real>& outcome : none.outcome) game.value.push_back(outcome.value);
  set_payoffs<Real>(game, none.utility);
}

// How a tactic's payoffs differ from those of the same attack without one.
template <class Real>
void set_change(const Payoffs<Real>& payoffs, PayoffChange<Real>& change) {
  const GameTables<Real>&own = payoffs.own(), &none = payoffs.none();
  change.victim = own.victim;
  change.price = own.price;
  change.courted = own.courted;
  change.courtship = own.courtship;
  change.live = own.fixed;
  if (own.threatened == 0) {
    change.gain.clear();
    change.value.clear();
    return;
  }
  const std::size_t all = own.coalitions(), places = own.places();
  const auto value = [&](int type, Coalition c, std::size_t place) {
    return own.live(c) ? own.outcome[type * places + place].value - none.outcome[type * all + c].value : Real(0.0);
  };
  const auto utility = [&](int type, int k, Coalition c, std::size_t place) {
    return own.live(c) ? own.utility[(type * own.size + k) * places + place] : Real(0.0);
  };
  set_differences(change, own.size, own.types, value, utility);
}

// A game kept whole; `base` is the same attack without a tactic, and `change` memory for one game.
template <class Real>
void set_whole(const Payoffs<Real>& payoffs, const ResponseGame<Real>& base, PayoffChange<Real>& change,
               ResponseGame<Real>& game) {
  if (&base == &game) return set_payoffs_of(payoffs.none(), game);
  set_change(payoffs, change);
  apply(change, base, game);
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
