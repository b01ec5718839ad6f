"""The look that all pictures share, and the frame of title, legend and note around the panels."""

from __future__ import annotations

import io
import os
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path

import matplotlib
import numpy as np
import xarray as xr
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullFormatter
from matplotlib.transforms import Bbox

from .text import number, plain

# Okabe and Ito's colours, which people with any common colour blindness can tell apart.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442"]
GREY = "#d9d9d9"  # where there is no value

RC = {
    "font.family": "DejaVu Sans", "font.size": 10, "axes.titlesize": 10, "axes.labelsize": 10,
    "xtick.labelsize": 9, "ytick.labelsize": 9, "legend.fontsize": 9, "legend.frameon": False,
    "axes.spines.top": False, "axes.spines.right": False, "axes.formatter.useoffset": False,
    "axes.grid": False, "figure.dpi": 110, "savefig.dpi": 150, "svg.hashsalt": "wedge", "svg.fonttype": "path",
    "text.usetex": False, "hatch.linewidth": 0.6,
}
LETTERS_PER_INCH = 12.5  # at 9 points
EDGE = 0.12  # inches


def new_figure(width: float, height: float, rows: int = 1, columns: int = 1, **shared: object) -> tuple[Figure, np.ndarray]:
    """A figure and its axes as a two-dimensional array. Call inside `matplotlib.rc_context(RC)`."""
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.subplots(rows, columns, squeeze=False, **shared)


