#include <cmath>
#include <set>

#include "checking.hpp"
#include "wording.hpp"

namespace wedge::reading {
namespace {

void check_rounds(const Checking& checking, const Quantity& rounds) {
  if (rounds.absent()) return;  // reported
  if (rounds.uncertain())
    checking.fail(&rounds, "is uncertain; expected one number for all campaigns");
  else if (rounds.number() != std::floor(rounds.number()))
    checking.fail(&rounds, shown(rounds.number()) + " is not a whole number");
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
  check_rounds(checking, checking.scenario.campaign.rounds);
  std::set<std::string> supplies, wedges, enabled;
  for (const std::string& mechanism : checking.scenario.campaign.enable)
    if (!mechanism.empty() && !enabled.insert(mechanism).second)
      checking.fail(&mechanism, quoted(mechanism) + " is named twice; expected each mechanism once");
  for (const Supply<Quantity>& supply : checking.scenario.supplies) check_supply(checking, supply, supplies);
  for (const PeacetimeWedge<Quantity>& wedge : checking.scenario.wedges) check_wedge(checking, wedge, wedges);
  for (const Defender<Quantity>& defender : checking.scenario.defenders)
    if (!defender.region.empty() && !defender.floor.entries.empty())
      checking.fail(&defender.floor, "belongs to a global defender, but this one lies in " + quoted(defender.region) +
                                         "; expected no floor or no region");
}

}  // namespace wedge::reading
