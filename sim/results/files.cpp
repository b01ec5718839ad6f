#include "results/files.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <stdexcept>
#include <vector>

#include "base/error.hpp"

namespace wedge {
namespace fs = std::filesystem;
namespace {

constexpr const char* kept = ": nothing that is finished is lost";

std::string cause_and_remedy(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return std::string(
                 "no space left on the device (or the quota is used up); free some space and run the same command "
                 "again") +
             kept;
    case EFBIG:
      return std::string(
                 "the file would be larger than this process or file system allows (ulimit -f); raise the limit and "
                 "run the same command again") +
             kept;
    case EACCES:
    case EPERM:
    case EROFS:
      return std::string(error == EROFS ? "the file system is read-only" : "permission denied") +
             "; make the folder writable and run the same command again, or choose another place" + kept;
    case ENOENT:
    case ENOTDIR:
      return "no such folder; create it first, or choose another place";
    case ENAMETOOLONG:
      return "the name is too long; choose a shorter one";
    case EISDIR:
      return "it is a folder; expected a file";
    default:
      return std::string(std::strerror(error)) + "; when it is mended run the same command again" + kept;
  }
}

int synced(int descriptor) {
  int failed = 0;
  do failed = ::fsync(descriptor);
  while (failed != 0 && errno == EINTR);
  return failed;
}

std::size_t read_at(int descriptor, std::uintmax_t offset, char* to, std::size_t size, const fs::path& file) {
  std::size_t filled = 0;
  while (filled < size) {
    const ssize_t got = ::pread(descriptor, to + filled, size - filled, static_cast<off_t>(offset + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_file(file, "read", errno);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  return filled;
}

constexpr std::size_t digits = 16;
constexpr const char* mark = ".tmp-";

std::string random_digits() {
  std::uint64_t number = 0;
  if (::getrandom(&number, sizeof number, 0) != sizeof number) throw std::runtime_error("no random number to be had");
  char text[digits + 1];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(number));
  return text;
}

fs::path folder_of(const fs::path& file) { return file.has_parent_path() ? file.parent_path() : fs::path("."); }

}  // namespace

void fail_file(const fs::path& file, std::string_view doing, int error) {
  throw std::runtime_error(file.string() + ": cannot " + std::string(doing) + ": " + cause_and_remedy(error));
}

Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}

int Descriptor::close_now() { return ::close(std::exchange(number_, -1)); }

Descriptor open_to_read(const fs::path& file) {
  Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));  // a FIFO would wait
  if (!opened && (errno == ENOENT || errno == ENOTDIR)) return opened;
  struct stat info {};
  if (!opened || ::fstat(opened.number(), &info) != 0) fail_file(file, "read", errno);
  if (!S_ISREG(info.st_mode))
    throw std::runtime_error(file.string() + ": cannot read: it is not a regular file (a " +
                             (S_ISDIR(info.st_mode)    ? "folder"
                              : S_ISFIFO(info.st_mode) ? "FIFO"
                                                       : "device") +
                             "); move it away");
  return opened;
}

std::uintmax_t size_of(const Descriptor& opened, const fs::path& file) {
  struct stat info {};
  if (::fstat(opened.number(), &info) != 0) fail_file(file, "read", errno);
  return static_cast<std::uintmax_t>(info.st_size);
}

std::string read_part(const Descriptor& opened, const fs::path& file, std::uintmax_t offset, std::size_t size) {
  std::string bytes(size, '\0');
  bytes.resize(read_at(opened.number(), offset, bytes.data(), size, file));
  return bytes;
}

std::optional<std::string> read_file(const fs::path& file, std::uintmax_t most) {
  const Descriptor opened = open_to_read(file);
  if (!opened) return {};
  const std::uintmax_t size = size_of(opened, file);
  if (size > most)
    throw std::runtime_error("it has " + std::to_string(size) + " bytes, and at most " + std::to_string(most) +
                             " can be right");
  return read_part(opened, file, 0, static_cast<std::size_t>(size));
}

fs::path behind_links(const fs::path& file) {
  fs::path at = file;
  std::error_code none;
  constexpr int most = 40;  // as the system
  for (int i = 0; i < most && fs::is_symlink(fs::symlink_status(at, none)); ++i) {
    const fs::path next = fs::read_symlink(at, none);
    if (none) break;
    at = next.is_absolute() ? next : at.parent_path() / next;
  }
  return at;
}

void require_writable_place(const std::string& option, const fs::path& given) {
  const std::string what = option + " " + (given.empty() ? "''" : given.string());
  if (given.empty() || !given.has_filename()) fail_input(what, "is not the name of a file");
  const fs::path file = behind_links(given);
  std::error_code error;
  const fs::file_status there = fs::status(file, error);
  if (fs::exists(there) && !fs::is_regular_file(there))
    fail_input(what, std::string("is ") + (fs::is_directory(there) ? "a folder" : "no regular file") +
                         "; expected the name of a file");
  try {
    const Draft probe(file);
  } catch (const std::runtime_error& e) {
    fail_input(what, "cannot be written: " + std::string(e.what()));
  }
}

