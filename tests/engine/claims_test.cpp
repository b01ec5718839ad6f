// The claims that are shipped, and paired differences worked out by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/claims/evidence.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

// That what it compares can be set is checked here; running it all takes minutes.
TEST(ShippedClaims, AreTwentyOneAndNameKeysThatExist) {
  const std::string file = std::string(WEDGE_SOURCE_DIR) + "/scenarios/claims.toml";
  const std::vector<engine::Claim> claims = engine::read_claims(file_text(file), file);
  ASSERT_EQ(claims.size(), 21u);
  for (std::size_t c = 0; c < claims.size(); ++c) {
    EXPECT_EQ(claims[c].id, "C" + std::to_string(c + 1));
    EXPECT_FALSE(claims[c].comparisons.empty() && claims[c].needs.empty()) << claims[c].id;
    for (const engine::Comparison& comparison : claims[c].comparisons)
      for (const engine::Setting& setting : comparison.settings) {
        std::vector<Override> changes = comparison.where;
        changes.insert(changes.end(), setting.set.begin(), setting.set.end());
        EXPECT_NO_THROW(read_scenario(file_text(comparison.scenario), comparison.scenario, changes))
            << claims[c].id << " " << setting.name;
      }
  }
}

TEST(Compare, LeavesOutDrawsWithoutValues) {
  const double nan = std::nan("");
  engine::Cell cell{};
  engine::compare({1.0, nan, 3.0, 4.0}, {2.0, 3.0, nan, 5.5}, 2, true, cell);
  EXPECT_EQ(cell.pairs, 2);
  EXPECT_EQ(cell.draws, 4);
  EXPECT_DOUBLE_EQ(cell.difference, 1.25);
  EXPECT_DOUBLE_EQ(cell.share, 1.0);
  EXPECT_DOUBLE_EQ(cell.standard_error, 0.25);
  EXPECT_EQ(cell.outcome, engine::CellOutcome::holds);
  engine::compare({1.0, nan, 3.0, 4.0}, {2.0, 3.0, nan, 5.5}, 2, false, cell);
  EXPECT_EQ(cell.outcome, engine::CellOutcome::contradicted);
  engine::compare({0.0, 0.0, 0.0, 0.0}, {1.0, -1.0, 1.0, 0.9}, 2, true, cell);
  EXPECT_EQ(cell.outcome, engine::CellOutcome::not_significant);
  engine::compare({0.0, 0.0}, {nan, nan}, 2, true, cell);
  EXPECT_EQ(cell.pairs, 0);
  EXPECT_EQ(cell.outcome, engine::CellOutcome::not_significant);
}

}  // namespace
}  // namespace wedge::test
