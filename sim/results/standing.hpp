/// The standing of a file at a result's path, and the seal by which it is known.
///
/// A result file is an HDF5 file and, behind its end, a line of text: how many points it has, how many are done, at how
/// many no draw was solved, the hash of its study, and the SHA-256 of everything before that. HDF5 readers do not look
/// beyond the end that the file states. Bytes that the seal does not confirm never reach the HDF5 library in this
/// process.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "results/files.hpp"

namespace wedge {

enum class Standing {
  nothing,
  foreign,   ///< no file of ours
  damaged,   ///< a result whose seal is missing or does not confirm it
  partial,   ///< a result that lacks points
  complete,  ///< a result
};

struct Found {
  Standing standing = Standing::nothing;
  std::string why;               ///< foreign, damaged
  bool optimum = false;          ///< foreign: it is the file of an optimisation
  std::string title, command;    ///< partial, complete; of an optimisation
  std::string unsealed_version;  ///< of the program that made it, if that gave no seals; then every dataset was read
  std::string study_sha256;      ///< as the seal says, if there is one
  std::int64_t points = 0, points_done = 0, points_failed = 0;
  std::uintmax_t bytes = 0;
  bool claims_to_be_complete = false;  ///< by its seal, whether that holds or not

  bool is_complete_of(const std::string& study) const {
    return standing == Standing::complete && study_sha256 == study;
  }
};

/// Reads the whole file once, to compare it with its seal. InputError when another program has it open for writing.
Found result_at(const std::filesystem::path& result);
/// The file's standing by its seal alone, whatever the size. `standing` is nothing, foreign (no seal), partial or
/// complete.
Found seal_at(const std::filesystem::path& result);

/// The hash of its inputs that a file's seal names, if the seal confirms the file's bytes: of a study, or of what else
/// is kept under a seal.
std::optional<std::string> sealed_inputs(const std::filesystem::path& file);

/// Whether a file claims to be a complete result.
bool claims_to_be_complete(const std::filesystem::path& file);

/// Appends the seal to a draft that holds the HDF5 file. Stopped when that is wished for, unless `even_if_stopped`.
struct Counts {
  std::int64_t points = 0, done = 0, failed = 0;
};
void seal_result(Draft& draft, const Counts& counts, const std::string& study_sha256, bool even_if_stopped = false);

/// Reads every dataset of an HDF5 file. Names the first that cannot be read, and why; empty: all can.
std::string unreadable_dataset(const std::filesystem::path& file);
/// The first dataset that cannot be read, in bytes that may be anything.
std::string unreadable_dataset_of_damaged(const std::filesystem::path& file);

}  // namespace wedge
