"""Axes of texts or packages: their values are numbered from 0, and have labels."""

from __future__ import annotations

import textwrap

import xarray as xr
from matplotlib.axes import Axes

from .text import number, plain

LABELS = "labels"  # the attribute of an axis that holds them


def labels_of(ds: xr.Dataset, axis: str) -> list[str]:
    """The labels of an axis; none if its values are numbers."""
    return list(ds[axis].attrs.get(LABELS, [])) if axis in ds.coords else []


def value_name(ds: xr.Dataset, axis: str, value: float) -> str:
    """A value of an axis in words: its label, or the number."""
    labels = labels_of(ds, axis)
    return labels[int(value)] if labels else number(value)


def name_values(axes: Axes, which: str, ds: xr.Dataset, axis: str) -> bool:
    """Writes the labels of an axis at its values; whether it has any."""
    labels = labels_of(ds, axis)
    if not labels:
        return False
    values = ds[axis].values.astype(float)
    width = max(8, 60 // len(values)) if which == "x" else 22
    names = [plain(textwrap.fill(labels[int(v)], width)) for v in values]
    (axes.xaxis if which == "x" else axes.yaxis).set_ticks(list(values), names)
    axes.set(**{f"{which}lim": (values.min() - 0.5, values.max() + 0.5)})
    return True
