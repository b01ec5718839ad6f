#include "campaign/laws.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "crisis/forces.hpp"

namespace wedge {
namespace {

constexpr double certain = 700.0;  // log-odds beyond which a probability is 0 or 1

double quantile_of_normal(double u) { return boost::math::quantile(boost::math::normal(), u); }

}  // namespace

double probability_of(double log_odds) { return logistic(log_odds); }

double log_odds_of(double p) { return std::clamp(std::log(p) - std::log1p(-p), -certain, certain); }

double learned(const Response& r, double weight) {
  return weight > 0.0 ? weight * (std::log(r.if_steadfast) - std::log(r.if_wavering))
                      : 0.0;  // 0 × ∞ is nothing learned
}

void update_belief(std::span<double> belief, std::span<const double> likelihood) {
  double total = 0.0;
  for (std::size_t i = 0; i < belief.size(); ++i) total += belief[i] * likelihood[i];
  if (!(total > 0.0)) return;
  for (std::size_t i = 0; i < belief.size(); ++i) belief[i] *= likelihood[i] / total;
}

double shared_burden(double stake, double sharing, double forces, double initial_forces) {
  return initial_forces > 0.0 ? stake * (1.0 + sharing * (forces / initial_forces - 1.0)) : stake;
}

CampaignState initial_state(const Scenario<double>& s, const CampaignFrame& frame) {
  CampaignState state;
  for (const auto& d : s.defenders) {
    DefenderState own{d.forces,          d.forces, d.hybrid_resilience,
                      d.missile_defence, {},       std::vector<double>(frame.regions.size(), log_odds_of(d.steadfast))};
    for (const auto& [region, share] : d.posture.entries) own.posture.push_back(share);
    state.defenders.push_back(std::move(own));
  }
  for (const auto& a : s.adversaries) {
    AdversaryState own{{}, {}, {}, {}, a.arsenal, a.grievance};
    for (const auto& [region, forces] : a.forces.entries) own.forces.push_back(forces);
    own.peace = own.forces;
    for (const auto& type : a.types) own.belief.push_back(type.prior);
    for (const auto& [other, weight] : a.closing_ranks.entries) own.ranks.push_back(weight);
    state.adversaries.push_back(std::move(own));
  }
  for (const auto& tie : s.ties) state.ties.push_back({tie.affinity, tie.integration});
  return state;
}

double doubt_of_patron(const Scenario<double>& s, const CampaignFrame& frame, const CampaignState& state, int k,
                       int& patron) {
  patron = -1;
  double most = -1.0;
  for (const int c : frame.patronage[k]) {
    const int from = frame.commitment_ends[c].from;
    const double brings = s.commitments[c].reach * state.defenders[from].forces;
    if (brings <= most) continue;
    most = brings;
    patron = from;
  }
  if (patron < 0 || frame.region_of[k] < 0) return 0.0;
  return 1.0 - probability_of(state.defenders[patron].log_odds[frame.region_of[k]]);
}

std::vector<double> needs(const Scenario<double>& s, const CampaignFrame& frame, const CampaignState& state, int k) {
  const auto& posture = s.defenders[k].posture.entries;
  std::vector<double> out(posture.size(), 0.0);
  for (std::size_t g = 0; g < posture.size(); ++g) {
    const int floor = frame.floor_of[k][g];
    if (floor >= 0) out[g] = s.defenders[k].floor.entries[floor].second;
  }
  for (const int c : frame.commitments_of[k]) {
    const int i = frame.commitment_ends[c].to, region = frame.region_of[i];
    if (!frame.attackable[i] || state.defenders[i].lost) continue;
    const int g = frame.posture_in[k][region], tie = frame.tie_between(k, i);
    if (g < 0) continue;
    double threat = -state.defenders[i].forces, stake = s.commitments[c].stake;
    for (std::size_t j = 0; j < s.adversaries.size(); ++j)
      if (const int at = frame.forces_in[j][region]; at >= 0) threat += state.adversaries[j].forces[at];
    const double affinity = tie < 0 ? 0.0 : state.ties[tie].affinity;
    if (frame.on("burden_sharing"))
      stake = shared_burden(stake, s.campaign.burden_sharing, state.defenders[i].forces, s.defenders[i].forces);
    out[g] += std::max(0.0, threat) * std::max(0.0, stake_in(stake, s.model.solidarity, affinity));
  }
  return out;
}

namespace {

// One round's motion.
class Motion {
 public:
  Motion(const Scenario<double>& s, const CampaignFrame& frame, const CampaignState& before,
         std::span<const CrisisEvent> events, const Chance& chance, std::span<const Hedge> hedges)
      : s_(s), frame_(frame), old_(before), events_(events), chance_(chance), hedges_(hedges), now_(before) {}

