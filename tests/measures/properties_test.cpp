// Properties of every scenario, on random ones with 2 to 6 responders.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "measures/situation.hpp"
#include "support/random_scenario.hpp"

namespace wedge::test {
namespace {

// rapidcheck draws the seed and shrinks it towards small ones; the scenario is a function of it.
std::uint64_t any_seed() { return *rc::gen::inRange<std::uint64_t>(1, 1u << 30); }

bool is_probability(double p) { return p >= 0.0 && p <= 1.0 + 1e-12; }

// Runs `property` on this many scenarios, spread over the seeds that rapidcheck chooses.
template <class Property>
void for_many(int count, Property property) {
  rc::detail::TestParams params;  // (the public check() takes no parameters)
  params.maxSuccess = count;
  params.seed = 20240611;  // the same cases every run
  const auto result = rc::detail::checkProperty(rc::detail::toProperty(property), rc::detail::TestMetadata{}, params);
  if (!result.template is<rc::detail::SuccessResult>()) {
    std::ostringstream message;
    rc::detail::printResultMessage(result, message);
    FAIL() << message.str();
  }
}

TEST(Properties, SolvedWithProbabilitiesOrFailedWithAStatus) {
  int total = 0, failed = 0, folds = 0, careful = 0;
  for_many(2000, [&] {
    const Scenario<double> scenario = random_scenario(any_seed());
    const CrisisSolution<double> s = solve_crisis(scenario, 0);
    ++total;
    folds += s.joint.fold;
    careful += s.joint.tier > 1;
    if (s.joint.status[0] != Status::solved) {
      ++failed;
      return;
    }
    RC_ASSERT(s.joint.residual < residual_limit);
    double sum = 0.0;
    for (int type = 0; type < s.types(); ++type) sum += s.game.prior[type] * s.quiet(type);
    for (int a = 0; a < static_cast<int>(s.crisis.actions.size()); ++a) {
      sum += s.probability(a);
      RC_ASSERT(is_probability(s.probability(a)));
      for (const double p : s.support(a)) RC_ASSERT(is_probability(p));
      for (const double b : s.belief(a)) RC_ASSERT(is_probability(b));
    }
    RC_ASSERT(std::abs(sum - 1.0) < 1e-12);
  });
  std::printf("%d random scenarios: %d failed, %d turned at a fold, %d needed arc length\n", total, failed, folds,
              careful);
  EXPECT_GE(total, 2000);
  EXPECT_EQ(failed, 0);
  EXPECT_GT(folds, 0);  // or the careful path is not tested
}

TEST(Properties, MeasuresAreExpectations) {
  for_many(100, [&] {
    const Scenario<double> scenario = random_scenario(any_seed());
    const CrisisSolution<double> s = solve_crisis(scenario, 0);
    const Measures<double> m = measures_of(s, static_cast<int>(scenario.defenders.size()));
    const double attacked = 1.0 - m.deterrence;
    for (const auto* const by : {&m.attack_by_target, &m.attack_by_rung, &m.attack_by_tactic})
      RC_ASSERT(std::abs(std::accumulate(by->begin(), by->end(), 0.0) - attacked) < 1e-12);
    RC_ASSERT(std::abs(m.conceded + m.desisted + m.war - attacked) < 1e-12);  // every attack ends in one of the three
    // A squeeze that is in force before the decision needs no war.
    if (scenario.adversaries[0].onset == 0.0) RC_ASSERT(m.executed <= m.war + 1e-15);
    RC_ASSERT(m.executed_by_tactic[static_cast<int>(Tactic::threaten)] <= m.war + 1e-15);
    RC_ASSERT(m.brink <= m.executed_by_tactic[static_cast<int>(Tactic::threaten)] + 1e-15);
    if (s.crisis.targets[0].size() == static_cast<int>(scenario.defenders.size()))  // everybody is always asked
      RC_ASSERT(std::abs(std::accumulate(m.support.begin(), m.support.end(), 0.0) - m.coalition_size) < 1e-12);
    RC_ASSERT(m.late <= attacked - m.conceded + 1e-15);
    RC_ASSERT(std::abs(total_loss(s) - m.total_loss) < 1e-14);
    RC_ASSERT(m.total_loss >= 0.0 && m.total_loss <= attacked + 1e-12);
  });
}

// An adversary for whom an attack is out of the question leaves what its measures say in a round without an
// opportunity.
TEST(Properties, MeasuresHaveTheSizesAndQuietValuesOfTheirRows) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Scenario<double> scenario = random_scenario(seed);
    scenario.adversaries[0].grievance = -300.0;
    const CrisisSolution<double> s = solve_crisis(scenario, 0);
    ASSERT_EQ(s.joint.status[0], Status::solved) << seed;
    const Extents extents{.types = s.types(),
                          .targets = static_cast<int>(s.crisis.targets.size()),
                          .rungs = static_cast<int>(scenario.rungs.size()),
                          .defenders = static_cast<int>(scenario.defenders.size())};
    const Measures<double> m = measures_of(s, extents.defenders);
    int rows = 0;
    for_each_measure(m, [&](const Measure& measure, std::span<const double> values) {
      ++rows;
      EXPECT_EQ(values.size(), static_cast<std::size_t>(extents.entries(measure.by))) << measure.key;
      const double quiet = measure.value_when_quiet();
      if (measure.key == "welfare" || std::isnan(quiet)) return;  // given an attack, however improbable
      for (const double value : values) EXPECT_NEAR(value, quiet, 1e-12) << measure.key << " with seed " << seed;
    });
    EXPECT_GE(rows, 20);
    EXPECT_EQ(m.welfare.size(), scenario.defenders.size() + 1);
  }
}

