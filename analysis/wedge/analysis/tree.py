"""A small tree of rules that says where a measure is high and where it is low: CART.

L. Breiman, J. Friedman, R. Olshen and C. Stone, *Classification and Regression Trees*, 1984, by scikit-learn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.tree import DecisionTreeRegressor
from sklearn.tree._tree import Tree

DEPTH = 3
SMALLEST = 0.05  # share of the rows in a leaf
WORTHWHILE = 0.01  # share of the variance that a split has to explain, and at least that of
NOISE = 20  # rows: the best split of noise, of 25 inputs, explains 11, and in one table of twenty more than 16 to 30


@dataclass(frozen=True)
class Node:
    """A leaf, or a split: rows with the input at or below the threshold go to `low`, the others to `high`."""

    rows: int
    mean: float
    input: int = -1
    threshold: float = float("nan")
    low: Node | None = None
    high: Node | None = None

    @property
    def is_leaf(self) -> bool:
        return self.low is None

    def leaves(self) -> list[tuple[Node, dict[int, tuple[float, float]]]]:
        """Every leaf with the ranges that lead to it, by input: above the first number, at most the second."""
        if self.is_leaf:
            return [(self, {})]
        found = []
        for child, upper in ((self.low, True), (self.high, False)):
            for leaf, ranges in child.leaves():
                low, high = ranges.get(self.input, (-np.inf, np.inf))
                ends = (low, min(high, self.threshold)) if upper else (max(low, self.threshold), high)
                found.append((leaf, {self.input: ends} | {j: r for j, r in ranges.items() if j != self.input}))
        return found

    def splits(self) -> int:
        return 0 if self.is_leaf else 1 + self.low.splits() + self.high.splits()

    def leaf_of(self, x: np.ndarray) -> np.ndarray:
        """For each row the number of its leaf, in the order of `leaves`."""
        if self.is_leaf:
            return np.zeros(len(x), dtype=int)
        below = x[:, self.input] <= self.threshold
        return np.where(below, self.low.leaf_of(x), len(self.low.leaves()) + self.high.leaf_of(x))


def grow(x: np.ndarray, y: np.ndarray, depth: int = DEPTH) -> Node:
    """The tree of least squares, no deeper than `depth`, with a twentieth of the rows in each leaf."""
    model = DecisionTreeRegressor(max_depth=depth, min_samples_leaf=SMALLEST, random_state=0,
                                  min_impurity_decrease=max(WORTHWHILE, NOISE / y.size) * float(np.var(y))).fit(x, y)
    return _node(model.tree_, 0, x, y)


def _node(tree: Tree, i: int, x: np.ndarray, y: np.ndarray) -> Node:
    """What scikit-learn grew, for the rows that come to this node."""
    low, input, threshold = int(tree.children_left[i]), int(tree.feature[i]), float(tree.threshold[i])
    if low < 0:
        return Node(y.size, float(y.mean()))
    below = x[:, input] <= threshold
    return Node(y.size, float(y.mean()), input, threshold, _node(tree, low, x[below], y[below]),
                _node(tree, int(tree.children_right[i]), x[~below], y[~below]))


def predicted(root: Node, x: np.ndarray) -> np.ndarray:
    return np.array([leaf.mean for leaf, _ in root.leaves()])[root.leaf_of(x)]


def explained(y: np.ndarray, means: np.ndarray) -> float:
    """Share of the variance that predicted means explain."""
    return float(1.0 - np.mean((y - means) ** 2) / np.var(y))
