/// Solutions as JSON, compared field by field with numbers from elsewhere.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/solution_json.hpp"

namespace wedge::test {

/// Independent programs agree with ours to this, in every field.
inline constexpr double agreement = 1e-9;

/// What `wedge solve --format json` prints of the adversaries.
inline nlohmann::json solved_json(const Scenario<double>& scenario, const SolverOptions& options) {
  return engine::solved_json(engine::solve_all(scenario, options));
}

/// Every field of `expected` is in `found` with the same value. Residuals only have to be small.
inline void expect_same(const nlohmann::json& expected, const nlohmann::json& found, const std::string& path) {
  if (expected.is_object()) {
    for (const auto& [key, value] : expected.items()) {
      const std::string inner = path + "." + key;
      if (key == "residual") {
        EXPECT_LT(found.at(key).get<double>(), residual_limit) << inner;
      } else if (!found.contains(key)) {
        ADD_FAILURE() << inner << " is not reported";
      } else {
        expect_same(value, found.at(key), inner);
      }
    }
  } else if (expected.is_array()) {
    ASSERT_EQ(expected.size(), found.size()) << path;
    for (std::size_t i = 0; i < expected.size(); ++i)
      expect_same(expected[i], found[i], path + "[" + std::to_string(i) + "]");
  } else if (expected.is_number()) {
    ASSERT_TRUE(found.is_number()) << path << " expected " << expected << " found " << found;
    EXPECT_NEAR(expected.get<double>(), found.get<double>(), agreement) << path;
  } else {
    EXPECT_EQ(expected, found) << path;
  }
}

}  // namespace wedge::test
