/// The laws of motion of a campaign (campaigns.md, "What moves"). advance() applies them all: each adds to the state
/// after the round what follows from that at its start, and the sum is clipped. Parts of a law that others need too
/// stand here by themselves.
#pragma once

#include <span>

#include "campaign/frame.hpp"
#include "campaign/state.hpp"

namespace wedge {

/// Where a campaign begins: the scenario's own numbers. `scenario` is one draw with its defaults settled.
CampaignState initial_state(const Scenario<double>& scenario, const CampaignFrame& frame);

/// A concession or a failed hold at a rung that gains so much loses the target for good.
inline constexpr double whole_stake = 0.999;

/// Λ(b), and its inverse.
double probability_of(double log_odds);
double log_odds_of(double probability);

/// Reputation: what a choice with these probabilities adds to the log-odds, seen with weight ω.
double learned(const Response& response, double weight);
/// Belief over types × likelihood of what was seen, scaled to 1, in place; unchanged if nothing could have led there.
void update_belief(std::span<double> belief, std::span<const double> likelihood);
/// Doubt of the patron, 1 − π: the patron is the global defender committed to k with the largest reach · forces now; as
/// believed in k's own region. 0 without one. `patron` becomes its position, or −1.
double doubt_of_patron(const Scenario<double>& scenario, const CampaignFrame& frame, const CampaignState& state, int k,
                       int& patron);
/// Stake of a global defender in an ally that carries more of its own burden; the new value.
double shared_burden(double stake, double sharing, double forces, double initial_forces);
/// Needs by region of a global defender; all 0 if it sees none.
std::vector<double> needs(const Scenario<double>& scenario, const CampaignFrame& frame, const CampaignState& state,
                          int k);

/// Chance in one round: uniform on (0, 1), each used for one thing.
struct Chance {
  std::vector<double> cap;    ///< by adversary
  std::vector<double> shock;  ///< by tie
};

/// By how much an ally that chooses moves its integration with the patron in a round.
inline constexpr double integration_step = 0.05;

/// Step 4 of campaigns.md, "What moves": the state after a round in which this happened (by adversary). `hedges`: what
/// allies did about their patrons, by defender, where that is a choice.
CampaignState advance(const Scenario<double>& scenario, const CampaignFrame& frame, const CampaignState& before,
                      std::span<const CrisisEvent> events, const Chance& chance, std::span<const Hedge> hedges = {});

}  // namespace wedge
