// `wedge claims`: what a claims file may say, what comes of claims whose truth is known, and that the numbers are those
// of studies.
#include <gtest/gtest.h>

#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "study/run.hpp"
#include "support/program.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

using nlohmann::json;

class ClaimsFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder_);
    std::filesystem::copy_file(textbook_file, folder_ / "textbook.toml",
                               std::filesystem::copy_options::overwrite_existing);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Finished wedge(const std::string& text, std::vector<std::string> more = {}) const {
    std::ofstream(file_) << text;
    std::vector<std::string> arguments{"claims", file_, "--draws", "64", "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program(arguments);
  }
  void expect_mistake(const std::string& text, const std::string& message) const {
    const Finished r = wedge(text);
    EXPECT_EQ(r.code, 2) << text;
    EXPECT_NE(r.err.find(message), std::string::npos) << r.err;
    EXPECT_EQ(std::count(r.err.begin(), r.err.end(), '\n'), 1) << r.err;
    EXPECT_TRUE(r.err.starts_with(file_)) << r.err;
  }

  const std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("wedge-claims-test-" + std::to_string(getpid()));
  const std::string file_ = (folder_ / "claims.toml").string();
};

// One claim with one comparison of the textbook, in which anything can be replaced.
std::string claim(const std::string& settings, const std::string& predicts, const std::string& more = "",
                  const std::string& id = "A") {
  return "[[claim]]\nid = \"" + id +
         "\"\nsays = \"it is so\"\nsource = \"us\"\n[[claim.comparison]]\ncondition = \"always\"\n"
         "scenario = \"textbook.toml\"\n" +
         more + "settings = [" + settings + "]\npredicts = " + predicts + "\n";
}
std::string setting(const std::string& name, const std::string& set) {
  return "{ name = \"" + name + "\", set = { " + set + " } }, ";
}
const std::string prizes = setting("small", "\"adversary.rival.prize.front\" = 0.8") +
                           setting("large", "\"adversary.rival.prize.front\" = 1.2");
const std::string uncertain = "where = { \"defender.rear.forces\" = { uniform = [0.4, 0.6] } }\n";
const std::string more_attacks = "{ deterrence = \"falls\", loss = \"rises\" }",
                  fewer_attacks = "{ deterrence = \"rises\", loss = \"falls\" }";

TEST_F(ClaimsFile, MistakesAreNamedWithTheirPlace) {
  expect_mistake("[[claim]]\nid = \"A\"\nsource = \"us\"\nneeds = \"time\"\n",
                 ":1:1: A.says: is missing; expected a text");
  expect_mistake("[[claim]]\nid = \"A\"\nsays = \"x\"\nsource = \"us\"\n",
                 "expected a [[claim.comparison]], or needs = REASON");
  expect_mistake("[[claim]]\nid = \"A\"\nsays = \"x\"\nsorce = \"u\"\nsource = \"us\"\nneeds = \"time\"\n",
                 ":4:1: A.sorce: is not a known key; did you mean 'source'?");
  expect_mistake("claims = 1\n[[claim]]\nid = \"A\"\nsays = \"x\"\nsource = \"us\"\nneeds = \"time\"\n",
                 ":1:1: claims: is not a known key");
  expect_mistake("", "claim: is missing");
  expect_mistake("[[claim]\n", "is not TOML");
  expect_mistake(claim(prizes, more_attacks) + claim(prizes, more_attacks), "is the id of two claims");
  expect_mistake(claim(setting("one", "\"model.mood\" = 0"), more_attacks), "has nothing to compare");
  expect_mistake(claim(setting("one", "\"model.mood\" = 0") + setting("two", "\"model.solidarity\" = 0"), more_attacks),
                 "sets model.solidarity, but 'one' sets model.mood; expected the same keys");
  expect_mistake(claim(prizes, more_attacks, "where = { \"adversary.rival.prize.front\" = 1 }\n"),
                 "expected one of the two");
  expect_mistake(claim(prizes, "{ deterrence = \"drops\" }"), "expected rises or falls");
  expect_mistake(claim(prizes, "{ deterence = \"falls\" }"), "is none of loss, deterrence and measure");
  expect_mistake(claim(prizes, "{ measure = \"falls\" }"), "none is given");
  expect_mistake(claim(prizes, more_attacks, "draws = 0\n"), "out of range");
  expect_mistake(claim(prizes, more_attacks, "campaigns = \"yes\"\n"), "expected true or false");
  expect_mistake(claim(prizes, more_attacks, "really = { patron = \"steadfast\" }\n"), "expected campaigns = true");
  expect_mistake(claim(prizes, more_attacks, "campaigns = true\nreally = { patron = \"firm\" }\n"),
                 "'firm' is no type; expected steadfast or wavering");
}

