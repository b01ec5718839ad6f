// What is noted of a scenario's sources, and of numbers that do nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "campaign/played.hpp"
#include "engine/idle_keys.hpp"
#include "engine/provenance.hpp"
#include "engine/reading.hpp"
#include "engine/solution_json.hpp"
#include "sampling/quantile.hpp"
#include "scenario/numbers.hpp"
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
  return read_scenario("schema = 1\nname = \"s\"\n" + sources +
                           "[[defender]]\nid = \"a\"\nregion = \"r\"\nforces = 1.0\nprecision = 10.0\n"
                           "[[defender]]\nid = \"b\"\nforces = { uniform = [1, 2] }\nprecision = 10.0\n"
                           "[[tie]]\nbetween = [\"a\", \"b\"]\naffinity = 0.1\n"
                           "[[adversary]]\nid = \"j\"\nforces = { r = 1.0 }\nprize = { a = 1.0 }\nprecision = "
                           "25.0\n",
                       "s.toml");
}

std::set<std::string> idle_names(const ReadResult& read) {
  std::set<std::string> keys;
  for (const auto& found : engine::idle_keys(read)) keys.insert(found.keys.begin(), found.keys.end());
  return keys;
}

TEST(Provenance, CountsWhatTheFileGivesAndNotTheDefaults) {
  const auto marks = engine::provenance(sourced(""));
  EXPECT_EQ(marks.unmarked,
            (Keys{"defender.a.forces", "defender.a.precision", "defender.b.forces", "defender.b.precision",
                  "tie.a-b.affinity", "adversary.j.forces.r", "adversary.j.prize.a", "adversary.j.precision"}));
  EXPECT_TRUE(marks.sourced.empty());
  EXPECT_TRUE(marks.judged.empty());
}

TEST(Provenance, ACitationBeatsAJudgementWhateverTheirOrder) {
  const auto marks = engine::provenance(
      sourced("[sources]\n\"defender.*.forces\" = \"SIPRI 2025\"\n\"*.precision\" = \"judgement: usual\"\n"
              "\"defender.*\" = \"Judgement\"\nadversary.j.prize.a = \"judgement\"\n"));
  EXPECT_EQ(marks.sourced, (Keys{"defender.a.forces", "defender.b.forces"}));
  EXPECT_EQ(marks.judged,
            (Keys{"defender.a.precision", "defender.b.precision", "adversary.j.prize.a", "adversary.j.precision"}));
  EXPECT_EQ(marks.unmarked, (Keys{"tie.a-b.affinity", "adversary.j.forces.r"}));
  EXPECT_TRUE(marks.idle.empty());
}

TEST(Provenance, TiesGoInEitherOrderAndReferencesStandForThemselves) {
  const auto marks =
      engine::provenance(sourced("[sources]\nsipri = \"SIPRI\"\nyears = [2018]\n\"tie.b-a.*\" = "
                                 "\"sipri\"\n\"defender.a.froces\" = \"sipri\"\n"));
  EXPECT_EQ(marks.sourced, (Keys{"tie.a-b.affinity"}));
  EXPECT_EQ(marks.idle, (Keys{"defender.a.froces"}));  // not `sipri`: a reference need not match
}

TEST(IdleNumbers, AreFoundByReason) {
  const std::string file = data_path("textbook.toml");
  EXPECT_EQ(idle_names(read_file(file)), std::set<std::string>{});
  const auto with = [&](const std::string& key, const std::string& value) {
    return idle_names(read_file(file, {{key, value}}));
  };
  EXPECT_EQ(with("defender.front.steadfast", "{ beta = [0.5, 0.1] }"),
            std::set<std::string>{"defender.front.steadfast"});
  EXPECT_EQ(with("adversary.rival.exposure.rear", "0.5"), std::set<std::string>{"adversary.rival.exposure.rear"});
  EXPECT_EQ(with("adversary.rival.largesse", "0.1"), std::set<std::string>{"adversary.rival.largesse"});
  EXPECT_EQ(with("adversary.rival.largesse", "0"), std::set<std::string>{});
  EXPECT_EQ(with("tie.front-rear.integration", "0"),
            (std::set<std::string>{"commitment.rear-front.dependency", "commitment.rear-front.synergy"}));
  EXPECT_EQ(with("tie.front-rear.integration", "{ uniform = [0, 1] }"), std::set<std::string>{});
  EXPECT_EQ(with("defender.rear.decision_days", "3"), std::set<std::string>{"defender.rear.decision_days"});
  EXPECT_EQ(with("defender.front.decision_days", "3"), std::set<std::string>{});
}

