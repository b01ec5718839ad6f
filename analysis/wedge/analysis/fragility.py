"""How often the alliance has more than one equilibrium."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from .categories import name_values
from .maps import colour_bar, edges_of
from .measures import plot_measure
from .panels import label_dims
from .reading import CannotPlot
from .rows import Rows, keep
from .slices import At, cut, free_axes, need, pair_to_draw
from .style import GREY, RC, frame, new_figure, points, positions, scale_note, set_scale
from .text import axis_label, draws_text, error_text, title_of

CELLS = 5  # along each axis of the map, at most
LOOKED_AT = 8  # one draw in so many
CLEAR = 3.0  # standard errors that a cell must be from the mean of all, for a map to show more than chance


def plot_fragility(ds: xr.Dataset, axes: Sequence[str] | None = None, at: At | None = None) -> Figure:
    """Share of fragile draws: over two axes a map of few large cells, each with its number and error; a line along one.

    CannotPlot where the map would show chance: where no cell is clear of the mean of all."""
    need(ds, "fragile")
    count = len(axes) if axes is not None else min(2, len(free_axes(ds, at)))
    if count == 0:
        share = 100 * float(cut(ds, [], at).ds["fragile"])
        raise CannotPlot(f"A fragility map needs a sweep; here {share:.1f}% of the draws are fragile.")
    if count == 1:
        return plot_measure(ds, "fragile", along=axes[0] if axes else None, at=at)
    return _map(ds, axes, at)


def _map(ds: xr.Dataset, axes: Sequence[str] | None, at: At | None) -> Figure:
    shown = pair_to_draw(ds, axes, at)
    part = cut(ds, shown, at)
    need(part.ds, "fragile")
    if label_dims(part.ds, "fragile", shown):
        raise CannotPlot("Fragility has labels here: hold them with at=.")
    groups = [np.array_split(np.arange(part.ds.sizes[a]), min(CELLS, part.ds.sizes[a])) for a in shown]
    value, error = coarse(part.ds, shown, groups)
    mean = float(np.nanmean(part.ds["fragile"].values))
    looked_at = max(1.0, float(np.mean(part.ds["n_draws"].values)) / LOOKED_AT)
    chance = np.sqrt(mean * (1 - mean) / looked_at)  # of a cell, if all were alike
    if not (np.abs(value - mean) > CLEAR * np.fmax(chance, np.nan_to_num(error))).any():
        raise CannotPlot(f"Fragile are {100 * mean:.1f}% ± {100 * chance:.1g}% of the draws, and no part of the map differs from "
                         f"that by more than chance ({CLEAR:g} standard errors).")
    with matplotlib.rc_context(RC):
        figure, panels = new_figure(6.6, 4.6)
        panel = panels[0, 0]
        x, y = (_coarse_edges(edges_of(positions(part.ds[a].values.astype(float))), g) for a, g in zip(shown, groups))
        panel.set_facecolor(GREY)
        top = max(0.05, float(np.nanmax(value)))
        mesh = panel.pcolormesh(x, y, np.ma.masked_invalid(value), vmin=0.0, vmax=top, cmap="Purples", edgecolors="white", linewidth=0.8)
        for which, axis in zip("xy", shown):
            if not name_values(panel, which, part.ds, axis):
                set_scale(panel, which, part.ds[axis].values.astype(float))
        for (j, i), share in np.ndenumerate(value):
            if np.isfinite(share):
                middle = [np.sqrt(e[k] * e[k + 1]) if e[0] > 0 and e[-1] / e[0] > 50 else (e[k] + e[k + 1]) / 2 for e, k in ((x, i), (y, j))]
                panel.text(*middle, _words(share, error[j, i]), ha="center", va="center", fontsize=points(8),
                           color="white" if share > 0.6 * top else "black")
        colour_bar(figure, mesh, [panel], "Fragile (share of draws)")
        held = part.where()
        note = " ".join(filter(None, (
            f"{draws_text(part.ds)[0].upper()}{draws_text(part.ds)[1:]}, of which one in {LOOKED_AT} is looked at; largest standard error "
            f"{error_text(np.nanmax(error))}.", "Each cell is the mean of neighbouring points, ± its standard error as if it were one point "
            "(the draws are the same at all); none: of the draws looked at.", scale_note(part.ds, shown))))
        figure = frame(figure, title_of(ds, "fragile"), f"Over {shown[0]} and {shown[1]}" + (f" at {held}" if held else ""), note, (),
                       *(axis_label(part.ds, a) for a in shown))
        return keep(figure, _rows(part.ds, shown, groups, value, error))


def _words(share: float, error: float) -> str:
    return "none" if share == 0 else f"{share:.2f}" + (f"\n±{max(error, 0.01):.2f}" if np.isfinite(error) else "")


def coarse(ds: xr.Dataset, shown: Sequence[str], groups: Sequence[Sequence[np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Means of shares, and of their standard errors, over blocks of neighbouring points; rows are the second axis."""
    def blocks(name: str) -> np.ndarray:
        values = ds[name].transpose(shown[1], shown[0]).values.astype(float)
        with np.errstate(invalid="ignore"):
            return np.array([[_mean(values[np.ix_(rows, columns)]) for columns in groups[0]] for rows in groups[1]])

    value = blocks("fragile")
    return value, blocks("fragile_se") if "fragile_se" in ds else np.full_like(value, np.nan)


def _mean(values: np.ndarray) -> float:
    values = values[np.isfinite(values)]
    return float(values.mean()) if values.size else np.nan


def _coarse_edges(edges: np.ndarray, groups: Sequence[np.ndarray]) -> np.ndarray:
    return np.array([edges[0], *(edges[group[-1] + 1] for group in groups)])


def _rows(ds: xr.Dataset, shown: Sequence[str], groups: Sequence[Sequence[np.ndarray]], value: np.ndarray, error: np.ndarray) -> Rows:
    ends = [[(float(ds[a].values[g[0]]), float(ds[a].values[g[-1]])) for g in group] for a, group in zip(shown, groups)]
    head = (*(f"{a}_{end}" for a in shown for end in ("from", "to")), "fragile", "standard_error")
    return Rows(head, tuple((*ends[0][i], *ends[1][j], float(v), float(error[j, i])) for (j, i), v in np.ndenumerate(value)))
