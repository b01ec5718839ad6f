"""The five questions that one has of a study, answered in sentences with numbers and their standard errors."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import xarray as xr

from .categories import labels_of, value_name
from .material import NONE, RULE, SMALLEST, counts, turns
from .measures import tactic_word
from .phrases import adversaries, attack_words, has_several, known, listed, measured, name_of_adversary, of, pair, signed, spread
from .reading import DRAWS, SENSITIVITY
from .sensitivity import KNOWN
from .slices import At, Slice, axes_of, cut, free_axes
from .text import axis_label, has_median, name_of, number

QUESTIONS = (
    "Who deters whom, and how likely is an attack?",
    "Whom does the adversary peel off, and how?",
    "Which tie is a seam, and which pays?",
    "What does it hinge on?",
    "How sure may one be?",
)
OVER_TIME = "What changes over time?"  # of campaigns, after the five
CLEARLY = 3.0  # standard errors
MOST = 3  # of a list in a sentence


@dataclass(frozen=True)
class Answer:
    """A question and what the study says to it."""

    question: str
    sentences: tuple[str, ...]


def point_of(ds: xr.Dataset, at: At | None = None) -> Slice:
    """The point at which questions are answered: where `at` holds its axes, campaigns after their last round, other axes at the
    middle value."""
    held = dict(at or {})
    if "round" in axes_of(ds) and "round" not in held:
        held["round"] = float(ds["round"].values.max())
    return cut(ds, [], held)


def answers(ds: xr.Dataset, at: At | None = None) -> list[Answer]:
    """The five answers."""
    point = point_of(ds, at)
    says = (_deters(point), _peels(point), _ties(ds, point, at), _hinges(ds, point, at), _sure(ds, point))
    return [Answer(question, tuple(s for s in sentences if s)) for question, sentences in zip(QUESTIONS, says)]


def _own(ds: xr.Dataset, measure: str, where: dict[str, str]) -> xr.Dataset:
    return ds.sel(where) if where and "adversary" in ds[measure].dims else ds


def _deters(point: Slice) -> list[str]:
    ds, out = point.ds, []
    if known(ds, "overall_deterrence"):
        out.append(f"No adversary attacks with probability {of(ds, 'overall_deterrence')}{spread(ds, 'overall_deterrence')}.")
    for where in adversaries(ds):
        if not known(ds, "deterrence"):
            break
        one, who = _own(ds, "deterrence", where), name_of_adversary(ds, where)
        out.append(f"{'The adversary' if who == 'the adversary' else who} keeps quiet with probability {of(one, 'deterrence')}{spread(one, 'deterrence')}.")
        out.append(_by_target(one, who))
        if known(one, "deterrence_by_type") and one.sizes.get("type", 0) > 1:
            kinds = [f"{t} {of(one, 'deterrence_by_type', type=t)}" for t in one["type"].values
                     if np.isfinite(one["deterrence_by_type"].sel(type=t))]
            out.append(f"By its type: {listed(kinds)}." if len(kinds) > 1 else "")
    out += [_likeliest(ds), _campaign(ds)]
    if known(ds, "reliability_observed"):
        for where in adversaries(ds):
            one = _own(ds, "reliability_observed", where)
            come = [f"{k} comes with probability {of(one, 'reliability_observed', defender=k)}" for k in one["defender"].values
                    if np.isfinite(one["reliability_observed"].sel(defender=k))]
            come = come[:1] + [text.replace(" comes with probability", "") for text in come[1:]]
            whom = f" by {where['adversary']}" if where else ""
            out.append(f"When another is attacked{whom}, {listed(come)}." if come else "")
    return out


def _by_target(ds: xr.Dataset, who: str) -> str:
    if not known(ds, "attack_by_target"):
        return ""
    targets = [t for t in ds["target"].values if np.isfinite(ds["attack_by_target"].sel(target=t))]
    losses = known(ds, "loss")
    parts = [f"{t} with probability {of(ds, 'attack_by_target', target=t)}"
             + (f" (expected loss {of(ds, 'loss', target=t)} of its stake)" if losses else "") for t in targets]
    return f"It attacks {listed(parts)}." if parts else ""


def _likeliest(ds: xr.Dataset) -> str:
    if not known(ds, "attack_by_action"):
        return ""
    mean = ds["attack_by_action"]
    best = [i for i in np.argsort(-np.nan_to_num(mean.values), kind="stable")[:MOST] if mean.values[i] > SMALLEST]
    several = has_several(ds)
    parts = [f"{attack_words(a, several)} ({of(ds, 'attack_by_action', action=a)})" for a in mean["action"].values[best]]
    return f"Likeliest are: {'; '.join(parts)}." if parts else ""


def _campaign(ds: xr.Dataset) -> str:
    """What whole campaigns come to."""
    parts = [f"{of(ds, name)} {what}" for name, what in (("wars", "fights"), ("executions", "threats carried out")) if known(ds, name)]
    held = [f"{t} in {of(ds, 'held', target=t)}" for t in ds["target"].values] if known(ds, "held") and ds["held"].dims == ("target",) else []
    kept = f"; not lost for good by the end {listed(held)} of them" if held else ""
    return f"A campaign has {listed(parts)}{kept}." if parts else ""


def _peels(point: Slice) -> list[str]:
    ds, out = point.ds, []
    for where in adversaries(ds):
        whose = f"{where['adversary']}: " if where else ""
        out += [f"{whose if i == 0 else ''}{text}" for i, text in enumerate(filter(None, _peeled_by(ds, where)))]
    return out


def _peeled_by(ds: xr.Dataset, where: dict[str, str]) -> list[str]:
    """What one adversary's tactics do."""
    out = []
    if known(ds, "attack_by_tactic"):
        one = _own(ds, "attack_by_tactic", where)
        used = [(float(one["attack_by_tactic"].sel(tactic=t)), str(t)) for t in one["tactic"].values if t != "none"]
        used = sorted((v, t) for v, t in used if np.isfinite(v) and v >= SMALLEST)[::-1]
        parts = [f"with {tactic_word(t)} {of(one, 'attack_by_tactic', tactic=t)}" for _, t in used]
        out.append(f"Probability of attacks {listed(parts)}." if parts else "Hardly an attack comes with a tactic.")
    if known(ds, "wedge_effect"):
        out.append(_effects(_own(ds, "wedge_effect", where)))
    if known(ds, "bluff"):
        one = _own(ds, "bluff", where)
        out.append(f"Of its live threats {of(one, 'bluff')} are not carried out." if np.isfinite(one["bluff"]) else "")
    out.append(_selection(ds, where))
    return out


