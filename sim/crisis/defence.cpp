#include "crisis/defence.hpp"

#include "crisis/forces.hpp"

namespace wedge {
namespace {

// How this crisis and the others share one responder's forces, eq. (2).
template <class Real>
struct Shares {
  Real everywhere{1.0}, here{1.0};

  Shares(const Demands<Real>& demands, const Real& own, int defender) {
    if (demands.none()) return;
    everywhere = crisis_share(own, demands.everywhere[defender]);
    here = crisis_share(own, demands.here[defender]);
  }
};

template <class Real>
Real available_force(const Scenario<Real>& s, const Target& t, int k, const Shares<Real>& shares) {
  const Defender<Real>& defender = s.defenders[t.responders[k]];
  const Real reach = k == t.victim ? Real(1.0) : s.commitments[t.commitment[k]].reach;
  if (!defender.global()) return regional_force(defender.forces, reach, shares.everywhere);
  Real reserve(1.0);
  for (const auto& [region, posture] : defender.posture.entries) reserve -= posture;
  const Real posture = t.posture[k] < 0 ? Real(0.0) : defender.posture.entries[t.posture[k]].second;
  return global_force(defender.forces, reach, posture, shares.here, reserve, shares.everywhere);
}

// 1 + attention · max D over the pact's members: other crises slow its procedures down.
template <class Real>
Real distraction(const Scenario<Real>& s, const Target& t, const Demands<Real>& demands) {
  Real most(0.0);
  if (!demands.none())
    for (const int member : t.pact_members) most = max(most, demands.everywhere[member]);
  return 1.0 + s.model.attention * most;
}

template <class Real>
void set_decision_rule(const Scenario<Real>& s, const Target& t, Defence<Real>& d) {
  d.size = t.size();
  d.victim = t.victim;
  d.planned = t.pact >= 0;
  d.members = t.members;
  d.ad_hoc = s.model.ad_hoc;
  if (!d.planned) return;
  const Pact<Real>& pact = s.pacts[t.pact];
  d.need = ceil(pact.quorum * static_cast<double>(t.pact_members.size()) - 1e-9);
  d.ad_hoc = pact.ad_hoc;
  d.ad_hoc_force = pact.ad_hoc_force;
}

}  // namespace

template <class Real>
Defence<Real> decision_rule(const Scenario<Real>& s, const Target& t) {
  Defence<Real> d{};
  set_decision_rule(s, t, d);
  return d;
}

template <class Real>
void set_defence(const Scenario<Real>& s, const Target& t, int rung, const Demands<Real>& demands, Defence<Real>& d) {
  const int n = t.size();
  const Real redundancy = s.defenders[t.defender].redundancy;
  set_decision_rule(s, t, d);
  Real slower(1.0);
  if (d.planned) {
    const Pact<Real>& pact = s.pacts[t.pact];
    slower = distraction(s, t, demands);
    const Real fallback_days = pact.decision_days + pact.fallback_days;
    d.pact_slowness = power<Real>(slower * pact.decision_days, s.model.delay_shape);
    d.fallback_slowness = power<Real>(slower * fallback_days, s.model.delay_shape);
  }
  for (auto* numbers : {&d.force, &d.slowness, &d.stake, &d.bonus, &d.gap, &d.practice, &d.relief}) numbers->clear();
  for (int k = 0; k < n; ++k) {
    const Defender<Real>& defender = s.defenders[t.responders[k]];
    const Real weight = crisis_weight(s.rungs[rung].demand, k == t.victim);
    d.force.push_back(available_force(s, t, k, Shares<Real>(demands, weight, t.responders[k])));
    d.slowness.push_back(power<Real>(slower * defender.decision_days, s.model.delay_shape));
    const int tie = t.tie[k * n + t.victim];
    const Real affinity = tie < 0 ? Real(0.0) : s.ties[tie].affinity;
    const Real integration = tie < 0 ? Real(0.0) : s.ties[tie].integration;
    if (k == t.victim) {
      d.stake.push_back(Real(1.0));
      d.bonus.push_back(Real(0.0));
      d.gap.push_back(Real(0.0));
    } else {
      const Commitment<Real>& c = s.commitments[t.commitment[k]];
      d.stake.push_back(stake_in(c.stake, s.model.solidarity, affinity));
      d.bonus.push_back(c.synergy * integration * (1.0 - s.model.redundancy_cost * redundancy));
      d.gap.push_back(c.dependency * integration * (1.0 - redundancy));
    }
    for (int l = 0; l < n; ++l) {
      const int with = t.tie[k * n + l];
      d.practice.push_back(with < 0 ? Real(0.0) : s.ties[with].sharing * s.ties[with].integration);
      d.relief.push_back(with < 0 ? Real(0.0) : s.ties[with].assistance);
    }
  }
  d.basings.clear();
  for (const Target::Basing& at : t.basings) {
    const Basing<Real>& basing = s.basings[at.entry];
    const int tie = t.tie[at.from * n + at.host];
    const Real integration = tie < 0 ? Real(0.0) : s.ties[tie].integration;
    d.basings.push_back({at.from, at.host, basing.gain * integration * (1.0 - s.model.redundancy_cost * redundancy),
                         basing.dependency * integration * (1.0 - redundancy)});
  }
}

template Defence<double> decision_rule(const Scenario<double>&, const Target&);
template Defence<Pack> decision_rule(const Scenario<Pack>&, const Target&);
template void set_defence(const Scenario<double>&, const Target&, int, const Demands<double>&, Defence<double>&);
template void set_defence(const Scenario<Pack>&, const Target&, int, const Demands<Pack>&, Defence<Pack>&);

}  // namespace wedge
