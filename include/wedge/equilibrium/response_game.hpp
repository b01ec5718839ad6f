/// The responders' simultaneous decision to support or stand aside: equation (11).
#pragma once

#include <span>
#include <vector>

#include "wedge/base/constant.hpp"
#include "wedge/base/multilinear.hpp"
#include "wedge/base/real.hpp"

namespace wedge {

/// Most types of an adversary.
inline constexpr int most_types = 8;

/// n players with two actions each, an observer (the adversary) with one of several types, and private
/// cost shocks. The payoffs are kept as monomial coefficients (multilinear.hpp).
template <class Real>
struct ResponseGame {
  int size, types;
  std::vector<Real> precision;    ///< λ_k
  std::vector<Real> steadfast;    ///< π_k
  std::vector<Real> perceived;    ///< the observer's own π_k; as `steadfast` unless it misperceives
  std::vector<Real> resolve_gap;  ///< ρ_k
  Real mood;
  std::vector<Real> gain;   ///< (θ·n + k)·2^(n−1): u_k(C∪k) − u_k(C∖k) in the others' support, ascending order
  std::vector<Real> value;  ///< θ·2^n: the observer's payoff in everybody's support

  std::span<const Real> gain_of(int type, int k) const {
    const std::size_t half = std::size_t{1} << (size - 1);
    return std::span(gain).subspan((type * size + k) * half, half);
  }
  std::span<const Real> value_of(int type) const {
    const std::size_t all = std::size_t{1} << size;
    return std::span(value).subspan(type * all, all);
  }
};

/// Turns payoffs by coalition into monomial form and stores them in `game` (size and types set).
/// `utility` is by (θ·n + k)·2^n + C, `value` by θ·2^n + C.
template <class Real>
void set_payoffs(ResponseGame<Real>& game, std::span<const Real> utility, std::span<const Real> value) {
  const std::size_t all = std::size_t{1} << game.size;
  game.value.assign(value.begin(), value.end());
  game.gain.clear();
  for (int type = 0; type < game.types; ++type) {
    to_monomials(std::span(game.value).subspan(type * all, all));
    for (int k = 0; k < game.size; ++k) {
      const auto u = utility.subspan((type * game.size + k) * all, all);
      const std::size_t bit = std::size_t{1} << k, first = game.gain.size();
      for (std::size_t c = 0; c < all; ++c)
        if (!(c & bit)) game.gain.push_back(u[c | bit] - u[c]);
      to_monomials(std::span(game.gain).subspan(first));
    }
  }
}

/// The same game against one type only, whose payoffs are the mean of the types' with these weights.
template <class Real>
ResponseGame<Real> at_beliefs(const ResponseGame<Real>& game, std::span<const Real> belief) {
  ResponseGame<Real> out = game;
  out.types = 1;
  for (auto member : {&ResponseGame<Real>::gain, &ResponseGame<Real>::value}) {
    const std::vector<Real>& all = game.*member;
    const std::size_t one = all.size() / game.types;
    (out.*member).assign(one, Real(0.0));
    for (int type = 0; type < game.types; ++type)
      for (std::size_t s = 0; s < one; ++s) (out.*member)[s] += belief[type] * all[type * one + s];
  }
  return out;
}

/// Eq. (11) with λ_k scaled by τ, for one responder: its two types' logits, to be mixed with a belief π that it is
/// steadfast.
template <class Real>
class SupportProbability {
 public:
  /// `up` and `down` are λ (d + mood ± ρ/2), a = e^(−τ up) and b = e^(−τ down). One division.
  SupportProbability(const Real& tau_lambda, const Real& up, const Real& down, const Real& a, const Real& b)
      : tau_lambda_(tau_lambda), up_(up), down_(down) {
    const Real inverse = 1.0 / ((1.0 + a) * (1.0 + b));
    steadfast_ = (1.0 + b) * inverse;
    wavering_ = (1.0 + a) * inverse;
    steadfast_slope_ = a * steadfast_ * steadfast_;
    wavering_slope_ = b * wavering_ * wavering_;
  }
  Real p(const Real& pi) const { return wavering_ + pi * (steadfast_ - wavering_); }
  /// dp/dd
  Real slope(const Real& pi) const { return tau_lambda_ * (wavering_slope_ + pi * (steadfast_slope_ - wavering_slope_)); }
  /// dp/dτ
  Real drift(const Real& pi) const {
    const Real wavering = wavering_slope_ * down_;
    return wavering + pi * (steadfast_slope_ * up_ - wavering);
  }

 private:
  Real tau_lambda_, up_, down_, steadfast_, wavering_, steadfast_slope_, wavering_slope_;
};

/// Beyond ±200, Λ is 0 or 1 to the last bit, and products of a few e^x are still finite.
template <class Real>
Real logit_factor(const Real& x) {
  return exp(max(min(x, Real(200.0)), Real(-200.0)));
}

/// p_k = G_τ(d), eq. (11).
template <class Real>
SupportProbability<Real> support_probability(const ResponseGame<Real>& game, int k, const Real& benefit, const Real& tau) {
  const Real lambda = game.precision[k], centre = benefit + game.mood, half = 0.5 * game.resolve_gap[k];
  const Real up = lambda * (centre + half), down = lambda * (centre - half);
  return {tau * lambda, up, down, logit_factor<Real>(-tau * up), logit_factor<Real>(-tau * down)};
}

}  // namespace wedge
