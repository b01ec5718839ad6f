"""Boxes of inputs in which the cases of interest are: the patient rule induction method (PRIM).

J. Friedman and N. Fisher, *Statistics and Computing* 9, 1999; as B. Bryant and R. Lempert use it to discover scenarios,
*Technological Forecasting and Social Change* 77, 2010. A box is a range of some inputs. Peeling begins with all rows and takes
away, again and again, a twentieth of what is left at the end of one input where that costs the fewest cases. It leaves a
curve of boxes, from all of the cases (coverage 1) to nothing but cases (density 1). Of these one is taken; restrictions that
chance may have made are lifted, and ends that cut off too much are pasted on again. What no box holds is searched again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import betainc

PEEL = 0.05  # share of the rows in a box that is peeled at once
PASTE = 0.01
SMALLEST = 20  # rows in a box, and a fifth of the cases
MOST_BOXES = 3
WORTHWHILE = 0.1  # share of the cases that a further box has to hold
CHANCE = 0.05  # a restriction with a larger quasi-p-value is lifted


@dataclass(frozen=True)
class Box:
    """Ends of every input, both within the box; infinite where it is not restricted."""

    low: np.ndarray
    high: np.ndarray

    def outside(self, x: np.ndarray, inputs: Sequence[int]) -> np.ndarray:
        """Which rows lie beyond an end of each of these inputs."""
        inputs = list(inputs)
        return (x[:, inputs] < self.low[inputs]) | (x[:, inputs] > self.high[inputs])

    def holds(self, x: np.ndarray) -> np.ndarray:
        return ~self.outside(x, self.restricted()).any(axis=1)

    def restricted(self) -> list[int]:
        return [int(j) for j in np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high))]

    def with_end(self, input: int, upper: bool, end: float) -> Box:
        changed = (self.high if upper else self.low).copy()
        changed[input] = end
        return replace(self, high=changed) if upper else replace(self, low=changed)

    def without(self, input: int) -> Box:
        return self.with_end(input, False, -np.inf).with_end(input, True, np.inf)


@dataclass(frozen=True)
class Fit:
    """How many rows and cases a box holds, of how many cases in all."""

    rows: int
    cases: int
    all_cases: int

    @property
    def coverage(self) -> float:
        return self.cases / self.all_cases if self.all_cases else 0.0

    @property
    def density(self) -> float:
        return self.cases / self.rows if self.rows else 0.0

    @property
    def balance(self) -> float:
        """Harmonic mean of coverage and density."""
        return 2.0 * self.cases / (self.rows + self.all_cases) if self.all_cases else 0.0


def fit(holds: np.ndarray, hit: np.ndarray) -> Fit:
    return Fit(int(holds.sum()), int((holds & hit).sum()), int(hit.sum()))


def everything(inputs: int) -> Box:
    return Box(np.full(inputs, -np.inf), np.full(inputs, np.inf))


def peel(x: np.ndarray, hit: np.ndarray, inputs: Sequence[int]) -> list[Box]:
    """The boxes of one peeling along some inputs, from all rows to the smallest.

    Inputs with few values can only be peeled by one value or more, so that what counts is the density gained for each row
    that is taken away, not the density alone.
    """
    boxes = [everything(x.shape[1])]
    least = max(SMALLEST, int(hit.sum()) // 5)
    columns = x.T[list(inputs)]
    order = np.argsort(columns, axis=1, kind="stable")  # of the rows in the box, along each input
    while True:
        rows = order.shape[1]
        best = None
        for upper in (False, True):
            along = order[:, ::-1] if upper else order
            values = np.take_along_axis(columns, along, axis=1)
            sign = -1.0 if upper else 1.0
            lost = (sign * values < sign * values[:, [int(PEEL * rows)]]).sum(axis=1)
            lost = np.where(lost > 0, lost, (values == values[:, :1]).sum(axis=1))
            cases = hit[along].cumsum(axis=1)
            gone, left = np.take_along_axis(cases, lost[:, None] - 1, axis=1)[:, 0], rows - lost
            with np.errstate(divide="ignore", invalid="ignore"):
                gain = np.where(left >= least, ((cases[:, -1] - gone) / left - cases[:, -1] / rows) / lost, -np.inf)
            j = int(np.argmax(gain))
            if np.isfinite(gain[j]) and (best is None or gain[j] > best[0]):
                best = gain[j], j, upper, values[j, lost[j]]
        if best is None or cases[0, -1] in (0, rows):
            return boxes
        _, j, upper, end = best
        boxes.append(boxes[-1].with_end(inputs[j], upper, float(end)))
        inside = columns[j] <= end if upper else columns[j] >= end
        order = order[inside[order]].reshape(order.shape[0], -1)


def paste(x: np.ndarray, hit: np.ndarray, box: Box) -> Box:
    """Moves ends out again, a few rows at once, wherever density does not fall by it; the best first."""
    while True:
        now = fit(box.holds(x), hit)
        step = max(1, int(PASTE * now.rows))
        wider = [_wider(x[box.without(j).holds(x), j], box, j, upper, step)
                 for j in box.restricted() for upper in (False, True)]
        found = [(fit(each.holds(x), hit).density, each) for each in wider if each]
        density, best = max(found, key=lambda each: each[0], default=(-1.0, box))
        if density < now.density:
            return box
        box = best


def _wider(values: np.ndarray, box: Box, input: int, upper: bool, step: int) -> Box | None:
    """A box with so many rows more at one end, which is none once no row lies beyond; None if it is none already.
    `values`: those of the input in rows that the other ends hold."""
    end = (box.high if upper else box.low)[input]
    if not np.isfinite(end):
        return None
    beyond = np.sort(values[values > end]) if upper else np.sort(values[values < end])[::-1]
    if beyond.size <= step or beyond[step - 1] == beyond[-1]:
        return box.with_end(input, upper, np.inf if upper else -np.inf)
    return box.with_end(input, upper, float(beyond[step - 1]))


def quasi_p(x: np.ndarray, hit: np.ndarray, draw: np.ndarray, box: Box) -> dict[int, float]:
    """For each restricted input the probability that a box without this restriction has, in as many rows picked by chance,
    at least as many cases: binomial (Bryant and Lempert 2010). Rows of one draw at several points count as one."""
    inputs = box.restricted()
    outside = box.outside(x, inputs)
    reasons = outside.sum(axis=1)
    holds = reasons == 0
    found = fit(holds, hit)
    share = np.unique(draw[holds]).size / found.rows if found.rows else 0.0
    return {j: _at_least(share * found.cases, share * found.rows, fit(reasons == outside[:, i], hit).density)
            for i, j in enumerate(inputs)}


def _at_least(cases: float, rows: float, chance: float) -> float:
    """Probability of so many cases or more among so many rows; counts need not be whole."""
    return float(betainc(cases, rows - cases + 1.0, chance)) if cases > 0 else 1.0


def lift(x: np.ndarray, hit: np.ndarray, draw: np.ndarray, box: Box) -> Box:
    """Without the restrictions that chance may have made, the likeliest first."""
    while chances := quasi_p(x, hit, draw, box):
        worst = max(chances, key=lambda j: (chances[j], j))
        if chances[worst] <= CHANCE:
            break
        box = box.without(worst)
    return box


def choose(x: np.ndarray, hit: np.ndarray, draw: np.ndarray) -> tuple[Box, list[Box]]:
    """The box with the best balance of coverage and density, and the peeling that it is of.

    A first peeling says which inputs may matter: of each set of inputs that it restricts, those whose restrictions chance
    did not make. Each such set is peeled by itself, for what was peeled of the others is lost.
    """
    balance = lambda box: fit(box.holds(x), hit).balance  # noqa: E731
    by_inputs: dict[tuple[int, ...], Box] = {}
    for box in peel(x, hit, range(x.shape[1])):
        inputs = tuple(box.restricted())
        by_inputs[inputs] = max((box, by_inputs.get(inputs, box)), key=balance)
    sets = dict.fromkeys(tuple(lift(x, hit, draw, box).restricted()) for box in by_inputs.values())
    found = []
    for inputs in filter(None, sets):
        curve = peel(x, hit, inputs)
        found.append((lift(x, hit, draw, paste(x, hit, max(curve, key=balance))), curve))
    return max(found, key=lambda each: balance(each[0]), default=(everything(x.shape[1]), []))


@dataclass(frozen=True)
class Found:
    """A box, the curve of boxes that it was chosen from with their fits, and its restrictions' quasi-p-values."""

    box: Box
    fit: Fit
    chances: dict[int, float]
    curve: tuple[tuple[Box, Fit], ...]


