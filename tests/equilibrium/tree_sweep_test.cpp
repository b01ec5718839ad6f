// The tree by itself, worked out by hand: one choice of two types between a constant and a leaf.
#include "equilibrium/tree_sweep.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace wedge::test {
namespace {

constexpr int leaf = 2;

// Quiet is worth 0.
JointGame<double> one_choice() {
  JointGame<double> game;
  game.types = 2;
  game.tree.add(-1);
  game.tree.add(0);
  game.tree.add(0, 0);
  game.precision = {2.0, 0.0, 0.0};
  game.constant = {0.0, 0.0, 0.0};
  game.prior = {0.5, 0.5};
  game.games.push_back(blank_game<double>(1, 2));
  return game;
}

// At τλ = 1 acting is worth ln 3 to the first type, who acts with probability 3/4, and nothing to the second: 1/2.
void observe(TreeSweep<double>& tree) {
  tree.worth().value[leaf * 2] = std::log(3.0);
  tree.worth().value[leaf * 2 + 1] = 0.0;
  tree.observe(0.5, {});
}

TEST(TreeSweep, ChoicesAreLogitAndBeliefsFollowFromThem) {  // (S3), (S4)
  const JointGame<double> game = one_choice();
  TreeSweep<double> tree(game);
  observe(tree);
  EXPECT_NEAR(tree.worth().value[0], 0.75 * std::log(3.0), 1e-15);
  EXPECT_NEAR(tree.worth().value[1], 0.0, 1e-15);
  EXPECT_NEAR(std::exp(tree.log_strategy()[0]), 0.75, 1e-15);
  EXPECT_NEAR(std::exp(tree.log_strategy()[1]), 0.5, 1e-15);
  EXPECT_NEAR(tree.belief()[0], 0.6, 1e-15);
}

// If the leaf gains h + m c for the first type when log-odds shift by c, then ln σ of that type rises by
// τλ (1 − 3/4) (h + m c), so that c = −(h + m c) / 4 = −h / (4 + m), and the determinant is 1 + m/4. The node gains
// 3/4 (1 + τλ (ln 3 − 3/4 ln 3)) (h + m c). The tangent's own part: λ V changes by 2 ln 3 a unit of τ.
TEST(TreeSweep, ShiftsOfBeliefsAnswerThemselves) {  // (S6) to (S9)
  const JointGame<double> game = one_choice();
  TreeSweep<double> tree(game);
  const double ln3 = std::log(3.0);
  for (const double m : {0.0, 2.0, -3.0, -8.0}) {
    observe(tree);
    tree.worth().answer[leaf * 2 * column_count + newton_column] = 1.0;
    tree.worth().answer[leaf * 2 * column_count + tangent_column] = 0.0;
    tree.worth().slope[leaf * 2] = m;
    EXPECT_EQ(tree.eliminate(0.5), 4 + m > 0 ? 1.0 : -1.0) << m;
    const double newton = -1 / (4 + m), tangent = -2 * ln3 / (4 + m);
    EXPECT_NEAR(tree.shift()[leaf * column_count + newton_column], newton, 1e-14) << m;
    EXPECT_NEAR(tree.shift()[leaf * column_count + tangent_column], tangent, 1e-14) << m;
    const double gain = 0.75 * (1 + 0.25 * ln3), own = 0.75 * 0.25 * 2 * ln3 * ln3;
    EXPECT_NEAR(tree.worth().answer[newton_column], gain * (1 + m * newton), 1e-14) << m;
    EXPECT_NEAR(tree.worth().answer[tangent_column], gain * m * tangent + own, 1e-14) << m;
    tree.respond_along_paths(0.5);
    EXPECT_NEAR(tree.path_response()[leaf * 2 * column_count + newton_column], -newton, 1e-14) << m;
    EXPECT_NEAR(tree.path_response()[(leaf * 2 + 1) * column_count + newton_column], 0.0, 1e-14) << m;
  }
}

// The same by one column more: a change of what the leaf is worth, and nothing that τ does itself.
TEST(TreeSweep, TakesFurtherColumnsAlong) {
  const JointGame<double> game = one_choice();
  constexpr int columns = column_count + 1, further = column_count;
  TreeSweep<double> tree(game, columns);
  for (const double m : {2.0, -3.0, -8.0}) {
    observe(tree);
    double* const answer = &tree.worth().answer[leaf * 2 * columns];
    answer[newton_column] = answer[tangent_column] = 0.0;
    answer[further] = 1.0;
    tree.worth().slope[leaf * 2] = m;
    EXPECT_EQ(tree.eliminate(0.5), 4 + m > 0 ? 1.0 : -1.0) << m;
    const double shift = -1 / (4 + m);
    EXPECT_NEAR(tree.shift()[leaf * columns + further], shift, 1e-14) << m;
    EXPECT_NEAR(tree.shift()[leaf * columns + newton_column], 0.0, 1e-14) << m;
    EXPECT_NEAR(tree.shift()[leaf * columns + tangent_column], 2 * std::log(3.0) * shift, 1e-14) << m;
    EXPECT_NEAR(tree.worth().answer[further], 0.75 * (1 + 0.25 * std::log(3.0)) * (1 + m * shift), 1e-14) << m;
    tree.respond_along_paths(0.5);
    EXPECT_NEAR(tree.path_response()[leaf * 2 * columns + further], -shift, 1e-14) << m;
  }
}

}  // namespace
}  // namespace wedge::test
