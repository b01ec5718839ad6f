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

}  // namespace

DrawCost draw_cost(const Scenario<Quantity>& scenario) {
  std::vector<CrisisStructure> crises;
  std::vector<const CrisisStructure*> all;
  for (std::size_t i = 0; i < scenario.adversaries.size(); ++i)
    crises.push_back(crisis_structure(scenario, static_cast<int>(i)));
  for (const CrisisStructure& crisis : crises) all.push_back(&crisis);
  DrawCost cost;
  double decisions = 0.0;
  for (std::size_t i = 0; i < crises.size(); ++i)
    for (const Action& action : crises[i].actions) {
      const double count = occasion_count(all, static_cast<int>(i), action.target);
      const Target& target = crises[i].targets[static_cast<std::size_t>(action.target)];
      cost.games += count, cost.most_met = std::max(cost.most_met, count);
      decisions += count * target.size() * static_cast<double>(target.coalitions());
    }
  cost.in_lanes = one_draw_at_a_time(cost.games, cost.most_met);
  cost.seconds = decisions * (cost.in_lanes ? seconds_in_lanes : decision_seconds);
  cost.bytes = decisions * (cost.in_lanes ? bytes_in_lanes : decision_bytes);
  return cost;
}

}  // namespace wedge
