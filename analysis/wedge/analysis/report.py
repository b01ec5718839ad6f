"""All the pictures that apply to a result, and a page that shows them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import xarray as xr
from matplotlib.figure import Figure

from .attack import plot_attack_mix
from .fragility import plot_fragility
from .maps import plot_map
from .measures import plot_balance, plot_measure, plot_outcomes, plot_support, plot_wedge_effect
from .page import Shown, page
from .reading import SENSITIVITY, CannotPlot, ResultError
from .sensitivity import plot_sensitivity
from .slices import At, axes_of, cut, free_axes
from .style import save

MAPPED = ("deterrence", "total_loss", "net", "dilemma")
OVERALL = ("overall_deterrence", "overall_total_loss", "coordination")  # of several adversaries together


HEADINGS = {"overall_deterrence": "Deterrence of all", "overall_total_loss": "Total loss to all",
            "coordination": "Coordination"}
_OVERALL_WHAT = {
    "overall_deterrence": "Probability that no adversary attacks",
    "overall_total_loss": "Expected loss of all targets to all adversaries",
    "coordination": "Total loss beyond the sum of what each adversary alone would cause",
}
ONE_ADVERSARY = {"attack-mix": plot_attack_mix, "wedge-effect": plot_wedge_effect, "outcomes": plot_outcomes}


@dataclass(frozen=True)
class Picture:
    """One picture of a report, not drawn yet."""

    name: str  # of its file
    heading: str
    what: str  # one sentence
    draw: Callable[[], Figure]


def pictures(ds: xr.Dataset, at: At | None = None) -> list[Picture]:
    """What a report draws: maps over every pair of free axes, then lines along each of them."""
    free = free_axes(ds, at)
    out = []
    for pair in combinations(free, 2):
        out += _maps(ds, pair, at)
    for axis in free or [None]:
        out += _along(ds, axis, at)
    if len(free) < 2:
        out.append(Picture("-".join(["fragility", *free]), "Fragility" + _along_text(*free),
                           "Share of the draws in which the alliance has more than one equilibrium.",
                           lambda: plot_fragility(ds, at=at)))
    return out + [Picture(f"sensitivity-{measure}".replace("_", "-"), f"Sensitivity of {measure.replace('_', ' ')}",
                          "How far each uncertain key moves it." if _has(ds, measure, "mu_star")
                          else "Share of its variance that each uncertain key answers for.",
                          lambda measure=measure: plot_sensitivity(ds, measure))
                  for measure in ("total_loss", "deterrence", *OVERALL) 
                  if _has(ds, measure, "total") or _has(ds, measure, "mu_star")]


def _has(ds: xr.Dataset, measure: str, kind: str) -> bool:
    name = f"{SENSITIVITY}{measure}_{kind}"
    return name in ds and ds[name].dims == ("parameter",)


# What campaigns record besides the measures of each round's crises.
OVER_TIME = (
    ("held", "Stakes held", "Share of its stake that each target still holds at the end of the round."),
    ("believed_steadfast", "Reputation", "Belief held in a region that a defender is steadfast."),
    ("belief", "Beliefs about adversaries", "Belief about an adversary's type."),
    ("defender_forces", "Forces", "Forces of each defender at the end of the round."),
    ("adversary_forces", "Adversaries' forces", "Forces of each adversary at the end of the round."),
    ("adversary_arsenal", "Arsenals", "Arsenal of each adversary at the end of the round."),
    ("adversary_ranks", "Closed ranks", "Ranks that each adversary has closed with the others, at the end of the round."),
    ("tie_affinity", "Affinity", "Political closeness of each tie at the end of the round."),
    ("tie_integration", "Integration", "Integration of each tie at the end of the round."),
)


def _along_text(axis: str | None = None) -> str:
    return f" along {axis}" if axis else ""


def _maps(ds: xr.Dataset, pair: tuple[str, str], at: At | None) -> list[Picture]:
    where, suffix = f" over {pair[0]} and {pair[1]}", "-".join(pair)
    line = "a line, where there is one, is where integration turns from dividend to seam"
    what = {
        "deterrence": f"Probability that the adversary stays quiet; {line}.",
        "total_loss": f"Expected total loss; {line}.",
        "net": "Loss avoided by integrating each tie: blue where integration pays, red where it harms.",
        "dilemma": "Share of the draws in which integration would pay but for the dependency, and harms with it.",
    }
    heads = {"deterrence": "Deterrence", "total_loss": "Total loss", "net": "Net effect of integration", "dilemma": "Dilemma",
             **HEADINGS}
    what |= {m: f"{_OVERALL_WHAT[m]}; {line}." for m in OVERALL}
    out = [Picture(f"map-{m}-{suffix}".replace("_", "-"), heads[m] + where, what[m],
                   lambda m=m: plot_map(ds, m, axes=pair, at=at)) for m in (*_overall(ds), *MAPPED)]
    out.append(Picture(f"map-fragility-{suffix}", "Fragility" + where,
                       "Share of the draws in which the alliance has more than one equilibrium.",
                       lambda: plot_fragility(ds, axes=pair, at=at)))
    return out


def _along(ds: xr.Dataset, axis: str | None, at: At | None) -> list[Picture]:
    where, suffix = _along_text(axis), f"-{axis}" if axis else ""
    of = lambda measure: lambda: plot_measure(ds, measure, axis, at)  # noqa: E731
    rows = [
        ("deterrence", "Deterrence", "Probability that the adversary stays quiet.", of("deterrence")),
        ("total-loss", "Total loss", "Expected loss of all targets together.", of("total_loss")),
        ("balance", "Integration balance", "Dividend, seam and net effect of integrating each tie.",
         lambda: plot_balance(ds, axis, at)),
        ("dilemma", "Dilemma", "Share of the draws in which integration would pay but for the dependency, and harms with it.",
         of("dilemma")),
        ("attack-mix", "Attack mix", "Probability of attack by wedge tactic and by rung.",
         lambda: plot_attack_mix(ds, axis, at)),
        ("support", "Support", "Probability that each responder supports, given an attack.",
         lambda: plot_support(ds, axis, at)),
        ("wedge-effect", "Wedge effect", "How much support each tactic takes away from each responder.",
         lambda: plot_wedge_effect(ds, axis, at)),
        ("outcomes", "Outcomes", "How crises end.", lambda: plot_outcomes(ds, axis, at)),
        ("loss", "Loss by target", "Expected loss of each target.", of("loss")),
        ("by-type", "Deterrence by type", "Probability that each type of adversary stays quiet.", of("deterrence_by_type")),
        ("bluff", "Bluff", "Share of the live threats that are not carried out.", of("bluff")),
        ("welfare", "Welfare", "Expected utility of each actor.", of("welfare")),
    ]
    rows = [(m.replace("_", "-"), HEADINGS[m], _OVERALL_WHAT[m] + ".", of(m)) for m in _overall(ds)] + rows
    if "overall_loss" in ds:
        rows += [("overall-loss", "Loss by target to all", "Expected loss of each target to all adversaries.",
                  of("overall_loss")),
                 ("overall-attack", "Attack by region", "Probability that some adversary attacks in the region.",
                  of("overall_attack"))]
    rows += [(m.replace("_", "-"), heading, what, of(m)) for m, heading, what in OVER_TIME if m in ds.data_vars]
    rows = [row for whole in rows for row in _by_adversary(ds, whole, axis, at)]
    if axis is None:  # a single dot says less than the page's table
        plain = ("deterrence", "total-loss", "bluff", *(m.replace("_", "-") for m in OVERALL))
        rows = [row for row in rows if row[0] not in plain]
    return [Picture(name + suffix, heading + where, what, draw) for name, heading, what, draw in rows]


def _overall(ds: xr.Dataset) -> list[str]:
    return [m for m in OVERALL if m in ds]


def _by_adversary(ds: xr.Dataset, row: tuple, axis: str | None, at: At | None) -> list[tuple]:
    """A picture that has room for one adversary's labels only, once for each."""
    name, heading, what, _ = row
    if name not in ONE_ADVERSARY or "adversary" not in ds.dims:
        return [row]
    draw = ONE_ADVERSARY[name]
    return [(f"{name}-{who}", f"{heading}: {who}", what, lambda who=who: draw(ds, axis, {**(at or {}), "adversary": who}))
            for who in ds["adversary"].values]


def write_report(ds: xr.Dataset, folder: str | os.PathLike, format: str = "svg", at: At | None = None) -> list[Path]:
    """Writes every picture that applies and `index.html`; returns the files, the page last.

    `at` holds axes: they are not drawn along. The others are, each with the rest at the middle.
    """
    if labels := set(at or {}) - set(axes_of(ds)):
        raise ResultError(f"{', '.join(sorted(labels))}: not an axis of this result, "
                          f"whose axes are: {', '.join(axes_of(ds)) or 'none'}")
    cut(ds, free_axes(ds, at), at)  # refuses a wrong value before anything is written
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files, shown, skipped = [], [], {}
    for picture in pictures(ds, at):
        try:
            figure = picture.draw()
        except CannotPlot as reason:
            skipped.setdefault(str(reason), []).append(picture.heading)
            continue
        files.append(save(figure, folder / f"{picture.name}.{format}"))
        shown.append(Shown.of(figure, files[-1], picture.heading, picture.what))
    index = folder / "index.html"
    index.write_text(page(ds, shown, skipped, at), encoding="utf-8")
    return [*files, index]
