// wedge reproduce: the study of a result once more, by the same build and by one that seems to be another.
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>

#include "results/hdf5.hpp"
#include "results/standing.hpp"
#include "support/program.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class Reproduce : public ::testing::Test {
 protected:
  Reproduce() { fs::create_directories(folder_); }
  void TearDown() override { fs::remove_all(folder_); }
  std::string at(const std::string& name) const { return folder_ / name; }

  std::string result(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"run", textbook_file, "-o", at("out.h5"), "--quiet", "--force"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    if (std::ranges::find(more, "--draws") == more.end()) arguments.insert(arguments.end(), {"--draws", "32"});
    const Finished r = run_program(arguments);
    EXPECT_EQ(r.code, 0) << r.err;
    return at("out.h5");
  }

  static Finished reproduce(const std::string& file, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{"reproduce", file, "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program(arguments);
  }
  static json reproduced(const std::string& file, int code) {
    const Finished r = reproduce(file, {"--format", "json"});
    EXPECT_EQ(r.code, code) << r.out << r.err;
    return json::parse(r.out);
  }

  // A whole result that says something else.
  void change(const std::string& file, const std::function<void(hid_t)>& how) const {
    const Found before = seal_at(file);
    const hid_t opened = H5Fopen(file.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    ASSERT_GE(opened, 0);
    how(opened);
    H5Fclose(opened);  // cuts the seal off
    const std::string bytes = file_text(file);
    Draft draft(file);
    draft.write(bytes);
    seal_result(draft, {before.points, before.points_done, before.points_failed}, before.study_sha256);
    draft.finish();
    draft.publish();
  }
  static void by_another(hid_t file) {
    H5Adelete(file, "git_sha");
    hdf5::write_attribute(file, "git_sha", std::string_view("0123456789ab"));
  }
  // The mean of the total loss at the first point, by so many of its errors.
  static void move_loss(hid_t file, double errors) {
    std::vector<double> mean(2), error(2);
    hdf5::read_array(file, "total_loss", mean);
    hdf5::read_array(file, "total_loss_se", error);
    ASSERT_GT(error[0], 0.0);
    mean[0] += errors * error[0];
    const hid_t dataset = H5Dopen2(file, "total_loss", H5P_DEFAULT);
    ASSERT_GE(H5Dwrite(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, mean.data()), 0);
    H5Dclose(dataset);
  }

  const fs::path folder_ = fs::temp_directory_path() / ("wedge-reproduce-test-" + std::to_string(getpid()));
  const std::vector<std::string> uncertain{"--set", "defender.rear.forces={ uniform = [0.3, 0.7] }"};
  const std::vector<std::string> two_points{"--set", "defender.rear.forces={ uniform = [0.3, 0.7] }", "--sweep",
                                            "tie.front-rear.affinity=-0.4,0.6"};
};

TEST_F(Reproduce, TheSameBuildGivesTheSameBytesOfEveryKindOfStudy) {
  const std::string set = "--set", forces = uncertain[1];
  const std::vector<std::vector<std::string>> kinds{
      two_points,
      {set, forces, set, "title=\"it's\\ta \\\"title\\\"\"", "--method", "lhs", "--seed", "0xBEEF"},
      {set, forces, "--sensitivity", "--keep-draws"},
      {set, forces, "--until", "deterrence=0.01", "--draws", "600"},
      {set, forces, "--balance", "1/2", "--certify", "all", "--performance"},
      {set, forces, "--balance", "none", "--certify", "0", "--method", "random"},
      {set, forces, "--campaigns", set, "campaign.rounds=2"},
      {set, forces, "--sweep", "defender.front.forces,defender.front.vulnerability=0.2,0.4", "--isa", "v2"}};
  for (const std::vector<std::string>& kind : kinds) {
    const std::string file = result(kind);
    const Finished r = reproduce(file);
    EXPECT_EQ(r.code, 0) << r.out << r.err << ::testing::PrintToString(kind);
    EXPECT_TRUE(contains(r.out, "Reproduced: the same bytes.")) << r.out << ::testing::PrintToString(kind);
    expect_within_a_page(r.out.substr(r.out.find('\n') + 1));
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 1) << "something is left";
}

TEST_F(Reproduce, AStudyOfOneOfSeveralAdversaries) {
  const Finished r = run_program({"run", data_path("reference/several/shared-patron.toml"), "-o", at("one.h5"),
                                  "--quiet", "--draws", "16", "--adversary", "east-rival"});
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(reproduced(at("one.h5"), 0)["verdict"], "same_bytes");
}

TEST_F(Reproduce, AnotherBuildGivesNumbersWithinTheirErrors) {
  const std::string file = result(two_points);
  change(file, by_another);
  json found = reproduced(file, 0);
  EXPECT_EQ(found["verdict"], "same_numbers");
  EXPECT_FALSE(found["same_build"]);
  EXPECT_FALSE(found["same_bytes"]);
  EXPECT_EQ(found["made_by"]["commit"], "0123456789ab");
  EXPECT_EQ(found["means_that_differ"], 0);
  EXPECT_GT(found["means"], 100);

  change(file, [](hid_t opened) { move_loss(opened, 0.5); });
  found = reproduced(file, 0);
  EXPECT_EQ(found["verdict"], "within_errors");
  EXPECT_EQ(found["means_that_differ"], 1);
  EXPECT_NEAR(found["furthest_in_errors"], 0.5, 1e-6);

  change(file, [](hid_t opened) { move_loss(opened, 1.0); });
  found = reproduced(file, 1);
  EXPECT_EQ(found["verdict"], "different");
  EXPECT_EQ(found["means_beyond_their_error"], 1);
  const json& row = found["differences"][0];
  EXPECT_EQ(row["measure"], "total_loss");
  EXPECT_EQ(row["at"]["affinity"], -0.4);
  EXPECT_NEAR(row["in_errors"], 1.5, 1e-6);
  EXPECT_NEAR(row["stored"].get<double>() - row["here"].get<double>(), 1.5 * row["standard_error"].get<double>(), 1e-9);
  const Finished text = reproduce(file);
  EXPECT_EQ(text.code, 1);
  for (const char* const part : {"Not reproduced: 1 of ", "total_loss", "0123456789ab", "affinity"})
    EXPECT_TRUE(contains(text.out, part)) << text.out;
}

TEST_F(Reproduce, OfTheSameBuildOneNumberThatIsAnotherIsTooMany) {
  const std::string file = result(two_points);
  change(file, [](hid_t opened) { move_loss(opened, 0.01); });
  EXPECT_EQ(reproduced(file, 1)["verdict"], "different");
  const Finished r = reproduce(file);
  EXPECT_TRUE(contains(r.out, "The same build should give the same bytes")) << r.out;
}

TEST_F(Reproduce, KeepsTheNewResultWhereItIsTold) {
  const std::string file = result(uncertain);
  EXPECT_EQ(reproduce(file, {"-o", at("again.h5")}).code, 0);
  EXPECT_EQ(file_text(at("again.h5")), file_text(file));
  EXPECT_EQ(reproduce(file, {"-o", at("again.h5")}).code, 0) << "it stands there already";
  const auto refused = [&](const std::string& what, const std::vector<std::string>& more, const char* says) {
    const Finished r = reproduce(what, more);
    EXPECT_EQ(r.code, 2) << r.out;
    EXPECT_TRUE(contains(r.err, says)) << r.err;
  };
  refused(file, {"-o", file}, "is the result itself");
  refused(file, {"-o", at("none/again.h5")}, "no");
  result(two_points);
  refused(file, {"-o", at("again.h5")}, "exists");
  EXPECT_EQ(reproduce(file, {"-o", at("again.h5"), "--force"}).code, 0);
}

TEST_F(Reproduce, RefusesWhatIsNoCompleteResult) {
  const auto refused = [&](const std::string& file, const char* says) {
    const Finished r = reproduce(file);
    EXPECT_EQ(r.code, 2) << r.out;
    EXPECT_TRUE(contains(r.err, says)) << r.err;
  };
  refused(at("nothing.h5"), "there is neither a result nor an unfinished study here");
  refused(textbook_file, "is not a result");
  const std::string file = result(uncertain), bytes = file_text(file);
  std::ofstream(at("cut.h5"), std::ios::binary) << bytes.substr(0, bytes.size() - 1000);
  refused(at("cut.h5"), "cut.h5");
}

// The program in a process of its own, to which Ctrl-C comes once `begun` says so.
int interrupted(const std::vector<std::string>& arguments, const std::string& err, const std::function<bool()>& begun) {
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGINT, SIG_DFL);
    if (!std::freopen("/dev/null", "w", stdout) || !std::freopen(err.c_str(), "w", stderr)) _exit(127);
    std::vector<char*> words{const_cast<char*>(WEDGE_PROGRAM)};
    for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    execv(WEDGE_PROGRAM, words.data());
    _exit(127);
  }
  int status = 0;
  bool ended = false;
  while (!ended && !begun()) usleep(500), ended = waitpid(child, &status, WNOHANG) != 0;
  if (!ended) kill(child, SIGINT), waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

