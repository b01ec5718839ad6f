/// The result file: one HDF5 file in the netCDF-4 data model, assembled from a study's blocks.
///
/// Everything comes from the manifest and the block files: nothing has to be supplied again. The
/// result appears by rename: it is absent (or the old one) or whole. The same study gives the same
/// bytes, whatever the order, the processes and the interruptions in which its blocks were written.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "results/store.hpp"

namespace wedge {

/// What is known of the run, stored as attributes of the group /performance. It differs from run to
/// run, so a result that must be compared byte by byte is assembled without.
struct Performance {
  double wall_seconds = 0.0;
  std::string host;
  int threads = 1;
};

/// Merges the blocks in their order and writes `result`, over whatever stands there (ask
/// result_exists() first). Memory: one group of points and one chunk of each dataset. Leaves the
/// blocks where they are. Returns whether the study is complete. With gaps (missing or damaged
/// blocks): InputError that names them, or, with `allow_partial`, a result whose points are marked
/// in `status`: `not_run` points hold NaN, `partial` points the estimate from the draws that are
/// there.
bool assemble(const std::filesystem::path& result, bool allow_partial = false,
              const std::optional<Performance>& performance = {});

/// Removes RESULT.blocks/, which is what follows a complete assembly (and `--force`); nothing when
/// there is none. InputError while a process has the study open: destroy the BlockStore first.
void remove_blocks(const std::filesystem::path& result);
/// Removes what a kill in the middle of remove_blocks() has left.
void remove_rubbish(const std::filesystem::path& result);

/// Whether writing `result` would lose something: a file is there and is not a partial result of
/// ours whose blocks still exist.
bool result_exists(const std::filesystem::path& result);

/// One of several processes that share a study.
struct ShardStatus {
  Shard shard;
  int finished = 0, total = 0;  ///< blocks; with `until` the total is the most that can be needed
  bool running = false;         ///< a process holds its lock
};

/// What stands at a result's path.
struct StudyStatus {
  bool has_result = false;  ///< a file of ours stands at the path itself
  bool complete = false;    ///< … and holds every point
  bool has_blocks = false;  ///< there is a RESULT.blocks/
  std::string title;
  std::int64_t points = 0, points_done = 0;
  int blocks = 0, blocks_finished = 0;  ///< 0 without RESULT.blocks/; with `until` at most so many
  bool blocks_complete = false;         ///< no block is missing: the result can be assembled
  std::vector<DamagedBlock> damaged;
  std::vector<ShardStatus> shards;  ///< those that ever opened the study; empty when it was not sharded
  bool running = false;             ///< some process has the study open
  std::uintmax_t bytes = 0;         ///< on disk, result and blocks
};

/// InputError when there is neither a result nor blocks at `result`, or when what is there is not
/// ours.
StudyStatus study_status(const std::filesystem::path& result);

}  // namespace wedge
