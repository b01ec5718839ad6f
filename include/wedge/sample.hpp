/// Draws of a scenario's uncertain keys, without solving anything.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "wedge/scenario.hpp"

namespace wedge::face {

struct SampleOptions {
  std::int64_t draws = 1024;
  std::string method = "sobol";  ///< or lhs, random
  std::uint64_t seed = 0x5eed;
};

struct Sample {
  std::vector<std::string> keys;  ///< the uncertain ones, in the order of the reference page
  std::vector<double> values;     ///< by draw, then by key, in the unit of the key
};

/// The draws of a study of this scenario with these options: draw d is the same there. InputError for a method that
/// there is not, fewer than one draw, or correlations that cannot hold together.
Sample sample(const Scenario& scenario, const SampleOptions& options = {});

}  // namespace wedge::face
