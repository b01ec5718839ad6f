// From a campaign's state to the numbers of a crisis.
#pragma once

#include <algorithm>
#include <limits>

#include "campaign/laws.hpp"
#include "equilibrium/crisis_solution.hpp"
#include "measures/measures.hpp"

namespace wedge {

template <class Real>
Reputation<Real> blank_reputation(const CampaignFrame& frame, std::size_t defenders, std::size_t adversaries) {
  const int regions = static_cast<int>(frame.regions.size());
  return {regions, frame.region_of, std::vector<Real>(defenders * regions),
          std::vector<std::vector<Real>>(adversaries, std::vector<Real>(defenders * regions))};
}

/// Sets one lane of `s`, a draw of the same scenario as `initial`, and of the reputations to this state.
template <class Real>
void set_lane_to(const Scenario<double>& initial, const CampaignFrame& frame, const CampaignState& state, int i,
                 Scenario<Real>& s, Reputation<Real>& reputation) {
  const int regions = reputation.regions;
  for (std::size_t k = 0; k < state.defenders.size(); ++k) {
    const DefenderState& own = state.defenders[k];
    set_lane(s.defenders[k].forces, i, own.forces);
    set_lane(s.defenders[k].hybrid_resilience, i, own.hybrid_resilience);
    set_lane(s.defenders[k].missile_defence, i, own.missile_defence);
    for (std::size_t g = 0; g < own.posture.size(); ++g)
      set_lane(s.defenders[k].posture.entries[g].second, i, own.posture[g]);
    for (int g = 0; g < regions; ++g) {
      set_lane(reputation.steadfast[k * regions + g], i, probability_of(own.log_odds[g]));
      for (std::size_t j = 0; j < state.adversaries.size(); ++j) {
        const int at = frame.perceives[j][k];
        const double seen = at < 0 ? own.log_odds[g]  // its own belief moves with the public one
                                   : log_odds_of(initial.adversaries[j].perceives.entries[at].second) +
                                         own.log_odds[g] - log_odds_of(initial.defenders[k].steadfast);
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
      const int to = frame.commitment_ends[c].to;
      if (initial.defenders[k].global() && frame.on("burden_sharing"))
        set_lane(s.commitments[c].stake, i,
                 shared_burden(first.stake, initial.campaign.burden_sharing, state.defenders[to].forces,
                               initial.defenders[to].forces));
      if (frame.on("reputation"))  // what it stands to lose elsewhere
        set_lane(s.commitments[c].penalty, i,
                 first.penalty + initial.defenders[k].reputation * initial.campaign.spillover * (regions - 1));
    }
}

/// One lane of the measures of what is left of a crisis, its targets where the adversary has them; a target that is
/// lost stays lost. `out` has been that adversary's before, so that its entries are there.
template <class Real>
void take_measures(const Measures<Real>& wide, int i, const CrisisStructure& crisis, Measures<double>& out) {
  std::vector<double*> places;
  places.reserve(32);
  for_each_measure(out, [&](const Measure&, std::span<double> values) { places.push_back(values.data()); });
  auto next = places.begin();
  for_each_measure(wide, [&](const Measure&, std::span<const Real> values) {
    std::transform(values.begin(), values.end(), *next++, [i](const Real& x) { return lane(x, i); });
  });
  out.total_loss += static_cast<double>(out.loss.size() - crisis.targets.size());
  std::fill(out.loss.begin(), out.loss.end(), 1.0);
  std::fill(out.attack_by_target.begin(), out.attack_by_target.end(), undefined);
  for (std::size_t t = 0; t < crisis.targets.size(); ++t) {
    out.loss[crisis.targets[t].prize] = lane(wide.loss[t], i);
    out.attack_by_target[crisis.targets[t].prize] = lane(wide.attack_by_target[t], i);
  }
}

/// The measures of an adversary that is sure to be quiet: it has no opportunity, or nothing left to attack.
void set_quiet(const Scenario<Quantity>& scenario, const CampaignFrame& frame, const CampaignState& state,
               int adversary, Measures<double>& out);

}  // namespace wedge
