// Every law of motion against numbers worked out by hand from campaigns.md, "What moves".
#include "campaign/laws.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "campaign/load.hpp"
#include "made_up.hpp"

namespace wedge::test {
namespace {

constexpr double exactly = 1e-12;

Response supports(int k, double effort = 0.0) { return {k, true, 0.9, 0.4, effort}; }
Response aside(int k) { return {k, false, 0.1, 0.6, 0.0}; }

TEST(Laws, ReputationFollowsBayesWhereItIsSeen) {  // oracle 9
  World w("reputation", {{"defender.patron.steadfast", 0.5}});
  for (const Response& seen : {supports(patron), supports(patron), aside(patron)}) {
    w.attack(red, alda, seize, Course::desisted, {seen});
    w.next();
  }
  EXPECT_NEAR(w.believed(patron, east), .4576271186441, 1e-13);
  EXPECT_NEAR(w.believed(patron, west), .5, exactly);  // spillover 0
}

TEST(Laws, OtherRegionsTakeAShareOfTheLogOdds) {
  World w("reputation", {{"defender.patron.steadfast", 0.5}, {"campaign.spillover", 0.6}});
  w.attack(red, alda, seize, Course::desisted, {aside(patron)});
  w.next();
  EXPECT_NEAR(w.believed(patron, east), 1.0 / 7.0, exactly);
  const double odds = std::pow(1.0 / 6.0, 0.6);
  EXPECT_NEAR(w.believed(patron, west), odds / (1.0 + odds), exactly);
  EXPECT_NEAR(w.believed(patron, west), .25444, 1e-5);
}

TEST(Laws, WhatCannotBeSeenTeachesNothingHoweverSure) {
  const Response impossible_if_steadfast{patron, false, 0.0, 0.6, 0.0};
  EXPECT_EQ(learned(impossible_if_steadfast, 0.0), 0.0);
  World w("reputation");
  w.attack(red, alda, seize, Course::desisted, {impossible_if_steadfast});
  w.next();
  EXPECT_EQ(w.believed(patron, east), probability_of(-700.0));
  EXPECT_NEAR(w.believed(patron, west), 0.7, exactly);
}

TEST(Laws, ReputationStaysWithoutACrisis) {
  World w("reputation");
  const CampaignState before = w.state;
  w.next();
  for (std::size_t k = 0; k < before.defenders.size(); ++k)
    EXPECT_EQ(w.state.defenders[k].log_odds, before.defenders[k].log_odds);
}

TEST(Laws, BeliefsAboutTypesFollowBayes) {
  World w("beliefs");
  w.events[red].likelihood = {0.2, 0.5};
  w.next();
  EXPECT_NEAR(w.state.adversaries[red].belief[0], .12 / .32, exactly);
  EXPECT_NEAR(w.state.adversaries[red].belief[1], .20 / .32, exactly);
  w.events[red].course = Course::no_opportunity;
  w.next();
  EXPECT_NEAR(w.state.adversaries[red].belief[0], .12 / .32, exactly);
  w.events[red].course = Course::quiet;
  w.events[red].likelihood = {0.0, 0.0};  // impossible: no reason to divide by 0
  w.next();
  EXPECT_NEAR(w.state.adversaries[red].belief[0], .12 / .32, exactly);
}

TEST(Laws, ForcesAreLostInFightsAndComeBack) {
  World w("forces", {{"campaign.attrition", 0.5},
                     {"campaign.recovery", 0.1},
                     {"campaign.effort", 0.02},
                     {"adversary.red.force_growth", 0.1},
                     {"defender.alda.embargo", {{"red", 0.5}}},
                     {"defender.brea.embargo", {{"red", 0.2}}}});
  w.attack(red, alda, seize, Course::fought, {supports(patron, 0.4), supports(alda, 0.8), aside(brea)});
  w.next();
  const auto defender = [&w](int k) { return w.state.defenders[k]; };
  const auto adversary = [&w](int j) { return w.state.adversaries[j]; };
  EXPECT_NEAR(defender(patron).forces, 2.0 - .5 * .4 * .1 * 2.0, exactly);
  EXPECT_NEAR(defender(alda).forces, 1.0 - .5 * .8 * .1, exactly);
  EXPECT_NEAR(defender(brea).forces, 0.8, exactly);
  EXPECT_NEAR(adversary(red).forces[0], 1.5 - .5 * .2 * 1.5, exactly);
  EXPECT_NEAR(adversary(blue).forces[0], 1.0, exactly);
  EXPECT_NEAR(defender(patron).peace, 2.0, exactly);  // effort is the regional defenders'
  EXPECT_NEAR(defender(alda).peace, 1.02, exactly);
  EXPECT_NEAR(adversary(red).peace[0], 1.5 + 1.5 * .1 * .5 * .8, exactly);
  w.quiet();
  w.next();
  EXPECT_NEAR(defender(patron).forces, 1.96 + .1 * .04, exactly);
  EXPECT_NEAR(defender(alda).forces, .96 + .1 * (1.02 - .96), exactly);
  EXPECT_NEAR(adversary(red).forces[0], 1.35 + .1 * (1.56 - 1.35), exactly);
  EXPECT_NEAR(defender(alda).peace, 1.04, exactly);  // by shares of the first level: no compound growth
}

TEST(Laws, NobodyLosesForcesWithoutAFightNorMoreThanItHas) {
  World w("forces", {{"campaign.attrition", 20.0}});
  w.attack(red, alda, seize, Course::desisted, {supports(alda, 0.8)});
  w.next();
  EXPECT_EQ(w.state.defenders[alda].forces, 1.0);
  w.attack(red, alda, seize, Course::executed, {supports(alda, 0.8)});
  w.next();
  EXPECT_EQ(w.state.defenders[alda].forces, 0.0);
  EXPECT_EQ(w.state.adversaries[red].forces[0], 0.0);
}

TEST(Laws, DoubtOfThePatronArmsAndDistances) {
  World w("hedging", {{"campaign.hedging_effort", 0.1}, {"campaign.hedging_distance", 0.2}});
  w.next();
  EXPECT_NEAR(w.state.defenders[alda].peace, 1.0 + .1 * .3, exactly);
  EXPECT_NEAR(w.state.defenders[cora].peace, .5 * (1.0 + .1 * .3), exactly);
  EXPECT_NEAR(w.state.defenders[brea].peace, 0.8, exactly);  // has no patron
  EXPECT_NEAR(w.state.ties[patron_alda].integration, .6 - .2 * .3, exactly);
  EXPECT_NEAR(w.state.ties[alda_brea].integration, .5, exactly);
}

TEST(Laws, ThePatronIsWhoBringsMostNow) {
  World w("hedging");
  int who = -1;
  EXPECT_NEAR(doubt_of_patron(w.s, w.frame, w.state, alda, who), 0.3, exactly);
  EXPECT_EQ(who, patron);  // reach .5 of 2 is more than all of .3
  w.state.defenders[patron].forces = 0.5;
  EXPECT_NEAR(doubt_of_patron(w.s, w.frame, w.state, alda, who), 0.1, exactly);
  EXPECT_EQ(who, helper);
  w.state.defenders[helper].log_odds[west] = -5.0;  // believed elsewhere: no matter
  EXPECT_NEAR(doubt_of_patron(w.s, w.frame, w.state, alda, who), 0.1, exactly);
  EXPECT_EQ(doubt_of_patron(w.s, w.frame, w.state, brea, who), 0.0);
  EXPECT_EQ(who, -1);
}

TEST(Laws, SupplyRaisesThePeacetimeLevelAnAdversarysThroughItsRanks) {
  World w("supply");
  w.next();
  EXPECT_NEAR(w.state.defenders[alda].peace, 1.1, exactly);
  EXPECT_EQ(w.state.defenders[alda].forces, 1.0);
  EXPECT_NEAR(w.state.adversaries[blue].peace[0], 1.0 + .2 * .5, exactly);
  EXPECT_NEAR(w.state.adversaries[blue].peace[1], .2 + .2 * .5, exactly);
  w.state.adversaries[red].ranks[0] = 0.0;
  w.state.defenders[brea].lost = true;
  w.next();
  EXPECT_NEAR(w.state.defenders[alda].peace, 1.1, exactly);
  EXPECT_NEAR(w.state.adversaries[blue].peace[0], 1.1, exactly);
}

TEST(Laws, PostureFollowsNeedsAndKeepsTheReserve) {
  World w("posture", {{"defender.patron.rebalance", 0.5}, {"defender.patron.floor", {{"west", 0.1}}}});
  const double for_alda = (1.5 + .2 - 1.0) * (.4 + .5 * .2),
               for_cora = (1.0 - .5) * .3;  // threat × (stake + solidarity · affinity)
  const std::vector<double> need = needs(w.s, w.frame, w.state, patron);
  EXPECT_NEAR(need[0], for_alda, exactly);
  EXPECT_NEAR(need[1], .1 + for_cora, exactly);
  w.next();
  const double share = for_alda / (for_alda + .1 + for_cora);
  EXPECT_NEAR(w.state.defenders[patron].posture[0], .5 + .5 * (.8 * share - .5), exactly);
  EXPECT_NEAR(w.state.defenders[patron].posture[1], .3 + .5 * (.8 * (1.0 - share) - .3), exactly);
  for (int round = 0; round < 20; ++round) w.next();
  EXPECT_NEAR(w.state.defenders[patron].posture[0] + w.state.defenders[patron].posture[1], 0.8, exactly);
  EXPECT_NEAR(w.state.defenders[patron].posture[0], .8 * share, 1e-5);
}

TEST(Laws, PostureStaysWhereNothingIsNeeded) {
  World w("posture",
          {{"defender.patron.rebalance", 0.5}, {"defender.alda.forces", 5.0}, {"defender.cora.forces", 5.0}});
  w.next();
  EXPECT_EQ(w.state.defenders[patron].posture, (std::vector<double>{0.5, 0.3}));
}

TEST(Laws, PostureForgetsWhoIsLost) {
  World w("posture", {{"defender.patron.rebalance", 1.0}});
  w.state.defenders[alda].lost = true;
  w.next();
  EXPECT_NEAR(w.state.defenders[patron].posture[0], 0.0, exactly);
  EXPECT_NEAR(w.state.defenders[patron].posture[1], 0.8, exactly);
}

TEST(Laws, BurdenSharingMovesTheStake) {
  EXPECT_NEAR(shared_burden(.4, .5, 1.5, 1.0), .5, exactly);
  EXPECT_NEAR(shared_burden(.4, -1.0, 1.5, 1.0), .2, exactly);
  EXPECT_EQ(shared_burden(.4, .5, 1.5, 0.0), .4);
  World w("burden_sharing", {{"campaign.burden_sharing", 0.5}});
  w.state.defenders[alda].forces = 1.2;
  EXPECT_NEAR(needs(w.s, w.frame, w.state, patron)[0], (1.7 - 1.2) * (.4 * 1.1 + .5 * .2), exactly);
}

TEST(Laws, ACapStopsTheArsenalUntilItLapses) {
  World w("arsenal",
          {{"adversary.red.arsenal_growth", 0.1}, {"adversary.red.cap_agreed", 0.3}, {"adversary.red.cap_lapse", 0.4}});
  const struct {
    double u;
    bool capped;
    double arsenal;
  } rounds[] = {{.35, false, 1.1}, {.25, true, 1.1}, {.45, true, 1.1}, {.35, false, 1.21}, {.25, true, 1.21}};
  for (const auto& round : rounds) {
    w.chance.cap[red] = round.u;
    w.next();
    EXPECT_EQ(w.state.adversaries[red].capped, round.capped) << round.u;
    EXPECT_NEAR(w.state.adversaries[red].arsenal, round.arsenal, exactly) << round.u;
  }
}

TEST(Laws, QuietSoothesAndFightingThePatronAngers) {
  World w("detente", {{"campaign.detente", 0.2}, {"campaign.tension", 0.03}});
  const auto grievance = [&w] { return w.state.adversaries[red].grievance; };
  w.next();
  EXPECT_NEAR(grievance(), .08, exactly);
  w.attack(red, alda, seize, Course::desisted, {supports(alda), supports(patron)});
  w.next();
  EXPECT_NEAR(grievance(), .08, exactly);  // an attack is not quiet; backing down is no fight
  w.attack(red, alda, seize, Course::executed, {supports(alda), supports(patron)});
  w.next();
  EXPECT_NEAR(grievance(), .11, exactly);
  w.attack(red, alda, seize, Course::fought, {supports(alda), aside(patron), supports(brea)});
  w.next();
  EXPECT_NEAR(grievance(), .11, exactly);  // no global defender
  w.quiet();
  w.events[red].course = Course::no_opportunity;
  w.next();
  EXPECT_NEAR(grievance(), .088, exactly);
}

TEST(Laws, AffinityDriftsBondsAndIsShaken) {
  World w("affinity",
          {{"campaign.affinity_persistence", 0.9}, {"campaign.affinity_shock", 0.1}, {"campaign.bonding", 0.05}});
  const auto affinity = [&w] { return w.state.ties[alda_brea].affinity; };
  w.state.ties[alda_brea].affinity = 0.6;
  w.next();
  EXPECT_NEAR(affinity(), .6 - .1 * .2, exactly);
  w.state.ties[alda_brea].affinity = 0.4;
  w.chance.shock[alda_brea] = .975;
  w.next();
  EXPECT_NEAR(affinity(), .4 + .1 * 1.959963984540054, exactly);
  w.chance.shock[alda_brea] = .5;
  const struct {
    Response a, b;
    double added;
    Course course;
  } crises[] = {{supports(alda), supports(brea), .05, Course::fought},
                {supports(alda), aside(brea), -.05, Course::desisted},
                {aside(alda), supports(brea), 0.0, Course::conceded},
                {aside(alda), aside(brea), 0.0, Course::conceded}};
  for (const auto& crisis : crises) {
    w.state.ties[alda_brea].affinity = 0.4;
    w.attack(red, alda, seize, crisis.course, {crisis.a, crisis.b});
    w.next();
    EXPECT_NEAR(affinity(), .4 + crisis.added, exactly);
  }
  w.state.ties[alda_brea].affinity = 0.99;
  w.attack(red, alda, seize, Course::fought, {supports(alda), supports(brea)});
  for (int round = 0; round < 9; ++round) w.chance.shock[alda_brea] = .999, w.next();
  EXPECT_EQ(affinity(), 1.0);
}

TEST(Laws, WedgesPullAtTiesInQuietTimesOnly) {
  World w("wedges");
  w.next();
  EXPECT_NEAR(w.state.ties[alda_brea].affinity, .35, exactly);
  EXPECT_NEAR(w.state.ties[patron_alda].affinity, .2, exactly);
  w.attack(red, alda, seize, Course::desisted, {supports(alda)});
  w.next();
  EXPECT_NEAR(w.state.ties[alda_brea].affinity, .35, exactly);
  w.quiet();
  for (int round = 0; round < 40; ++round) w.next();
  EXPECT_EQ(w.state.ties[alda_brea].affinity, -1.0);
}

TEST(Laws, IntegrationGoesToItsGoalOrAway) {
  World w("integration", {{"campaign.integration_pace", 0.5},
                          {"campaign.integration_floor", 0.3},
                          {"tie.alda-brea.integration_goal", 0.9}});
  w.next();
  EXPECT_NEAR(w.state.ties[alda_brea].integration, .7, exactly);
  EXPECT_NEAR(w.state.ties[patron_alda].integration, .3, exactly);  // affinity .2 is below the floor
  World as_it_is("integration", {{"campaign.integration_pace", 0.5}});
  as_it_is.next();
  EXPECT_NEAR(as_it_is.state.ties[alda_brea].integration, .5, exactly);
}

TEST(Laws, PracticeIsTakenOverFromTheBest) {
  World w("practice", {{"campaign.learning", 0.5}, {"campaign.interregional_learning", 0.25}});
  w.next();
  EXPECT_NEAR(w.state.defenders[alda].hybrid_resilience, .1 + .5 * (.5 - .1) + .25 * (.9 - .1), exactly);
  EXPECT_NEAR(w.state.defenders[cora].hybrid_resilience, .9, exactly);  // the best already
  w.state = initial_state(w.s, w.frame);
  w.state.ties[alda_brea].integration = 0.0;
  w.state.defenders[cora].lost = true;
  w.next();
  EXPECT_NEAR(w.state.defenders[alda].hybrid_resilience, .1, exactly);
}

TEST(Laws, RanksCloseAgainstThePatronAndRelax) {
  World w("ranks", {{"campaign.ranks_rise", 0.2}, {"campaign.ranks_relax", 0.1}});
  const auto ranks = [&w] { return w.state.adversaries[red].ranks[0]; };
  w.attack(red, alda, seize, Course::desisted, {supports(alda), supports(patron)});
  w.next();
  EXPECT_NEAR(ranks(), .7, exactly);
  w.attack(red, alda, seize, Course::desisted, {supports(alda), aside(patron)});
  w.next();
  EXPECT_NEAR(ranks(), .7 + .1 * (.5 - .7), exactly);
  w.attack(red, alda, seize, Course::desisted, {supports(alda), supports(patron)});
  for (int round = 0; round < 9; ++round) w.next();
  EXPECT_EQ(ranks(), 1.0);
}

TEST(Laws, OnlyTheWholeStakeIsLostForGood) {
  World w("losses");
  w.attack(red, alda, seize, Course::conceded, {aside(alda)}, false);
  w.next();
  EXPECT_FALSE(w.state.defenders[alda].lost);
  w.attack(red, alda, assault, Course::fought, {supports(alda)}, true);
  w.next();
  EXPECT_FALSE(w.state.defenders[alda].lost);
  w.attack(red, alda, assault, Course::fought, {supports(alda)}, false);
  w.next();
  EXPECT_TRUE(w.state.defenders[alda].lost);
  for (const TieState& tie : w.state.ties) {
    EXPECT_EQ(tie.affinity, 0.0);
    EXPECT_EQ(tie.integration, 0.0);
  }
}

TEST(Laws, WhoIsLostPlaysNoPart) {
  const World w("");
  EXPECT_TRUE(crisis_structure(w.s, red, {false, false, true, false, false}).targets.empty());
  const Target whole = crisis_structure(w.s, red).targets.at(0);
  const Target rest = crisis_structure(w.s, red, {false, false, false, true, false}).targets.at(0);
  EXPECT_EQ(whole.responders, (std::vector<int>{patron, helper, alda, brea}));
  EXPECT_EQ(rest.responders, (std::vector<int>{patron, helper, alda}));
  EXPECT_EQ(whole.pact_members, (std::vector<int>{alda, brea}));
  EXPECT_EQ(rest.pact_members, (std::vector<int>{alda}));
}

TEST(Laws, NothingMovesThatIsSwitchedOff) {
  nlohmann::json set;
  for (const char* const key :
       {"attrition", "recovery", "effort", "hedging_effort", "bonding", "affinity_shock", "integration_pace",
        "learning", "detente", "tension", "ranks_rise", "ranks_relax", "spillover"})
    set[std::string("campaign.") + key] = 0.5;
  World w("", set);
  w.attack(red, alda, assault, Course::executed, {supports(patron, 1.0), supports(alda, 1.0), aside(brea)}, false);
  w.events[red].likelihood = {0.1, 0.9};
  w.chance.shock[alda_brea] = 0.9;
  const CampaignState start = w.state;
  w.next();
  for (std::size_t k = 0; k < start.defenders.size(); ++k) {
    EXPECT_EQ(w.state.defenders[k].forces, start.defenders[k].forces);
    EXPECT_EQ(w.state.defenders[k].peace, start.defenders[k].peace);
    EXPECT_EQ(w.state.defenders[k].log_odds, start.defenders[k].log_odds);
    EXPECT_EQ(w.state.defenders[k].hybrid_resilience, start.defenders[k].hybrid_resilience);
    EXPECT_EQ(w.state.defenders[k].lost, false);
  }
  for (std::size_t j = 0; j < start.adversaries.size(); ++j) {
    EXPECT_EQ(w.state.adversaries[j].forces, start.adversaries[j].forces);
    EXPECT_EQ(w.state.adversaries[j].belief, start.adversaries[j].belief);
    EXPECT_EQ(w.state.adversaries[j].ranks, start.adversaries[j].ranks);
    EXPECT_EQ(w.state.adversaries[j].grievance, start.adversaries[j].grievance);
  }
  for (std::size_t t = 0; t < start.ties.size(); ++t) {
    EXPECT_EQ(w.state.ties[t].affinity, start.ties[t].affinity);
    EXPECT_EQ(w.state.ties[t].integration, start.ties[t].integration);
  }
}

// From the state to the numbers of the next crisis.
TEST(Laws, WhatIsAtStakeElsewhereIsAPenaltyFromTheStart) {
  World w("reputation", {{"campaign.spillover", 0.6}});
  Scenario<double> crisis = w.s;
  Reputation<double> reputation = blank_reputation<double>(w.frame, w.s.defenders.size(), w.s.adversaries.size());
  w.state.defenders[patron].log_odds[east] += std::log(2.0);
  set_lane_to(w.s, w.frame, w.state, 0, crisis, reputation);
  EXPECT_NEAR(crisis.commitments[0].penalty, .1 + .1 * .6 * 1, exactly);  // of the patron: one other region
  EXPECT_NEAR(crisis.commitments[3].penalty, 0.0, exactly);               // `reputation` of brea is 0
  EXPECT_NEAR(reputation.steadfast[patron * 2 + east], 1.4 / 1.7, exactly);
  EXPECT_NEAR(reputation.perceived[red][patron * 2 + east], .8 / 1.4, exactly);  // its .4 moves with the public .7
  EXPECT_NEAR(reputation.perceived[blue][patron * 2 + east], 1.4 / 1.7, exactly);
  EXPECT_NEAR(reputation.perceived[red][patron * 2 + west], .4, exactly);
}

TEST(Laws, TheDeadNeitherArmNorLearn) {
  for (const char* const mechanism : {"forces", "hedging", "practice"}) {
    const double much = 0.5;
    World w(mechanism,
            {{"campaign.hedging_effort", much}, {"campaign.effort", much}, {"campaign.interregional_learning", much}});
    w.state.defenders[alda].lost = true;
    const DefenderState before = w.state.defenders[alda];
    World living = w;
    living.state.defenders[alda].lost = false;
    w.next();
    living.next();
    const DefenderState &dead = w.state.defenders[alda], &alive = living.state.defenders[alda];
    for (const auto member : {&DefenderState::forces, &DefenderState::peace, &DefenderState::hybrid_resilience})
      EXPECT_EQ(dead.*member, before.*member) << mechanism;
    EXPECT_TRUE(alive.peace > before.peace || alive.hybrid_resilience > before.hybrid_resilience) << mechanism;
  }
}

}  // namespace
}  // namespace wedge::test
