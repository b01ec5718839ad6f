/// A pack of one lane that counts its operations: what the model is compiled with when WEDGE_COUNTING is defined
/// (pack.hpp). Included by pack.hpp; include base/real.hpp.
///
/// The rules and the solver are written once for any number type, so that one draw's work is found by running it, not
/// by reading the code. Only arithmetic on `Pack` counts: indices, copies and memory do not.
#pragma once

#include <cmath>
#include <cstdint>

namespace wedge {

/// Operations by kind. A minimum, a maximum, an absolute value, a negation, a rounding, a selection and a comparison
/// are one operation `compare` each; an fma is one operation, not two.
struct OperationCounts {
  std::uint64_t exp = 0, log = 0, div = 0, sqrt = 0, fma = 0, mul = 0, add = 0, compare = 0;
};
inline thread_local OperationCounts counted_operations;

/// A double whose every operation adds one to `counted_operations`. Rounds as `double` does.
struct Pack {
  static constexpr int lanes = 1;
  double value = 0.0;

  Pack() = default;
  Pack(double x) : value(x) {}

  friend Pack operator+(Pack a, Pack b) { return ++counted_operations.add, a.value + b.value; }
  friend Pack operator-(Pack a, Pack b) { return ++counted_operations.add, a.value - b.value; }
  friend Pack operator*(Pack a, Pack b) { return ++counted_operations.mul, a.value * b.value; }
  friend Pack operator/(Pack a, Pack b) { return ++counted_operations.div, a.value / b.value; }
  Pack operator-() const { return ++counted_operations.compare, -value; }
  Pack& operator+=(Pack other) { return *this = *this + other; }
  Pack& operator-=(Pack other) { return *this = *this - other; }
  Pack& operator*=(Pack other) { return *this = *this * other; }
  Pack& operator/=(Pack other) { return *this = *this / other; }
  friend bool operator<(Pack a, Pack b) { return ++counted_operations.compare, a.value < b.value; }
  friend bool operator>(Pack a, Pack b) { return ++counted_operations.compare, a.value > b.value; }
  friend bool operator<=(Pack a, Pack b) { return ++counted_operations.compare, a.value <= b.value; }
  friend bool operator>=(Pack a, Pack b) { return ++counted_operations.compare, a.value >= b.value; }
  friend bool operator==(Pack a, Pack b) { return ++counted_operations.compare, a.value == b.value; }
  friend bool operator!=(Pack a, Pack b) { return ++counted_operations.compare, a.value != b.value; }
};

template <>
struct RealTraits<Pack> {
  using Mask = bool;
  static constexpr int lanes = Pack::lanes;
};

inline Pack select(bool condition, Pack yes, Pack no) { return ++counted_operations.compare, condition ? yes : no; }
inline double lane(const Pack& x, int) { return x.value; }
inline void set_lane(Pack& x, int, double value) { x.value = value; }
inline Pack exp_within(Pack x) { return ++counted_operations.exp, std::exp(x.value); }
/// The cost of an exponential has its bounds in it.
inline Pack exp(Pack x) { return exp_within(x); }
inline Pack log(Pack x) { return ++counted_operations.log, std::log(x.value); }
inline Pack sqrt(Pack x) { return ++counted_operations.sqrt, std::sqrt(x.value); }
inline Pack fma(Pack a, Pack b, Pack c) { return ++counted_operations.fma, std::fma(a.value, b.value, c.value); }
inline Pack ceil(Pack x) { return ++counted_operations.compare, std::ceil(x.value); }
inline Pack abs(Pack x) { return ++counted_operations.compare, std::fabs(x.value); }
inline Pack min(Pack a, Pack b) { return ++counted_operations.compare, b.value < a.value ? b : a; }
inline Pack max(Pack a, Pack b) { return ++counted_operations.compare, a.value < b.value ? b : a; }

}  // namespace wedge
