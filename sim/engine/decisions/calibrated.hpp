/// A scenario fitted to rates: the values of some keys at which measures come nearest to given numbers, and what of
/// them the numbers do not tell.
#pragma once

#include "engine/decisions/rates.hpp"
#include "engine/decisions/search.hpp"

namespace wedge::engine {

struct CalibrateSettings {
  std::string rates;        ///< file
  std::int64_t draws = 64;  ///< of the uncertain keys; 0: all at their medians
  std::string seed = "5eed";
  int starts = 4;
};

/// Keys that can move together with hardly any effect on the rates; one alone that hardly matters to them.
struct Direction {
  std::vector<std::pair<int, double>> keys;  ///< which, and by how much of its range each moves (of a step of 1)
};

struct Fit {
  std::vector<double> values;     ///< of the keys
  std::vector<double> found;      ///< of the rates
  double misfit = 0.0;            ///< sum of weighted squared differences
  std::vector<double> singular;   ///< values of the weighted rates' derivatives by the keys, the largest first
  std::vector<Direction> untold;  ///< what the rates do not tell apart
  std::vector<double> error;      ///< standard error of each key, where the rates have errors; NaN if untold
};

class Calibrated {
 public:
  /// InputError for what is wrong with the scenario, the rates or the settings.
  Calibrated(const ScenarioSource& source, const CalibrateSettings& settings);
  Calibrated(const Calibrated&) = delete;

  std::int64_t draws() const;     ///< about, at most
  bool run(const OnDraws& work);  ///< false if it was stopped

  const CalibrateSettings& settings() const { return settings_; }
  const ScenarioSource& source() const { return source_; }
  const Scenario<Quantity>& scenario() const { return scenario_; }
  const LeverSpace& space() const { return space_; }
  const std::vector<Rate>& rates() const { return file_.rates; }
  const std::vector<double>& rates_now() const { return now_; }  ///< of the scenario as it is
  const Fit& fit() const { return fit_; }                        ///< after run()
  bool have_errors() const;                                      ///< all rates

 private:
  std::optional<std::vector<double>> rates_with(const std::vector<std::string>& changes, const OnDraws& work) const;
  std::optional<double> misfit_at(const std::vector<double>& values, bool by_odds, const OnDraws& work) const;
  bool find_directions(const OnDraws& work);

  ScenarioSource source_;  // with draws 0 at the medians
  CalibrateSettings settings_;
  Scenario<Quantity> scenario_;
  CommonDraws common_;
  std::unique_ptr<Study> as_it_is_;  // kept, since its quantile tables serve all others
  RatesFile file_;
  LeverSpace space_;
  std::vector<double> now_;
  Fit fit_;
};

/// The document of `wedge calibrate --format json`.
std::string calibration_document(const Calibrated& calibrated);

}  // namespace wedge::engine
