#include "engine/studies/common_draws.hpp"

#include <algorithm>

#include "base/nan.hpp"
#include "scenario/numbers.hpp"
#include "study/run.hpp"

namespace wedge::engine {

std::string MeasurePlace::name() const {
  std::string out = measure;
  for (const std::string& label : labels) out += ' ' + label;
  return out;
}

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

std::vector<std::pair<std::string, Quantity>> numbers_of(const Scenario<Quantity>& scenario) {
  Scenario<Quantity> copy = scenario;
  std::vector<std::pair<std::string, Quantity>> out;
  for (const Leaf<Quantity>& leaf : leaves(copy)) out.emplace_back(leaf.key, *leaf.value);
  return out;
}

CommonDraws::CommonDraws(const std::vector<Scenario<Quantity>>& scenarios, const ComparisonSettings& asked) {
  for (const auto& scenario : scenarios)
    for (const auto& [key, quantity] : numbers_of(scenario))
      if (quantity.uncertain()) drawn_.emplace(key, quantity);
  settings_.draws = asked.draws;
  settings_.seed = seed_of(asked.seed);
  settings_.keep_draws = true;
  settings_.fragility = asked.looks;
  settings_.certify_one_in = 0;
  const bool several = std::any_of(scenarios.begin(), scenarios.end(),
                                   [](const Scenario<Quantity>& s) { return s.adversaries.size() > 1; });
  if (!asked.balance) settings_.balance_one_in = 0;
  if (asked.balance && !several) settings_.balance_one_in = 1;  // differences need all that there are
}

std::unique_ptr<Study> CommonDraws::study(const ScenarioSource& source, const Scenario<Quantity>& scenario) const {
  std::vector<Override> overrides = overrides_of(source);
  StudySettings settings = settings_;
  for (const auto& [key, quantity] : numbers_of(scenario)) {
    const auto found = drawn_.find(key);
    if (found == drawn_.end() || quantity.uncertain() || quantity.absent()) continue;
    overrides.push_back({key, toml_text(found->second)});
    settings.held.emplace_back(key, quantity.number());
  }
  return std::make_unique<Study>(text_of(source), source.file, overrides, std::vector<Sweep>{}, settings);
}

std::optional<std::vector<std::vector<double>>> values_of(const Study& study, const std::vector<int>& slots,
                                                          int threads, const std::atomic<bool>& stop,
                                                          std::atomic<std::int64_t>& draws_done) {
  const StudyLayout& layout = study.layout();
  std::vector<std::vector<double>> out(slots.size(), std::vector<double>(static_cast<std::size_t>(layout.draws), nan));
  const bool ended = run_chains(
      study, all_chains(layout), threads, stop,
      [&](const Block& block, const Sums&, const Draws& kept) {
        for (std::int64_t d = 0; d < block.draws; ++d)
          for (std::size_t i = 0; i < slots.size(); ++i)
            out[i][block.first_draw + d] = kept.values[d * layout.slots + slots[i]];
      },
      &draws_done);
  if (!ended) return std::nullopt;
  return out;
}

}  // namespace wedge::engine
