// Draws without solutions, and work that somebody wishes to stop.
#include <gtest/gtest.h>

#include "wedge/wedge.hpp"

namespace {

wedge::Scenario uncertain_textbook() {
  return wedge::Scenario::from_file(std::string(WEDGE_TEST_DATA) + "/textbook.toml")
      .with({"model.mood={ uniform = [-0.05, 0.05] }", "defender.rear.forces={ uniform = [0.3, 0.7] }"});
}

TEST(FaceSample, HasTheUncertainKeysInTheirRanges) {
  for (const std::string method : {"sobol", "lhs", "random"}) {
    const wedge::Sample found = wedge::sample(uncertain_textbook(), {.draws = 64, .method = method});
    EXPECT_EQ(found.keys, uncertain_textbook().uncertain_keys());
    ASSERT_EQ(found.values.size(), 128u);
    double sum = 0.0;
    for (std::size_t d = 0; d < 64; ++d) {
      EXPECT_LT(std::abs(found.values[2 * d]), 0.05);  // the mood comes first
      EXPECT_GT(found.values[2 * d + 1], 0.3);
      EXPECT_LT(found.values[2 * d + 1], 0.7);
      sum += found.values[2 * d + 1];
    }
    EXPECT_NEAR(sum / 64, 0.5, 0.06) << method;
  }
}

TEST(FaceSample, OfNothingAndOfMistakes) {
  EXPECT_TRUE(
      wedge::sample(wedge::Scenario::from_file(std::string(WEDGE_TEST_DATA) + "/textbook.toml")).values.empty());
  EXPECT_THROW(wedge::sample(uncertain_textbook(), {.draws = 0}), wedge::InputError);
  EXPECT_THROW(wedge::sample(uncertain_textbook(), {.method = "halton"}), wedge::InputError);
}

TEST(FaceStop, EndsWhatHasNothingToReturn) {
  std::stop_source source;
  source.request_stop();
  const std::stop_token stop = source.get_token();
  const wedge::Scenario scenario = uncertain_textbook();
  EXPECT_THROW(wedge::explain(scenario, {.draws = 16, .stop = stop}), wedge::StoppedEarly);
  EXPECT_THROW(wedge::compare(scenario, scenario, {.draws = 16, .stop = stop}), wedge::StoppedEarly);
  EXPECT_NO_THROW(wedge::compare(scenario, scenario, {.draws = 16, .stop = std::stop_source().get_token()}));
}

}  // namespace
