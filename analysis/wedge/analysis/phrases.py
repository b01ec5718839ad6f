"""Numbers and names of a result at one point, as they stand in sentences and tables."""

from __future__ import annotations

import math

import numpy as np
import xarray as xr

from .text import has_median, number, percent, quantile_ends

DONE_TO = {"threaten": "threatened", "squeeze": "squeezed", "court": "courted"}


def measured(value: float, error: float = math.nan) -> str:
    """'0.717 ± 0.012', '0.66 ± 0.05': the error with one digit, or with two if it begins with 1."""
    if not math.isfinite(error) or error <= 0:
        return (f"{value:.3f}" if abs(value) >= 0.001 or value == 0 else f"{value:.1g}").replace("-", "−")
    power = math.floor(math.log10(error))
    digits = min(6, max(0, (1 if error < 1.95 * 10.0**power else 0) - power))
    most = max(4, 3 - math.floor(math.log10(abs(value)))) if value else 6  # four digits of the value are enough
    if digits > most:
        digits, error = most, math.ceil(error * 10.0**most) / 10.0**most
    return f"{value:.{digits}f} ± {error:.{digits}f}".replace("-", "−")


def signed(value: float, error: float = math.nan) -> str:
    return ("+" if value > 0 else "") + measured(value, error)


def of(ds: xr.Dataset, measure: str, **where: str) -> str:
    """A mean of the dataset of one point with its standard error."""
    return measured(*pair(ds, measure, **where))


def pair(ds: xr.Dataset, measure: str, **where: str) -> tuple[float, float]:
    error = float(ds[f"{measure}_se"].sel(where)) if f"{measure}_se" in ds else math.nan
    return float(ds[measure].sel(where)), error


def spread(ds: xr.Dataset, measure: str, **where: str) -> str:
    """'(median draw 0.71, 5–95% of draws 0.5 to 0.9)'"""
    ends = quantile_ends(ds, measure)
    if ends is None:
        return ""
    at = lambda level: number(float(ds[f"{measure}_quantile"].sel(where).sel(quantile=level)), 3)  # noqa: E731
    middle = f"median draw {at(0.5)}, " if has_median(ds, measure) else ""
    return f" ({middle}{percent(ends[0])}–{percent(ends[1])}% of draws {at(ends[0])} to {at(ends[1])})"


def listed(parts: list[str]) -> str:
    """'a, b and c'"""
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1] if parts else ""


def known(ds: xr.Dataset, measure: str) -> bool:
    return measure in ds and bool(np.isfinite(ds[measure].astype(float)).any())


def attack_words(label: str, several: bool = False) -> str:
    """'rok probe court jpn' as 'probe against rok, jpn courted'; with several adversaries the first word is whose it is."""
    words = str(label).split(" ")
    whose = f"{words.pop(0)}: " if several and len(words) > 3 else ""
    if len(words) < 3:
        return whose + " ".join(words)
    target, rung, tactic, *aimed = words
    text = f"{whose}{rung} against {target}"
    if tactic == "none":
        return f"{text}, without a tactic"
    at = listed(" ".join(aimed).split("+")) or target
    return f"{text}, {at} {DONE_TO[tactic]}" if tactic in DONE_TO else f"{text}, {tactic} {at}"


def has_several(ds: xr.Dataset) -> bool:
    """Whether the measures are of each of several adversaries (studies of campaigns name a single one too)."""
    return any("adversary" in ds[m].dims for m in ("deterrence", "total_loss", "attack_by_tactic", "wedge_effect") if m in ds)


def adversaries(ds: xr.Dataset) -> list[dict[str, str]]:
    """The labels that pick each adversary: nothing if there is one."""
    return [{"adversary": str(who)} for who in ds["adversary"].values] if has_several(ds) else [{}]


def name_of_adversary(ds: xr.Dataset, where: dict[str, str]) -> str:
    if where:
        return where["adversary"]
    if "adversary" in ds.dims and ds.sizes["adversary"] == 1:
        return str(ds["adversary"].values[0])
    if "actor" in ds and "defender" in ds:
        others = [str(a) for a in ds["actor"].values if a not in ds["defender"].values]
        if len(others) == 1:
            return others[0]
    return "the adversary"
