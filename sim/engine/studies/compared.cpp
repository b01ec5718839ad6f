#include "engine/studies/compared.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/error.hpp"
#include "base/nan.hpp"
#include "scenario/numbers.hpp"
#include "study/run.hpp"

namespace wedge::engine {
namespace {

// Numbers by key, in the order of the field table.
std::vector<std::pair<std::string, Quantity>> numbers_of(const Scenario<Quantity>& scenario) {
  Scenario<Quantity> copy = scenario;
  std::vector<std::pair<std::string, Quantity>> out;
  for (const Leaf<Quantity>& leaf : leaves(copy)) out.emplace_back(leaf.key, *leaf.value);
  return out;
}

// Keys that some scenario leaves uncertain, with the distribution of the first that does.
std::map<std::string, Quantity> drawn_keys(const std::vector<Scenario<Quantity>>& scenarios) {
  std::map<std::string, Quantity> out;
  for (const auto& scenario : scenarios)
    for (const auto& [key, quantity] : numbers_of(scenario))
      if (quantity.uncertain()) out.emplace(key, quantity);
  return out;
}

std::unique_ptr<Study> study_of(const ScenarioSource& source, const Scenario<Quantity>& scenario,
                                const std::map<std::string, Quantity>& drawn, StudySettings settings) {
  std::vector<Override> overrides = overrides_of(source);
  for (const auto& [key, quantity] : numbers_of(scenario)) {
    const auto found = drawn.find(key);
    if (found == drawn.end() || quantity.uncertain() || quantity.absent()) continue;
    overrides.push_back({key, toml_text(found->second)});
    settings.held.emplace_back(key, quantity.number());
  }
  return std::make_unique<Study>(text_of(source), source.file, overrides, std::vector<Sweep>{}, settings);
}

// The measures of a row, each at each place, with their slots.
std::vector<std::pair<MeasurePlace, int>> places_of(const StudyLayout& layout) {
  std::vector<std::pair<MeasurePlace, int>> out;
  for (const Variable& variable : layout.variables) {
    std::vector<std::vector<std::string>> labels{{}};
    for (const std::string& name : variable.dimensions) {
      const auto dimension = std::find_if(layout.dimensions.begin(), layout.dimensions.end(),
                                          [&](const LabelDimension& d) { return d.name == name; });
      std::vector<std::vector<std::string>> finer;
      for (const auto& place : labels)
        for (const std::string& label : dimension->labels) {
          finer.push_back(place);
          finer.back().push_back(label);
        }
      labels = std::move(finer);
    }
    for (std::size_t i = 0; i < labels.size(); ++i)
      out.emplace_back(MeasurePlace{variable.name, variable.unit, variable.meaning, labels[i]},
                       variable.first_slot + static_cast<int>(i));
  }
  return out;
}

// They speak of the solver, not of the crisis.
bool of_the_solver(const std::string& measure) {
  return measure == "tier_share" || measure == certified_share || measure == wrong_branch_share;
}

}  // namespace

std::string MeasurePlace::name() const {
  std::string out = measure;
  for (const std::string& label : labels) out += ' ' + label;
  return out;
}

ComparedScenarios::ComparedScenarios(const std::vector<ScenarioSource>& sources, const ComparisonSettings& asked) {
  for (const ScenarioSource& source : sources) scenarios_.push_back(read(source).scenario);
  const std::map<std::string, Quantity> drawn = drawn_keys(scenarios_);
  StudySettings settings;
  settings.draws = asked.draws;
  settings.seed = seed_of(asked.seed);
  settings.keep_draws = true;
  settings.fragility = false;
  settings.certify_one_in = 0;
  if (!asked.balance) settings.balance_one_in = 0;
  for (std::size_t s = 0; s < sources.size(); ++s) {
    studies_.push_back(study_of(sources[s], scenarios_[s], drawn, settings));
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
    const StudyLayout& layout = studies_[s]->layout();
    auto& values =
        values_.emplace_back(places_.size(), std::vector<double>(static_cast<std::size_t>(layout.draws), nan));
    const bool ended = run_chains(
        *studies_[s], all_chains(layout), threads, stop,
        [&](const Block& block, const Sums&, const Draws& kept) {
          for (std::int64_t d = 0; d < block.draws; ++d)
            for (std::size_t p = 0; p < places_.size(); ++p)
              values[p][block.first_draw + d] = kept.values[d * layout.slots + slots_[s][p]];
        },
        &draws_done);
    if (!ended) return false;
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
  std::vector<KeyDifference> out;
  std::map<std::string, std::string> theirs;
  for (const auto& [key, quantity] : numbers_of(scenarios_[second])) theirs[key] = toml_text(quantity);
  std::map<std::string, bool> ours;
  for (const auto& [key, quantity] : numbers_of(scenarios_[first])) {
    ours[key] = true;
    const std::string text = toml_text(quantity);
    if (theirs[key] != text) out.push_back({key, text, theirs[key]});
  }
  for (const auto& [key, quantity] : numbers_of(scenarios_[second]))
    if (!ours[key]) out.push_back({key, "", toml_text(quantity)});
  return out;
}

std::int64_t ComparedScenarios::solved(int scenario) const {
  const int any = std::max(place("total_loss"), place("overall_total_loss"));
  if (any < 0) return 0;
  const std::vector<double>& values = values_[scenario][any];
  return std::count_if(values.begin(), values.end(), [](double x) { return !std::isnan(x); });
}

}  // namespace wedge::engine
