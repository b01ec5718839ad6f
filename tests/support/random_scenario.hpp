/// Random scenarios for property tests: a pure function of a seed.
#pragma once

#include <algorithm>
#include <random>

#include "scenario/numbers.hpp"

namespace wedge::test {

/// The part of a draw that a test can ask for. Everything else (menus, pacts, ties, all numbers) is random.
struct Recipe {
  int responders = 0;    ///< 2 … 6; 0: random
  int types = 0;         ///< 1 … 3; 0: random
  double precision = 0;  ///< of the defenders; 0: random in 2 … 30
  bool resolve = true;   ///< private types of defenders and a mood
};

class ScenarioMaker {
 public:
  ScenarioMaker(std::uint64_t structure, std::uint64_t numbers) : structure_(structure), numbers_(numbers) {}

  /// One victim or two, all responders of each; one adversary; settled defaults.
  Scenario<double> make(const Recipe& recipe = {}) {
    Scenario<double> s{};
    s.id = "random";
    const int n = recipe.responders > 0 ? recipe.responders : pick(2, 6);
    const int targets = n > 4 ? 1 : pick(1, 2);
    s.model = {.solidarity = x(0, 1),
               .mood = recipe.resolve ? x(-.05, .05) : 0,
               .decisiveness = x(.5, 3),
               .rollback = x(.2, 1),
               .delay_shape = x(.8, 3),
               .attention = x(0, 1),
               .ad_hoc = x(0, 1),
               .redundancy_cost = x(0, .6),
               .saturation = x(.5, 3)};
    const bool patron = flip() && n > targets;  // a patron cannot be attacked
    for (int k = 0; k < n; ++k) add_defender(s, k, patron && k == n - 1, recipe);
    for (int k = 0; k < n; ++k)
      for (int l = 0; l < k; ++l)
        if (pick(0, 4) > 0)
          s.ties.push_back({.between = {s.defenders[l].id, s.defenders[k].id},
                            .integration = x(0, 1),
                            .affinity = x(-1, 1),
                            .sharing = x(0, 1),
                            .assistance = x(0, 1),
                            .integration_goal = 0.0});
    if (flip()) add_pact(s);
    add_adversary(s, targets, recipe);
    for (int target = 0; target < targets; ++target)
      for (int k = 0; k < n; ++k)
        if (k != target)
          s.commitments.push_back({.from = s.defenders[k].id,
                                   .to = s.defenders[target].id,
                                   .reach = x(.1, 1),
                                   .stake = x(0, .4),
                                   .penalty = x(0, .3),
                                   .entry = x(0, .2),
                                   .burden = x(.1, .8),
                                   .synergy = x(0, 1),
                                   .dependency = x(0, .8)});
    for (int r = 0, rungs = n > 4 ? 1 : pick(1, 3); r < rungs; ++r)
      s.rungs.push_back({.id = "rung" + std::to_string(r),
                         .gain = x(.05, 1),
                         .mobilisation = x(.3, 1.2),
                         .attacker_cost = x(0, .3),
                         .defeat_cost = x(0, .6),
                         .defender_cost = x(0, .5),
                         .consolidation_days = x(1, 60),
                         .escalation_risk = x(0, .4),
                         .hybrid = x(0, 1),
                         .demand = x(0, 1)});
    for (const TacticRow& row : tactics_to_choose())
      s.tactics.push_back({.id = std::string(row.name), .cost = x(0, .05)});
    add_coercion(s);
    settle_defaults(s);
    return s;
  }

 private:
  double x(double low, double high) { return std::uniform_real_distribution<>(low, high)(numbers_); }
  int pick(int low, int high) { return std::uniform_int_distribution<>(low, high)(structure_); }
  bool flip() { return pick(0, 1) == 1; }

