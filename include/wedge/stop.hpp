/// The wish to stop.
#pragma once

#include <stdexcept>
#include <stop_token>

namespace wedge::face {

/// Thrown by what was stopped (`options.stop`) before it had anything to return.
class StoppedEarly : public std::runtime_error {
 public:
  StoppedEarly() : std::runtime_error("stopped before the end") {}
};

}  // namespace wedge::face
