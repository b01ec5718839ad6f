/// The worth of each coalition to a responder, equation (10).
#pragma once

#include "base/real.hpp"

namespace wedge {

/// harm_k(C) of a nuclear threat carried out: grows with the arsenal that arrives and saturates.
template <class Real>
Real nuclear_harm(const Real& vulnerability, const Real& saturation, const Real& arsenal, const Real& missile_defence) {
  return vulnerability * saturation * (1.0 - exp(-arsenal * (1.0 - missile_defence) / saturation));
}

/// harm_k(C) of an economic threat carried out.
template <class Real>
Real economic_harm(const Real& leverage, const Real& exposure, const Real& economic_resilience) {
  return leverage * exposure * (1.0 - economic_resilience);
}

/// One responder's part in one coalition. Terms that do not apply are 0.
template <class Real>
struct ResponderTerms {
  Real stake;      ///< v_ki
  Real war;        ///< φ_k defender_cost burden_ki if k supports
  Real entry;      ///< n_ki if k supports and is not the victim
  Real harm;       ///< φ_k harm_k if k supports under a threat aimed at it
  Real penalty;    ///< c_ki if k stands aside while the victim resists
  Real courtship;  ///< largesse · reliability if k is courted and stands aside while the victim resists
};

/// What of u_k(C), eq. (10), depends on how the crisis ends. It is linear, so that this is also by how much u_k(C)
/// changes when S, f and X change by these. `at_stake` is g (1 − hybrid pool), and S, f, X are those of (9).
template <class Real>
Real worth_of_end(const ResponderTerms<Real>& t, const Real& at_stake, const Real& held, const Real& fight,
                  const Real& executed) {
  return t.stake * at_stake * held - t.war * fight - t.harm * executed;
}

/// u_k(C), eq. (10).
template <class Real>
Real responder_utility(const ResponderTerms<Real>& t, const Real& at_stake, const Real& held, const Real& fight,
                       const Real& executed) {
  return worth_of_end(t, at_stake, held, fight, executed) - t.stake * at_stake - t.entry - t.penalty + t.courtship;
}

}  // namespace wedge
