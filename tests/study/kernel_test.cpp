// A draw's numbers are its own: whatever it is solved together with, and however often what is loaded is used.
#include <gtest/gtest.h>

#include <cstring>
#include <optional>

#include "sampling/design.hpp"
#include "sampling/sampler.hpp"
#include "study/kernel.hpp"
#include "study/slots.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {
namespace {

class InBatches {
 public:
  InBatches(const Scenario<Quantity>& scenario, int draws, std::optional<bool> games_in_lanes = {})
      : scenario_(scenario), sampler_(scenario_) {
    const std::vector<double> points = Design(Method::sobol, 0x5eed, sampler_.dimensions(), draws).points(0, draws);
    values_.resize(points.size());
    for (int d = 0; d < draws; ++d)
      sampler_.values(row(std::span<const double>(points), d), row(std::span(values_), d));
    kernel_ = make_kernel(native_isa(), {scenario_, sampler_.leaf(), {}, true, false, 0, games_in_lanes});
    describe_slots(scenario_, true, layout_);
  }

  // Draws [first, first + count), everything about them asked for.
  std::vector<double> solved(int first, int count) {
    DrawBatch batch;
    const int width = sampler_.dimensions();
    batch.values.assign(values_.begin() + first * width, values_.begin() + (first + count) * width);
    for (auto* one : {&batch.look, &batch.certify, &batch.balance}) one->assign(count, 1);
    DrawRows rows;
    kernel_->run(batch, rows);
    return rows.slots;
  }

  std::size_t slots() const { return static_cast<std::size_t>(layout_.slots); }
  int first_tier() const {
    for (const Variable& v : layout_.variables)
      if (v.name == "tier_share") return v.first_slot;
    return -1;
  }

 private:
  template <class Number>
  std::span<Number> row(std::span<Number> all, int d) const {
    return all.subspan(static_cast<std::size_t>(d) * sampler_.dimensions(), sampler_.dimensions());
  }

  const Scenario<Quantity> scenario_;
  const Sampler sampler_;
  std::vector<double> values_;
  std::unique_ptr<DrawKernel> kernel_;
  StudyLayout layout_;
};

void expect_same_alone(const Scenario<Quantity>& scenario, int draws) {
  InBatches draw(scenario, draws);
  const std::vector<double> together = draw.solved(0, draws);
  const std::size_t slots = draw.slots();
  int careful = 0;
  for (const int size : {1, 8, 13})
    for (int first = 0; first < draws; first += size) {
      const int count = std::min(size, draws - first);
      const std::vector<double> some = draw.solved(first, count);
      ASSERT_EQ(some.size(), count * slots);
      for (int d = 0; d < count; ++d) {
        EXPECT_EQ(std::memcmp(&some[d * slots], &together[(first + d) * slots], slots * sizeof(double)), 0)
            << "draw " << first + d << " of batches of " << size;
        careful += together[(first + d) * slots + draw.first_tier()] == 0.0;
      }
    }
  EXPECT_GT(careful, 0);
}

TEST(Kernel, GivesADrawTheSameBytesInEveryBatch) {
  expect_same_alone(load(std::string(WEDGE_SOURCE_DIR) + "/scenarios/northeast-asia.toml"), 40);
  const nlohmann::json uncertain{{"model.mood", {{"uniform", {-0.05, 0.05}}}},
                                 {"adversary.*.precision", {{"uniform", {20.0, 60.0}}}},
                                 {"adversary.east-rival.closing_ranks.west-rival", {{"uniform", {0.0, 0.8}}}}};
  expect_same_alone(load(data_path("reference/several/shared-patron.toml"), overrides_from(uncertain)), 24);
}

// Sums over an action's games may round in another order. The way is another, too: with which effort it was followed
// is not compared.
void expect_same_in_lanes(const Scenario<Quantity>& scenario, int draws) {
  InBatches in_packs(scenario, draws, false), in_lanes(scenario, draws, true);
  const std::vector<double> expected = in_packs.solved(0, draws), found = in_lanes.solved(0, draws);
  ASSERT_EQ(found.size(), expected.size());
  int numbers = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    ASSERT_EQ(std::isnan(found[i]), std::isnan(expected[i])) << "slot " << i;
    const std::size_t slot = i % in_packs.slots(), tier = in_packs.first_tier();
    if (std::isnan(found[i]) || (slot >= tier && slot < tier + tiers)) continue;
    EXPECT_NEAR(found[i], expected[i], 1e-12) << "slot " << i % in_packs.slots() << " of draw " << i / in_packs.slots();
    ++numbers;
  }
  EXPECT_GT(numbers, draws * 20);
}

TEST(Kernel, GivesADrawTheSameNumbersWithItsGamesInLanes) {
  const nlohmann::json uncertain{{"model.mood", {{"uniform", {-0.05, 0.05}}}},
                                 {"adversary.*.precision", {{"uniform", {20.0, 60.0}}}},
                                 {"adversary.east-rival.closing_ranks.west-rival", {{"uniform", {0.0, 0.8}}}}};
  for (const char* const name : {"shared-patron", "shared-patron-unread"})
    expect_same_in_lanes(load(data_path(std::string("reference/several/") + name + ".toml"), overrides_from(uncertain)),
                         12);
  expect_same_in_lanes(load(std::string(WEDGE_SOURCE_DIR) + "/scenarios/two-regions.toml"), 4);
}

// Means of the parts are over the same draws.
TEST(Kernel, GivesATiesBalanceWholeOrNotAtAll) {
  for (const IntegrationBalance<double>& lacking :
       {IntegrationBalance<double>{nan, 0.2, 0.3, {}}, IntegrationBalance<double>{0.4, nan, 0.3, {}}}) {
    double slots[2 * balance_slots] = {};
    fill_balance(lacking, 1, 2, slots);
    for (int i = 0; i < 2 * balance_slots; ++i) EXPECT_EQ(std::isnan(slots[i]), i % 2 == 1) << i;
  }
}

}  // namespace
}  // namespace wedge::test
