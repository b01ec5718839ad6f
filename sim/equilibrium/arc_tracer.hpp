/// Pseudo-arclength continuation of a curve of solutions (solver.md, "Following the branch").
#pragma once

#include "arc_tiers.hpp"
#include "branch.hpp"
#include "parking.hpp"
#include "polish.hpp"

namespace wedge {

/// Each lane with its own length of step.
template <class System>
class ArcTracer {
 public:
  using Real = typename System::Number;

  /// From the start of the branch at τ = 0, onwards.
  ArcTracer(System& system, const ArcTier& tier) : ArcTracer(system, tier, start_of_branch(system), Real(0.0), 1.0) {}
  /// From a solution at τ = 1, back to where τ is smaller.
  ArcTracer(System& system, const ArcTier& tier, std::vector<Real> solution)
      : ArcTracer(system, tier, std::move(solution), Real(1.0), -1.0) {}
  // From a solution at τ, to where τ is larger (orientation 1) or smaller (−1). `way`, unless null, leads there; what
  // it may park does not hold the curve up.
  ArcTracer(System& system, const ArcTier& tier, std::vector<Real> from, const Real& tau, double orientation,
            Parking<System>* way = nullptr)
      : system_(system),
        tier_(tier),
        point_(std::move(from)),
        work_(point_),
        direction_(point_),
        before_(point_),
        direction_before_(point_),
        plane_(point_),
        tau_(tau),
        parking_(way) {
    system_.linearise(point_, tau_);
    if constexpr (parks_games<System>)
      if (parks()) {
        while (parking_->park(system_, std::vector<Real>(point_.size(), Real(0.0)), tier_.correction))
          system_.linearise(point_, tau_);
        parking_->see_turned(system_);
      }
    if constexpr (games_in_lanes<Real>) approach();
    const Real sharp = sharpest(system);
    tau_weight_ = weight * sharp;
    benefit_weight_ = max(weight * sharp, Real(least_benefit_weight));
    const Real length = tangent_length();  // per unit of τ
    turn(!nowhere<Real>(), Real(orientation), length);
    tau_before_ = tau_;
    relation_ = orientation * system_.determinant_sign();
    step_ = first_tau_step * length / sharp;
    if (parks()) path_ = lane(tau_, 0), path_scale_ = lane(tau_direction_, 0);
  }

  /// True where the crossing of τ = 1 was found; `benefit` and `fold` are set there.
  Mask<Real> run(const Mask<Real>& todo, std::vector<Real>& benefit, Mask<Real>& fold) {
    Mask<Real> going = todo, found = nowhere<Real>();
    while (any(going)) {
      const Mask<Real> arrived = sweep(going);
      assign_where(arrived, benefit, work_);
      fold = fold | (arrived & (folds_ > 0.0));
      found |= arrived;
    }
    return found;
  }

  /// One sweep for the lanes that are `going`: of a step, or of Newton's method where a step has crossed τ = 1. True
  /// where that has arrived, which go no further, nor do lanes that are given up.
  Mask<Real> sweep(Mask<Real>& going) {
    const Mask<Real> before = polish_.going(), last = polish_.converged();
    const Mask<Real> crossing = advance(going & !polish_.begun());
    const Mask<Real> arrived = last & (system_.determinant_sign() * relation_ > 0.0);
    // From a crossing that was none the way goes on, in shorter steps.
    const Mask<Real> refused = (last & !arrived) | (before & !polish_.begun());
    step_ = select(refused, 0.5 * step_, step_);
    polish_.end(last);
    if (any(crossing)) cross(crossing);
    going &= (verifying_ | polish_.begun() | may_go_on()) & !arrived;
    if (parks()) going &= tau_ > 0.0;
    return arrived;
  }

  /// Where a lane ended.
  FoundSolution<double> lane_at(int i, bool arrived) const {
    const double folds = lane(folds_, i), tier = arrived ? tier_reached(tier_, lane(steps_, i), folds) : tier_.tier;
    FoundSolution<double> out{std::vector<double>(work_.size()), arrived, arrived && folds > 0.0, tier};
    for (std::size_t u = 0; u < work_.size() && arrived; ++u) out.benefit[u] = lane(work_[u], i);
    return out;
  }

