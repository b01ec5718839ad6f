/// The responders' simultaneous decision to support or stand aside: equation (11).
#pragma once

#include <span>
#include <vector>

#include "base/constant.hpp"
#include "base/multilinear.hpp"
#include "base/real.hpp"
#include "equilibrium/foresight.hpp"
#include "equilibrium/payoff_change.hpp"
#include "scenario/actors.hpp"

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
  std::vector<Real> gain;  ///< (θ·n + k)·2^(n−1): u_k(C∪k) − u_k(C∖k) in the others' support, ascending order
  std::vector<Real> value;                   ///< θ·2^n: the observer's payoff in everybody's support
  std::vector<Foresight<Real>> foresight{};  ///< of the responders that foresee; in campaigns
  PayoffChange<Real> change{};               ///< if it has a base, `gain` and `value` are empty: they are the base's

  std::span<const Real> gain_of(int type, int k) const {
    const std::size_t half = std::size_t{1} << (size - 1);
    return std::span(gain).subspan((type * size + k) * half, half);
  }
};

/// The game whose monomials a game's are, but for its change.
template <class Real>
const ResponseGame<Real>& stored(const std::vector<ResponseGame<Real>>& games, const ResponseGame<Real>& game) {
  return game.change.base < 0 ? game : games[game.change.base];
}

/// A game whose numbers are still to be set: all 0.
template <class Real>
ResponseGame<Real> blank_game(int size, int types) {
  ResponseGame<Real> game{};
  game.size = size;
  game.types = types;
  for (auto* numbers : {&game.precision, &game.steadfast, &game.perceived, &game.resolve_gap}) numbers->resize(size);
  return game;
}

/// Turns payoffs by coalition into monomial form and stores them in `game` (size and types set): `utility`, by
/// (θ·n + k)·2^n + C, and what stands in `game.value`, by θ·2^n + C.
template <class Real>
void set_payoffs(ResponseGame<Real>& game, std::span<const Real> utility) {
  const std::size_t all = std::size_t{1} << game.size, half = all / 2;
  game.gain.resize(game.types * game.size * half);
  for (int type = 0; type < game.types; ++type) {
    to_monomials(std::span(game.value).subspan(type * all, all));
    for (int k = 0; k < game.size; ++k) {
      const auto u = utility.subspan((type * game.size + k) * all, all);
      const std::size_t bit = std::size_t{1} << k;
      const auto gain = std::span(game.gain).subspan((type * game.size + k) * half, half);
      for (std::size_t s = 0; s < half; ++s) {  // a coalition of the others
        const std::size_t c = ((s & ~(bit - 1)) << 1) | (s & (bit - 1));
        gain[s] = u[c | bit] - u[c];
      }
      to_monomials(gain);
    }
  }
}

/// The game that `base` becomes by `change`, whole, into `game` (size and types set).
template <class Real>
void apply(const PayoffChange<Real>& change, const ResponseGame<Real>& base, ResponseGame<Real>& game) {
  game.gain = base.gain;
  game.value = base.value;
  const std::size_t all = std::size_t{1} << game.size, half = all / 2;
  for (int type = 0; type < game.types; ++type) {
    add_value_monomials(change, game.size, type, &game.value[type * all]);
    for (int k = 0; k < game.size; ++k)
      add_gain_monomials(change, game.size, type, k, Real(1.0), &game.gain[(type * game.size + k) * half]);
  }
}

/// Makes the gains against each type their mean with these weights: Δ no longer depends on beliefs. A base and what is
/// changed about it may be treated so one by one, since they add up.
template <class Real>
void pool_gains(std::span<const Real> weight, ResponseGame<Real>& game) {
  for (std::vector<Real>* const gain : {&game.gain, &game.change.gain}) {
    const std::size_t each = gain->size() / game.types;
    for (std::size_t s = 0; s < each; ++s) {
      Real mean = weight[0] * (*gain)[s];
      for (int type = 1; type < game.types; ++type) mean += weight[type] * (*gain)[type * each + s];
      for (int type = 0; type < game.types; ++type) (*gain)[type * each + s] = mean;
    }
  }
}

/// The responders' side of the game against one type only, whose payoffs are the mean of the types' with these weights,
/// into `out`; to its observer nothing is worth anything. `games`: where its base stands.
template <class Real>
void set_at_beliefs(const std::vector<ResponseGame<Real>>& games, const ResponseGame<Real>& game,
                    std::span<const Real> belief, ResponseGame<Real>& out) {
  out.size = game.size;
  out.types = 1;
  out.mood = game.mood;
  out.foresight = game.foresight;
  for (auto member : {&ResponseGame<Real>::precision, &ResponseGame<Real>::steadfast, &ResponseGame<Real>::perceived,
                      &ResponseGame<Real>::resolve_gap})
    out.*member = game.*member;
  out.value.resize(std::size_t{1} << game.size);
  const std::vector<Real>& gain = stored(games, game).gain;
  out.gain.resize(gain.size() / game.types);
  for (std::size_t s = 0; s < out.gain.size(); ++s) {
    Real sum = belief[0] * gain[s];
    for (int type = 1; type < game.types; ++type) sum += belief[type] * gain[type * out.gain.size() + s];
    out.gain[s] = sum;
  }
  if (game.change.base < 0) return;
  const std::size_t half = out.gain.size() / game.size;
  for (int type = 0; type < game.types; ++type)
    for (int k = 0; k < game.size; ++k)
      add_gain_monomials(game.change, game.size, type, k, belief[type], &out.gain[k * half]);
}

