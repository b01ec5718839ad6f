/// How far a study is, on a terminal or in a log.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <iosfwd>
#include <mutex>
#include <string>
#include <thread>

namespace wedge::app {

/// While it lives: one redrawn line on a terminal, a line every ten seconds elsewhere, nothing if quiet.
class Progress {
 public:
  /// `draws`: how many are to be solved.
  Progress(std::ostream& err, bool quiet, std::int64_t draws);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  std::atomic<std::int64_t>& draws_done() { return done_; }
  /// Largest standard error of the total loss among finished points.
  void saw_error(double standard_error);

 private:
  double seconds() const;
  void show();
  std::string line() const;

  std::ostream& err_;
  const bool terminal_;
  const std::int64_t draws_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::atomic<std::int64_t> done_{0};
  std::atomic<double> worst_error_{0.0};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool over_ = false;
  std::thread thread_;
};

}  // namespace wedge::app
