/// A stored study run again, and what came of it beside what is stored.
#pragma once

#include <optional>

#include "engine/studies/compared_results.hpp"
#include "engine/studies/study_run.hpp"

namespace wedge::engine {

/// What a result's bytes depend on beside its study.
struct Build {
  std::string version, commit, compiler, kernel;
  bool operator==(const Build&) const = default;
  std::string text() const;  ///< in a line
};

enum class Likeness {
  same_bytes,
  same_numbers,   ///< of another build: up to rounding, or to the last digit
  within_errors,  ///< of another build: no mean is further away than its stated standard error
  different,
};
const char* likeness_name(Likeness likeness);

class Reproduced {
 public:
  /// The study that `result` describes. InputError where it is no complete result of `wedge run`.
  explicit Reproduced(const std::string& result);
  ~Reproduced();  ///< what was computed goes, unless it was to be kept
  Reproduced(const Reproduced&) = delete;

  /// Has the new result written here, and kept: an interrupted one goes on. Else it lies in a folder for what is
  /// temporary. InputError as for `wedge run`.
  void keep_in(const std::string& file, bool force);

  const Build& made_by() const { return made_by_; }
  const Build& here() const { return here_; }
  bool same_build() const { return made_by_ == here_; }
  std::int64_t draws() const { return draws_; }  ///< of all points, at most

  /// Runs the study, once, and compares. False if it was stopped.
  bool run(int threads, const std::atomic<bool>& stop, std::atomic<std::int64_t>& draws_done,
           const std::function<void(const Tally&)>& finished);

  // After run():
  Likeness likeness() const;
  bool bytes_agree() const { return bytes_agree_; }
  const std::vector<MeasurePlace>& places() const { return places_; }  ///< what both have
  std::int64_t means() const { return means_; }                        ///< that were compared: of all places and points
  /// Means that are not the same, those first that lie furthest apart in standard errors of the stored one; of the
  /// solver's own counts none.
  const std::vector<StoredDifference>& differences() const { return differences_; }
  std::int64_t beyond_errors() const;  ///< of them, how many by more than the standard error and rounding
  double furthest() const;             ///< of them, in standard errors; NaN where one is not known
  std::int64_t points_with_other_draws() const { return other_draws_; }  ///< more or fewer ran, or failed
  /// Measures at a place that only one has.
  const std::vector<std::string>& only_stored() const { return only_stored_; }
  const std::vector<std::string>& only_here() const { return only_here_; }
  const std::vector<Axis>& axes() const { return stored_.axes; }

 private:
  void compare_with(const Estimates& again);

  std::string file_;
  Estimates stored_;
  Build made_by_, here_;
  PlannedStudy planned_;  // until run()
  std::string isa_;       // as asked for, where that of the file is not to be had
  std::filesystem::path output_, temporary_;
  bool force_ = false;
  bool bytes_agree_ = false;
  std::vector<MeasurePlace> places_;
  std::vector<StoredDifference> differences_;
  std::vector<std::string> only_stored_, only_here_;
  std::int64_t draws_ = 0, means_ = 0, other_draws_ = 0;
};

/// How far apart, in standard errors of the stored one; 0 within rounding, infinite where there is no error to measure
/// by.
double errors_apart(const StoredDifference& difference);

/// As JSON; `most`: how many differences are listed.
std::string reproduction_document(const Reproduced& reproduced, const std::string& result, std::size_t most);

}  // namespace wedge::engine
