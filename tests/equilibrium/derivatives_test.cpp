// The sweep's Newton step, tangent and determinant against finite differences and a dense determinant.
#include <gtest/gtest.h>

#include <Eigen/Dense>

#include "equilibrium/crisis_solution.hpp"
#include "equilibrium/joint_system.hpp"
#include "support/random_scenario.hpp"
#include "support/tables.hpp"

namespace wedge::test {
namespace {

using Vector = Eigen::VectorXd;

// F(d, τ) = Δ − d, by evaluation alone.
Vector residual(JointSystem<double>& system, const Vector& d, double tau) {
  system.evaluate(std::span(d.data(), d.size()), tau);
  Vector out(d.size());
  for (Eigen::Index i = 0; i < d.size(); ++i) out[i] = system.delta()[i] - d[i];
  return out;
}

// Fourth-order central difference of F along a direction.
Vector slope(JointSystem<double>& system, const Vector& d, double tau, const Vector& direction, double tau_direction) {
  const double h = 1e-3 / std::max(1.0, direction.cwiseAbs().maxCoeff() * 30);
  const auto at = [&](double s) { return residual(system, d + s * h * direction, tau + s * h * tau_direction); };
  return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * h);
}

TEST(Derivatives, NewtonStepTangentAndDeterminantAreExact) {
  double worst = 0.0;
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Scenario<double> scenario = random_scenario(seed);
    const CrisisStructure crisis = crisis_structure(scenario, 0);
    const JointGame<double> game = joint_game(scenario, crisis, tables_of(scenario, crisis));
    JointSystem<double> system(game);
    if (system.size() > 150) continue;
    std::mt19937_64 random(seed);
    const double tau = std::uniform_real_distribution<>(.1, 1)(random);
    Vector d(system.size());
    for (double& x : d) x = std::uniform_real_distribution<>(-.3, .3)(random);

    system.evaluate(std::span(d.data(), d.size()), tau);
    system.linearise(std::span(d.data(), d.size()), tau);
    const Vector newton = Eigen::Map<const Vector>(system.newton().data(), system.size());
    const Vector tangent = Eigen::Map<const Vector>(system.tangent().data(), system.size());
    const double sign = system.determinant_sign();
    const Vector f = residual(system, d, tau);

    const double scale = 1.0 + f.cwiseAbs().maxCoeff();
    const double newton_error = (slope(system, d, tau, newton, 0) + f).cwiseAbs().maxCoeff() / scale;
    const Vector pure = slope(system, d, tau, Vector::Zero(d.size()), 1);
    const double tangent_error =
        (slope(system, d, tau, tangent, 1)).cwiseAbs().maxCoeff() / (1.0 + pure.cwiseAbs().maxCoeff());
    EXPECT_LT(newton_error, 1e-7) << seed;
    EXPECT_LT(tangent_error, 1e-7) << seed;
    worst = std::max({worst, newton_error, tangent_error});

    Eigen::MatrixXd jacobian(d.size(), d.size());  // of d − Δ, whose determinant is +1 at τ = 0
    for (Eigen::Index j = 0; j < d.size(); ++j) jacobian.col(j) = -slope(system, d, tau, Vector::Unit(d.size(), j), 0);
    const double determinant = jacobian.fullPivLu().determinant();
    if (std::abs(determinant) > 1e-6) {
      EXPECT_EQ(determinant > 0 ? 1.0 : -1.0, sign) << seed;
    }
    ++compared;
  }
  EXPECT_GT(compared, 30);
  RecordProperty("worst", std::to_string(worst));
}

}  // namespace
}  // namespace wedge::test
