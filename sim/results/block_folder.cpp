#include "results/block_folder.hpp"

#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <stdexcept>
#include <system_error>

#include "base/error.hpp"
#include "base/stop.hpp"
#include "results/block_file.hpp"
#include "results/file_lock.hpp"
#include "results/hdf5.hpp"
#include "study/limits.hpp"

namespace wedge {
namespace fs = std::filesystem;

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

std::optional<int> number_of_block(const std::string& name) {
  int number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || number < 0 || block_file_name(number) != name) return {};
  return number;
}

bool is_our_name(const std::string& name) {
  if (const std::optional<DraftName> draft = draft_name(name)) return is_our_name(draft->file);
  return name == manifest_name || name == common_lock || name == merge_lock || name == force_mark ||
         shard_of_lock(name) || number_of_block(name);
}

namespace {

std::vector<std::string> names_in(const fs::path& folder, std::error_code& error) {
  std::vector<std::string> names;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    names.push_back(at->path().filename().string());
  return names;
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::error_code error;
  std::vector<std::string> names = names_in(folder, error);
  if (error && error != std::errc::no_such_file_or_directory) fail_file(folder, "read", error.value());
  return names;
}

template <class Which>
void remove_drafts(const fs::path& folder, const std::vector<std::string>& names, Which which) {
  for (const std::string& name : names) {
    const std::optional<DraftName> draft = draft_name(name);
    if (draft && which(*draft)) ::unlink((folder / name).c_str());
  }
}

}  // namespace

void make_block_folder(const fs::path& folder) {
  std::error_code error;
  if (fs::create_directory(folder, error)) return;
  if (error) fail_file(folder, "create", error.value());
  const auto refuse = [&](const std::string& what) { throw InputError({Problem{folder.string(), 0, 0, {}, what}}); };
  if (!fs::is_directory(fs::symlink_status(folder, error)))
    refuse("is not a folder, and the study's blocks need this name; move it away, or choose another output file");
  if (fs::exists(folder / manifest_name, error)) return;
  for (const std::string& name : names_in(folder))
    if (!is_our_name(name))
      refuse("is not a folder of blocks: it holds " + name + "; move it away, or choose another output file");
}

void remove_stale_drafts(const fs::path& folder, const std::string& tag) {
  remove_drafts(folder, names_in(folder),
                [&](const DraftName& draft) { return is_our_name(draft.file) && (tag.empty() || draft.tag == tag); });
}

FileLock take_merge_lock(const fs::path& result, FileLock::Patience patience) {
  FileLock lock = FileLock::take(blocks_folder(result) / merge_lock, Sharing::exclusive, patience);
  if (!lock.held()) return lock;
  const fs::path target = behind_links(result);
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  std::error_code unreadable;  // the result may be written there all the same
  remove_drafts(folder, names_in(folder, unreadable),
                [&](const DraftName& draft) { return draft.tag.empty() && draft.file == target.filename(); });
  return lock;
}

void remove_our_files(const fs::path& folder) {
  const std::vector<std::string> names = names_in(folder);
  if (::unlink((folder / manifest_name).c_str()) == 0) sync_folder_of(folder / manifest_name);
  const auto is_lock = [](const std::string& name) { return name == common_lock || name == merge_lock; };
  for (const bool locks : {false, true})
    for (const std::string& name : names)
      if (is_our_name(name) && is_lock(name) == locks) ::unlink((folder / name).c_str());
  ::rmdir(folder.c_str());  // stays while it holds anything
}

std::filesystem::path BlockFolder::file_of(int number) const { return path / block_file_name(number); }

Sums BlockFolder::empty(const Block& block) const { return empty_sums(layout(), block.points); }

Inventory BlockFolder::inventory(Shard shard) const {
  Inventory found;
  const std::vector<bool> there = files();
  for (std::int64_t chain = shard.index; chain < layout().chains(); chain += shard.count)
    follow(static_cast<int>(chain), there, found);
  return found;
}

std::vector<bool> BlockFolder::files() const {
  std::vector<bool> there(static_cast<std::size_t>(layout().blocks()));
  for (const std::string& name : names_in(path))
    if (const std::optional<int> number = number_of_block(name); number && *number < layout().blocks())
      there[static_cast<std::size_t>(*number)] = true;
  return there;
}

// Up to the first block that is missing: those behind it cannot be known to be needed.
void BlockFolder::follow(int chain, const std::vector<bool>& there, Inventory& found) const {
  const int first = chain * layout().chain_length(), end = first + layout().chain_length();
  if (!there[static_cast<std::size_t>(first)]) {
    found.pending.push_back({first, end, nullptr});
    return;
  }
  const auto rule = std::make_shared<StopRule>(layout());
  for (int number = first; number < end && !rule->satisfied(); ++number) {
    stop_if_requested();
    std::optional<std::string> bytes;
    std::string flaw;
    try {
      if (there[static_cast<std::size_t>(number)]) bytes = read_file(file_of(number), most_bytes());
      if (bytes) flaw = block_flaw(*bytes, number, manifest.study_sha256);
      if (bytes && flaw.empty() && layout().chain_length() > 1)
        rule->add(decode_block(*bytes, empty(layout().block(number))));
    } catch (const std::runtime_error& e) {
      flaw = e.what();
    }
    if (!flaw.empty()) found.damaged.push_back({number, flaw});
    if (!bytes || !flaw.empty()) {
      found.pending.push_back({number, end, number == first ? nullptr : rule});
      return;
    }
    found.finished.push_back(number);
  }
}

std::uintmax_t BlockFolder::most_bytes() const { return static_cast<std::uintmax_t>(block_bytes(layout())); }

Sums BlockFolder::read(const Block& block, Draws* draws) const {
  const std::filesystem::path file = file_of(block.number);
  const std::optional<std::string> bytes = read_file(file, most_bytes());
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
