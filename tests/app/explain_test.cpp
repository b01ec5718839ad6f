// wedge explain.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "support/program.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

const std::vector<std::string> few{
    "explain", textbook_file, "--quiet", "--draws", "16", "--set", "tie.front-rear.affinity={ uniform = [-0.5, 0.8] }"};

Finished explained(std::vector<std::string> more) {
  std::vector<std::string> arguments = few;
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_program(arguments);
}

TEST(Explain, IsAPageThatCanBeRead) {
  const Finished r = explained({});
  EXPECT_EQ(r.code, 0) << r.err;
  for (const char* const part : {"What each mechanism adds", "dependency of front-rear", "together", "Break-even"})
    EXPECT_TRUE(contains(r.out, part)) << r.out;
  expect_within_a_page(r.out);
  const Finished northeast = run_program({"explain", data_path("northeast-asia.toml"), "--quiet", "--draws", "16",
                                          "--orders", "1", "--lever", "tie.*.integration"});
  EXPECT_EQ(northeast.code, 0) << northeast.err;
  expect_within_a_page(northeast.out);
}

TEST(Explain, SaysTheSameInJsonOnAnyThreads) {
  const Finished one = explained({"--format", "json", "--threads", "1", "--no-levers"});
  const Finished two = explained({"--format", "json", "--threads", "2", "--no-levers"});
  ASSERT_EQ(one.code, 0) << one.err;
  EXPECT_EQ(one.out, two.out);
  const auto document = nlohmann::json::parse(one.out);
  double sum = 0.0;
  for (const auto& value : document["shapley"]) sum += value["loss"]["difference"].get<double>();
  EXPECT_NEAR(sum, document["whole"]["loss"]["difference"].get<double>(), 1e-9);
  EXPECT_TRUE(document["break_even"].is_null());
}

TEST(Explain, TakesOneAttackApart) {
  const Finished r = explained({"--action", "front seize"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_TRUE(contains(r.out, "rival against front: seize")) << r.out;
  expect_within_a_page(r.out);
  const auto document = nlohmann::json::parse(explained({"--action", "front", "--format", "json"}).out);
  for (const auto& type : document["types"]) {
    double sum = 0.0;
    for (const auto& [name, amount] : type["terms"].items()) sum += amount.get<double>();
    EXPECT_NEAR(sum, type["value"].get<double>(), 1e-9);
  }
}

TEST(Explain, RefusesWhatIsNotThere) {
  const auto refused = [](std::vector<std::string> more, const char* says) {
    const Finished r = explained(std::move(more));
    EXPECT_EQ(r.code, 2) << r.err;
    EXPECT_TRUE(contains(r.err, says)) << r.err;
  };
  refused({"--lever", "tie.front-rear.afinity"}, "--lever tie.front-rear.afinity: is no number of the scenario");
  refused({"--lever", "tie.*.integraton"}, "did you mean 'tie.*.integration'?");
  refused({"--tie", "front-raer"}, "front-rear");
  refused({"--action", "fornt"}, "front");
  refused({"--deterrence", "1.5"}, "--deterrence");
}

}  // namespace
}  // namespace wedge::test
