"""The look that all pictures share, and the frame of title, legend and note around the panels."""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib
import numpy as np
import xarray as xr
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import Collection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter
from matplotlib.transforms import Bbox

from .reading import ResultError
from .text import number, plain

# Okabe and Ito's colours, which people with any common colour blindness can tell apart.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#F0E442"]
GREY = "#d9d9d9"  # where there is no value

FONT = "DejaVu Sans"
TICKS = {f"{axis}tick.major.{what}": size for axis in "xy" for what, size in (("size", 3.5), ("pad", 3.5), ("width", 0.8))}
POINTS = {"font.size": 10, "axes.titlesize": 10, "axes.labelsize": 10, "xtick.labelsize": 9, "ytick.labelsize": 9, "legend.fontsize": 9,
          "axes.linewidth": 0.8, "axes.labelpad": 4.0, "axes.titlepad": 6.0, **TICKS}
RC = {  # changed by `look`, and by nothing else
    "font.family": FONT, **POINTS, "legend.frameon": False,
    "axes.spines.top": False, "axes.spines.right": False, "axes.formatter.useoffset": False,
    "axes.grid": False, "figure.dpi": 110, "savefig.dpi": 150, "svg.hashsalt": "wedge", "svg.fonttype": "path",
    "text.usetex": False, "hatch.linewidth": 0.6, "hatch.color": "#777777",
}
LETTERS_PER_INCH = 12.5  # at 9 points
EDGE = 0.12  # inches


@dataclass(frozen=True)
class Size:
    """What a picture is made for: its text and its figure, in multiples of those for paper."""

    text: float
    figure: float


SIZES = {"paper": Size(1.0, 1.0), "slide": Size(1.7, 1.5), "poster": Size(3.0, 2.6)}
CORNER = Size(0.7, 0.55)  # one of four on a page


@dataclass(frozen=True)
class Look:
    size: Size = SIZES["paper"]
    titles: bool = True


_look = Look()


@contextlib.contextmanager
def look(size: str = "paper", font: str = "", titles: bool = True) -> Iterator[None]:
    """Pictures drawn and saved inside are made for a `size` (paper, slide, poster), in a `font` of this machine (its name, as
    "Liberation Sans"), and without title, subtitle and note if not `titles`: their text is in the figure's label all the same.

    ResultError if there is no such size or font."""
    if size not in SIZES:
        raise ResultError(f"{size}: is no size of pictures; expected one of {', '.join(SIZES)}")
    with _looking(Look(SIZES[size], titles), font):
        yield


@contextlib.contextmanager
def corner(font: str = "") -> Iterator[None]:
    """Pictures drawn inside are small, one of four on a page, and have no titles."""
    with _looking(Look(CORNER, titles=False), font):
        yield


@contextlib.contextmanager
def _looking(new: Look, font: str) -> Iterator[None]:
    global _look
    family = [known_font(font), FONT] if font else FONT
    before, settings = _look, dict(RC)
    _look = new
    RC.update({key: size * new.size.text for key, size in POINTS.items()} | {"font.family": family})
    try:
        yield
    finally:
        _look = before
        RC.update(settings)


def known_font(name: str) -> str:
    """The name of a font as this machine spells it. ResultError if it has none such."""
    names = sorted({font.name for font in font_manager.fontManager.ttflist})
    by_lower = {n.lower(): n for n in names}
    if found := by_lower.get(name.lower()):
        return found
    close = difflib.get_close_matches(name.lower(), by_lower, 1, 0.5)
    hint = f"did you mean {by_lower[close[0]]}?" if close else f"expected one of {', '.join(names)}"
    raise ResultError(f"{name}: is no font that this machine has; {hint}")


def points(size: float) -> float:
    """A size of text, in points on paper."""
    return size * _look.size.text


