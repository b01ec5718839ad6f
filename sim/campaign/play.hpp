// The moves of the players of one campaign in a round, by chance and the equilibrium's probabilities (campaigns.md,
// "What moves", step 3).
#pragma once

#include <algorithm>
#include <numeric>

#include "campaign/state.hpp"
#include "crisis/defence.hpp"
#include "equilibrium/crisis_solution.hpp"

namespace wedge {

/// The uniforms of one crisis.
struct CrisisChance {
  double course, contest;
  double brink;                 ///< whether a threat is carried out at the defiance
  std::vector<double> support;  ///< by defender
};

/// The action (−1: quiet) of an adversary of this type.
template <class Real>
int chosen_action(const CrisisSolution<Real>& s, int type, int lane_index, double u) {
  u -= lane(s.quiet(type), lane_index);
  if (u < 0.0) return -1;
  const int last = static_cast<int>(s.crisis.actions.size()) - 1;
  for (int a = 0; a < last; ++a) {
    u -= lane(s.joint.strategy[s.first_game[a] * s.types() + type], lane_index);
    if (u < 0.0) return a;
  }
  return last;
}

/// The game of this action while the company makes these moves (by solution); moves that do not reach count as quiet.
template <class Real>
int game_met(const CrisisSolution<Real>& s, int action, const std::vector<int>& moves) {
  const int first = s.first_game[action], end = first + s.games_of(action);
  // The game with a case like this one; −1 without.
  const auto find = [&](auto like) {
    for (int g = first; g < end; ++g)
      if (std::any_of(s.occasion[g].begin(), s.occasion[g].end(), like)) return g;
    return -1;
  };
  std::vector<int> wanted;
  for (std::size_t k = 0; k < s.company.size(); ++k) {
    const int move = moves[s.company[k]];
    wanted.push_back(find([&](const std::vector<int>& met) { return met[k] == move; }) >= 0 ? move : 0);
  }
  return find([&](const std::vector<int>& met) { return met == wanted; });
}

/// Who supports in this game, and who was how likely to.
template <class Real>
Coalition respond(const CrisisSolution<Real>& s, int g, int lane_index, const std::vector<bool>& steadfast,
                  const CrisisChance& chance, CrisisEvent& event) {
  const Target& target = s.target_of(g);
  const ResponseGame<Real>& game = s.game.games[g];
  Coalition supporters = 0;
  for (int k = 0; k < target.size(); ++k) {
    const int defender = target.responders[k];
    const auto at = [&](const Real& x) { return lane(x, lane_index); };
    const Real& benefit = s.joint.benefit[s.first[g] + k];
    const double centre = at(benefit) + at(game.mood), half = 0.5 * at(game.resolve_gap[k]);
    double firm = logistic(at(game.precision[k]) * (centre + half)),
           soft = logistic(at(game.precision[k]) * (centre - half));
    if (const Foresight<Real>* const f = foresight_of(game, k)) {
      const ForesightedSupport<Real> support = foresighted_support(game, *f, benefit, Real(1.0));
      firm = at(support.p_of(steadfast_type));
      soft = at(support.p_of(wavering_type));
    }
    const bool supports = chance.support[defender] < (steadfast[defender] ? firm : soft);
    if (supports) supporters |= only(k);
    event.responses.push_back({defender, supports, supports ? firm : 1.0 - firm, supports ? soft : 1.0 - soft, 0.0});
  }
  return supporters;
}

/// How it ends once these have come forward, and what that says of the adversary's type.
template <class Real>
void end_crisis(const CrisisSolution<Real>& s, int g, int type, Coalition supporters, int lane_index,
                const CrisisChance& chance, CrisisEvent& event) {
  using Course = CrisisEvent::Course;
  if (!has(supporters, s.target_of(g).victim)) {
    event.course = Course::conceded;
    event.held = false;
    return;
  }
  const Payoffs<Real> payoffs = s.payoffs(g);
  // A threat at the brink, eq. (14), is carried out before the adversary decides, whatever its type; the rest of chance
  // is spread over what it then does.
  const bool live = s.action_of(g).live(supporters, s.target_of(g).victim);
  const double risk = live ? lane(payoffs.own().before.risk, lane_index) : 0.0;
  event.by_chance = chance.brink < risk;
  const auto seen = [&](int of_type, Course course) {
    const Outcome<Real>& o = payoffs.outcome(of_type, supporters);
    const double executed = lane(o.executed, lane_index), desisted = lane(o.desisted, lane_index);
    return course == Course::desisted   ? desisted
           : course == Course::executed ? executed
                                        : lane(o.fight, lane_index) - executed;
  };
  const double desisted = seen(type, Course::desisted), executed = seen(type, Course::executed);
  const double course = chance.course * (1.0 - risk), by_choice = executed - risk;
  event.course = event.by_chance                 ? Course::executed
                 : course < desisted             ? Course::desisted
                 : course < desisted + by_choice ? Course::executed
                                                 : Course::fought;
  for (int t = 0; t < s.types(); ++t) event.likelihood[t] *= seen(t, event.course);
  if (event.course == Course::desisted) return;
  // S = z_d + (1 − η) z_p w + X w^x, eq. (9) and (16), solved for what is asked.
  const double pressed = lane(payoffs.defence_wins(supporters), lane_index);
  const double fought = seen(type, Course::fought);
  const double all = lane(payoffs.outcome(type, supporters).held, lane_index);
  const double wins = event.course == Course::fought ? pressed : (all - desisted - fought * pressed) / executed;
  event.held = chance.contest < wins;
}

}  // namespace wedge
