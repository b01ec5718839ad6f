// Bases, the risk at the defiance and pressure before the decision, against published numbers of whole games and closed
// forms (model.md, equations (14) to (18) and (25)).
#include <gtest/gtest.h>

#include <cctype>
#include <cmath>

#include "crisis/payoffs.hpp"
#include "measures/expectation.hpp"
#include "measures/situation.hpp"
#include "support/packed.hpp"
#include "support/random_scenario.hpp"
#include "support/scenarios.hpp"
#include "support/tables.hpp"

namespace wedge::test {
namespace {

constexpr double published_digits = 1e-10;

std::string scenario_path(const std::string& name) { return data_path(name + ".toml"); }

nlohmann::json known_cases() { return json_file(data_path("coercion.json")); }

Scenario<double> scenario_of(const nlohmann::json& known) {
  return at_medians(load(scenario_path(known["scenario"]), overrides_from(known["set"])));
}

template <class Real>
void expect_measures(const nlohmann::json& expected, const Measures<Real>& found) {
  Measures<Real>::fields(found, [&](const Measure& row, const auto& value) {
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, Real>) {
      if (!expected.contains(row.key)) return;
      for (int i = 0; i < RealTraits<Real>::lanes; ++i)
        EXPECT_NEAR(lane(value, i), expected[std::string(row.key)].get<double>(), published_digits) << row.key;
    }
  });
}

// The action that the numbers are of.
int action_like(const nlohmann::json& wanted, const Scenario<double>& s, const CrisisStructure& crisis) {
  for (std::size_t a = 0; a < crisis.actions.size(); ++a) {
    const Action& action = crisis.actions[a];
    const Target& target = crisis.targets[action.target];
    std::vector<std::string> at;
    for (int k = 0; k < target.size(); ++k)
      if (has(action.at, k)) at.push_back(s.defenders[target.responders[k]].id);
    if (s.defenders[target.defender].id == wanted["target"] && s.rungs[action.rung].id == wanted["rung"] &&
        tactic_name(action.tactic) == wanted["tactic"] && nlohmann::json(at) == wanted["at"])
      return static_cast<int>(a);
  }
  return -1;
}

class Coercion : public ::testing::TestWithParam<std::string> {};

TEST_P(Coercion, AgreesWithPublishedNumbersInBothWidths) {
  const nlohmann::json known = known_cases()[GetParam()];
  const Scenario<double> s = scenario_of(known);
  const CrisisSolution<double> solution = solve_crisis(s, 0);
  ASSERT_EQ(solution.joint.status[0], Status::solved);
  expect_measures(known["solution"], measures_of(solution, static_cast<int>(s.defenders.size())));
  const Scenario<Pack> wide = packed(std::vector(Pack::lanes, s));
  expect_measures(known["solution"], measures_of(solve_crisis(wide, 0), static_cast<int>(s.defenders.size())));
  if (!known["solution"].contains("action")) return;
  const nlohmann::json wanted = known["solution"]["action"];
  const int a = action_like(wanted, s, solution.crisis);
  ASSERT_GE(a, 0);
  EXPECT_NEAR(solution.probability_of(a), wanted["probability"].get<double>(), published_digits);
  for (int type = 0; type < solution.types(); ++type) {
    const std::string& id = s.adversaries[0].types[type].id;
    if (wanted.contains("belief") && wanted["belief"].contains(id)) {
      EXPECT_NEAR(solution.belief(a)[type], wanted["belief"][id].get<double>(), published_digits);
    }
    if (wanted.contains("value")) {
      EXPECT_NEAR(solution.value(a, type), wanted["value"][id].get<double>(), published_digits);
    }
  }
  const Target& target = solution.target_of(a);
  for (int k = 0; k < target.size(); ++k)
    EXPECT_NEAR(solution.support(a)[k], wanted["support"][s.defenders[target.responders[k]].id].get<double>(),
                published_digits);
}

std::vector<std::string> names() {
  const nlohmann::json all = known_cases();
  std::vector<std::string> out;
  for (const auto& [name, known] : all.items()) out.push_back(name);
  return out;
}
INSTANTIATE_TEST_SUITE_P(Published, Coercion, ::testing::ValuesIn(names()),
                         [](const auto& parameter) { return parameter.param; });

// One table of a random crisis with all three tactics.
struct Crisis {
  Scenario<double> s;
  CrisisStructure structure;
  std::vector<GameTables<double>> games;