// Those of a scenario with these keys set, and those of them that it has by itself taken out.
std::set<std::string> idle_with(const std::string& file, const std::vector<std::string>& set) {
  std::vector<Override> overrides;
  for (const std::string& change : set) overrides.push_back(parse_override(change));
  std::set<std::string> keys = idle_names(read_file(file, overrides));
  for (const std::string& key : idle_names(read_file(file))) keys.erase(key);
  return keys;
}

TEST(IdleKeys, OfCoercion) {
  const std::string file = data_path("textbook.toml"), rival = "adversary.rival.";
  using Names = std::set<std::string>;
  const std::string no_risk = "rung.seize.escalation_risk=0", squeezes = rival + "tactics=[\"threaten\", \"squeeze\"]";
  EXPECT_EQ(idle_with(file, {rival + "brink=0.5"}), Names{});
  EXPECT_EQ(idle_with(file, {rival + "brink=0.5", no_risk}), Names{rival + "brink"});
  EXPECT_TRUE(idle_with(file, {rival + "brink=0.5", rival + "tactics=[\"court\"]"}).contains(rival + "brink"));
  const std::vector<std::string> pressed{squeezes, rival + "onset=0.5", rival + "leverage=0.3"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), pressed.begin(), pressed.end());
    return idle_with(file, more);
  };
  EXPECT_EQ(idle_with(file, {rival + "onset=0.5"}), Names{rival + "onset"});
  EXPECT_EQ(with({}), Names{rival + "onset"});
  EXPECT_EQ(with({rival + "exposure.rear=0.5"}), Names{});
  EXPECT_EQ(with({rival + "exposure.rear=0.5", rival + "leverage=0", rival + "leverage_cost=0"}),
            Names{rival + "onset"});
  EXPECT_EQ(with({rival + "exposure.rear=0.5", rival + "aims.squeeze=[\"front\"]"}),
            (Names{rival + "onset", rival + "exposure.rear"}));
}

TEST(IdleKeys, OfAims) {
  const std::string file = data_path("textbook.toml"), aims = "adversary.rival.aims.";
  using Names = std::set<std::string>;
  EXPECT_EQ(idle_with(file, {aims + "threaten=[\"rear\"]"}),
            (Names{"defender.patron.vulnerability", "defender.front.vulnerability"}));
  EXPECT_EQ(idle_with(file, {aims + "threaten=[\"front\", \"rear\", \"patron\"]"}), Names{aims + "threaten"});
  EXPECT_EQ(idle_with(file, {aims + "court=[\"rear\"]"}), Names{aims + "court"});
  // One does not pay the victim to concede; nobody asks the south to support the north.
  EXPECT_TRUE(idle_with(file, {"adversary.rival.tactics=[\"court\"]", aims + "court=[\"front\"]",
                               "adversary.rival.largesse=0.1"})
                  .contains("adversary.rival.largesse"));
  const auto courts = [](const std::string& whom) {
    return idle_with(scenarios + "two-regions.toml",
                     {"adversary.boreas.tactics=[\"court\"]", "adversary.boreas.largesse=0.1",
                      "adversary.boreas.aims.court=[" + whom + "]"});
  };
  EXPECT_EQ(courts("\"saul\""), (Names{"adversary.boreas.aims.court", "adversary.boreas.largesse"}));
  EXPECT_EQ(courts("\"saul\", \"nils\""), Names{"adversary.boreas.aims.court"});
  EXPECT_EQ(courts("\"nils\""), Names{});
}

TEST(IdleKeys, OfBases) {
  const std::string file = scenarios + "northeast-asia.toml", base = "basing.us-rok-jpn.";
  using Names = std::set<std::string>;
  EXPECT_EQ(idle_with(file, {base + "gain=0.1"}), Names{});
  for (const std::string change : {"tie.us-jpn.integration=0", "commitment.us-rok.reach=0"}) {
    const auto idle = idle_with(file, {change});
    EXPECT_TRUE(idle.contains(base + "gain") && idle.contains(base + "dependency")) << change;
  }
  EXPECT_EQ(idle_with(file, {"defender.rok.redundancy=1"}),
            (Names{base + "dependency", "commitment.us-rok.dependency", "commitment.jpn-rok.dependency"}));
}

