"""What makes a difference that counts: the rule that the page of `wedge explore` has too (docs/explore.md)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr

SMALLEST = 5e-4  # of a stake, or of a probability
SHARE = 0.01  # of the largest value beside it
ERRORS = 2.0  # standard errors
RULE = "less than 0.0005 or a hundredth of the largest, or within two standard errors of 0"
NONE = "makes no difference that counts"


def counts(values: np.ndarray, errors: np.ndarray | None = None, largest: float | None = None) -> np.ndarray:
    """Where values make a difference that counts. `largest`: of what they are compared with (default: of themselves)."""
    values = np.asarray(values, dtype=float)
    size = np.abs(values)
    known = size[np.isfinite(size)]
    if largest is None:
        largest = float(known.max()) if known.size else 0.0
    found = np.isfinite(values) & (size >= max(SMALLEST, SHARE * largest))
    if errors is not None:
        found &= ~(size < ERRORS * np.nan_to_num(np.asarray(errors, dtype=float)))
    return found


def net_counts(ds: xr.Dataset, tie: str | None = None) -> xr.DataArray:
    """Where a tie's `net` counts, over the axes; compared with the largest of the same tie."""
    pick = {"tie": tie} if tie is not None and "tie" in ds["net"].dims else {}
    net = ds["net"].sel(pick)
    return net.copy(data=counts(net.values, ds["net_se"].sel(pick).values if "net_se" in ds else None))


def turns(x: Sequence[float], values: np.ndarray, errors: np.ndarray | None, words: tuple[str, str] = ("pays", "harms")) -> str:
    """In words, where along an axis a value is above and where below 0: 'harms from 0.3 on', 'makes no difference that counts'."""
    x, values = np.asarray(x, dtype=float), np.asarray(values, dtype=float)
    clear = np.flatnonzero(counts(values, errors))
    if clear.size == 0:
        return NONE
    text = lambda v: f"{v:.4g}"  # noqa: E731
    runs: list[list[int]] = []  # first and last index of each stretch of one sign
    for i in clear:
        if runs and (values[runs[-1][1]] > 0) == (values[i] > 0):
            runs[-1][1] = i
        else:
            runs.append([i, i])
    word = lambda run: words[0] if values[run[0]] > 0 else words[1]  # noqa: E731
    differs = np.flatnonzero(np.isfinite(values) & (values != 0))
    begins, ends = differs[0], np.flatnonzero(np.isfinite(values))[-1]
    first, last = runs[0], runs[-1]
    late = first[0] > begins
    out = f"{NONE} below {text(x[first[0]])}, and {word(first)} from there" if late else word(first)
    for before, run in zip(runs, runs[1:]):
        a, b = before[1], run[0]
        turn = x[a] + (x[b] - x[a]) * values[a] / (values[a] - values[b])
        out += f" up to about {turn:.2g}, then {word(run)}"
    if last[1] < ends:
        return out + f" up to {text(x[last[1]])}"
    return out + ((" on" if late else " everywhere") if len(runs) == 1 else "")
