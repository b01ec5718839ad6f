"""Which uncertain key matters how much for a measure: Sobol' indices or elementary effects as bars."""

from __future__ import annotations

import math

import matplotlib
import numpy as np
import xarray as xr
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from .panels import name_rows
from .reading import SENSITIVITY, CannotPlot, ResultError
from .style import COLOURS, RC, frame, new_figure, points
from .text import title_of, value_label

KNOWN = 0.1  # an index with a larger standard error is not known yet (docs/results.md)
QUANTILE = 2.13  # of Student's t with 15 degrees of freedom, for the errors come from 16 batches: 95%
MOST = 12  # parameters
KINDS = (("first", "by itself (first order)", COLOURS[0]), ("total", "with others (total)", COLOURS[1]))


def indices(ds: xr.Dataset, measure: str) -> xr.Dataset:
    """`first`, `total` and their standard errors of a measure that is one number, over `parameter`."""
    if f"{SENSITIVITY}{measure}_total" not in ds:
        raise CannotPlot(f"The file holds no sensitivity of {measure}; `wedge run --sensitivity` stores it.")
    found = xr.Dataset({f"{kind}{end}": ds[f"{SENSITIVITY}{measure}_{kind}{end}"] for kind, _, _ in KINDS for end in ("", "_se")})
    if found["total"].dims != ("parameter",):
        raise ResultError(f"{measure}: has labels; a picture of sensitivity is of one number")
    if not bool(np.isfinite(found["total"]).any()):
        raise CannotPlot(f"{title_of(ds, measure)} does not vary, or has no number.")
    return found


def draws_to_know(error: float, draws: int) -> int:
    """How many draws would make an index known, as errors fall with the root of their number: two digits, rounded up."""
    needed = draws * (error / KNOWN) ** 2
    unit = 10.0 ** max(math.floor(math.log10(needed)) - 1, 0)
    return round(math.ceil(needed / unit) * unit)


def plot_effects(ds: xr.Dataset, measure: str = "total_loss") -> Figure:
    """Morris's elementary effects of a measure: mean size with its 95% interval, and beside it how far they spread."""
    names = {kind: f"{SENSITIVITY}{measure}_{kind}" for kind in ("mu_star", "mu_star_se", "mu", "sigma")}
    if names["mu_star"] not in ds:
        raise CannotPlot(f"The file holds no elementary effects of {measure}; `wedge run --sensitivity morris` stores them.")
    found = xr.Dataset({kind: ds[name] for kind, name in names.items()})
    if found["mu_star"].dims != ("parameter",):
        raise ResultError(f"{measure}: has labels; a picture of sensitivity is of one number")
    found = found.dropna("parameter", subset=["mu_star"]).sortby("mu_star", ascending=False)
    if not bool((found["mu_star"] > 0).any()):
        raise CannotPlot(f"{title_of(ds, measure)} does not vary, or has no number.")
    shown = found.isel(parameter=slice(MOST))
    with matplotlib.rc_context(RC):
        figure, panels = new_figure(6.8, max(1.5, 0.5 + 0.34 * shown.sizes["parameter"]))
        axes, rows = panels[0, 0], np.arange(shown.sizes["parameter"])
        signs = np.sign(shown["mu"].values)
        colours = [COLOURS[1] if s > 0 else COLOURS[0] if s < 0 else "#777777" for s in np.nan_to_num(signs)]
        axes.barh(rows, shown["mu_star"].values, height=0.6, color=colours, alpha=0.75)
        axes.errorbar(shown["mu_star"].values, rows, xerr=QUANTILE * shown["mu_star_se"].values, fmt="none",
                      ecolor="#333333", elinewidth=1.2, capsize=2)
        axes.plot(shown["sigma"].values, rows, "D", color="#333333", markerfacecolor="white", markersize=5)
        name_rows(axes, [_name(p) for p in shown["parameter"].values])
        axes.set_xlim(left=0.0)
        axes.set_xlabel(value_label(ds, measure))
        handles = [Patch(color=COLOURS[1], alpha=0.75, label="mean size of the effects (μ*), mostly upwards"),
                   Patch(color=COLOURS[0], alpha=0.75, label="mostly downwards"),
                   Line2D([], [], color="#333333", linewidth=1.2, label=f"±{QUANTILE} standard errors (95%)"),
                   Line2D([], [], color="#333333", marker="D", markerfacecolor="white", linestyle="",
                          label="their standard deviation (σ)")]
        left = found.sizes["parameter"] - MOST
        note = (f"{int(ds['n_draws'].max())} draws. An effect is the change of the measure for the whole range of the key, "
                "from a step of half of it in probability." + (f" {left} more parameters matter less." if left > 0 else ""))
        return frame(figure, f"{title_of(ds, measure)}: how far each key moves it", "", note, handles)


def plot_sensitivity(ds: xr.Dataset, measure: str = "total_loss") -> Figure:
    """First-order and total indices of a measure, largest total first, each with its 95% interval.

    An index whose standard error is above 0.1 has no bar: it is not known yet, and the note says how many draws would do.
    """
    if f"{SENSITIVITY}{measure}_mu_star" in ds:
        return plot_effects(ds, measure)
    found = indices(ds, measure).dropna("parameter", subset=["total"]).sortby("total", ascending=False)
    shown = found.isel(parameter=slice(MOST))
    with matplotlib.rc_context(RC):
        figure, panels = new_figure(6.8, max(1.5, 0.5 + 0.46 * shown.sizes["parameter"]))
        axes = panels[0, 0]
        for i, (kind, _, colour) in enumerate(KINDS):
            rows = np.arange(shown.sizes["parameter"]) + 0.38 * (i - 0.5)
            values, errors = shown[kind].values, shown[f"{kind}_se"].values
            known = errors <= KNOWN
            axes.barh(rows[known], values[known], height=0.34, color=colour, alpha=0.75)
            axes.errorbar(values[known], rows[known], xerr=QUANTILE * errors[known], fmt="none", ecolor="#333333",
                          elinewidth=1.2, capsize=2)
            for y in rows[~known]:
                axes.text(0.01, y, "not known yet", va="center", fontsize=points(8.5), color=colour)
        name_rows(axes, [_name(p) for p in shown["parameter"].values])
        axes.set_xlim(min(0.0, axes.get_xlim()[0]), max(1.0, axes.get_xlim()[1]))
        axes.axvline(0.0, color="#888888", linewidth=0.8)
        axes.set_xlabel("Share of the variance")
        handles = [Patch(color=colour, alpha=0.75, label=name) for _, name, colour in KINDS]
        handles.append(Line2D([], [], color="#333333", linewidth=1.2, label=f"±{QUANTILE} standard errors (95%)"))
        return frame(figure, f"{title_of(ds, measure)}: where its variance comes from", "", _note(ds, found), handles)


def _name(parameter: str) -> str:
    """Correlated keys, which are one parameter, by the first of them."""
    first, *others = parameter.split(", ")
    return f"{first}\nand {len(others)} with it" if others else first


def _note(ds: xr.Dataset, found: xr.Dataset) -> str:
    draws = int(ds["n_draws"].max())
    parts = [f"{draws} draws."]
    if (left := found.sizes["parameter"] - MOST) > 0:
        parts.append(f"{left} more parameters answer for less.")
    worst = max(float(found[f"{kind}_se"].max()) for kind, _, _ in KINDS)
    if worst > KNOWN:
        parts.append(f"Shares with a standard error above {KNOWN} are not known yet: about {draws_to_know(worst, draws)} "
                     "draws would do for all.")
    return " ".join(parts)
