#include "wedge/measure.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "base/nearest.hpp"

namespace wedge::face {

std::size_t MeasureInfo::size() const {
  std::size_t out = 1;
  for (const Dimension& dimension : dimensions) out *= dimension.labels.size();
  return out;
}

std::size_t MeasureInfo::place(const std::vector<std::string>& labels) const {
  const auto needed = static_cast<std::size_t>(
      std::count_if(dimensions.begin(), dimensions.end(), [](const Dimension& d) { return d.labels.size() != 1; }));
  const bool all = labels.size() == dimensions.size();
  if (!all && labels.size() != needed) {
    std::string expected;
    for (const Dimension& d : dimensions) expected += (expected.empty() ? "" : ", ") + d.name;
    fail_input(name, "lies over " + (expected.empty() ? "nothing" : expected) + "; expected " +
                         std::to_string(dimensions.size()) + " labels, not " + std::to_string(labels.size()));
  }
  std::size_t out = 0, next = 0;
  for (const Dimension& dimension : dimensions) {
    std::size_t at = 0;
    if (all || dimension.labels.size() != 1) {
      const std::string& label = labels[next++];
      at = static_cast<std::size_t>(std::find(dimension.labels.begin(), dimension.labels.end(), label) -
                                    dimension.labels.begin());
      if (at == dimension.labels.size())
        fail_input(name, "there is no " + dimension.name + " '" + label + "'; " + suggestion(label, dimension.labels));
    }
    out = out * dimension.labels.size() + at;
  }
  return out;
}

std::vector<std::string> MeasureInfo::labels(std::size_t place) const {
  if (place >= size())
    fail_input(name, "has no place " + std::to_string(place) + "; expected 0 … " + std::to_string(size() - 1));
  std::vector<std::string> out(dimensions.size());
  for (std::size_t d = dimensions.size(); d-- > 0;) {
    const std::vector<std::string>& known = dimensions[d].labels;
    out[d] = known[place % known.size()];
    place /= known.size();
  }
  return out;
}

double Measure::at(const std::vector<std::string>& labels) const { return values[place(labels)]; }

}  // namespace wedge::face
