// From a campaign's state to the numbers of a crisis.
#pragma once

#include "wedge/campaign/laws.hpp"
#include "wedge/equilibrium/crisis_solution.hpp"
#include "wedge/measures/measures.hpp"

namespace wedge {

template <class Real>
Reputation<Real> blank_reputation(const CampaignFrame& frame, std::size_t defenders, std::size_t adversaries) {
  const int regions = static_cast<int>(frame.regions.size());
  return {regions, frame.region_of, std::vector<Real>(defenders * regions),
          std::vector<std::vector<Real>>(adversaries, std::vector<Real>(defenders * regions))};
}

/// Sets one lane of `s`, a draw of the same scenario as `initial`, and of the reputations to this state.
template <class Real>
void set_lane_to(const Scenario<double>& initial, const CampaignFrame& frame, const CampaignState& state, int i, Scenario<Real>& s,
                 Reputation<Real>& reputation) {
  const int regions = reputation.regions;
  for (std::size_t k = 0; k < state.defenders.size(); ++k) {
    const DefenderState& own = state.defenders[k];
    set_lane(s.defenders[k].forces, i, own.forces);
    set_lane(s.defenders[k].hybrid_resilience, i, own.hybrid_resilience);
    set_lane(s.defenders[k].missile_defence, i, own.missile_defence);
    for (std::size_t g = 0; g < own.posture.size(); ++g) set_lane(s.defenders[k].posture.entries[g].second, i, own.posture[g]);
    for (int g = 0; g < regions; ++g) {
      set_lane(reputation.steadfast[k * regions + g], i, probability_of(own.log_odds[g]));
      for (std::size_t j = 0; j < state.adversaries.size(); ++j) {
        const int at = initial.adversaries[j].perceives.find(initial.defenders[k].id);
        const double seen = at < 0 ? own.log_odds[g]  // its own belief moves with the public one
                                   : log_odds_of(initial.adversaries[j].perceives.entries[at].second) + own.log_odds[g] -
                                         log_odds_of(initial.defenders[k].steadfast);
        set_lane(reputation.perceived[j][k * regions + g], i, probability_of(seen));
      }
    }
  }
  for (std::size_t j = 0; j < state.adversaries.size(); ++j) {
    const AdversaryState& own = state.adversaries[j];
    Adversary<Real>& a = s.adversaries[j];
    set_lane(a.arsenal, i, own.arsenal);
    set_lane(a.grievance, i, own.grievance);
    for (std::size_t g = 0; g < own.forces.size(); ++g) set_lane(a.forces.entries[g].second, i, own.forces[g]);
    for (std::size_t l = 0; l < own.ranks.size(); ++l) set_lane(a.closing_ranks.entries[l].second, i, own.ranks[l]);
    for (std::size_t t = 0; t < own.belief.size(); ++t) set_lane(a.types[t].prior, i, own.belief[t]);
  }
  for (std::size_t t = 0; t < state.ties.size(); ++t) {
    set_lane(s.ties[t].affinity, i, state.ties[t].affinity);
    set_lane(s.ties[t].integration, i, state.ties[t].integration);
  }
  for (std::size_t k = 0; k < state.defenders.size(); ++k)
    for (const int c : frame.commitments_of[k]) {
      const Commitment<double>& first = initial.commitments[c];
      const int to = initial.find(initial.defenders, first.to);
      if (initial.defenders[k].global() && frame.on("burden_sharing"))
        set_lane(s.commitments[c].stake, i, shared_burden(first.stake, initial.campaign.burden_sharing, state.defenders[to].forces,
                                                          initial.defenders[to].forces));
      if (frame.on("reputation"))  // what it stands to lose elsewhere
        set_lane(s.commitments[c].penalty, i,
                 first.penalty + initial.defenders[k].reputation * initial.campaign.spillover * (regions - 1));
    }
}

/// One lane of the measures of what is left of a crisis, its targets where the adversary has them; a target that is lost
/// stays lost.
template <class Real>
Measures<double> measures_of_lane(const Measures<Real>& wide, int i, const CrisisStructure& crisis, std::size_t targets) {
  std::vector<std::vector<double>> values;
  Measures<Real>::fields(wide, [&](const Measure&, const auto& value) {
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, Real>) {
      values.push_back({lane(value, i)});
    } else {
      auto& own = values.emplace_back();
      for (const Real& x : value) own.push_back(lane(x, i));
    }
  });
  Measures<double> out{};
  std::size_t next = 0;
  Measures<double>::fields(out, [&](const Measure&, auto& value) {
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, double>)
      value = values[next++][0];
    else
      value = std::move(values[next++]);
  });
  std::vector<double> loss(targets, 1.0), attack(targets, std::numeric_limits<double>::quiet_NaN());
  for (std::size_t t = 0; t < crisis.targets.size(); ++t) {
    loss[crisis.targets[t].prize] = out.loss[t];
    attack[crisis.targets[t].prize] = out.attack_by_target[t];
  }
  out.total_loss += static_cast<double>(targets - crisis.targets.size());
  out.loss = std::move(loss);
  out.attack_by_target = std::move(attack);
  return out;
}

/// Those of an adversary that is sure to be quiet: it has no opportunity, or nothing left to attack.
Measures<double> measures_of_quiet(const Scenario<Quantity>& scenario, const CampaignState& state, int adversary);

}  // namespace wedge
