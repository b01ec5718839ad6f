"""The methods of discovery: planted boxes and steps are found, and indices are what they are known to be."""

from __future__ import annotations

import math
import unittest

import numpy as np
from scipy.stats import ks_2samp
from support import synthetic  # noqa: F401  (puts the package on the path)

from wedge.analysis.draws import Draws
from wedge.analysis.pawn import distances, levels_of, mean_distance, pawn, slices_of, threshold
from wedge.analysis.prim import Box, boxes, everything, fit, holds_any, lift, paste, peel, quasi_p
from wedge.analysis.tree import explained, grow, predicted


def table(x: np.ndarray, y: np.ndarray, draw: np.ndarray | None = None) -> Draws:
    names = tuple(f"key.{j}" for j in range(x.shape[1]))
    return Draws("y", "Y", "", names, names, len(names), x, y, np.arange(y.size) if draw is None else draw, {})


def uniform(rows: int, inputs: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).random((rows, inputs))


def planted(x: np.ndarray) -> np.ndarray:
    """A box in the first three inputs."""
    return (x[:, 0] > 0.6) & (x[:, 1] < 0.5) & (x[:, 2] > 0.2) & (x[:, 2] < 0.7)


class PeelingAndPasting(unittest.TestCase):
    def test_first_steps_by_hand(self):
        x = np.arange(100.0)[:, None]
        hit = x[:, 0] >= 60
        curve = peel(x, hit, [0])
        self.assertEqual([box.low[0] for box in curve[:4]], [-np.inf, 5, 9, 13])  # 5% of 100, of 95, of 91 rows: 5, 4, 4
        self.assertEqual([fit(box.holds(x), hit).rows for box in curve[:4]], [100, 95, 91, 87])
        self.assertEqual(fit(curve[3].holds(x), hit).density, 40 / 87)
        self.assertEqual(fit(curve[-1].holds(x), hit).coverage, 1.0)  # what is left are cases, and peeling ends
        self.assertEqual(curve[-1].low[0], 60)

    def test_few_values_are_peeled_whole(self):
        x = np.repeat([0.0, 0.5, 1.0], 40)[:, None]
        curve = peel(x, x[:, 0] == 0.5, [0])
        self.assertEqual([(box.low[0], box.high[0]) for box in curve], [(-np.inf, np.inf), (0.5, np.inf), (0.5, 0.5)])

    def test_pasting_by_hand(self):
        x = np.arange(100.0)[:, None]
        hit = (x[:, 0] >= 60) & (x[:, 0] < 90)
        cut_short = Box(np.array([70.0]), np.array([80.0]))
        pasted = paste(x, hit, cut_short)
        self.assertEqual((pasted.low[0], pasted.high[0]), (60, 89))
        whole = paste(x, np.ones(100, dtype=bool), cut_short)
        self.assertEqual(whole.restricted(), [])  # an end that cuts nothing off is none

    def test_planted_box_is_found(self):
        for rows, tolerance in ((400, 0.04), (2000, 0.01)):
            x = uniform(rows, 10)
            found = boxes(x, planted(x), np.arange(rows))
            with self.subTest(rows=rows):
                self.assertEqual(len(found), 1)
                self.assertEqual(sorted(found[0].chances), [0, 1, 2])
                self.assertGreater(min(found[0].fit.coverage, found[0].fit.density), 0.95)
                box = found[0].box
                for end, border in ((box.low[0], 0.6), (box.high[1], 0.5), (box.low[2], 0.2), (box.high[2], 0.7)):
                    self.assertAlmostEqual(end, border, delta=tolerance)
                self.assertEqual((box.high[0], box.low[1]), (np.inf, -np.inf))
                self.assertLess(max(found[0].chances.values()), 1e-6)

    def test_planted_box_among_noise(self):
        x = uniform(2000, 10, 2)
        hit = planted(x) ^ (np.random.default_rng(3).random(2000) < 0.05)  # one in twenty is wrong
        first = boxes(x, hit, np.arange(2000))[0]
        self.assertEqual(sorted(first.chances), [0, 1, 2])
        self.assertGreater(first.fit.density, 0.85)
        self.assertGreater(fit(first.box.holds(x), planted(x)).coverage, 0.9)

    def test_two_boxes(self):
        x = uniform(2000, 6, 4)
        hit = (x[:, 0] > 0.8) & (x[:, 1] < 0.5) | (x[:, 2] > 0.85) & (x[:, 3] < 0.5)
        found = boxes(x, hit, np.arange(2000))
        self.assertEqual({tuple(sorted(each.chances)) for each in found}, {(0, 1), (2, 3)})
        together = fit(holds_any(x, found), hit)
        self.assertGreater(min(together.coverage, together.density), 0.95)
        self.assertAlmostEqual(sum(each.fit.coverage for each in found), together.coverage)  # of all cases, each once

    def test_nothing_is_found_in_noise(self):
        some = 0
        for seed in range(10):
            x = uniform(500, 5, seed)
            found = boxes(x, np.random.default_rng(100 + seed).random(500) < 0.1, np.arange(500))
            some += bool(found and found[0].fit.balance > 0.4)
        self.assertEqual(some, 0)

    def test_quasi_p_values_are_binomial(self):
        x = uniform(200, 2, 5)
        hit = (x[:, 0] > 0.5) & (x[:, 1] > 0.3)
        box = everything(2).with_end(0, False, 0.4).with_end(1, True, 0.9)
        holds, without = box.holds(x), x[:, 1] <= 0.9
        n, k, chance = int(holds.sum()), int((holds & hit).sum()), hit[without].mean()
        tail = math.fsum(math.comb(n, i) * chance**i * (1 - chance) ** (n - i) for i in range(k, n + 1))
        self.assertAlmostEqual(quasi_p(x, hit, np.arange(200), box)[0], tail, places=12)
        self.assertEqual(lift(x, hit, np.arange(200), box).restricted(), [0])  # the other cuts cases off

    def test_points_of_one_draw_are_not_independent(self):
        x = np.repeat(uniform(60, 2, 6), 9, axis=0)
        hit = x[:, 0] > 0.8
        box = everything(2).with_end(0, False, 0.7)
        each, together = (quasi_p(x, hit, draw, box)[0] for draw in (np.arange(540), np.repeat(np.arange(60), 9)))
        alone = quasi_p(x[::9], hit[::9], np.arange(60), box)[0]
        self.assertAlmostEqual(together, alone, places=12)
        self.assertLess(each, together)


