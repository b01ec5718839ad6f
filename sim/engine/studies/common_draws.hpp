/// Scenarios as studies of one point each, on the same draws: draw d of one is draw d of every other.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>

#include "engine/reading.hpp"
#include "study/study.hpp"

namespace wedge::engine {

struct ComparisonSettings {
  std::int64_t draws = 1024;
  std::string seed = "5eed";
  bool balance = true;  ///< with the ties' dividend, seam and net, where a study has them without being asked
  bool looks = false;   ///< with what is found out for some draws alone: fragility, attacks by chance
};

/// A measure at one place.
struct MeasurePlace {
  std::string measure, unit, meaning;
  std::vector<std::string> labels;  ///< of its dimensions, in order; may be none

  std::string name() const;  ///< `support us`
};

/// The measures of a row, each at each place, with their slots.
std::vector<std::pair<MeasurePlace, int>> places_of(const StudyLayout& layout);

/// Numbers by key, in the order of the field table.
std::vector<std::pair<std::string, Quantity>> numbers_of(const Scenario<Quantity>& scenario);

/// What is drawn: the keys that some scenario leaves uncertain, as the first that does has them.
class CommonDraws {
 public:
  CommonDraws(const std::vector<Scenario<Quantity>>& scenarios, const ComparisonSettings& settings);

  /// A key that is drawn and a number here is drawn too, and the number takes its place.
  std::unique_ptr<Study> study(const ScenarioSource& source, const Scenario<Quantity>& scenario) const;

 private:
  std::map<std::string, Quantity> drawn_;
  StudySettings settings_;
};

/// By slot and draw; NaN where a draw has no value. The same on any number of threads. Nothing if it was stopped.
std::optional<std::vector<std::vector<double>>> values_of(const Study& study, const std::vector<int>& slots,
                                                          int threads, const std::atomic<bool>& stop,
                                                          std::atomic<std::int64_t>& draws_done);

}  // namespace wedge::engine
