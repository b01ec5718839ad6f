// What strange input, strange places and strange moments do to the program as a user starts it.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <hdf5.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "app/commands.hpp"
#include "engine/studies/shell_word.hpp"
#include "results/result.hpp"
#include "results/standing.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace fs = std::filesystem;
namespace {

struct Said {
  int code;
  std::string text;  // both streams
};

class Reliability : public ::testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder_); }
  void TearDown() override {
    for (const char* name :
         {"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_MAX"})
      ::unsetenv(name);
    fs::remove_all(folder_);
  }

  Said wedge(const std::vector<std::string>& arguments) const {
    std::ostringstream out, err;
    const int code = app::run(arguments, out, err);
    return {code, out.str() + err.str()};
  }
  Said run(std::vector<std::string> more, const std::string& output = "out.h5") const {
    std::vector<std::string> arguments{"run", scenario_, "-o", at(output), "--quiet"};
    if (std::find(more.begin(), more.end(), "--draws") == more.end())
      arguments.insert(arguments.end(), {"--draws", "64"});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return wedge(arguments);
  }
  // The program itself, in a shell in the folder.
  Said shell(const std::string& command) const {
    const std::string line = "cd '" + folder_.string() + "' && W='" + WEDGE_PROGRAM + "' S='" + scenario_ + "'; ( " +
                             command + " ) > said.txt 2>&1";
    const int status = std::system(("bash -c " + engine::shell_word(line)).c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status), file_text(at("said.txt"))};
  }
  std::string at(const std::string& name) const { return (folder_ / name).string(); }
  void expect(const Said& said, int code, std::initializer_list<const char*> parts) const {
    EXPECT_EQ(said.code, code) << said.text;
    for (const char* part : parts)
      EXPECT_NE(said.text.find(part), std::string::npos) << part << " is not in\n" << said.text;
  }

  const fs::path folder_ = fs::temp_directory_path() / ("wedge-reliability-" + std::to_string(getpid()));
  const std::string scenario_ = std::string(WEDGE_TEST_DATA) + "/textbook.toml";
  const std::vector<std::string> uncertain_{"--set", "defender.rear.forces={ uniform = [0.3, 0.7] }"};
};