bool has_a_block(const fs::path& folder) {
  std::error_code gone;  // meanwhile
  for (fs::recursive_directory_iterator at(folder, gone), end; !gone && at != end; at.increment(gone))
    if (at->path().extension() == ".h5" && at->path().parent_path().extension() == ".blocks") return true;
  return false;
}

TEST_F(Reproduce, CtrlCEndsItInGoodOrder) {
  std::vector<std::string> long_one = uncertain;
  long_one.insert(long_one.end(), {"--draws", "4096"});
  const std::string file = result(long_one), bytes = file_text(file);
  const std::vector<std::string> again{"reproduce", file, "--quiet", "--threads", "1", "-o", at("again.h5")};
  EXPECT_EQ(interrupted(again, at("err"), [&] { return has_a_block(at("again.h5.blocks")); }), 75);
  EXPECT_TRUE(contains(file_text(at("err")), "the same command goes on from there")) << file_text(at("err"));
  EXPECT_FALSE(fs::exists(at("again.h5")));
  EXPECT_EQ(run_program({"status", at("again.h5")}).code, 75);
  EXPECT_EQ(run_program(again).code, 0);
  EXPECT_EQ(file_text(at("again.h5")), bytes);
  fs::remove(at("again.h5"));

  fs::create_directory(at("temporary"));  // without -o: nothing of it is left
  setenv("TMPDIR", at("temporary").c_str(), 1);
  const int code = interrupted({"reproduce", file, "--quiet", "--threads", "1"}, at("err"),
                               [&] { return has_a_block(at("temporary")); });
  unsetenv("TMPDIR");
  EXPECT_EQ(code, 75);
  EXPECT_TRUE(contains(file_text(at("err")), "nothing of it is kept")) << file_text(at("err"));
  EXPECT_TRUE(fs::is_empty(at("temporary")));
  EXPECT_EQ(file_text(file), bytes);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_), {}), 3) << "out.h5, err and temporary";
}

}  // namespace
}  // namespace wedge::test
