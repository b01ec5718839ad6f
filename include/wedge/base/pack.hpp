/// A pack of lanes: several draws side by side in one vector register. The one file that knows the
/// vector extension (GCC and clang `vector_size`). Included by real.hpp; include that.
#pragma once

#include <cmath>
#include <cstdint>

namespace wedge {

/// Outcome of comparing two packs: per lane all bits set, or none.
struct PackMask {
  using Bits = std::int64_t __attribute__((vector_size(64)));
  Bits bits;

  friend PackMask operator&(PackMask a, PackMask b) { return {a.bits & b.bits}; }
  friend PackMask operator|(PackMask a, PackMask b) { return {a.bits | b.bits}; }
  PackMask operator!() const { return {~bits}; }
  PackMask& operator&=(PackMask other) { return *this = *this & other; }
  PackMask& operator|=(PackMask other) { return *this = *this | other; }
};

/// Eight doubles. Arithmetic is by lane and rounds as scalar arithmetic does; exp and log go through
/// the scalar library lane by lane, so a pack gives the bits that eight doubles give.
struct Pack {
  using Values = double __attribute__((vector_size(64)));
  static constexpr int lanes = 8;
  Values values;

  Pack() : values{} {}
  Pack(Values v) : values(v) {}
  Pack(double x) : values(x - Values{}) {}

  friend Pack operator+(Pack a, Pack b) { return a.values + b.values; }
  friend Pack operator-(Pack a, Pack b) { return a.values - b.values; }
  friend Pack operator*(Pack a, Pack b) { return a.values * b.values; }
  friend Pack operator/(Pack a, Pack b) { return a.values / b.values; }
  Pack operator-() const { return -values; }
  Pack& operator+=(Pack other) { return *this = *this + other; }
  Pack& operator-=(Pack other) { return *this = *this - other; }
  Pack& operator*=(Pack other) { return *this = *this * other; }
  Pack& operator/=(Pack other) { return *this = *this / other; }
  friend PackMask operator<(Pack a, Pack b) { return {a.values < b.values}; }
  friend PackMask operator>(Pack a, Pack b) { return {a.values > b.values}; }
  friend PackMask operator<=(Pack a, Pack b) { return {a.values <= b.values}; }
  friend PackMask operator>=(Pack a, Pack b) { return {a.values >= b.values}; }
  friend PackMask operator==(Pack a, Pack b) { return {a.values == b.values}; }
  friend PackMask operator!=(Pack a, Pack b) { return {a.values != b.values}; }
};

template <>
struct RealTraits<Pack> {
  using Mask = PackMask;
  static constexpr int lanes = Pack::lanes;
};

inline Pack select(PackMask condition, Pack yes, Pack no) {
  return condition.bits ? yes.values : no.values;
}
inline double lane(const Pack& x, int i) { return x.values[i]; }
inline bool lane(const PackMask& x, int i) { return x.bits[i] != 0; }
inline void set_lane(Pack& x, int i, double value) { x.values[i] = value; }

inline bool any(PackMask condition) {
  for (int i = 0; i < Pack::lanes; ++i)
    if (lane(condition, i)) return true;
  return false;
}
inline bool all(PackMask condition) { return !any(!condition); }

template <class Function>
Pack by_lane(const Pack& x, Function function) {
  Pack out;
  for (int i = 0; i < Pack::lanes; ++i) set_lane(out, i, function(lane(x, i)));
  return out;
}
inline Pack exp(Pack x) { return by_lane(x, [](double v) { return std::exp(v); }); }
inline Pack log(Pack x) { return by_lane(x, [](double v) { return std::log(v); }); }
inline Pack sqrt(Pack x) { return by_lane(x, [](double v) { return std::sqrt(v); }); }
inline Pack ceil(Pack x) { return by_lane(x, [](double v) { return std::ceil(v); }); }
inline Pack min(Pack a, Pack b) { return select(b < a, b, a); }
inline Pack max(Pack a, Pack b) { return select(a < b, b, a); }
inline Pack abs(Pack x) { return select(x < Pack(0.0), -x, x); }

}  // namespace wedge
