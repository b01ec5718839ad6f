/// Counter-based random numbers: every number is a pure function of (seed, purpose, index).
#pragma once

#include <array>
#include <cstdint>
#include <limits>

namespace wedge {

/// The use of a stream. Numbers are part of the results: never reorder, only append.
enum class Purpose : std::uint32_t {
  draw = 1,
  latin_order = 2,
  shift = 3,
  campaign_types = 4,
  campaign_rounds = 5,
  brink = 6,
  campaign_hedging = 7
};

/// A random engine (UniformRandomBitGenerator, as Boost.Random and the standard want it) over Philox4x32-10
/// (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", 2011; Random123). The stream is named by seed,
/// purpose and index; its position is a counter.
class Stream {
 public:
  using result_type = std::uint64_t;

  /// `position`: where to begin, in steps of two numbers.
  Stream(std::uint64_t seed, Purpose purpose, std::uint64_t index, std::uint32_t position = 0);

  result_type operator()();
  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

  /// Uniform on the open interval (0, 1): odd multiples of 2^−53.
  double uniform();
  /// Uniform on 0 … bound − 1 without bias. bound ≥ 1.
  std::uint64_t below(std::uint64_t bound);

 private:
  std::array<std::uint32_t, 2> key_;
  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 4> block_{};
  int used_ = 4;
};

/// 64 random bits that are a function of all four: for a keyed order (Purpose::latin_order).
std::uint64_t keyed_bits(std::uint64_t seed, std::uint64_t column, std::uint32_t round, std::uint64_t input);

/// The open unit interval from 64 random bits.
inline double unit_interval_from(std::uint64_t bits) { return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52; }

}  // namespace wedge
