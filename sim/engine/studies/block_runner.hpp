/// Who computes the blocks of a study: the threads of this process, or those of many.
#pragma once

#include <atomic>
#include <functional>
#include <span>
#include <string>

#include "engine/studies/planned_study.hpp"
#include "engine/studies/tally.hpp"
#include "study/chain.hpp"

namespace wedge::engine {

/// Finished blocks as they are stored, and what they say on the way.
struct Delivery {
  std::vector<SealedBlock> blocks;
  Tally tally;  ///< of all of them
};

using Deliver = std::function<void(const Delivery&)>;

struct Work {
  const PlannedStudy& planned;
  std::span<const Chain> chains;
  int threads;             ///< of each process; 0: one a core
  const std::string& isa;  ///< as asked for; empty: the best that gives the study's bytes
  const std::atomic<bool>& stop;
  std::atomic<std::int64_t>& draws_done;
};

class BlockRunner {
 public:
  virtual ~BlockRunner() = default;
  /// Computes the chains and hands the blocks to `deliver`, as they are finished, in any order, on the calling thread.
  /// When `stop` becomes true no further block is begun; those in flight are finished and delivered. Rethrows what
  /// `deliver` throws. Returns whether every chain came to its end.
  virtual bool run(const Work& work, const Deliver& deliver) = 0;
  /// How many threads work when each process has so many (0: one a core).
  virtual int threads(int of_each) const = 0;
  /// Its own remark on a run that is over; may be empty.
  virtual std::string remark() const { return {}; }
};

/// The threads of this process.
class ThreadRunner : public BlockRunner {
 public:
  bool run(const Work& work, const Deliver& deliver) override;
  int threads(int of_each) const override;
};

}  // namespace wedge::engine
