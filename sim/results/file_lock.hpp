/// Advisory locks (flock) on files made for them; the system takes them back when the process dies.
#pragma once

#include <chrono>
#include <filesystem>
#include <stdexcept>

#include "results/files.hpp"

namespace wedge {

enum class Sharing { exclusive, shared };

/// The folder of a lock is gone: whoever had it has ended the study.
struct FolderGone : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class FileLock {
 public:
  /// How long to wait for another that holds it.
  using Patience = std::chrono::milliseconds;
  static constexpr Patience usual{300};  ///< somebody may be looking (is_taken())
  static constexpr Patience endless = Patience::max();

  /// The lock that stands at `file` when it is taken: not that of a file that was removed in the meantime. InputError
  /// when another holds it for longer; Stopped when that is wished for while waiting; FolderGone. A file system without
  /// locks gives one that is not held().
  static FileLock take(const std::filesystem::path& file, Sharing sharing, Patience patience = usual);
  /// Whether somebody holds it.
  static bool is_taken(const std::filesystem::path& file);

  bool held() const { return held_; }

 private:
  Descriptor opened_;
  bool held_ = false;
};

}  // namespace wedge
