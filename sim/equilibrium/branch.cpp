#include "branch.hpp"

#include <algorithm>
#include <cmath>

#include "equilibrium/arc_tracer.hpp"
#include "equilibrium/games_on_path.hpp"
#include "equilibrium/linked_system.hpp"
#include "equilibrium/parking.hpp"
#include "equilibrium/polish.hpp"

namespace wedge {
namespace {

// Tier 1 goes in long steps. What it leaves behind tier 2 first tries in steps that fit, which takes less than half the
// sweeps of arc length where there is no fold. Where adversaries are linked, y sums over many actions and bends more at
// first than support does: where a first step of 1 / λ is refused shorter ones follow, which soon grow. A draw by
// itself takes steps as long as make the correction `aim` of what is allowed; packs double them and halve them.
struct Pace {
  double first_step, shortest_step,
      longest_step;   // in τ, in units of 1 / λ; a lane that would need shorter ones is given up
  double correction;  // one that moves support by more may have left the branch
  double small;       // share of that, below which the next step is twice as long
  double aim = 0.4;   // of a draw by itself
};
struct Paces {
  Pace quick{1.0, 1.0, 2.0, 0.03, 0.1}, steady{0.5, 1.0 / 16, 1.0, 0.015, 0.25};
};
template <class System>
constexpr Paces paces_of{};
template <class Real>
constexpr Paces paces_of<LinkedSystem<Real>>{.quick = {1.0, 0.25, 2.0, 0.03, 0.25},
                                             .steady = {0.5, 1.0 / 32, 1.0, 0.015, 0.25}};

// Steps in τ, one correction each.
template <class System>
class Steps {
 public:
  using Real = typename System::Number;
  static constexpr bool alone = games_in_lanes<Real>;

  /// At the start of the branch.
  explicit Steps(System& system)
      : point(start_of_branch(system)),
        system_(system),
        unit_(1.0 / min(ceil(max(sharpest(system), Real(10.0))), Real(200.0))),
        tangent_(system.tangent()),
        guess_(point),
        bend_(point.size(), Real(0.0)) {}

  /// Goes on at this pace from where it is; gives a lane up where it looks difficult. True where τ = 1 was reached.
  /// `way`, unless null, is told the way, and parks what stands in it if it `may_park`.
  Mask<Real> go(const Pace& pace, const Mask<Real>& todo, Parking<System>* way = nullptr, bool may_park = false) {
    const Real shortest = pace.shortest_step * unit_, longest = pace.longest_step * unit_;
    Real step = pace.first_step * unit_, next, length;
    Mask<Real> going = todo, arrived = nowhere<Real>();
    const auto aim = [&] {
      next = select(tau + 1.01 * step < 1.0, tau + step, Real(1.0));
      length = next - tau;
      for (std::size_t i = 0; i < point.size(); ++i)
        guess_[i] = point[i] + length * (tangent_[i] + length * bend_[i]);  // (S11): Adams and Bashforth
    };
    aim();
    while (any(going)) {
      system_.linearise(guess_, next);
      if constexpr (parks_games<System>)
        while (may_park && way->park(system_)) system_.linearise(guess_, next);
      const Real correction = largest_change<Real>(system_.slope(), system_.newton()), inverse = 0.5 / length;
      const Mask<Real> good = going & (correction < pace.correction) & (system_.determinant_sign() > 0.0);
      tau = select(good, next, tau);
      if constexpr (alone) {
        // The prediction is wrong by the third power of the step. (Not only by that: where it is no number, or led
        // beyond a turn.)
        const double fits = std::cbrt(pace.aim * pace.correction / lane(correction, 0));
        const double factor = good ? std::clamp(fits, 0.5, 2.0) : fits < 0.8 ? std::max(fits, 0.3) : 0.5;
        step = min(factor * length, longest);
      } else {
        const Mask<Real> easy = correction < pace.small * pace.correction;
        step = select(good, select(easy, min(2.0 * step, longest), step), 0.5 * step);
      }
      if constexpr (parks_games<System>)
        if (way != nullptr && good) way->record(system_, lane(tau, 0));
      arrived |= good & (tau >= 1.0);
      going &= (tau < 1.0) & (step >= shortest);
      for (std::size_t i = 0; i < point.size(); ++i) {
        bend_[i] = select(good, inverse * (system_.tangent()[i] - tangent_[i]), bend_[i]);
        tangent_[i] = select(good, system_.tangent()[i], tangent_[i]);
        point[i] = select(good, guess_[i] + system_.newton()[i], point[i]);
      }
      aim();
    }
    return arrived;
  }

