/// Work that may be stopped by a stop token, which the engine knows as a flag.
#pragma once

#include <atomic>
#include <functional>
#include <stop_token>

#include "engine/studies/common_outcomes.hpp"
#include "engine/studies/machine.hpp"
#include "wedge/stop.hpp"

namespace wedge::face {

class StopFlag {
 public:
  explicit StopFlag(const std::stop_token& token) : on_stop_(token, [this] { flag_ = true; }) {}
  const std::atomic<bool>& flag() const { return flag_; }

 private:
  std::atomic<bool> flag_{false};
  std::stop_callback<std::function<void()>> on_stop_;
};

/// Runs work on draws to its end, on so many threads (0: one a core). Throws StoppedEarly if it does not come to it.
class StoppableWork {
 public:
  StoppableWork(int threads, const std::stop_token& stop)
      : threads_(threads > 0 ? threads : engine::usable_cores()), stop_(stop) {}
  void run(const std::function<bool(const engine::OnDraws&)>& part) {
    if (!part({threads_, stop_.flag(), draws_done_})) throw StoppedEarly();
  }

 private:
  const int threads_;
  const StopFlag stop_;
  std::atomic<std::int64_t> draws_done_{0};
};

}  // namespace wedge::face
