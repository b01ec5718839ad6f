#include <algorithm>
#include <cmath>
#include <set>

#include "checking.hpp"
#include "wording.hpp"

namespace wedge::reading {
namespace {

void check_count(const Checking& checking, const Quantity& count) {
  if (count.absent()) return;  // reported
  if (count.uncertain())
    checking.fail(&count, "is uncertain; expected one number for all campaigns");
  else if (count.number() != std::floor(count.number()))
    checking.fail(&count, shown(count.number()) + " is not a whole number");
}

// Foresight over a name has a grid a region: more than two are too many.
void check_foresight(const Checking& checking, const Defender<Quantity>& defender) {
  constexpr std::size_t most_regions = 2;
  const auto& s = checking.scenario;
  if (!defender.foresees || defender.id.empty() || !checking.defenders_known) return;
  std::set<std::string> regions;
  for (const auto& adversary : s.adversaries)
    for (const auto& entry : adversary.prize.entries) {
      const std::string& target = entry.first;
      const bool committed = std::any_of(s.commitments.begin(), s.commitments.end(),
                                         [&](const auto& c) { return c.from == defender.id && c.to == target; });
      const Defender<Quantity>* const victim = checking.defender(target);
      if (victim != nullptr && (committed || target == defender.id)) regions.insert(victim->region);
    }
  if (regions.size() > most_regions)
    checking.fail(&defender.foresees, quoted(defender.id) + " responds to attacks in " +
                                          std::to_string(regions.size()) +
                                          " regions; expected at most two for a defender that foresees");
}

void check_supply(const Checking& checking, const Supply<Quantity>& supply, std::set<std::string>& met) {
  const auto& s = checking.scenario;
  if (supply.from.empty() || supply.to.empty()) return;
  if (supply.from == supply.to)
    return checking.fail(&supply.to, quoted(supply.to) + " supplies itself; expected another");
  const bool from = s.find(s.adversaries, supply.from) >= 0, to = s.find(s.adversaries, supply.to) >= 0;
  if (from != to)
    checking.fail(&supply.to, quoted(supply.from) + " and " + quoted(supply.to) +
                                  " are on different sides; expected two defenders or two adversaries");
  if (!met.insert(supply.name()).second)
    checking.fail_table(&supply, "supplies " + quoted(supply.to) + " from " + quoted(supply.from) +
                                     " a second time; expected one supply from one to the other");
}

void check_wedge(const Checking& checking, const PeacetimeWedge<Quantity>& wedge, std::set<std::string>& met) {
  if (checking.spots.bad(&wedge.between)) return;
  if (wedge.between.size() != 2)
    return checking.fail(&wedge.between, "names " + std::to_string(wedge.between.size()) + "; expected two defenders");
  const std::string &a = wedge.between[0], &b = wedge.between[1];
  if (a.empty() || b.empty() || !checking.defenders_known || checking.spots.bad(&checking.scenario.ties)) return;
  bool tied = false;
  for (const Tie<Quantity>& tie : checking.scenario.ties) tied = tied || (tie.between.size() == 2 && tie.joins(a, b));
  if (!tied)
    checking.fail(&wedge.between, "there is no tie between " + quoted(a) + " and " + quoted(b) + " to be pulled at");
  if (!met.insert(a < b ? wedge.by + " " + a + " " + b : wedge.by + " " + b + " " + a).second)
    checking.fail_table(&wedge, "is the second of " + quoted(wedge.by) + " at this tie; expected one");
}

}  // namespace

void check_campaign(const Checking& checking) {
  check_count(checking, checking.scenario.campaign.rounds);
  check_count(checking, checking.scenario.campaign.foresight);
  std::set<std::string> supplies, wedges, enabled;
  for (const std::string& mechanism : checking.scenario.campaign.enable)
    if (!mechanism.empty() && !enabled.insert(mechanism).second)
      checking.fail(&mechanism, quoted(mechanism) + " is named twice; expected each mechanism once");
  for (const Supply<Quantity>& supply : checking.scenario.supplies) check_supply(checking, supply, supplies);
  for (const PeacetimeWedge<Quantity>& wedge : checking.scenario.wedges) check_wedge(checking, wedge, wedges);
  for (const Defender<Quantity>& defender : checking.scenario.defenders) {
    check_foresight(checking, defender);
    if (!defender.region.empty() && !defender.floor.entries.empty())
      checking.fail(&defender.floor, "belongs to a global defender, but this one lies in " + quoted(defender.region) +
                                         "; expected no floor or no region");
  }
}

}  // namespace wedge::reading
