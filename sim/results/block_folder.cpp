#include "results/block_folder.hpp"

#include <cstdio>
#include <stdexcept>

#include "results/block_file.hpp"
#include "results/files.hpp"
#include "results/hdf5.hpp"

namespace wedge {

std::string shard_lock(Shard shard) {
  return "lock." + std::to_string(shard.index + 1) + "-of-" + std::to_string(shard.count);
}

std::optional<Shard> shard_of_lock(const std::string& file_name) {
  Shard shard;
  if (std::sscanf(file_name.c_str(), "lock.%d-of-%d", &shard.index, &shard.count) != 2) return {};
  --shard.index;
  if (shard.index < 0 || shard.index >= shard.count || shard_lock(shard) != file_name) return {};
  return shard;
}

std::filesystem::path BlockFolder::file_of(int number) const {
  return path / block_file_name(number);
}

Sums BlockFolder::empty(const Block& block) const {
  return Sums(block.points, layout().replicates, layout().slots,
              static_cast<int>(layout().statuses.size()));
}

Inventory BlockFolder::inventory(Shard shard) const {
  Inventory found;
  for (int number = shard.index; number < layout().blocks(); number += shard.count) {
    std::string flaw;
    try {
      const std::optional<std::string> bytes = read_file(file_of(number));
      if (!bytes) continue;
      flaw = block_flaw(*bytes, number, manifest.study_sha256);
    } catch (const std::runtime_error& e) {
      flaw = e.what();
    }
    if (flaw.empty())
      found.finished.push_back(number);
    else
      found.damaged.push_back({number, flaw});
  }
  return found;
}

Sums BlockFolder::read(const Block& block) const {
  const std::filesystem::path file = file_of(block.number);
  const std::optional<std::string> bytes = read_file(file);
  const std::string flaw =
      bytes ? block_flaw(*bytes, block.number, manifest.study_sha256) : "there is no such file";
  if (!flaw.empty())
    throw std::runtime_error(file.string() + ": a finished block has become unreadable: " + flaw +
                             "; run the same command again to compute it anew");
  try {
    return decode_block(*bytes, empty(block));
  } catch (const hdf5::Error& e) {
    throw std::runtime_error(file.string() + ": " + e.what());
  }
}

}  // namespace wedge
