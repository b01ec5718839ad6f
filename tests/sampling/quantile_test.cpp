// Quantile functions against values worked out in closed form or known from tables.
#include <gtest/gtest.h>

#include <cmath>

#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

double median(Distribution d) { return quantile(d, .5); }

TEST(Quantile, ClosedForms) {
  EXPECT_NEAR(quantile(Uniform{2, 6}, .25), 3, 1e-12);
  EXPECT_NEAR(median(Triangular{0, 1, 1}), std::sqrt(.5), 1e-12);
  EXPECT_NEAR(quantile(Triangular{0, .5, 1}, .125), .25, 1e-12);
  EXPECT_NEAR(quantile(Normal{1, 2}, .975), 1 + 2 * 1.959963984540054, 1e-9);
  EXPECT_NEAR(median(Normal{0, 1, -1, 1}), 0, 1e-12);
  EXPECT_NEAR(median(Normal{0, 1, 0}), .6744897501960817, 1e-9);  // half normal
  EXPECT_NEAR(quantile(Lognormal{4, std::exp(1.3)}, .05), 4 * std::exp(-1.3 * 1.6448536269514722), 1e-9);
  EXPECT_NEAR(median(Beta{.5, std::sqrt(1. / 12)}), .5, 1e-9);             // uniform
  EXPECT_NEAR(quantile(Beta{2. / 3, std::sqrt(1. / 18)}, .49), .7, 1e-9);  // Beta(2, 1): x²
  EXPECT_NEAR(quantile(Beta{2, std::sqrt(4. / 12), 1, 3}, .25), 1.5, 1e-9);
  EXPECT_NEAR(median(Pert{0, .5, 1}), .5, 1e-9);
  EXPECT_NEAR(quantile(Pert{0, 1, 1}, 1. / 32), .5, 1e-9);  // Beta(5, 1): x⁵
  EXPECT_EQ(quantile(Choice{{3, 1, 2}}, .1), 1);
  EXPECT_EQ(median(Choice{{3, 1, 2}}), 2);
  EXPECT_EQ(quantile(Choice{{3, 1, 2}}, .99), 3);
}

TEST(Quantile, StaysInsideItsBounds) {
  for (const double u : {1e-12, .5, 1 - 1e-12}) {
    EXPECT_GE(quantile(Normal{0, 1, 5, 6}, u), 5);
    EXPECT_LE(quantile(Normal{0, 1, 50, 60}, u), 60);
  }
}

TEST(Medians, DefaultsThatAreOtherKeysAreSettled) {
  const Scenario<double> s =
      fixture({{"pact.us-rok.ad_hoc", nullptr}, {"model.ad_hoc", .7}, {"adversary.dprk.tactic_precision", nullptr}});
  EXPECT_EQ(s.pacts[0].ad_hoc, .7);
  EXPECT_EQ(s.pacts[1].ad_hoc, .3);
  EXPECT_EQ(s.adversaries[0].tactic_precision, 100);
}

}  // namespace
}  // namespace wedge::test
