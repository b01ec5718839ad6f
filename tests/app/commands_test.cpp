// The program as a user meets it: arguments in, text and exit codes out.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "app/check_text.hpp"
#include "measures/measures.hpp"
#include "support/program.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

const std::string fixture_file = data_path("northeast-asia.toml");
TEST(Solve, TellsAnAnalystWhoIsPeeledOff) {
  const Finished r = run_program({"solve", fixture_file});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(r.err, "");
  for (const char* const part : {"deterred (no attack)     0.607", "court us+jpn", "Who is peeled off", "Reliability",
                                 "dilemma: seam outweighs it", "not fragile"})
    EXPECT_TRUE(contains(r.out, part)) << part << "\n" << r.out;
  std::istringstream lines(r.out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100u) << line;
}

TEST(Solve, JsonHoldsEveryMeasure) {
  const Finished r = run_program({"solve", fixture_file, "--format", "json"});
  ASSERT_EQ(r.code, 0);
  const auto json = nlohmann::json::parse(r.out);
  EXPECT_EQ(json["scenario"], "northeast-asia");
  const auto& dprk = json["adversaries"][0];
  const Measures<double> none{};
  for_each_measure(none, [&](const Measure& measure, std::span<const double>) {
    EXPECT_TRUE(dprk.contains(measure.key)) << measure.key;
  });
  for (const char* const key : {"id", "residual", "fold", "fragile", "integration_balance", "actions", "status"})
    EXPECT_TRUE(dprk.contains(key)) << key;
  EXPECT_EQ(dprk["actions"].size(), 48u);
  EXPECT_TRUE(dprk["wedge_effect"]["squeeze"]["us"].is_null());  // not in the menu: no number
}

TEST(Solve, SaysWhetherTheSolutionIsCertified) {
  EXPECT_TRUE(contains(run_program({"solve", fixture_file}).out, "Certified: traced back"));
  const auto json = [](std::vector<std::string> more) {
    more.insert(more.begin(), {"solve", fixture_file, "--format", "json"});
    return nlohmann::json::parse(run_program(more).out)["adversaries"][0];
  };
  EXPECT_EQ(json({})["certified"], true);
  EXPECT_EQ(json({})["way_back"], "start");
  EXPECT_TRUE(json({"--selection", "cohesive"})["certified"].is_null());  // it makes no claim about the branch
}

TEST(Solve, GivesNoNumbersWithoutASolution) {
  const Finished r = run_program(
      {"solve", fixture_file, "--set", "defender.*.precision=1000000", "--format", "json", "--selection", "principal"});
  EXPECT_EQ(r.code, 1);
  EXPECT_TRUE(contains(r.err, "no solution was found (branch lost)"));
  const auto dprk = nlohmann::json::parse(r.out)["adversaries"][0];
  EXPECT_EQ(dprk["status"], "branch lost");
  const Measures<double> none{};
  for_each_measure(none, [&](const Measure& measure, std::span<const double>) {
    ASSERT_TRUE(dprk.contains(measure.key)) << measure.key;
    EXPECT_TRUE(dprk[measure.key].is_null()) << measure.key;
  });
  for (const char* const key : {"integration_balance", "fragile", "certified", "actions"}) {
    ASSERT_TRUE(dprk.contains(key)) << key;
    EXPECT_TRUE(dprk[key].is_null()) << key;
  }
}

// With prizes 0 the independent solver finds deterrence .75629814633471.
TEST(Solve, SaysWhatIsAttackedByChance) {
  const auto solved = [](std::vector<std::string> more) {
    more.insert(more.begin(), {"solve", fixture_file, "--format", "json"});
    return nlohmann::json::parse(run_program(more).out)["adversaries"][0];
  };
  const auto dprk = solved({}), idle = solved({"--set", "adversary.dprk.prize.*=0"});
  EXPECT_NEAR(dprk["by_chance"], 1.0 - .7562981463347143, 1e-12);
  EXPECT_EQ(dprk["by_chance"], idle["by_chance"]);  // nothing was to be had already
  EXPECT_NEAR(idle["by_chance"], 1.0 - idle["deterrence"].get<double>(), 1e-15);
  EXPECT_EQ(solved({"--set", "adversary.dprk.grievance=0.05"})["by_chance"], dprk["by_chance"]);
  double sum = 0.0;
  for (std::size_t a = 0; a < dprk["actions"].size(); ++a) {
    sum += dprk["actions"][a]["by_chance"].get<double>();
    EXPECT_EQ(dprk["actions"][a]["by_chance"], idle["actions"][a]["probability"]);
  }
  EXPECT_NEAR(sum, dprk["by_chance"], 1e-12);
  // Much of it here: the text marks such attacks, and `check` warns.
  EXPECT_TRUE(contains(run_program({"solve", fixture_file}).out, "~ no likelier than if there were nothing to gain"));
  const std::vector<std::string> check{"check", fixture_file}, sharp{"--set", "adversary.dprk.precision=200"};
  EXPECT_TRUE(contains(on_one_line(run_program(check).out), "would with 0.244 if it had nothing to gain"));
  EXPECT_FALSE(
      contains(on_one_line(run_program({check[0], check[1], sharp[0], sharp[1]}).out), "attacks with probability 0"));
}

