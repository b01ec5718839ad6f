#include "sampling/design.hpp"

#include <algorithm>
#include <bit>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <string>
#include <utility>

#include "base/error.hpp"
#include "sampling/stream.hpp"

namespace wedge {

std::optional<Method> method_named(std::string_view name) {
  for (const Method method : {Method::random, Method::latin_hypercube, Method::sobol})
    if (name == method_name(method)) return method;
  return std::nullopt;
}

std::string_view method_name(Method method) {
  switch (method) {
    case Method::random:
      return "random";
    case Method::latin_hypercube:
      return "lhs";
    case Method::sobol:
      break;
  }
  return "sobol";
}

KeyedOrder::KeyedOrder(std::uint64_t seed, std::uint64_t column, std::uint64_t size)
    : seed_(seed), column_(column), size_(size) {
  const int bits = size > 1 ? static_cast<int>(std::bit_width(size - 1)) : 0;
  low_bits_ = (bits + 1) / 2, high_bits_ = bits - low_bits_;
  if (size > most_listed) return;
  Stream stream(seed, Purpose::latin_order, column);
  for (std::uint64_t i = 0; i < size; ++i) listed_.push_back(static_cast<std::uint32_t>(i));
  for (std::uint64_t i = size; i > 1; --i) std::swap(listed_[i - 1], listed_[stream.below(i)]);
}

std::uint64_t KeyedOrder::at(std::uint64_t index) const {
  constexpr std::uint32_t rounds = 8;
  const std::uint64_t low_mask = (std::uint64_t{1} << low_bits_) - 1, high_mask = (std::uint64_t{1} << high_bits_) - 1;
  if (!listed_.empty()) return listed_[index];
  do {
    std::uint64_t low = index & low_mask, high = index >> low_bits_;
    for (std::uint32_t round = 0; round < rounds; ++round) {  // each half in turn is mixed with a function of the other
      const bool to_low = round % 2 == 0;
      const std::uint64_t mixed = keyed_bits(seed_, column_, round, to_low ? high : low);
      (to_low ? low : high) ^= mixed & (to_low ? low_mask : high_mask);
    }
    index = high << low_bits_ | low;
  } while (index >= size_);
  return index;
}

namespace {

int replicates_of(Method method, std::int64_t draws) {
  if (method == Method::random || (method == Method::latin_hypercube && draws < Design::least_replicated)) return 1;
  return static_cast<int>(std::min<std::int64_t>(Design::structured_replicates, draws));
}

}  // namespace

Design::Design(Method method, std::uint64_t seed, int dimensions, std::int64_t draws)
    : method_(method),
      seed_(seed),
      dimensions_(dimensions),
      replicates_(replicates_of(method, draws)),
      length_((draws + replicates_ - 1) / replicates_) {
  if (method == Method::latin_hypercube) {
    for (int column = 0; column < replicates_ * dimensions_; ++column)
      orders_.emplace_back(seed, column, static_cast<std::uint64_t>(length_));
  } else if (method == Method::sobol && dimensions > 0) {
    try {
      boost::random::sobol engine(static_cast<std::size_t>(dimensions));
    } catch (const std::invalid_argument&) {
      fail_input("method sobol", "has tables for fewer than " + std::to_string(dimensions) +
                                     " uncertain keys; use method lhs or random");
    }
    for (int r = 0; r < replicates_; ++r) {
      Stream stream(seed, Purpose::shift, r);
      for (int j = 0; j < dimensions_; ++j) shift_.push_back(stream.uniform());
    }
  }
}

std::vector<double> Design::points(std::int64_t first, std::int64_t count) const {
  std::vector<double> out(static_cast<std::size_t>(count * dimensions_));
  if (dimensions_ == 0) return out;
  if (method_ == Method::latin_hypercube) {
    latin_points(first, count, out);
  } else if (method_ == Method::sobol) {
    sobol_points(first, count, out);
  } else {
    for (std::int64_t i = 0; i < count; ++i) {
      Stream stream(seed_, Purpose::draw, first + i);
      for (int j = 0; j < dimensions_; ++j) out[i * dimensions_ + j] = stream.uniform();
    }
  }
  return out;
}

// Each of the `length` slices of every axis is hit once by every replicate, at a random place in the slice.
void Design::latin_points(std::int64_t first, std::int64_t count, std::span<double> out) const {
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t draw = first + i, replicate = draw % replicates_, point = draw / replicates_;
    Stream stream(seed_, Purpose::draw, draw);
    for (int j = 0; j < dimensions_; ++j) {
      const auto slice = static_cast<double>(
          orders_[static_cast<std::size_t>(replicate * dimensions_ + j)].at(static_cast<std::uint64_t>(point)));
      out[i * dimensions_ + j] = (slice + stream.uniform()) / static_cast<double>(length_);
    }
  }
}

// One Sobol' sequence, rotated by an independent shift for each replicate (Cranley and Patterson, 1976).
void Design::sobol_points(std::int64_t first, std::int64_t count, std::span<double> out) const {
  boost::random::sobol engine(static_cast<std::size_t>(dimensions_));
  const std::int64_t first_point = first / replicates_;
  // The engine leaves out the origin, and with it the balance of the first 2^m points: point 0 is the origin here.
  if (first_point > 1) engine.discard(static_cast<std::uintmax_t>((first_point - 1) * dimensions_));
  std::vector<double> base(dimensions_);
  std::int64_t at = -1;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t draw = first + i, replicate = draw % replicates_, point = draw / replicates_;
    if (point != at) {
      for (double& x : base) x = point == 0 ? 0.0 : static_cast<double>(engine() >> 11) * 0x1p-53;
      at = point;
    }
    for (int j = 0; j < dimensions_; ++j) {
      const double moved = base[j] + shift_[replicate * dimensions_ + j];
      out[i * dimensions_ + j] = std::clamp(moved < 1.0 ? moved : moved - 1.0, 0x1p-54, 1.0 - 0x1p-53);
    }
  }
}

}  // namespace wedge
