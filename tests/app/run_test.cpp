// Studies as a user runs them.
#include <gtest/gtest.h>

#include <unistd.h>
#include <csignal>

#include <filesystem>
#include <fstream>

#include "results/hdf5.hpp"
#include "results/result.hpp"
#include "support/program.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

class RunStudy : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Finished wedge(std::vector<std::string> arguments) const { return run_program(arguments); }
  Finished run(std::vector<std::string> more) const {
    std::vector<std::string> arguments{"run",     scenario_,
                                       "-o",      result_,
                                       "--draws", "64",
                                       "--sweep", "tie.front-rear.integration=0:1:5",
                                       "--set",   "model.mood={ uniform = [-0.05, 0.05] }"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return wedge(arguments);
  }
  void expect_mistake(const Finished& r, const std::string& part) const {
    EXPECT_EQ(r.code, 2);
    EXPECT_NE(r.err.find(part), std::string::npos) << r.err;
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("wedge-run-test-" + std::to_string(getpid()));
  const std::string result_ = (folder_ / "out.h5").string();
  const std::string scenario_ = std::string(WEDGE_TEST_DATA) + "/textbook.toml";
};

TEST_F(RunStudy, WritesOneFileAndNeverOverItUnasked) {
  const Finished r = run({});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.out.find("320 draws"), std::string::npos) << r.out;
  EXPECT_TRUE(std::filesystem::exists(result_));
  EXPECT_FALSE(std::filesystem::exists(result_ + ".blocks"));
  const std::string bytes = file_text(result_);
  const Finished again = run({});
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_NE(again.out.find("complete already"), std::string::npos) << again.out;
  expect_mistake(run({"--seed", "2"}), "by force");
  EXPECT_EQ(file_text(result_), bytes);
  EXPECT_EQ(run({"--force", "--quiet"}).code, 0);
  EXPECT_EQ(file_text(result_), bytes);
  const Finished quiet = run({"--force", "--quiet", "--seed", "1"});
  EXPECT_EQ(quiet.out + quiet.err, "");
  EXPECT_NE(file_text(result_), bytes);
}

