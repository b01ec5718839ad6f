#include <algorithm>
#include <exception>
#include <system_error>
#include <thread>

#include "base/error.hpp"
#include "results/block_folder.hpp"
#include "results/file_lock.hpp"
#include "results/result.hpp"
#include "results/standing.hpp"

namespace wedge {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void fail_result(const fs::path& file, const std::string& what) {
  throw InputError({Problem{file.string(), 0, 0, {}, what}});
}

void read_result(const fs::path& result, const Found& found, StudyStatus& out) {
  if (found.standing == Standing::nothing) return;
  if (found.standing == Standing::foreign && !found.optimum) fail_result(result, found.why);
  out.optimum = found.optimum;
  out.has_result = !found.optimum;
  out.bytes = found.bytes;
  out.damage = found.optimum ? "" : found.why;
  out.complete = found.standing == Standing::complete || (found.optimum && found.claims_to_be_complete);
  out.unsealed_version = found.unsealed_version;
  out.title = out.result_title = found.title;
  out.command = found.command;
  out.points = found.points;
  out.points_done = found.points_done;
  out.points_failed = found.points_failed;
}

void read_shards(const BlockFolder& folder, const Inventory& found, StudyStatus& out) {
  const StudyLayout& layout = folder.layout();
  std::error_code vanished;
  for (fs::directory_iterator at(folder.path, vanished), end; !vanished && at != end; at.increment(vanished)) {
    std::error_code gone;
    const std::uintmax_t size = at->is_regular_file(gone) ? at->file_size(gone) : 0;
    if (!gone) out.bytes += size;
    const std::optional<Shard> shard = shard_of_lock(at->path().filename().string());
    if (!shard) continue;
    ShardStatus s{*shard, 0, 0, FileLock::is_taken(at->path())};
    const int chains = layout.chains() / shard->count + (shard->index < layout.chains() % shard->count ? 1 : 0);
    s.total = chains * layout.chain_length();
    for (const int number : found.finished) s.finished += shard->has(layout.chain_of(number));
    out.shards.push_back(s);
  }
  std::ranges::sort(out.shards, {}, [](const ShardStatus& s) { return std::pair(s.shard.count, s.shard.index); });
}

void read_blocks(const BlockFolder& folder, const Found& result, StudyStatus& out) {
  const Inventory found = folder.inventory();
  out.has_blocks = true;
  out.title = folder.manifest.study.title;
  out.command = folder.manifest.study.command;
  out.same_study = !out.has_result || result.study_sha256 == folder.manifest.study_sha256;
  if (!out.has_result) out.points = folder.layout().points();
  if (!out.has_result || (out.same_study && !out.complete))
    out.points_done = std::max(out.points_done, points_in(folder.layout(), complete_groups(folder.layout(), found)));
  out.blocks = folder.layout().blocks();
  out.blocks_finished = static_cast<int>(found.finished.size());
  out.blocks_complete = found.pending.empty();
  out.damaged = found.damaged;
  out.running = FileLock::is_taken(folder.path / common_lock);
  read_shards(folder, found, out);
}

// Whether what was seen was one state: no study ended while we looked.
bool seen(const fs::path& result, StudyStatus& out) {
  const Found found = result_at(result);
  read_result(result, found, out);
  std::optional<Manifest> manifest = read_manifest(manifest_file(result));
  if (!manifest) return out.has_result || out.optimum;
  read_blocks({blocks_folder(result), *std::move(manifest)}, found, out);
  return fs::exists(manifest_file(result)) && seal_at(behind_links(result)).bytes == found.bytes;
}

}  // namespace

// A study may be ending under our eyes: what contradicts itself is looked at again.
StudyStatus study_status(const fs::path& result) {
  constexpr int often = 5;
  for (int again = 0;; ++again) {
    StudyStatus out;
    std::exception_ptr failure;
    try {
      if (seen(behind_links(result), out)) return out;
    } catch (const std::exception&) {
      failure = std::current_exception();
    }
    if (again == often) {
      if (failure) std::rethrow_exception(failure);
      if (out.has_result || out.has_blocks) return out;
      fail_result(result, "there is neither a result nor an unfinished study here");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

std::string unreadable_part(const fs::path& result) { return unreadable_dataset_of_damaged(behind_links(result)); }

std::string study_hash(const StudyIdentity& study) { return manifest_of(study).study_sha256; }

bool may_replace(const fs::path& result) {
  return fs::exists(manifest_file(result)) && fs::exists(blocks_folder(result) / force_mark);
}

bool goes_on_by_name(const fs::path& result) {
  if (!fs::exists(manifest_file(result))) return false;
  const Standing there = seal_at(behind_links(result)).standing;
  return there == Standing::nothing || there == Standing::partial || may_replace(result);
}

void remove_finished_blocks(const fs::path& result) try {
  const fs::path folder = blocks_folder(result);
  if (!fs::exists(fs::symlink_status(folder))) return;
  make_block_folder(folder);  // refuses what is not ours
  const auto finished = [&] {
    const Found there = seal_at(behind_links(result));
    const std::optional<Manifest> manifest = read_manifest(folder / manifest_name);
    return there.standing == Standing::complete && (!manifest || manifest->study_sha256 == there.study_sha256);
  };
  if (!finished()) return;
  const FileLock common = FileLock::take(folder / common_lock, Sharing::exclusive);
  const FileLock merge = take_merge_lock(result);
  // Without locks nobody can tell what a kill has left of a folder from one that is just being made.
  if (!common.held() && !fs::exists(folder / manifest_name)) return;
  if (finished()) remove_our_files(folder);
} catch (const std::exception&) {  // busy, or not ours: it stays
}

void remove_blocks(const fs::path& result) {
  const fs::path folder = blocks_folder(result);
  if (!fs::exists(fs::symlink_status(folder))) return;
  make_block_folder(folder);  // refuses what is not ours
  try {
    const FileLock common = FileLock::take(folder / common_lock, Sharing::exclusive);
    const FileLock merge = take_merge_lock(result, FileLock::endless);
    remove_our_files(folder);
  } catch (const FolderGone&) {
  }
}

}  // namespace wedge
