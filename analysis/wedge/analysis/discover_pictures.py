"""Pictures of what was discovered in single draws: boxes, their trade-off, cases, a tree, indices."""

from __future__ import annotations

from typing import TYPE_CHECKING

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from .discover_text import Leaf, chance, correlated, ends, is_told, leaves, of_tree, share, summary, together
from .panels import name_rows
from .style import COLOURS, GREY, RC, frame, new_figure
from .text import capital, number, plain

if TYPE_CHECKING:
    from .discover import Discovery
    from .tree import Node

MOST = 15  # indices
MOST_POINTS = 2000
WIDEST = 18  # letters along a branch
PALE = "#eeeeee"


def plot_boxes(found: Discovery) -> Figure:
    """The range of every restricted key, by the share of the draws that lie below its ends."""
    counts = [len(b.chances) for b in found.boxes]
    with matplotlib.rc_context(RC):
        figure = new_figure(7.6, 0.75 * len(counts) + 0.42 * sum(counts) + 0.3, len(counts), 1, sharex=True,
                            gridspec_kw={"height_ratios": [n + 0.6 for n in counts]})[0]
        for i, (axes, box) in enumerate(zip(figure.axes, found.boxes)):
            inputs = sorted(box.chances, key=box.chances.get)
            for row, j in enumerate(inputs):
                low, high = box.box.low[j], box.box.high[j]
                start, end = float(np.mean(found.draws.x[:, j] < low)), float(np.mean(found.draws.x[:, j] <= high))
                axes.barh(row, 1.0, height=0.62, color=PALE)
                axes.barh(row, end - start, left=start, height=0.62, color=COLOURS[i], alpha=0.6)
                beside = (end, "left") if end < 0.7 else (start, "right")  # where the range is too narrow for its ends
                place, side = (0.5 * (start + end), "center") if end - start > 0.25 else beside
                axes.text(place, row, f" {ends(low, high)} ", ha=side, va="center", fontsize=9)
                axes.text(1.02, row, chance(box.chances[j]), va="center", fontsize=9, color="#444444")
            name_rows(axes, [found.draws.names[j] for j in inputs])
            axes.set_xlim(0.0, 1.0)
            axes.set_title(f"Box {i + 1}: {share(box.fit.coverage)} of the cases; {share(box.fit.density)} of it are cases",
                           loc="left")
        note = f"{together(found)} p: quasi-p-value, the chance that the key's range gathers as many cases by accident."
        return frame(figure, f"Where {found.draws.measure} is {found.cases.words}", _subtitle(found), note,
                     xlabel=f"Share of the {found.draws.unit} with a smaller value")


def _subtitle(found: Discovery) -> str:
    return summary(found).removesuffix(".")


def plot_tradeoff(found: Discovery) -> Figure:
    """Density against coverage of the boxes of each peeling; which was chosen; what all come to on other draws."""
    with matplotlib.rc_context(RC):
        figure, panels = new_figure(6.8, 4.2)
        axes, handles = panels[0, 0], []
        diamond = {"marker": "D", "linestyle": "", "markeredgecolor": "black", "zorder": 4}
        for i, box in enumerate(found.boxes):
            curve = [fit for _, fit in box.curve]
            axes.plot([f.coverage for f in curve], [f.density for f in curve], color=COLOURS[i], linewidth=1.3, marker="o",
                      markersize=3, alpha=0.8)
            axes.plot(box.fit.coverage, box.fit.density, color=COLOURS[i], markersize=9, **diamond)
            handles.append(Line2D([], [], color=COLOURS[i], marker="o", markersize=3, label=f"peeling {i + 1}"))
        handles.append(Line2D([], [], color="#777777", markersize=8, label="chosen", **diamond))
        if found.unseen.rows:
            axes.plot(found.unseen.coverage, found.unseen.density, color="white", markersize=9, **diamond)
            handles.append(Line2D([], [], color="white", markersize=8, **diamond,
                                  label=f"all boxes, on {found.draws.sampled} not used to find them"))
        base = float(found.cases.hit.mean())
        axes.axhline(base, color="#777777", linewidth=0.9, linestyle=":")
        handles.append(Line2D([], [], color="#777777", linewidth=0.9, linestyle=":", label=f"all {found.draws.unit}"))
        axes.set(xlim=(0.0, 1.03), ylim=(0.0, 1.03), xlabel="Coverage: share of the cases that are in the box",
                 ylabel="Density: share of the box that are cases")
        note = ("A chosen box is the one of its peeling with the best balance (harmonic mean) of the two, without restrictions that "
                "chance may have made, with ends that cut off too much pasted on again.")
        return frame(figure, "Trade-off between coverage and density", _subtitle(found), note, handles)


