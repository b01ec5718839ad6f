// Sobol' indices against functions whose indices are known, and of studies.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>

#include "base/error.hpp"
#include "sampling/design.hpp"
#include "study/run.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

using Function = std::function<double(const double*)>;  // of a point in the unit cube

// In pieces that are merged, as a study does it.
IndexSums sums_of(const Function& f, int inputs, Method method, std::int64_t draws, std::uint64_t seed = 1) {
  const Design design(method, seed, 2 * inputs, draws);
  IndexSums whole(inputs, 1);
  constexpr int piece = 256;
  for (std::int64_t first = 0; first < draws; first += piece) {
    IndexSums part(inputs, 1);
    const std::vector<double> points = design.points(first, piece);
    for (int d = 0; d < piece; ++d) {
      const double* const a = &points[2 * inputs * d];
      std::vector<double> mixed;
      for (int i = 0; i < inputs; ++i) {
        std::vector<double> x(a, a + inputs);
        x[i] = a[inputs + i];
        mixed.push_back(f(x.data()));
      }
      const double at_a = f(a), at_b = f(a + inputs);
      part.add(static_cast<int>((first + d) % IndexSums::batches), &at_a, &at_b, mixed.data());
    }
    whole.merge(part);
  }
  return whole;
}

// Ishigami and Homma (1990) with a = 7, b = 0.1: the indices follow from its variance components.
double ishigami(const double* u) {
  const auto x = [&](int i) { return std::numbers::pi * (2 * u[i] - 1); };
  return std::sin(x(0)) + 7 * std::pow(std::sin(x(1)), 2) + 0.1 * std::pow(x(2), 4) * std::sin(x(0));
}

struct Truth {
  double first[3], total[3];
};

Truth ishigami_truth() {
  const double pi4 = std::pow(std::numbers::pi, 4), b = 0.1;
  const double alone = 0.5 * std::pow(1 + b * pi4 / 5, 2), second = 49.0 / 8,
               joint = b * b * pi4 * pi4 * (1.0 / 18 - 1.0 / 50);
  const double variance = alone + second + joint;
  return {{alone / variance, second / variance, 0}, {(alone + joint) / variance, second / variance, joint / variance}};
}

TEST(Indices, Ishigami) {
  const Truth truth = ishigami_truth();
  EXPECT_NEAR(truth.first[0], 0.3139, 1e-4);
  EXPECT_NEAR(truth.total[2], 0.2437, 1e-4);
  for (const Method method : {Method::random, Method::latin_hypercube, Method::sobol}) {
    const IndexSums sums = sums_of(ishigami, 3, method, 16384);
    for (int i = 0; i < 3; ++i) {
      const Indices found = indices_of(sums, i, 0);
      EXPECT_NEAR(found.first, truth.first[i], 4 * found.first_error) << i;
      EXPECT_NEAR(found.total, truth.total[i], 4 * found.total_error) << i;
      EXPECT_LT(found.first_error, 0.03);
      EXPECT_LT(found.total_error, 0.03);
      EXPECT_GT(found.first_error, 0.0);
    }
  }
}

TEST(Indices, ErrorsAreHonest) {
  const Truth truth = ishigami_truth();
  int covered = 0, all = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const IndexSums sums = sums_of(ishigami, 3, Method::random, 1024, seed);
    for (int i = 0; i < 3; ++i, all += 2) {
      const Indices found = indices_of(sums, i, 0);
      covered += std::abs(found.first - truth.first[i]) < 1.96 * found.first_error;
      covered += std::abs(found.total - truth.total[i]) < 1.96 * found.total_error;
    }
  }
  std::printf("95%% intervals cover in %.1f%%\n", 100.0 * covered / all);
  EXPECT_GT(covered, 0.88 * all);
  EXPECT_LT(covered, 0.985 * all);
}

// The errors come from 16 batches: intervals by Student's t with 15 degrees of freedom cover 95%, and the errors alone
// 93% within 1.96 of them. rms z is √(15/13) = 1.074.
TEST(Indices, IntervalsGoByStudentsT) {
  const Truth truth = ishigami_truth();
  constexpr int seeds = 300;
  for (const Method method : {Method::random, Method::sobol}) {
    int covered = 0;
    double squares = 0.0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      const IndexSums sums = sums_of(ishigami, 3, method, 1024, seed);
      for (int i = 0; i < 3; ++i) {
        const Indices found = indices_of(sums, i, 0);
        for (const double z :
             {(found.first - truth.first[i]) / found.first_error, (found.total - truth.total[i]) / found.total_error}) {
          covered += std::abs(z) < 2.131;
          squares += z * z;
        }
      }
    }
    const double all = 6.0 * seeds;
    std::printf("t intervals cover in %.1f%%, rms z %.3f\n", 100.0 * covered / all, std::sqrt(squares / all));
    EXPECT_NEAR(covered / all, 0.95, 0.02);
    EXPECT_NEAR(std::sqrt(squares / all), std::sqrt(15.0 / 13.0), 0.08);
  }
}

