#include "idle_keys.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "table.hpp"
#include "wedge/scenario/keys.hpp"
#include "wedge/scenario/numbers.hpp"

namespace wedge::app {
namespace {

bool always_zero(const Quantity& q) {
  return !q.absent() && q.support().low == 0.0 && q.support().high == 0.0;
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

class Search {
 public:
  explicit Search(const ReadResult& read) : s_(read.scenario) {
    Scenario<Quantity> copy = s_;
    for (const auto& leaf : leaves(copy))
      if (holds(read.given, leaf.key) && (!always_zero(*leaf.value) || key_matches("adversary.*.closing_ranks.*", leaf.key)))
        given_.push_back(leaf.key);
    for (const auto& adversary : s_.adversaries)
      for (const auto& [target, prize] : adversary.prize.entries)
        responders_[target].insert(target);
    for (const auto& c : s_.commitments)
      if (responders_.contains(c.to)) responders_[c.to].insert(c.from);
  }

  std::vector<IdleKeys> found() {
    bystanders();
    menus();
    beliefs();
    time();
    ties();
    several();
    return std::move(found_);
  }

 private:
  // Each key is noted once, for the first reason that applies.
  void note(const std::string& why, const std::vector<std::string>& patterns) {
    IdleKeys idle{why, {}};
    std::erase_if(given_, [&](const std::string& key) {
      const bool hit = std::any_of(patterns.begin(), patterns.end(),
                                   [&](const auto& p) { return key_matches(p, key); });
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
    return std::any_of(targets.begin(), targets.end(),
                       [&](const auto& t) { return responds(defender, t.first); });
  }

  void bystanders() {
    for (const auto& d : s_.defenders) {
      if (!responds_together(d.id, d.id))
        note("no effect: nobody attacks " + d.id + ", and it has no commitment to anybody attacked",
             {"defender." + d.id + ".*"});
      else if (!responders_.contains(d.id))
        note("no effect: nobody attacks " + d.id, {"defender." + d.id + ".redundancy"});
    }
    for (const auto& c : s_.commitments)
      if (!responders_.contains(c.to))
        note("no effect: nobody attacks " + c.to, {"commitment." + c.name() + ".*"});
    for (const auto& a : s_.adversaries)
      for (const auto& d : s_.defenders)
        if (!responds_to(a, d.id))
          note("no effect: " + d.id + " has no commitment to a target of " + a.id,
               {"adversary." + a.id + ".exposure." + d.id,
                "adversary." + a.id + ".perceives." + d.id});
  }

  void menus() {
    const auto nobody = [&](const std::string& tactic) {
      return std::none_of(s_.adversaries.begin(), s_.adversaries.end(),
                          [&](const auto& a) { return holds(a.tactics, tactic); });
    };
    const auto without = [&](const std::string& tactic, const std::vector<std::string>& own,
                             std::vector<std::string> common) {
      for (const auto& a : s_.adversaries) {
        if (holds(a.tactics, tactic)) continue;
        std::vector<std::string> keys;
        for (const std::string& key : own) keys.push_back("adversary." + a.id + "." + key);
        note("no effect without " + tactic + " among the tactics of " + a.id, keys);
      }
      common.push_back("tactic." + tactic + ".cost");
      if (nobody(tactic)) note("no effect while " + tactic + " is nobody's tactic", common);
    };
    without("threaten", {"arsenal", "strike_effect", "cover", "execution_cost"},
            {"defender.*.vulnerability", "defender.*.missile_defence", "defender.*.retaliation",
             "rung.*.escalation_risk", "model.saturation"});
    without("squeeze", {"leverage", "leverage_cost", "exposure.*"},
            {"defender.*.economic_resilience", "tie.*.assistance"});
    without("court", {"largesse", "reliability"}, {});
    for (const auto& a : s_.adversaries)
      if (a.tactics.empty())
        note("no effect without tactics of " + a.id, {"adversary." + a.id + ".tactic_precision"});
    if (std::all_of(s_.rungs.begin(), s_.rungs.end(),
                    [](const auto& r) { return always_zero(r.hybrid); }))
      note("no effect while `hybrid` of every rung is 0", {"defender.*.hybrid_resilience"});
  }

  void beliefs() {
    for (const auto& d : s_.defenders)
      if (always_zero(d.resolve_gap))
        note("no effect while `resolve_gap` of " + d.id + " is 0",
             {"defender." + d.id + ".steadfast", "adversary.*.perceives." + d.id});
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
             {"pact." + p.id + ".fallback_days", "pact." + p.id + ".ad_hoc",
              "pact." + p.id + ".ad_hoc_force"});
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
        note("no effect: the two never respond to the same attack", {"tie." + tie.name() + ".*"});
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
        if (always_zero(weight))
          note("no effect while it is 0", {"adversary." + a.id + ".closing_ranks." + other});
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
          note("no effect on any choice: those who respond to " + b.id + " do not feel what " + a.id + " does",
               {"adversary." + a.id + ".closing_ranks." + b.id});
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
  std::vector<IdleKeys> found_;
};

}  // namespace

std::vector<IdleKeys> idle_keys(const ReadResult& read) { return Search(read).found(); }

std::string idle_keys_text(const ReadResult& read) {
  std::string out;
  for (const IdleKeys& idle : idle_keys(read))
    out += wrapped("note: " + listed(idle.keys) + ": " + idle.why);
  return out.empty() ? out : "\n" + out;
}

}  // namespace wedge::app
