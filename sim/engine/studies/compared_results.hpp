/// Two stored results compared, point by point.
#pragma once

#include <map>
#include <nlohmann/json.hpp>

#include "engine/studies/common_draws.hpp"
#include "engine/studies/compared.hpp"
#include "results/estimates.hpp"
#include "results/names.hpp"

namespace wedge::engine {

/// A measure at one place and one point of the sweeps.
struct StoredDifference {
  int place;           ///< among places()
  std::int64_t point;  ///< of the grid, the last axis fastest
  double before, after;
  double error;  ///< of the difference, as if the two had other draws; NaN if either has none

  double difference() const { return after - before; }
  bool counts() const;  ///< beyond its error and of matter, as for draws in common
};

/// By a place's name its variable, and its slot within that.
using StoredSlots = std::map<std::string, std::pair<const Estimates::Of*, int>>;
StoredSlots slots_by_name(const Estimates& estimates);
/// In the order of the file.
std::vector<MeasurePlace> stored_places(const Estimates& estimates);
/// The values there, or the labels, by the axes' names.
nlohmann::ordered_json values_json(const std::vector<Axis>& axes, std::int64_t point);

class ComparedResults {
 public:
  /// InputError where either is no whole result, or where the two have other axes.
  ComparedResults(const std::string& before, const std::string& after);

  const std::vector<MeasurePlace>& places() const { return places_; }  ///< what both have
  const std::vector<Axis>& axes() const { return before_.axes; }
  /// Those that count first, then the largest.
  const std::vector<StoredDifference>& differences() const { return differences_; }
  std::vector<KeyDifference> keys() const;

 private:
  Estimates before_, after_;
  std::string names_[2];
  std::vector<MeasurePlace> places_;
  std::vector<StoredDifference> differences_;
};

std::string stored_comparison_document(const ComparedResults& compared, const std::string& before,
                                       const std::string& after);

}  // namespace wedge::engine
