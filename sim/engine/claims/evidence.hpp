/// The model's evidence on claims: studies of their settings, compared draw by draw.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>

#include "engine/claims/claim.hpp"
#include "engine/studies/paired.hpp"
#include "study/study.hpp"

namespace wedge::engine {

/// The adversary's precision at which each claim is looked at, and that of its tactic nodes in multiples of it: the 5,
/// 50 and 95% of what the scenarios take it for (docs/calibration.md).
inline constexpr int precisions[] = {60, 100, 170};
inline constexpr int tactic_precisions = 2;

enum class CellOutcome { holds, contradicted, not_significant };

/// One prediction, from one setting to the next, at one precision.
struct Cell {
  int comparison, prediction, step, precision;  ///< positions; a step leads from setting `step` to the next
  double before = 0.0, after = 0.0;             ///< means of the measure at the two settings
  double difference = 0.0, standard_error = 0.0;
  double share = 0.0;                 ///< of draws in which the measure moves as predicted
  std::int64_t pairs = 0, draws = 0;  ///< solved, wanted and with a value, at both settings; asked for
  int rounds = 0;                     ///< of a campaign; 0: a draw is a single crisis
  CellOutcome outcome = CellOutcome::not_significant;
};

enum class Verdict { holds, holds_conditionally, not_significant, not_reproduced, not_run };
std::string verdict_name(Verdict verdict);

struct Evidence {
  std::vector<Cell> cells;  ///< by comparison, prediction, step, precision
  Verdict verdict = Verdict::not_run;
};

/// Paired values of one measure at two settings; NaN where a draw failed or has no value. With `replicates` > 1 draw d
/// belongs to replicate d mod replicates, and the standard error is that of the mean of the replicates' means.
void compare(const std::vector<double>& before, const std::vector<double>& after, int replicates, bool rises,
             Cell& cell);

/// holds: every cell; holds_conditionally: some; not_reproduced: none, and some are contradicted; not_significant:
/// none.
Verdict verdict_of(const std::vector<Cell>& cells);

/// The conditions of comparisons all of whose cells hold; those of which some do, with where.
std::vector<std::string> conditions_that_hold(const Claim& claim, const Evidence& evidence);

/// The studies of claims, ready to run.
class ClaimStudies {
 public:
  /// `draws`: of each study, unless a comparison allows fewer. InputError, at its place in `file`, for whatever a
  /// scenario does not have.
  ClaimStudies(const std::vector<Claim>& claims, const std::string& file, std::int64_t draws, std::uint64_t seed);
  std::int64_t draws() const;  ///< of all studies
  /// One for each claim. The same on any number of threads. `draws_done` is counted up on the way.
  std::vector<Evidence> run(int threads, std::atomic<std::int64_t>& draws_done) const;

 private:
  struct Planned {
    std::unique_ptr<Study> study;
    std::vector<std::vector<int>> slots;       ///< by prediction: those whose mean it is about
    std::vector<std::pair<int, bool>> wanted;  ///< slots that must be 1, or 0, for the draw to count
  };
  void plan(const Comparison& comparison, const std::string& text, const std::string& file, std::int64_t draws,
            std::uint64_t seed);
  std::vector<Evidence> empty() const;

  const std::vector<Claim>& claims_;
  std::vector<Planned> planned_;  ///< by claim, comparison, precision, setting
};

}  // namespace wedge::engine
