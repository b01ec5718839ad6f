/// Reading an unfinished study: its manifest and its blocks.
#pragma once

#include <filesystem>
#include <optional>

#include "results/manifest.hpp"

namespace wedge {

/// Names in RESULT.blocks/ beside the manifest and the blocks.
inline constexpr const char* common_lock =
    "lock";  ///< exclusive: a whole run, removal; shared: a shard
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
  /// Those blocks of the shard that are there.
  Inventory inventory(Shard shard = {}) const;
  /// runtime_error when it is missing or damaged.
  Sums read(const Block& block) const;
};

}  // namespace wedge