void sync_folder_of(const fs::path& file) {
  // Some network file systems know no fsync of a folder; theirs is done by then.
  const fs::path folder = folder_of(file);
  const Descriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (!opened) fail_file(folder, "open", errno);
  if (synced(opened.number()) != 0 && errno != EINVAL && errno != ENOTSUP && errno != EBADF)
    fail_file(folder, "write", errno);
}

Draft::Draft(const fs::path& file, const std::string& tag) : file_(file) {
  do {
    temporary_ = file.string() + mark + tag + random_digits();
    opened_ = Descriptor(::open(temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666));
  } while (!opened_ && errno == EEXIST);
  if (!opened_) fail_file(temporary_, "create", errno);
}

Draft::Draft(Draft&& other) noexcept
    : file_(std::move(other.file_)),
      temporary_(std::exchange(other.temporary_, {})),
      opened_(std::move(other.opened_)) {}

Draft::~Draft() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

void Draft::write(std::string_view bytes) {
  if (::lseek(descriptor(), 0, SEEK_END) < 0) fail_file(temporary_, "write", errno);
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail_file(temporary_, "write", errno);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void Draft::finish(std::optional<std::string_view> expected) {
  if (synced(descriptor()) != 0) fail_file(temporary_, "write", errno);
  if (expected && read_part(opened_, temporary_, 0, expected->size() + 1) != *expected)
    throw std::runtime_error(temporary_.string() + ": what was written does not read back; nothing was replaced");
  struct stat ours {
  }, named{};
  const bool same = ::fstat(descriptor(), &ours) == 0 && ::lstat(temporary_.c_str(), &named) == 0 &&
                    ours.st_dev == named.st_dev && ours.st_ino == named.st_ino;
  if (!same) throw std::runtime_error(temporary_.string() + ": somebody removed or replaced it; nothing was replaced");
  if (opened_.close_now() != 0) fail_file(temporary_, "write", errno);
}

void Draft::publish() {
  if (::rename(temporary_.c_str(), file_.c_str()) != 0) fail_file(file_, "write", errno);
  temporary_.clear();
}

bool Draft::publish_if_absent() {
  if (::link(temporary_.c_str(), file_.c_str()) == 0) return true;  // the temporary name goes with the scope
  if (errno == EEXIST) return false;
  if (fs::exists(fs::symlink_status(file_))) return false;  // a file system without hard links: not quite as atomic
  publish();
  return true;
}

bool Draft::publish_unless(bool (*stays)(const fs::path&)) {
  if (publish_if_absent()) return true;
  if (stays(file_)) return false;
  if (::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, file_.c_str(), RENAME_EXCHANGE) != 0) {
    publish();
    return true;
  }
  if (!stays(temporary_)) return true;  // what is now under the temporary name goes with the scope
  publish();                            // back to its place
  return false;
}

std::optional<DraftName> draft_name(const std::string& name) {
  const std::size_t at = name.rfind(mark), begin = at + std::strlen(mark);
  if (at == name.npos || at == 0 || name.size() < begin + digits) return {};
  const std::string end = name.substr(name.size() - digits);
  if (end.find_first_not_of("0123456789abcdef") != end.npos) return {};
  return DraftName{name.substr(0, at), name.substr(begin, name.size() - digits - begin)};
}

void write_whole(std::span<const NewFile> files, const std::string& tag) {
  constexpr std::size_t most = 128;  // open at once
  for (; !files.empty(); files = files.subspan(std::min(most, files.size()))) {
    const auto group = files.first(std::min(most, files.size()));
    // Of several, all are on the disk at once when the file system is written out first; their own turns
    // are then short, and say what failed.
    std::vector<Draft> drafts;
    for (const NewFile& file : group) drafts.emplace_back(file.file, tag).write(file.bytes);
    if (group.size() > 1) ::syncfs(drafts[0].descriptor());
    for (std::size_t i = 0; i < group.size(); ++i) drafts[i].finish(group[i].bytes);
    for (Draft& draft : drafts) draft.publish();
    sync_folder_of(group[0].file);
  }
}

void write_whole(const fs::path& file, std::string_view bytes, const std::string& tag) {
  const NewFile one{file, bytes};
  write_whole({&one, 1}, tag);
}

bool write_if_absent(const fs::path& file, std::string_view bytes, const std::string& tag) {
  Draft draft(file, tag);
  draft.write(bytes);
  draft.finish(bytes);
  if (!draft.publish_if_absent()) return false;
  sync_folder_of(file);
  return true;
}

}  // namespace wedge
