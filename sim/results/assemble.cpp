#include <algorithm>
#include <stdexcept>

#include "base/error.hpp"
#include "results/block_folder.hpp"
#include "results/file_driver.hpp"
#include "results/files.hpp"
#include "results/result.hpp"
#include "results/result_file.hpp"

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
                          "with --allow-partial"});
  throw InputError(std::move(problems));
}

class Assembly {
 public:
  Assembly(const BlockFolder& folder, const Inventory& found)
      : folder_(folder), layout_(folder.layout()), found_(found), complete_(complete_groups(layout_, found)) {}

  std::int64_t points_done() const { return points_in(layout_, complete_); }

  // Block order within a group, groups in order: the merging is part of the result.
  void write(ResultFile& to) const {
    for (std::int64_t group = 0; group < layout_.point_groups(); ++group) {
      const Block first = first_of(group);
      const std::vector<int> parts = parts_of(group);
      Sums sums;
      for (const int part : parts) {
        Draws draws;
        Sums more = folder_.read(layout_.block(part), layout_.keep_draws ? &draws : nullptr);
        if (layout_.keep_draws) to.write_draws(layout_.block(part), draws);
        if (part == parts[0])
          sums = std::move(more);
        else
          sums.merge(more);
      }
      PointStatus ran = parts.empty() ? PointStatus::not_run : PointStatus::partial;
      if (complete_[static_cast<std::size_t>(group)]) ran = PointStatus::complete;
      to.write_points(first.first_point, parts.empty() ? folder_.empty(first) : sums, ran);
    }
  }

 private:
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
};

// Closed and fsynced when this returns.
void write_result(hdf5::FileDriver& driver, const fs::path& to, const BlockFolder& folder, const Assembly& assembly,
                  const std::optional<Performance>& performance) {
  const hdf5::Handle creation = hdf5::file_creation(), access = driver.access();
  const hdf5::Handle file(H5Fcreate(to.c_str(), H5F_ACC_TRUNC, creation.id(), access.id()), H5Fclose,
                          "create the result");
  ResultFile result(file.id(), folder.manifest, assembly.points_done());
  assembly.write(result);
  if (performance) result.write_performance(*performance);
}

}  // namespace

bool assemble(const fs::path& result, bool allow_partial, const std::optional<Performance>& performance) {
  const BlockFolder folder{blocks_folder(result), require_manifest(result)};
  const FileLock lock = FileLock::take(folder.path / merge_lock, Sharing::exclusive);
  const Inventory found = folder.inventory();
  if (!allow_partial) refuse_gaps(folder, found);

  const hdf5::Quiet quiet;
  const Temporary temporary{result.string() + ".tmp"};
  hdf5::FileDriver driver;
  try {
    write_result(driver, temporary.path, folder, Assembly(folder, found), performance);
  } catch (const hdf5::Error& e) {
    if (driver.error() == 0)
      throw std::runtime_error(temporary.path.string() + ": " + e.what() + "; every finished block is kept");
  }
  if (driver.error() != 0) fail_file(temporary.path, "write", driver.error());
  publish(temporary.path, result);
  return found.pending.empty();
}

}  // namespace wedge