class Tree(unittest.TestCase):
    def test_steps_are_found(self):
        x = uniform(1500, 6, 7)
        y = np.where(x[:, 0] <= 0.4, 1.0, np.where(x[:, 1] <= 0.7, 3.0, 8.0))
        root = grow(x, y)
        self.assertEqual((root.splits(), root.input, root.high.input), (2, 0, 1))
        self.assertAlmostEqual(root.threshold, 0.4, delta=0.01)
        self.assertAlmostEqual(root.high.threshold, 0.7, delta=0.01)
        self.assertEqual([leaf.mean for leaf, _ in root.leaves()], [1.0, 3.0, 8.0])
        self.assertEqual([leaf.rows for leaf, _ in root.leaves()], [int((y == v).sum()) for v in (1.0, 3.0, 8.0)])
        self.assertEqual(explained(y, predicted(root, x)), 1.0)
        ranges = root.leaves()[1][1]
        self.assertEqual(ranges, {0: (root.threshold, np.inf), 1: (-np.inf, root.high.threshold)})

    def test_planted_box_is_found(self):
        x = uniform(2000, 8, 8)
        hit = (x[:, 0] > 0.6) & (x[:, 1] < 0.5) & (x[:, 2] > 0.3)
        root = grow(x, hit.astype(float))
        inside = fit(predicted(root, x) > 0.5, hit)
        self.assertGreater(min(inside.coverage, inside.density), 0.97)
        ranges = next(ranges for leaf, ranges in root.leaves() if leaf.mean > 0.5)
        self.assertEqual(set(ranges), {0, 1, 2})
        for end, border in ((ranges[0][0], 0.6), (ranges[1][1], 0.5), (ranges[2][0], 0.3)):
            self.assertAlmostEqual(end, border, delta=0.02)

    def test_is_small(self):
        x = uniform(500, 4, 9)
        y = np.sin(20 * x[:, 0]) + x[:, 1]
        for depth in (1, 3):
            leaves = grow(x, y, depth).leaves()
            self.assertLessEqual(len(leaves), 2**depth)
            self.assertGreaterEqual(min(leaf.rows for leaf, _ in leaves), 25)
        self.assertTrue(grow(x, np.random.default_rng(1).random(500), 1).is_leaf)  # no split of noise is worthwhile


