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
#include "study/indices.hpp"

namespace wedge {

/// The run itself, stored as attributes of the group /performance. It differs from run to
/// run, so a result that must be compared byte by byte is assembled without.
struct Performance {
  double wall_seconds = 0.0;
  std::string host;
  int threads = 1;
};

/// Of the HDF5 library as it is loaded.
std::string hdf5_version();

/// What a file has of it.
std::optional<Performance> stored_performance(const std::filesystem::path& result);

/// Merges the blocks in their order and writes `result`, over whatever stands there. Memory: one group
/// of points and one chunk of each dataset. Leaves the blocks where they are. Returns whether the study
/// is complete. With gaps (missing or damaged blocks): InputError that names them, or, with
/// `allow_partial`, a result whose points are marked in `status`: `not_run` points hold NaN, `partial`
/// points the estimate from the draws that are there. Never writes a partial result over a complete one
/// (InputError). Stopped when that is wished for.
bool assemble(const std::filesystem::path& result, bool allow_partial = false,
              const std::optional<Performance>& performance = {});

/// How a study is brought to its end.
struct EndOptions {
  bool allow_partial = false;
  std::optional<Performance> performance{};
};

enum class EndState {
  complete,         ///< written, and the blocks are gone
  complete_before,  ///< another process was quicker: the complete result stands there
  partial,          ///< written; the blocks stay
};

/// Points at which no draw was solved.
struct FailedPoints {
  std::int64_t count = 0;
  std::vector<std::string> names;  ///< of the first, by their values along the axes
};

struct Ended {
  EndState outcome;
  bool blocks_left = false;  ///< a process has the study open; the next merge removes them
  bool locked = true;        ///< the file system has locks
  FailedPoints failed{};
  Sensitivity sensitivity{};  ///< of the total loss, where it was asked for and written just now
};

/// Assembles `result` and, when it is complete, removes the blocks, under one lock. `store`: the whole study, open in
/// this process; null for `merge`. Besides what assemble() throws: InputError when a file stands there that is not a
/// partial result of the same study and the study was not begun with allow_replacing().
Ended end_study(const std::filesystem::path& result, const EndOptions& how, const BlockStore* store = nullptr);

/// Removes RESULT.blocks/ (`--force`); nothing when there is none. InputError while a process has the
/// study open: destroy the BlockStore first. Files that are not ours stay, and with them the folder.
void remove_blocks(const std::filesystem::path& result);

/// Removes what a complete result needs no more: blocks of its own study, and what a kill has left of a folder without
/// a manifest (not where there are no locks). Does nothing where others are at work.
void remove_finished_blocks(const std::filesystem::path& result);

/// The hash by which a result knows its study.
std::string study_hash(const StudyIdentity& study);

/// Whether an unfinished study stands there that was begun with allow_replacing().
bool may_replace(const std::filesystem::path& result);

/// Whether `wedge run -o RESULT` alone goes on with what stands there.
bool goes_on_by_name(const std::filesystem::path& result);

/// One of several processes that share a study.
struct ShardStatus {
  Shard shard;
  int finished = 0, total = 0;  ///< blocks; with `until` the total is the most that can be needed
  bool running = false;         ///< a process holds its lock
};

/// The state of a study, by the files at its result's path.
struct StudyStatus {
  bool optimum = false;          ///< a file of `wedge optimise` stands there: title, command, complete, bytes
  bool has_result = false;       ///< a file of ours stands at the path itself
  std::string damage;            ///< what is wrong with it; empty: its seal confirms it
  std::string unsealed_version;  ///< of the program that made it, if that gave no seals
  bool same_study = true;        ///< result and blocks, where there are both, are of one study
  bool complete = false;         ///< … and holds every point
  bool has_blocks = false;       ///< there is a RESULT.blocks/
  std::string title, command;    ///< of the blocks if there are any
  std::string result_title;      ///< of the result
  std::int64_t points = 0, points_done = 0;  ///< of the result; without one of the blocks
  std::int64_t points_failed = 0;            ///< of the result: no draw was solved there
  int blocks = 0, blocks_finished = 0;       ///< 0 without RESULT.blocks/; with `until` at most so many
  bool blocks_complete = false;              ///< no block is missing: the result can be assembled
  std::vector<DamagedBlock> damaged;
  std::vector<ShardStatus> shards;  ///< those that ever opened the study; empty when it was not sharded
  bool running = false;             ///< some process has the study open
  std::uintmax_t bytes = 0;         ///< on disk, result and blocks
};

/// InputError when there is neither a result nor blocks at `result`, or when what is there is not
/// ours.
StudyStatus study_status(const std::filesystem::path& result);

/// Reads every dataset of the result, too. Names the first that cannot be read; empty: all can.
std::string unreadable_part(const std::filesystem::path& result);

}  // namespace wedge
