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

// With few draws there is one replicate, and it is a Latin hypercube.
TEST(Design, FewDrawsAreStratifiedToo) {
  for (const int draws : {2, 3, 16, 100, 255}) {
    const Design design(Method::latin_hypercube, 5, 2, draws);
    EXPECT_EQ(design.replicates(), 1);
    const std::vector<double> points = design.points(0, draws);
    for (int j = 0; j < 2; ++j) {
      std::set<int> slices;
      for (int i = 0; i < draws; ++i) slices.insert(static_cast<int>(points[i * 2 + j] * draws));
      EXPECT_EQ(slices.size(), static_cast<std::size_t>(draws));
    }
  }
}

// Every order is one of all numbers, and no number and no pair of numbers is favoured at any place.
TEST(KeyedOrder, IsAFairPermutation) {
  for (const std::uint64_t size : {1, 2, 3, 5, 16, 17, 1000}) {
    std::set<std::uint64_t> met;
    for (std::uint64_t i = 0; i < size; ++i) met.insert(KeyedOrder(3, 9, size).at(i));
    EXPECT_EQ(met.size(), size);
    EXPECT_EQ(*met.rbegin(), size - 1);
  }
  for (const int size : {3, 4, 5, 16}) {
    constexpr int seeds = 40000;
    std::vector<int> pairs(static_cast<std::size_t>(size * size));  // what stands at places 0 and 1
    for (int seed = 0; seed < seeds; ++seed) {
      const KeyedOrder order(static_cast<std::uint64_t>(seed), 1, static_cast<std::uint64_t>(size));
      ++pairs[order.at(0) * static_cast<std::uint64_t>(size) + order.at(1)];
    }
    const double cells = size * (size - 1), expected = seeds / cells;
    double chi_square = 0.0;
    for (int a = 0; a < size; ++a)
      for (int b = 0; b < size; ++b)
        if (a != b) chi_square += std::pow(pairs[a * size + b] - expected, 2) / expected;
    EXPECT_LT(chi_square, cells - 1 + 5.0 * std::sqrt(2.0 * (cells - 1))) << size;
  }
}

// An order of a billion numbers is there at once and takes no memory.
TEST(Design, MemoryIsFlat) {
  const Design design(Method::latin_hypercube, 5, 50, std::int64_t{1} << 30);
  EXPECT_EQ(design.points((std::int64_t{1} << 30) - 1, 1).size(), 50u);
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
