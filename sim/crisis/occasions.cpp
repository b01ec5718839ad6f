#include "crisis/occasions.hpp"

#include <algorithm>
#include <cstdio>
#include <string>

#include "base/error.hpp"

#include "crisis/forces.hpp"

namespace wedge {
namespace {

bool contains(const std::vector<int>& numbers, int number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

bool hears(const Target& here, const Target& there) {
  const auto responds_there = [&](int defender) { return contains(there.responders, defender); };
  if (std::any_of(here.responders.begin(), here.responders.end(), responds_there)) return true;
  return std::any_of(here.pact_members.begin(), here.pact_members.end(), responds_there);
}

}  // namespace

std::vector<std::vector<bool>> hearing(const CrisisStructure& own, const CrisisStructure& other) {
  std::vector<std::vector<bool>> out;
  for (const Target& here : own.targets) {
    out.emplace_back();
    for (const Target& there : other.targets) out.back().push_back(hears(here, there));
  }
  return out;
}

double occasion_count(std::span<const CrisisStructure* const> crises, int own, int target) {
  double count = 1.0;
  for (std::size_t k = 0; k < crises.size(); ++k) {
    if (static_cast<int>(k) == own) continue;
    const std::vector<bool> heard = hearing(*crises[own], *crises[k])[target];
    count *= 1.0 + static_cast<double>(std::count(heard.begin(), heard.end(), true)) * crises[k]->rungs;
  }
  return count;
}

std::vector<std::vector<int>> occasions(std::span<const CrisisStructure* const> crises, int own, int target) {
  const double count = occasion_count(crises, own, target);
  if (count > most_occasions) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", count);
    fail_input("adversaries",
               std::string("an attack on one target may meet ") + text +
                   " combinations of the other adversaries' moves, each a response game; expected at most 1e5: "
                   "leave some out, or let fewer share their defenders");
  }
  std::vector<std::vector<int>> out{std::vector<int>(crises.size(), 0)};
  for (std::size_t k = 0; k < crises.size(); ++k) {
    if (static_cast<int>(k) == own) continue;
    const std::vector<bool> heard = hearing(*crises[own], *crises[k])[target];
    const std::vector<std::vector<int>> before = out;
    for (int move = 1; move < moves(*crises[k]); ++move) {
      if (!heard[target_of_move(*crises[k], move)]) continue;
      for (std::vector<int> with : before) {
        with[k] = move;
        out.push_back(std::move(with));
      }
    }
  }
  return out;
}

template <class Real>
Demands<Real> demands_of(const Scenario<Real>& s, std::span<const CrisisStructure* const> crises, int own, int target,
                         std::span<const int> moves) {
  Demands<Real> out;
  if (std::all_of(moves.begin(), moves.end(), [](int move) { return move == 0; })) return out;
  out.everywhere.assign(s.defenders.size(), Real(0.0));
  out.here = out.everywhere;
  const std::string& region = s.defenders[crises[own]->targets[target].defender].region;
  for (std::size_t k = 0; k < crises.size(); ++k) {
    if (moves[k] == 0) continue;
    const Target& attacked = crises[k]->targets[target_of_move(*crises[k], moves[k])];
    const Real& demand = s.rungs[rung_of_move(*crises[k], moves[k])].demand;
    for (const int defender : attacked.responders) {
      const Real weight = crisis_weight(demand, defender == attacked.defender);
      out.everywhere[defender] += weight;
      if (s.defenders[attacked.defender].region == region) out.here[defender] += weight;
    }
  }
  return out;
}

template Demands<double> demands_of(const Scenario<double>&, std::span<const CrisisStructure* const>, int, int,
                                    std::span<const int>);
template Demands<Pack> demands_of(const Scenario<Pack>&, std::span<const CrisisStructure* const>, int, int,
                                  std::span<const int>);

}  // namespace wedge
