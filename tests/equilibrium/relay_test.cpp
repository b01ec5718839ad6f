// Arc length in relay: a lane that has arrived goes on with another task, and comes to what that would come to alone.
#include <gtest/gtest.h>

#include "equilibrium/crisis_solution.hpp"
#include "sampling/design.hpp"
#include "sampling/drawn.hpp"
#include "sampling/sampler.hpp"
#include "support/packed.hpp"
#include "support/random_scenario.hpp"
#include "support/same_bits.hpp"
#include "support/scenarios.hpp"
#include "support/several_scenario.hpp"

namespace wedge::test {
namespace {

using Draws = std::vector<Scenario<double>>;

// Solves these draws in relay, as many loaded at a time as `at_once` says in turn; use(lane, draw, solutions).
template <class Use>
void in_relay(const Draws& draws, const std::vector<int>& adversaries, std::vector<std::size_t> at_once, Use use) {
  Scenario<Pack> pack = reshaped<Pack>(draws[0]);
  CrisisSolver<Pack> solver(pack, adversaries);
  std::size_t loads = 0;
  solver.solve_in_relay(
      static_cast<int>(draws.size()),
      [&](std::span<const int> tasks) {
        const std::size_t count = std::min({tasks.size(), at_once[loads++ % at_once.size()], std::size_t{Pack::lanes}});
        Draws side_by_side;
        for (std::size_t i = 0; i < Pack::lanes; ++i) side_by_side.push_back(draws[tasks[std::min(i, count - 1)]]);
        pack = packed(side_by_side);
        solver.load(pack);
        return count;
      },
      [&](std::span<const int> tasks) {
        for (std::size_t i = 0; i < tasks.size(); ++i) use(static_cast<int>(i), tasks[i], solver.solutions());
      });
}

std::vector<double> lane_of(const std::vector<Pack>& numbers, int i) {
  std::vector<double> out;
  for (const Pack& x : numbers) out.push_back(lane(x, i));
  return out;
}

// To the bit, as arc length alone solves them with little patience and, where that does not do, with much. Returns how
// many branches turned.
int expect_as_alone(const Draws& draws, const std::vector<int>& adversaries, std::vector<std::size_t> at_once) {
  CrisisSolver<double> alone(draws[0], adversaries);
  std::vector<int> seen(draws.size(), 0);
  int folds = 0;
  in_relay(draws, adversaries, std::move(at_once), [&](int i, int draw, const auto& solutions) {
    ++seen[draw];
    auto expected = alone.solve(draws[draw], {Selection::principal, Effort::brisk});
    if (status_of(expected, 0) != Status::solved)
      expected = alone.solve(draws[draw], {Selection::principal, Effort::careful});
    EXPECT_EQ(status_of(solutions, i), status_of(expected, 0)) << draw;
    for (std::size_t j = 0; j < expected.size(); ++j) {
      const JointSolution<Pack>& a = solutions[j].joint;
      const JointSolution<double>& b = expected[j].joint;
      EXPECT_TRUE(same_bits(lane_of(a.benefit, i), b.benefit)) << draw;
      EXPECT_TRUE(same_bits(lane_of(a.support, i), b.support)) << draw;
      EXPECT_TRUE(same_bits(lane_of(a.strategy, i), b.strategy)) << draw;
      EXPECT_TRUE(same_bits(lane_of(solutions[j].weight, i), expected[j].weight)) << draw;
      EXPECT_EQ(lane(a.tier, i), b.tier) << draw;
      EXPECT_EQ(lane(a.fold, i), b.fold) << draw;
      folds += b.fold;
    }
  });
  EXPECT_EQ(seen, std::vector<int>(draws.size(), 1));
  return folds;
}

Draws of_northeast_asia(int count) {
  const Scenario<Quantity> scenario = load(data_path("northeast-asia.toml"));
  const Sampler sampler(scenario);
  const std::size_t width = sampler.dimensions();
  const std::vector<double> points = Design(Method::sobol, 3, sampler.dimensions(), count).points(0, count);
  DrawnScenario<double> drawn(scenario);
  std::vector<double> values(width);
  Draws out;
  for (int d = 0; d < count; ++d) {
    sampler.values(std::span(points).subspan(d * width, width), values);
    out.push_back(drawn.draw(sampler.leaf(), values));
  }
  return out;
}

TEST(Relay, DrawsComeToWhatTheyWouldAlone) { expect_as_alone(of_northeast_asia(48), {0}, {Pack::lanes}); }

// At high precision, with resolve gaps wide and narrow in one pack.
TEST(Relay, SoDoThoseThatTurn) {
  int folds = 0;
  for (int structure = 11; structure < 17; ++structure) {
    Draws draws;
    for (int i = 0; i < 9; ++i)
      draws.push_back(ScenarioMaker(structure, i).make({.responders = 3, .types = 2, .precision = 200}));
    folds += expect_as_alone(draws, {0}, {Pack::lanes});
  }
  EXPECT_GE(folds, 3);
}

// Tasks that can't be loaded side by side, and fewer than a pack has lanes.
TEST(Relay, AnyNumberMayBeLoadedAtATime) {
  const Draws draws = of_northeast_asia(11);
  expect_as_alone(draws, {0}, {1});
  expect_as_alone(draws, {0}, {3, 1, 2});
  expect_as_alone({draws[0]}, {0}, {1});
}

TEST(Relay, LinkedCrisesToo) {
  const SeveralRecipe recipe{.theatres = 2, .rungs = 2, .each = {.responders = 2, .types = 2}};
  Draws draws;
  for (int i = 0; i < 10; ++i) draws.push_back(several_scenario(5, 50 + i, recipe));
  expect_as_alone(draws, {0, 1}, {Pack::lanes, 1});
}

// No game depends on another: they are no system, and solved as ever.
TEST(Relay, OneTypeIsSolvedGameByGame) {
  Draws draws;
  for (int i = 0; i < 2 * Pack::lanes + 1; ++i)
    draws.push_back(ScenarioMaker(7, 20 + i).make({.responders = 3, .types = 1}));
  in_relay(draws, {0}, {Pack::lanes}, [&](int i, int draw, const auto& solutions) {
    const auto alone = solve_crises(draws[draw], {0}, {Selection::principal, Effort::careful});
    EXPECT_EQ(status_of(solutions, i), Status::solved);
    EXPECT_TRUE(same_bits(lane_of(solutions[0].joint.support, i), alone[0].joint.support)) << draw;
  });
}

}  // namespace
}  // namespace wedge::test