TEST_F(RunStudy, ShardsMergeAndGapsAreRefused) {
  EXPECT_EQ(run({"--shard", "0/2"}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(result_));
  const Finished status = wedge({"status", result_});
  EXPECT_EQ(status.code, 75);
  EXPECT_NE(status.out.find("shard 0/2"), std::string::npos) << status.out;
  EXPECT_EQ(wedge({"merge", result_}).code, 2);
  EXPECT_EQ(wedge({"merge", result_, "--allow-partial"}).code, 1);
  EXPECT_EQ(run({"--shard", "1/2"}).code, 0);
  EXPECT_EQ(wedge({"merge", result_}).code, 0);
  EXPECT_EQ(wedge({"merge", result_}).code, 0);  // nothing left to do
  EXPECT_EQ(wedge({"status", result_}).code, 0);
}

TEST_F(RunStudy, GoesOnAfterAKillBetweenResultAndClearingUp) {
  EXPECT_EQ(run({"--shard", "0/2"}).code, 0);
  EXPECT_EQ(run({"--shard", "1/2"}).code, 0);
  EXPECT_TRUE(assemble(result_));  // leaves the blocks where they are
  const std::string bytes = file_text(result_);
  expect_mistake(run({"--seed", "2"}), "exists");
  EXPECT_EQ(run({}).code, 0);
  EXPECT_EQ(file_text(result_), bytes);
  EXPECT_FALSE(std::filesystem::exists(result_ + ".blocks"));
}

TEST_F(RunStudy, ClearsUpAfterAKillInTheMiddleOfClearingUp) {
  EXPECT_EQ(run({}).code, 0);
  std::filesystem::create_directory(result_ + ".blocks");  // the manifest goes first
  std::ofstream(result_ + ".blocks/000001.h5") << "the last of the blocks";
  EXPECT_EQ(wedge({"status", result_}).code, 0);
  EXPECT_EQ(run({}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(result_ + ".blocks"));
}

TEST_F(RunStudy, GoesOnFromWhatItsBlocksSay) {
  const std::vector<std::string> settings{"--until", "deterrence=0.01",         "--keep-draws", "--seed", "ff",
                                          "--sweep", "model.solidarity=0.1,0.2"};
  EXPECT_EQ(run(settings).code, 0);
  const std::string bytes = file_text(result_);
  std::filesystem::remove(result_);
  std::vector<std::string> shard = settings;
  shard.insert(shard.end(), {"--shard", "1/2"});
  EXPECT_EQ(run(shard).code, 0);
  expect_mistake(wedge({"run", "-o", result_, "--seed", "ff"}),
                 "FILE: is missing; expected a scenario file before --seed");
  expect_mistake(wedge({"run", "-o", result_, "--set", "model.mood=0"}), "FILE");
  expect_mistake(run({"--seed", "ff"}), "until.measure: the unfinished study has `deterrence`");
  EXPECT_EQ(wedge({"run", "-o", result_, "--shard", "0/2", "--threads", "1", "--quiet"}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(result_));
  EXPECT_EQ(wedge({"run", "-o", result_}).code, 0);
  EXPECT_EQ(file_text(result_), bytes);
  EXPECT_EQ(wedge({"run", "-o", result_}).code, 0) << "complete already";
  expect_mistake(wedge({"run", "-o", result_ + "5"}), "there is no unfinished study of " + result_ + "5");
}

TEST_F(RunStudy, SensitivityIsStoredAndResumed) {
  const std::vector<std::string> command{"run",           scenario_, "-o",
                                         result_,         "--draws", "64",
                                         "--sensitivity", "--set",   "model.mood={ uniform = [-0.05, 0.05] }"};
  EXPECT_EQ(wedge(command).code, 0);
  const std::string bytes = file_text(result_);
  EXPECT_NE(bytes.find("total_loss_first_se"), std::string::npos);
  std::filesystem::remove(result_);
  std::vector<std::string> shard = command;
  shard.insert(shard.end(), {"--shard", "0/2"});
  EXPECT_EQ(wedge(shard).code, 0);
  EXPECT_EQ(wedge({"run", "-o", result_}).code, 0);
  EXPECT_EQ(file_text(result_), bytes);
  expect_mistake(run({"--force", "--sensitivity"}), "without sweeps");
}

TEST_F(RunStudy, TellsSensitivityAndWhatIsNotKnownYet) {
  const auto said = [&](const std::string& draws) {
    const Finished r =
        wedge({"run", scenario_, "-o", result_, "--force", "--sensitivity", "--draws", draws, "--set",
               "model.mood={ uniform = [-0.05, 0.05] }", "--set", "defender.front.forces={ uniform = [0.4, 0.9] }"});
    EXPECT_EQ(r.code, 0) << r.err;
    EXPECT_NE(r.err.find("sensitivity takes 4 solutions for each draw: " + std::to_string(4 * std::stoi(draws))),
              std::string::npos)
        << r.err;
    return r.out;
  };
  const std::string few = said("32"), many = said("2048");
  EXPECT_NE(few.find("not known yet: about "), std::string::npos) << few;
  EXPECT_NE(few.find(" draws would do"), std::string::npos) << few;
  EXPECT_EQ(many.find("not known yet"), std::string::npos) << many;
  EXPECT_NE(many.find("What the variance of total_loss comes from"), std::string::npos) << many;
  EXPECT_LT(many.find("defender.front.forces  0."), many.find("model.mood")) << many;  // the larger share first
}

TEST_F(RunStudy, PerformanceOnlyWhenAskedFor) {
  EXPECT_EQ(run({}).code, 0);
  const std::string bytes = file_text(result_);
  EXPECT_EQ(bytes.find("wall_seconds"), std::string::npos);
  EXPECT_EQ(run({"--force", "--performance"}).code, 0);
  EXPECT_NE(file_text(result_).find("wall_seconds"), std::string::npos);
}

TEST_F(RunStudy, AnUnfinishedStudyRefusesOtherSettings) {
  EXPECT_EQ(run({"--shard", "0/2"}).code, 0);
  expect_mistake(run({"--seed", "2"}), "seed");
  expect_mistake(run({"--set", "model.solidarity=0.5"}), "solidarity");
}

// By point and tie.
std::vector<std::int32_t> balanced(const std::string& result) {
  const hdf5::Handle file(H5Fopen(result.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "open the file");
  if (H5Lexists(file.id(), "n_balance", H5P_DEFAULT) <= 0) return {};
  std::vector<std::int32_t> out(5);
  hdf5::read_array(file.id(), "n_balance", out);
  return out;
}

TEST_F(RunStudy, StoresTheBalancesOfTheShareThatIsAskedFor) {
  const auto of = [&](std::vector<std::string> more) {
    std::filesystem::remove(result_);
    const Finished r = run(std::move(more));
    EXPECT_EQ(r.code, 0) << r.err;
    return std::pair(balanced(result_), r.err.substr(0, r.err.find('\n')));
  };
  const auto by_default = of({}), all = of({"--balance"}), spelt = of({"--balance", "all"}),
             half = of({"--balance", "1/2"}), none = of({"--balance=none"});
  EXPECT_EQ(by_default.first, std::vector<std::int32_t>(5, 64));
  EXPECT_EQ(all.first, by_default.first);
  EXPECT_EQ(spelt.first, by_default.first);
  EXPECT_EQ(half.first, std::vector<std::int32_t>(5, 32));
  EXPECT_EQ(none.first, std::vector<std::int32_t>{});
  EXPECT_TRUE(all.second.ends_with("; balance of 1 tie: all draws")) << all.second;
  EXPECT_TRUE(by_default.second.ends_with("; balance of 1 tie: all draws")) << by_default.second;
  EXPECT_TRUE(half.second.ends_with("; balance of 1 tie: one run of 16 draws in 2")) << half.second;
  EXPECT_TRUE(none.second.ends_with("; balance of 1 tie: none")) << none.second;
}

TEST_F(RunStudy, BalanceIsPartOfWhatTheStudyIs) {
  EXPECT_EQ(run({"--balance", "1/4"}).code, 0);
  const std::string bytes = file_text(result_);
  expect_mistake(run({"--balance", "1/2"}), "by force");
  std::filesystem::remove(result_);
  EXPECT_EQ(run({"--balance", "1/4", "--shard", "1/2"}).code, 0);
  expect_mistake(run({"--balance", "1/2"}), "balance_one_in: the unfinished study has `4`, this run asks for `2`");
  EXPECT_EQ(wedge({"run", "-o", result_}).code, 0);
  EXPECT_EQ(file_text(result_), bytes);
}

// What stands behind a bare --balance is no value of it.
TEST_F(RunStudy, TakesTheScenarioBehindABareBalance) {
  EXPECT_EQ(wedge({"run", "--balance", scenario_, "-o", result_, "--draws", "64", "--quiet"}).code, 0);
  const std::string bytes = file_text(result_);
  std::filesystem::remove(result_);
  EXPECT_EQ(wedge({"run", scenario_, "-o", result_, "--draws", "64", "--quiet", "--balance"}).code, 0);
  EXPECT_EQ(file_text(result_), bytes);
}

// With one run of 16 draws in four, 256 draws have four of each replicate.
TEST_F(RunStudy, StopsAtTheErrorOfAShare) {
  const auto draws = [&](const std::string& share, const std::string& until) {
    std::filesystem::remove(result_);
    EXPECT_EQ(wedge({"run", scenario_, "-o", result_, "--set", "model.mood={ uniform = [-0.05, 0.05] }", "--quiet",
                     "--draws", "4096", "--until", until, "--balance", share})
                  .code,
              0);
    const hdf5::Handle file(H5Fopen(result_.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "open the file");
    std::vector<std::int32_t> out(1);
    hdf5::read_array(file.id(), "n_draws", out);
    return out[0];
  };
  EXPECT_EQ(draws("1/4", "net=0.05"), 256);
  EXPECT_EQ(draws("1/16", "net=0.05"), 512);  // two of each replicate
  EXPECT_GE(draws("1/4", "net=1e-5"), draws("all", "net=1e-5"));
}

TEST_F(RunStudy, MistakesAreNamed) {
  for (const char* const share : {"half", "1/0", "1/-2", "2/3", "1/2x", "1/", "0.5", "8"})
    expect_mistake(run({"--balance", share}),
                   std::string("--balance ") + share + ": is not understood; expected all, none, or 1/N");
  expect_mistake(run({"--seed", "xyz"}), "hexadecimal");
  expect_mistake(run({"--shard", "2/2"}), "--shard");
  expect_mistake(run({"--draws", "0"}), "--draws");
  expect_mistake(run({"--method", "halton"}), "--method");
  expect_mistake(run({"--until", "deterence=0.1"}), "did you mean 'deterrence'?");
  expect_mistake(run({"--until", "deterrence=0"}), "MEASURE=SE");
  expect_mistake(run({"--sweep", "tie.front-rear.affinity=0:1"}), "LOW:HIGH:COUNT");
  expect_mistake(run({"--sweep", "tie.front-rear.affinty=0:1:3"}), "did you mean 'affinity'?");
  expect_mistake(wedge({"status", result_}), "out.h5");
  EXPECT_FALSE(std::filesystem::exists(result_ + ".blocks"));
}

}  // namespace
}  // namespace wedge::test