  void add_defender(Scenario<double>& s, int k, bool global, const Recipe& recipe) {
    Defender<double> d{};
    d.id = "d" + std::to_string(k);
    if (global)
      d.posture.entries = {{"here", x(.2, .8)}};
    else
      d.region = "here";
    d.forces = x(.2, 2);
    d.vulnerability = x(0, 1);
    d.missile_defence = x(0, 1);
    d.hybrid_resilience = x(0, 1);
    d.economic_resilience = x(0, 1);
    d.sanction = x(0, .1);
    d.retaliation = x(0, .6);
    d.decision_days = x(0, 20);
    d.precision = recipe.precision > 0 ? recipe.precision : x(2, 30);
    d.steadfast = x(0, 1);
    d.resolve_gap = recipe.resolve && flip() ? x(0, .4) : 0;
    d.redundancy = x(0, 1);
    s.defenders.push_back(d);
  }

  void add_pact(Scenario<double>& s) {
    Pact<double> pact{};
    pact.id = "pact";
    for (const auto& d : s.defenders)
      if (flip()) pact.members.push_back(d.id);
    if (pact.members.empty()) pact.members.push_back(s.defenders[0].id);
    pact.quorum = x(0, 1);
    pact.decision_days = x(0, 10);
    pact.fallback_days = x(0, 20);
    pact.ad_hoc = x(0, 1);
    pact.ad_hoc_force = x(0, 1);
    s.pacts.push_back(pact);
    s.defenders[0].plan = "pact";
  }

  void add_adversary(Scenario<double>& s, int targets, const Recipe& recipe) {
    Adversary<double> a{};
    a.id = "rival";
    a.forces.entries = {{"here", x(.5, 2)}};
    for (int target = 0; target < targets; ++target) a.prize.entries.emplace_back(s.defenders[target].id, x(.3, 1.5));
    std::vector<TacticRow> menu(tactics_to_choose().begin(), tactics_to_choose().end());
    std::reverse(menu.begin() + 1, menu.end());  // a menu has an order of its own
    for (const TacticRow& row : menu)
      if (flip()) a.tactics.emplace_back(row.name);
    for (const auto& d : s.defenders)
      if (flip()) a.exposure.entries.emplace_back(d.id, x(0, 1));
    if (pick(0, 3) == 0) a.perceives.entries.emplace_back(s.defenders[1].id, x(0, 1));
    a.arsenal = x(0, 4);
    a.strike_effect = x(0, 1);
    a.cover = x(0, 1);
    a.execution_cost = x(0, .3);
    a.leverage = x(0, 1.5);
    a.leverage_cost = x(0, .4);
    a.largesse = x(0, .3);
    a.reliability = x(0, 1);
    a.audience_cost = x(0, .3);
    a.sunk = x(0, 1);
    a.grievance = x(-.1, .2);
    a.precision = x(5, 40);
    a.tactic_precision = std::numeric_limits<double>::quiet_NaN();
    const int types = recipe.types > 0 ? recipe.types : pick(1, 3);
    for (int t = 0; t < types; ++t)
      a.types.push_back({.id = "t" + std::to_string(t), .prior = x(.1, 1), .prize = x(.7, 1.5), .cost = x(.4, 1.3)});
    s.adversaries.push_back(a);
  }

  // Last, so that what was random before stays as it was.
  void add_coercion(Scenario<double>& s) {
    Adversary<double>& a = s.adversaries[0];
    a.brink = flip() ? x(0, 1) : 0;
    a.onset = flip() ? x(0, 1) : 0;
    if (pick(0, 3) == 0) a.aims.at[static_cast<int>(Tactic::threaten)] = {s.defenders[1].id};
    for (const Commitment<double>& supporter : s.commitments)
      for (const Commitment<double>& host : s.commitments)
        if (host.to == supporter.to && host.from != supporter.from && pick(0, 4) == 0)
          s.basings.push_back({.from = supporter.from,
                               .to = supporter.to,
                               .host = host.from,
                               .gain = x(0, .5),
                               .dependency = x(0, .9)});
    for (Defender<double>& d : s.defenders) d.foresees = d.resolve_gap > 0 && flip();  // matters in campaigns
  }

  std::mt19937_64 structure_, numbers_;
};

inline Scenario<double> random_scenario(std::uint64_t seed, const Recipe& recipe = {}) {
  return ScenarioMaker(seed, seed + 1).make(recipe);
}

}  // namespace wedge::test
