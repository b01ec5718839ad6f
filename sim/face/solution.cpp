#include "wedge/solution.hpp"

#include <algorithm>
#include <limits>

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "engine/solution_json.hpp"
#include "face/access.hpp"

namespace wedge::face {
namespace {

using engine::Solved;
using engine::SolvedCrisis;

const char* dimension_name(Index index) {
  switch (index) {
    case Index::type:
      return "type";
    case Index::target:
      return "target";
    case Index::rung:
      return "rung";
    case Index::tactic:
      return "tactic";
    case Index::defender:
      return "defender";
    default:
      return "actor";
  }
}

// Names along an index, of all adversaries together.
Dimension dimension_of(const Solved& solved, Index index) {
  Dimension out{dimension_name(index), {}};
  // As in a study, all defenders come before all adversaries.
  if (index == Index::actor) out.labels = solved.crises[0].defenders;
  for (const SolvedCrisis& crisis : solved.crises)
    for (const std::string& name : crisis.names_along(index))
      if (std::find(out.labels.begin(), out.labels.end(), name) == out.labels.end()) out.labels.push_back(name);
  return out;
}

std::vector<Dimension> dimensions_of(const Solved& solved, Index index) {
  std::vector<Dimension> out;
  if (solved.several()) {
    out.push_back({"adversary", {}});
    for (const SolvedCrisis& crisis : solved.crises) out[0].labels.push_back(crisis.adversary);
  }
  if (index == Index::tactic_defender) out.push_back(dimension_of(solved, Index::tactic));
  if (index == Index::tactic_defender)
    out.push_back(dimension_of(solved, Index::defender));
  else if (index != Index::none)
    out.push_back(dimension_of(solved, index));
  return out;
}

// One adversary's numbers, where they stand among those of all.
void fill(const SolvedCrisis& crisis, Index index, const double* values, std::size_t count, Measure& out) {
  std::vector<std::string> labels;
  if (out.dimensions.size() > 0 && out.dimensions[0].name == "adversary") labels.push_back(crisis.adversary);
  const std::vector<std::string> names = crisis.names_along(index);
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<std::string> at = labels;
    if (index == Index::tactic_defender) {
      const std::size_t defenders = crisis.defenders.size();
      at.push_back(crisis.names_along(Index::tactic)[i / defenders]);
      at.push_back(crisis.defenders[i % defenders]);
    } else if (index != Index::none) {
      at.push_back(names[i]);
    }
    out.values[out.place(at)] = values[i];
  }
}

std::vector<Measure> measures_of_crises(const Solved& solved) {
  std::vector<Measure> out;
  for (const SolvedCrisis& crisis : solved.crises) {
    std::size_t next = 0;
    const auto row = [&](const wedge::Measure& m, const auto& value) {
      if (next == out.size()) {
        Measure empty{{std::string(m.key), std::string(m.unit), std::string(m.meaning), dimensions_of(solved, m.by)},
                      {}};
        empty.values.assign(empty.size(), std::numeric_limits<double>::quiet_NaN());
        out.push_back(std::move(empty));
      }
      if constexpr (std::is_same_v<std::decay_t<decltype(value)>, double>)
        fill(crisis, m.by, &value, 1, out[next++]);
      else
        fill(crisis, m.by, value.data(), value.size(), out[next++]);
    };
    Measures<double>::fields(crisis.measures, row);
  }
  return out;
}

// With the words of a study's variables.
void add_situation(const Solved& solved, std::vector<Measure>& out) {
  const Situation<double>& s = solved.situation;
  const Dimension target{"target", solved.targets}, region{"region", solved.regions};
  out.push_back({{"overall_deterrence", "probability", "no adversary attacks", {}}, {s.deterrence}});
  out.push_back(
      {{"overall_total_loss", "stake", "sum of the targets' expected losses to all adversaries", {}}, {s.total_loss}});
  out.push_back({{"overall_loss",
                  "stake",
                  "expected share of its stake that a target loses to all adversaries, at most 1",
                  {target}},
                 s.loss});
  out.push_back(
      {{"overall_attack", "probability", "some adversary attacks in the region", {region}}, s.attack_by_region});
  out.push_back({{"overall_loss_by_region", "stake", "sum of the expected losses of the region's targets", {region}},
                 s.loss_by_region});
  out.push_back({{"coordination", "stake", "total loss beyond the sum of what each adversary alone would cause", {}},
                 {solved.coordination}});
}

void add_balance(const Solved& solved, std::vector<Measure>& out) {
  const Dimension tie{"tie", solved.ties};
  Measure dividend{{"dividend", "stake", "loss saved by the tie's integration, dependency left out", {tie}}, {}};
  Measure seam{{"seam", "stake", "loss added by the tie's dependency", {tie}}, {}};
  Measure net{{"net", "stake", "loss saved by the tie's integration, dependency included", {tie}}, {}};
  for (const auto& balance : solved.balance) {
    dividend.values.push_back(balance.dividend());
    seam.values.push_back(balance.seam());
    net.values.push_back(balance.net());
  }
  for (Measure* each : {&dividend, &seam, &net}) out.push_back(std::move(*each));
}

void add_chance(const Solved& solved, std::vector<Measure>& out) {
  Measure chance{{std::string(by_chance.key), std::string(by_chance.unit), std::string(by_chance.meaning),
                  dimensions_of(solved, by_chance.by)},
                 {}};
  for (const SolvedCrisis& crisis : solved.crises) chance.values.push_back(crisis.by_chance);
  out.push_back(std::move(chance));
}

std::vector<std::pair<std::string, double>> named(const std::vector<std::string>& names,
                                                  const std::vector<double>& values) {
  std::vector<std::pair<std::string, double>> out;
  for (std::size_t i = 0; i < names.size(); ++i) out.emplace_back(names[i], values[i]);
  return out;
}

}  // namespace

const Measure& Solution::measure(const std::string& name) const {
  std::vector<std::string> names;
  for (const Measure& measure : measures_) {
    if (measure.name == name) return measure;
    names.push_back(measure.name);
  }
  if (!solved()) fail_input(name, "is not known: there is no solution (" + status_ + ")");
  fail_input(name, "is not a measure; " + suggestion(name, names));
}

double Solution::at(const std::string& name, const std::vector<std::string>& labels) const {
  return measure(name).at(labels);
}

Solution solve(const Scenario& scenario, const SolveOptions& options) {
  const auto& read = Access::read(scenario).scenario;
  const Solved solved = engine::solve_at_medians(read, {options.selection, options.starts});
  Solution out;
  out.scenario_ = read.id;
  out.status_ = status_name(solved.status);
  out.json_ = engine::solution_document(Access::source(scenario), read, solved);
  if (!out.solved()) return out;
  out.fragile_ = solved.fragile;
  out.certified_ = solved.way_back == engine::WayBack::home;
  out.measures_ = measures_of_crises(solved);
  if (solved.several()) add_situation(solved, out.measures_);
  if (!solved.ties.empty()) add_balance(solved, out.measures_);
  add_chance(solved, out.measures_);
  for (const SolvedCrisis& crisis : solved.crises)
    for (const engine::SolvedAction& action : crisis.actions)
      out.attacks_.push_back({crisis.adversary, action.target, action.rung, action.tactic, action.at,
                              action.probability, action.by_chance, action.support, named(crisis.types, action.value),
                              named(crisis.types, action.belief)});
  return out;
}

}  // namespace wedge::face