  /// A lane becomes another's, which stands at its start.
  void take_over(int to, const ArcTracer& other, int from) {
    const auto take = [&](Real& x, const Real& y) { set_lane(x, to, lane(y, from)); };
    for (const auto v : {&ArcTracer::point_, &ArcTracer::direction_, &ArcTracer::plane_})
      for (std::size_t u = 0; u < point_.size(); ++u) take((this->*v)[u], (other.*v)[u]);
    for (const auto x :
         {&ArcTracer::tau_, &ArcTracer::tau_direction_, &ArcTracer::tau_weight_, &ArcTracer::benefit_weight_,
          &ArcTracer::step_, &ArcTracer::relation_, &ArcTracer::steps_, &ArcTracer::folds_, &ArcTracer::branchings_})
      take(this->*x, other.*x);
    Real taken(0.0);
    set_lane(taken, to, 1.0);
    for (Mask<Real>* const phase : {&with_past_, &verifying_}) *phase &= taken < 0.5;
    polish_.end(taken > 0.5);
  }

  // Every crossing of τ = 1 until τ leaves [0, `highest`] or the tier's patience ends, not yet corrected. For one lane.
  std::vector<std::vector<Real>> crossings(double highest) {
    std::vector<std::vector<Real>> out;
    beyond_ = true;
    while (may_go_on() && tau_ > 0.0 && tau_ < highest)
      if (advance(true)) out.push_back(work_);
    return out;
  }

  // Follows the curve until τ = 0 or until it is back at τ = 1.
  Certificate<Real> return_to_start(const Mask<Real>& todo) {
    Certificate<Real> out{nowhere<Real>(), nowhere<Real>()};
    for (Mask<Real> going = todo; any(going); going &= may_go_on()) {
      const Mask<Real> crossing = advance(going);
      out.elsewhere |= crossing;
      going &= !crossing;
      out.certified |= going & (tau_ <= 0.0) & !(branchings_ > 0.0);
      going &= tau_ > 0.0;
    }
    return out;
  }

 private:
  static constexpr double first_tau_step = 0.5;                                 // in units of 1 / λ
  static constexpr double shortest_step = 1e-11, shortest_parking_step = 1e-4;  // what is left is tried without parking
  // Below this length of step a change of the determinant's sign without a turn is a branching point, not a jump; below
  // the longer one if the way leads straight on. (Nearer to such a point rounding makes the tangent turn.)
  static constexpr double branching_step = 1e-6, straight_branching_step = 1e-4, straight = 1.0 - 1e-5;
  // Newton's method is in sight of one solution if its second step is so much shorter, or next to nothing.
  static constexpr double contraction = 0.25, nothing = 1e-3;
  // Corrections below this length that do not shrink are rounding, at a branching point: straight on.
  static constexpr double noise = 1e-7;
  // A correction of so small a share of what is allowed need not be verified, in steps of a length.
  static constexpr double certain_share = 0.2, certain_step = 1e-3;
  // The next step is as long as makes the correction this share of what is allowed, within these factors.
  static constexpr double aim = 0.25, shorter = 0.3, longer = 2.0;

  // Arc length is measured in (w d, τ λ / 10) with w the larger of 3 and λ / 10, λ the largest precision: support turns
  // over a range of 1 / λ in τ, and over one of 1 / λ in d.
  static constexpr double least_benefit_weight = 3.0, weight = 0.1;

  Mask<Real> may_go_on() const {
    return (step_ > (parks() ? shortest_parking_step : shortest_step)) & (folds_ <= static_cast<double>(tier_.folds)) &
           (steps_ < static_cast<double>(tier_.steps));
  }

  Real length_of(const std::vector<Real>& benefit, const Real& tau) const {
    Real squares(0.0);
    for (const Real& x : benefit) squares += x * x;
    return sqrt(benefit_weight_ * benefit_weight_ * squares + tau_weight_ * tau_weight_ * tau * tau);
  }
  Real tangent_length() const { return length_of(system_.tangent(), Real(1.0)); }

  // The unit tangent at the point just swept becomes the direction.
  void turn(const Mask<Real>& where, const Real& orientation, const Real& length) {
    const Real scale = orientation / length;
    for (std::size_t i = 0; i < direction_.size(); ++i)
      direction_[i] = select(where, scale * system_.tangent()[i], direction_[i]);
    tau_direction_ = select(where, scale, tau_direction_);
  }

