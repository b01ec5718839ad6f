/// Random scenarios with several adversaries: theatres of random_scenario.hpp side by side.
#pragma once

#include <algorithm>

#include "support/random_scenario.hpp"

namespace wedge::test {

/// The positions of all adversaries.
template <class Value>
std::vector<int> all_adversaries(const Scenario<Value>& s) {
  std::vector<int> out(s.adversaries.size());
  for (std::size_t j = 0; j < out.size(); ++j) out[j] = static_cast<int>(j);
  return out;
}

namespace detail {

/// Every name of one theatre gets a prefix.
inline void rename(Scenario<double>& s, const std::string& prefix) {
  const auto name = [&](std::string& id) {
    if (!id.empty()) id = prefix + id;
  };
  const auto names = [&](auto&... keyed) {
    ((std::for_each(keyed.entries.begin(), keyed.entries.end(), [&](auto& e) { name(e.first); })), ...);
  };
  for (auto& d : s.defenders) {
    name(d.id), name(d.region), name(d.plan);
    names(d.posture);
  }
  for (auto& t : s.ties) name(t.between[0]), name(t.between[1]);
  for (auto& c : s.commitments) name(c.from), name(c.to);
  for (auto& p : s.pacts) {
    name(p.id);
    for (auto& member : p.members) name(member);
  }
  for (auto& a : s.adversaries) {
    name(a.id);
    names(a.forces, a.prize, a.exposure, a.perceives, a.closing_ranks);
    for (auto& aimed : a.aims.at)
      for (auto& whom : aimed) name(whom);
  }
  for (auto& b : s.basings) name(b.from), name(b.to), name(b.host);
}

template <class Items>
void append(Items& to, const Items& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace detail

/// Theatres that have nothing in common but the model and the rungs, which are the first one's. Names get the prefixes
/// a-, b-, … A theatre's adversary is `a-rival`, its first target `a-d0`.
inline Scenario<double> side_by_side(std::vector<Scenario<double>> theatres) {
  for (std::size_t i = 0; i < theatres.size(); ++i)
    detail::rename(theatres[i], std::string(1, static_cast<char>('a' + i)) + "-");
  Scenario<double> out = theatres[0];
  for (std::size_t i = 1; i < theatres.size(); ++i) {
    detail::append(out.defenders, theatres[i].defenders);
    detail::append(out.ties, theatres[i].ties);
    detail::append(out.commitments, theatres[i].commitments);
    detail::append(out.basings, theatres[i].basings);
    detail::append(out.pacts, theatres[i].pacts);
    detail::append(out.adversaries, theatres[i].adversaries);
  }
  return out;
}

/// Several theatres to draw.
struct SeveralRecipe {
  int theatres = 2, rungs = 1;
  Recipe each{.responders = 2};
  bool patron = true;  ///< somebody without a region who responds everywhere
  bool ranks = true;   ///< everybody closes ranks with everybody
};

/// The structure is that of the first seed, the numbers those of the second.
inline Scenario<double> several_scenario(std::uint64_t structure, std::uint64_t numbers,
                                         const SeveralRecipe& recipe = {}) {
  std::vector<Scenario<double>> theatres;
  for (int i = 0; i < recipe.theatres; ++i)
    theatres.push_back(ScenarioMaker(structure + 7919 * i, numbers + 104729 * i).make(recipe.each));
  Scenario<double> s = side_by_side(std::move(theatres));
  std::mt19937_64 random(numbers);
  const auto x = [&](double low, double high) { return std::uniform_real_distribution<>(low, high)(random); };
  while (static_cast<int>(s.rungs.size()) > recipe.rungs) s.rungs.pop_back();
  while (static_cast<int>(s.rungs.size()) < recipe.rungs) {
    s.rungs.push_back(s.rungs.back());
    s.rungs.back().id = "rung" + std::to_string(s.rungs.size());
    s.rungs.back().gain *= x(.3, 1);
    s.rungs.back().demand *= x(.3, 1);
  }
  if (recipe.patron) {
    Defender<double> patron = s.defenders[0];
    patron.id = "patron";
    patron.region = patron.plan = "";
    patron.forces = x(.5, 2);
    patron.posture.entries.clear();
    const std::size_t theatre_defenders = s.defenders.size();
    for (std::size_t k = 0; k < theatre_defenders; ++k) {
      const std::string& region = s.defenders[k].region;
      if (!region.empty() && patron.posture.find(region) < 0)
        patron.posture.entries.emplace_back(region, x(.05, .9 / recipe.theatres));
    }
    for (const auto& a : s.adversaries)
      for (const auto& [target, prize] : a.prize.entries) {
        s.ties.push_back({.between = {"patron", target},
                          .integration = x(0, 1),
                          .affinity = x(-.5, 1),
                          .sharing = x(0, 1),
                          .assistance = x(0, 1),
                          .integration_goal = 0.0});
        s.commitments.push_back({.from = "patron",
                                 .to = target,
                                 .reach = x(.3, 1),
                                 .stake = x(0, .4),
                                 .penalty = x(0, .3),
                                 .entry = x(0, .2),
                                 .burden = x(.1, .8),
                                 .synergy = x(0, 1),
                                 .dependency = x(0, .8)});
      }
    s.defenders.push_back(patron);
  }
  for (auto& a : s.adversaries)
    for (const auto& other : s.adversaries)
      if (recipe.ranks && a.id != other.id) a.closing_ranks.entries.emplace_back(other.id, x(0, 1));
  return s;
}

}  // namespace wedge::test
