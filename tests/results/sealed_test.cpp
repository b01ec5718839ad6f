// Blocks made by one process and stored by another.
#include "results/sealed.hpp"

#include <gtest/gtest.h>

#include "base/error.hpp"
#include "results/files.hpp"
#include "results/sample_study.hpp"

namespace wedge::test {
namespace {

namespace fs = std::filesystem;

TEST(Sealed, BlocksAreStoredAsIfMadeHere) {
  const Scratch scratch;
  StudyIdentity study = sample_study();
  study.layout.block_points = 1;
  study.layout.block_draws = 5;  // 150 blocks: more than are stored in one go
  const StudyLayout& layout = study.layout;
  const std::vector<int> numbers = all_blocks(layout);
  const fs::path here = scratch / "here.h5", sent = scratch / "sent.h5";
  {
    BlockStore store = BlockStore::open(here, study);
    write_blocks(store, layout, {0, 3, 77, 149});
  }
  const BlockSealer seal(identity_from(identity_text(study)));  // what another process knows
  std::vector<SealedBlock> blocks;
  for (const int number : numbers)
    blocks.push_back(seal(layout.block(number), sample_sums(layout, layout.block(number))));
  {
    BlockStore store = BlockStore::open(sent, study);
    store.write(std::span(blocks).first(3));
    EXPECT_EQ(store.inventory().finished, (std::vector<int>{0, 1, 2}));
    store.write(std::span(blocks).subspan(3));
    store.write(std::span<const SealedBlock>());
    EXPECT_EQ(store.inventory().finished, numbers);
    EXPECT_TRUE(store.inventory().damaged.empty());
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(blocks_folder(here)))
    EXPECT_EQ(read_file(entry.path()), read_file(blocks_folder(sent) / entry.path().filename())) << entry.path();
  EXPECT_TRUE(assemble(sent));
}

TEST(Sealed, BlocksOfAnotherStudyAreFound) {
  const Scratch scratch;
  const StudyIdentity study = sample_study();
  StudyIdentity other = study;
  other.seed = "1";
  const Block block = study.layout.block(0);
  BlockStore store = BlockStore::open(scratch / "out.h5", study);
  const SealedBlock sealed = BlockSealer(other)(block, sample_sums(study.layout, block));
  store.write({&sealed, 1});
  ASSERT_EQ(store.inventory().damaged.size(), 1U);
  EXPECT_EQ(store.inventory().damaged[0].reason, "it belongs to another study");
}

TEST(Sealed, AStudyThatWasChangedOnTheWayIsRefused) {
  std::string text = identity_text(sample_study());
  text[text.find("sobol")] = 'x';
  EXPECT_THROW(identity_from(text), InputError);
  EXPECT_THROW(identity_from("{}"), InputError);
}

}  // namespace
}  // namespace wedge::test
