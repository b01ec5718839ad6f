/// A stored study run again, and compared with what is stored (docs/results.md, "Found again").
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "wedge/study.hpp"

namespace wedge::face {

/// What a result's bytes depend on beside its study.
struct Build {
  std::string version, commit, compiler, kernel;
};

/// A mean that is another than the stored one.
struct ReproducedDifference {
  std::string measure;
  std::vector<std::string> labels;  ///< of the measure's dimensions, in order
  std::int64_t point;               ///< as Result counts them
  double stored, here;              ///< NaN: no number
  double standard_error;            ///< of the stored one
  double errors;  ///< how many of them lie between the two; 0 within rounding (1e-9), infinite where there is no error
};

struct Reproduction {
  /// Of another build, no mean is further from the stored one than its standard error; of the same build, the bytes are
  /// the same.
  bool reproduced;
  bool same_build, same_bytes;
  Build made_by, here;
  std::int64_t means;                               ///< that were compared
  std::vector<ReproducedDifference> differences;    ///< the furthest first
  std::int64_t points_with_other_draws;             ///< at which more or fewer draws ran, or failed
  std::vector<std::string> only_stored, only_here;  ///< numbers that only one has, as `MEASURE LABELS`
};

/// Runs the study that `file`, a complete result, describes, into `again` or, without one, into a temporary folder
/// (TMPDIR), which is removed. Needs the time of the study and the room of its result. InputError for what is no
/// complete result, and for a place that cannot take the new one; StoppedEarly if the wish of `options` came first
/// (then the same call goes on with `again`).
Reproduction reproduce(const std::string& file, const RunOptions& options = {}, const std::string& again = {});

}  // namespace wedge::face
