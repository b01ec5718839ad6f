// Several adversaries' joint system: its Newton step, tangent and determinant against finite differences and a dense
// determinant; its lanes against double; the same bits every time.
#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cstring>

#include "equilibrium/linked_system.hpp"
#include "measures/measures.hpp"
#include "sampling/design.hpp"
#include "sampling/drawn.hpp"
#include "sampling/sampler.hpp"
#include "support/linked.hpp"
#include "support/packed.hpp"
#include "support/same_bits.hpp"
#include "support/scenarios.hpp"
#include "support/several_scenario.hpp"

namespace wedge::test {
namespace {

using Vector = Eigen::VectorXd;

// F(u, τ) = Δ − d, Y − y, by evaluation alone.
Vector residual(LinkedSystem<double>& system, const Vector& u, double tau) {
  system.evaluate(std::span(u.data(), u.size()), tau);
  return Eigen::Map<const Vector>(system.delta().data(), u.size()) - u;
}

// Fourth-order central difference of F along a direction.
Vector slope(LinkedSystem<double>& system, const Vector& u, double tau, const Vector& direction, double tau_direction) {
  const double h = 1e-3 / std::max(1.0, direction.cwiseAbs().maxCoeff() * 30);
  const auto at = [&](double s) { return residual(system, u + s * h * direction, tau + s * h * tau_direction); };
  return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h);
}

// A point: benefits, then how probable the others' moves are and what theirs are worth.
Vector point(const LinkedSystem<double>& system, const Links<double>& links, std::mt19937_64& random) {
  const auto x = [&](double low, double high) { return std::uniform_real_distribution<>(low, high)(random); };
  Vector u(system.size());
  for (int i = 0; i < system.first_y(); ++i) u[i] = x(-.3, .3);
  int i = system.first_y();
  for (const int moves : links.moves)
    for (int move = 1; move < moves; ++move) u[i++] = x(.05, .9) / (moves - 1);
  for (; i < system.size(); ++i) u[i] = x(-.3, .3);
  return u;
}

struct Compared {
  int cases = 0, negative = 0;
};

void compare(const SeveralRecipe& recipe, std::uint64_t seed, Compared& compared) {
  const Scenario<double> scenario = several_scenario(seed, seed + 1, recipe);
  const LinkedCase linked(scenario, all_adversaries(scenario));
  LinkedSystem<double> system(linked.games, linked.links);
  if (system.size() > 400) return;
  std::mt19937_64 random(seed);
  const double tau = std::uniform_real_distribution<>(.1, 1)(random);
  const Vector u = point(system, linked.links, random);

  system.evaluate(std::span(u.data(), u.size()), tau);
  system.linearise(std::span(u.data(), u.size()), tau);
  const Vector newton = Eigen::Map<const Vector>(system.newton().data(), system.size());
  const Vector tangent = Eigen::Map<const Vector>(system.tangent().data(), system.size());
  const double sign = system.determinant_sign();
  const Vector f = residual(system, u, tau);

  const Vector pure = slope(system, u, tau, Vector::Zero(u.size()), 1);
  EXPECT_LT((slope(system, u, tau, newton, 0) + f).cwiseAbs().maxCoeff(), 1e-7 * (1 + f.cwiseAbs().maxCoeff())) << seed;
  EXPECT_LT(slope(system, u, tau, tangent, 1).cwiseAbs().maxCoeff(), 1e-7 * (1 + pure.cwiseAbs().maxCoeff())) << seed;

  Eigen::MatrixXd jacobian(u.size(), u.size());  // of u − (Δ, Y), whose determinant is +1 at τ = 0
  for (Eigen::Index i = 0; i < u.size(); ++i) jacobian.col(i) = -slope(system, u, tau, Vector::Unit(u.size(), i), 0);
  const Eigen::PartialPivLU<Eigen::MatrixXd> lu(jacobian);
  const Vector dense = lu.solve(f);
  EXPECT_LT((dense - newton).cwiseAbs().maxCoeff(), 1e-6 * (1 + dense.cwiseAbs().maxCoeff())) << seed;
  const double determinant = lu.determinant();
  if (std::abs(determinant) > 1e-6) {
    EXPECT_EQ(determinant > 0 ? 1.0 : -1.0, sign) << seed;
    compared.negative += determinant < 0;
  }
  ++compared.cases;
}

TEST(Linked, NewtonStepTangentAndDeterminantAreExact) {
  for (const int adversaries : {2, 3})
    for (const int types : {1, 2})
      for (const bool ranks : {false, true}) {
        Compared compared;
        for (std::uint64_t seed = 1; seed <= 12; ++seed)
          compare({adversaries, adversaries == 2 && seed % 2 == 0 ? 2 : 1, {2, types, 0, true}, true, ranks}, seed,
                  compared);
        EXPECT_GE(compared.cases, 4) << adversaries << " adversaries, " << types << " types, ranks " << ranks;
      }
}

// Points where the determinant is negative, or the sign would be tested on one side only: sharp responders and a patron
// who is needed everywhere.
TEST(Linked, DeterminantChangesItsSign) {
  Compared compared;
  for (std::uint64_t seed = 100; seed < 130; ++seed)
    compare({.theatres = 2, .rungs = 1, .each = {.responders = 2, .types = 2, .precision = 60.0}}, seed, compared);
  EXPECT_GT(compared.negative, 0);
  EXPECT_LT(compared.negative, compared.cases);
}

TEST(Linked, LanesAgreeWithDoubleToTheBit) {
  long numbers = 0, same = 0;
  int solved = 0, careful = 0;
  for (std::uint64_t structure = 1; structure <= 20; ++structure) {
    const SeveralRecipe recipe{.theatres = structure % 4 == 0 ? 3 : 2,
                               .rungs = structure % 2 ? 2 : 1,
                               .each = {.responders = 2},
                               .patron = true,
                               .ranks = structure % 3 != 0};
    std::vector<Scenario<double>> draws;
    for (int i = 0; i < Pack::lanes; ++i) draws.push_back(several_scenario(structure, 1000 * structure + i, recipe));
    const Scenario<Pack> pack = packed(draws);
    for (const Selection selection : {Selection::principal, Selection::cohesive, Selection::fractured}) {
      const auto wide = solve_crises(pack, all_adversaries(pack), {selection});
      for (int i = 0; i < Pack::lanes; ++i) {
        const auto narrow = solve_crises(draws[i], all_adversaries(draws[i]), {selection});
        for (std::size_t j = 0; j < narrow.size(); ++j) {
          const JointSolution<double>& one = narrow[j].joint;
          ASSERT_EQ(wide[j].joint.status[i], one.status[0]) << structure << " lane " << i;
          EXPECT_EQ(lane(wide[j].joint.tier, i), one.tier);
          EXPECT_EQ(lane(wide[j].joint.fold, i), one.fold);
          if (one.status[0] != Status::solved) continue;
          ++solved;
          careful += one.tier > 1;
          const auto compare = [&](const std::vector<Pack>& a, const std::vector<double>& b) {
            ASSERT_EQ(a.size(), b.size());
            for (std::size_t k = 0; k < b.size(); ++k) {
              const double x = lane(a[k], i);
              EXPECT_NEAR(x, b[k], 1e-9 * std::abs(b[k])) << structure << " lane " << i;
              ++numbers;
              same += std::memcmp(&x, &b[k], sizeof x) == 0;
            }
          };
          compare(wide[j].joint.support, one.support);
          compare(wide[j].joint.strategy, one.strategy);
          compare(wide[j].weight, narrow[j].weight);
        }
      }
    }
  }
  EXPECT_EQ(same, numbers);  // see Lanes.AgreeWithDoubleToTheBit
  EXPECT_GT(solved, 200);
  EXPECT_GT(careful, 0);
  EXPECT_GT(numbers, 10000);
}

// By draw, then by uncertain key.
std::vector<double> sobol_values(const Sampler& sampler, int draws) {
  const std::vector<double> points = Design(Method::sobol, 7, sampler.dimensions(), draws).points(0, draws);
  std::vector<double> values(points.size());
  const std::size_t width = sampler.dimensions();
  for (int d = 0; d < draws; ++d)
    sampler.values(std::span(points).subspan(d * width, width), std::span(values).subspan(d * width, width));
  return values;
}

Scenario<Quantity> rivals(const nlohmann::json& set) {
  return load(data_path("reference/several/shared-patron.toml"), overrides_from(set));
}
const nlohmann::json uncertain{{"model.mood", {{"uniform", {-0.05, 0.05}}}},
                               {"adversary.east-rival.closing_ranks.west-rival", {{"uniform", {0.0, 0.8}}}}};

// A seventh of these draws need steps below 1 / λ at first.
TEST(Linked, IsFollowedInLongStepsToTheEndOfTheSameBranch) {
  const Scenario<Quantity> scenario = rivals(uncertain);
  const Sampler sampler(scenario);
  DrawnScenario<double> drawn(scenario);
  const std::vector<double> values = sobol_values(sampler, 64);
  const std::size_t width = sampler.dimensions();
  int solved = 0;
  for (int d = 0; d < 64; ++d) {
    const Scenario<double>& draw = drawn.draw(sampler.leaf(), std::span(values).subspan(d * width, width));
    const auto quick = solve_crises(draw, {0, 1}, {Selection::principal, Effort::quick});
    if (status_of(quick, 0) != Status::solved) continue;
    ++solved;
    const auto tight = solve_crises(draw, {0, 1}, {Selection::principal, Effort::tight});
    for (int j = 0; j < 2; ++j)
      for (std::size_t k = 0; k < tight[j].joint.support.size(); ++k)
        EXPECT_NEAR(quick[j].joint.support[k], tight[j].joint.support[k], 1e-9) << d;
  }
  EXPECT_GE(solved, 62);
}

// What is solved with what is loaded is what is solved afresh; lanes that are not wanted are no solutions.
TEST(Linked, IsTriedAgainWithWhatIsLoaded) {
  nlohmann::json set = uncertain;
  set["adversary.*.precision"] = {{"uniform", {20.0, 60.0}}};
  const Scenario<Quantity> scenario = rivals(set);
  const Sampler sampler(scenario);
  DrawnScenario<Pack> drawn(scenario);
  const Scenario<Pack>& pack = drawn.draw(sampler.leaf(), sobol_values(sampler, Pack::lanes));
  CrisisSolver<Pack> solver(pack, {0, 1}), other(pack, {0, 1});
  solver.load(pack);
  Pack number(0.0);
  for (int i = 0; i < Pack::lanes; ++i) set_lane(number, i, i);
  for (const Effort effort : efforts_in_turn)
    for (const double first : {0.0, 1.0}) {
      const auto some = solver.solve_loaded({Selection::principal, effort}, number >= first);
      const auto afresh = other.solve(pack, {Selection::principal, effort});
      for (int j = 0; j < 2; ++j)
        for (int i = 0; i < Pack::lanes; ++i) {
          if (i < first) {
            EXPECT_EQ(some[j].joint.status[i], Status::branch_lost);
            continue;
          }
          ASSERT_EQ(some[j].joint.status[i], afresh[j].joint.status[i]);
          for (std::size_t k = 0; k < some[j].joint.support.size(); ++k)
            EXPECT_EQ(lane(some[j].joint.support[k], i), lane(afresh[j].joint.support[k], i));
        }
    }
}

// From 1,000 games on one draw's games stand in the lanes, also where a double is asked for; a pack of the same draws
// is another way to the same.
TEST(Linked, LargeCrisesAloneAreThoseOfAPack) {
  const SeveralRecipe recipe{.theatres = 3, .rungs = 3, .each = {.responders = 2, .types = 2}};
  std::vector<Scenario<double>> draws;
  for (int i = 0; i < Pack::lanes; ++i) draws.push_back(several_scenario(8, 80 + i, recipe));
  const Scenario<Pack> pack = packed(draws);
  CrisisSolver<double> solver(draws[0], {0, 1, 2});
  CrisisSolver<Pack> in_pack(pack, {0, 1, 2});
  const auto together = in_pack.solve(pack);
  const Fragility<Pack> fragile = in_pack.fragile(pack);
  for (int i = 0; i < Pack::lanes; ++i) {
    const std::vector<CrisisSolution<double>> alone = solver.solve(draws[i]);
    ASSERT_EQ(status_of(alone, 0), Status::solved);
    int games = 0;
    for (int j = 0; j < 3; ++j) {
      games += alone[j].games();
      const auto near = [&](const std::vector<Pack>& a, const std::vector<double>& b) {
        ASSERT_EQ(a.size(), b.size());
        for (std::size_t k = 0; k < b.size(); ++k) EXPECT_NEAR(lane(a[k], i), b[k], 1e-10) << "draw " << i;
      };
      const JointSolution<Pack>& a = together[j].joint;
      const JointSolution<double>& b = alone[j].joint;
      near(a.benefit, b.benefit), near(a.support, b.support), near(a.perceived, b.perceived), near(a.belief, b.belief);
      near(a.strategy, b.strategy), near(a.value, b.value), near(together[j].weight, alone[j].weight);
      EXPECT_NEAR(lane(total_loss(together[j]), i), total_loss(alone[j]), 1e-10);
      EXPECT_LT(b.residual, residual_limit);
    }
    EXPECT_GE(games, 1000);
    EXPECT_EQ(solver.fragile(draws[i]).fragile, lane(fragile.fragile, i));
    solver.solve(draws[i]);
    EXPECT_TRUE(solver.certify(true).certified);
  }
}

TEST(Linked, SameBitsEveryTime) {
  const SeveralRecipe recipe{.theatres = 2, .rungs = 2, .each = {.responders = 2, .types = 2}};
  const Scenario<double> one = several_scenario(5, 50, recipe), other = several_scenario(5, 51, recipe);
  CrisisSolver<double> solver(one, {0, 1});
  const std::vector<CrisisSolution<double>> first = solver.solve(one);
  ASSERT_EQ(status_of(first, 0), Status::solved);
  const std::vector<CrisisSolution<double>> between = solver.solve(other);
  EXPECT_FALSE(same_bits(first[0].joint.support, between[0].joint.support));
  solver.fragile(one);
  const std::vector<CrisisSolution<double>> again = solver.solve(one), anew = solve_crises(one, {0, 1});
  for (int j = 0; j < 2; ++j)
    for (const auto* const second : {&again[j], &anew[j]}) {
      EXPECT_TRUE(same_bits(first[j].joint.support, second->joint.support));
      EXPECT_TRUE(same_bits(first[j].joint.strategy, second->joint.strategy));
      EXPECT_TRUE(same_bits(first[j].joint.value, second->joint.value));
      EXPECT_TRUE(same_bits(first[j].weight, second->weight));
    }
}

}  // namespace
}  // namespace wedge::test