  CampaignState run() {
    const std::pair<std::string_view, void (Motion::*)()> laws[] = {{"reputation", &Motion::reputation},
                                                                    {"beliefs", &Motion::beliefs},
                                                                    {"forces", &Motion::forces},
                                                                    {"hedging", &Motion::hedging},
                                                                    {"supply", &Motion::supply},
                                                                    {"posture", &Motion::posture},
                                                                    {"arsenal", &Motion::arsenal},
                                                                    {"detente", &Motion::detente},
                                                                    {"affinity", &Motion::affinity},
                                                                    {"wedges", &Motion::wedges},
                                                                    {"integration", &Motion::integration},
                                                                    {"practice", &Motion::practice},
                                                                    {"ranks", &Motion::ranks},
                                                                    {"losses", &Motion::losses}};
    for (const auto& [name, law] : laws)
      if (frame_.on(name)) (this->*law)();
    clip();
    keep_the_dead();
    return std::move(now_);
  }

 private:
  bool quiet(std::size_t j) const { return !events_[j].attack(); }
  const Rung<double>& rung(const CrisisEvent& event) const { return s_.rungs[event.action.rung]; }

  bool global_supported(const CrisisEvent& event) const {
    return std::any_of(event.responses.begin(), event.responses.end(),
                       [&](const Response& r) { return r.supports && s_.defenders[r.defender].global(); });
  }

  void reputation() {
    for (const CrisisEvent& event : events_) {
      if (!event.attack()) continue;
      const int here = frame_.region_of[event.target];
      for (const Response& r : event.responses)
        for (int g = 0; g < static_cast<int>(frame_.regions.size()); ++g)
          now_.defenders[r.defender].log_odds[g] += learned(r, g == here ? 1.0 : s_.campaign.spillover);
    }
  }

  void beliefs() {
    for (std::size_t j = 0; j < events_.size(); ++j)
      if (events_[j].course != CrisisEvent::Course::no_opportunity)
        update_belief(now_.adversaries[j].belief, events_[j].likelihood);
  }

  void forces() {
    for (std::size_t k = 0; k < now_.defenders.size(); ++k) {
      DefenderState& own = now_.defenders[k];
      const DefenderState& was = old_.defenders[k];
      own.forces += s_.campaign.recovery * (was.peace - was.forces);
      if (!s_.defenders[k].global()) own.peace += s_.defenders[k].forces * s_.campaign.effort;
    }
    for (std::size_t j = 0; j < now_.adversaries.size(); ++j) {
      AdversaryState& own = now_.adversaries[j];
      const AdversaryState& was = old_.adversaries[j];
      double growth = s_.adversaries[j].force_growth;
      for (const auto& [defender, entry] : frame_.embargoes_on[j])
        growth *= 1.0 - s_.defenders[defender].embargo.entries[entry].second;
      for (std::size_t g = 0; g < own.forces.size(); ++g) {
        own.forces[g] += s_.campaign.recovery * (was.peace[g] - was.forces[g]);
        own.peace[g] += s_.adversaries[j].forces.entries[g].second * growth;
      }
      if (!events_[j].fight()) continue;
      const CrisisEvent& event = events_[j];
      for (const Response& r : event.responses)
        if (r.supports)
          now_.defenders[r.defender].forces -=
              s_.campaign.attrition * r.effort * rung(event).defender_cost * old_.defenders[r.defender].forces;
      const int g = frame_.forces_in[j][frame_.region_of[event.target]];
      own.forces[g] -= s_.campaign.attrition * rung(event).attacker_cost * was.forces[g];
    }
  }

