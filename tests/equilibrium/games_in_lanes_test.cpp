// One draw with its games in lanes: payoffs as differences, beliefs along a path, and parked games.
#include <gtest/gtest.h>

#include <random>

#include "equilibrium/crisis_solution.hpp"
#include "equilibrium/games_on_path.hpp"
#include "sampling/design.hpp"
#include "sampling/drawn.hpp"
#include "sampling/sampler.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  double operator()(double low, double high) { return std::uniform_real_distribution<>(low, high)(engine_); }
  std::vector<double> numbers(std::size_t count, double low = -1.0, double high = 1.0) {
    std::vector<double> out(count);
    for (double& x : out) x = (*this)(low, high);
    return out;
  }

 private:
  std::mt19937_64 engine_;
};

// A game of two types with these payoffs by coalition.
ResponseGame<double> game_of(int size, const std::vector<double>& utility, const std::vector<double>& value) {
  ResponseGame<double> game = blank_game<double>(size, 2);
  game.precision.assign(size, 12.0);
  game.steadfast.assign(size, 0.6);
  game.perceived = game.steadfast;
  game.resolve_gap.assign(size, 0.1);
  game.mood = 0.02;
  game.value = value;
  set_payoffs<double>(game, utility);
  return game;
}

// Values, gains and their gradients of a game stored whole, as what a tactic changes about another, and made whole
// again.
TEST(PayoffChange, IsTheWholeGameInFewerNumbers) {
  for (const int n : {2, 3, 5}) {
    for (const std::uint32_t aimed : {1U, 2U, (1U << n) - 2U}) {
      Random random(100 * n + aimed);
      const std::uint32_t all = 1U << n, victim = aimed == 1U ? n - 1 : 0;
      const double price = 0.03, courtship = 0.07;
      const std::vector<double> utility = random.numbers(2 * n * all), value = random.numbers(2 * all);
      std::vector<double> with_utility = utility, with_value = value;
      const bool court = aimed == 2U;
      for (std::uint32_t c = 0; c < all; ++c) {
        const bool resists = ((c >> victim) & 1U) != 0, live = !court && resists && (c & aimed) != 0;
        for (int type = 0; type < 2; ++type) {
          with_value[type * all + c] -= price;
          if (live) with_value[type * all + c] += random(-1.0, 1.0);
          if (court && resists) with_value[type * all + c] -= courtship * std::popcount(aimed & ~c);
          for (int k = 0; k < n; ++k) {
            double& u = with_utility[(type * n + k) * all + c];
            if (live) u += random(-1.0, 1.0);
            if (court && resists && ((aimed & ~c) >> k & 1U) != 0) u += courtship;
          }
        }
      }
      const ResponseGame<double> none = game_of(n, utility, value), whole = game_of(n, with_utility, with_value);
      ResponseGame<double> changed = none;
      changed.gain.clear();
      changed.value.clear();
      changed.change.base = 0;
      changed.change.victim = static_cast<int>(victim);
      changed.change.price = price;
      if (court) {
        changed.change.courted = aimed;
        changed.change.courtship = courtship;
      } else {
        changed.change.live = (1U << victim) | (std::popcount(aimed) == 1 ? aimed : 0U);
        set_differences(
            changed.change, n, 2,
            [&](int type, std::uint32_t c, std::size_t) {  // the price is no part of it
              return with_value[type * all + c] + price - value[type * all + c];
            },
            [&](int type, int k, std::uint32_t c, std::size_t) {
              const std::size_t i = (type * n + k) * all + c;
              return with_utility[i] - utility[i];
            });
        EXPECT_LT(changed.change.gain.size(), whole.gain.size());
      }
      ResponseGame<double> made_whole = blank_game<double>(n, 2);
      apply(changed.change, none, made_whole);
      for (std::size_t i = 0; i < whole.gain.size(); ++i) EXPECT_NEAR(made_whole.gain[i], whole.gain[i], 1e-13);
      for (std::size_t i = 0; i < whole.value.size(); ++i) EXPECT_NEAR(made_whole.value[i], whole.value[i], 1e-13);
      const std::vector<double> p = random.numbers(n, 0.0, 1.0);
      for (int type = 0; type < 2; ++type) {
        std::vector<double> slope(n), expected_slope(n);
        const double expected = multilinear(n, &whole.value[type * all], p.data(), expected_slope.data());
        double found = multilinear(n, &none.value[type * all], p.data(), slope.data());
        add_value_change(changed.change, n, type, p.data(), found, slope.data());
        EXPECT_NEAR(found, expected, 1e-13);
        for (int k = 0; k < n; ++k) EXPECT_NEAR(slope[k], expected_slope[k], 1e-13);
        for (int k = 0; k < n; ++k) {
          std::vector<double> others(n), gain_slope(n), expected_gain_slope(n);
          all_but(n, k, p.data(), others.data());
          const double gain =
              multilinear(n - 1, whole.gain_of(type, k).data(), others.data(), expected_gain_slope.data());
          double own = multilinear(n - 1, none.gain_of(type, k).data(), others.data(), gain_slope.data());
          add_gain_change(changed.change, n, type, k, others.data(), own, gain_slope.data());
          EXPECT_NEAR(own, gain, 1e-13);
          for (int l = 0; l + 1 < n; ++l) EXPECT_NEAR(gain_slope[l], expected_gain_slope[l], 1e-13);
        }
      }
      const std::vector<ResponseGame<double>> games{none};
      ResponseGame<double> as_changed = blank_game<double>(n, 1), as_whole = as_changed;
      const std::vector<double> belief{0.3, 0.7};
      set_at_beliefs<double>(games, changed, belief, as_changed);
      set_at_beliefs<double>(games, whole, belief, as_whole);
      for (std::size_t i = 0; i < as_whole.gain.size(); ++i) EXPECT_NEAR(as_changed.gain[i], as_whole.gain[i], 1e-13);
    }
  }
}

