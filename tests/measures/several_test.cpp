// Properties of several adversaries at once.
#include <gtest/gtest.h>

#include <cmath>

#include "crisis/forces.hpp"
#include "support/compare.hpp"
#include "support/linked.hpp"
#include "support/scenarios.hpp"
#include "support/several_scenario.hpp"

namespace wedge::test {
namespace {

using Solutions = std::vector<CrisisSolution<double>>;

Scenario<double> several(const std::string& name, const std::vector<Override>& set = {}) {
  return at_medians(load(data_path("reference/several/" + name + ".toml"), set));
}

Defence<double> defence_of(const Scenario<double>& s, const Target& target, int rung, const Demands<double>& demands) {
  Defence<double> out{};
  set_defence(s, target, rung, demands, out);
  return out;
}

Measures<double> measured(const Scenario<double>& s, const CrisisSolution<double>& solution) {
  return measures_of(solution, static_cast<int>(s.defenders.size()));
}

// The largest difference between measures of the same adversary.
double difference(const Measures<double>& a, const Measures<double>& b) {
  std::vector<double> all[2];
  for (const int side : {0, 1})
    for_each_measure(side ? b : a, [&](const Measure&, std::span<const double> values) {
      all[side].insert(all[side].end(), values.begin(), values.end());
    });
  EXPECT_EQ(all[0].size(), all[1].size());
  double largest = 0.0;
  for (std::size_t i = 0; i < all[0].size(); ++i) {
    EXPECT_EQ(std::isnan(all[0][i]), std::isnan(all[1][i])) << i;
    if (!std::isnan(all[0][i])) largest = std::max(largest, std::abs(all[0][i] - all[1][i]));
  }
  return largest;
}

// By adversary: how far its measures among the others are from those alone.
std::vector<double> differences_from_alone(const Scenario<double>& s) {
  const Solutions together = solve_crises(s, all_adversaries(s));
  EXPECT_EQ(status_of(together, 0), Status::solved);
  std::vector<double> out;
  for (const int j : all_adversaries(s)) {
    const CrisisSolution<double> alone = solve_crisis(s, j);
    EXPECT_EQ(alone.joint.status[0], Status::solved);
    out.push_back(difference(measured(s, together[j]), measured(s, alone)));
  }
  return out;
}

TEST(Decoupling, IsExactIfNobodyIsShared) {
  EXPECT_EQ(differences_from_alone(several("decoupled")), (std::vector<double>{0, 0}));
  for (std::uint64_t seed = 1; seed <= 25; ++seed) {
    const Scenario<double> s = several_scenario(
        seed, seed, {.theatres = seed % 5 == 0 ? 3 : 2, .rungs = 2, .each = {}, .patron = false, .ranks = false});
    for (const double d : differences_from_alone(s)) EXPECT_EQ(d, 0.0) << seed;
  }
}

TEST(Decoupling, EndsWithOneSharedDefender) {
  for (const double d : differences_from_alone(
           several("decoupled", {parse_override("commitment=[{from=\"birch\", to=\"ash\", reach=0.6},"
                                                "{from=\"birch\", to=\"cedar\", reach=0.5}]")})))
    EXPECT_GT(d, 1e-6);
  for (std::uint64_t seed = 1; seed <= 10; ++seed)
    for (const double d : differences_from_alone(several_scenario(
             seed, seed, {.theatres = 2, .rungs = 1, .each = {.responders = 2, .precision = 8.0}, .ranks = false})))
      EXPECT_GT(d, 1e-9) << seed;
}

// Decoupling through the linked system: adversaries who share a patron whom no rung claims, and who wish each other
// nothing.
TEST(Decoupling, LinksWithoutWeightChangeNothing) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Scenario<double> s = several_scenario(
        seed, seed, {.theatres = seed % 5 == 0 ? 3 : 2, .rungs = 1, .each = {.responders = 2, .precision = 8.0}});
    for (auto& rung : s.rungs) rung.demand = 0.0;
    for (auto& a : s.adversaries)
      for (auto& [other, weight] : a.closing_ranks.entries) weight = 0.0;
    ASSERT_GT(solve_crises(s, {0, 1})[0].games(), solve_crisis(s, 0).games());
    for (const double d : differences_from_alone(s)) EXPECT_LT(d, 1e-9) << seed;
  }
}