def _effects(ds: xr.Dataset) -> str:
    effect = ds["wedge_effect"].transpose("tactic", "defender")
    values = effect.values.astype(float)
    errors = ds["wedge_effect_se"].transpose("tactic", "defender").values if "wedge_effect_se" in ds else None
    places = [tuple(p) for p in np.argwhere(counts(values, errors))]
    places.sort(key=lambda p: -abs(values[p]))
    if not places:
        return f"No tactic takes support that counts from anybody ({RULE})."
    name = lambda p: (str(effect["defender"].values[p[1]]), str(effect["tactic"].values[p[0]]))  # noqa: E731
    text = lambda p: (lambda k, t: f"{k} by {tactic_word(t)} ({signed(*pair(ds, 'wedge_effect', tactic=t, defender=k))})")(*name(p))  # noqa: E731
    peeled, backfires = [p for p in places if values[p] > 0][:MOST], [p for p in places if values[p] < 0][:MOST]
    parts = [f"Support is taken from {listed([text(p) for p in peeled])}, compared with the same attack without" if peeled else ""]
    parts.append(f"{'it backfires with' if peeled else 'Tactics backfire with'} {listed([text(p) for p in backfires])}"
                 if backfires else "")
    return "; ".join(filter(None, parts)) + "."


def _selection(ds: xr.Dataset, where: dict[str, str]) -> str:
    if not (known(ds, "reliability_observed") and known(ds, "reliability_latent")):
        return ""
    one = _own(ds, "reliability_observed", where)
    gaps = []
    for k in one["defender"].values:
        (seen, e), (latent, f) = (pair(one, m, defender=k) for m in ("reliability_observed", "reliability_latent"))
        error = math.hypot(e, f)
        if math.isfinite(seen - latent) and bool(counts(np.array([latent - seen]), np.array([error]))[0]):
            gaps.append((abs(latent - seen), f"{k} comes to {seen:.3f} of those that are made, against {latent:.3f} of all alike"))
    gaps.sort(reverse=True)
    return f"It attacks where support is weak: {'; '.join(text for _, text in gaps[:MOST])}." if gaps and _weaker(one) else ""


