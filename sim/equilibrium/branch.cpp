#include "branch.hpp"

#include "equilibrium/linked_system.hpp"

namespace wedge {
namespace {

// Eq. (S13). Newton's method converges quadratically: from two steps, in units of λ d, one can tell what the next would
// be. It is left out when it would be lost in rounding. (A small residual is no measure: near a fold it can hide an
// error of 1e-5.)
constexpr double converged_shift = 1e-9, negligible_shift = 1e-14;
constexpr int most_polish_steps = 20;
// Steps that shrink no faster than this lead away from where they began.
constexpr double wandering = 0.7;

// Tier 1 goes in long steps. What it leaves behind tier 2 first tries in steps that fit, which takes less than half the
// sweeps of arc length where there is no fold.
struct Pace {
  double first_step, shortest_step,
      longest_step;   // in τ, in units of 1 / λ; a lane that would need shorter ones is given up
  double correction;  // one that moves support by more may have left the branch
  double small;       // share of that, below which the next step is twice as long
};
constexpr Pace quick{1.0, 1.0, 2.0, 0.03, 0.1}, steady{0.5, 1.0 / 16, 1.0, 0.015, 0.25};

// Arc length is measured in (3 d, τ λ / 10), λ the largest precision: support turns over a range of 1 / λ in τ,
// while net benefits stay of the order of the stakes.
constexpr double benefit_weight = 3.0, tau_weight = 0.1;

struct Tier {
  double correction;  // largest change of support by one correction
  double shift;       // largest correction in units of λ d, where support is saturated
  double cosine;      // of the angle between successive tangents
  int steps, folds;   // give up beyond these
};
constexpr Tier tiers[] = {
    {2e-3, 0.3, 0.9, 400, 8},
    {2e-4, 0.05, 0.98, 4000, 24},
    {2e-5, 0.01, 0.995, 40000, 100},
};
constexpr double first_tau_step = 0.5;  // in units of 1 / λ
constexpr double shortest_step = 1e-11;
// Below this length of step a change of the determinant's sign without a turn is a branching point
// (symmetric games have them), not a jump to another branch.
constexpr double branching_step = 1e-6;

template <class Real>
Mask<Real> nowhere() {
  return Real(1.0) < Real(0.0);
}

// The start of the branch, swept: at τ = 0 everybody supports with probability ½, whatever d is, but the
// tangent depends on d.
template <class System, class Real = typename System::Number>
std::vector<Real> start(System& system) {
  std::vector<Real> benefit(system.size(), Real(0.0));
  for (int round = 0; round < System::rounds_to_start; ++round) {
    system.evaluate(benefit, Real(0.0));
    benefit = system.delta();
  }
  system.linearise(benefit, Real(0.0));
  return benefit;
}

template <class System, class Real = typename System::Number>
Real sharpest(const System& system) {
  Real largest(0.0);
  for (const Real& precision : system.precision()) largest = max(largest, precision);
  return largest;
}

// Steps in τ, one correction each; gives a lane up where it looks difficult at this pace. True where τ = 1 was reached;
// `benefit` is where each lane of `todo` got to.
template <class System, class Real = typename System::Number>
Mask<Real> trace(System& system, const Pace& pace, const Mask<Real>& todo, std::vector<Real>& benefit) {
  const Real unit = 1.0 / min(ceil(max(sharpest(system), Real(10.0))), Real(200.0));
  const Real shortest = pace.shortest_step * unit, longest = pace.longest_step * unit;
  Real tau(0.0), step = pace.first_step * unit;
  std::vector<Real> point = start(system), tangent = system.tangent(), guess = point;
  std::vector<Real> bend(point.size(), Real(0.0));  // half the tangent's slope
  Mask<Real> going = todo, arrived = nowhere<Real>();
  Real next, length;
  const auto aim = [&] {
    next = select(tau + 1.01 * step < 1.0, tau + step, Real(1.0));
    length = next - tau;
  };
  aim();
  for (std::size_t i = 0; i < point.size(); ++i) guess[i] = point[i] + length * tangent[i];
  while (any(going)) {
    system.linearise(guess, next);
    const Real correction = largest_change<Real>(system.slope(), system.newton()), inverse = 0.5 / length;
    const Mask<Real> good = going & (correction < pace.correction) & (system.determinant_sign() > 0.0);
    tau = select(good, next, tau);
    const Mask<Real> easy = correction < pace.small * pace.correction;
    step = select(good, select(easy, min(2.0 * step, longest), step), 0.5 * step);
    arrived |= good & (tau >= 1.0);
    going &= (tau < 1.0) & (step >= shortest);
    aim();
    for (std::size_t i = 0; i < point.size(); ++i) {
      bend[i] = select(good, inverse * (system.tangent()[i] - tangent[i]), bend[i]);
      tangent[i] = select(good, system.tangent()[i], tangent[i]);
      point[i] = select(good, guess[i] + system.newton()[i], point[i]);
      guess[i] = point[i] + length * (tangent[i] + length * bend[i]);  // (S11): Adams and Bashforth
    }
  }
  arrived &= polish(system, point, arrived, Real(pace.correction));
  assign_where(todo, benefit, point);
  return arrived & (system.determinant_sign() > 0.0);
}

// Pseudo-arclength continuation, one sweep a step, each lane with its own length of step.
template <class System>
class ArcTracer {
 public:
  using Real = typename System::Number;