TEST(Symmetry, OrderOfAdversariesDoesNotMatter) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Scenario<double> one = several_scenario(
        seed, seed + 7, {.theatres = seed % 5 == 0 ? 3 : 2, .rungs = 1, .each = {.responders = 2, .precision = 8.0}});
    Scenario<double> two = one;
    std::reverse(two.adversaries.begin(), two.adversaries.end());
    const Solutions a = solve_crises(one, all_adversaries(one)), b = solve_crises(two, all_adversaries(two));
    ASSERT_EQ(status_of(a, 0), Status::solved);
    ASSERT_EQ(status_of(b, 0), Status::solved);
    for (std::size_t j = 0; j < a.size(); ++j)
      EXPECT_LT(difference(measured(one, a[j]), measured(two, b[a.size() - 1 - j])), 1e-10) << seed;
    const auto loss = [](const Scenario<double>& s, const Solutions& solutions) {
      return total_loss(situation_structure(s, all_adversaries(s)), solutions);
    };
    EXPECT_NEAR(loss(one, a), loss(two, b), 1e-10);
  }
}

TEST(Symmetry, NamesDoNotMatter) {
  const Scenario<double> one = several("three-adversaries");
  Scenario<double> two = one;
  detail::rename(two, "other-");
  const Solutions a = solve_crises(one, {0, 1, 2}), b = solve_crises(two, {0, 1, 2});
  for (int j = 0; j < 3; ++j) EXPECT_EQ(difference(measured(one, a[j]), measured(two, b[j])), 0.0);
}

TEST(Symmetry, MirroredTheatresHaveMirroredSolutions) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Scenario<double> theatre = random_scenario(seed, {.responders = 2, .precision = 8.0});
    Scenario<double> s = side_by_side({theatre, theatre});
    Defender<double> patron = s.defenders[0];
    patron.id = "patron";
    patron.region = patron.plan = "";
    patron.posture.entries = {{"a-here", .3}, {"b-here", .3}};
    s.defenders.push_back(patron);
    for (const std::string victim : {"a-d0", "b-d0"}) {
      s.ties.push_back({.between = {"patron", victim},
                        .integration = .5,
                        .affinity = .3,
                        .sharing = .2,
                        .assistance = .1,
                        .integration_goal = 0.0});
      s.commitments.push_back({.from = "patron",
                               .to = victim,
                               .reach = .8,
                               .stake = .2,
                               .penalty = .1,
                               .entry = .05,
                               .burden = .4,
                               .synergy = .3,
                               .dependency = .2});
    }
    s.adversaries[0].closing_ranks.entries = {{"b-rival", .4}};
    s.adversaries[1].closing_ranks.entries = {{"a-rival", .4}};
    const Solutions both = solve_crises(s, {0, 1});
    ASSERT_EQ(status_of(both, 0), Status::solved) << seed;
    const Measures<double> a = measured(s, both[0]), b = measured(s, both[1]);
    EXPECT_NEAR(a.deterrence, b.deterrence, 1e-10);
    EXPECT_NEAR(a.total_loss, b.total_loss, 1e-10);
    ASSERT_EQ(both[0].games(), both[1].games());
    for (std::size_t i = 0; i < both[0].joint.support.size(); ++i)
      EXPECT_NEAR(both[0].joint.support[i], both[1].joint.support[i], 1e-10) << seed;
  }
}

// Any demand of others is certain to do this: every force that can come shrinks, every coalition is weaker, and none is
// faster. (What follows in equilibrium may go either way: a weaker defence is supported less, or more by those who are
// needed; a rung with a larger demand also gets a larger share.)
TEST(Demand, WeakensAndSlowsEveryCoalition) {
  int weaker = 0, slower = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Scenario<double> s = random_scenario(seed);
    std::mt19937_64 random(seed);
    const auto x = [&](double high) { return std::uniform_real_distribution<>(0, high)(random); };
    const CrisisStructure crisis = crisis_structure(s, 0);
    Demands<double> some, more;
    for (std::size_t k = 0; k < s.defenders.size(); ++k) {
      some.everywhere.push_back(x(3));
      some.here.push_back(some.everywhere[k] * x(1));
      more.here.push_back(some.here[k] + x(1));
      more.everywhere.push_back(some.everywhere[k] + more.here[k] - some.here[k] + x(1));
    }
    const Demands<double> none;
    for (const Target& t : crisis.targets)
      for (int r = 0; r < crisis.rungs; ++r) {
        const double haste = std::pow(s.rungs[r].consolidation_days, s.model.delay_shape);
        const auto compare = [&](const Demands<double>& less, const Demands<double>& greater) {
          const Defence<double> a = defence_of(s, t, r, less), b = defence_of(s, t, r, greater);
          Readiness<double> ready_a, ready_b;
          ready_a.set(a, haste);
          ready_b.set(b, haste);
          for (int k = 0; k < t.size(); ++k) EXPECT_LE(b.force[k], a.force[k]);
          for (Coalition c = 0; c < t.coalitions(); ++c) {
            EXPECT_LE(strength(b, c), strength(a, c) * (1 + 1e-14));
            EXPECT_GE(late(b, c, ready_b), late(a, c, ready_a) - 1e-14);
            weaker += strength(b, c) < strength(a, c);
            slower += late(b, c, ready_b) > late(a, c, ready_a) + 1e-9;
          }
        };
        compare(none, some);
        compare(some, more);
      }
  }
  EXPECT_GT(weaker, 1000);
  EXPECT_GT(slower, 1000);
}

