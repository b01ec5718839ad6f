"""What each mechanism adds, as a waterfall from a world without any to the scenario as it is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from .reading import read_printed
from .style import COLOURS, RC, frame, new_figure
from .text import plain

RISES, FALLS, LEVEL = COLOURS[1], COLOURS[0], "#999999"
MEASURES = {"loss": "expected loss (stakes)", "deterrence": "deterrence (probability)"}


def read_explanation(path: str | Path) -> dict:
    """What `wedge explain --format json` printed."""
    return read_printed(path, "explain", "explanation", ("shapley", "without_any", "as_it_is"))


def plot_waterfall(explanation: Mapping) -> Figure:
    """A panel for loss and one for deterrence; a row for each mechanism, the largest in loss first."""
    steps = explanation["shapley"]
    labels = ["without any", *(step["name"] for step in steps), "as it is"]
    with matplotlib.rc_context(RC):
        figure, panels = new_figure(8.6, 0.9 + 0.3 * len(labels), 1, 2, sharey=True)
        for panel, measure in zip(panels.flat, MEASURES):
            _panel(panel, explanation, measure)
        panels.flat[0].set_yticks(range(len(labels)), [plain(label) for label in labels])
        panels.flat[0].set_ylim(len(labels) - 0.5, -0.5)
        orders = explanation["orders"]
        how = "all orders" if orders == "all" else f"{orders} orders drawn by chance"
        note = (f"Shapley values: means over {how} in which the mechanisms may be switched on, and over {explanation['draws']} "
                "draws. Bars of error are ±1.96 standard errors.")
        handles = [Patch(facecolor=RISES, label="raises it"), Patch(facecolor=FALLS, label="lowers it"),
                   Patch(facecolor=LEVEL, label="level")]
        return frame(figure, f"What each mechanism adds: {Path(explanation['scenario']).stem}", "", note, handles)


def _panel(panel: Axes, explanation: Mapping, measure: str) -> None:
    level = explanation["without_any"][measure]
    panel.barh(0, level, color=LEVEL, height=0.6)
    for row, step in enumerate(explanation["shapley"], start=1):
        added = step[measure]["difference"]
        panel.barh(row, added, left=level, color=RISES if added > 0 else FALLS, height=0.6)
        panel.plot([level, level], [row - 1.3, row + 0.3], color="#444444", linewidth=0.6)
        level += added
        error = step[measure]["standard_error"]
        if error:
            panel.errorbar(level, row, xerr=1.96 * error, color="#444444", linewidth=1.0, capsize=2)
    rows = len(explanation["shapley"]) + 1
    panel.plot([level, level], [rows - 1.3, rows + 0.3], color="#444444", linewidth=0.6)
    panel.barh(rows, explanation["as_it_is"][measure], color=LEVEL, height=0.6)
    panel.set_xlim(right=1.04 * panel.get_xlim()[1])
    panel.set_xlabel(MEASURES[measure])