def grid_of(count: int, most_columns: int = 3) -> tuple[int, int]:
    """Rows and columns for so many panels; four make two by two."""
    columns = 2 if count == 4 else min(count, most_columns)
    return -(-count // columns), columns


def frame(figure: Figure, title: str, subtitle: str = "", note: str = "", handles: Sequence[Artist] = (),
          xlabel: str = "", ylabel: str = "") -> Figure:
    """Puts title and subtitle above the panels, legend and note below, labels that panels share beside them; the
    figure grows to hold it all.

    Title, subtitle and note also become the figure's label: a caption for whoever cannot see the picture.
    """
    width, body = figure.get_size_inches()
    titles = textwrap.wrap(title, int((width - 2 * EDGE) * LETTERS_PER_INCH * 9 / 12.5))
    subtitles = textwrap.wrap(subtitle, int((width - 2 * EDGE) * LETTERS_PER_INCH))
    notes = textwrap.wrap(note, int((width - 2 * EDGE) * LETTERS_PER_INCH * 9 / 8.5))
    title_inches, subtitle_inches, note_inches = (n * h for n, h in
                                                  ((len(titles), 0.23), (len(subtitles), 0.17), (len(notes), 0.165)))
    head = EDGE + title_inches + subtitle_inches + 0.08
    legend = _legend(figure, handles)
    legend_inches = legend.get_window_extent().height / figure.dpi if legend else 0.0
    xlabel, ylabel = _wrapped(xlabel, width - 0.5), _wrapped(ylabel, body - 0.2)
    label_inches = 0.17 * (xlabel.count("\n") + 1) + 0.08 if xlabel else 0.0
    below = EDGE + note_inches + legend_inches
    foot = below + label_inches
    height = body + head + foot
    margin = 0.17 * (ylabel.count("\n") + 1) + 0.08 if ylabel else 0.03
    figure.set_size_inches(width, height)
    figure.get_layout_engine().set(rect=(margin / width, foot / height, 0.99 - margin / width, body / height))
    figure.text(0.5, (foot - 0.02) / height, plain(xlabel), ha="center", va="top")
    figure.text(0.06 / width, (foot + body / 2) / height, plain(ylabel), ha="left", va="center", rotation=90,
                multialignment="center")
    left = EDGE / width
    figure.text(left, 1 - EDGE / height, plain("\n".join(titles)), va="top", fontsize=12.5)
    if subtitles:
        figure.text(left, 1 - (EDGE + title_inches) / height, plain("\n".join(subtitles)), va="top",
                    fontsize=9, color="#444444")
    if notes:
        figure.text(left, 0.6 * EDGE / height, plain("\n".join(notes)), va="bottom", fontsize=8.5, color="#444444")
    if legend:
        legend.set_bbox_to_anchor((left / 2, (0.7 * EDGE + note_inches) / height), transform=figure.transFigure)
    figure.set_label(" ".join(filter(None, (f"{subtitle}." if subtitle else "", note))))
    return figure


def _wrapped(text: str, inches: float) -> str:
    """Each line of a label broken to a length, at 10 points."""
    letters = max(20, int(inches * LETTERS_PER_INCH * 9 / 10))
    return "\n".join(part for line in text.splitlines() for part in textwrap.wrap(line, letters))


def _legend(figure: Figure, handles: Sequence[Artist]):
    """A legend below the panels with as many columns as fit."""
    for columns in range(len(handles), 0, -1):
        legend = figure.legend(handles=list(handles), loc="lower left", ncol=columns, borderaxespad=0, columnspacing=1.4)
        if columns == 1 or legend.get_window_extent().width < figure.bbox.width * 0.97:
            return legend
        legend.remove()
    return None


def is_geometric(values: np.ndarray) -> bool:
    """Whether values are spaced evenly on a logarithmic scale and wide enough to deserve one."""
    values = np.asarray(values, dtype=float)
    if values.size < 3 or np.any(values <= 0) or values[-1] / values[0] < 50:
        return False
    steps = np.diff(np.log(values))
    return bool(np.allclose(steps, steps[0], rtol=0.02))


def is_crowded(values: np.ndarray) -> bool:
    """Whether some values lie so close together, for the width of all, that a true scale would hide them."""
    values = np.asarray(values, dtype=float)
    return values.size > 2 and not is_geometric(values) and bool(np.diff(values).min() < 0.2 * np.ptp(values) / values.size)


def positions(values: np.ndarray) -> np.ndarray:
    """Where values are drawn: at themselves, or side by side if a true scale would hide some."""
    values = np.asarray(values, dtype=float)
    return np.arange(values.size, dtype=float) if is_crowded(values) else values


def scale_note(ds: xr.Dataset, axes: Sequence[str]) -> str:
    """Says which axes are not to scale."""
    crowded = [axis for axis in axes if is_crowded(ds[axis].values)]
    return f"Values of {' and '.join(crowded)} stand side by side, not to scale." if crowded else ""


def set_scale(axes: Axes, which: str, values: np.ndarray) -> None:
    """Makes the x or y scale logarithmic where the values are spaced so; few values are the ticks themselves."""
    axis: Axis = axes.xaxis if which == "x" else axes.yaxis
    if is_geometric(values):
        axes.set(**{f"{which}scale": "log"})
        axis.set_minor_formatter(NullFormatter())
        axis.set_major_formatter(FuncFormatter(lambda x, _: number(x)))
    elif len(values) <= 3 or is_crowded(values):
        step = -(-len(values) // 6)
        axis.set_ticks(list(positions(values)[::step]), [number(v) for v in values[::step]])


def zoom(axes: Axes, units: str) -> None:
    """Keeps a scale of probabilities within 0 to 1 and never so fine that rounding looks like an effect."""
    if units not in ("probability", "share"):
        return
    low, high = axes.get_ylim()
    if high - low < 0.05:
        low, high = (low + high) / 2 - 0.025, (low + high) / 2 + 0.025
    if low >= -0.1 and axes.dataLim.y0 >= -1e-9:
        low = max(low, -0.02)
    axes.set_ylim(low, min(high, 1.02))


def save(figure: Figure, path: str | os.PathLike) -> Path:
    """Writes a picture (SVG, PNG or PDF by its name) without dates: the same data give the same bytes.

    The layout is settled here; panels added later are not fitted in.
    """
    path = Path(path)
    kind = path.suffix.lower()
    metadata = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(kind)
    with matplotlib.rc_context(RC):
        _settle(figure)
        if kind != ".svg":
            figure.savefig(path, metadata=metadata)
            return path
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata=metadata)
    path.write_text(_numbered_clips(text.getvalue()), encoding="utf-8")
    return path


def _settle(figure: Figure) -> None:
    """Fixes the layout at rounded positions: the layout's solver leaves noise in the last digits."""
    figure.draw_without_rendering()
    positions = [axes.get_position().get_points().round(5) for axes in figure.axes]
    figure.set_layout_engine("none")
    for axes, points in zip(figure.axes, positions):
        axes.set_position(Bbox(points))


def _numbered_clips(svg: str) -> str:
    """Names clip paths by number: matplotlib names some by their address in memory."""
    names = dict.fromkeys(re.findall(r'<clipPath id="(\w+)"', svg))
    numbers = {name: f"clip{i}" for i, name in enumerate(names)}
    return re.sub(r'(?<=<clipPath id=")\w+(?=")|(?<=url\(#)\w+(?=\))', lambda m: numbers.get(m[0], m[0]), svg)
