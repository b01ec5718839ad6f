#include <gtest/gtest.h>

#include <cmath>

#include "base/error.hpp"
#include "sampling/design.hpp"
#include "sampling/drawn.hpp"
#include "sampling/sampler.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

const Distribution every[] = {Uniform{2, 6},      Triangular{0, .3, 1}, Normal{1, 2},       Normal{0, 1, -1, .5},
                              Normal{0, 1, 3, 9}, Lognormal{4, 3.7},    Beta{.4, .15},      Beta{.78, .12},
                              Beta{.5, .45},      Beta{2, .3, 1, 4},    Pert{.9, 1.2, 1.6}, Pert{0, 0, 1},
                              Choice{{1, 2, 4}}};

TEST(Marginal, TablesAreWithinABillionth) {
  for (const Distribution& d : every) {
    const Marginal marginal(d);
    const double width = quantile(d, .95) - quantile(d, .05);
    double worst = 0.0;
    for (int i = 1; i < 5000; ++i) {
      const double u = i / 5000.0;
      worst = std::max(worst, std::abs(marginal.at(u) - quantile(d, u)) / width);
    }
    for (const double u : {1e-6, 1 - 1e-6})  // farther out the rounding of u itself moves the quantile
      EXPECT_NEAR(marginal.at(u), quantile(d, u), 1e-6 * width);
    EXPECT_LT(worst, 1e-9) << d.index();
  }
}

// Mean and standard deviation by a fine midpoint rule against the parameters that define the distribution.
TEST(Marginal, MomentsAreThoseAskedFor) {
  const auto moments = [](const Distribution& d) {
    const Marginal marginal(d);
    constexpr int n = 200000;
    double mean = 0.0, square = 0.0;
    for (int i = 0; i < n; ++i) {
      const double x = marginal.at((i + .5) / n);
      mean += x / n;
      square += x * x / n;
    }
    return std::pair(mean, std::sqrt(square - mean * mean));
  };
  const auto expect = [&](const Distribution& d, double mean, double deviation) {
    const auto [m, s] = moments(d);
    EXPECT_NEAR(m, mean, 1e-3 * deviation);
    EXPECT_NEAR(s, deviation, 3e-3 * deviation);
  };
  expect(Uniform{2, 6}, 4, 4 / std::sqrt(12.0));
  expect(Triangular{0, 0, 1}, 1. / 3, std::sqrt(1. / 18));
  expect(Normal{1, 2}, 1, 2);
  expect(Normal{0, 1, 0}, std::sqrt(2 / M_PI), std::sqrt(1 - 2 / M_PI));
  expect(Lognormal{4, 2}, 4 * std::exp(std::pow(std::log(2), 2) / 2),
         4 * std::exp(std::pow(std::log(2), 2) / 2) * std::sqrt(std::exp(std::pow(std::log(2), 2)) - 1));
  expect(Beta{.4, .15}, .4, .15);
  expect(Beta{2, .3, 1, 4}, 2, .3);
  const double mean = (.9 + 4 * 1.2 + 1.6) / 6;
  expect(Pert{.9, 1.2, 1.6}, mean, std::sqrt((mean - .9) * (1.6 - mean) / 7));
  expect(Choice{{1, 2, 4}}, 7. / 3, std::sqrt(14. / 9));
}

Scenario<Quantity> coupled(double correlation) {
  std::string text = file_text(data_path("northeast-asia.toml"));
  text += "\n[[correlation]]\nbetween = [\"defender.us.forces\", \"defender.rok.forces\"]\nvalue = " +
          std::to_string(correlation) + "\n";
  return read_scenario(text, "coupled",
                       std::vector<Override>{{"defender.us.forces", "{ normal = [1, 0.1], within = [0, 9] }"},
                                             {"defender.rok.forces", "{ lognormal = [1, 1.5] }"},
                                             {"defender.jpn.forces", "{ uniform = [0, 1] }"}})
      .scenario;
}

TEST(Sampler, CopulaHasTheCorrelationAskedFor) {
  for (const double asked : {-1.0, -.6, 0.0, .5, .9, 1.0}) {  // of ±1 the one follows from the other
    const Sampler sampler(coupled(asked));
    ASSERT_EQ(sampler.keys(),
              (std::vector<std::string>{"defender.us.forces", "defender.rok.forces", "defender.jpn.forces"}));
    constexpr int n = 20000;
    const std::vector<double> points = Design(Method::random, 3, 3, n).points(0, n);
    double xy = 0.0, xx = 0.0, yy = 0.0, other = 0.0;
    std::vector<double> values(3);
    for (int i = 0; i < n; ++i) {
      sampler.values(std::span(points).subspan(3 * i, 3), values);
      const double x = (values[0] - 1) / .1, y = std::log(values[1]) / std::log(1.5), z = values[2] - .5;
      xy += x * y;
      xx += x * x;
      yy += y * y;
      other += y * z;
    }
    EXPECT_NEAR(xy / std::sqrt(xx * yy), asked, 4 * (1 - asked * asked) / std::sqrt(n) + 1e-9);
    EXPECT_NEAR(other / n, 0, 4 * std::sqrt(1. / 12 / n));
  }
}

TEST(Sampler, ImpossibleCorrelationsNameTheirKeys) {
  std::string text = file_text(data_path("northeast-asia.toml"));
  const char* const keys[] = {"defender.us.forces", "defender.rok.forces", "defender.jpn.forces"};
  std::vector<Override> uncertain;
  for (int i = 0; i < 3; ++i) {
    uncertain.push_back({keys[i], "{ uniform = [0.5, 1] }"});
    text += std::string("\n[[correlation]]\nbetween = [\"") + keys[i] + "\", \"" + keys[(i + 1) % 3] +
            "\"]\nvalue = -0.9\n";
  }
  const Scenario<Quantity> scenario = read_scenario(text, "impossible", uncertain).scenario;
  try {
    const Sampler sampler(scenario);
    FAIL() << "accepted";
  } catch (const InputError& error) {
    for (const char* const key : keys) EXPECT_NE(std::string(error.what()).find(key), std::string::npos);
  }
}

TEST(DrawnScenario, DrawsEveryLaneAndSettlesDefaultsAnew) {
  const Scenario<Quantity> scenario = load(data_path("northeast-asia.toml"), {{"model.ad_hoc", "{ uniform = [0, 1] }"},
                                                                              {"pact.us-rok.ad_hoc", std::nullopt}});
  const Sampler sampler(scenario);
  ASSERT_EQ(sampler.dimensions(), 1);
  DrawnScenario<Pack> drawn(scenario);
  for (const double offset : {0.0, .05}) {
    std::vector<double> values;
    for (int i = 0; i < Pack::lanes; ++i) values.push_back(.1 * i + offset);
    const Scenario<Pack>& s = drawn.draw(sampler.leaf(), values);
    for (int i = 0; i < Pack::lanes; ++i) {
      EXPECT_EQ(lane(s.model.ad_hoc, i), values[i]);
      EXPECT_EQ(lane(s.pacts[0].ad_hoc, i), values[i]);
      EXPECT_EQ(lane(s.pacts[1].ad_hoc, i), .3);
    }
  }
}

}  // namespace
}  // namespace wedge::test