  Payoffs<double> of(int action) const { return payoffs(structure, games, action); }
};
Crisis crisis_with(std::uint64_t seed, double brink, double onset) {
  Crisis out{ScenarioMaker(seed, seed).make(), {}, {}};
  out.s.adversaries[0].tactics = {"threaten", "squeeze", "court"};
  out.s.adversaries[0].brink = brink;
  out.s.adversaries[0].onset = onset;
  out.structure = crisis_structure(out.s, 0);
  out.games = tables_of(out.s, out.structure);
  return out;
}

template <class Use>
void for_each_outcome(const Crisis& c, Use use) {
  for (std::size_t a = 0; a < c.games.size(); ++a) {
    const Action& action = c.structure.actions[a];
    const Target& target = c.structure.targets[action.target];
    for (int type = 0; type < c.games[a].types; ++type)
      for (Coalition k = 0; k < target.coalitions(); ++k)
        use(static_cast<int>(a), type, k, action, action.live(k, target.victim));
  }
}

TEST(Brink, ProbabilitiesStayProbabilities) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Crisis c = crisis_with(seed, 0.7, 0.4);
    for_each_outcome(c, [&](int a, int type, Coalition k, const Action& action, bool live) {
      const Outcome<double>& o = c.of(a).outcome(type, k);
      constexpr double rounding = 1e-12;
      for (const double p : {o.held, o.fight, o.executed, o.desisted}) {
        EXPECT_GE(p, -rounding);
        EXPECT_LE(p, 1.0 + rounding);
      }
      if (!live || action.threat() != Threat::nuclear) return;
      EXPECT_GE(o.executed, c.games[a].before.risk - rounding);
      EXPECT_GE(o.fight, o.executed - rounding);
    });
  }
}

TEST(Brink, ChangesNothingWithoutRiskNorAnythingButLiveNuclearThreats) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Crisis off = crisis_with(seed, 0.0, 0.0), on = crisis_with(seed, 1.0, 0.0);
    for_each_outcome(off, [&](int a, int type, Coalition k, const Action& action, bool live) {
      if (live && action.threat() == Threat::nuclear) return;
      EXPECT_EQ(off.of(a).outcome(type, k).value, on.of(a).outcome(type, k).value);
      EXPECT_EQ(off.of(a).outcome(type, k).executed, on.of(a).outcome(type, k).executed);
    });
    Scenario<double> no_risk = on.s;
    for (Rung<double>& rung : no_risk.rungs) rung.escalation_risk = 0.0;
    Scenario<double> neither = no_risk;
    neither.adversaries[0].brink = 0.0;
    const auto risky = tables_of(no_risk, on.structure), calm = tables_of(neither, on.structure);
    for (std::size_t a = 0; a < risky.size(); ++a)
      for (std::size_t i = 0; i < risky[a].outcome.size(); ++i)
        EXPECT_EQ(risky[a].outcome[i].value, calm[a].outcome[i].value);
  }
}

// Where carrying a threat out changes neither the contest nor what it costs, the adversary is indifferent between
// pressing and escalating, and all that the brink does is to take the choice from it with probability d.
TEST(Brink, OnlyTakesTheChoiceWhereNothingElseDependsOnIt) {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    Crisis off = crisis_with(seed, 0.0, 0.0), on = crisis_with(seed, 1.0, 0.0);
    for (Crisis* const c : {&off, &on}) {
      c->s.adversaries[0].strike_effect = c->s.adversaries[0].execution_cost = 0.0;
      for (Defender<double>& d : c->s.defenders) d.retaliation = 0.0;
      c->games = tables_of(c->s, c->structure);
    }
    for_each_outcome(on, [&](int a, int type, Coalition k, const Action& action, bool live) {
      if (!live || action.threat() != Threat::nuclear) return;
      const double d = on.games[a].before.risk, w = on.of(a).defence_wins(k);
      const Outcome<double>&never = off.of(a).outcome(type, k), &at_once = on.of(a).outcome(type, k);
      EXPECT_NEAR(at_once.held, d * w + (1.0 - d) * never.held, 1e-12);
      EXPECT_NEAR(at_once.desisted, (1.0 - d) * never.desisted, 1e-12);
      ++compared;
    });
  }
  EXPECT_GT(compared, 100);
}

// What supporting is worth to a responder, the others supporting with these probabilities, less standing aside.
double net_benefit(const Payoffs<double>& game, int type, int k, std::vector<double> support) {
  std::vector<double> coalition;
  double worth[2];
  for (const int comes : {0, 1}) {
    support[k] = comes;
    coalition_probabilities<double>(support, coalition);
    worth[comes] = expectation(coalition, [&](Coalition c) { return game.utility(type, k, c); });
  }
  return worth[1] - worth[0];
}

