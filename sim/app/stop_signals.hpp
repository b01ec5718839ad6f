/// SIGINT and SIGTERM as a wish to stop in good order.
#pragma once

#include <atomic>

namespace wedge::app {

/// While it lives, the first signal sets requested(); a second one ends the program at once, which loses the blocks in
/// flight.
class StopOnSignals {
 public:
  StopOnSignals();
  ~StopOnSignals();
  StopOnSignals(const StopOnSignals&) = delete;
  StopOnSignals& operator=(const StopOnSignals&) = delete;

  static const std::atomic<bool>& requested();
};

}  // namespace wedge::app
