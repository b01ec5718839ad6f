#include "engine/idle_keys.hpp"

#include "engine/idle_search.hpp"
#include "scenario/keys.hpp"
#include "scenario/numbers.hpp"

namespace wedge::engine {
namespace {

bool always_one(const Quantity& q) { return !q.absent() && q.support().low == 1.0 && q.support().high == 1.0; }

// holds(target of a, target of b) for some of both.
bool any_pair_of_targets(const Adversary<Quantity>& a, const Adversary<Quantity>& b, auto holds) {
  for (const auto& [here, prize_here] : a.prize.entries)
    for (const auto& [there, prize_there] : b.prize.entries)
      if (holds(here, there)) return true;
  return false;
}

}  // namespace

IdleSearch::IdleSearch(const ReadResult& read) : s_(read.scenario) {
  Scenario<Quantity> copy = s_;
  for (const auto& leaf : leaves(copy))
    if (among(read.given, leaf.key) &&
        (!always_zero(*leaf.value) || key_matches("adversary.*.closing_ranks.*", leaf.key)))
      given_.push_back(leaf.key);
  for (const auto& adversary : s_.adversaries)
    for (const auto& [target, prize] : adversary.prize.entries)
      for (const auto& d : s_.defenders)
        if (s_.responds(d, target)) responders_[target].insert(d.id);
  find_uses_of_campaigns();
}

std::vector<IdleKeys> IdleSearch::found() {
  mechanisms();
  foresight();
  hedging();
  peacetime_forces();
  patrons();
  memory();
  bystanders();
  aims();
  menus();
  beliefs();
  time();
  ties();
  bases();
  several();
  return std::move(found_);
}

void IdleSearch::note_but(const std::string& why, const std::vector<std::string>& patterns,
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

void IdleSearch::bystanders() {
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

bool IdleSearch::pointed_at(const Adversary<Quantity>& adversary, const std::string& tactic,
                            const std::string& defender) const {
  if (!among(adversary.tactics, tactic)) return false;
  for (const TacticRow& row : tactics_to_choose()) {
    if (row.name != tactic) continue;
    const std::vector<std::string>& named = adversary.aims.of(row.tactic);
    if (!named.empty() && !among(named, defender)) return false;
    for (const auto& [target, prize] : adversary.prize.entries)
      if (responds(defender, target) && (row.aim == Aim::responders || defender != target)) return true;
  }
  return false;
}

void IdleSearch::aims() {
  for (const auto& a : s_.adversaries)
    for (const TacticRow& row : tactics_to_choose()) {
      const std::string tactic(row.name), key = "adversary." + a.id + ".aims." + tactic;
      const std::vector<std::string>& named = a.aims.of(row.tactic);
      if (named.empty()) continue;
      std::string missed;
      for (const std::string& name : named)
        if (!pointed_at(a, tactic, name)) missed += (missed.empty() ? "" : ", ") + name;
      const bool all = std::all_of(s_.defenders.begin(), s_.defenders.end(), [&](const auto& d) {
        return among(named, d.id) || !responds_to(a, d.id) ||
               (row.aim == Aim::allies &&
                std::none_of(a.prize.entries.begin(), a.prize.entries.end(),
                             [&](const auto& p) { return responds(d.id, p.first) && d.id != p.first; }));
      });
      if (!among(a.tactics, tactic))
        note_word("no effect without " + tactic + " among the tactics of " + a.id, key);
      else if (!points(a, tactic))
        note_word(tactic + " is never chosen: nobody named is asked to support a target of " + a.id, key);
      else if (!missed.empty())
        note_word("no effect on " + missed + ": not asked to support a target of " + a.id, key);
      else if (all)
        note_word("no effect: it names everybody at whom " + tactic + " may be pointed", key);
    }
}

void IdleSearch::menus() {
  for (const TacticRow& row : tactics_to_choose()) {
    const std::string tactic(row.name);
    std::vector<std::string> common{"tactic." + tactic + ".cost"};
    for (const std::string_view pattern : row.common_keys)
      if (!pattern.empty()) common.emplace_back(pattern);
    bool anybody = false;
    for (const auto& a : s_.adversaries) {
      if (points(a, tactic)) {
        anybody = true;
        continue;
      }
      std::vector<std::string> own;
      for (const std::string_view pattern : row.own_keys)
        if (!pattern.empty()) own.push_back("adversary." + a.id + "." + std::string(pattern));
      note(among(a.tactics, tactic) ? "no effect: " + tactic + " of " + a.id + " is pointed at nobody"
                                    : "no effect without " + tactic + " among the tactics of " + a.id,
           own);
    }
    if (!anybody) note("no effect while " + tactic + " is nobody's tactic", common);
  }
  const bool no_risk =
      std::all_of(s_.rungs.begin(), s_.rungs.end(), [](const auto& r) { return always_zero(r.escalation_risk); });
  std::vector<std::string> spared;
  for (const auto& d : s_.defenders)
    if (std::none_of(s_.adversaries.begin(), s_.adversaries.end(),
                     [&](const auto& a) { return pointed_at(a, "threaten", d.id); }))
      spared.push_back("defender." + d.id + ".vulnerability");
  note("no effect: nobody's threat is pointed at them", spared);
  for (const auto& a : s_.adversaries) {
    const std::string own = "adversary." + a.id;
    const auto& exposure = a.exposure.entries;
    for (const auto& [id, amount] : exposure)
      if (!pointed_at(a, "squeeze", id))
        note("no effect: squeeze of " + a.id + " is not pointed at " + id, {own + ".exposure." + id});
    if (no_risk) note("no effect while `escalation_risk` of every rung is 0", {own + ".brink"});
    if (always_zero(a.leverage) && always_zero(a.leverage_cost))
      note("no effect on any choice while `leverage` and `leverage_cost` of " + a.id + " are 0", {own + ".onset"});
    if (std::none_of(exposure.begin(), exposure.end(),
                     [&](const auto& x) { return !always_zero(x.second) && pointed_at(a, "squeeze", x.first); }))
      note("no effect on any choice while nobody whom it may squeeze is exposed to " + a.id, {own + ".onset"});
  }
  for (const auto& a : s_.adversaries)
    if (a.tactics.empty()) note("no effect without tactics of " + a.id, {"adversary." + a.id + ".tactic_precision"});
  if (std::all_of(s_.rungs.begin(), s_.rungs.end(), [](const auto& r) { return always_zero(r.hybrid); }))
    note("no effect while `hybrid` of every rung is 0", {"defender.*.hybrid_resilience"});
}

void IdleSearch::beliefs() {
  for (const auto& d : s_.defenders)
    if (always_zero(d.resolve_gap))
      note_but("no effect while `resolve_gap` of " + d.id + " is 0",
               {"defender." + d.id + ".steadfast", "adversary.*.perceives." + d.id}, used_);
  if (!s_.model.signalling &&
      std::all_of(s_.adversaries.begin(), s_.adversaries.end(), [](const auto& a) { return a.types.size() < 2; }))
    note_word("no effect: no adversary has several types, whom an attack could tell apart", "model.signalling");
}

void IdleSearch::time() {
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

void IdleSearch::ties() {
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
    if (always_one(s_.defenders[s_.find(s_.defenders, c.to)].redundancy))
      note("no effect while `redundancy` of " + c.to + " is 1", {"commitment." + c.name() + ".dependency"});
  }
}

void IdleSearch::bases() {
  for (const auto& b : s_.basings) {
    const auto joined = [&](const auto& tie) { return tie.joins(b.from, b.host) && !always_zero(tie.integration); };
    if (always_zero(b.gain) && always_zero(b.dependency))
      note("no effect while `gain` and `dependency` are 0", {"basing." + b.name() + ".*"});
    if (!responders_.contains(b.to)) note("no effect: nobody attacks " + b.to, {"basing." + b.name() + ".*"});
    if (std::none_of(s_.ties.begin(), s_.ties.end(), joined))
      note("no effect while " + b.from + " and " + b.host + " are not integrated", {"basing." + b.name() + ".*"});
    if (always_zero(s_.commitments[s_.find_commitment(b.from, b.to)].reach))
      note("no effect: no force of " + b.from + " reaches " + b.to, {"basing." + b.name() + ".*"});
    if (always_one(s_.defenders[s_.find(s_.defenders, b.to)].redundancy))
      note("no effect while `redundancy` of " + b.to + " is 1", {"basing." + b.name() + ".dependency"});
  }
}

bool IdleSearch::share_a_responder(const std::string& a, const std::string& b) const {
  const auto& there = responders_.at(b);
  return std::any_of(there.begin(), there.end(), [&](const auto& d) { return responds(d, a); });
}

// Whether an attack on `there` slows the pact that governs the defence of `here`.
bool IdleSearch::busies(const std::string& there, const std::string& here) const {
  const int pact = s_.find(s_.pacts, s_.defenders[s_.find(s_.defenders, here)].plan);
  return pact >= 0 && std::any_of(s_.pacts[pact].members.begin(), s_.pacts[pact].members.end(),
                                  [&](const auto& m) { return responds(m, there); });
}

// A weight of 0 is worth a note, as no other number that is 0: it still has the crises solved together.
void IdleSearch::idle_ranks() {
  for (const auto& a : s_.adversaries)
    for (const auto& [other, weight] : a.closing_ranks.entries)
      if (always_zero(weight)) note("no effect while it is 0", {"adversary." + a.id + ".closing_ranks." + other});
}

void IdleSearch::several() {
  idle_ranks();
  bool shared = false, busy = false;
  for (const auto& a : s_.adversaries)
    for (const auto& b : s_.adversaries) {
      if (&a == &b) continue;
      const bool together =
          any_pair_of_targets(a, b, [&](const auto& x, const auto& y) { return share_a_responder(x, y); });
      const bool slowed = any_pair_of_targets(a, b, [&](const auto& x, const auto& y) { return busies(y, x); });
      shared = shared || together;
      busy = busy || slowed;
      const bool felt =
          together || any_pair_of_targets(a, b, [&](const auto& x, const auto& y) { return busies(x, y); });
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

std::vector<IdleKeys> idle_keys(const ReadResult& read) { return IdleSearch(read).found(); }

}  // namespace wedge::engine
