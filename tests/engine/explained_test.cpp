// Explanations: Shapley values against games whose values are known, mechanisms against the settings that they stand
// for, terms against the sums that the solver has.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/error.hpp"
#include "engine/action_terms.hpp"
#include "engine/studies/break_even.hpp"
#include "engine/studies/compared.hpp"
#include "engine/studies/explained.hpp"
#include "engine/studies/shapley.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

using namespace engine;

ScenarioSource source_of(const std::string& file, std::vector<std::string> set = {}) {
  ScenarioSource out;
  out.file = file;
  out.set = std::move(set);
  return out;
}

struct Unstopped {
  std::atomic<bool> never{false};
  std::atomic<std::int64_t> done{0};
  OnDraws work(int threads = 2) { return {threads, never, done}; }
};

// The textbook's examples: a glove game (one left, two right gloves), and a majority of three with a veto player.
TEST(Shapley, OfGamesWhoseValuesAreKnown) {
  std::vector<double> gloves(8, 0.0);
  for (int set = 0; set < 8; ++set) gloves[set] = (set & 1) && (set & 6) ? 1.0 : 0.0;
  const std::vector<double> values = shapley_values(3, gloves);
  EXPECT_NEAR(values[0], 4.0 / 6.0, 1e-15);
  EXPECT_NEAR(values[1], 1.0 / 6.0, 1e-15);
  EXPECT_NEAR(values[2], 1.0 / 6.0, 1e-15);
  // The airport game: runways of cost 1, 2, 3, 4; each pays its share of every piece that it needs.
  std::vector<double> airport(16, 0.0);
  for (int set = 0; set < 16; ++set)
    for (int i = 0; i < 4; ++i)
      if (set >> i & 1) airport[set] = i + 1.0;
  const std::vector<double> fees = shapley_values(4, airport);
  EXPECT_NEAR(fees[0], 1.0 / 4, 1e-14);
  EXPECT_NEAR(fees[1], 1.0 / 4 + 1.0 / 3, 1e-14);
  EXPECT_NEAR(fees[2], 1.0 / 4 + 1.0 / 3 + 1.0 / 2, 1e-14);
  EXPECT_NEAR(fees[3], 1.0 / 4 + 1.0 / 3 + 1.0 / 2 + 1.0, 1e-14);
}

TEST(Shapley, OrdersComeWithTheirReverse) {
  const auto orders = sampled_orders(10, 7, 0x5eed);
  ASSERT_EQ(orders.size(), 14u);
  for (std::size_t o = 0; o < orders.size(); o += 2) {
    std::vector<int> sorted = orders[o], reversed(orders[o].rbegin(), orders[o].rend());
    EXPECT_EQ(orders[o + 1], reversed);
    std::sort(sorted.begin(), sorted.end());
    for (int i = 0; i < 10; ++i) EXPECT_EQ(sorted[i], i);
  }
  EXPECT_NE(orders[0], orders[2]);
  EXPECT_EQ(orders, sampled_orders(10, 7, 0x5eed));
}

const std::vector<std::string> uncertain{"tie.front-rear.affinity={ uniform = [-0.5, 0.8] }",
                                         "adversary.rival.brink=0.5", "defender.rear.resolve_gap=0.2",
                                         "defender.rear.steadfast={ uniform = [0.3, 0.8] }"};

TEST(Explained, AddsUpToTheWhole) {
  Unstopped going;
  Explained explained(source_of(textbook_file, uncertain), {.draws = 32});
  ASSERT_TRUE(explained.run_alone(going.work()));
  ASSERT_TRUE(explained.run_together(going.work()));
  const Effect whole = explained.whole();
  double loss = 0.0, deterrence = 0.0;
  int mechanisms = 0;
  for (const Contribution& one : explained.contributions()) {
    loss += one.effect.loss.difference;
    deterrence += one.effect.deterrence.difference;
    mechanisms += static_cast<int>(one.mechanisms.size());
    EXPECT_EQ(one.effect.loss.pairs, 32);
  }
  EXPECT_EQ(mechanisms, explained.mechanisms().count());
  EXPECT_GT(mechanisms, 5);
  EXPECT_NEAR(loss, whole.loss.difference, 1e-9);
  EXPECT_NEAR(deterrence, whole.deterrence.difference, 1e-9);
  EXPECT_GT(std::abs(whole.loss.difference), 1e-3);
}

// However few orders are drawn.
TEST(Explained, AddsUpToTheWholeWithOrdersDrawnByChance) {
  Unstopped going;
  Explained explained(source_of(data_path("northeast-asia.toml"), {"defender.us.forces={ uniform = [0.9, 1.5] }"}),
                      {.draws = 8, .orders = 2});
  ASSERT_TRUE(explained.run_alone(going.work()));
  ASSERT_TRUE(explained.run_together(going.work()));
  double loss = 0.0, deterrence = 0.0;
  for (const Contribution& one : explained.contributions()) {
    loss += one.effect.loss.difference;
    deterrence += one.effect.deterrence.difference;
  }
  EXPECT_NEAR(loss, explained.whole().loss.difference, 1e-9);
  EXPECT_NEAR(deterrence, explained.whole().deterrence.difference, 1e-9);
}

