/// One draw by itself whose response games lie side by side in the lanes of packs: for crises of so many games that
/// those of a whole pack of draws would not fit into any cache. Included by real.hpp; include that.
#pragma once

#include <cmath>

#include "base/pack.hpp"

namespace wedge {

/// A double. `Lanes` says which packs it goes with, so that code for one processor never runs in the place of another's
/// (pack.hpp).
template <int Lanes>
struct SingleOf {
  using Mask = bool;
  static constexpr int lanes = 1;
  double value;

  SingleOf() = default;  // as a double
  SingleOf(double x) : value(x) {}

  friend SingleOf operator+(SingleOf a, SingleOf b) { return a.value + b.value; }
  friend SingleOf operator-(SingleOf a, SingleOf b) { return a.value - b.value; }
  friend SingleOf operator*(SingleOf a, SingleOf b) { return a.value * b.value; }
  friend SingleOf operator/(SingleOf a, SingleOf b) { return a.value / b.value; }
  SingleOf operator-() const { return -value; }
  SingleOf& operator+=(SingleOf other) { return *this = *this + other; }
  SingleOf& operator-=(SingleOf other) { return *this = *this - other; }
  SingleOf& operator*=(SingleOf other) { return *this = *this * other; }
  SingleOf& operator/=(SingleOf other) { return *this = *this / other; }
  friend bool operator<(SingleOf a, SingleOf b) { return a.value < b.value; }
  friend bool operator>(SingleOf a, SingleOf b) { return a.value > b.value; }
  friend bool operator<=(SingleOf a, SingleOf b) { return a.value <= b.value; }
  friend bool operator>=(SingleOf a, SingleOf b) { return a.value >= b.value; }
  friend bool operator==(SingleOf a, SingleOf b) { return a.value == b.value; }
  friend bool operator!=(SingleOf a, SingleOf b) { return a.value != b.value; }

  friend SingleOf select(bool condition, SingleOf yes, SingleOf no) { return condition ? yes : no; }
  friend double lane(const SingleOf& x, int) { return x.value; }
  friend void set_lane(SingleOf& x, int, double value) { x.value = value; }
  friend SingleOf min(SingleOf a, SingleOf b) { return b.value < a.value ? b : a; }
  friend SingleOf max(SingleOf a, SingleOf b) { return a.value < b.value ? b : a; }
  friend SingleOf abs(SingleOf x) { return std::fabs(x.value); }
  friend SingleOf sqrt(SingleOf x) { return std::sqrt(x.value); }
  friend SingleOf ceil(SingleOf x) { return std::ceil(x.value); }
  friend SingleOf exp_within(SingleOf x) { return elementary::exp<double, std::uint64_t>(x.value, MultiplyAdd()); }
  friend SingleOf log(SingleOf x) {
    return elementary::log<double, std::uint64_t, std::int64_t>(x.value, MultiplyAdd());
  }
};
using Single = SingleOf<RealTraits<Pack>::lanes>;

namespace detail {
template <class Real>
struct GameReal {
  using type = Real;
};
template <>
struct GameReal<Single> {
  using type = Pack;
};
}  // namespace detail

/// What response games are written in where draws are written in `Real`: the same, but packs of games for a Single.
template <class Real>
using GameReal = typename detail::GameReal<Real>::type;

/// Whether it is more than one game that stands in a GameReal.
template <class Real>
inline constexpr bool games_in_lanes = !std::is_same_v<GameReal<Real>, Real>;

/// How many games of one draw stand in a GameReal, side by side: a *cell*.
template <class Real>
inline constexpr int cell_lanes = RealTraits<GameReal<Real>>::lanes / RealTraits<Real>::lanes;

/// The number of one of a cell's games.
template <class Real>
Real of_game(const GameReal<Real>& x, int game) {
  if constexpr (games_in_lanes<Real>)
    return Real(lane(x, game));
  else
    return x;
}

/// A number of the draw, which is the same for all games of a cell.
template <class Real>
Real of_draw(const GameReal<Real>& x) {
  return of_game<Real>(x, 0);
}

/// Adds up a cell's numbers, game by game in their order, so that the sum is the same however many stand in a cell.
template <class Real>
void add_games(Real& sum, const GameReal<Real>& x, int games) {
  for (int i = 0; i < games; ++i) sum += of_game<Real>(x, i);
}

}  // namespace wedge
