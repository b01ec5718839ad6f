/// The follow-through: what the adversary does once it has seen who supports, equations (8) and (9), with the risk that
/// runs at a defiance (14)–(16) and the pressure that is in force before it (17), (18).
#pragma once

#include <array>
#include <span>

#include "base/real.hpp"

namespace wedge {

/// One type's stakes in one attack; its factors θ^g and θ^c are already in.
template <class Real>
struct AttackStakes {
  Real gain;           ///< G: the value at issue
  Real attacker_cost;  ///< θ^c attacker_cost
  Real defeat_cost;    ///< θ^c defeat_cost
  Real political;      ///< Ψ(C)
};

/// U_d, eq. (8): backing down costs an audience and what is already spent.
template <class Real>
Real desist_value(const AttackStakes<Real>& a, const Real& audience_cost, const Real& sunk) {
  return -audience_cost * a.gain - sunk * a.attacker_cost;
}

/// U_p, eq. (8), when the defence wins with probability `defence_wins`. U_e is this at w^x, less ret(C).
template <class Real>
Real press_value(const AttackStakes<Real>& a, const Real& defence_wins) {
  return a.gain * (1.0 - defence_wins) - a.attacker_cost - a.defeat_cost * defence_wins - a.political;
}

/// U_c, eq. (8): the victim stood aside.
template <class Real>
Real concede_value(const AttackStakes<Real>& a) {
  return a.gain - a.political;
}

/// Σ R_k / (1 + ν N): what the supporters can do to an adversary that carries out a nuclear threat, as
/// far as its arsenal does not deter them; the part of ret(C) beside θ^c execution_cost.
template <class Real>
Real retaliation_price(const Real& retaliation, const Real& cover, const Real& arsenal) {
  return retaliation / (1.0 + cover * arsenal);
}

/// A live threat in two parts: one that comes before the adversary decides, and one that is left to its decision.
template <class Real>
struct Split {
  Real before, left;
};

/// Eq. (14), d and η′: the autonomous risk η of a nuclear threat, of which the share `brink` runs at the defiance
/// itself and the rest while the adversary presses. Eq. (17): the price of a squeeze, of which the share `onset` is
/// paid already and the rest if it is escalated.
template <class Real>
Split<Real> split(const Real& share, const Real& whole) {
  return {.before = share * whole, .left = (1.0 - share) * whole};
}

/// X, eq. (18): the part of a squeeze that is in force, and the rest if it is `escalated`.
template <class Real>
Real squeezed(const Real& onset, const Real& escalated) {
  return onset + (1.0 - onset) * escalated;
}

/// The end of a crisis after one coalition has formed, for one type: as an expectation, or after one choice.
template <class Real>
struct Outcome {
  Real held;      ///< S: the target is held
  Real fight;     ///< f = 1 − z_d
  Real executed;  ///< X: the threat is carried out; of a squeeze z_e, without what is in force already (18)
  Real desisted;  ///< z_d
  Real value;     ///< U_j(C)
};

/// The victim conceded: lost without a fight.
template <class Real>
Outcome<Real> after_conceding(const Real& value) {
  return {.held = Real(0.0), .fight = Real(0.0), .executed = Real(0.0), .desisted = Real(0.0), .value = value};
}

template <class Real>
Outcome<Real> after_desisting(const Real& value) {
  return {.held = Real(1.0), .fight = Real(0.0), .executed = Real(0.0), .desisted = Real(1.0), .value = value};
}

/// Pressing runs the autonomous risk `eta` that a live threat gets carried out after all (0: none).
template <class Real>
Outcome<Real> after_pressing(const Real& press, const Real& escalate, const Real& defence_wins,
                             const Real& wins_executed, const Real& eta) {
  return {.held = (1.0 - eta) * defence_wins + eta * wins_executed,
          .fight = Real(1.0),
          .executed = eta,
          .desisted = Real(0.0),
          .value = (1.0 - eta) * press + eta * escalate};
}

template <class Real>
Outcome<Real> after_escalating(const Real& escalate, const Real& wins_executed) {
  return {.held = wins_executed, .fight = Real(1.0), .executed = Real(1.0), .desisted = Real(0.0), .value = escalate};
}

/// Eq. (16): with probability `risk` Nature carries the threat out before the adversary decides.
template <class Real>
Outcome<Real> after_defiance(const Real& risk, const Outcome<Real>& carried_out, const Outcome<Real>& decided) {
  const Real rest = 1.0 - risk;
  return {rest * decided.held + risk * carried_out.held, rest * decided.fight + risk * carried_out.fight,
          rest * decided.executed + risk * carried_out.executed, rest * decided.desisted,
          rest * decided.value + risk * carried_out.value};
}

/// z, the probabilities of a logit choice among the alternatives, at most three.
template <class Real>
std::array<Real, 3> choice_among(std::span<const Outcome<Real>> alternatives, const Real& precision) {
  std::array<Real, 3> z{Real(1.0), Real(0.0), Real(0.0)};
  if (alternatives.size() == 2) {
    z[1] = logistic<Real>(precision * (alternatives[1].value - alternatives[0].value));
    z[0] = 1.0 - z[1];
  } else if (alternatives.size() == 3) {
    const Real top = max(max(alternatives[0].value, alternatives[1].value), alternatives[2].value);
    for (int i = 0; i < 3; ++i) z[i] = exp(precision * (alternatives[i].value - top));
    const Real inverse = 1.0 / (z[0] + z[1] + z[2]);
    for (Real& share : z) share *= inverse;
  }
  return z;
}

/// Eq. (9): the expectation over that choice.
template <class Real>
Outcome<Real> expected_outcome(std::span<const Outcome<Real>> alternatives, const Real& precision) {
  if (alternatives.size() == 1) return alternatives[0];
  const std::array<Real, 3> z = choice_among(alternatives, precision);
  const auto mean = [&](Real Outcome<Real>::*of) {
    const Real of_two = z[0] * (alternatives[0].*of) + z[1] * (alternatives[1].*of);
    return alternatives.size() == 2 ? of_two : of_two + z[2] * (alternatives[2].*of);
  };
  return {mean(&Outcome<Real>::held), mean(&Outcome<Real>::fight), mean(&Outcome<Real>::executed),
          mean(&Outcome<Real>::desisted), mean(&Outcome<Real>::value)};
}

}  // namespace wedge