def plot_cases(found: Discovery) -> Figure:
    """Cases and others along the two keys that the first box restricts most clearly, and its ends."""
    draws, box = found.draws, found.boxes[0]
    inputs = sorted(box.chances, key=box.chances.get)[:2]
    rows = np.arange(draws.y.size)
    if rows.size > MOST_POINTS:
        rows = np.sort(np.random.default_rng(0).choice(rows, MOST_POINTS, replace=False))
    hit = found.cases.hit[rows]
    with matplotlib.rc_context(RC):
        figure, panels = new_figure(6.8, 4.6)
        axes = panels[0, 0]
        spread = [_spread(draws.x[rows, j], j >= draws.keys) for j in inputs]
        for some, colour, size in ((~hit, "#b8b8b8", 7), (hit, COLOURS[1], 15)):
            axes.scatter(*(s[some] for s in spread), s=size, color=colour, linewidth=0, alpha=0.8)
        limits = axes.get_xlim(), axes.get_ylim()
        corner, size = zip(*(_within(box.box.low[j], box.box.high[j], *limit, j >= draws.keys and draws.x[:, j])
                             for j, limit in zip(inputs, limits)))
        axes.add_patch(Rectangle(corner, *size, fill=False, edgecolor=COLOURS[0], linewidth=1.8, zorder=4))
        axes.set(xlim=limits[0], ylim=limits[1])
        for axis, j in zip((axes.xaxis, axes.yaxis), inputs):
            if j >= draws.keys and (values := np.unique(draws.x[:, j])).size <= 6:
                axis.set_ticks(list(values), [number(v) for v in values])
        labels = [f"{draws.meanings[j]}\n{draws.names[j]}" for j in inputs]
        handles: list[Artist] = [Line2D([], [], color=c, marker="o", linestyle="", label=name)
                                 for c, name in ((COLOURS[1], "cases"), ("#b8b8b8", "others"))]
        handles.append(Patch(facecolor="none", edgecolor=COLOURS[0], linewidth=1.8, label="box 1"))
        note = f"Other keys that the box restricts are not shown: {', '.join(draws.names[j] for j in others)}." if (
            others := [j for j in box.chances if j not in inputs]) else ""
        if rows.size < draws.y.size:
            note = f"{note} {rows.size} of the {draws.unit}, picked by chance.".strip()
        return frame(figure, f"Where {draws.measure} is {found.cases.words}", _subtitle(found), note, handles, *labels)


def _spread(values: np.ndarray, swept: bool) -> np.ndarray:
    """Values of an axis are drawn side by side, so that they do not hide each other."""
    if not swept:
        return values
    return values + 0.5 * _gap(values) * (np.random.default_rng(1).random(values.size) - 0.5)


def _gap(values: np.ndarray) -> float:
    """The smallest distance between two values."""
    return float(np.diff(np.unique(values)).min(initial=np.inf))


def _within(low: float, high: float, least: float, most: float, swept: np.ndarray | bool) -> tuple[float, float]:
    """Start and length of a box's side; that of an axis holds all that is drawn side by side."""
    margin = 0.0 if swept is False else 0.35 * _gap(swept)
    inset = 0.004 * (most - least)  # an open side is drawn at the edge
    start, end = max(low - margin, least + inset), min(high + margin, most - inset)
    return start, end - start


def plot_tree(found: Discovery) -> Figure:
    """Splits from the left to the right, the smaller values upwards; beside each leaf its mean and 5–95% of its draws."""
    some = leaves(found)
    depth = max(_depth(found.tree), 1)
    with matplotlib.rc_context(RC):
        figure, panels = new_figure(2.05 * depth + 4.6, max(1.8, 0.62 * len(some) + 0.5), 1, 2, sharey=True,
                                    gridspec_kw={"width_ratios": [2.05 * depth + 1.1, 3.2]})
        tree, means = panels[0]
        _branch(tree, found, found.tree, 0, 0, depth)
        tree.set(xlim=(-0.04, depth + 0.55), ylim=(len(some) - 0.45, -0.75))
        tree.axis("off")
        for row, leaf in enumerate(some):
            _leaf(tree, means, found, leaf, row, depth)
        means.tick_params(axis="y", length=0, labelleft=False)
        means.spines["left"].set_visible(False)
        means.locator_params(axis="x", nbins=5)
        means.grid(axis="x", color=PALE)
        means.set_axisbelow(True)
        means.set_xlabel(plain(capital(found.draws.units or found.draws.measure)))
        handles = [Line2D([], [], color=COLOURS[0], marker="o", label="mean"),
                   Line2D([], [], color=COLOURS[0], linewidth=5, alpha=0.35, label=f"5–95% of its {found.draws.unit}"),
                   Line2D([], [], color=COLOURS[1], linewidth=1.0, linestyle=":", label="threshold of the cases")]
        means.axvline(found.cases.threshold, color=COLOURS[1], linewidth=1.0, linestyle=":")
        return frame(figure, f"Rules for {found.draws.measure}", _subtitle(found), of_tree(found), handles)


def _depth(node: Node) -> int:
    return 0 if node.is_leaf else 1 + max(_depth(node.low), _depth(node.high))


