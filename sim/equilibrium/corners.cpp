#include "equilibrium/branch.hpp"
#include "equilibrium/linked_system.hpp"

namespace wedge {
namespace {

// Eq. (S14): damped iteration from one corner, the lanes that go.
template <class System>
class Settler {
 public:
  using Real = typename System::Number;

  Settler(System& system, double corner)
      : system_(system), support_(system.size(), Real(corner)), perceived_(support_), benefit_(support_) {
    system.evaluate_support(support_, perceived_, Real(1.0), {});
    log_weight_ = system.log_weight();
  }

  // One step; returns how far the lanes would still move.
  Real step(const Mask<Real>& going) {
    constexpr double circling = 0.01;
    const Real support_step = 0.5 * share_, belief_step = 0.15 * share_;
    system_.evaluate_support(support_, perceived_, Real(1.0), log_weight_);
    assign_where(going, benefit_, system_.delta());
    Real moved(0.0);
    for (std::size_t j = 0; j < log_weight_.size(); ++j) {
      const Real distance = system_.log_weight()[j] - log_weight_[j];
      moved = max(moved, abs(distance) / (1.0 + abs(log_weight_[j])));
      log_weight_[j] = select(going, log_weight_[j] + belief_step * distance, log_weight_[j]);
    }
    system_.respond(benefit_, Real(1.0));
    const std::vector<Real>&target = system_.support(), &seen = system_.perceived();
    for (std::size_t i = 0; i < support_.size(); ++i) {
      moved = max(moved, abs(target[i] - support_[i]));
      support_[i] = select(going, support_[i] + support_step * (target[i] - support_[i]), support_[i]);
      perceived_[i] = select(going, perceived_[i] + support_step * (seen[i] - perceived_[i]), perceived_[i]);
    }
    if (++steps_ == next_look_) {
      share_ = select(moved > circling, 0.4 * share_, share_);
      next_look_ *= 3;
    }
    return moved;
  }

  const std::vector<Real>& benefit() const { return benefit_; }

 private:
  System& system_;
  std::vector<Real> support_, perceived_, benefit_, log_weight_;
  // Long steps go round and round a solution that shorter ones come to rest at. (Where little moves it is a slow
  // passage.)
  int steps_ = 0, next_look_ = 300;
  Real share_{1.0};
};

}  // namespace

template <class System, class Real>
FoundSolution<Real> settle_from(System& system, double corner, Rest rest) {
  constexpr double at_rest = 1e-9;  // (the slow approach to a fold passes for rest at 1e-5)
  constexpr int first_look = 16;
  constexpr double same_solution = 1e-4, right_here = 0.03;
  Settler<System> settler(system, corner);
  FoundSolution<Real> out = FoundSolution<Real>::nothing(system.size());
  Mask<Real> going = !out.found, resting = out.found;
  const int most_steps = rest == Rest::soon ? 24 : 5000;
  int look = rest == Rest::complete ? most_steps : first_look;
  for (int count = 1; count <= most_steps && any(going); ++count) {
    const Mask<Real> still = going & (settler.step(going) < at_rest);
    resting |= still;
    going &= !still;
    if (count < look || !any(going)) continue;
    // Not yet at rest: is there a solution right here? If not, this is a slow passage, and the iteration goes on.
    look += look / 2;
    std::vector<Real> benefit = settler.benefit();
    Mask<Real> landed = polish(system, benefit, going, Real(right_here));
    landed &= system.determinant_sign() > 0.0;  // as polish left it: not in one expression, whose order is open
    assign_where(landed, out.benefit, benefit);
    out.found |= landed;
    going &= !landed;
  }
  if (any(resting)) {
    std::vector<Real> benefit = settler.benefit();
    const Mask<Real> landed = polish(system, benefit, resting, Real(same_solution));
    assign_where(landed, out.benefit, benefit);
    out.found |= landed;
  }
  return out;
}

WEDGE_FOR_ONE_GAME(template FoundSolution<double> settle_from(JointSystem<double>&, double, Rest))
template FoundSolution<Pack> settle_from(JointSystem<Pack>&, double, Rest);
WEDGE_FOR_ONE_GAME(template FoundSolution<double> settle_from(LinkedSystem<double>&, double, Rest))
template FoundSolution<Single> settle_from(LinkedSystem<Single>&, double, Rest);
template FoundSolution<Pack> settle_from(LinkedSystem<Pack>&, double, Rest);

}  // namespace wedge