  std::vector<Real> point;  ///< where each lane got to
  Real tau{0.0};

 private:
  System& system_;
  const Real unit_;
  std::vector<Real> tangent_, guess_, bend_;  // bend: half the tangent's slope
};

// The branch at one pace. True where it led to a solution.
template <class System, class Real = typename System::Number>
Mask<Real> trace(System& system, const Pace& pace, const Mask<Real>& todo, std::vector<Real>& benefit) {
  Steps<System> steps(system);
  Mask<Real> arrived = steps.go(pace, todo);
  arrived &= polish(system, steps.point, arrived, Real(pace.correction));
  assign_where(todo, benefit, steps.point);
  return arrived & (system.determinant_sign() > 0.0);
}

// One draw by itself, which keeps nobody waiting: where steps in τ are refused it goes on from there with more care.
// First past what may be parked, in shorter steps or in arc length; then in arc length with nothing parked.
template <class System, class Real = typename System::Number>
void follow_alone(System& system, FoundSolution<Real>& out) {
  const auto& [quick, steady] = paces_of<System>;
  Parking<System> way;
  Steps<System> steps(system);
  way.begin(system);
  out.tier = Real(1.0);
  bool arrived = steps.go(quick, true, &way);
  const Real refused_tau = steps.tau;
  std::vector<Real> refused_at;  // where the first step was refused, if one was
  if (!arrived) {
    out.tier = Real(2.0);
    refused_at = steps.point;
    arrived = steps.go(steady, true, &way, true);
  }
  if (arrived) {
    if (way.count() > 0) {
      system.linearise(steps.point, Real(1.0));
      way.record(system, 1.0);
    }
    out.found = (way.count() == 0 || way.settle(system, steps.point)) &&
                polish(system, steps.point, true, Real(way.count() > 0 ? way.reach : quick.correction)) &&
                system.determinant_sign() > 0.0;
    out.benefit = steps.point;
  } else {
    out.tier = Real(3.0);
    out.found =
        ArcTracer<System>(system, parking_tier, steps.point, steps.tau, 1.0, &way).run(true, out.benefit, out.fold);
  }
  out.fold = out.found && (out.fold || way.fold());
  out.parked = Real(out.found ? static_cast<double>(way.count()) : 0.0);
  system.unpark();
  if (out.found || refused_at.empty()) return;
  out.tier = Real(3.0);
  out.found = ArcTracer<System>(system, arc_tiers[1], refused_at, refused_tau, 1.0).run(true, out.benefit, out.fold);
}

}  // namespace

template <class System, class Real>
Mask<Real> polish(System& system, std::vector<Real>& benefit, const Mask<Real>& todo, const Real& reach) {
  Polish<Real> newton;
  newton.begin(todo, reach);
  while (any(newton.going())) {
    system.linearise(benefit, Real(1.0));
    const Mask<Real> steps = newton.judge(largest_change<Real>(system.slope(), system.newton()),
                                          largest_shift<Real>(system.precision(), system.newton()));
    for (std::size_t i = 0; i < benefit.size(); ++i)
      benefit[i] = select(steps, benefit[i] + system.newton()[i], benefit[i]);
  }
  return newton.converged();
}

template <class System, class Real>
FoundSolution<Real> follow_branch(System& system, Effort effort, const Mask<Real>& wanted) {
  FoundSolution<Real> out = FoundSolution<Real>::nothing(system.size());
  const Paces& paces = paces_of<System>;
  const bool everything = effort == Effort::whatever_it_takes;
  if constexpr (parks_games<System>)
    if (everything) {
      if (wanted) follow_alone(system, out);
      if (!out.found) out = follow_branch(system, Effort::careful, wanted);
      return out;
    }
  if (everything || effort == Effort::quick) out.found = trace(system, paces.quick, wanted, out.benefit);
  out.tier = Real(1.0);
  if (everything || effort == Effort::steady) {
    const Mask<Real> todo = wanted & !out.found;
    out.found |= trace(system, paces.steady, todo, out.benefit);
    out.tier = select(todo, Real(2.0), out.tier);
  }
  if (effort == Effort::quick || effort == Effort::steady) return out;
  constexpr std::size_t tiers = std::size(arc_tiers);  // the first is for packs: a draw by itself keeps nobody waiting
  const std::size_t first = effort == Effort::tight                            ? tiers - 1
                            : effort == Effort::careful || parks_games<System> ? 1
                                                                               : 0;
  const std::size_t end = effort == Effort::brisk ? 1 : tiers;
  for (std::size_t t = first; t < end && any(wanted & !out.found); ++t) {
    const Mask<Real> todo = wanted & !out.found;
    const Mask<Real> arrived = ArcTracer<System>(system, arc_tiers[t]).run(todo, out.benefit, out.fold);
    out.tier = select(todo, Real(static_cast<double>(arc_tiers[t].tier)), out.tier);
    out.found |= arrived;
  }
  return out;
}

template <class System, class Real>
Certificate<Real> trace_back(System& system, const std::vector<Real>& benefit, const Mask<Real>& todo) {
  Certificate<Real> out{nowhere<Real>(), nowhere<Real>()};
  for (const ArcTier& tier : arc_tiers) {
    const Mask<Real> undecided = todo & !out.certified & !out.elsewhere;
    if (!any(undecided)) break;
    const Certificate<Real> way = ArcTracer<System>(system, tier, benefit).return_to_start(undecided);
    out.certified |= way.certified;
    out.elsewhere |= way.elsewhere;
  }
  return out;
}

WEDGE_FOR_ONE_GAME(template bool polish(JointSystem<double>&, std::vector<double>&, const bool&, const double&))
template Mask<Pack> polish(JointSystem<Pack>&, std::vector<Pack>&, const Mask<Pack>&, const Pack&);
WEDGE_FOR_ONE_GAME(template bool polish(LinkedSystem<double>&, std::vector<double>&, const bool&, const double&))
template bool polish(LinkedSystem<Single>&, std::vector<Single>&, const bool&, const Single&);
template Mask<Pack> polish(LinkedSystem<Pack>&, std::vector<Pack>&, const Mask<Pack>&, const Pack&);
WEDGE_FOR_ONE_GAME(template FoundSolution<double> follow_branch(JointSystem<double>&, Effort, const bool&))
template FoundSolution<Pack> follow_branch(JointSystem<Pack>&, Effort, const Mask<Pack>&);
WEDGE_FOR_ONE_GAME(template FoundSolution<double> follow_branch(LinkedSystem<double>&, Effort, const bool&))
template FoundSolution<Single> follow_branch(LinkedSystem<Single>&, Effort, const bool&);
template FoundSolution<Pack> follow_branch(GamesOnPath<Pack>&, Effort, const Mask<Pack>&);
template FoundSolution<Pack> follow_branch(LinkedSystem<Pack>&, Effort, const Mask<Pack>&);
WEDGE_FOR_ONE_GAME(template Certificate<double> trace_back(JointSystem<double>&, const std::vector<double>&,
                                                           const bool&))
template Certificate<Pack> trace_back(JointSystem<Pack>&, const std::vector<Pack>&, const Mask<Pack>&);
WEDGE_FOR_ONE_GAME(template Certificate<double> trace_back(LinkedSystem<double>&, const std::vector<double>&,
                                                           const bool&))
template Certificate<Single> trace_back(LinkedSystem<Single>&, const std::vector<Single>&, const bool&);
template Certificate<Pack> trace_back(LinkedSystem<Pack>&, const std::vector<Pack>&, const Mask<Pack>&);

}  // namespace wedge
