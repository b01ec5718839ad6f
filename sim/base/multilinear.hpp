/// Functions that are linear in each of m variables, as sums of monomials.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/constant.hpp"

namespace wedge {

/// In place: values at the corners of the unit cube (index = bits of the variables that are 1) become
/// the coefficients of the monomials (Möbius transform). Size is a power of two.
template <class Real>
void to_monomials(std::span<Real> corners) {
  for (std::size_t bit = 1; bit < corners.size(); bit <<= 1)
    for (std::size_t s = 0; s < corners.size(); s += 2 * bit)
      for (std::size_t below = s; below < s + bit; ++below) corners[below + bit] -= corners[below];
}

/// use(s, place) for the corners of a cube of n variables where all of `fixed` are 1, `place` counting them in
/// ascending order.
template <class Use>
void for_each_corner(int n, std::uint32_t fixed, Use use) {
  const std::uint32_t free = ((1U << n) - 1) & ~fixed;
  const std::size_t corners = std::size_t{1} << std::popcount(free);
  std::uint32_t s = fixed;
  for (std::size_t place = 0; place < corners; ++place) {
    use(s, place);
    s = (((s | ~free) + 1) & free) | fixed;
  }
}

inline constexpr int most_variables = 12;

namespace detail {

// f = f₀ + x f₁ in the last variable x, both halves multilinear in the others: 2^m − 1 multiply-adds for the value,
// less than as many again for the gradient. Small ones are inlined, larger ones call those.
template <int M, class Real>
[[gnu::noinline]] Real outlined_value(const Real* c, const Real* x);
template <int M, class Real>
[[gnu::noinline]] Real outlined_gradient(const Real* c, const Real* x, Real* gradient);

template <int M, class Real>
[[gnu::always_inline]] inline Real multilinear_value(const Real* c, const Real* x) {
  if constexpr (M == 0)
    return c[0];
  else if constexpr (M > few_constant)
    return outlined_value<M>(c, x);
  else
    return multilinear_value<M - 1>(c, x) + x[M - 1] * multilinear_value<M - 1>(c + (1 << (M - 1)), x);
}

template <int M, class Real>
[[gnu::always_inline]] inline Real multilinear_gradient(const Real* c, const Real* x, Real* gradient) {
  if constexpr (M == 0) {
    return c[0];
  } else if constexpr (M > few_constant) {
    return outlined_gradient<M>(c, x, gradient);
  } else {
    Real upper_gradient[M];
    const Real lower = multilinear_gradient<M - 1>(c, x, gradient);
    const Real upper = multilinear_gradient<M - 1>(c + (1 << (M - 1)), x, upper_gradient);
    repeat(std::integral_constant<int, M - 1>(),
           [&](auto j) { gradient[j] = gradient[j] + x[M - 1] * upper_gradient[j]; });
    gradient[M - 1] = upper;
    return lower + x[M - 1] * upper;
  }
}

template <int M, class Real>
Real outlined_value(const Real* c, const Real* x) {
  return multilinear_value<M - 1>(c, x) + x[M - 1] * multilinear_value<M - 1>(c + (1 << (M - 1)), x);
}

template <int M, class Real>
Real outlined_gradient(const Real* c, const Real* x, Real* gradient) {
  Real upper_gradient[M];
  const Real lower = multilinear_gradient<M - 1>(c, x, gradient);
  const Real upper = multilinear_gradient<M - 1>(c + (1 << (M - 1)), x, upper_gradient);
  for (int j = 0; j < M - 1; ++j) gradient[j] = gradient[j] + x[M - 1] * upper_gradient[j];
  gradient[M - 1] = upper;
  return lower + x[M - 1] * upper;
}

// use(std::integral_constant<int, m>()) for a size known only now.
template <int M = 0, class Use>
auto for_variables(int m, Use use) {
  if constexpr (M == most_variables)
    return use(std::integral_constant<int, M>());
  else
    return m == M ? use(std::integral_constant<int, M>()) : for_variables<M + 1>(m, use);
}

}  // namespace detail

/// The n − 1 coordinates of x but the k-th.
template <class Real, class Size, class Index>
[[gnu::always_inline]] inline void all_but(Size n, Index k, const Real* x, Real* others) {
  repeat(plus<-1>(n), [&](auto l) { others[l] = x[l < k ? l : l + 1]; });
}

/// f(x) for the function of m ≤ 12 variables with these 2^m coefficients. `m` is an int or a compile-time constant.
template <class Real, class Size>
[[gnu::always_inline]] inline Real multilinear(Size m, const Real* coefficients, const Real* x) {
  if constexpr (is_constant<Size>)
    return detail::multilinear_value<m()>(coefficients, x);
  else
    return detail::for_variables(m, [&](auto size) { return detail::multilinear_value<size()>(coefficients, x); });
}

/// f(x); `gradient` (m entries) becomes ∂f/∂x.
template <class Real, class Size>
[[gnu::always_inline]] inline Real multilinear(Size m, const Real* coefficients, const Real* x, Real* gradient) {
  if constexpr (is_constant<Size>)
    return detail::multilinear_gradient<m()>(coefficients, x, gradient);
  else
    return detail::for_variables(
        m, [&](auto size) { return detail::multilinear_gradient<size()>(coefficients, x, gradient); });
}

}  // namespace wedge
