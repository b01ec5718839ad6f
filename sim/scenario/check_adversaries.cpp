#include <cmath>
#include <set>

#include "checking.hpp"
#include "wording.hpp"

namespace wedge::reading {
namespace {

bool surely_nothing(const Quantity& quantity) { return !quantity.absent() && quantity.support().high <= 0.0; }

// One target: it can be attacked, and with something.
void check_target(const Checking& checking, const Adversary<Quantity>& adversary, const std::string& target,
                  const Quantity& prize) {
  const Defender<Quantity>* defender = checking.defender(target);
  if (defender == nullptr) return;
  if (checking.global(*defender))
    return checking.fail(&target, quoted(target) +
                                      " is global and cannot be attacked; expected a defender "
                                      "with a region");
  const std::string& region = defender->region;
  if (region.empty() || checking.spots.bad(&adversary.forces)) return;
  const int at = adversary.forces.find(region);
  if (at >= 0 && !surely_nothing(adversary.forces.entries[static_cast<std::size_t>(at)].second)) return;
  checking.fail(&prize, "lies in " + quoted(region) + ", where the adversary has no forces; " + "expected forces." +
                            key_part(region) + " > 0");
}

void check_targets(const Checking& checking, const Adversary<Quantity>& adversary) {
  if (adversary.prize.entries.empty() && !checking.spots.bad(&adversary.prize))
    checking.fail(&adversary.prize, "is empty; expected at least one target");
  for (const auto& [target, prize] : adversary.prize.entries) check_target(checking, adversary, target, prize);
}

void check_menu(const Checking& checking, const Adversary<Quantity>& adversary) {
  std::set<std::string> met;
  for (const std::string& tactic : adversary.tactics)
    if (!tactic.empty() && !met.insert(tactic).second)
      checking.fail(&tactic, quoted(tactic) + " is in the menu twice; expected each tactic once");
}

void check_aims(const Checking& checking, const Adversary<Quantity>& adversary) {
  for (const std::vector<std::string>& names : adversary.aims.at) {
    if (names.empty() && checking.spots.given(&names) && !checking.spots.bad(&names))
      checking.fail(&names,
                    "is empty; expected at least one defender, or no such key: then it may be pointed at everybody");
    std::set<std::string> met;
    for (const std::string& name : names)
      if (!name.empty() && !met.insert(name).second)
        checking.fail(&name, quoted(name) + " is named twice; expected each defender once");
  }
}

void check_priors(const Checking& checking, const Adversary<Quantity>& adversary) {
  if (adversary.types.empty()) return;
  if (adversary.types.size() > std::size_t{most_types})
    checking.fail(&adversary.types,
                  std::to_string(adversary.types.size()) + " types; expected at most " + std::to_string(most_types));
  bool certain = true;
  double sum = 0.0;
  for (const Type<Quantity>& type : adversary.types) {
    if (type.prior.absent()) return;  // reported
    certain = certain && !type.prior.uncertain();
    sum += type.prior.support().high;
  }
  if (certain && std::abs(sum - 1.0) > sum_tolerance)
    checking.fail(&adversary.types, "the priors sum to " + shown(std::round(sum * 1e12) / 1e12) + "; expected 1");
  else if (!certain && !(sum > 0.0))
    checking.fail(&adversary.types, "all priors are 0; expected one that can be above 0");
}

}  // namespace

void check_adversaries(const Checking& checking) {
  const auto& adversaries = checking.scenario.adversaries;
  if (adversaries.empty() && !checking.spots.bad(&adversaries))
    checking.fail(&adversaries, "there is none; expected at least one [[adversary]]");
  for (const Adversary<Quantity>& adversary : adversaries) {
    check_targets(checking, adversary);
    check_menu(checking, adversary);
    check_aims(checking, adversary);
    for (const auto& [other, weight] : adversary.closing_ranks.entries)
      if (other == adversary.id) checking.fail(&other, "is the adversary itself; expected another");
    check_priors(checking, adversary);
  }
}

}  // namespace wedge::reading
