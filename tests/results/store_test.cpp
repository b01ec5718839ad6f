// Blocks: what is written comes back, what is damaged is never trusted, and two writers never share
// a shard.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <fstream>

#include "base/error.hpp"
#include "results/block_file.hpp"
#include "results/files.hpp"
#include "results/sample_study.hpp"

namespace wedge::test {
namespace fs = std::filesystem;
namespace {

struct Store : ::testing::Test {
  Scratch scratch;
  const fs::path result = scratch / "out.h5", folder = scratch / "out.h5.blocks";
  const StudyIdentity study = sample_study();
  const StudyLayout& layout = study.layout;

  BlockStore open(Shard shard = {}) const { return BlockStore::open(result, study, shard); }
  fs::path file_of(int number) const { return folder / block_file_name(number); }
  void spoil(const fs::path& file, const std::string& bytes) const { std::ofstream(file, std::ios::binary) << bytes; }
  std::string refusal(const StudyIdentity& other) const {
    try {
      BlockStore::open(result, other);
    } catch (const InputError& e) {
      return e.what();
    }
    return "";
  }
};

void expect_same(const std::vector<double>& a, const std::vector<double>& b) {
  EXPECT_TRUE(std::ranges::equal(a, b, {}, std::bit_cast<std::uint64_t, double>, std::bit_cast<std::uint64_t, double>));
}

TEST_F(Store, RoundTrip) {
  BlockStore store = open();
  EXPECT_TRUE(store.locked());
  for (const int number : {0, 4, layout.blocks() - 1}) {
    const Block block = layout.block(number);
    const Sums sums = sample_sums(layout, block);
    store.write(block, sums);
    const Sums back = store.read(block);
    EXPECT_EQ(back.points, block.points);
    for (auto array : {&Sums::count, &Sums::mean, &Sums::m2, &Sums::least, &Sums::most})
      expect_same(back.*array, sums.*array);
    for (auto array : {&Sums::histogram, &Sums::by_status}) EXPECT_EQ(back.*array, sums.*array);
  }
  EXPECT_EQ(store.inventory().finished, (std::vector<int>{0, 4, layout.blocks() - 1}));
  EXPECT_TRUE(store.inventory().damaged.empty());
  EXPECT_THROW(store.read(layout.block(1)), std::runtime_error);
}

TEST_F(Store, SameSumsSameBytes) {
  const Block block = layout.block(3);
  const std::string bytes = encode_block(block, sample_sums(layout, block), {}, std::string(64, 'a'));
  EXPECT_EQ(bytes, encode_block(block, sample_sums(layout, block), {}, std::string(64, 'a')));
  BlockStore store = open();
  write_blocks(store, layout, {3});
  const std::string written = *read_file(file_of(3));
  fs::remove(file_of(3));
  write_blocks(store, layout, {5, 3});
  EXPECT_EQ(written, *read_file(file_of(3)));
}

TEST_F(Store, ResumesWhatIsThere) {
  {
    BlockStore store = open();
    write_blocks(store, layout, {2, 7});
  }
  spoil(folder / "000009.h5.tmp-1-of-1-0123456789abcdef", "left by a killed process");
  const BlockStore store = open();
  EXPECT_EQ(store.inventory().finished, (std::vector<int>{2, 7}));
  EXPECT_FALSE(fs::exists(folder / "000009.h5.tmp-1-of-1-0123456789abcdef"));
}

TEST_F(Store, DamagedBlocksAreReportedAndReplaced) {
  BlockStore store = open();
  write_blocks(store, layout, {0, 1, 2, 3, 4, 5, 6});
  const std::string good = *read_file(file_of(1));
  spoil(file_of(1), good.substr(0, good.size() / 2));
  spoil(file_of(2), "");
  spoil(file_of(3), *read_file(file_of(4)));
  std::string flipped = *read_file(file_of(5));
  flipped[flipped.size() / 3] ^= 1;
  spoil(file_of(5), flipped);
  const Block six = layout.block(6);
  spoil(file_of(6), encode_block(six, sample_sums(layout, six), {}, std::string(64, '0')));
  fs::remove(file_of(0));

  const Inventory found = store.inventory();
  EXPECT_EQ(found.finished, (std::vector<int>{4}));
  ASSERT_EQ(found.damaged.size(), 5u);
  const char* const reasons[] = {"cut short", "cut short", "another block", "bytes have changed", "another study"};
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(found.damaged[i].number, std::vector({1, 2, 3, 5, 6})[i]);
    EXPECT_NE(found.damaged[i].reason.find(reasons[i]), std::string::npos) << found.damaged[i].reason;
  }
  EXPECT_THROW(store.read(layout.block(5)), std::runtime_error);
  write_blocks(store, layout, {1});
  EXPECT_EQ(*read_file(file_of(1)), good);
}

TEST_F(Store, EveryCutAndEveryFlippedByteIsNoticed) {
  const Block block = layout.block(0);
  const std::string study_hash(64, 'b');
  const std::string bytes = encode_block(block, sample_sums(layout, block), {}, study_hash);
  EXPECT_EQ(block_flaw(bytes, 0, study_hash), "");
  for (std::size_t i = 0; i < bytes.size(); i += i + 400 < bytes.size() ? 97 : 1) {
    EXPECT_NE(block_flaw(std::string_view(bytes).substr(0, i), 0, study_hash), "") << i;
    std::string flipped = bytes;
    flipped[i] ^= 0x10;
    EXPECT_NE(block_flaw(flipped, 0, study_hash), "") << i;
  }
}

TEST_F(Store, MismatchNamesTheKeys) {
  open();
  StudyIdentity other = study;
  other.seed = "1";
  other.layout.axes[0].values.back() = 4;
  other.layout.draws = 60;
  other.scenario_toml.replace(other.scenario_toml.find("1.5"), 3, "1.75");
  const std::string text = refusal(other);
  for (const char* part : {"manifest.json: seed: the unfinished study has `00000000deadbeef`, this run asks for `1`",
                           "axes.decisiveness.values: the unfinished study has `[1.0,1.5,2.0,2.5,3.0]`, this run asks "
                           "for "
                           "`[1.0,1.5,2.0,2.5,4.0]`",
                           "draws: the unfinished study has `50`, this run asks for `60`",
                           "scenario: line 7, after [defender.jpn]: the unfinished study has `forces = 1.5`, this run "
                           "asks "
                           "for `forces = 1.75`",
                           "start over by force"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nis not in\n" << text;
  EXPECT_EQ(std::ranges::count(text, '\n'), 3) << text;
  EXPECT_EQ(refusal(study), "");
}

TEST_F(Store, EverySettingCounts) {
  open();
  const auto changed = [&](auto change) {
    StudyIdentity other = study;
    change(other);
    return refusal(other);
  };
  EXPECT_NE(changed([](auto& s) { s.isa = "v4"; }).find("isa: "), std::string::npos);
  EXPECT_NE(changed([](auto& s) { s.method = "lhs"; }).find("method: "), std::string::npos);
  EXPECT_NE(changed([](auto& s) { s.quantile_levels[0] = 0.1; }).find("quantile_levels: "), std::string::npos);
  EXPECT_NE(changed([](auto& s) { s.layout.axes.pop_back(); }).find("axes.delay.values: "), std::string::npos);
  EXPECT_NE(changed([](auto& s) { s.layout.statuses[1] = "x"; }).find("statuses: "), std::string::npos);
  EXPECT_NE(changed([](auto& s) { s.layout.dimensions[0].labels[0] = "x"; }).find("dimensions.defender.labels: "),
            std::string::npos);
}

TEST_F(Store, DamagedManifest) {
  {
    BlockStore store = open();
    write_blocks(store, layout, {0, 1});
  }
  const fs::path manifest = folder / "manifest.json";
  const std::string good = *read_file(manifest);
  const auto expect_refused = [&](const std::string& text) {
    spoil(manifest, text);
    const std::string why = refusal(study);
    EXPECT_NE(why.find("manifest.json: the manifest cannot be used"), std::string::npos) << why;
    EXPECT_NE(why.find("delete this file"), std::string::npos) << why;
    EXPECT_THROW(assemble(result), InputError);
    EXPECT_THROW(study_status(result), InputError);
  };
  expect_refused(good.substr(0, good.size() / 2));
  expect_refused("");
  expect_refused("[]");
  std::string edited = good;
  edited.replace(edited.find("deadbeef"), 8, "deadbee0");
  expect_refused(edited);
  std::string newer = good;
  newer.replace(newer.find("\"schema_version\": \"1."), 21, "\"schema_version\": \"2.");
  expect_refused(newer);

  fs::remove(manifest);  // the advice
  const BlockStore store = open();
  EXPECT_EQ(store.inventory().finished, (std::vector<int>{0, 1}));
  EXPECT_EQ(*read_file(manifest), good);
}

TEST_F(Store, BytesThatAreNotTextAreNoMismatch) {
  StudyIdentity odd = study;
  odd.command = "wedge run \xff\xfe";
  { BlockStore::open(result, odd); }
  EXPECT_NO_THROW(BlockStore::open(result, odd));
}

TEST_F(Store, SecondWriterIsRefused) {
  const BlockStore first = open();
  EXPECT_THROW(open(), InputError);
  EXPECT_THROW(open({0, 2}), InputError);
  EXPECT_THROW(remove_blocks(result), InputError);
  try {
    open();
  } catch (const InputError& e) {
    EXPECT_NE(std::string(e.what()).find("another process"), std::string::npos) << e.what();
  }
}

TEST_F(Store, ShardsWorkSideBySide) {
  {
    BlockStore first = open({0, 2}), second = open({1, 2});
    EXPECT_THROW(open({1, 2}), InputError);
    EXPECT_THROW(open(), InputError);
    write_blocks(first, layout, {0, 2, 4});
    write_blocks(second, layout, {1, 3});
    EXPECT_EQ(first.inventory().finished, (std::vector<int>{0, 2, 4}));
    EXPECT_EQ(second.inventory().finished, (std::vector<int>{1, 3}));
    const StudyStatus now = study_status(result);
    EXPECT_TRUE(now.running);
    ASSERT_EQ(now.shards.size(), 2u);
    EXPECT_EQ(now.shards[0].finished, 3);
    EXPECT_EQ(now.shards[1].finished, 2);
    EXPECT_EQ(now.shards[0].total + now.shards[1].total, layout.blocks());
    EXPECT_TRUE(now.shards[1].running);
  }
  const StudyStatus now = study_status(result);
  EXPECT_FALSE(now.running);
  EXPECT_FALSE(now.shards[1].running);
  EXPECT_NO_THROW(open({1, 2}));
}

TEST_F(Store, NamesMustDiffer) {
  StudyIdentity clash = study;
  clash.layout.axes[0].name = "loss_se";
  EXPECT_NE(refusal(clash).find("loss_se: "), std::string::npos);
  clash.layout.axes[0].name = "a/b";
  EXPECT_NE(refusal(clash).find("a/b: "), std::string::npos);
  EXPECT_FALSE(fs::exists(folder)) << "refused before anything is made";
}

TEST(StoreElsewhere, NoSuchFolder) {
  try {
    BlockStore::open("/nonexistent/out.h5", sample_study());
    FAIL();
  } catch (const std::runtime_error& e) {
    EXPECT_NE(std::string(e.what()).find("no such folder"), std::string::npos) << e.what();
  }
}

}  // namespace
}  // namespace wedge::test
