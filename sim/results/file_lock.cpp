#include "results/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <thread>

#include "base/error.hpp"
#include "base/stop.hpp"

namespace wedge {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;

Descriptor opened_at(const fs::path& file) {
  Descriptor opened(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0666));
  if (!opened && errno == ENOENT)
    throw FolderGone(file.parent_path().string() + ": no such folder; it has been removed");
  struct stat info {};
  if (!opened || ::fstat(opened.number(), &info) != 0) fail_file(file, "create", errno);
  if (!S_ISREG(info.st_mode)) throw std::runtime_error(file.string() + ": is no regular file; move it away");
  return opened;
}

bool stands_at(const Descriptor& opened, const fs::path& file) {
  struct stat ours {
  }, named{};
  return ::fstat(opened.number(), &ours) == 0 && ::lstat(file.c_str(), &named) == 0 && ours.st_dev == named.st_dev &&
         ours.st_ino == named.st_ino;
}

}  // namespace

FileLock FileLock::take(const fs::path& file, Sharing sharing, Patience patience) {
  const int kind = (sharing == Sharing::shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
  const Clock::time_point began = Clock::now();
  FileLock lock;
  for (;;) {
    if (!lock.opened_ || !stands_at(lock.opened_, file)) lock.opened_ = opened_at(file);
    if (::flock(lock.opened_.number(), kind) == 0) {
      if (!stands_at(lock.opened_, file)) continue;  // its last holder has removed it
      lock.held_ = true;
      return lock;
    }
    if (errno != EWOULDBLOCK && errno != EINTR) return lock;
    if (patience != endless && Clock::now() - began > patience)
      throw InputError({Problem{file.string(),
                                0,
                                0,
                                {},
                                "another process is at work on this study and holds this lock; wait for it or stop "
                                "it, then run the same command again (processes that are to share a study need a "
                                "shard each)"}});
    stop_if_requested();
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

bool FileLock::is_taken(const fs::path& file) {
  const Descriptor opened{::open(file.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)};
  return opened && ::flock(opened.number(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

}  // namespace wedge