TEST(IdleKeys, OfSignalling) {
  EXPECT_EQ(idle_with(data_path("textbook.toml"), {"model.signalling=false"}),
            std::set<std::string>{"model.signalling"});
  EXPECT_EQ(idle_with(data_path("textbook.toml"), {"model.signalling=true"}), std::set<std::string>{});
  EXPECT_EQ(idle_with(data_path("two-types.toml"), {"model.signalling=false"}), std::set<std::string>{});
}

TEST(IdleKeys, OfForesight) {
  const std::string file = data_path("textbook.toml"), patron = "defender.patron.";
  using Names = std::set<std::string>;
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), {patron + "foresees=true", patron + "steadfast=0.8"});
    return idle_with(file, more);
  };
  const std::string gap = patron + "resolve_gap=0.3", far = "campaign.foresight=2";
  EXPECT_EQ(with({gap}), Names{patron + "foresees"});
  EXPECT_EQ(with({gap, far}), Names{});
  EXPECT_EQ(with({far}), (Names{patron + "foresees", patron + "steadfast", "campaign.foresight"}));
  EXPECT_EQ(with({gap, far, "campaign.discount=0"}), (Names{patron + "foresees", "campaign.foresight"}));
  EXPECT_EQ(with({gap, far, "campaign.enable=[\"foresight\"]"}), (Names{patron + "foresees", "campaign.foresight"}));
  EXPECT_EQ(with({gap, far, "campaign.enable=[\"reputation\"]"}), (Names{patron + "foresees", "campaign.foresight"}));
  EXPECT_TRUE(idle_with(scenarios + "two-regions.toml",
                        {"defender.saul.foresees=true", "defender.saul.resolve_gap=0.2", far, "commitment.saul-sara="})
                  .contains("defender.saul.foresees"));
}

