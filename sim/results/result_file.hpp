/// The datasets of a result file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "results/hdf5.hpp"
#include "results/manifest.hpp"
#include "wedge/results/result.hpp"

namespace wedge {

/// Values of the dataset `status`.
enum class PointStatus : std::int8_t { complete, not_run, partial, all_failed };

/// A result file under construction. Points are written in their order, some at a time.
class ResultFile {
 public:
  /// Attributes, scales and labels, and all datasets, empty. `points_done`: in how many points
  /// every draw ran.
  ResultFile(hid_t file, const Manifest& manifest, std::int64_t points_done);

  /// The points from `first` on: merged sums, with how many of their draw groups ran.
  void write_points(std::int64_t first, const Sums& sums, std::int64_t draw_groups_done);

  void write_performance(const Performance& performance);

 private:
  struct Dataset {
    hdf5::Handle handle;
    hsize_t slots = 1;  // numbers a point
  };
  struct Stored {  // of a variable
    const Variable* variable;
    Dataset mean, error, quantile;
  };

  void write_root_attributes(std::int64_t points_done);
  void write_scales();
  void write_labels(const std::string& dimension, const std::string& meaning,
                    const std::vector<std::string>& labels, std::int32_t first);
  void create_variables();
  void create_counts();
  /// A dataset over the axes and `dimensions`, with its scales attached.
  Dataset create(const std::string& name, hid_t type, std::vector<std::string> dimensions,
                 const std::string& meaning, const std::string& unit);
  void write_variable(const Stored& stored, std::int64_t first, const Sums& sums);
  template <class Number>
  void write(const Dataset& dataset, std::int64_t first, const std::vector<Number>& values);

  struct Scale {
    std::string name, label;  // label: name of the dataset of labels, may be empty
    hsize_t size;
    hdf5::Handle handle;
  };
  const Scale* scale(const std::string& name) const;

  hid_t file_;
  const Manifest& manifest_;
  const StudyLayout& layout_;
  std::vector<Scale> scales_;
  std::vector<Stored> stored_;
  Dataset draws_, failed_, fragile_, status_;
  std::optional<Dataset> by_status_;
};

}  // namespace wedge
