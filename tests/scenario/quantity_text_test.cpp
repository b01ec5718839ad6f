// A quantity's text reads to the same quantity.
#include <gtest/gtest.h>

#include "sampling/quantile.hpp"
#include "support/scenarios.hpp"

namespace wedge::test {

TEST(Quantity, TextReadsToTheSame) {
  for (const std::string text :
       {"0.1", "3", "-0.30000000000000004", "{ uniform = [0.1, 0.30000000000000004] }", "{ triangular = [0, 0.5, 1] }",
        "{ normal = [0, 0.05] }", "{ normal = [0.01, 0.05], within = [-0.05, 0.04] }", "{ lognormal = [4, 1.6] }",
        "{ beta = [0.4, 0.15] }", "{ beta = [0.4, 0.15], within = [0.1, 0.9] }", "{ pert = [0.1, 0.2, 0.5] }",
        "{ choice = [0.1, 0.2] }"}) {
    const auto key = [&](const std::string& value) {
      const std::string name = text.starts_with("{ lognormal") ? "defender.rear.decision_days" : "model.mood";
      const Scenario<Quantity> s = load(textbook_file, {{name, value}});
      return name == "model.mood" ? s.model.mood : s.defenders[s.find(s.defenders, "rear")].decision_days;
    };
    const Quantity first = key(text);
    EXPECT_EQ(toml_text(first), text == "3" ? "3" : text);
    const Quantity again = key(toml_text(first));
    ASSERT_EQ(first.uncertain(), again.uncertain());
    for (const double u : {0.01, 0.5, 0.99}) {
      if (first.uncertain()) {
        EXPECT_EQ(quantile(first.distribution(), u), quantile(again.distribution(), u)) << text;
      } else {
        EXPECT_EQ(first.number(), again.number());
      }
    }
  }
  EXPECT_EQ(toml_text(Quantity()), "");
}

}  // namespace wedge::test
