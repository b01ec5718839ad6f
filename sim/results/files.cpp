#include "results/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <list>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace wedge {
namespace fs = std::filesystem;
namespace {

std::string cause_and_remedy(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "no space left on the device (or the quota is used up); free some space and run the "
             "same "
             "command again: every finished block is kept";
    case EACCES:
    case EPERM:
    case EROFS:
      return std::string(error == EROFS ? "the file system is read-only" : "permission denied") +
             "; make the folder writable and run the same command again, or choose another place: "
             "every finished block is kept";
    case ENOENT:
    case ENOTDIR:
      return "no such folder; create it first, or choose another place";
    case ENOLCK:
    case ENOSYS:
    case EWOULDBLOCK:
      return "the file cannot be locked; on a file system without locks set "
             "HDF5_USE_FILE_LOCKING=FALSE in the environment";
    default:
      return std::string(std::strerror(error)) +
             "; when it is mended run the same command again: every finished block is kept";
  }
}

// Closes at the end of its scope; close_now() is for files whose last error matters.
struct Descriptor {
  int number = -1;
  explicit Descriptor(int opened) : number(opened) {}
  Descriptor(Descriptor&& other) noexcept : number(std::exchange(other.number, -1)) {}
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
  int close_now() { return ::close(std::exchange(number, -1)); }
};

int synced(int descriptor) {
  int failed;
  do failed = ::fsync(descriptor);
  while (failed != 0 && errno == EINTR);
  return failed;
}

// Makes a renaming last. Some network file systems know no fsync of a folder; theirs is done by
// then.
void sync_folder_of(const fs::path& file) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const Descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (opened.number < 0) fail_file(folder, "open", errno);
  if (synced(opened.number) != 0 && errno != EINVAL && errno != ENOTSUP && errno != EBADF)
    fail_file(folder, "write", errno);
}

Descriptor written(const fs::path& file, std::string_view bytes) {
  Descriptor opened{::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)};
  if (opened.number < 0) fail_file(file, "create", errno);
  while (!bytes.empty()) {
    const ssize_t count = ::write(opened.number, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail_file(file, "write", errno);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return opened;
}

void sync_and_close(const fs::path& file, Descriptor& opened) {
  if (synced(opened.number) != 0 || opened.close_now() != 0) fail_file(file, "write", errno);
}

void write_and_sync(const fs::path& file, std::string_view bytes) {
  Descriptor opened = written(file, bytes);
  sync_and_close(file, opened);
}

}  // namespace

void fail_file(const fs::path& file, std::string_view doing, int error) {
  throw std::runtime_error(file.string() + ": cannot " + std::string(doing) + ": " + cause_and_remedy(error));
}

std::optional<std::string> read_file(const fs::path& file) {
  const Descriptor opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (opened.number < 0 && errno == ENOENT) return {};
  struct stat info {};
  if (opened.number < 0 || ::fstat(opened.number, &info) != 0) fail_file(file, "read", errno);
  std::string bytes(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got = ::read(opened.number, bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_file(file, "read", errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

Temporary::~Temporary() { ::unlink(path.c_str()); }  // (its name is gone once it is published)

namespace {

void move_to_its_name(const fs::path& temporary, const fs::path& file) {
  if (::rename(temporary.c_str(), file.c_str()) != 0) fail_file(file, "write", errno);
}

void write_group(std::span<const NewFile> files) {
  // Of several, all are on the disk at once when the file system is written out first; their own turns
  // are then short, and say what failed.
  std::list<Temporary> cleared;
  std::vector<Descriptor> opened;
  for (const NewFile& file : files) {
    cleared.emplace_back(file.temporary);
    opened.push_back(written(file.temporary, file.bytes));
  }
  if (files.size() > 1) ::syncfs(opened[0].number);
  for (std::size_t i = 0; i < files.size(); ++i) sync_and_close(files[i].temporary, opened[i]);
  for (const NewFile& file : files) move_to_its_name(file.temporary, file.file);
  sync_folder_of(files[0].file);
}

}  // namespace

void publish(const fs::path& temporary, const fs::path& file) {
  move_to_its_name(temporary, file);
  sync_folder_of(file);
}

void write_whole(std::span<const NewFile> files) {
  constexpr std::size_t most = 128;  // open at once
  for (; !files.empty(); files = files.subspan(std::min(most, files.size())))
    write_group(files.first(std::min(most, files.size())));
}

bool write_if_absent(const fs::path& file, const fs::path& temporary, std::string_view bytes) {
  const Temporary cleared{temporary};
  write_and_sync(temporary, bytes);
  if (::link(temporary.c_str(), file.c_str()) == 0) {
    sync_folder_of(file);
    return true;
  }
  if (errno == EEXIST) return false;
  if (fs::exists(file)) return false;  // a file system without hard links: not quite as atomic
  publish(temporary, file);
  return true;
}

FileLock::FileLock(FileLock&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), held_(std::exchange(other.held_, false)) {}

FileLock& FileLock::operator=(FileLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(held_, other.held_);
  return *this;
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

FileLock FileLock::take(const fs::path& file, Sharing sharing) {
  FileLock lock;
  lock.descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lock.descriptor_ < 0) fail_file(file, "create", errno);
  const int kind = (sharing == Sharing::shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
  int failed = ::flock(lock.descriptor_, kind);
  for (int again = 0; again < 5 && failed != 0 && errno == EWOULDBLOCK; ++again) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));  // is_taken() may be looking
    failed = ::flock(lock.descriptor_, kind);
  }
  lock.held_ = failed == 0;
  if (!lock.held_ && errno == EWOULDBLOCK) {
    throw InputError({Problem{file.string(),
                              0,
                              0,
                              {},
                              "another process is at work on this study and holds this lock; wait for it or stop it, "
                              "then run "
                              "the same command again (processes that are to share a study need a --shard each)"}});
  }
  return lock;
}

bool FileLock::is_taken(const fs::path& file) {
  const Descriptor opened{::open(file.c_str(), O_RDWR | O_CLOEXEC)};
  return opened.number >= 0 && ::flock(opened.number, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

}  // namespace wedge
