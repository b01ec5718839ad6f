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

std::filesystem::path BlockFolder::file_of(int number) const { return path / block_file_name(number); }

Sums BlockFolder::empty(const Block& block) const { return empty_sums(layout(), block.points); }

Inventory BlockFolder::inventory(Shard shard) const {
  Inventory found;
  for (int chain = shard.index; chain < layout().chains(); chain += shard.count) follow(chain, found);
  return found;
}

// Up to the first block that is missing: those behind it cannot be known to be needed.
void BlockFolder::follow(int chain, Inventory& found) const {
  const int end = (chain + 1) * layout().chain_length();
  const auto rule = std::make_shared<StopRule>(layout());
  for (int number = chain * layout().chain_length(); number < end && !rule->satisfied(); ++number) {
    std::optional<std::string> bytes;
    std::string flaw;
    try {
      bytes = read_file(file_of(number));
      if (bytes) flaw = block_flaw(*bytes, number, manifest.study_sha256);
      if (bytes && flaw.empty() && layout().chain_length() > 1)
        rule->add(decode_block(*bytes, empty(layout().block(number))));
    } catch (const std::runtime_error& e) {
      flaw = e.what();
    }
    if (!flaw.empty()) found.damaged.push_back({number, flaw});
    if (!bytes || !flaw.empty()) {
      const bool fresh = number == chain * layout().chain_length();
      found.pending.push_back({number, end, fresh ? nullptr : rule});
      return;
    }
    found.finished.push_back(number);
  }
}

Sums BlockFolder::read(const Block& block, Draws* draws) const {
  const std::filesystem::path file = file_of(block.number);
  const std::optional<std::string> bytes = read_file(file);
  const std::string flaw = bytes ? block_flaw(*bytes, block.number, manifest.study_sha256) : "there is no such file";
  if (!flaw.empty())
    throw std::runtime_error(file.string() + ": a finished block has become unreadable: " + flaw +
                             "; run the same command again to compute it anew");
  try {
    if (draws == nullptr || !layout().keep_draws) return decode_block(*bytes, empty(block));
    draws->inputs.resize(static_cast<std::size_t>(block.draws) * layout().inputs.size());
    draws->status.resize(static_cast<std::size_t>(block.points * block.draws));
    draws->values.resize(draws->status.size() * static_cast<std::size_t>(layout().slots));
    return decode_block(*bytes, empty(block), draws);
  } catch (const hdf5::Error& e) {
    throw std::runtime_error(file.string() + ": " + e.what());
  }
}

std::vector<bool> complete_groups(const StudyLayout& layout, const Inventory& found) {
  std::vector<bool> complete(static_cast<std::size_t>(layout.point_groups()), true);
  for (const Chain& chain : found.pending) complete[static_cast<std::size_t>(layout.group_of(chain.first))] = false;
  return complete;
}

std::int64_t points_in(const StudyLayout& layout, const std::vector<bool>& groups) {
  std::int64_t points = 0;
  for (std::size_t group = 0; group < groups.size(); ++group)
    if (groups[group])
      points += layout.block(static_cast<int>(static_cast<std::int64_t>(group) * layout.draw_groups())).points;
  return points;
}

}  // namespace wedge
