/// A pack of lanes: several draws side by side in one vector register. The one file that knows the vector
/// extension (GCC and clang `vector_size`) and the processor. Included by real.hpp; include that.
#pragma once

#include <cmath>
#include <cstdint>
#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "base/elementary.hpp"

namespace wedge {

// a·b + c, fused if the processor can: never left to the compiler where the bits of exp and log depend on it.
struct MultiplyAdd {
  template <class Values>
  Values operator()(Values a, Values b, Values c) const {
#if defined(__AVX512DQ__)
    if constexpr (sizeof(Values) == 64) return _mm512_fmadd_pd(a, b, c);
#endif
#if defined(__FMA__)
    if constexpr (sizeof(Values) == 32) return _mm256_fmadd_pd(a, b, c);
    if constexpr (sizeof(Values) == 8) return __builtin_fma(a, b, c);
#endif
    return a * b + c;
  }
};

}  // namespace wedge

#if defined(WEDGE_COUNTING)
#include "counted.hpp"  // bench/: a pack of one lane that counts its operations
#else

namespace wedge {

// A pack is as wide as a register of the processor that this code is compiled for. Packs for different processors are
// different types (the namespace is part of their names), so that code for one never runs in the place of another's.
#if defined(__AVX512DQ__)
inline namespace lanes_8 {
inline constexpr int native_lanes = 8;
#elif defined(__AVX2__)
inline namespace lanes_4 {
inline constexpr int native_lanes = 4;
#else
inline namespace lanes_2 {
inline constexpr int native_lanes = 2;
#endif

/// Outcome of comparing two packs: per lane all bits set, or none.
struct PackMask {
  using Bits = std::int64_t __attribute__((vector_size(native_lanes * 8)));
  Bits bits;

  friend PackMask operator&(PackMask a, PackMask b) { return {a.bits & b.bits}; }
  friend PackMask operator|(PackMask a, PackMask b) { return {a.bits | b.bits}; }
  PackMask operator!() const { return {~bits}; }
  PackMask& operator&=(PackMask other) { return *this = *this & other; }
  PackMask& operator|=(PackMask other) { return *this = *this | other; }
};

/// `native_lanes` doubles. Arithmetic is by lane and rounds as scalar arithmetic does: the build forbids the compiler
/// to fuse multiplications and additions.
struct Pack {
  using Values = double __attribute__((vector_size(native_lanes * 8)));
  using Words = std::uint64_t __attribute__((vector_size(native_lanes * 8)));
  using Mask = PackMask;
  static constexpr int lanes = native_lanes;
  Values values;

  Pack() = default;  // as a double: any numbers, zeros where it is value-initialised
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

inline Pack select(PackMask condition, Pack yes, Pack no) { return condition.bits ? yes.values : no.values; }
inline double lane(const Pack& x, int i) { return x.values[i]; }
inline bool lane(const PackMask& x, int i) { return x.bits[i] != 0; }
inline void set_lane(Pack& x, int i, double value) { x.values[i] = value; }

inline bool any(PackMask condition) {
#if defined(__AVX512DQ__)
  return _mm512_movepi64_mask((__m512i)condition.bits) != 0;
#elif defined(__AVX2__)
  return _mm256_movemask_pd((__m256d)condition.bits) != 0;
#else
  return (condition.bits[0] | condition.bits[1]) != 0;
#endif
}
inline bool all(PackMask condition) { return !any(!condition); }

/// b < a ? b : a, so that a NaN in `a` stays.
inline Pack min(Pack a, Pack b) {
#if defined(__AVX512DQ__)
  return _mm512_min_pd(b.values, a.values);
#elif defined(__AVX2__)
  return _mm256_min_pd(b.values, a.values);
#else
  return select(b < a, b, a);
#endif
}
/// a < b ? b : a, so that a NaN in `a` stays.
inline Pack max(Pack a, Pack b) {
#if defined(__AVX512DQ__)
  return _mm512_max_pd(b.values, a.values);
#elif defined(__AVX2__)
  return _mm256_max_pd(b.values, a.values);
#else
  return select(a < b, b, a);
#endif
}
inline Pack abs(Pack x) {
  using Bits = PackMask::Bits;
  return {std::bit_cast<Pack::Values>(std::bit_cast<Bits>(x.values) & INT64_MAX)};
}

template <class Function>
Pack by_lane(const Pack& x, Function function) {
  Pack out;
  for (int i = 0; i < Pack::lanes; ++i) set_lane(out, i, function(lane(x, i)));
  return out;
}
inline Pack sqrt(Pack x) {
  return by_lane(x, [](double v) { return std::sqrt(v); });
}
inline Pack ceil(Pack x) {
  return by_lane(x, [](double v) { return std::ceil(v); });
}

inline Pack exp_within(Pack x) { return {elementary::exp<Pack::Values, Pack::Words>(x.values, MultiplyAdd())}; }
inline Pack log(Pack x) {
  return {elementary::log<Pack::Values, Pack::Words, PackMask::Bits>(x.values, MultiplyAdd())};
}

}  // inline namespace
}  // namespace wedge

#endif
