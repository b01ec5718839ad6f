/// One rank's part in a study: its own threads, and the ranks below it.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <map>
#include <optional>

#include "messages.hpp"
#include "post.hpp"
#include "results/sealed.hpp"
#include "study/run.hpp"
#include "tree.hpp"

namespace wedge::mpi {

using Clock = std::chrono::steady_clock;

/// The terms that all ranks of a job agree on.
struct Agreement {
  Tree tree;
  /// So long nothing need be heard of a neighbour that works before it is taken for dead.
  std::chrono::duration<double> patience{120.0};
  /// How often neighbours are told that there is nothing to tell.
  std::chrono::duration<double> sign_of_life() const { return patience / 8.0; }
};

/// Takes orders from above and reports of below; what it collects goes up. It never waits.
class Station {
 public:
  /// `planned` null: a rank that cannot compute, for the reason `why`, and only passes on. `signals`: whether this
  /// process is asked to stop.
  Station(Post& post, const Agreement& agreement, const engine::PlannedStudy* planned, std::string why, int threads,
          const std::atomic<bool>& signals);

  void take(const Orders& orders);
  void hear(int child, Report&& report);
  /// News since the last call. RankLost when a child is silent.
  Report collect();
  /// Whether this rank and all below it have ended; known after collect().
  bool over() const { return over_; }

 private:
  enum Need { idle, spare };  // a thread has nothing to do; a chain to be had before it has nothing
  void collect_own(Report& report);
  void ask_for_own(int held);
  void forward(const Orders& orders, std::map<int, Orders>& to);
  void give_sign_of_life();
  void require_life();
  int own() const { return post_.rank(); }

  Post& post_;
  const Agreement agreement_;
  const engine::PlannedStudy* const planned_;
  const std::atomic<bool>& signals_;
  std::atomic<bool> stop_{false};
  std::atomic<std::int64_t> draws_{0};
  std::optional<BlockSealer> seal_;
  std::optional<ChainWorkers> workers_;
  Report news_;                             // heard, not collected yet
  std::map<int, Clock::time_point> heard_;  // children that are not over
  std::deque<int> waiting_[2];              // by need: who waits for a chain, one entry for each
  int asked_[2] = {0, 0};                   // of these, passed on upwards
  int given_ = 0, ended_ = 0;               // own chains
  std::int64_t reported_draws_ = 0;
  Clock::time_point told_ = Clock::now(), looked_ = Clock::now();
  bool finishing_ = false, announced_ = false, over_ = false, stop_told_ = false;
};

/// "rank 3 on HOST".
std::string name_of(int rank);

}  // namespace wedge::mpi