  void hedging() {
    for (int k = 0; k < static_cast<int>(now_.defenders.size()); ++k) {
      if (s_.defenders[k].global()) continue;
      int patron = -1;
      const double doubt = doubt_of_patron(s_, frame_, old_, k, patron);
      if (hedges_by_choice(s_.campaign.hedging)) {
        if (patron >= 0 && !hedges_.empty()) hedge(k, patron, hedges_[k]);
        continue;
      }
      now_.defenders[k].peace += s_.defenders[k].forces * s_.campaign.hedging_effort * doubt;
      const int tie = patron < 0 ? -1 : frame_.tie_between(k, patron);
      if (tie >= 0) now_.ties[tie].integration -= s_.campaign.hedging_distance * doubt;
    }
  }

  void hedge(int k, int patron, const Hedge& choice) {
    if (choice.forces) now_.defenders[k].peace += s_.defenders[k].forces * s_.campaign.effort_step;
    const int tie = frame_.tie_between(k, patron);
    if (tie >= 0) now_.ties[tie].integration += integration_step * choice.integration;
  }

  void supply() {
    for (std::size_t i = 0; i < frame_.supplies.size(); ++i) {
      const auto& [adversaries, from, to] = frame_.supplies[i];
      const double arms = s_.supplies[i].arms;
      if (!adversaries) {
        if (!old_.defenders[from].lost && !old_.defenders[to].lost) now_.defenders[to].peace += arms;
        continue;
      }
      const int at = frame_.ranks_with[from][to];
      for (double& peace : now_.adversaries[to].peace) peace += at < 0 ? 0.0 : arms * old_.adversaries[from].ranks[at];
    }
  }

  void posture() {
    for (int k = 0; k < static_cast<int>(now_.defenders.size()); ++k) {
      if (!s_.defenders[k].global()) continue;
      const std::vector<double> need = needs(s_, frame_, old_, k);
      double total = 0.0, forward = 0.0;
      for (std::size_t g = 0; g < need.size(); ++g) {
        total += need[g];
        forward += old_.defenders[k].posture[g];
      }
      if (!(total > 0.0)) continue;
      for (std::size_t g = 0; g < need.size(); ++g)
        now_.defenders[k].posture[g] +=
            s_.defenders[k].rebalance * (forward * need[g] / total - old_.defenders[k].posture[g]);
    }
  }

  void arsenal() {
    for (std::size_t j = 0; j < now_.adversaries.size(); ++j) {
      AdversaryState& own = now_.adversaries[j];
      own.capped =
          own.capped ? !(chance_.cap[j] < s_.adversaries[j].cap_lapse) : chance_.cap[j] < s_.adversaries[j].cap_agreed;
      if (!own.capped) own.arsenal *= 1.0 + s_.adversaries[j].arsenal_growth;
    }
  }

  void detente() {
    for (std::size_t j = 0; j < now_.adversaries.size(); ++j) {
      if (quiet(j)) now_.adversaries[j].grievance -= s_.campaign.detente * old_.adversaries[j].grievance;
      if (events_[j].fight() && global_supported(events_[j])) now_.adversaries[j].grievance += s_.campaign.tension;
    }
  }

  void affinity() {
    for (std::size_t t = 0; t < now_.ties.size(); ++t) {
      double& affinity = now_.ties[t].affinity;
      affinity += (s_.campaign.affinity_persistence - 1.0) * (old_.ties[t].affinity - s_.ties[t].affinity);
      if (s_.campaign.affinity_shock > 0.0)
        affinity += s_.campaign.affinity_shock * quantile_of_normal(chance_.shock[t]);
      for (const CrisisEvent& event : events_) {
        const Response *const a = event.of(frame_.tie_ends[t].first), *const b = event.of(frame_.tie_ends[t].second);
        if (a == nullptr || b == nullptr) continue;
        const auto let_down = [&](const Response& victim, const Response& other) {
          return victim.defender == event.target && victim.supports && !other.supports;
        };
        if (a->supports && b->supports) affinity += s_.campaign.bonding;
        if (let_down(*a, *b) || let_down(*b, *a)) affinity -= s_.campaign.bonding;
      }
    }
  }

  void wedges() {
    for (std::size_t w = 0; w < frame_.wedges.size(); ++w)
      if (quiet(frame_.wedges[w].first)) now_.ties[frame_.wedges[w].second].affinity -= s_.wedges[w].pull;
  }

