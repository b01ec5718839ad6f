#include <algorithm>
#include <system_error>

#include "base/error.hpp"
#include "results/block_folder.hpp"
#include "results/files.hpp"
#include "results/hdf5.hpp"
#include "results/result.hpp"

namespace wedge {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void fail_result(const fs::path& file, const std::string& what) {
  throw InputError({Problem{file.string(), 0, 0, {}, what}});
}

// The root attributes of a result file.
void read_result(const fs::path& result, StudyStatus& out) {
  const hdf5::Quiet quiet;
  try {
    const hdf5::Handle file(H5Fopen(result.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "open the file");
    if (hdf5::read_text_attribute(file.id(), "schema_name") != schema_name) fail_result(result, "is not a wedge study");
    out.title = hdf5::read_text_attribute(file.id(), "title");
    out.points = hdf5::read_int_attribute(file.id(), "n_points");
    out.points_done = hdf5::read_int_attribute(file.id(), "n_done");
    out.complete = hdf5::read_int_attribute(file.id(), "complete") == 1;
    out.has_result = true;
  } catch (const hdf5::Error& e) {
    fail_result(result, std::string("is not a result of wedge run: ") + e.what());
  }
}

fs::path rubbish_folder(const fs::path& result) { return result.string() + ".removed"; }

void read_blocks(const BlockFolder& folder, StudyStatus& out) {
  const Inventory found = folder.inventory();
  out.has_blocks = true;
  out.title = folder.manifest.study.title;
  out.points = folder.layout().points();
  out.points_done = std::max(out.points_done, points_in(folder.layout(), complete_groups(folder.layout(), found)));
  out.blocks = folder.layout().blocks();
  out.blocks_finished = static_cast<int>(found.finished.size());
  out.blocks_complete = found.pending.empty();
  out.damaged = found.damaged;
  out.running = FileLock::is_taken(folder.path / common_lock);
  for (const fs::directory_entry& entry : fs::directory_iterator(folder.path)) {
    std::error_code vanished;
    const std::uintmax_t size = entry.file_size(vanished);
    if (!vanished) out.bytes += size;
    const std::optional<Shard> shard = shard_of_lock(entry.path().filename().string());
    if (!shard) continue;
    const StudyLayout& layout = folder.layout();
    ShardStatus s{*shard, 0, 0, FileLock::is_taken(entry.path())};
    for (int number = 0; number < out.blocks; ++number) s.total += shard->has(layout.chain_of(number));
    for (const int number : found.finished) s.finished += shard->has(layout.chain_of(number));
    out.shards.push_back(s);
  }
  std::ranges::sort(out.shards, {}, [](const ShardStatus& s) { return std::pair(s.shard.count, s.shard.index); });
}

}  // namespace

StudyStatus study_status(const fs::path& result) {
  StudyStatus out;
  if (fs::exists(result)) {
    read_result(result, out);
    out.bytes = fs::file_size(result);
  }
  if (fs::exists(blocks_folder(result))) read_blocks({blocks_folder(result), require_manifest(result)}, out);
  if (!out.has_result && !out.has_blocks) fail_result(result, "there is neither a result nor an unfinished study here");
  return out;
}

bool result_exists(const fs::path& result) {
  if (!fs::exists(result)) return false;
  if (!fs::exists(manifest_file(result))) return true;
  try {
    StudyStatus out;
    read_result(result, out);
    return out.complete;
  } catch (const InputError&) {
    return true;  // not ours to overwrite
  }
}

// The folder gets another name before its files are removed one by one: a kill on the way leaves rubbish, but never a
// study that looks unfinished.
void remove_blocks(const fs::path& result) {
  const fs::path folder = blocks_folder(result), rubbish = rubbish_folder(result);
  remove_rubbish(result);
  if (!fs::exists(folder)) return;
  const FileLock lock = FileLock::take(folder / common_lock, Sharing::exclusive);
  std::error_code error;
  fs::rename(folder, rubbish, error);
  if (error) fail_file(folder, "remove", error.value());
  remove_rubbish(result);
}

void remove_rubbish(const fs::path& result) {
  const fs::path rubbish = rubbish_folder(result);
  std::error_code error;
  fs::remove_all(rubbish, error);
  if (error) fail_file(rubbish, "remove", error.value());
}

}  // namespace wedge