  ArcTracer(System& system, const Tier& tier)
      : system_(system), tier_(tier), point_(start(system)), work_(point_), guess_(point_), direction_(point_) {
    tau_weight_ = tau_weight * sharpest(system);
    const Real length = tangent_length();  // per unit of τ
    turn(!nowhere<Real>(), Real(1.0), length);
    step_ = first_tau_step * length / sharpest(system);
  }

  // True where the crossing was found; `benefit` and `fold` are set there. Lanes that cross τ = 1 wait for the others,
  // so that all are corrected at once.
  Mask<Real> run(const Mask<Real>& todo, std::vector<Real>& benefit, Mask<Real>& fold) {
    Mask<Real> going = todo, waiting = nowhere<Real>(), found = nowhere<Real>();
    Real steps(0.0);
    while (any(going | waiting)) {
      if (any(going)) {
        const Mask<Real> crossing = advance(going);
        steps = select(going, steps + 1.0, steps);
        assign_where(crossing, guess_, work_);
        waiting |= crossing;
        going &= !crossing;
      } else {
        const Mask<Real> arrived = cross(waiting);
        assign_where(arrived, benefit, guess_);
        fold = fold | (arrived & (folds_ > 0.0));
        found |= arrived;
        going = waiting & !arrived;
        step_ = select(going, 0.5 * step_, step_);
        waiting = nowhere<Real>();
      }
      going &= (step_ > shortest_step) & (folds_ <= static_cast<double>(tier_.folds)) &
               (steps < static_cast<double>(tier_.steps));
    }
    return found;
  }

 private:
  Real tangent_length() const {
    Real squares(0.0);
    for (const Real& tangent : system_.tangent()) squares += tangent * tangent;
    return sqrt(benefit_weight * benefit_weight * squares + tau_weight_ * tau_weight_);
  }

  // The unit tangent at the point just swept becomes the direction.
  void turn(const Mask<Real>& where, const Real& orientation, const Real& length) {
    const Real scale = orientation / length;
    for (std::size_t i = 0; i < direction_.size(); ++i)
      direction_[i] = select(where, scale * system_.tangent()[i], direction_[i]);
    tau_direction_ = select(where, scale, tau_direction_);
  }

  // One step for the lanes that go. Returns those whose step crosses τ = 1; they stay where they were, with
  // a first guess of the crossing in `work_`.
  Mask<Real> advance(const Mask<Real>& going) {
    for (std::size_t i = 0; i < point_.size(); ++i) work_[i] = point_[i] + step_ * direction_[i];
    const Real tau = tau_ + step_ * tau_direction_;
    system_.linearise(work_, tau);
    const std::vector<Real>&newton = system_.newton(), &tangent = system_.tangent();

    // Eq. (S12): the correction is orthogonal to the direction of the step.
    Real along = tau_weight_ * tau_weight_ * tau_direction_, off(0.0);
    for (std::size_t i = 0; i < point_.size(); ++i) {
      const Real w = benefit_weight * benefit_weight * direction_[i];
      along += w * tangent[i];
      off += w * newton[i];
    }
    const Real tau_correction = -off / along;
    correction_.resize(point_.size());
    for (std::size_t i = 0; i < point_.size(); ++i) correction_[i] = newton[i] + tau_correction * tangent[i];
    const Real change = largest_change<Real>(system_.slope(), correction_);
    const Real shift = largest_shift<Real>(system_.precision(), correction_);
    const Real length = tangent_length();
    const Real cosine = abs(along) / length;
    const Real orientation = select(along > 0.0, Real(1.0), Real(-1.0));
    const Real new_tau = tau + tau_correction, new_tau_direction = orientation / length;

    // Eq. (S10): on one branch τ turns exactly where the determinant changes its sign; anything else is a jump.
    const Mask<Real> consistent = orientation * system_.determinant_sign() * relation_ > 0.0;
    Mask<Real> good = going & (change < tier_.correction) & (shift < tier_.shift) & (cosine > tier_.cosine) &
                      (consistent | (step_ < branching_step)) & finite(new_tau);
    // A turn just below τ = 1 must not hide a crossing: look closer.
    const Mask<Real> turns = (tau_direction_ > 0.0) & (new_tau_direction < 0.0);
    const Real top = max(tau_, new_tau) + 0.5 * step_ * max(tau_direction_, -new_tau_direction);
    good &= !(turns & (new_tau < 1.0) & (top > 1.0) & (step_ > branching_step));

    const Mask<Real> crossing = good & (new_tau >= 1.0);
    const Mask<Real> accepted = good & !crossing;
    const Real part = (1.0 - tau_) / select(crossing, new_tau - tau_, Real(1.0));
    for (std::size_t i = 0; i < point_.size(); ++i) {
      const Real next = work_[i] + correction_[i];
      work_[i] = point_[i] + part * (next - point_[i]);
      point_[i] = select(accepted, next, point_[i]);
    }
    tau_ = select(accepted, new_tau, tau_);
    relation_ = select(accepted & !consistent, -relation_, relation_);
    folds_ = select(accepted & (tau_direction_ * new_tau_direction < 0.0), folds_ + 1.0, folds_);
    turn(accepted, orientation, length);
    const Mask<Real> easy = (change < 0.25 * tier_.correction) & (cosine > 0.5 * (1.0 + tier_.cosine));
    step_ = select(accepted & easy, 1.6 * step_, select(going & !good, 0.5 * step_, step_));
    return crossing;
  }

