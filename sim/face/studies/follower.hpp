/// How callers of the face follow a study.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>

#include "engine/studies/tally.hpp"
#include "face/studies/stoppable.hpp"
#include "wedge/study.hpp"

namespace wedge::face {

/// Turns blocks of work into progress.
class Follower {
 public:
  Follower(const RunOptions& options, std::int64_t draws) : options_(options), draws_(draws), stop_(options.stop) {}

  const std::atomic<bool>& stop() const { return stop_.flag(); }
  std::atomic<std::int64_t>& draws_done() { return done_; }
  void hear(const engine::Tally& found) {
    worst_error_ = std::max(worst_error_, found.worst_error);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    if (options_.progress) options_.progress({done_, draws_, seconds, worst_error_});
  }

 private:
  const RunOptions& options_;
  const std::int64_t draws_;
  const std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
  std::atomic<std::int64_t> done_{0};
  double worst_error_ = 0.0;
  const StopFlag stop_;
};

}  // namespace wedge::face
