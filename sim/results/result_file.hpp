/// The datasets of a result file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "results/draws_group.hpp"
#include "results/estimates.hpp"
#include "results/grid.hpp"
#include "results/manifest.hpp"
#include "results/result.hpp"

namespace wedge {

/// A result file under construction. Points are written in their order, some at a time.
class ResultFile {
 public:
  /// Attributes, scales and labels, and all datasets, empty. `points_done`: in how many points
  /// every draw ran.
  ResultFile(hid_t file, const Manifest& manifest, std::int64_t points_done);

  /// The points from `first` on: merged sums. `ran`: complete, partial or not_run.
  void write_points(std::int64_t first, const Sums& sums, PointStatus ran);
  /// Only of a study that keeps its draws.
  void write_draws(const Block& block, const Draws& draws) { draws_group_->write(block, draws); }

  void write_performance(const Performance& performance);

 private:
  struct Stored {  // of a variable
    const Variable* variable;
    Grid::Dataset mean, error, quantile;
  };

  struct Count {  // of draws
    const Variable* variable;
    Grid::Dataset dataset;
    bool ones = false;  // draws that have a 1, not all that have a number
  };

  void write_root_attributes(std::int64_t points_done);
  void write_scales();
  void create_variables();
  void create_counts();
  void write_variable(const Stored& stored, std::int64_t first, const Sums& sums);

  hid_t file_;
  const Manifest& manifest_;
  const StudyLayout& layout_;
  Grid grid_;
  std::vector<Stored> stored_;
  Grid::Dataset draws_, failed_, status_;
  std::optional<Grid::Dataset> by_status_;
  std::vector<Count> counts_;
  std::optional<DrawsGroup> draws_group_;
};

}  // namespace wedge
