/// Files that are whole or absent, locks, and messages that say what to do.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace wedge {

/// Throws runtime_error: `FILE: cannot DOING: cause; remedy`. `error` is an errno.
[[noreturn]] void fail_file(const std::filesystem::path& file, std::string_view doing, int error);

/// The bytes of a file; nothing when there is none.
std::optional<std::string> read_file(const std::filesystem::path& file);

struct NewFile {
  std::filesystem::path file, temporary;  ///< in one folder
  std::string_view bytes;
};

/// Writes the bytes to the temporaries, fsyncs and renames them. For several files, all in one
/// folder, the disk is waited for once.
void write_whole(std::span<const NewFile> files);

/// The same for one, but keeps a `file` that is there already. Returns whether it was written.
bool write_if_absent(const std::filesystem::path& file, const std::filesystem::path& temporary, std::string_view bytes);

/// Renames a temporary that is on disk to `file` and makes the renaming last.
void publish(const std::filesystem::path& temporary, const std::filesystem::path& file);

/// Removes a temporary when its scope is left, unless it was published.
struct Temporary {
  std::filesystem::path path;
  ~Temporary();
};

enum class Sharing { exclusive, shared };

/// An advisory lock (flock) on a file made for it; the system takes it back when the process dies.
class FileLock {
 public:
  /// InputError when another holds it. A file system without locks gives one that is not held().
  static FileLock take(const std::filesystem::path& file, Sharing sharing);
  /// Whether somebody holds it.
  static bool is_taken(const std::filesystem::path& file);

  FileLock() = default;
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&& other) noexcept;
  ~FileLock();
  bool held() const { return held_; }

 private:
  int descriptor_ = -1;
  bool held_ = false;
};

}  // namespace wedge
