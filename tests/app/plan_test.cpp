// What a study will take, and its batch jobs, run by an sbatch that does them at once.
#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/commands.hpp"
#include "app/slurm_script.hpp"
#include "engine/studies/pilot.hpp"
#include "engine/studies/planned_study.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

namespace fs = std::filesystem;

class Plan : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }

  std::vector<std::string> study() const {
    return {scenario_,
            "--draws",
            "64",
            "--sweep",
            "tie.front-rear.integration=0:1:5",
            "--set",
            "model.mood={ uniform = [-0.05, 0.05] }",
            "--set",
            "title=\"it's $HOME\""};
  }
  std::pair<int, std::string> wedge(const std::string& command, const std::vector<std::string>& words,
                                    const std::vector<std::string>& more) const {
    std::vector<std::string> arguments{command};
    for (const auto* some : {&words, &more}) arguments.insert(arguments.end(), some->begin(), some->end());
    std::ostringstream out, err;
    const int code = app::run(arguments, out, err);
    return {code, out.str() + err.str()};
  }
  // What a shell prints, both streams.
  std::string shell(const std::string& command, int expected = 0) const {
    const std::string file = (folder_ / "said.txt").string();
    EXPECT_EQ(std::system(("( " + command + " ) >" + app::quoted(file) + " 2>&1").c_str()), expected)
        << file_text(file);
    return file_text(file);
  }
  void expect_mistake(std::vector<std::string> more, const std::string& part) const {
    more.insert(more.end(), {"-o", (folder_ / "new.h5").string()});
    const auto [code, said] = wedge("plan", study(), more);
    EXPECT_EQ(code, 2);
    EXPECT_NE(said.find(part), std::string::npos) << said;
  }

  const fs::path folder_ = fs::temp_directory_path() / ("wedge plan's test-" + std::to_string(getpid()));
  const std::string scenario_ = std::string(WEDGE_TEST_DATA) + "/textbook.toml";
};

TEST(Quoted, ComesBackFromAShell) {
  for (const std::string word :
       {"plain", "", "it's", "a b", "$HOME `ls` \\ \"x\" *", "two\nlines", "--set", "{ uniform = [0, 1] }"}) {
    const std::string file = (fs::temp_directory_path() / ("wedge-quoted-" + std::to_string(getpid()))).string();
    const std::string line = "printf %s " + app::quoted(word) + " >" + file;
    ASSERT_EQ(std::system(("bash -c " + app::quoted(line)).c_str()), 0);
    EXPECT_EQ(file_text(file), word);
    fs::remove(file);
  }
}

// Tasks one after the other, as Slurm's environment tells them what they are; what it was asked is written down.
constexpr const char* sbatch = R"(#!/bin/bash
here=$(dirname "$0")
first=0 last=0 array=0
for word in "$@"; do
  case $word in
    --array=*) array=1 last=${word#--array=0-} ;;
    --export=ALL,*) export "${word#--export=ALL,}" ;;
  esac
done
echo "$@" >>"$here/asked.txt"
cat >"$here/job.sh"
for task in $(seq $first $last); do
  [ $array = 0 ] || export SLURM_ARRAY_JOB_ID=7 SLURM_ARRAY_TASK_ID=$task
  SLURM_CPUS_PER_TASK=1 SLURM_JOB_ID=7 bash "$here/job.sh" >>"$here/log.txt" 2>&1 || exit
done
echo "7;cluster"
)";

TEST_F(Plan, ScriptDoesTheStudy) {
  const std::string result = (folder_ / "100% sure.h5").string(), expected = (folder_ / "expected.h5").string();
  EXPECT_EQ(wedge("run", study(), {"-o", expected, "--quiet"}).first, 0);
  std::ofstream(folder_ / "sbatch") << sbatch;
  fs::permissions(folder_ / "sbatch", fs::perms::owner_all);

  std::string command = app::quoted(WEDGE_PROGRAM) + " plan";
  for (const std::string& word : study()) command += ' ' + app::quoted(word);
  command += " -o " + app::quoted(result) + " --slurm --tasks 5 --max-array 2 --quiet > " +
             app::quoted((folder_ / "submit.sh").string());
  EXPECT_EQ(shell(command), "");
  const std::string said =
      shell("PATH=" + app::quoted(folder_.string()) + ":$PATH bash " + app::quoted((folder_ / "submit.sh").string()));
  EXPECT_EQ(said, "submitted 7:7:7, and 7 to merge them\n") << file_text((folder_ / "log.txt").string());
  const std::string log = (folder_ / "100%% sure.h5").string();
  const auto asked = [&](const std::string& first, const std::string& last) {
    return "--parsable --export=ALL,WEDGE_FIRST=" + first + " --array=0-" + last + " --output=" + log + ".%A_%a.log\n";
  };
  EXPECT_EQ(file_text((folder_ / "asked.txt").string()), asked("0", "1") + asked("2", "1") + asked("4", "0") +
                                                             "--parsable --dependency=afterany:7:7:7 --output=" + log +
                                                             ".merge.%j.log\n");
  EXPECT_EQ(file_text(result), file_text(expected)) << file_text((folder_ / "log.txt").string());
  const std::string script = file_text((folder_ / "submit.sh").string());
  EXPECT_NE(script.find("100%% sure.h5.%A_%a.log"), std::string::npos) << script;
}

