"""Words on pictures: measures, axes, numbers, uncertainty."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

# Titles; what stands before a colon is the measure's short name, unless NAMES has another.
TITLES = {
    "deterrence": "Deterrence: probability that the adversary stays quiet",
    "deterrence_by_type": "Deterrence by type of adversary",
    "total_loss": "Expected total loss of all targets",
    "loss": "Expected loss by target",
    "attack_by_target": "Probability of attack by target",
    "welfare": "Expected welfare by actor",
    "coalition_size": "Supporters given an attack, the victim included",
    "wedge_effect": "Wedge effect: support that each tactic takes away",
    "wedge_effect_at_beliefs_of_none": "Wedge effect with beliefs held fixed",
    "net": "Net effect of integration (dividend minus seam)",
    "dividend": "Dividend of integration",
    "seam": "Seam of integration",
    "dilemma": "Dilemma: share of draws in which integration harms despite a dividend",
    "fragile": "Fragility: share of draws with more than one equilibrium",
    "late": "Resisted, but too late",
    "war": "War",
    "executed": "Threat carried out",
    "conceded": "Victim concedes",
    "desisted": "Adversary backs down",
    "bluff": "Live threat not carried out",
    "support": "Support given an attack, a victim's own resistance included",
    "by_chance": "Attack by chance: probability if the adversary had nothing to gain",
    "held": "Held: not lost for good by the end of the round",
    "attacked": "Attacked: whether the target is attacked in the round",
    "intact": "Intact: no target is lost for good by the end of the round",
    "fought": "Fought: an attack is fought over in the round",
    "believed_steadfast": "Reputation: belief held in a region that a defender is steadfast",
    "belief": "Belief about an adversary's type",
    "defender_forces": "Forces of each defender at the end of the round",
    "adversary_forces": "Forces of each adversary at the end of the round",
    "adversary_arsenal": "Arsenal of each adversary at the end of the round",
    "adversary_ranks": "Ranks that each adversary has closed with the others, at the end of the round",
    "tie_affinity": "Affinity: political closeness of each tie at the end of the round",
    "tie_integration": "Integration of each tie at the end of the round",
    "overall_deterrence": "Probability that no adversary attacks",
    "overall_total_loss": "Expected total loss of all targets to all adversaries",
    "overall_loss": "Expected loss by target to all adversaries",
    "overall_attack": "Probability that some adversary attacks in the region",
    "coordination": "Coordination: total loss beyond what each adversary alone would cause",
}
NAMES = {
    "deterrence_by_type": "Deterrence by type", "total_loss": "Total loss", "loss": "Loss", "attack_by_target": "Attack",
    "attack_by_rung": "Attack", "attack_by_tactic": "Attack", "welfare": "Welfare", "coalition_size": "Supporters",
    "net": "Net", "dividend": "Dividend", "seam": "Seam", "wedge_effect": "Support lost", "support": "Support",
    "wedge_effect_at_beliefs_of_none": "Support lost", "reliability_observed": "Support", "reliability_latent": "Support",
    "belief": "Belief", "defender_forces": "Forces", "adversary_forces": "Forces", "adversary_arsenal": "Arsenal",
    "adversary_ranks": "Closed ranks", "tie_integration": "Integration", "overall_deterrence": "Deterrence of all",
    "overall_total_loss": "Total loss to all", "bluff": "Bluff", "overall_loss": "Loss to all", "overall_attack": "Attack",
}
# Happen in a draw, or do not.
EVENTS = ("attacked", "carried_out", "certified_share", "dilemma", "fought", "fragile", "held", "intact", "wrong_branch_share")
UNIT_WORDS = {"stake": "stakes", "day": "days"}
LONG_UNIT = 16  # letters: longer units are not written along an axis


def number(value: float, digits: int = 4) -> str:
    """A short decimal: 0.3, not 0.30000000000000004."""
    return f"{float(value):.{digits}g}"


def error_text(value: float) -> str:
    """A standard error with two digits."""
    return f"{float(value):.2g}"


def plain(text: object) -> str:
    """Text that matplotlib will not take for mathematics."""
    return str(text).replace("$", r"\$")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def title_of(ds: xr.Dataset, measure: str) -> str:
    """A plain title of a measure."""
    known = TITLES.get(measure)
    return known or capital(str(ds[measure].attrs.get("long_name", measure.replace("_", " "))))


def name_of_compared(cell: Mapping) -> str:
    """The measure that a comparison of claims compares, with its labels."""
    name = {"total_loss": "loss"}.get(cell["measure"], cell["measure"].replace("_", " "))
    return " ".join([name, *dict.fromkeys(cell["labels"].values())])


def units_of(ds: xr.Dataset, measure: str) -> str:
    """The measure's units, '' if it has none."""
    units = str(ds[measure].attrs.get("units", ""))
    return "" if units == "1" else units


