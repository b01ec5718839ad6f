// Chronicles are the campaigns of studies, told one by one.
#include "engine/chronicle.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/chronicle_json.hpp"
#include "study/study.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

// The textbook with something to remember, and everything to lose.
const std::vector<std::string> settings{
    "campaign.rounds=5",
    "defender.rear.steadfast=0.6",
    "defender.rear.resolve_gap=0.4",
    "defender.patron.steadfast=0.5",
    "defender.patron.resolve_gap=0.6",
    "adversary.rival.opportunity=0.8",
    "rung.seize.gain=1.0",
    "campaign.attrition=0.5",
    "adversary.rival.types=[{ id = \"mild\", prior = 0.6, cost = 1.2 }, { id = \"bold\", prior = 0.4, prize = 1.4 }]"};

TEST(Chronicle, IsACampaignOfAStudy) {
  std::vector<Override> overrides;
  for (const std::string& set : settings) overrides.push_back(parse_override(set));
  overrides.push_back(parse_override("model.mood={ uniform = [-0.05, 0.05] }"));
  StudySettings asked;
  asked.draws = 40;
  asked.seed = 0xabc;
  asked.keep_draws = asked.campaigns = true;
  const Study study(file_text(textbook_file), textbook_file, overrides, {}, asked);
  Draws kept;
  study.run(0, nullptr, &kept);
  const StudyLayout& layout = study.layout();
  const auto slot = [&](const char* const name) {
    return std::find_if(layout.variables.begin(), layout.variables.end(),
                        [&](const Variable& v) { return v.name == name; })
        ->first_slot;
  };
  const int draws = static_cast<int>(kept.status.size());
  ASSERT_GE(draws, 16);
  int wars = 0;
  for (int n = 0; n < draws; ++n) {
    const engine::Chronicle c = engine::play_campaign(study.scenario(), 0xabc, n);
    ASSERT_EQ(c.status, Status::solved);
    EXPECT_EQ(c.values.at(0), kept.inputs[n]);
    const double* const row = &kept.values[static_cast<std::size_t>(n) * layout.slots];
    int own = 0;
    for (std::size_t i = 0; i < c.rounds.size(); ++i) {
      own += c.rounds[i].events[0].fight();
      EXPECT_EQ(c.rounds[i].events[0].attack(), row[slot("attacked") + i] == 1.0);
      EXPECT_NEAR(c.rounds[i].after.defenders[0].forces, row[slot("defender_forces") + i * 3], 1e-9);
    }
    EXPECT_EQ(own, row[slot("wars")]);
    wars += own;
  }
  EXPECT_GT(wars, 0);
}

// What a reader of `wedge play --format json` needs beside the events: who believes what, how allies hedged, who is
// lost.
TEST(Chronicle, JsonTellsBeliefsHedgingAndLostAllies) {
  const auto told = [](const std::string& hedging) {
    StudySettings asked;
    asked.draws = 16;
    asked.campaigns = true;
    const std::string fixture = data_path("northeast-asia.toml");
    const Study study(
        file_text(fixture), fixture,
        {{"campaign.rounds", "4"}, {"campaign.hedging", '"' + hedging + '"'}, {"adversary.dprk.opportunity", "0.8"}},
        {}, asked);
    return nlohmann::json::parse(engine::chronicle_json(engine::play_campaign(study.scenario(), 0xabc, 3)).dump());
  };
  const auto chosen = told("choice"), ruled = told("rule");
  int moves = 0;
  double before = chosen["start"]["ties"]["us-rok"]["integration"];
  for (const auto& round : chosen["rounds"]) {
    const auto& hedge = round["hedging"]["rok"];
    const double after = round["after"]["ties"]["us-rok"]["integration"];
    if (const int step = hedge["integration"]; step != 0 && after != before) {
      ++moves;
      EXPECT_GT(step * (after - before), 0.0) << round["round"];
    }
    EXPECT_TRUE(hedge["forces"].is_boolean());
    EXPECT_TRUE(round["after"]["defenders"]["rok"]["lost"].is_boolean());
    double sum = 0.0;
    for (const double belief : round["after"]["adversaries"]["dprk"]["belief"]) sum += belief;
    EXPECT_NEAR(sum, 1.0, 1e-12);
    before = after;
  }
  EXPECT_GT(moves, 0);
  for (const auto& round : ruled["rounds"]) EXPECT_TRUE(round["hedging"].is_null());
}

}  // namespace
}  // namespace wedge::test