// Whatever the adversaries do at once, the crises together get no more of a force than there is.
TEST(Demand, SharesOfOneForceNeverSumAboveOne) {
  int full = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Scenario<double> s = several_scenario(seed, seed, {.theatres = 3, .rungs = 2, .ranks = false});
    s.adversaries.push_back(s.adversaries[0]);  // twice the same target
    s.adversaries.back().id = "twin";
    for (auto& c : s.commitments) c.reach = 1.0;
    std::vector<CrisisStructure> crises;
    for (const int j : all_adversaries(s)) crises.push_back(crisis_structure(s, j));
    std::vector<const CrisisStructure*> all;
    for (const CrisisStructure& crisis : crises) all.push_back(&crisis);
    std::mt19937_64 random(seed);
    for (int trial = 0; trial < 40; ++trial) {
      std::vector<int> chosen;
      for (const CrisisStructure& crisis : crises)
        chosen.push_back(std::uniform_int_distribution<>(0, moves(crisis) - 1)(random));
      std::vector<double> used(s.defenders.size(), 0.0);
      for (std::size_t j = 0; j < crises.size(); ++j) {
        if (chosen[j] == 0) continue;
        std::vector<int> others = chosen;
        others[j] = 0;
        const int target = target_of_move(crises[j], chosen[j]);
        const Target& t = crises[j].targets[target];
        const Defence<double> d = defence_of(s, t, rung_of_move(crises[j], chosen[j]),
                                             demands_of<double>(s, all, static_cast<int>(j), target, others));
        for (int k = 0; k < t.size(); ++k) used[t.responders[k]] += d.force[k];
      }
      for (std::size_t k = 0; k < used.size(); ++k) {
        EXPECT_LE(used[k], s.defenders[k].forces * (1 + 1e-12)) << seed << " " << s.defenders[k].id;
        full += used[k] > s.defenders[k].forces * (1 - 1e-12);
      }
    }
  }
  EXPECT_GT(full, 100);  // the rule binds
}

// Where support is certain by construction and nobody desists, attacks together are strategic complements: whatever
// makes a defence that is shared worse raises every adversary's attack, and through it the others'.
TEST(Demand, OfTheOtherRaisesAttackAndLossIfSupportIsFixed) {
  const auto at = [](double attention, double reach) {
    return several(
        "two-opportunists",
        {parse_override("pact=[{id=\"p\", members=[\"patron\", \"ayr\", \"bar\"], quorum=0.6, decision_days=20}]"),
         parse_override("defender.ayr.plan=\"p\""), parse_override("defender.bar.plan=\"p\""),
         parse_override("model.rollback=0.6"), parse_override("model.attention=" + std::to_string(attention)),
         parse_override("commitment.patron-bar.reach=" + std::to_string(reach))});
  };
  const auto attack_and_loss = [](const Scenario<double>& s) {
    const Solutions both = solve_crises(s, {0, 1});
    EXPECT_EQ(status_of(both, 0), Status::solved);
    for (const auto& one : both)
      for (const double p : one.joint.support) EXPECT_GT(p, 1 - 1e-9);  // as constructed
    std::vector<double> out;
    for (const auto& one : both) {
      const Measures<double> m = measured(s, one);
      out.insert(out.end(), {1 - m.deterrence, m.total_loss});
    }
    return out;
  };
  const std::vector<double> alone{1 - measured(at(0, 1), solve_crisis(at(0, 1), 0)).deterrence,
                                  total_loss(solve_crisis(at(0, 1), 0))};
  std::vector<double> before = attack_and_loss(at(0, 1));
  EXPECT_GT(before[0], alone[0]);  // that there is another is enough
  EXPECT_GT(before[1], alone[1]);
  for (const double attention : {.2, .5, 1., 2., 5.}) {
    const std::vector<double> now = attack_and_loss(at(attention, 1));
    for (int i = 0; i < 4; ++i) EXPECT_GT(now[i], before[i]) << "attention " << attention;
    before = now;
  }
  before = attack_and_loss(at(1, 1));
  for (const double reach : {.9, .7, .5}) {  // a better chance in one region only
    const std::vector<double> now = attack_and_loss(at(1, reach));
    for (int i = 0; i < 4; ++i) EXPECT_GT(now[i], before[i]) << "reach " << reach;
    before = now;
  }
}

