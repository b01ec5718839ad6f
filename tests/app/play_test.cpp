// Chronicles: every sentence against what was recorded.
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <cmath>
#include <sstream>

#include "support/program.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

// The textbook with something to remember, and everything to lose.
const std::vector<std::string> memorable{
    "campaign.rounds=5",
    "defender.rear.steadfast=0.6",
    "defender.rear.resolve_gap=0.4",
    "defender.patron.steadfast=0.5",
    "defender.patron.resolve_gap=0.6",
    "adversary.rival.opportunity=0.8",
    "rung.seize.gain=1.0",
    "campaign.attrition=0.5",
    "adversary.rival.types=[{ id = \"mild\", prior = 0.6, cost = 1.2 }, { id = \"bold\", prior = 0.4, prize = 1.4 }]"};

Finished play(const std::vector<std::string>& more) {
  std::vector<std::string> arguments{"play", textbook_file};
  for (const std::string& set : memorable) arguments.insert(arguments.end(), {"--set", set});
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_program(arguments);
}

// Words with one blank between them.
std::string flowing(const std::string& text) {
  std::istringstream in(text);
  std::string out;
  for (std::string word; in >> word;) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::string section(const std::string& text, std::size_t round) {
  const std::size_t from = text.find(fmt::format("Round {}\n", round)),
                    next = text.find(fmt::format("Round {}\n", round + 1));
  return flowing(text.substr(from, (next == std::string::npos ? text.find("After ", from) : next) - from));
}

void expect_said(bool expected, const std::string& words, const std::string& text) {
  EXPECT_EQ(text.find(words) != std::string::npos, expected) << words << "\n" << text;
}

std::string shown(double p) {
  return p > 0 && p < .005 ? "under 0.01" : p < 1 && p >= .995 ? "over 0.99" : fmt::format("{:.2f}", p);
}

void expect_told(const nlohmann::json& event, const std::string& text) {
  const std::string course = event["course"];
  const bool attack = event.contains("target");
  EXPECT_EQ(attack, course != "quiet" && course != "no opportunity");
  expect_said(course == "no opportunity", "rival has no opportunity.", text);
  expect_said(attack, "rival attacks front (seize)", text);
  expect_said(attack && event["tactic"] == "threaten", "with a strike", text);
  expect_said(attack && event["tactic"] == "none", "without a threat or an offer", text);
  expect_said(course == "desisted", "rival backs down.", text);
  expect_said(course == "fought" || course == "executed", "It is fought over", text);
  expect_said(course == "executed", "and the threat is carried out", text);
  expect_said(course == "conceded", "front gives in", text);
  if (!attack) return;
  expect_said((course == "fought" || course == "executed") && event["held"] == true, "front holds.", text);
  expect_said(event["held"] == false, "front is lost for good.", text);
  for (const nlohmann::json& r : event["responses"]) {
    const bool victim = r["defender"] == "front", does = r["supports"];
    const std::string what = victim ? (does ? "resists" : "gives in") : does ? "supports it" : "stands aside";
    expect_said(true,
                fmt::format("{} {} ({})", r["defender"].get<std::string>(), what, shown(r["probability_of_support"])),
                text);
  }
}

// What is said of reputations and beliefs is what moved.
void expect_moves_told(const nlohmann::json& before, const nlohmann::json& after, const std::string& text) {
  const auto moved = [&](const std::string& what, const nlohmann::json& was, const nlohmann::json& is) {
    const bool told = std::abs(is.get<double>() - was.get<double>()) > 0.005;
    expect_said(told, fmt::format("{} {:.3f} → {:.3f}", what, was.get<double>(), is.get<double>()), text);
  };
  for (const auto& [id, d] : after["defenders"].items()) {
    moved(id + " in theatre", before["defenders"][id]["reputation"]["theatre"], d["reputation"]["theatre"]);
    moved(id, before["defenders"][id]["forces"], d["forces"]);
  }
  moved("rival is bold", before["adversaries"]["rival"]["belief"]["bold"],
        after["adversaries"]["rival"]["belief"]["bold"]);
}

TEST(Play, EverySentenceFollowsFromWhatWasRecorded) {
  int attacks = 0, quiet = 0, losses = 0, left = 0;
  for (int campaign = 0; campaign < 30; ++campaign) {
    const std::string number = std::to_string(campaign);
    const Finished text = play({"--campaign", number}), exact = play({"--campaign", number, "--format", "json"});
    ASSERT_EQ(text.code, 0) << text.err;
    const nlohmann::json told = nlohmann::json::parse(exact.out);
    ASSERT_EQ(told["rounds"].size(), 5u);
    nlohmann::json before = told["start"];
    int own = 0, wars = 0;
    for (std::size_t i = 0; i < 5; ++i) {
      const nlohmann::json& round = told["rounds"][i];
      const nlohmann::json& event = round["events"][0];
      const std::string here = section(text.out, i + 1);
      expect_told(event, here);
      expect_moves_told(before, round["after"], here);
      own += event.contains("target");
      wars += event["course"] == "fought" || event["course"] == "executed";
      quiet += event["course"] == "quiet";
      const bool nothing_left = before["defenders"]["front"]["lost"];
      EXPECT_FALSE(nothing_left && event.contains("target"));
      if (nothing_left && event["course"] == "quiet") expect_said(true, "nothing left to attack", here);
      left += nothing_left;
      before = round["after"];
    }
    const bool lost = before["defenders"]["front"]["lost"];
    expect_said(true, fmt::format("{} attack{}, of which {} fought over", own, own == 1 ? "" : "s", wars),
                flowing(text.out));
    expect_said(!lost, "No target was lost for good", text.out);
    expect_said(true, "rival really was " + told["types"]["rival"].get<std::string>(), text.out);
    expect_said(true, std::string("rear really was ") + (told["steadfast"]["rear"] ? "steadfast" : "wavering"),
                text.out);
    attacks += own;
    losses += lost;
  }
  // The cases that the sentences are about do occur.
  EXPECT_GT(attacks, 20);
  EXPECT_GT(quiet, 5);
  EXPECT_GT(losses, 3);
  EXPECT_GT(left, 3);
}

TEST(Play, MistakesAreNamed) {
  const auto mistake = [](const std::vector<std::string>& more, const std::string& part) {
    const Finished r = play(more);
    EXPECT_EQ(r.code, 2);
    EXPECT_EQ(r.out, "");
    expect_said(true, part, r.err);
  };
  mistake({"--seed", "xyz"}, "hexadecimal");
  mistake({"--campaign", "-1"}, "--campaign");
  mistake({"--campaign", "two"}, "--campaign");
  mistake({"--format", "xml"}, "--format");
  mistake({"--adversary", "rivl"}, "did you mean 'rival'?");
  mistake({"--set", "campaign.rounds=1.5"}, "whole number");
  mistake({"--set", "campaign.rounds=0"}, "campaign.rounds");
}

TEST(Play, TheSameSeedTellsTheSameStory) {
  EXPECT_EQ(play({"--seed", "7"}).out, play({"--seed", "0x7"}).out);
  EXPECT_NE(play({"--seed", "7"}).out, play({"--seed", "8"}).out);
}

}  // namespace
}  // namespace wedge::test
