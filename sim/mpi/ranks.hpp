/// All ranks of a job as one runner of blocks, seen from rank 0.
#pragma once

#include "engine/studies/block_runner.hpp"
#include "station.hpp"

namespace wedge::mpi {

/// Hands chains to the ranks as they ask for them, computes some itself, and delivers the blocks of all.
class Ranks : public engine::BlockRunner {
 public:
  Ranks(Post& post, const Agreement& agreement);
  ~Ranks() override;  ///< tells all ranks that they can go, unless one is lost

  /// RankLost when one cannot be reached; runtime_error that names the rank when one fails.
  bool run(const engine::Work& work, const engine::Deliver& deliver) override;
  int threads(int of_each) const override;
  std::string remark() const override;
  /// Whether a rank is lost: the others cannot be told to go.
  bool lost() const { return lost_; }

 private:
  void tell_all(const std::string& message);
  bool hear(Station& station);
  void note(const Report& report, std::atomic<std::int64_t>& draws_done);
  void store(engine::Delivery&& found, bool all, const engine::Deliver& deliver);

  struct Spent {  // on the blocks of other ranks and on storing all; seconds
    double letters = 0.0, storing = 0.0, wall = 0.0;
    std::int64_t messages = 0, blocks = 0, bytes = 0;
  };

  Post& post_;
  const Agreement agreement_;
  Spent spent_;
  engine::Delivery held_;  // not stored yet
  Clock::time_point held_since_;
  std::int64_t by_others_ = 0;
  int ranks_ = 0, threads_ = 0;
  std::string failure_;
  bool lost_ = false;
};

}  // namespace wedge::mpi
