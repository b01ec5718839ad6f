/// Who wins a fight, equation (7).
#pragma once

#include "base/real.hpp"

namespace wedge {

/// Tullock contest: probability Λ(γ ln(E/B)) = E^γ / (E^γ + B^γ) that a defence of strength E wins against B; 0 when
/// E = 0. `strength` and `attackers` are E^γ and B^γ: every one of them meets many of the other.
template <class Real>
Real contest_success(const Real& strength, const Real& attackers) {
  return strength / select(strength > 0.0, strength + attackers, Real(1.0));
}

/// w_r(C), eq. (7): a defence that is late (probability `late`) fights at the share ξ of its strength. `rollback` is
/// ξ^γ.
template <class Real>
Real defence_wins(const Real& late, const Real& strength, const Real& attackers, const Real& rollback) {
  return (1.0 - late) * contest_success(strength, attackers) +
         late * contest_success<Real>(rollback * strength, attackers);
}

}  // namespace wedge
