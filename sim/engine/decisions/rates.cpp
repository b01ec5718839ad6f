#include "engine/decisions/rates.hpp"

#include <algorithm>

#include "base/error.hpp"
#include "engine/claims/part.hpp"

namespace wedge::engine {
namespace {

constexpr double far_apart = 10.0;  // ratio of bounds that are searched by ratio

std::vector<std::string> texts_of(Part& part, std::string_view key) {
  std::vector<std::string> out;
  const toml::node* node = part.find(key, "");
  if (node == nullptr) return out;
  const toml::array* list = node->as_array();
  for (std::size_t i = 0; list != nullptr && i < list->size(); ++i)
    if (const auto* word = (*list)[i].as_string()) out.push_back(word->get());
  if (list == nullptr || out.size() != list->size()) {
    part.fail(part.spot_of(key), "is no list of texts; expected labels, as in [\"front\"]");
    out.clear();
  }
  return out;
}

// The slot of a measure at its labels; what is wrong is reported.
void find_slot(Part& part, Rate& rate, const StudyLayout& layout) {
  const auto variable = std::find_if(layout.variables.begin(), layout.variables.end(),
                                     [&](const Variable& v) { return v.name == rate.measure; });
  if (variable == layout.variables.end()) {
    std::vector<std::string> names;
    for (const Variable& v : layout.variables) names.push_back(v.name);
    if (!rate.measure.empty())
      part.fail(part.spot_of("measure"), reading::with_hint("is no measure of a study", rate.measure, names));
    return;
  }
  const std::size_t wanted = variable->dimensions.size();
  if (rate.at.size() != wanted) {
    std::string dimensions;
    for (const std::string& name : variable->dimensions) dimensions += (dimensions.empty() ? "" : ", ") + name;
    part.fail(part.spot_of("at"), "has " + std::to_string(rate.at.size()) + " labels; expected " +
                                      (wanted == 0 ? "none" : "one each of: " + dimensions));
    return;
  }
  int slot = 0;
  for (std::size_t d = 0; d < wanted; ++d) {
    const auto dimension = std::find_if(layout.dimensions.begin(), layout.dimensions.end(),
                                        [&](const LabelDimension& one) { return one.name == variable->dimensions[d]; });
    const auto label = std::find(dimension->labels.begin(), dimension->labels.end(), rate.at[d]);
    if (label == dimension->labels.end())
      return part.fail(part.spot_of("at"), reading::with_hint(reading::quoted(rate.at[d]) + " is no " + dimension->name,
                                                              rate.at[d], dimension->labels));
    slot = slot * static_cast<int>(dimension->labels.size()) + static_cast<int>(label - dimension->labels.begin());
  }
  rate.slot = variable->first_slot + slot;
}

}  // namespace

std::string Rate::name() const {
  std::string out = measure;
  for (const std::string& label : at) out += ' ' + label;
  return out;
}

RatesFile read_rates(const std::string& text, const std::string& file, const Scenario<Quantity>& scenario,
                     const StudyLayout& layout) {
  const reading::Document document(text, {file});
  reading::Report report(document.sources());
  Part root(document, report, document.root(), reading::Spot{0, 1, 1, ""});
  RatesFile out{bounded_numbers(root, "key", scenario, report, [](Part&, PricedLever&) {}), {}};
  for (PricedLever& key : out.keys) key.by_ratio = key.low > 0.0 && key.high > far_apart * key.low;
  for (Part& part : root.parts("rate", "one or more [[rate]]")) {
    Rate next{part.text("measure", true), texts_of(part, "at"), 0.0, {}, 1.0, 0, part.spot()};
    next.value = part.number("value", "the number that it is to have").value_or(0.0);
    next.error = part.number("error");
    const std::optional<double> weight = part.number("weight");
    if (next.error && weight)
      part.fail(part.spot_of("weight"), "and an error say the same thing; expected one of them");
    if (next.error && !(*next.error > 0.0)) part.fail(part.spot_of("error"), "is out of range; expected a number > 0");
    if (weight && !(*weight > 0.0)) part.fail(part.spot_of("weight"), "is out of range; expected a number > 0");
    next.weight = next.error && *next.error > 0.0 ? 1.0 / (*next.error * *next.error) : weight.value_or(1.0);
    find_slot(part, next, layout);
    part.nothing_else();
    out.rates.push_back(std::move(next));
  }
  root.nothing_else();
  report.throw_if_any();
  return out;
}

}  // namespace wedge::engine
