// Hedging as a choice: what allies do about their patron because it serves them.
#include "campaign/hedging.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "made_up.hpp"
#include "played.hpp"

namespace wedge::test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Scenario<Quantity> choosing(nlohmann::json set) {
  set.update({{"campaign.hedging", "choice"}, {"campaign.rounds", 3}});
  for (const char* const id : {"red", "blue"}) set[std::string("adversary.") + id + ".opportunity"] = 0.5;
  return two_regions(set);
}

TEST(Hedging, IsALogitWithPatience) {
  const HedgeWorth worth{0.10, 0.12, 0.07, 0.13};
  const double precision = 10.0, discount = 0.9, sharp = 100.0;
  const double closer = std::exp(sharp * 0.02), looser = std::exp(-sharp * 0.03), all = 1.0 + closer + looser;
  const auto integration = [&](double u) { return hedge_chosen(worth, precision, discount, 0.0, u, 0.5).integration; };
  EXPECT_EQ(integration(1.0 / all - 1e-9), 0);
  EXPECT_EQ(integration(1.0 / all + 1e-9), 1);
  EXPECT_EQ(integration((1.0 + closer) / all + 1e-9), -1);
  const double more = std::exp(sharp * (0.13 - 0.02 - 0.10));  // at a cost of .02
  const auto forces = [&](double u) { return hedge_chosen(worth, precision, discount, 0.02, 0.5, u).forces; };
  EXPECT_FALSE(forces(1.0 / (1.0 + more) - 1e-9));
  EXPECT_TRUE(forces(1.0 / (1.0 + more) + 1e-9));
  EXPECT_TRUE(hedge_chosen(worth, precision, 1.0, 0.0, 0.5, 0.5).forces);  // the best, with all patience
}

TEST(Hedging, NobodyTakesWhatItHasNot) {
  for (const double u : {0.001, 0.5, 0.999}) {
    const Hedge none = hedge_chosen({nan, nan, nan, nan}, 10.0, 0.9, 0.0, u, u);
    EXPECT_EQ(none.integration, 0);
    EXPECT_FALSE(none.forces);
    EXPECT_NE(hedge_chosen({0.1, nan, 0.1, nan}, 10.0, 0.9, 0.0, u, u).integration, 1);
  }
}

TEST(Hedging, MovesTheTieAndThePeacetimeLevel) {
  World w("hedging", {{"campaign.hedging", "choice"},
                      {"campaign.effort_step", 0.04},
                      {"campaign.hedging_effort", 0.5},
                      {"campaign.hedging_distance", 0.5}});
  std::vector<Hedge> hedges(5);
  hedges[alda] = {-1, true};
  hedges[brea] = {1, true};  // has no patron
  const CampaignState after = advance(w.s, w.frame, w.state, w.events, w.chance, hedges);
  EXPECT_NEAR(after.ties[patron_alda].integration, .6 - .05, 1e-12);
  EXPECT_NEAR(after.ties[alda_brea].integration, .5, 1e-12);
  EXPECT_NEAR(after.defenders[alda].peace, 1.04, 1e-12);
  EXPECT_NEAR(after.defenders[brea].peace, 0.8, 1e-12);
  EXPECT_NEAR(after.defenders[cora].peace, 0.5, 1e-12);
}

// Expected welfare of a defender in the crises of the round, as the measures have it.
double welfare(const Scenario<Quantity>& s, int defender) {
  double sum = 0.0;
  const Scenario<double> numbers = at_medians(s);
  for (int j = 0; j < 2; ++j)
    sum += numbers.adversaries[j].opportunity * measures_of(solve_crisis(numbers, j), 5).welfare[defender];
  return sum;
}

TEST(Hedging, WeighsWhatEachOptionIsWorth) {
  const Scenario<Quantity> s = choosing(
      {{"campaign.effort_step", 0.1}, {"adversary.red.closing_ranks", nullptr}, {"defender.patron.reputation", 0.0}});
  const CampaignFrame frame(s);
  const Scenario<Pack> blank = reshaped<Pack>(s);
  CampaignLoader<Pack> loader(s, frame, {});
  ForesightSolver<Pack> foresight(blank, frame, loader, {}, 0);
  HedgingSolver<Pack> solver(blank, frame, loader, foresight, {});
  const CampaignState state = initial_state(loader.draw(0), frame);
  std::vector<NameWorth> names;
  const ForesightCase foreseen{0, &state, &names};
  std::vector<HedgeWorth> worth;
  HedgingCase one{0, &state, &foreseen, &worth};
  solver.weigh({&one, 1}, std::vector<bool>(5, false));
  ASSERT_EQ(one.status, Status::solved);

  const auto with = [&](const nlohmann::json& set) {
    nlohmann::json all = {{"campaign.effort_step", 0.1}, {"adversary.red.closing_ranks", nullptr}};
    all.update(set);
    return welfare(choosing(all), alda);
  };
  EXPECT_NEAR(worth[alda][0], with(nlohmann::json::object()), 1e-12);
  EXPECT_NEAR(worth[alda][1], with({{"tie.patron-alda.integration", 0.65}}), 1e-12);
  EXPECT_NEAR(worth[alda][2], with({{"tie.patron-alda.integration", 0.55}}), 1e-12);
  EXPECT_NEAR(worth[alda][3], with({{"defender.alda.forces", 1.1}}), 1e-12);
  EXPECT_TRUE(std::isnan(worth[brea][0]));  // has no patron
  EXPECT_TRUE(std::isnan(worth[cora][1]));  // has no tie with it
  EXPECT_FALSE(std::isnan(worth[cora][3]));
}

// Depending on the patron makes the patron come: doubt of it, short of certainty, does not loosen the tie. (The US's
// types are further apart than the scenario has them.)
TEST(Hedging, DoubtDoesNotLoosenTheTieOfWhoChooses) {
  for (const double believed : {0.95, 0.6, 0.3}) {
    const auto welfare_at = [believed](double integration) {
      const Scenario<Quantity> s =
          load(data_path("northeast-asia.toml"), overrides_from({{"defender.us.resolve_gap", 0.6},
                                                                 {"defender.us.steadfast", believed},
                                                                 {"tie.us-rok.integration", integration}}));
      const int rok = s.find(s.defenders, "rok");
      return measures_of(solve_crisis(at_medians(s), 0), static_cast<int>(s.defenders.size())).welfare[rok];
    };
    const double whole = welfare_at(1.0);
    for (const double less : {0.0, 0.2, 0.4, 0.6, 0.8}) EXPECT_GT(whole, welfare_at(less)) << believed << " " << less;
  }
}

TEST(Hedging, ACampaignIsTheSameAloneAndInCompany) {
  const Scenario<Quantity> s = choosing({{"campaign.recovery", 0.5}, {"campaign.discount", 0.8}});
  const auto company = played<Pack>(s, 7);
  int closer = 0, looser = 0, armed = 0;
  for (int i = 0; i < 7; ++i) {
    const Played alone = played<Pack>(s, 1, i)[0];
    for (std::size_t round = 0; round < alone.rounds.size(); ++round) {
      const CampaignState &before = company[i].rounds[round].before, &after = company[i].rounds[round].after;
      EXPECT_EQ(numbers_of(alone.rounds[round].after), numbers_of(after));
      const double moved = after.ties[patron_alda].integration - before.ties[patron_alda].integration;
      closer += moved > 0.04;
      looser += moved < -0.04;
      armed += after.defenders[alda].peace > before.defenders[alda].peace;
    }
  }
  EXPECT_GT(closer + looser, 0);
  EXPECT_GT(armed, 0);
}

}  // namespace
}  // namespace wedge::test
