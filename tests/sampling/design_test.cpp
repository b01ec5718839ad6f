#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "base/error.hpp"
#include "sampling/design.hpp"

namespace wedge::test {
namespace {

constexpr Method methods[] = {Method::random, Method::latin_hypercube, Method::sobol};

TEST(Design, AnyRangeGivesTheSamePoints) {
  for (const Method method : methods) {
    const Design design(method, 42, 5, 1000);
    const std::vector<double> all = design.points(0, 1000);
    for (const double x : all) {
      EXPECT_GT(x, 0.0);
      EXPECT_LT(x, 1.0);
    }
    for (const auto& [first, count] :
         {std::pair(0, 7), std::pair(13, 100), std::pair(16, 1), std::pair(999, 1), std::pair(500, 500)}) {
      const std::vector<double> part = design.points(first, count);
      for (int i = 0; i < 5 * count; ++i) ASSERT_EQ(part[i], all[5 * first + i]) << method_name(method) << first;
    }
  }
}

// Every replicate of the structured designs hits each of its equal slices of every axis exactly once.
TEST(Design, ReplicatesAreStratified) {
  for (const Method method : {Method::latin_hypercube, Method::sobol}) {
    const Design design(method, 7, 3, 1024);
    ASSERT_EQ(design.replicates(), 16);
    const std::vector<double> points = design.points(0, 1024);
    for (int r = 0; r < 16; ++r)
      for (int j = 0; j < 3; ++j) {
        std::set<int> slices;
        double shift = 0.0;                                      // a Sobol' replicate is stratified up to its rotation
        if (method == Method::sobol) shift = points[r * 3 + j];  // its point 0 is the rotated origin
        for (int i = r; i < 1024; i += 16) {
          const double x = points[i * 3 + j] - shift;
          slices.insert(static_cast<int>(std::floor((x - std::floor(x)) * 64 + 1e-9)) % 64);
        }
        EXPECT_EQ(slices.size(), 64u) << method_name(method) << " replicate " << r << " axis " << j;
      }
  }
}

// The mean of a smooth function: replicates are independent, and structure beats chance.
TEST(Design, ReplicatesAreHonestAndStructureHelps) {
  const auto f = [](const double* x) { return x[0] * std::exp(x[1]) + x[2] * x[3]; };
  const double truth = .5 * (std::exp(1.0) - 1) + .25;
  double error[3] = {};
  for (int m = 0; m < 3; ++m)
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      const std::vector<double> points = Design(methods[m], seed, 4, 1024).points(0, 1024);
      double mean = 0.0;
      for (int i = 0; i < 1024; ++i) mean += f(&points[4 * i]) / 1024;
      error[m] += std::abs(mean - truth) / 20;
    }
  EXPECT_LT(error[0], .05);
  EXPECT_LT(error[1], .5 * error[0]);
  EXPECT_LT(error[2], .3 * error[0]);
}

TEST(Design, FewDrawsAndNoDimensions) {
  for (const Method method : methods) {
    EXPECT_EQ(Design(method, 1, 0, 5).points(0, 5).size(), 0u);
    EXPECT_EQ(Design(method, 1, 2, 1).points(0, 1).size(), 2u);
    EXPECT_EQ(Design(method, 1, 2, 17).points(0, 17).size(), 34u);
  }
  EXPECT_THROW(Design(Method::sobol, 1, 100000, 10), InputError);
  EXPECT_EQ(method_named("lhs"), Method::latin_hypercube);
  EXPECT_EQ(method_named("halton"), std::nullopt);
}

}  // namespace
}  // namespace wedge::test