TEST(Solve, SearchesForAllSolutions) {
  const Finished text = run_program({"solve", data_path("many-solutions.toml"), "--all-solutions", "--starts", "1000"});
  EXPECT_EQ(text.code, 0) << text.err;
  for (const char* const part :
       {"All solutions found for adv", "principal, cohesive, fractured", "0.00351", "signs add up to 1", "not fragile"})
    EXPECT_TRUE(contains(text.out, part)) << part << "\n" << text.out;
  const Finished r = run_program(
      {"solve", data_path("many-solutions.toml"), "--all-solutions", "--starts", "1000", "--format", "json"});
  const auto all = nlohmann::json::parse(r.out)["all_solutions"][0];
  EXPECT_EQ(all["sign_sum"], 1.0);
  EXPECT_GE(all["solutions"].size(), 3u);
  for (const auto& one : all["solutions"])
    for (const char* const key : {"determinant_sign", "selections", "deterrence", "total_loss"})
      EXPECT_TRUE(one.contains(key)) << key;
}

TEST(Check, WarnsOfPrecisionBeyondWhatIsSupported) {
  EXPECT_FALSE(contains(on_one_line(run_program({"check", fixture_file}).out), "principal branch is lost"));
  EXPECT_TRUE(contains(on_one_line(run_program({"check", fixture_file, "--set", "defender.*.precision=5000"}).out),
                       "principal branch is lost now and then"));
}

TEST(Check, JudgesMagnitudes) {
  const auto said = [](std::vector<std::string> set) {
    std::vector<std::string> arguments{"check", textbook_file};
    for (const std::string& change : set) arguments.insert(arguments.end(), {"--set", change});
    const Finished r = run_program(arguments);
    EXPECT_EQ(r.code, 0) << r.err;
    return on_one_line(r.out);
  };
  EXPECT_FALSE(contains(said({}), "one unit?"));
  const std::string thousands = said({"defender.rear.forces=5000"});
  EXPECT_TRUE(contains(thousands, "defender.rear.forces is ") && contains(thousands, "one unit?")) << thousands;
  EXPECT_TRUE(contains(said({"adversary.rival.grievance=5"}), "nothing deters it"));
  EXPECT_TRUE(contains(said({"rung.*.attacker_cost=5"}), "nothing to deter"));
  // To court costs more than it can bring.
  EXPECT_TRUE(contains(said({"adversary.rival.tactics=[\"court\"]", "tactic.court.cost=1"}), "hardly uses it"));
  // Notes come before the tables.
  EXPECT_LT(thousands.find("note:"), thousands.find("region"));
}

TEST(Solve, SetChangesKeysAndIsEchoed) {
  const Finished one = run_program(
      {"solve", textbook_file, "--set", "tie.rear-front.affinity=-0.3", "--set", "defender.front.redundancy=1"});
  EXPECT_EQ(one.code, 0) << one.err;
  EXPECT_TRUE(contains(one.out, "with tie.rear-front.affinity=-0.3"));
  EXPECT_TRUE(contains(one.out, "integration pays"));
}

TEST(Solve, SelectionMayBeChosen) {
  EXPECT_TRUE(
      contains(run_program({"solve", textbook_file, "--selection", "fractured"}).out, "Fractured solution, solved"));
  EXPECT_EQ(run_program({"solve", textbook_file, "--selection", "best"}).code, 2);
}

