// Tracing back from τ = 1: which solutions lie on the branch that starts at τ = 0, and what a search finds beside them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "equilibrium/crisis_solution.hpp"
#include "measures/measures.hpp"
#include "support/packed.hpp"
#include "support/scenarios.hpp"
#include "support/table_game.hpp"

namespace wedge::test {
namespace {

// fold_test.cpp's hysteresis: the branch from ½ turns at λ = 9.0… and again at 5.9….
ResponseGame<double> hysteresis(double lambda) {
  return table_game(4, lambda, [](int k, unsigned s) { return (s == 15 ? 1.0 : 0.0) - ((s >> k) & 1U ? .124 : 0.0); });
}

Certificate<double> certificate(const ResponseGame<double>& game, Selection selection) {
  const JointGame<double> joint = alone(game);
  JointSolver<double> solver(joint);
  JointSolution<double> solution{};
  solver.solve({selection}, solution);
  EXPECT_EQ(solution.status[0], Status::solved);
  return solver.certify(solution.benefit, true);
}

double turn_of_hysteresis() {  // the largest λ before the first turn: λ(q) = logit(q) / (q³ − c) has its maximum there
  double most = 0.0;
  for (double q = .5001; q < .6; q += 1e-5) most = std::max(most, std::log(q / (1 - q)) / (q * q * q - .124));
  return most;
}

TEST(Certificate, IsGivenToTheFirstCrossingOnly) {
  const double turn = turn_of_hysteresis();
  const Certificate<double> low = certificate(hysteresis(turn - .3), Selection::principal);
  EXPECT_TRUE(low.certified);
  EXPECT_FALSE(low.elsewhere);
  const Certificate<double> high = certificate(hysteresis(turn - .3), Selection::cohesive);  // the third crossing
  EXPECT_FALSE(high.certified);
  EXPECT_TRUE(high.elsewhere);
}

TEST(Certificate, FollowsTheBranchRoundItsFolds) {
  const double turn = turn_of_hysteresis();
  for (const double lambda : {turn + .01, turn + 2, 60.0}) {
    const Certificate<double> past = certificate(hysteresis(lambda), Selection::principal);
    EXPECT_TRUE(past.certified) << lambda;
  }
}

TEST(Certificate, IsNotGivenPastABranchingPoint) {  // coordination: the pitchfork is at λ = 2
  const auto game = table_game(2, 3, [](int, unsigned c) { return c == 0 || c == 3 ? 1.0 : 0.0; });
  const Certificate<double> symmetric = certificate(game, Selection::principal);
  EXPECT_FALSE(symmetric.certified);
  EXPECT_FALSE(symmetric.elsewhere);
  EXPECT_TRUE(certificate(game, Selection::cohesive).elsewhere);  // round the pitchfork to the other end
}

// Two actions' pledges go separate ways within 1e-8 of τ. The solution that lies on the branch was confirmed in
// extended precision with three lengths of step; another program, without a look at the determinant, steps across.
TEST(Certificate, TellsWaysThatPartAtHighPrecision) {
  const Scenario<double> s = fixture({{"defender.*.precision", 1000}});
  CrisisSolver<double> solver(s, {0});
  const auto deterrence = [&](const std::vector<CrisisSolution<double>>& of) {
    return measures_of(of[0], static_cast<int>(s.defenders.size())).deterrence;
  };
  for (const Effort effort : {Effort::careful, Effort::tight, Effort::whatever_it_takes}) {
    const auto& solution = solver.solve(s, {Selection::principal, effort});
    ASSERT_EQ(status_of(solution, 0), Status::solved) << static_cast<int>(effort);
    EXPECT_NEAR(deterrence(solution), .6145514136, 1e-9);
    EXPECT_TRUE(solver.certify(true).certified);
  }
  const auto& other = solver.solve(s, {Selection::cohesive});
  EXPECT_NEAR(deterrence(other), .6145729049, 1e-9);
  EXPECT_TRUE(solver.certify(true).elsewhere);
}

TEST(Certificate, OfALaneDoesNotDependOnTheOthers) {
  const Scenario<double> s = fixture();
  const Scenario<Pack> wide = packed(std::vector<Scenario<double>>(Pack::lanes, s));
  CrisisSolver<Pack> solver(wide, {0});
  solver.solve(wide);
  Pack chosen(0.0);
  set_lane(chosen, 1, 1.0);
  const Certificate<Pack> found = solver.certify(chosen > 0.5);
  EXPECT_TRUE(lane(found.certified, 1));
  EXPECT_FALSE(lane(found.certified, 0));
  EXPECT_FALSE(any(found.elsewhere));
}

const KnownSolution* having(const KnownSolutions& known, JointSystem<double>& system, double p) {
  for (const KnownSolution& one : known.solutions) {
    system.respond(one.unknown, 1.0);
    bool all = true;
    for (const double q : system.support()) all = all && std::abs(q - p) < 1e-10;
    if (all) return &one;
  }
  return nullptr;
}

// Oracle 4: n = 4, V = 1, c = .3, λ = 10.
TEST(AllSolutions, OfTheConsensusTrapAreThreeSymmetricOnes) {
  const JointGame<double> game =
      alone(table_game(4, 10, [](int k, unsigned s) { return (s == 15 ? 1.0 : 0.0) - ((s >> k) & 1U ? .3 : 0.0); }));
  const KnownSolutions known = JointSolver<double>(game).all_solutions(200);
  EXPECT_EQ(known.sign_sum, 1.0);
  JointSystem<double> system(game);
  const KnownSolution* const low = having(known, system, .0474742345195);
  const KnownSolution* const middle = having(known, system, .7394411327867);
  const KnownSolution* const high = having(known, system, .9990630255169);
  ASSERT_TRUE(low != nullptr && middle != nullptr && high != nullptr);
  EXPECT_EQ(low->sign, 1.0);
  EXPECT_EQ(middle->sign, -1.0);
  EXPECT_TRUE(low->selected[static_cast<int>(Selection::principal)]);
  EXPECT_TRUE(low->selected[static_cast<int>(Selection::fractured)]);
  EXPECT_TRUE(high->selected[static_cast<int>(Selection::cohesive)]);
}

// Two rungs of one demand make games that are copies of one another, and a branching point at τ = .79111, across which
// the way leads straight on. Deterrence is the independent solver's.
TEST(Branch, GoesStraightOnWhereCopiesOfAGameCouldPart) {
  const auto with_mood = [](double mood) {
    return at_medians(load(data_path("reference/several/shared-patron.toml"),
                           overrides_from({{"rung.assault.demand", 0.2},
                                           {"model.mood", mood},
                                           {"adversary.east-rival.closing_ranks.west-rival", 0.079836849796469794}})));
  };
  const Scenario<double> s = with_mood(-0.041439503873610339);
  CrisisSolver<double> solver(s, {0, 1});
  const auto& solutions = solver.solve(s);
  ASSERT_EQ(status_of(solutions, 0), Status::solved);
  EXPECT_NEAR(solutions[0].quiet(), .23139507627706724, 1e-11);
  EXPECT_NEAR(solutions[1].quiet(), .1455278406974171, 1e-11);
  EXPECT_FALSE(solver.certify(true).certified);  // behind a branching point nothing is
  // Wherever it comes to lie: of three occasions the second and the third are copies.
  for (int i = 0; i < 100; ++i) {
    solver.solve(with_mood(-0.05 + 0.0002 * i));
    ASSERT_EQ(status_of(solutions, 0), Status::solved);
    for (const CrisisSolution<double>& one : solutions)
      for (int g = 0; g + 2 < one.games(); g += 3)
        for (std::size_t k = 0; k < one.support(g).size(); ++k)
          ASSERT_NEAR(one.support(g + 1)[k], one.support(g + 2)[k], 1e-9) << "draw " << i;
  }
}

TEST(AllSolutions, IsOneWhereThereIsOne) {
  const JointGame<double> game = alone(table_game(
      2, 2, [](int k, unsigned c) { return k == 0 ? double(c == 3) : double((c & 2U) != 0 && (c & 1U) == 0); }));
  const KnownSolutions known = JointSolver<double>(game).all_solutions(100);
  EXPECT_EQ(known.count, 1.0);
  EXPECT_EQ(known.sign_sum, 1.0);
}

TEST(AllSolutions, GoBeyondTheTwoEnds) {  // optimists and pessimists agree, and there are others nevertheless
  const Scenario<double> s = at_medians(load(data_path("many-solutions.toml")));
  CrisisSolver<double> solver(s, {0});
  EXPECT_FALSE(solver.fragile(s).fragile);
  solver.solve(s);
  const std::vector<GroupSolutions> found = solver.all_solutions(1000);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].known.sign_sum, 1.0);
  std::vector<double> deterrence;
  for (const auto& crises : found[0].crises) {
    EXPECT_LT(crises[0].joint.residual, residual_limit);
    deterrence.push_back(measures_of(crises[0], static_cast<int>(s.defenders.size())).deterrence);
  }
  for (const double known : {.00548, .00351})
    EXPECT_TRUE(std::any_of(deterrence.begin(), deterrence.end(), [&](double x) { return std::abs(x - known) < 1e-5; }))
        << known;
}

}  // namespace
}  // namespace wedge::test
