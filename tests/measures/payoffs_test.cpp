// What a game is worth, read from tables that hold only what a tactic changes, against the ends of the crisis, each
// coalition by itself.
#include <gtest/gtest.h>

#include "support/random_scenario.hpp"
#include "support/tables.hpp"

namespace wedge::test {
namespace {

TEST(Payoffs, AreMeansOverTheEndsOfTheCrisis) {
  constexpr double rounding = 1e-12;
  int live = 0, courted = 0, groups = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Scenario<double> s = ScenarioMaker(seed, seed).make();
    s.adversaries[0].tactics = {"threaten", "squeeze", "court"};
    s.adversaries[0].brink = 0.7;
    s.adversaries[0].onset = 0.4;
    const CrisisStructure structure = crisis_structure(s, 0);
    const auto tables = tables_of(s, structure);
    for (int a = 0; a < static_cast<int>(tables.size()); ++a) {
      const Action& action = structure.actions[a];
      const Target& target = structure.targets[action.target];
      const Payoffs<double> of = payoffs(structure, tables, a);
      for (Coalition c = 0; c < target.coalitions(); ++c) {
        const bool is_live = action.live(c, target.victim);
        live += is_live;
        courted += action.tactic == Tactic::court && has(c, target.victim) && (action.at & ~c) != 0;
        groups += is_live && std::popcount(action.at) > 1;
        const double risk = is_live && action.threat() == Threat::nuclear
                                ? s.adversaries[0].brink * s.rungs[action.rung].escalation_risk
                                : 0.0;
        const auto ends = endings(s, structure, action, c);
        for (int type = 0; type < static_cast<int>(ends.size()); ++type) {
          const auto mean = [&](auto worth) {  // (16) over (9)
            double sum = risk == 0.0 ? 0.0 : risk * worth(ends[type][2]);
            for (const Ending<double>& end : ends[type]) sum += (1.0 - risk) * end.probability * worth(end);
            return sum;
          };
          EXPECT_NEAR(of.outcome(type, c).value - of.cost(c), mean([](const auto& end) { return end.value; }),
                      rounding);
          for (int k = 0; k < target.size(); ++k)
            EXPECT_NEAR(of.utility(type, k, c), mean([k](const auto& end) { return end.utility[k]; }), rounding);
        }
      }
    }
  }
  EXPECT_GT(live, 1000);
  EXPECT_GT(courted, 1000);
  EXPECT_GT(groups, 100);
}

}  // namespace
}  // namespace wedge::test
