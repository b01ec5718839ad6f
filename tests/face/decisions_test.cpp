// Optimisation and calibration as a library user has them.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "support/scenarios.hpp"
#include "wedge/wedge.hpp"

namespace wedge::test {
namespace {

namespace fs = std::filesystem;

std::string file_with(const std::string& text) {
  const std::string file =
      (fs::temp_directory_path() / ("wedge-face-decisions-" + std::to_string(::getpid()) + ".toml")).string();
  std::ofstream(file) << text;
  return file;
}

TEST(FaceOptimise, ChoosesAndSaysWhatItKeeps) {
  const auto scenario = face::Scenario::from_file(textbook_file).with("tie.front-rear.affinity", -0.3);
  const std::string levers = file_with("[[lever]]\nkey = \"tie.front-rear.integration\"\ncost = 1\n");
  const face::Optimisation found = face::optimise(scenario, levers, {.budget = 0.2, .draws = 4});
  ASSERT_EQ(found.levers.size(), 1u);
  EXPECT_EQ(found.levers[0].key, "tie.front-rear.integration");
  EXPECT_NEAR(found.levers[0].value, 0.3, 1e-9);  // cool relations: less is better, as far as it can be paid for
  EXPECT_TRUE(found.budget_binds);
  EXPECT_GT(found.levers[0].slope, 0.0);
  EXPECT_LT(found.after.loss, found.before.loss);
  EXPECT_NEAR(found.optimism, 0.0, 1e-12);  // nothing is uncertain
  EXPECT_EQ(found.settings.size(), 1u);
  EXPECT_TRUE(found.to_json().starts_with("{"));
  EXPECT_THROW(face::optimise(scenario, levers, {.minimise = "cost"}), InputError);
  EXPECT_THROW(face::optimise(scenario, levers, {.minimise = "los"}), InputError);
  fs::remove(levers);
}

TEST(FaceCalibrate, FitsAndSaysWhatIsNotTold) {
  const auto scenario = face::Scenario::from_file(textbook_file);
  const std::string rates = file_with(
      "[[key]]\nkey = \"adversary.rival.prize.front\"\nlow = 0.3\nhigh = 2\n[[key]]\nkey = "
      "\"defender.rear.redundancy\"\n"
      "[[rate]]\nmeasure = \"deterrence\"\nvalue = 0.7\nerror = 0.05\n");
  const face::Calibration fit = face::calibrate(scenario, rates, {.draws = 0});
  EXPECT_NEAR(fit.rates[0].found, 0.7, 1e-5);
  EXPECT_TRUE(fit.keys[0].error.has_value());
  EXPECT_FALSE(fit.keys[1].error.has_value());
  ASSERT_EQ(fit.untold.size(), 1u);
  EXPECT_EQ(fit.untold[0][0].first, "defender.rear.redundancy");
  EXPECT_NEAR(face::solve(scenario.with("adversary.rival.prize.front", fit.keys[0].value)).at("deterrence"), 0.7, 1e-5);
  fs::remove(rates);
}

}  // namespace
}  // namespace wedge::test
