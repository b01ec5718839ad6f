// The table of tactics against the keys that there are. That every row enters the game is tested in tests/crisis.
#include "scenario/tactics.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "scenario/keys.hpp"
#include "scenario/scenario.hpp"

namespace wedge::test {
namespace {

// `adversary.*.arsenal` where the table of fields says `adversary.ID.arsenal`.
bool is_a_key(const std::string& pattern) {
  const auto keys = scenario_keys();
  return std::any_of(keys.begin(), keys.end(), [&](const KeyInfo& info) { return key_matches(pattern, info.key); });
}

TEST(Tactics, NameKeysThatExist) {
  int patterns = 0;
  const auto expect_key = [&](const std::string& pattern) {
    EXPECT_TRUE(is_a_key(pattern)) << pattern;
    ++patterns;
  };
  for (const TacticRow& row : tactic_table) {
    for (const std::string_view key : row.own_keys)
      if (!key.empty()) expect_key("adversary.*." + std::string(key));
    for (const std::string_view key : row.common_keys)
      if (!key.empty()) expect_key(std::string(key));
  }
  EXPECT_GT(patterns, 15);
  EXPECT_FALSE(is_a_key("adversary.*.no_such_key"));
}

TEST(Tactics, AreListedWhereKeysAreExplained) {
  const auto meaning = [](const std::string& pattern) { return scenario_keys(pattern).at(0).meaning; };
  EXPECT_EQ(meaning("adversary.ID.tactics"), "its menu, any of threaten, squeeze, court; none is always there");
}

}  // namespace
}  // namespace wedge::test