/// Eq. (11) with λ_k scaled by τ, (S1), for one responder: its two types' logits, to be mixed with a belief π that it
/// is steadfast.
template <class Real>
class SupportProbability {
 public:
  /// `up` and `down` are λ (d + mood ± ρ/2), a = e^(−τ up), b = e^(−τ down), and `inverse` is 1 / ((1 + a) (1 + b)).
  SupportProbability(const Real& tau_lambda, const Real& up, const Real& down, const Real& a, const Real& b,
                     const Real& inverse)
      : tau_lambda_(tau_lambda), up_(up), down_(down) {
    steadfast_ = (1.0 + b) * inverse;
    wavering_ = (1.0 + a) * inverse;
    steadfast_slope_ = a * steadfast_ * steadfast_;
    wavering_slope_ = b * wavering_ * wavering_;
  }
  Real p(const Real& pi) const { return wavering_ + pi * (steadfast_ - wavering_); }
  /// dp/dd
  Real slope(const Real& pi) const {
    return tau_lambda_ * (wavering_slope_ + pi * (steadfast_slope_ - wavering_slope_));
  }
  /// dp/dτ
  Real drift(const Real& pi) const {
    const Real wavering = wavering_slope_ * down_;
    return wavering + pi * (steadfast_slope_ * up_ - wavering);
  }

 private:
  Real tau_lambda_, up_, down_, steadfast_, wavering_, steadfast_slope_, wavering_slope_;
};

/// e^x; beyond ±60, where Λ is 0 or 1 to the last bit, that of the nearest end, so that products of a few stay finite.
template <class Real>
Real logit_factor(const Real& x) {
  return exp_within(max(min(x, Real(60.0)), Real(-60.0)));
}

/// Responders of one precision and resolve gap in the same mood share e^(τλρ/2), for the one τ of a sweep.
template <class Real>
class SupportKind {
 public:
  SupportKind(const ResponseGame<Real>& game, int k)
      : precision_(game.precision[k]),
        gap_(game.resolve_gap[k]),
        mood_(game.mood),
        wide_(!(0.5 * precision_ * gap_ < widest)),
        some_wide_(any(wide_)),
        all_wide_(all(wide_)) {}
  bool operator==(const SupportKind& other) const {
    return all((precision_ == other.precision_) & (gap_ == other.gap_) & (mood_ == other.mood_));
  }
  void scale(const Real& tau) {
    scaled_ = tau * precision_;
    down_ = exp(0.5 * scaled_ * gap_);
    up_ = 1.0 / down_;
  }
  /// a and b of SupportProbability at a net benefit.
  void factors(const Real& benefit, Real& a, Real& b) const {
    const Real centre = benefit + mood_;
    if (some_wide_) {
      const Real half = 0.5 * gap_;
      a = logit_factor<Real>(-scaled_ * (centre + half));
      b = logit_factor<Real>(-scaled_ * (centre - half));
      if (all_wide_) return;
    }
    const Real e = logit_factor<Real>(-scaled_ * centre), narrow_a = e * up_, narrow_b = e * down_;
    a = some_wide_ ? select(wide_, a, narrow_a) : narrow_a;
    b = some_wide_ ? select(wide_, b, narrow_b) : narrow_b;
  }
  SupportProbability<Real> probability(const Real& benefit, const Real& a, const Real& b, const Real& inverse) const {
    const Real centre = benefit + mood_, half = 0.5 * gap_;
    return {scaled_, precision_ * (centre + half), precision_ * (centre - half), a, b, inverse};
  }

 private:
  // Up to this λρ/2 the two types' e^(x ± h) are one e^x times e^(±h), which saves an exp.
  static constexpr double widest = 15.0;

  Real precision_, gap_, mood_;
  Mask<Real> wide_;  // where the gap is too wide for that: a lane's bits do not depend on the others
  bool some_wide_, all_wide_;
  Real scaled_{};       // τλ, at the τ of the last sweep
  Real up_{}, down_{};  // e^(−τλρ/2) and its inverse
};

/// p_k at a net benefit d, (S1), for a responder by itself.
template <class Real>
SupportProbability<Real> support_probability(const ResponseGame<Real>& game, int k, const Real& benefit,
                                             const Real& tau) {
  const Real lambda = game.precision[k], centre = benefit + game.mood, half = 0.5 * game.resolve_gap[k];
  const Real up = lambda * (centre + half), down = lambda * (centre - half);
  const Real a = logit_factor<Real>(-tau * up), b = logit_factor<Real>(-tau * down);
  return {tau * lambda, up, down, a, b, 1.0 / ((1.0 + a) * (1.0 + b))};
}

/// The responder's foresight in this game, or null.
template <class Real>
const Foresight<Real>* foresight_of(const ResponseGame<Real>& game, int k) {
  for (const Foresight<Real>& f : game.foresight)
    if (f.responder == k) return &f;
  return nullptr;
}

/// Eq. (19), which is (11) of a responder that foresees.
template <class Real>
ForesightedSupport<Real> foresighted_support(const ResponseGame<Real>& game, const Foresight<Real>& foresight,
                                             const Real& benefit, const Real& tau) {
  const int k = foresight.responder;
  return {foresight, game.precision[k], benefit + game.mood, 0.5 * game.resolve_gap[k], tau};
}

/// p_k at net benefit d as its adversaries and partners believe it, whether it foresees or not.
template <class Real>
Real support_at(const ResponseGame<Real>& game, int k, const Real& benefit, const Real& tau) {
  if (const Foresight<Real>* const f = foresight_of(game, k))
    return foresighted_support(game, *f, benefit, tau).p(game.steadfast[k]);
  return support_probability(game, k, benefit, tau).p(game.steadfast[k]);
}

}  // namespace wedge
