// Finished studies that are extended.
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>

#include "results/result.hpp"
#include "support/program.hpp"
#include "support/scenarios.hpp"
#include "wedge/study.hpp"

namespace wedge::test {
namespace {

using Words = std::vector<std::string>;

class Growth : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string at(const std::string& name) const { return (folder_ / name).string(); }
  Words study(const std::string& file, const std::string& draws, const Words& more) const {
    Words words{"run",    scenario_, "-o", file, "--draws", draws, "--set", "model.mood={ uniform = [-0.05, 0.05] }",
                "--quiet"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  void begin(const std::string& file, const std::string& draws, const Words& more) const {
    const Finished r = run_program(study(file, draws, more));
    ASSERT_EQ(r.code, 0) << r.err;
  }
  std::string bytes_of_one_begun_with(const std::string& draws, const Words& more) const {
    begin(at("fresh.h5"), draws, more);
    const std::string bytes = file_text(at("fresh.h5"));
    std::filesystem::remove(at("fresh.h5"));
    return bytes;
  }
  void expect_refusal(const Words& words, const std::string& part) const {
    const std::string before = file_text(result_);
    const Finished r = run_program(words);
    EXPECT_EQ(r.code, 2) << r.out;
    EXPECT_NE(r.err.find(part), std::string::npos) << r.err;
    EXPECT_EQ(std::count(r.err.begin(), r.err.end(), '\n'), 1) << r.err;
    EXPECT_EQ(file_text(result_), before);
    EXPECT_FALSE(std::filesystem::exists(result_ + ".blocks"));
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("wedge-growth-test-" + std::to_string(getpid()));
  const std::string result_ = at("out.h5");
  const std::string scenario_ = std::string(WEDGE_TEST_DATA) + "/textbook.toml";
};

const Words sweep{"--sweep", "tie.front-rear.integration=0:1:5", "--keep-draws"};

TEST_F(Growth, GivesTheBytesOfAStudyBegunWithMore) {
  struct Case {
    const char *draws, *more;
    Words options;
  };
  const Case cases[] = {{"64", "200", sweep},  // blocks hold several points, and all draws of them
                        {"7", "300", sweep},   // a replicate a draw, and then 16
                        {"100", "1300", {"--keep-draws", "--method", "random", "--seed", "ff", "--balance", "1/2"}},
                        {"600", "5000", {"--keep-draws", "--until", "deterrence=0.0002", "--certify", "4"}},
                        {"20", "50", {"--keep-draws", "--campaigns", "--set", "campaign.rounds=3"}}};
  for (const Case& each : cases) {
    SCOPED_TRACE(each.options[0] + each.draws);
    const std::string fresh = bytes_of_one_begun_with(each.more, each.options);
    begin(result_, each.draws, each.options);
    EXPECT_NE(file_text(result_), fresh);
    const Finished grown = run_program({"run", "-o", result_, "--draws", each.more, "--threads", "3"});
    EXPECT_EQ(grown.code, 0) << grown.err;
    EXPECT_NE(grown.err.find(std::string(each.draws) + " draws at each point are kept"), std::string::npos)
        << grown.err;
    EXPECT_EQ(file_text(result_), fresh);
    EXPECT_FALSE(std::filesystem::exists(result_ + ".blocks"));
    const Finished again = run_program({"run", "-o", result_, "--draws", each.more});
    EXPECT_EQ(again.code, 0) << again.err;
    EXPECT_NE(again.out.find("complete already"), std::string::npos) << again.out;
    std::filesystem::remove(result_);
  }
}

// `plan` says what is added, and refuses what `run` refuses, in its words.
TEST_F(Growth, IsPlannedAsItIsRun) {
  const auto plan = [&](Words words) {
    words[0] = "plan";
    words.emplace_back("--quiet");
    return run_program(words);
  };
  const Words more{"run", "-o", result_, "--draws", "200"};
  begin(result_, "64", sweep);
  const std::string before = file_text(result_);
  for (const Words& words : {more, study(result_, "200", sweep)}) {
    const Finished r = plan(words);
    EXPECT_EQ(r.code, 0) << r.err;
    EXPECT_NE(r.out.find("5 points × 200 draws"), std::string::npos) << r.out;
    EXPECT_NE(r.out.find("64 draws at each point are kept from the finished study, 136 are added"), std::string::npos)
        << r.out;
    EXPECT_NE(r.out.find("the old result, "), std::string::npos) << r.out;
  }
  const Finished dry = plan({"run", "-o", result_, "--draws", "200", "--dry-run", "--tasks", "2"});
  EXPECT_NE(dry.out.find("wedge run -o " + result_ + " --draws 200 --shard 0/2"), std::string::npos) << dry.out;
  EXPECT_NE(plan(study(result_, "64", sweep)).out.find("complete already"), std::string::npos);
  EXPECT_EQ(file_text(result_), before);
  EXPECT_FALSE(std::filesystem::exists(result_ + ".blocks"));

  Words other = study(result_, "200", sweep);
  other.insert(other.end(), {"--seed", "2"});
  begin(at("not-kept.h5"), "64", {});
  for (const Words& words :
       {Words{"run", "-o", result_, "--draws", "63"}, other, Words{"run", "-o", at("not-kept.h5"), "--draws", "200"},
        study(at("not-kept.h5"), "200", {}), Words{"run", "-o", at("none.h5"), "--draws", "200"}}) {
    const Finished run = run_program(words), planned = plan(words);
    EXPECT_EQ(planned.code, 2);
    EXPECT_EQ(planned.err, run.err);
    EXPECT_FALSE(run.err.empty());
  }
}

TEST_F(Growth, OfAWholeCommandAndOfTheLibrary) {
  const std::string fresh = bytes_of_one_begun_with("200", sweep);
  begin(result_, "64", sweep);
  begin(result_, "200", sweep);
  EXPECT_EQ(file_text(result_), fresh);
  std::filesystem::remove(result_);
  face::StudyOptions options;
  options.sweeps = {face::sweep("tie.front-rear.integration", 0, 1, 5)};
  options.keep_draws = true;
  const auto scenario = face::Scenario::from_file(scenario_).with("model.mood", "{ uniform = [-0.05, 0.05] }");
  const auto run = [&](const std::string& file, std::int64_t draws) {
    options.draws = draws;
    ASSERT_TRUE(face::run(face::Study(scenario, options), file));
  };
  run(at("all.h5"), 200);
  run(result_, 64);
  EXPECT_EQ(face::Result::open(result_).draws(0), 64);
  run(result_, 200);
  EXPECT_EQ(file_text(result_), file_text(at("all.h5")));
}

TEST_F(Growth, GoesOnAfterAnInterruptionAndKeepsTheOldResultUntilThen) {
  const std::string fresh = bytes_of_one_begun_with("3000", {"--keep-draws"});
  begin(result_, "500", {"--keep-draws"});
  const std::string old = file_text(result_);
  const Finished part = run_program({"run", "-o", result_, "--draws", "3000", "--shard", "0/2"});
  EXPECT_EQ(part.code, 0) << part.err;
  EXPECT_EQ(file_text(result_), old);
  EXPECT_EQ(run_program({"status", result_}).code, 75);
  const Finished other = run_program({"run", "-o", result_, "--draws", "4000"});
  EXPECT_EQ(other.code, 2);
  EXPECT_NE(other.err.find("has 3000, this run asks for 4000"), std::string::npos) << other.err;
  const Finished rest = run_program({"run", "-o", result_});
  EXPECT_EQ(rest.code, 0) << rest.err;
  EXPECT_NE(rest.err.find("500 draws at each point are kept"), std::string::npos) << rest.err;
  EXPECT_EQ(file_text(result_), fresh);
  // Of shards that are merged, and killed before the mark that the old result may be replaced.
  begin(at("other.h5"), "500", {"--keep-draws"});
  for (const char* const shard : {"0/2", "1/2"})
    EXPECT_EQ(run_program({"run", "-o", at("other.h5"), "--draws", "3000", "--shard", shard}).code, 0);
  std::filesystem::remove(at("other.h5.blocks/force"));
  EXPECT_EQ(run_program({"run", "-o", at("other.h5"), "--draws", "3000"}).code, 0);
  EXPECT_EQ(file_text(at("other.h5")), fresh);
}

TEST_F(Growth, IsRefusedWhereDrawsCannotBeKept) {
  const Words more{"run", "-o", result_, "--draws", "128"};
  begin(result_, "64", {"--keep-draws"});
  expect_refusal({"run", "-o", result_, "--draws", "63"}, "has 64 at each point already; expected more");
  expect_refusal({"run", "-o", result_, "--draws", "128", "--seed", "2"}, "FILE: is missing");
  expect_refusal(study(result_, "128", {"--keep-draws", "--seed", "2"}), "seed: that study has `5eed`");
  expect_refusal(study(result_, "128", {"--keep-draws", "--set", "tie.front-rear.integration=0.3"}), "scenario: line");
  expect_refusal({"run", "-o", at("none.h5"), "--draws", "128"}, "FILE: is missing");
  const struct {
    Words options;
    const char* part;
  } cases[] = {{{}, "its draws are not in the file"},
               {{"--keep-draws", "--method", "lhs"}, "a Latin hypercube of more draws has other draws"},
               {{"--keep-draws", "--sensitivity"}, "sensitivity"}};
  for (const auto& each : cases) {
    std::filesystem::remove(result_);
    begin(result_, "64", each.options);
    expect_refusal(more, each.part);
    expect_refusal(study(result_, "128", each.options), each.part);
  }
  EXPECT_EQ(run_program(study(result_, "128", {"--force", "--keep-draws"})).code, 0);
}

}  // namespace
}  // namespace wedge::test
