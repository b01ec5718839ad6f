// Studies whose points stop by themselves, and the draws that a study keeps.
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>

#include "base/error.hpp"
#include "results/block_file.hpp"
#include "results/files.hpp"
#include "results/hdf5.hpp"
#include "results/sample_study.hpp"

namespace wedge::test {
namespace fs = std::filesystem;
namespace {

// As the sample, a point a block; its points stop after one to three blocks of 20 draws.
StudyIdentity watched_study() {
  StudyIdentity study = sample_study();
  study.layout.block_points = 1;
  study.layout.replicates = 1;
  study.layout.until = {"deterrence", 0.065};
  return study;
}

// Also the draws of sample_sums().
Draws sample_draws(const StudyLayout& layout, const Block& block) {
  Draws draws;
  for (std::int64_t d = 0; d < block.draws; ++d) draws.inputs.push_back(static_cast<double>(block.first_draw + d) / 4);
  for (std::int64_t p = 0; p < block.points; ++p)
    for (std::int64_t d = 0; d < block.draws; ++d) {
      const std::int64_t point = block.first_point + p, draw = block.first_draw + d;
      draws.status.push_back(static_cast<std::int8_t>(draw % 3 == 2 ? 1 : 0));
      for (int slot = 0; slot < layout.slots; ++slot)
        draws.values.push_back(static_cast<double>(point * 1000 + draw) + 0.01 * slot);
    }
  return draws;
}

struct Watched : ::testing::Test {
  Scratch scratch;
  const StudyIdentity study = watched_study();
  const StudyLayout& layout = study.layout;
  const fs::path result = scratch / "out.h5";

  // Computes what is pending, at most so many blocks. Returns how many it was.
  int go_on(BlockStore& store, int most = 1000) const {
    int written = 0;
    for (const Chain& chain : store.inventory().pending) {
      StopRule rule = chain.before ? *chain.before : StopRule(layout);
      for (int number = chain.first; number < chain.end && !rule.satisfied(); ++number) {
        if (written == most) return written;
        const Sums sums = sample_sums(layout, layout.block(number));
        rule.add(sums);
        store.write(layout.block(number), sums);
        ++written;
      }
    }
    return written;
  }
  std::vector<std::int32_t> draws() const {
    const hdf5::Quiet quiet;
    const hdf5::Handle file(H5Fopen(result.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "open");
    std::vector<std::int32_t> values(15);
    hdf5::read_array(file.id(), "n_draws", values);
    return values;
  }
};

TEST_F(Watched, UnneededBlocksAreNotMissing) {
  int written = 0;
  {
    BlockStore store = BlockStore::open(result, study);
    written = go_on(store);
    EXPECT_TRUE(store.inventory().pending.empty());
    EXPECT_EQ(static_cast<int>(store.inventory().finished.size()), written);
  }
  EXPECT_LT(written, layout.blocks());
  EXPECT_TRUE(study_status(result).blocks_complete);
  EXPECT_EQ(study_status(result).points_done, 15);
  EXPECT_TRUE(assemble(result));
  const std::vector<std::int32_t> n = draws();
  EXPECT_EQ(n[7], 50) << "all of its draws fail";
  EXPECT_EQ(std::ranges::min(n), 20) << "stops after a block";
}

TEST_F(Watched, StopsWhereItStoppedWhateverTheInterruptions) {
  {
    BlockStore store = BlockStore::open(result, study);
    go_on(store);
  }
  EXPECT_TRUE(assemble(result));
  const std::string expected = *read_file(result);
  remove_blocks(result);
  for (int rounds = 0;; ++rounds) {
    BlockStore store = BlockStore::open(result, study, {rounds % 2, 2});
    const int written = go_on(store, 3);
    for (const int number : store.inventory().finished)
      EXPECT_EQ(layout.chain_of(number) % 2, rounds % 2) << "a point belongs to one shard";
    if (rounds == 4) fs::remove(blocks_folder(result) / block_file_name(0));
    if (rounds == 5) std::ofstream(blocks_folder(result) / block_file_name(1)) << "not a block";
    if (written == 0 && rounds > 6) break;
  }
  if (!study_status(result).blocks_complete) {
    BlockStore store = BlockStore::open(result, study);
    go_on(store);
  }
  EXPECT_TRUE(assemble(result));
  EXPECT_EQ(*read_file(result), expected);
}

TEST_F(Watched, GapsAreRefusedOrMarked) {
  BlockStore store = BlockStore::open(result, study);
  go_on(store);
  const int last = store.inventory().finished.back();
  fs::remove(blocks_folder(result) / block_file_name(last));
  EXPECT_THROW(assemble(result), InputError);
  EXPECT_FALSE(assemble(result, true));
  EXPECT_EQ(study_status(result).points_done, 14);
}

TEST_F(Watched, TheRuleIsPartOfTheStudy) {
  { BlockStore::open(result, study); }
  StudyIdentity other = study;
  other.layout.until.standard_error = 0.01;
  try {
    BlockStore::open(result, other);
    FAIL();
  } catch (const InputError& e) {
    EXPECT_NE(std::string(e.what()).find("until.standard_error: "), std::string::npos) << e.what();
  }
  EXPECT_EQ(unfinished_study(result).layout.until.measure, "deterrence");
  EXPECT_THROW(unfinished_study(scratch / "none.h5"), InputError);
}

struct Kept : ::testing::Test {
  Scratch scratch;
  StudyIdentity study = sample_study();
  const StudyLayout& layout = study.layout;
  const fs::path result = scratch / "out.h5";

