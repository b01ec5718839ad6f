// Campaigns as they are played: by the equilibrium's probabilities, remembered as Bayes has it, by chance that is
// shared.
#include "campaign/runner.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>

#include "study/study.hpp"
#include "worlds.hpp"

namespace wedge::test {
namespace {

using Course = CrisisEvent::Course;

void expect_near(const Mean& sample, double expected, const std::string& what) {
  EXPECT_NEAR(sample.mean(), expected, 4.0 * sample.standard_error() + 1e-12)
      << what << ", " << sample.count << " observations";
}

void expect_one_round_is_the_crisis(const std::string& text, std::vector<Override> overrides, int least) {
  overrides.push_back({"campaign.rounds", "1"});
  overrides.push_back({"campaign.enable", "[]"});
  overrides.push_back({"model.mood", "{ uniform = [-0.05, 0.05] }"});
  StudySettings asked;
  asked.draws = 24;
  asked.keep_draws = true;
  Draws crisis, campaign;
  const Study once(text, "x.toml", overrides, {}, asked);
  once.run(0, nullptr, &crisis);
  asked.campaigns = true;
  const Study over_time(text, "x.toml", overrides, {}, asked);
  over_time.run(0, nullptr, &campaign);
  ASSERT_EQ(crisis.inputs, campaign.inputs);
  ASSERT_EQ(crisis.status, campaign.status);
  int compared = 0;
  for (const Variable& v : once.layout().variables)
    for (const Variable& w : over_time.layout().variables) {
      if (v.name != w.name) continue;
      ASSERT_EQ(v.slots, w.slots) << v.name;
      ++compared;
      for (std::size_t draw = 0; draw < crisis.status.size(); ++draw)
        for (int i = 0; i < v.slots; ++i) {
          const double a = crisis.values[draw * once.layout().slots + v.first_slot + i];
          const double b = campaign.values[draw * over_time.layout().slots + w.first_slot + i];
          EXPECT_TRUE(a == b || (std::isnan(a) && std::isnan(b))) << v.name << " " << i << ": " << a << " and " << b;
        }
    }
  EXPECT_GE(compared, least);
}

TEST(Campaign, OneRoundWithNothingMovingIsTheCrisisStudy) {
  expect_one_round_is_the_crisis(file_text(textbook_file), {}, 20);
  expect_one_round_is_the_crisis(two_regions_toml, {}, 22);
}

// What of the threat is carried out: all of it or nothing, but of a squeeze that is live also what is in force already,
// eq. (18).
double carried_out(const CrisisEvent& e, double onset) {
  const double escalated = e.course == Course::executed;
  if (!e.attack() || e.action.threat() != Threat::economic) return escalated;
  Coalition supporters = 0;
  int victim = 0;
  for (int k = 0; k < static_cast<int>(e.responses.size()); ++k) {
    if (e.responses[k].supports) supporters |= only(k);
    if (e.responses[k].defender == e.target) victim = k;
  }
  return e.action.live(supporters, victim) ? onset + (1.0 - onset) * escalated : 0.0;
}

// What happens less its probability, given what happened before: off by chance alone, in every round, if behaviour is
// as the equilibrium says and beliefs are right. (Both types are the same everywhere, so `spillover` is 1.)
class Frequencies {
 public:
  explicit Frequencies(const Scenario<Quantity>& s) {
    for (const auto& a : s.adversaries) onset_.push_back(a.onset.number());
  }
  void add(const PlayedRound& round, std::size_t j) {
    const CrisisEvent& e = round.events[j];
    const Measures<double>& exact = round.exact[j];
    const std::string by = "adversary " + std::to_string(j) + " ";
    if (e.course == Course::no_opportunity) {
      EXPECT_EQ(exact.deterrence, 1.0);
      return;
    }
    off_[by + "attack"].add(e.attack() - (1.0 - exact.deterrence));
    off_[by + "conceded"].add((e.course == Course::conceded) - exact.conceded);
    off_[by + "desisted"].add((e.course == Course::desisted) - exact.desisted);
    off_[by + "war"].add(e.fight() - exact.war);
    const double executed = carried_out(e, onset_[j]);
    off_[by + "executed"].add(executed - exact.executed);
    off_[by + "brink"].add(e.by_chance - exact.brink);
    for (std::size_t t = 0; t < exact.executed_by_tactic.size(); ++t)
      if (!std::isnan(exact.executed_by_tactic[t]))
        off_[by + "executed by tactic " + std::to_string(t)].add(
            (e.attack() && static_cast<std::size_t>(e.action.tactic) == t ? executed : 0.0) -
            exact.executed_by_tactic[t]);
    for (std::size_t t = 0; t < exact.attack_by_tactic.size(); ++t)
      if (!std::isnan(exact.attack_by_tactic[t]))
        off_[by + "tactic " + std::to_string(t)].add((e.attack() && static_cast<std::size_t>(e.action.tactic) == t) -
                                                     exact.attack_by_tactic[t]);
    for (std::size_t r = 0; r < exact.attack_by_rung.size(); ++r)
      off_[by + "rung " + std::to_string(r)].add((e.attack() && static_cast<std::size_t>(e.action.rung) == r) -
                                                 exact.attack_by_rung[r]);
    if (!e.attack()) return;
    for (const Response& r : e.responses)
      off_[by + "support of " + std::to_string(r.defender)].add(r.supports - exact.support[r.defender]);
  }
  void add_loss(double off) { off_["loss"].add(off); }

