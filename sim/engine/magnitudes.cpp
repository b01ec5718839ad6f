#include "engine/magnitudes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace wedge::engine {
namespace {

constexpr double too_many_times = 1000.0;
constexpr double almost_surely = 0.995, hardly_ever = 1e-4;

}  // namespace

std::string odd_forces(const Scenario<double>& s) {
  std::vector<std::pair<double, std::string>> forces;
  for (const auto& defender : s.defenders) forces.emplace_back(defender.forces, "defender." + defender.id + ".forces");
  for (const auto& adversary : s.adversaries)
    for (const auto& [region, here] : adversary.forces.entries)
      forces.emplace_back(here, "adversary." + adversary.id + ".forces." + region);
  std::erase_if(forces, [](const auto& each) { return !(each.first > 0.0); });
  if (forces.empty()) return "";
  const auto [least, most] = std::minmax_element(forces.begin(), forces.end());
  if (most->first < too_many_times * least->first) return "";
  return fmt::format("{} is {:.0f} times {}: only ratios of forces matter; are both in one unit?", most->second,
                     most->first / least->first, least->second);
}

std::string odd_probability(const std::string& adversary, double attacked) {
  constexpr const char* question = "; are its prizes and its grievance of the order of what its rungs cost?";
  if (attacked > almost_surely)
    return fmt::format("{} attacks with probability {:.4f} at the medians: nothing deters it{}", adversary, attacked,
                       question);
  if (attacked < hardly_ever)
    return fmt::format("{} attacks with probability {:.1e} at the medians: there is nothing to deter{}", adversary,
                       attacked, question);
  return "";
}

std::string idle_tactics(const std::string& adversary, const CrisisSolution<double>& crisis,
                         const CrisisSolution<double>& without) {
  std::array<double, tactic_count> used{}, by_luck{};
  for (int a = 0; a < static_cast<int>(crisis.crisis.actions.size()); ++a) {
    const auto tactic = static_cast<std::size_t>(crisis.crisis.actions[a].tactic);
    used[tactic] += crisis.probability_of(a);
    by_luck[tactic] += without.probability_of(a);
  }
  std::string idle;
  for (std::size_t tactic = 1; tactic < used.size(); ++tactic)
    if (used[tactic] > 0.0 && used[tactic] <= std::max(by_luck[tactic], hardly_ever))
      idle += (idle.empty() ? "" : " and ") + std::string(tactic_name(static_cast<Tactic>(tactic)));
  if (idle.empty()) return "";
  return fmt::format(
      "{} is on the menu of {}, who at the medians hardly uses it, or no more than if there were nothing to gain", idle,
      adversary);
}

}  // namespace wedge::engine
