/// Who wins a fight, equation (7).
#pragma once

#include "wedge/base/real.hpp"

namespace wedge {

/// Tullock contest: probability Λ(γ ln(E/B)) = E^γ / (E^γ + B^γ) that a defence of strength E holds
/// against B; 0 when E = 0.
template <class Real>
Real contest_success(const Real& strength, const Real& attackers, const Real& decisiveness) {
  const Real e = power(strength, decisiveness);
  const Real total = e + power(attackers, decisiveness);
  return select(e > 0.0, e / select(e > 0.0, total, Real(1.0)), Real(0.0));
}

/// w_r(C), eq. (7): a defence that is late (probability `late`) fights at the share `rollback` of its strength.
template <class Real>
Real holds(const Real& late, const Real& strength, const Real& attackers, const Real& decisiveness,
           const Real& rollback) {
  return (1.0 - late) * contest_success(strength, attackers, decisiveness) +
         late * contest_success(rollback * strength, attackers, decisiveness);
}

}  // namespace wedge
