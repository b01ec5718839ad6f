"""How often the alliance has more than one equilibrium."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr
from matplotlib.figure import Figure

from .maps import plot_map
from .measures import plot_measure
from .reading import CannotPlot
from .slices import At, cut, free_axes, need


def plot_fragility(ds: xr.Dataset, axes: Sequence[str] | None = None, at: At | None = None) -> Figure:
    """Share of fragile draws: a map over two axes, or a line along one."""
    need(ds, "fragile")
    count = len(axes) if axes is not None else min(2, len(free_axes(ds, at)))
    if count == 0:
        share = 100 * float(cut(ds, [], at).ds["fragile"])
        raise CannotPlot(f"A fragility map needs a sweep; here {share:.1f}% of the draws are fragile.")
    if count == 1:
        return plot_measure(ds, "fragile", along=axes[0] if axes else None, at=at)
    return plot_map(ds, "fragile", axes=axes, at=at)
