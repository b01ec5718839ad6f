#include "crisis/occasions.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <string>
#include <unordered_map>

#include "base/error.hpp"
#include "crisis/forces.hpp"
#include "scenario/quantity.hpp"

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

// What demands consist of, counted: of each kind, a crisis on some rung by whether a defender is its victim and whether
// it is in this region.
using Claim = std::array<int, 4>;
using Claims = std::string;  // by kind of claim: how many

// What one move of another claims of those who matter at this target.
template <class Value>
std::vector<Claim> claims_of(const Scenario<Value>& s, const Target& here, const CrisisStructure& other, int move) {
  const Target& attacked = other.targets[target_of_move(other, move)];
  const bool same_region = s.defenders[attacked.defender].region == s.defenders[here.defender].region;
  std::vector<Claim> out;
  for (const int defender : attacked.responders)
    if (contains(here.responders, defender) || contains(here.pact_members, defender))
      out.push_back({defender, rung_of_move(other, move), defender == attacked.defender, same_region});
  return out;
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

double case_count(std::span<const CrisisStructure* const> crises, int own, int target) {
  double count = 1.0;
  for (std::size_t k = 0; k < crises.size(); ++k) {
    if (static_cast<int>(k) == own) continue;
    const std::vector<bool> heard = hearing(*crises[own], *crises[k])[target];
    count *= 1.0 + static_cast<double>(std::count(heard.begin(), heard.end(), true)) * crises[k]->rungs;
  }
  return count;
}

template <class Value>
std::vector<Occasion> occasions(const Scenario<Value>& s, std::span<const CrisisStructure* const> crises, int own,
                                int target) {
  const double count = case_count(crises, own, target);
  if (count > most_occasions) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", count);
    fail_input("adversaries", std::string("an attack on one target may meet ") + text +
                                  " combinations of the other adversaries' moves; expected at most 1e5: "
                                  "leave some out, or let fewer share their defenders");
  }
  const Target& here = crises[own]->targets[target];
  std::map<Claim, std::size_t> kinds;
  Occasion cases{std::vector<int>(crises.size(), 0)};
  std::vector<Claims> claims{{}};
  for (std::size_t k = 0; k < crises.size(); ++k) {
    if (static_cast<int>(k) == own) continue;
    const std::vector<bool> heard = hearing(*crises[own], *crises[k])[target];
    const std::size_t before = cases.size();
    for (int move = 1; move < moves(*crises[k]); ++move) {
      if (!heard[target_of_move(*crises[k], move)]) continue;
      std::vector<std::size_t> own_kinds;
      for (const Claim& claim : claims_of(s, here, *crises[k], move))
        own_kinds.push_back(kinds.emplace(claim, kinds.size()).first->second);
      for (std::size_t i = 0; i < before; ++i) {
        cases.push_back(cases[i]);
        cases.back()[k] = move;
        claims.push_back(claims[i]);
        claims.back().resize(kinds.size(), '\0');
        for (const std::size_t kind : own_kinds) ++claims.back()[kind];
      }
    }
  }
  std::vector<Occasion> out;
  std::unordered_map<Claims, std::size_t> known;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    claims[i].resize(kinds.size(), '\0');
    const auto [at, fresh] = known.emplace(claims[i], out.size());
    if (fresh) out.emplace_back();
    out[at->second].push_back(std::move(cases[i]));
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

template std::vector<Occasion> occasions(const Scenario<Quantity>&, std::span<const CrisisStructure* const>, int, int);
template std::vector<Occasion> occasions(const Scenario<double>&, std::span<const CrisisStructure* const>, int, int);
template std::vector<Occasion> occasions(const Scenario<Pack>&, std::span<const CrisisStructure* const>, int, int);
template Demands<double> demands_of(const Scenario<double>&, std::span<const CrisisStructure* const>, int, int,
                                    std::span<const int>);
template Demands<Pack> demands_of(const Scenario<Pack>&, std::span<const CrisisStructure* const>, int, int,
                                  std::span<const int>);

}  // namespace wedge