TEST_F(Plan, DryRunSaysWhatEachTaskDoes) {
  const auto [code, said] =
      wedge("plan", study(), {"-o", (folder_ / "out.h5").string(), "--tasks", "3", "--dry-run", "--quiet"});
  EXPECT_EQ(code, 0);
  EXPECT_NE(said.find("5 points × 64 draws in 5 blocks"), std::string::npos) << said;
  EXPECT_NE(said.find("--shard 0/3 --threads 1    # 2 blocks"), std::string::npos) << said;
  EXPECT_NE(said.find("balance of 1 tie: all draws\n"), std::string::npos) << said;
  EXPECT_NE(said.find("--shard 2/3 --threads 1    # 1 block\n"), std::string::npos) << said;
  EXPECT_NE(said.find("wedge merge "), std::string::npos) << said;
  EXPECT_FALSE(fs::exists(folder_ / "out.h5.blocks"));
}

TEST_F(Plan, SaysWhatSensitivityTakes) {
  const auto plan = [&](std::vector<std::string> more) {
    more.insert(more.end(), {"-o", (folder_ / "out.h5").string(), "--quiet"});
    return wedge("plan", {scenario_, "--draws", "512", "--set", "model.mood={ uniform = [-0.05, 0.05] }"}, more).second;
  };
  EXPECT_EQ(plan({}).find("solutions for each draw"), std::string::npos);
  const std::string said = plan({"--sensitivity"});
  EXPECT_NE(said.find("sensitivity takes 3 solutions for each draw (two sets of inputs, and one for each parameter): "
                      "1536 in all"),
            std::string::npos)
      << said;
}

TEST_F(Plan, MistakesAreSaidBeforeAnythingIsComputed) {
  expect_mistake({"--time", "soon"}, "--time soon: is not a time limit");
  expect_mistake({"--mem", "much"}, "--mem much: is not an amount of memory");
  expect_mistake({"--shard", "0/2"}, "--shard: is given to each task");
  expect_mistake({"--force"}, "--force: ");
  expect_mistake({"--performance"}, "--performance: ");
  expect_mistake({"--set", "no.such=1"}, "no.such");
  expect_mistake({"--balance", "1"}, "--balance 1: is not understood; expected all, none, or 1/N");
  const auto [code, said] = wedge("plan", {}, {"-o", (folder_ / "new.h5").string()});
  EXPECT_EQ(code, 2);
  EXPECT_NE(said.find("FILE: is missing"), std::string::npos) << said;
}

// The real thing, on a study that is small enough.
TEST_F(Plan, ForecastIsAboutRight) {
  for (const bool keep : {false, true}) {
    app::RunArguments arguments;
    arguments.file = scenario_;
    arguments.output = (folder_ / "sizes.h5").string();
    arguments.set = {"model.mood={ uniform = [-0.05, 0.05] }"};
    arguments.sweep = {"tie.front-rear.integration=0:1:8", "tie.front-rear.affinity=-0.5:0.9:8"};
    arguments.draws = 16;
    arguments.keep_draws = keep;
    const engine::PlannedStudy planned = engine::planned_study(arguments);
    const engine::Forecast forecast = engine::pilot(planned, 0, 0.05);
    std::vector<std::string> words{scenario_, "-o", arguments.output, "--quiet"};
    for (const std::string& word : engine::study_options(arguments)) words.push_back(word);
    EXPECT_EQ(wedge("run", words, {"--shard", "0/2"}).first, 0);
    const auto block = static_cast<double>(fs::file_size(arguments.output + ".blocks/000000.h5"));
    EXPECT_NEAR(forecast.block_bytes / block, 1.0, 0.5) << forecast.block_bytes << ' ' << block;
    EXPECT_EQ(wedge("run", words, {"--shard", "1/2"}).first, 0);
    EXPECT_EQ(wedge("merge", {arguments.output}, {}).first, 0);
    const auto result = static_cast<double>(fs::file_size(arguments.output));
    EXPECT_GT(forecast.result_bytes, 0.7 * result);
    EXPECT_LT(forecast.result_bytes, 4.0 * result);
    EXPECT_NEAR(forecast.core_seconds, forecast.draw_seconds * 64 * 16, 1e-9);
    fs::remove(arguments.output);
  }
}

}  // namespace
}  // namespace wedge::test
