"""Reads and draws the result files of Wedge. Nothing here computes a model: it only shows what a file holds."""

from .attack import plot_attack_mix
from .fragility import plot_fragility
from .maps import plot_map
from .measures import plot_balance, plot_measure, plot_outcomes, plot_support, plot_wedge_effect
from .reading import CannotPlot, ResultError, load
from .report import write_report
from .sensitivity import plot_sensitivity
from .slices import axes_of
from .style import look, save
from .waterfall import plot_waterfall

__all__ = [
    "CannotPlot", "ResultError", "axes_of", "load", "look", "plot_attack_mix", "plot_balance", "plot_fragility", "plot_map",
    "plot_measure", "plot_outcomes", "plot_sensitivity", "plot_support", "plot_wedge_effect", "plot_waterfall", "save",
    "write_report",
]
