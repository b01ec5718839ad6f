#include "engine/studies/common_outcomes.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/nan.hpp"

namespace wedge::engine {
namespace {

double mean_of_solved(const std::vector<double>& values) {
  double sum = 0.0;
  std::int64_t count = 0;
  for (const double x : values)
    if (!std::isnan(x)) sum += x, ++count;
  return count > 0 ? sum / static_cast<double>(count) : nan;
}

// Where the total stands: of the one adversary, or of all.
int slot_of_total(const StudyLayout& layout, const std::string& measure) {
  int found = -1;
  for (const auto& [place, slot] : places_of(layout)) {
    if (place.measure == "overall_" + measure && place.labels.empty()) return slot;
    if (place.measure == measure && place.labels.empty()) found = slot;
  }
  return found;
}

std::vector<Scenario<Quantity>> with_others(const Scenario<Quantity>& first,
                                            const std::vector<Scenario<Quantity>>& others) {
  std::vector<Scenario<Quantity>> all{first};
  all.insert(all.end(), others.begin(), others.end());
  return all;
}

}  // namespace

double CommonOutcomes::Values::mean_loss() const { return mean_of_solved(loss); }
double CommonOutcomes::Values::mean_deterrence() const { return mean_of_solved(deterrence); }

CommonOutcomes::CommonOutcomes(const ScenarioSource& source, std::int64_t draws, const std::string& seed,
                               const std::vector<Scenario<Quantity>>& others)
    : source_(source),
      scenario_(read(source_).scenario),
      common_(with_others(scenario_, others), {.draws = draws, .seed = seed, .balance = false}),
      draws_(draws) {
  as_it_is_ = common_.study(source_, scenario_);
  replicates_ = as_it_is_->layout().replicates;
}

std::optional<CommonOutcomes::Values> CommonOutcomes::with(const std::vector<std::string>& changes,
                                                           const OnDraws& work) const {
  ScenarioSource changed = source_;
  changed.set.insert(changed.set.end(), changes.begin(), changes.end());
  const auto study = common_.study(changed, read(changed).scenario);
  if (study->uncertain_keys() != as_it_is_->uncertain_keys())
    fail_input(source_.file, "cannot be looked at draw by draw with " + changes.front() +
                                 ": other keys are uncertain then; expected a change of numbers");
  const StudyLayout& layout = study->layout();
  auto values = values_of(*study, {slot_of_total(layout, "total_loss"), slot_of_total(layout, "deterrence")},
                          work.threads, work.stop, work.draws_done);
  if (!values) return std::nullopt;
  return Values{std::move((*values)[0]), std::move((*values)[1])};
}

Paired CommonOutcomes::difference(const std::vector<double>& before, const std::vector<double>& after) const {
  return paired(before, after, replicates_);
}

}  // namespace wedge::engine