def new_figure(width: float, height: float, rows: int = 1, columns: int = 1, **shared: object) -> tuple[Figure, np.ndarray]:
    """A figure and its axes as a two-dimensional array. Call inside `matplotlib.rc_context(RC)`."""
    figure = Figure(figsize=(width * _look.size.figure, height * _look.size.figure), layout="constrained")
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
    k = _look.size.text  # inches that letters take grow with them
    lines = lambda text, size: textwrap.wrap(text, max(8, int((width - 2 * EDGE) * LETTERS_PER_INCH / k * 9 / size)))  # noqa: E731
    titles, subtitles, notes = (lines(title, 12.5), lines(subtitle, 9), lines(note, 8.5)) if _look.titles else ([], [], [])
    title_inches, subtitle_inches, note_inches = (n * h * k for n, h in
                                                  ((len(titles), 0.23), (len(subtitles), 0.17), (len(notes), 0.165)))
    head = EDGE + title_inches + subtitle_inches + 0.08
    legend = _legend(figure, handles)
    legend_inches = legend.get_window_extent().height / figure.dpi if legend else 0.0
    xlabel, ylabel = _wrapped(xlabel, (width - 0.5) / k), _wrapped(ylabel, (body - 0.2) / k)
    label_inches = 0.17 * k * (xlabel.count("\n") + 1) + 0.08 if xlabel else 0.0
    below = EDGE + note_inches + legend_inches
    foot = below + label_inches
    height = body + head + foot
    margin = 0.17 * k * (ylabel.count("\n") + 1) + 0.08 if ylabel else 0.03
    figure.set_size_inches(width, height)
    figure.get_layout_engine().set(rect=(margin / width, foot / height, 0.99 - margin / width, body / height))
    figure.text(0.5, (foot - 0.02) / height, plain(xlabel), ha="center", va="top")
    figure.text(0.06 / width, (foot + body / 2) / height, plain(ylabel), ha="left", va="center", rotation=90,
                multialignment="center")
    left = EDGE / width
    figure.text(left, 1 - EDGE / height, plain("\n".join(titles)), va="top", fontsize=points(12.5))
    if subtitles:
        figure.text(left, 1 - (EDGE + title_inches) / height, plain("\n".join(subtitles)), va="top",
                    fontsize=points(9), color="#444444")
    if notes:
        figure.text(left, 0.6 * EDGE / height, plain("\n".join(notes)), va="bottom", fontsize=points(8.5), color="#444444")
    if legend:
        legend.set_bbox_to_anchor((left / 2, (0.7 * EDGE + note_inches) / height), transform=figure.transFigure)
    _thicken(figure, _look.size.text)
    figure.set_label(" ".join(filter(None, (f"{subtitle}." if subtitle else "", note))))
    return figure


def _thicken(figure: Figure, factor: float) -> None:
    """Lines and marks as wide, for their size, as on paper."""
    if factor == 1.0:
        return
    ticks = {line for axes in figure.axes for axis in (axes.xaxis, axes.yaxis) for line in axis.get_ticklines()}  # by RC
    for line in figure.findobj(Line2D):
        if line in ticks:
            continue
        line.set_linewidth(line.get_linewidth() * factor)
        line.set_markersize(line.get_markersize() * factor)
        line.set_markeredgewidth(line.get_markeredgewidth() * factor)
    for marks in figure.findobj(Collection):
        marks.set_linewidth([width * factor for width in np.atleast_1d(marks.get_linewidth())])


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
    elif np.array_equal(values, np.round(values)):
        axis.set_major_locator(MaxNLocator("auto", integer=True))


PAD = 0.02  # of a scale, beyond an end that the values cannot pass


def zoom(axes: Axes, which: str, low: float, high: float, finest: float = 0.05) -> None:
    """Keeps a scale within what its values can be (`low` to `high`: 0 and 1 for probabilities), so that no tick stands beyond, and
    never so fine that rounding looks like an effect."""
    bottom, top = axes.get_ylim() if which == "y" else axes.get_xlim()
    if top - bottom < finest:
        bottom, top = (bottom + top - finest) / 2, (bottom + top + finest) / 2
        shift = max(0.0, low - bottom) - max(0.0, top - high)
        bottom, top = bottom + shift, top + shift
    pad = PAD * (top - bottom)
    bottom, top = max(bottom, low - pad), min(top, high + pad)
    (axes.set_ylim if which == "y" else axes.set_xlim)(bottom, top)


def save(figure: Figure, path: str | os.PathLike) -> Path:
    """Writes a picture (SVG, PNG or PDF by its name) without dates: the same data give the same bytes.

    The layout is settled here; panels added later are not fitted in.
    """
    path = Path(path)
    kind = path.suffix.lower()
    metadata = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(kind)
    with matplotlib.rc_context(RC):
        settle(figure)
        if kind != ".svg":
            figure.savefig(path, metadata=metadata)
            return path
        text = io.StringIO()
        figure.savefig(text, format="svg", metadata=metadata)
    path.write_text(_numbered_clips(text.getvalue()), encoding="utf-8")
    return path


def settle(figure: Figure) -> Figure:
    """Fixes the layout at rounded positions: the layout's solver leaves noise in the last digits."""
    if figure.get_layout_engine() is None:
        return figure
    figure.draw_without_rendering()
    positions = [axes.get_position().get_points().round(5) for axes in figure.axes]
    figure.set_layout_engine("none")
    for axes, points in zip(figure.axes, positions):
        axes.set_position(Bbox(points))
    return figure


def _numbered_clips(svg: str) -> str:
    """Names clip paths by number: matplotlib names some by their address in memory."""
    names = dict.fromkeys(re.findall(r'<clipPath id="(\w+)"', svg))
    numbers = {name: f"clip{i}" for i, name in enumerate(names)}
    return re.sub(r'(?<=<clipPath id=")\w+(?=")|(?<=url\(#)\w+(?=\))', lambda m: numbers.get(m[0], m[0]), svg)
