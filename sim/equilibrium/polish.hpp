/// Newton's method at τ = 1, lane by lane: when it has arrived, and when it is given up (solver.md, (S13)).
#pragma once

#include "base/real.hpp"

namespace wedge {

/// Judges Newton's method sweep by sweep. Lanes may begin at different times.
template <class Real>
class Polish {
 public:
  /// These lanes begin; the first step may move their support by `reach`.
  void begin(const Mask<Real>& where, const Real& reach) {
    going_ |= where;
    converged_ &= !where;
    reach_ = select(where, reach, reach_);
    before_ = select(where, Real(0.0), before_);
    steps_ = select(where, Real(0.0), steps_);
  }

  /// After a sweep at τ = 1, whose Newton step moves support by `change` and in units of λ d by `shift`: true where
  /// that step is to be taken.
  Mask<Real> judge(const Real& change, const Real& shift) {
    const Mask<Real> first = steps_ < 1.0;
    const Mask<Real> takes = going_ & ((first & (change < reach_)) | ((shift < wandering * before_) & !first));
    converged_ |= takes & ((shift < converged_shift) | (shift * shift * shift < negligible_shift * before_ * before_));
    before_ = shift;
    steps_ += Real(1.0);
    going_ = takes & !converged_ & finite(shift) & (steps_ < most_steps);
    return takes;
  }

  /// Forgets these lanes.
  void end(const Mask<Real>& where) {
    going_ &= !where;
    converged_ &= !where;
  }

  const Mask<Real>& going() const { return going_; }
  const Mask<Real>& converged() const { return converged_; }
  Mask<Real> begun() const { return going_ | converged_; }

 private:
  // Newton's method converges quadratically: from two steps, in units of λ d, one can tell what the next would be. It
  // is left out when it would be lost in rounding. (A small residual is no measure: near a fold it can hide an error of
  // 1e-5.)
  static constexpr double converged_shift = 1e-9, negligible_shift = 1e-14;
  static constexpr double most_steps = 20.0;
  // Steps that shrink no faster than this lead away from where they began.
  static constexpr double wandering = 0.7;

  Mask<Real> going_ = Real(1.0) < Real(0.0), converged_ = going_;
  Real reach_{0.0}, before_{0.0}, steps_{0.0};
};

}  // namespace wedge
