/// A group of the result file whose datasets lie over dimensions with scales.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "results/hdf5.hpp"
#include "study/layout.hpp"

namespace wedge {

/// The scales and datasets of one group. Every dataset has the group's leading dimensions (or some
/// of its own choice), a run of which is written at a time, and then whole ones.
class Grid {
 public:
  struct Dataset {
    hdf5::Handle handle;
    std::vector<hsize_t> leading;  ///< sizes of the leading dimensions
    hsize_t slots = 1;             ///< numbers in one of their cells
  };

  explicit Grid(hid_t group) : group_(group) {}

  /// The study's axes, which become the leading dimensions, and its label dimensions.
  void add_axes(const StudyLayout& layout);
  void add_label_dimensions(const StudyLayout& layout);
  /// A dimension with numbers for coordinates; `key` is that of an axis in the scenario.
  template <class Number>
  void add_scale(const std::string& name, const std::vector<Number>& values, const std::string& meaning,
                 const std::string& key = "", const std::string& unit = "");
  /// A dimension of labels numbered from `first`; none where there are no labels, for no reader
  /// agrees with another on a dimension without length.
  void add_labels(const std::string& name, const std::string& meaning, const std::vector<std::string>& labels,
                  std::int32_t first = 0);
  bool has(const std::string& name) const { return scale(name) != nullptr; }

  std::vector<std::string> leading;  ///< dimensions of every dataset to come

  /// An empty dataset over the leading dimensions and `dimensions`, with its scales attached. What
  /// is never written reads as `fill`.
  Dataset create(const std::string& name, hid_t type, const std::vector<std::string>& dimensions,
                 const std::string& meaning, const std::string& unit, std::optional<double> fill = {}) const;

 private:
  struct Scale {
    std::string name, label;  // label: name of the dataset of labels, may be empty
    hsize_t size;
    hdf5::Handle handle;
  };
  const Scale* scale(const std::string& name) const;
  void add(const std::string& name, hdf5::Handle dataset, std::size_t size, const std::string& label);

  hid_t group_;
  std::vector<Scale> scales_;
};

/// Writes the cells of the leading dimensions from `first` on.
template <class Number>
void write_cells(const Grid::Dataset& dataset, std::int64_t first, const std::vector<Number>& values);

}  // namespace wedge
