#include "crisis/structure.hpp"

#include "base/real.hpp"

namespace wedge {
namespace {

template <class Value>
int find_commitment(const Scenario<Value>& s, const std::string& from, const std::string& to) {
  for (std::size_t c = 0; c < s.commitments.size(); ++c)
    if (s.commitments[c].from == from && s.commitments[c].to == to) return static_cast<int>(c);
  return -1;
}

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
    const int commitment = find_commitment(s, s.defenders[k].id, victim);
    if ((k != t.defender && commitment < 0) || (!lost.empty() && lost[k])) continue;
    if (k == t.defender) t.victim = t.size();
    t.responders.push_back(k);
    t.commitment.push_back(commitment);
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

// The menu at one rung: `none`, then each tactic at single responders and at the group.
void append_menu(CrisisStructure& crisis, const std::vector<Tactic>& tactics, int target, int rung) {
  const Target& t = crisis.targets[target];
  crisis.actions.push_back({target, rung, Tactic::none, 0});
  for (const Tactic tactic : tactics) {
    for (int k = 0; k < t.size(); ++k)
      if (k != t.victim || tactic != Tactic::court)  // one does not pay the victim to concede
        crisis.actions.push_back({target, rung, tactic, only(k)});
    const Coalition group = t.everybody() & ~only(t.victim);
    if (std::popcount(group) > 1) crisis.actions.push_back({target, rung, tactic, group});
  }
}

}  // namespace

std::string_view tactic_name(Tactic tactic) {
  switch (tactic) {
    case Tactic::threaten:
      return "threaten";
    case Tactic::squeeze:
      return "squeeze";
    case Tactic::court:
      return "court";
    case Tactic::none:
      break;
  }
  return "none";
}

template <class Value>
CrisisStructure crisis_structure(const Scenario<Value>& scenario, int adversary, const std::vector<bool>& lost) {
  const Adversary<Value>& a = scenario.adversaries[adversary];
  CrisisStructure crisis{adversary, static_cast<int>(a.types.size()), static_cast<int>(scenario.rungs.size()), {}, {}};
  std::vector<Tactic> tactics;
  for (const std::string& name : a.tactics)
    for (const Tactic tactic : {Tactic::threaten, Tactic::squeeze, Tactic::court})
      if (name == tactic_name(tactic)) tactics.push_back(tactic);
  for (int prize = 0; prize < static_cast<int>(a.prize.entries.size()); ++prize) {
    if (!lost.empty() && lost[scenario.find(scenario.defenders, a.prize.entries[prize].first)]) continue;
    crisis.targets.push_back(target_structure(scenario, a, prize, lost));
    const int target = static_cast<int>(crisis.targets.size()) - 1;
    for (int rung = 0; rung < crisis.rungs; ++rung) append_menu(crisis, tactics, target, rung);
  }
  return crisis;
}

template CrisisStructure crisis_structure(const Scenario<Quantity>&, int, const std::vector<bool>&);
template CrisisStructure crisis_structure(const Scenario<double>&, int, const std::vector<bool>&);
template CrisisStructure crisis_structure(const Scenario<Pack>&, int, const std::vector<bool>&);

}  // namespace wedge
