#include "results/store.hpp"

#include "base/error.hpp"
#include "results/block_file.hpp"
#include "results/block_folder.hpp"
#include "results/file_lock.hpp"
#include "results/names.hpp"
#include "study/limits.hpp"

namespace wedge {
namespace fs = std::filesystem;

struct BlockStore::State {
  BlockFolder folder;
  Shard shard;
  FileLock common, own;

  // Drafts are named by the shard: whoever has its lock may remove those of a killed process.
  std::string tag() const { return shard_lock(shard).substr(5) + "-"; }
  bool locked() const { return common.held() && (shard.count == 1 || own.held()); }
};

StudyIdentity unfinished_study(const fs::path& result) { return require_manifest(result).study; }

BlockStore::BlockStore(std::unique_ptr<State> state) : state_(std::move(state)) {}
BlockStore::BlockStore(BlockStore&&) noexcept = default;
BlockStore& BlockStore::operator=(BlockStore&&) noexcept = default;
BlockStore::~BlockStore() = default;

BlockStore BlockStore::open(const fs::path& result, const StudyIdentity& identity, Shard shard) {
  require_consistent(identity.layout);
  require_storable(identity);
  auto state = std::make_unique<State>();
  state->shard = shard;
  state->folder = {blocks_folder(result), manifest_of(identity)};
  const fs::path& folder = state->folder.path;
  const fs::path file = folder / manifest_name;
  const std::string ours = manifest_text(state->folder.manifest);
  constexpr int often = 100;  // another may remove the folder under our hands: its study has ended
  for (int again = 0;; ++again) try {
      make_block_folder(folder);
      state->common = FileLock::take(folder / common_lock, shard.count == 1 ? Sharing::exclusive : Sharing::shared);
      if (shard.count > 1) state->own = FileLock::take(folder / shard_lock(shard), Sharing::exclusive);
      break;
    } catch (const FolderGone&) {
      if (again == often) throw;
    }
  if (state->locked()) remove_stale_drafts(folder, shard.count == 1 ? "" : state->tag());
  std::optional<Manifest> stored = read_manifest(file);
  if (!stored && !write_if_absent(file, ours, state->tag())) stored = read_manifest(file);  // another shard was quicker
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
  for (const SealedBlock& block : blocks) files.push_back({state_->folder.file_of(block.number), block.bytes});
  write_whole(files, state_->tag());
}

Sums BlockStore::read(const Block& block, Draws* draws) const { return state_->folder.read(block, draws); }

bool BlockStore::locked() const { return state_->locked(); }
bool BlockStore::whole() const { return state_->shard.count == 1; }
void BlockStore::allow_replacing() { write_whole(state_->folder.path / force_mark, "", state_->tag()); }

}  // namespace wedge
