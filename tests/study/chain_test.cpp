// When a point has had draws enough, and that nothing but its own blocks decides it.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <random>

#include "base/error.hpp"
#include "study/run.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

StudyLayout watched_layout(double error) {
  StudyLayout layout;
  layout.variables = {{"other", "", "", {}, 0, 1}, {"loss", "", "", {"target"}, 1, 2}};
  layout.slots = 3;
  layout.until = {"loss", error};
  return layout;
}

// 100 draws of `a` and `b` in the slots of `loss`; `other` never settles.
Sums draws_of(auto a, auto b, int replicates = 1, int count = 100) {
  Sums sums(1, replicates, 3, 1);
  for (int d = 0; d < count; ++d) {
    const double values[] = {1e6 * d, a(d), b(d)};
    sums.add(0, d % replicates, values);
  }
  return sums;
}

bool stops(double error, const Sums& sums) {
  const StudyLayout layout = watched_layout(error);
  StopRule rule(layout);
  rule.add(sums);
  return rule.satisfied();
}

TEST(StopRule, WaitsForTheLargestErrorOfTheMeasure) {
  const auto small = [](int d) { return d % 2 * 1.0; };
  const auto large = [](int d) { return d % 2 * 4.0; };
  const Sums sums = draws_of(small, large);
  const double error = estimate(sums, 0, 2, {}).standard_error;
  EXPECT_NEAR(error, 2.0 / std::sqrt(99.0), 1e-12);
  EXPECT_TRUE(stops(error, sums));
  EXPECT_FALSE(stops(0.999 * error, sums));
}

TEST(StopRule, NothingSeenIsNoReason) {
  const auto moves = [](int d) { return d % 2 * 1.0; };
  EXPECT_TRUE(stops(1e9, draws_of(moves, moves)));
  EXPECT_FALSE(stops(1e9, draws_of(moves, [](int) { return 0.0; })));                   // zero events
  EXPECT_FALSE(stops(1e9, draws_of(moves, [](int) { return nan; })));                   // no number
  EXPECT_FALSE(stops(1e9, draws_of(moves, [](int d) { return d == 0 ? 0.5 : nan; })));  // one
  EXPECT_TRUE(stops(1e9, draws_of(moves, moves, 16, 32)));
  EXPECT_FALSE(stops(1e9, draws_of(moves, moves, 16, 31)));  // a replicate with one draw
  EXPECT_FALSE(StopRule(watched_layout(1e9)).satisfied());
  StudyLayout without = watched_layout(1e9);
  without.until = {};
  StopRule rule(without);
  rule.add(draws_of(moves, moves));
  EXPECT_FALSE(rule.satisfied());
}

TEST(StopRule, SumsUpBlocks) {
  std::mt19937_64 random(4);
  std::normal_distribution<> normal(0.3, 0.1);
  const auto draw = [&](int) { return normal(random); };
  const StudyLayout layout = watched_layout(0.1 / std::sqrt(450.0));
  StopRule rule(layout);
  int blocks = 0;
  for (; blocks < 20 && !rule.satisfied(); ++blocks) rule.add(draws_of(draw, draw));
  EXPECT_GE(blocks, 4);
  EXPECT_LE(blocks, 6);
}

TEST(Until, IsParsedOrRefused) {
  EXPECT_EQ(parse_until("net=1e-3").measure, "net");
  EXPECT_EQ(parse_until("net=1e-3").standard_error, 1e-3);
  for (const char* const bad : {"", "net", "net=", "=1", "net=0", "net=-1", "net=nan", "net=inf", "net=1x"})
    EXPECT_THROW(parse_until(bad), InputError) << bad;
}

// A spread that the sweep makes wider, so that points need different numbers of draws.
Study watched_study(double error) {
  StudySettings settings{3000, Method::random, 7, {"deterrence", error}, false};
  return Study(file_text(textbook_file), textbook_file, {{"model.mood", "{ uniform = [-0.2, 0.2] }"}},
               {parse_sweep("defender.rear.precision=0.5,4,12")}, settings);
}

using Results = std::map<int, Sums>;

Results results_of(const Study& study, const std::vector<Chain>& chains, int threads) {
  Results results;
  const std::atomic<bool> stop{false};
  EXPECT_TRUE(run_chains(study, chains, threads, stop, [&](const Block& block, const Sums& sums, const Draws& draws) {
    EXPECT_TRUE(draws.values.empty());
    EXPECT_TRUE(results.emplace(block.number, sums).second);
  }));
  return results;
}

TEST(Until, StopsEachPointByItselfOnAnyThreads) {
  const Study study = watched_study(8e-3);
  const StudyLayout& layout = study.layout();
  EXPECT_EQ(layout.block_points, 1);
  EXPECT_EQ(layout.block_draws, 256);
  EXPECT_EQ(layout.chains(), 3);
  const Results all = results_of(study, all_chains(layout), 1);
  std::map<std::int64_t, int> blocks;
  for (const auto& [number, sums] : all) ++blocks[layout.group_of(number)];
  EXPECT_GT(std::max({blocks[0], blocks[1], blocks[2]}), std::min({blocks[0], blocks[1], blocks[2]}));
  EXPECT_LT(all.size(), static_cast<std::size_t>(layout.blocks()));
  for (const int threads : {2, 3}) {
    const Results other = results_of(study, all_chains(layout), threads);
    ASSERT_EQ(other.size(), all.size());
    for (const auto& [number, sums] : all) EXPECT_EQ(other.at(number).mean, sums.mean);
  }
  // A rest of a chain stops where the whole one did.
  int point = 0;
  while (blocks[point] < 2) ++point;
  const int first = point * layout.chain_length();
  const auto before = std::make_shared<StopRule>(layout);
  before->add(all.at(first));
  const Results rest = results_of(study, {{first + 1, first + layout.chain_length(), before}}, 1);
  EXPECT_EQ(static_cast<int>(rest.size()), blocks[point] - 1);
}

