"""What a report draws, by the question that each picture answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import xarray as xr
from matplotlib.figure import Figure

from .answers import OVER_TIME, QUESTIONS
from .attack import plot_attack_mix
from .fragility import plot_fragility
from .maps import plot_map
from .measures import plot_balance, plot_measure, plot_outcomes, plot_support, plot_wedge_effect
from .phrases import has_several
from .reading import SENSITIVITY
from .sensitivity import plot_sensitivity
from .slices import At, free_axes

DETERS, PEELS, TIES, HINGES, SURE = QUESTIONS
OVERALL = ("overall_deterrence", "overall_total_loss", "coordination")  # of several adversaries together
ONE_ADVERSARY = {"attack-mix": plot_attack_mix, "wedge-effect": plot_wedge_effect, "outcomes": plot_outcomes}


@dataclass(frozen=True)
class Picture:
    """One picture of a report, not drawn yet."""

    question: str
    name: str  # of its file
    heading: str
    what: str  # one sentence
    draw: Callable[[], Figure]


@dataclass(frozen=True)
class Kind:
    """A picture of one measure, along an axis or of one point."""

    question: str
    measure: str
    heading: str
    what: str


KINDS = (
    Kind(DETERS, "overall_deterrence", "Deterrence of all", "Probability that no adversary attacks."),
    Kind(DETERS, "deterrence", "Deterrence", "Probability that the adversary stays quiet."),
    Kind(DETERS, "attack_mix", "Attack mix", "Probability of attack by target, rung and tactic."),
    Kind(DETERS, "overall_attack", "Attack by region", "Probability that some adversary attacks in the region."),
    Kind(DETERS, "outcomes", "Outcomes", "How crises end."),
    Kind(DETERS, "loss", "Loss by target", "Expected loss of each target, as a share of its stake."),
    Kind(DETERS, "overall_loss", "Loss by target to all", "Expected loss of each target to all adversaries."),
    Kind(DETERS, "deterrence_by_type", "Deterrence by type", "Probability that each type of adversary stays quiet."),
    Kind(DETERS, "welfare", "Welfare", "Expected utility of each actor."),
    Kind(PEELS, "wedge_effect", "Wedge effect", "How much support each tactic takes away from each ally."),
    Kind(PEELS, "reliability", "Reliability", "How likely each ally comes to another that is attacked: of the attacks that are made, and of all alike."),
    Kind(PEELS, "support", "Support with own resistance", "How likely each responder supports, its resistance as a victim included."),
    Kind(PEELS, "bluff", "Bluff", "Share of the live threats that are not carried out."),
    Kind(TIES, "balance", "Integration balance", "Dividend, seam and net effect of integrating each tie."),
    Kind(TIES, "dilemma", "Dilemma", "Share of the draws in which integration would pay but for the dependency, and harms with it."),
    Kind(HINGES, "overall_total_loss", "Total loss to all", "Expected loss of all targets to all adversaries."),
    Kind(HINGES, "total_loss", "Total loss", "Expected loss of all targets together."),
    Kind(HINGES, "coordination", "Coordination", "Total loss beyond the sum of what each adversary alone would cause."),
    # What campaigns record besides the measures of each round's crises.
    Kind(OVER_TIME, "attacked", "Attacked", "Share of the campaigns in which each target is attacked in the round."),
    Kind(OVER_TIME, "held", "Held", "Share of the campaigns in which each target is not lost for good by the end of the round."),
    Kind(OVER_TIME, "intact", "Intact", "Share of the campaigns in which no target is lost for good by the end of the round."),
    Kind(OVER_TIME, "fought", "Fought over", "Share of the campaigns in which an attack is fought over in the round."),
    Kind(OVER_TIME, "believed_steadfast", "Reputation", "Belief held in a region that a defender is steadfast."),
    Kind(OVER_TIME, "belief", "Beliefs about adversaries", "Belief about an adversary's type."),
    Kind(OVER_TIME, "defender_forces", "Forces", "Forces of each defender at the end of the round."),
    Kind(OVER_TIME, "adversary_forces", "Adversaries' forces", "Forces of each adversary at the end of the round."),
    Kind(OVER_TIME, "adversary_arsenal", "Arsenals", "Arsenal of each adversary at the end of the round."),
    Kind(OVER_TIME, "adversary_ranks", "Closed ranks", "Ranks that each adversary has closed with the others, at the end of the round."),
    Kind(OVER_TIME, "tie_affinity", "Affinity", "Political closeness of each tie at the end of the round."),
    Kind(OVER_TIME, "tie_integration", "Integration", "Integration of each tie at the end of the round."),
)
OF_SEVERAL = ("overall_deterrence", "overall_total_loss", "coordination", "overall_loss", "overall_attack")
OWN_PLOTS = {"attack_mix": plot_attack_mix, "outcomes": plot_outcomes, "wedge_effect": plot_wedge_effect,
             "reliability": plot_support, "balance": plot_balance}
NAMES = {"deterrence_by_type": "by-type"}  # of files
PLAIN = ("deterrence", "total_loss", "bluff", *OVERALL)  # without an axis a single dot says less than the table

LINE = "a line, where there is one, is where integration turns from dividend to seam"
MAPS = (
    Kind(DETERS, "overall_deterrence", "Deterrence of all", f"Probability that no adversary attacks; {LINE}."),
    Kind(DETERS, "deterrence", "Deterrence", f"Probability that the adversary stays quiet; {LINE}."),
    Kind(TIES, "net", "Net effect of integration", "Loss avoided by integrating each tie: blue where integration pays, red where it harms."),
    Kind(TIES, "dilemma", "Dilemma", "Share of the draws in which integration would pay but for the dependency, and harms with it."),
    Kind(HINGES, "overall_total_loss", "Total loss to all", f"Expected loss of all targets to all adversaries; {LINE}."),
    Kind(HINGES, "total_loss", "Total loss", f"Expected total loss; {LINE}."),
    Kind(HINGES, "coordination", "Coordination", f"Total loss beyond the sum of what each adversary alone would cause; {LINE}."),
    Kind(SURE, "fragile", "Fragility", "Share of the draws in which the alliance has more than one equilibrium."),
)


def pictures(ds: xr.Dataset, at: At | None = None) -> list[Picture]:
    """What a report draws: maps over every pair of free axes, then lines along each of them; by question."""
    free = free_axes(ds, at)
    out = [picture for pair in combinations(free, 2) for picture in _maps(ds, pair, at)]
    out += [picture for axis in free or [None] for picture in _along(ds, axis, at)]
    if len(free) < 2:
        kind = MAPS[-1]
        out.append(Picture(SURE, "-".join(["fragility", *free]), kind.heading + _along_text(*free), kind.what,
                           lambda: plot_fragility(ds, at=at)))
    out += [Picture(HINGES, f"sensitivity-{measure}".replace("_", "-"), f"Sensitivity of {measure.replace('_', ' ')}",
                    "How far each uncertain key moves it." if _has(ds, measure, "mu_star") else
                    "Share of its variance that each uncertain key answers for.", lambda measure=measure: plot_sensitivity(ds, measure))
            for measure in ("total_loss", "deterrence", *OVERALL) if _has(ds, measure, "total") or _has(ds, measure, "mu_star")]
    order = [*QUESTIONS, OVER_TIME]
    return sorted(out, key=lambda picture: order.index(picture.question))


def _has(ds: xr.Dataset, measure: str, kind: str) -> bool:
    name = f"{SENSITIVITY}{measure}_{kind}"
    return name in ds and ds[name].dims == ("parameter",)


def _along_text(axis: str | None = None) -> str:
    return f" along {axis}" if axis else ""


def _maps(ds: xr.Dataset, pair: tuple[str, str], at: At | None) -> Iterator[Picture]:
    for kind in MAPS:
        if kind.measure in OVERALL and kind.measure not in ds:
            continue
        name = "fragility" if kind.measure == "fragile" else kind.measure
        draw = (lambda: plot_fragility(ds, axes=pair, at=at)) if kind.measure == "fragile" else \
            lambda m=kind.measure: plot_map(ds, m, axes=pair, at=at)
        yield Picture(kind.question, f"map-{name}-{'-'.join(pair)}".replace("_", "-"), f"{kind.heading} over {pair[0]} and {pair[1]}",
                      kind.what, draw)


def _along(ds: xr.Dataset, axis: str | None, at: At | None) -> Iterator[Picture]:
    for kind in KINDS:
        optional = kind.measure in OF_SEVERAL or kind.question == OVER_TIME
        if optional and kind.measure not in ds or axis is None and kind.measure in PLAIN:
            continue
        name = NAMES.get(kind.measure, kind.measure.replace("_", "-"))
        plot = OWN_PLOTS.get(kind.measure)
        suffix, heading = f"-{axis}" if axis else "", kind.heading + _along_text(axis)
        if name in ONE_ADVERSARY and has_several(ds):  # there is room for one adversary's labels only
            for who in ds["adversary"].values:
                yield Picture(kind.question, f"{name}-{who}{suffix}", f"{kind.heading}: {who}{_along_text(axis)}", kind.what,
                              lambda plot=plot, who=who: plot(ds, axis, {**(at or {}), "adversary": who}))
        elif plot:
            yield Picture(kind.question, name + suffix, heading, kind.what, lambda plot=plot: plot(ds, axis, at))
        else:
            yield Picture(kind.question, name + suffix, heading, kind.what, lambda m=kind.measure: plot_measure(ds, m, axis, at))
