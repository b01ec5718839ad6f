#include "scenario/read.hpp"

#include <utility>

#include "base/error.hpp"
#include "check.hpp"
#include "correlations.hpp"
#include "defaults.hpp"
#include "document.hpp"
#include "overrides.hpp"
#include "reader.hpp"
#include "scenario/numbers.hpp"
#include "sources.hpp"
#include "writer.hpp"

namespace wedge {
namespace {

std::string trimmed(const std::string& text) {
  constexpr const char* blank = " \t";
  const std::size_t first = text.find_first_not_of(blank);
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

}  // namespace

Override only_adversary(const std::string& id) { return {reading::adversary_prefix + id, std::nullopt, true}; }

Override parse_override(const std::string& argument) {
  const std::size_t equals = argument.find('=');
  const std::string expected = "; expected KEY=VALUE, as in model.solidarity=0.5";
  if (equals == std::string::npos) fail_input("set " + argument, "has no '='" + expected);
  Override result{trimmed(argument.substr(0, equals)), trimmed(argument.substr(equals + 1))};
  if (result.key.empty()) fail_input("set " + argument, "has no key" + expected);
  if (result.value->empty()) result.value.reset();
  return result;
}

ReadResult read_scenario(const std::string& text, const std::string& file, std::span<const Override> overrides) {
  std::vector<std::string> sources{file};
  for (const Override& change : overrides) sources.push_back(reading::label_of(change));
  reading::Document document(text, std::move(sources));
  reading::Report report(document.sources());
  reading::apply_overrides(document, overrides, report);

  ReadResult result;
  result.notes = reading::drop_overridden_correlations(document, overrides);
  reading::Spots spots;
  reading::read_document(document, result.scenario, spots, report);
  reading::check_scenario(result.scenario, spots, report);
  report.throw_if_any();
  result.sources = reading::sources_of(document);
  for (const auto& leaf : leaves(result.scenario))
    if (spots.given(leaf.value)) result.given.push_back(leaf.key);
  reading::fill_in_defaults(result.scenario);
  result.toml = overrides.empty() ? text : reading::written(document);
  return result;
}

}  // namespace wedge
