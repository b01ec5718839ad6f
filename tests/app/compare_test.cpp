// wedge compare.
#include <gtest/gtest.h>

#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/program.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

nlohmann::json compared(std::vector<std::string> more) {
  std::vector<std::string> arguments{"compare", textbook_file, "--format", "json", "--quiet"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  const Finished r = run_program(arguments);
  EXPECT_EQ(r.code, 0) << r.err;
  return nlohmann::json::parse(r.out);
}

nlohmann::json measure(const nlohmann::json& document, const std::string& name) {
  for (const auto& one : document["measures"])
    if (one["measure"] == name && one["labels"].empty()) return one;
  ADD_FAILURE() << name;
  return {};
}

const std::string uncertain_affinity = "tie.front-rear.affinity={ uniform = [-0.5, 0.8] }";

TEST(Compare, OfAScenarioWithItselfIsNothingForSure) {
  const auto same = compared({"--set", uncertain_affinity, "--draws", "64"});
  EXPECT_TRUE(same["keys"].empty());
  EXPECT_GE(same["measures"].size(), 40u);
  for (const auto& one : same["measures"]) {
    EXPECT_EQ(one["difference"], 0.0) << one;
    EXPECT_EQ(one["standard_error"], 0.0) << one;
    EXPECT_EQ(one["rises"], 0.0);
    EXPECT_FALSE(one["counts"]);
  }
}

TEST(Compare, SaysWhatSolveSaysOfEither) {
  const auto found = compared({"--draws", "16", "--to", "tie.front-rear.integration=0"});
  ASSERT_EQ(found["keys"].size(), 1u);
  EXPECT_EQ(found["keys"][0]["key"], "tie.front-rear.integration");
  EXPECT_EQ(found["keys"][0]["before"], "0.5");
  EXPECT_EQ(found["keys"][0]["after"], "0");
  const auto solved = [](std::vector<std::string> more) {
    more.insert(more.begin(), {"solve", textbook_file, "--format", "json"});
    return nlohmann::json::parse(run_program(more).out)["adversaries"][0];
  };
  const auto before = solved({}), after = solved({"--set", "tie.front-rear.integration=0"});
  for (const char* const name : {"deterrence", "total_loss", "war"}) {
    const auto one = measure(found, name);
    EXPECT_NEAR(one["before"], before[name].get<double>(), 1e-10) << name;
    EXPECT_NEAR(one["after"], after[name].get<double>(), 1e-10) << name;
  }
  // The balance's net is just that: loss saved by integration.
  EXPECT_NEAR(measure(found, "total_loss")["difference"],
              before["integration_balance"]["front-rear"]["net"].get<double>(), 1e-10);
}

// A number against a distribution: the other draws stay what they are.
TEST(Compare, KeepsTheDrawsOfKeysThatAreUncertainInOneAlone) {
  const std::vector<std::string> both{
      "--set", uncertain_affinity, "--set", "model.mood={ normal = [0, 0.05] }", "--draws", "64"};
  auto fixed = both;
  fixed.insert(fixed.end(), {"--to", "tie.front-rear.affinity=0.8"});
  const auto found = compared(fixed);
  EXPECT_EQ(found["keys"][0]["before"], "{ uniform = [-0.5, 0.8] }");
  // The closest tie deters more on every draw: this could not be seen if the mood were another.
  EXPECT_GT(measure(found, "deterrence")["rises"], 0.98);
  EXPECT_EQ(measure(found, "deterrence")["pairs"], 64);
}

TEST(Compare, RefusesWhatCannotBeComparedDrawByDraw) {
  const std::string other = data_path("northeast-asia.toml");
  const Finished r =
      run_program({"compare", textbook_file, other, "--quiet", "--to", "defender.jpn.forces={ uniform = [0.5, 1] }"});
  EXPECT_EQ(r.code, 2);
  EXPECT_TRUE(contains(r.err, "defender.jpn.forces, which is uncertain")) << r.err;
  EXPECT_EQ(run_program({"compare", textbook_file, "--to", "tie.front-rear.integratoin=1"}).code, 2);
}

class Packages : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(file_); }
  std::string file(const std::string& text) const {
    std::ofstream(file_) << text;
    return file_;
  }
  const std::string file_ =
      (std::filesystem::temp_directory_path() / ("wedge-packages-" + std::to_string(getpid()) + ".toml")).string();
};

