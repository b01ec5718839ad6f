// A constructed hysteresis: oracle 4's consensus game with ½^(n−1) just above the cost, so that the branch that
// starts at ½ turns twice. Its shape is known in closed form: λ(q) = logit(q) / (q³ − c).
#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "equilibrium/joint_system.hpp"
#include "support/table_game.hpp"

namespace wedge::test {
namespace {

constexpr double cost = .124;  // ½³ = .125

double precision_at(double q, double c = cost) { return std::log(q / (1 - q)) / (q * q * q - c); }

ResponseGame<double> consensus(double lambda, double c = cost) {
  return table_game(4, lambda, [c](int k, unsigned s) { return (s == 15 ? 1.0 : 0.0) - ((s >> k) & 1U ? c : 0.0); });
}

// Where λ(q) is least (sign −1) or largest (+1) between two q: golden section.
double turning_point(double low, double high, double sign) {
  const double g = (std::sqrt(5.0) - 1) / 2;
  for (int i = 0; i < 200; ++i) {
    const double a = high - g * (high - low), b = low + g * (high - low);
    (sign * precision_at(a) > sign * precision_at(b) ? high : low) =
        sign * precision_at(a) > sign * precision_at(b) ? b : a;
  }
  return .5 * (low + high);
}

// The q on a stretch of the curve where λ(q) is monotone.
double solution_between(double low, double high, double lambda) {
  const bool rising = precision_at(high) > precision_at(low);
  for (int i = 0; i < 200; ++i) {
    const double middle = .5 * (low + high);
    ((precision_at(middle) < lambda) == rising ? low : high) = middle;
  }
  return .5 * (low + high);
}

TEST(Fold, IsFollowedFromBelowAndFromAbove) {
  const double q_upper = turning_point(.501, .6, +1), q_lower = turning_point(.6, .99, -1);
  const double upper = precision_at(q_upper), lower = precision_at(q_lower);
  ASSERT_LT(lower, upper);
  for (const double lambda : {upper - .3, upper - .01, upper - 1e-4}) {  // from below: before the turn
    const auto s = solved(consensus(lambda));
    EXPECT_EQ(s.status[0], Status::solved);
    EXPECT_FALSE(s.fold) << lambda;
    EXPECT_NEAR(s.support[0], solution_between(.5 + 1e-9, q_upper, lambda), 1e-8) << lambda;
  }
  for (const double lambda : {upper + 1e-4, upper + .01, upper + 2, 60.0}) {  // past it: round both turns
    const auto s = solved(consensus(lambda));
    EXPECT_EQ(s.status[0], Status::solved);
    EXPECT_TRUE(s.fold) << lambda;
    EXPECT_NEAR(s.support[0], solution_between(q_lower, 1 - 1e-15, lambda), 1e-9) << lambda;
    EXPECT_GT(s.tier, 1);
  }
  for (const double lambda : {lower + 1e-3, lower + .3, upper - .01})  // from above: high until the lower turn
    EXPECT_NEAR(solved(consensus(lambda), Selection::cohesive).support[0], solution_between(q_lower, 1 - 1e-15, lambda),
                1e-9);
  EXPECT_LT(solved(consensus(lower - 1e-2), Selection::cohesive).support[0], q_upper);
}

// Oracle 4's own fold lies on a branch that does not reach ½: the determinant changes its sign exactly there.
TEST(Fold, DeterminantChangesSignAtThePublishedFold) {
  const double published_q = .9145245974163, published_lambda = 5.0986055869374;
  EXPECT_NEAR(precision_at(published_q, .3), published_lambda, 1e-12);
  for (const double side : {-1.0, 1.0}) {
    const double q = published_q + side * 1e-4;
    const auto joint = alone(consensus(precision_at(q, .3), .3));
    JointSystem<double> system(joint);
    const std::vector<double> benefit(4, q * q * q - .3);
    system.evaluate(benefit, 1.0);
    system.linearise(benefit, 1.0);
    EXPECT_NEAR(system.support()[0], q, 1e-14);
    EXPECT_EQ(system.determinant_sign(), side);
  }
}

}  // namespace
}  // namespace wedge::test
