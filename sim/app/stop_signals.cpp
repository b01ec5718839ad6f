#include "app/stop_signals.hpp"

#include "base/stop.hpp"

namespace wedge::app {
namespace {

extern "C" void request_stop(int) { stop_requested() = true; }

}  // namespace

StopOnSignals::StopOnSignals() {
  stop_requested() = false;
  struct sigaction asked {};
  asked.sa_handler = request_stop;
  asked.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  for (std::size_t i = 0; i < signals.size(); ++i) {
    ::sigaction(signals[i], nullptr, &before_[i]);
    if (before_[i].sa_handler != SIG_IGN) ::sigaction(signals[i], &asked, nullptr);
  }
}

StopOnSignals::~StopOnSignals() {
  for (std::size_t i = 0; i < signals.size(); ++i) ::sigaction(signals[i], &before_[i], nullptr);
}

const std::atomic<bool>& StopOnSignals::requested() { return stop_requested(); }

}  // namespace wedge::app
