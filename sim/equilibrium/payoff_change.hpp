/// Payoffs of one game as few differences from another's: what a tactic changes about the same attack without one
/// (docs/solver.md, "Large linked crises").
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "base/multilinear.hpp"
#include "base/real.hpp"

namespace wedge {

/// A threat changes nothing unless it is live: unless the victim resists and, if it is aimed at one, that one supports.
/// So the differences have the support of these as factors, and only what these are multiplied with is stored.
template <class Real>
struct PayoffChange {
  int base = -1;              ///< position of the game that is changed; −1: a game by itself
  int victim = 0;             ///< among the responders
  std::uint32_t live = 0;     ///< by bits of the responders: all of these must support for anything to change
  std::uint32_t courted = 0;  ///< who gets `courtship` from the observer for standing aside while the victim supports
  Real price{0.0}, courtship{0.0};  ///< to the observer: in any case; for each of the courted
  std::vector<Real> gain;           ///< monomials by type and responder, in the support of others who are not `live`
  std::vector<Real> value;          ///< monomials by type, in the support of all who are not `live`

  /// How many responders beside `k` the monomials of its gain are in; and where they begin.
  int variables(int size, int k) const { return size - 1 - std::popcount(live & ~(1U << k)); }
  std::size_t gain_at(int size, int type, int k) const {
    const int count = std::popcount(live), below = std::popcount(live & ((1U << k) - 1));
    // Twice as many of one who is live: it is in all the others'.
    return static_cast<std::size_t>(type * (size + count) + k + below) << (size - count) >> 1;
  }
};

namespace detail {

// value += f(x), gradient += ∂f/∂x for f = Π x_i over the bits of `factors` (at most two) times the multilinear
// function of the rest of m variables with these coefficients. `gradient` may be null.
template <class Real>
[[gnu::noinline]] void add_product(int m, std::uint32_t factors, const Real* coefficients, const Real* x, Real& value,
                                   Real* gradient) {
  Real rest[most_variables], slope[most_variables];
  int place[most_variables], factor[most_variables], others = 0, count = 0;
  for (int i = 0; i < m; ++i)
    if ((factors >> i) & 1U)
      factor[count++] = i;
    else
      place[others] = i, rest[others++] = x[i];
  Real product(1.0);
  for (int i = 0; i < count; ++i) product *= x[factor[i]];
  if (gradient == nullptr) {
    value += product * multilinear(others, coefficients, rest);
    return;
  }
  const Real q = multilinear(others, coefficients, rest, slope);
  value += product * q;
  for (int j = 0; j < others; ++j) gradient[place[j]] += product * slope[j];
  if (count == 1) gradient[factor[0]] += q;
  if (count == 2) {
    gradient[factor[0]] += x[factor[1]] * q;
    gradient[factor[1]] += x[factor[0]] * q;
  }
}

// Bits of responders as bits of all but k.
inline std::uint32_t bits_of_others(std::uint32_t responders, int k) {
  const std::uint32_t below = (1U << k) - 1;
  return (responders & below) | ((responders >> 1) & ~below);
}

}  // namespace detail

/// Adds what changes about the observer's value at support `p`, and about its gradient unless that is null.
template <class Real>
void add_value_change(const PayoffChange<Real>& c, int size, int type, const Real* p, Real& value, Real* gradient) {
  value -= c.price;
  if (c.courted != 0) {
    Real aside(0.0);
    for (int k = 0; k < size; ++k)
      if ((c.courted >> k) & 1U) {
        aside += 1.0 - p[k];
        if (gradient != nullptr) gradient[k] += c.courtship * p[c.victim];
      }
    value -= c.courtship * p[c.victim] * aside;
    if (gradient != nullptr) gradient[c.victim] -= c.courtship * aside;
  }
  if (c.value.empty()) return;
  const std::size_t monomials = std::size_t{1} << (size - std::popcount(c.live));
  detail::add_product(size, c.live, &c.value[type * monomials], p, value, gradient);
}

/// The same of responder k's gain of supporting, in the support of the others.
template <class Real>
void add_gain_change(const PayoffChange<Real>& c, int size, int type, int k, const Real* others, Real& gain,
                     Real* gradient) {
  if ((c.courted >> k) & 1U) {
    const int victim = c.victim < k ? c.victim : c.victim - 1;
    gain -= c.courtship * others[victim];
    if (gradient != nullptr) gradient[victim] -= c.courtship;
  }
  if (c.gain.empty()) return;
  detail::add_product(size - 1, detail::bits_of_others(c.live & ~(1U << k), k), &c.gain[c.gain_at(size, type, k)],
                      others, gain, gradient);
}

/// Turns how payoffs differ from those of the base into monomials, `live` set: value(type, C, place) and
/// utility(type, k, C, place), asked for where everybody in `live` supports, `place` counting these coalitions in
/// ascending order.
template <class Real, class Value, class Utility>
void set_differences(PayoffChange<Real>& c, int size, int types, Value value, Utility utility) {
  const std::size_t places = std::size_t{1} << (size - std::popcount(c.live));
  c.value.resize(types * places);
  c.gain.resize(c.gain_at(size, types, 0));
  for (int type = 0; type < types; ++type) {
    const auto values = std::span(c.value).subspan(type * places, places);
    for_each_corner(size, c.live, [&](std::uint32_t s, std::size_t place) { values[place] = value(type, s, place); });
    to_monomials(values);
    for (int k = 0; k < size; ++k) {
      const std::uint32_t bit = 1U << k;
      const bool live = (c.live & bit) != 0;
      const std::size_t step = live ? 0 : std::size_t{1} << std::popcount(~c.live & (bit - 1));
      const auto gains = std::span(c.gain).subspan(c.gain_at(size, type, k), live ? places : places / 2);
      auto gain = gains.begin();
      for_each_corner(size, c.live, [&](std::uint32_t s, std::size_t place) {
        if ((place & step) != 0) return;
        *gain = utility(type, k, s | bit, place | step);
        if (!live) *gain -= utility(type, k, s, place);
        ++gain;
      });
      to_monomials(gains);
    }
  }
}

/// Adds what changes about the observer's value to its monomials, the 2^size of a full game.
template <class Real>
void add_value_monomials(const PayoffChange<Real>& c, int size, int type, Real* value) {
  value[0] -= c.price;
  const std::size_t victim = std::size_t{1} << c.victim;
  for (int k = 0; k < size; ++k)
    if ((c.courted >> k) & 1U) {
      value[victim] -= c.courtship;
      value[victim | std::size_t{1} << k] += c.courtship;
    }
  if (c.value.empty()) return;
  const Real* next = &c.value[type * (std::size_t{1} << (size - std::popcount(c.live)))];
  for (std::uint32_t s = 0; s < 1U << size; ++s)
    if ((s & c.live) == c.live) value[s] += *next++;
}

/// The same of k's gain, into the 2^(size − 1) of a full game.
template <class Real>
void add_gain_monomials(const PayoffChange<Real>& c, int size, int type, int k, const Real& weight, Real* gain) {
  if ((c.courted >> k) & 1U) gain[std::size_t{1} << (c.victim < k ? c.victim : c.victim - 1)] -= weight * c.courtship;
  if (c.gain.empty()) return;
  const std::uint32_t factors = detail::bits_of_others(c.live & ~(1U << k), k);
  const Real* next = &c.gain[c.gain_at(size, type, k)];
  for (std::uint32_t s = 0; s < 1U << (size - 1); ++s)
    if ((s & factors) == factors) gain[s] += weight * *next++;
}

}  // namespace wedge
