#include "crisis/structure.hpp"

#include <algorithm>

#include "base/real.hpp"

namespace wedge {
namespace {

template <class Value>
Target target_structure(const Scenario<Value>& s, const Adversary<Value>& adversary, int prize,
                        const std::vector<bool>& lost) {
  Target t{};
  const std::string& victim = adversary.prize.entries[prize].first;
  t.prize = prize;
  t.defender = s.find(s.defenders, victim);
  const Defender<Value>& defender = s.defenders[t.defender];
  t.forces = adversary.forces.find(defender.region);
  for (int k = 0; k < static_cast<int>(s.defenders.size()); ++k) {
    if (!s.responds(s.defenders[k], victim) || (!lost.empty() && lost[k])) continue;
    if (k == t.defender) t.victim = t.size();
    t.responders.push_back(k);
    t.commitment.push_back(k == t.defender ? -1 : s.find_commitment(s.defenders[k].id, victim));
    t.posture.push_back(s.defenders[k].posture.find(defender.region));
    t.exposure.push_back(adversary.exposure.find(s.defenders[k].id));
    t.perceives.push_back(adversary.perceives.find(s.defenders[k].id));
  }
  for (int k : t.responders)
    for (int l : t.responders) {
      int found = -1;
      for (int tie = 0; tie < static_cast<int>(s.ties.size()); ++tie)
        if (k != l && s.ties[tie].joins(s.defenders[k].id, s.defenders[l].id)) found = tie;
      t.tie.push_back(found);
    }
  const auto responder = [&](const std::string& id) {
    for (int k = 0; k < t.size(); ++k)
      if (s.defenders[t.responders[k]].id == id) return k;
    return -1;
  };
  for (int b = 0; b < static_cast<int>(s.basings.size()); ++b) {
    const int from = responder(s.basings[b].from), host = responder(s.basings[b].host);
    if (s.basings[b].to == victim && from >= 0 && host >= 0) t.basings.push_back({b, from, host});
  }
  t.pact = s.find(s.pacts, defender.plan);
  if (t.pact >= 0) {
    for (const std::string& id : s.pacts[t.pact].members) {
      const int member = s.find(s.defenders, id);
      if (!lost.empty() && lost[member]) continue;
      t.pact_members.push_back(member);
      for (int k = 0; k < t.size(); ++k)
        if (t.responders[k] == member) t.members |= only(k);
    }
  }
  return t;
}

// The responders of a target at whom a tactic may be pointed.
template <class Value>
Coalition aimed_at(const Scenario<Value>& s, const Aims& aims, const TacticRow& row, const Target& t) {
  const std::vector<std::string>& named = aims.of(row.tactic);
  Coalition out = 0;
  for (int k = 0; k < t.size(); ++k)
    if (named.empty() || std::find(named.begin(), named.end(), s.defenders[t.responders[k]].id) != named.end())
      out |= only(k);
  return row.aim == Aim::responders ? out : out & ~only(t.victim);
}

// The menu at one rung: `none`, then each tactic at single responders and at the group.
template <class Value>
void append_menu(const Scenario<Value>& s, const Aims& aims, std::span<const TacticRow* const> tactics, int target,
                 int rung, CrisisStructure& crisis) {
  const Target& t = crisis.targets[target];
  crisis.actions.push_back({target, rung, Tactic::none, 0});
  for (const TacticRow* const row : tactics) {
    const Coalition aimed = aimed_at(s, aims, *row, t);
    for (int k = 0; k < t.size(); ++k)
      if (has(aimed, k)) crisis.actions.push_back({target, rung, row->tactic, only(k)});
    const Coalition group = aimed & ~only(t.victim);
    if (std::popcount(group) > 1) crisis.actions.push_back({target, rung, row->tactic, group});
  }
}

}  // namespace

template <class Value>
CrisisStructure crisis_structure(const Scenario<Value>& scenario, int adversary, const std::vector<bool>& lost) {
  const Adversary<Value>& a = scenario.adversaries[adversary];
  CrisisStructure crisis{.adversary = adversary,
                         .types = static_cast<int>(a.types.size()),
                         .rungs = static_cast<int>(scenario.rungs.size()),
                         .targets = {},
                         .actions = {}};
  std::vector<const TacticRow*> tactics;
  for (const std::string& name : a.tactics)
    for (const TacticRow& row : tactics_to_choose())
      if (name == row.name) tactics.push_back(&row);
  for (int prize = 0; prize < static_cast<int>(a.prize.entries.size()); ++prize) {
    if (!lost.empty() && lost[scenario.find(scenario.defenders, a.prize.entries[prize].first)]) continue;
    crisis.targets.push_back(target_structure(scenario, a, prize, lost));
    const int target = static_cast<int>(crisis.targets.size()) - 1;
    for (int rung = 0; rung < crisis.rungs; ++rung) append_menu(scenario, a.aims, tactics, target, rung, crisis);
  }
  return crisis;
}

template CrisisStructure crisis_structure(const Scenario<Quantity>&, int, const std::vector<bool>&);
template CrisisStructure crisis_structure(const Scenario<double>&, int, const std::vector<bool>&);
template CrisisStructure crisis_structure(const Scenario<Pack>&, int, const std::vector<bool>&);

}  // namespace wedge