TEST_F(ClaimsFile, WhatTheScenarioDoesNotHaveIsSaidAtTheSetting) {
  expect_mistake(
      claim(setting("a", "\"tie.front-rear.integraton\" = 0") + setting("b", "\"tie.front-rear.integraton\" = 1"),
            more_attacks),
      "did you mean 'integration'?");
  expect_mistake(claim(setting("a", "\"model.mood\" = 0") + setting("b", "\"model.mood\" = { uniform = [-0.1, 0.1] }"),
                       more_attacks),
                 "leaves other keys uncertain than 'a'");
  const auto measured = [&](const std::string& measure) {
    return claim(prizes, "{ measure = \"falls\" }", "measure = " + measure + "\n");
  };
  expect_mistake(measured("{ name = \"deterence\" }"), "did you mean 'deterrence'?");
  expect_mistake(measured("{ name = \"seam\", tie = \"front-near\" }"),
                 "there is no tie 'front-near'; did you mean 'front-rear'?");
  expect_mistake(measured("{ name = \"deterrence\", tie = \"front-rear\" }"), "deterrence has no tie");
  expect_mistake(measured("{ name = \"deterrence\", round = \"1\" }"), "deterrence has no round");
  expect_mistake(claim(prizes, more_attacks, "campaigns = true\nreally = { patrn = \"steadfast\" }\n"),
                 "really: there is no defender 'patrn'; did you mean 'patron'?");
  expect_mistake(claim(prizes, "{ measure = \"falls\" }", "campaigns = true\nmeasure = { name = \"seam\" }\n"),
                 "there is no 'seam'");
  expect_mistake(measured("{ name = \"support\" }"), "support is by defender; expected one of: patron, front, rear");
  const std::string elsewhere = claim(prizes, more_attacks);
  const std::string text = std::string(elsewhere).replace(elsewhere.find("textbook.toml"), 13, "nowhere.toml");
  const Finished r = wedge(text);
  EXPECT_EQ(r.code, 2);
  EXPECT_NE(r.err.find("nowhere.toml: cannot be read"), std::string::npos) << r.err;
}

// A larger prize is a larger reason to attack, whatever else there is.
TEST_F(ClaimsFile, KnownTruths) {
  const Finished holds = wedge(claim(prizes, more_attacks, uncertain));
  EXPECT_EQ(holds.code, 0) << holds.err;
  EXPECT_NE(holds.out.find("=> holds\n"), std::string::npos) << holds.out;
  const Finished wrong = wedge(claim(prizes, fewer_attacks, uncertain));
  EXPECT_EQ(wrong.code, 1);
  EXPECT_NE(wrong.out.find("=> not reproduced"), std::string::npos) << wrong.out;
  const Finished partly = wedge(claim(prizes, "{ deterrence = \"falls\", loss = \"falls\" }", uncertain));
  EXPECT_EQ(partly.code, 0);
  EXPECT_NE(partly.out.find("=> holds conditionally: always (deterrence)"), std::string::npos) << partly.out;
  // Nobody here is squeezed: economic resilience has no effect.
  const std::string nothing = setting("none", "\"defender.*.economic_resilience\" = 0") +
                              setting("all", "\"defender.*.economic_resilience\" = 1");
  const Finished neither = wedge(claim(nothing, more_attacks, uncertain));
  EXPECT_EQ(neither.code, 0);
  EXPECT_NE(neither.out.find("=> not significant"), std::string::npos) << neither.out;
  const Finished later = wedge("[[claim]]\nid = \"A\"\nsays = \"x\"\nsource = \"us\"\nneeds = \"the campaign\"\n");
  EXPECT_EQ(later.code, 0);
  EXPECT_NE(later.out.find("=> needs the campaign"), std::string::npos) << later.out;
}

TEST_F(ClaimsFile, OneContradictionIsNotOutweighedByWhatHolds) {
  const std::string text = claim(prizes, more_attacks, "", "A") + claim(prizes, fewer_attacks, "", "B");
  EXPECT_EQ(wedge(text).code, 1);
  EXPECT_EQ(wedge(text, {"--only", "A"}).code, 0);
  EXPECT_EQ(wedge(text, {"--only", "A", "--seed", "xyz"}).code, 2);
  const Finished r = wedge(text, {"--only", "A,C"});
  EXPECT_EQ(r.code, 2);
  EXPECT_NE(r.err.find("--only C: is not among the claims"), std::string::npos) << r.err;
}

TEST_F(ClaimsFile, SameBytesOnAnyNumberOfThreads) {
  const std::string text = claim(prizes, more_attacks, uncertain);
  for (const char* const format : {"text", "json"})
    EXPECT_EQ(wedge(text, {"--format", format, "--threads", "1"}).out,
              wedge(text, {"--format", format, "--threads", "2"}).out);
  EXPECT_NE(wedge(text, {"--format", "json"}).out, wedge(text, {"--format", "json", "--seed", "7"}).out);
}

