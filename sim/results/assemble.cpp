#include <unistd.h>

#include <algorithm>
#include <stdexcept>
#include <system_error>

#include "base/error.hpp"
#include "base/stop.hpp"
#include "results/block_folder.hpp"
#include "results/file_driver.hpp"
#include "results/file_lock.hpp"
#include "results/names.hpp"
#include "results/result.hpp"
#include "results/result_file.hpp"
#include "results/sensitivity_group.hpp"
#include "results/standing.hpp"

namespace wedge {
namespace fs = std::filesystem;
namespace {

// "3–5, 9" of ascending numbers, the first few.
std::string ranges_of(const std::vector<int>& numbers) {
  constexpr int longest = 12;
  std::string out;
  int ranges = 0;
  for (std::size_t i = 0, j; i < numbers.size(); i = j) {
    for (j = i + 1; j < numbers.size() && numbers[j] == numbers[j - 1] + 1;) ++j;
    if (++ranges > longest) return out + ", …";
    out += (i > 0 ? ", " : "") + std::to_string(numbers[i]);
    if (j > i + 1) out += "–" + std::to_string(numbers[j - 1]);
  }
  return out;
}

void refuse_gaps(const BlockFolder& folder, const Inventory& found) {
  std::vector<int> missing;
  for (const Chain& chain : found.pending) missing.push_back(chain.first);
  if (missing.empty()) return;
  const char* const least = folder.layout().chain_length() > 1 ? "at least " : "";
  std::vector<Problem> problems;
  for (const DamagedBlock& block : found.damaged)
    problems.push_back({folder.file_of(block.number).string(), 0, 0, {}, "damaged: " + block.reason});
  problems.push_back({folder.path.string(),
                      0,
                      0,
                      {},
                      least + std::to_string(missing.size()) + " of " + std::to_string(folder.layout().blocks()) +
                          " blocks are missing: " + ranges_of(missing) +
                          "; run the study (all its shards) again to compute them, or accept the gaps "
                          "and allow a partial result"});
  throw InputError(std::move(problems));
}

class Assembly {
 public:
  Assembly(const BlockFolder& folder, const Inventory& found)
      : folder_(folder), layout_(folder.layout()), found_(found), complete_(complete_groups(layout_, found)) {}

  std::int64_t points_done() const { return points_in(layout_, complete_); }
  const FailedPoints& failed() const { return failed_; }
  const Sensitivity& sensitivity() const { return sensitivity_; }

  // Block order within a group, groups in order: the merging is part of the result.
  void write(ResultFile& to) {
    for (std::int64_t group = 0; group < layout_.point_groups(); ++group) {
      const Block first = first_of(group);
      const std::vector<int> parts = parts_of(group);
      Sums sums;
      for (const int part : parts) {
        stop_if_requested();
        Draws draws;
        Sums more = folder_.read(layout_.block(part), layout_.keep_draws ? &draws : nullptr);
        if (layout_.keep_draws) to.write_draws(layout_.block(part), draws);
        if (part == parts[0])
          sums = std::move(more);
        else
          sums.merge(more);
      }
      stop_if_requested();
      PointStatus ran = parts.empty() ? PointStatus::not_run : PointStatus::partial;
      if (complete_[static_cast<std::size_t>(group)]) ran = PointStatus::complete;
      to.write_points(first.first_point, parts.empty() ? folder_.empty(first) : sums, ran);
      if (!parts.empty()) note_failures(first.first_point, sums), note_sensitivity(sums);
    }
  }

 private:
  void note_failures(std::int64_t first, const Sums& sums) {
    constexpr std::size_t most = 3;
    for (std::int64_t p = 0; p < sums.points; ++p) {
      if (sums.by_status[static_cast<std::size_t>(p * sums.statuses)] > 0) continue;
      ++failed_.count;
      if (failed_.names.size() < most) failed_.names.push_back(point_name(layout_, first + p));
    }
  }