// The derivative of (16) in the brink by hand, from the ends among which the adversary chooses: the press end e is
// (1 − η′) press + η′ escalate, and η′ falls by η as d rises by η.
double slope_of_utility(const Crisis& c, const Action& action, int type, int k, Coalition supporters) {
  const Adversary<double>& adversary = c.s.adversaries[0];
  const double risk = c.s.rungs[action.rung].escalation_risk;
  const double d = adversary.brink * risk, left = (1.0 - adversary.brink) * risk;
  const std::vector<Ending<double>> ends = endings(c.s, c.structure, action, supporters)[type];
  const auto pure = [left](double press, double escalate) { return (press - left * escalate) / (1.0 - left); };
  double z[3], sum = 0.0, mean = 0.0, by_choice = 0.0;
  for (int i = 0; i < 3; ++i) sum += z[i] = std::exp(adversary.precision * (ends[i].value - ends[0].value));
  for (double& share : z) share /= sum;
  const double rise = risk * (pure(ends[1].value, ends[2].value) - ends[2].value);
  for (int i = 0; i < 3; ++i) {
    mean += z[i] * ends[i].utility[k];
    by_choice += adversary.precision * rise * z[1] * ((i == 1) - z[i]) * ends[i].utility[k];
  }
  const double by_pressing = z[1] * risk * (pure(ends[1].utility[k], ends[2].utility[k]) - ends[2].utility[k]);
  return risk * (ends[2].utility[k] - mean) + (1.0 - d) * (by_choice + by_pressing);
}

TEST(Brink, SlopeOfTheNetBenefitIsThatOfTheEquation) {
  constexpr double step = 1e-4;
  int compared = 0;
  double steepest = 0.0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const Crisis c = crisis_with(seed, 0.6, 0.0), below = crisis_with(seed, 0.6 - step, 0.0),
                 above = crisis_with(seed, 0.6 + step, 0.0);
    for (std::size_t a = 0; a < c.games.size(); ++a) {
      const Action& action = c.structure.actions[a];
      if (action.threat() != Threat::nuclear) continue;
      const Target& target = c.structure.targets[action.target];
      std::vector<double> support;
      for (int k = 0; k < target.size(); ++k) support.push_back(0.25 + 0.5 * k / target.size());
      for (int k = 0; k < target.size(); ++k) {
        double slope = 0.0;
        std::vector<double> coalition, with = support;
        for (const int comes : {0, 1}) {
          with[k] = comes;
          coalition_probabilities<double>(with, coalition);
          slope +=
              (comes == 1 ? 1.0 : -1.0) * expectation(coalition, [&](Coalition supporters) {
                return action.live(supporters, target.victim) ? slope_of_utility(c, action, 0, k, supporters) : 0.0;
              });
        }
        const double central =
            (net_benefit(above.of(a), 0, k, support) - net_benefit(below.of(a), 0, k, support)) / (2.0 * step);
        EXPECT_NEAR(slope, central, 1e-7 + 1e-5 * std::abs(slope)) << seed << " " << a << " " << k;
        steepest = std::max(steepest, std::abs(slope));
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 200);
  EXPECT_GT(steepest, 0.05);
}

// What is in force when the allies decide is executed whatever the adversary then does.
TEST(Onset, IsTheLeastThatIsExecutedOfALiveSqueeze) {
  int squeezed = 0;
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    Scenario<double> s = random_scenario(seed);
    s.adversaries[0].tactics = {"squeeze"};
    s.adversaries[0].aims = {};
    s.adversaries[0].onset = 0.4;
    const CrisisSolution<double> solution = solve_crisis(s, 0);
    ASSERT_EQ(solution.joint.status[0], Status::solved);
    double live = 0.0;
    std::vector<double> coalition;
    for (int a = 0; a < static_cast<int>(solution.crisis.actions.size()); ++a) {
      const Action& action = solution.crisis.actions[a];
      if (action.tactic != Tactic::squeeze) continue;
      coalition_probabilities<double>(solution.support(a), coalition);
      const int victim = solution.target_of(a).victim;
      live += solution.probability_of(a) *
              expectation(coalition, [&](Coalition c) { return action.live(c, victim) ? 1.0 : 0.0; });
    }
    const Measures<double> m = measures_of(solution, static_cast<int>(s.defenders.size()));
    const double executed = m.executed_by_tactic[static_cast<int>(Tactic::squeeze)];
    EXPECT_GE(executed, 0.4 * live - 1e-12) << seed;
    EXPECT_LE(executed, live + 1e-12) << seed;
    squeezed += live > 0.01;
  }
  EXPECT_GT(squeezed, 10);
}

