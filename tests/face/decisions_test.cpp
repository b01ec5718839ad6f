// Optimisation and calibration as a library user has them.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "wedge/wedge.hpp"

namespace {

namespace fs = std::filesystem;

const std::string decided_scenario = std::string(WEDGE_TEST_DATA) + "/textbook.toml";

std::string decisions_file(const std::string& text) {
  const std::string file =
      (fs::temp_directory_path() / ("wedge-face-decisions-" + std::to_string(::getpid()) + ".toml")).string();
  std::ofstream(file) << text;
  return file;
}

TEST(FaceOptimise, ChoosesAndSaysWhatItKeeps) {
  const auto scenario = wedge::Scenario::from_file(decided_scenario).with("tie.front-rear.affinity", -0.3);
  const std::string levers = decisions_file("[[lever]]\nkey = \"tie.front-rear.integration\"\ncost = 1\n");
  const wedge::Optimisation found = wedge::optimise(scenario, levers, {.budget = 0.2, .draws = 4});
  ASSERT_EQ(found.levers.size(), 1u);
  EXPECT_EQ(found.levers[0].key, "tie.front-rear.integration");
  EXPECT_NEAR(found.levers[0].value, 0.3, 1e-9);  // cool relations: less is better, as far as it can be paid for
  EXPECT_TRUE(found.budget_binds);
  EXPECT_GT(found.levers[0].slope, 0.0);
  EXPECT_LT(found.after.loss, found.before.loss);
  EXPECT_NEAR(found.optimism, 0.0, 1e-12);  // nothing is uncertain
  EXPECT_EQ(found.settings.size(), 1u);
  EXPECT_TRUE(found.to_json().starts_with("{"));
  EXPECT_THROW(wedge::optimise(scenario, levers, {.minimise = "cost"}), wedge::InputError);
  EXPECT_THROW(wedge::optimise(scenario, levers, {.minimise = "los"}), wedge::InputError);
  fs::remove(levers);
}

TEST(FaceCalibrate, FitsAndSaysWhatIsNotTold) {
  const auto scenario = wedge::Scenario::from_file(decided_scenario);
  const std::string rates = decisions_file(
      "[[key]]\nkey = \"adversary.rival.prize.front\"\nlow = 0.3\nhigh = 2\n[[key]]\nkey = "
      "\"defender.rear.redundancy\"\n"
      "[[rate]]\nmeasure = \"deterrence\"\nvalue = 0.7\nerror = 0.05\n");
  const wedge::Calibration fit = wedge::calibrate(scenario, rates, {.draws = 0});
  EXPECT_NEAR(fit.rates[0].found, 0.7, 1e-5);
  EXPECT_TRUE(fit.keys[0].error.has_value());
  EXPECT_FALSE(fit.keys[1].error.has_value());
  ASSERT_EQ(fit.untold.size(), 1u);
  EXPECT_EQ(fit.untold[0][0].first, "defender.rear.redundancy");
  EXPECT_NEAR(wedge::solve(scenario.with("adversary.rival.prize.front", fit.keys[0].value)).at("deterrence"), 0.7,
              1e-5);
  fs::remove(rates);
}

}  // namespace
