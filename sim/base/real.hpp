/// The number that the model is written in: a `double`, or a pack of lanes (pack.hpp).
///
/// Code templated on `Real` uses only what stands here, so that it means the same for both: arithmetic,
/// comparisons that give a `Mask<Real>`, and the free functions below. Masks combine with `&`, `|`, `!`.
#pragma once

#include <algorithm>
#include <cmath>

// An explicit instantiation over `double`. Draw kernels leave it out (cmake/Kernels.cmake): they solve packs.
#if defined(WEDGE_MAKE_KERNEL)
#define WEDGE_FOR_ONE_GAME(...)
#else
#define WEDGE_FOR_ONE_GAME(...) __VA_ARGS__;
#endif

namespace wedge {

template <class Real>
struct RealTraits {
  using Mask = typename Real::Mask;
  static constexpr int lanes = Real::lanes;
};

template <>
struct RealTraits<double> {
  using Mask = bool;
  static constexpr int lanes = 1;
};

template <class Real>
using Mask = typename RealTraits<Real>::Mask;

inline double select(bool condition, double yes, double no) { return condition ? yes : no; }
inline bool any(bool condition) { return condition; }
inline bool all(bool condition) { return condition; }
inline double sqrt(double x) { return std::sqrt(x); }
inline double abs(double x) { return std::fabs(x); }
inline double ceil(double x) { return std::ceil(x); }
inline double min(double a, double b) { return b < a ? b : a; }
inline double max(double a, double b) { return a < b ? b : a; }
inline double lane(double x, int) { return x; }
inline bool lane(bool x, int) { return x; }
inline void set_lane(double& x, int, double value) { x = value; }

}  // namespace wedge

#include "base/constant.hpp"
#include "base/pack.hpp"
#include "base/single.hpp"

namespace wedge {

template <class Real>
Mask<Real> everywhere() {
  return Real(0.0) < Real(1.0);
}

/// e^x for x in the range of elementary::exp.
inline double exp_within(double x) { return elementary::exp<double, std::uint64_t>(x, MultiplyAdd()); }
/// e^x; beyond that range, that of its nearest end.
template <class Real>
Real exp(const Real& x) {
  return exp_within(max(min(x, Real(elementary::most_exponent)), Real(elementary::least_exponent)));
}
inline double log(double x) { return elementary::log<double, std::uint64_t, std::int64_t>(x, MultiplyAdd()); }

/// Λ(x) = 1 / (1 + e^(−x)); never 0, and never NaN but for NaN (exp is finite everywhere).
template <class Real>
Real logistic(const Real& x) {
  return 1.0 / (1.0 + exp(-x));
}

/// x^y for x ≥ 0, with 0^y = 0 (y > 0).
template <class Real>
Real power(const Real& x, const Real& y) {
  return select(x > 0.0, exp(y * log(select(x > 0.0, x, Real(1.0)))), Real(0.0));
}

/// In place, 1/x of N numbers with one division (Montgomery's trick). The product of all must not leave the range of a
/// double.
template <int N, class Real>
[[gnu::always_inline]] inline void reciprocals(Real* x) {
  Real upto[N];  // product of the first few
  upto[0] = x[0];
  repeat(std::integral_constant<int, N - 1>(), [&](auto i) { upto[i + 1] = upto[i] * x[i + 1]; });
  Real inverse = 1.0 / upto[N - 1];
  repeat(std::integral_constant<int, N - 1>(), [&](auto i) {
    constexpr int last = N - 1 - i();
    const Real own = inverse * upto[last - 1];
    inverse *= x[last];
    x[last] = own;
  });
  x[0] = inverse;
}

/// True where x is a finite number.
template <class Real>
Mask<Real> finite(const Real& x) {
  return abs(x) < 1e300;
}

}  // namespace wedge
