#include "engine/idle_search.hpp"

namespace wedge::engine {

// Keys that a campaign uses of defenders whom no single crisis needs.
void IdleSearch::find_uses_of_campaigns() {
  used_ = {"defender.*.embargo.*"};
  const CampaignRules<Quantity>& c = s_.campaign;
  if (on("practice") && !(always_zero(c.learning) && always_zero(c.interregional_learning)))
    used_.insert(used_.end(), {"defender.*.hybrid_resilience", "defender.*.missile_defence", "tie.*.integration",
                               "tie.*.integration_goal"});
  if (on("hedging") && !(always_zero(c.hedging_effort) && always_zero(c.hedging_distance)))
    used_.insert(used_.end(), {"defender.*.forces", "defender.*.steadfast", "commitment.*.reach"});
  for (const auto& supply : s_.supplies)  // among adversaries, weighted by ranks
    if (on("supply") && !always_zero(supply.arms))
      used_.push_back("adversary." + supply.from + ".closing_ranks." + supply.to);
}

void IdleSearch::mechanisms() {
  static const std::vector<std::pair<std::string, std::vector<std::string>>> keys{
      {"reputation", {"campaign.spillover", "defender.*.reputation"}},
      {"forces",
       {"campaign.attrition", "campaign.recovery", "campaign.effort", "adversary.*.force_growth",
        "defender.*.embargo.*"}},
      {"foresight", {"campaign.foresight", "campaign.discount"}},
      {"hedging", {"campaign.hedging_*", "campaign.effort_step", "campaign.effort_cost"}},
      {"supply", {"supply.*.arms"}},
      {"posture", {"defender.*.rebalance", "defender.*.floor.*"}},
      {"burden_sharing", {"campaign.burden_sharing"}},
      {"arsenal", {"adversary.*.arsenal_growth", "adversary.*.cap_agreed", "adversary.*.cap_lapse"}},
      {"detente", {"campaign.detente", "campaign.tension"}},
      {"affinity", {"campaign.bonding", "campaign.affinity_persistence", "campaign.affinity_shock"}},
      {"wedges", {"wedge.*.pull"}},
      {"integration", {"campaign.integration_pace", "campaign.integration_floor", "tie.*.integration_goal"}},
      {"practice", {"campaign.learning", "campaign.interregional_learning"}},
      {"ranks", {"campaign.ranks_rise", "campaign.ranks_relax"}}};
  for (const auto& [mechanism, own] : keys)
    if (!on(mechanism)) note("no effect: " + mechanism + " is not in campaign.enable", own);
}

// Foresight takes the place of the penalty for a name, and is worth nothing to whom nobody could take for another.
void IdleSearch::foresight() {
  const CampaignRules<Quantity>& c = s_.campaign;
  const bool choice = on("hedging") && hedges_by_choice(c.hedging);
  std::string why;
  for (const std::string mechanism : {"foresight", "reputation"})
    if (!on(mechanism)) why = "no effect: " + mechanism + " is not in campaign.enable";
  if (always_zero(c.foresight)) why = "no effect while campaign.foresight is 0";
  bool anybody = false;
  for (const auto& d : s_.defenders) {
    if (!d.foresees) continue;
    const std::string own = "defender." + d.id;
    const bool responding = responds_together(d.id, d.id);
    if (!why.empty())
      note_word(why, own + ".foresees");
    else if (!responding)
      note_word("no effect: nobody attacks " + d.id + ", and it has no commitment to anybody attacked",
                own + ".foresees");
    else if (always_zero(d.reputation) && (always_zero(d.resolve_gap) || always_zero(c.discount)))
      note_word(always_zero(c.discount) ? "no effect while campaign.discount is 0"
                                        : "no effect while `resolve_gap` of " + d.id + " is 0",
                own + ".foresees");
    else
      anybody = true;
    if (why.empty()) note("no effect: " + d.id + " foresees what its name is worth", {own + ".reputation"});
  }
  if (!on("reputation")) note("no effect: reputation is not in campaign.enable", {"campaign.foresight"});
  if (!anybody) note("no effect: no defender foresees", {"campaign.foresight"});
  if (!anybody && !choice) note("no effect: no defender foresees, and hedging is no choice", {"campaign.discount"});
}

void IdleSearch::hedging() {
  if (hedges_by_choice(s_.campaign.hedging))
    note("no effect: hedging is a choice", {"campaign.hedging_effort", "campaign.hedging_distance"});
  else
    note("no effect while hedging is not a choice", {"campaign.effort_step", "campaign.effort_cost"});
  if (always_zero(s_.campaign.effort_step)) note("no effect while `effort_step` is 0", {"campaign.effort_cost"});
}

// Forces go to their peacetime level, which growth and supplies move, by `recovery` alone.
void IdleSearch::peacetime_forces() {
  if (!on("forces") || always_zero(s_.campaign.recovery))
    note("no effect while no forces recover to their peacetime level (campaign.recovery)",
         {"campaign.effort", "campaign.hedging_effort", "campaign.effort_step", "campaign.effort_cost",
          "adversary.*.force_growth", "defender.*.embargo.*", "supply.*.arms"});
  for (const auto& a : s_.adversaries)
    if (always_zero(a.force_growth))
      note("no effect while `force_growth` of " + a.id + " is 0", {"defender.*.embargo." + a.id});
  for (const auto& supply : s_.supplies) {
    const int from = s_.find(s_.adversaries, supply.from);
    if (from < 0 || (on("ranks") && !always_zero(s_.campaign.ranks_rise))) continue;
    const auto& ranks = s_.adversaries[from].closing_ranks;
    const int to = ranks.find(supply.to);
    if (to < 0 || always_zero(ranks.entries[to].second))
      note("no effect while " + supply.from + " closes no ranks with " + supply.to,
           {"supply." + supply.name() + ".arms"});
  }
}

void IdleSearch::patrons() {
  bool committed = false, tied = false, responding = false;  // global defenders: to whom, and to anybody attacked
  for (const auto& c : s_.commitments) {
    if (!s_.defenders[s_.find(s_.defenders, c.from)].global()) continue;
    committed = true;
    responding = responding || responders_.contains(c.to);
    tied =
        tied || std::any_of(s_.ties.begin(), s_.ties.end(), [&](const auto& tie) { return tie.joins(c.from, c.to); });
  }
  if (!committed)
    note("no effect: no global defender has a commitment", {"campaign.hedging_effort", "campaign.burden_sharing"});
  if (!tied)
    note("no effect: no tie joins anybody to a global defender with a commitment to it", {"campaign.hedging_distance"});
  if (!responding)
    note("no effect: no global defender has a commitment to anybody attacked",
         {"campaign.tension", "campaign.ranks_rise"});
  for (const auto& d : s_.defenders) {
    const std::vector<std::string> moves{"defender." + d.id + ".rebalance", "defender." + d.id + ".floor.*"};
    if (!d.global())
      note("no effect: " + d.id + " has no posture", moves);
    else if (d.posture.entries.size() < 2)
      note("no effect: the posture of " + d.id + " has one region", moves);
    else if (always_zero(d.rebalance))
      note("no effect while `rebalance` of " + d.id + " is 0", {"defender." + d.id + ".floor.*"});
  }
}

// Keys of campaigns' memory, and of the levels to which they return.
void IdleSearch::memory() {
  const CampaignRules<Quantity>& c = s_.campaign;
  std::set<std::string> regions;
  for (const auto& [target, responders] : responders_)
    regions.insert(s_.defenders[s_.find(s_.defenders, target)].region);
  if (regions.size() < 2)
    note("no effect with one region under attack", {"campaign.spillover", "defender.*.reputation"});
  if (always_zero(c.spillover)) note("no effect while `spillover` is 0", {"defender.*.reputation"});
  bool grievances = !always_zero(c.tension);
  for (const auto& a : s_.adversaries) {
    grievances = grievances || !always_zero(a.grievance);
    const std::string own = "adversary." + a.id;
    if (always_zero(a.arsenal_growth)) note("no effect while `arsenal_growth` of " + a.id + " is 0", {own + ".cap_*"});
    if (always_zero(a.cap_agreed)) note("no effect while `cap_agreed` of " + a.id + " is 0", {own + ".cap_lapse"});
  }
  if (!grievances) note("no effect while every `grievance` and `tension` are 0", {"campaign.detente"});
  if (s_.adversaries.size() == 1) note("no effect with one adversary", {"campaign.ranks_*"});
  if (always_zero(c.ranks_rise)) note("no effect while `ranks_rise` is 0", {"campaign.ranks_relax"});
  if (always_zero(c.bonding) && always_zero(c.affinity_shock) && (s_.wedges.empty() || !on("wedges")))
    note("no effect while nothing moves affinity", {"campaign.affinity_persistence"});
  if (always_zero(c.integration_pace))
    note("no effect while `integration_pace` is 0", {"campaign.integration_floor", "tie.*.integration_goal"});
}

}  // namespace wedge::engine
