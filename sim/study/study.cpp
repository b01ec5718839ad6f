#include "wedge/study/study.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "slots.hpp"
#include "wedge/base/error.hpp"

namespace wedge {
namespace {

constexpr int lanes = RealTraits<Pack>::lanes;

// Blocks have at most this many draws, short enough to lose, and a study has at least this many blocks to share among
// threads and shards, unless they would get too short to be worth storing.
constexpr std::int64_t most_draws = 4096, least_draws = 64, enough_blocks = 64;

double number_in(const std::string& text, const std::string& argument) {
  double value = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    fail_input("--sweep " + argument, "'" + text + "' is not a number; expected KEY=LOW:HIGH:COUNT or KEY=V1,V2,…");
  return value;
}

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) parts.emplace_back();
    else parts.back() += c;
  }
  return parts;
}

std::string shortest(double x) {
  char buffer[32];
  return std::string(buffer, std::to_chars(buffer, buffer + sizeof buffer, x).ptr);
}

// The last part of the key, with as many more as it takes to be unlike the others.
std::string axis_name(const std::string& key, const std::vector<Axis>& others) {
  const std::vector<std::string> parts = split(key, '.');
  std::string name;
  for (std::size_t i = parts.size(); i-- > 0;) {
    name = parts[i] + (name.empty() ? "" : "_" + name);
    std::replace(name.begin(), name.end(), '*', 'x');
    std::replace(name.begin(), name.end(), '-', '_');
    if (std::none_of(others.begin(), others.end(), [&](const Axis& axis) { return axis.name == name; })) return name;
  }
  fail_input("--sweep " + key, "is swept twice");
}

}  // namespace

Sweep parse_sweep(const std::string& argument) {
  const std::string expected = "; expected KEY=LOW:HIGH:COUNT or KEY=V1,V2,…, as in tie.rok-jpn.integration=0:1:41";
  const std::size_t equals = argument.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == argument.size())
    fail_input("--sweep " + argument, "has no key or no values" + expected);
  Sweep sweep{argument.substr(0, equals), {}};
  const std::string values = argument.substr(equals + 1);
  const std::vector<std::string> range = split(values, ':');
  if (range.size() == 1) {
    for (const std::string& value : split(values, ',')) sweep.values.push_back(number_in(value, argument));
    return sweep;
  }
  if (range.size() != 3) fail_input("--sweep " + argument, "is not a range" + expected);
  const double low = number_in(range[0], argument), high = number_in(range[1], argument), count = number_in(range[2], argument);
  if (count != std::floor(count) || count < 2 || count > 1e6)
    fail_input("--sweep " + argument, "has a COUNT of '" + range[2] + "'; expected a whole number from 2 to 1000000");
  for (int i = 0; i < static_cast<int>(count); ++i) {
    const double share = i / (count - 1.0);
    sweep.values.push_back(i + 1 == static_cast<int>(count) ? high : low + (high - low) * share);
  }
  return sweep;
}

Study::Study(const std::string& text, const std::string& file, std::vector<Override> overrides,
             const std::vector<Sweep>& sweeps, const StudySettings& settings)
    : settings_(settings) {
  if (settings.draws < 1) fail_input("--draws", "is below 1; expected the number of draws a point");
  ReadResult read = read_scenario(text, file, overrides);
  toml_ = std::move(read.toml);
  scenario_ = std::move(read.scenario);
  find_swept_leaves(text, file, overrides, sweeps);
  if (scenario_.adversaries.size() > 1)
    fail_input(file, "has several adversaries; a study of more than one at once is not supported");
  sampler_ = std::make_unique<Sampler>(scenario_);
  design_ = std::make_unique<Design>(settings.method, settings.seed, sampler_->dimensions(), settings.draws);
  describe_slots(scenario_, 0, layout_);
  for (const Status status : {Status::solved, Status::branch_lost, Status::not_settled, Status::inaccurate})
    layout_.statuses.emplace_back(status_name(status));
  layout_.replicates = design_->replicates();
  layout_.draws = settings.draws;
  const std::int64_t work = std::clamp(layout_.points() * settings.draws / enough_blocks, least_draws, most_draws);
  layout_.block_points = std::max<std::int64_t>(1, work / settings.draws);
  layout_.block_draws = std::min(settings.draws, (work + lanes - 1) / lanes * lanes);  // whole packs
}

