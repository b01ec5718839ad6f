// Foresight of one responder: equations (19) and (20) in games given as tables.
#include "equilibrium/foresight.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "support/table_game.hpp"

namespace wedge::test {
namespace {

// The chain store of Kreps and Wilson (1982), b = 1/2, a = 2, p0 = .1, no discount, precision 20 for both. The tough
// type always fights; who acquiesces is known for weak.
class ChainStore {
 public:
  static constexpr int points = 801;
  static constexpr double end = 14.0, precision = 20.0;

  struct Crisis {
    double weak_fights, entry, value_of_weak;
  };

  // With this many crises to come after it, counting the one at hand.
  ChainStore() : worth_(responder_types * points, 0.0) {}
  void one_more() {
    std::vector<double> next(worth_.size(), 0.0);
    for (int i = 0; i < points; ++i) {
      const double b = end * (2.0 * i / (points - 1) - 1.0);
      next[points + i] = crisis(b).value_of_weak;
    }
    worth_ = next;
  }

  Crisis crisis(double log_odds) const {
    Continuation<double> continuation;
    continuation.points = points;
    continuation.lowest = -end;
    continuation.step = 2.0 * end / (points - 1);
    continuation.worth[0] = worth_.data();

    JointGame<double> joint;
    joint.tree.add(-1);
    joint.tree.add(0);
    joint.tree.add(0, 0);
    joint.precision = {precision, 0.0, 0.0};
    joint.constant = {0.0, 0.0, 0.0};
    joint.prior = {1.0};
    constexpr double gap = 100.0;  // the tough type would fight whatever it cost
    ResponseGame<double> game = table_game(
        1, precision, [](int, unsigned c) { return c == 1 ? -1.0 + 0.5 * gap : 0.0; },
        [](unsigned c) { return c == 1 ? -0.5 : 0.5; });
    game.steadfast = game.perceived = {logistic(log_odds)};
    game.resolve_gap = {gap};
    game.foresight.push_back({0, &continuation, {log_odds, 0.0}, {1.0, 0.0}});
    joint.games.push_back(game);
    const JointSolution<double> s = solve(joint);
    EXPECT_EQ(s.status[0], Status::solved);

    const Foresight<double>& f = joint.games[0].foresight[0];
    const auto support = foresighted_support(joint.games[0], f, s.benefit[0], 1.0);
    const News<double> news(precision * support.argument(steadfast_type), precision * support.argument(wavering_type));
    const double fights = support.p_of(wavering_type), entry = s.strategy[0];
    const double out = 2.0 + prospect(f, 0.0).worth[wavering_type];
    const double in = fights * (-1.0 + prospect(f, news.supporting).worth[wavering_type]) +
                      (1.0 - fights) * prospect(f, news.aside).worth[wavering_type];
    EXPECT_EQ(support.p_of(steadfast_type), 1.0);
    return {fights, entry, (1.0 - entry) * out + entry * in};
  }

 private:
  std::vector<double> worth_;
};

TEST(Foresight, PlaysTheChainStore) {
  const ChainStore::Crisis expected[] = {
      {.000000002061, .999664649857, .000670698225},  {.115741763343, .997313023922, -.006269468240},
      {.339465982046, .868711321578, .252097267400},  {.775127160492, .002593140997, 2.247471297680},
      {.999999999985, .000045397869, 4.247245935988}, {1.000000000000, .000045397869, 6.247109742382}};
  ChainStore game;
  for (const ChainStore::Crisis& row : expected) {
    const ChainStore::Crisis found = game.crisis(std::log(1.0 / 9.0));
    EXPECT_NEAR(found.weak_fights, row.weak_fights, 1e-11);
    EXPECT_NEAR(found.entry, row.entry, 1e-11);
    EXPECT_NEAR(found.value_of_weak, row.value_of_weak, 1e-11);
    game.one_more();
  }
}

// A continuation value that rises and bends, more for the wavering.
struct Rising {
  std::vector<double> worth;
  Continuation<double> continuation;

