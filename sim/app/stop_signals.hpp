/// SIGINT, SIGTERM and SIGHUP as a wish to stop in good order.
#pragma once

#include <array>
#include <atomic>
#include <csignal>

namespace wedge::app {

/// While it lives, the first signal sets stop_requested(); a second one ends the program at once, which loses the
/// blocks in flight. A signal that the caller ignores (nohup) stays ignored.
class StopOnSignals {
 public:
  StopOnSignals();
  ~StopOnSignals();
  StopOnSignals(const StopOnSignals&) = delete;
  StopOnSignals& operator=(const StopOnSignals&) = delete;

  static const std::atomic<bool>& requested();

 private:
  static constexpr std::array<int, 3> signals{SIGINT, SIGTERM, SIGHUP};
  std::array<struct sigaction, signals.size()> before_{};
};

}  // namespace wedge::app
