/// Reading and writing files: what is read is a file of a size that was expected, what is written is
/// whole or absent, and messages say what to do.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace wedge {

/// Throws runtime_error: `FILE: cannot DOING: cause; remedy`. `error` is an errno.
[[noreturn]] void fail_file(const std::filesystem::path& file, std::string_view doing, int error);

/// Owns a file descriptor.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int opened) : number_(opened) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor();
  int number() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }
  int close_now();  ///< what ::close() says, for files whose last error matters

 private:
  int number_ = -1;
};

/// A file opened for reading; one that is not open when there is none. What is no regular file (a folder, a device, a
/// FIFO, which nobody may ever write to) is a runtime_error.
Descriptor open_to_read(const std::filesystem::path& file);
std::uintmax_t size_of(const Descriptor& opened, const std::filesystem::path& file);
/// Up to `size` bytes from `offset` on.
std::string read_part(const Descriptor& opened, const std::filesystem::path& file, std::uintmax_t offset,
                      std::size_t size);

/// The bytes of a file; nothing when there is none. One that is larger than `most` is a runtime_error before anything
/// is allocated.
std::optional<std::string> read_file(const std::filesystem::path& file,
                                     std::uintmax_t most = std::numeric_limits<std::uintmax_t>::max());

/// Where writing to `file` ends up: behind its links, if it is one. The link stays.
std::filesystem::path behind_links(const std::filesystem::path& file);

/// InputError, naming `option`, when a file cannot be written there: no name, no such folder, one that may not be
/// written to, a name that is too long, or something there that is no file. Asks the file system by making a file
/// for a moment, so that it is found out before any work.
void require_writable_place(const std::string& option, const std::filesystem::path& file);

/// The only way in which files come to be: under a temporary name of its own beside `file`, which nobody else has and
/// which is no link, then on the disk, read back, and renamed. Gone at the end of its scope unless published.
class Draft {
 public:
  /// `tag` tells whose it is: FILE.tmp-TAGxxxxxxxxxxxxxxxx.
  explicit Draft(const std::filesystem::path& file, const std::string& tag = {});
  Draft(Draft&& other) noexcept;
  Draft(const Draft&) = delete;
  ~Draft();

  const std::filesystem::path& path() const { return temporary_; }
  int descriptor() const { return opened_.number(); }
  void write(std::string_view bytes);  ///< at the end
  /// Waits for the disk. Throws when the bytes that are there differ from `expected`.
  void finish(std::optional<std::string_view> expected = {});
  /// Renames it to `file`; sync_folder_of() makes that last.
  void publish();
  /// Publishes, but keeps a `file` that is there. Returns whether it was published.
  bool publish_if_absent();
  /// Publishes, unless the file in its place is to stay. Where the file system can, the two change places and are
  /// looked at afterwards, so that what appears in the last moment is safe too.
  bool publish_unless(bool (*stays)(const std::filesystem::path&));

 private:
  std::filesystem::path file_, temporary_;
  Descriptor opened_;
};

/// Whether a name is one that a Draft gave, and of which file and tag (with the digits cut off).
struct DraftName {
  std::string file, tag;
};
std::optional<DraftName> draft_name(const std::string& name);

/// Makes renamings in the folder of `file` last.
void sync_folder_of(const std::filesystem::path& file);

struct NewFile {
  std::filesystem::path file;
  std::string_view bytes;
};

/// Writes files, all in one folder; the disk is waited for once.
void write_whole(std::span<const NewFile> files, const std::string& tag = {});
void write_whole(const std::filesystem::path& file, std::string_view bytes, const std::string& tag = {});

/// Writes one file, but keeps a `file` that is there already. Returns whether it was written.
bool write_if_absent(const std::filesystem::path& file, std::string_view bytes, const std::string& tag = {});

}  // namespace wedge
