#include "engine/studies/compared_results.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/version.hpp"
#include "engine/json.hpp"
#include "engine/studies/compared_json.hpp"
#include "engine/studies/stored.hpp"

namespace wedge::engine {
namespace {

StudyLayout layout_of(const Estimates& estimates) {
  StudyLayout out;
  out.dimensions = estimates.dimensions;
  int slots = 0;
  for (const Estimates::Of& of : estimates.variables) {
    out.variables.push_back(of.variable);
    out.variables.back().first_slot = slots;
    slots += of.variable.slots;
  }
  return out;
}

std::string axes_text(const std::vector<Axis>& axes) {
  std::string out;
  for (const Axis& axis : axes)
    out += (out.empty() ? "" : " and ") + axis.key + " (" + std::to_string(axis.values.size()) + " values)";
  return out.empty() ? "none" : out;
}

Scenario<Quantity> scenario_of(const Estimates& estimates, const std::string& file) {
  return read(ScenarioSource{file + ", scenario_toml", {}, "", estimates.scenario_toml}).scenario;
}

}  // namespace

StoredSlots slots_by_name(const Estimates& estimates) {
  const StudyLayout layout = layout_of(estimates);
  StoredSlots out;
  for (const auto& [place, slot] : places_of(layout)) {
    std::size_t v = layout.variables.size() - 1;
    while (layout.variables[v].first_slot > slot) --v;
    out[place.name()] = {&estimates.variables[v], slot - layout.variables[v].first_slot};
  }
  return out;
}

std::vector<MeasurePlace> stored_places(const Estimates& estimates) {
  std::vector<MeasurePlace> out;
  for (auto& [place, slot] : places_of(layout_of(estimates))) out.push_back(place);
  return out;
}

bool StoredDifference::counts() const {
  return std::abs(difference()) > significant_errors * error && std::abs(difference()) >= smallest_difference;
}

ComparedResults::ComparedResults(const std::string& before, const std::string& after)
    : before_(whole_estimates(before)), after_(whole_estimates(after)), names_{before, after} {
  const auto same = [](const Axis& a, const Axis& b) {
    return a.key == b.key && a.values == b.values && a.labels == b.labels;
  };
  if (!std::equal(before_.axes.begin(), before_.axes.end(), after_.axes.begin(), after_.axes.end(), same))
    throw InputError({Problem{after,
                              0,
                              0,
                              {},
                              "has other sweeps, " + axes_text(after_.axes) + ", than " + before + ", " +
                                  axes_text(before_.axes) + "; expected the same keys with the same values"}});
  const auto ours = slots_by_name(before_), theirs = slots_by_name(after_);
  const auto points = static_cast<std::int64_t>(before_.draws.size());
  for (const MeasurePlace& place : stored_places(before_)) {
    const auto there = theirs.find(place.name());
    if (there == theirs.end() || of_the_solver(place.measure)) continue;
    const auto& [a, i] = ours.at(place.name());
    const auto& [b, j] = there->second;
    for (std::int64_t point = 0; point < points; ++point) {
      const std::int64_t x = point * a->variable.slots + i, y = point * b->variable.slots + j;
      const StoredDifference found{static_cast<int>(places_.size()), point, a->mean[x], b->mean[y],
                                   std::hypot(a->error[x], b->error[y])};
      if (!std::isnan(found.difference())) differences_.push_back(found);
    }
    places_.push_back(place);
  }
  std::stable_sort(differences_.begin(), differences_.end(), [](const StoredDifference& a, const StoredDifference& b) {
    if (a.counts() != b.counts()) return a.counts();
    return std::abs(a.difference()) > std::abs(b.difference());
  });
}

std::vector<KeyDifference> ComparedResults::keys() const {
  return key_differences(scenario_of(before_, names_[0]), scenario_of(after_, names_[1]));
}

Json values_json(const std::vector<Axis>& axes, std::int64_t point) {
  Json out = Json::object();
  const std::vector<std::size_t> places = places_on_axes(axes, point);
  for (std::size_t i = 0; i < places.size(); ++i)
    out[axes[i].name] = axes[i].labels.empty() ? Json(axes[i].values[places[i]]) : Json(axes[i].labels[places[i]]);
  return out;
}

std::string stored_comparison_document(const ComparedResults& compared, const std::string& before,
                                       const std::string& after) {
  Json document = {{"program", "wedge " + std::string(version)}, {"results", {before, after}}};
  document["keys"] = keys_json(compared.keys());
  document["measures"] = Json::array();
  for (const StoredDifference& one : compared.differences()) {
    const MeasurePlace& at = compared.places()[static_cast<std::size_t>(one.place)];
    Json row = {{"measure", at.measure},
                {"labels", at.labels},
                {"unit", at.unit},
                {"at", values_json(compared.axes(), one.point)}};
    row.update({{"before", json_number(one.before)},
                {"after", json_number(one.after)},
                {"difference", json_number(one.difference())},
                {"standard_error", json_number(one.error)},
                {"counts", one.counts()}});
    document["measures"].push_back(std::move(row));
  }
  return document.dump(2) + '\n';
}

}  // namespace wedge::engine
