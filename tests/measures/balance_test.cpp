// Which terms of a tie can matter, and that switching off the others changes no bit of anything.
#include <gtest/gtest.h>

#include <cstring>

#include "measures/situation.hpp"
#include "sampling/drawn.hpp"
#include "sampling/sampler.hpp"
#include "support/scenarios.hpp"
#include "support/several_scenario.hpp"

namespace wedge::test {
namespace {

struct Terms {
  int matter[2] = {0, 0}, not_at_all[2] = {0, 0};  // by term
};

bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

// Switches off every term of every tie, and compares with the scenario as it is.
Terms switched_off(const Scenario<double>& scenario, const std::vector<int>& adversaries) {
  const SituationStructure structure = situation_structure(scenario, adversaries);
  CrisisSolver<double> solver(scenario, adversaries);
  const std::vector<CrisisSolution<double>> as_it_is = solver.solve(scenario);
  const double loss = total_loss(structure, as_it_is);
  Terms out;
  for (int tie = 0; tie < static_cast<int>(scenario.ties.size()); ++tie)
    for (const TieTerm term : {TieTerm::integration, TieTerm::dependency}) {
      bool counts = false;
      for (const auto& s : as_it_is) counts |= matters(scenario, s.crisis, tie, term);
      ++(counts ? out.matter : out.not_at_all)[static_cast<int>(term)];
      Scenario<double> changed = scenario;
      switch_off(changed, tie, term);
      const auto& without = solver.solve(changed);
      const std::string name = scenario.ties[tie].name() + (term == TieTerm::integration ? "" : ", dependency");
      if (counts) {
        EXPECT_NE(total_loss(structure, without), loss) << name;
        continue;
      }
      EXPECT_TRUE(same({total_loss(structure, without)}, {loss})) << name;
      for (std::size_t j = 0; j < without.size(); ++j) {
        EXPECT_TRUE(same(without[j].joint.support, as_it_is[j].joint.support)) << name;
        EXPECT_TRUE(same(without[j].joint.strategy, as_it_is[j].joint.strategy)) << name;
        EXPECT_TRUE(same(without[j].joint.value, as_it_is[j].joint.value)) << name;
      }
    }
  return out;
}

Scenario<Quantity> example(const std::string& name, const nlohmann::json& set = nlohmann::json::object()) {
  return load(std::string(WEDGE_SOURCE_DIR) + "/scenarios/" + name + ".toml", overrides_from(set));
}

// Japan's responders have six ties with one another; it is itself an end of three of them with a dependency. Ten ties
// of the thirteen depend on none of that.
TEST(TieTerms, ThatDoNotMatterChangeNoBit) {
  const Scenario<Quantity> scenario = example("two-theatres");
  const int china = scenario.find(scenario.adversaries, "china");
  const Sampler sampler(scenario);
  DrawnScenario<double> drawn(scenario);
  std::vector<double> values(sampler.dimensions());
  for (const double at : {0.3, 0.5, 0.8}) {
    sampler.values(std::vector<double>(sampler.dimensions(), at), values);
    const Terms terms = switched_off(drawn.draw(sampler.leaf(), values), {china});
    EXPECT_EQ(terms.matter[0], 6);
    EXPECT_EQ(terms.matter[1], 3);
    EXPECT_EQ(terms.not_at_all[0], 7);
    EXPECT_EQ(terms.not_at_all[1], 10);
  }
}

// A base that rests on a tie makes the tie's dependency matter where no end of it is attacked.
TEST(TieTerms, MatterThroughBases) {
  const Scenario<double> baltic = at_medians(example("baltic"));
  const Terms all = switched_off(baltic, {0});
  Scenario<double> without = baltic;
  for (Basing<double>& b : without.basings) b.dependency = 0.0;
  const Terms fewer = switched_off(without, {0});
  EXPECT_EQ(all.matter[0], fewer.matter[0]);
  EXPECT_EQ(all.matter[1], fewer.matter[1] + 3);  // us-deu, us-pol, deu-pol
}

TEST(TieTerms, DoNotMatterWhereTheyAreNothing) {
  const auto terms = [](const nlohmann::json& set) {
    return switched_off(at_medians(example("northeast-asia", set)), {0});
  };
  EXPECT_EQ(terms({}).matter[0], 3);
  EXPECT_EQ(terms({}).matter[1], 3);
  EXPECT_EQ(terms({{"tie.us-rok.integration", 0}}).matter[0], 2);
  EXPECT_EQ(terms({{"tie.us-rok.integration", 0}}).matter[1], 2);
  EXPECT_EQ(terms({{"commitment.*.dependency", 0}, {"basing.*.dependency", 0}}).matter[1], 0);
  EXPECT_EQ(terms({{"defender.*.redundancy", 1}}).matter[1], 0);
  EXPECT_EQ(terms({{"defender.*.redundancy", 1}}).matter[0], 3);
}

TEST(TieTerms, MatterIfTheyDoToOneOfSeveral) {
  const Scenario<double> shared = at_medians(load(data_path("reference/several/shared-patron.toml")));
  ASSERT_EQ(shared.ties.size(), 2u);
  EXPECT_EQ(switched_off(shared, all_adversaries(shared)).matter[0], 2);
  EXPECT_EQ(switched_off(shared, {0}).matter[0], 1);
}

}  // namespace
}  // namespace wedge::test
