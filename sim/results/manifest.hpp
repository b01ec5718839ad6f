/// RESULT.blocks/manifest.json: what the study is, so that resuming and merging need nothing
/// supplied again.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "results/store.hpp"

namespace wedge {

inline constexpr const char* schema_name = "wedge-study";
inline constexpr const char* schema_version = "1.0";
inline constexpr const char* manifest_name = "manifest.json";

/// A study and its hashes.
struct Manifest {
  StudyIdentity study;
  std::string scenario_sha256;  ///< of the scenario's text
  std::string schema_sha256;    ///< of what the arrays mean: axes, dimensions, variables, formats
  std::string study_sha256;     ///< of everything; blocks carry it
};

Manifest manifest_of(const StudyIdentity& study);

/// InputError when the file is damaged or of a newer format; nothing when there is none.
std::optional<Manifest> read_manifest(const std::filesystem::path& file);

std::string manifest_text(const Manifest& manifest);

/// The reverse. InputError, naming `file`, when the text is damaged or of a newer format.
Manifest manifest_from(const std::string& text, const std::filesystem::path& file);

/// InputError with a problem for each setting that differs between the manifest in `file` and what
/// is asked.
void require_same_study(const std::filesystem::path& file, const Manifest& stored, const Manifest& asked);

/// The first setting in which two studies differ, in words.
std::string first_difference(const StudyIdentity& stored, const StudyIdentity& asked);

std::filesystem::path manifest_file(const std::filesystem::path& result);

/// The manifest of an unfinished study. InputError when there is none.
Manifest require_manifest(const std::filesystem::path& result);

}  // namespace wedge
