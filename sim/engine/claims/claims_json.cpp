#include "engine/claims/claims_json.hpp"

#include <filesystem>

#include "base/version.hpp"
#include "engine/json.hpp"

namespace wedge::engine {
namespace {

Json set_json(const std::vector<Override>& changes) {
  Json out = Json::object();
  for (const Override& change : changes) out[change.key] = change.value.value_or("");
  return out;
}

const char* outcome_name(CellOutcome outcome) {
  switch (outcome) {
    case CellOutcome::holds:
      return "holds";
    case CellOutcome::contradicted:
      return "contradicted";
    case CellOutcome::not_significant:
      break;
  }
  return "not significant";
}

Json cell_json(const Comparison& comparison, const Cell& cell) {
  const Prediction& prediction = comparison.predictions[cell.prediction];
  Json labels = Json::object();
  for (const auto& [dimension, label] : prediction.measure.labels) labels[dimension] = label;
  return {{"measure", prediction.measure.name},
          {"labels", labels},
          {"predicted", prediction.rises ? "rises" : "falls"},
          {"from", comparison.settings[cell.step].name},
          {"to", comparison.settings[cell.step + 1].name},
          {"precision", precisions[cell.precision]},
          {"before", cell.before},
          {"after", cell.after},
          {"difference", cell.difference},
          {"standard_error", cell.standard_error},
          {"share", cell.share},
          {"draws", cell.draws},
          {"rounds", cell.rounds},
          {"pairs", cell.pairs},
          {"outcome", outcome_name(cell.outcome)}};
}

Json comparison_json(const Comparison& comparison, int number, const Evidence& evidence) {
  Json out = {{"condition", comparison.condition},
              {"scenario", std::filesystem::path(comparison.scenario).filename().string()},
              {"campaigns", comparison.campaigns},
              {"where", set_json(comparison.where)}};
  out["really"] = Json::object();
  for (const auto& [defender, steadfast] : comparison.really)
    out["really"][defender] = steadfast ? "steadfast" : "wavering";
  out["settings"] = Json::array();
  for (const Setting& setting : comparison.settings)
    out["settings"].push_back({{"name", setting.name}, {"set", set_json(setting.set)}});
  out["cells"] = Json::array();
  for (const Cell& cell : evidence.cells)
    if (cell.comparison == number) out["cells"].push_back(cell_json(comparison, cell));
  return out;
}

}  // namespace

Json claims_json(const std::vector<Claim>& claims, const std::vector<Evidence>& evidence) {
  Json out = Json::array();
  for (std::size_t c = 0; c < claims.size(); ++c) {
    const Claim& claim = claims[c];
    Json item = {{"id", claim.id}, {"says", claim.says}, {"source", claim.source}};
    if (!claim.needs.empty()) item["needs"] = claim.needs;
    if (!claim.explains.empty()) item["explains"] = claim.explains;
    item["verdict"] = verdict_name(evidence[c].verdict);
    item["holds_where"] = conditions_that_hold(claim, evidence[c]);
    item["comparisons"] = Json::array();
    for (std::size_t k = 0; k < claim.comparisons.size(); ++k)
      item["comparisons"].push_back(comparison_json(claim.comparisons[k], static_cast<int>(k), evidence[c]));
    out.push_back(std::move(item));
  }
  return out;
}

std::string claims_document(const std::string& file, std::int64_t draws, const std::string& seed,
                            const std::vector<Claim>& claims, const std::vector<Evidence>& evidence) {
  Json document = {{"program", "wedge " + std::string(version)},
                   {"file", file},
                   {"draws", draws},
                   {"seed", seed},
                   {"precisions", precisions},
                   {"significant_errors", significant_errors},
                   {"smallest_difference", smallest_difference}};
  document["claims"] = claims_json(claims, evidence);
  return document.dump(2) + '\n';
}

}  // namespace wedge::engine