// Switching off is setting: `wedge compare --to` finds the same.
TEST(Explained, MechanismsAgreeWithTheirSettings) {
  Unstopped going;
  const ScenarioSource source = source_of(textbook_file, uncertain);
  Explained explained(source, {.draws = 32});
  ASSERT_TRUE(explained.run_alone(going.work()));
  for (int m = 0; m < explained.mechanisms().count(); ++m) {
    const Mechanism& mechanism = explained.mechanisms().all()[m];
    ScenarioSource without = source;
    without.set.insert(without.set.end(), mechanism.off.begin(), mechanism.off.end());
    ComparedScenarios compared({without, source}, {.draws = 32, .balance = false});
    ASSERT_TRUE(compared.run(2, going.never, going.done));
    EXPECT_FALSE(compared.keys(0, 1).empty() && !mechanism.name.starts_with("tactic")) << mechanism.name;
    const Effect alone = explained.alone(m);
    const Paired loss = compared.difference(0, 1, compared.place("total_loss"));
    const Paired deterrence = compared.difference(0, 1, compared.place("deterrence"));
    EXPECT_EQ(alone.loss.difference, loss.difference) << mechanism.name;
    EXPECT_EQ(alone.loss.standard_error, loss.standard_error) << mechanism.name;
    EXPECT_EQ(alone.deterrence.difference, deterrence.difference) << mechanism.name;
    EXPECT_EQ(alone.deterrence.falls, deterrence.falls) << mechanism.name;
  }
}

// The seam of a tie without bases is what its dependency alone does.
TEST(Explained, DependencyIsTheSeam) {
  Unstopped going;
  const ScenarioSource source = source_of(textbook_file, {"tie.front-rear.affinity=-0.3"});
  Explained explained(source, {.draws = 16});
  ASSERT_TRUE(explained.run_alone(going.work()));
  const Solved solved = solve_at_medians(read(source).scenario, {});
  for (std::size_t tie = 0; tie < solved.ties.size(); ++tie)
    for (int m = 0; m < explained.mechanisms().count(); ++m)
      if (explained.mechanisms().all()[m].name == "dependency of " + solved.ties[tie])
        EXPECT_NEAR(explained.alone(m).loss.difference, solved.balance[tie].seam(), 1e-9);
}

TEST(Explained, MenusLoseEachTacticThatIsSwitchedOff) {
  const Mechanisms mechanisms(
      read(source_of(textbook_file, {"adversary.rival.tactics=[\"court\", \"threaten\"]"})).scenario);
  MechanismSet threats = 0, all = 0;
  for (int m = 0; m < mechanisms.count(); ++m) {
    const std::string& name = mechanisms.all()[m].name;
    if (name == "tactic: threaten") threats |= MechanismSet{1} << m;
    if (name.starts_with("tactic")) all |= MechanismSet{1} << m;
  }
  EXPECT_EQ(mechanisms.off(threats), std::vector<std::string>{"adversary.rival.tactics=[\"court\"]"});
  EXPECT_EQ(mechanisms.off(all), std::vector<std::string>{"adversary.rival.tactics=[]"});
}

// It is there to be switched off only where somebody has several types, and it does nothing where they are alike.
TEST(Explained, SignallingIsWhatTypesAreReadFrom) {
  const auto signalling = [](const ScenarioSource& source) {
    const std::vector<Mechanism> all = Mechanisms(read(source).scenario).all();
    const auto found =
        std::find_if(all.begin(), all.end(), [](const Mechanism& one) { return one.name == "signalling"; });
    return found == all.end() ? std::vector<std::string>{} : found->off;
  };
  const std::string file = data_path("two-types.toml");
  EXPECT_EQ(signalling(source_of(file)), std::vector<std::string>{"model.signalling=false"});
  EXPECT_EQ(signalling(source_of(file, {"model.signalling=false"})), std::vector<std::string>{});
  EXPECT_EQ(signalling(source_of(textbook_file)), std::vector<std::string>{});

  const auto effect = [&](std::vector<std::string> set) {
    Unstopped going;
    const ScenarioSource on = source_of(file, set);
    set.emplace_back("model.signalling=false");
    ComparedScenarios compared({source_of(file, set), on}, {.draws = 16, .balance = false});
    EXPECT_TRUE(compared.run(2, going.never, going.done));
    return std::abs(compared.difference(0, 1, compared.place("deterrence")).difference);
  };
  EXPECT_GT(effect({}), 1e-4);
  EXPECT_LT(effect({"adversary.*.types.*.prize=1.1", "adversary.*.types.*.cost=0.9"}), 1e-12);
}