def _branch(axes: Axes, found: Discovery, node: Node, level: int, first: int, depth: int) -> float:
    """Draws a node whose first leaf is in this row; returns its height. A leaf is drawn out to the deepest."""
    if node.is_leaf:
        axes.plot([level, depth], [first, first], color="#777777", linewidth=1.1)
        return float(first)
    low = _branch(axes, found, node.low, level + 1, first, depth)
    high = _branch(axes, found, node.high, level + 1, first + len(node.low.leaves()), depth)
    middle, fork = 0.5 * (low + high), level + 0.62
    for child, height, sign, edge in ((node.low, low, "≤", "bottom"), (node.high, high, ">", "top")):
        axes.plot([fork, fork, level + 1.0], [middle, height, height], color="#777777", linewidth=1.1)
        axes.text(fork + 0.03, height + (-0.05 if edge == "bottom" else 0.05), f"{sign} {number(node.threshold)}",
                  fontsize=8.5, va=edge, ha="left")
    axes.plot([level, fork], [middle, middle], color="#777777", linewidth=1.1)
    for text, edge, shift in zip(_halves(found.draws.names[node.input]), ("bottom", "top"), (-0.06, 0.06)):
        axes.text(level + 0.02, middle + shift, plain(text), fontsize=8.5, va=edge, ha="left",
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6})
    return middle


def _halves(key: str) -> tuple[str, str]:
    """A key broken at the last dot before which there is room."""
    parts = key.split(".")
    every = [(".".join(parts[:i]), ".".join(parts[i:])) for i in range(len(parts) - 1, 0, -1)]
    return next((halves for halves in every if len(halves[0]) <= WIDEST), ("", key))


def _leaf(tree: Axes, means: Axes, found: Discovery, leaf: Leaf, row: int, depth: int) -> None:
    tree.text(depth + 0.04, row, f"{share(leaf.share)} of the {found.draws.unit}\n{share(leaf.cases)} cases", va="center",
              fontsize=8.5)
    means.plot(leaf.spread, [row, row], color=COLOURS[0], linewidth=5, alpha=0.35, solid_capstyle="butt")
    means.plot(leaf.mean, row, "o", color=COLOURS[0], markersize=5.5)
    means.annotate(number(leaf.mean), (leaf.mean, row), (0, 6), textcoords="offset points", fontsize=8.5, ha="center")


def plot_indices(found: Discovery) -> Figure:
    """Indices of axes and keys, the largest first, with their intervals; what few draws make of them as they are, and the
    most that they make of keys without effect."""
    every = sorted((*found.pawn.axes, *found.pawn.keys), key=lambda i: -i.value)
    shown = every[:MOST]
    with matplotlib.rc_context(RC):
        figure, panels = new_figure(7.2, max(1.5, 0.5 + 0.3 * len(shown)))
        axes, handles = panels[0, 0], []
        for row, index in enumerate(shown):
            swept = index in found.pawn.axes
            colour = COLOURS[2] if swept else COLOURS[0] if is_told(index, found) else GREY
            axes.barh(row, index.value, height=0.62, color=colour, alpha=0.75)
            axes.errorbar(index.value, row, xerr=[[index.value - index.low], [index.high - index.value]], fmt="none",
                          ecolor="#333333", elinewidth=1.2, capsize=2)
            if not swept:
                axes.plot(index.distance, row, "o", color="#333333", markersize=4.5, markerfacecolor="white", zorder=4)
        keys = [i for i in shown if i in found.pawn.keys]
        for any_of, colour, label in ((any(is_told(i, found) for i in keys), COLOURS[0], "uncertain key"),
                                      (not all(is_told(i, found) for i in keys), GREY, "not told from a key without effect"),
                                      (bool(found.pawn.axes), COLOURS[2], "swept")):
            handles += [Patch(color=colour, alpha=0.75, label=label)] if any_of else []
        handles.append(Line2D([], [], color="#333333", linewidth=1.2, label="95% interval"))
        if found.pawn.threshold is not None:
            axes.axvline(found.pawn.threshold, color=COLOURS[1], linewidth=1.1, linestyle="--", zorder=2.5)
            handles += [Line2D([], [], color="#333333", marker="o", markerfacecolor="white", linestyle="",
                               label="distance as it is"),
                        Line2D([], [], color=COLOURS[1], linewidth=1.1, linestyle="--",
                               label="the most that chance makes of it")]
        name_rows(axes, [i.name for i in shown])
        axes.axvline(0.0, color="#888888", linewidth=0.8)
        axes.set_xlim(right=min(1.0, max(0.3, axes.get_xlim()[1])))
        axes.set_xlabel("PAWN index: mean distance of distributions")
        parts = [f"{found.pawn.slices} slices; the index is the distance without what chance makes of it."]
        parts += [f"{len(every) - MOST} more keys have less."] if len(every) > MOST else []
        note = " ".join(filter(None, [*parts, correlated(found)]))
        return frame(figure, f"What moves the distribution of {found.draws.measure}", "", note, handles)
