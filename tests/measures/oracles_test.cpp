// Oracle 10: what is observed of reliability depends on who gets attacked.
#include <gtest/gtest.h>

#include "wedge/measures/measures.hpp"

namespace wedge::test {

TEST(Oracle10, SelectionEffect) {
  const std::vector<double> reliability{.95, .2}, latent{.7, .3}, attacked{.7 * .05, .3 * .6};
  EXPECT_NEAR(weighted_mean<double>(latent, reliability), .725, 1e-12);
  EXPECT_NEAR(weighted_mean<double>(attacked, reliability), .322093023255814, 1e-12);
  const std::vector<double> never{0, 0};
  EXPECT_TRUE(std::isnan(weighted_mean<double>(never, reliability)));
}

}  // namespace wedge::test