def _weaker(ds: xr.Dataset) -> bool:
    gap = (ds["reliability_latent"] - ds["reliability_observed"]).values.astype(float)
    return bool(np.nansum(gap) > 0)


def _ties(ds: xr.Dataset, point: Slice, at: At | None) -> list[str]:
    one = point.ds
    if not all(known(one, m) for m in ("net", "dividend", "seam")) or one["net"].dims != ("tie",):
        return [_over_rounds(ds, point), "Campaigns have no balances of ties: those of their single crises are in a study without "
                "`--campaigns`."] if "round" in axes_of(ds) else ["The file holds no balances of ties (`wedge run --balance all` stores them)."]
    ties = [str(t) for t in one["tie"].values if np.isfinite(one["net"].sel(tie=t))]
    matter = {t: bool(counts(*(np.array([v]) for v in pair(one, "net", tie=t)))[0]) for t in ties}
    text = lambda t: (f"{t} (net {signed(*pair(one, 'net', tie=t))} of a stake: dividend {of(one, 'dividend', tie=t)}, "  # noqa: E731
                      f"seam {of(one, 'seam', tie=t)})")
    net = {t: float(one["net"].sel(tie=t)) for t in ties}
    pays, seams = ([text(t) for t in sorted(ties, key=lambda t: -abs(net[t])) if matter[t] and (net[t] > 0) == side] for side in (True, False))
    idle = [t for t in ties if not matter[t]]
    out = [f"A seam, for integrating it costs more by dependency than it saves: {listed(seams)}." if seams else "",
           f"Integration pays for {listed(pays)}." if pays else "",
           f"It {NONE} for {listed(idle)} ({RULE})." if idle else ""]
    if seams and known(one, "dilemma"):
        shares = [f"{t} in {of(one, 'dilemma', tie=t)}" for t in ties if matter[t] and net[t] < 0]
        out.append(f"A dilemma, with a dividend that dependency turns, is {listed(shares)} of the draws.")
    for axis in free_axes(ds, at):
        if not labels_of(ds, axis):
            out.append(_turns(ds, axis, point, ties))
    return out


def _over_rounds(ds: xr.Dataset, point: Slice) -> str:
    """How ties change over the rounds of campaigns, where that counts."""
    if "tie_integration" not in ds or ds["tie_integration"].dims[-1] != "tie":
        return ""
    line = cut(ds, ["round"], _others(ds, point, "round")).ds
    parts = []
    for tie in line["tie"].values:
        for measure, what in (("tie_integration", "integration"), ("tie_affinity", "affinity")):
            first, last = (pair(line.isel(round=i), measure, tie=tie) for i in (0, -1))
            if bool(counts(np.array([last[0] - first[0]]), np.array([math.hypot(first[1], last[1])]))[0]):
                parts.append(f"the {what} of {tie} from {measured(*first)} to {measured(*last)}")
    return f"From the first round to the last there change {listed(parts)}." if parts else "No tie changes by more than its errors."


def _turns(ds: xr.Dataset, axis: str, point: Slice, ties: list[str]) -> str:
    line = cut(ds, [axis], _others(ds, point, axis)).ds
    found: dict[str, list[str]] = {}
    for t in ties:
        net = line["net"].sel(tie=t)
        words = turns(line[axis].values, net.values, line["net_se"].sel(tie=t).values if "net_se" in line else None)
        if words != NONE:
            found.setdefault(words, []).append(t)
    return f"Along {axis}, integrating {'; '.join(f'{listed(t)} {w}' for w, t in found.items())}." if found else ""


