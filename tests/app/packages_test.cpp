// Studies over packages and texts, as a user runs them.
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "results/estimates.hpp"
#include "support/program.hpp"
#include "support/scenarios.hpp"
#include "wedge/study.hpp"

namespace wedge::test {
namespace {

class OverPackages : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    std::ofstream(packages_) << R"([[package]]
name = "cap"
cost = 2
set = { "adversary.rival.arsenal" = 0.5 }
[[package]]
name = "closer, and kinder"
set = { "tie.*.integration" = 0.9, "tie.front-rear.affinity" = 0.9 }
)";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string at(const std::string& name) const { return (folder_ / name).string(); }
  Finished run(std::vector<std::string> more) const {
    std::vector<std::string> words{
        "run", scenario_, "-o", result_, "--quiet", "--set", "model.mood={ uniform = [-0.05, 0.05] }"};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words);
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("wedge-packages-test-" + std::to_string(getpid()));
  const std::string packages_ = at("packages.toml"), result_ = at("out.h5");
  const std::string scenario_ = std::string(WEDGE_TEST_DATA) + "/textbook.toml";
};

TEST_F(OverPackages, AreNamedInTheFileWithWhatTheySet) {
  const std::vector<std::string> study{"--packages", packages_, "--sweep", "package=*", "--keep-draws"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.end(), study.begin(), study.end());
    return run(more);
  };
  ASSERT_EQ(with({"--draws", "200"}).code, 0);
  const std::string fresh = file_text(result_);
  const Estimates found = read_estimates(result_);
  ASSERT_EQ(found.axes.size(), 1u);
  EXPECT_EQ(found.axes[0].key, "package");
  EXPECT_EQ(found.axes[0].labels, (std::vector<std::string>{"as it is", "cap", "closer, and kinder"}));
  EXPECT_EQ(found.axes[0].settings, (std::vector<std::string>{"", "adversary.rival.arsenal=0.5",
                                                              "tie.*.integration=0.9\ntie.front-rear.affinity=0.9"}));
  // What the library writes, and what an extended study has, are the same bytes.
  std::filesystem::remove(result_);
  face::StudyOptions options;
  options.sweeps = {{"package", {}, {"*"}}};
  options.packages = packages_;
  options.keep_draws = true;
  options.draws = 200;
  const auto scenario = face::Scenario::from_file(scenario_).with("model.mood", "{ uniform = [-0.05, 0.05] }");
  ASSERT_TRUE(face::run(face::Study(scenario, options), result_));
  EXPECT_EQ(face::Result::open(result_).axes()[0].labels[1], "cap");
  std::filesystem::remove(result_);
  ASSERT_EQ(with({"--draws", "64"}).code, 0);
  const Finished grown = run_program({"run", "-o", result_, "--draws", "200"});
  EXPECT_EQ(grown.code, 0) << grown.err;
  EXPECT_EQ(file_text(result_), fresh);
}

TEST_F(OverPackages, GoOnAfterAnInterruptionWithoutTheirFile) {
  const std::vector<std::string> study{"--packages", packages_,
                                       "--sweep",    "package=\"closer, and kinder\",as it is",
                                       "--sweep",    "solver.selection=principal,cohesive",
                                       "--draws",    "64"};
  ASSERT_EQ(run(study).code, 0);
  const std::string bytes = file_text(result_);
  std::filesystem::remove(result_);
  std::vector<std::string> part = study;
  part.insert(part.end(), {"--shard", "0/2"});
  ASSERT_EQ(run(part).code, 0);
  std::filesystem::remove(packages_);
  const Finished rest = run_program({"run", "-o", result_});
  EXPECT_EQ(rest.code, 0) << rest.err;
  EXPECT_EQ(file_text(result_), bytes);
  const Finished same = run_program({"compare", result_, result_});
  EXPECT_EQ(same.code, 0) << same.err;
  EXPECT_NE(same.out.find("closer, and kinder"), std::string::npos) << same.out;
}

TEST_F(OverPackages, AreRefusedWithOneMessage) {
  const auto refused = [&](const std::vector<std::string>& more, const std::string& part) {
    const Finished r = run(more);
    EXPECT_EQ(r.code, 2) << r.out;
    EXPECT_NE(r.err.find(part), std::string::npos) << r.err;
    EXPECT_FALSE(std::filesystem::exists(result_));
  };
  refused({"--sweep", "package=cap"}, "needs packages");
  refused({"--packages", packages_}, "is of no use without a sweep over them");
  refused({"--packages", packages_, "--sweep", "package=cup"}, "did you mean 'cap'");
  refused({"--packages", packages_, "--sweep", "package=cap,cap"}, "has cap twice");
  refused({"--packages", at("none.toml"), "--sweep", "package=cap"}, "none.toml: cannot be read");
  std::ofstream(packages_) << "[[package]]\nname = \"bad\"\nset = { \"defender.raer.forces\" = 1 }\n";
  refused({"--packages", packages_, "--sweep", "package=*"}, "packages.toml:1:1");
}

}  // namespace
}  // namespace wedge::test
