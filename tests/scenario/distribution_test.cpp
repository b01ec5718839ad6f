#include "scenario/reading.hpp"

namespace wedge::reading_tests {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// The number that is read for a key of a defender.
Quantity read_as(const std::string& key, const std::string& value) {
  return at(read(small(key + " = " + value + "\n")).scenario, "defender.a." + key);
}

template <class Kind>
Kind kind(const std::string& key, const std::string& value) {
  return std::get<Kind>(read_as(key, value).distribution());
}

TEST(Distribution, Uniform) {
  const auto uniform = kind<Uniform>("sanction", "{ uniform = [1, 2.5] }");
  EXPECT_EQ(uniform.low, 1.0);
  EXPECT_EQ(uniform.high, 2.5);
}

TEST(Distribution, Triangular) {
  const auto triangular = kind<Triangular>("sanction", "{ triangular = [0, 1, 1] }");
  EXPECT_EQ(triangular.low, 0.0);
  EXPECT_EQ(triangular.mode, 1.0);
  EXPECT_EQ(triangular.high, 1.0);
}

TEST(Distribution, NormalWithin) {
  const auto normal = kind<Normal>("steadfast", "{ normal = [0.5, 2], within = [0, 0.75] }");
  EXPECT_EQ(normal.mean, 0.5);
  EXPECT_EQ(normal.deviation, 2.0);
  EXPECT_EQ(normal.low, 0.0);
  EXPECT_EQ(normal.high, 0.75);
}

TEST(Distribution, NormalIsUnboundedWhereTheKeyIs) {
  const auto scenario = read(small("", "", "[model]\nmood = { normal = [0, 1] }\n")).scenario;
  const Support support = scenario.model.mood.support();
  EXPECT_EQ(support.low, -infinity);
  EXPECT_EQ(support.high, infinity);
}

TEST(Distribution, NormalMayBeBoundedAtOneEnd) {
  const auto normal = kind<Normal>("vulnerability", "{ normal = [1, 1], within = [0, inf] }");
  EXPECT_EQ(normal.low, 0.0);
  EXPECT_EQ(normal.high, infinity);
}

TEST(Distribution, LognormalFitsWhatMustBePositive) {
  const std::string text = small("", "tactic_precision = { lognormal = [100, 1.5] }\n");
  const Quantity quantity = at(read(text).scenario, "adversary.x.tactic_precision");
  const auto lognormal = std::get<Lognormal>(quantity.distribution());
  EXPECT_EQ(lognormal.median, 100.0);
  EXPECT_EQ(lognormal.deviation, 1.5);
}

TEST(Distribution, BetaIsOnTheUnitIntervalUnlessWithin) {
  const auto beta = kind<Beta>("steadfast", "{ beta = [0.7, 0.1] }");
  EXPECT_EQ(beta.mean, 0.7);
  EXPECT_EQ(beta.deviation, 0.1);
  EXPECT_EQ(beta.low, 0.0);
  EXPECT_EQ(beta.high, 1.0);
  const auto scaled = kind<Beta>("vulnerability", "{ beta = [5, 2], within = [1, 10] }");
  EXPECT_EQ(scaled.low, 1.0);
  EXPECT_EQ(scaled.high, 10.0);
}

TEST(Distribution, Pert) {
  const auto pert = kind<Pert>("sanction", "{ pert = [0, 0.25, 1] }");
  EXPECT_EQ(pert.low, 0.0);
  EXPECT_EQ(pert.mode, 0.25);
  EXPECT_EQ(pert.high, 1.0);
}

TEST(Distribution, Choice) {
  const auto choice = kind<Choice>("sanction", "{ choice = [3, 1, 2.5] }");
  EXPECT_EQ(choice.values, (std::vector<double>{3.0, 1.0, 2.5}));
  const Support support = read_as("sanction", "{ choice = [3, 1, 2.5] }").support();
  EXPECT_EQ(support.low, 1.0);
  EXPECT_EQ(support.high, 3.0);
}

TEST(Distribution, MayBeWrittenAsADottedKey) {
  const auto scenario = read(small("sanction.uniform = [1, 2]\n")).scenario;
  EXPECT_TRUE(scenario.defenders[0].sanction.uncertain());
}

TEST(Distribution, StandsInTablesByName) {
  const auto scenario = read(small("", "exposure = { g = { uniform = [0, 1] }, a = 0.5 }\n")).scenario;
  EXPECT_TRUE(at(scenario, "adversary.x.exposure.g").uncertain());
  EXPECT_FALSE(at(scenario, "adversary.x.exposure.a").uncertain());
}

TEST(Distribution, EndsBelongToTheRange) {
  EXPECT_EQ(problems(small("steadfast = { uniform = [0, 1] }\n")), "");
  EXPECT_NE(problems(small("", "", "[model]\nrollback = { uniform = [0, 1] }\n")), "");
  EXPECT_EQ(problems(small("", "", "[model]\nrollback = { uniform = [0.001, 1] }\n")), "");
}

TEST(Distribution, PriorsMayBeUncertain) {
  EXPECT_EQ(problems(small("",
                           "types = [{ id = \"s\", prior = { uniform = [0, 1] } }, "
                           "{ id = \"t\", prior = 0.7 }]\n")),
            "");
}

}  // namespace
}  // namespace wedge::reading_tests
