/// The meaning of the numbers of a study: axes, dimensions, variables, and how its work is cut into blocks.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "study/effects.hpp"
#include "study/indices.hpp"

namespace wedge {

/// One swept key.
struct Axis {
  std::string name;  ///< of the dimension: the last parts of the key, unique among the axes
  std::string key;   ///< scenario key, may hold `*`
  std::string unit, meaning;
  std::vector<double> values;           ///< of labels: 0, 1, …
  std::vector<std::string> labels{};    ///< of an axis of texts or packages; empty: of numbers
  std::vector<std::string> settings{};  ///< of packages, by label: `KEY=VALUE` a line; else empty
};

/// A dimension of labels: the defenders, the tactics, …
struct LabelDimension {
  std::string name;
  std::vector<std::string> labels;
};

/// One stored measure. Its slots lie side by side in the order of `dimensions`, the last one fastest.
struct Variable {
  std::string name, unit, meaning;
  std::vector<std::string> dimensions;  ///< names of label dimensions; empty for a scalar
  int first_slot = 0, slots = 1;
};

/// Names of the variables that say what became of solutions that were traced back.
inline constexpr const char *certified_share = "certified_share", *wrong_branch_share = "wrong_branch_share";

/// Name of a variable that the ties' balances have.
inline constexpr const char* net_of_tie = "net";

/// When a point has had draws enough: as soon as no slot of one variable has a larger standard error (StopRule).
struct Until {
  std::string measure;          ///< name of a variable; empty: only after the last draw
  double standard_error = 0.0;  ///< above 0
};

/// An uncertain key, whose value each draw has.
struct Input {
  std::string name;  ///< the key
  std::string unit, meaning;
};

/// A rectangle of work: some neighbouring points, some neighbouring draws.
struct Block {
  int number = 0;
  std::int64_t first_point = 0, points = 0;
  std::int64_t first_draw = 0, draws = 0;
};

/// A study's shape. Points are the cells of the axes' grid, the last axis fastest (one point without axes).
struct StudyLayout {
  std::vector<Axis> axes;
  std::vector<LabelDimension> dimensions;
  std::vector<Variable> variables;
  std::vector<std::string> statuses;  ///< 0 is success; a failed draw counts under its status
  int slots = 0;                      ///< of all variables
  int replicates = 1;                 ///< independent repetitions of the design; draw d belongs to d mod replicates
  std::int64_t draws = 0;             ///< a point; with `until` at most
  std::int64_t block_points = 1, block_draws = 1;  ///< with `until` a block has one point
  Until until;
  bool keep_draws = false;
  std::int64_t certify_one_in = 0;  ///< one run of draws in so many is traced back; 0: none
  std::int64_t balance_one_in = 0;  ///< one run of draws in so many has its ties' balances; 0: none
  std::vector<Input> inputs;
  std::vector<std::string> parameters;  ///< of the sensitivity: keys, or several that are correlated; may be none
  bool morris = false;                  ///< which is that of elementary effects, not of shares of variance

  /// With sensitivity every draw is two sets of inputs (of elementary effects one), and one more for each parameter.
  int solutions_of_a_draw() const {
    return parameters.empty() ? 1 : static_cast<int>(parameters.size()) + (morris ? 1 : 2);
  }

  std::int64_t points() const {
    std::int64_t count = 1;
    for (const Axis& axis : axes) count *= static_cast<std::int64_t>(axis.values.size());
    return count;
  }
  int blocks() const { return static_cast<int>(point_groups() * draw_groups()); }
  std::int64_t point_groups() const { return (points() + block_points - 1) / block_points; }
  std::int64_t draw_groups() const { return (draws + block_draws - 1) / block_draws; }

  /// Work that must be computed in order, and so by one process: with `until` the blocks of a point, else a block
  /// alone.
  int chains() const { return until.measure.empty() ? blocks() : static_cast<int>(point_groups()); }
  int chain_of(int block) const { return block / chain_length(); }
  int chain_length() const { return until.measure.empty() ? 1 : static_cast<int>(draw_groups()); }
  std::int64_t group_of(int block) const { return block / draw_groups(); }

  /// Blocks run over the draws of a group of points before the next group.
  Block block(int number) const {
    const std::int64_t group = number / draw_groups(), part = number % draw_groups();
    const std::int64_t first_point = group * block_points, first_draw = part * block_draws;
    return {number, first_point, std::min(block_points, points() - first_point), first_draw,
            std::min(block_draws, draws - first_draw)};
  }
};

/// Fixed edges of the histograms that quantiles are read from: `bins` cells, the same for every variable,
/// uniform in asinh(x / scale) between ±limit. Values beyond count in the last cell.
namespace histogram {
inline constexpr int bins = 256;
inline constexpr double scale = 0.02, limit = 20.0;
int bin_of(double x);
double lower_edge(int bin);  ///< of bins + 1 edges
}  // namespace histogram

/// Sums over the draws of a block, or of several merged. Arrays are by point first.
struct Sums {
  std::int64_t points = 0;
  int replicates = 0, slots = 0, statuses = 0;
  std::vector<double> count, mean;  ///< by point, replicate, slot; NaN values are left out of a slot
  std::vector<double> m2;  ///< by point, replicate, slot; empty with several replicates, whose means are their spread
  std::vector<double> least, most;       ///< by point, slot; +∞ and −∞ where nothing was counted
  std::vector<std::uint32_t> histogram;  ///< by point, slot, bin
  std::vector<std::uint32_t> by_status;  ///< by point, status: draws that ended so
  IndexSums indices;                     ///< of all draws; empty without parameters
  EffectSums effects;                    ///< in their place, of elementary effects

  Sums() = default;
  Sums(std::int64_t points, int replicates, int slots, int statuses);
  /// Adds one solved draw's values (`slots` of them).
  void add(std::int64_t point, int replicate, const double* values);
  void add_failure(std::int64_t point, int status) { ++by_status[point * statuses + status]; }
  /// Merges sums over other draws of the same points (Chan's update). The order of merging is part of the result.
  void merge(const Sums& other);
  /// The moments and counts of one variable alone; no histograms.
  Sums of(const Variable& variable) const;
};

/// Of a layout's sizes, empty.
Sums empty_sums(const StudyLayout& layout, std::int64_t points);

/// The draws of a block one by one, for `--keep-draws`.
struct Draws {
  std::vector<double> inputs;       ///< by draw, input: the same at every point
  std::vector<double> values;       ///< by point, draw, slot; NaN where a draw failed
  std::vector<std::int8_t> status;  ///< by point, draw
};

/// Statistics of one slot at one point, as reported.
struct Estimate {
  double mean, standard_error, least, most;
  std::vector<double> quantiles;
};

/// From merged sums. With one replicate the standard error is that of independent draws; with several it is that
/// of the mean of the replicates' means. NaN where nothing was counted; the error is NaN with fewer than two.
Estimate estimate(const Sums& sums, std::int64_t point, int slot, const std::vector<double>& quantile_levels);

}  // namespace wedge