TEST(Textbook, ShowsTheDilemmaAndItsRemedies) {
  const std::string file = std::string(WEDGE_SOURCE_DIR) + "/scenarios/textbook.toml";
  const auto balance = [&](std::vector<std::string> set) {
    std::vector<std::string> arguments{"solve", file, "--format", "json"};
    for (const std::string& change : set) arguments.insert(arguments.end(), {"--set", change});
    return nlohmann::json::parse(run_program(arguments).out)["adversaries"][0]["integration_balance"]["front-rear"];
  };
  const auto friends = balance({}), cool = balance({"tie.front-rear.affinity=-0.3"});
  EXPECT_GT(friends["net"], 0.0);
  EXPECT_LT(cool["net"], 0.0);
  EXPECT_GT(cool["dividend"], 0.0);
  EXPECT_NEAR(balance({"tie.front-rear.affinity=-0.3", "defender.front.redundancy=1"})["seam"], 0.0, 1e-12);
  // What mends threats, where they run a risk from the moment of defiance.
  const std::string brink = "adversary.rival.brink=1";
  const auto threatened = balance({"tie.front-rear.affinity=-0.3", brink});
  EXPECT_GT(threatened["seam"], 2.0 * cool["seam"].get<double>());
  for (const char* const remedy :
       {"tie.front-rear.sharing=1", "defender.rear.missile_defence=0.6", "adversary.rival.arsenal=0.5"})
    EXPECT_LT(balance({"tie.front-rear.affinity=-0.3", brink, remedy})["seam"], 0.8 * threatened["seam"].get<double>())
        << remedy;
}

