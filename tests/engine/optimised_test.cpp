// Optima that are known: in closed form, at corners, on a budget that binds, by brute force; and what is said of them.

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/error.hpp"
#include "engine/decisions/optimised.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

using namespace engine;
namespace fs = std::filesystem;

struct Going {
  std::atomic<bool> stop{false};
  std::atomic<std::int64_t> done{0};
  OnDraws work(int threads = 2) { return {threads, stop, done}; }
};

// A folder that goes with the test.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("wedge-optimised-" + std::to_string(::getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  std::string file(const std::string& name) const { return (path / name).string(); }
  std::string levers(const std::string& text) const {
    std::ofstream(file("levers.toml")) << text;
    return file("levers.toml");
  }
};

ScenarioSource case_of(std::vector<std::string> set = {}) {
  ScenarioSource out;
  out.file = textbook_file;
  out.set = std::move(set);
  return out;
}

const std::vector<std::string> cool{"tie.front-rear.affinity=-0.3", "model.mood={ uniform = [-0.05, 0.05] }"};

double value_of(const Optimised& optimised, const std::string& key) {
  for (int i = 0; i < optimised.space().size(); ++i)
    if (optimised.space().levers()[i].key == key) return optimised.optimum()->choice.values[i];
  return NAN;
}

// One partner, who supports with probability p whatever happens: integration is a bet on its showing up, and with
// little decisiveness the best is M* = clamp(p / δ − (1 − p) / σ, 0, 1) (docs/model.md).
TEST(Optimised, FindsTheClosedFormOfIntegration) {
  Folder folder;
  const std::string levers = folder.levers("[[lever]]\nkey = \"tie.home-partner.integration\"\n");
  struct {
    double p, best;
  } const cases[]{{0.65, 0.8625}, {0.5, 0.375}, {0.3, 0.0}, {0.9, 1.0}};
  for (const auto& [p, best] : cases) {
    ScenarioSource source;
    source.file = "closed-form.toml";
    constexpr double tiny = 1e-4;  // precision: what else is at stake makes no difference to the partner
    const double logit = std::log(p / (1.0 - p));
    source.text = R"(schema = 1
name = "closed-form"
[model]
decisiveness = 0.02
ad_hoc = 1.0
solidarity = 0.0
[[defender]]
id = "home"
region = "here"
forces = 1.0
precision = 50.0
[[defender]]
id = "partner"
region = "there"
forces = 0.5
precision = )" + std::to_string(tiny) +
                  R"(
[[tie]]
between = ["home", "partner"]
integration = 0.5
affinity = 0.0
[[commitment]]
from = "partner"
to = "home"
reach = 1.0
stake = 0.0
burden = 0.0
synergy = 0.8
dependency = 0.5
)" + (logit >= 0.0 ? "penalty = " : "entry = ") +
                  std::to_string(std::abs(logit) / tiny) + R"(
[[adversary]]
id = "rival"
forces = { here = 1.2 }
prize = { home = 1.0 }
tactics = []
precision = 5.0
)";
    Going going;
    Optimised optimised(source, {.levers = levers, .draws = 1});
    ASSERT_TRUE(optimised.run(going.work()));
    EXPECT_NEAR(value_of(optimised, "tie.home-partner.integration"), best, 0.02) << p;
    EXPECT_EQ(optimised.optimum()->edge[0], best == 0.0 ? Edge::low : best == 1.0 ? Edge::high : Edge::none) << p;
    if (best > 0.0 && best < 1.0) {
      EXPECT_LT(std::abs(optimised.optimum()->slope[0]), 1e-2 * optimised.optimum()->after.loss) << p;
    }
  }
}

// What takes from the loss at no cost goes as far as it may, and what adds to it the other way.
TEST(Optimised, GoesIntoTheCornerWhereThatIsBest) {
  Folder folder;
  Going going;
  Optimised optimised(case_of(cool),
                      {.levers = folder.levers("[[lever]]\nkey = \"defender.front.forces\"\nlow = 0.4\n"
                                               "high = 0.9\n[[lever]]\nkey = \"adversary.rival.prize.front\"\n"
                                               "low = 0.5\nhigh = 1.5\n"),
                       .draws = 32});
  ASSERT_TRUE(optimised.run(going.work()));
  EXPECT_EQ(value_of(optimised, "defender.front.forces"), 0.9);
  EXPECT_EQ(value_of(optimised, "adversary.rival.prize.front"), 0.5);
  const Optimum& found = *optimised.optimum();
  EXPECT_EQ(found.edge, (std::vector<Edge>{Edge::high, Edge::low}));
  EXPECT_LT(found.slope[0], 0.0);
  EXPECT_GT(found.slope[1], 0.0);
  EXPECT_LT(found.after.loss, found.before.loss);
  EXPECT_FALSE(found.budget_binds);
}

