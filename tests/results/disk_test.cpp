// Disks that are full or read-only: a clear message, nothing finished is lost, nothing half-made
// stays.
#include <gtest/gtest.h>
#include <sys/mount.h>

#include "results/files.hpp"
#include "results/sample_study.hpp"

namespace wedge::test {
namespace fs = std::filesystem;
namespace {

// A small file system in memory. Needs the right to mount.
class SmallDisk {
 public:
  explicit SmallDisk(int kilobytes) {
    const std::string size = "size=" + std::to_string(kilobytes) + "k";
    mounted_ = ::mount("tmpfs", folder_.path().c_str(), "tmpfs", 0, size.c_str()) == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted_) ::umount2(folder_.path().c_str(), MNT_DETACH);
  }
  bool mounted() const { return mounted_; }
  void resize(int kilobytes) const {
    const std::string size = "size=" + std::to_string(kilobytes) + "k";
    ASSERT_EQ(::mount("tmpfs", folder_.path().c_str(), "tmpfs", MS_REMOUNT, size.c_str()), 0);
  }
  void make_read_only(bool yes) const {
    ASSERT_EQ(::mount("tmpfs", folder_.path().c_str(), "tmpfs", MS_REMOUNT | (yes ? MS_RDONLY : 0), ""), 0);
  }
  fs::path operator/(const std::string& name) const { return folder_ / name; }

 private:
  Scratch folder_;
  bool mounted_ = false;
};

std::vector<std::string> temporaries(const fs::path& below) {
  std::vector<std::string> found;
  for (const auto& entry : fs::recursive_directory_iterator(below))
    if (entry.path().string().find(".tmp") != std::string::npos) found.push_back(entry.path().string());
  return found;
}

TEST(Disk, FullWhileBlocksAreWritten) {
  const SmallDisk disk(160);
  if (!disk.mounted()) GTEST_SKIP() << "no right to mount";
  const StudyIdentity study = sample_study();
  const fs::path result = disk / "out.h5";
  std::vector<int> written;
  {
    BlockStore store = BlockStore::open(result, study);
    std::string message;
    for (const int number : all_blocks(study.layout)) {
      try {
        write_blocks(store, study.layout, {number});
        written.push_back(number);
      } catch (const std::runtime_error& e) {
        message = e.what();
        break;
      }
    }
    expect_says(message, {"out.h5.blocks", "no space left", "free some space", "nothing that is finished is lost"});
    ASSERT_FALSE(written.empty());
    EXPECT_EQ(store.inventory().finished, written);
    EXPECT_TRUE(store.inventory().damaged.empty());
  }
  EXPECT_TRUE(temporaries(disk / "").empty());
  disk.resize(4096);
  BlockStore store = BlockStore::open(result, study);
  EXPECT_EQ(store.inventory().finished, written);
  write_blocks(store, study.layout, all_blocks(study.layout));
  EXPECT_TRUE(assemble(result));
}

// Whatever the moment at which the disk fills up, the library closes, and the next assembly
// succeeds.
TEST(Disk, FullWhileAssembling) {
  const SmallDisk disk(4096);
  if (!disk.mounted()) GTEST_SKIP() << "no right to mount";
  const StudyIdentity study = sample_study();
  const fs::path result = disk / "out.h5";
  {
    BlockStore store = BlockStore::open(result, study);
    write_blocks(store, study.layout, all_blocks(study.layout));
  }
  ASSERT_TRUE(assemble(result));
  const std::string expected = *read_file(result);
  fs::remove(result);
  const int blocks = static_cast<int>((4096 * 1024 - fs::space(disk / "").available) / 1024);
  int failures = 0;
  for (int room = 0; room < static_cast<int>(expected.size() / 1024); room += 4) {
    disk.resize(blocks + room);
    try {
      assemble(result);
      EXPECT_EQ(*read_file(result), expected);
      fs::remove(result);
    } catch (const std::runtime_error& e) {
      ++failures;
      expect_says(e.what(), {"out.h5", "no space left", "free some space", "nothing that is finished is lost"});
      EXPECT_FALSE(fs::exists(result));
      EXPECT_TRUE(temporaries(disk / "").empty());
    }
  }
  EXPECT_GT(failures, 5);
  disk.resize(4096);
  EXPECT_TRUE(assemble(result));
  EXPECT_EQ(*read_file(result), expected);
}

TEST(Disk, ReadOnly) {
  const SmallDisk disk(4096);
  if (!disk.mounted()) GTEST_SKIP() << "no right to mount";
  const StudyIdentity study = sample_study();
  const fs::path result = disk / "out.h5";
  {
    BlockStore store = BlockStore::open(result, study);
    write_blocks(store, study.layout, all_blocks(study.layout));
  }
  disk.make_read_only(true);
  const auto expect_refused = [](auto action) {
    try {
      action();
      ADD_FAILURE();
    } catch (const std::runtime_error& e) {
      expect_says(e.what(), {"out.h5", "read-only", "make the folder writable"});
    }
  };
  expect_refused([&] { BlockStore::open(result, study); });
  expect_refused([&] { assemble(result); });
  expect_refused([&] { BlockStore::open(disk / "new-out.h5", study); });
  EXPECT_EQ(study_status(result).blocks_finished, study.layout.blocks());
  disk.make_read_only(false);
  EXPECT_TRUE(assemble(result));
}

}  // namespace
}  // namespace wedge::test
