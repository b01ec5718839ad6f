/// A responder's stake and the force that it can bring: equations (1) and (2).
#pragma once

#include "base/real.hpp"

namespace wedge {

/// v_ki, eq. (1), for k ≠ i; the victim's own stake is 1.
template <class Real>
Real stake_in(const Real& stake, const Real& solidarity, const Real& affinity) {
  return stake + solidarity * affinity;
}

/// ω: what a crisis weighs on a responder. Its rung's demand, twice that on the victim.
template <class Real>
Real crisis_weight(const Real& demand, bool on_victim) {
  return on_victim ? 2.0 * demand : demand;
}

/// share_k: the part of k's forces that this crisis gets when it weighs `own` on k and the other
/// simultaneous crises weigh `others` (both ≥ 0).
template <class Real>
Real crisis_share(const Real& own, const Real& others) {
  return select(others > 0.0, own / select(others > 0.0, own + others, Real(1.0)), Real(1.0));
}

/// f_ki of a regional defender, eq. (2); the victim has reach 1.
template <class Real>
Real regional_force(const Real& forces, const Real& reach, const Real& share_everywhere) {
  return reach * forces * share_everywhere;
}

/// f_ki of a global defender, eq. (2): what stands in the region competes with the crises there, the
/// reserve with all.
template <class Real>
Real global_force(const Real& forces, const Real& reach, const Real& posture, const Real& share_local,
                  const Real& reserve, const Real& share_everywhere) {
  return reach * forces * (posture * share_local + reserve * share_everywhere);
}

}  // namespace wedge
