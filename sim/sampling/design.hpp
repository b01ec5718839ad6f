/// How the unit cube of the uncertain keys is covered: random, Latin hypercube or Sobol'.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace wedge {

enum class Method { random, latin_hypercube, sobol };
std::optional<Method> method_named(std::string_view name);  ///< random, lhs, sobol
std::string_view method_name(Method method);

/// A permutation of 0 … size − 1 that is a pure function of (seed, column) and takes no memory: a Feistel network over
/// the least power of two that holds the size, walked along until it comes back below it (Black and Rogaway, "Ciphers
/// with Arbitrary Finite Domains", 2002).
class KeyedOrder {
 public:
  KeyedOrder(std::uint64_t seed, std::uint64_t column, std::uint64_t size);
  std::uint64_t at(std::uint64_t index) const;

 private:
  std::uint64_t seed_, column_, size_;
  int low_bits_ = 0, high_bits_ = 0;
  // A short order is a list: the halves of few bits would mix badly. Most lists of a design together take few MB.
  static constexpr std::uint64_t most_listed = 1024;
  std::vector<std::uint32_t> listed_;
};

/// Points in the open unit cube. A design is a set of independent replicates, so that the spread of their means is
/// an honest standard error: draw d is point d / replicates of replicate d mod replicates. Random draws are all
/// independent and form one replicate.
class Design {
 public:
  /// Replicates of the structured designs.
  static constexpr int structured_replicates = 16;
  /// With fewer draws a Latin hypercube is one replicate: sixteen would have too few slices each to be one at all.
  static constexpr std::int64_t least_replicated = 256;

  /// dimensions ≥ 0, draws ≥ 1. Throws InputError beyond the dimensions that the Sobol' tables have.
  Design(Method method, std::uint64_t seed, int dimensions, std::int64_t draws);

  int replicates() const { return replicates_; }
  int dimensions() const { return dimensions_; }

  /// The points of draws first … first + count − 1, `dimensions` numbers each, in draw order. Pure: any range can be
  /// asked for, in any order, from any thread.
  std::vector<double> points(std::int64_t first, std::int64_t count) const;

 private:
  void latin_points(std::int64_t first, std::int64_t count, std::span<double> out) const;
  void sobol_points(std::int64_t first, std::int64_t count, std::span<double> out) const;

  Method method_;
  std::uint64_t seed_;
  int dimensions_, replicates_;
  std::int64_t length_;             // points of a replicate
  std::vector<KeyedOrder> orders_;  // Latin hypercube: by replicate, dimension
  std::vector<double> shift_;       // Sobol': by replicate, dimension
};

}  // namespace wedge
