#include "defaults.hpp"

#include <algorithm>
#include <utility>

namespace wedge::reading {
namespace {

template <class Item>
std::vector<std::string> names_of(const std::vector<Item>& items) {
  std::vector<std::string> names;
  for (const Item& item : items) names.push_back(item.name());
  return names;
}

template <class Item>
Item same_or_blank(const std::vector<Item>& defaults, const std::string& id) {
  for (const Item& item : defaults)
    if (item.id == id) return item;
  Item blank;
  blank.id = id;
  return blank;
}

}  // namespace

const std::vector<Rung<Quantity>>& default_rungs() {
  static const std::vector<Rung<Quantity>> rungs{{.id = "probe",
                                                  .gain = 0.1,
                                                  .mobilisation = 0.4,
                                                  .attacker_cost = 0.04,
                                                  .defeat_cost = 0.04,
                                                  .defender_cost = 0.02,
                                                  .consolidation_days = 40.0,
                                                  .escalation_risk = 0.02,
                                                  .hybrid = 1.0,
                                                  .demand = 0.1},
                                                 {.id = "seize",
                                                  .gain = 0.45,
                                                  .mobilisation = 0.8,
                                                  .attacker_cost = 0.08,
                                                  .defeat_cost = 0.22,
                                                  .defender_cost = 0.12,
                                                  .consolidation_days = 10.0,
                                                  .escalation_risk = 0.15,
                                                  .hybrid = 0.2,
                                                  .demand = 0.5},
                                                 {.id = "assault",
                                                  .gain = 1.0,
                                                  .mobilisation = 1.1,
                                                  .attacker_cost = 0.2,
                                                  .defeat_cost = 0.5,
                                                  .defender_cost = 0.35,
                                                  .consolidation_days = 60.0,
                                                  .escalation_risk = 0.3,
                                                  .hybrid = 0.0,
                                                  .demand = 1.0}};
  return rungs;
}

const std::vector<TacticCost<Quantity>>& default_tactics() {
  static const std::vector<TacticCost<Quantity>> tactics = [] {
    std::vector<TacticCost<Quantity>> out;
    for (const TacticRow& row : tactics_to_choose())
      out.push_back({.id = std::string(row.name), .cost = row.default_cost});
    return out;
  }();
  return tactics;
}

std::vector<std::string> default_rung_names() { return names_of(default_rungs()); }
std::vector<std::string> menu_tactic_names() { return names_of(default_tactics()); }

Rung<Quantity> start_from_default(const Rung<Quantity>& rung) { return same_or_blank(default_rungs(), rung.id); }
TacticCost<Quantity> start_from_default(const TacticCost<Quantity>& tactic) {
  return same_or_blank(default_tactics(), tactic.id);
}

bool new_rung_must_give(std::string_view key) {
  return key == "gain" || key == "mobilisation" || key == "consolidation_days";
}

void fill_in_defaults(Scenario<Quantity>& scenario) {
  if (scenario.rungs.empty()) scenario.rungs = default_rungs();

  std::vector<TacticCost<Quantity>> tactics = default_tactics();
  for (TacticCost<Quantity>& tactic : tactics) {
    const int given = scenario.find(scenario.tactics, tactic.id);
    if (given >= 0) tactic = scenario.tactics[static_cast<std::size_t>(given)];
  }
  scenario.tactics = std::move(tactics);

  for (Adversary<Quantity>& adversary : scenario.adversaries)
    if (adversary.types.empty()) adversary.types.push_back({.id = "only", .prior = 1.0, .prize = 1.0, .cost = 1.0});
}

}  // namespace wedge::reading
