#include <rapidcheck.h>

#include <bit>
#include <cmath>

#include "scenario/reading.hpp"

namespace wedge::reading_tests {
namespace {

double number(const std::string& key, const std::vector<std::string>& arguments) {
  return at(read(fixture(), arguments).scenario, key).number();
}

TEST(ParseOverride, SplitsAtTheFirstEqualsSign) {
  const Override change = parse_override(" model.mood = { uniform = [0, 1] } ");
  EXPECT_EQ(change.key, "model.mood");
  EXPECT_EQ(change.value, "{ uniform = [0, 1] }");
}

TEST(ParseOverride, NoValueRemoves) {
  EXPECT_EQ(parse_override("model.mood=").value, std::nullopt);
  EXPECT_EQ(parse_override("model.mood= ").value, std::nullopt);
}

TEST(ParseOverride, RefusesWhatIsNoAssignment) {
  EXPECT_THROW(parse_override("model.mood"), InputError);
  EXPECT_THROW(parse_override("=1"), InputError);
  EXPECT_THROW(parse_override(""), InputError);
  EXPECT_THROW(parse_override("  =1"), InputError);
}

TEST(Override, ReachesEveryKindOfTable) {
  for (const std::string key :
       {"model.decisiveness", "defender.jpn.steadfast", "defender.us.posture.east-asia", "tie.rok-jpn.integration",
        "commitment.jpn-rok.reach", "pact.us-rok.quorum", "adversary.dprk.arsenal", "adversary.dprk.prize.rok",
        "adversary.dprk.forces.east-asia", "rung.seize.gain", "tactic.threaten.cost"})
    EXPECT_EQ(number(key, {key + "=0.125"}), 0.125) << key;
  EXPECT_EQ(number("adversary.dprk.types.desperate.prior",
                   {"adversary.dprk.types.desperate.prior=0.75", "adversary.dprk.types.cautious.prior=0.25"}),
            0.75);
}

TEST(Override, ATieMayBeNamedInEitherOrder) {
  EXPECT_EQ(number("tie.rok-jpn.integration", {"tie.jpn-rok.integration=0.9"}), 0.9);
}

TEST(Override, ACommitmentHasADirection) {
  EXPECT_EQ(number("commitment.rok-jpn.reach", {"commitment.jpn-rok.reach=0.9"}), 0.35);
}

TEST(Override, NamesMayHoldHyphens) {
  const std::string text = small("", "",
                                 "[[defender]]\nid = \"g-a\"\nforces = 1\nprecision = 1\n"
                                 "[[tie]]\nbetween = [\"g\", \"a\"]\n"
                                 "[[tie]]\nbetween = [\"g-a\", \"a\"]\n");
  const auto scenario = read(text, {"tie.g-a-a.sharing=0.5", "tie.g-a.sharing=0.25"}).scenario;
  EXPECT_EQ(scenario.ties[0].sharing.number(), 0.25);
  EXPECT_EQ(scenario.ties[1].sharing.number(), 0.5);
}

TEST(Override, AStarStandsForEveryName) {
  const auto scenario =
      read(fixture(), {"tie.*.integration=0.25", "defender.*.precision={ uniform = [5, 15] }",
                       "adversary.*.types.*.cost=1.5", "rung.*.hybrid=0.5", "adversary.dprk.prize.*=0.5"})
          .scenario;
  for (const auto& tie : scenario.ties) EXPECT_EQ(tie.integration.number(), 0.25);
  for (const auto& defender : scenario.defenders) EXPECT_TRUE(defender.precision.uncertain());
  for (const auto& type : scenario.adversaries[0].types) EXPECT_EQ(type.cost.number(), 1.5);
  for (const auto& rung : scenario.rungs) EXPECT_EQ(rung.hybrid.number(), 0.5);
  for (const auto& [name, prize] : scenario.adversaries[0].prize.entries) EXPECT_EQ(prize.number(), 0.5);
}

TEST(Override, BehindAStarOnlyWhatIsThereMatters) {
  const std::string two = small("", "types = [{ id = \"t\", prior = 1 }]\n",
                                "[[adversary]]\nid = \"y\"\nforces = { r = 1.0 }\n"
                                "prize = { a = 1.0 }\nprecision = 25.0\n");
  for (const std::string key : {"adversary.*.types.t.cost", "adversary.*.types.*.cost"})
    EXPECT_EQ(at(read(two, {key + "=2"}).scenario, "adversary.x.types.t.cost").number(), 2.0);
  EXPECT_NE(problems(two, {"adversary.*.types.u.cost=2"}), "");
  EXPECT_NE(problems(two, {"adversary.y.types.*.cost=2"}), "");
}

TEST(Override, AStarForTacticsMeansAllThree) {
  const auto scenario = read(small("", "", "[tactic.court]\ncost = 0.5\n"), {"tactic.*.cost=0.25"}).scenario;
  for (const auto& tactic : scenario.tactics) EXPECT_EQ(tactic.cost.number(), 0.25);
}

TEST(Override, MakesMissingTables) {
  const auto scenario =
      read(small(), {"adversary.x.perceives.g=0.5", "model.mood=0.25", "tactic.court.cost=0.5"}).scenario;
  EXPECT_EQ(at(scenario, "adversary.x.perceives.g").number(), 0.5);
  EXPECT_EQ(scenario.model.mood.number(), 0.25);
  EXPECT_EQ(scenario.tactics[2].cost.number(), 0.5);
  EXPECT_EQ(scenario.tactics[0].cost.number(), 0.02);
}

TEST(Override, OfADefaultRungKeepsTheOthers) {
  const ReadResult result = read(small(), {"rung.seize.gain=0.5"});
  ASSERT_EQ(result.scenario.rungs.size(), 3u);
  EXPECT_EQ(result.scenario.rungs[0].id, "probe");
  EXPECT_EQ(result.scenario.rungs[1].gain.number(), 0.5);
  EXPECT_EQ(result.scenario.rungs[2].id, "assault");
  EXPECT_EQ(read(result.toml).scenario.rungs[2].id, "assault");
}

TEST(Override, MayAddARung) {
  const std::string rungs = "[rung.seize]\ngain = 0.4\n";
  const auto scenario =
      read(small("", "", rungs), {"rung.blockade={ gain = 0.3, mobilisation = 0.2, consolidation_days = 90 }"})
          .scenario;
  ASSERT_EQ(scenario.rungs.size(), 2u);
  EXPECT_EQ(scenario.rungs[1].id, "blockade");
}

TEST(Override, ReplacesListsAndTablesWhole) {
  const auto scenario =
      read(fixture(), {"adversary.dprk.tactics=[\"squeeze\"]", "adversary.dprk.types=[{ id = \"one\", prior = 1 }]",
                       "adversary.dprk.prize={ jpn = 2, rok = 3 }", "pact.us-rok.members=[\"us\", \"rok\", \"jpn\"]"})
          .scenario;
  const auto& dprk = scenario.adversaries[0];
  EXPECT_EQ(dprk.tactics, std::vector<std::string>{"squeeze"});
  ASSERT_EQ(dprk.types.size(), 1u);
  EXPECT_EQ(dprk.types[0].id, "one");
  EXPECT_EQ(dprk.prize.entries[0].first, "jpn");
  EXPECT_EQ(dprk.prize.entries[1].first, "rok");
  EXPECT_EQ(scenario.pacts[0].members.size(), 3u);
}

TEST(Override, KeepsThePlaceOfWhatItReplaces) {
  const auto scenario = read(fixture(), {"adversary.dprk.prize.jpn=2", "adversary.dprk.prize.rok=1"}).scenario;
  EXPECT_EQ(scenario.adversaries[0].prize.entries[0].first, "rok");
}

TEST(Override, WhatItMakesComesLastInTheOrderOfTheOverrides) {
  const std::string three = small("", "",
                                  "[[defender]]\nid = \"c\"\nregion = \"r\"\nforces = 1\nprecision = 1\n"
                                  "[[defender]]\nid = \"b\"\nregion = \"r\"\nforces = 1\nprecision = 1\n");
  const ReadResult result = read(three, {"adversary.x.prize.c=1", "adversary.x.prize.b=1"});
  for (const auto& scenario : {result.scenario, read(result.toml).scenario}) {
    const auto& entries = scenario.adversaries[0].prize.entries;
    ASSERT_EQ(entries.size(), 3u);
    EXPECT_EQ(entries[0].first, "a");
    EXPECT_EQ(entries[1].first, "c");
    EXPECT_EQ(entries[2].first, "b");
  }
}

TEST(Override, ABareWordIsAText) {
  const auto scenario =
      read(fixture(), {"solver.selection=cohesive", "name=other-name", "title=\"two words\""}).scenario;
  EXPECT_EQ(scenario.solver.selection, "cohesive");
  EXPECT_EQ(scenario.id, "other-name");
  EXPECT_EQ(scenario.title, "two words");
}

// Shells' users write .5, and TOML has no such number.
TEST(Override, ANumberMayBeginWithItsPoint) {
  EXPECT_EQ(number("model.solidarity", {"model.solidarity=.5"}), 0.5);
  EXPECT_EQ(number("model.mood", {"model.mood=-.25"}), -0.25);
  const auto read_back = read(fixture(), {"model.mood={ uniform = [-.5, .25] }"});
  EXPECT_EQ(at(read_back.scenario, "model.mood").support().high, 0.25);
}

// Two keys that are correlated, one of them fixed or removed.
TEST(Override, AFixedKeyLosesItsCorrelations) {
  const std::string text =
      fixture() + "\n[[correlation]]\nbetween = [\"defender.us.forces\", \"defender.rok.forces\"]\nvalue = 0.5\n";
  const std::vector<std::string> uncertain{"defender.us.forces={ uniform = [1, 2] }",
                                           "defender.rok.forces={ uniform = [1, 2] }"};
  EXPECT_EQ(read(text, uncertain).scenario.correlations.size(), 1u);
  EXPECT_TRUE(read(text, uncertain).notes.empty());
  for (const char* fixed : {"defender.rok.forces=1.5", "defender.*.forces=1.5"}) {
    std::vector<std::string> all = uncertain;
    all.emplace_back(fixed);
    const auto result = read(text, all);
    EXPECT_TRUE(result.scenario.correlations.empty());
    ASSERT_EQ(result.notes.size(), 1u);
    EXPECT_NE(result.notes[0].find("is dropped"), std::string::npos) << result.notes[0];
    EXPECT_TRUE(read(result.toml).scenario.correlations.empty()) << "what is stored reads the same";
  }
}

TEST(Override, Removes) {
  const auto scenario =
      read(fixture(), {"defender.rok.plan=", "commitment.jpn-rok=", "adversary.dprk.tactic_precision=",
                       "tie.*.affinity=", "adversary.dprk.exposure.jpn=", "rung.assault="})
          .scenario;
  EXPECT_TRUE(scenario.defenders[1].plan.empty());
  EXPECT_EQ(scenario.commitments.size(), 3u);
  EXPECT_TRUE(scenario.adversaries[0].tactic_precision.absent());
  EXPECT_EQ(scenario.ties[0].affinity.number(), 0.0);
  EXPECT_EQ(scenario.adversaries[0].exposure.entries.size(), 1u);
  EXPECT_EQ(scenario.rungs.size(), 2u);
}

TEST(Override, RemovesWholeListsWithAStar) {
  EXPECT_TRUE(read(fixture(), {"tie.*="}).scenario.ties.empty());
  EXPECT_TRUE(read(fixture(), {"tie="}).scenario.ties.empty());
}

TEST(Override, LaterOnesSeeEarlierOnes) {
  const auto scenario = read(fixture(), {"adversary.dprk.types=[{ id = \"one\", prior = 0.5 }]",
                                         "adversary.dprk.types.one.prior=1", "model.mood=1", "model.mood=2"})
                            .scenario;
  EXPECT_EQ(scenario.adversaries[0].types[0].prior.number(), 1.0);
  EXPECT_EQ(scenario.model.mood.number(), 2.0);
}

TEST(Override, AnAdversaryAloneLosesTheOthersAndWhatNamesThem) {
  const std::string text = file_text(WEDGE_TEST_DATA "/reference/several/shared-patron.toml") +
                           "\n[[correlation]]\nbetween = [\"adversary.east-rival.arsenal\", "
                           "\"adversary.west-rival.arsenal\"]\nvalue = 0.5\n";
  const std::vector<Override> uncertain{{"adversary.*.arsenal", "{ uniform = [0.5, 1.5] }"},
                                        {"adversary.east-rival.closing_ranks.west-rival", "0.5"}};
  const auto with = [&](const std::string& id) {
    std::vector<Override> overrides = uncertain;
    overrides.push_back(only_adversary(id));
    return read_scenario(text, "two.toml", overrides);
  };
  const ReadResult both = read_scenario(text, "two.toml", uncertain), alone = with("east-rival");
  EXPECT_EQ(both.scenario.adversaries.size(), 2u);
  EXPECT_EQ(both.scenario.correlations.size(), 1u);
  ASSERT_EQ(alone.scenario.adversaries.size(), 1u);
  EXPECT_EQ(alone.scenario.adversaries[0].id, "east-rival");
  EXPECT_EQ(alone.notes.size(), 1u);
  EXPECT_EQ(alone.toml.find("west-rival"), std::string::npos) << alone.toml;
  EXPECT_NE(both.toml.find("west-rival"), std::string::npos);
  try {
    with("eats-rival");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "adversary eats-rival: is not in this scenario; did you mean 'east-rival'?");
  }
}

TEST(Override, ProblemsOfItsValueNameTheChange) {
  EXPECT_EQ(problems(fixture(), {"defender.jpn.steadfast=1.5"}),
            "set defender.jpn.steadfast=1.5: defender.jpn.steadfast: 1.5 is out of range; "
            "expected a number in 0 … 1");
  try {
    read(fixture(), {"defender.jpn.steadfast=1.5"});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(error.problems()[0].file, "set defender.jpn.steadfast=1.5");
    EXPECT_EQ(error.problems()[0].line, 0);
  }
}

TEST(Override, ProblemsHaveOneLineWhateverTheyName) {
  for (const std::string argument : {"model.\nmood=1", "defender.a\nb.forces=1", "name=\"\"\"\n"})
    EXPECT_EQ(problems(small(), {argument}).find('\n'), std::string::npos) << argument;
}

TEST(Override, TheChangedDocumentReadsTheSame) {
  const ReadResult result =
      read(fixture(), {"defender.jpn.forces={ normal = [1, 0.5], within = [0, inf] }",
                       "description=\"quotes \\\" and\\nlines, \\u00e4, \\\\\"", "adversary.dprk.perceives.us=0.125"});
  ReadResult again = read(result.toml);
  EXPECT_EQ(again.scenario.description, result.scenario.description);
  Scenario<Quantity> first = result.scenario;
  const auto a = leaves(first), b = leaves(again.scenario);
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].key, b[i].key);
    EXPECT_EQ(a[i].value->absent(), b[i].value->absent()) << a[i].key;
    if (a[i].value->absent() || a[i].value->uncertain()) continue;
    EXPECT_EQ(a[i].value->number(), b[i].value->number()) << a[i].key;
  }
  EXPECT_EQ(at(first, "defender.jpn.forces").support().low, 0.0);
}

TEST(Override, EveryDoubleSurvivesWriting) {
  rc::check("a finite number is written and read back to the bit", [](std::uint64_t bits) {
    const double x = std::bit_cast<double>(bits);
    RC_PRE(std::isfinite(x));
    std::ostringstream digits;
    digits.precision(17);
    digits << x;
    const ReadResult result = read(small(), {"model.mood=" + digits.str()});
    RC_ASSERT(std::bit_cast<std::uint64_t>(result.scenario.model.mood.number()) == bits);
    const ReadResult again = read(result.toml);
    RC_ASSERT(std::bit_cast<std::uint64_t>(again.scenario.model.mood.number()) == bits);
  });
}

}  // namespace
}  // namespace wedge::reading_tests
