// The result file: its bytes do not depend on how its blocks came to be; gaps are refused or
// marked.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <numeric>
#include <thread>

#include "base/error.hpp"
#include "results/block_file.hpp"
#include "results/files.hpp"
#include "results/hdf5.hpp"
#include "results/hyperslab.hpp"
#include "results/names.hpp"
#include "results/sample_study.hpp"
#include "results/standing.hpp"

namespace wedge::test {
namespace fs = std::filesystem;
namespace {

template <class Number>
std::vector<Number> dataset(const fs::path& result, const std::string& name, std::size_t size) {
  const hdf5::Quiet quiet;
  const hdf5::Handle file(H5Fopen(result.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "open");
  std::vector<Number> values(size);
  hdf5::read_array(file.id(), name, values);
  return values;
}

struct Assembled : ::testing::Test {
  Scratch scratch;
  const StudyIdentity study = sample_study();
  const StudyLayout& layout = study.layout;

  // The result's bytes when its blocks are written so.
  std::string bytes_of(const std::string& name, const std::vector<int>& numbers, const StudyIdentity& of,
                       bool allow_partial = false) const {
    const fs::path result = scratch / name;
    BlockStore store = BlockStore::open(result, of);
    write_blocks(store, of.layout, numbers);
    EXPECT_EQ(assemble(result, allow_partial), !allow_partial);
    return *read_file(result);
  }
};

// With WEDGE_SAMPLE_RESULT=FILE the sample is left there, for open_everywhere.py.
TEST_F(Assembled, Sample) {
  const char* const wanted = std::getenv("WEDGE_SAMPLE_RESULT");
  const fs::path result = wanted != nullptr ? fs::path(wanted) : scratch / "sample.h5";
  {
    BlockStore store = BlockStore::open(result, study);
    write_blocks(store, layout, all_blocks(layout));
  }
  EXPECT_TRUE(assemble(result, false, Performance{12.5, "node7", 32}));
  EXPECT_EQ(result_at(result).standing, Standing::complete);
  remove_blocks(result);
  remove_blocks(result);  // nothing left to do
  EXPECT_FALSE(fs::exists(blocks_folder(result)));
  const StudyStatus now = study_status(result);
  EXPECT_TRUE(now.has_result && now.complete && !now.has_blocks);
  EXPECT_EQ(now.title, study.title);
  EXPECT_EQ(now.points, 15);
  EXPECT_EQ(now.points_done, 15);
  EXPECT_EQ(now.bytes, fs::file_size(result));
}

TEST_F(Assembled, HoldsTheEstimates) {
  const fs::path result = scratch / "out.h5";
  bytes_of("out.h5", all_blocks(layout), study);
  const auto mean = dataset<double>(result, "wedge_effect", 15 * 6);
  const auto error = dataset<double>(result, "wedge_effect_se", 15 * 6);
  const auto quantile = dataset<double>(result, "wedge_effect_quantile", 15 * 6 * 3);
  const auto draws = dataset<std::int32_t>(result, "n_draws", 15);
  const auto failed = dataset<std::int32_t>(result, "n_failed", 15);
  const auto by_status = dataset<std::int32_t>(result, "n_failed_by_status", 15 * 2);
  const auto state = dataset<std::int8_t>(result, "status", 15);
  const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  for (int point = 0; point < 15; ++point) {
    const int group = point / 4, inside = point % 4;
    Sums sums = sample_sums(layout, layout.block(3 * group));
    for (const int part : {1, 2}) sums.merge(sample_sums(layout, layout.block(3 * group + part)));
    for (int slot = 0; slot < 6; ++slot) {
      const Estimate e = estimate(sums, inside, 4 + slot, study.quantile_levels);
      EXPECT_TRUE(same(mean[point * 6 + slot], e.mean)) << point << ' ' << slot;
      EXPECT_TRUE(same(error[point * 6 + slot], e.standard_error));
      for (int q = 0; q < 3; ++q) EXPECT_TRUE(same(quantile[(point * 6 + slot) * 3 + q], e.quantiles[q]));
    }
    EXPECT_EQ(draws[point], 50);
    EXPECT_EQ(failed[point], 50 - static_cast<int>(sums.by_status[inside * 3]));
    EXPECT_EQ(by_status[point * 2] + by_status[point * 2 + 1], failed[point]);
    EXPECT_EQ(by_status[point * 2 + 1], static_cast<int>(sums.by_status[inside * 3 + 2]));
    EXPECT_EQ(state[point], point == 7 ? 3 : 0);
  }
}

TEST_F(Assembled, SameBytesWhateverTheOrder) {
  std::vector<int> numbers = all_blocks(layout);
  const std::string expected = bytes_of("a.h5", numbers, study);
  std::ranges::reverse(numbers);
  EXPECT_EQ(bytes_of("b.h5", numbers, study), expected);
  for (const int lost : {0, 5, 11}) fs::remove(blocks_folder(scratch / "b.h5") / block_file_name(lost));
  std::this_thread::sleep_for(std::chrono::milliseconds(1100));  // a time stamp would change
  EXPECT_EQ(bytes_of("b.h5", {11, 0, 5}, study), expected);
  for (const int shard : {2, 0, 1}) {
    BlockStore store = BlockStore::open(scratch / "c.h5", study, {shard, 3});
    for (const int number : all_blocks(layout))
      if (Shard{shard, 3}.has(number)) write_blocks(store, layout, {number});
  }
  EXPECT_TRUE(assemble(scratch / "c.h5"));
  EXPECT_EQ(*read_file(scratch / "c.h5"), expected);
  EXPECT_FALSE(fs::exists(scratch / "c.h5.tmp"));
}

TEST_F(Assembled, GapsAreRefused) {
  const fs::path result = scratch / "out.h5";
  std::vector<int> numbers = all_blocks(layout);
  std::erase_if(numbers, [](int n) { return n == 1 || n == 2 || n == 7; });
  {
    BlockStore store = BlockStore::open(result, study);
    write_blocks(store, layout, numbers);
  }
  std::ofstream(blocks_folder(result) / "000004.h5") << "not a block";
  try {
    assemble(result);
    FAIL();
  } catch (const InputError& e) {
    const std::string text = e.what();
    EXPECT_NE(text.find("000004.h5: damaged: "), std::string::npos) << text;
    EXPECT_NE(text.find("4 of 12 blocks are missing: 1–2, 4, 7; "), std::string::npos) << text;
    EXPECT_NE(text.find("allow a partial result"), std::string::npos) << text;
  }
  EXPECT_FALSE(fs::exists(result));
  EXPECT_THROW(assemble(scratch / "other.h5"), InputError);
}

TEST_F(Assembled, PartialMarksThePoints) {
  const fs::path result = scratch / "out.h5";
  const std::vector<int> numbers{0, 1, 2, 4, 6, 7, 8};  // group 1 lacks two blocks of three, group 3 all
  bytes_of("out.h5", numbers, study, true);
  const auto state = dataset<std::int8_t>(result, "status", 15);
  EXPECT_EQ(state, (std::vector<std::int8_t>{0, 0, 0, 0, 2, 2, 2, 2, 0, 0, 0, 0, 1, 1, 1}));
  const auto mean = dataset<double>(result, "deterrence", 15);
  for (int point = 0; point < 15; ++point) EXPECT_EQ(std::isnan(mean[point]), point >= 12 || point == 7) << point;
  const auto draws = dataset<std::int32_t>(result, "n_draws", 15);
  EXPECT_EQ(draws[0], 50);
  EXPECT_EQ(draws[4], 20);
  EXPECT_EQ(draws[12], 0);

  const StudyStatus now = study_status(result);
  EXPECT_TRUE(now.has_result && !now.complete && now.has_blocks);
  EXPECT_EQ(now.points_done, 8);
  EXPECT_EQ(now.blocks_finished, 7);
  EXPECT_EQ(result_at(result).standing, Standing::partial);
  EXPECT_EQ(bytes_of("out.h5", {3, 5, 9, 10, 11}, study), bytes_of("whole.h5", all_blocks(layout), study));
  EXPECT_EQ(result_at(result).standing, Standing::complete);
}

TEST_F(Assembled, OnePoint) {
  StudyIdentity single = study;
  single.layout.axes.clear();
  const fs::path result = scratch / "one.h5";
  bytes_of("one.h5", all_blocks(single.layout), single);
  EXPECT_EQ(dataset<std::int32_t>(result, "n_draws", 1)[0], 50);
  EXPECT_NEAR(dataset<double>(result, "deterrence", 1)[0], 0.5, 0.2);
  EXPECT_EQ(dataset<double>(result, "loss", 3).size(), 3u);
}

TEST_F(Assembled, WithoutStatusesLabelsOrQuantiles) {
  StudyIdentity bare = study;
  bare.quantile_levels.clear();
  bare.layout.statuses = {"solved"};
  bare.layout.dimensions.clear();
  bare.layout.variables = {{"deterrence", "probability", "", {}, 0, 1}};
  bare.layout.slots = 1;
  const fs::path result = scratch / "bare.h5";
  {
    BlockStore store = BlockStore::open(result, bare);
    const double value = 0.25;
    for (const int number : all_blocks(bare.layout)) {
      Sums sums(bare.layout.block(number).points, 2, 1, 1);
      for (std::int64_t p = 0; p < sums.points; ++p) sums.add(p, 0, &value);
      store.write(bare.layout.block(number), sums);
    }
  }
  EXPECT_TRUE(assemble(result));
  EXPECT_EQ(dataset<double>(result, "deterrence", 15)[14], 0.25);
  EXPECT_THROW(dataset<double>(result, "deterrence_quantile", 15), hdf5::Error);
}

TEST_F(Assembled, ForeignFilesAreNotOurs) {
  const fs::path result = scratch / "out.h5";
  EXPECT_EQ(result_at(result).standing, Standing::nothing);
  EXPECT_THROW(study_status(result), InputError);
  std::ofstream(result) << "a letter";
  EXPECT_EQ(result_at(result).standing, Standing::foreign);
  EXPECT_THROW(study_status(result), InputError);
}

TEST(Boxes, CoverEveryRunInOrder) {
  for (const std::vector<hsize_t>& grid : {std::vector<hsize_t>{}, {7}, {3, 5}, {1, 4, 1, 3}, {2, 3, 4}}) {
    const hsize_t all = std::accumulate(grid.begin(), grid.end(), hsize_t{1}, std::multiplies());
    for (hsize_t first = 0; first < all; ++first)
      for (hsize_t points = 1; first + points <= all; ++points) {
        hsize_t next = first;
        const std::vector<Box> boxes = boxes_of(grid, first, points);
        for (const Box& box : boxes) {
          hsize_t begin = 0, size = 1;
          for (std::size_t i = 0; i < grid.size(); ++i) {
            ASSERT_LE(box.start[i] + box.count[i], grid[i]);
            // Contiguous: whole to the right of the first axis that is cut, one to its left.
            ASSERT_TRUE(size == 1 || box.count[i] == grid[i]);
            begin = begin * grid[i] + box.start[i];
            size *= box.count[i];
          }
          ASSERT_EQ(begin, next);
          next += size;
        }
        ASSERT_EQ(next, first + points);
        ASSERT_LE(boxes.size(), std::max<std::size_t>(1, 2 * grid.size() - (grid.empty() ? 0 : 1)));
      }
  }
}

long peak_kilobytes() {
  struct rusage usage {};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

TEST_F(Assembled, MemoryIsBounded) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the sanitizer keeps freed memory";
#endif
  // 40 slots at 90,000 points in chunks of 500: 29 MB of means, 29 MB of errors, 86 MB of
  // quantiles.
  StudyIdentity large = study;
  StudyLayout& shape = large.layout;
  shape.axes[0].values.resize(300);
  shape.axes[1].values.resize(150);
  std::iota(shape.axes[0].values.begin(), shape.axes[0].values.end(), 0.0);
  std::iota(shape.axes[1].values.begin(), shape.axes[1].values.end(), 0.0);
  shape.dimensions = {{"defender", std::vector<std::string>(40, "x")}};
  shape.variables = {{"loss", "stake", "", {"defender"}, 0, 40}};
  shape.slots = 40;
  shape.replicates = 1;
  shape.draws = shape.block_draws = 1;
  shape.block_points = 500;
  const fs::path result = scratch / "large.h5";
  {
    BlockStore store = BlockStore::open(result, large);
    Sums sums(500, 1, 40, 3);
    std::vector<double> values(40, 0.5);
    for (std::int64_t p = 0; p < 500; ++p) {
      values[0] = static_cast<double>(p);
      sums.add(p, 0, values.data());
    }
    const Block first = shape.block(0);
    store.write(first, sums);
  }
  assemble(result, true);  // what one group costs, and what the library keeps
  const long before = peak_kilobytes();
  {
    BlockStore store = BlockStore::open(result, large);
    Sums sums(500, 1, 40, 3);
    std::vector<double> values(40, 0.5);
    for (std::int64_t p = 0; p < 500; ++p) sums.add(p, 0, values.data());
    for (int number = 1; number < shape.blocks(); ++number) store.write(shape.block(number), sums);
  }
  EXPECT_TRUE(assemble(result));
  EXPECT_LT(peak_kilobytes() - before, 20'000);
  EXPECT_EQ(study_status(result).points_done, 45'000);
}

}  // namespace
}  // namespace wedge::test
