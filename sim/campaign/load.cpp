#include "load.hpp"

namespace wedge {

void set_quiet(const Scenario<Quantity>& scenario, const CampaignFrame& frame, const CampaignState& state,
               int adversary, Measures<double>& m) {
  const std::vector<int>& targets = frame.targets_of[adversary];
  const Extents extents{.types = static_cast<int>(scenario.adversaries[adversary].types.size()),
                        .targets = static_cast<int>(targets.size()),
                        .rungs = static_cast<int>(scenario.rungs.size()),
                        .defenders = static_cast<int>(scenario.defenders.size())};
  set_all(m, extents, [](const Measure& measure) { return measure.value_when_quiet(); });
  for (std::size_t t = 0; t < targets.size(); ++t) {
    if (!state.defenders[targets[t]].lost) continue;
    m.loss[t] = 1.0;
    m.attack_by_target[t] = undefined;
    m.total_loss += 1.0;
  }
  m.welfare.back() = -state.adversaries[adversary].grievance;
}

}  // namespace wedge
