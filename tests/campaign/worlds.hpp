/// Scenarios in which campaigns are played.
#pragma once

#include "played.hpp"
#include "two_regions.hpp"

namespace wedge::test {

/// The textbook with private types on both sides.
inline Scenario<Quantity> textbook(nlohmann::json set = nlohmann::json::object()) {
  const nlohmann::json types = nlohmann::json::array(
      {{{"id", "mild"}, {"prior", 0.6}, {"cost", 1.2}}, {{"id", "bold"}, {"prior", 0.4}, {"prize", 1.4}}});
  nlohmann::json all = {{"defender.rear.steadfast", 0.6},
                        {"defender.rear.resolve_gap", 0.4},
                        {"defender.patron.steadfast", 0.7},
                        {"defender.patron.resolve_gap", 0.3},
                        {"adversary.rival.types", types},
                        {"adversary.rival.opportunity", 0.8},
                        {"campaign.rounds", 4}};
  all.update(set);
  return load(textbook_file, overrides_from(all));
}

/// Keys that set everything moving.
inline const nlohmann::json lively = {{"campaign.rounds", 6},
                                      {"campaign.spillover", 1.0},
                                      {"campaign.attrition", 0.5},
                                      {"campaign.recovery", 0.3},
                                      {"campaign.effort", 0.02},
                                      {"campaign.hedging_effort", 0.05},
                                      {"campaign.bonding", 0.05},
                                      {"campaign.affinity_shock", 0.05},
                                      {"campaign.detente", 0.1},
                                      {"campaign.tension", 0.02},
                                      {"campaign.ranks_rise", 0.1},
                                      {"adversary.red.opportunity", 0.7},
                                      {"adversary.blue.opportunity", 0.6},
                                      {"adversary.red.arsenal_growth", 0.05},
                                      {"adversary.red.cap_agreed", 0.2},
                                      {"adversary.red.cap_lapse", 0.3}};

inline Scenario<Quantity> world(const nlohmann::json& more = nlohmann::json::object()) {
  nlohmann::json set = lively;
  set.update(more);
  return two_regions(set);
}

}  // namespace wedge::test
