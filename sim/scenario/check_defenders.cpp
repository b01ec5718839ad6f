#include <map>
#include <set>

#include "checking.hpp"
#include "wording.hpp"

namespace wedge::reading {
namespace {

void check_posture(const Checking& checking, const Defender<Quantity>& defender) {
  if (defender.posture.entries.empty()) return;
  if (!defender.region.empty())
    return checking.fail(&defender.posture, "belongs to a global defender, but this one lies in " +
                                                quoted(defender.region) + "; expected no posture or no region");
  double sum = 0.0;
  for (const auto& [region, share] : defender.posture.entries)
    if (!share.absent()) sum += share.support().high;
  if (sum > 1.0 + sum_tolerance)
    checking.fail(&defender.posture,
                  "the shares may sum to " + shown(sum) + "; expected at most 1 (the rest is the reserve)");
}

void check_plan(const Checking& checking, const Defender<Quantity>& defender) {
  if (defender.plan.empty() || !checking.global(defender)) return;
  checking.fail(&defender.plan,
                "a defender without a region is global and cannot be attacked; expected no plan, "
                "or a region");
}

// A target of any adversary has at most most_responders responders; reported at the commitment
// that is one too many.
void check_responders(const Checking& checking) {
  std::set<std::string> targets;
  for (const Adversary<Quantity>& adversary : checking.scenario.adversaries)
    for (const auto& [target, prize] : adversary.prize.entries) targets.insert(target);
  std::map<std::string, int> responders;
  for (const Commitment<Quantity>& commitment : checking.scenario.commitments) {
    const std::string& to = commitment.to;
    if (!targets.contains(to)) continue;
    const int count = 2 + responders[to]++;  // the target itself and this one
    if (count == most_responders + 1)
      checking.fail(&to, quoted(to) + " has more than " + std::to_string(most_responders) +
                             " responders, itself included; expected at most " + std::to_string(most_responders - 1) +
                             " commitments to it");
  }
}

}  // namespace

void check_defenders(const Checking& checking) {
  const auto& defenders = checking.scenario.defenders;
  if (defenders.empty() && !checking.spots.bad(&defenders))
    checking.fail(&defenders, "there is none; expected at least one [[defender]]");
  for (const Defender<Quantity>& defender : defenders) {
    check_posture(checking, defender);
    check_plan(checking, defender);
  }
  check_responders(checking);
}

}  // namespace wedge::reading