def slice_index(conditional, everything, slices: int = 10) -> float:
    """The index of an input from its distribution functions: of a slice [a, b], and of all, on a fine grid."""
    grid = np.linspace(0.0, 2.0, 20001)
    ends = np.arange(slices + 1) / slices
    return float(np.mean([np.abs(conditional(grid, a, b) - everything(grid)).max() for a, b in zip(ends, ends[1:])]))


def sum_of_two(y: np.ndarray) -> np.ndarray:
    """Distribution of the sum of two uniform numbers."""
    return np.where(y < 1, y**2 / 2, 1 - (2 - y) ** 2 / 2)


def sum_given(y: np.ndarray, a: float, b: float) -> np.ndarray:
    """The same, if one of them is between a and b: the mean of clip(y − x, 0, 1) over x."""
    area = lambda z: np.where(z < 0, 0.0, np.where(z < 1, z**2 / 2, z - 0.5))  # noqa: E731  (integral of clip(z, 0, 1))
    return (area(y - a) - area(y - b)) / (b - a)


class Indices(unittest.TestCase):
    def test_distance_is_that_of_kolmogorov_and_smirnov(self):
        x, y = uniform(400, 1, 10)[:, 0], uniform(400, 1, 11)[:, 0]
        slices = slices_of(x, 7)
        found, share = distances(slices, levels_of(y), np.ones(400))
        self.assertEqual(np.bincount(slices).size, 7)
        self.assertLessEqual(np.ptp(np.bincount(slices)), 1)
        np.testing.assert_allclose(found, [ks_2samp(y[slices == i], y).statistic for i in range(7)], atol=1e-12)
        np.testing.assert_allclose(share, np.bincount(slices) / 400)

    def test_an_input_that_is_all(self):
        # A tenth of a uniform measure, from i/10 on: the distance is the larger of i/10 and 1 − (i + 1)/10; their mean is 0.7.
        x = uniform(3000, 2, 12)
        found = {i.name: i for i in pawn(table(x, x[:, 0])).keys}
        self.assertAlmostEqual(found["key.0"].value, 0.7, delta=0.01)
        self.assertAlmostEqual(found["key.0"].farthest, 0.9, delta=0.01)
        self.assertAlmostEqual(found["key.1"].value, 0.0, delta=0.03)

    def test_a_sum_of_two(self):
        known = slice_index(sum_given, sum_of_two)
        x = uniform(3000, 3, 13)
        found = pawn(table(x, x[:, 0] + x[:, 1]))
        by_name = {i.name: i for i in found.keys}
        for name in ("key.0", "key.1"):
            self.assertAlmostEqual(by_name[name].value, known, delta=0.02)
            self.assertLess(by_name[name].low, known)
            self.assertGreater(by_name[name].high, known)
            self.assertGreater(by_name[name].distance, found.threshold)
        self.assertLess(by_name["key.2"].distance, found.threshold)
        self.assertLess(by_name["key.2"].low, 0.0)
        self.assertEqual([i.name for i in found.keys][2], "key.2")  # the largest first

    def test_without_what_chance_makes(self):
        inert = []
        for seed in range(10):
            x = uniform(200, 2, 20 + seed)
            inert.append(next(i for i in pawn(table(x, x[:, 0])).keys if i.name == "key.1"))
        self.assertGreater(np.mean([i.distance for i in inert]), 0.12)
        self.assertAlmostEqual(np.mean([i.value for i in inert]), 0.0, delta=0.03)

    def test_threshold_is_for_all_keys_together(self):
        draws = table(uniform(200, 5, 40), uniform(200, 1, 41)[:, 0])
        levels, random = levels_of(draws.y), np.random.default_rng(42)
        shuffled = lambda: slices_of(random.random(200), 10)  # noqa: E731
        largest = [max(mean_distance(shuffled(), levels, np.ones(200)) for _ in range(5)) for _ in range(600)]
        found = threshold(draws, levels, 10, np.random.default_rng(1))
        self.assertAlmostEqual(found, np.quantile(largest, 0.95), delta=0.006)
        alone = threshold(table(draws.x[:, :1], draws.y), levels, 10, np.random.default_rng(1))
        self.assertGreater(found - alone, 0.007)


if __name__ == "__main__":
    unittest.main()
