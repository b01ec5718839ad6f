/// A comparison of scenarios as a list and as JSON (`wedge compare`).
#pragma once

#include <string>

#include "engine/json.hpp"
#include "engine/studies/compared.hpp"

namespace wedge::engine {

struct RankedDifference {
  int place;  ///< among places()
  Paired found;
};

/// Every measure that has pairs: those that count first, then by the size of the difference.
std::vector<RankedDifference> ranked(const ComparedScenarios& compared, int before, int after);

Json keys_json(const std::vector<KeyDifference>& keys);

/// The two scenarios, the keys in which they differ, and every measure in the order of ranked().
std::string comparison_document(const ComparedScenarios& compared, const std::vector<ScenarioSource>& sources,
                                const std::string& seed);

}  // namespace wedge::engine
