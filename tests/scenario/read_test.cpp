#include "scenario/read.hpp"

#include <map>

#include "scenario/reading.hpp"

namespace wedge::reading_tests {
namespace {

std::vector<std::string> names(const Keyed<Quantity>& keyed) {
  std::vector<std::string> out;
  for (const auto& [name, value] : keyed.entries) out.push_back(name);
  return out;
}

// A second reading of the fixture's lines by other means: `key = number` and one level of inline
// tables of numbers, under the last header; ids, ends and pairs as they stand in the file.
std::map<std::string, double> numbers_in(const std::string& text) {
  std::map<std::string, double> numbers;
  std::istringstream lines(text);
  std::string line, table, from;
  const auto texts = [](const std::string& value) {
    std::vector<std::string> out;
    for (std::size_t i = value.find('"'); i != std::string::npos; i = value.find('"', i + 1)) {
      const std::size_t end = value.find('"', i + 1);
      out.push_back(value.substr(i + 1, end - i - 1));
      i = end;
    }
    return out;
  };
  while (std::getline(lines, line)) {
    if (line.starts_with('[')) {
      table = line.substr(line.find_last_of('[') + 1, line.find(']') - line.find_last_of('[') - 1);
      continue;
    }
    const std::size_t equals = line.find(" = ");
    if (equals == std::string::npos || table.empty()) continue;
    const std::string key = line.substr(0, equals), value = line.substr(equals + 3);
    if (key == "id") {
      table += "." + texts(value)[0];
    } else if (key == "between") {
      table += "." + texts(value)[0] + "-" + texts(value)[1];
    } else if (key == "from") {
      from = texts(value)[0];
    } else if (key == "to") {
      table += "." + from + "-" + texts(value)[0];
    } else if (value.starts_with('{')) {
      std::istringstream entries(value.substr(1));
      for (std::string entry; std::getline(entries, entry, ',');) {
        std::istringstream parts(entry);
        std::string name, sign;
        double number = 0.0;
        parts >> name >> sign >> number;
        numbers[table + "." + key + "." + name] = number;
      }
    } else if (value.find_first_not_of("0123456789.-") == std::string::npos) {
      numbers[table + "." + key] = std::stod(value);
    }
  }
  return numbers;
}

TEST(Read, FixtureHasAllItsNumbers) {
  const std::string text = fixture();
  Scenario<Quantity> scenario = read(text).scenario;
  const auto expected = numbers_in(text);
  EXPECT_EQ(expected.size(), 139u);
  for (const auto& [key, number] : expected) {
    const Quantity quantity = at(scenario, key);
    ASSERT_FALSE(quantity.absent() || quantity.uncertain()) << key;
    EXPECT_EQ(quantity.number(), number) << key;
  }
  EXPECT_EQ(at(scenario, "adversary.dprk.types.cautious.prior").number(), 0.8);
  EXPECT_EQ(at(scenario, "adversary.dprk.types.desperate.prior").number(), 0.2);
  EXPECT_EQ(at(scenario, "adversary.dprk.types.desperate.prize").number(), 1.3);
  EXPECT_EQ(at(scenario, "adversary.dprk.types.desperate.cost").number(), 0.6);
}

TEST(Read, FixtureHasAllItsTexts) {
  const Scenario<Quantity> scenario = read(fixture()).scenario;
  EXPECT_EQ(scenario.id, "northeast-asia");
  EXPECT_EQ(scenario.solver.selection, "principal");
  ASSERT_EQ(scenario.defenders.size(), 3u);
  EXPECT_EQ(scenario.defenders[0].id, "us");
  EXPECT_TRUE(scenario.defenders[0].global());
  EXPECT_EQ(scenario.defenders[2].region, "east-asia");
  EXPECT_EQ(scenario.defenders[2].plan, "us-jpn");
  ASSERT_EQ(scenario.ties.size(), 3u);
  EXPECT_EQ(scenario.ties[2].between, (std::vector<std::string>{"rok", "jpn"}));
  ASSERT_EQ(scenario.commitments.size(), 4u);
  EXPECT_EQ(scenario.commitments[3].from, "rok");
  EXPECT_EQ(scenario.commitments[3].to, "jpn");
  ASSERT_EQ(scenario.pacts.size(), 2u);
  EXPECT_EQ(scenario.pacts[1].members, (std::vector<std::string>{"us", "jpn"}));
  ASSERT_EQ(scenario.adversaries.size(), 1u);
  EXPECT_EQ(scenario.adversaries[0].tactics, (std::vector<std::string>{"threaten", "court"}));
}

TEST(Read, GivesTheTextBackUnchangedWithoutOverrides) {
  const std::string text = fixture() + "# a comment\n";
  EXPECT_EQ(read(text).toml, text);
}

TEST(Read, KeepsTheOrderOfTheFile) {
  const Scenario<Quantity> scenario = read(fixture()).scenario;
  EXPECT_EQ(names(scenario.adversaries[0].prize), (std::vector<std::string>{"rok", "jpn"}));
  ASSERT_EQ(scenario.rungs.size(), 3u);
  EXPECT_EQ(scenario.rungs[0].id, "probe");
  EXPECT_EQ(scenario.rungs[1].id, "seize");
  EXPECT_EQ(scenario.rungs[2].id, "assault");
}

TEST(Read, KeepsTheOrderOfDottedKeysAndHeaders) {
  const Scenario<Quantity> scenario = read(small("", "", "[rung.seize]\n[rung.assault]\n[rung.probe]\n")).scenario;
  ASSERT_EQ(scenario.rungs.size(), 3u);
  EXPECT_EQ(scenario.rungs[0].id, "seize");
  EXPECT_EQ(scenario.rungs[2].id, "probe");
}

TEST(Read, FillsInTheDefaultsOfTheRows) {
  const Scenario<Quantity> scenario = read(small()).scenario;
  EXPECT_EQ(scenario.model.solidarity.number(), 0.6);
  EXPECT_EQ(scenario.model.saturation.number(), 1.5);
  EXPECT_EQ(scenario.defenders[0].steadfast.number(), 1.0);
  EXPECT_EQ(scenario.defenders[0].vulnerability.number(), 0.0);
  EXPECT_EQ(scenario.solver.selection, "principal");
  EXPECT_TRUE(scenario.title.empty());
  EXPECT_TRUE(scenario.adversaries[0].tactics.empty());
  EXPECT_TRUE(scenario.adversaries[0].exposure.entries.empty());
}

TEST(Read, LeavesDefaultsThatAreOtherKeysAbsent) {
  const Scenario<Quantity> scenario = read(small("", "", "[[pact]]\nid = \"p\"\nmembers = [\"a\"]\n")).scenario;
  EXPECT_TRUE(scenario.pacts[0].ad_hoc.absent());
  EXPECT_EQ(scenario.pacts[0].ad_hoc_force.number(), 1.0);
  EXPECT_TRUE(scenario.adversaries[0].tactic_precision.absent());
}

TEST(Read, RungsAndTacticsLeftOutAreThoseOfTheFixture) {
  Scenario<Quantity> with = read(fixture()).scenario, without = read(small()).scenario;
  ASSERT_EQ(without.rungs.size(), 3u);
  for (const Leaf<Quantity>& leaf : leaves(without)) {
    if (!leaf.key.starts_with("rung.") && !leaf.key.starts_with("tactic.")) continue;
    EXPECT_EQ(leaf.value->number(), at(with, leaf.key).number()) << leaf.key;
  }
}

TEST(Read, OnlyTheRungsOfTheFileAreThere) {
  const Scenario<Quantity> scenario =
      read(small("", "",
                 "[rung.seize]\ngain = 0.5\n"
                 "[rung.blockade]\ngain = 0.3\nmobilisation = 0.5\nconsolidation_days = 90\n"))
          .scenario;
  ASSERT_EQ(scenario.rungs.size(), 2u);
  EXPECT_EQ(scenario.rungs[0].gain.number(), 0.5);
  EXPECT_EQ(scenario.rungs[0].consolidation_days.number(), 10.0);  // of the default seize
  EXPECT_EQ(scenario.rungs[1].id, "blockade");
  EXPECT_EQ(scenario.rungs[1].consolidation_days.number(), 90.0);
  EXPECT_EQ(scenario.rungs[1].escalation_risk.number(), 0.0);
}

TEST(Read, TacticsAreAlwaysThreeInTheirOrder) {
  const Scenario<Quantity> scenario = read(small("", "", "[tactic.court]\ncost = 0.5\n[tactic.threaten]\n")).scenario;
  ASSERT_EQ(scenario.tactics.size(), 3u);
  EXPECT_EQ(scenario.tactics[0].id, "threaten");
  EXPECT_EQ(scenario.tactics[0].cost.number(), 0.02);
  EXPECT_EQ(scenario.tactics[1].id, "squeeze");
  EXPECT_EQ(scenario.tactics[1].cost.number(), 0.01);
  EXPECT_EQ(scenario.tactics[2].id, "court");
  EXPECT_EQ(scenario.tactics[2].cost.number(), 0.5);
}

TEST(Read, AnAdversaryWithoutTypesHasOne) {
  for (const std::string types : {"", "types = []\n"}) {
    const Scenario<Quantity> scenario = read(small("", types)).scenario;
    const auto& only = scenario.adversaries[0].types;
    ASSERT_EQ(only.size(), 1u);
    EXPECT_EQ(only[0].id, "only");
    EXPECT_EQ(only[0].prior.number(), 1.0);
    EXPECT_EQ(only[0].prize.number(), 1.0);
    EXPECT_EQ(only[0].cost.number(), 1.0);
  }
}

TEST(Read, SourcesAreFree) {
  EXPECT_EQ(problems(small("", "",
                           "[sources]\nW = \"Warden\"\nyears = [2018, 2021]\n"
                           "[sources.deep]\nread = 2021-06-01\n")),
            "");
}

TEST(Read, IntegersAreNumbers) {
  EXPECT_EQ(read(small("resolve_gap = 3\n")).scenario.defenders[0].resolve_gap.number(), 3.0);
}

TEST(Read, LettersBehindABrokenLineStay) {
  // toml++ 3.3 takes them for blanks, depending on the optimiser.
  const std::string text = small("", "", "[sources]\n");
  const auto result = read("description = \"\"\"one \\\n   \xc3\xa4 two\"\"\"\n" + text);
  EXPECT_EQ(result.scenario.description, "one \xc3\xa4 two");
}

TEST(Read, CorrelationsNameTiesInEitherOrder) {
  const std::string tie =
      "[[tie]]\nbetween = [\"a\", \"g\"]\nintegration = { beta = [0.5, 0.1] }\n"
      "[[correlation]]\nbetween = [\"tie.g-a.integration\", \"defender.a.decision_days\"]\n"
      "value = -0.5\n";
  const auto scenario = read(small("decision_days = { lognormal = [2.0, 1.5] }\n", "", tie)).scenario;
  ASSERT_EQ(scenario.correlations.size(), 1u);
  EXPECT_EQ(scenario.correlations[0].between[0], "tie.a-g.integration");
  EXPECT_EQ(scenario.correlations[0].value, -0.5);
}

TEST(Read, PlacesCountFromOneAndAreSorted) {
  EXPECT_EQ(problems("name = \"x\"\nschema = 1\nfoo = 1\n"),
            "file.toml:1:1: defender: there is none; expected at least one [[defender]]\n"
            "file.toml:1:1: adversary: there is none; expected at least one [[adversary]]\n"
            "file.toml:3:1: foo: is not a known key; expected one of: schema, name, title, "
            "description, model, solver, defender, tie, commitment, basing, pact, adversary, rung, tactic, campaign, "
            "supply, wedge, "
            "correlation, sources");
}

TEST(Read, DeepDottedKeysDoNotOverflowTheStack) {
  std::string dots = "a";
  for (int i = 0; i < 200000; ++i) dots += ".a";
  EXPECT_NE(problems(dots + " = 1\n"), "");
  EXPECT_NE(problems("[" + dots + "]\n"), "");
  EXPECT_NE(problems("x = { " + dots + " = 1 }\n"), "");
  EXPECT_NE(problems("\"x.\"" + dots.substr(1) + " = 1\n"), "");
  EXPECT_NE(problems("x = " + std::string(200000, '[')), "");
}

TEST(Read, DotsInTextsAndNumbersAreNotKeys) {
  std::string dots(500, '.');
  EXPECT_EQ(problems("title = \"" + dots + "\" # " + dots + "\n" + small()), "");
  EXPECT_EQ(problems("title = \"\"\"\n'" + dots + "\"\" \\\" \"\"\"\"\n" + small()), "");
  std::string list = "[1.5";
  for (int i = 0; i < 100; ++i) list += ", 1.5";
  EXPECT_EQ(problems(small("sanction = { choice = " + list + "] }\n")), "");
}

TEST(Settle, FillsInDefaultsThatAreOtherKeys) {
  const Scenario<Quantity> from = read(small("", "types = [{ id = \"s\", prior = 0.5 }, { id = \"t\", prior = 0.5 }]\n",
                                             "[[pact]]\nid = \"p\"\nmembers = [\"a\"]\n"
                                             "[[pact]]\nid = \"q\"\nmembers = [\"a\"]\nad_hoc = 0.9\n"))
                                      .scenario;
  Scenario<Quantity> source = from;
  Scenario<double> scenario = reshaped<double>(from);
  const auto quantities = leaves(source);
  const auto numbers = leaves(scenario);
  ASSERT_EQ(quantities.size(), numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const Quantity& quantity = *quantities[i].value;
    *numbers[i].value = quantity.absent() ? std::numeric_limits<double>::quiet_NaN() : quantity.number();
  }
  scenario.adversaries[0].types[0].prior = 1.5;  // as drawn: priors need not sum to 1
  settle_defaults(scenario);
  EXPECT_EQ(scenario.pacts[0].ad_hoc, 0.3);
  EXPECT_EQ(scenario.pacts[1].ad_hoc, 0.9);
  EXPECT_EQ(scenario.adversaries[0].tactic_precision, 100.0);
  EXPECT_DOUBLE_EQ(scenario.adversaries[0].types[0].prior, 0.75);
  EXPECT_DOUBLE_EQ(scenario.adversaries[0].types[1].prior, 0.25);
}

}  // namespace
}  // namespace wedge::reading_tests
