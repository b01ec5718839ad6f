// wedge compare of two results.
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "support/program.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

class CompareResults : public ::testing::Test {
 protected:
  CompareResults() { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string result(const std::string& name, const std::string& integration, const std::string& sweep) const {
    const std::string file = folder_ / name;
    const Finished r = run_program({"run", textbook_file, "-o", file, "--quiet", "--draws", "32", "--set",
                                    "model.mood={ normal = [0, 0.05] }", "--set",
                                    "tie.front-rear.integration=" + integration, "--sweep", sweep});
    EXPECT_EQ(r.code, 0) << r.err;
    return file;
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("wedge-compare-results-" + std::to_string(getpid()));
  const std::string affinity = "tie.front-rear.affinity=-0.4,0.6";
};

// What the two scenarios say on common draws, at each point; the error is that of two studies.
TEST_F(CompareResults, SaysTheDifferenceOfTheMeansAtEachPoint) {
  const std::string before = result("before.h5", "0.5", affinity), after = result("after.h5", "0", affinity);
  const Finished r = run_program({"compare", before, after, "--format", "json"});
  ASSERT_EQ(r.code, 0) << r.err;
  const auto found = nlohmann::json::parse(r.out);
  ASSERT_EQ(found["keys"].size(), 1u);
  EXPECT_EQ(found["keys"][0]["key"], "tie.front-rear.integration");
  for (const std::string at : {"-0.4", "0.6"}) {
    const auto common =
        nlohmann::json::parse(run_program({"compare", textbook_file, "--quiet", "--format", "json", "--draws", "32",
                                           "--set", "model.mood={ normal = [0, 0.05] }", "--set",
                                           "tie.front-rear.affinity=" + at, "--to", "tie.front-rear.integration=0"})
                                  .out);
    int seen = 0;
    for (const auto& one : common["measures"])
      for (const auto& stored : found["measures"])
        if (stored["measure"] == one["measure"] && stored["labels"] == one["labels"] &&
            stored["at"]["affinity"] == std::stod(at)) {
          EXPECT_NEAR(stored["difference"], one["difference"].get<double>(), 1e-9) << one;
          EXPECT_GE(stored["standard_error"].get<double>() + 1e-12, 0.0);
          ++seen;
        }
    EXPECT_GT(seen, 30);
  }
  const Finished text = run_program({"compare", before, after, "--rows", "5"});
  for (const char* const part : {"before.h5", "affinity", "tie.front-rear.integration", "difference"})
    EXPECT_TRUE(contains(text.out, part)) << text.out;
}

TEST_F(CompareResults, OfAResultWithItselfIsNothing) {
  const std::string one = result("one.h5", "0.5", affinity);
  const auto found = nlohmann::json::parse(run_program({"compare", one, one, "--format", "json"}).out);
  EXPECT_TRUE(found["keys"].empty());
  EXPECT_GT(found["measures"].size(), 50u);
  for (const auto& row : found["measures"]) {
    EXPECT_EQ(row["difference"], 0.0);
    EXPECT_FALSE(row["counts"]);
  }
}

TEST_F(CompareResults, AreRefusedWhereTheyDoNotFit) {
  const std::string one = result("one.h5", "0.5", affinity);
  const std::string other = result("other.h5", "0.5", "tie.front-rear.affinity=0,0.6");
  const auto refused = [](std::vector<std::string> arguments, const char* says) {
    arguments.insert(arguments.begin(), "compare");
    const Finished r = run_program(arguments);
    EXPECT_EQ(r.code, 2) << r.out;
    EXPECT_TRUE(contains(r.err, says)) << r.err;
  };
  refused({one, other}, "has other sweeps");
  refused({one}, "expected another result");
  refused({one, textbook_file}, "is not a result");
  refused({one, one, "--set", "model.mood=0"}, "has its own scenario");
}

}  // namespace
}  // namespace wedge::test
