// Fits: planted values are found again, and what cannot be told apart is named.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "base/error.hpp"
#include "engine/decisions/calibrated.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

using namespace engine;
namespace fs = std::filesystem;

class Calibrating : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  static ScenarioSource scenario(std::vector<std::string> set = {}) {
    ScenarioSource out;
    out.file = textbook_file;
    out.set = {"model.mood={ uniform = [-0.05, 0.05] }"};
    out.set.insert(out.set.end(), set.begin(), set.end());
    return out;
  }
  std::string rates(const std::string& text) const {
    const std::string file = (folder_ / "rates.toml").string();
    std::ofstream(file) << text;
    return file;
  }
  OnDraws work() { return {2, never_, done_}; }
  // What these measures are with planted values.
  std::vector<double> planted(const std::vector<std::string>& set, const std::string& asked, std::int64_t draws) {
    Calibrated there(scenario(set), {.rates = rates(asked), .draws = draws, .starts = 1});
    EXPECT_TRUE(there.run(work()));
    return there.rates_now();
  }

 private:
  std::atomic<bool> never_{false};
  std::atomic<std::int64_t> done_{0};
  fs::path folder_ = fs::temp_directory_path() / ("wedge-calibrated-" + std::to_string(::getpid()));
};

const std::string keys =
    "[[key]]\nkey = \"adversary.rival.precision\"\nlow = 2\nhigh = 200\n"
    "[[key]]\nkey = \"adversary.rival.prize.front\"\nlow = 0.3\nhigh = 2\n";

std::string rate(const std::string& measure, const std::string& at, double value, const std::string& more = "") {
  return "[[rate]]\nmeasure = \"" + measure + "\"\nvalue = " + std::to_string(value) + "\n" +
         (at.empty() ? "" : "at = [\"" + at + "\"]\n") + more;
}

// Planted: precision 30, prize .8. The six digits of the rates leave as many of the keys.
TEST_F(Calibrating, FindsWhatWasPlanted) {
  for (const std::int64_t draws : {std::int64_t{16}, std::int64_t{0}}) {
    const std::vector<double> there = planted(
        {"adversary.rival.precision=30", "adversary.rival.prize.front=0.8"},
        keys + rate("attack_by_target", "front", 0.5) + rate("war", "", 0.1) + rate("conceded", "", 0.1), draws);
    Calibrated calibrated(
        scenario(),
        {.rates = rates(keys + rate("attack_by_target", "front", there[0], "error = 0.01\n") +
                        rate("war", "", there[1], "error = 0.01\n") + rate("conceded", "", there[2], "error = 0.01\n")),
         .draws = draws});
    ASSERT_TRUE(calibrated.run(work()));
    const Fit& fit = calibrated.fit();
    EXPECT_NEAR(fit.values[0], 30.0, 0.3) << draws;
    EXPECT_NEAR(fit.values[1], 0.8, 0.005) << draws;
    for (std::size_t r = 0; r < there.size(); ++r) EXPECT_NEAR(fit.found[r], there[r], 2e-5);
    EXPECT_TRUE(fit.untold.empty());
    EXPECT_GT(fit.error[0], 0.0);
    EXPECT_GT(fit.error[1], 0.0);
    EXPECT_NE(there[0], calibrated.rates_now()[0]);
  }
}

// Standard errors are those of the linear model: twice as sure of every rate, twice as sure of every key.
TEST_F(Calibrating, ErrorsOfKeysComeFromErrorsOfRates) {
  const std::vector<double> there =
      planted({"adversary.rival.precision=30", "adversary.rival.prize.front=0.8"},
              keys + rate("attack_by_target", "front", 0.5) + rate("war", "", 0.1) + rate("conceded", "", 0.1), 0);
  std::vector<double> errors[2];
  for (const int sure : {0, 1}) {
    const std::string error = sure ? "error = 0.01\n" : "error = 0.02\n";
    Calibrated calibrated(scenario(),
                          {.rates = rates(keys + rate("attack_by_target", "front", there[0], error) +
                                          rate("war", "", there[1], error) + rate("conceded", "", there[2], error)),
                           .draws = 0});
    ASSERT_TRUE(calibrated.run(work()));
    errors[sure] = calibrated.fit().error;
  }
  for (const int k : {0, 1}) EXPECT_NEAR(errors[0][k] / errors[1][k], 2.0, 0.02) << k;
}

// A rate of attack may come from a large prize or from a grievance, and a plan of the rear's has nothing to do with it.
TEST_F(Calibrating, NamesWhatCannotBeToldApart) {
  const std::string pair =
      "[[key]]\nkey = \"adversary.rival.prize.front\"\nlow = 0.3\nhigh = 2\n"
      "[[key]]\nkey = \"adversary.rival.grievance\"\nlow = 0\nhigh = 0.3\n"
      "[[key]]\nkey = \"defender.rear.redundancy\"\n";
  Calibrated calibrated(scenario(), {.rates = rates(pair + rate("deterrence", "", 0.7)), .draws = 0});
  ASSERT_TRUE(calibrated.run(work()));
  const Fit& fit = calibrated.fit();
  EXPECT_NEAR(fit.found[0], 0.7, 1e-4);
  ASSERT_EQ(fit.untold.size(), 2u);
  bool together = false, alone = false;
  for (const Direction& direction : fit.untold) {
    if (direction.keys.size() == 2 && direction.keys[0].first == 0 && direction.keys[1].first == 1)
      together = direction.keys[0].second * direction.keys[1].second < 0.0;  // more of one, less of the other
    if (direction.keys.size() == 1) alone = direction.keys[0].first == 2;
  }
  EXPECT_TRUE(together);
  EXPECT_TRUE(alone);
}

TEST_F(Calibrating, IsRefusedAtItsPlace) {
  const auto says = [&](const std::string& text, const std::string& part) {
    try {
      Calibrated calibrated(scenario(), {.rates = rates(text), .draws = 0});
      ADD_FAILURE() << "not refused: " << text;
    } catch (const InputError& error) {
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what() << "\nexpected: " << part;
    }
  };
  says(keys + rate("atack_by_target", "front", 0.5), "did you mean 'attack_by_target'");
  says(keys + rate("attack_by_target", "fornt", 0.5), "rates.toml:12:1: rate[1].at");
  says(keys + rate("attack_by_target", "", 0.5), "expected one each of: target");
  says(keys + rate("war", "", 0.5, "error = 0\n"), "expected a number > 0");
  says(keys + rate("war", "", 0.5, "erorr = 0.1\n"), "did you mean 'error'");
  says(keys, "[[rate]]");
  says("[[key]]\nkey = \"adversary.rival.precision\"\n" + rate("war", "", 0.5), "has no end there");
  says("[[key]]\nkey = \"adversary.rival.percision\"\n" + rate("war", "", 0.5),
       "did you mean 'adversary.rival.precision'");
}

}  // namespace
}  // namespace wedge::test