TEST(Check, SaysWhatIsUncertain) {
  const Finished r = run_program({"check", std::string(WEDGE_SOURCE_DIR) + "/scenarios/northeast-asia.toml"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_TRUE(contains(r.out, "48 response games a draw"));
  EXPECT_TRUE(contains(r.out, "uncertain key"));
  EXPECT_TRUE(contains(run_program({"check", fixture_file}).out, "no uncertain keys"));
}

// What the scenarios are there to show, at their medians.
TEST(Baltic, DelegatedAuthorityAndASecondRoadDeter) {
  const std::string file = std::string(WEDGE_SOURCE_DIR) + "/scenarios/baltic.toml";
  const auto solved = [&](std::vector<std::string> set) {
    std::vector<std::string> arguments{"solve", file,    "--format",
                                       "json",  "--set", "adversary.russia.prize.baltics=0.25"};
    for (const std::string& change : set) arguments.insert(arguments.end(), {"--set", change});
    return nlohmann::json::parse(run_program(arguments).out)["adversaries"][0];
  };
  const auto consensus = solved({}), delegated = solved({"pact.nato.quorum=0"});
  EXPECT_GT(delegated["deterrence"], consensus["deterrence"]);
  EXPECT_LT(delegated["late"], consensus["late"]);
  EXPECT_GT(solved({"defender.baltics.redundancy=1"})["deterrence"], consensus["deterrence"]);
}

TEST(TwoTheatres, FriendsWithoutForcesRaiseThePoliticalCost) {
  const std::string file = std::string(WEDGE_SOURCE_DIR) + "/scenarios/two-theatres.toml";
  const auto deterrence = [&](const std::string& change) {
    const Finished r = run_program({"solve", file, "--adversary", "china", "--format", "json", "--set",
                                    "adversary.china.prize.jpn=0.5", "--set", change});
    return nlohmann::json::parse(r.out)["adversaries"][0]["deterrence"].get<double>();
  };
  EXPECT_GT(deterrence("defender.*.sanction=0.1"), deterrence("defender.*.sanction=0"));
}

TEST(Taiwan, ADefenceOnOtherPeoplesGroundIsLostWithTheHost) {
  const std::string file = std::string(WEDGE_SOURCE_DIR) + "/scenarios/taiwan.toml";
  const auto solved = [&](const std::string& change) {
    const Finished r =
        run_program({"solve", file, "--format", "json", "--set", "adversary.china.prize.twn=0.5", "--set", change});
    EXPECT_EQ(r.code, 0) << r.err;
    return nlohmann::json::parse(r.out)["adversaries"][0];
  };
  const auto bases = [](const nlohmann::json& solution) { return solution["integration_balance"]["us-jpn"]; };
  const auto as_it_is = solved("adversary.china.arsenal=3.7");
  EXPECT_EQ(as_it_is["actions"].size(), 33u);  // threats at the hosts, courting of the Philippines, a squeeze at all
  EXPECT_LT(bases(as_it_is)["net"], 0.0);
  EXPECT_GT(bases(as_it_is)["dividend"], 0.0);
  // What turns the tie with the host into a dividend, or does without it.
  EXPECT_GT(bases(solved("commitment.jpn-twn.stake=0.5"))["net"], 0.0);
  EXPECT_NEAR(bases(solved("defender.twn.redundancy=1"))["seam"], 0.0, 1e-12);
  // What opens the seam: a threat that can go wrong before anybody presses, and a large arsenal.
  const auto safe = solved("adversary.china.brink=0"), small = solved("adversary.china.arsenal=2");
  for (const auto& other : {safe, small}) {
    EXPECT_LT(other["attack_by_rung"]["invasion"], as_it_is["attack_by_rung"]["invasion"]);
    EXPECT_LT(other["total_loss"], as_it_is["total_loss"]);
    EXPECT_LT(bases(other)["seam"], bases(as_it_is)["seam"]);
    EXPECT_LT(other["wedge_effect"]["threaten"]["jpn"], as_it_is["wedge_effect"]["threaten"]["jpn"]);
  }
  // A squeeze that is in force at once takes more of the hosts' support than one that is only threatened.
  EXPECT_GT(as_it_is["wedge_effect"]["squeeze"]["phl"],
            solved("adversary.china.onset=0")["wedge_effect"]["squeeze"]["phl"]);
}

// An adversary with nothing to gain attacks a quarter as often as the scenario has it, at most.
TEST(Scenarios, AttackFromMotives) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> adversaries{
      {"textbook", {"rival"}},
      {"northeast-asia", {"dprk"}},
      {"taiwan", {"china"}},
      {"baltic", {"russia"}},
      {"baltic-three", {"russia"}},
      {"two-regions", {"boreas", "auster"}},
      {"two-theatres", {"russia", "china", "dprk"}}};
  for (const auto& [name, ids] : adversaries)
    for (const std::string& id : ids) {
      std::vector<std::string> arguments{"solve", std::string(WEDGE_SOURCE_DIR) + "/scenarios/" + name + ".toml",
                                         "--format", "json"};
      if (name == "two-theatres") arguments.insert(arguments.end(), {"--adversary", id});
      const auto solved = nlohmann::json::parse(run_program(arguments).out)["adversaries"];
      const auto found = std::find_if(solved.begin(), solved.end(), [&](const auto& each) { return each["id"] == id; });
      ASSERT_NE(found, solved.end()) << name << ", " << id;
      const double attacked = 1.0 - (*found)["deterrence"].get<double>();
      EXPECT_LT((*found)["by_chance"].get<double>(), 0.25 * attacked) << name << ", " << id;
    }
}

TEST(Check, ReadsEveryScenarioAndEveryNumberIsMarked) {
  for (const std::string name :
       {"textbook", "northeast-asia", "taiwan", "baltic", "baltic-three", "two-theatres", "two-regions"}) {
    const Finished r = run_program({"check", std::string(WEDGE_SOURCE_DIR) + "/scenarios/" + name + ".toml"});
    EXPECT_EQ(r.code, 0) << r.err;
    EXPECT_TRUE(contains(r.out, ", 0 unmarked;")) << name;
    EXPECT_FALSE(contains(r.out, "match no number")) << name << r.out;
    expect_within_a_page(r.out);
  }
}

TEST(Keys, ListsUnitRangeDefaultMeaning) {
  const Finished r = run_program({"keys", "quorum"});
  EXPECT_EQ(r.code, 0);
  EXPECT_TRUE(contains(r.out, "pact."));
  EXPECT_TRUE(contains(r.out, "consensus"));
  EXPECT_EQ(run_program({"keys", "quorumm"}).code, 2);
}

const std::string two = data_path("reference/several/shared-patron.toml");

TEST(Several, AnAdversaryIsLeftOutOfAnyCommand) {
  EXPECT_TRUE(contains(run_program({"solve", two}).out, "west-rival"));
  const Finished alone = run_program({"solve", two, "--adversary", "east-rival", "--format", "json"});
  ASSERT_EQ(alone.code, 0) << alone.err;
  const auto json = nlohmann::json::parse(alone.out);
  EXPECT_EQ(json["adversaries"].size(), 1u);
  EXPECT_EQ(json["adversaries"][0]["id"], "east-rival");
  EXPECT_FALSE(json.contains("coordination"));
  const Finished check = run_program({"check", two, "--adversary", "east-rival"});
  EXPECT_EQ(check.code, 0) << check.err;
  EXPECT_FALSE(contains(on_one_line(check.out), "closing_ranks")) << check.out;
  const std::string game = (std::filesystem::temp_directory_path() / "wedge-several-test.efg").string();
  const Finished both = run_program({"export", two, "-o", game});
  EXPECT_EQ(both.code, 2);
  EXPECT_TRUE(contains(both.err, "--adversary")) << both.err;
  EXPECT_FALSE(std::filesystem::exists(game));
  EXPECT_EQ(run_program({"export", two, "-o", game, "--adversary", "west-rival"}).code, 0);
  EXPECT_TRUE(contains(file_text(game), "west-rival"));
  std::filesystem::remove(game);
}

TEST(Several, RanksMayBeSet) {
  const auto deterrence = [](const std::string& weight) {
    const Finished r = run_program(
        {"solve", two, "--format", "json", "--set", "adversary.east-rival.closing_ranks.west-rival=" + weight});
    return nlohmann::json::parse(r.out)["adversaries"][0]["deterrence"].get<double>();
  };
  EXPECT_LT(deterrence("0.8"), deterrence("0.3"));
  EXPECT_LT(deterrence("0.3"), deterrence("0"));
}

TEST(Export, WritesAGameOrNothing) {
  const std::string file = (std::filesystem::temp_directory_path() / "wedge-export-test.efg").string();
  EXPECT_EQ(run_program({"export", textbook_file, "-o", file}).code, 0);
  EXPECT_TRUE(file_text(file).starts_with("EFG 2 R \"textbook: rival\""));
  std::filesystem::remove(file);
  const Finished misperceived =
      run_program({"export", fixture_file, "-o", file, "--set", "adversary.dprk.perceives.us=0.4"});
  EXPECT_EQ(misperceived.code, 2);
  EXPECT_TRUE(contains(misperceived.err, "perceives"));
  EXPECT_FALSE(std::filesystem::exists(file));
  EXPECT_EQ(run_program({"export", textbook_file, "-o", "/nonexistent/game.efg"}).code, 2);
}

TEST(Export, FollowThroughAsDecisionsOrAsChance) {
  const std::string file = (std::filesystem::temp_directory_path() / "wedge-follow-through-test.efg").string();
  const auto game = [&](const std::string& follow_through) {
    EXPECT_EQ(run_program({"export", textbook_file, "-o", file, "--force", "--follow-through", follow_through}).code,
              0);
    return file_text(file);
  };
  const std::string decisions = game("decisions"), chance = game("chance");
  EXPECT_TRUE(contains(decisions, "p \"\" 3 "));
  EXPECT_FALSE(contains(chance, "p \"\" 3 "));
  EXPECT_FALSE(contains(decisions, "{ \"desist\" 0."));
  EXPECT_TRUE(contains(chance, "{ \"desist\" 0."));
  const Finished wrong = run_program({"export", textbook_file, "-o", file, "--follow-through", "both"});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_TRUE(contains(wrong.err, "decisions")) << wrong.err;
  std::filesystem::remove(file);
}

// Two numbers in the game and a tie, with `sources` to speak of them.
ReadResult sourced(const std::string& sources) {
  return read_scenario("schema = 1\nname = \"s\"\n" + sources +
                           "[[defender]]\nid = \"a\"\nregion = \"r\"\nforces = 1.0\nprecision = 10.0\n"
                           "[[defender]]\nid = \"b\"\nforces = { uniform = [1, 2] }\nprecision = 10.0\n"
                           "[[tie]]\nbetween = [\"a\", \"b\"]\naffinity = 0.1\n"
                           "[[adversary]]\nid = \"j\"\nforces = { r = 1.0 }\nprize = { a = 1.0 }\nprecision = "
                           "25.0\n",
                       "s.toml");
}

TEST(Check, PrintsWhereNumbersComeFrom) {
  const std::string text = app::check_text(
      sourced("[sources]\n\"*.forces*\" = \"SIPRI\"\n\"*.precision\" = \"judgement\"\n\"x.y\" = \"z\"\n"));
  EXPECT_NE(text.find("8 numbers in the file: 3 sourced, 3 judged, 2 unmarked; 1 uncertain"), std::string::npos)
      << text;
  EXPECT_NE(text.find("unmarked: tie.a-b.affinity, adversary.j.prize.a"), std::string::npos) << text;
  EXPECT_NE(text.find("match no number: x.y"), std::string::npos) << text;
}

}  // namespace
}  // namespace wedge::test
