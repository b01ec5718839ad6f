// From a campaign's state to the numbers of a crisis.
#pragma once

#include <algorithm>
#include <deque>
#include <limits>

#include "campaign/laws.hpp"
#include "equilibrium/crisis_solution.hpp"
#include "measures/measures.hpp"
#include "sampling/drawn.hpp"

namespace wedge {

template <class Real>
Reputation<Real> blank_reputation(const CampaignFrame& frame, std::size_t defenders, std::size_t adversaries) {
  const int regions = static_cast<int>(frame.regions.size());
  return {regions,
          frame.region_of,
          std::vector<Real>(defenders * regions),
          std::vector<std::vector<Real>>(adversaries, std::vector<Real>(defenders * regions)),
          {}};
}

/// Sets one lane of what is believed of a defender in a region: b, and what adversaries perceive, which moves with it.
template <class Real>
void set_lane_believed(const Scenario<double>& initial, const CampaignFrame& frame, int k, int region, double log_odds,
                       int i, Reputation<Real>& reputation) {
  const int at = k * reputation.regions + region;
  set_lane(reputation.steadfast[at], i, probability_of(log_odds));
  for (std::size_t j = 0; j < initial.adversaries.size(); ++j) {
    const int own = frame.perceives[j][k];
    const double seen = own < 0 ? log_odds
                                : log_odds_of(initial.adversaries[j].perceives.entries[own].second) + log_odds -
                                      log_odds_of(initial.defenders[k].steadfast);
    set_lane(reputation.perceived[j][at], i, probability_of(seen));
  }
}

/// Sets one lane of `s`, a draw of the same scenario as `initial`, and of the reputations to this state.
template <class Real>
void set_lane_to(const Scenario<double>& initial, const CampaignFrame& frame, const CampaignState& state, int i,
                 Scenario<Real>& s, Reputation<Real>& reputation) {
  const int regions = reputation.regions;
  for (int k = 0; k < static_cast<int>(state.defenders.size()); ++k) {
    const DefenderState& own = state.defenders[k];
    set_lane(s.defenders[k].forces, i, own.forces);
    set_lane(s.defenders[k].hybrid_resilience, i, own.hybrid_resilience);
    set_lane(s.defenders[k].missile_defence, i, own.missile_defence);
    for (std::size_t g = 0; g < own.posture.size(); ++g)
      set_lane(s.defenders[k].posture.entries[g].second, i, own.posture[g]);
    for (int g = 0; g < regions; ++g) set_lane_believed(initial, frame, k, g, own.log_odds[g], i, reputation);
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
      if (frame.on("reputation") && !frame.foresees[k])  // what it stands to lose elsewhere
        set_lane(s.commitments[c].penalty, i,
                 first.penalty + initial.defenders[k].reputation * initial.campaign.spillover * (regions - 1));
    }
}

/// The numbers of campaigns as they stand, a lane each.
template <class Real>
class CampaignLoader {
 public:
  /// `leaves`: positions (numbers.hpp) of the values that a campaign is given. Keeps a reference to the frame.
  CampaignLoader(const Scenario<Quantity>& source, const CampaignFrame& frame, std::vector<int> leaves)
      : frame_(frame),
        leaves_(std::move(leaves)),
        wide_(source),
        reputation_(blank_reputation<Real>(frame, source.defenders.size(), source.adversaries.size())) {
    for (int i = 0; i < lanes; ++i) narrow_.emplace_back(source);
  }

  /// The values of all campaigns, a row each.
  void begin(std::span<const double> values) { values_ = values; }

  /// The numbers that a campaign began with, until the next of this lane.
  const Scenario<double>& draw(int row, int lane = 0) {
    return narrow_[lane].draw(leaves_, values_.subspan(row * leaves_.size(), leaves_.size()));
  }

  struct Lane {
    int row;
    const CampaignState* state;
  };
  /// Loads these, at least one; the last one in the lanes that are left over. `reputation` becomes theirs.
  const Scenario<Real>& load(std::span<const Lane> campaigns) {
    const std::size_t width = leaves_.size();
    const auto of_lane = [&](int i) { return campaigns[std::min<std::size_t>(i, campaigns.size() - 1)]; };
    values_of_lanes_.resize(lanes * width);
    for (int i = 0; i < lanes; ++i)
      std::copy_n(values_.data() + of_lane(i).row * width, width, values_of_lanes_.data() + i * width);
    Scenario<Real>& s = wide_.draw(leaves_, values_of_lanes_);
    numbers_.clear();
    for (int i = 0; i < lanes; ++i) {
      numbers_.push_back(i < static_cast<int>(campaigns.size()) ? &draw(of_lane(i).row, i) : numbers_.back());
      set_lane_to(*numbers_[i], frame_, *of_lane(i).state, i, s, reputation_);
    }
    return s;
  }

  /// The numbers that the campaign of this lane began with, after load().
  const Scenario<double>& numbers(int lane) const { return *numbers_[lane]; }
  Reputation<Real>& reputation() { return reputation_; }

 private:
  static constexpr int lanes = RealTraits<Real>::lanes;

  const CampaignFrame& frame_;
  const std::vector<int> leaves_;
  DrawnScenario<Real> wide_;
  std::deque<DrawnScenario<double>> narrow_;      // by lane
  std::vector<const Scenario<double>*> numbers_;  // by lane
  Reputation<Real> reputation_;
  std::span<const double> values_;
  std::vector<double> values_of_lanes_;
};

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
