/// A study computed into its result file: begun, or gone on with.
#pragma once

#include <functional>
#include <optional>

#include "engine/studies/block_runner.hpp"
#include "results/result.hpp"
#include "results/store.hpp"

namespace wedge::engine {

/// How a study is run, whatever it computes.
struct RunSettings {
  int threads = 0;  ///< of each process; 0: one a core
  Shard shard{};
  bool performance = false;  ///< also store how long it took, where and with how many threads
  bool force = false;        ///< replace an existing result, or an unfinished study of other settings
};

/// `I/N`; for an empty text what Slurm says of an array's task, or the whole. InputError for anything else.
Shard shard_of(const std::string& text);

/// From the first block to the result. Calls in this order: the constructor, compute(), finish().
class StudyRun {
 public:
  /// Plans the study and opens the store of its blocks. InputError if a result stands in the way, and for whatever is
  /// wrong with the request.
  StudyRun(const StudyRequest& request, const RunSettings& settings);

  const Study& study() const { return planned_.study; }
  const Shard& shard() const { return settings_.shard; }
  /// What was found: blocks finished before, damaged ones (computed again), chains to compute.
  const Inventory& inventory() const { return inventory_; }
  std::int64_t draws() const;  ///< to be solved: of all chains that are not finished, with `until` at most

  /// Computes and stores. `draws_done` is counted up on the way; `stored`, on the calling thread, hears what finished
  /// blocks say. When `stop` becomes true the blocks in flight are finished and stored. Returns whether all are there.
  bool compute(BlockRunner& runner, const std::atomic<bool>& stop, std::atomic<std::int64_t>& draws_done,
               const std::function<void(const Tally&)>& stored);
  const Tally& tally() const { return tally_; }  ///< of the blocks just computed
  double seconds() const { return seconds_; }    ///< that they took

  /// Assembles the result and removes the blocks, unless others have shards of them. Returns whether it did.
  bool finish();

 private:
  StudyRequest request_;
  RunSettings settings_;
  PlannedStudy planned_;
  std::optional<BlockStore> store_;
  Inventory inventory_;
  Tally tally_;
  double seconds_ = 0.0;
  int threads_ = 0;  // of all processes
};

}  // namespace wedge::engine
