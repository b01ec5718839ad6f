#include "sampling/design.hpp"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <numeric>
#include <string>

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

Design::Design(Method method, std::uint64_t seed, int dimensions, std::int64_t draws)
    : method_(method),
      seed_(seed),
      dimensions_(dimensions),
      replicates_(method == Method::random ? 1
                                           : static_cast<int>(std::min<std::int64_t>(structured_replicates, draws))),
      draws_(draws),
      length_((draws + replicates_ - 1) / replicates_) {
  if (method == Method::latin_hypercube) {
    order_.resize(static_cast<std::size_t>(replicates_ * dimensions_ * length_));
    for (int column = 0; column < replicates_ * dimensions_; ++column) {
      const auto order = std::span(order_).subspan(column * length_, length_);
      std::iota(order.begin(), order.end(), 0U);
      Stream stream(seed, Purpose::latin_order, column);
      for (std::size_t i = order.size(); i-- > 1;) std::swap(order[i], order[stream.below(i + 1)]);
    }
  } else if (method == Method::sobol && dimensions > 0) {
    try {
      boost::random::sobol engine(static_cast<std::size_t>(dimensions));
    } catch (const std::invalid_argument&) {
      fail_input("--method sobol", "has tables for fewer than " + std::to_string(dimensions) +
                                       " uncertain keys; use --method lhs or random");
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
      const double slice = order_[(replicate * dimensions_ + j) * length_ + point];
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
