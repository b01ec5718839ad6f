/// Who talks to whom: rank 0 has the children 1 … fan_out, rank 1 the next, and so on.
#pragma once

#include <algorithm>
#include <vector>

namespace wedge::mpi {

/// With so many children a rank still has the time to compute: up to 65 ranks all talk to rank 0 itself.
inline constexpr int usual_fan_out = 64;

struct Tree {
  int fan_out = usual_fan_out, size = 1;

  int parent(int rank) const { return (rank - 1) / fan_out; }  // of ranks above 0
  std::vector<int> children(int rank) const {
    std::vector<int> out;
    const long first = static_cast<long>(rank) * fan_out + 1;
    for (long child = first; child < std::min<long>(first + fan_out, size); ++child)
      out.push_back(static_cast<int>(child));
    return out;
  }
};

}  // namespace wedge::mpi
