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
  // gain, mobilisation, attacker_cost, defeat_cost, defender_cost, consolidation_days,
  // escalation_risk, hybrid, demand
  static const std::vector<Rung<Quantity>> rungs{{"probe", 0.1, 0.4, 0.04, 0.04, 0.02, 40.0, 0.02, 1.0, 0.1},
                                                 {"seize", 0.45, 0.8, 0.08, 0.22, 0.12, 10.0, 0.15, 0.2, 0.5},
                                                 {"assault", 1.0, 1.1, 0.2, 0.5, 0.35, 60.0, 0.3, 0.0, 1.0}};
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
    if (adversary.types.empty()) adversary.types.push_back({"only", 1.0, 1.0, 1.0});
}

}  // namespace wedge::reading
