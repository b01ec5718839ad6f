"""Pictures of measures along one axis (dots where a result has no axis)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from .categories import labels_of
from .panels import YES_OR_NO, Row, Series, combinations, dots, label_dims, lines
from .reading import CannotPlot
from .slices import At, Slice, axis_to_draw, cut, need, one_adversary
from .style import COLOURS
from .text import capital, sign_changes, title_of

OUTCOMES = ("war", "conceded", "desisted", "late", "executed")


def _draw(ds: xr.Dataset, series: Sequence[Series], title: str, along: str | None, at: At | None, note: str = "") -> Figure:
    axis = axis_to_draw(ds, along, at)
    part = cut(ds, [axis] if axis else [], at)
    measures = [s.measure for s in series]
    need(part.ds, *measures)
    if axis:
        return lines(part, series, title, note)
    dims = label_dims(part.ds, measures[0])
    some, _ = combinations(part.ds, measures, dims)
    rows = [Row(" · ".join(where.values()) or capital(measures[0].replace("_", " ")), where, tuple(series)) for where in some]
    return dots(part, rows, series, title, note)


def plot_measure(ds: xr.Dataset, measure: str = "deterrence", along: str | None = None, at: At | None = None) -> Figure:
    """One measure along an axis: estimate, ±1.96 standard errors, 5–95% of the draws; a panel for every label.

    `along`: the axis, by default the first. `at`: values to hold the other axes at (default: the middle) and
    labels to pick, such as {"arsenal": 1.5, "target": "rok"}.
    """
    need(ds, measure)
    return _draw(ds, [Series(measure, range=measure not in YES_OR_NO)], title_of(ds, measure), along, at)


def plot_outcomes(ds: xr.Dataset, along: str | None = None, at: At | None = None) -> Figure:
    """How crises end: war, concession, backing down, too late, threats carried out."""
    axis = axis_to_draw(ds, along, at)
    names = OUTCOMES if axis else ("deterrence", *OUTCOMES, "bluff")
    measures = [m for m in names if m in ds and bool(np.isfinite(ds[m]).any())]
    if not measures:
        raise CannotPlot("The file holds none of " + ", ".join(names) + ".")
    title, note = "How crises end", "All of them carry the probability of an attack."
    one_adversary(cut(ds, [axis] if axis else [], at), title)
    if axis is None:
        note = "Live threats not carried out are a share of the live threats; the others are probabilities."
        part = cut(ds, [], at)
        rows = [Row(title_of(ds, m).partition(":")[0], {}, (Series(m),)) for m in measures]
        return dots(part, rows, [Series(measures[0])], title, note)
    return lines(_stacked(cut(ds, [axis], at), measures), [Series("outcome")], title, note)


def _stacked(part: Slice, measures: Sequence[str]) -> Slice:
    """Several measures as one with a label dimension, so that they share panels."""
    names = np.array([title_of(part.ds, m) for m in measures], dtype=object)
    kept = part.ds.drop_dims([d for d in part.ds.dims if d not in (*part.shown, "quantile")])
    stacked = {}
    for suffix in ("", "_se", "_quantile"):
        if all(m + suffix in kept for m in measures):
            stacked["outcome" + suffix] = xr.concat([kept[m + suffix] for m in measures], dim="measure",
                                                    combine_attrs="drop_conflicts", coords="minimal", compat="override")
    ds = kept.assign(stacked).assign_coords(measure=names)
    ds["outcome"].attrs["units"] = "probability"
    return Slice(ds, part.shown, part.fixed, part.labels, part.middle)


def plot_support(ds: xr.Dataset, along: str | None = None, at: At | None = None) -> Figure:
    """Support by responder given an attack, beside its latent reliability: the gap is the selection effect."""
    observed = next((m for m in ("support", "reliability_observed") if m in ds), None)
    if observed is None:
        raise CannotPlot("The file holds neither support nor reliability_observed.")
    series, note = [Series(observed, "as attacks happen")], ""
    if "reliability_latent" in ds and bool(np.isfinite(ds["reliability_latent"]).any()):
        series.append(Series("reliability_latent", "over all attacks alike, no wedge", COLOURS[1], "--", range=False))
        note = "The gap between the lines is what the adversary's choice of attack and its wedge do."
    return _draw(ds, series, "Support by responder, given an attack", along, at, note)


def plot_wedge_effect(ds: xr.Dataset, along: str | None = None, at: At | None = None,
                      measure: str = "wedge_effect") -> Figure:
    """Support that each tactic takes away from each responder (rows: tactics, columns: responders)."""
    need(ds, measure)
    one_adversary(cut(ds, [], at), title_of(ds, measure))
    return _draw(ds, [Series(measure, "support lost to the tactic")], title_of(ds, measure), along, at,
                 "Above zero the tactic peels the responder off; below zero it backfires.")


def plot_balance(ds: xr.Dataset, along: str | None = None, at: At | None = None) -> Figure:
    """The integration balance of each tie: dividend, seam, and net = dividend − seam."""
    need(ds, "dividend", "seam", "net")
    series = [Series("dividend", "dividend", COLOURS[2], "--", range=False),
              Series("seam", "seam", COLOURS[1], ":", range=False), Series("net", "net = dividend − seam")]
    return _draw(ds, series, "Integration balance by tie: loss avoided by integrating", along, at,
                 _turning_points(ds, along, at) + "Above zero, integrating lowers the expected loss.")


def _turning_points(ds: xr.Dataset, along: str | None, at: At | None) -> str:
    axis = axis_to_draw(ds, along, at)
    if axis is None or labels_of(ds, axis):
        return ""
    part = cut(ds, [axis], at).ds
    if part["net"].dims != (axis, "tie"):
        return ""
    found = []
    for tie in part["tie"].values:
        net = part["net"].sel(tie=tie).values
        error = part["net_se"].sel(tie=tie).values if "net_se" in part else np.zeros_like(net)
        if changes := sign_changes(part[axis].values, net, error):
            found.append(f"{tie} {' and '.join(changes)}")
    return f"Net changes sign: {'; '.join(found)}. " if found else "Net changes sign for no tie. "