def boxes(x: np.ndarray, hit: np.ndarray, draw: np.ndarray) -> list[Found]:
    """Boxes, one after the other: each of the rows that the earlier ones leave, as long as all together gain by it.

    Coverage is of all cases; rows, density and quasi-p-values are of what earlier boxes leave.
    """
    found, taken, total = [], np.zeros(hit.size, dtype=bool), int(hit.sum())
    while len(found) < MOST_BOXES and (hit & ~taken).any():
        rest_x, rest_hit, rest_draw = x[~taken], hit[~taken], draw[~taken]
        box, curve = choose(rest_x, rest_hit, rest_draw)
        together = taken | box.holds(x)
        if not box.restricted() or found and not _is_worthwhile(fit(taken, hit), fit(together, hit)):
            break
        of_all = lambda box: replace(fit(box.holds(rest_x), rest_hit), all_cases=total)  # noqa: B023, E731
        found.append(Found(box, of_all(box), quasi_p(rest_x, rest_hit, rest_draw, box),
                           tuple((each, of_all(each)) for each in curve)))
        taken = together
    return found


def _is_worthwhile(without: Fit, together: Fit) -> bool:
    return together.coverage - without.coverage >= WORTHWHILE and together.balance > without.balance


def holds_any(x: np.ndarray, found: Sequence[Found]) -> np.ndarray:
    return np.any([f.box.holds(x) for f in found], axis=0) if found else np.zeros(len(x), dtype=bool)
