// The face's part of the model, seen as others see it: by its headers alone.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "wedge/wedge.hpp"

namespace {

using wedge::InputError;
using wedge::Scenario;

const std::string scenarios = std::string(WEDGE_SOURCE_DIR) + "/scenarios/";
const Scenario& textbook() {
  static const Scenario scenario = Scenario::from_file(std::string(WEDGE_TEST_DATA) + "/textbook.toml");
  return scenario;
}

// What is said of a mistake.
std::string said(const std::function<void()>& doing) {
  try {
    doing();
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

double value_of(const Scenario& scenario, const std::string& key) {
  for (const wedge::Number& number : scenario.numbers())
    if (number.key == key) return number.median;
  ADD_FAILURE() << key;
  return NAN;
}

TEST(FaceScenario, ChangesAreOthers) {
  const Scenario changed = textbook().with("tie.front-rear.affinity", -0.3);
  EXPECT_EQ(value_of(changed, "tie.front-rear.affinity"), -0.3);
  EXPECT_EQ(value_of(textbook(), "tie.front-rear.affinity"), 0.6);
  EXPECT_EQ(value_of(changed.with("tie.*.affinity", 0.1 + 0.2), "tie.front-rear.affinity"), 0.1 + 0.2);
  EXPECT_EQ(changed.with({"model.mood=0.01", "defender.rear.forces=0.4"}).with("model.mood", 0.02).to_toml(),
            Scenario::from_text(
                changed.with({"model.mood=0.01", "defender.rear.forces=0.4"}).with("model.mood", 0.02).to_toml())
                .to_toml());
}

TEST(FaceScenario, KnowsItsNumbers) {
  EXPECT_TRUE(textbook().uncertain_keys().empty());
  const Scenario uncertain = textbook().with("defender.rear.forces", "{ uniform = [0.3, 0.7] }");
  EXPECT_EQ(uncertain.uncertain_keys(), std::vector<std::string>{"defender.rear.forces"});
  for (const wedge::Number& number : uncertain.numbers()) {
    EXPECT_FALSE(number.key.empty() || number.meaning.empty() || std::isnan(number.median)) << number.key;
    EXPECT_EQ(number.uncertain, number.key == "defender.rear.forces");
    if (!number.uncertain) continue;
    EXPECT_TRUE(number.given);
    EXPECT_DOUBLE_EQ(number.median, 0.5);
    EXPECT_DOUBLE_EQ(number.low, 0.32);
    EXPECT_DOUBLE_EQ(number.high, 0.68);
  }
  EXPECT_EQ(uncertain.keys().size(), uncertain.numbers().size());
  EXPECT_EQ(textbook().defenders(), (std::vector<std::string>{"patron", "front", "rear"}));
  EXPECT_EQ(textbook().adversaries(), std::vector<std::string>{"rival"});
  EXPECT_TRUE(textbook().notes().empty());
  const auto notes = textbook().with("adversary.rival.largesse", 0.1).notes();
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].keys, std::vector<std::string>{"adversary.rival.largesse"});
  EXPECT_FALSE(wedge::known_keys("integration").empty());
  EXPECT_TRUE(wedge::known_keys("no.such.key").empty());
}

TEST(FaceScenario, MistakesHaveTheirPlace) {
  try {
    textbook().with("tie.front-rear.afinity", 0.3);
    FAIL();
  } catch (const InputError& error) {
    ASSERT_EQ(error.problems().size(), 1u);
    EXPECT_EQ(error.problems()[0].key, "tie.front-rear.afinity");
    EXPECT_NE(error.problems()[0].message.find("affinity"), std::string::npos) << error.what();
  }
  EXPECT_NE(said([] { textbook().with("tie.front-rear.affinity", 7.0); }).find("affinity"), std::string::npos);
  EXPECT_NE(said([] { textbook().against("rivl"); }).find("did you mean 'rival'?"), std::string::npos);
  EXPECT_NE(
      said([] { Scenario::from_text("schema = 1\nname = 3\n", "mine.toml"); }).find("mine.toml:2:8: name: is a number"),
      std::string::npos);
  EXPECT_NE(said([] { Scenario::from_file("/no/such.toml"); }).find("cannot be read"), std::string::npos);
  EXPECT_NE(said([] { wedge::solve(textbook(), {"hopeful"}); }).find("cohesive"), std::string::npos);
}

TEST(FaceSolution, IsWhatItsJsonSays) {
  const wedge::Solution solution = wedge::solve(textbook());
  ASSERT_TRUE(solution.solved());
  const auto json = nlohmann::json::parse(solution.to_json());
  const auto& rival = json["adversaries"][0];
  int numbers = 0;
  for (const wedge::Measure& measure : solution.measures()) {
    if (measure.dimensions.empty() && rival[measure.name].is_number()) {
      EXPECT_EQ(measure.at(), rival[measure.name].get<double>()) << measure.name;
      ++numbers;
    }
    if (measure.dimensions.size() == 1 && rival.contains(measure.name))
      for (const std::string& label : measure.dimensions[0].labels) {
        const auto& number = rival[measure.name][label];
        if (number.is_number()) {
          EXPECT_EQ(measure.at({label}), number.get<double>()) << measure.name;
        }
        EXPECT_EQ(number.is_null(), std::isnan(measure.at({label})));
        ++numbers;
      }
  }
  EXPECT_GE(numbers, 30);
  EXPECT_EQ(solution.at("wedge_effect", {"threaten", "rear"}), rival["wedge_effect"]["threaten"]["rear"]);
  EXPECT_EQ(solution.at("net", {"front-rear"}), rival["integration_balance"]["front-rear"]["net"]);
  EXPECT_EQ(solution.at("net"), solution.at("net", {"front-rear"}));  // the one tie need not be named
  ASSERT_EQ(solution.attacks().size(), rival["actions"].size());
  for (std::size_t a = 0; a < solution.attacks().size(); ++a)
    EXPECT_EQ(solution.attacks()[a].probability, rival["actions"][a]["probability"]);
  EXPECT_NE(said([&] { solution.at("deterence"); }).find("deterrence"), std::string::npos);
  EXPECT_NE(said([&] { solution.at("support", {"reer"}); }).find("'rear'"), std::string::npos);
  EXPECT_NE(said([&] { solution.at("support"); }).find("defender"), std::string::npos);
}

TEST(FaceMeasure, PlacesHaveLabelsAndLabelsPlaces) {
  wedge::MeasureInfo two;
  two.name = "two";
  two.dimensions = {{"tactic", {"threaten", "court"}}, {"defender", {"front", "rear", "patron"}}};
  EXPECT_EQ(two.labels(4), (std::vector<std::string>{"court", "rear"}));
  EXPECT_EQ(two.place({"court", "rear"}), 4u);
  EXPECT_EQ(said([&] { two.labels(6); }), "two: has no place 6; expected 0 … 5");
  EXPECT_EQ(wedge::MeasureInfo{}.labels(0), std::vector<std::string>{});
}

// Names, dimensions and meanings are the same wherever a measure is met, with one adversary and with several.
TEST(FaceSolution, HasTheMeasuresOfAStudy) {
  const std::set<std::string> of_draws{"attack_by_action" /* a solution's actions have it */,
                                       "tier_share",
                                       "fragile",
                                       "certified_share",
                                       "wrong_branch_share",
                                       "dilemma"};
  const std::string several = std::string(WEDGE_TEST_DATA) + "/reference/several/shared-patron.toml";
  for (const std::string& file : {std::string(WEDGE_TEST_DATA) + "/textbook.toml", several}) {
    const Scenario scenario = Scenario::from_file(file);
    wedge::StudyOptions options;
    options.balance = 1;
    std::vector<wedge::MeasureInfo> expected = wedge::Study(scenario, options).measures();
    std::erase_if(expected, [&](const auto& m) { return of_draws.contains(m.name); });
    const wedge::Solution solution = wedge::solve(scenario);
    ASSERT_EQ(solution.measures().size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const wedge::Measure& found = solution.measures()[i];
      EXPECT_EQ(found.name, expected[i].name);
      EXPECT_EQ(found.unit, expected[i].unit) << found.name;
      EXPECT_EQ(found.meaning, expected[i].meaning) << found.name;
      EXPECT_EQ(found.values.size(), expected[i].size()) << found.name;
      ASSERT_EQ(found.dimensions.size(), expected[i].dimensions.size()) << found.name;
      for (std::size_t d = 0; d < found.dimensions.size(); ++d) {
        EXPECT_EQ(found.dimensions[d].name, expected[i].dimensions[d].name) << found.name;
        EXPECT_EQ(found.dimensions[d].labels, expected[i].dimensions[d].labels) << found.name;
      }
    }
  }
}

// So sharp that the branch is lost: then there are no numbers.
TEST(FaceSolution, HasNoMeasuresWithoutASolution) {
  Scenario lost = Scenario::from_file(std::string(WEDGE_TEST_DATA) + "/northeast-asia.toml");
  for (const char* const id : {"us", "rok", "jpn"}) lost = lost.with("defender." + std::string(id) + ".precision", 1e6);
  const wedge::Solution solution = wedge::solve(lost, {.selection = "principal"});
  EXPECT_EQ(solution.status(), "branch lost");
  EXPECT_FALSE(solution.certified());
  EXPECT_TRUE(solution.measures().empty());
  EXPECT_TRUE(solution.attacks().empty());
  EXPECT_NE(said([&] { solution.at("deterrence"); }).find(solution.status()), std::string::npos);
  const auto json = nlohmann::json::parse(solution.to_json());
  const auto& dprk = json["adversaries"][0];
  EXPECT_EQ(dprk["status"], solution.status());
  EXPECT_TRUE(dprk.contains("deterrence") && dprk["deterrence"].is_null());
}

TEST(FaceChronicle, IsWhatItsJsonSays) {
  const Scenario scenario = textbook().with("campaign.rounds", 4);
  const wedge::Chronicle chronicle = wedge::play(scenario, {7, 3});
  EXPECT_TRUE(chronicle.complete());
  const auto json = nlohmann::json::parse(chronicle.to_json());
  ASSERT_EQ(chronicle.rounds.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& event = json["rounds"][i]["events"][0];
    const wedge::CrisisEvent& found = chronicle.rounds[i].events.at(0);
    EXPECT_EQ(found.adversary, "rival");
    EXPECT_EQ(found.course, event["course"]);
    EXPECT_EQ(found.attack(), event.contains("target"));
    EXPECT_EQ(found.responses.size(), found.attack() ? event["responses"].size() : 0);
  }
  EXPECT_NE(wedge::play(scenario, {8, 3}).to_json(), chronicle.to_json());
}

TEST(FaceGame, IsGambits) {
  EXPECT_TRUE(wedge::export_game(textbook()).starts_with("EFG 2 R"));
  EXPECT_NE(said([] { wedge::export_game(Scenario::from_file(scenarios + "two-theatres.toml")); }).find("several"),
            std::string::npos);
}

}  // namespace
