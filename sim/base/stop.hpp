/// The wish to stop in good order, which a signal can express at any moment.
#pragma once

#include <atomic>

namespace wedge {

/// True once somebody wishes to stop. Work that may take long asks between its steps.
std::atomic<bool>& stop_requested();

/// Thrown by stop_if_requested(): what is finished is kept, and the same command goes on from there.
struct Stopped {};

inline void stop_if_requested() {
  if (stop_requested()) throw Stopped{};
}

}  // namespace wedge
