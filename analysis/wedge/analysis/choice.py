"""What an optimisation has chosen: each lever between its bounds, and what each cost buys."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from .reading import read_printed
from .style import COLOURS, GREY, RC, frame, new_figure
from .text import plain

CHOSEN, NOW = COLOURS[1], "#444444"
AIMS = {"loss": "expected loss (stakes)", "quantile": "quantile of the loss (stakes)",
        "tail": "mean of the worst losses (stakes)", "regret": "largest regret (stakes)", "cost": "cost"}


def read_optimum(path: str | Path) -> dict:
    """What `wedge optimise --format json` printed."""
    return read_printed(path, "optimise", "optimisation", ("levers", "minimise", "front", "optimism"))


def plot_optimum(optimum: Mapping) -> Figure:
    """A row for each lever; beside it the front, if there is one."""
    levers, front = optimum["levers"], optimum["front"]
    with matplotlib.rc_context(RC):
        figure, panels = new_figure(8.6 if front else 6.0, max(1.2 + 0.35 * len(levers), 2.6 if front else 0.0), 1,
                                    2 if front else 1)
        _levers(panels.flat[0], levers)
        if front:
            _front(panels.flat[1], front, AIMS[optimum["minimise"]])
        note = (f"On {optimum['draws']} draws; each lever runs from its lower bound to its upper one. Of what the search promises "
                f"fresh draws take {optimum['optimism']:.4f} ± {optimum['optimism_standard_error']:.4f}.")
        handles = [Line2D([], [], color=NOW, marker="|", linestyle="", markersize=10, label="now"),
                   Line2D([], [], color=CHOSEN, marker="o", linestyle="", label="chosen")]
        title = f"The least {AIMS[optimum['minimise']].split(' (')[0]}: {Path(optimum['scenario']).stem}"
        return frame(figure, title, f"cost {optimum['cost']:.3g}", note, handles)


def _levers(panel: Axes, levers: list[Mapping]) -> None:
    for row, lever in enumerate(levers):
        low, run = lever["low"], lever["high"] - lever["low"]
        panel.barh(row, 1.0, color=GREY, height=0.25)
        panel.plot((lever["now"] - low) / run, row, color=NOW, marker="|", markersize=12, clip_on=False)
        panel.plot((lever["value"] - low) / run, row, color=CHOSEN, marker="o", clip_on=False)
        panel.annotate(f"{lever['value']:.3g}", ((lever["value"] - low) / run, row), (0, 7), textcoords="offset points", ha="center")
    panel.set_yticks(range(len(levers)), [plain(lever["key"]) for lever in levers])
    panel.set_ylim(len(levers) - 0.5, -0.7)
    panel.set_xticks([0.0, 1.0], ["lowest", "highest"])


def _front(panel: Axes, front: list[Mapping], aim: str) -> None:
    panel.plot([point["cost"] for point in front], [point["aim"] for point in front], color=CHOSEN, marker="o", clip_on=False)
    panel.set_xlabel("cost")
    panel.set_ylabel(aim)
    panel.set_ylim(bottom=0.0)