// Oracle 12: alone each loses L = 0.4, together each gains (1 − L)/2; P(attack) = q = Λ(λ (0.7 q − 0.4)).
TEST(TwoOpportunists, AttackTogetherOrNotAtAll) {
  const Scenario<double> s = several("two-opportunists");
  for (const auto& one : solve_crises(s, {0, 1})) EXPECT_NEAR(1 - measured(s, one).deterrence, .1408052336296, 1e-12);
  const Scenario<double> sharp = several("two-opportunists", {parse_override("adversary.*.precision=20")});
  for (const auto& one : solve_crises(sharp, {0, 1}))
    EXPECT_NEAR(1 - measured(sharp, one).deterrence, .0003369352107590, 1e-12);
  // All three are solutions of the linked system, and nothing near them is.
  LinkedCase linked(sharp, {0, 1});
  LinkedSystem<double> system(linked.games, linked.links);
  const auto largest_residual = [&](double q) {
    std::vector<double> u(system.size(), 0.0);
    for (int round = 0; round < 3; ++round) {  // support is certain, so that Δ moves no more
      for (int i = system.first_y(); i < system.size(); ++i) u[i] = q;
      system.evaluate(u, 1.0);
      std::copy_n(system.delta().begin(), system.first_y(), u.begin());
    }
    double largest = 0.0;
    for (std::size_t i = 0; i < u.size(); ++i) largest = std::max(largest, std::abs(system.delta()[i] - u[i]));
    return largest;
  };
  for (const double q : {.0003369352107590, .6005558283693, .9974372848907}) {
    EXPECT_LT(largest_residual(q), 3e-13) << q;
    EXPECT_GT(largest_residual(q + 1e-4), 1e-6) << q;
  }
}

TEST(Coordination, IsNothingIfNothingIsShared) {
  EXPECT_NEAR(engine::solve_all(several("decoupled"), {}).coordination, 0.0, 1e-15);
  for (std::uint64_t seed = 1; seed <= 5; ++seed)
    EXPECT_NEAR(engine::solve_all(several_scenario(seed, seed,
                                                   {.theatres = 2,
                                                    .rungs = 1,
                                                    .each = {.responders = 2, .precision = 8.0},
                                                    .patron = false,
                                                    .ranks = false}),
                                  {})
                    .coordination,
                0.0, 1e-15);
  EXPECT_GT(engine::solve_all(several("two-opportunists"), {}).coordination, 0.01);
}

TEST(SameTarget, LosesNoMoreThanAll) {
  const Scenario<double> s = several(
      "same-target", {parse_override("adversary.*.prize.hub=3"), parse_override("adversary.*.forces.gulf=20"),
                      parse_override("rung.assault.gain=1"), parse_override("rung.assault.attacker_cost=0.01")});
  const engine::Solved solved = engine::solve_all(s, {});
  ASSERT_EQ(solved.status, Status::solved);
  double sum = 0.0;
  for (const auto& crisis : solved.crises) sum += crisis.measures.loss[0];
  EXPECT_GT(sum, 1.5);
  EXPECT_EQ(solved.targets[0], "hub");
  EXPECT_EQ(solved.situation.loss[0], 1.0);
  EXPECT_EQ(solved.situation.total_loss, 1.0 + solved.situation.loss[1]);
  EXPECT_EQ(solved.situation.loss[1], solved.crises[0].measures.loss[1]);  // only one of them is after it
  EXPECT_NEAR(total_loss(situation_structure(s, {0, 1}), solve_crises(s, {0, 1})), solved.situation.total_loss, 1e-12);
}

}  // namespace
}  // namespace wedge::test
