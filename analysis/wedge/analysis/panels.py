"""Panels of lines along one axis, or of dots where a result has none, always with their uncertainty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
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
from .rows import keep, rows_of
from .slices import Slice
from .style import COLOURS, RC, frame, grid_of, new_figure, positions, scale_note, set_scale, zoom
from .text import EVENTS, axis_label, has_median, percent, plain, quantile_ends, uncertainty_text, value_label

SIGNED = ("net", "dividend", "seam", "coordination", "welfare", "wedge_effect", "wedge_effect_at_beliefs_of_none", "name_worth")
NARROW, WIDE = 0.32, 0.13  # opacity of the bands of standard error and of draws
VISIBLE = 0.012  # of a scale: what is narrower than the line itself cannot be seen
DOTTED = (0, (1, 1.6))
ERROR, RANGE, MEDIAN = "error", "range", "median"


@dataclass(frozen=True)
class Series:
    """One measure as it is drawn in every panel."""

    measure: str
    name: str = "mean"
    colour: str = COLOURS[0]
    dashes: str = "-"
    range: bool = True  # whether to show the spread across draws, and their median


@dataclass
class Seen:
    """How far what is drawn around the means is from them at most, for a legend that promises only what can be seen."""

    widest: dict[str, float] = field(default_factory=dict)
    scale: float = 1.0  # what a whole axis spans

    def add(self, kind: str, *distances: np.ndarray) -> None:
        finite = [float(d[np.isfinite(d)].max()) for d in map(np.atleast_1d, distances) if np.isfinite(d).any()]
        if finite:
            self.widest[kind] = max(self.widest.get(kind, 0.0), *finite)

    def shows(self, kind: str) -> bool:
        return self.widest.get(kind, 0.0) > VISIBLE * self.scale

    def note(self) -> str:
        """What cannot be seen for it is small."""
        return "Standard errors are narrower than the marks." if ERROR in self.widest and not self.shows(ERROR) else ""


def label_dims(ds: xr.Dataset, measure: str, shown: Sequence[str] = ()) -> list[str]:
    """The dimensions of a measure that are not drawn along."""
    return [str(d) for d in ds[measure].dims if d not in shown]


def is_event(measure: str) -> bool:
    """Whether a measure is 0 or 1 in every draw: its mean is then all that there is to say, and no draw lies between."""
    return measure in EVENTS


def bounds(ds: xr.Dataset, measure: str) -> tuple[float, float]:
    """What the values of a measure lie between: 0 and 1 for probabilities, 0 and infinity for what is never negative."""
    if measure in SIGNED:
        return -np.inf, np.inf
    parts = [ds[name].values.astype(float).ravel() for name in (measure, f"{measure}_quantile") if name in ds]
    values = np.concatenate(parts)
    values = values[np.isfinite(values)]
    if values.size and values.min() < -1e-9:
        return -np.inf, np.inf
    share = ds[measure].attrs.get("units", "") in ("probability", "share") and not (values.size and values.max() > 1 + 1e-9)
    return 0.0, 1.0 if share else np.inf


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


@dataclass(frozen=True)
class Bands:
    """A mean with the ends of its 95% interval and, where they are shown, the median and the ends of the draws."""

    mean: np.ndarray
    low: np.ndarray
    high: np.ndarray
    spread: tuple[np.ndarray, np.ndarray] | None = None
    median: np.ndarray | None = None


def bands(ds: xr.Dataset, series: Series, where: dict[str, str]) -> Bands:
    """What is drawn of a measure. Intervals end where its values do: no probability is below 0."""
    mean = np.atleast_1d(ds[series.measure].sel(where).values.astype(float))
    error, (least, most) = f"{series.measure}_se", bounds(ds, series.measure)
    half = 1.96 * np.atleast_1d(ds[error].sel(where).values.astype(float)) if error in ds else np.full_like(mean, np.nan)
    low, high = np.clip(mean - half, least, most), np.clip(mean + half, least, most)
    ends = quantile_ends(ds, series.measure) if series.range and not is_event(series.measure) else None
    if ends is None:
        return Bands(mean, low, high)
    levels = ds[f"{series.measure}_quantile"].sel(where)
    at = lambda level: np.atleast_1d(levels.sel(quantile=level).values.astype(float))  # noqa: E731
    return Bands(mean, low, high, (at(ends[0]), at(ends[1])), at(0.5) if has_median(ds, series.measure) else None)


def draw_line(axes: Axes, x: np.ndarray, ds: xr.Dataset, series: Series, where: dict[str, str], seen: Seen,
              apart: bool = False) -> None:
    """One mean with its bands; points stand alone where their neighbours are missing, or all of them (`apart`)."""
    b = bands(ds, series, where)
    if b.spread:
        if not apart:
            axes.fill_between(x, *b.spread, color=series.colour, alpha=WIDE, linewidth=0)
        seen.add(RANGE, b.spread[1] - b.spread[0])
    if not apart:
        axes.fill_between(x, b.low, b.high, color=series.colour, alpha=NARROW, linewidth=0)
    seen.add(ERROR, b.high - b.low)
    known = np.pad(np.isfinite(b.mean), 1)
    alone = known[1:-1] & (apart | (~known[:-2] & ~known[2:]))  # no neighbour to span a band to
    for ends, width, opacity in ((b.spread, 1.6, 0.55), ((b.low, b.high), 5.0, 0.4)):
        if ends and alone.any():
            axes.vlines(x[alone], ends[0][alone], ends[1][alone], color=series.colour, linewidth=width, alpha=opacity)
    if b.median is not None:
        axes.plot(x, b.median, color=series.colour, marker="_" if apart else "", linestyle="" if apart else DOTTED, linewidth=1.4, alpha=0.9)
        seen.add(MEDIAN, np.abs(b.median - b.mean))
    marker = "o" if x.size <= 25 or alone.any() else ""
    axes.plot(x, b.mean, color=series.colour, linestyle="" if apart else series.dashes, linewidth=1.7,
              marker="o" if apart else marker, markersize=3.2)


def handles_of(ds: xr.Dataset, series: Sequence[Series], seen: Seen) -> list[Artist]:
    """Legend: the lines, then what stands around them, as far as it can be seen."""
    marks: list[Artist] = [Line2D([], [], color=s.colour, linestyle=s.dashes, linewidth=1.7, label=plain(s.name)) for s in series]
    if seen.shows(MEDIAN):
        marks.append(Line2D([], [], color="#555555", linestyle=DOTTED, linewidth=1.4, label="median draw"))
    if seen.shows(ERROR):
        marks.append(Patch(color="#555555", alpha=NARROW + 0.15, linewidth=0, label="±1.96 standard errors"))
    if seen.shows(RANGE):
        marks.append(Patch(color="#555555", alpha=WIDE + 0.08, linewidth=0, label=_range_text(ds, series)))
    return marks


def _range_text(ds: xr.Dataset, series: Sequence[Series]) -> str:
    ranged = [s for s in series if s.range and quantile_ends(ds, s.measure)]
    low, high = quantile_ends(ds, ranged[0].measure)
    whose = "" if len(ranged) == len(series) else f" ({', '.join(s.measure.replace('_', ' ') for s in ranged)})"
    return plain(f"{percent(low)}–{percent(high)}% of draws{whose}")


def _zero(axes: Axes, horizontal: bool) -> None:
    """A thin line at zero where the values have both signs."""
    low, high = axes.get_ylim() if horizontal else axes.get_xlim()
    if low < -0.05 * (high - low) and high > 0:
        (axes.axhline if horizontal else axes.axvline)(0, color="#777777", linewidth=0.8, zorder=0.5)


def scaled(axes: Axes, which: str, ds: xr.Dataset, measures: Sequence[str]) -> float:
    """Zooms a scale of values; returns what it spans."""
    ends = [bounds(ds, m) for m in measures]
    units = ds[measures[0]].attrs.get("units", "")
    zoom(axes, which, min(e[0] for e in ends), max(e[1] for e in ends), 0.05 if units in ("probability", "share") else 1e-3)
    return float(np.ptp(axes.get_ylim() if which == "y" else axes.get_xlim()))


def _places(ds: xr.Dataset, some: Sequence[dict[str, str]], dims: Sequence[str]) -> tuple[list[tuple[int, int]], int, int]:
    """Where the panels stand, and of how many rows and columns."""
    sparse = "adversary" in dims and bool(empty_places(some, dims))  # not every adversary knows every label
    if len(dims) == 2 and not sparse:
        names = [list(dict.fromkeys(w[d] for w in some)) for d in dims]
        return [(names[0].index(w[dims[0]]), names[1].index(w[dims[1]])) for w in some], len(names[0]), len(names[1])
    rows, columns = grid_of(len(some))
    return [divmod(i, columns) for i in range(len(some))], rows, columns


def lines(cut: Slice, series: Sequence[Series], title: str, note: str = "", inner: Sequence[tuple[dict[str, str], Series]] = (),
          ylabel: str = "", titles: dict[str, str] | None = None) -> Figure:
    """A panel for every label of the measures (rows by columns if they have two label dimensions).

    `inner`: lines that share panels though they have labels of their own, each with the labels that single it out: then a panel
    stands for what they leave open. `titles`: other words for labels.
    """
    ds, axis = cut.ds, cut.shown[0]
    measures = list(dict.fromkeys(s.measure for s in series))
    held = set(inner[0][0]) if inner else set()
    dims = [d for d in label_dims(ds, measures[0], cut.shown) if d not in held]
    if len(dims) > 2:
        raise CannotPlot(f"{measures[0]} has more than two label dimensions: hold one with at=.")
    drawn = inner or [({}, s) for s in series]
    some, empty = combinations(ds, measures, dims)
    if inner:
        some = [w for w in some if any(_finite(ds, measures, {**w, **own}) for own, _ in inner)]
    places, rows, columns = _places(ds, some, dims)
    x, seen = ds[axis].values.astype(float), Seen()
    with matplotlib.rc_context(RC):
        width = 6.4 if columns == 1 else max(6.4, 2.9 * columns)
        figure, panels = new_figure(width, 3.5 if rows == 1 else 2.3 * rows + 0.5, rows, columns, sharex=True, sharey=True)
        for place in product(range(rows), range(columns)):
            if place not in places:
                panels[place].set_visible(False)
        for where, place in zip(some, places):
            for own, s in drawn:
                draw_line(panels[place], positions(x), ds, s, {**where, **own}, seen, bool(labels_of(ds, axis)))
            if where:
                panels[place].set_title(plain(" · ".join((titles or {}).get(v, v) for v in where.values())))
        seen.scale = scaled(panels[places[0]], "y", ds, measures)
        for where, (row, column) in zip(some, places):
            axes = panels[row, column]
            if not name_values(axes, "x", ds, axis):
                set_scale(axes, "x", x)
            _zero(axes, horizontal=True)
            below = (row + 1, column) in places
            axes.tick_params(labelbottom=not below)
            if column == 0 or (row, column - 1) not in places:
                axes.tick_params(labelleft=True)
        missing = f" No values: {', '.join(empty)}." if empty else ""
        notes = " ".join(filter(None, (uncertainty_text(ds, measures) + missing, seen.note(), note, scale_note(ds, [axis]))))
        figure = frame(figure, title, subtitle(cut), notes, handles_of(ds, [s for _, s in drawn], seen),
                       axis_label(ds, axis), ylabel or value_label(ds, measures[0]))
        return keep(figure, rows_of(ds, measures))


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


def dots(cut: Slice, rows: Sequence[Row], legend: Sequence[Series], title: str, note: str = "", label: str = "") -> Figure:
    """One row a label: the mean as a dot, a thick bar of standard error, a thin one for the spread across draws with a tick at
    their median."""
    ds, seen = cut.ds, Seen()
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
                _dot(axes, y, bands(ds, s, row.where), s.colour, seen)
                y += 1.0
            ticks.append((first + y - 1.0) / 2)
            y += 1.0
        axes.set_yticks(ticks, [plain(r.name) for r in rows])
        axes.set_ylim(y - 1.2, -0.8)
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="y", color="#eeeeee", linewidth=0.8)
        axes.set_axisbelow(True)
        seen.scale = scaled(axes, "x", ds, measures)
        _zero(axes, horizontal=False)
        axes.set_xlabel(plain(label or value_label(ds, measures[0])))
        notes = " ".join(filter(None, (uncertainty_text(ds, measures), seen.note(), note)))
        return keep(frame(figure, title, subtitle(cut), notes, _dot_handles(ds, legend, seen)), rows_of(ds, measures))


def _dot(axes: Axes, y: float, b: Bands, colour: str, seen: Seen) -> None:
    if b.spread is not None and np.isfinite(b.spread).all():
        axes.plot(np.ravel(b.spread), [y, y], color=colour, linewidth=1.6, alpha=0.55)
        seen.add(RANGE, b.spread[1] - b.spread[0])
    if np.isfinite(b.low).all():
        axes.plot([*b.low, *b.high], [y, y], color=colour, linewidth=6, alpha=0.4, solid_capstyle="butt")
        seen.add(ERROR, (b.high - b.low) / 2)  # a dot hides the middle
    if b.median is not None and np.isfinite(b.median).all():
        axes.plot(b.median, [y], "|", color=colour, markersize=10, markeredgewidth=1.6)
        seen.add(MEDIAN, np.abs(b.median - b.mean))
    axes.plot(b.mean, [y], "o", color=colour, markersize=5)


def _dot_handles(ds: xr.Dataset, series: Sequence[Series], seen: Seen) -> list[Artist]:
    handles: list[Artist] = [Line2D([], [], color=s.colour, marker="o", linestyle="", label=plain(s.name)) for s in series]
    if seen.shows(MEDIAN):
        handles.append(Line2D([], [], color="#555555", marker="|", linestyle="", markersize=10, markeredgewidth=1.6, label="median draw"))
    if seen.shows(ERROR):
        handles.append(Line2D([], [], color="#555555", linewidth=6, alpha=0.5, label="±1.96 standard errors"))
    ends = next((e for s in series if s.range and (e := quantile_ends(ds, s.measure))), None)
    if ends and seen.shows(RANGE):
        handles.append(Line2D([], [], color="#555555", linewidth=1.6, alpha=0.7,
                              label=f"{percent(ends[0])}–{percent(ends[1])}% of draws"))
    return handles
