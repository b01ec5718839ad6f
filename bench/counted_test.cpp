// The counting number type: counts what is done, and does what a double does.
#include <gtest/gtest.h>

#include "base/linear.hpp"
#include "measures/measures.hpp"
#include "sampling/quantile.hpp"
#include "scenario/numbers.hpp"
#include "workload.hpp"

namespace wedge::bench {
namespace {

TEST(Counted, CountsEachOperationOnce) {
  counted_operations = {};
  Pack x(2.0);
  x = exp(x * x + 1.0) / log(x) - sqrt(x);      // mul, add, exp, log, div, sqrt, add
  x += select(x > 0.0, max(x, Pack(1.0)), -x);  // add, 4 compare
  const OperationCounts& n = counted_operations;
  EXPECT_EQ(n.exp, 1u);
  EXPECT_EQ(n.log, 1u);
  EXPECT_EQ(n.div, 1u);
  EXPECT_EQ(n.sqrt, 1u);
  EXPECT_EQ(n.mul, 1u);
  EXPECT_EQ(n.add, 3u);
  EXPECT_EQ(n.compare, 4u);
  EXPECT_EQ(n.fma, 0u);
}

TEST(Counted, EliminationTakesTheTextbookNumberOfOperations) {
  constexpr int n = 6;
  std::vector<Pack> a(n * n, Pack(0.1)), b(n, Pack(1.0));
  for (int i = 0; i < n; ++i) a[i * n + i] = Pack(2.0);
  counted_operations = {};
  solve_in_place(a.data(), b.data(), n, 1);
  // n³/3 + n²/2 − 5n/6 multiplications and additions, a factor a row more, and a reciprocal a pivot.
  constexpr std::uint64_t inner = n * (n - 1) * (2 * n - 1) / 6 + n * (n - 1);
  EXPECT_EQ(counted_operations.add, inner);
  EXPECT_EQ(counted_operations.mul, inner + n * (n - 1) / 2 + n);
  EXPECT_EQ(counted_operations.div, std::uint64_t{n});
}

TEST(Counted, GivesTheNumbersOfADouble) {
  const Scenario<double> narrow = at_medians(load(workload("northeast-asia")));
  Scenario<Pack> wide = reshaped<Pack>(narrow);
  Scenario<double> source = narrow;
  const auto from = leaves(source);
  const auto to = leaves(wide);
  for (std::size_t i = 0; i < to.size(); ++i) *to[i].value = Pack(*from[i].value);
  counted_operations = {};
  const CrisisSolution<Pack> counted = solve_crisis(wide, 0);
  const OperationCounts first = counted_operations;
  EXPECT_NEAR(lane(total_loss(counted), 0), total_loss(solve_crisis(narrow, 0)), 1e-12);
  counted_operations = {};
  solve_crisis(wide, 0);
  EXPECT_EQ(counted_operations.exp, first.exp);
  EXPECT_EQ(counted_operations.mul, first.mul);
  EXPECT_GT(first.exp, 1000u);
}

}  // namespace
}  // namespace wedge::bench
