// A branch that turns at the folds of many games that hardly ever happen is long. It must not be dear as well.
#include <gtest/gtest.h>

#include <cmath>

#include "equilibrium/branch.hpp"
#include "equilibrium/crisis_solution.hpp"
#include "sampling/design.hpp"
#include "sampling/drawn.hpp"
#include "sampling/sampler.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

double largest_difference(JointSystem<double>& system, const FoundSolution<double>& a, const FoundSolution<double>& b) {
  system.respond(a.benefit, 1.0);
  const std::vector<double> support = system.support();
  system.respond(b.benefit, 1.0);
  double most = 0.0;
  for (std::size_t i = 0; i < support.size(); ++i) most = std::max(most, std::abs(support[i] - system.support()[i]));
  return most;
}

// 135 games of five. Along the tangent alone, in steps that double and halve, the last two took some 11,000 sweeps.
TEST(Sweeps, AreFewRoundManyFolds) {
  const Scenario<Quantity> scenario = load(data_path("five-defenders.toml"));
  const Sampler sampler(scenario);
  const std::size_t width = sampler.dimensions();
  constexpr int draws = 64;
  const std::vector<double> points = Design(Method::sobol, 0xbe4c4, sampler.dimensions(), draws).points(0, draws);
  DrawnScenario<double> drawn(scenario);
  std::vector<double> values(width);
  for (const int draw : {8, 49, 57}) {
    sampler.values(std::span(points).subspan(draw * width, width), values);
    const Scenario<double>& s = drawn.draw(sampler.leaf(), values);
    CrisisSolver<double> solver(s, {0});
    solver.load(s);
    JointSystem<double> system(solver.solutions()[0].game);
    FoundSolution<double> found{};
    for (const Effort effort : efforts_in_turn)
      if (!found.found) found = follow_branch(system, effort);
    ASSERT_TRUE(found.found) << draw;
    EXPECT_TRUE(found.fold) << draw;
    EXPECT_LT(system.sweeps(), draw == 8 ? 400 : 1200) << draw;
    const FoundSolution<double> tight = follow_branch(system, Effort::tight);
    ASSERT_TRUE(tight.found) << draw;
    EXPECT_LT(largest_difference(system, found, tight), 1e-9) << draw;
  }
}

}  // namespace
}  // namespace wedge::test
