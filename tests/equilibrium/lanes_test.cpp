// The lanes instantiation against `double`: eight draws of one structure at once.
#include <gtest/gtest.h>

#include <cstring>

#include "measures/measures.hpp"
#include "support/packed.hpp"
#include "support/random_scenario.hpp"

namespace wedge::test {
namespace {

TEST(Lanes, AgreeWithDoubleToTheBit) {
  long numbers = 0, same_bits = 0;
  for (std::uint64_t structure = 1; structure <= 12; ++structure) {
    std::vector<Scenario<double>> draws;
    for (int i = 0; i < Pack::lanes; ++i) draws.push_back(ScenarioMaker(structure, 1000 * structure + i).make());
    const Scenario<Pack> pack = packed(draws);
    for (const Selection selection : {Selection::principal, Selection::cohesive, Selection::fractured}) {
      const CrisisSolution<Pack> wide = solve_crisis(pack, 0, {selection});
      const Pack loss = total_loss(wide);
      for (int i = 0; i < Pack::lanes; ++i) {
        const CrisisSolution<double> narrow = solve_crisis(draws[i], 0, {selection});
        ASSERT_EQ(wide.joint.status[i], narrow.joint.status[0]) << structure << " lane " << i;
        EXPECT_EQ(lane(wide.joint.tier, i), narrow.joint.tier);
        EXPECT_EQ(lane(wide.joint.fold, i), narrow.joint.fold);
        if (narrow.joint.status[0] != Status::solved) continue;
        EXPECT_NEAR(lane(loss, i), total_loss(narrow), 1e-9);
        for (std::size_t j = 0; j < narrow.joint.support.size(); ++j) {
          const double a = lane(wide.joint.support[j], i), b = narrow.joint.support[j];
          EXPECT_NEAR(a, b, 1e-9 * std::abs(b));
          ++numbers;
          same_bits += std::memcmp(&a, &b, sizeof a) == 0;
        }
      }
    }
  }
  // Packs round as doubles do and call the same exp and log, and a converged lane is frozen: with a compiler that
  // contracts nothing to fma, as on x86-64 without -march, no bit differs.
  EXPECT_EQ(same_bits, numbers);
  EXPECT_GT(numbers, 1000);
}

}  // namespace
}  // namespace wedge::test