  // What `run` prints of it.
  void note_sensitivity(const Sums& sums) {
    const int parameters = static_cast<int>(layout_.parameters.size());
    for (const Variable& variable : layout_.variables) {
      if (parameters == 0 || variable.slots != 1) continue;
      if (variable.name != "total_loss" && variable.name != "overall_total_loss") continue;
      sensitivity_ = {variable.name, variable.unit, layout_.draws, layout_.parameters, {}, {}};
      for (int parameter = 0; parameter < parameters; ++parameter)
        if (layout_.morris)
          sensitivity_.effects.push_back(stored_effects(layout_, sums, parameter, variable.first_slot));
        else
          sensitivity_.indices.push_back(indices_of(sums.indices, parameter, variable.first_slot));
    }
  }

  Block first_of(std::int64_t group) const { return layout_.block(static_cast<int>(group * layout_.draw_groups())); }

  // The group's blocks that are there.
  std::vector<int> parts_of(std::int64_t group) const {
    const int first = static_cast<int>(group * layout_.draw_groups());
    const int end = static_cast<int>((group + 1) * layout_.draw_groups());
    return {std::ranges::lower_bound(found_.finished, first), std::ranges::lower_bound(found_.finished, end)};
  }

  const BlockFolder& folder_;
  const StudyLayout& layout_;
  const Inventory& found_;
  const std::vector<bool> complete_;  // by group
  FailedPoints failed_;
  Sensitivity sensitivity_;
};

// What is said of a result beside what stands in it.
struct Remarks {
  FailedPoints failed;
  Sensitivity sensitivity;
};

// Closed when this returns.
void write_hdf5(hdf5::FileDriver& driver, const BlockFolder& folder, Assembly& assembly,
                const std::optional<Performance>& performance) {
  const hdf5::Handle creation = hdf5::file_creation(), access = driver.access();
  const hdf5::Handle file(H5Fcreate("result", H5F_ACC_TRUNC, creation.id(), access.id()), H5Fclose,
                          "create the result");
  ResultFile result(file.id(), folder.manifest, assembly.points_done());
  assembly.write(result);
  if (performance) result.write_performance(*performance);
}

Remarks write_result(Draft& draft, const BlockFolder& folder, const Inventory& found,
                     const std::optional<Performance>& performance) {
  const hdf5::Quiet quiet;
  Assembly assembly(folder, found);
  hdf5::FileDriver driver(draft.descriptor());
  try {
    write_hdf5(driver, folder, assembly, performance);
  } catch (const hdf5::Error& e) {
    if (driver.error() == 0)
      throw std::runtime_error(draft.path().string() + ": " + e.what() + "; every finished block is kept");
  }
  if (driver.error() != 0) fail_file(draft.path(), "write", driver.error());
  seal_result(draft, {folder.layout().points(), assembly.points_done(), assembly.failed().count},
              folder.manifest.study_sha256);
  const std::string unreadable = unreadable_dataset(draft.path());
  if (!unreadable.empty())
    throw std::runtime_error(draft.path().string() + ": what was written does not read back: " + unreadable +
                             "; every finished block is kept");
  draft.finish();
  return {assembly.failed(), assembly.sensitivity()};
}

bool stays(const fs::path& file) {
  try {
    return claims_to_be_complete(file);
  } catch (const std::exception&) {
    return true;
  }
}

// Nothing: a complete result stands there, and this one would be partial.
std::optional<Remarks> write_and_publish(const fs::path& result, const BlockFolder& folder, const Inventory& found,
                                         const std::optional<Performance>& performance) {
  Draft draft(result);
  Remarks remarks = write_result(draft, folder, found, performance);
  if (!found.pending.empty()) {
    if (!draft.publish_unless(stays)) return {};
  } else {
    draft.publish();
  }
  sync_folder_of(result);
  return remarks;
}

[[noreturn]] void refuse(const fs::path& result, const std::string& what) {
  throw InputError({Problem{result.string(), 0, 0, {}, what}});
}

constexpr const char* never_partial = "is complete, and a partial result never replaces it";

// A file in the result's place must be older than this study, or the study must have been begun by force.
void require_place(const fs::path& result, const Found& there, const BlockFolder& folder, bool complete) {
  if (there.standing == Standing::nothing) return;
  const bool ours = there.study_sha256 == folder.manifest.study_sha256;
  if (there.standing == Standing::partial && ours) return;
  if (!complete)
    refuse(result, there.claims_to_be_complete ? never_partial : "exists, and a partial result never replaces it");
  if (ours || fs::exists(folder.path / force_mark)) return;
  refuse(result, "exists, and is not of this study; move it away, or begin the study by force");
}

class Finish {
 public:
  Finish(const fs::path& result, const EndOptions& how, const BlockStore* store)
      : target_(behind_links(result)), blocks_(blocks_folder(result)), how_(how), store_(store) {}

