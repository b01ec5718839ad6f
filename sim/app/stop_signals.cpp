#include "app/stop_signals.hpp"

#include <csignal>

namespace wedge::app {
namespace {

std::atomic<bool> stop_requested{false};  // the one thing that a signal can reach

extern "C" void request_stop(int signal) {
  stop_requested = true;
  std::signal(signal, SIG_DFL);
}

}  // namespace

StopOnSignals::StopOnSignals() {
  stop_requested = false;
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, request_stop);
}

StopOnSignals::~StopOnSignals() {
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, SIG_DFL);
}

const std::atomic<bool>& StopOnSignals::requested() { return stop_requested; }

}  // namespace wedge::app
