// Oracle 10: what is observed of reliability depends on who gets attacked.
#include <gtest/gtest.h>

#include "measures/measures.hpp"

namespace wedge::test {

TEST(Oracle10, SelectionEffect) {
  const std::vector<double> reliability{.95, .2}, latent{.7, .3}, attacked{.7 * .05, .3 * .6};
  const auto mean = [&](const std::vector<double>& weights) {
    WeightedMean<double> out;
    for (int i = 0; i < 2; ++i) out.add(weights[i], reliability[i]);
    return out.mean();
  };
  EXPECT_NEAR(mean(latent), .725, 1e-12);
  EXPECT_NEAR(mean(attacked), .322093023255814, 1e-12);
  EXPECT_TRUE(std::isnan(mean({0, 0})));
}

}  // namespace wedge::test
