// Oracle 13: the engine is pinned by its published known-answer vectors.
#include <Random123/philox.h>
#include <gtest/gtest.h>

#include <cmath>

#include "sampling/stream.hpp"

namespace wedge::test {
namespace {

TEST(Oracle13, PhiloxKnownAnswers) {
  using Words = r123::Philox4x32::ctr_type;
  const r123::Philox4x32 philox;  // ten rounds
  EXPECT_EQ(philox(Words{{0, 0, 0, 0}}, {{0, 0}}), (Words{{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}}));
  const std::uint32_t ones = 0xffffffff;
  EXPECT_EQ(philox(Words{{ones, ones, ones, ones}}, {{ones, ones}}),
            (Words{{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}}));
  EXPECT_EQ(philox(Words{{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}}, {{0xa4093822, 0x299f31d0}}),
            (Words{{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}));
}

TEST(Stream, IsPhiloxOfItsName) {
  Stream stream(0x299f31d0a4093822, Purpose::draw, 0x1122334455667788);
  const r123::Philox4x32 philox;
  for (std::uint32_t block = 0; block < 3; ++block) {
    const auto words = philox({{block, 1, 0x55667788, 0x11223344}}, {{0xa4093822, 0x299f31d0}});
    for (int half = 0; half < 2; ++half)
      EXPECT_EQ(stream(), std::uint64_t{words[2 * half + 1]} << 32 | words[2 * half]);
  }
}

TEST(Stream, UniformIsOpenAndBelowIsUnbiased) {
  EXPECT_GT(unit_interval_from(0), 0.0);
  EXPECT_LT(unit_interval_from(~std::uint64_t{0}), 1.0);
  Stream stream(1, Purpose::shift, 2);
  int counts[7] = {};
  double mean = 0.0;
  constexpr int n = 70000;
  for (int i = 0; i < n; ++i) {
    ++counts[stream.below(7)];
    mean += stream.uniform() / n;
  }
  for (const int count : counts) EXPECT_NEAR(count, n / 7, 4 * std::sqrt(n / 7.0));
  EXPECT_NEAR(mean, .5, 4 / std::sqrt(12.0 * n));
}

}  // namespace
}  // namespace wedge::test