  void SetUp() override {
    study.layout.keep_draws = true;
    study.layout.inputs = {{"model.mood", "stake", "common shift"}};
  }
  void write(const std::vector<int>& numbers) const {
    BlockStore store = BlockStore::open(result, study);
    for (const int number : numbers) {
      const Block block = layout.block(number);
      store.write(block, sample_sums(layout, block), sample_draws(layout, block));
      Draws back;
      store.read(block, &back);
      EXPECT_EQ(back.values, sample_draws(layout, block).values);
    }
  }
  template <class Number>
  std::vector<Number> kept(const char* name, std::size_t size) const {
    const hdf5::Quiet quiet;
    const hdf5::Handle file(H5Fopen(result.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose, "open");
    std::vector<Number> values(size);
    hdf5::read_array(file.id(), "draws/" + std::string(name), values);
    return values;
  }
};

TEST_F(Kept, EveryDrawIsInItsPlace) {
  write(all_blocks(layout));
  EXPECT_TRUE(assemble(result));
  const auto mood = kept<double>("model.mood", 50);
  const auto effect = kept<double>("wedge_effect", 15 * 50 * 6);
  const auto status = kept<std::int8_t>("status", 15 * 50);
  for (int d = 0; d < 50; ++d) EXPECT_EQ(mood[d], d / 4.0);
  for (int point = 0; point < 15; ++point)
    for (int d = 0; d < 50; ++d) {
      EXPECT_EQ(status[point * 50 + d], d % 3 == 2 ? 1 : 0);
      for (int slot = 0; slot < 6; ++slot)
        ASSERT_EQ(effect[(point * 50 + d) * 6 + slot], point * 1000 + d + 0.01 * (4 + slot));
    }
  const std::string bytes = *read_file(result);
  EXPECT_TRUE(assemble(result));
  EXPECT_EQ(*read_file(result), bytes);
}

TEST_F(Kept, WhatDidNotRunIsMarked) {
  write({1, 4, 5});  // draws 20–39 of points 0–3, 20–49 of points 4–7
  EXPECT_FALSE(assemble(result, true));
  const auto mood = kept<double>("model.mood", 50);
  const auto deterrence = kept<double>("deterrence", 15 * 50);
  const auto status = kept<std::int8_t>("status", 15 * 50);
  EXPECT_TRUE(std::isnan(mood[0]));
  EXPECT_EQ(mood[49], 49 / 4.0);
  for (int point = 0; point < 15; ++point)
    for (int d = 0; d < 50; ++d) {
      const bool ran = (point < 4 && d >= 20 && d < 40) || (point >= 4 && point < 8 && d >= 20);
      EXPECT_EQ(std::isnan(deterrence[point * 50 + d]), !ran);
      EXPECT_EQ(status[point * 50 + d] == -1, !ran);
    }
}

}  // namespace
}  // namespace wedge::test
