// How studies end, and what may stand in their way: nothing finished is lost, nothing strange gets in.
#include <gtest/gtest.h>
#include <hdf5.h>
#include <sys/stat.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/error.hpp"
#include "base/stop.hpp"
#include "results/block_file.hpp"
#include "results/block_folder.hpp"
#include "results/file_lock.hpp"
#include "results/in_child.hpp"
#include "results/sample_study.hpp"
#include "results/sha256.hpp"
#include "results/standing.hpp"

namespace wedge::test {
namespace fs = std::filesystem;
namespace {

struct Ending_ : ::testing::Test {
  Scratch scratch;
  const fs::path result = scratch / "out.h5", folder = scratch / "out.h5.blocks";
  const StudyIdentity study = sample_study();

  BlockStore computed(std::vector<int> numbers, Shard shard = {}) const {
    BlockStore store = BlockStore::open(result, study, shard);
    write_blocks(store, study.layout, numbers);
    return store;
  }
  std::string whole() const {
    BlockStore store = computed(all_blocks(study.layout));
    EXPECT_EQ(end_study(result, {}, &store).outcome, EndState::complete);
    return *read_file(result);
  }
  template <class Action>
  std::string failure(Action action) const {
    try {
      action();
    } catch (const std::exception& e) {
      return e.what();
    }
    return "";
  }
};

// A kill between the exchange of two results and the removal of the old one.
TEST_F(Ending_, TakesAwayWhatAKillHasLeftBesideACompleteResult) {
  const std::string bytes = whole();
  for (const bool by_merge : {true, false}) {
    fs::remove(result);
    computed(all_blocks(study.layout));
    for (const char* const name : {"out.h5", "out.h5.tmp-0123456789abcdef", "out.h5.tmp-mine"})
      std::ofstream(scratch / name, std::ios::binary) << bytes;
    if (by_merge)
      EXPECT_EQ(end_study(result, {}).outcome, EndState::complete_before);
    else
      remove_finished_blocks(result);
    EXPECT_EQ(*read_file(result), bytes);
    EXPECT_FALSE(fs::exists(folder));
    EXPECT_FALSE(fs::exists(scratch / "out.h5.tmp-0123456789abcdef"));
    EXPECT_TRUE(fs::exists(scratch / "out.h5.tmp-mine"));  // no name that we made
  }
}

TEST_F(Ending_, LeavesTheResultAndNothingElse) {
  whole();
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(scratch.path())) names.push_back(entry.path().filename().string());
  EXPECT_EQ(names, std::vector<std::string>{"out.h5"});
}

TEST_F(Ending_, APartialResultNeverReplacesACompleteOne) {
  const std::string bytes = whole();
  { computed({0, 1}); }
  failure([&] { end_study(result, {true, {}}); });
  failure([&] { assemble(result, true); });
  EXPECT_EQ(*read_file(result), bytes);
  // Not even one that appears between looking and renaming.
  Draft draft(result);
  draft.write("half of it");
  draft.finish();
  EXPECT_FALSE(draft.publish_unless(claims_to_be_complete));
  EXPECT_EQ(*read_file(result), bytes);
}

TEST_F(Ending_, AWholeMergeAndAPartialOneAtOnce) {
  const std::string expected = whole();
  for (int again = 0; again < 12; ++again) {
    fs::remove(result);
    { computed(all_blocks(study.layout)); }
    std::string failed;
    std::thread other([&] {
      std::this_thread::sleep_for(std::chrono::microseconds(700 * again));
      failed = failure([&] { end_study(result, {true, {}}); });
    });
    EXPECT_EQ(failure([&] { end_study(result, {}); }), "");
    other.join();
    EXPECT_EQ(failed, "");
    ASSERT_EQ(*read_file(result), expected);
    remove_finished_blocks(result);
    EXPECT_FALSE(fs::exists(folder));
  }
}

TEST_F(Ending_, AnotherFileIsReplacedOnlyWhenThatWasAllowed) {
  std::ofstream(result) << "a letter";
  BlockStore store = computed(all_blocks(study.layout));
  expect_says(failure([&] { end_study(result, {}, &store); }), {"out.h5", "exists", "by force"});
  EXPECT_EQ(*read_file(result), "a letter");
  store.allow_replacing();
  EXPECT_TRUE(may_replace(result));
  EXPECT_EQ(end_study(result, {}, &store).outcome, EndState::complete);
  EXPECT_EQ(result_at(result).standing, Standing::complete);
}

TEST_F(Ending_, AForcedStudyIsToldFromTheResultThatItWillReplace) {
  const std::string before = whole();
  StudyIdentity other = study;
  other.title = "Another";
  {
    BlockStore store = BlockStore::open(result, other);
    store.allow_replacing();
    write_blocks(store, other.layout, {0});
  }
  const StudyStatus now = study_status(result);
  EXPECT_TRUE(now.complete && now.has_blocks && !now.same_study);
  EXPECT_EQ(now.title, "Another");
  EXPECT_EQ(now.result_title, study.title);
  EXPECT_EQ(*read_file(result), before);
}

TEST_F(Ending_, FilesOfOthersStay) {
  { computed(all_blocks(study.layout)); }
  std::ofstream(folder / "thesis") << "mine";
  fs::create_directory(scratch / "out.h5.removed");
  std::ofstream(scratch / "out.h5.removed" / "thesis") << "mine";
  EXPECT_EQ(end_study(result, {}).outcome, EndState::complete);
  EXPECT_EQ(*read_file(folder / "thesis"), "mine");
  EXPECT_EQ(*read_file(scratch / "out.h5.removed" / "thesis"), "mine");
  expect_says(failure([&] { BlockStore::open(result, study); }), {"out.h5.blocks", "thesis"});
  expect_says(failure([&] { remove_blocks(result); }), {"thesis"});
  EXPECT_FALSE(is_our_name("thesis"));
  EXPECT_FALSE(is_our_name("000001.h5.tmp-mine"));
  EXPECT_TRUE(is_our_name("000001.h5.tmp-1-of-1-0123456789abcdef"));
}

TEST_F(Ending_, ALinkStaysAndWhatItNamesIsWritten) {
  fs::create_directory(scratch / "far");
  fs::create_symlink("far/there.h5", result);
  BlockStore store = computed(all_blocks(study.layout));
  EXPECT_EQ(end_study(result, {}, &store).outcome, EndState::complete);
  EXPECT_TRUE(fs::is_symlink(result));
  EXPECT_EQ(result_at(scratch / "far" / "there.h5").standing, Standing::complete);
}

TEST_F(Ending_, StopsBetweenItsStepsAndGoesOn) {
  { computed(all_blocks(study.layout)); }
  stop_requested() = true;
  EXPECT_THROW(end_study(result, {}), Stopped);
  stop_requested() = false;
  EXPECT_FALSE(fs::exists(result));
  EXPECT_EQ(end_study(result, {}).outcome, EndState::complete);
}

TEST_F(Ending_, ChangedBytesAreFound) {
  const std::string good = whole();
  EXPECT_EQ(unreadable_dataset(result), "");
  for (std::size_t i = 8; i < good.size(); i += good.size() / 40) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 0x10);
    std::ofstream(result, std::ios::binary) << bad;
    const Found found = result_at(result);
    EXPECT_TRUE(found.standing == Standing::damaged || found.standing == Standing::foreign) << i;
    EXPECT_FALSE(found.why.empty()) << i;
  }
  for (const std::size_t size : {good.size() - 1, good.size() / 2, std::size_t{100}}) {
    std::ofstream(result, std::ios::binary) << good.substr(0, size);
    EXPECT_NE(result_at(result).standing, Standing::complete) << size;
  }
}

