"""How often the alliance has more than one equilibrium."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from .maps import plot_map
from .measures import plot_measure
from .reading import CannotPlot
from .slices import At, free_axes, need


def with_fragile_share(ds: xr.Dataset) -> xr.Dataset:
    """Adds `fragile_share` = n_fragile / n_draws with the standard error of independent draws."""
    need(ds, "n_fragile", "n_draws")
    draws = ds["n_draws"].where(ds["n_draws"] > 0).astype(float)
    share = ds["n_fragile"] / draws
    share.attrs = {"long_name": "share of draws with more than one equilibrium", "units": "share"}
    return ds.assign(fragile_share=share, fragile_share_se=np.sqrt(share * (1 - share) / draws))


def plot_fragility(ds: xr.Dataset, axes: Sequence[str] | None = None, at: At | None = None) -> Figure:
    """Share of fragile draws: a map over two axes, or a line along one."""
    ds = with_fragile_share(ds)
    count = len(axes) if axes is not None else min(2, len(free_axes(ds, at)))
    if count == 0:
        fragile, draws = int(ds["n_fragile"].sum()), int(ds["n_draws"].sum())
        raise CannotPlot(f"A fragility map needs a sweep; here {fragile} of {draws} draws are fragile.")
    if count == 1:
        return plot_measure(ds, "fragile_share", along=axes[0] if axes else None, at=at)
    return plot_map(ds, "fragile_share", axes=axes, at=at)
