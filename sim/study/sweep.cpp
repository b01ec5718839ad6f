// Sweeps, and the leaves that a swept key moves.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/error.hpp"
#include "scenario/keys.hpp"
#include "study/study.hpp"

namespace wedge {
namespace {

std::string shortest(double x) {
  char buffer[32];
  return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, x).ptr);
}

// The last part of the key, with as many more as it takes to be unlike the others.
std::string axis_name(const std::string& key, const std::vector<Axis>& others) {
  for (std::size_t dot = key.size(); dot != std::string::npos && dot > 0;) {
    dot = key.rfind('.', dot - 1);
    std::string name = dot == std::string::npos ? key : key.substr(dot + 1);
    for (char& c : name) c = c == '*' ? 'x' : c == '-' || c == '.' || c == ',' ? '_' : c;
    if (std::none_of(others.begin(), others.end(), [&](const Axis& axis) { return axis.name == name; })) return name;
  }
  fail_input("sweep " + key, "is swept twice");
}

// Of a key that takes texts. Names stand in capitals among the keys.
std::string meaning_of(const std::string& key) {
  for (const KeyInfo& known : scenario_keys()) {
    std::string pattern;
    for (const char c : known.key) {
      const bool name = (c >= 'A' && c <= 'Z') || (c == '-' && pattern.ends_with('*'));
      if (!name || !pattern.ends_with('*')) pattern += name ? '*' : c;
    }
    if (key_matches(pattern, swept_keys(key).back())) return known.meaning;
  }
  return key;
}

}  // namespace

namespace {

// A swept key is set in the document, and what is wrong with it is said of a `set`: the user wrote a sweep.
[[noreturn]] void fail_sweep(const InputError& error, const std::vector<Sweep>& sweeps) {
  std::vector<Problem> problems = error.problems();
  for (Problem& problem : problems)
    for (const Sweep& sweep : sweeps)
      for (const std::string& key : swept_keys(sweep.key))
        if (problem.file.starts_with("set " + key + "=")) problem.file.replace(0, 3, "sweep");
  throw InputError(std::move(problems));
}

}  // namespace

void Study::add_axis(const Sweep& sweep) {
  const auto same_key = [&](const Axis& axis) { return axis.key == sweep.key; };
  if (std::any_of(layout_.axes.begin(), layout_.axes.end(), same_key))
    fail_input("sweep " + sweep.key, "is swept twice");
  layout_.axes.push_back(
      {axis_name(sweep.key, layout_.axes), sweep.key, "", "", sweep.values, sweep.labels, sweep.settings});
  if (!sweep.labels.empty())
    layout_.axes.back().meaning = sweep.settings.empty() ? meaning_of(sweep.key) : "package of settings";
}

// A swept key is set in the document (it may have to be made, hold a `*`, or name a tie in either order); the leaves
// that it moves are those that differ between two values. The conditions on a scenario are ranges and sums: what holds
// at the least and at the greatest value holds between them.
void Study::find_swept_leaves(const std::string& text, const std::string& file, const std::vector<Override>& overrides,
                              const std::vector<Sweep>& sweeps, Variant& variant) try {
  std::vector<Override> first = overrides;
  const auto set = [](std::vector<Override>& in, const Sweep& sweep, double value) {
    for (const std::string& key : swept_keys(sweep.key)) in.push_back({key, shortest(value)});
  };
  for (const Sweep& sweep : sweeps)
    if (sweep.labels.empty()) set(first, sweep, sweep.values[0]);
  const auto at = [&](const Sweep& sweep, double value) {
    std::vector<Override> other = first;
    set(other, sweep, value);
    return read_scenario(text, file, other).scenario;
  };
  ReadResult read = read_scenario(text, file, first);
  variant.scenario = std::move(read.scenario);
  if (variants_.size() == 1) notes_ = std::move(read.notes);
  const auto all = leaves(variant.scenario);
  for (std::size_t axis = 0; axis < sweeps.size(); ++axis) {
    const Sweep& sweep = sweeps[axis];
    if (!sweep.labels.empty()) continue;
    const auto [least, greatest] = std::minmax_element(sweep.values.begin(), sweep.values.end());
    const std::size_t before = variant.swept.size();
    try {
      for (const double value : {*least, *greatest}) {
        Scenario<Quantity> moved = at(sweep, value);
        const auto found = leaves(moved);
        for (std::size_t i = 0; i < all.size(); ++i) {
          const auto known = [&](const SweptLeaf& s) { return s.leaf == static_cast<int>(i); };
          const bool differs = !found[i].value->absent() && !found[i].value->uncertain() &&
                               !all[i].value->uncertain() && found[i].value->number() != all[i].value->number();
          if (!differs || std::any_of(variant.swept.begin(), variant.swept.end(), known)) continue;
          variant.swept.push_back({static_cast<int>(i), static_cast<int>(axis)});
          layout_.axes[axis].unit = all[i].unit;
          layout_.axes[axis].meaning = all[i].meaning;
        }
      }
    } catch (const InputError&) {
      for (const double value : sweep.values) at(sweep, value);  // the message of the first that is wrong
      throw;
    }
    if (variant.swept.size() == before && *least < *greatest)
      fail_input("sweep " + sweep.key, "moves no number that another sweep does not move already");
  }
} catch (const InputError& error) {
  fail_sweep(error, sweeps);
}

}  // namespace wedge