  // Where the step leads, into `work_`, and in which direction, into `plane_`, in the lanes of `where`: the cubic
  // through this point and the one before with the tangents at both, (S11a); the tangent where nothing lies behind.
  void predict(const Mask<Real>& where) {
    const Real h = step_, l = last_, none(0.0), inverse = select(with_past_, 1.0 / l, none);
    const Real square = h * h * inverse, cube = square * (h + l) * inverse, slope = 2.0 * h * inverse,
               bend = h * (3.0 * h + 2.0 * l) * inverse * inverse;
    const auto ahead = [&](const Real& x, const Real& x_before, const Real& t, const Real& t_before, Real& to,
                           Real& direction) {
      const Real chord = (x - x_before) * inverse, second = t - chord, third = second + t_before - chord;
      direction = select(where, t + slope * second + bend * third, direction);
      to = select(where, x + h * t + square * second + cube * third, to);
    };
    for (std::size_t i = 0; i < point_.size(); ++i)
      ahead(point_[i], before_[i], direction_[i], direction_before_[i], work_[i], plane_[i]);
    each_parked([&](int i) { work_[i] = point_[i], plane_[i] = none; });  // (it may have moved on the way here)
    ahead(tau_, tau_before_, tau_direction_, tau_direction_before_, tau_work_, tau_plane_);
  }

  // Eq. (S12): sweeps at (work_, tau_work_) and sets the correction, which is orthogonal to the predicted direction.
  // What is parked stays as it is, and where Newton's method has converged at τ = 1.
  void correct() {
    system_.linearise(work_, tau_work_);
    const std::vector<Real>&newton = system_.newton(), &tangent = system_.tangent();
    Real off(0.0);
    along_ = tau_weight_ * tau_weight_ * tau_plane_;
    for (std::size_t i = 0; i < point_.size(); ++i) {
      const Real w = benefit_weight_ * benefit_weight_ * plane_[i];
      along_ += w * tangent[i];
      off += w * newton[i];
    }
    tau_correction_ = -off / along_;
    correction_.resize(point_.size());
    for (std::size_t i = 0; i < point_.size(); ++i) correction_[i] = newton[i] + tau_correction_ * tangent[i];
    if (any(polish_.converged()))
      for (Real& x : correction_) x = select(polish_.converged(), Real(0.0), x);
    each_parked([&](int i) { correction_[i] = Real(0.0); });
  }

  // After a sweep: parks what stands in the way. Without it the curve is another, which begins at this point.
  bool park() {
    if constexpr (parks_games<System>)
      if (parks() && parking_->park(system_, correction_, tier_.correction)) {
        system_.linearise(point_, tau_);
        turn(everywhere<Real>(), relation_ * system_.determinant_sign(), tangent_length());
        with_past_ = verifying_ = nowhere<Real>();
        return true;
      }
    return false;
  }

  // Onto the curve, from a point that a step in τ was content with: beside it no step would be short enough. Where
  // Newton's method does not lead there soon, the point stays.
  void approach() {
    constexpr double enough = 0.1, too_far = 0.5, within = 0.03;  // the first two are shares of what may be corrected
    constexpr int most = 4;
    const auto off = [&] { return lane(largest_change<Real>(system_.slope(), system_.newton()), 0); };
    double now = off();
    if (!(now > too_far * tier_.correction && now < within) || !(system_.determinant_sign() > 0.0)) return;
    for (int count = 0; count < most && now < within && now > enough * tier_.correction; ++count) {
      for (std::size_t i = 0; i < point_.size(); ++i) work_[i] = (count == 0 ? point_ : work_)[i] + system_.newton()[i];
      each_parked([&](int i) { work_[i] = point_[i]; });
      system_.linearise(work_, tau_);
      now = off();
    }
    if (now < enough * tier_.correction && system_.determinant_sign() > 0.0)
      point_ = work_;
    else
      system_.linearise(point_, tau_);
    work_ = before_ = point_;
  }

  bool parks() const { return parking_ != nullptr; }
  // use(position of an unknown) for those of parked games, until at τ = 1 they take part again.
  template <class Use>
  void each_parked(Use use) const {
    if constexpr (parks_games<System>)
      if (parks() && !any(polish_.begun())) parking_->each_unknown(system_, use);
  }
  // To a point so far ahead, where the system was swept; τ moves at `tau_direction` there, in arc length.
  void record([[maybe_unused]] double ahead, [[maybe_unused]] double tau, [[maybe_unused]] double tau_direction) {
    if constexpr (parks_games<System>) {
      if (!parks()) return;
      path_ += ahead * path_scale_;
      parking_->record(system_, {path_, tau, tau_direction / path_scale_, lane(tau_correction_, 0)});
      parking_->see_turned(system_);
    }
  }