// A swept key is set in the document (it may have to be made, hold a `*`, or name a tie in either order), every value
// is checked by reading the scenario with it, and the leaves that it moves are those that differ between two values.
void Study::find_swept_leaves(const std::string& text, const std::string& file, const std::vector<Override>& overrides,
                              const std::vector<Sweep>& sweeps) {
  std::vector<Override> first = overrides;
  for (const Sweep& sweep : sweeps) first.push_back({sweep.key, shortest(sweep.values[0])});
  scenario_ = read_scenario(text, file, first).scenario;
  const auto all = leaves(scenario_);
  for (const Sweep& sweep : sweeps) {
    const auto same_key = [&](const Axis& axis) { return axis.key == sweep.key; };
    if (std::any_of(layout_.axes.begin(), layout_.axes.end(), same_key)) fail_input("--sweep " + sweep.key, "is swept twice");
    const int axis = static_cast<int>(layout_.axes.size());
    layout_.axes.push_back({axis_name(sweep.key, layout_.axes), sweep.key, "", "", sweep.values});
    for (const double value : sweep.values) {
      std::vector<Override> other = first;
      other.push_back({sweep.key, shortest(value)});
      Scenario<Quantity> moved = read_scenario(text, file, other).scenario;
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
  }
}

Sums Study::run(int number, std::atomic<std::int64_t>* draws_done) const {
  const Block block = layout_.block(number);
  const int dimensions = sampler_->dimensions();
  Sums sums(block.points, layout_.replicates, layout_.slots, static_cast<int>(layout_.statuses.size()));
  const std::vector<double> points = design_->points(block.first_draw, block.draws);
  std::vector<double> values(points.size());
  for (std::int64_t d = 0; d < block.draws; ++d)
    sampler_->values(std::span(points).subspan(d * dimensions, dimensions), std::span(values).subspan(d * dimensions, dimensions));

  DrawnScenario<Pack> drawn(scenario_);
  const SolverOptions options{*selection_named(scenario_.solver.selection)};
  std::vector<double> pack_values(static_cast<std::size_t>(lanes * dimensions)), slots;
  for (std::int64_t p = 0; p < block.points; ++p) {
    for (const SweptLeaf& swept : swept_) {
      std::int64_t cell = block.first_point + p;
      for (int axis = static_cast<int>(layout_.axes.size()) - 1; axis > swept.axis; --axis)
        cell /= static_cast<std::int64_t>(layout_.axes[axis].values.size());
      const std::vector<double>& at = layout_.axes[swept.axis].values;
      drawn.set(swept.leaf, at[cell % static_cast<std::int64_t>(at.size())]);
    }
    for (std::int64_t d = 0; d < block.draws; d += lanes) {
      for (int i = 0; i < lanes; ++i) {  // a last pack that is not full repeats the last draw and drops the copies
        const std::int64_t from = std::min(d + i, block.draws - 1);
        std::copy_n(values.data() + from * dimensions, dimensions, pack_values.data() + i * dimensions);
      }
      const DrawMeasures<Pack> draw = measure(drawn.draw(sampler_->leaf(), pack_values), 0, options);
      for (int i = 0; i < lanes && d + i < block.draws; ++i) {
        const std::int64_t index = block.first_draw + d + i;
        if (draw.status[i] != Status::solved) {
          sums.add_failure(p, static_cast<int>(draw.status[i]));
          continue;
        }
        fill_slots(draw, i, slots);
        sums.add(p, static_cast<int>(index % layout_.replicates), slots.data(), lane(draw.fragile, i));
      }
      if (draws_done != nullptr) *draws_done += std::min<std::int64_t>(lanes, block.draws - d);
    }
  }
  return sums;
}

}  // namespace wedge
