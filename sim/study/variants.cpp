// The scenarios of a study: one, or one for each label of the axes that have labels; and what is common to them.
#include <algorithm>

#include "base/error.hpp"
#include "campaign_slots.hpp"
#include "slots.hpp"
#include "study/study.hpp"

namespace wedge {
namespace {

// The first of that name, or the end.
template <class Named>
auto named(Named& all, const std::string& name) {
  return std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
}

// What a label says, as changes of the scenario.
std::vector<Override> changes_of(const Axis& axis, std::size_t label) {
  std::vector<Override> out;
  if (axis.settings.empty()) {
    for (const std::string& key : swept_keys(axis.key)) out.push_back(parse_override(key + "=" + axis.labels[label]));
    return out;
  }
  const std::string& lines = axis.settings[label];
  for (std::size_t from = 0; from < lines.size();) {
    const std::size_t end = std::min(lines.find('\n', from), lines.size());
    out.push_back(parse_override(lines.substr(from, end - from)));
    from = end + 1;
  }
  return out;
}

// Adds what is new, and returns where all labels stand.
std::vector<int> merge_labels(LabelDimension& into, const std::vector<std::string>& labels) {
  std::vector<int> out;
  for (const std::string& label : labels) {
    const auto found = std::find(into.labels.begin(), into.labels.end(), label);
    out.push_back(static_cast<int>(found - into.labels.begin()));
    if (found == into.labels.end()) into.labels.push_back(label);
  }
  return out;
}

const LabelDimension& dimension_of(const StudyLayout& layout, const std::string& name) {
  return *named(layout.dimensions, name);
}

// Where the numbers of a layout stand in another that has all its names.
std::vector<int> places_in(const StudyLayout& whole, const StudyLayout& part) {
  std::vector<int> out;
  for (const Variable& variable : part.variables) {
    std::vector<int> places{0};
    for (const std::string& name : variable.dimensions) {
      LabelDimension all = dimension_of(whole, name);
      std::vector<int> finer;
      const int size = static_cast<int>(all.labels.size());
      for (const int place : places)
        for (const int label : merge_labels(all, dimension_of(part, name).labels))
          finer.push_back(place * size + label);
      places = std::move(finer);
    }
    const int first = named(whole.variables, variable.name)->first_slot;
    for (const int place : places) out.push_back(first + place);
  }
  return out;
}

}  // namespace

void Study::find_variants(const std::string& text, const std::string& file, const std::vector<Override>& overrides,
                          const std::vector<Sweep>& sweeps) {
  constexpr std::size_t most_variants = 1000;  // each has a scenario and a kernel
  std::size_t count = 1;
  for (const Sweep& sweep : sweeps) {
    add_axis(sweep);
    count *= std::max<std::size_t>(sweep.labels.size(), 1);
    if (count > most_variants)
      fail_input("sweep " + sweep.key, "makes more than " + std::to_string(most_variants) +
                                           " scenarios of texts and packages; expected fewer of them");
  }
  for (std::size_t v = 0; v < count; ++v) {
    std::vector<Override> changed = overrides;
    std::size_t left = v;
    std::vector<std::vector<Override>> changes;
    for (std::size_t axis = layout_.axes.size(); axis-- > 0;) {
      const std::size_t labels = layout_.axes[axis].labels.size();
      if (labels == 0) continue;
      changes.push_back(changes_of(layout_.axes[axis], left % labels));
      left /= labels;
    }
    for (auto each = changes.rbegin(); each != changes.rend(); ++each)
      changed.insert(changed.end(), each->begin(), each->end());
    find_swept_leaves(text, file, changed, sweeps, variants_.emplace_back());
  }
}

int Study::variant_of(std::int64_t point) const {
  std::size_t variant = 0, scale = 1;
  for (std::size_t axis = layout_.axes.size(); axis-- > 0;) {
    const auto size = static_cast<std::int64_t>(layout_.axes[axis].values.size());
    const std::size_t labels = layout_.axes[axis].labels.size();
    if (labels > 0) variant += static_cast<std::size_t>(point % size) * scale, scale *= labels;
    point /= size;
  }
  return static_cast<int>(variant);
}

void Study::find_uncertain_keys() {
  for (Variant& variant : variants_) {
    variant.sampler = std::make_unique<Sampler>(variant.scenario);
    for (const std::string& key : variant.sampler->keys()) {
      const auto found = std::find(keys_.begin(), keys_.end(), key);
      variant.dimension.push_back(static_cast<int>(found - keys_.begin()));
      if (found == keys_.end()) keys_.push_back(key);
    }
  }
}

// Measures have a place for every name that some variant knows; what a variant does not know stays NaN.
void Study::describe_variants() {
  std::vector<StudyLayout> own(variants_.size());
  std::vector<Variable> variables;
  for (std::size_t v = 0; v < variants_.size(); ++v) {
    if (settings_.campaigns)
      describe_campaign_slots(variants_[v].scenario, own[v]);
    else
      describe_slots(variants_[v].scenario, layout_.balance_one_in > 0, own[v]);
    for (const LabelDimension& dimension : own[v].dimensions) {
      auto found = named(layout_.dimensions, dimension.name);
      if (found == layout_.dimensions.end()) found = layout_.dimensions.insert(found, {dimension.name, {}});
      merge_labels(*found, dimension.labels);
    }
    for (const Variable& variable : own[v].variables)
      if (named(variables, variable.name) == variables.end()) variables.push_back(variable);
  }
  for (const Variable& v : variables) add_variable(layout_, v.name, v.unit, v.meaning, v.dimensions);
  for (std::size_t v = 0; v < variants_.size(); ++v) variants_[v].slot = places_in(layout_, own[v]);
}

// A draw has one value of each key, at every point: what a text or a package changes has none.
void Study::describe_inputs() {
  for (const std::string& key : keys_) {
    std::optional<std::string> first;
    for (Variant& variant : variants_)
      for (const Leaf<Quantity>& leaf : leaves(variant.scenario)) {
        if (leaf.key != key) continue;
        if (!first) layout_.inputs.push_back({key, std::string(leaf.unit), std::string(leaf.meaning)});
        if (first.value_or(toml_text(*leaf.value)) != toml_text(*leaf.value))
          fail_input("keep_draws", "would store one value of " + key +
                                       " for each draw, and a text or package of the sweeps changes it; leave one of "
                                       "them out");
        first = toml_text(*leaf.value);
      }
  }
}

}  // namespace wedge
