/// The result of a study, in memory or in a file (docs/results.md).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "wedge/measure.hpp"

namespace wedge::face {

/// A swept key.
struct Axis {
  std::string name;  ///< the last parts of the key
  std::string key;
  std::vector<double> values;       ///< of texts and packages: 0, 1, …
  std::vector<std::string> labels;  ///< their names; empty: numbers
};

/// Means over the draws, with standard errors and quantiles, at every point of the sweep. Points are numbered from 0,
/// the last axis fastest; without a sweep there is one. Cheap to copy.
class Result {
 public:
  /// InputError if there is none of ours.
  static Result open(const std::string& file);

  const std::string& title() const;
  const std::string& to_toml() const;  ///< the scenario
  const std::vector<Axis>& axes() const;
  std::int64_t points() const;
  /// The number of the point at these places on the axes, each counted from 0.
  std::int64_t point(const std::vector<std::int64_t>& places) const;

  bool complete() const;                          ///< every draw of every point ran
  bool complete(std::int64_t point) const;        ///< of this point
  std::int64_t draws(std::int64_t point) const;   ///< draws that ran
  std::int64_t failed(std::int64_t point) const;  ///< those of them without a solution

  const std::vector<MeasureInfo>& measures() const;
  const std::vector<double>& quantile_levels() const;
  /// One number. InputError, naming the nearest, for a measure or labels that there are not. NaN where nothing was
  /// counted.
  double mean(const std::string& measure, std::int64_t point = 0, const std::vector<std::string>& labels = {}) const;
  double standard_error(const std::string& measure, std::int64_t point = 0,
                        const std::vector<std::string>& labels = {}) const;
  /// `level`: one of quantile_levels().
  double quantile(double level, const std::string& measure, std::int64_t point = 0,
                  const std::vector<std::string>& labels = {}) const;
  /// All means of a measure: by point, then as its dimensions say.
  const std::vector<double>& means(const std::string& measure) const;
  const std::vector<double>& standard_errors(const std::string& measure) const;

 private:
  struct State;
  explicit Result(std::shared_ptr<const State> state);
  std::shared_ptr<const State> state_;
  friend class ResultAccess;
};

}  // namespace wedge::face
