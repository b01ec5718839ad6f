#include "engine/studies/compared.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/error.hpp"

namespace wedge::engine {

bool of_the_solver(const std::string& measure) {
  return measure == "tier_share" || measure == certified_share || measure == wrong_branch_share;
}

std::vector<KeyDifference> key_differences(const Scenario<Quantity>& first, const Scenario<Quantity>& second) {
  std::vector<KeyDifference> out;
  std::map<std::string, std::string> theirs;
  for (const auto& [key, quantity] : numbers_of(second)) theirs[key] = toml_text(quantity);
  std::map<std::string, bool> ours;
  for (const auto& [key, quantity] : numbers_of(first)) {
    ours[key] = true;
    const std::string text = toml_text(quantity);
    if (theirs[key] != text) out.push_back({key, text, theirs[key]});
  }
  for (const auto& [key, quantity] : numbers_of(second))
    if (!ours[key]) out.push_back({key, "", toml_text(quantity)});
  return out;
}

ComparedScenarios::ComparedScenarios(const std::vector<ScenarioSource>& sources, const ComparisonSettings& asked) {
  for (const ScenarioSource& source : sources) scenarios_.push_back(read(source).scenario);
  const CommonDraws common(scenarios_, asked);
  for (std::size_t s = 0; s < sources.size(); ++s) {
    studies_.push_back(common.study(sources[s], scenarios_[s]));
    if (studies_[s]->uncertain_keys() == studies_[0]->uncertain_keys()) continue;
    for (const auto* const other : {studies_[0].get(), studies_[s].get()})
      for (const std::string& key : other->uncertain_keys()) {
        const auto& known = (other == studies_[0].get() ? studies_[s] : studies_[0])->uncertain_keys();
        if (std::find(known.begin(), known.end(), key) == known.end())
          fail_input(sources[s].file, "cannot be compared draw by draw: of the two scenarios only one has " + key +
                                          ", which is uncertain; expected the same keys, or a number there");
      }
    fail_input(
        sources[s].file,
        "cannot be compared draw by draw: its uncertain keys come in another order; expected the same defenders, "
        "ties and adversaries in the same order");
  }
  std::map<std::string, std::vector<int>> known;  // slots by name, of the scenarios so far
  for (const auto& study : studies_)
    for (const auto& [place, slot] : places_of(study->layout())) known[place.name()].push_back(slot);
  slots_.resize(studies_.size());
  for (const auto& [place, slot] : places_of(studies_[0]->layout())) {
    const std::vector<int>& everywhere = known[place.name()];
    if (everywhere.size() != studies_.size() || of_the_solver(place.measure)) continue;
    places_.push_back(place);
    for (std::size_t s = 0; s < studies_.size(); ++s) slots_[s].push_back(everywhere[s]);
  }
}

std::int64_t ComparedScenarios::draws() const {
  std::int64_t all = 0;
  for (const auto& study : studies_) all += study->layout().draws;
  return all;
}

bool ComparedScenarios::run(int threads, const std::atomic<bool>& stop, std::atomic<std::int64_t>& draws_done) {
  values_.clear();
  for (std::size_t s = 0; s < studies_.size(); ++s) {
    auto values = values_of(*studies_[s], slots_[s], threads, stop, draws_done);
    if (!values) return false;
    values_.push_back(std::move(*values));
  }
  return true;
}

int ComparedScenarios::place(const std::string& measure) const {
  const auto found = std::find_if(places_.begin(), places_.end(),
                                  [&](const MeasurePlace& p) { return p.measure == measure && p.labels.empty(); });
  return found == places_.end() ? -1 : static_cast<int>(found - places_.begin());
}

Paired ComparedScenarios::difference(int before, int after, int place) const {
  return paired(values_[before][place], values_[after][place], studies_[0]->layout().replicates);
}

std::vector<KeyDifference> ComparedScenarios::keys(int first, int second) const {
  return key_differences(scenarios_[first], scenarios_[second]);
}

std::int64_t ComparedScenarios::solved(int scenario) const {
  const int any = std::max(place("total_loss"), place("overall_total_loss"));
  if (any < 0) return 0;
  const std::vector<double>& values = values_[scenario][any];
  return std::count_if(values.begin(), values.end(), [](double x) { return !std::isnan(x); });
}

}  // namespace wedge::engine
