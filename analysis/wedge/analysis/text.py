"""Words on pictures: measures, axes, numbers, uncertainty."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import xarray as xr

PROBABILITY = "probability"

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
    "overall_deterrence": "Probability that no adversary attacks",
    "overall_total_loss": "Expected total loss of all targets to all adversaries",
    "overall_loss": "Expected loss by target to all adversaries",
    "overall_attack": "Probability that some adversary attacks in the region",
    "coordination": "Coordination: total loss beyond what each adversary alone would cause",
}


def number(value: float) -> str:
    """A short decimal: 0.3, not 0.30000000000000004."""
    return f"{float(value):.4g}"


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


def value_label(ds: xr.Dataset, measure: str) -> str:
    """What stands along an axis of values: units, or the measure's name if it has none."""
    return capital(units_of(ds, measure) or measure.replace("_", " "))


def axis_label(ds: xr.Dataset, axis: str, key: bool = True) -> str:
    """'How far their forces are integrated (share)' and, on a second line, the swept key."""
    attrs = ds[axis].attrs
    name = re.sub(r"^\S{1,3}: ", "", str(attrs.get("long_name", axis)))  # without the symbol of the equations
    units = str(attrs.get("units", "1"))
    units = "days" if units == "day" else units
    label = capital(name) + ("" if units in ("1", "") else f" ({units})")
    swept = str(attrs.get("key", ""))
    return f"{label}\n{swept}" if key and swept else label


def quantile_ends(ds: xr.Dataset, measure: str) -> tuple[float, float] | None:
    """The outermost stored quantile levels of a measure, if it has two or more."""
    name = f"{measure}_quantile"
    if name not in ds or ds.sizes.get("quantile", 0) < 2:
        return None
    levels = np.sort(ds["quantile"].values.astype(float))
    return float(levels[0]), float(levels[-1])


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


def sign_changes(x: np.ndarray, value: np.ndarray, error: np.ndarray) -> list[str]:
    """Intervals in which a value changes sign, judged only where it is clear of zero by 1.96 standard errors."""
    error = np.where(np.isfinite(error), error, 0.0)
    clear = np.flatnonzero(np.isfinite(value) & (np.abs(value) > np.maximum(1.96 * error, 1e-12)))
    return [f"between {number(x[a])} and {number(x[b])}" for a, b in zip(clear, clear[1:]) if value[a] * value[b] < 0]
