"""Heat maps over two axes, with the line where integration turns from dividend to seam."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np
import xarray as xr
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.colors import CenteredNorm, Normalize
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from .categories import labels_of, name_values
from .material import NONE, RULE, counts, net_counts
from .panels import combinations, is_event, label_dims
from .reading import CannotPlot, ResultError
from .rows import keep, rows_of
from .slices import At, cut, need, pair_to_draw
from .style import GREY, RC, frame, grid_of, is_geometric, new_figure, points, positions, scale_note, set_scale
from .text import axis_label, error_text, has_median, number, percent, plain, quantile_ends, title_of, uncertainty_text, value_label

HALO = [patheffects.withStroke(linewidth=3, foreground="white")]
THIN_HALO = [patheffects.withStroke(linewidth=1.8, foreground="white")]
OWN_LINE = ("net", "dividend", "seam", "dilemma")  # measures of a tie show that tie's own line
JUDGED = ("net", "dilemma")  # say nothing where net does not count
HATCH = "////"
TOLD = 0.1  # of the range of the means: a median farther from its mean than that is told


def plot_map(ds: xr.Dataset, measure: str = "deterrence", axes: Sequence[str] | None = None, at: At | None = None,
             tie: str | None = None) -> Figure:
    """A measure over two axes (default: the first two), one panel a label, with the zero line of a tie's `net`.

    `tie` chooses whose line; by default the tie whose integration is swept, or the first whose net changes sign.
    `at` holds other axes and picks labels: {"arsenal": 1.5, "target": "rok"}.
    Maps of `net` and `dilemma` are hatched where net makes no difference that counts, and ties for which it counts nowhere are
    left out; CannotPlot if it does for none.
    """
    need(ds, measure)
    horizontal, vertical = pair_to_draw(ds, axes, at)
    part = cut(ds, (horizontal, vertical), at)
    need(part.ds, measure)
    dims = label_dims(part.ds, measure, part.shown)
    if len(dims) > 1:
        raise ResultError(f"{measure} has the label dimensions {', '.join(dims)}: choose one label with "
                          f"at={{'{dims[0]}': '{part.ds[dims[0]].values[0]}'}}")
    some, empty = combinations(part.ds, [measure], dims)
    own = measure in OWN_LINE
    line_tie = None if own and dims else _tie(part.ds, tie or (at or {}).get("tie"), part.shown)
    values = part.ds[measure].transpose(vertical, horizontal, *dims)
    judged = measure in JUDGED and "net" in part.ds
    some, idle = _of_matter(part.ds, some) if judged else (some, [])
    with matplotlib.rc_context(RC):
        rows, columns = grid_of(len(some))
        size = (6.6, 4.6) if columns == 1 else (3.1 * columns + 0.9, 2.9 * rows + 0.4)
        figure, panels = new_figure(*size, rows, columns, sharex=True, sharey=True)
        norm, colours = _colours(np.stack([values.sel(w).values for w in some]), measure)
        notes, drawn, hatched = {}, False, False
        for panel, where in zip(panels.flat, some):
            mesh = _mesh(panel, part.ds, values.sel(where).values, part.shown, norm, colours)
            whose = where.get("tie", line_tie) if own else line_tie
            if judged:
                hatched |= _hatch(panel, part.ds, _judged(part.ds, where).transpose(vertical, horizontal).values, part.shown,
                                  hide=measure == "dilemma")
            if whose:
                found = _zero_line(panel, part.ds, whose, part.shown)
                drawn |= found == "drawn"
                notes.setdefault(found, []).append(whose)
            panel.set_title(plain(" · ".join(where.values())))
        for panel in panels.flat[len(some):]:
            panel.set_visible(False)
        for i, panel in enumerate(panels.flat):
            panel.tick_params(labelbottom=i + columns >= len(some))
        colour_bar(figure, mesh, list(panels.flat), plain(value_label(part.ds, measure)))
        handles = _handles(np.stack([values.sel(w).values for w in some]), drawn, None if own and dims else line_tie)
        if hatched:
            handles.append(Patch(facecolor=GREY if measure == "dilemma" else "white", edgecolor="#777777", linewidth=0, hatch=HATCH,
                                 label=f"net {NONE}"))
        note = " ".join(filter(None, (
            uncertainty_text(part.ds, [measure]), _spread_text(part.ds, measure), *_line_text(notes), scale_note(part.ds, part.shown),
            f"Hatched: net {NONE} ({RULE})." if hatched else "",
            f"Left out, for their net {NONE} anywhere: {', '.join(idle)}." if idle else "",
            f"No values: {', '.join(empty)}." if empty else "")))
        if drawn and bool((part.ds["net"] == 0).any()):
            note += " The line stops where net is exactly 0, as it is without integration."
        held = part.where()
        subtitle = f"Over {horizontal} and {vertical}" + (f" at {held}" if held else "")
        labels = [axis_label(part.ds, axis) for axis in part.shown]
        return keep(frame(figure, title_of(ds, measure), subtitle, note, handles, *labels), rows_of(part.ds, [measure]))


def colour_bar(figure: Figure, mesh, panels: Sequence[Axes], label: str) -> None:
    """A scale of colours beside the panels, of lines and areas alone."""
    bar = figure.colorbar(mesh, ax=panels, shrink=0.9, pad=0.02)
    bar.set_label(label)
    bar.outline.set_visible(False)
    bar.solids.set(rasterized=False, edgecolor="face")


def _judged(ds: xr.Dataset, where: dict[str, str]) -> xr.DataArray:
    return net_counts(ds, where.get("tie"))


def _of_matter(ds: xr.Dataset, some: Sequence[dict[str, str]]) -> tuple[list[dict[str, str]], list[str]]:
    """The ties whose net counts somewhere, and the names of the others."""
    matter = [where for where in some if bool(_judged(ds, where).any())]
    if not matter:
        raise CannotPlot(f"Net {NONE} anywhere here ({RULE}).")
    return matter, [" · ".join(w.values()) for w in some if w not in matter]


def _hatch(panel: Axes, ds: xr.Dataset, counted: np.ndarray, shown: tuple[str, ...], hide: bool) -> bool:
    """Hatches the cells that do not count (over grey if their values are to be hidden); whether there are any."""
    if counted.all():
        return False
    x, y = (edges_of(positions(ds[a].values.astype(float))) for a in shown)
    for j, i in np.argwhere(~counted):
        panel.add_patch(Rectangle((x[i], y[j]), x[i + 1] - x[i], y[j + 1] - y[j], facecolor=GREY if hide else "none", edgecolor="#777777",
                                  hatch=HATCH, linewidth=0, zorder=1.5))
    return True


def _line_text(found: dict[str, list[str]]) -> list[str]:
    """Why ties have no zero line."""
    return [f"No zero line for {', '.join(dict.fromkeys(ties))}: {why}." for why, ties in found.items() if why not in ("drawn", "")]


def _spread_text(ds: xr.Dataset, measure: str) -> str:
    """From where to where the means go over the map, and how far the draws are from them."""
    mean = ds[measure].values
    text = f"Over the map the mean goes from {_span(mean)}"
    ends = quantile_ends(ds, measure)
    if ends is None or is_event(measure):
        return text + "."
    spread = ds[f"{measure}_quantile"]
    width = (spread.sel(quantile=ends[1]) - spread.sel(quantile=ends[0])).values
    if not np.isfinite(width).any():
        return text + "."
    if has_median(ds, measure):
        middle = spread.sel(quantile=0.5).transpose(*ds[measure].dims).values
        if np.nanmax(np.abs(mean - middle)) > TOLD * (np.nanmax(mean) - np.nanmin(mean)):
            text += f", the median draw from {_span(middle)}"
    return (f"{text}; the {percent(ends[0])}–{percent(ends[1])}% range of draws is {error_text(np.nanmedian(width))} wide in the "
            f"median cell, {error_text(np.nanmax(width))} in the widest.")


def _span(values: np.ndarray) -> str:
    return f"{number(np.nanmin(values), 3)} to {number(np.nanmax(values), 3)}".replace("-", "−")


def _colours(values: np.ndarray, measure: str) -> tuple[Normalize, str]:
    """Diverging about zero for what has a sign, otherwise light to dark."""
    finite = values[np.isfinite(values)]
    low, high = float(finite.min()), float(finite.max())
    if measure == "net" or (low < -1e-9 and high > 1e-9):
        return CenteredNorm(0.0, max(abs(low), abs(high), 1e-12)), "RdBu" if measure == "net" else "PuOr"
    margin = max(0.0, 0.005 - (high - low) / 2)  # a flat map must not show rounding as colours
    return Normalize(low - margin, high + margin), "cividis"


def edges_of(values: np.ndarray) -> np.ndarray:
    """Cell edges halfway between values (on a logarithmic scale where they are spaced so)."""
    log = is_geometric(values)
    v = np.log(values) if log else np.asarray(values, dtype=float)
    middle = (v[1:] + v[:-1]) / 2
    edges = np.concatenate([[2 * v[0] - middle[0]], middle, [2 * v[-1] - middle[-1]]])
    return np.exp(edges) if log else edges


def _mesh(panel: Axes, ds: xr.Dataset, values: np.ndarray, shown: tuple[str, ...], norm: Normalize, colours: str):
    x, y = (ds[a].values.astype(float) for a in shown)
    panel.set_facecolor(GREY)
    mesh = panel.pcolormesh(edges_of(positions(x)), edges_of(positions(y)), np.ma.masked_invalid(values), norm=norm, cmap=colours, rasterized=False,
                            edgecolors="face", linewidth=0.2)  # (or viewers show seams)
    for which, axis, values in (("x", shown[0], x), ("y", shown[1], y)):
        if not name_values(panel, which, ds, axis):
            set_scale(panel, which, values)
    return mesh


def _tie(ds: xr.Dataset, tie: str | None, shown: tuple[str, ...]) -> str | None:
    """Whose zero line to draw."""
    if "net" not in ds or "tie" not in ds["net"].dims:
        return str(ds["tie"].values) if "net" in ds and "tie" in ds.coords else None
    names = [str(t) for t in ds["tie"].values]
    if tie is not None:
        if tie not in names:
            raise ResultError(f"{tie} is no tie here; expected one of {', '.join(names)}")
        return tie
    for axis in shown:
        key = str(ds[axis].attrs.get("key", "")).split(".")
        for name in names:
            if len(key) == 3 and key[0] == "tie" and sorted(key[1].split("-")) == sorted(name.split("-")):
                return name
    mixed = [t for t in names if float(ds["net"].sel(tie=t).min()) < 0 < float(ds["net"].sel(tie=t).max())]
    return (mixed or names)[0]


def _zero_line(panel: Axes, ds: xr.Dataset, tie: str, shown: tuple[str, ...]) -> str:
    """Draws where net = 0 and where it is 1.96 standard errors from 0; 'drawn', or a sentence why not."""
    if "net" not in ds or any(labels_of(ds, axis) for axis in shown):
        return ""
    pick = {"tie": tie} if "tie" in ds["net"].dims else {}
    net = ds["net"].sel(pick).transpose(shown[1], shown[0]).values.astype(float)
    x, y = (positions(ds[a].values) for a in shown)
    # Without integration (or without a partner) net is exactly 0: that edge is no turning point.
    net = np.ma.masked_where(~np.isfinite(net) | (np.abs(net) < 1e-12), net)
    if net.count() == 0:
        return "net is 0 or missing everywhere here"
    if net.min() > 0 or net.max() < 0:
        return f"net is {'above' if net.min() > 0 else 'below'} zero everywhere here"
    errors = ds["net_se"].sel(pick).transpose(shown[1], shown[0]).values if "net_se" in ds else None
    counted = counts(net.filled(np.nan), errors)
    matter = net.filled(np.nan)[counted]
    if not ((matter > 0).any() and (matter < 0).any()):
        side = f"is {'above' if matter[0] > 0 else 'below'} zero wherever it counts" if matter.size else NONE
        return f"net {side} here"
    if "net_se" in ds:
        error = ds["net_se"].sel(pick).transpose(shown[1], shown[0]).values.astype(float)
        for sign in (1, -1):
            side = np.ma.masked_invalid(net + sign * 1.96 * error)
            if side.count() and side.min() < 0 < side.max():
                doubt = panel.contour(x, y, side, levels=[0], colors="black", linewidths=0.9, linestyles=":")
                matplotlib.artist.setp(doubt.collections, zorder=2, path_effects=THIN_HALO)
    line = panel.contour(x, y, net, levels=[0], colors="black", linewidths=1.8)
    matplotlib.artist.setp(line.collections, path_effects=HALO, zorder=3)
    for sign, word in ((1, "dividend"), (-1, "seam")):
        _name_region(panel, x, y, np.where(counted, sign * net.filled(np.nan), -1.0), word)
    return "drawn"


def _name_region(panel: Axes, x: np.ndarray, y: np.ndarray, value: np.ndarray, word: str) -> None:
    """Writes a word where the positive region is widest, if there is room for it."""
    fine = np.linspace(0, 1, 41)
    value = np.array([np.interp(fine, _unit(x), row) for row in value])
    value = np.array([np.interp(fine, _unit(y), column) for column in value.T]).T
    inside = value > 0
    if not inside.any():
        return
    uu, vv = np.meshgrid(fine, 2.6 * fine)  # a word is wider than high
    inner, outer = (np.column_stack([uu[m], vv[m]]) for m in (inside, ~inside))
    room = np.minimum.reduce([inner[:, 0], 1 - inner[:, 0], inner[:, 1], 2.6 - inner[:, 1]])
    if outer.size:
        room = np.minimum(room, [np.hypot(*(outer - point).T).min() for point in inner])
    best = int(np.argmax(room - 0.02 * np.abs(inner[:, 1] - 1.3)))  # among equals, the one halfway up
    if room[best] >= 0.12:
        i, j = np.argwhere(inside)[best]
        panel.text(_from_unit(x, fine[j]), _from_unit(y, fine[i]), word, ha="center", va="center", fontweight="bold",
                   path_effects=HALO, fontsize=points(10 if panel.get_subplotspec().get_gridspec().ncols == 1 else 8.5))


def _unit(values: np.ndarray) -> np.ndarray:
    v = np.log(values) if is_geometric(values) else values
    return (v - v[0]) / (v[-1] - v[0])


def _from_unit(values: np.ndarray, u: float) -> float:
    return float(values[0] * (values[-1] / values[0]) ** u if is_geometric(values) else values[0] + u * np.ptp(values))


def _handles(values: np.ndarray, drawn: bool, tie: str | None) -> list:
    handles: list = []
    if drawn:
        whose = f" of tie {tie}" if tie else ""
        handles = [Line2D([], [], color="black", linewidth=1.8, label=plain(f"net{whose} = 0: dividend turns into seam")),
                   Line2D([], [], color="black", linewidth=0.9, linestyle=":", label="net is 1.96 standard errors from 0")]
    if not np.isfinite(values).all():
        handles.append(Patch(facecolor=GREY, label="no value"))
    return handles
