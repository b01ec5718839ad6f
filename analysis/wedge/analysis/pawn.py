"""How much each input moves the distribution of a measure: PAWN indices from draws that are there already.

F. Pianosi and T. Wagener, *Environmental Modelling & Software* 108, 2018. The draws are cut into slices of equal size along
one input; each slice's distribution of the measure is compared with that of all draws by the largest distance of the two
(Kolmogorov and Smirnov's), and the mean distance over the slices says how much the input tells: nothing at 0, all towards 1.

Few draws make distances too large, for chance separates distributions too. What is due to chance falls with the root of
their number, so that the mean distances of halves of the draws say how much it is, and the index is without it. The
distances as they are decide whether an input tells anything: they must be above `Pawn.threshold`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .draws import Draws

SLICES = 10
SMALLEST = 20  # draws in a slice: with fewer draws there are fewer slices
LEVELS = 500  # of the measure at which distributions are compared, at most: an error of 1/500
HALVES = 50  # ways to halve the draws, for the index; in each replicate so many:
FEWER_HALVES = 4
REPLICATES = 100
PERMUTATIONS = 2000
CHANCE = 0.05
NORMAL = 1.96
SEED = 20


@dataclass(frozen=True)
class Index:
    """What one input tells: the index with its interval (95%); the mean distance as it is, and that of the farthest slice."""

    name: str
    value: float
    low: float
    high: float
    distance: float
    farthest: float


@dataclass(frozen=True)
class Pawn:
    """Indices of the uncertain keys and of the axes, each largest first. The largest distance of as many keys as there are,
    all without effect, is above `threshold` in one study of twenty."""

    keys: tuple[Index, ...]
    axes: tuple[Index, ...]
    threshold: float | None
    slices: int


def pawn(draws: Draws) -> Pawn:
    """Indices of every column of a table. Draws are what is halved, resampled and permuted, with all their points."""
    random = np.random.default_rng(SEED)
    count = draws.count
    most = how_many_slices(count)
    levels = levels_of(draws.y)
    halves = [_half(random, count) for _ in range(HALVES)]
    copies = [np.bincount(random.integers(count, size=count), minlength=count).astype(float) for _ in range(REPLICATES)]
    found = []
    for j, name in enumerate(draws.names):
        slices = slices_of(draws.x[:, j], most)

        def at(weights: np.ndarray) -> float:
            return mean_distance(slices, levels, weights[draws.draw])

        distance, _ = distances(slices, levels, np.ones(draws.y.size))
        value, error = at(np.ones(count)), 0.0
        corrected = value
        if draws.keys:
            corrected = _without_chance(at, np.ones(count), halves)
            start = [FEWER_HALVES * i % HALVES for i in range(REPLICATES)]
            error = NORMAL * np.std([_without_chance(at, copy, halves[i:i + FEWER_HALVES])
                                     for copy, i in zip(copies, start)])
        ends = float(corrected - error), float(corrected + error)
        found.append(Index(name, float(corrected), *ends, value, float(distance.max())))
    keys = draws.keys
    chance = threshold(draws, levels, most, random) if keys else None
    order = lambda some: tuple(sorted(some, key=lambda i: (-i.value, i.name)))  # noqa: E731
    return Pawn(order(found[:keys]), order(found[keys:]), chance, most)


def _half(random: np.random.Generator, count: int) -> np.ndarray:
    half = np.zeros(count)
    half[random.permutation(count)[: count // 2]] = 1.0
    return half


def _without_chance(at, weights: np.ndarray, halves: list[np.ndarray]) -> float:
    """The mean distance without what is due to chance, which is √2 times as large with half as many draws."""
    whole = at(weights)
    half = np.mean([at(weights * part) for h in halves for part in (h, 1.0 - h)])
    return whole - (half - whole) / (math.sqrt(2.0) - 1.0)


def threshold(draws: Draws, levels: np.ndarray, most: int, random: np.random.Generator) -> float:
    """The distance that chance exceeds once in twenty studies, in any of the keys: they tell nothing once they are shuffled."""
    slices = slices_of(np.arange(draws.count), most)
    ones = np.ones(levels.size)
    chance = [mean_distance(random.permutation(slices)[draws.draw], levels, ones) for _ in range(PERMUTATIONS)]
    return float(np.quantile(chance, (1.0 - CHANCE) ** (1.0 / draws.keys)))


def how_many_slices(draws: int) -> int:
    return int(np.clip(draws // SMALLEST, 2, SLICES))


def slices_of(values: np.ndarray, most: int) -> np.ndarray:
    """For each value the number of its slice, from 0: of equal size, or one for each value where there are few."""
    distinct = np.unique(values)
    edges = distinct[1:] if distinct.size <= most else np.quantile(values, np.arange(1, most) / most)
    return np.unique(np.searchsorted(edges, values, side="right"), return_inverse=True)[1]


def levels_of(y: np.ndarray) -> np.ndarray:
    """For each value the number of its level, from 0: the distinct values, or quantiles where there are many."""
    distinct = np.unique(y)
    edges = distinct[1:] if distinct.size <= LEVELS else np.unique(np.quantile(y, np.arange(1, LEVELS) / LEVELS))
    return np.searchsorted(edges, y, side="right")


def distances(slices: np.ndarray, levels: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each slice's largest distance from the distribution of all rows, and its share of the rows."""
    shape = int(slices.max()) + 1, int(levels.max()) + 1
    counts = np.bincount(slices * shape[1] + levels, weights, shape[0] * shape[1]).reshape(shape).cumsum(axis=1)
    counts = counts[counts[:, -1] > 0]
    sizes = counts[:, -1]
    everything = counts.sum(axis=0) / sizes.sum()
    return np.abs(counts / sizes[:, None] - everything).max(axis=1), sizes / sizes.sum()


def mean_distance(slices: np.ndarray, levels: np.ndarray, weights: np.ndarray) -> float:
    distance, share = distances(slices, levels, weights)
    return float(distance @ share)
