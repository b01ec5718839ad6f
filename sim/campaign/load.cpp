#include "load.hpp"

#include <limits>

namespace wedge {

void set_quiet(const Scenario<Quantity>& scenario, const CampaignFrame& frame, const CampaignState& state,
               int adversary, Measures<double>& m) {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const Adversary<Quantity>& a = scenario.adversaries[adversary];
  const std::size_t defenders = scenario.defenders.size();
  Measures<double>::fields(m, [](const Measure&, auto& value) {
    if constexpr (std::is_same_v<std::decay_t<decltype(value)>, double>)
      value = 0.0;
    else
      value.clear();
  });
  m.deterrence = 1.0;
  m.deterrence_by_type.assign(a.types.size(), 1.0);
  m.bluff = m.coalition_size = nan;
  for (const int target : frame.targets_of[adversary]) {
    const bool lost = state.defenders[target].lost;
    m.loss.push_back(lost ? 1.0 : 0.0);
    m.attack_by_target.push_back(lost ? nan : 0.0);
    m.total_loss += m.loss.back();
  }
  m.attack_by_rung.assign(scenario.rungs.size(), 0.0);
  m.attack_by_tactic.assign(tactic_count, 0.0);
  m.welfare.assign(defenders + 1, 0.0);
  m.welfare.back() = -state.adversaries[adversary].grievance;
  for (auto* by_defender : {&m.support, &m.reliability_observed, &m.reliability_latent})
    by_defender->assign(defenders, nan);
  for (auto* effect : {&m.wedge_effect, &m.wedge_effect_at_beliefs_of_none})
    effect->assign(tactic_count * defenders, nan);
}

}  // namespace wedge
