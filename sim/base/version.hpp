/// What this build is.
#pragma once

namespace wedge {
inline constexpr const char* version = "0.1.0";
}