// A scenario with its defenders, ties, commitments and pact members in another order.
Scenario<double> reordered(Scenario<double> s, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::shuffle(s.defenders.begin(), s.defenders.end(), random);
  std::shuffle(s.ties.begin(), s.ties.end(), random);
  for (auto& tie : s.ties) std::swap(tie.between[0], tie.between[1]);
  std::shuffle(s.commitments.begin(), s.commitments.end(), random);
  for (auto& pact : s.pacts) std::shuffle(pact.members.begin(), pact.members.end(), random);
  std::shuffle(s.adversaries[0].exposure.entries.begin(), s.adversaries[0].exposure.entries.end(), random);
  return s;
}

TEST(Properties, OrderOfActorsDoesNotMatter) {
  for_many(150, [&] {
    const std::uint64_t seed = any_seed();
    const Scenario<double> one = random_scenario(seed), two = reordered(one, seed);
    const int n = static_cast<int>(one.defenders.size());
    const Measures<double> a = measures_of(solve_crisis(one, 0), n), b = measures_of(solve_crisis(two, 0), n);
    RC_ASSERT(std::abs(a.deterrence - b.deterrence) < 1e-9);
    RC_ASSERT(std::abs(a.total_loss - b.total_loss) < 1e-9);
    for (int k = 0; k < n; ++k) {
      const int other = two.find(two.defenders, one.defenders[k].id);
      RC_ASSERT(std::abs(a.welfare[k] - b.welfare[other]) < 1e-9);
    }
  });
}

void expect_same_outcome(const Scenario<double>& one, const Scenario<double>& two) {
  const CrisisSolution<double> a = solve_crisis(one, 0), b = solve_crisis(two, 0);
  RC_ASSERT(a.joint.support.size() == b.joint.support.size());
  for (std::size_t i = 0; i < a.joint.support.size(); ++i)
    RC_ASSERT(std::abs(a.joint.support[i] - b.joint.support[i]) < 1e-9);
  RC_ASSERT(std::abs(total_loss(a) - total_loss(b)) < 1e-9);
}

TEST(Properties, ScaleOfForcesDoesNotMatter) {
  for_many(150, [&] {
    const Scenario<double> scenario = random_scenario(any_seed());
    Scenario<double> scaled = scenario;
    for (auto& d : scaled.defenders) d.forces *= 1000.0;
    for (auto& [region, forces] : scaled.adversaries[0].forces.entries) forces *= 1000.0;
    expect_same_outcome(scenario, scaled);
  });
}

TEST(Properties, WithoutIntegrationItsTermsDoNotMatter) {
  for_many(150, [&] {
    Scenario<double> scenario = random_scenario(any_seed());
    for (auto& tie : scenario.ties) tie.integration = 0.0;
    Scenario<double> changed = scenario;
    for (auto& tie : changed.ties) tie.sharing = 1.0 - tie.sharing;
    for (auto& c : changed.commitments) {
      c.synergy = 1.0 - c.synergy;
      c.dependency = .9 - c.dependency;
    }
    expect_same_outcome(scenario, changed);
    for (int tie = 0; tie < static_cast<int>(scenario.ties.size()); ++tie) {
      const auto balance = integration_balance(scenario, {0}, tie, total_loss(solve_crisis(scenario, 0)));
      RC_ASSERT(std::abs(balance.dividend()) < 1e-9);
      RC_ASSERT(std::abs(balance.seam()) < 1e-9);
    }
  });
}

