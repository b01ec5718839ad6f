/// A scenario fitted to rates, and what of it the rates do not tell.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "wedge/scenario.hpp"
#include "wedge/stop.hpp"

namespace wedge::face {

/// A measure at one place.
struct FittedRate {
  std::string measure;
  std::vector<std::string> at;  ///< labels of the measure's dimensions, in order
  double wanted;
  std::optional<double> error;  ///< standard error of what is wanted
  double now, found;            ///< of the scenario as it is; of the fit
};

struct FittedKey {
  std::string key, unit;
  double low, high, now, value;
  std::optional<double> error;  ///< standard error, where all rates have errors and tell the key
};

struct Calibration {
  std::vector<FittedKey> keys;
  std::vector<FittedRate> rates;
  double misfit;  ///< sum of weighted squared differences
  /// Keys that the rates do not tell apart: moved together, each by this share of its range, they change hardly
  /// anything. One alone hardly matters to them.
  std::vector<std::vector<std::pair<std::string, double>>> untold;
  std::vector<std::string> settings;  ///< KEY=VALUE, as Scenario::with() takes them
  std::string json;                   ///< the document of `wedge calibrate --format json`

  const std::string& to_json() const { return json; }
};

struct CalibrateOptions {
  std::int64_t draws = 64;  ///< of the uncertain keys; 0: all at their medians
  std::uint64_t seed = 0x5eed;
  int starts = 4;   ///< places from which the search goes down
  int threads = 0;  ///< 0: one a core; changes no number
  std::stop_token stop{};  ///< a wish to stop: StoppedEarly is thrown
};

/// `rates`: the file of keys and rates (docs/scenarios.md, "How to calibrate"). InputError for whatever is wrong with
/// it or with the options.
Calibration calibrate(const Scenario& scenario, const std::string& rates, const CalibrateOptions& options = {});

}  // namespace wedge::face