const char* const three_levers = R"(
[[lever]]
key = "tie.front-rear.integration"
cost = 1.0
[[lever]]
key = "defender.front.redundancy"
cost = 0.4
[[lever]]
key = "defender.front.forces"
low = 0.5
high = 1.0
cost = [[0.5, 0], [0.7, 0.5], [1.0, 3]]
)";

// Against all that a fine grid has and the budget pays for; costs of both kinds, the table convex.
TEST(Optimised, KeepsToABudgetAsWellAsBruteForceDoes) {
  Folder folder;
  Going going;
  const OptimiseSettings settings{.levers = folder.levers(three_levers), .budget = 0.6, .draws = 16};
  Optimised optimised(case_of(cool), settings);
  ASSERT_TRUE(optimised.run(going.work()));
  const Optimum& found = *optimised.optimum();
  EXPECT_LE(found.choice.cost, 0.6);
  EXPECT_TRUE(found.budget_binds);
  const CommonOutcomes outcomes(case_of(cool), 16, "5eed");
  double least = HUGE_VAL;
  int affordable = 0;
  for (double m = 0.0; m <= 1.0; m += 0.1)
    for (double r = 0.0; r <= 1.0; r += 0.1)
      for (double f = 0.5; f <= 0.75; f += 0.025) {
        const std::vector<double> values{m, r, f};
        if (optimised.space().cost(values) > 0.6) continue;
        ++affordable;
        least = std::min(least, outcomes.with(optimised.space().settings(values), going.work())->mean_loss());
      }
  EXPECT_GT(affordable, 100);
  EXPECT_LE(found.after.loss, least * 1.001);
  EXPECT_EQ(found.after.loss, found.choice.loss);
  // Without the budget more can be had; with ten times as much it does not bind.
  Optimised rich(case_of(cool), {.levers = settings.levers, .budget = 10.0, .draws = 16});
  ASSERT_TRUE(rich.run(going.work()));
  EXPECT_LT(rich.optimum()->after.loss, found.after.loss);
  EXPECT_FALSE(rich.optimum()->budget_binds);
}

TEST(Optimised, FindsTheLeastCostOfATarget) {
  Folder folder;
  Going going;
  const std::string levers = folder.levers(three_levers);
  Optimised optimised(case_of(cool),
                      {.levers = levers, .aim = Objective::cost, .target = target_of("loss=0.5"), .draws = 16});
  ASSERT_TRUE(optimised.run(going.work()));
  const Optimum& found = *optimised.optimum();
  EXPECT_TRUE(found.reached);
  EXPECT_NEAR(found.after.loss, 0.5 * found.before.loss, 1e-4 * found.before.loss);
  EXPECT_LE(found.after.loss, 0.5 * found.before.loss);
  // The reverse: for that cost and no more, no less loss is to be had.
  Optimised reverse(case_of(cool), {.levers = levers, .budget = found.choice.cost, .draws = 16});
  ASSERT_TRUE(reverse.run(going.work()));
  EXPECT_NEAR(reverse.optimum()->after.loss, found.after.loss, 2e-3 * found.before.loss);
  Optimised by_deterrence(
      case_of(cool), {.levers = levers, .aim = Objective::cost, .target = target_of("deterrence=0.6"), .draws = 16});
  ASSERT_TRUE(by_deterrence.run(going.work()));
  EXPECT_NEAR(by_deterrence.optimum()->after.deterrence, 0.6, 1e-3);
  EXPECT_GE(by_deterrence.optimum()->after.deterrence, 0.6);
}

