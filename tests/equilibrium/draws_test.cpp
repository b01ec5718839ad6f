// The scenarios' own draws: nearly all are solved, and what is solved is accurate.
#include <gtest/gtest.h>

#include "equilibrium/crisis_solution.hpp"
#include "sampling/design.hpp"
#include "sampling/drawn.hpp"
#include "sampling/sampler.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

constexpr double wanted_share = 0.999, wanted_residual = 1e-10;

struct Counts {
  int draws = 0, solved = 0, careful = 0, folds = 0;
  double residual = 0.0;  // the largest
};

// Quasi-random draws of all uncertain keys; every adversary left in has an opportunity.
Counts draw(const std::string& name, int draws, const std::vector<Override>& set = {}) {
  constexpr int lanes = Pack::lanes;
  const Scenario<Quantity> scenario = load(std::string(WEDGE_SOURCE_DIR) + "/scenarios/" + name + ".toml", set);
  const Sampler sampler(scenario);
  const Design design(Method::sobol, 0xd4a5, sampler.dimensions(), draws);
  DrawnScenario<Pack> drawn(scenario);
  const std::vector<double> points = design.points(0, draws);
  std::vector<double> values(lanes * sampler.dimensions());
  std::vector<int> adversaries;
  for (int j = 0; j < static_cast<int>(scenario.adversaries.size()); ++j) adversaries.push_back(j);
  std::unique_ptr<CrisisSolver<Pack>> solver;
  Counts out;
  for (int first = 0; first < draws; first += lanes) {
    const std::size_t width = sampler.dimensions();
    for (int i = 0; i < lanes; ++i)
      sampler.values(std::span(points).subspan(std::min(first + i, draws - 1) * width, width),
                     std::span(values).subspan(i * width, width));
    const Scenario<Pack>& s = drawn.draw(sampler.leaf(), values);
    if (!solver) solver = std::make_unique<CrisisSolver<Pack>>(s, adversaries);
    const auto& solutions = solver->solve(s);
    for (int i = 0; i < lanes && first + i < draws; ++i) {
      ++out.draws;
      if (status_of(solutions, i) != Status::solved) continue;
      double tier = 0.0;
      bool fold = false;
      for (const auto& solution : solutions) {
        out.residual = std::max(out.residual, lane(solution.joint.residual, i));
        tier = std::max(tier, lane(solution.joint.tier, i));
        fold = fold || lane(solution.joint.fold, i);
      }
      ++out.solved;
      out.careful += tier > 1.0;
      out.folds += fold;
    }
  }
  std::printf("%s: %d draws, %d solved, %d by arc length, %d past a fold, largest residual %.1e\n", name.c_str(),
              out.draws, out.solved, out.careful, out.folds, out.residual);
  return out;
}

void expect_solved(const Counts& counts) {
  EXPECT_GE(counts.solved, wanted_share * counts.draws);
  EXPECT_LT(counts.residual, wanted_residual);
  EXPECT_GT(counts.residual, 0.0);  // or nothing was measured
}

TEST(Draws, OfOneAdversaryAreSolved) {
  expect_solved(draw("northeast-asia", 2000));
  expect_solved(draw("textbook", 2000,
                     {{"tie.front-rear.affinity", "{ uniform = [-0.5, 0.8] }"},
                      {"defender.rear.forces", "{ uniform = [0.2, 1.0] }"},
                      {"adversary.rival.arsenal", "{ uniform = [0, 3] }"}}));
  expect_solved(draw("baltic", 200));
  expect_solved(draw("two-theatres", 200,
                     {{"adversary.russia", std::nullopt},
                      {"adversary.china", std::nullopt},
                      {"adversary.dprk.closing_ranks", std::nullopt}}));
}

}  // namespace
}  // namespace wedge::test
