// Chance and company: a campaign is the same whatever else is played, and chance is used for one thing each.
#include <gtest/gtest.h>

#include <cmath>

#include "campaign/runner.hpp"
#include "worlds.hpp"

namespace wedge::test {
namespace {

using Course = CrisisEvent::Course;

// All that is known of a round's crises, to be compared to the last bit; NaN is like NaN.
std::vector<double> known(const CrisisEvent& event, const Measures<double>& exact) {
  std::vector<double> out = event.likelihood;
  for (const Response& r : event.responses) out.insert(out.end(), {r.if_steadfast, r.if_wavering, r.effort});
  for_each_measure(exact, [&out](const Measure&, std::span<const double> values) {
    out.insert(out.end(), values.begin(), values.end());
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

}  // namespace
}  // namespace wedge::test
