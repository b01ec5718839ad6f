// Sweeps, and the leaves that a swept key moves.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/error.hpp"
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

// A swept key is set in the document (it may have to be made, hold a `*`, or name a tie in either order); the leaves
// that it moves are those that differ between two values. The conditions on a scenario are ranges and sums: what holds
// at the least and at the greatest value holds between them.
void Study::find_swept_leaves(const std::string& text, const std::string& file, const std::vector<Override>& overrides,
                              const std::vector<Sweep>& sweeps) try {
  std::vector<Override> first = overrides;
  const auto set = [](std::vector<Override>& in, const Sweep& sweep, double value) {
    for (const std::string& key : swept_keys(sweep.key)) in.push_back({key, shortest(value)});
  };
  for (const Sweep& sweep : sweeps) set(first, sweep, sweep.values[0]);
  const auto at = [&](const Sweep& sweep, double value) {
    std::vector<Override> other = first;
    set(other, sweep, value);
    return read_scenario(text, file, other).scenario;
  };
  ReadResult read = read_scenario(text, file, first);
  scenario_ = std::move(read.scenario);
  notes_ = std::move(read.notes);
  const auto all = leaves(scenario_);
  for (const Sweep& sweep : sweeps) {
    const auto same_key = [&](const Axis& axis) { return axis.key == sweep.key; };
    if (std::any_of(layout_.axes.begin(), layout_.axes.end(), same_key))
      fail_input("sweep " + sweep.key, "is swept twice");
    const int axis = static_cast<int>(layout_.axes.size());
    layout_.axes.push_back({axis_name(sweep.key, layout_.axes), sweep.key, "", "", sweep.values});
    const auto [least, greatest] = std::minmax_element(sweep.values.begin(), sweep.values.end());
    const std::size_t before = swept_.size();
    try {
      for (const double value : {*least, *greatest}) {
        Scenario<Quantity> moved = at(sweep, value);
        const auto found = leaves(moved);
        for (std::size_t i = 0; i < all.size(); ++i) {
          const auto known = [&](const SweptLeaf& s) { return s.leaf == static_cast<int>(i); };
          const bool differs = !found[i].value->absent() && !found[i].value->uncertain() &&
                               !all[i].value->uncertain() && found[i].value->number() != all[i].value->number();
          if (!differs || std::any_of(swept_.begin(), swept_.end(), known)) continue;
          swept_.push_back({static_cast<int>(i), axis});
          layout_.axes.back().unit = all[i].unit;
          layout_.axes.back().meaning = all[i].meaning;
        }
      }
    } catch (const InputError&) {
      for (const double value : sweep.values) at(sweep, value);  // the message of the first that is wrong
      throw;
    }
    if (swept_.size() == before && *least < *greatest)
      fail_input("sweep " + sweep.key, "moves no number that another sweep does not move already");
  }
} catch (const InputError& error) {
  fail_sweep(error, sweeps);
}

}  // namespace wedge
