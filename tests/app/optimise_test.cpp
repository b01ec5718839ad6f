// wedge optimise.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/program.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

namespace fs = std::filesystem;

class Optimise : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(folder_);
    write(R"([[lever]]
key = "tie.front-rear.integration"
cost = 1.0
[[lever]]
key = "defender.front.redundancy"
cost = [[0, 0], [1, 0.5]]
[[scenario]]
name = "friends"
set = { "tie.front-rear.affinity" = 0.9 }
[[scenario]]
name = "foes"
)");
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string file(const std::string& name) const { return (folder_ / name).string(); }
  void write(const std::string& text) const { std::ofstream(file("levers.toml")) << text; }
  Finished optimised(std::vector<std::string> more) const {
    std::vector<std::string> arguments{"optimise",
                                       textbook_file,
                                       "--quiet",
                                       "--draws",
                                       "8",
                                       "--levers",
                                       file("levers.toml"),
                                       "--set",
                                       "tie.front-rear.affinity=-0.3",
                                       "--set",
                                       "model.mood={ uniform = [-0.05, 0.05] }"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program(arguments);
  }

 private:
  fs::path folder_ = fs::temp_directory_path() / ("wedge-optimise-" + std::to_string(::getpid()));
};

TEST_F(Optimise, IsAPageThatCanBeRead) {
  for (const std::vector<std::string>& more :
       std::vector<std::vector<std::string>>{{"--budget", "0.3"},
                                             {"--front", "3"},
                                             {"--minimise", "tail", "--level", "0.8"},
                                             {"--minimise", "regret"},
                                             {"--target", "loss=0.8"}}) {
    const Finished r = optimised(more);
    EXPECT_EQ(r.code, 0) << r.err;
    for (const char* const part : {"tie.front-rear.integration", "What it does", "an optimism of"})
      EXPECT_NE(on_one_line(r.out).find(part), std::string::npos) << r.out;
    expect_within_a_page(r.out);
  }
}

TEST_F(Optimise, SaysTheSameInJsonOnAnyThreads) {
  const Finished one = optimised({"--format", "json", "--threads", "1", "--budget", "0.3"});
  const Finished two = optimised({"--format", "json", "--threads", "2", "--budget", "0.3"});
  ASSERT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(one.out, two.out);
  const auto document = nlohmann::json::parse(one.out);
  EXPECT_EQ(document["minimise"], "loss");
  EXPECT_LE(document["cost"].get<double>(), 0.3);
  EXPECT_LT(document["search"]["after"]["loss"].get<double>(), document["search"]["before"]["loss"].get<double>());
  EXPECT_EQ(document["levers"].size(), 2u);
}

TEST_F(Optimise, GoesOnWithWhatItFoundAndRefusesWhatIsNotItsOwn) {
  const std::string result = file("optimum.h5");
  const Finished first = optimised({"-o", result}), again = optimised({"-o", result});
  ASSERT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(first.out, again.out);
  const Finished status = run_program({"status", result, "--verify"});
  EXPECT_EQ(status.code, 0) << status.err;
  EXPECT_NE(status.out.find("an optimisation, complete"), std::string::npos) << status.out;
  EXPECT_NE(status.out.find("wedge optimise --levers"), std::string::npos) << status.out;
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"merge", result}, {"run", "-o", result}, {"run", "-o", result, "--draws", "4096"}})
    EXPECT_EQ(run_program(command).code, 2) << command[0];
  const Finished other = optimised({"-o", result, "--budget", "0.2"});
  EXPECT_EQ(other.code, 2);
  EXPECT_NE(other.err.find("--output " + result + ": is of other inputs"), std::string::npos) << other.err;
  EXPECT_EQ(optimised({"-o", result, "--budget", "0.2", "--force"}).code, 0);
  std::ofstream(result, std::ios::trunc) << "something else";
  EXPECT_EQ(optimised({"-o", result}).code, 2);
}

// By a signal, in a process of its own: the best so far is told, and the next run goes on with it.
TEST_F(Optimise, ASignalStopsItAndNothingIsLost) {
  // The signal comes once something was found, which is when the file is there.
  const auto stopped = [&](const std::string& options, const std::string& output) {
    const std::string command = std::string(WEDGE_PROGRAM) + " optimise " + textbook_file + options +
                                " --quiet --draws 4096 --budget 0.3 --set tie.front-rear.affinity=-0.3 --set "
                                "'model.mood={ uniform = [-0.05, 0.05] }' --levers " +
                                file("levers.toml") + " -o " + output + " > " + file("out") + " 2> " + file("err");
    return WEXITSTATUS(std::system(
        (command + " & p=$!; while [ ! -e " + output + " ] && kill -0 $p; do sleep 0.05; done; kill -TERM $p; wait $p")
            .c_str()));
  };
  EXPECT_EQ(stopped("", file("stopped.h5")), 75) << file_text(file("err"));
  EXPECT_NE(file_text(file("out")).find("The best so far"), std::string::npos) << file_text(file("out"));
  EXPECT_NE(file_text(file("err")).find("the same command goes on"), std::string::npos) << file_text(file("err"));
  const Finished status = run_program({"status", file("stopped.h5")});
  EXPECT_EQ(status.code, 75);
  EXPECT_NE(status.out.find("stopped before the end"), std::string::npos) << status.out;
  EXPECT_EQ(stopped(" --format json", file("json.h5")), 75);
  const auto document = nlohmann::json::parse(file_text(file("out")));
  EXPECT_EQ(document.at("complete"), false);
  EXPECT_EQ(document.at("levers").size(), 2u);
  EXPECT_GT(document.at("loss").get<double>(), 0.0);
  EXPECT_GT(document.at("loss_now").get<double>(), 0.0);
  EXPECT_LE(document.at("cost").get<double>(), 0.3 + 1e-9);
}

TEST_F(Optimise, SaysThatATargetIsOutOfReach) {
  const Finished r = optimised({"--target", "loss=0.01"});
  EXPECT_EQ(r.code, 1);
  EXPECT_NE(on_one_line(r.out).find("THE TARGET IS NOT REACHED"), std::string::npos) << r.out;
}

TEST_F(Optimise, RefusesWhatIsNotThere) {
  const auto refused = [&](const std::vector<std::string>& more, const std::string& says) {
    const Finished r = optimised(more);
    EXPECT_EQ(r.code, 2) << r.err;
    EXPECT_NE(r.err.find(says), std::string::npos) << r.err;
  };
  refused({"--target", "los=0.5"}, "--target los=0.5: is no target");
  refused({"--minimise", "cost"}, "--minimise cost: needs a target");
  refused({"--minimise", "loss", "--target", "loss=0.5"}, "--target: is what the least cost is to reach");
  refused({"--minimise", "regret", "--front", "3"}, "--front");
  refused({"--budget", "-1"}, "--budget -1: pays for no setting");
  refused({"--level", "1.5"}, "--level");
  write("[[lever]]\nkey = \"tie.front-raer.integration\"\n");
  refused({}, "levers.toml:2:1: lever[1].key: is no number of the scenario; did you mean 'tie.front-rear.integration'");
  write("[[lever]]\nkey = \"tie.front-rear.integration\"\n");
  refused({"--minimise", "regret"}, "levers.toml:1:1: scenario: is missing");
}

}  // namespace
}  // namespace wedge::test
