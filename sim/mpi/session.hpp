/// MPI, from its beginning to its end. The implementation is the one place that includes mpi.h.
#pragma once

#include <memory>

#include "post.hpp"

namespace wedge::mpi {

/// One a process. Only the thread that made it may use it.
class Session : public Post {
 public:
  Session(int* count, char*** values);
  ~Session() override;  ///< waits for all ranks, after every message has left

  int rank() const override;
  int size() const override;
  void send(int to, std::string message) override;
  std::optional<Letter> receive() override;

  /// Rank 0's value, on all ranks.
  double agreed(double value);
  /// Ends all ranks of the job at once, with this code.
  [[noreturn]] void abandon(int code);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace wedge::mpi
