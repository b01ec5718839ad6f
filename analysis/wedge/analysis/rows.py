"""What a picture shows, as rows of a table: written beside it as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xarray as xr
from matplotlib.figure import Figure


@dataclass(frozen=True)
class Rows:
    """A table; numbers keep all their digits, and what is not known is empty."""

    head: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def csv(self) -> str:
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(self.head)
        writer.writerows([_cell(v) for v in row] for row in self.rows)
        return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, (float, np.floating)):
        return repr(float(value)) if np.isfinite(value) else ""
    return value


def rows_of(ds: xr.Dataset, measures: Sequence[str]) -> Rows:
    """One row for each value of the measures: where it stands, mean, standard error, quantiles. Missing means are left out."""
    levels = ds["quantile"].values.astype(float) if "quantile" in ds.dims else np.array([])
    dims = list(dict.fromkeys(str(d) for m in measures for d in ds[m].dims))
    head = ("measure", *dims, "mean", "standard_error", *(f"quantile_{level:g}" for level in levels))
    out = []
    for measure in measures:
        mean = ds[measure]
        error = ds.get(f"{measure}_se", mean * np.nan).transpose(*mean.dims).values
        spread = ds[f"{measure}_quantile"].transpose(*mean.dims, "quantile").values if f"{measure}_quantile" in ds else None
        for place in np.ndindex(mean.shape):
            if not np.isfinite(mean.values[place]):
                continue
            where = {str(d): mean[d].values[i] if d in mean.coords else i for d, i in zip(mean.dims, place)}
            quantiles = spread[place] if spread is not None else [np.nan] * levels.size
            out.append((measure, *(where.get(d, "") for d in dims), float(mean.values[place]), float(error[place]),
                        *(float(q) for q in quantiles)))
    return Rows(head, tuple(out))


def keep(figure: Figure, rows: Rows) -> Figure:
    """Gives a picture its numbers."""
    figure.rows = rows  # type: ignore[attr-defined]
    return figure


def write_rows(figure: Figure, path: Path) -> Path | None:
    """Writes a picture's numbers as CSV; nothing if it has none."""
    rows = getattr(figure, "rows", None)
    if rows is None:
        return None
    path.write_text(rows.csv(), encoding="utf-8")
    return path
