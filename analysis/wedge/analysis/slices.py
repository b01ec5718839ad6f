"""Which part of a result a picture shows: axes to draw along, values that the others are held at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from .categories import labels_of, value_name
from .reading import CannotPlot, ResultError
from .text import number

At = Mapping[str, object]


@dataclass(frozen=True)
class Slice:
    """A result with only the shown axes left, their values ascending."""

    ds: xr.Dataset
    shown: tuple[str, ...]
    fixed: dict[str, float]  # axes held, by name
    labels: dict[str, str]  # label dimensions held
    middle: frozenset[str]  # axes held at their middle value because nothing else was asked

    def where(self) -> str:
        """What is held, as text: 'arsenal = 1.5 (middle value)'."""
        parts = [f"{name} = {label}" for name, label in self.labels.items()]
        parts += [f"{name} = {value_name(self.ds, name, value)}" + (" (middle value)" if name in self.middle else "")
                  for name, value in self.fixed.items()]
        return ", ".join(parts)


def axes_of(ds: xr.Dataset) -> list[str]:
    """Names of the sweep axes, in the order of the file."""
    return [str(d) for d in ds["n_draws"].dims]


def free_axes(ds: xr.Dataset, at: At | None = None) -> list[str]:
    """Axes with more than one value that `at` does not hold."""
    return [a for a in axes_of(ds) if ds.sizes[a] > 1 and a not in (at or {})]


def axis_to_draw(ds: xr.Dataset, along: str | None, at: At | None) -> str | None:
    """The axis asked for, or the first free one, or None if there is none."""
    if along is None:
        return next(iter(free_axes(ds, at)), None)
    _check_axis(ds, along, at)
    return along


def pair_to_draw(ds: xr.Dataset, axes: Sequence[str] | None, at: At | None) -> tuple[str, str]:
    """The horizontal and the vertical axis of a map."""
    if axes is None:
        axes = free_axes(ds, at)[:2]
        if len(axes) < 2:
            raise CannotPlot("A map needs two axes with more than one value each.")
    if len(axes) != 2 or axes[0] == axes[1]:
        raise ResultError(f"a map needs two different axes, not {list(axes)}")
    for axis in axes:
        _check_axis(ds, axis, at)
        if ds.sizes[axis] < 2:
            raise CannotPlot(f"A map needs more than one value of {axis}.")
    return axes[0], axes[1]


def _check_axis(ds: xr.Dataset, axis: str, at: At | None) -> None:
    if axis not in axes_of(ds):
        raise ResultError(f"{axis} is not an axis of this result; {_axes_text(ds)}")
    if at and axis in at:
        raise ResultError(f"{axis} cannot be drawn along and held at {at[axis]} at once")


def _axes_text(ds: xr.Dataset) -> str:
    axes = axes_of(ds)
    return f"its axes are {', '.join(axes)}" if axes else "it has no axes"


def cut(ds: xr.Dataset, shown: Sequence[str], at: At | None = None) -> Slice:
    """Holds every axis but `shown` at its value in `at`, or at the middle of its values; selects labels too."""
    axes = axes_of(ds)
    ds = ds.sortby(axes) if axes else ds
    fixed, labels = {}, {}
    for name, wanted in (at or {}).items():
        if name in axes:
            ds = ds.isel({name: _position(ds, name, wanted)})
            fixed[name] = float(ds[name])
        elif name in ds.dims and ds[name].dtype == object:
            if wanted not in ds[name].values:
                raise ResultError(f"{wanted} is no {name} here; expected one of {', '.join(ds[name].values)}")
            ds = ds.sel({name: wanted})
            labels[name] = str(wanted)
        else:
            raise ResultError(f"{name} is neither an axis nor a label dimension of this result; {_axes_text(ds)}")
    middle = set()
    for name in axes:
        if name not in shown and name not in fixed:
            if ds.sizes[name] > 1:
                middle.add(name)
            ds = ds.isel({name: (ds.sizes[name] - 1) // 2})
            fixed[name] = float(ds[name])
    return Slice(ds, tuple(shown), fixed, labels, frozenset(middle))


def _position(ds: xr.Dataset, axis: str, wanted: object) -> int:
    values = ds[axis].values.astype(float)
    if labels := labels_of(ds, axis):
        names = [labels[int(v)] for v in values]
        if str(wanted) not in names:
            raise ResultError(f"{axis} = {wanted} was not computed; its values are {', '.join(names)}")
        return names.index(str(wanted))
    try:
        value = float(wanted)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise ResultError(f"{axis} = {wanted}: expected a number") from None
    near = int(np.argmin(np.abs(values - value)))
    if not np.isclose(values[near], value, rtol=1e-6, atol=1e-9 * max(np.ptp(values), 1e-300)):
        raise ResultError(f"{axis} = {number(value)} was not computed; its values are "
                          + ", ".join(number(v) for v in values))
    return near


def one_adversary(part: Slice, what: str) -> None:
    """Raises CannotPlot if a picture of one adversary is asked of several."""
    if part.ds.sizes.get("adversary", 1) > 1:
        names = ", ".join(part.ds["adversary"].values)
        raise CannotPlot(f"{what} is of one adversary: choose one of {names} with at={{'adversary': …}}.")


def need(ds: xr.Dataset, *measures: str) -> None:
    """Raises CannotPlot with a sentence if a measure is missing or has no value at all."""
    for name in measures:
        if name not in ds:
            raise CannotPlot(f"The file holds no {name}.")
        if not bool(np.isfinite(ds[name].astype(float)).any()):
            raise CannotPlot(f"Every value of {name} is missing here.")
