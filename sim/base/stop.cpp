#include "base/stop.hpp"

namespace wedge {

std::atomic<bool>& stop_requested() {
  static_assert(std::atomic<bool>::is_always_lock_free);  // a signal handler sets it
  static std::atomic<bool> requested{false};
  return requested;
}

}  // namespace wedge