// All slots of a variable, draw by draw, of a study made without `claims`.
std::vector<std::vector<double>> all_values(const std::string& variable, double prize, int precision, bool campaigns,
                                            std::vector<Override> changes) {
  StudySettings settings;
  settings.draws = 64;
  settings.keep_draws = true;
  settings.campaigns = campaigns;
  changes.push_back(parse_override("adversary.rival.prize.front=" + std::to_string(prize)));
  changes.push_back(parse_override("adversary.rival.precision=" + std::to_string(precision)));
  changes.push_back(parse_override("adversary.rival.tactic_precision=" + std::to_string(2 * precision)));
  const Study study(file_text(textbook_file), textbook_file, changes, {}, settings);
  const StudyLayout& layout = study.layout();
  const auto v =
      std::find_if(layout.variables.begin(), layout.variables.end(), [&](const auto& x) { return x.name == variable; });
  std::vector<std::vector<double>> out(64);
  run_chains(study, all_chains(layout), 1, false, [&](const Block& block, const Sums&, const Draws& kept) {
    for (std::int64_t d = 0; d < block.draws; ++d) {
      const auto first = kept.values.begin() + d * layout.slots + v->first_slot;
      out[block.first_draw + d].assign(first, first + v->slots);
    }
  });
  return out;
}

std::vector<double> values(const std::string& variable, double prize, int precision) {
  std::vector<double> out;
  for (const auto& slots :
       all_values(variable, prize, precision, false, {parse_override("defender.rear.forces={ uniform = [0.4, 0.6] }")}))
    out.push_back(slots[0]);
  return out;
}

TEST_F(ClaimsFile, NumbersAreThoseOfStudiesPairedByHand) {
  const Finished r = wedge(claim(prizes, more_attacks, uncertain), {"--format", "json"});
  const json cells = json::parse(r.out)["claims"][0]["comparisons"][0]["cells"];
  ASSERT_EQ(cells.size(), 6u);
  for (const json& cell : cells) {
    const std::vector<double> before = values(cell["measure"], 0.8, cell["precision"]),
                              after = values(cell["measure"], 1.2, cell["precision"]);
    double sum[16] = {}, mean = 0.0, squares = 0.0;
    int signs = 0;
    for (int d = 0; d < 64; ++d) {
      sum[d % 16] += (after[d] - before[d]) / 4.0;
      signs += (after[d] > before[d]) == (cell["predicted"] == "rises");
    }
    for (const double m : sum) mean += m / 16.0;
    for (const double m : sum) squares += (m - mean) * (m - mean);
    EXPECT_NEAR(cell["difference"], mean, 1e-14);
    EXPECT_NEAR(cell["standard_error"], std::sqrt(squares / 15.0 / 16.0), 1e-14);
    EXPECT_DOUBLE_EQ(cell["share"], signs / 64.0);
    EXPECT_NEAR(cell["after"].get<double>() - cell["before"].get<double>(), mean, 1e-14);
    EXPECT_EQ(cell["pairs"], 64);
  }
}

// Campaigns of three rounds: a measure without a round is the mean over them; `really` takes its pick of the campaigns.
TEST_F(ClaimsFile, CampaignsArePairedByHand) {
  const std::vector<Override> world{
      parse_override("campaign.rounds=3"), parse_override("adversary.rival.opportunity=0.7"),
      parse_override("defender.rear.steadfast=0.6"), parse_override("defender.rear.resolve_gap=0.4")};
  const std::string where =
      "campaigns = true\nwhere = { \"campaign.rounds\" = 3, \"adversary.rival.opportunity\" = 0.7, "
      "\"defender.rear.steadfast\" = 0.6, \"defender.rear.resolve_gap\" = 0.4 }\n";
  const std::string predicts = "{ deterrence = \"falls\", measure = \"rises\" }";
  const auto second = std::string("measure = { name = \"total_loss\", round = \"2\" }\n");
  for (const std::string type : {"", "steadfast", "wavering"}) {
    const std::string really = type.empty() ? "" : "really = { rear = \"" + type + "\" }\n";
    const Finished r = wedge(claim(prizes, predicts, where + really + second), {"--format", "json"});
    ASSERT_NE(r.code, 2) << r.err;
    const json cells = json::parse(r.out)["claims"][0]["comparisons"][0]["cells"];
    ASSERT_EQ(cells.size(), 6u);
    for (const json& cell : cells) {
      const std::string name = cell["measure"];
      const bool loss = name == "total_loss";
      const auto all = [&](const std::string& variable, double prize) {
        return all_values(variable, prize, cell["precision"], true, world);
      };
      const auto before = all(name, 0.8), after = all(name, 1.2), truth = all("really_steadfast", 0.8);
      const auto value = [&](const std::vector<double>& by_round) {
        return loss ? by_round[1] : (by_round[0] + by_round[1] + by_round[2]) / 3.0;
      };
      double sum = 0.0;
      int pairs = 0;
      for (int d = 0; d < 64; ++d) {
        if (!type.empty() && (truth[d][2] == 1.0) != (type == "steadfast")) continue;
        sum += value(after[d]) - value(before[d]);
        ++pairs;
      }
      EXPECT_NEAR(cell["difference"], sum / pairs, 1e-14) << type;
      EXPECT_EQ(cell["pairs"], pairs) << type;
      EXPECT_EQ(cell["draws"], 64);
      EXPECT_EQ(cell["rounds"], 3);
      if (!type.empty()) {
        EXPECT_GT(pairs, 10);
        EXPECT_LT(pairs, 54);
      }
    }
  }
}

}  // namespace
}  // namespace wedge::test