  // Corrects the guesses at τ = 1. A large correction or the wrong side of a fold: not this one.
  Mask<Real> cross(const Mask<Real>& crossing) {
    Mask<Real> arrived = polish(system_, guess_, crossing, Real(5.0 * tier_.correction));
    system_.linearise(guess_, Real(1.0));
    return arrived & (system_.determinant_sign() * relation_ > 0.0);
  }

  System& system_;
  const Tier tier_;
  std::vector<Real> point_, work_, guess_, direction_, correction_;
  Real tau_{0.0}, tau_direction_{1.0}, tau_weight_{1.0}, step_{0.0};
  Real relation_{1.0};  // determinant's sign times dτ/ds: +1 until a branching point
  Real folds_{0.0};
};

}  // namespace

template <class System, class Real>
Mask<Real> polish(System& system, std::vector<Real>& benefit, const Mask<Real>& todo, const Real& reach) {
  Mask<Real> going = todo, converged = nowhere<Real>();
  Real before(0.0);
  for (int count = 0; count < most_polish_steps && any(going); ++count) {
    system.linearise(benefit, Real(1.0));
    if (count == 0) going &= largest_change<Real>(system.slope(), system.newton()) < reach;
    const Real shift = largest_shift<Real>(system.precision(), system.newton());
    if (count > 0) going &= shift < wandering * before;
    for (std::size_t i = 0; i < benefit.size(); ++i)
      benefit[i] = select(going, benefit[i] + system.newton()[i], benefit[i]);
    converged |= going & ((shift < converged_shift) | (shift * shift * shift < negligible_shift * before * before));
    before = shift;
    going &= finite(shift) & !converged;
  }
  return converged;
}

template <class System, class Real>
Found<Real> follow_branch(System& system, Effort effort) {
  Found<Real> out = Found<Real>::nothing(system.size());
  const bool everything = effort == Effort::whatever_it_takes;
  if (everything || effort == Effort::quick) out.found = trace(system, quick, !out.found, out.benefit);
  out.tier = Real(1.0);
  if (everything || effort == Effort::steady) {
    const Mask<Real> todo = !out.found;
    out.found |= trace(system, steady, todo, out.benefit);
    out.tier = select(todo, Real(2.0), out.tier);
  }
  if (effort == Effort::quick || effort == Effort::steady) return out;
  for (std::size_t t = effort == Effort::tight ? std::size(tiers) - 1 : 0; t < std::size(tiers) && !all(out.found);
       ++t) {
    const Mask<Real> todo = !out.found;
    const Mask<Real> arrived = ArcTracer<System>(system, tiers[t]).run(todo, out.benefit, out.fold);
    out.tier = select(todo, Real(static_cast<double>(t + 2)), out.tier);
    out.found |= arrived;
  }
  return out;
}

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
    constexpr double support_step = 0.5, belief_step = 0.15;
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
    return moved;
  }

  const std::vector<Real>& benefit() const { return benefit_; }

 private:
  System& system_;
  std::vector<Real> support_, perceived_, benefit_, log_weight_;
};

}  // namespace

template <class System, class Real>
Found<Real> settle_from(System& system, double corner, Rest rest) {
  constexpr double at_rest = 1e-9;  // (the slow approach to a fold passes for rest at 1e-5)
  constexpr int first_look = 16;
  constexpr double same_solution = 1e-4, right_here = 0.03;
  Settler<System> settler(system, corner);
  Found<Real> out = Found<Real>::nothing(system.size());
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

WEDGE_FOR_ONE_GAME(template bool polish(JointSystem<double>&, std::vector<double>&, const bool&, const double&))
template Mask<Pack> polish(JointSystem<Pack>&, std::vector<Pack>&, const Mask<Pack>&, const Pack&);
WEDGE_FOR_ONE_GAME(template Found<double> follow_branch(JointSystem<double>&, Effort))
template Found<Pack> follow_branch(JointSystem<Pack>&, Effort);
WEDGE_FOR_ONE_GAME(template Found<double> follow_branch(LinkedSystem<double>&, Effort))
template Found<Pack> follow_branch(LinkedSystem<Pack>&, Effort);
WEDGE_FOR_ONE_GAME(template Found<double> settle_from(JointSystem<double>&, double, Rest))
template Found<Pack> settle_from(JointSystem<Pack>&, double, Rest);
WEDGE_FOR_ONE_GAME(template Found<double> settle_from(LinkedSystem<double>&, double, Rest))
template Found<Pack> settle_from(LinkedSystem<Pack>&, double, Rest);

}  // namespace wedge