  // Of the tangent just swept with the direction at the last point.
  Real along_last() const {
    Real sum = tau_weight_ * tau_weight_ * tau_direction_;
    for (std::size_t i = 0; i < point_.size(); ++i)
      sum += benefit_weight_ * benefit_weight_ * direction_[i] * system_.tangent()[i];
    return sum;
  }

  // One sweep for the lanes that take steps: of a step the first, which a small correction makes the only one, or the
  // second, which verifies it. Returns those whose step crosses τ = 1; they stay where they were, with a first guess of
  // the crossing in `work_`.
  Mask<Real> advance(const Mask<Real>& going) {
    const Mask<Real> fresh = going & !verifying_;
    steps_ = select(fresh, steps_ + 1.0, steps_);
    predict(fresh);
    correct();
    if (any(going) && park()) return nowhere<Real>();
    const Real change = largest_change<Real>(system_.slope(), correction_);
    const Real shift = largest_shift<Real>(system_.precision(), correction_);
    polish_.judge(change, shift);
    const Real distance = length_of(correction_, tau_correction_);
    change_ = select(fresh, change, change_);
    shift_ = select(fresh, shift, shift_);
    first_ = select(fresh, distance, first_);
    const Mask<Real> near = fresh & (change < tier_.correction) & (shift < tier_.shift) & finite(distance);
    Mask<Real> certain = near & (change < certain_share * tier_.correction) & (shift < certain_share * tier_.shift) &
                         (step_ > certain_step);
    if (tier_.verified) certain = nowhere<Real>();
    Mask<Real> good = (going & verifying_) | certain;
    const Mask<Real> refused = fresh & !near, second = verifying_;
    verifying_ = near & !certain;
    if (!any(good)) {
      add_correction();
      step_ = select(refused, 0.5 * step_, step_);
      return good;
    }
    const Mask<Real> verified = certain | (second & (distance < max(contraction * first_, nothing * step_)));
    const Mask<Real> ending = good, noisy = (first_ < noise) & (step_ < branching_step) & !verified;
    const Real length = tangent_length(), last_along = along_last();
    const Real cosine = abs(along_) / (length * length_of(plane_, tau_plane_));
    const Real orientation = select(last_along > 0.0, Real(1.0), Real(-1.0));
    const Mask<Real> ahead = (cosine > tier_.cosine) & (along_ * orientation > 0.0);
    const Real new_tau_direction = select(noisy, tau_direction_, orientation / length);
    add_correction();
    const Real new_tau = tau_work_;

    // Eq. (S10): on one branch τ turns exactly where the determinant changes its sign; anything else is a jump.
    const Mask<Real> consistent = orientation * system_.determinant_sign() * relation_ > 0.0;
    const Mask<Real> branching = (step_ < branching_step) | ((step_ < straight_branching_step) & (cosine > straight));
    good &= ((verified & ahead) | noisy) & (consistent | branching) & finite(new_tau);
    // A turn just below τ = 1 must not hide a crossing: look closer.
    const Mask<Real> turns = (tau_direction_ > 0.0) & (new_tau_direction < 0.0);
    const Real top = max(tau_, new_tau) + 0.5 * step_ * max(tau_direction_, -new_tau_direction);
    good &= !(turns & (new_tau < 1.0) & (top > 1.0) & (step_ > branching_step));

    const Mask<Real> crossing = good & (beyond_ ? (new_tau - 1.0) * (tau_ - 1.0) < 0.0 : new_tau >= 1.0);
    const Mask<Real> accepted = beyond_ ? good : good & !crossing;
    const Real part = (1.0 - tau_) / select(crossing, new_tau - tau_, Real(1.0));
    Real squares = tau_weight_ * tau_weight_ * (new_tau - tau_) * (new_tau - tau_);
    for (std::size_t i = 0; i < point_.size(); ++i) {
      const Real next = work_[i], chord = next - point_[i];
      squares += benefit_weight_ * benefit_weight_ * chord * chord;
      before_[i] = select(accepted, point_[i], before_[i]);
      direction_before_[i] = select(accepted, direction_[i], direction_before_[i]);
      work_[i] = select(crossing, point_[i] + part * chord, work_[i]);
      point_[i] = select(accepted, next, point_[i]);
    }
    // An arc that turns by φ is longer than its chord by φ²/24.
    const Real arc = sqrt(squares) * (1.0 + (1.0 - abs(last_along) / length) / 12.0);
    if (parks() && any(accepted)) record(lane(arc, 0), lane(new_tau, 0), lane(new_tau_direction, 0));
    last_ = select(accepted, arc, last_);
    with_past_ = (with_past_ & !accepted) | (accepted & !noisy);
    tau_before_ = select(accepted, tau_, tau_before_);
    tau_direction_before_ = select(accepted, tau_direction_, tau_direction_before_);
    tau_ = select(accepted, new_tau, tau_);
    relation_ = select(accepted & !consistent, -relation_, relation_);
    branchings_ = select(accepted & !consistent, branchings_ + 1.0, branchings_);
    folds_ = select(accepted & (tau_direction_ * new_tau_direction < 0.0), folds_ + 1.0, folds_);
    turn(accepted & !noisy, orientation, length);
    const Real next_step = select(noisy, longer * step_, max(step_, arc) * growth(cosine));
    step_ = select(accepted, next_step, select(refused | (ending & !good), 0.5 * step_, step_));
    return crossing;
  }

