#include "results/names.hpp"

#include <array>
#include <charconv>
#include <set>

#include "base/error.hpp"

namespace wedge {
namespace {

class Names {
 public:
  void add(const std::string& name) {
    if (name.empty() || name == "." || name.find('/') != name.npos)
      fail_input(name, "cannot be a name in a result file");
    if (!taken_.insert(name).second) fail_input(name, "two things in the result file would have this name");
  }

 private:
  std::set<std::string> taken_;
};

}  // namespace

std::string stored_unit(const std::string& unit) {
  constexpr std::array<const char*, 4> times{"days", "hours", "minutes", "seconds"};
  for (const char* time : times)
    if (unit == time) return unit.substr(0, unit.size() - 1);
  return unit.empty() ? "1" : unit;
}

std::string value_name(const Axis& axis, std::size_t place) {
  if (!axis.labels.empty()) return axis.labels[place];
  char digits[32];
  char* const end = std::to_chars(digits, digits + sizeof digits, axis.values[place]).ptr;
  return {digits, end};
}

std::vector<std::size_t> places_on_axes(const std::vector<Axis>& axes, std::int64_t point) {
  std::vector<std::size_t> out(axes.size());
  for (std::size_t axis = axes.size(); axis-- > 0;) {
    const auto count = static_cast<std::int64_t>(axes[axis].values.size());
    out[axis] = static_cast<std::size_t>(point % count);
    point /= count;
  }
  return out;
}

std::string point_name(const StudyLayout& layout, std::int64_t point) {
  const std::vector<std::size_t> places = places_on_axes(layout.axes, point);
  std::string name;
  for (std::size_t i = 0; i < places.size(); ++i)
    name += (i == 0 ? "" : ", ") + layout.axes[i].name + "=" + value_name(layout.axes[i], places[i]);
  return name;
}

void require_storable(const StudyIdentity& study) {
  const StudyLayout& layout = study.layout;
  Names taken;
  for (const char* name :
       {names::failure, names::n_draws, names::n_failed, names::n_failed_by_status, names::n_balance,
        names::n_traced_back, names::n_wrong_branch, names::status, names::scenario_toml, names::performance,
        names::quantile, names::draws, names::draw, names::sensitivity, names::parameter})
    taken.add(name);
  taken.add(names::label_of(names::failure));
  taken.add(names::label_of(names::parameter));
  for (const Axis& axis : layout.axes) {
    taken.add(axis.name);
    if (!axis.labels.empty()) taken.add(names::label_of(axis.name));
    if (!axis.settings.empty()) taken.add(names::settings_of(axis.name));
  }
  for (const LabelDimension& dimension : layout.dimensions) {
    taken.add(dimension.name);
    taken.add(names::label_of(dimension.name));
  }
  for (const Variable& variable : layout.variables)
    for (const std::string& name : {variable.name, names::error_of(variable.name), names::quantile_of(variable.name)})
      taken.add(name);
  for (const Input& input : layout.inputs) taken.add(input.name);
}

}  // namespace wedge