TEST_F(Reliability, WhatIsTooManyIsRefusedWithTheNumberAndBeforeAnythingIsMade) {
  std::vector<std::string> wide;
  for (const char* key : {"tie.front-rear.integration", "tie.front-rear.affinity"})
    wide.insert(wide.end(), {"--sweep", std::string(key) + "=0:1:65536"});
  for (const char* key : {"defender.rear.forces", "defender.front.forces"})
    wide.insert(wide.end(), {"--sweep", std::string(key) + "=0.1:1:65536"});
  expect(run(wide), 2, {"points", "1.84e+19"});
  expect(run({"--draws", "1000000000000000"}), 2, {"1000000000000000 draws"});
  expect(run({"--draws", "1000000000000000", "--method", "lhs"}), 2, {"draws"});
  for (const std::vector<std::string>& more : {std::vector<std::string>{"--draws", "1000000000000000"},
                                               {"--draws", "1", "--sweep", "tie.front-rear.integration=0:1:1000000",
                                                "--sweep", "tie.front-rear.affinity=0:1:1000000"}}) {
    std::vector<std::string> plan{"plan", scenario_, "-o", at("out.h5"), "--slurm", "--quiet"};
    plan.insert(plan.end(), more.begin(), more.end());
    expect(wedge(plan), 2, {"expected at most"});
  }
  std::vector<std::string> kept = uncertain_;
  kept.insert(kept.end(), {"--keep-draws", "--draws", "2000000000", "--sweep", "tie.front-rear.integration=0:1:9"});
  expect(run(kept), 2, {"bytes", "keep none of them"});
  fs::remove_all(at("out.h5.blocks"));
  EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(Reliability, NoTextEndsTheHereDocumentOfAScript) {
  std::ofstream(at("sbatch")) << "#!/bin/bash\ncat >>jobs.txt; echo 1\n";
  fs::permissions(at("sbatch"), fs::perms::owner_all);
  const std::string attack = "$'nl\\nEND_OF_WEDGE_JOB\\ntouch PWNED\\n#'";
  expect(shell("mkdir " + attack + "; cp $S " + attack + "/a.toml; $W plan " + attack + "/a.toml -o " + attack +
               "/o.h5 --draws 64 --slurm --quiet > submit.sh && PATH=$PWD:$PATH bash submit.sh; ls PWNED"),
         2, {"submitted", "PWNED"});
  expect(shell("$W plan $S -o o.h5 --draws 64 --slurm --quiet --set $'title=\"\"\"x\\nEND_OF_WEDGE_JOB\\ntouch "
               "PWNED\\n#SBATCH "
               "--uid=0\\n\"\"\"' > submit.sh && PATH=$PWD:$PATH bash submit.sh; ls PWNED"),
         2, {"submitted", "PWNED"});
  EXPECT_FALSE(fs::exists(at("PWNED")));
  EXPECT_EQ(file_text(at("jobs.txt")).find("--uid"), std::string::npos);
}

TEST_F(Reliability, ControlCharactersAreNotPrinted) {
  std::string text = file_text(scenario_);
  text.replace(text.find("title = "), text.find('\n', text.find("title = ")) - text.find("title = "),
               "title = \"\\u001b]0;PWNED\\u0007\\u009bRED\"");
  std::ofstream(at("e.toml")) << text;
  EXPECT_EQ(wedge({"run", at("e.toml"), "-o", at("e.h5"), "--draws", "8", "--quiet"}).code, 0);
  for (const std::vector<std::string>& command : {std::vector<std::string>{"check", at("e.toml")},
                                                  {"solve", at("e.toml")},
                                                  {"status", at("e.h5")},
                                                  {"status", "\x1b[31mfoo"},
                                                  {"run", at("e.toml"), "-o", at("e.h5"), "--set", "a=\x1b[31m"}}) {
    const std::string said = wedge(command).text;
    EXPECT_FALSE(said.empty());
    for (const char* bad : {"\x1b", "\x07", "\xC2\x9B", "\r"})
      EXPECT_EQ(said.find(bad), std::string::npos) << command[0];
  }
  EXPECT_NE(wedge({"check", at("e.toml")}).text.find("PWNED"), std::string::npos);
}

TEST_F(Reliability, ExportReplacesNothingUnasked) {
  fs::copy(scenario_, at("s.toml"));
  expect(wedge({"export", at("s.toml"), "-o", at("s.toml")}), 2, {"exists", "--force"});
  EXPECT_EQ(file_text(at("s.toml")), file_text(scenario_));
  fs::create_directory(at("dd"));
  for (const std::string& bad : {at("dd"), at("none/x.efg"), std::string("/dev/full"), std::string()})
    expect(wedge({"export", scenario_, "-o", bad, "--force"}), 2, {"-o"});
  EXPECT_TRUE(fs::is_directory(at("dd")) && fs::exists("/dev/full"));
  EXPECT_EQ(wedge({"export", at("s.toml"), "-o", at("s.toml"), "--force"}).code, 0);
  EXPECT_TRUE(file_text(at("s.toml")).starts_with("EFG"));
}

TEST_F(Reliability, PlacesThatTakeNoResultAreFoundBeforeComputing) {
  fs::create_directory(at("folder"));
  for (const std::string& bad :
       {std::string(), std::string("folder"), std::string("none/out.h5"), std::string(300, 'x')})
    for (const char* force : {"--quiet", "--force"}) {
      Said said = run({"--threads", "1", force}, bad);
      if (bad.empty()) said = wedge({"run", scenario_, "-o", "", force});
      expect(said, 2, {"-o"});
    }
  std::size_t there = 0;
  for (const auto& entry : fs::directory_iterator(folder_)) there += entry.exists();
  EXPECT_EQ(there, 1u);
}

// Tasks of an array that run studies of their own are no shards.
TEST_F(Reliability, AShardIsTakenFromTheEnvironmentOnlyWhenAsked) {
  std::vector<std::string> study = uncertain_;
  study.insert(study.end(), {"--sweep", "tie.front-rear.integration=0,1"});
  EXPECT_EQ(run(study, "reference.h5").code, 0);
  const auto task = [](int id, int count, int least, int most) {
    ::setenv("SLURM_ARRAY_TASK_ID", std::to_string(id).c_str(), 1);
    ::setenv("SLURM_ARRAY_TASK_COUNT", std::to_string(count).c_str(), 1);
    ::setenv("SLURM_ARRAY_TASK_MIN", std::to_string(least).c_str(), 1);
    ::setenv("SLURM_ARRAY_TASK_MAX", std::to_string(most).c_str(), 1);
  };
  task(1, 3, 0, 2);
  EXPECT_EQ(run(study).code, 0);
  EXPECT_EQ(file_text(at("out.h5")), file_text(at("reference.h5")));
  std::vector<std::string> shard = study;
  shard.insert(shard.end(), {"--shard", "array"});
  for (const std::vector<int>& ids : {std::vector<int>{3, 4, 5}, {3, 7}, {1, 2, 5, 9}, {5}}) {
    fs::remove(at("out.h5"));
    for (const int id : ids) {
      task(id, static_cast<int>(ids.size()), ids.front(), ids.back());
      EXPECT_EQ(run(shard).code, 0);
    }
    if (ids.size() > 1) {
      EXPECT_EQ(wedge({"merge", at("out.h5")}).code, 0);
    }
    EXPECT_EQ(file_text(at("out.h5")), file_text(at("reference.h5"))) << ids.back();
  }
  task(9, 3, 0, 2);
  expect(run(shard, "new.h5"), 2, {"--shard array"});
  ::unsetenv("SLURM_ARRAY_TASK_ID");
  expect(run(shard, "new.h5"), 2, {"--shard array"});
}

TEST_F(Reliability, AStudyOfWhichEveryDrawFailedHasFailed) {
  const std::vector<std::string> hopeless{
      "--set",   "defender.front.precision=1e300",   "--set",   "defender.rear.precision=1e300",
      "--sweep", "tie.front-rear.integration=0:1:3", "--draws", "8"};
  expect(run(hopeless), 1, {"no draw was solved at 3 of 3 points", "integration=0"});
  expect(wedge({"status", at("out.h5")}), 1, {"no draw was solved at 3 of 3 points"});
  expect(wedge({"merge", at("out.h5")}), 1, {"no draw was solved"});
}

TEST_F(Reliability, SignalsStopInGoodOrderAndIgnoredOnesStayIgnored) {
  const std::string study =
      "run $S -o out.h5 --quiet --threads 1 --draws 200000 --sweep tie.front-rear.integration=0:1:40 --set "
      "'defender.rear.forces={uniform=[0.3,0.7]}'";
  const auto signalled = [&](const std::string& trap, const std::string& signals) {
    fs::remove_all(at("out.h5.blocks"));
    return shell(trap + " $W " + study +
                 " & p=$!; until ls out.h5.blocks/0*.h5 >/dev/null 2>&1; do sleep 0.02; done; " + signals + " wait $p");
  };
  for (const char* kill : {"kill -HUP $p;", "kill -TERM $p;"}) expect(signalled("", kill), 75, {"stopped"});
  expect(signalled("trap '' HUP;", "kill -HUP $p; sleep 0.3; kill -0 $p && kill -TERM $p;"), 75, {"stopped"});
}

TEST_F(Reliability, TheCommandCanBePasted) {
  EXPECT_EQ(run({"--set", "defender.rear.forces={ uniform = [0.3, 0.7] }", "--set", "title=\"it's\""}).code, 0);
  const hid_t file = H5Fopen(at("out.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  const hid_t attribute = H5Aopen(file, "command", H5P_DEFAULT), type = H5Aget_type(attribute);
  char* text = nullptr;
  ASSERT_GE(H5Aread(attribute, type, &text), 0);
  const std::string command = text;
  H5free_memory(text);
  H5Tclose(type), H5Aclose(attribute), H5Fclose(file);
  ASSERT_TRUE(command.starts_with("wedge run"));
  expect(shell("$W " + command.substr(6) + " $S -o pasted.h5 --quiet"), 0, {});
  EXPECT_EQ(file_text(at("pasted.h5")), file_text(at("out.h5")));
  // Other programs print the attribute with escapes of their own.
  expect(shell("eval \"$W $($W status out.h5 | sed -n 's/^  wedge run/run/p') $S -o told.h5 --quiet\""), 0, {});
  EXPECT_EQ(file_text(at("told.h5")), file_text(at("out.h5")));
}

// Without locks, what a kill has left of a folder looks like one that another process is just making.
TEST_F(Reliability, WithoutLocksNobodyTakesAwayWhatMayBeAnothersBeginning) {
  EXPECT_EQ(run({}).code, 0);
  const std::string begun = at("out.h5.blocks") + "/manifest.json.tmp-1-of-1-0123456789abcdef";
  fs::create_directory(at("out.h5.blocks"));
  std::ofstream{begun} << "half";
  for (const char* command : {"merge out.h5", "merge out.h5 --allow-partial", "run $S -o out.h5 --draws 64"})
    expect(shell("LD_PRELOAD='" WEDGE_NO_FLOCK "' ASAN_OPTIONS=verify_asan_link_order=0 $W " + std::string(command)), 0,
           {"complete already"});
  EXPECT_TRUE(fs::exists(begun));
  expect(shell("$W merge out.h5"), 0, {"complete already"});
  EXPECT_FALSE(fs::exists(at("out.h5.blocks")));
}

// The other half of "or just `wedge run -o OUT`": it is said only where it is true.
TEST_F(Reliability, GoesOnByNameOnlyWhereThereIsWhatToGoOnWith) {
  EXPECT_FALSE(goes_on_by_name(at("out.h5")));
  EXPECT_EQ(run({"--shard", "0/2"}).code, 0);
  EXPECT_TRUE(goes_on_by_name(at("out.h5")));
  std::ofstream(at("out.h5")) << "a letter";
  EXPECT_FALSE(goes_on_by_name(at("out.h5")));
  EXPECT_EQ(run({"--shard", "0/2", "--force"}).code, 0);
  EXPECT_TRUE(goes_on_by_name(at("out.h5")));
}

TEST_F(Reliability, AResultThatIsOpenForWritingIsCalledThat) {
  EXPECT_EQ(run({}).code, 0);
  const int held = ::open(at("out.h5").c_str(), O_RDWR);
  ASSERT_EQ(::flock(held, LOCK_EX), 0);
  expect(wedge({"status", at("out.h5")}), 2, {"open for writing"});
  ::close(held);
  EXPECT_EQ(wedge({"status", at("out.h5")}).code, 0);
}

TEST_F(Reliability, AFullOrClosedOutputIsAnErrorUnlessNothingIsLost) {
  expect(shell("$W solve $S > /dev/full"), 1, {"cannot be written"});
  expect(shell("$W solve $S >&-"), 1, {"cannot be written"});
  expect(shell("$W run $S -o out.h5 --draws 8 >&-"), 0, {"nothing of the result is lost"});
  EXPECT_EQ(result_at(at("out.h5")).standing, Standing::complete);
}

TEST_F(Reliability, ALimitOnTheSizeOfFilesIsAMessage) {
  expect(shell("ulimit -f 1; $W run $S -o out.h5 --draws 8 --quiet"), 1, {"ulimit -f"});
}

TEST_F(Reliability, PipesAreReadOnce) {
  expect(shell("$W run <(cat $S) -o out.h5 --draws 8 --quiet"), 0, {});
  expect(shell("$W solve <(cat $S) --adversary rival"), 0, {"rival"});
  expect(shell("$W plan <(cat $S) -o new.h5 --draws 8 --quiet"), 0, {"points"});
  expect(shell("$W plan <(cat $S) -o new.h5 --draws 8 --quiet --slurm"), 2, {"regular file"});
}

TEST_F(Reliability, ClaimsFindTheirFileAnywhere) { expect(shell("$W claims --only C99"), 2, {"C99"}); }

TEST_F(Reliability, AKeyWithACorrelationCanBeSetAndSwept) {
  const std::string asia = std::string(WEDGE_SOURCE_DIR) + "/scenarios/northeast-asia.toml";
  expect(wedge({"check", asia, "--set", "defender.jpn.missile_defence=0.6"}), 0, {"note: ", "is dropped"});
  expect(wedge({"run", asia, "-o", at("a.h5"), "--draws", "2", "--sweep", "defender.jpn.missile_defence=0.5,0.6"}), 0,
         {"note: ", "is dropped"});
}

// All against all: adversaries who attack the same in turn come to fewer occasions than they have moves.
std::string with_adversaries(int count, int defenders = 3) {
  std::ostringstream text;
  text << "schema = 1\nname = \"g\"\n";
  for (int i = 0; i < defenders; ++i)
    text << "[[defender]]\nid=\"d" << i << "\"\nregion=\"theatre\"\nforces=0.5\nvulnerability=0.5\nprecision=10.0\n";
  for (int i = 0; i < defenders; ++i)
    for (int k = 0; k < defenders; ++k)
      if (i != k)
        text << "[[commitment]]\nfrom=\"d" << i << "\"\nto=\"d" << k
             << "\"\nreach=1.0\nstake=0.2\npenalty=0.1\nburden=0.3\n";
  for (int i = 0; i < count; ++i)
    text << "[[adversary]]\nid=\"r" << i << "\"\nforces={ theatre=1.2 }\nprize={ d" << i % defenders
         << "=1.0 "
            "}\ntactics=[\"threaten\"]\narsenal=1.0\nstrike_effect=0.5\ncover=0.5\n"
            "execution_cost=0.05\nsunk=0.4\nprecision=20.0\n";
  return text.str();
}

TEST_F(Reliability, AdversariesThatNeedMoreMemoryThanThereIsAreRefused) {
  std::ofstream(at("many.toml")) << with_adversaries(9, 6);  // just below the limit of combinations
  expect(wedge({"check", at("many.toml")}), 2, {"of memory", "leave some out"});
  expect(wedge({"run", at("many.toml"), "-o", at("m.h5"), "--threads", "1"}), 2, {"of memory", "adversaries"});
}

TEST_F(Reliability, TooManyAdversariesAreRefusedWithNumbers) {
  std::ofstream(at("many.toml")) << with_adversaries(20);
  for (const char* command : {"check", "solve"})
    expect(wedge({command, at("many.toml")}), 2, {"adversaries", "expected at most"});
  expect(wedge({"run", at("many.toml"), "-o", at("m.h5")}), 2, {"adversaries"});
  expect(wedge({"check", at("many.toml"), "--adversary", "r3"}), 0, {"response games"});
}

}  // namespace
}  // namespace wedge::test