// At the value found the loss is half of what it is, as a comparison with that value says.
TEST(BreakEven, ValuesBreakEven) {
  Unstopped going;
  const ScenarioSource source =
      source_of(textbook_file, {"tie.front-rear.affinity=-0.3", "model.mood={ uniform = [-0.05, 0.05] }"});
  BreakEvens found(source,
                   {.draws = 16, .levers = {"tie.front-rear.*", "defender.front.redundancy", "defender.*.forces"}});
  ASSERT_TRUE(found.run(going.work()));
  EXPECT_EQ(found.tie(), "front-rear");
  int halved = 0, turned = 0;
  for (const BreakEven& one : found.found()) {
    if (!one.value[0] && !one.value[2]) continue;
    for (const Goal goal : {Goal::loss_halves, Goal::net_turns}) {
      const auto& value = one.value[static_cast<int>(goal)];
      if (!value) continue;
      ScenarioSource there = source, without = source;
      there.set.push_back(one.lever.key + "=" + std::to_string(*value));
      without.set = there.set;
      without.set.emplace_back("tie.front-rear.integration=0");
      ComparedScenarios compared({source, there, without}, {.draws = 16, .balance = false});
      ASSERT_TRUE(compared.run(2, going.never, going.done));
      const int total = compared.place("total_loss");
      if (goal == Goal::loss_halves) {
        const Paired change = compared.difference(0, 1, total);
        EXPECT_NEAR(change.after, change.before / 2.0, 2e-3 * change.before) << one.lever.key;
        ++halved;
      } else {
        EXPECT_NEAR(compared.difference(1, 2, total).difference, 0.0, 1e-4) << one.lever.key;
        ++turned;
      }
    }
  }
  EXPECT_GE(halved, 1);
  EXPECT_GE(turned, 1);
}

TEST(BreakEven, RefusesWhatIsNotThere) {
  EXPECT_THROW(BreakEvens(source_of(textbook_file), {.levers = {"tie.front-rear.afinity"}}), InputError);
  EXPECT_THROW(BreakEvens(source_of(textbook_file), {.tie = "front-raer"}), InputError);
  EXPECT_THROW(BreakEvens(source_of(textbook_file), {.deterrence = 1.5}), InputError);
}

// Of every attack: the terms of (8) sum to its worth, those of (10) to the net benefit that explains the support.
TEST(ActionTerms, SumToWhatTheSolverHas) {
  const std::string asia = std::string(WEDGE_SOURCE_DIR) + "/scenarios/northeast-asia.toml";
  for (const auto& set : std::vector<std::vector<std::string>>{
           {},
           {"adversary.dprk.brink=0.5", "adversary.dprk.perceives={ us = 0.3, jpn = 0.9 }"},
           {"model.signalling=false"},
           {"adversary.dprk.tactics=[\"squeeze\", \"court\"]", "adversary.dprk.leverage=0.4",
            "adversary.dprk.onset=0.3", "adversary.dprk.leverage_cost=0.1",
            "adversary.dprk.exposure={ rok = 0.5, jpn = 0.3 }"}}) {
    const Scenario<Quantity> scenario = read(source_of(asia, set)).scenario;
    const Solved solved = solve_at_medians(scenario, {});
    ASSERT_EQ(solved.status, Status::solved);
    const SolvedCrisis& crisis = solved.crises[0];
    for (int a = 0; a < static_cast<int>(crisis.actions.size()); ++a) {
      const ActionTerms terms = terms_of(at_medians(scenario), crisis, a);
      const std::string name =
          crisis.actions[a].target + ' ' + crisis.actions[a].rung + ' ' + crisis.actions[a].tactic_at();
      for (std::size_t type = 0; type < terms.types.size(); ++type)
        EXPECT_NEAR(std::accumulate(terms.terms[type].begin(), terms.terms[type].end(), 0.0),
                    crisis.actions[a].value[type], 1e-9)
            << name << ' ' << terms.types[type];
      const ResponseGame<double>& game = crisis.solution.game.games[a];
      for (std::size_t k = 0; k < terms.responders.size(); ++k) {
        const std::vector<double>& benefits = terms.responders[k].terms;
        const double benefit = std::accumulate(benefits.begin(), benefits.end(), 0.0);
        EXPECT_NEAR(support_at(game, static_cast<int>(k), benefit, 1.0), crisis.actions[a].support[k].second, 1e-8)
            << name;
      }
    }
  }
}

TEST(ActionTerms, NamesAreSuggested) {
  const Scenario<Quantity> scenario = read(source_of(textbook_file)).scenario;
  for (const char* const words : {"fornt", "front prob", "front probe none rear", "front probe threaten nobody"})
    EXPECT_THROW(action_terms(scenario, words), InputError) << words;
  const ActionTerms likeliest = action_terms(scenario, "");
  const Solved solved = solve_at_medians(scenario, {});
  for (const SolvedAction& action : solved.crises[0].actions)
    EXPECT_LE(action.probability, likeliest.action.probability);
}

}  // namespace
}  // namespace wedge::test
