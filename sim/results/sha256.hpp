/// SHA-256 (FIPS 180-4).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace wedge {

/// Hash of a message that comes in pieces.
class Sha256 {
 public:
  /// `portable`: without the processor's own instructions, which give the same hash sooner.
  explicit Sha256(bool portable = false);
  void update(std::string_view bytes);
  /// The hash. The object is used up.
  std::array<unsigned char, 32> bytes();
  /// The same in 64 hexadecimal digits.
  std::string hex();

 private:
  void compress(const unsigned char* block);

  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  bool portable_;
  std::array<unsigned char, 64> pending_{};
  std::uint64_t length_ = 0;  // in bytes
};

std::string sha256(std::string_view bytes);

}  // namespace wedge
