#include "crisis/draw_cost.hpp"

#include <algorithm>
#include <vector>

#include "crisis/occasions.hpp"

namespace wedge {
namespace {

// For each responder and coalition of a game on each occasion, measured with one thread of the v3 kernel (`wedge run
// --threads 1`: seconds of many draws less those of few; the most memory less that of a small study): 0.4 to 1.7 µs
// over the scenarios that come with the program, and 170 to 180 bytes (eight draws are solved at once) in the three
// largest. One draw at a time, with its games in lanes, it is a tenth of both, by two-theatres.
constexpr double decision_seconds = 1e-6, decision_bytes = 175.0;
constexpr double seconds_in_lanes = 1e-7, bytes_in_lanes = 15.0;
// For each case of an occasion, by pair of adversaries and by adversary: its probability is a product, which is made
// and kept without each of them. It counts where many cases come to few occasions.
constexpr double case_seconds = 3e-8, case_bytes = 70.0;

struct Met {
  double occasions, cases;
};

// What an attack on this target may meet; occasions are as many as cases where these are too many to be told apart.
Met met_on(const Scenario<Quantity>& scenario, std::span<const CrisisStructure* const> crises, int own, int target) {
  const double cases = case_count(crises, own, target);
  if (cases > most_occasions) return {cases, cases};
  return {static_cast<double>(occasions(scenario, crises, own, target).size()), cases};
}

}  // namespace

DrawCost draw_cost(const Scenario<Quantity>& scenario) {
  std::vector<CrisisStructure> crises;
  std::vector<const CrisisStructure*> all;
  for (std::size_t i = 0; i < scenario.adversaries.size(); ++i)
    crises.push_back(crisis_structure(scenario, static_cast<int>(i)));
  for (const CrisisStructure& crisis : crises) all.push_back(&crisis);
  DrawCost cost;
  double decisions = 0.0, cases = 0.0;
  for (std::size_t i = 0; i < crises.size(); ++i) {
    std::vector<Met> met;
    for (int t = 0; t < static_cast<int>(crises[i].targets.size()); ++t)
      met.push_back(met_on(scenario, all, static_cast<int>(i), t));
    for (const Action& action : crises[i].actions) {
      const auto at = static_cast<std::size_t>(action.target);
      const Target& target = crises[i].targets[at];
      const double count = met[at].occasions;
      cost.games += count, cost.most_met = std::max(cost.most_met, count);
      decisions += count * target.size() * static_cast<double>(target.coalitions());
      cases += met[at].cases;
    }
  }
  cost.in_lanes = one_draw_at_a_time(cost.games, cost.most_met);
  const double together = crises.size() > 1 ? static_cast<double>(crises.size()) : 0.0;
  cost.seconds =
      decisions * (cost.in_lanes ? seconds_in_lanes : decision_seconds) + cases * together * together * case_seconds;
  cost.bytes = decisions * (cost.in_lanes ? bytes_in_lanes : decision_bytes) + cases * together * case_bytes;
  return cost;
}

}  // namespace wedge
