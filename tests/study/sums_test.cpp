// Sums, their merging and what is reported of them, against direct formulas.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "study/layout.hpp"

namespace wedge::test {
namespace {

const std::vector<double> levels{.05, .5, .95};

TEST(Sums, MeanErrorExtremesAndQuantiles) {
  std::mt19937_64 random(1);
  std::normal_distribution<> normal(.3, .1);
  std::vector<double> x(5000);
  for (double& v : x) v = normal(random);
  Sums sums(1, 1, 1, 2);
  for (const double v : x) sums.add(0, 0, &v);
  const Estimate e = estimate(sums, 0, 0, levels);
  double mean = 0, square = 0;
  for (const double v : x) mean += v / 5000;
  for (const double v : x) square += (v - mean) * (v - mean) / 4999;
  EXPECT_NEAR(e.mean, mean, 1e-14);
  EXPECT_NEAR(e.standard_error, std::sqrt(square / 5000), 1e-14);
  std::sort(x.begin(), x.end());
  EXPECT_EQ(e.least, x.front());
  EXPECT_EQ(e.most, x.back());
  for (int i = 0; i < 3; ++i) EXPECT_NEAR(e.quantiles[i], x[static_cast<int>(levels[i] * 5000)], .005);
}

TEST(Sums, MergeIsTheSumOfTheParts) {
  std::mt19937_64 random(2);
  std::uniform_real_distribution<> u(-1, 1);
  Sums whole(2, 2, 2, 3), merged(2, 2, 2, 3);
  for (int part = 0; part < 4; ++part) {
    Sums piece(2, 2, 2, 3);
    for (int i = 0; i < 100; ++i) {
      const double values[] = {u(random), i % 7 ? u(random) : std::numeric_limits<double>::quiet_NaN()};
      for (Sums* s : {&whole, &piece}) s->add(i % 2, (i / 2) % 2, values);
    }
    piece.add_failure(1, 2);
    whole.add_failure(1, 2);
    merged.merge(piece);
  }
  for (int point = 0; point < 2; ++point)
    for (int slot = 0; slot < 2; ++slot) {
      const Estimate a = estimate(whole, point, slot, levels), b = estimate(merged, point, slot, levels);
      EXPECT_NEAR(a.mean, b.mean, 1e-14);
      EXPECT_NEAR(a.standard_error, b.standard_error, 1e-14);
      EXPECT_EQ(a.quantiles, b.quantiles);
    }
  EXPECT_EQ(whole.by_status, merged.by_status);
  EXPECT_EQ(merged.by_status[1 * 3 + 2], 4u);
}

TEST(Sums, NothingCountedIsNoNumber) {
  Sums sums(1, 1, 1, 1);
  EXPECT_TRUE(std::isnan(estimate(sums, 0, 0, levels).mean));
  const double one = .5;
  sums.add(0, 0, &one);
  EXPECT_EQ(estimate(sums, 0, 0, levels).mean, .5);
  EXPECT_TRUE(std::isnan(estimate(sums, 0, 0, levels).standard_error));
  EXPECT_EQ(estimate(sums, 0, 0, levels).quantiles[1], .5);
}

TEST(Histogram, EdgesAreFixedAndFine) {
  for (const double x : {-30.0, -1.0, -.01, 0.0, .001, .2, .5, .999, 1.0, 25.0}) {
    const int bin = histogram::bin_of(x);
    ASSERT_GE(bin, 0);
    ASSERT_LT(bin, histogram::bins);
    if (std::abs(x) < histogram::limit) {
      EXPECT_LE(histogram::lower_edge(bin), x + 1e-12);
      EXPECT_GE(histogram::lower_edge(bin + 1), x - 1e-12);
      EXPECT_LT(histogram::lower_edge(bin + 1) - histogram::lower_edge(bin), .07 * std::abs(x) + .002);
    }
  }
}

TEST(Layout, BlocksCoverEveryDrawOnce) {
  StudyLayout layout;
  layout.axes = {{"a", "k", "", "", std::vector<double>(7)}, {"b", "l", "", "", std::vector<double>(3)}};
  layout.draws = 25;
  layout.block_draws = 10;
  layout.block_points = 4;
  std::vector<int> seen(21 * 25);
  for (int b = 0; b < layout.blocks(); ++b) {
    const Block block = layout.block(b);
    EXPECT_EQ(block.number, b);
    for (auto p = block.first_point; p < block.first_point + block.points; ++p)
      for (auto d = block.first_draw; d < block.first_draw + block.draws; ++d) ++seen.at(p * 25 + d);
  }
  EXPECT_TRUE(std::all_of(seen.begin(), seen.end(), [](int n) { return n == 1; }));
}

}  // namespace
}  // namespace wedge::test
