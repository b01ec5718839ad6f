/// The state of a campaign, which moves from round to round, and the events of a round (campaigns.md, "What moves").
#pragma once

#include <array>
#include <vector>

#include "crisis/structure.hpp"

namespace wedge {

struct DefenderState {
  double forces, peace;  ///< F now, P in peace
  double hybrid_resilience, missile_defence;
  std::vector<double> posture;   ///< by entry of its posture
  std::vector<double> log_odds;  ///< b_kg by region: that it is steadfast, as believed there
  bool lost = false;
};

struct AdversaryState {
  std::vector<double> forces, peace;  ///< by entry of its forces
  std::vector<double> belief;         ///< by type: what the defenders believe
  std::vector<double> ranks;          ///< κ by entry of its closing_ranks
  double arsenal, grievance;
  bool capped = false;
};

struct TieState {
  double affinity, integration;
};

/// All of it. The vectors stand as in the scenario.
struct CampaignState {
  std::vector<DefenderState> defenders;
  std::vector<AdversaryState> adversaries;
  std::vector<TieState> ties;
};

/// One responder's part in a crisis.
struct Response {
  int defender;
  bool supports;
  double if_steadfast, if_wavering;  ///< probability of what it did, by type
  double effort;                     ///< φ_k, if it supports
};

/// One adversary's part in a round: its move, the responses, and how it ended.
struct CrisisEvent {
  enum class Course {
    no_opportunity,
    quiet,
    conceded,  ///< the victim stood aside
    desisted,  ///< the adversary backed down
    fought,
    executed,  ///< fought, and the threat was carried out
  };
  Course course = Course::no_opportunity;
  Action action{};  ///< of the structure that was left
  int target = -1;  ///< position among the defenders; −1: nobody was attacked
  std::vector<Response> responses;
  bool held = true;                ///< the target did not lose what was at issue
  std::vector<double> likelihood;  ///< by type: of the action (or quiet), and of what was seen after it
  bool by_chance = false;          ///< the threat was carried out at the defiance, before anybody decided it

  bool attack() const { return target >= 0; }
  bool fight() const { return course == Course::fought || course == Course::executed; }
  const Response* of(int defender) const {
    for (const Response& r : responses)
      if (r.defender == defender) return &r;
    return nullptr;
  }
};

/// An ally's move towards its patron in a round, where hedging is a choice.
struct Hedge {
  int integration = 0;  ///< steps towards the patron; −1: away from it
  bool forces = false;  ///< more of its own
};
/// The worth of each option to an ally, by HedgeOption; NaN where it has not got one.
using HedgeWorth = std::array<double, 4>;

}  // namespace wedge
