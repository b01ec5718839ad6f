/// The work of a study on all cores.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "study/study.hpp"

namespace wedge {

/// Of the library that the threads come from, as it is loaded.
std::string threads_version();

/// Takes a finished block; the draws are empty unless the study keeps them.
using StoreBlock = std::function<void(const Block&, const Sums&, const Draws&)>;

/// Computes these chains on `threads` threads (0: one a core) and hands each block to `store` on the calling thread, as
/// it is finished. When `stop` becomes true no further block is begun; those in flight are finished and stored.
/// An exception of `store` stops the work and is rethrown after the blocks in flight have ended.
/// `draws_done`, if given, is counted up as draws are solved. Returns whether every chain came to its end.
bool run_chains(const Study& study, std::span<const Chain> chains, int threads, const std::atomic<bool>& stop,
                const StoreBlock& store, std::atomic<std::int64_t>* draws_done = nullptr);

struct FinishedBlock {
  int number = 0;
  Sums sums;
  Draws draws;
};

/// Threads that run chains which are not all known at the beginning. One thread gives and takes.
class ChainWorkers {
 public:
  /// `threads` as above; what the references name must live longer.
  ChainWorkers(const Study& study, int threads, const std::atomic<bool>& stop,
               std::atomic<std::int64_t>* draws_done = nullptr);
  ~ChainWorkers();  ///< begins no further block and waits for those in flight, which are lost
  ChainWorkers(const ChainWorkers&) = delete;
  ChainWorkers& operator=(const ChainWorkers&) = delete;

  void add(const Chain& chain);
  void close();  ///< no more chains will come: the threads end after those that they have

  /// The next block that is finished, after waiting for it; nothing when all threads have ended. Rethrows what ended
  /// one.
  std::optional<FinishedBlock> wait();
  /// The next block that is finished, without waiting: nothing also when none is finished yet.
  std::optional<FinishedBlock> poll();
  bool over() const;  ///< all threads have ended, and nothing is left to be taken
  int threads() const;
  int ended() const;  ///< chains that came to their end

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace wedge
