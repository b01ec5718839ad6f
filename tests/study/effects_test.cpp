// Elementary effects against functions whose effects are known in closed form, and of a study.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "base/error.hpp"
#include "sampling/design.hpp"
#include "study/run.hpp"
#include "support/scenarios.hpp"
#include "wedge/solution.hpp"

namespace wedge::test {
namespace {

using Function = std::function<double(const double*)>;  // of a point in the unit cube

// In pieces that are merged, as a study does it.
EffectSums effect_sums(const Function& f, int inputs, Method method, std::int64_t draws, std::uint64_t seed = 1) {
  const Design design(method, seed, inputs, draws);
  EffectSums whole(inputs, 1);
  constexpr std::int64_t piece = 64;
  for (std::int64_t first = 0; first < draws; first += piece) {
    EffectSums part(inputs, 1);
    const std::int64_t count = std::min(piece, draws - first);
    const std::vector<double> points = design.points(first, count);
    for (std::int64_t d = 0; d < count; ++d) {
      const double* const at = &points[inputs * d];
      std::vector<double> moved, steps;
      for (int i = 0; i < inputs; ++i) {
        std::vector<double> x(at, at + inputs);
        const std::vector<int> which{i};
        steps.push_back(moved_by_half(x, which));
        EXPECT_DOUBLE_EQ(x[i] - at[i], steps[i]);
        EXPECT_GT(x[i], 0.0);
        EXPECT_LT(x[i], 1.0);
        moved.push_back(f(x.data()));
      }
      const double here = f(at);
      part.add(static_cast<int>((first + d) % EffectSums::batches), &here, moved.data(), steps);
    }
    whole.merge(part);
  }
  return whole;
}

// The effects of a linear function are its slopes, whatever the draws: no error, no spread.
TEST(Effects, OfALinearFunctionAreItsSlopes) {
  const EffectSums sums = effect_sums([](const double* u) { return 3 * u[0] - 2 * u[1] + 7; }, 3, Method::random, 50);
  const double slopes[] = {3, -2, 0};
  for (int i = 0; i < 3; ++i) {
    const Effects found = effects_of(sums, i, 0);
    EXPECT_NEAR(found.mu_star, std::abs(slopes[i]), 1e-13);
    EXPECT_NEAR(found.mu, slopes[i], 1e-13);
    EXPECT_NEAR(found.sigma, 0, 1e-12);
    EXPECT_NEAR(found.mu_star_error, 0, 1e-12);
  }
}

// With steps of one half the effects are: of u0 u1 the other factor, uniform; of u² 2u + ½ with u uniform in the lower
// half, so mean 1 and deviation 1/√12; of (u − ½)² the same less 1: mean 0, mean size ¼.
TEST(Effects, OfCurvedFunctionsAreThoseOfTheClosedForm) {
  const auto f = [](const double* u) { return u[0] * u[1] + u[2] * u[2] + (u[3] - 0.5) * (u[3] - 0.5); };
  const double mu_star[] = {0.5, 0.5, 1, 0.25}, mu[] = {0.5, 0.5, 1, 0}, sigma = 1 / std::sqrt(12.0);
  for (const Method method : {Method::random, Method::latin_hypercube, Method::sobol}) {
    const EffectSums sums = effect_sums(f, 4, method, 4096);
    for (int i = 0; i < 4; ++i) {
      const Effects found = effects_of(sums, i, 0);
      EXPECT_NEAR(found.mu_star, mu_star[i], 4 * found.mu_star_error + 1e-12) << i;
      EXPECT_NEAR(found.mu, mu[i], 4 * found.mu_error + 1e-12) << i;
      EXPECT_NEAR(found.sigma, sigma, 4 * found.sigma_error + 1e-4) << i;  // (n − 1 in place of n)
      EXPECT_GT(found.mu_star_error, 0.0);
      EXPECT_LT(found.mu_star_error, 0.01);
      EXPECT_LT(found.sigma_error, 0.01);
    }
  }
}

TEST(Effects, HaveHonestErrors) {
  const auto f = [](const double* u) { return u[0] * u[1]; };
  int covered = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const Effects found = effects_of(effect_sums(f, 2, Method::random, 128, seed), 0, 0);
    covered += std::abs(found.mu_star - 0.5) < 2.13 * found.mu_star_error;
  }
  EXPECT_GT(covered, 180);
  EXPECT_LT(covered, 200);
}

// Each effect of a study is the difference between two solutions, which anybody can ask for.
TEST(Effects, OfAStudyAreDifferencesOfSolutions) {
  const std::string file = std::string(WEDGE_TEST_DATA) + "/textbook.toml";
  StudySettings settings{16, Method::random, 3};
  settings.sensitivity = SensitivityBy::morris;
  settings.keep_draws = true;
  const double low[] = {-0.05, 0.3}, width[] = {0.1, 0.4};
  const Study study(
      file_text(file), file,
      {{"model.mood", "{ uniform = [-0.05, 0.05] }"}, {"defender.rear.forces", "{ uniform = [0.3, 0.7] }"}}, {},
      settings);
  const std::vector<std::string>& keys = study.uncertain_keys();
  ASSERT_EQ(keys, (std::vector<std::string>{"model.mood", "defender.rear.forces"}));
  EXPECT_EQ(study.layout().solutions_of_a_draw(), 3);
  Draws draws;
  const Sums sums = study.run(0, nullptr, &draws);
  ASSERT_EQ(study.layout().blocks(), 1);
  const auto scenario = face::Scenario::from_file(file);
  const auto deterrence = [&](const double* values) {
    return face::solve(scenario.with(keys[0], values[0]).with(keys[1], values[1])).at("deterrence");
  };
  for (int key = 0; key < 2; ++key) {
    double size = 0.0, sum = 0.0;
    for (int d = 0; d < 16; ++d) {
      double at[] = {draws.inputs[2 * d], draws.inputs[2 * d + 1]};
      const double here = deterrence(at), step = at[key] < low[key] + width[key] / 2 ? 0.5 : -0.5;
      at[key] += step * width[key];
      const double effect = (deterrence(at) - here) / step;
      size += std::abs(effect) / 16, sum += effect / 16;
    }
    const Effects found = effects_of(sums.effects, key, 0);  // deterrence is the first measure
    EXPECT_NEAR(found.mu_star, size, 1e-9) << key;
    EXPECT_NEAR(found.mu, sum, 1e-9) << key;
    EXPECT_GT(size, 1e-4);
  }
}

// Correlated keys are one parameter, and all of them are moved.
TEST(Effects, MoveCorrelatedKeysTogether) {
  std::vector<double> point{0.2, 0.9, 0.6};
  const std::vector<int> both{1, 0};
  EXPECT_EQ(moved_by_half(point, both), -0.5);
  EXPECT_EQ(point, (std::vector<double>{0.7, 0.4, 0.6}));
}

}  // namespace
}  // namespace wedge::test