// Where in the file the first numbers of a dataset stand.
haddr_t first_chunk_of(const fs::path& file, const char* name) {
  const hid_t opened = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT),
              dataset = H5Dopen2(opened, name, H5P_DEFAULT), extent = H5Dget_space(dataset);
  haddr_t address = HADDR_UNDEF;
  EXPECT_GE(H5Dget_chunk_info(dataset, extent, 0, nullptr, nullptr, &address, nullptr), 0) << name;
  H5Sclose(extent), H5Dclose(dataset), H5Fclose(opened);
  return address;
}

TEST_F(Ending_, TheDatasetOfAChangedNumberIsNamed) {
  const std::string good = whole();
  for (const char* name : {"loss", "loss_se", "loss_quantile", "n_draws"}) {
    std::ofstream(result, std::ios::binary) << good;
    std::string bad = good;
    const auto at = static_cast<std::size_t>(first_chunk_of(result, name));
    ASSERT_LT(at, bad.size());
    bad[at] = static_cast<char>(bad[at] ^ 0x10);
    std::ofstream(result, std::ios::binary) << bad;
    const Found found = result_at(result);
    EXPECT_EQ(found.standing, Standing::damaged);
    expect_says(found.why, {"dataset", name});
    EXPECT_EQ(found.why.find("loss") != std::string::npos, std::string(name).starts_with("loss"));
  }
}

TEST_F(Ending_, AFifoASparseFileAndAFolderAreNoBlocks) {
  BlockStore store = computed(all_blocks(study.layout));
  const auto file = [&](int number) { return folder / block_file_name(number); };
  for (const int number : {1, 2, 3}) fs::remove(file(number));
  ASSERT_EQ(::mkfifo(file(1).c_str(), 0600), 0);
  std::ofstream(file(2)) << "x";
  fs::resize_file(file(2), std::uintmax_t{200} << 30);
  fs::create_directory(file(3));
  const Inventory found = store.inventory();
  ASSERT_EQ(found.damaged.size(), 3u);
  expect_says(found.damaged[0].reason, {"FIFO"});
  expect_says(found.damaged[1].reason, {"214748364800 bytes"});
  expect_says(found.damaged[2].reason, {"folder"});
  write_blocks(store, study.layout, {1, 2});  // computed anew over what was there
  EXPECT_EQ(store.inventory().damaged.size(), 1u);
}

