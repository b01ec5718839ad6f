/// Reading an unfinished study: its manifest and its blocks.
#pragma once

#include <filesystem>
#include <optional>

#include "results/file_lock.hpp"
#include "results/manifest.hpp"

namespace wedge {

/// Names in RESULT.blocks/ beside the manifest and the blocks.
inline constexpr const char* common_lock = "lock";  ///< exclusive: a whole run, removal; shared: a shard
inline constexpr const char* merge_lock = "lock.merge";
inline constexpr const char* force_mark = "force";  ///< the study may replace what stands at RESULT
std::string shard_lock(Shard shard);
std::optional<Shard> shard_of_lock(const std::string& file_name);

/// The number in a block's file name.
std::optional<int> number_of_block(const std::string& file_name);
/// Whether a file of this name in RESULT.blocks/ is ours: only such are ever removed.
bool is_our_name(const std::string& file_name);

/// The folder itself: made if it is not there; InputError when something else has its name or it holds files of others
/// and no manifest. FolderGone when it vanishes on the way.
void make_block_folder(const std::filesystem::path& folder);
/// Removes our drafts with this tag; with an empty one all. Only for who has the lock that keeps their makers away.
void remove_stale_drafts(const std::filesystem::path& folder, const std::string& tag);
/// The lock of all who write the result or take its blocks away. Drafts of the result that killed processes have left
/// are gone when it is held.
FileLock take_merge_lock(const std::filesystem::path& result, FileLock::Patience patience = FileLock::usual);
/// Removes our files, the manifest first (what is left after a kill is no unfinished study), the locks last, and the
/// folder unless it holds files of others. Only for who has the locks.
void remove_our_files(const std::filesystem::path& folder);

struct BlockFolder {
  std::filesystem::path path;
  Manifest manifest;

  const StudyLayout& layout() const { return manifest.study.layout; }
  std::filesystem::path file_of(int number) const;
  /// Sums of a block's size, empty.
  Sums empty(const Block& block) const;
  /// The blocks of the shard that are there, and the work that is left.
  Inventory inventory(Shard shard = {}) const;
  /// Also the block's draws, if the study keeps them and they are wanted. runtime_error when the
  /// block is missing or damaged.
  Sums read(const Block& block, Draws* draws = nullptr) const;

 private:
  void follow(int chain, const std::vector<bool>& there, Inventory& found) const;
  std::vector<bool> files() const;    // by number of block
  std::uintmax_t most_bytes() const;  // of a block's file
};

/// By group of points: whether nothing is left to do. `found`: of the whole study.
std::vector<bool> complete_groups(const StudyLayout& layout, const Inventory& found);
/// How many points those groups have.
std::int64_t points_in(const StudyLayout& layout, const std::vector<bool>& groups);

}  // namespace wedge
