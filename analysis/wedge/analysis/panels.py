"""Panels of lines along one axis, or of dots where a result has none, always with their uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import matplotlib
import numpy as np
import xarray as xr
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from .categories import labels_of, name_values
from .reading import CannotPlot
from .slices import Slice
from .style import COLOURS, RC, frame, grid_of, new_figure, positions, scale_note, set_scale, zoom
from .text import axis_label, percent, plain, quantile_ends, uncertainty_text, value_label

YES_OR_NO = ("dilemma",)  # 0 or 1 in each draw: the spread across draws says nothing
NARROW, WIDE = 0.32, 0.13  # opacity of the bands of standard error and of draws


@dataclass(frozen=True)
class Series:
    """One measure as it is drawn in every panel."""

    measure: str
    name: str = "estimate"
    colour: str = COLOURS[0]
    dashes: str = "-"
    range: bool = True  # whether to show the spread across draws


def label_dims(ds: xr.Dataset, measure: str, shown: Sequence[str] = ()) -> list[str]:
    """The dimensions of a measure that are not drawn along."""
    return [str(d) for d in ds[measure].dims if d not in shown]


def _finite(ds: xr.Dataset, measures: Sequence[str], where: dict[str, str]) -> bool:
    return any(bool(np.isfinite(ds[m].sel(where).astype(float)).any()) for m in measures)


def combinations(ds: xr.Dataset, measures: Sequence[str], dims: Sequence[str]) -> tuple[list[dict[str, str]], list[str]]:
    """The labels that have a value in any of the measures, and the names of those that have none."""
    every = [dict(zip(dims, labels)) for labels in product(*(ds[d].values for d in dims))]
    some = [where for where in every if _finite(ds, measures, where)]
    if not some:
        raise CannotPlot(f"Every value of {measures[0]} is missing here.")
    empty = [d for d in every if d not in some]
    names = [label for i, dim in enumerate(dims) for label in ds[dim].values
             if not any(where[dim] == label for where in some)] if empty else []
    return some, names


def empty_places(some: Sequence[dict[str, str]], dims: Sequence[str]) -> int:
    """How many panels of a full grid of these labels would be empty."""
    return int(np.prod([len({w[d] for w in some}) for d in dims])) - len(some)


def _bands(ds: xr.Dataset, series: Series, where: dict[str, str]):
    """Estimate, half width of the 95% band, and ends of the spread across draws (or None), as arrays."""
    value = ds[series.measure].sel(where).values.astype(float)
    error = f"{series.measure}_se"
    half = 1.96 * ds[error].sel(where).values.astype(float) if error in ds else np.full_like(value, np.nan)
    ends = quantile_ends(ds, series.measure) if series.range else None
    if ends is None:
        return value, half, None
    spread = ds[f"{series.measure}_quantile"].sel(where)
    return value, half, tuple(spread.sel(quantile=e).values.astype(float) for e in ends)


def draw_line(axes: Axes, x: np.ndarray, ds: xr.Dataset, series: Series, where: dict[str, str], apart: bool = False) -> None:
    """One estimate with its bands; points stand alone where their neighbours are missing, or all of them (`apart`)."""
    value, half, spread = _bands(ds, series, where)
    if spread and not apart:
        axes.fill_between(x, *spread, color=series.colour, alpha=WIDE, linewidth=0)
    if not apart:
        axes.fill_between(x, value - half, value + half, color=series.colour, alpha=NARROW, linewidth=0)
    known = np.pad(np.isfinite(value), 1)
    alone = known[1:-1] & (apart | (~known[:-2] & ~known[2:]))  # no neighbour to span a band to
    for ends, width, opacity in ((spread, 1.6, 0.55), ((value - half, value + half), 5.0, 0.4)):
        if ends and alone.any():
            axes.vlines(x[alone], ends[0][alone], ends[1][alone], color=series.colour, linewidth=width, alpha=opacity)
    marker = "o" if x.size <= 25 or alone.any() else ""
    axes.plot(x, value, color=series.colour, linestyle="" if apart else series.dashes, linewidth=1.7, marker=marker, markersize=3.2)


def handles_of(ds: xr.Dataset, series: Sequence[Series]) -> list[Artist]:
    """Legend: the lines, then what the bands mean."""
    lines: list[Artist] = [Line2D([], [], color=s.colour, linestyle=s.dashes, linewidth=1.7, label=plain(s.name))
                           for s in series]
    if any(f"{s.measure}_se" in ds and bool(np.isfinite(ds[f"{s.measure}_se"]).any()) for s in series):
        lines.append(Patch(color="#555555", alpha=NARROW + 0.15, linewidth=0, label="±1.96 standard errors"))
    ranged = [s for s in series if s.range and quantile_ends(ds, s.measure)]
    if ranged:
        low, high = quantile_ends(ds, ranged[0].measure)
        whose = "" if len(ranged) == len(series) else f" ({', '.join(s.measure for s in ranged)})"
        lines.append(Patch(color="#555555", alpha=WIDE + 0.08, linewidth=0,
                           label=plain(f"{percent(low)}–{percent(high)}% of draws{whose}")))
    return lines


def _zero(axes: Axes, horizontal: bool) -> None:
    """A thin line at zero where the values have both signs."""
    low, high = axes.get_ylim() if horizontal else axes.get_xlim()
    if low < 0 < high:
        (axes.axhline if horizontal else axes.axvline)(0, color="#777777", linewidth=0.8, zorder=0.5)


def lines(cut: Slice, series: Sequence[Series], title: str, note: str = "") -> Figure:
    """A panel for every label of the measures (rows by columns if they have two label dimensions)."""
    ds, axis = cut.ds, cut.shown[0]
    measures = [s.measure for s in series]
    dims = label_dims(ds, measures[0], cut.shown)
    if len(dims) > 2:
        raise CannotPlot(f"{measures[0]} has more than two label dimensions: hold one with at=.")
    some, empty = combinations(ds, measures, dims)
    sparse = "adversary" in dims and bool(empty_places(some, dims))  # not every adversary knows every label
    if len(dims) == 2 and not sparse:
        row_names, column_names = (list(dict.fromkeys(w[d] for w in some)) for d in dims)
        rows, columns = len(row_names), len(column_names)
        places = [(row_names.index(w[dims[0]]), column_names.index(w[dims[1]])) for w in some]
    else:
        rows, columns = grid_of(len(some))
        places = [divmod(i, columns) for i in range(len(some))]
    x = ds[axis].values.astype(float)
    with matplotlib.rc_context(RC):
        width = 6.4 if columns == 1 else max(6.4, 2.9 * columns)
        figure, panels = new_figure(width, 3.5 if rows == 1 else 2.3 * rows + 0.5, rows, columns, sharex=True, sharey=True)
        for place in product(range(rows), range(columns)):
            if place not in places:
                panels[place].set_visible(False)
        for where, place in zip(some, places):
            for s in series:
                draw_line(panels[place], positions(x), ds, s, where, bool(labels_of(ds, axis)))
            if where:
                panels[place].set_title(plain(" · ".join(where.values())))
        units = ds[measures[0]].attrs.get("units", "")
        zoom(panels[places[0]], units)
        for where, (row, column) in zip(some, places):
            axes = panels[row, column]
            if not name_values(axes, "x", ds, axis):
                set_scale(axes, "x", x)
            _zero(axes, horizontal=True)
            below = (row + 1, column) in places
            axes.tick_params(labelbottom=not below)
            if column == 0 or (row, column - 1) not in places:
                axes.tick_params(labelleft=True)
                axes.set_ylabel(plain(value_label(ds, measures[0])))
        missing = f" No values: {', '.join(empty)}." if empty else ""
        notes = " ".join(filter(None, (uncertainty_text(ds, measures) + missing, note, scale_note(ds, [axis]))))
        return frame(figure, title, subtitle(cut), notes, handles_of(ds, series), xlabel=axis_label(ds, axis))


def subtitle(cut: Slice) -> str:
    """What is drawn along and what is held."""
    along = f"Along {cut.shown[0]}" if cut.shown else ""
    held = cut.where()
    return f"{along} at {held}" if along and held else along or (f"At {held}" if held else "")


def name_rows(axes: Axes, names: Sequence[str]) -> None:
    """Names along the left of rows at 0, 1 and so on, the first at the top."""
    axes.set_yticks(range(len(names)), [plain(name) for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)


@dataclass(frozen=True)
class Row:
    """One row of a picture of dots."""

    name: str
    where: dict[str, str]
    series: tuple[Series, ...]


def dots(cut: Slice, rows: Sequence[Row], legend: Sequence[Series], title: str, note: str = "") -> Figure:
    """One row a label: the estimate, a thick bar of standard error, a thin one for the spread across draws."""
    ds = cut.ds
    rows = [r for r in rows if _finite(ds, [s.measure for s in r.series], r.where)]
    if not rows:
        raise CannotPlot("Every value is missing here.")
    measures = list(dict.fromkeys(s.measure for r in rows for s in r.series))
    height = max(1.5, 0.6 + sum(0.2 + 0.2 * len(r.series) for r in rows))
    with matplotlib.rc_context(RC):
        figure, panels = new_figure(6.8, height)
        axes, y, ticks = panels[0, 0], 0.0, []
        for row in rows:
            first = y
            for s in row.series:
                value, half, spread = (np.atleast_1d(b) if b is not None else None for b in _bands(ds, s, row.where))
                if spread is not None and np.isfinite(spread).all():
                    axes.plot(spread.ravel(), [y, y], color=s.colour, linewidth=1.6, alpha=0.55)
                if np.isfinite(half).all():
                    axes.plot([*(value - half), *(value + half)], [y, y], color=s.colour, linewidth=6, alpha=0.4,
                              solid_capstyle="butt")
                axes.plot(value, [y], "o", color=s.colour, markersize=5)
                y += 1.0
            ticks.append((first + y - 1.0) / 2)
            y += 1.0
        axes.set_yticks(ticks, [plain(r.name) for r in rows])
        axes.set_ylim(y - 1.2, -0.8)
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="y", color="#eeeeee", linewidth=0.8)
        axes.set_axisbelow(True)
        _zero(axes, horizontal=False)
        axes.set_xlabel(plain(value_label(ds, measures[0])))
        return frame(figure, title, subtitle(cut), " ".join(t for t in (uncertainty_text(ds, measures), note) if t),
                     _dot_handles(ds, legend))


def _dot_handles(ds: xr.Dataset, series: Sequence[Series]) -> list[Artist]:
    handles: list[Artist] = [Line2D([], [], color=s.colour, marker="o", linestyle="", label=plain(s.name)) for s in series]
    if any(f"{s.measure}_se" in ds and bool(np.isfinite(ds[f"{s.measure}_se"]).any()) for s in series):
        handles.append(Line2D([], [], color="#555555", linewidth=6, alpha=0.5, label="±1.96 standard errors"))
    ends = next((e for s in series if (e := quantile_ends(ds, s.measure))), None)
    if ends:
        handles.append(Line2D([], [], color="#555555", linewidth=1.6, alpha=0.7,
                              label=f"{percent(ends[0])}–{percent(ends[1])}% of draws"))
    return handles
