#include "engine/described.hpp"

#include <algorithm>

#include "crisis/draw_cost.hpp"
#include "engine/json.hpp"
#include "engine/provenance.hpp"
#include "sampling/quantile.hpp"
#include "scenario/numbers.hpp"

namespace wedge::engine {
namespace {

Json names_json(const auto& items) {
  Json out = Json::array();
  for (const auto& item : items) out.push_back(item.name());
  return out;
}

// Infinite ends are null.
Json number_json(const Leaf<Quantity>& written, double median) {
  const Quantity& q = *written.value;
  const auto at = [&](double u) { return json_number(q.uncertain() ? quantile(q.distribution(), u) : median); };
  Json out = {{"key", written.key},
              {"unit", written.unit},
              {"meaning", written.meaning},
              {"least", json_number(written.range.low)},
              {"most", json_number(written.range.high)},
              {"open", written.range.open_low},
              {"text", toml_text(q)},
              {"uncertain", q.uncertain()},
              {"median", json_number(median)},
              {"low", at(0.05)},
              {"high", at(0.95)}};
  if (q.uncertain()) out["bottom"] = at(0.001), out["top"] = at(0.999);
  return out;
}

}  // namespace

Json described_json(const ReadResult& read) {
  Scenario<Quantity> scenario = read.scenario;
  Scenario<double> medians = at_medians(scenario);
  const auto written = leaves(scenario);
  const auto settled = leaves(medians);
  const Provenance marks = provenance(read);
  const auto holds = [](const std::vector<std::string>& keys, const std::string& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  };
  Json numbers = Json::array();
  for (std::size_t i = 0; i < written.size(); ++i) {
    Json number = number_json(written[i], *settled[i].value);
    number["given"] = holds(read.given, written[i].key);
    number["from"] = holds(marks.sourced, written[i].key)  ? "source"
                     : holds(marks.judged, written[i].key) ? "judgement"
                                                           : "";
    numbers.push_back(std::move(number));
  }
  Json sources = Json::array();
  for (const Source& source : read.sources) sources.push_back({{"key", source.key}, {"citation", source.citation}});
  Json correlated = Json::array();
  for (const Correlation& c : scenario.correlations) correlated.push_back({{"between", c.between}, {"value", c.value}});
  return {{"id", scenario.id},
          {"title", scenario.title},
          {"description", scenario.description},
          {"defenders", names_json(scenario.defenders)},
          {"adversaries", names_json(scenario.adversaries)},
          {"ties", names_json(scenario.ties)},
          {"games", draw_cost(scenario).games},
          {"numbers", std::move(numbers)},
          {"correlations", std::move(correlated)},
          {"sources", std::move(sources)},
          {"toml", read.toml}};
}

}  // namespace wedge::engine