TEST(Optimised, SaysWhatCannotBeReached) {
  Folder folder;
  Going going;
  Optimised optimised(
      case_of(cool),
      {.levers = folder.levers(three_levers), .aim = Objective::cost, .target = target_of("loss=0.001"), .draws = 8});
  ASSERT_TRUE(optimised.run(going.work()));
  EXPECT_FALSE(optimised.optimum()->reached);
  Optimised nearest(case_of(cool), {.levers = folder.levers(three_levers), .draws = 8});  // the least loss of all
  ASSERT_TRUE(nearest.run(going.work()));
  EXPECT_NEAR(optimised.optimum()->after.loss, nearest.optimum()->after.loss, 1e-4);
  EXPECT_GT(nearest.optimum()->after.loss, 0.001 * nearest.optimum()->before.loss);
}

// The lever that only ever costs stays where it is; one that does nothing too.
TEST(Optimised, LeavesAloneWhatChangesNothing) {
  Folder folder;
  Going going;
  Optimised optimised(case_of(cool), {.levers = folder.levers("[[lever]]\nkey = \"defender.rear.redundancy\"\n"
                                                              "[[lever]]\nkey = \"defender.front.redundancy\"\n"),
                                      .draws = 8});
  ASSERT_TRUE(optimised.run(going.work()));
  EXPECT_EQ(value_of(optimised, "defender.rear.redundancy"), optimised.space().levers()[0].now);
}

// Few draws and a choice that is made for them: what it promises is more than it keeps. With many it is not.
TEST(Optimised, SaysHowMuchIsLuckOfTheDraws) {
  Folder folder;
  const std::vector<std::string> uncertain{
      "tie.front-rear.affinity={ uniform = [-0.9, 0.9] }", "model.mood={ normal = [0.0, 0.15] }",
      "adversary.rival.prize.front={ uniform = [0.4, 1.4] }", "defender.rear.missile_defence={ uniform = [0.0, 0.9] }"};
  const std::string levers = folder.levers("[[lever]]\nkey = \"tie.front-rear.integration\"\n");
  double mean = 0.0, square = 0.0;
  constexpr int seeds = 12;
  for (int s = 0; s < seeds; ++s) {
    Going going;
    Optimised few(case_of(uncertain), {.levers = levers, .draws = 4, .seed = std::to_string(s + 1)});
    ASSERT_TRUE(few.run(going.work()));
    const Optimum& found = *few.optimum();
    EXPECT_NEAR(found.optimism, (found.before.aim - found.after.aim) - (found.fresh_before.aim - found.fresh_after.aim),
                1e-12);
    mean += found.optimism / seeds;
    square += found.optimism * found.optimism / seeds;
    if (s != 10) continue;  // draws that lead astray: what looks better is worse
    EXPECT_GT(found.promised, 0.0);
    EXPECT_LT(found.kept, 0.0);
    EXPECT_GT(found.optimism, 2.0 * found.optimism_error);
    EXPECT_LT(found.after.aim, found.fresh_after.aim - 2.0 * found.fresh_after.aim_error);
  }
  const double error = std::sqrt((square - mean * mean) / (seeds - 1));
  EXPECT_GT(mean, 2.0 * error);
  Going going;
  Optimised many(case_of(uncertain), {.levers = levers, .draws = 512});
  ASSERT_TRUE(many.run(going.work()));
  EXPECT_LT(std::abs(many.optimum()->optimism), mean / 4.0);
  EXPECT_LT(std::abs(many.optimum()->optimism), 4.0 * many.optimum()->optimism_error);
}

