#include "results/store.hpp"

#include <cerrno>
#include <system_error>

#include "base/error.hpp"
#include "results/block_file.hpp"
#include "results/block_folder.hpp"
#include "results/files.hpp"
#include "results/names.hpp"

namespace wedge {
namespace fs = std::filesystem;

struct BlockStore::State {
  BlockFolder folder;
  Shard shard;
  FileLock common, own;

  // Named by the shard, whose lock we hold: nobody else writes there.
  fs::path temporary(const fs::path& file) const { return file.string() + ".tmp-" + shard_lock(shard).substr(5); }
};

namespace {

void create_folder(const fs::path& folder) {
  std::error_code error;
  if (!fs::create_directory(folder, error) && error) fail_file(folder, "create", error.value());
}

// What a killed process of this shard left; of all shards when the whole study is ours.
void remove_stale_temporaries(const fs::path& folder, Shard shard) {
  const std::string own = shard.count == 1 ? "" : shard_lock(shard).substr(5);
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const std::size_t suffix = name.find(".tmp-");
    if (suffix == name.npos || (!own.empty() && name.substr(suffix + 5) != own)) continue;
    std::error_code ignored;
    fs::remove(entry.path(), ignored);
  }
}

}  // namespace

StudyIdentity unfinished_study(const fs::path& result) { return require_manifest(result).study; }

BlockStore::BlockStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
BlockStore::BlockStore(BlockStore&&) noexcept = default;
BlockStore& BlockStore::operator=(BlockStore&&) noexcept = default;
BlockStore::~BlockStore() = default;

BlockStore BlockStore::open(const fs::path& result, const StudyIdentity& identity, Shard shard) {
  require_storable(identity);
  auto state = std::make_unique<State>();
  state->shard = shard;
  state->folder = {blocks_folder(result), manifest_of(identity)};
  const fs::path& folder = state->folder.path;
  create_folder(folder);
  state->common = FileLock::take(folder / common_lock, shard.count == 1 ? Sharing::exclusive : Sharing::shared);
  if (shard.count > 1) state->own = FileLock::take(folder / shard_lock(shard), Sharing::exclusive);
  remove_stale_temporaries(folder, shard);

  const fs::path file = manifest_file(result);
  std::optional<Manifest> stored = read_manifest(file);
  if (!stored && !write_if_absent(file, state->temporary(file), manifest_text(state->folder.manifest)))
    stored = read_manifest(file);  // another shard was quicker
  if (stored) require_same_study(file, *stored, state->folder.manifest);
  return BlockStore(std::move(state));
}

Inventory BlockStore::inventory() const { return state_->folder.inventory(state_->shard); }

void BlockStore::write(const Block& block, const Sums& sums, const Draws& draws) {
  const SealedBlock sealed{block.number, sealed_block(block, sums, draws, state_->folder.manifest.study_sha256)};
  write({&sealed, 1});
}

void BlockStore::write(std::span<const SealedBlock> blocks) {
  std::vector<NewFile> files;
  for (const SealedBlock& block : blocks) {
    const fs::path file = state_->folder.file_of(block.number);
    files.push_back({file, state_->temporary(file), block.bytes});
  }
  write_whole(files);
}

Sums BlockStore::read(const Block& block, Draws* draws) const { return state_->folder.read(block, draws); }

bool BlockStore::locked() const { return state_->common.held() && (state_->shard.count == 1 || state_->own.held()); }

}  // namespace wedge
