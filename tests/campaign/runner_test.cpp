// Campaigns as they are played: by the equilibrium's probabilities, remembered as Bayes has it, by chance that is
// shared.
#include "campaign/runner.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>

#include "played.hpp"
#include "study/study.hpp"
#include "two_regions.hpp"

namespace wedge::test {
namespace {

using Course = CrisisEvent::Course;

const std::string textbook_file = std::string(WEDGE_SOURCE_DIR) + "/scenarios/textbook.toml";

// The textbook with private types on both sides.
Scenario<Quantity> textbook(nlohmann::json set = nlohmann::json::object()) {
  const nlohmann::json types = nlohmann::json::array(
      {{{"id", "mild"}, {"prior", 0.6}, {"cost", 1.2}}, {{"id", "bold"}, {"prior", 0.4}, {"prize", 1.4}}});
  nlohmann::json all = {{"defender.rear.steadfast", 0.6},
                        {"defender.rear.resolve_gap", 0.4},
                        {"defender.patron.steadfast", 0.7},
                        {"defender.patron.resolve_gap", 0.3},
                        {"adversary.rival.types", types},
                        {"adversary.rival.opportunity", 0.8},
                        {"campaign.rounds", 4}};
  all.update(set);
  return load(textbook_file, overrides_from(all));
}

// Everything moves.
const nlohmann::json lively = {{"campaign.rounds", 6},
                               {"campaign.spillover", 1.0},
                               {"campaign.attrition", 0.5},
                               {"campaign.recovery", 0.3},
                               {"campaign.effort", 0.02},
                               {"campaign.hedging_effort", 0.05},
                               {"campaign.bonding", 0.05},
                               {"campaign.affinity_shock", 0.05},
                               {"campaign.detente", 0.1},
                               {"campaign.tension", 0.02},
                               {"campaign.ranks_rise", 0.1},
                               {"adversary.red.opportunity", 0.7},
                               {"adversary.blue.opportunity", 0.6},
                               {"adversary.red.arsenal_growth", 0.05},
                               {"adversary.red.cap_agreed", 0.2},
                               {"adversary.red.cap_lapse", 0.3}};

Scenario<Quantity> world(const nlohmann::json& more = nlohmann::json::object()) {
  nlohmann::json set = lively;
  set.update(more);
  return two_regions(set);
}

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

// What happens less its probability, given what happened before: off by chance alone, in every round, if behaviour is
// as the equilibrium says and beliefs are right. (Both types are the same everywhere, so `spillover` is 1.)
class Frequencies {
 public:
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
    off_[by + "executed"].add((e.course == Course::executed) - exact.executed);
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
  std::map<std::string, Mean> off_;
};

template <class Real>
int check_frequencies(const Scenario<Quantity>& s, int campaigns) {
  Frequencies frequencies;
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

// What is known of a round's crises, to be compared to the last bit; NaN is like NaN.
std::vector<double> known(const CrisisEvent& event, const Measures<double>& exact) {
  std::vector<double> out = event.likelihood;
  for (const Response& r : event.responses) out.insert(out.end(), {r.if_steadfast, r.if_wavering, r.effort});
  Measures<double>::fields(exact, [&out](const Measure&, const auto& value) {
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, double>)
      out.push_back(value);
    else
      out.insert(out.end(), value.begin(), value.end());
  });
  for (double& x : out)
    if (std::isnan(x)) x = -999.0;
  return out;
}

// Without a patron, closed ranks, supplies and spillover, each region evolves to the last bit as if the other's
// adversary had never had an opportunity. (Chance belongs to places in the lists of adversaries and defenders, so all
// stay in them.)
TEST(Campaign, RegionsWithNothingInCommonAreEachAlone) {
  const nlohmann::json apart = {{"defender.patron", nullptr},
                                {"defender.helper", nullptr},
                                {"tie.patron-alda", nullptr},
                                {"commitment.patron-alda", nullptr},
                                {"commitment.helper-alda", nullptr},
                                {"commitment.patron-cora", nullptr},
                                {"adversary.red.closing_ranks", nullptr},
                                {"adversary.red.perceives", nullptr},
                                {"adversary.blue.forces", {{"west", 1.0}}},
                                {"supply.red-blue", nullptr},
                                {"campaign.spillover", 0.0},
                                {"campaign.ranks_rise", 0.0},
                                {"campaign.learning", 0.3}};
  const auto with = [&](const char* const key, nlohmann::json value) {
    nlohmann::json set = apart;
    if (*key != '\0') set[key] = value;
    return played<Pack>(world(set), 100);
  };
  const auto both = with("", 0), east = with("adversary.blue.opportunity", 0.0),
             west = with("adversary.red.opportunity", 0.0);
  int attacks = 0;
  for (std::size_t i = 0; i < both.size(); ++i)
    for (std::size_t round = 0; round < both[i].rounds.size(); ++round) {
      const PlayedRound &b = both[i].rounds[round], &e = east[i].rounds.at(round), &w = west[i].rounds.at(round);
      EXPECT_EQ(happened(b.events[0]), happened(e.events[0]));
      EXPECT_EQ(happened(b.events[1]), happened(w.events[1]));
      EXPECT_EQ(known(b.events[0], b.exact[0]), known(e.events[0], e.exact[0]));
      EXPECT_EQ(known(b.events[1], b.exact[1]), known(w.events[1], w.exact[1]));
      const auto only_of = [](CampaignState state, bool of_east) {  // alda, brea, red; or cora, blue
        if (of_east) {
          state.defenders.pop_back();
          state.adversaries.pop_back();
        } else {
          state.defenders.erase(state.defenders.begin(), state.defenders.begin() + 2);
          state.adversaries.erase(state.adversaries.begin());
          state.ties.clear();
        }
        for (DefenderState& d : state.defenders) d.log_odds = {d.log_odds[of_east ? 0 : 1]};
        return numbers_of(state);
      };
      EXPECT_EQ(only_of(b.after, true), only_of(e.after, true));
      EXPECT_EQ(only_of(b.after, false), only_of(w.after, false));
      attacks += b.events[0].attack() && b.events[1].attack();
    }
  EXPECT_GT(attacks, 20);
}

TEST(Campaign, SwitchingAMechanismOffLeavesChanceAsItWas) {
  const auto with = played<Pack>(world(), 60);
  int differ = 0;
  for (const std::string& off : mechanism_names()) {
    nlohmann::json rest = nlohmann::json::array();
    for (const std::string& mechanism : mechanism_names())
      if (mechanism != off) rest.push_back(mechanism);
    const auto without = played<Pack>(world({{"campaign.enable", rest}}), 60);
    for (std::size_t i = 0; i < with.size(); ++i) {
      EXPECT_EQ(with[i].true_type, without[i].true_type) << off;
      EXPECT_EQ(with[i].steadfast, without[i].steadfast) << off;
      for (std::size_t round = 0; round < with[i].rounds.size(); ++round)
        for (std::size_t j = 0; j < 2; ++j) {
          const CrisisEvent &a = with[i].rounds[round].events[j], &b = without[i].rounds.at(round).events[j];
          EXPECT_EQ(a.course == Course::no_opportunity, b.course == Course::no_opportunity) << off;
          differ += happened(a) != happened(b);
        }
    }
  }
  EXPECT_GT(differ, 10);  // though what is made of it changes
}

TEST(Campaign, ConcertIsOneChanceForAll) {
  int together = 0, first = 0;
  for (const Played& campaign : played<Pack>(world({{"campaign.signal", 1.0}}), 100))
    for (const PlayedRound& round : campaign.rounds) {
      const bool red = round.events[0].course != Course::no_opportunity,
                 blue = round.events[1].course != Course::no_opportunity;
      EXPECT_TRUE(red || !blue);  // red's .7 includes blue's .6
      together += red && blue;
      first += red;
    }
  EXPECT_NEAR(together / 600.0, 0.6, 4.0 * std::sqrt(.6 * .4 / 600.0));
  EXPECT_NEAR(first / 600.0, 0.7, 4.0 * std::sqrt(.7 * .3 / 600.0));
}

TEST(Campaign, PacksPlayTheSameEventsAsNumbers) {
  const auto wide = played<Pack>(world(), 40), narrow = played<double>(world(), 40);
  for (std::size_t i = 0; i < wide.size(); ++i)
    for (std::size_t round = 0; round < wide[i].rounds.size(); ++round) {
      for (std::size_t j = 0; j < 2; ++j)
        EXPECT_EQ(happened(wide[i].rounds[round].events[j]), happened(narrow[i].rounds.at(round).events[j]));
      const auto a = numbers_of(wide[i].rounds[round].after), b = numbers_of(narrow[i].rounds[round].after);
      for (std::size_t n = 0; n < a.size(); ++n) EXPECT_NEAR(a[n], b[n], 1e-7);
    }
}

TEST(Campaign, ACampaignIsTheSameAloneAndInCompany) {
  const auto company = played<Pack>(world(), 37);
  for (const int i : {0, 5, 36}) {
    const Played alone = played<Pack>(world(), 1, i)[0];
    EXPECT_EQ(alone.true_type, company[i].true_type);
    for (std::size_t round = 0; round < alone.rounds.size(); ++round) {
      for (std::size_t j = 0; j < 2; ++j)
        EXPECT_EQ(happened(alone.rounds[round].events[j]), happened(company[i].rounds.at(round).events[j]));
      EXPECT_EQ(numbers_of(alone.rounds[round].after), numbers_of(company[i].rounds[round].after));
    }
  }
}

TEST(Campaign, WhoIsLostIsAttackedNoMoreAndTheRestGoesOn) {
  int lost = 0, after = 0;
  for (const Played& campaign : played<Pack>(world({{"campaign.rounds", 12}}), 200)) {
    ASSERT_EQ(campaign.status, Status::solved);
    ASSERT_EQ(campaign.rounds.size(), 12u);
    for (const PlayedRound& round : campaign.rounds) {
      if (!round.before.defenders[2].lost) continue;
      ++lost;
      EXPECT_TRUE(round.after.defenders[2].lost);
      EXPECT_FALSE(round.events[0].attack());
      EXPECT_EQ(round.exact[0].loss[0], 1.0);
      for (const CrisisEvent& e : round.events) EXPECT_EQ(e.of(2), nullptr);
      after += round.events[1].attack();
    }
  }
  EXPECT_GT(lost, 50);
  EXPECT_GT(after, 10);
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
