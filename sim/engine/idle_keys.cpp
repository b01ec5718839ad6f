#include "engine/idle_keys.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "scenario/keys.hpp"
#include "scenario/numbers.hpp"

namespace wedge::engine {
namespace {

bool always_zero(const Quantity& q) { return !q.absent() && q.support().low == 0.0 && q.support().high == 0.0; }

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class Search {
 public:
  explicit Search(const ReadResult& read) : s_(read.scenario) {
    Scenario<Quantity> copy = s_;
    for (const auto& leaf : leaves(copy))
      if (holds(read.given, leaf.key) &&
          (!always_zero(*leaf.value) || key_matches("adversary.*.closing_ranks.*", leaf.key)))
        given_.push_back(leaf.key);
    for (const auto& adversary : s_.adversaries)
      for (const auto& [target, prize] : adversary.prize.entries)
        for (const auto& d : s_.defenders)
          if (s_.responds(d, target)) responders_[target].insert(d.id);
    find_uses_of_campaigns();
  }

  std::vector<IdleKeys> found() {
    mechanisms();
    foresight();
    hedging();
    peacetime_forces();
    patrons();
    memory();
    bystanders();
    menus();
    beliefs();
    time();
    ties();
    bases();
    several();
    return std::move(found_);
  }

 private:
  // Each key is noted once, for the first reason that applies.
  void note(const std::string& why, const std::vector<std::string>& patterns) { note_but(why, patterns, {}); }
  // The same, with exceptions.
  void note_but(const std::string& why, const std::vector<std::string>& patterns,
                const std::vector<std::string>& exceptions) {
    const auto any = [](const std::vector<std::string>& some, const std::string& key) {
      return std::any_of(some.begin(), some.end(), [&](const auto& p) { return key_matches(p, key); });
    };
    IdleKeys idle{why, {}};
    std::erase_if(given_, [&](const std::string& key) {
      const bool hit = any(patterns, key) && !any(exceptions, key);
      if (hit) idle.keys.push_back(key);
      return hit;
    });
    if (!idle.keys.empty()) found_.push_back(std::move(idle));
  }

  bool responds(const std::string& defender, const std::string& target) const {
    const auto at = responders_.find(target);
    return at != responders_.end() && at->second.contains(defender);
  }
  bool responds_together(const std::string& a, const std::string& b) const {
    return std::any_of(responders_.begin(), responders_.end(),
                       [&](const auto& r) { return r.second.contains(a) && r.second.contains(b); });
  }
  bool responds_to(const Adversary<Quantity>& adversary, const std::string& defender) const {
    const auto& targets = adversary.prize.entries;
    return std::any_of(targets.begin(), targets.end(), [&](const auto& t) { return responds(defender, t.first); });
  }

  bool on(const std::string& mechanism) const { return holds(s_.campaign.enable, mechanism); }

  // What a campaign takes from those whom no single crisis needs.
  void find_uses_of_campaigns() {
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

  void mechanisms() {
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

  // Foresight takes the place of the penalty for a name.
  void foresight() {
    const CampaignRules<Quantity>& c = s_.campaign;
    const bool choice = on("hedging") && hedges_by_choice(c.hedging);
    bool anybody = false;
    for (const auto& d : s_.defenders) {
      anybody = anybody || d.foresees;
      if (!d.foresees || always_zero(c.foresight) || !on("foresight")) continue;
      note("no effect: " + d.id + " foresees what its name is worth", {"defender." + d.id + ".reputation"});
    }
    if (!anybody) note("no effect: no defender foresees", {"campaign.foresight"});
    if (!on("reputation")) note("no effect: reputation is not in campaign.enable", {"campaign.foresight"});
    if (choice) return;
    if (!anybody || always_zero(c.foresight) || !on("foresight"))
      note("no effect: no defender foresees, and hedging is no choice", {"campaign.discount"});
  }

  void hedging() {
    if (hedges_by_choice(s_.campaign.hedging))
      note("no effect: hedging is a choice", {"campaign.hedging_effort", "campaign.hedging_distance"});
    else
      note("no effect while hedging is not a choice", {"campaign.effort_step", "campaign.effort_cost"});
    if (always_zero(s_.campaign.effort_step)) note("no effect while `effort_step` is 0", {"campaign.effort_cost"});
  }

  // Forces go to their peacetime level, which growth and supplies move, by `recovery` alone.
  void peacetime_forces() {
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

  void patrons() {
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
      note("no effect: no tie joins anybody to a global defender with a commitment to it",
           {"campaign.hedging_distance"});
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

  // What campaigns remember, and what they return to.
  void memory() {
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
      if (always_zero(a.arsenal_growth))
        note("no effect while `arsenal_growth` of " + a.id + " is 0", {own + ".cap_*"});
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

  void bystanders() {
    for (const auto& d : s_.defenders) {
      if (!responds_together(d.id, d.id))
        note_but("no effect: nobody attacks " + d.id + ", and it has no commitment to anybody attacked",
                 {"defender." + d.id + ".*"}, used_);
      else if (!responders_.contains(d.id))
        note("no effect: nobody attacks " + d.id, {"defender." + d.id + ".redundancy"});
    }
    for (const auto& c : s_.commitments)
      if (!responders_.contains(c.to))
        note_but("no effect: nobody attacks " + c.to, {"commitment." + c.name() + ".*"}, used_);
    for (const auto& a : s_.adversaries)
      for (const auto& d : s_.defenders)
        if (!responds_to(a, d.id))
          note("no effect: " + d.id + " has no commitment to a target of " + a.id,
               {"adversary." + a.id + ".exposure." + d.id, "adversary." + a.id + ".perceives." + d.id});
  }

  void menus() {
    for (const TacticRow& row : tactics_to_choose()) {
      const std::string tactic(row.name);
      std::vector<std::string> common{"tactic." + tactic + ".cost"};
      for (const std::string_view pattern : row.common_keys)
        if (!pattern.empty()) common.emplace_back(pattern);
      bool anybody = false;
      for (const auto& a : s_.adversaries) {
        if (holds(a.tactics, tactic)) {
          anybody = true;
          continue;
        }
        std::vector<std::string> own;
        for (const std::string_view pattern : row.own_keys)
          if (!pattern.empty()) own.push_back("adversary." + a.id + "." + std::string(pattern));
        note("no effect without " + tactic + " among the tactics of " + a.id, own);
      }
      if (!anybody) note("no effect while " + tactic + " is nobody's tactic", common);
    }
    const bool no_risk =
        std::all_of(s_.rungs.begin(), s_.rungs.end(), [](const auto& r) { return always_zero(r.escalation_risk); });
    for (const auto& a : s_.adversaries) {
      const std::string own = "adversary." + a.id;
      const auto& exposure = a.exposure.entries;
      if (no_risk) note("no effect while `escalation_risk` of every rung is 0", {own + ".brink"});
      if (always_zero(a.leverage) && always_zero(a.leverage_cost))
        note("no effect on any choice while `leverage` and `leverage_cost` of " + a.id + " are 0", {own + ".onset"});
      if (std::all_of(exposure.begin(), exposure.end(), [](const auto& x) { return always_zero(x.second); }))
        note("no effect on any choice while nobody is exposed to " + a.id, {own + ".onset"});
    }
    for (const auto& a : s_.adversaries)
      if (a.tactics.empty()) note("no effect without tactics of " + a.id, {"adversary." + a.id + ".tactic_precision"});
    if (std::all_of(s_.rungs.begin(), s_.rungs.end(), [](const auto& r) { return always_zero(r.hybrid); }))
      note("no effect while `hybrid` of every rung is 0", {"defender.*.hybrid_resilience"});
  }

  void beliefs() {
    for (const auto& d : s_.defenders)
      if (always_zero(d.resolve_gap))
        note_but("no effect while `resolve_gap` of " + d.id + " is 0",
                 {"defender." + d.id + ".steadfast", "adversary.*.perceives." + d.id}, used_);
  }

  void time() {
    std::set<std::string> plans, deciding;  // pacts in use; defenders whose own time counts
    for (const auto& d : s_.defenders) {
      if (!responders_.contains(d.id)) continue;
      if (d.plan.empty())
        deciding.insert(d.id);
      else
        plans.insert(d.plan);
    }
    for (const auto& p : s_.pacts) {
      if (!plans.contains(p.id)) {
        note("no effect: it is the plan of nobody who is attacked", {"pact." + p.id + ".*"});
      } else if (always_zero(p.quorum)) {
        note("no effect while `quorum` of " + p.id + " is 0: it acts without asking",
             {"pact." + p.id + ".fallback_days", "pact." + p.id + ".ad_hoc", "pact." + p.id + ".ad_hoc_force"});
      } else {
        deciding.insert(p.members.begin(), p.members.end());
      }
    }
    std::vector<std::string> waiting;
    for (const auto& d : s_.defenders)
      if (!deciding.contains(d.id)) waiting.push_back("defender." + d.id + ".decision_days");
    note("no effect: nobody waits for these decisions (no pact with a `quorum` above 0)", waiting);
  }

  void ties() {
    for (const auto& tie : s_.ties) {
      const auto& [a, b] = std::pair(tie.between[0], tie.between[1]);
      if (!responds_together(a, b))
        note_but("no effect: the two never respond to the same attack", {"tie." + tie.name() + ".*"}, used_);
      if (always_zero(tie.integration))
        note("no effect while the two are not integrated",
             {"tie." + tie.name() + ".sharing", "commitment." + a + "-" + b + ".synergy",
              "commitment." + a + "-" + b + ".dependency", "commitment." + b + "-" + a + ".synergy",
              "commitment." + b + "-" + a + ".dependency"});
    }
    for (const auto& c : s_.commitments) {
      const auto joined = [&](const auto& tie) { return tie.joins(c.from, c.to); };
      if (std::none_of(s_.ties.begin(), s_.ties.end(), joined))
        note("no effect: no tie joins the two",
             {"commitment." + c.name() + ".synergy", "commitment." + c.name() + ".dependency"});
    }
  }

  void bases() {
    for (const auto& b : s_.basings) {
      const auto joined = [&](const auto& tie) { return tie.joins(b.from, b.host) && !always_zero(tie.integration); };
      if (always_zero(b.gain) && always_zero(b.dependency))
        note("no effect while `gain` and `dependency` are 0", {"basing." + b.name() + ".*"});
      if (!responders_.contains(b.to)) note("no effect: nobody attacks " + b.to, {"basing." + b.name() + ".*"});
      if (std::none_of(s_.ties.begin(), s_.ties.end(), joined))
        note("no effect: " + b.from + " and " + b.host + " are not integrated", {"basing." + b.name() + ".*"});
    }
  }

  bool share_a_responder(const std::string& a, const std::string& b) const {
    const auto& there = responders_.at(b);
    return std::any_of(there.begin(), there.end(), [&](const auto& d) { return responds(d, a); });
  }
  // Whether an attack on `there` slows the pact that governs the defence of `here`.
  bool busies(const std::string& there, const std::string& here) const {
    const int pact = s_.find(s_.pacts, s_.defenders[s_.find(s_.defenders, here)].plan);
    return pact >= 0 && std::any_of(s_.pacts[pact].members.begin(), s_.pacts[pact].members.end(),
                                    [&](const auto& m) { return responds(m, there); });
  }
  // holds(target of a, target of b) for some of both.
  static bool any_targets(const Adversary<Quantity>& a, const Adversary<Quantity>& b, auto holds) {
    for (const auto& [here, prize_here] : a.prize.entries)
      for (const auto& [there, prize_there] : b.prize.entries)
        if (holds(here, there)) return true;
    return false;
  }

  // A weight of 0 is worth a note, as no other number that is 0: it still has the crises solved together.
  void idle_ranks() {
    for (const auto& a : s_.adversaries)
      for (const auto& [other, weight] : a.closing_ranks.entries)
        if (always_zero(weight)) note("no effect while it is 0", {"adversary." + a.id + ".closing_ranks." + other});
  }

  void several() {
    idle_ranks();
    bool shared = false, busy = false;
    for (const auto& a : s_.adversaries)
      for (const auto& b : s_.adversaries) {
        if (&a == &b) continue;
        const bool together = any_targets(a, b, [&](const auto& x, const auto& y) { return share_a_responder(x, y); });
        const bool slowed = any_targets(a, b, [&](const auto& x, const auto& y) { return busies(y, x); });
        shared = shared || together;
        busy = busy || slowed;
        const bool felt = together || any_targets(a, b, [&](const auto& x, const auto& y) { return busies(x, y); });
        if (!felt)
          note_but("no effect on any choice: those who respond to " + b.id + " do not feel what " + a.id + " does",
                   {"adversary." + a.id + ".closing_ranks." + b.id}, used_);
      }
    if (s_.adversaries.size() == 1)
      return note("no effect but with several adversaries at once", {"model.attention", "rung.*.demand"});
    if (!shared && !busy)
      return note("no effect: no two adversaries' targets have a responder in common, nor one in the other's pact",
                  {"model.attention", "rung.*.demand"});
    if (!busy) note("no effect: no crisis keeps the pact of another adversary's target busy", {"model.attention"});
    if (!shared && always_zero(s_.model.attention))
      note("no effect: no responder is shared, and `attention` is 0", {"rung.*.demand"});
  }

  const Scenario<Quantity>& s_;
  std::vector<std::string> given_;
  std::map<std::string, std::set<std::string>> responders_;  // by target, itself included
  std::vector<std::string> used_;                            // patterns of keys that a campaign may need of anybody
  std::vector<IdleKeys> found_;
};

}  // namespace

std::vector<IdleKeys> idle_keys(const ReadResult& read) { return Search(read).found(); }

}  // namespace wedge::engine