TEST(IdleNumbers, OfSeveralAdversaries) {
  const auto idle = [](const std::string& name, std::vector<std::string> set = {}) {
    std::vector<Override> overrides;
    for (const std::string& change : set) overrides.push_back(parse_override(change));
    std::set<std::string> out;
    for (const std::string& key : idle_names(read_file(data_path("reference/several/" + name + ".toml"), overrides)))
      if (key.ends_with("demand") || key == "model.attention" || key.find("closing_ranks") != std::string::npos)
        out.insert(key);
    return out;
  };
  using Names = std::set<std::string>;
  EXPECT_EQ(idle("decoupled", {"model.attention=0.5"}),
            (Names{"model.attention", "rung.probe.demand", "rung.assault.demand"}));
  EXPECT_EQ(idle("shared-patron"), Names{});
  // An attack on `ring` is felt in the others' pact, and it feels nothing.
  EXPECT_EQ(idle("three-adversaries"), Names{"adversary.sunrise.closing_ranks.midnight"});
  EXPECT_EQ(idle("two-opportunists", {"model.attention=0.5"}), Names{"model.attention"});  // no pact
  EXPECT_EQ(idle("same-target"), Names{});
  // A pact in common and nobody who responds to both.
  const std::vector<std::string> pact{"pact.league.members=[\"ash\", \"birch\", \"dogwood\"]"};
  EXPECT_EQ(idle("decoupled", pact), Names{});
  EXPECT_EQ(idle("decoupled", {pact[0], "model.attention=0"}), (Names{"rung.probe.demand", "rung.assault.demand"}));
  // Wishing well whom one cannot help, and not wishing at all. What `sark` does slows the league; not the other way
  // round.
  const std::string norn = "adversary.norn.closing_ranks.sark", sark = "adversary.sark.closing_ranks.norn";
  EXPECT_EQ(idle("decoupled", {pact[0], norn + "=0.3", sark + "=0.3"}), Names{norn});
  EXPECT_EQ(idle("shared-patron", {"adversary.east-rival.closing_ranks.west-rival=0"}),
            Names{"adversary.east-rival.closing_ranks.west-rival"});
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
  const auto solve = [&](const std::vector<std::string>& set) {
    const Scenario<double> scenario = at_medians(engine::read({file, set, ""}).scenario);
    nlohmann::json json = engine::solved_json(engine::solve_all(scenario, {}));
    for (auto& adversary : json["adversaries"])  // what an attack is worth includes what does not depend on it
      for (auto& action : adversary["actions"])
        if (json["adversaries"].size() > 1) action.erase("value");
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

// The same of aims, which are no numbers: without them all is as it was.
void expect_idle_aims(const std::string& file, const std::vector<std::string>& base, const std::string& key,
                      const std::string& names) {
  std::vector<std::string> with = base;
  with.push_back(key + "=" + names);
  EXPECT_TRUE(idle_with(file, with).contains(key)) << key;
  const auto solve = [&](const std::vector<std::string>& set) {
    return engine::solved_json(engine::solve_all(at_medians(engine::read({file, set, ""}).scenario), {}));
  };
  expect_same(solve(with), solve(base));
}

TEST(IdleNumbers, ChangeNothing) {
  expect_idle(scenarios + "northeast-asia.toml", {});
  expect_idle(scenarios + "northeast-asia.toml", {"adversary.dprk.tactics=[]", "correlation=[]",
                                                  "adversary.dprk.prize={ jpn = 1 }", "tie.us-jpn.integration=0"});
  expect_idle(data_path("reference/several/decoupled.toml"),
              {"model.attention=0.5", "adversary.norn.closing_ranks.sark=0.3"});
  expect_idle(data_path("reference/several/three-adversaries.toml"), {});
  expect_idle(data_path("reference/several/two-opportunists.toml"), {"model.attention=0.5"});
  expect_idle(data_path("reference/several/decoupled.toml"),
              {"pact.league.members=[\"ash\", \"birch\", \"dogwood\"]", "adversary.norn.closing_ranks.sark=0.3",
               "model.attention=0"});
  expect_idle(data_path("reference/archipelago.toml"),
              {"adversary.*.tactics=[\"squeeze\"]", "defender.*.resolve_gap=0"});
  expect_idle(scenarios + "taiwan.toml", {});  // threatens two of five
  expect_idle(scenarios + "taiwan.toml",
              {"adversary.china.aims.squeeze=[\"twn\"]", "tie.us-jpn.integration=0", "rung.*.escalation_risk=0"});
  expect_idle(scenarios + "northeast-asia.toml", {"defender.rok.redundancy=1", "commitment.us-rok.reach=0"});
  expect_idle_aims(data_path("textbook.toml"), {}, "adversary.rival.aims.threaten",
                   "[\"rear\", \"front\", \"patron\"]");
  expect_idle_aims(data_path("textbook.toml"), {}, "adversary.rival.aims.court", "[\"rear\"]");
  expect_idle_aims(scenarios + "two-regions.toml",
                   {"adversary.boreas.tactics=[\"court\"]", "adversary.boreas.aims.court=[\"nils\"]"},
                   "adversary.boreas.aims.court", "[\"nils\", \"saul\"]");
}

// Of campaigns: these keys are called idle, and with others in their place the same happens, as likely as
// before.
void expect_idle_in_campaigns(const std::string& file, const std::vector<std::string>& base,
                              const std::set<std::string>& expected) {
  std::vector<Override> overrides{parse_override("campaign.rounds=4")};
  for (const std::string& change : base) overrides.push_back(parse_override(change));
  EXPECT_EQ(idle_names(read_file(file, overrides)), expected);
  const auto play = [&] {
    Scenario<Quantity> s = read_file(file, overrides).scenario;
    for (const auto& leaf : leaves(s))
      if (leaf.value->uncertain()) *leaf.value = quantile(leaf.value->distribution(), 0.5);
    return played<Pack>(s, 16);
  };
  const auto before = play();
  for (const std::string& key : expected) overrides.push_back(parse_override(key + "=0.37"));
  const auto after = play();
  int attacks = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    ASSERT_EQ(before[i].status, Status::solved);
    for (std::size_t r = 0; r < before[i].rounds.size(); ++r)
      for (std::size_t j = 0; j < before[i].rounds[r].events.size(); ++j) {
        EXPECT_EQ(happened(before[i].rounds[r].events[j]), happened(after[i].rounds.at(r).events[j]));
        EXPECT_NEAR(before[i].rounds[r].exact[j].total_loss, after[i].rounds[r].exact[j].total_loss, 1e-11);
        attacks += before[i].rounds[r].events[j].attack();
      }
  }
  EXPECT_GT(attacks, 10);
}

TEST(IdleNumbers, OfCampaigns) {
  expect_idle_in_campaigns(
      scenarios + "two-regions.toml",
      {"campaign.enable=[\"reputation\", \"forces\", \"posture\", \"arsenal\", \"practice\", \"ranks\"]",
       "campaign.attrition=0.5", "campaign.hedging_distance=0.1", "campaign.detente=0.1", "campaign.bonding=0.1",
       "campaign.integration_pace=0.1", "campaign.burden_sharing=0.2", "campaign.effort=0.1",
       "defender.saul.embargo.boreas=0.5", "supply.saul-nora.arms=0.1", "campaign.ranks_relax=0.2",
       "adversary.boreas.arsenal_growth=0.1", "defender.patron.reputation=0.1"},
      {"campaign.hedging_distance", "campaign.detente", "campaign.bonding", "campaign.integration_pace",
       "campaign.burden_sharing", "campaign.effort", "defender.saul.embargo.boreas", "supply.saul-nora.arms",
       "campaign.ranks_relax", "adversary.boreas.arsenal_growth", "defender.patron.reputation"});
  expect_idle_in_campaigns(
      data_path("textbook.toml"),
      {"campaign.recovery=0.3", "campaign.attrition=0.5", "campaign.effort=0.02", "campaign.spillover=0.5",
       "defender.patron.reputation=0.1", "defender.patron.rebalance=0.3", "campaign.ranks_rise=0.1",
       "campaign.detente=0.1", "adversary.rival.cap_agreed=0.2", "campaign.affinity_persistence=0.9",
       "campaign.integration_floor=0.1", "tie.front-rear.integration_goal=0.7", "defender.front.embargo.rival=0.5",
       "campaign.hedging_distance=0.1"},
      {"campaign.spillover", "defender.patron.reputation", "defender.patron.rebalance", "campaign.ranks_rise",
       "campaign.detente", "adversary.rival.cap_agreed", "campaign.affinity_persistence", "campaign.integration_floor",
       "tie.front-rear.integration_goal", "defender.front.embargo.rival", "campaign.hedging_distance"});
}

// Who does not respond to any attack may still teach and embargo.
TEST(IdleNumbers, OfCampaignsSpareWhatBystandersDo) {
  const auto idle = [](std::vector<Override> overrides) {
    overrides.push_back({"commitment.saul-sara", std::nullopt});
    return idle_names(read_file(scenarios + "two-regions.toml", overrides));
  };
  const std::vector<Override> embargo{
      parse_override("campaign.recovery=0.5"), parse_override("adversary.boreas.force_growth=0.1"),
      parse_override("defender.saul.embargo.boreas=0.5"), parse_override("campaign.interregional_learning=0.1")};
  const auto alone = idle({}), working = idle(embargo);
  for (const std::string key : {"defender.saul.forces", "defender.saul.precision", "tie.sara-saul.affinity"}) {
    EXPECT_TRUE(alone.contains(key)) << key;
    EXPECT_TRUE(working.contains(key)) << key;
  }
  for (const std::string key : {"defender.saul.hybrid_resilience", "tie.sara-saul.integration"}) {
    EXPECT_TRUE(alone.contains(key)) << key;
    EXPECT_FALSE(working.contains(key)) << key;
  }
  EXPECT_FALSE(working.contains("defender.saul.embargo.boreas"));
  const std::string ranks =
      "adversary.auster.closing_ranks.boreas";  // of no use without a patron in common, but for arms
  std::vector<Override> apart{parse_override(ranks + "=0.5"), {"commitment.patron-sara", std::nullopt}};
  EXPECT_TRUE(idle(apart).contains(ranks));
  apart.push_back(parse_override("campaign.recovery=0.5"));
  apart.push_back(parse_override("supply.auster-boreas.arms=0.1"));
  EXPECT_FALSE(idle(apart).contains(ranks));
  EXPECT_FALSE(idle(apart).contains("supply.auster-boreas.arms"));
}

}  // namespace
}  // namespace wedge::test