TEST(Until, BlocksGrowWithTheDraws) {
  const auto shape = [](std::int64_t draws) {
    return Study(file_text(textbook_file), textbook_file, {}, {}, {draws, Method::sobol, 1, {"net", 0.1}, false})
        .layout();
  };
  EXPECT_EQ(shape(100).block_draws, 100);
  EXPECT_EQ(shape(4096).block_draws, 256);
  EXPECT_EQ(shape(4097).block_draws, 512);
  EXPECT_EQ(shape(1'000'000).blocks(), 16);
  EXPECT_THROW(Study(file_text(textbook_file), textbook_file, {}, {}, {100, Method::sobol, 1, {"nett", 0.1}, false}),
               InputError);
}

TEST(KeptDraws, AreTheDrawsThatWereSummed) {
  StudySettings settings{20, Method::sobol, 7, {}, true};
  const Study study(file_text(textbook_file), textbook_file, {{"model.mood", "{ uniform = [-0.2, 0.2] }"}},
                    {parse_sweep("tie.front-rear.affinity=0,0.5")}, settings);
  const StudyLayout& layout = study.layout();
  ASSERT_EQ(layout.inputs.size(), 1u);
  EXPECT_EQ(layout.inputs[0].name, "model.mood");
  EXPECT_FALSE(layout.inputs[0].meaning.empty());
  Draws draws;
  const Sums sums = study.run(0, nullptr, &draws);
  ASSERT_EQ(draws.inputs.size(), 20u);
  ASSERT_EQ(draws.values.size(), 2u * 20 * layout.slots);
  EXPECT_EQ(draws.status, std::vector<std::int8_t>(40, 0));
  EXPECT_GE(*std::ranges::min_element(draws.inputs), -0.2);
  EXPECT_NE(draws.inputs[0], draws.inputs[1]);
  for (int point = 0; point < 2; ++point) {
    double sum = 0.0;
    for (int d = 0; d < 20; ++d) sum += draws.values[(point * 20 + d) * layout.slots];
    EXPECT_NEAR(sum / 20, estimate(sums, point, 0, {}).mean, 1e-14);
  }
}

// What is known is taken as it is, though no solver would say so; the rest is what it would be without.
TEST(KnownDraws, AreNotSolvedAgain) {
  StudySettings settings{20, Method::sobol, 7, {}, true};
  Study study(file_text(textbook_file), textbook_file, {{"model.mood", "{ uniform = [-0.2, 0.2] }"}},
              {parse_sweep("tie.front-rear.affinity=0,0.5")}, settings);
  const auto slots = static_cast<std::size_t>(study.layout().slots);
  Draws solved, told;
  study.run(0, nullptr, &solved);
  const auto known = [](std::size_t i) { return i % 20 < 7; };
  study.know([&](const Block& block) {
    EXPECT_EQ(block.points * block.draws, 40);
    Draws draws{{}, std::vector<double>(40 * slots, 1000.0), std::vector<std::int8_t>(40, -1)};
    for (std::size_t i = 0; i < 40; ++i)
      if (known(i)) draws.status[i] = i == 3 ? 1 : 0;
    return draws;
  });
  const Sums sums = study.run(0, nullptr, &told);
  EXPECT_EQ(told.inputs, solved.inputs);
  for (std::size_t i = 0; i < 40; ++i)
    for (std::size_t slot = 0; slot < slots; ++slot) {
      const double now = told.values[i * slots + slot], before = solved.values[i * slots + slot];
      EXPECT_TRUE(known(i) ? now == 1000.0 : std::memcmp(&now, &before, sizeof now) == 0) << i << ' ' << slot;
    }
  EXPECT_EQ(sums.by_status[0], 19u);
  EXPECT_EQ(sums.by_status[1], 1u);
  EXPECT_GT(estimate(sums, 0, 0, {}).mean, 6 * 1000.0 / 19);
}

TEST(SweptLeaves, AreFoundFastAndTheFirstWrongValueIsNamed) {
  const auto make = [](const std::string& sweep) {
    return Study(file_text(textbook_file), textbook_file, {}, {parse_sweep(sweep)}, {1, Method::sobol, 1});
  };
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(make("tie.front-rear.integration=0:1:10000").layout().points(), 10000);
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(2));
  try {
    make("tie.front-rear.integration=0.5,0.25,1.5,-1");
    FAIL();
  } catch (const InputError& e) {
    EXPECT_NE(std::string(e.what()).find("integration=1.5: "), std::string::npos) << e.what();
    EXPECT_EQ(std::string(e.what()).find("-1"), std::string::npos) << e.what();
  }
  const Study late = make("tie.front-rear.integration=0.5,0.5,0");  // moves only at its last value
  EXPECT_NE(late.run(0).mean[2 * late.layout().slots], late.run(0).mean[0]);
  EXPECT_THROW(Study(file_text(textbook_file), textbook_file, {},
                     {parse_sweep("tie.*.integration=0,1"), parse_sweep("tie.front-rear.integration=0,1")}, {}),
               InputError);
}

}  // namespace
}  // namespace wedge::test