TEST_F(Ending_, AFifoIsNoResultAndNoManifest) {
  ASSERT_EQ(::mkfifo(result.c_str(), 0600), 0);
  expect_says(failure([&] { study_status(result); }), {"out.h5", "FIFO"});
  fs::remove(result);
  fs::create_directory(folder);
  ASSERT_EQ(::mkfifo((folder / "manifest.json").c_str(), 0600), 0);
  expect_says(failure([&] { study_status(result); }), {"manifest.json", "FIFO"});
}

// With its right hash, as one who wants to do harm would write it.
TEST_F(Ending_, ManifestsOfAbsurdStudiesAreRefused) {
  { computed({0}); }
  const fs::path file = folder / "manifest.json";
  const std::string good = *read_file(file);
  const auto rewritten = [&](auto change) {
    nlohmann::json json = nlohmann::json::parse(good);
    change(json["study"]["layout"]);
    nlohmann::json schema{{"schema", "1.0"},
                          {"block", block_format},
                          {"histogram", {histogram::bins, histogram::scale, histogram::limit}}};
    for (const char* key : {"axes", "dimensions", "variables", "statuses"}) schema[key] = json["study"]["layout"][key];
    json["study_sha256"] = sha256(sha256(schema.dump()) + json["study"].dump());
    std::ofstream(file) << json.dump();
    return failure([&] { study_status(result); });
  };
  EXPECT_EQ(rewritten([](auto&) {}), "") << "the hash is made as the program makes it";
  for (const char* key : {"draws", "block_draws", "block_points", "replicates"})
    for (const std::int64_t value : {std::int64_t{-1}, std::int64_t{0}, std::int64_t{1} << 62})
      expect_says(rewritten([&](auto& layout) { layout[key] = value; }), {"manifest.json"});
  expect_says(rewritten([](auto& l) {
                l["slots"] = 2000000000;
                l["variables"] = nlohmann::json::array();
              }),
              {"bytes"});
  expect_says(rewritten([](auto& l) { l["variables"][1]["first_slot"] = 1000; }), {"loss"});
  expect_says(rewritten([](auto& l) { l["axes"][0]["values"] = nlohmann::json::array(); }), {"no values"});
  std::string nested = good;
  nested.insert(nested.find("\"study\": {") + 10,
                "\"zz\": " + std::string(200000, '[') + std::string(200000, ']') + ",");
  std::ofstream(file) << nested;
  expect_says(failure([&] { study_status(result); }), {"manifest.json", "nested"});
}

TEST_F(Ending_, ALockIsThatOfTheFileThatStandsThere) {
  fs::create_directory(folder);
  const fs::path file = folder / "lock";
  auto first = std::make_unique<FileLock>(FileLock::take(file, Sharing::exclusive));
  std::atomic<bool> gone{false};
  std::thread waiting([&] {
    try {
      FileLock::take(file, Sharing::exclusive, FileLock::endless);
    } catch (const FolderGone&) {
      gone = true;
    }
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  fs::remove_all(folder);
  first.reset();
  waiting.join();
  EXPECT_TRUE(gone);
}

TEST(Draft, IsItsOwnAndNoLinkIsFollowed) {
  const Scratch scratch;
  const fs::path file = scratch / "x", victim = scratch / "victim";
  std::ofstream(victim) << "precious";
  fs::create_symlink(victim, file.string() + ".tmp");
  {
    Draft draft(file), other(file);
    EXPECT_NE(draft.path(), other.path());
    draft.write("text");
    draft.finish("text");
    draft.publish();
  }
  EXPECT_EQ(*read_file(file), "text");
  EXPECT_EQ(*read_file(victim), "precious");
  Draft stolen(file);
  fs::remove(stolen.path());
  fs::create_symlink(victim, stolen.path());
  EXPECT_THROW(stolen.finish(), std::runtime_error);
  EXPECT_EQ(*read_file(file), "text");
  Draft cut(file);
  cut.write("half");
  EXPECT_THROW(cut.finish("half of it"), std::runtime_error);
}

TEST(WritablePlace, IsFoundOutBefore) {
  const Scratch scratch;
  fs::create_directory(scratch / "folder");
  ASSERT_EQ(::mkfifo((scratch / "fifo").c_str(), 0600), 0);
  for (const fs::path& bad : {fs::path(), scratch / "folder", scratch / "fifo", scratch / "none" / "x",
                              fs::path("/dev/full"), scratch / std::string(250, 'x'), scratch / "folder/"})
    EXPECT_THROW(require_writable_place("-o", bad), InputError) << bad;
  require_writable_place("-o", scratch / "new");
  EXPECT_FALSE(fs::exists(scratch / "new"));
}

TEST(InChild, SurvivesCrashesAndLoops) {
  EXPECT_EQ(in_child([] { return std::string(100000, 'x'); }), std::string(100000, 'x'));
  EXPECT_EQ(in_child([]() -> std::string { std::abort(); }), std::nullopt);
  EXPECT_EQ(in_child(
                []() -> std::string {
                  const volatile bool for_ever = true;
                  while (for_ever) {
                  }
                  return {};
                },
                std::chrono::seconds(1)),
            std::nullopt);
}

}  // namespace
}  // namespace wedge::test
