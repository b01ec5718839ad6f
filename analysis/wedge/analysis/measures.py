"""Pictures of measures along one axis (dots where a result has no axis)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from .categories import labels_of
from .material import NONE, RULE, counts, net_counts, turns
from .panels import Row, Series, combinations, dots, is_event, label_dims, lines
from .reading import CannotPlot
from .slices import At, Slice, axis_to_draw, cut, need, one_adversary
from .style import COLOURS
from .text import name_of, title_of, value_label

def _of_matter(ds: xr.Dataset) -> xr.Dataset:
    """The result without the dilemmas of ties where their net does not count."""
    ties = [net_counts(ds, str(t)) for t in ds["tie"].values] if "tie" in ds["net"].dims else [net_counts(ds)]
    counted = xr.concat(ties, dim="tie") if "tie" in ds["net"].dims else ties[0]
    return ds.assign(dilemma=ds["dilemma"].where(counted).transpose(*ds["dilemma"].dims).assign_attrs(ds["dilemma"].attrs))


OUTCOMES = ("war", "conceded", "desisted", "late", "executed")


def _draw(ds: xr.Dataset, series: Sequence[Series], title: str, along: str | None, at: At | None, note: str = "",
          label: str = "") -> Figure:
    axis = axis_to_draw(ds, along, at)
    part = cut(ds, [axis] if axis else [], at)
    measures = [s.measure for s in series]
    need(part.ds, *measures)
    if axis:
        return lines(part, series, title, note, ylabel=label)
    dims = label_dims(part.ds, measures[0])
    some, _ = combinations(part.ds, measures, dims)
    rows = [Row(" · ".join(where.values()) or name_of(ds, measures[0]), where, tuple(series)) for where in some]
    return dots(part, rows, series, title, note, label)


def plot_measure(ds: xr.Dataset, measure: str = "deterrence", along: str | None = None, at: At | None = None) -> Figure:
    """One measure along an axis: mean, ±1.96 standard errors, median and 5–95% of the draws; a panel for every label.

    `along`: the axis, by default the first. `at`: values to hold the other axes at (default: the middle) and
    labels to pick, such as {"arsenal": 1.5, "target": "rok"}.
    """
    need(ds, measure)
    note = "It happens in a draw or does not: shown is its share of the draws." if is_event(measure) else ""
    if measure == "dilemma" and "net" in ds:
        ds, note = _of_matter(ds), f"{note} Left out where net {NONE} ({RULE})."
        if not bool(np.isfinite(ds[measure]).any()):
            raise CannotPlot(f"Net {NONE} anywhere ({RULE}).")
    return _draw(ds, [Series(measure)], title_of(ds, measure), along, at, note)


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
        return dots(part, rows, [Series(measures[0])], title, note, "Probability")
    return lines(_stacked(cut(ds, [axis], at), measures), [Series("outcome")], title, note, ylabel="Probability of this end")


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
    """Support of each ally for others that are attacked, as attacks happen, beside that over all attacks alike: the gap is the
    selection effect. A victim's own resistance is in neither."""
    need(ds, "reliability_observed")
    series, note = [Series("reliability_observed", "as attacks happen")], "A victim's own resistance is left out."
    if "reliability_latent" in ds and bool(np.isfinite(ds["reliability_latent"]).any()):
        series.append(Series("reliability_latent", "over all attacks alike, without tactics", COLOURS[1], "--", range=False))
        note += " The gap between the two is what the adversary's choice of attack and its tactics do."
    return _draw(ds, series, "Support of each ally for another that is attacked", along, at, note)


GERUNDS = {"threaten": "threats", "squeeze": "squeezing", "court": "courting"}


def tactic_word(tactic: str) -> str:
    """'threats', 'courting': what a tactic is called in a sentence."""
    return GERUNDS.get(tactic, tactic)


def plot_wedge_effect(ds: xr.Dataset, along: str | None = None, at: At | None = None,
                      measure: str = "wedge_effect") -> Figure:
    """Support that attacks with a tactic take away from each ally, compared with the same attacks without; only what counts is
    drawn. Along an axis: a panel a tactic, a line an ally."""
    need(ds, measure)
    axis = axis_to_draw(ds, along, at)
    part = cut(ds, [axis] if axis else [], at)
    need(part.ds, measure)
    one_adversary(part, title_of(ds, measure))
    if label_dims(part.ds, measure, part.shown) != ["tactic", "defender"]:
        return _draw(ds, [Series(measure)], title_of(ds, measure), along, at, WEDGE_NOTE)
    some, idle = counted(part, measure)
    title = "Whom tactics peel off: support lost, compared with the same attack without"
    note = WEDGE_NOTE + (f" Left out, for it makes no difference that counts ({RULE}): {idle}." if idle else "")
    label = f"{value_label(part.ds, measure)}"
    if axis is None:
        rows = [Row(f"{who}, by {tactic_word(tactic)}", {"tactic": tactic, "defender": who}, (Series(measure),)) for tactic, who in some]
        rows.sort(key=lambda row: -float(part.ds[measure].sel(row.where)))
        return dots(part, rows, [Series(measure)], title, note, label)
    whose = [who for who in part.ds["defender"].values if any(w == who for _, w in some)]
    inner = [({"defender": who}, Series(measure, who, COLOURS[i % len(COLOURS)], range=False)) for i, who in enumerate(whose)]
    tactics = [t for t in part.ds["tactic"].values if any(tactic == t for tactic, _ in some)]
    shown = Slice(part.ds.sel(tactic=tactics), part.shown, part.fixed, part.labels, part.middle)
    return lines(shown, [Series(measure)], title, note, inner, label, {t: f"by {tactic_word(t)}" for t in tactics})