def name_of(ds: xr.Dataset, measure: str) -> str:
    """The short name of a measure: 'Deterrence'."""
    if known := NAMES.get(measure):
        return known
    head, colon, _ = TITLES.get(measure, "").partition(":")
    return head if colon or measure in TITLES else capital(measure.replace("_", " "))


def with_units(name: str, units: str) -> str:
    """'Total loss (stakes)'"""
    units = UNIT_WORDS.get(units, units)
    told = not units or units in name.lower() or len(units) > LONG_UNIT
    return name if told else f"{name} ({units})"


def value_label(ds: xr.Dataset, measure: str) -> str:
    """What stands along an axis of values: the measure's short name and its units."""
    units = "share of draws" if measure in EVENTS else units_of(ds, measure)
    return with_units(name_of(ds, measure), units)


def axis_label(ds: xr.Dataset, axis: str) -> str:
    """What stands along a swept axis, on one line: 'Integration of rok-jpn (share)'."""
    units = units_of(ds, axis)
    keys = [key.strip() for key in str(ds[axis].attrs.get("key", "")).split(",") if key.strip()]
    if not keys:
        return with_units(capital(axis.replace("_", " ")), units)
    parts = keys[0].split(".")
    who, name = (parts[1], parts[2:]) if len(parts) > 2 else ("", parts[1:] or parts)
    text = capital(" ".join(name).replace("_", " "))
    text += f" of {'all' if who == '*' else who}" if who else ""
    text += f" and {len(keys) - 1} more" if len(keys) > 1 else ""
    return with_units(text, units)


def meaning_of(ds: xr.Dataset, name: str) -> str:
    """What a swept or uncertain key means, in words, with its units."""
    text = re.sub(r"^\S{1,3}: ", "", str(ds[name].attrs.get("long_name", name)))  # without the symbol of the equations
    units = units_of(ds, name)
    return capital(text) + (f" ({UNIT_WORDS.get(units, units)})" if units else "")


def quantile_ends(ds: xr.Dataset, measure: str) -> tuple[float, float] | None:
    """The outermost stored quantile levels of a measure, if it has two or more."""
    name = f"{measure}_quantile"
    if name not in ds or ds.sizes.get("quantile", 0) < 2:
        return None
    levels = np.sort(ds["quantile"].values.astype(float))
    return float(levels[0]), float(levels[-1])


def has_median(ds: xr.Dataset, measure: str) -> bool:
    return f"{measure}_quantile" in ds and bool(np.isclose(ds["quantile"].values.astype(float), 0.5).any())


def percent(level: float) -> str:
    return f"{100 * level:.4g}"


def draws_text(ds: xr.Dataset) -> str:
    """'256 draws a point, 3 of them at most failed'."""
    counts = np.unique(ds["n_draws"].values)
    unit = "draw" if counts[-1] == 1 else "draws"
    text = f"{counts[0]:g} {unit}" if counts.size == 1 else f"{counts[0]:g} to {counts[-1]:g} {unit}"
    text += " a point" if ds["n_draws"].size > 1 else ""
    failed = int(np.max(ds["n_failed"].values)) if "n_failed" in ds else 0
    return text + (f" (at most {failed} of them failed and left out)" if failed else "")


def uncertainty_text(ds: xr.Dataset, measures: Sequence[str]) -> str:
    """Draws and largest standard error of what is shown, as one sentence."""
    errors = [ds[f"{m}_se"].values.astype(float).ravel() for m in measures if f"{m}_se" in ds]
    finite = np.concatenate([e[np.isfinite(e)] for e in errors]) if errors else np.array([])
    error = f"largest standard error {error_text(finite.max())}" if finite.size else "no standard error is known"
    return f"{capital(draws_text(ds))}; {error}."
