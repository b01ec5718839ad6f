#include "sampling/stream.hpp"

#include <Random123/philox.h>

namespace wedge {

// The index takes two words of the counter, the purpose one; the fourth counts blocks of the stream.
Stream::Stream(std::uint64_t seed, Purpose purpose, std::uint64_t index, std::uint32_t position)
    : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
      counter_{position, static_cast<std::uint32_t>(purpose), static_cast<std::uint32_t>(index),
               static_cast<std::uint32_t>(index >> 32)} {}

Stream::result_type Stream::operator()() {
  if (used_ == 4) {
    const r123::Philox4x32 philox;
    const auto block = philox({{counter_[0], counter_[1], counter_[2], counter_[3]}}, {{key_[0], key_[1]}});
    for (int i = 0; i < 4; ++i) block_[i] = block[i];
    ++counter_[0];
    used_ = 0;
  }
  const std::uint64_t low = block_[used_], high = block_[used_ + 1];
  used_ += 2;
  return high << 32 | low;
}

// A half of an index has at most 32 bits; columns beyond 32 bits there are none.
std::uint64_t keyed_bits(std::uint64_t seed, std::uint64_t column, std::uint32_t round, std::uint64_t input) {
  const r123::Philox4x32 philox;
  const auto block = philox({{static_cast<std::uint32_t>(input), static_cast<std::uint32_t>(Purpose::latin_order),
                              static_cast<std::uint32_t>(column), round}},
                            {{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)}});
  return std::uint64_t{block[1]} << 32 | block[0];
}

double Stream::uniform() { return unit_interval_from((*this)()); }

std::uint64_t Stream::below(std::uint64_t bound) {
  const std::uint64_t usable = max() - (max() % bound + 1) % bound;  // the largest multiple of bound, less one
  for (;;)
    if (const std::uint64_t bits = (*this)(); bits <= usable) return bits % bound;
}

}  // namespace wedge
