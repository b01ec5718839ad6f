/// Waiting without work for the processor: the threads that compute need it.
#pragma once

#include <algorithm>
#include <chrono>
#include <thread>

namespace wedge::mpi {

class Pause {
 public:
  /// Sleeps if nothing happened, the longer the longer nothing does.
  void after(bool something) {
    length_ = something ? least : std::min(2 * length_, most);
    if (!something) std::this_thread::sleep_for(length_);
  }

 private:
  static constexpr std::chrono::microseconds least{100}, most{2000};
  std::chrono::microseconds length_ = least;
};

}  // namespace wedge::mpi