  void integration() {
    for (std::size_t t = 0; t < now_.ties.size(); ++t) {
      const double goal = old_.ties[t].affinity >= s_.campaign.integration_floor ? s_.ties[t].integration_goal : 0.0;
      now_.ties[t].integration += s_.campaign.integration_pace * (goal - old_.ties[t].integration);
    }
  }

  void practice() {
    for (int k = 0; k < static_cast<int>(now_.defenders.size()); ++k)
      for (double DefenderState::*skill : {&DefenderState::hybrid_resilience, &DefenderState::missile_defence}) {
        const double own = old_.defenders[k].*skill;
        double partner = own, elsewhere = own;
        for (std::size_t t = 0; t < frame_.tie_ends.size(); ++t) {
          const auto [a, b] = frame_.tie_ends[t];
          if ((a != k && b != k) || !(old_.ties[t].integration > 0.0)) continue;
          partner = std::max(partner, old_.defenders[a == k ? b : a].*skill);
        }
        for (int l = 0; l < static_cast<int>(now_.defenders.size()); ++l)
          if (!old_.defenders[l].lost && frame_.region_of[l] >= 0 && frame_.region_of[l] != frame_.region_of[k])
            elsewhere = std::max(elsewhere, old_.defenders[l].*skill);
        now_.defenders[k].*skill +=
            s_.campaign.learning * (partner - own) + s_.campaign.interregional_learning * (elsewhere - own);
      }
  }

  void ranks() {
    for (std::size_t j = 0; j < now_.adversaries.size(); ++j) {
      const bool closing = events_[j].attack() && global_supported(events_[j]);
      for (std::size_t l = 0; l < now_.adversaries[j].ranks.size(); ++l) {
        const double first = s_.adversaries[j].closing_ranks.entries[l].second;
        now_.adversaries[j].ranks[l] +=
            (closing ? s_.campaign.ranks_rise : 0.0) + s_.campaign.ranks_relax * (first - old_.adversaries[j].ranks[l]);
      }
    }
  }

  void losses() {
    for (const CrisisEvent& event : events_)
      if (event.attack() && !event.held && rung(event).gain >= whole_stake) now_.defenders[event.target].lost = true;
  }

  // Who is lost for good neither arms nor hedges, learns nothing, and is left as it was.
  void keep_the_dead() {
    for (std::size_t k = 0; k < now_.defenders.size(); ++k)
      if (old_.defenders[k].lost) now_.defenders[k] = old_.defenders[k];
  }

  void clip() {
    for (DefenderState& d : now_.defenders) {
      d.forces = std::max(0.0, d.forces);
      d.peace = std::max(0.0, d.peace);
      d.hybrid_resilience = std::clamp(d.hybrid_resilience, 0.0, 1.0);
      d.missile_defence = std::clamp(d.missile_defence, 0.0, 1.0);
      for (double& b : d.log_odds) b = std::clamp(b, -certain, certain);
    }
    for (AdversaryState& a : now_.adversaries) {
      for (double& forces : a.forces) forces = std::max(0.0, forces);
      for (double& weight : a.ranks) weight = std::clamp(weight, 0.0, 1.0);
    }
    for (std::size_t t = 0; t < now_.ties.size(); ++t) {
      TieState& tie = now_.ties[t];
      tie.affinity = std::clamp(tie.affinity, -1.0, 1.0);
      tie.integration = std::clamp(tie.integration, 0.0, 1.0);
      if (now_.defenders[frame_.tie_ends[t].first].lost || now_.defenders[frame_.tie_ends[t].second].lost)
        tie = {0.0, 0.0};
    }
  }

  const Scenario<double>& s_;
  const CampaignFrame& frame_;
  const CampaignState& old_;
  const std::span<const CrisisEvent> events_;
  const Chance& chance_;
  const std::span<const Hedge> hedges_;
  CampaignState now_;
};

}  // namespace

CampaignState advance(const Scenario<double>& scenario, const CampaignFrame& frame, const CampaignState& before,
                      std::span<const CrisisEvent> events, const Chance& chance, std::span<const Hedge> hedges) {
  return Motion(scenario, frame, before, events, chance, hedges).run();
}

}  // namespace wedge
