/// The responders' simultaneous decision to support or stand aside: equation (11).
#pragma once

#include <span>
#include <vector>

#include "wedge/base/multilinear.hpp"
#include "wedge/base/real.hpp"

namespace wedge {

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

/// p_k = G_τ(Δ_k), eq. (11) with λ_k scaled by τ, and its derivatives by the net benefit and by τ; the
/// same as the observer perceives it.
template <class Real>
struct SupportProbability {
  Real p, slope, drift;
  Real perceived, perceived_slope, perceived_drift;
};

template <class Real>
SupportProbability<Real> support_probability(const ResponseGame<Real>& game, int k, const Real& benefit,
                                             const Real& tau) {
  const Real lambda = game.precision[k], pi = game.steadfast[k], seen = game.perceived[k];
  const Real up = lambda * (benefit + game.mood + 0.5 * game.resolve_gap[k]);
  const Real down = lambda * (benefit + game.mood - 0.5 * game.resolve_gap[k]);
  const Real s = logistic(tau * up), w = logistic(tau * down);
  const Real ds = s * (1.0 - s), dw = w * (1.0 - w);
  return {pi * s + (1.0 - pi) * w,
          tau * lambda * (pi * ds + (1.0 - pi) * dw),
          pi * ds * up + (1.0 - pi) * dw * down,
          seen * s + (1.0 - seen) * w,
          tau * lambda * (seen * ds + (1.0 - seen) * dw),
          seen * ds * up + (1.0 - seen) * dw * down};
}

}  // namespace wedge
