// kill -9 at any moment loses the block in flight and nothing else.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "results/files.hpp"
#include "results/sample_study.hpp"

namespace wedge::test {
namespace fs = std::filesystem;
namespace {

// Writes the missing blocks over and over, then assembles, in a process of its own that is killed
// after `life`.
void work_and_die(const fs::path& result, const StudyIdentity& study, std::chrono::microseconds life) {
  const pid_t child = ::fork();
  if (child == 0) {
    BlockStore store = BlockStore::open(result, study);
    const std::vector<int> done = store.inventory().finished;
    const int first = done.empty() ? 0 : done.back();  // the last one once more
    for (int number = first; number < study.layout.blocks(); ++number) write_blocks(store, study.layout, {number});
    for (;;) assemble(result);
  }
  std::this_thread::sleep_for(life);
  ::kill(child, SIGKILL);
  int ended = 0;
  ::waitpid(child, &ended, 0);
  EXPECT_TRUE(WIFSIGNALED(ended));
}

TEST(Killed, ResumesToTheSameBytes) {
  const Scratch scratch;
  const StudyIdentity study = sample_study();
  const fs::path calm = scratch / "calm.h5", killed = scratch / "killed.h5";
  {
    BlockStore store = BlockStore::open(calm, study);
    write_blocks(store, study.layout, all_blocks(study.layout));
  }
  assemble(calm);
  const std::string expected = *read_file(calm);

  std::size_t finished = 0;
  for (int round = 0; round < 40 || (finished == 0 && round < 400); ++round) {  // (a busy machine may need longer)
    work_and_die(killed, study, std::chrono::microseconds(3000 + 997 * round));
    EXPECT_TRUE(read_file(killed).value_or(expected) == expected) << "absent or whole";
    BlockStore store = BlockStore::open(killed, study);  // the lock died with its holder
    const Inventory found = store.inventory();
    EXPECT_TRUE(found.damaged.empty());
    EXPECT_GE(found.finished.size(), finished);
    finished = found.finished.size();
  }
  EXPECT_GT(finished, 0u);
  {
    BlockStore store = BlockStore::open(killed, study);
    write_blocks(store, study.layout, all_blocks(study.layout));
  }
  assemble(killed);
  EXPECT_TRUE(*read_file(killed) == expected);
  remove_blocks(killed);
  EXPECT_FALSE(fs::exists(killed.string() + ".tmp"));
}

}  // namespace
}  // namespace wedge::test
