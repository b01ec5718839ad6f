/// A study computed into its result file: begun, or gone on with.
#pragma once

#include <functional>
#include <optional>

#include "engine/studies/block_runner.hpp"
#include "engine/studies/shard.hpp"
#include "results/result.hpp"
#include "results/store.hpp"

namespace wedge::engine {

/// How a study is run, whatever it computes.
struct RunSettings {
  int threads = 0;  ///< of each process; 0: one a core
  WantedShard shard{};
  bool performance = false;  ///< also store how long it took, where and with how many threads
  bool force = false;        ///< replace an existing result, or an unfinished study of other settings
};

/// Whether `wedge run -o OUTPUT` has nothing to go on with because the complete result stands there.
bool is_finished(const StudyRequest& request);

/// From the first block to the result. Calls in this order: the constructor, compute(), finish().
class StudyRun {
 public:
  /// Plans the study and opens the store of its blocks. InputError if a result stands in the way, if it could not be
  /// written or would not fit, and for whatever is wrong with the request. Stopped when that is wished for.
  StudyRun(const StudyRequest& request, const RunSettings& settings);
  /// Of a study that is planned already. `isa`: as in StudyRequest.
  StudyRun(PlannedStudy planned, const std::string& output, const std::string& isa, const RunSettings& settings);

  const Study& study() const { return planned_.study; }
  const Shard& shard() const { return settings_.shard.shard; }
  /// The complete result of this study stands there, by whomever: nothing is left to do.
  bool over() const { return over_; }
  /// False where the file system has no locks.
  bool locked() const { return !store_ || store_->locked(); }
  /// The blocks that were found: finished before, damaged ones (computed again), chains to compute.
  const Inventory& inventory() const { return inventory_; }
  /// Draws at each point that come from the finished study which this one extends; 0: there is none.
  std::int64_t kept_draws() const { return kept_draws_; }
  std::int64_t draws() const;  ///< to be solved: of all chains that are not finished, with `until` at most

  /// Computes and stores. `draws_done` is counted up on the way; `stored`, on the calling thread, hears what finished
  /// blocks say. When `stop` becomes true the blocks in flight are finished and stored. Returns whether all are there.
  bool compute(BlockRunner& runner, const std::atomic<bool>& stop, std::atomic<std::int64_t>& draws_done,
               const std::function<void(const Tally&)>& stored);
  const Tally& tally() const { return tally_; }  ///< of the blocks just computed
  double seconds() const { return seconds_; }    ///< that they took

  /// Assembles the result and removes the blocks. Nothing when others have shards of them. `as_if`: a performance to
  /// store instead of this run's.
  std::optional<Ended> finish(const std::optional<Performance>& as_if = {});

 private:
  void begin();
  bool found_finished();
  void open_store();
  void require_room() const;

  StudyRequest request_;
  RunSettings settings_;
  PlannedStudy planned_;
  std::optional<BlockStore> store_;
  Inventory inventory_;
  bool over_ = false;
  std::int64_t kept_draws_ = 0;
  Tally tally_;
  double seconds_ = 0.0;
  int threads_ = 0;  // of all processes
};

}  // namespace wedge::engine