TEST(Properties, WithoutPrecisionEverybodyTossesACoin) {
  for_many(100, [&] {
    Recipe recipe;
    recipe.precision = 1e-13;
    const CrisisSolution<double> s = solve_crisis(random_scenario(any_seed(), recipe), 0);
    for (const double p : s.joint.support) RC_ASSERT(std::abs(p - .5) < 1e-12);
  });
}

// With sharp choices and one type the equilibrium is the subgame-perfect one. Found here by enumeration: at every
// action the supporters are those left by iterated elimination of actions that are worse by a margin whatever the
// others still may do; the adversary then takes the best action. Scenarios without a clear answer are passed over.
class Enumeration {
 public:
  explicit Enumeration(const CrisisSolution<double>& s) : s_(s) {}

  // The supporters at this action, if elimination leaves one profile.
  std::optional<Coalition> supporters(int action) const {
    const Target& t = s_.target_of(action);
    Coalition in = 0, out = 0;
    for (int round = 0; round < t.size(); ++round)
      for (int k = 0; k < t.size(); ++k) {
        double least = 1e9, most = -1e9;
        for (Coalition c = 0; c < t.coalitions(); ++c) {
          if (has(c, k) || (c & out) != 0 || (c & in) != (in & ~only(k))) continue;
          const double gain = s_.payoffs(action).utility(0, k, c | only(k)) - s_.payoffs(action).utility(0, k, c);
          least = std::min(least, gain);
          most = std::max(most, gain);
        }
        if (least > margin) in |= only(k);
        if (most < -margin) out |= only(k);
      }
    return (in | out) == t.everybody() ? std::optional(in) : std::nullopt;
  }

  // The best action's position, −1 for quiet; nothing if an answer is unclear or close.
  std::optional<int> choice() const {
    double best = s_.quiet_value(), second = -1e9;
    int chosen = -1;
    for (int a = 0; a < static_cast<int>(s_.crisis.actions.size()); ++a) {
      const auto c = supporters(a);
      if (!c) return std::nullopt;
      const double value = s_.payoffs(a).outcome(0, *c).value - s_.payoffs(a).cost(*c);
      if (value > best) {
        second = best;
        best = value;
        chosen = a;
      } else {
        second = std::max(second, value);
      }
    }
    return best - second > margin ? std::optional(chosen) : std::nullopt;
  }

 private:
  static constexpr double margin = 0.01;
  const CrisisSolution<double>& s_;
};

TEST(Properties, SharpChoicesAreSubgamePerfect) {
  int compared = 0, attacks = 0;
  for_many(600, [&] {
    Recipe recipe;
    recipe.types = 1;
    recipe.precision = 4000.0;
    recipe.resolve = false;
    Scenario<double> scenario = random_scenario(any_seed(), recipe);
    scenario.adversaries[0].perceives.entries.clear();
    scenario.adversaries[0].precision = scenario.adversaries[0].tactic_precision = 4000.0;
    const CrisisSolution<double> s = solve_crisis(scenario, 0);
    const Enumeration enumeration(s);
    const std::optional<int> choice = enumeration.choice();
    if (!choice) return;
    ++compared;
    attacks += *choice >= 0;
    RC_ASSERT(s.joint.status[0] == Status::solved);
    RC_ASSERT((*choice < 0 ? s.quiet(0) : s.probability(*choice)) > 1.0 - 1e-6);
    for (int a = 0; a < static_cast<int>(s.crisis.actions.size()); ++a)
      for (int k = 0; k < s.target_of(a).size(); ++k)
        RC_ASSERT(std::abs(s.support(a)[k] - (has(*enumeration.supporters(a), k) ? 1.0 : 0.0)) < 1e-6);
  });
  std::printf("%d of 600 scenarios had a clear subgame-perfect equilibrium, %d with an attack\n", compared, attacks);
  EXPECT_GT(compared, 50);
  EXPECT_GT(attacks, 10);
}

}  // namespace
}  // namespace wedge::test