WEDGE_NOTE = "Above zero the tactic peels the ally off; below zero it backfires."


def counted(part: Slice, measure: str = "wedge_effect") -> tuple[list[tuple[str, str]], str]:
    """The tactics and allies whose wedge effect counts somewhere; the others, in words. CannotPlot if there are none."""
    largest = float(np.nanmax(np.abs(part.ds[measure].values)))
    some, idle = [], {}
    for tactic in part.ds["tactic"].values:
        for who in part.ds["defender"].values:
            value = part.ds[measure].sel(tactic=tactic, defender=who)
            if not np.isfinite(value).any():
                continue
            error = part.ds[f"{measure}_se"].sel(tactic=tactic, defender=who).values if f"{measure}_se" in part.ds else None
            if counts(value.values, error, largest).any():
                some.append((str(tactic), str(who)))
            elif tactic != "none":
                idle.setdefault(tactic_word(str(tactic)), []).append(str(who))
    words = "; ".join(f"{tactic} of {', '.join(who)}" for tactic, who in idle.items())
    if not some:
        raise CannotPlot(f"No tactic takes support that counts from anybody ({RULE}).")
    return some, words


def plot_balance(ds: xr.Dataset, along: str | None = None, at: At | None = None) -> Figure:
    """The integration balance of each tie for which it counts: dividend, seam, and net = dividend − seam."""
    need(ds, "dividend", "seam", "net")
    ds, idle = _ties_of_matter(ds, along, at)
    series = [Series("dividend", "dividend", COLOURS[2], "--", range=False),
              Series("seam", "seam", COLOURS[1], ":", range=False), Series("net", "net = dividend − seam")]
    note = " ".join(filter(None, (
        _turning_points(ds, along, at), "Above zero, integrating lowers the expected loss.",
        f"Left out, for integrating {'it' if len(idle) == 1 else 'them'} {NONE} ({RULE}): {', '.join(idle)}." if idle else "")))
    return _draw(ds, series, "Integration balance by tie: expected loss saved by integrating", along, at, note,
                 "Expected loss saved (stakes)")


def _ties_of_matter(ds: xr.Dataset, along: str | None, at: At | None) -> tuple[xr.Dataset, list[str]]:
    """The result without the ties of which nothing counts in what is drawn, and their names; whole if nothing does of any."""
    axis = axis_to_draw(ds, along, at)
    part = cut(ds, [axis] if axis else [], at).ds
    if "tie" not in part["net"].dims:
        return ds, []
    measures = ("dividend", "seam", "net")
    largest = max(float(np.nanmax(np.abs(part[m].values), initial=0.0)) for m in measures)
    error = lambda m, t: part[f"{m}_se"].sel(tie=t).values if f"{m}_se" in part else None  # noqa: E731
    ties = [str(t) for t in part["tie"].values if bool(np.isfinite(part["net"].sel(tie=t)).any())]
    matter = [t for t in ties if any(counts(part[m].sel(tie=t).values, error(m, t), largest).any() for m in measures)]
    return (ds.sel(tie=matter), [t for t in ties if t not in matter]) if matter else (ds, [])


def _turning_points(ds: xr.Dataset, along: str | None, at: At | None) -> str:
    axis = axis_to_draw(ds, along, at)
    if axis is None or labels_of(ds, axis):
        return ""
    part = cut(ds, [axis], at).ds
    if part["net"].dims != (axis, "tie"):
        return ""
    found: dict[str, list[str]] = {}
    for tie in part["tie"].values:
        net = part["net"].sel(tie=tie)
        error = part["net_se"].sel(tie=tie).values if "net_se" in part else None
        if np.isfinite(net).any():
            found.setdefault(turns(part[axis].values, net.values, error), []).append(str(tie))
    says = "; ".join(f"{', '.join(ties)} {what}" for what, ties in found.items())
    return f"Along {axis}, integrating {says} (that is, {RULE})." if NONE in says else f"Along {axis}, integrating {says}."