TEST(Indices, DrawsThatWouldDo) {
  EXPECT_EQ(draws_to_know(0.2, 256), 1100);  // 1024, with two digits
  EXPECT_EQ(draws_to_know(0.1, 256), 260);
  EXPECT_EQ(draws_to_know(28.0, 256), 21'000'000);
  EXPECT_EQ(draws_to_know(0.11, 5), 7);
}

TEST(Indices, AFarMeanDoesNoHarm) {
  const IndexSums near = sums_of([](const double* u) { return u[0] + 2 * u[1]; }, 2, Method::sobol, 2048);
  const IndexSums far = sums_of([](const double* u) { return 1e4 + u[0] + 2 * u[1]; }, 2, Method::sobol, 2048);
  for (int i = 0; i < 2; ++i) {
    EXPECT_NEAR(indices_of(near, i, 0).first, i == 0 ? 0.2 : 0.8, 0.02);
    EXPECT_NEAR(indices_of(near, i, 0).first, indices_of(far, i, 0).first, 1e-6);
    EXPECT_NEAR(indices_of(near, i, 0).total, indices_of(far, i, 0).total, 1e-6);
  }
}

TEST(Indices, NothingThatVariesNoShare) {
  const IndexSums sums = sums_of([](const double*) { return 0.25; }, 2, Method::random, 256);
  EXPECT_TRUE(std::isnan(indices_of(sums, 0, 0).first));
  EXPECT_TRUE(std::isnan(indices_of(sums, 0, 0).total_error));
}

Study sensitivity_study(std::vector<Override> set, const std::vector<Sweep>& sweeps = {}) {
  return Study(file_text(textbook_file), textbook_file, std::move(set), sweeps,
               {512, Method::sobol, 3, {}, false, SensitivityBy::sobol});
}

TEST(Indices, OfAStudy) {
  // Attention plays no part in a single crisis; mood and the front's forces do.
  const Study study = sensitivity_study({{"model.attention", "{ uniform = [0, 1] }"},
                                         {"model.mood", "{ uniform = [-0.1, 0.1] }"},
                                         {"defender.front.forces", "{ uniform = [0.4, 0.9] }"}});
  ASSERT_EQ(study.layout().parameters.size(), 3u);
  const auto run = [&](int threads) {
    std::vector<Sums> parts(static_cast<std::size_t>(study.layout().blocks()));
    const std::atomic<bool> stop{false};
    run_chains(study, all_chains(study.layout()), threads, stop,
               [&](const Block& block, const Sums& sums, const Draws&) { parts[block.number] = sums; });
    Sums sums = parts[0];
    for (std::size_t i = 1; i < parts.size(); ++i) sums.merge(parts[i]);
    return sums.indices;
  };
  const IndexSums one = run(1), two = run(2);
  EXPECT_EQ(one.product, two.product);
  double first = 0.0;
  for (int parameter = 0; parameter < 3; ++parameter) {
    const Indices found = indices_of(one, parameter, 0);  // of the deterrence
    const bool idle = study.layout().parameters[parameter] == "model.attention";
    EXPECT_EQ(found.total == 0.0, idle) << study.layout().parameters[parameter];
    EXPECT_EQ(found.first == 0.0, idle);
    EXPECT_LE(found.first, found.total + 3 * (found.first_error + found.total_error));
    first += found.first;
  }
  EXPECT_GT(first, 0.5);
  EXPECT_LT(first, 1.1);
}

TEST(Indices, CorrelatedKeysAreOneParameter) {
  const std::string text = file_text(textbook_file) +
                           "\n[[correlation]]\nbetween = [\"model.mood\", \"defender.rear.forces\"]\nvalue = 0.5\n";
  const char* const uniform = "{ uniform = [0.2, 0.3] }";
  const Study study(text, textbook_file,
                    {{"model.mood", uniform}, {"defender.front.forces", uniform}, {"defender.rear.forces", uniform}},
                    {}, {64, Method::random, 1, {}, false, SensitivityBy::sobol});
  EXPECT_EQ(study.layout().parameters,
            (std::vector<std::string>{"model.mood, defender.rear.forces", "defender.front.forces"}));
}

TEST(Indices, AreRefusedWhereTheyMeanNothing) {
  EXPECT_THROW(sensitivity_study({}), InputError);
  EXPECT_THROW(sensitivity_study({{"model.mood", "{ uniform = [-0.1, 0.1] }"}}, {parse_sweep("model.attention=0,1")}),
               InputError);
}

}  // namespace
}  // namespace wedge::test