// Each row is what a comparison with the package's settings says; a package without effect is as good as nothing.
TEST_F(Packages, AreComparedLikeSettings) {
  const std::string packages = file(
      "[[package]]\nname = \"spare\"\ncost = 2\nset = { \"defender.front.redundancy\" = 1 }\n"
      "[[package]]\nname = \"same\"\nset = { \"tie.front-rear.sharing\" = 0.5 }\n"
      "[[package]]\nname = \"same again\"\nset = { \"tie.front-rear.sharing\" = 0.5 }\n");
  const std::vector<std::string> more{"--set", "tie.front-rear.affinity=-0.3", "--draws", "16"};
  auto with = more;
  with.insert(with.end(), {"--package", packages});
  const auto found = compared(with);
  ASSERT_EQ(found["remedies"].size(), 4u);
  const auto& first = found["remedies"][0];
  EXPECT_EQ(first["package"], "spare");
  EXPECT_EQ(first["cost"], 2.0);
  EXPECT_EQ(first["best"], true);
  auto to = more;
  to.insert(to.end(), {"--to", "defender.front.redundancy=1"});
  const auto loss = measure(compared(to), "total_loss");
  EXPECT_NEAR(first["change_of_loss"]["difference"], loss["difference"].get<double>(), 1e-12);
  EXPECT_NEAR(first["loss"], loss["after"].get<double>(), 1e-12);
  for (int i = 1; i < 4; ++i) EXPECT_TRUE(found["remedies"][i]["behind_best"]["counts"]);
  nlohmann::json one, other;
  for (const auto& row : found["remedies"]) {
    if (row["package"] == "same") one = row;
    if (row["package"] == "same again") other = row;
  }
  EXPECT_EQ(one["loss"], other["loss"]);
  std::vector<std::string> text{"compare", textbook_file, "--quiet"};
  text.insert(text.end(), with.begin(), with.end());
  const Finished r = run_program(text);
  for (const char* const part : {"spare", "best", "worse", "(as it is)"}) EXPECT_TRUE(contains(r.out, part)) << r.out;
}

TEST_F(Packages, AreRefusedWithTheirPlace) {
  const auto refused = [&](const std::string& text, const char* says) {
    const Finished r = run_program({"compare", textbook_file, "--quiet", "--package", file(text)});
    EXPECT_EQ(r.code, 2);
    EXPECT_TRUE(contains(r.err, says)) << r.err;
  };
  refused("[[package]]\nname = \"a\"\nset = { \"defender.front.redundnacy\" = 1 }\n", "did you mean 'redundancy'");
  refused("[[package]]\nname = \"a\"\ncost = -1\nset = { \"defender.front.redundancy\" = 1 }\n", "expected a cost");
  refused("[[package]]\nname = \"a\"\nsets = { \"defender.front.redundancy\" = 1 }\n", "did you mean 'set'");
  refused("[[pakage]]\n", "package");
  const Finished both = run_program({"compare", textbook_file, "--package", file(""), "--to", "model.mood=0"});
  EXPECT_EQ(both.code, 2);
}

TEST(Compare, IsReadAtAGlance) {
  const Finished r = run_program(
      {"compare", textbook_file, "--quiet", "--draws", "16", "--rows", "3", "--to", "tie.front-rear.affinity=-0.3"});
  EXPECT_EQ(r.code, 0) << r.err;
  for (const char* const part : {"What differs (1 number)", "tie.front-rear.affinity", "What that does", "±"})
    EXPECT_TRUE(contains(r.out, part)) << r.out;
}

}  // namespace
}  // namespace wedge::test
