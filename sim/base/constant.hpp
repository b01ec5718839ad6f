/// Small sizes as compile-time constants, so that the loops over them unroll.
#pragma once

// Sizes up to this one are constants: fast code, long to compile. Draw kernels ask for more (cmake/Kernels.cmake).
#if !defined(WEDGE_UNROLLED)
#define WEDGE_UNROLLED 2
#endif

#include <type_traits>
#include <utility>

namespace wedge {

/// Whether a size is a compile-time constant rather than an int.
template <class Size>
inline constexpr bool is_constant = !std::is_same_v<Size, int>;

/// n + d, as a constant if `n` is one.
template <int D, class Size>
constexpr auto plus(Size n) {
  if constexpr (is_constant<Size>)
    return std::integral_constant<int, Size::value + D>();
  else
    return n + D;
}

/// `n` itself where it is a constant, else `most`: for arrays on the stack.
template <class Size>
constexpr int capacity(int most) {
  if constexpr (is_constant<Size>)
    return Size::value;
  else
    return most;
}

namespace detail {
template <class Body, int... Index>
[[gnu::always_inline]] inline void unroll(Body& body, std::integer_sequence<int, Index...>) {
  (body(std::integral_constant<int, Index>()), ...);
}
}  // namespace detail

/// body(0), …, body(n − 1); with compile-time constants for arguments, and so unrolled, where `n` is one.
template <class Size, class Body>
[[gnu::always_inline]] inline void repeat(Size n, Body&& body) {
  if constexpr (is_constant<Size>)
    detail::unroll(body, std::make_integer_sequence<int, Size::value>());
  else
    for (int i = 0; i < n; ++i) body(i);
}

/// Sizes up to this many are worth code of their own.
inline constexpr int most_constant = WEDGE_UNROLLED;
/// The same where code grows with the power of the size, or with that of another.
inline constexpr int few_constant = most_constant < 4 ? most_constant : 4;

/// Calls use(n), with `n` as std::integral_constant where 1 ≤ n ≤ Most and as int beyond.
template <int Most = most_constant, int N = 1, class Use>
[[gnu::always_inline]] inline decltype(auto) with_constant(int n, Use&& use) {
  if constexpr (N > Most)
    return use(n);
  else
    return n == N ? use(std::integral_constant<int, N>()) : with_constant<Most, N + 1>(n, std::forward<Use>(use));
}

}  // namespace wedge