// The tangent against differences of the curve's own equation, on a path on which τ goes back for a while.
TEST(GamesOnPath, FollowBeliefsThatMove) {
  constexpr int n = 3, all = 1 << n;
  Random random(7);
  std::vector<ResponseGame<Pack>> game(1);
  game[0] = blank_game<Pack>(n, 2);
  const ResponseGame<double> one = game_of(n, random.numbers(2 * n * all), random.numbers(2 * all));
  game[0].gain.assign(one.gain.begin(), one.gain.end());
  game[0].value.assign(2 * all, Pack(0.0));
  for (int k = 0; k < n; ++k) {
    game[0].precision[k] = Pack(12.0);
    game[0].steadfast[k] = game[0].perceived[k] = Pack(0.6);
    game[0].resolve_gap[k] = Pack(0.1);
  }
  game[0].mood = Pack(0.02);
  BeliefPath path{{0.0, 0.3, 0.6, 1.0}, {0.0, 0.5, 0.4, 1.0}, {2.0, 0.3, -0.5, 3.0}, {}, {}};
  for (int i = 0; i < Pack::lanes; ++i) {
    path.log_odds.push_back({0.2 * i, -1.0, 0.4, 1.5});
    path.slope.push_back({0.5, 0.1 * i, 1.0, -2.0});
  }
  GamesOnPath<Pack> on_path(game, path);
  const std::vector<Pack> benefit{Pack(0.05), Pack(-0.1), Pack(0.2)};
  const auto off = [&](const std::vector<Pack>& d, double at, int k) {
    on_path.evaluate(d, Pack(at));
    return on_path.delta()[k] - d[k];
  };
  for (const double at : {0.1, 0.3, 0.31, 0.5, 0.9, 1.0}) {
    on_path.linearise(benefit, Pack(at));
    const std::vector<Pack> tangent = on_path.tangent();
    constexpr double h = 1e-5;
    std::vector<Pack> ahead = benefit, back = benefit;
    for (int k = 0; k < n; ++k) ahead[k] += h * tangent[k], back[k] -= h * tangent[k];
    for (int k = 0; k < n; ++k)
      for (int i = 0; i < Pack::lanes; ++i)  // along the tangent the equation stays as far off as it is
        EXPECT_NEAR(lane(off(ahead, at + h, k) - off(back, at - h, k), i) / (2 * h), 0.0, 1e-4) << at;
  }
}