TEST(Optimised, RegretIsAgainstWhatCouldBeHad) {
  Folder folder;
  Going going;
  const std::string levers = folder.levers(
      "[[lever]]\nkey = \"tie.front-rear.integration\"\n[[scenario]]\nname = \"friends\"\nset = { "
      "\"tie.front-rear.affinity\" = 0.9 }\n[[scenario]]\nname = \"foes\"\nset = { \"tie.front-rear.affinity\" = -0.6 "
      "}\n");
  Optimised optimised(case_of({"adversary.rival.brink=0.5"}), {.levers = levers, .aim = Objective::regret, .draws = 1});
  ASSERT_TRUE(optimised.run(going.work()));
  const Optimum& found = *optimised.optimum();
  // By brute force.
  const CommonOutcomes friends(case_of({"adversary.rival.brink=0.5", "tie.front-rear.affinity=0.9"}), 1, "5eed"),
      foes(case_of({"adversary.rival.brink=0.5", "tie.front-rear.affinity=-0.6"}), 1, "5eed");
  std::vector<double> a, b;
  for (int i = 0; i <= 200; ++i) {
    const std::vector<std::string> set{"tie.front-rear.integration=" + std::to_string(i / 200.0)};
    a.push_back(friends.with(set, going.work())->mean_loss());
    b.push_back(foes.with(set, going.work())->mean_loss());
  }
  const double best_a = *std::min_element(a.begin(), a.end()), best_b = *std::min_element(b.begin(), b.end());
  double least = HUGE_VAL;
  for (std::size_t i = 0; i < a.size(); ++i) least = std::min(least, std::max(a[i] - best_a, b[i] - best_b));
  EXPECT_NEAR(found.choice.aim, least, 0.02 * least + 1e-5);
  EXPECT_NEAR(found.best_of_world[0].loss, best_a, 1e-4);
  EXPECT_NEAR(found.best_of_world[1].loss, best_b, 1e-4);
  EXPECT_EQ(std::max(found.regret[0], found.regret[1]), found.choice.aim);
  EXPECT_GT(least, 1e-4);
}

TEST(Optimised, TheFrontBuysMoreForMore) {
  Folder folder;
  Going going;
  Optimised optimised(case_of(cool), {.levers = folder.levers(three_levers), .front = 4, .draws = 8});
  ASSERT_TRUE(optimised.run(going.work()));
  ASSERT_EQ(optimised.front().size(), 4u);
  EXPECT_EQ(optimised.front()[0].cost, 0.0);
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_LE(optimised.front()[k].cost, optimised.front()[k].budget * (1 + 1e-12));
    if (k > 0) {
      EXPECT_LT(optimised.front()[k].aim, optimised.front()[k - 1].aim);
    }
  }
  EXPECT_EQ(optimised.front()[3].values, optimised.optimum()->choice.values);
}

TEST(Optimised, IsTheSameOnAnyThreadsAndAfterAnInterruption) {
  Folder folder;
  const OptimiseSettings settings{
      .levers = folder.levers(three_levers), .aim = Objective::quantile, .budget = 0.6, .starts = 1, .draws = 16};
  const auto run = [&](const std::string& name, int threads, std::int64_t stop_at) {
    Going going;
    Optimised optimised(case_of(cool), settings);
    optimised.keep_in(folder.file(name), false);
    std::jthread watch([&](const std::stop_token& over) {
      while (!over.stop_requested() && stop_at > 0)
        if (going.done >= stop_at)
          going.stop = true;
        else
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
    });
    const bool ended = optimised.run(going.work(threads));
    return std::pair{ended, optimised.evaluations().computed()};
  };
  const auto [ended, all] = run("one.h5", 1, 0);
  ASSERT_TRUE(ended);
  ASSERT_TRUE(run("two.h5", 2, 0).first);
  EXPECT_EQ(file_text(folder.file("one.h5")), file_text(folder.file("two.h5")));
  // Interrupted twice.
  std::int64_t computed = 0;
  for (const std::int64_t stop_at : {500, 900}) {
    const auto [whole, some] = run("again.h5", 2, stop_at);
    ASSERT_FALSE(whole);
    EXPECT_GT(some, 0);
    computed += some;
    EXPECT_NE(file_text(folder.file("again.h5")), file_text(folder.file("one.h5")));
  }
  const auto [whole, rest] = run("again.h5", 2, 0);
  ASSERT_TRUE(whole);
  EXPECT_EQ(computed + rest, all);  // nothing twice
  EXPECT_EQ(file_text(folder.file("again.h5")), file_text(folder.file("one.h5")));
  EXPECT_EQ(run("again.h5", 2, 0).second, 0);
  EXPECT_EQ(file_text(folder.file("again.h5")), file_text(folder.file("one.h5")));
  // Of other inputs.
  OptimiseSettings other = settings;
  other.draws = 8;
  Optimised optimised(case_of(cool), other);
  EXPECT_THROW(optimised.keep_in(folder.file("one.h5"), false), InputError);
  EXPECT_NO_THROW(optimised.keep_in(folder.file("one.h5"), true));
  std::ofstream(folder.file("one.h5"), std::ios::app) << "more";
  EXPECT_THROW(optimised.keep_in(folder.file("one.h5"), false), InputError);
}

}  // namespace
}  // namespace wedge::test
