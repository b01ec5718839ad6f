"""Every single draw of a study as a table: what was uncertain or swept, and what came of it."""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np
import xarray as xr

from .reading import DRAWS, ResultError, load, load_draws
from .slices import At, axes_of, cut
from .text import meaning_of, number, title_of, units_of

FEWEST = 100  # draws
FEWEST_CASES = 10


@dataclass(frozen=True)
class Draws:
    """One row for each solved draw at each point; columns are the uncertain keys, then the axes, by their keys."""

    measure: str
    title: str
    units: str
    names: tuple[str, ...]
    meanings: tuple[str, ...]
    keys: int  # so many columns are uncertain keys; the others are axes
    x: np.ndarray
    y: np.ndarray
    draw: np.ndarray  # whose row it is, from 0 to count − 1; every row is one where nothing is uncertain
    left_out: dict[str, int]  # rows without a number, by the reason

    @property
    def count(self) -> int:
        return int(self.draw.max()) + 1

    @property
    def unit(self) -> str:
        """What a row is called."""
        return "draws" if self.keys == len(self.names) else "solutions"

    @property
    def sampled(self) -> str:
        """What may be left aside, to see whether something holds elsewhere."""
        return "draws" if self.keys else "points"


@dataclass(frozen=True)
class Cases:
    """Which rows are of interest: those with the measure above, or below, a threshold."""

    hit: np.ndarray
    threshold: float
    above: bool
    asked: str  # as it was asked for

    @property
    def words(self) -> str:
        return f"{'above' if self.above else 'below'} {number(self.threshold)}"


def read_draws(path: str | os.PathLike, measure: str = "total_loss", at: At | None = None,
               allow_partial: bool = False) -> tuple[xr.Dataset, Draws]:
    """A result file, and the table of its draws for one measure. `at` picks labels, and values of axes."""
    ds = load_draws(path, load(path, allow_partial), measure)
    return ds, table(ds, measure, at)


def table(ds: xr.Dataset, measure: str, at: At | None = None) -> Draws:
    """The table of a measure. ResultError if there is too little to look at."""
    held = cut(ds, axes_of(ds), at)
    part, where = held.ds, held.where()
    y = part[DRAWS + measure]
    labels = [str(d) for d in y.dims if d not in (*axes_of(ds), "draw")]
    if labels:
        wanted = " ".join(f"--at {d}=…" for d in labels)
        raise ResultError(f"{measure} has labels: pick one by {wanted}, of " + "; ".join(
            f"{d}: {', '.join(map(str, part[d].values))}" for d in labels))
    axes = [a for a in axes_of(ds) if a in y.dims and y.sizes[a] > 1]
    y = y.isel({d: 0 for d in y.dims if d not in (*axes, "draw")}).transpose("draw", *axes)
    keys = [str(n) for n in part.data_vars if str(n).startswith(DRAWS) and "." in str(n)]
    keys = [n for n in keys if np.unique(part[n].values[np.isfinite(part[n].values)]).size > 1]
    if not keys and not axes:
        raise ResultError("nothing is uncertain or swept in this study: there is nothing to discover")
    if not keys:  # all draws are the same
        y = y.isel(draw=slice(1))
    inputs = [part[n].isel(draw=slice(y.sizes["draw"])) for n in keys] + [part[a] for a in axes]
    x = np.stack([i.broadcast_like(y).transpose(*y.dims).values.astype(float).ravel() for i in inputs], axis=1)
    values = y.values.astype(float).ravel()
    status = part[DRAWS + "status"]
    status = status.isel({d: 0 for d in status.dims if d not in y.dims}).isel(draw=slice(y.sizes["draw"]))
    ended = status.broadcast_like(y).transpose(*y.dims).values.ravel()
    known = np.isfinite(values) & np.isfinite(x).all(axis=1)
    reasons = {"not solved": ended > 0, "not run": ended < 0, "without a number": ended == 0}
    of = np.repeat(np.arange(y.sizes["draw"]), values.size // y.sizes["draw"]) if keys else np.arange(values.size)
    draws = Draws(
        f"{measure} ({where})" if where else measure, title_of(ds, measure), units_of(ds, measure),
        (*(n.removeprefix(DRAWS) for n in keys), *(str(ds[a].attrs.get("key", a)) for a in axes)),
        (*(meaning_of(part, n) for n in keys), *(meaning_of(ds, a) for a in axes)),
        len(keys), x[known], values[known], np.unique(of[known], return_inverse=True)[1],
        {why: int((rows & ~known).sum()) for why, rows in reasons.items() if (rows & ~known).any()})
    _check_enough(draws)
    return draws


def _check_enough(draws: Draws) -> None:
    have = draws.count if draws.y.size else 0
    if have >= FEWEST:
        return
    left_out = sum(draws.left_out.values())
    lost = f" ({left_out} are left out)" if left_out else ""
    more = "more draws (`wedge run --keep-draws --draws …`)" if draws.keys else "more values of the axes"
    raise ResultError(f"{draws.measure} has a number in {have} {draws.sampled}{lost}: discover needs {FEWEST} at least; "
                      f"run the study with {more}")


def cases(draws: Draws, threshold: str, above: bool) -> Cases:
    """The rows of interest. `threshold`: a number, or a share of the rows as in `90%`."""
    value = float(np.quantile(draws.y, float(threshold[:-1]) / 100)) if threshold.endswith("%") else float(threshold)
    hit = draws.y > value if above else draws.y < value
    found = Cases(hit, value, above, threshold)
    low, high = number(draws.y.min()), number(draws.y.max())
    count, size, where = int(hit.sum()), hit.size, f"{draws.measure} {found.words}"
    if count in (0, size):
        raise ResultError(f"{'every' if count else 'no'} one of the {size} {draws.unit} has {where}: it is {low} to {high}")
    fewer, which = min((count, "have"), (size - count, "do not have"))
    if fewer < FEWEST_CASES:
        needed = -(-size * FEWEST_CASES // fewer)
        raise ResultError(f"only {fewer} of the {size} {draws.unit} {which} {where}: discover needs {FEWEST_CASES} at least; "
                          f"move the threshold (it is {low} to {high}), or run the study with {needed} or more")
    return found