// Draws of linked adversaries whose branch needs more than steps in tau: with the games that hardly ever happen left
// out on the way, they end where the tightest tracing of all of them ends.
TEST(Parking, EndsWhereTightTracingEnds) {
  const nlohmann::json uncertain{{"model.mood", {{"uniform", {-0.1, 0.1}}}},
                                 {"defender.*.precision", {{"uniform", {30.0, 90.0}}}},
                                 {"adversary.*.precision", {{"uniform", {40.0, 120.0}}}},
                                 {"adversary.east-rival.closing_ranks.west-rival", {{"uniform", {0.0, 0.8}}}}};
  const Scenario<Quantity> scenario =
      load(data_path("reference/several/shared-patron.toml"), overrides_from(uncertain));
  const Sampler sampler(scenario);
  constexpr int draws = 256;
  const std::vector<double> points = Design(Method::sobol, 11, sampler.dimensions(), draws).points(0, draws);
  DrawnScenario<Pack> drawn(scenario);
  CrisisSolver<Single> solver(reshaped<Pack>(scenario), {0, 1});
  int parked = 0;
  for (int d = 0; d < draws; ++d) {
    const std::size_t width = sampler.dimensions();
    std::vector<double> values(width * Pack::lanes);
    for (int i = 0; i < Pack::lanes; ++i)
      sampler.values(std::span(points).subspan(d * width, width), std::span(values).subspan(i * width, width));
    solver.load(drawn.draw(sampler.leaf(), values));
    bool easy = false;
    for (const Effort effort : {Effort::quick, Effort::steady})
      easy = easy || status_of(solver.solve_loaded({Selection::principal, effort}, true), 0) == Status::solved;
    if (easy) continue;
    const auto solutions = solver.solve_loaded({}, true);
    if (status_of(solutions, 0) != Status::solved || lane(solutions[0].joint.parked, 0) == 0.0) continue;
    ++parked;
    const auto& tight = solver.solve_loaded({Selection::principal, Effort::tight}, true);
    ASSERT_EQ(status_of(tight, 0), Status::solved) << "draw " << d;
    for (std::size_t j = 0; j < tight.size(); ++j)
      for (std::size_t i = 0; i < tight[j].joint.support.size(); ++i)
        ASSERT_NEAR(lane(solutions[j].joint.support[i], 0), lane(tight[j].joint.support[i], 0), 1e-9) << "draw " << d;
  }
  EXPECT_GT(parked, 0);
}

// Draw 551 of two-theatres as the benchmarks draw it: two games of a leaf that is rare are parked, whose other games
// follow its beliefs. Taken for parked whatever moves when they take part again, it ends on another branch.
TEST(Parking, IsGivenUpWhereTheLeafFollows) {
  const Scenario<Quantity> scenario = load(std::string(WEDGE_SOURCE_DIR) + "/scenarios/two-theatres.toml");
  const Sampler sampler(scenario);
  constexpr int draw = 551;
  const std::vector<double> point = Design(Method::sobol, 0xbe4c4, sampler.dimensions(), draw + 1).points(draw, 1);
  const std::size_t width = sampler.dimensions();
  std::vector<double> values(width * Pack::lanes);
  for (int i = 0; i < Pack::lanes; ++i) sampler.values(point, std::span(values).subspan(i * width, width));
  DrawnScenario<Pack> drawn(scenario);
  CrisisSolver<Single> solver(reshaped<Pack>(scenario), {0, 1, 2});
  solver.load(drawn.draw(sampler.leaf(), values));
  const auto solutions = solver.solve_loaded({}, true);
  ASSERT_EQ(status_of(solutions, 0), Status::solved);
  const auto& careful = solver.solve_loaded({Selection::principal, Effort::careful}, true);
  ASSERT_EQ(status_of(careful, 0), Status::solved);
  for (std::size_t j = 0; j < careful.size(); ++j)
    for (std::size_t i = 0; i < careful[j].joint.support.size(); ++i)
      ASSERT_NEAR(lane(solutions[j].joint.support[i], 0), lane(careful[j].joint.support[i], 0), 1e-9);
}

}  // namespace
}  // namespace wedge::test
