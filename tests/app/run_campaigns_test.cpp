// Studies of campaigns as a user runs them.
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>

#include "support/program.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

class RunCampaigns : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Finished wedge(const std::vector<std::string>& arguments) const { return run_program(arguments); }
  Finished run(const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{"run",     scenario_, "-o",      result_,   "--campaigns",
                                       "--draws", "200",     "--quiet", "--sweep", "campaign.bonding=0,0.1"};
    for (const char* const set :
         {"campaign.rounds=4", "model.mood={ uniform = [-0.05, 0.05] }", "defender.rear.steadfast=0.6",
          "defender.rear.resolve_gap=0.4", "campaign.attrition=0.5", "adversary.rival.opportunity=0.7"})
      arguments.insert(arguments.end(), {"--set", set});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return wedge(arguments);
  }
  std::string bytes_of(const std::vector<std::string>& more) const {
    const Finished r = run(more);
    EXPECT_EQ(r.code, 0) << r.err;
    const std::string bytes = file_text(result_);
    std::filesystem::remove(result_);
    return bytes;
  }
  void expect_mistake(const Finished& r, const std::string& part) const {
    EXPECT_EQ(r.code, 2);
    EXPECT_NE(r.err.find(part), std::string::npos) << r.err;
    EXPECT_FALSE(std::filesystem::exists(result_ + ".blocks"));
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("wedge-run-campaigns-test-" + std::to_string(getpid()));
  const std::string result_ = (folder_ / "out.h5").string();
  const std::string scenario_ = std::string(WEDGE_TEST_DATA) + "/textbook.toml";
};

TEST_F(RunCampaigns, HaveTheSameBytesOnAnyThreadsAndShards) {
  const std::string alone = bytes_of({"--threads", "1"});
  EXPECT_NE(alone.find("first_loss"), std::string::npos);
  EXPECT_TRUE(bytes_of({"--threads", "2"}) == alone);
  EXPECT_TRUE(bytes_of({"--threads", "3"}) == alone);
  for (const char* const shard : {"0/3", "1/3", "2/3"}) EXPECT_EQ(run({"--shard", shard}).code, 0);
  EXPECT_EQ(wedge({"merge", result_}).code, 0);
  EXPECT_TRUE(file_text(result_) == alone);
  std::filesystem::remove(result_);
  EXPECT_FALSE(bytes_of({"--seed", "1"}) == alone);
}

TEST_F(RunCampaigns, GoOnAsCampaigns) {
  for (const char* const keep : {"", "--keep-draws"}) {
    const std::vector<std::string> also = *keep ? std::vector<std::string>{keep} : std::vector<std::string>{};
    const std::string whole = bytes_of(also);
    std::vector<std::string> shard = also;
    shard.insert(shard.end(), {"--shard", "1/2"});
    EXPECT_EQ(run(shard).code, 0);
    EXPECT_EQ(wedge({"run", "-o", result_, "--campaigns"}).code, 2);  // not without the scenario
    EXPECT_EQ(wedge({"run", "-o", result_, "--quiet"}).code, 0);
    EXPECT_TRUE(file_text(result_) == whole);
    EXPECT_NE(whole.find("--campaigns"), std::string::npos);  // in the command
    std::filesystem::remove(result_);
  }
}

TEST_F(RunCampaigns, AnUnfinishedStudyOfCampaignsIsNoneOfCrises) {
  EXPECT_EQ(run({"--shard", "0/2"}).code, 0);
  const Finished crises = wedge({"run", scenario_, "-o", result_, "--draws", "200"});
  EXPECT_EQ(crises.code, 2) << crises.err;
}

TEST_F(RunCampaigns, SayNothingOfHowEasyTheyWere) {  // which is not recorded
  const Finished r =
      wedge({"run", scenario_, "-o", result_, "--campaigns", "--draws", "16", "--set", "campaign.rounds=2"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.out.find("16 draws"), std::string::npos) << r.out;
  EXPECT_EQ(r.out.find("easy"), std::string::npos) << r.out;
}

TEST_F(RunCampaigns, MaySweepWhatMoves) {  // axes are named by their keys, which no variable may be
  EXPECT_EQ(wedge({"run", scenario_, "-o", result_, "--campaigns", "--draws", "1", "--set", "campaign.rounds=1",
                   "--sweep", "tie.front-rear.integration=0,1", "--sweep", "tie.front-rear.affinity=0,1", "--sweep",
                   "defender.rear.forces=0,1", "--sweep", "defender.rear.reputation=0,1", "--sweep",
                   "adversary.rival.arsenal=0,1"})
                .code,
            0);
}

TEST_F(RunCampaigns, StopAtTheStandardErrorAskedFor) { EXPECT_EQ(run({"--until", "wars=0.2"}).code, 0); }

TEST_F(RunCampaigns, MistakesAreNamed) {
  expect_mistake(run({"--sweep", "campaign.rounds=1,2"}), "cannot be swept");
  expect_mistake(run({"--sweep", "campaign.*=0,1"}), "campaign.");
  expect_mistake(run({"--set", "campaign.rounds={ uniform = [1, 9] }"}), "is uncertain");
  expect_mistake(run({"--set", "campaign.enable=[\"reputaton\"]"}), "did you mean 'reputation'?");
  expect_mistake(wedge({"run", scenario_, "-o", result_, "--campaigns", "--sensitivity", "--draws", "64"}),
                 "--sensitivity");
  expect_mistake(run({"--balance"}), "--balance");
}

}  // namespace
}  // namespace wedge::test