TEST(Onset, LeavesTheBalanceOfPressingAndDesistingAlone) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Crisis off = crisis_with(seed, 0.0, 0.0), on = crisis_with(seed, 0.0, 0.5);
    for_each_outcome(off, [&](int a, int type, Coalition k, const Action& action, bool live) {
      if (!live || action.threat() != Threat::economic) return;
      const Outcome<double>&before = off.of(a).outcome(type, k), &after = on.of(a).outcome(type, k);
      const double pressed_before = before.fight - before.executed, pressed_after = after.fight - after.executed;
      EXPECT_NEAR(before.desisted * pressed_after, after.desisted * pressed_before, 1e-12);
      EXPECT_GE(after.executed, before.executed - 1e-12);  // what is left to escalate is cheaper
      EXPECT_EQ(on.games[a].before.onset, 0.5);
    });
  }
}

// d* = (V_s − V_a) / (V_s − V_n): with a follow-through that is sure to desist, the risk at which a very precise
// responder turns. Numbers: model.md's closed form for the risk at the defiance.
TEST(Brink, CriticalRiskOfAResponder) {
  const double v = .3, g = .45, wx = .6, cost = .12, burden = .4, harm = .25, entry = .1, aside = -.1175;
  const double supports = -entry, struck = -v * g * (1 - wx) - cost * burden - entry - harm;
  const double critical = (supports - aside) / (supports - struck);
  EXPECT_NEAR(critical, .049715909091, 1e-12);
  const auto at_risk = [&](double d) {
    const Outcome<double> decided = after_desisting(0.0), carried_out = after_escalating(0.0, wx);
    const Outcome<double> o = after_defiance(d, carried_out, decided);
    const ResponderTerms<double> terms{
        .stake = v, .war = cost * burden, .entry = entry, .harm = harm, .penalty = 0, .courtship = 0};
    return responder_utility(terms, g, o.held, o.fight, o.executed) - aside;
  };
  EXPECT_GT(at_risk(critical - 1e-9), 0.0);
  EXPECT_LT(at_risk(critical + 1e-9), 0.0);
}

TEST(Aims, NameThoseAtWhomATacticMayBePointed) {
  Scenario<double> s = fixture();
  s.adversaries[0].aims.at[static_cast<int>(Tactic::threaten)] = {"jpn"};
  const CrisisStructure named = crisis_structure(s, 0);
  for (const Action& action : named.actions) {
    if (action.tactic != Tactic::threaten) continue;
    const Target& target = named.targets[action.target];
    for (int k = 0; k < target.size(); ++k) EXPECT_EQ(has(action.at, k), s.defenders[target.responders[k]].id == "jpn");
  }
  s.adversaries[0].aims.at[static_cast<int>(Tactic::threaten)] = {"us", "rok", "jpn"};
  EXPECT_EQ(crisis_structure(s, 0).actions.size(), crisis_structure(fixture(), 0).actions.size());
}

TEST(Basing, RestsOnItsOwnTie) {
  Scenario<double> s = scenario_of(known_cases()["bases"]);
  int tie = -1;
  for (std::size_t t = 0; t < s.ties.size(); ++t)
    if (s.ties[t].joins("us", "jpn")) tie = static_cast<int>(t);
  switch_off(s, tie, TieTerm::dependency);
  EXPECT_EQ(s.basings[0].dependency, 0.0);
  EXPECT_GT(s.basings[1].dependency, 0.0);  // rests on another tie
}

TEST(Basing, GivesTheTieWithTheHostASeam) {
  const Scenario<double> without = fixture(), with = scenario_of(known_cases()["bases"]);
  int tie = -1;
  for (std::size_t t = 0; t < with.ties.size(); ++t)
    if (with.ties[t].joins("us", "jpn")) tie = static_cast<int>(t);
  // Attacks on the ROK alone: Japan matters there as a host, not as a victim.
  const auto balance = [&](Scenario<double> s) {
    std::erase_if(s.adversaries[0].prize.entries, [](const auto& prize) { return prize.first != "rok"; });
    const CrisisSolution<double> solution = solve_crisis(s, 0);
    return integration_balance(s, {0}, tie, total_loss(solution));
  };
  const IntegrationBalance<double> none = balance(without), hosting = balance(with);
  EXPECT_NEAR(none.seam(), 0.0, 1e-12);
  EXPECT_GT(hosting.seam(), 0.001);
  EXPECT_GT(hosting.dividend(), 0.001);
}

}  // namespace
}  // namespace wedge::test
