#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "wedge/base/linear.hpp"
#include "wedge/base/multilinear.hpp"
#include "wedge/base/nearest.hpp"

namespace wedge::test {
namespace {

TEST(Logistic, ExtremesAreFinite) {
  EXPECT_EQ(logistic(0.0), .5);
  EXPECT_EQ(logistic(1e6), 1.0);
  EXPECT_LT(logistic(-1e6), 1e-300);
  EXPECT_NEAR(logistic(1.0), 1 / (1 + std::exp(-1.0)), 1e-16);
}

TEST(Power, ZeroHasNoPower) {
  EXPECT_EQ(power(0.0, 1.5), 0.0);
  EXPECT_NEAR(power(4.0, 1.5), 8.0, 1e-12);
}

TEST(Multilinear, InterpolatesCornersWithExactGradient) {
  std::mt19937 random(1);
  std::uniform_real_distribution<> u(-1, 1);
  std::vector<double> corners(16), x(4), gradient(4);
  for (double& c : corners) c = u(random);
  for (double& c : x) c = u(random);
  const auto direct = [&](const std::vector<double>& at) {
    double sum = 0;
    for (unsigned s = 0; s < 16; ++s) {
      double weight = corners[s];
      for (int j = 0; j < 4; ++j) weight *= (s >> j) & 1 ? at[j] : 1 - at[j];
      sum += weight;
    }
    return sum;
  };
  std::vector<double> coefficients = corners;
  to_monomials<double>(coefficients);
  MultilinearPoint<double> point(4);
  point.move_to(x);
  EXPECT_NEAR(point.value(coefficients), direct(x), 1e-14);
  EXPECT_NEAR(point.value_and_gradient(coefficients, gradient), direct(x), 1e-14);
  for (int j = 0; j < 4; ++j) {  // linear in each variable: the difference of its two faces
    std::vector<double> high = x, low = x;
    high[j] = 1;
    low[j] = 0;
    EXPECT_NEAR(gradient[j], direct(high) - direct(low), 1e-14);
  }
}

TEST(Linear, SolvesAndKnowsTheSignOfTheDeterminant) {
  // 2y + z = 7, x + 3z = 10, 4x + y = 6 has x = 1, y = 2, z = 3 and determinant 2·(3·4 − 0) + 1·(1 − 0) = 25.
  std::vector<double> a{0, 2, 1, 1, 0, 3, 4, 1, 0}, b{7, 10, 6};
  EXPECT_EQ(solve_in_place<double>(a, b, 3, 1), 1.0);
  EXPECT_NEAR(b[0], 1, 1e-14);
  EXPECT_NEAR(b[1], 2, 1e-14);
  EXPECT_NEAR(b[2], 3, 1e-14);
  std::vector<double> swap{0, 1, 1, 0}, right{5, 6};
  EXPECT_EQ(solve_in_place<double>(swap, right, 2, 1), -1.0);
  EXPECT_EQ(right, (std::vector<double>{6, 5}));
}

TEST(Linear, LanesPivotByThemselves) {
  std::vector<Pack> a(4), b(2);
  for (int i = 0; i < Pack::lanes; ++i) {  // every other lane needs a swap
    const double entries[] = {i % 2 ? 0.0 : 2.0, 1.0, 1.0, i % 2 ? 0.0 : 1.0};
    for (int j = 0; j < 4; ++j) set_lane(a[j], i, entries[j]);
    set_lane(b[0], i, i % 2 ? 1.0 : 3.0 + i);
    set_lane(b[1], i, 2.0);
  }
  const Pack sign = solve_in_place<Pack>(a, b, 2, 1);
  for (int i = 0; i < Pack::lanes; ++i) {
    EXPECT_EQ(lane(sign, i), i % 2 ? -1.0 : 1.0);
    EXPECT_NEAR(lane(b[0], i), i % 2 ? 2.0 : 1.0 + i, 1e-14);
    EXPECT_NEAR(lane(b[1], i), i % 2 ? 1.0 : 1.0 - i, 1e-14);
  }
}

TEST(Nearest, SuggestsSlipsOnly) {
  const std::vector<std::string> names{"steadfast", "forces", "region"};
  EXPECT_EQ(nearest("stedfast", names), "steadfast");
  EXPECT_EQ(nearest("froces", names), "forces");
  EXPECT_EQ(nearest("vulnerability", names), std::nullopt);
  EXPECT_EQ(suggestion("regon", names), "did you mean 'region'?");
  EXPECT_EQ(suggestion("xyz", names), "expected one of: steadfast, forces, region");
}

}  // namespace
}  // namespace wedge::test
