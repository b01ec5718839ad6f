/// Estimates of a study's points, as numbers in memory: estimated there, or read from a result file.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "study/layout.hpp"

namespace wedge {

/// The fate of a point; values of the result file's `status`.
enum class PointStatus : std::int8_t { complete, not_run, partial, all_failed };

struct Estimates {
  /// A variable at every point. Arrays are by point, then by slot of the variable, then by level.
  struct Of {
    Variable variable;
    std::vector<double> mean, error, quantiles;
  };
  std::string title, scenario_toml, command;
  std::vector<std::pair<std::string, std::string>> origin;  ///< of a file: what else its attributes say of the study
  std::vector<Axis> axes;                                   ///< the last is the fastest of the points
  std::vector<LabelDimension> dimensions;
  std::vector<double> quantile_levels;
  std::vector<Of> variables;
  std::vector<std::int32_t> draws, failed;  ///< by point: that ran; of these, without a solution
  std::vector<PointStatus> status;          ///< by point

  bool complete() const;
};

/// Of a study's points, none of which has run.
Estimates empty_estimates(const StudyLayout& layout, const std::vector<double>& quantile_levels);
/// Sets the points from `first` on, whose sums these are. `ran`: complete, partial or not_run.
void set_points(std::int64_t first, const Sums& sums, PointStatus ran, Estimates& out);

/// InputError when there is no result file of ours, or one of another major version.
Estimates read_estimates(const std::filesystem::path& file);
/// The same without numbers: title, scenario, command, origin and axes.
Estimates read_description(const std::filesystem::path& file);

}  // namespace wedge
