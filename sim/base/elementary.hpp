/// exp and log by argument reduction and a polynomial (Muller, Elementary Functions, 2016, ch. 5 and 6), written
/// once for a double and for vectors of doubles. Coefficients interpolate at the Chebyshev nodes of the reduced range.
#pragma once

#include <bit>
#include <cstdint>

namespace wedge::elementary {

template <class To, class From>
To reinterpret(const From& x) {
  return std::bit_cast<To>(x);
}

// 2^52 · 1.5: added to a double of moderate size it leaves the nearest whole number in the low bits.
inline constexpr double shifter = 0x1.8p52;
inline constexpr double ln2_high = 0x1.62e42fefp-1, ln2_low = 0x1.473de6af278edp-34, log2_e = 0x1.71547652b82fep+0;
/// The range of exp: beyond it the result is that of the nearest end. No result is 0, infinite or subnormal.
inline constexpr double least_exponent = -708.0, most_exponent = 709.0;

/// e^x, within 2 units in the last place. `x` lies between least_exponent and most_exponent, or is NaN. Any other x
/// gives nonsense. `Words` are as many unsigned words of 64 bits as `x` has values: unsigned, they wrap.
template <class Values, class Words, class Fma>
inline Values exp(Values x, Fma fma) {
  const Values shifted = fma(x, Values{} + log2_e, Values{} + shifter);
  const Values n = shifted - shifter;
  const Values r = fma(n, Values{} - ln2_low, fma(n, Values{} - ln2_high, x));
  const auto c = [](double value) { return Values{} + value; };
  const Values r2 = r * r, r4 = r2 * r2;  // Estrin's scheme: short chains
  const Values q01 = fma(r, c(0x1.5555555555556p-3), c(0x1.0000000000001p-1));
  const Values q23 = fma(r, c(0x1.11111111109adp-7), c(0x1.5555555553d4fp-5));
  const Values q45 = fma(r, c(0x1.a01a01a7c8d47p-13), c(0x1.6c16c17893833p-10));
  const Values q67 = fma(r, c(0x1.71de0d9c145d0p-19), c(0x1.a019b8ef67c6cp-16));
  const Values q89 = fma(r, c(0x1.af38d53857513p-26), c(0x1.2891a8c1d838dp-22));
  const Values high = fma(r4, q89, fma(r2, q67, q45));
  const Values q = fma(r4, high, fma(r2, q23, q01));
  const Values e = fma(r2, q, r) + 1.0;
  return reinterpret<Values>(reinterpret<Words>(e) + (reinterpret<Words>(shifted) << 52));
}

/// ln x, within 2 units in the last place. `x` is positive, finite and not subnormal; anything else gives nonsense.
template <class Values, class Words, class Bits, class Fma>
inline Values log(Values x, Fma fma) {
  const auto words = reinterpret<Words>(x);
  const Bits exponent =
      reinterpret<Bits>(words - std::bit_cast<std::uint64_t>(0x1.6a09e667f3bcdp-1)) >> 52;  // x = 2^e m, √½ ≤ m < √2
  const auto m = reinterpret<Values>(words - (reinterpret<Words>(exponent) << 52));
  const Values e = reinterpret<Values>(exponent + std::bit_cast<std::int64_t>(shifter)) - shifter;
  const auto c = [](double value) { return Values{} + value; };
  const Values f = m - 1.0, s = f / (m + 1.0), z = s * s, z2 = z * z;
  const Values r01 = fma(z, c(0x1.9999999995273p-2), c(0x1.5555555555558p-1));
  const Values r23 = fma(z, c(0x1.c71c62d5e53e0p-3), c(0x1.2492492dfd86cp-2));
  const Values r45 = fma(z, c(0x1.39fdcceb4bb45p-3), c(0x1.7462b91b8df65p-3));
  const Values r = fma(z2, fma(z2, fma(z2, c(0x1.2b5f68a50d903p-3), r45), r23), r01);
  // ln m = f − s (f − z r): the first term is exact.
  const Values tail = fma(s, fma(z, r, -f), e * ln2_low);
  return fma(e, c(ln2_high), f + tail);
}

}  // namespace wedge::elementary
