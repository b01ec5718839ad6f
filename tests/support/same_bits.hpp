/// Whether numbers are the same, and not only near.
#pragma once

#include <cstring>
#include <vector>

namespace wedge::test {

inline bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

}  // namespace wedge::test
