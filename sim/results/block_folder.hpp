/// Reading an unfinished study: its manifest and its blocks.
#pragma once

#include <filesystem>
#include <optional>

#include "results/manifest.hpp"

namespace wedge {

/// Names in RESULT.blocks/ beside the manifest and the blocks.
inline constexpr const char* common_lock = "lock";  ///< exclusive: a whole run, removal; shared: a shard
inline constexpr const char* merge_lock = "lock.merge";
std::string shard_lock(Shard shard);
std::optional<Shard> shard_of_lock(const std::string& file_name);

struct BlockFolder {
  std::filesystem::path path;
  Manifest manifest;

  const StudyLayout& layout() const { return manifest.study.layout; }
  std::filesystem::path file_of(int number) const;
  /// Sums of a block's size, empty.
  Sums empty(const Block& block) const;
  /// Those blocks of the shard that are there, and what is left to do.
  Inventory inventory(Shard shard = {}) const;
  /// Also the block's draws, if the study keeps them and they are wanted. runtime_error when the
  /// block is missing or damaged.
  Sums read(const Block& block, Draws* draws = nullptr) const;

 private:
  void follow(int chain, Inventory& found) const;
};

/// By group of points: whether nothing is left to do. `found`: of the whole study.
std::vector<bool> complete_groups(const StudyLayout& layout, const Inventory& found);
/// How many points those groups have.
std::int64_t points_in(const StudyLayout& layout, const std::vector<bool>& groups);

}  // namespace wedge
