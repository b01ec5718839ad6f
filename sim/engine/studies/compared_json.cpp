#include "engine/studies/compared_json.hpp"

#include <algorithm>
#include <cmath>

#include "base/version.hpp"
#include "engine/json.hpp"

namespace wedge::engine {

std::vector<RankedDifference> ranked(const ComparedScenarios& compared, int before, int after) {
  std::vector<RankedDifference> out;
  for (int place = 0; place < static_cast<int>(compared.places().size()); ++place)
    if (const Paired found = compared.difference(before, after, place); found.pairs > 0) out.push_back({place, found});
  std::stable_sort(out.begin(), out.end(), [](const RankedDifference& a, const RankedDifference& b) {
    if (counts(a.found) != counts(b.found)) return counts(a.found);
    return std::abs(a.found.difference) > std::abs(b.found.difference);
  });
  return out;
}

Json keys_json(const std::vector<KeyDifference>& keys) {
  Json out = Json::array();
  for (const KeyDifference& one : keys) out.push_back({{"key", one.key}, {"before", one.first}, {"after", one.second}});
  return out;
}

std::string comparison_document(const ComparedScenarios& compared, const std::vector<ScenarioSource>& sources,
                                const std::string& seed) {
  Json document = {{"program", "wedge " + std::string(version)}, {"seed", seed}, {"scenarios", Json::array()}};
  for (int s = 0; s < 2; ++s)
    document["scenarios"].push_back(
        {{"file", sources[s].file}, {"set", sources[s].set}, {"solved", compared.solved(s)}});
  document["draws"] = compared.draws() / 2;
  document["keys"] = keys_json(compared.keys(0, 1));
  document["measures"] = Json::array();
  for (const auto& [place, found] : ranked(compared, 0, 1)) {
    const MeasurePlace& at = compared.places()[place];
    document["measures"].push_back({{"measure", at.measure},
                                    {"labels", at.labels},
                                    {"unit", at.unit},
                                    {"pairs", found.pairs},
                                    {"before", json_number(found.before)},
                                    {"after", json_number(found.after)},
                                    {"difference", json_number(found.difference)},
                                    {"standard_error", json_number(found.standard_error)},
                                    {"rises", json_number(found.rises)},
                                    {"falls", json_number(found.falls)},
                                    {"counts", counts(found)}});
  }
  return document.dump(2) + '\n';
}

}  // namespace wedge::engine
