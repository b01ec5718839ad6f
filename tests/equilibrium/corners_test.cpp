// Damped iteration from the corners of support comes to rest, also where long steps would go round in circles for good.
#include <gtest/gtest.h>

#include <cmath>

#include "equilibrium/crisis_solution.hpp"
#include "sampling/design.hpp"
#include "sampling/drawn.hpp"
#include "sampling/sampler.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

// What `fragile` says is whether the cohesive and the fractured solution differ, and there are both: in 6 of these
// draws support and beliefs chase one another.
TEST(Corners, ComeToRest) {
  const Scenario<Quantity> scenario = load(std::string(WEDGE_SOURCE_DIR) + "/scenarios/baltic.toml");
  const Sampler sampler(scenario);
  const std::size_t width = sampler.dimensions();
  constexpr int draws = 48;
  const std::vector<double> points = Design(Method::sobol, 7, width, draws).points(0, draws);
  DrawnScenario<double> drawn(scenario);
  std::vector<double> values(width);
  CrisisSolver<double> solver(at_medians(scenario), {0});
  for (int draw = 0; draw < draws; ++draw) {
    sampler.values(std::span(points).subspan(draw * width, width), values);
    const Scenario<double>& s = drawn.draw(sampler.leaf(), values);
    const auto support = [&](Selection selection) {
      const auto& solution = solver.solve(s, {.selection = selection})[0];
      EXPECT_EQ(status_of(solver.solutions(), 0), Status::solved) << draw;
      return solution.joint.support;
    };
    const std::vector<double> high = support(Selection::cohesive), low = support(Selection::fractured);
    double difference = 0.0;
    for (std::size_t i = 0; i < high.size(); ++i) difference = std::max(difference, std::abs(high[i] - low[i]));
    EXPECT_EQ(solver.fragile(s).fragile, difference > fragile_difference) << draw << ": " << difference;
  }
}

}  // namespace
}  // namespace wedge::test
