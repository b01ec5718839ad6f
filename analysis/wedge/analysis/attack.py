"""What attacks are made of: stacked probabilities by target, by rung and by tactic."""

from __future__ import annotations

import matplotlib
import numpy as np
import xarray as xr
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from .categories import labels_of, name_values
from .panels import VISIBLE, Row, Series, dots, subtitle
from .reading import CannotPlot
from .rows import keep, rows_of
from .slices import At, Slice, axis_to_draw, cut, need, one_adversary
from .style import COLOURS, GREY, RC, frame, new_figure, positions, scale_note, set_scale
from .text import axis_label, has_median, percent, plain, quantile_ends, uncertainty_text

PARTS = {"attack_by_target": ("target", "By target"), "attack_by_rung": ("rung", "By rung"),
         "attack_by_tactic": ("tactic", "By tactic against the alliance")}
MANY = 25  # values of an axis: beyond, no marks on the lines


def plot_attack_mix(ds: xr.Dataset, along: str | None = None, at: At | None = None) -> Figure:
    """Probability of attack along an axis, stacked by target, by rung and by tactic, with the total's uncertainty."""
    present = [m for m in PARTS if m in ds]
    if not present:
        raise CannotPlot("The file holds none of attack_by_target, attack_by_rung and attack_by_tactic.")
    axis = axis_to_draw(ds, along, at)
    part = cut(ds, [axis] if axis else [], at)
    need(part.ds, *present)
    one_adversary(part, "An attack mix")
    if any(PARTS[m][0] not in part.ds[m].dims for m in present):
        raise CannotPlot("An attack mix shows all targets, rungs and tactics: hold none with at=.")
    title = "Attack mix: probability of attack by target, rung and tactic"
    if axis is None:
        rows = [Row(f"{PARTS[m][0]}: {label}" if label != "none" else "without a tactic", {PARTS[m][0]: label}, (Series(m, colour=COLOURS[i]),))
                for i, m in enumerate(present) for label in part.ds[PARTS[m][0]].values]
        legend = [Series(m, PARTS[m][1].lower(), COLOURS[i]) for i, m in enumerate(present)]
        return dots(part, rows, legend, title, "The attacks of each kind are the same attacks, told apart in another way.",
                    "Probability of attack")
    return _stacks(part, present, title)


def _stacks(part: Slice, present: list[str], title: str) -> Figure:
    ds, axis = part.ds, part.shown[0]
    x = ds[axis].values.astype(float)
    with matplotlib.rc_context(RC):
        figure, panels = new_figure(7.2, 1.9 * len(present) + 0.3, len(present), 1, sharex=True, sharey=True)
        has_total, hidden = False, []
        for axes, measure in zip(panels[:, 0], present):
            dim, heading = PARTS[measure]
            total, rare = _stack(axes, positions(x), ds, measure, dim)
            has_total |= total
            hidden += rare
            axes.set_title(heading, loc="left")
        for axes in panels[:, 0]:
            axes.set_ylim(0, min(1.0, axes.get_ylim()[1]))
            if x.size > 1:
                axes.set_xlim(*positions(x)[[0, -1]])
            if not name_values(axes, "x", ds, axis):
                set_scale(axes, "x", x)
        handles = _total_handles(ds) if has_total else []
        note = f"{uncertainty_text(ds, present)} The rest up to 1 is quiet. {scale_note(ds, [axis])}".strip()
        note += f" Too rare to be seen: {', '.join(hidden)}." if hidden else ""
        figure = frame(figure, title, subtitle(part), note, handles, axis_label(ds, axis), "Probability of attack")
        return keep(figure, rows_of(ds, [*present, *(["deterrence"] if has_total else [])]))


def _stack(axes: Axes, x: np.ndarray, ds: xr.Dataset, measure: str, dim: str) -> tuple[bool, list[str]]:
    """Draws one stack; whether the total's band could be added, and what is too rare to be seen."""
    labels = [v for v in ds[dim].values if bool(np.isfinite(ds[measure].sel({dim: v})).any())]
    layers = np.array([ds[measure].sel({dim: v}).values for v in labels], dtype=float)
    layers[:, ~np.isfinite(layers).all(axis=0)] = np.nan
    ordered = colormaps["viridis"](np.linspace(0.95, 0.15, len(labels)))  # rungs have an order, tactics have none
    none_first = [GREY if v == "none" else COLOURS[i % len(COLOURS)] for i, v in enumerate(labels)]
    colours = list(ordered) if dim == "rung" else none_first
    labels_of_legend = ["without a tactic" if v == "none" else str(v) for v in labels]
    tops = np.cumsum(layers, axis=0)
    bars = bool(labels_of(ds, str(ds["n_draws"].dims[0])))
    for i, colour in enumerate(colours):
        if bars:
            axes.bar(x, layers[i], bottom=tops[i] - layers[i], width=0.6, facecolor=colour, edgecolor="white", linewidth=0.6)
        else:
            axes.fill_between(x, tops[i] - layers[i], tops[i], facecolor=colour, edgecolor="white", linewidth=0.6)
    shows = np.nan_to_num(layers).max(axis=1) > 0.005 * np.nanmax(tops) if np.isfinite(tops).any() else np.ones(len(labels), bool)
    handles = [Patch(facecolor=c, label=plain(v)) for c, v, seen in zip(colours, labels_of_legend, shows) if seen]
    axes.legend(handles=handles[::-1], loc="center left", bbox_to_anchor=(1.01, 0.5), borderaxespad=0)
    return not bars and _total(axes, x, ds, tops[-1]), [v for v, seen in zip(labels_of_legend, shows) if not seen]


def _total(axes: Axes, x: np.ndarray, ds: xr.Dataset, top: np.ndarray) -> bool:
    """The total with its bands, taken from `deterrence` where that is its complement."""
    axes.plot(x, top, color="black", linewidth=1.2, marker="o" if x.size <= MANY else "", markersize=2.5)
    if "deterrence" not in ds or ds["deterrence"].ndim != 1:
        return False
    quiet = ds["deterrence"].values.astype(float)
    both = np.isfinite(quiet) & np.isfinite(top)
    if not both.any() or np.abs(1 - quiet - top)[both].max() > 1e-6:
        return False
    if "deterrence_se" in ds:
        half = 1.96 * ds["deterrence_se"].values.astype(float)
        axes.fill_between(x, 1 - quiet - half, 1 - quiet + half, color="black", alpha=0.35, linewidth=0)
    if ends := quantile_ends(ds, "deterrence"):
        for end in ends:
            axes.plot(x, 1 - ds["deterrence_quantile"].sel(quantile=end).values, color="black", linewidth=0.9, linestyle=":")
    if has_median(ds, "deterrence"):
        axes.plot(x, 1 - ds["deterrence_quantile"].sel(quantile=0.5).values, color="black", linewidth=0.9, linestyle="--")
    return True


def _total_handles(ds: xr.Dataset) -> list:
    handles = [Line2D([], [], color="black", linewidth=1.2, label="any attack")]
    if "deterrence_se" in ds and float(ds["deterrence_se"].fillna(0.0).max()) > VISIBLE / 4:
        handles.append(Patch(color="black", alpha=0.35, linewidth=0, label="±1.96 standard errors"))
    if ends := quantile_ends(ds, "deterrence"):
        handles.append(Line2D([], [], color="black", linewidth=0.9, linestyle=":",
                              label=f"{percent(ends[0])}–{percent(ends[1])}% of draws, any attack"))
    if has_median(ds, "deterrence"):
        handles.append(Line2D([], [], color="black", linewidth=0.9, linestyle="--", label="median draw, any attack"))
    return handles