  explicit Rising(int regions, double height = 0.3) {
    continuation.regions = regions;
    continuation.points = regions == 1 ? 25 : 13;
    continuation.lowest = -6.0;
    continuation.step = 12.0 / (continuation.points - 1);
    for (int t = 0; t < responder_types; ++t)
      for (int i = 0; i < continuation.size(); ++i) {
        const int n = continuation.points;
        const double a = -6.0 + continuation.step * (regions == 1 ? i : i / n),
                     b = regions == 1 ? 0.0 : -6.0 + continuation.step * (i % n);
        worth.push_back(height * (1 + t) * logistic(0.8 * a + 0.4 * b) + 0.01 * a * b);
      }
    continuation.worth[0] = worth.data();
  }
};

TEST(Foresight, InterpolatesBetweenPointsAndIsLevelBeyondTheEnds) {
  const Rising one(1), two(2);
  const auto at = [](const Rising& r, double b, double c, double wb, double wc, double news) {
    return prospect(Foresight<double>{0, &r.continuation, {b, c}, {wb, wc}}, news);
  };
  EXPECT_DOUBLE_EQ(at(one, -2.0, 0, 1, 0, 0.0).worth[0], one.worth[8]);
  EXPECT_DOUBLE_EQ(at(one, -2.0, 0, 1, 0, 0.25).worth[1], 0.5 * (one.worth[25 + 8] + one.worth[25 + 9]));
  EXPECT_DOUBLE_EQ(at(one, 5.0, 0, 1, 0, 40.0).worth[0], one.worth[24]);
  EXPECT_DOUBLE_EQ(at(one, 5.0, 0, 1, 0, -40.0).worth[0], one.worth[0]);
  EXPECT_EQ(at(one, 5.0, 0, 1, 0, 40.0).slope[0], 0.0);
  const auto cell = [&two](int i, int j) { return two.worth[13 * i + j]; };
  EXPECT_DOUBLE_EQ(at(two, -1.5, 2.25, 1, 0.5, 0.0).worth[0],
                   0.5 * (0.75 * (cell(4, 8) + cell(5, 8)) + 0.25 * (cell(4, 9) + cell(5, 9))));
  for (const double news : {-3.3, -0.2, 0.7, 4.1}) {
    constexpr double h = 1e-6;
    for (int t = 0; t < responder_types; ++t) {
      const auto slope = [&](auto at_news) {
        return (at_news(news + h).worth[t] - at_news(news - h).worth[t]) / (2 * h);
      };
      EXPECT_NEAR(at(one, 0.37, 0, 1, 0, news).slope[t], slope([&](double x) { return at(one, 0.37, 0, 1, 0, x); }),
                  1e-8);
      EXPECT_NEAR(at(two, 0.37, -0.93, 0.4, 1, news).slope[t],
                  slope([&](double x) { return at(two, 0.37, -0.93, 0.4, 1, x); }), 1e-8);
    }
  }
}

TEST(Foresight, TheArgumentsSolveTheirEquationsAndTheDerivativesAreRight) {
  std::mt19937_64 chance(3);
  const auto x = [&chance](double low, double high) { return std::uniform_real_distribution<>(low, high)(chance); };
  for (int i = 0; i < 500; ++i) {
    const Rising r(1 + i % 2, x(0.05, 0.3));
    const Foresight<double> f{0, &r.continuation, {x(-4, 4), x(-4, 4)}, {x(0, 1), i % 2 == 0 ? 0.0 : 1.0}};
    const double lambda = x(5, 25), d = x(-.6, .6), half = x(0, .2), tau = x(.1, 1);
    const ForesightedSupport<double> s(f, lambda, d, half, tau);
    const double sharp = tau * lambda;
    const News<double> news(sharp * s.argument(steadfast_type), sharp * s.argument(wavering_type));
    for (int t = 0; t < responder_types; ++t) {
      EXPECT_NEAR(
          s.argument(t),
          d + (t == 0 ? half : -half) + prospect(f, news.supporting).worth[t] - prospect(f, news.aside).worth[t],
          1e-12);
      EXPECT_NEAR(s.p_of(t), logistic(sharp * s.argument(t)), 1e-13);
    }
    const double h = 1e-6, pi = x(0, 1);
    const auto p = [&](double benefit, double scale) {
      return ForesightedSupport<double>(f, lambda, benefit, half, scale).p(pi);
    };
    EXPECT_NEAR(s.slope(pi), (p(d + h, tau) - p(d - h, tau)) / (2 * h), 2e-5 * (1 + std::abs(s.slope(pi)))) << i;
    EXPECT_NEAR(s.drift(pi), (p(d, tau + h) - p(d, tau - h)) / (2 * h), 2e-5 * (1 + std::abs(s.drift(pi)))) << i;
  }
}

TEST(Foresight, TypesThatCannotBeToldApartHaveNoNameToLose) {
  const Rising r(1);
  for (const double d : {-.3, 0.0, .4}) {
    const ForesightedSupport<double> s({0, &r.continuation, {0.5, 0.0}, {1.0, 0.0}}, 15.0, d, 0.0, 1.0);
    EXPECT_EQ(s.argument(steadfast_type), d);
    EXPECT_EQ(s.argument(wavering_type), d);
  }
}

}  // namespace
}  // namespace wedge::test
