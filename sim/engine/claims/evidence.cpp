#include "engine/claims/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "engine/reading.hpp"
#include "study/run.hpp"

namespace wedge::engine {
namespace {

std::vector<std::string> names_of(const auto& items) {
  std::vector<std::string> names;
  for (const auto& item : items) names.push_back(item.name);
  return names;
}

constexpr const char* by_round = "round";

// Where a measure of this name stands among the values of a draw; by the labels' names, not their order in the file:
// one slot, or one a round. With several adversaries a measure without other labels is that over all of them, if there
// is one. `key`: of the file, for messages.
std::vector<int> slots_of(const StudyLayout& layout, const MeasureName& measure, const char* key) {
  const auto named = [&](const std::string& name) {
    return std::find_if(layout.variables.begin(), layout.variables.end(),
                        [&](const Variable& v) { return v.name == name; });
  };
  const bool unlabelled =
      std::all_of(measure.labels.begin(), measure.labels.end(), [](const auto& l) { return l.first == by_round; });
  const auto overall = unlabelled ? named("overall_" + measure.name) : layout.variables.end();
  const auto found = overall != layout.variables.end() ? overall : named(measure.name);
  if (found == layout.variables.end())
    fail_input(key,
               fmt::format("there is no '{}'; {}", measure.name, suggestion(measure.name, names_of(layout.variables))));
  for (const auto& [dimension, label] : measure.labels)
    if (std::find(found->dimensions.begin(), found->dimensions.end(), dimension) == found->dimensions.end())
      fail_input(key, fmt::format("{} has no {}; {}", measure.name, dimension,
                                  found->dimensions.empty() ? "expected its name alone"
                                                            : suggestion(dimension, found->dimensions)));
  std::vector<int> slots{0};
  for (const std::string& name : found->dimensions) {
    const auto dimension = std::find_if(layout.dimensions.begin(), layout.dimensions.end(),
                                        [&](const LabelDimension& d) { return d.name == name; });
    const std::vector<std::string>& labels = dimension->labels;
    const auto given =
        std::find_if(measure.labels.begin(), measure.labels.end(), [&](const auto& l) { return l.first == name; });
    std::size_t label = 0, labels_taken = 1;
    if (given != measure.labels.end()) {
      label = static_cast<std::size_t>(std::find(labels.begin(), labels.end(), given->second) - labels.begin());
      if (label == labels.size())
        fail_input(key, fmt::format("there is no {} '{}'; {}", name, given->second, suggestion(given->second, labels)));
    } else if (name == by_round) {
      labels_taken = labels.size();
    } else if (labels.size() != 1) {
      fail_input(key, fmt::format("{} is by {}; {}", measure.name, name, suggestion("", labels)));
    }
    std::vector<int> finer;
    for (const int slot : slots)
      for (std::size_t i = 0; i < labels_taken; ++i)
        finer.push_back(slot * static_cast<int>(labels.size()) + static_cast<int>(label + i));
    slots = std::move(finer);
  }
  for (int& slot : slots) slot += found->first_slot;
  return slots;
}

std::vector<Override> overrides_of(const Comparison& comparison, const Setting& setting, int precision) {
  std::vector<Override> out = comparison.where;
  out.insert(out.end(), setting.set.begin(), setting.set.end());
  out.push_back({"adversary.*.precision", std::to_string(precision)});
  out.push_back({"adversary.*.tactic_precision", std::to_string(tactic_precisions * precision)});
  return out;
}

double mean_of_numbers(const double* row, const std::vector<int>& slots) {
  double sum = 0.0;
  int count = 0;
  for (const int slot : slots)
    if (!std::isnan(row[slot])) sum += row[slot], ++count;
  return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

// The value of each prediction's measure, draw by draw; NaN where a draw failed or is not wanted.
std::vector<std::vector<double>> values_of(const Study& study, const std::vector<std::vector<int>>& slots,
                                           const std::vector<std::pair<int, bool>>& wanted, int threads,
                                           std::atomic<std::int64_t>& draws_done) {
  const StudyLayout& layout = study.layout();
  std::vector<std::vector<double>> out(slots.size(), std::vector<double>(static_cast<std::size_t>(layout.draws),
                                                                         std::numeric_limits<double>::quiet_NaN()));
  const std::atomic<bool> stop{false};
  run_chains(
      study, all_chains(layout), threads, stop,
      [&](const Block& block, const Sums&, const Draws& kept) {
        for (std::int64_t d = 0; d < block.draws; ++d) {
          const double* const row = &kept.values[d * layout.slots];
          if (std::any_of(wanted.begin(), wanted.end(), [row](const auto& w) { return row[w.first] != w.second; }))
            continue;
          for (std::size_t s = 0; s < slots.size(); ++s) out[s][block.first_draw + d] = mean_of_numbers(row, slots[s]);
        }
      },
      &draws_done);
  return out;
}

}  // namespace

ClaimStudies::ClaimStudies(const std::vector<Claim>& claims, const std::string& file, std::int64_t draws,
                           std::uint64_t seed)
    : claims_(claims) {
  std::map<std::string, std::string> texts;  // by scenario
  std::vector<Problem> problems;
  for (const Claim& claim : claims)
    for (const Comparison& comparison : claim.comparisons) {
      try {
        std::string& text = texts[comparison.scenario];
        if (text.empty()) text = text_of(comparison.scenario);
        plan(comparison, text, file, draws, seed);
      } catch (const InputError& error) {
        problems.insert(problems.end(), error.problems().begin(), error.problems().end());
      }
    }
  if (!problems.empty()) throw InputError(std::move(problems));
}

// A problem with the scenario's keys is one of the setting that names them; once, not at every precision.
void ClaimStudies::plan(const Comparison& comparison, const std::string& text, const std::string& file,
                        std::int64_t draws, std::uint64_t seed) {
  StudySettings settings;
  settings.draws = comparison.draws > 0 ? std::min<std::int64_t>(draws, comparison.draws) : draws;
  settings.seed = seed;
  settings.keep_draws = true;
  settings.fragility = false;  // takes long, and no claim asks for it
  settings.certify_one_in = 0;
  settings.campaigns = comparison.campaigns;
  const auto of_ties = [](const Prediction& p) {
    return p.measure.name == "dividend" || p.measure.name == "seam" || p.measure.name == "net" ||
           p.measure.name == "dilemma";
  };
  settings.balance_one_in =
      !comparison.campaigns && std::any_of(comparison.predictions.begin(), comparison.predictions.end(), of_ties) ? 1
                                                                                                                  : 0;
  for (const int precision : precisions) {
    const std::size_t first = planned_.size();
    for (const Setting& setting : comparison.settings) {
      const auto fail = [&](const std::string& message) {
        throw InputError({Problem{file, setting.spot.line, setting.spot.column, setting.spot.key, message}});
      };
      try {
        Planned next{std::make_unique<Study>(text, comparison.scenario, overrides_of(comparison, setting, precision),
                                             std::vector<Sweep>{}, settings),
                     {},
                     {}};
        const StudyLayout& layout = next.study->layout();
        for (const Prediction& prediction : comparison.predictions)
          next.slots.push_back(slots_of(layout, prediction.measure, "measure"));
        for (const auto& [defender, steadfast] : comparison.really)
          next.wanted.emplace_back(slots_of(layout, {"really_steadfast", {{"defender", defender}}}, "really")[0],
                                   steadfast);
        planned_.push_back(std::move(next));
      } catch (const InputError& error) {
        fail(error.problems().front().text());
      }
      if (planned_.back().study->uncertain_keys() != planned_[first].study->uncertain_keys())
        fail("leaves other keys uncertain than '" + comparison.settings.front().name +
             "'; expected the same, so that draws can be compared one by one");
    }
  }
}

std::int64_t ClaimStudies::draws() const {
  std::int64_t all = 0;
  for (const Planned& each : planned_) all += each.study->layout().draws;
  return all;
}

std::vector<Evidence> ClaimStudies::run(int threads, std::atomic<std::int64_t>& draws_done) const {
  std::vector<Evidence> out = empty();
  auto next = planned_.begin();
  for (std::size_t c = 0; c < claims_.size(); ++c) {
    for (std::size_t k = 0; k < claims_[c].comparisons.size(); ++k)
      for (const int precision : precisions) {
        const int replicates = next->study->layout().replicates;
        const auto rounds = static_cast<int>(next->study->scenario().campaign.rounds.number());
        std::vector<std::vector<std::vector<double>>> values;  // by setting, prediction, draw
        for (std::size_t s = 0; s < claims_[c].comparisons[k].settings.size(); ++s, ++next)
          values.push_back(values_of(*next->study, next->slots, next->wanted, threads, draws_done));
        for (Cell& cell : out[c].cells)
          if (cell.comparison == static_cast<int>(k) && precisions[cell.precision] == precision) {
            if (claims_[c].comparisons[k].campaigns) cell.rounds = rounds;
            compare(values[cell.step][cell.prediction], values[cell.step + 1][cell.prediction], replicates,
                    claims_[c].comparisons[k].predictions[cell.prediction].rises, cell);
          }
      }
    out[c].verdict = verdict_of(out[c].cells);
  }
  return out;
}

std::vector<Evidence> ClaimStudies::empty() const {
  std::vector<Evidence> out(claims_.size());
  for (std::size_t c = 0; c < claims_.size(); ++c)
    for (int k = 0; k < static_cast<int>(claims_[c].comparisons.size()); ++k) {
      const Comparison& comparison = claims_[c].comparisons[k];
      for (int p = 0; p < static_cast<int>(comparison.predictions.size()); ++p)
        for (int step = 0; step + 1 < static_cast<int>(comparison.settings.size()); ++step)
          for (int at = 0; at < static_cast<int>(std::size(precisions)); ++at) out[c].cells.push_back({k, p, step, at});
    }
  return out;
}

}  // namespace wedge::engine
