// One test an equation against numbers worked out by hand or from closed forms; oracles 7, 8 and 11.
#include <gtest/gtest.h>

#include <cmath>

#include "crisis/contest.hpp"
#include "crisis/defence.hpp"
#include "crisis/follow_through.hpp"
#include "crisis/forces.hpp"
#include "crisis/payoffs.hpp"

namespace wedge::test {
namespace {

constexpr double closed_form = 1e-12;

// A victim (0) and two partners, no plan unless a test says so.
Defence<double> small_defence() {
  Defence<double> d{};
  d.size = 3;
  d.victim = 0;
  d.force = {1.0, 0.5, 0.25};
  d.stake = {1.0, 0.4, 0.2};
  d.bonus = {0.0, 0.4, 0.2};
  d.gap = {0.0, 0.5, 0.1};
  d.slowness = {2.0, 4.0, 8.0};  // β = 1
  d.ad_hoc = 0.5;
  d.ad_hoc_force = 0.25;
  return d;
}

Defence<double> planned_defence(double need) {
  Defence<double> d = small_defence();
  d.planned = true;
  d.members = 0b111;
  d.need = need;
  d.pact_slowness = 3.0;
  d.fallback_slowness = 12.0;
  return d;
}

TEST(Equation1, StakeGrowsWithAffinity) {
  EXPECT_NEAR(stake_in(.3, .6, .5), .6, closed_form);
  EXPECT_NEAR(stake_in(.1, .6, -1.0), -.5, closed_form);
}

TEST(Equation2, ForcesAreShared) {
  EXPECT_EQ(crisis_share(.5, 0.0), 1.0);
  EXPECT_EQ(crisis_share(0.0, 0.0), 1.0);
  EXPECT_NEAR(crisis_share(1.0, 3.0), .25, closed_form);
  EXPECT_NEAR(regional_force(2.0, .5, .25), .25, closed_form);
  // 2 · 0.5 · (0.6 · 0.5 + 0.4 · 0.25)
  EXPECT_NEAR(global_force(2.0, .5, .6, .5, .4, .25), .4, closed_form);
}

TEST(Equation3, PactNeedsItsQuorum) {
  EXPECT_TRUE(active(planned_defence(2), 0b011));
  EXPECT_FALSE(active(planned_defence(2), 0b001));
  EXPECT_TRUE(active(planned_defence(0), 0));
  EXPECT_FALSE(active(small_defence(), 0b111));  // no plan
}

TEST(Equation4, StrengthMultipliesPresenceAndAbsence) {
  // Without a plan the synergy is ad hoc: (1 + .5 + .25) (1 + .5·.4) (1 + .5·.2)
  EXPECT_NEAR(strength(small_defence(), 0b111), 1.75 * 1.2 * 1.1, closed_form);
  // Partner 2 absent: (1 + .5) (1.2) (1 − .1)
  EXPECT_NEAR(strength(small_defence(), 0b011), 1.5 * 1.2 * .9, closed_form);
  // Active pact: full synergy. Inactive: a quarter of the partners' effort.
  EXPECT_NEAR(strength(planned_defence(3), 0b111), 1.75 * 1.4 * 1.2, closed_form);
  EXPECT_NEAR(strength(planned_defence(3), 0b011), (1 + .25 * .5) * 1.2 * .9, closed_form);
  // Partner 1 struck with weight .5: half its effort, halfway between presence and absence.
  const std::vector<double> struck{0, .5, 0};
  EXPECT_NEAR(strength<double>(small_defence(), 0b111, struck), 1.5 * (.5 * 1.2 + .5 * .5) * 1.1, closed_form);
}

TEST(Oracle8, OptimalIntegrationIsABetOnThePartner) {
  // Maximise p ln E(with) + (1−p) ln E(without) over M by golden section on eq. (4) itself.
  const auto optimum = [](double p, double synergy, double dependency) {
    const auto score = [&](double m) {
      Defence<double> d{};
      d.size = 2;
      d.force = {1.0, 0.0};
      d.bonus = {0.0, synergy * m};
      d.gap = {0.0, dependency * m};
      d.ad_hoc = 1.0;
      return p * std::log(strength(d, 0b11)) + (1 - p) * std::log(strength(d, 0b01));
    };
    double low = 0, high = 1;
    const double g = (std::sqrt(5.0) - 1) / 2;
    while (high - low > 1e-9) {
      const double a = high - g * (high - low), b = low + g * (high - low);
      (score(a) > score(b) ? high : low) = score(a) > score(b) ? b : a;
    }
    return .5 * (low + high);
  };
  EXPECT_NEAR(optimum(.65, .8, .5), .8625, 1e-6);
  EXPECT_NEAR(optimum(.5, .8, .5), .375, 1e-6);
  EXPECT_NEAR(optimum(.3, .8, .5), 0, 1e-6);
  EXPECT_NEAR(optimum(.9, .8, .5), 1, 1e-6);
}

double late_by(const Defence<double>& d, Coalition supporters, double deadline) {
  Readiness<double> ready;
  ready.set(d, deadline);
  return late(d, supporters, ready);
}

TEST(Equation5, LateDefence) {
  EXPECT_NEAR(decided_by(6.0, 2.0), .75, closed_form);
  EXPECT_NEAR(decided_by(power(6.0, 1.5), power(2.0, 1.5)), 1 / (1 + std::exp(-1.5 * std::log(3.0))), closed_form);
  EXPECT_EQ(decided_by(power(6.0, 1.5), power(0.0, 1.5)), 1.0);
  EXPECT_NEAR(late_by(small_defence(), 0b001, 6.0), .25, closed_form);  // no plan: the victim's own decision
  // Members decide by day 4 with 2/3, 1/2, 1/3; the pact's procedure is through with 4/7.
  const double all = 2. / 3 * 1. / 2 * 1. / 3;
  const double two = all + 2. / 3 * .5 * 2. / 3 + 2. / 3 * .5 * 1. / 3 + 1. / 3 * .5 * 1. / 3;
  EXPECT_NEAR(late_by(planned_defence(3), 0b111, 4.0), 1 - 4. / 7 * all, closed_form);
  EXPECT_NEAR(late_by(planned_defence(2), 0b111, 4.0), 1 - 4. / 7 * two, closed_form);
  EXPECT_NEAR(late_by(planned_defence(0), 0b001, 4.0), 1 - 4. / 7, closed_form);
  EXPECT_NEAR(late_by(planned_defence(3), 0b011, 4.0), 1 - 4. / 16, closed_form);  // fallback: median 3 + 9
}

TEST(Equation6, ProtectionIsPooled) {
  const std::vector<double> own{.3, .6, .5}, weight{0, .5, .1, .5, 0, 0, .1, 0, 0};
  EXPECT_NEAR(pooled<double>(own, weight, 0b111, 0), 1 - .7 * (1 - .5 * .6) * (1 - .1 * .5), closed_form);
  EXPECT_NEAR(pooled<double>(own, weight, 0b001, 0), .3, closed_form);
  EXPECT_NEAR(pooled<double>(own, weight, 0b010, 0), 1 - .7 * .7, closed_form);  // helped though not supporting
}

TEST(Oracle7, TullockContest) {
  EXPECT_NEAR(contest_success(1.6, 1.0), .6153846153846, closed_form);
  EXPECT_NEAR(contest_success(power(1.6, 2.0), power(1.0, 2.0)), .7191011235955, closed_form);
  EXPECT_EQ(contest_success(0.0, 1.0), 0.0);
  EXPECT_EQ(contest_success(0.0, 0.0), 0.0);
  // Eq. (7): in time with 3/4, late with 1/4 at half strength.
  EXPECT_NEAR(defence_wins(.25, 1.6, 1.0, .5), .75 * 1.6 / 2.6 + .25 * .8 / 1.8, closed_form);
}

TEST(Equation8, AttackersValues) {
  const AttackStakes<double> a{.9, .2, .5, .05};
  EXPECT_NEAR(desist_value(a, .1, .4), -.09 - .08, closed_form);
  EXPECT_NEAR(press_value(a, .7), .9 * .3 - .2 - .35 - .05, closed_form);
  EXPECT_NEAR(concede_value(a), .85, closed_form);
  EXPECT_NEAR(retaliation_price(.8, .6, 1.0), .5, closed_form);
}

TEST(Equation9, FollowThrough) {
  const double eta = .25, w = .6, wx = .2;
  const Outcome<double> three[] = {after_desisting(0.0), after_pressing(1.0, -1.0, w, wx, eta),
                                   after_escalating(-1.0, wx)};
  const double d = 1, p = std::exp(2 * .5), e = std::exp(-2.0), total = d + p + e;  // pressing is worth .75 − .25
  const Outcome<double> o = expected_outcome<double>(three, 2.0);
  EXPECT_NEAR(o.fight, (p + e) / total, closed_form);
  EXPECT_NEAR(o.desisted, d / total, closed_form);
  EXPECT_NEAR(o.executed, (e + eta * p) / total, closed_form);
  EXPECT_NEAR(o.held, (d + (1 - eta) * p * w + (e + eta * p) * wx) / total, closed_form);
  EXPECT_NEAR(o.value, (.5 * p - e) / total, closed_form);
  const Outcome<double> two[] = {after_desisting(0.0), after_pressing(1.0, 0.0, w, w, 0.0)};
  EXPECT_NEAR(expected_outcome<double>(two, 3.0).fight, 1 / (1 + std::exp(-3.0)), closed_form);
}

TEST(Equation10, RespondersUtility) {
  const ResponderTerms<double> t{.4, .1, .05, 2.0, .2, .03};
  EXPECT_NEAR(responder_utility(t, .5, .75, .6, .01), -.4 * .5 * .25 - .06 - .05 - .02 - .2 + .03, closed_form);
  EXPECT_NEAR(nuclear_harm(.8, 1.5, 1.0, .25), .8 * 1.5 * (1 - std::exp(-.5)), closed_form);
  EXPECT_NEAR(economic_harm(1.0, .5, .2), .4, closed_form);
}

TEST(Oracle11, CriticalRiskOfAnAutonomousThreat) {
  // Supporting is worth .6, or −9 if the threat is carried out; standing aside .2.
  const auto gain = [](double risk) {
    const double executed = after_pressing(0.0, 0.0, 1.0, 1.0, risk).executed;
    const ResponderTerms<double> support{0, 0, -.6, 9.6, 0, 0}, aside{0, 0, 0, 0, 0, .2};
    return responder_utility(support, 1.0, 1.0, 1.0, executed) - responder_utility(aside, 1.0, 1.0, 1.0, 0.0);
  };
  EXPECT_NEAR(gain(.0416666666667), 0.0, 1e-11);
  EXPECT_GT(gain(.0416), 0.0);
  EXPECT_LT(gain(.0417), 0.0);
  // The adversary gets 1 if it works, 1 − 10 if it is carried out, .3 without it.
  EXPECT_NEAR(after_pressing(1.0, -9.0, 0.0, 0.0, .07).value, .3, closed_form);
}

}  // namespace
}  // namespace wedge::test
