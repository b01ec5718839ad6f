// What a levers' file may say, what moving levers costs, and what choices are judged by.
#include <gtest/gtest.h>

#include <cmath>

#include "base/error.hpp"
#include "engine/decisions/levers.hpp"
#include "engine/decisions/objective.hpp"
#include "engine/reading.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

using namespace engine;

std::string refusal(const std::string& levers) {
  try {
    read_levers(levers, "levers.toml", load(textbook_file));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Levers, AreRefusedAtTheirPlace) {
  const auto says = [](const std::string& levers, const std::string& part) {
    EXPECT_NE(refusal(levers).find(part), std::string::npos) << refusal(levers) << "\nexpected: " << part;
  };
  says("[[lever]]\nkey = \"tie.front-rear.integratoin\"\n", "levers.toml:2:1");
  says("[[lever]]\nkey = \"tie.front-rear.integratoin\"\n", "did you mean 'tie.front-rear.integration'");
  says("[[lever]]\nkey = \"tie.front-rear.integration\"\nlow = -1\n", "levers.toml:3:1");
  says("[[lever]]\nkey = \"tie.front-rear.integration\"\nlow = 0.5\nhigh = 0.2\n", "nothing to choose");
  says("[[lever]]\nkey = \"tie.front-rear.integration\"\nhihg = 0.5\n", "did you mean 'high'");
  says("[[lever]]\nkey = \"defender.front.forces\"\nlow = 0\n", "the key's range");
  says("[[lever]]\nkey = \"tie.front-rear.integration\"\ncost = [[0, 1]]\n", "two values");
  says("[[lever]]\nkey = \"tie.front-rear.integration\"\ncost = [[0, 1], [0.5, 2]]\n", "a table from 0 to 1");
  says("[[lever]]\nkey = \"tie.front-rear.integration\"\ncost = [[0, 1], [1, -2]]\n", "levers.toml:3:1");
  says("[[lever]]\nkey = \"tie.front-rear.integration\"\ncost = -1\n", "a cost, 0 or more");
  says("[[lever]]\nkey = \"tie.*\"\n[[lever]]\nkey = \"tie.front-rear.integration\"\n", "stands there already");
  says("", "[[lever]]");
  says("lever = []\n", "levers.toml:1:1: lever: is empty; expected one or more [[lever]]");
  EXPECT_EQ(refusal("[[lever]]\nkey = \"tie.*.integration\"\ncost = 2\n"), "");
}

TEST(Levers, CostByTheUnitOrByATable) {
  PricedLever lever{{"x", "", 0.4, 0.0, 1.0}};
  lever.rate = 2.0;
  EXPECT_DOUBLE_EQ(lever.cost(0.1), 0.6);
  EXPECT_DOUBLE_EQ(lever.cost(0.9), 1.0);
  EXPECT_EQ(lever.cheapest(), 0.4);
  lever.table = {{0.0, 1.0}, {0.5, 0.0}, {1.0, 4.0}};
  EXPECT_DOUBLE_EQ(lever.cost(0.25), 0.5);
  EXPECT_DOUBLE_EQ(lever.cost(0.75), 2.0);
  EXPECT_EQ(lever.cheapest(), 0.5);
}

// By hand: ten losses 0.1 … 1.0; a level of .75 leaves two and a half of them.
TEST(Objectives, OfLossesByHand) {
  std::vector<double> losses;
  for (int i = 10; i >= 1; --i) losses.push_back(i / 10.0);
  losses.push_back(NAN);
  EXPECT_NEAR(mean_of(losses), 0.55, 1e-15);
  EXPECT_NEAR(quantile_of(losses, 0.75), 0.775, 1e-15);
  EXPECT_NEAR(tail_of(losses, 0.75), (1.0 + 0.9 + 0.5 * 0.8) / 2.5, 1e-15);
  EXPECT_NEAR(tail_of(losses, 0.9), 1.0, 1e-12);
}

}  // namespace
}  // namespace wedge::test
