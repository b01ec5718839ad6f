/// Numbers together with the names of what they are about.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace wedge::face {

/// A dimension of labels: the defenders, the tactics, …
struct Dimension {
  std::string name;
  std::vector<std::string> labels;
};

/// The meaning of a measure, and the dimensions along which its numbers lie, the last one fastest. Names, units and
/// dimensions are those of docs/results.md.
struct MeasureInfo {
  std::string name, unit, meaning;
  std::vector<Dimension> dimensions;  ///< none: a single number

  std::size_t size() const;  ///< how many numbers
  /// Where the number with these labels stands: one label a dimension, in their order. Dimensions that have one label
  /// alone may be left out, all of them together. InputError, naming the nearest label, if there is none such.
  std::size_t place(const std::vector<std::string>& labels) const;
  /// The other way round: the labels of the number that stands at a place, one a dimension.
  std::vector<std::string> labels(std::size_t place) const;
};

/// A measure of a solution.
struct Measure : MeasureInfo {
  std::vector<double> values;  ///< NaN where it has no meaning

  double at(const std::vector<std::string>& labels = {}) const;
};

}  // namespace wedge::face
