// The menu of an adversary: what it can do against whom.
#include "crisis/structure.hpp"

#include <gtest/gtest.h>

#include <set>

namespace wedge::test {
namespace {

// Two allies come to the aid of the victim, which stands between them.
Scenario<double> three_responders(const std::vector<std::string>& menu) {
  Scenario<double> s{};
  for (const char* const id : {"left", "victim", "right", "bystander"}) {
    s.defenders.emplace_back();
    s.defenders.back().id = id;
    s.defenders.back().region = "here";
  }
  for (const char* const id : {"right", "left"}) {
    s.commitments.emplace_back();
    s.commitments.back().from = id;
    s.commitments.back().to = "victim";
  }
  s.rungs.emplace_back();
  s.adversaries.emplace_back();
  s.adversaries[0].forces.entries = {{"here", 1.0}};
  s.adversaries[0].prize.entries = {{"victim", 1.0}};
  s.adversaries[0].tactics = menu;
  s.adversaries[0].types.emplace_back();
  return s;
}

TEST(Structure, TargetAndCommittedRespond) {
  const CrisisStructure crisis = crisis_structure(three_responders({}), 0);
  const Target& target = crisis.targets.at(0);
  EXPECT_EQ(target.responders, (std::vector<int>{0, 1, 2}));
  EXPECT_EQ(target.victim, 1);
  EXPECT_EQ(target.commitment, (std::vector<int>{1, -1, 0}));
}

TEST(Structure, MenuIsInItsOwnOrder) {
  const CrisisStructure crisis = crisis_structure(three_responders({"court", "threaten"}), 0);
  std::vector<std::pair<std::string_view, Coalition>> menu;
  for (const Action& action : crisis.actions) menu.emplace_back(tactic_name(action.tactic), action.at);
  const std::vector<std::pair<std::string_view, Coalition>> expected{
      {"none", 0b000},     {"court", 0b001},    {"court", 0b100},    {"court", 0b101},
      {"threaten", 0b001}, {"threaten", 0b010}, {"threaten", 0b100}, {"threaten", 0b101}};
  EXPECT_EQ(menu, expected);
}

// A tactic that the reader accepts enters the game, aimed as its row says.
TEST(Structure, EveryTacticEntersTheGame) {
  for (const TacticRow& row : tactics_to_choose()) {
    const CrisisStructure crisis = crisis_structure(three_responders({std::string(row.name)}), 0);
    std::set<Coalition> at;
    for (const Action& action : crisis.actions)
      if (action.tactic == row.tactic) at.insert(action.at);
    std::set<Coalition> expected{0b001, 0b100, 0b101};
    if (row.aim == Aim::responders) expected.insert(0b010);
    EXPECT_EQ(at, expected) << row.name;
    EXPECT_EQ(crisis.actions.size(), expected.size() + 1) << row.name;
  }
}

TEST(Structure, OnlyAThreatIsLive) {
  EXPECT_TRUE((Action{0, 0, Tactic::threaten, 0b101}.live(0b011, 1)));
  EXPECT_TRUE((Action{0, 0, Tactic::squeeze, 0b101}.live(0b011, 1)));
  EXPECT_FALSE((Action{0, 0, Tactic::court, 0b101}.live(0b011, 1)));
  EXPECT_FALSE((Action{0, 0, Tactic::none, 0b000}.live(0b011, 1)));
  EXPECT_FALSE((Action{0, 0, Tactic::threaten, 0b101}.live(0b101, 1))) << "the victim conceded";
  EXPECT_FALSE((Action{0, 0, Tactic::threaten, 0b101}.live(0b010, 1))) << "nobody it is aimed at supports";
}

}  // namespace
}  // namespace wedge::test