  int check() const {
    for (const auto& [what, sample] : off_) expect_near(sample, 0.0, what);
    return static_cast<int>(off_.size());
  }

 private:
  std::vector<double> onset_;  // by adversary
  std::map<std::string, Mean> off_;
};

template <class Real>
int check_frequencies(const Scenario<Quantity>& s, int campaigns) {
  Frequencies frequencies(s);
  for (const Played& campaign : played<Real>(s, campaigns)) {
    EXPECT_EQ(campaign.status, Status::solved);
    for (const PlayedRound& round : campaign.rounds)
      for (std::size_t j = 0; j < round.events.size(); ++j) frequencies.add(round, j);
  }
  return frequencies.check();
}

TEST(Campaign, WhatHappensIsAsLikelyAsTheEquilibriumSays) {
  EXPECT_GE(check_frequencies<Pack>(textbook(), 4000), 12);
  EXPECT_GE(check_frequencies<double>(textbook({{"campaign.rounds", 1}}), 2000), 12);
}

// Nature carries out some threats before anybody decides, and a squeeze presses before the decision.
TEST(Campaign, ThreatsAreCarriedOutAsOftenAsTheEquilibriumSays) {
  const Scenario<Quantity> s = textbook({{"adversary.rival.tactics", {"threaten", "squeeze"}},
                                         {"adversary.rival.brink", 0.6},
                                         {"adversary.rival.onset", 0.4},
                                         {"adversary.rival.leverage", 0.3},
                                         {"adversary.rival.leverage_cost", 0.05},
                                         {"adversary.rival.exposure", {{"rear", 0.8}, {"patron", 0.5}}},
                                         {"rung.seize.escalation_risk", 0.4}});
  EXPECT_GE(check_frequencies<Pack>(s, 3000), 16);
  int by_chance = 0, squeezed = 0;
  for (const Played& campaign : played<Pack>(s, 3000))
    for (const PlayedRound& round : campaign.rounds) {
      by_chance += round.events[0].by_chance;
      squeezed += carried_out(round.events[0], 0.4) == 0.4;
    }
  EXPECT_GT(by_chance, 100);
  EXPECT_GT(squeezed, 100);
}

TEST(Campaign, WhatHappensIsAsLikelyAsBelievedWhenEverythingMoves) {
  EXPECT_GE(check_frequencies<Pack>(world({{"adversary.red.perceives", nullptr}}), 1500), 20);
}

TEST(Campaign, ATargetLosesAsOftenAsTheEquilibriumSays) {
  Mean off;
  for (const Played& campaign : played<Pack>(textbook({{"rung.seize.hybrid", 0.0}}), 4000))
    for (const PlayedRound& round : campaign.rounds)
      off.add((round.events[0].held ? 0.0 : 0.45) - round.exact[0].total_loss);
  expect_near(off, 0.0, "loss");
}

// Oracle 9 in the simulator: beliefs are right on average whatever was seen, so they keep their mean, and of those that
// are believed steadfast with probability p the share p is.
TEST(Campaign, BeliefsAreMartingalesAndCalibrated) {
  const auto campaigns = played<Pack>(world({{"adversary.red.perceives", nullptr}}), 3000);
  const double steadfast[] = {0.7, 0.9, 1.0, 0.5, 1.0};
  Mean bold, patron_later, brea_later, types[2], patron_off[2], brea_off[2], moved;
  for (const Played& campaign : campaigns) {
    ASSERT_EQ(campaign.status, Status::solved);
    const CampaignState& end = campaign.rounds.back().after;
    const double patron = probability_of(end.defenders[0].log_odds[0]),
                 brea = probability_of(end.defenders[3].log_odds[0]);
    EXPECT_NEAR(end.defenders[0].log_odds[0], end.defenders[0].log_odds[1], 1e-9);  // seen alike everywhere
    bold.add(end.adversaries[0].belief[1]);
    patron_later.add(patron);
    brea_later.add(brea);
    moved.add(std::abs(patron - 0.7));
    types[end.adversaries[0].belief[1] > 0.4].add((campaign.true_type[0] == 1) - end.adversaries[0].belief[1]);
    patron_off[patron > 0.7].add(campaign.steadfast[0] - patron);
    brea_off[brea > 0.5].add(campaign.steadfast[3] - brea);
  }
  expect_near(bold, 0.4, "red is bold");
  expect_near(patron_later, steadfast[0], "patron");
  expect_near(brea_later, steadfast[3], "brea");
  for (const int more : {0, 1}) {
    expect_near(types[more], 0.0, "red is bold, calibrated");
    expect_near(patron_off[more], 0.0, "patron, calibrated");
    expect_near(brea_off[more], 0.0, "brea, calibrated");
    EXPECT_GT(patron_off[more].count, 100);
  }
  EXPECT_GT(moved.mean(), 0.1);  // there was something to learn
}

TEST(Campaign, WhatWasNotObservedTeachesNothing) {
  int calm = 0, elsewhere = 0, seen = 0;
  for (const Played& campaign : played<Pack>(world({{"campaign.spillover", 0.0}}), 400))
    for (const PlayedRound& round : campaign.rounds)
      for (std::size_t k = 0; k < round.before.defenders.size(); ++k) {
        const auto &was = round.before.defenders[k].log_odds, &is = round.after.defenders[k].log_odds;
        std::array<bool, 2> responded{};  // by region: alda's, then cora's
        for (const CrisisEvent& e : round.events)
          if (e.attack() && e.of(static_cast<int>(k)) != nullptr) responded[e.target == 2 ? 0 : 1] = true;
        for (int g = 0; g < 2; ++g) {
          if (!responded[g]) {
            EXPECT_EQ(was[g], is[g]);
          }
          calm += !responded[0] && !responded[1];
          elsewhere += !responded[g] && responded[1 - g];
          seen += responded[g] && was[g] != is[g];
        }
      }
  EXPECT_GT(calm, 100);
  EXPECT_GT(elsewhere, 100);
  EXPECT_GT(seen, 100);
}

TEST(Campaign, WithoutAnOpportunityNothingIsLearntOfAnAdversary) {
  int without = 0, quiet_tells = 0;
  for (const Played& campaign : played<Pack>(world(), 200))
    for (const PlayedRound& round : campaign.rounds) {
      const auto &was = round.before.adversaries[0].belief, &is = round.after.adversaries[0].belief;
      if (round.events[0].course == Course::no_opportunity) {
        EXPECT_EQ(was, is);
        ++without;
      }
      if (round.events[0].course == Course::quiet && !round.before.defenders[2].lost) quiet_tells += is[1] < was[1];
    }
  EXPECT_GT(without, 100);
  EXPECT_GT(quiet_tells, 20);  // who stays quiet is less likely to be bold
}

// Oracle 10: pacts that are tested are not like the others. Seven in ten are reliable (.95) and seldom attacked (.05),
// the others (.2) often (.6): what is seen of all of them (.322) is far from what they are worth (.725).
TEST(Campaign, ObservedReliabilityIsNotTheLatentOne) {
  const auto pact = [](double reliability, double attack) {
    Scenario<Quantity> s = load(textbook_file, overrides_from({{"adversary.rival.tactics", nlohmann::json::array()},
                                                               {"campaign.rounds", 10},
                                                               {"campaign.enable", nlohmann::json::array()}}));
    const auto bisect = [&s](auto set, auto miss) {  // miss() rises with the number set
      double low = -5.0, high = 5.0;
      for (int i = 0; i < 60; ++i) {
        set(Quantity(0.5 * (low + high)));
        (miss(measures_of(solve_crisis(at_medians(s), 0), 3)) > 0.0 ? high : low) = 0.5 * (low + high);
      }
    };
    bisect([&s](Quantity x) { s.commitments[0].penalty = x; },
           [=](const auto& m) { return m.reliability_latent[0] - reliability; });
    bisect([&s](Quantity x) { s.adversaries[0].grievance = x; },
           [=](const auto& m) { return 1.0 - m.deterrence - attack; });
    return s;
  };
  int attacks = 0, supports = 0;
  double latent = 0.0;
  const struct {
    int campaigns;
    double reliability, attack;
  } kinds[] = {{1400, .95, .05}, {600, .2, .6}};
  for (const auto& kind : kinds)
    for (const Played& campaign : played<Pack>(pact(kind.reliability, kind.attack), kind.campaigns, attacks)) {
      latent += campaign.rounds[0].exact[0].reliability_latent[0] / 2000.0;
      for (const PlayedRound& round : campaign.rounds) {
        attacks += round.events[0].attack();
        supports += round.events[0].attack() && round.events[0].of(0)->supports;
      }
    }
  EXPECT_NEAR(latent, 0.725, 1e-9);
  const double share = static_cast<double>(supports) / attacks;
  EXPECT_NEAR(share, 0.322093023255814, 4.0 * std::sqrt(.322 * .678 / attacks));
  EXPECT_NEAR(attacks / 20000.0, .7 * .05 + .3 * .6, 4.0 * std::sqrt((.7 * .05 * .95 + .3 * .6 * .4) / 20000.0));
}

}  // namespace
}  // namespace wedge::test
