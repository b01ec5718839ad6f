#include "scenario/keys.hpp"

#include <regex>
#include <set>

#include "scenario/reading.hpp"

namespace wedge::reading_tests {
namespace {

const KeyInfo* find(const std::vector<KeyInfo>& keys, const std::string& key) {
  for (const KeyInfo& info : keys)
    if (info.key == key) return &info;
  return nullptr;
}

// `defender.ID.posture.REGION` as a pattern for the keys of a scenario.
std::regex pattern_of(const std::string& key) {
  std::string pattern;
  for (const char c : std::regex_replace(key, std::regex("[A-Z]+([-~][A-Z]+)?"), "@"))
    pattern += c == '.' ? "\\." : c == '@' ? "[a-z_-]+" : std::string(1, c);
  return std::regex(pattern);
}

TEST(Keys, AreUniqueAndDescribed) {
  std::set<std::string> met;
  for (const KeyInfo& info : scenario_keys()) {
    EXPECT_TRUE(met.insert(info.key).second) << info.key;
    EXPECT_FALSE(info.meaning.empty()) << info.key;
    EXPECT_FALSE(info.unit.empty()) << info.key;
    EXPECT_FALSE(info.fallback.empty()) << info.key;
  }
}

TEST(Keys, EveryNumberOfTheFixtureHasARow) {
  std::vector<std::regex> patterns;
  for (const KeyInfo& info : scenario_keys()) patterns.push_back(pattern_of(info.key));
  Scenario<Quantity> scenario = read(fixture()).scenario;
  for (const Leaf<Quantity>& leaf : leaves(scenario)) {
    int rows = 0;
    for (const std::regex& pattern : patterns) rows += std::regex_match(leaf.key, pattern);
    EXPECT_EQ(rows, 1) << leaf.key;
  }
}

TEST(Keys, NameTheirPlaces) {
  const auto keys = scenario_keys();
  for (const std::string key :
       {"name", "model.solidarity", "solver.selection", "defender.ID.forces", "defender.ID.posture.REGION",
        "tie.A-B.integration", "commitment.FROM-TO.reach", "pact.ID.members", "adversary.ID.prize.DEFENDER",
        "adversary.ID.types.ID.prior", "rung.NAME.gain", "tactic.NAME.cost", "correlation.KEY~KEY.value"})
    EXPECT_NE(find(keys, key), nullptr) << key;
}

TEST(Keys, SayRangeAndDefault) {
  const auto keys = scenario_keys();
  const auto row = [&](const std::string& key) { return *find(keys, key); };
  EXPECT_EQ(row("model.solidarity").range, "any");
  EXPECT_EQ(row("model.solidarity").fallback, "0.6");
  EXPECT_EQ(row("model.solidarity").unit, "stake");
  EXPECT_EQ(row("model.decisiveness").range, "> 0");
  EXPECT_EQ(row("model.rollback").range, "0 … 1, above 0");
  EXPECT_EQ(row("defender.ID.forces").range, "≥ 0");
  EXPECT_EQ(row("defender.ID.forces").fallback, "required");
  EXPECT_EQ(row("tie.A-B.affinity").range, "-1 … 1");
  EXPECT_EQ(row("pact.ID.ad_hoc").fallback, "model.ad_hoc");
  EXPECT_EQ(row("solver.selection").fallback, "principal");
}

TEST(Keys, AreChosenByPartOrPattern) {
  for (const KeyInfo& info : scenario_keys("tie.")) EXPECT_NE(info.key.find("tie."), std::string::npos);
}

TEST(Keys, AreFoundByWordsOfTheirMeaningAndOfTactics) {
  const auto finds = [](std::string_view word, std::string_view key) {
    const auto found = scenario_keys(word);
    return std::any_of(found.begin(), found.end(), [&](const KeyInfo& info) { return info.key == key; });
  };
  EXPECT_TRUE(finds("courting", "adversary.ID.largesse"));
  EXPECT_TRUE(finds("court", "adversary.ID.reliability"));
  EXPECT_TRUE(finds("threats", "adversary.ID.arsenal") || finds("threat", "adversary.ID.arsenal"));
  EXPECT_TRUE(finds("threaten", "defender.ID.missile_defence"));
  EXPECT_TRUE(finds("squeezing", "adversary.ID.exposure.DEFENDER"));
  EXPECT_TRUE(finds("Fait Accompli", "rung.NAME.consolidation_days"));
  EXPECT_FALSE(finds("courting", "adversary.ID.arsenal"));
  // Names come first.
  EXPECT_EQ(scenario_keys("affinity").front().key, "tie.A-B.affinity");
  EXPECT_EQ(scenario_keys("").size(), scenario_keys().size());
  EXPECT_EQ(scenario_keys("nothing-like-it").size(), 0u);
  EXPECT_EQ(scenario_keys("*.precision").size(), 2u);
  EXPECT_EQ(scenario_keys("model.*").size(), 10u);
  EXPECT_EQ(scenario_keys("*").size(), scenario_keys().size());
}

}  // namespace
}  // namespace wedge::reading_tests