  // A correction grows with the fourth power of the step, and the square of the angle with its square.
  Real growth(const Real& cosine) const {
    const Real used = max(max(change_ / tier_.correction, shift_ / tier_.shift), Real(1e-3));
    const Real turned = max((1.0 - cosine) / (1.0 - tier_.cosine), Real(1e-3));
    return max(min(min(sqrt(sqrt(aim / used)), sqrt(aim / turned)), Real(longer)), Real(shorter));
  }

  void add_correction() {
    for (std::size_t i = 0; i < point_.size(); ++i) work_[i] += correction_[i];
    tau_work_ += tau_correction_;
  }

  // Newton's method begins at τ = 1, from `work_`: a large correction, or the wrong side of a fold, is not this
  // crossing.
  void cross(const Mask<Real>& crossing) {
    double reach = 5.0 * tier_.correction;
    if constexpr (parks_games<System>)
      if (parks()) {
        if (!settle()) return;
        reach = parking_->reach;
      }
    polish_.begin(crossing, Real(reach));
    for (Real& x : plane_) x = select(crossing, Real(0.0), x);  // a step that is nothing but Newton's
    tau_plane_ = select(crossing, Real(1.0), tau_plane_);
    tau_work_ = select(crossing, Real(1.0), tau_work_);
  }

  // The end of the way, at τ = 1: what is parked is traced to there. If it can't be, no other crossing is looked for.
  bool settle() {
    for (int count = 0; count < 3; ++count) {
      system_.linearise(work_, Real(1.0));
      for (std::size_t i = 0; i < work_.size(); ++i) work_[i] += system_.newton()[i];
    }
    system_.linearise(work_, Real(1.0));
    Real squares = tau_weight_ * tau_weight_ * (1.0 - tau_) * (1.0 - tau_);
    for (std::size_t i = 0; i < work_.size(); ++i)
      squares += benefit_weight_ * benefit_weight_ * (work_[i] - point_[i]) * (work_[i] - point_[i]);
    tau_correction_ = Real(0.0);
    record(lane(sqrt(squares), 0), 1.0, 1.0 / lane(tangent_length(), 0));
    step_ = Real(0.0);
    return parking_->settle(system_, work_);
  }

  System& system_;
  const ArcTier tier_;
  std::vector<Real> point_, work_, direction_, correction_;
  std::vector<Real> before_, direction_before_;  // the point before, and the direction there
  std::vector<Real> plane_;                      // the direction predicted where the step leads
  Real tau_, tau_direction_{1.0}, tau_weight_{1.0}, benefit_weight_{1.0}, step_{0.0};
  Real tau_before_{0.0}, tau_direction_before_{1.0}, tau_plane_{1.0}, last_{1.0};  // last_: arc between the two points
  Mask<Real> with_past_ = nowhere<Real>(), verifying_ = with_past_;  // half of a step is done, `work_` corrected once
  Real tau_work_{0.0}, change_{0.0}, shift_{0.0}, first_{0.0};       // of that correction: how large it was
  Polish<Real> polish_;                                              // where a step has crossed τ = 1
  Real along_{0.0}, tau_correction_{0.0}, relation_{1.0};            // relation_: the determinant's sign times dτ/ds
  Parking<System>* const parking_;
  double path_ = 0.0, path_scale_ = 1.0;  // how far along the way that parking knows; of a unit of arc
  bool beyond_ = false;                   // whether to go on past τ = 1
  Real steps_{0.0}, folds_{0.0}, branchings_{0.0};
};

}  // namespace wedge
