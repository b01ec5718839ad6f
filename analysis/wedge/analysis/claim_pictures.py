"""A claim as a picture: what was predicted, and what came of it at each precision."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle

from .style import COLOURS, RC, frame, new_figure
from .text import name_of_compared, plain

SIDE = "#eef3e6"  # of what is predicted


def plot_claim(claim: Mapping, report: Mapping) -> Figure:
    """One panel a measure; a row for each step of each comparison; the side of zero that is predicted is shaded."""
    rows, cells = [], {}
    for comparison in claim["comparisons"]:
        for cell in comparison["cells"]:
            row = (comparison["condition"], cell["from"], cell["to"])
            if row not in rows:
                rows.append(row)
            cells.setdefault(name_of_compared(cell), []).append((rows.index(row), cell))
    with matplotlib.rc_context(RC):
        names = list(cells)
        labels = [_label(row, i == 0 or rows[i - 1][0] != row[0]) for i, row in enumerate(rows)]
        tallest = max(0.5, 0.1 + 0.17 * max(label.count("\n") + 1 for label in labels))
        figure, panels = new_figure(2.6 + 2.35 * len(names), 0.4 + tallest * len(rows), 1, len(names), sharey=True)
        for panel, name in zip(panels.flat, names):
            _panel(panel, cells[name], report["precisions"], len(rows))
            panel.set_title(plain("\n".join(textwrap.wrap(name, 24, break_on_hyphens=False))))
        first = panels.flat[0]
        first.set_yticks(range(len(rows)), labels)
        handles = [Line2D([], [], color=COLOURS[i], marker="o", linestyle="", label=f"precision {p}")
                   for i, p in enumerate(report["precisions"])]
        handles += [Line2D([], [], color="#444444", marker="o", linestyle="", markerfacecolor="white",
                           label="not significant, or too small to count"), Patch(facecolor=SIDE, label="predicted side")]
        note = ("Mean differences between settings on the same draws; bars are ±1.96 standard errors where they are wider "
                "than the dot.")
        return frame(figure, f"{claim['id']}: {claim['verdict']}", claim["says"], note, handles,
                     xlabel="difference (in the measure's unit)" if any(c["campaigns"] for c in claim["comparisons"])
                     else "difference (stake, or probability)")


def _panel(panel: Axes, cells: list, precisions: list[int], rows: int) -> None:
    for row, cell in cells:
        if cell["difference"] is None:
            continue
        i = precisions.index(cell["precision"])
        error = 1.96 * (cell["standard_error"] or 0.0)
        height = row + 0.22 * (i - (len(precisions) - 1) / 2)
        panel.errorbar(cell["difference"], height, xerr=error, marker="o", markersize=5, color=COLOURS[i], linewidth=1.2,
                       zorder=3, markerfacecolor="white" if cell["outcome"] == "not significant" else COLOURS[i])
    most = max([abs(cell["difference"]) + 1.96 * (cell["standard_error"] or 0.0)
                for _, cell in cells if cell["difference"] is not None] + [1e-4])
    panel.set_xlim(-1.12 * most, 1.12 * most)
    panel.set_ylim(rows - 0.5, -0.5)
    panel.locator_params(axis="x", nbins=4)
    panel.axvline(0.0, color="#444444", linewidth=0.8, zorder=2)
    for row, rises in {(row, cell["predicted"] == "rises") for row, cell in cells}:
        left = 0.0 if rises else -2 * most
        panel.add_patch(Rectangle((left, row - 0.42), 2 * most, 0.84, color=SIDE, linewidth=0, zorder=0))


def _label(row: tuple[str, str, str], new: bool) -> str:
    condition = "\n".join(textwrap.wrap(row[0], 30)) + "\n" if new else ""
    return plain(f"{condition}{row[1]} … {row[2]}")
