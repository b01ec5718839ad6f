/// Studies: a scenario × sweeps × draws of its uncertain keys.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "wedge/result.hpp"
#include "wedge/scenario.hpp"

namespace wedge::face {

struct Sweep {
  std::string key;  ///< may have a `*`; `package` sweeps over packages
  std::vector<double> values;
  std::vector<std::string>
      texts{};  ///< in place of numbers: of a key that has texts, as TOML has them; names of packages
};

/// Values from `low` to `high`, both included, at equal distances.
Sweep sweep(const std::string& key, double low, double high, int count);

/// The numbers that a study computes. Each is an option of `wedge run`, and means what it does there.
struct StudyOptions {
  std::vector<Sweep> sweeps;
  std::string packages;          ///< the file of the packages that are swept
  std::int64_t draws = 1024;     ///< at each point
  std::string method = "sobol";  ///< or lhs, random
  std::uint64_t seed = 0x5eed;
  std::string until;         ///< `deterrence=0.001`: draws end at a point when this standard error is reached
  bool keep_draws = false;   ///< store every draw (in a file)
  bool sensitivity = false;  ///< which uncertain key matters how much (in a file; without sweeps)
  std::string sensitivity_by = "sobol";  ///< shares of variance; or morris, elementary effects
  bool campaigns = false;                ///< each draw is a campaign
  /// Solutions of one run of 16 draws in so many are traced back; 1: of all, 0: none. Not said: one in 16, or none where
  /// several adversaries have so many games that each draw is solved by itself, and this would take most of the time.
  std::optional<std::int64_t> certify{};
  /// The ties' integration balances of one run of 16 draws in so many; 1: of all, 0: none. Not said: none with several
  /// adversaries; with one all, or one run in 4 if there are more than 4 ties.
  std::optional<std::int64_t> balance{};
};

struct Progress {
  std::int64_t draws_done, draws;  ///< solved; of how many
  double seconds;                  ///< since the beginning
  double worst_error;              ///< largest standard error of the total loss at a point that is finished
};

/// How a study is run: nothing of this changes a number.
struct RunOptions {
  int threads = 0;                                ///< 0: one a core
  std::function<void(const Progress&)> progress;  ///< called on the calling thread, after each block of work
  std::stop_token stop;                           ///< a wish to stop: blocks in flight are finished
  bool replace = false;                           ///< an existing file, or an unfinished study of other settings
};

/// A study that has been checked. Cheap to copy.
class Study {
 public:
  /// InputError for whatever is wrong with the options, or with a swept value.
  Study(const Scenario& scenario, const StudyOptions& options);

  std::int64_t points() const;
  std::int64_t draws() const;  ///< at each point, at most
  const std::vector<MeasureInfo>& measures() const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
  friend class StudyAccess;
};

/// Runs a study in memory. If it is stopped, the points that are not finished say so.
Result run(const Study& study, const RunOptions& options = {});

/// Runs a study into a result file. Returns whether it came to its end; if it was stopped (or killed), the same call
/// goes on from there, and what is complete is left as it is. A finished study of fewer draws that kept them is
/// extended. InputError if anything else stands there.
bool run(const Study& study, const std::string& file, const RunOptions& options = {});

}  // namespace wedge::face