def _hinges(ds: xr.Dataset, point: Slice, at: At | None) -> list[str]:
    out = [_along(ds, axis, point) for axis in free_axes(ds, at)]
    measure = "overall_total_loss" if "overall_total_loss" in ds else "total_loss"
    shares = _shares(ds, measure)
    out += shares or _moves(ds, point, measure)
    if not shares and len(out) == len(free_axes(ds, at)):
        out.append("Which uncertain key matters is not in this file: `wedge run --keep-draws` stores the draws (see `discover`), "
                   "`--sensitivity` the shares of variance.")
    return out


def _others(ds: xr.Dataset, point: Slice, axis: str) -> dict[str, object]:
    """Where the axes but one are held."""
    return {a: value_name(ds, a, v) if labels_of(ds, a) else v for a, v in point.fixed.items() if a != axis}


def _along(ds: xr.Dataset, axis: str, point: Slice) -> str:
    line = cut(ds, [axis], _others(ds, point, axis)).ds
    x = line[axis].values
    parts = []
    for measure in ("overall_deterrence", "overall_total_loss") if "overall_deterrence" in ds else ("deterrence", "total_loss"):
        if not known(line, measure) or line[measure].dims != (axis,):
            continue
        ends = [(float(line[measure][i]), float(line[f"{measure}_se"][i]) if f"{measure}_se" in line else math.nan) for i in (0, -1)]
        name, error = name_of(ds, measure).lower(), math.hypot(ends[0][1], ends[1][1])
        changes = bool(counts(np.array([ends[1][0] - ends[0][0]]), np.array([error]))[0])
        parts.append(f"{name} goes from {measured(*ends[0])} to {measured(*ends[1])}" if changes else
                     f"{name} does not change by more than its errors ({measured(*ends[0])} and {measured(*ends[1])})")
    what = f"From round {number(x[0])} to round {number(x[-1])}" if axis == "round" else f"{axis_label(ds, axis)} from {value_name(ds, axis, x[0])} to {value_name(ds, axis, x[-1])}"
    return f"{what}: {listed(parts)}." if parts else ""


def _shares(ds: xr.Dataset, measure: str) -> list[str]:
    name = f"{SENSITIVITY}{measure}_mu_star"
    if name in ds and ds[name].dims == ("parameter",):
        return _effects_of_keys(ds, name)
    name = f"{SENSITIVITY}{measure}_total"
    if name not in ds or ds[name].dims != ("parameter",) or not np.isfinite(ds[name]).any():
        return []
    total, error = ds[name].values.astype(float), ds[f"{name}_se"].values.astype(float)
    order = [i for i in np.argsort(-np.nan_to_num(total)) if error[i] <= KNOWN and total[i] > 2 * error[i]][:MOST]
    if not order:
        return ["No share of the variance of the total loss is known yet: it takes more draws."]
    parts = [f"{ds['parameter'].values[i]} ({measured(total[i], error[i])})" for i in order]
    return [f"Of the variance of the total loss, most hangs on {listed(parts)}, each with what it does together with others."]


def _effects_of_keys(ds: xr.Dataset, name: str) -> list[str]:
    """Morris's effects, largest first."""
    size, error = ds[name].values.astype(float), ds[f"{name}_se"].values.astype(float)
    order = [i for i in np.argsort(-np.nan_to_num(size)) if size[i] > 2 * error[i]][:MOST]
    parts = [f"{ds['parameter'].values[i]} ({measured(size[i], error[i])})" for i in order]
    return [f"Most moves the total loss over their whole range: {listed(parts)} (mean size of elementary effects)."] if parts else []


