#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "base/linear.hpp"
#include "base/multilinear.hpp"
#include "base/nearest.hpp"

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
  EXPECT_NEAR(multilinear(4, coefficients.data(), x.data()), direct(x), 1e-14);
  EXPECT_NEAR(multilinear(4, coefficients.data(), x.data(), gradient.data()), direct(x), 1e-14);
  const std::integral_constant<int, 4> four;
  EXPECT_EQ(multilinear(four, coefficients.data(), x.data()), multilinear(4, coefficients.data(), x.data()));
  for (int j = 0; j < 4; ++j) {  // linear in each variable: the difference of its two faces
    std::vector<double> high = x, low = x;
    high[j] = 1;
    low[j] = 0;
    EXPECT_NEAR(gradient[j], direct(high) - direct(low), 1e-14);
  }
}

template <class Size>
void solves_three(Size n) {
  // 2y + z = 7, x + 3z = 10, 4x + y = 6 has x = 1, y = 2, z = 3 and determinant 2·(3·4 − 0) + 1·(1 − 0) = 25.
  std::vector<double> a{0, 2, 1, 1, 0, 3, 4, 1, 0}, b{7, 10, 6};
  EXPECT_GT(solve_in_place(a.data(), b.data(), n, 1), 0.0);
  EXPECT_NEAR(b[0], 1, 1e-14);
  EXPECT_NEAR(b[1], 2, 1e-14);
  EXPECT_NEAR(b[2], 3, 1e-14);
}

template <class Size>
void solves_two_by_lane(Size n) {
  std::vector<Pack> a(4), b(2);
  for (int i = 0; i < Pack::lanes; ++i) {  // every other lane has a 0 in the corner
    const double entries[] = {i % 2 ? 0.0 : 2.0, 1.0, 1.0, i % 2 ? 0.0 : 1.0};
    for (int j = 0; j < 4; ++j) set_lane(a[j], i, entries[j]);
    set_lane(b[0], i, i % 2 ? 1.0 : 3.0 + i);
    set_lane(b[1], i, 2.0);
  }
  const Pack sign = solve_in_place(a.data(), b.data(), n, 1);
  for (int i = 0; i < Pack::lanes; ++i) {
    EXPECT_EQ(lane(sign, i) > 0.0, i % 2 == 0);
    EXPECT_NEAR(lane(b[0], i), i % 2 ? 2.0 : 1.0 + i, 1e-14);
    EXPECT_NEAR(lane(b[1], i), i % 2 ? 1.0 : 1.0 - i, 1e-14);
  }
}

TEST(Linear, SolvesAndKnowsTheSignOfTheDeterminant) {
  solves_three(3);
  solves_three(std::integral_constant<int, 3>());
}

TEST(Linear, EveryLaneByItself) {
  solves_two_by_lane(2);
  solves_two_by_lane(std::integral_constant<int, 2>());
}

TEST(Elementary, WithinTwoUnitsInTheLastPlace) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<> wide(-708, 709), narrow(-1, 1);
  const auto off = [](double ours, double exact) { return std::abs(ours / exact - 1) / 0x1p-52; };
  for (int i = 0; i < 200000; ++i) {
    const double x = i % 2 ? wide(random) : narrow(random), y = std::exp(.98 * x);
    ASSERT_LE(off(exp(x), std::exp(x)), 2.0) << x;
    if (std::abs(x) > 1e-3) {
      ASSERT_LE(off(log(y), std::log(y)), 2.0) << y;
    }
    ASSERT_EQ(lane(exp(Pack(x)), 1), exp(x));
    ASSERT_EQ(lane(log(Pack(y)), 1), log(y));
  }
  EXPECT_EQ(exp(0.0), 1.0);
  EXPECT_EQ(log(1.0), 0.0);
  EXPECT_GT(exp(-1e9), 0.0);
  EXPECT_TRUE(std::isfinite(exp(1e9)));
  EXPECT_TRUE(std::isnan(exp(std::nan("")))) << "a NaN must not look like a number";
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
