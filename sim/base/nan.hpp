/// The number that stands where there is none.
#pragma once

#include <limits>

namespace wedge {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace wedge