def _moves(ds: xr.Dataset, point: Slice, measure: str) -> list[str]:
    """Rank correlations of the kept draws."""
    name = DRAWS + measure
    if name not in ds:
        return []
    picks = {a: point.fixed[a] for a in axes_of(ds) if a in ds[name].dims}
    y = ds[name].sel(picks)
    if y.dims != ("draw",):
        return []
    y, found = y.values.astype(float), []
    for key in (str(n) for n in ds.data_vars if str(n).startswith(DRAWS) and "." in str(n)):
        x = ds[key].values.astype(float)[: y.size]
        both = np.isfinite(x) & np.isfinite(y)
        if both.sum() < 30 or np.unique(x[both]).size < 3 or np.unique(y[both]).size < 3:
            continue
        r = float(np.corrcoef(_ranks(x[both]), _ranks(y[both]))[0, 1])
        found.append((abs(r) * math.sqrt(both.sum()), r, key.removeprefix(DRAWS)))
    found = sorted((f for f in found if f[0] > 3.5), reverse=True)[:MOST]
    if not found:
        return [f"No uncertain key moves with the {name_of(ds, measure).lower()} by more than chance (rank correlation)."]
    parts = [f"{key} ({'more' if r > 0 else 'less'} with more of it, {signed(r)})" for _, r, key in found]
    return [f"From draw to draw the {name_of(ds, measure).lower()} moves most with {listed(parts)} (rank correlation)."]


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks, equal values with their mean."""
    _, which, count = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count - 1) / 2)[which]


def _sure(ds: xr.Dataset, point: Slice) -> list[str]:
    one, out = point.ds, []
    draws, failed = float(one["n_draws"]), float(one["n_failed"]) if "n_failed" in one else 0.0
    worst = float(ds["n_failed"].max()) if "n_failed" in ds else 0.0
    out.append(f"{draws:.0f} draws{' at each point' if ds['n_draws'].size > 1 else ''}, of which "
               + ("none was left without a solution." if worst == 0 else
                  f"{failed:.0f} here and {worst:.0f} at most were left without a solution and out of all means."))
    measure = "overall_total_loss" if "overall_total_loss" in one else "total_loss"
    if known(one, measure) and one[measure].dims == ():
        out.append(_loss_is_known(one, measure))
    if known(one, "fragile") and one["fragile"].dims == ():
        out.append(_fragile(ds, one))
    if known(one, "certified_share") and one["certified_share"].dims == ():
        wrong = f", and {of(one, 'wrong_branch_share')} elsewhere" if known(one, "wrong_branch_share") else ""
        out.append("Every solution that was traced back led to the start of its branch." if float(one["certified_share"]) == 1 else
                   f"Of the solutions traced back, {of(one, 'certified_share')} led to the start of their branch{wrong}.")
    if known(one, "by_chance") and one["by_chance"].dims == () and known(one, "deterrence") and one["deterrence"].dims == ():
        attacks = 1.0 - float(one["deterrence"])
        share = float(one["by_chance"]) / attacks if attacks > 0.001 else math.nan
        part = f", {100 * share:.0f}% of its attacks" if math.isfinite(share) else ""
        out.append(f"With nothing to gain it would attack with probability {of(one, 'by_chance')}{part}: that much is error of choice.")
    return out


def _fragile(ds: xr.Dataset, one: xr.Dataset) -> str:
    here = float(one["fragile"])
    out = ("No draw that was looked at is fragile: each has one equilibrium" if here == 0 else
           f"Fragile, with more than one equilibrium, is {of(one, 'fragile')} of the draws: which of them is played is then convention")
    if ds["fragile"].size > 1:
        share, error = ds["fragile"].values.astype(float), ds["fragile_se"].values if "fragile_se" in ds else 0.0
        most = np.unravel_index(int(np.nanargmax(share)), share.shape)
        if share[most] - here > CLEARLY * np.nan_to_num(np.broadcast_to(error, share.shape)[most]) and share[most] >= SMALLEST:
            where = ", ".join(f"{axis} = {number(ds[axis].values[i])}" for axis, i in zip(ds["fragile"].dims, most))
            out += f"; elsewhere it is up to {measured(float(share[most]), float(np.broadcast_to(error, share.shape)[most]))} of them (at {where})"
    return out + "."


def _loss_is_known(ds: xr.Dataset, measure: str) -> str:
    value, error = pair(ds, measure)
    text = f"{name_of(ds, measure)} is {measured(value, error)} stakes in the mean{spread(ds, measure)}"
    if has_median(ds, measure):
        middle = float(ds[f"{measure}_quantile"].sel(quantile=0.5))
        if value > 0 and middle < value / 2:
            text += ": a few draws carry the mean, and the usual draw is better than it"
        elif value > 0 and middle > 1.5 * value:
            text += ": the usual draw is worse than the mean"
    return text + "."