  Ended run() {
    try {
      return locked_run();
    } catch (const std::exception&) {
      // Whoever was quicker has taken the blocks away: what was missing here is in the result.
      if (study_.empty() && fs::exists(blocks_ / manifest_name)) throw;
      const Found there = result_at(target_);
      if (there.standing != Standing::complete || !(study_.empty() || there.study_sha256 == study_)) throw;
      return {EndState::complete_before, false, merge_.held(), {there.points_failed, {}}};
    }
  }

 private:
  Ended locked_run() {
    study_ = require_manifest(target_).study_sha256;
    merge_ = take_merge_lock(target_, FileLock::endless);
    const BlockFolder folder{blocks_, require_manifest(target_)};  // once more: it may be another by now
    study_ = folder.manifest.study_sha256;
    const Found there = seal_at(target_);
    if (there.is_complete_of(study_) && !how_.performance && result_at(target_).is_complete_of(study_))
      return {EndState::complete_before, !removed(), merge_.held(), {there.points_failed, {}}};
    const Inventory found = folder.inventory();
    if (!how_.allow_partial) refuse_gaps(folder, found);
    const bool complete = found.pending.empty();
    require_place(target_, there, folder, complete);
    const auto remarks = write_and_publish(target_, folder, found, how_.performance);
    if (!remarks) refuse(target_, never_partial);
    const bool blocks_left = !complete || !removed();
    return {complete ? EndState::complete : EndState::partial, blocks_left, merge_.held(), remarks->failed,
            remarks->sensitivity};
  }

  // Not while a shard is at work: it would see its blocks vanish.
  bool removed() {
    FileLock common;
    if (store_ == nullptr || !store_->whole()) try {
        common = FileLock::take(blocks_ / common_lock, Sharing::exclusive, std::chrono::seconds(1));
      } catch (const InputError&) {
        return false;
      } catch (const Stopped&) {
        return false;  // the result is there: nothing is left to be stopped
      }
    // Without locks another study may have been begun by now.
    const std::optional<Manifest> there = read_manifest(blocks_ / manifest_name);
    if (!merge_.held() && there && there->study_sha256 != study_) return false;
    remove_our_files(blocks_);
    return true;
  }

  const fs::path target_, blocks_;
  const EndOptions& how_;
  const BlockStore* store_;
  std::string study_;
  FileLock merge_;
};

}  // namespace

bool assemble(const fs::path& result, bool allow_partial, const std::optional<Performance>& performance) {
  const fs::path target = behind_links(result), blocks = blocks_folder(result);
  require_manifest(target);  // before the lock's file is made
  const FileLock lock = take_merge_lock(target, FileLock::endless);
  const BlockFolder folder{blocks, require_manifest(target)};
  const Inventory found = folder.inventory();
  if (!allow_partial) refuse_gaps(folder, found);
  if (!write_and_publish(target, folder, found, performance)) refuse(target, never_partial);
  return found.pending.empty();
}

Ended end_study(const fs::path& result, const EndOptions& how, const BlockStore* store) {
  return Finish(result, how, store).run();
}

}  // namespace wedge
