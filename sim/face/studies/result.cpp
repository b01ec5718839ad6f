#include "wedge/result.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/nearest.hpp"
#include "face/studies/result_state.hpp"

namespace wedge::face {

struct Result::State {
  Estimates numbers;
  std::vector<Axis> axes;
  std::vector<MeasureInfo> measures;

  // Where the measure of this name is.
  std::size_t find(const std::string& name) const {
    const auto found = std::ranges::find(measures, name, &MeasureInfo::name);
    if (found != measures.end()) return static_cast<std::size_t>(found - measures.begin());
    std::vector<std::string> names;
    for (const MeasureInfo& measure : measures) names.push_back(measure.name);
    fail_input(name, "is not a measure of this result; " + suggestion(name, names));
  }
  std::size_t require_point(std::int64_t point) const {
    const auto points = static_cast<std::int64_t>(numbers.status.size());
    if (point < 0 || point >= points)
      fail_input("point " + std::to_string(point), "is not there; expected 0 … " + std::to_string(points - 1));
    return static_cast<std::size_t>(point);
  }
  std::size_t place(std::size_t measure, std::int64_t point, const std::vector<std::string>& labels) const {
    return require_point(point) * measures[measure].size() + measures[measure].place(labels);
  }
};

MeasureInfo info_of(const Variable& variable, const std::vector<LabelDimension>& dimensions) {
  MeasureInfo out{variable.name, variable.unit, variable.meaning, {}};
  for (const std::string& name : variable.dimensions)
    out.dimensions.push_back({name, std::ranges::find(dimensions, name, &LabelDimension::name)->labels});
  return out;
}

Result ResultAccess::made(Estimates estimates) {
  auto state = std::make_shared<Result::State>();
  state->numbers = std::move(estimates);
  for (const wedge::Axis& axis : state->numbers.axes)
    state->axes.push_back({axis.name, axis.key, axis.values, axis.labels});
  for (const Estimates::Of& of : state->numbers.variables)
    state->measures.push_back(info_of(of.variable, state->numbers.dimensions));
  return Result(std::move(state));
}

Result::Result(std::shared_ptr<const State> state) : state_(std::move(state)) {}

Result Result::open(const std::string& file) { return ResultAccess::made(read_estimates(file)); }

const std::string& Result::title() const { return state_->numbers.title; }
const std::string& Result::to_toml() const { return state_->numbers.scenario_toml; }
const std::vector<Axis>& Result::axes() const { return state_->axes; }
std::int64_t Result::points() const { return static_cast<std::int64_t>(state_->numbers.status.size()); }

std::int64_t Result::point(const std::vector<std::int64_t>& places) const {
  if (places.size() != axes().size())
    fail_input("point", "has " + std::to_string(places.size()) + " places; expected one for each of the " +
                            std::to_string(axes().size()) + " axes");
  std::int64_t out = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto size = static_cast<std::int64_t>(axes()[i].values.size());
    if (places[i] < 0 || places[i] >= size)
      fail_input(axes()[i].name,
                 "has no place " + std::to_string(places[i]) + "; expected 0 … " + std::to_string(size - 1));
    out = out * size + places[i];
  }
  return out;
}

bool Result::complete() const { return state_->numbers.complete(); }
bool Result::complete(std::int64_t point) const {
  const PointStatus status = state_->numbers.status[state_->require_point(point)];
  return status == PointStatus::complete || status == PointStatus::all_failed;
}
std::int64_t Result::draws(std::int64_t point) const { return state_->numbers.draws[state_->require_point(point)]; }
std::int64_t Result::failed(std::int64_t point) const { return state_->numbers.failed[state_->require_point(point)]; }

const std::vector<MeasureInfo>& Result::measures() const { return state_->measures; }
const std::vector<double>& Result::quantile_levels() const { return state_->numbers.quantile_levels; }

double Result::mean(const std::string& measure, std::int64_t point, const std::vector<std::string>& labels) const {
  return means(measure)[state_->place(state_->find(measure), point, labels)];
}

double Result::standard_error(const std::string& measure, std::int64_t point,
                              const std::vector<std::string>& labels) const {
  return standard_errors(measure)[state_->place(state_->find(measure), point, labels)];
}

double Result::quantile(double level, const std::string& measure, std::int64_t point,
                        const std::vector<std::string>& labels) const {
  const std::vector<double>& levels = quantile_levels();
  const auto at = std::ranges::find(levels, level);
  if (at == levels.end()) {
    std::string known;
    for (const double each : levels) known += (known.empty() ? "" : ", ") + std::to_string(each).substr(0, 4);
    fail_input("quantile " + std::to_string(level), "is not stored; expected one of " + known);
  }
  const std::size_t m = state_->find(measure);
  return state_->numbers.variables[m]
      .quantiles[state_->place(m, point, labels) * levels.size() + static_cast<std::size_t>(at - levels.begin())];
}

const std::vector<double>& Result::means(const std::string& measure) const {
  return state_->numbers.variables[state_->find(measure)].mean;
}
const std::vector<double>& Result::standard_errors(const std::string& measure) const {
  return state_->numbers.variables[state_->find(measure)].error;
}

}  // namespace wedge::face
