// What `wedge check` says of a scenario's sources and of numbers that do nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "app/commands.hpp"
#include "app/idle_keys.hpp"
#include "app/provenance.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

using Keys = std::vector<std::string>;

const std::string scenarios = std::string(WEDGE_SOURCE_DIR) + "/scenarios/";

ReadResult read_file(const std::string& file, const std::vector<Override>& overrides = {}) {
  return read_scenario(file_text(file), file, overrides);
}

// Two numbers in the game and a tie, with `sources` to speak of them.
ReadResult sourced(const std::string& sources) {
  return read_scenario(
      "schema = 1\nname = \"s\"\n" + sources +
          "[[defender]]\nid = \"a\"\nregion = \"r\"\nforces = 1.0\nprecision = 10.0\n"
          "[[defender]]\nid = \"b\"\nforces = { uniform = [1, 2] }\nprecision = 10.0\n"
          "[[tie]]\nbetween = [\"a\", \"b\"]\naffinity = 0.1\n"
          "[[adversary]]\nid = \"j\"\nforces = { r = 1.0 }\nprize = { a = 1.0 }\nprecision = "
          "25.0\n",
      "s.toml");
}

std::set<std::string> idle_names(const ReadResult& read) {
  std::set<std::string> keys;
  for (const auto& found : app::idle_keys(read)) keys.insert(found.keys.begin(), found.keys.end());
  return keys;
}

TEST(Provenance, CountsWhatTheFileGivesAndNotTheDefaults) {
  const auto marks = app::provenance(sourced(""));
  EXPECT_EQ(marks.unmarked,
            (Keys{"defender.a.forces", "defender.a.precision", "defender.b.forces",
                  "defender.b.precision", "tie.a-b.affinity", "adversary.j.forces.r",
                  "adversary.j.prize.a", "adversary.j.precision"}));
  EXPECT_TRUE(marks.sourced.empty());
  EXPECT_TRUE(marks.judged.empty());
}

TEST(Provenance, ACitationBeatsAJudgementWhateverTheirOrder) {
  const auto marks = app::provenance(sourced(
      "[sources]\n\"defender.*.forces\" = \"SIPRI 2025\"\n\"*.precision\" = \"judgement: usual\"\n"
      "\"defender.*\" = \"Judgement\"\nadversary.j.prize.a = \"judgement\"\n"));
  EXPECT_EQ(marks.sourced, (Keys{"defender.a.forces", "defender.b.forces"}));
  EXPECT_EQ(marks.judged, (Keys{"defender.a.precision", "defender.b.precision",
                                "adversary.j.prize.a", "adversary.j.precision"}));
  EXPECT_EQ(marks.unmarked, (Keys{"tie.a-b.affinity", "adversary.j.forces.r"}));
  EXPECT_TRUE(marks.idle.empty());
}

TEST(Provenance, TiesGoInEitherOrderAndReferencesStandForThemselves) {
  const auto marks =
      app::provenance(sourced("[sources]\nsipri = \"SIPRI\"\nyears = [2018]\n\"tie.b-a.*\" = "
                              "\"sipri\"\n\"defender.a.froces\" = \"sipri\"\n"));
  EXPECT_EQ(marks.sourced, (Keys{"tie.a-b.affinity"}));
  EXPECT_EQ(marks.idle, (Keys{"defender.a.froces"}));  // not `sipri`: a reference need not match
}

TEST(Provenance, IsPrinted) {
  const std::string text = app::provenance_text(sourced(
      "[sources]\n\"*.forces*\" = \"SIPRI\"\n\"*.precision\" = \"judgement\"\n\"x.y\" = \"z\"\n"));
  EXPECT_NE(text.find("8 numbers in the file: 3 sourced, 3 judged, 2 unmarked; 1 uncertain"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("unmarked: tie.a-b.affinity, adversary.j.prize.a"), std::string::npos)
      << text;
  EXPECT_NE(text.find("match no number: x.y"), std::string::npos) << text;
}

TEST(IdleNumbers, AreFoundByReason) {
  const std::string file = scenarios + "textbook.toml";
  EXPECT_EQ(idle_names(read_file(file)), std::set<std::string>{});
  const auto with = [&](const std::string& key, const std::string& value) {
    return idle_names(read_file(file, {{key, value}}));
  };
  EXPECT_EQ(with("defender.front.steadfast", "{ beta = [0.5, 0.1] }"),
            std::set<std::string>{"defender.front.steadfast"});
  EXPECT_EQ(with("adversary.rival.exposure.rear", "0.5"),
            std::set<std::string>{"adversary.rival.exposure.rear"});
  EXPECT_EQ(with("adversary.rival.largesse", "0.1"),
            std::set<std::string>{"adversary.rival.largesse"});
  EXPECT_EQ(with("adversary.rival.largesse", "0"), std::set<std::string>{});
  EXPECT_EQ(
      with("tie.front-rear.integration", "0"),
      (std::set<std::string>{"commitment.rear-front.dependency", "commitment.rear-front.synergy"}));
  EXPECT_EQ(with("tie.front-rear.integration", "{ uniform = [0, 1] }"), std::set<std::string>{});
  EXPECT_EQ(with("defender.rear.decision_days", "3"),
            std::set<std::string>{"defender.rear.decision_days"});
  EXPECT_EQ(with("defender.front.decision_days", "3"), std::set<std::string>{});
}

// Rounding may differ: π·x + (1 − π)·x is x, but not to the last bit.
void expect_same(const nlohmann::json& a, const nlohmann::json& b) {
  const auto flat_a = a.flatten(), flat_b = b.flatten();
  ASSERT_EQ(flat_a.size(), flat_b.size());
  for (const auto& [key, value] : flat_a.items()) {
    if (key.ends_with("residual")) continue;
    if (value.is_number()) {
      EXPECT_NEAR(value.get<double>(), flat_b[key].get<double>(), 1e-11) << key;
    } else {
      EXPECT_EQ(value, flat_b[key]) << key;
    }
  }
}

// The proof: another value of a key that is called idle leaves the solution as it is.
void expect_idle(const std::string& file, const std::vector<std::string>& base) {
  const auto solve = [&](std::vector<std::string> set) {
    std::vector<std::string> arguments{"solve", file, "--format", "json"};
    for (const std::string& change : set) arguments.insert(arguments.end(), {"--set", change});
    std::ostringstream out, err;
    EXPECT_EQ(app::run(arguments, out, err), 0) << err.str();
    auto json = nlohmann::json::parse(out.str());
    json.erase("set");
    json.erase("uncertain_keys_at_median");
    return json;
  };
  std::vector<Override> overrides;
  for (const std::string& change : base) overrides.push_back(parse_override(change));
  const auto keys = idle_names(read_file(file, overrides));
  EXPECT_FALSE(keys.empty());
  const auto before = solve(base);
  auto all = base;
  for (const std::string& key : keys) all.push_back(key + "=0.37");
  expect_same(solve(all), before);
}

TEST(IdleNumbers, ChangeNothing) {
  expect_idle(scenarios + "northeast-asia.toml", {});
  expect_idle(scenarios + "northeast-asia.toml",
              {"adversary.dprk.tactics=[]", "correlation=[]", "adversary.dprk.prize={ jpn = 1 }",
               "tie.us-jpn.integration=0"});
  expect_idle(data_path("reference/archipelago.toml"),
              {"adversary.*.tactics=[\"squeeze\"]", "defender.*.resolve_gap=0"});
}

}  // namespace
}  // namespace wedge::test
