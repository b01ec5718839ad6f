"""Solutions: one, and many at a time."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import xarray as xr

from . import _wedge
from ._errors import fail
from ._scenario import Scenario, change
from ._wedge import Attack, Progress

if TYPE_CHECKING:
    import pandas as pd


def _variables(measures: Sequence[_wedge.Found], before: tuple[str, ...] = (),
               shape: tuple[int, ...] | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """Variables and label coordinates of a Dataset, with the names and attributes of a result file."""
    variables, coordinates = {}, {}
    for (name, unit, meaning, dimensions), values in measures:
        names = tuple(dimension for dimension, _ in dimensions)
        for dimension, labels in dimensions:
            coordinates[dimension] = (dimension, np.array(labels, dtype=object))
        variables[name] = ((*before, *names), values if shape is None else values.reshape(shape + values.shape[1:]),
                           {"long_name": meaning, "units": unit or "1"})
    return variables, coordinates


class Solution:
    """The equilibrium of a scenario, every uncertain key at its median.

    Every measure of docs/results.md is an attribute: a float (`solution.deterrence`, a probability), or, where it lies
    over names, a DataArray with them as coordinates (`solution.loss.sel(target="jpn")`, in stakes).
    """

    __slots__ = ("_found", "_dataset")

    def __init__(self, found: _wedge.Solution) -> None:
        self._found = found
        self._dataset: xr.Dataset | None = None

    @property
    def scenario(self) -> str:
        """The scenario's id."""
        return self._found.scenario

    @property
    def solved(self) -> bool:
        """Whether there is a solution; if not, there are no measures."""
        return self._found.solved

    @property
    def status(self) -> str:
        """`solved`, or why not."""
        return self._found.status

    @property
    def certified(self) -> bool:
        """Whether it lies on the principal branch: its curve was traced back to the start."""
        return self._found.certified

    @property
    def fragile(self) -> bool:
        """Whether other expectations of the allies about one another would lead to another outcome."""
        return self._found.fragile

    @property
    def attacks(self) -> list[Attack]:
        """Every attack that an adversary may make, by adversary, in the order of its menu."""
        return self._found.attacks()

    def at(self, measure: str, *labels: str) -> float:
        """One number: `at("loss", "jpn")`. Dimensions with a single label may be left out, all at once.

        Raises InputError, naming the nearest, for a measure or a label that there is not.
        """
        return self._found.at(measure, list(labels))

    def to_xarray(self) -> xr.Dataset:
        """All measures as variables, names as coordinates; `long_name` and `units` as in a result file. NaN where a measure
        has no meaning. Attributes: scenario, status, certified, fragile (0 or 1)."""
        if self._dataset is None:
            variables, coordinates = _variables(self._found.measures())
            self._dataset = xr.Dataset(variables, coordinates, {
                "scenario": self.scenario, "status": self.status, "certified": int(self.certified), "fragile": int(self.fragile)})
        return self._dataset.copy()

    def to_dict(self) -> dict[str, Any]:
        """The document of `wedge solve --format json`; what has no meaning is None."""
        return json.loads(self._found.to_json())

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        number = self._found.number(name)
        if number is not None:
            return number
        if name in (known := self._names()):
            return self.to_xarray()[name]
        if not self.solved:
            raise AttributeError(f"{name}: there is no solution ({self.status})")
        near = difflib.get_close_matches(name, known, 1)
        raise AttributeError(f"{name} is not a measure" + (f"; did you mean {near[0]}?" if near else ""))

    def _names(self) -> list[str]:
        return [described[0] for described, _ in self._found.measures()]

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self._names()]

    def __repr__(self) -> str:
        return f"<wedge.Solution of {self.scenario}: " + (
            f"{len(self._names())} measures>" if self.solved else f"{self.status}>")


def solve(scenario: Scenario, *, selection: str = "", starts: int = 0) -> Solution:
    """Solves a scenario with every uncertain key at its median.

    `selection`: which equilibrium, `principal`, `cohesive` or `fractured`; empty: the scenario's own. `starts`: starting
    points of a search for all solutions, which `to_dict()` then tells. A game that cannot be solved is no error: ask
    `solved`.
    """
    return Solution(_wedge.solve(scenario._core, selection, starts))


def solve_many(scenario: Scenario, inputs: xr.Dataset | pd.DataFrame | Mapping[str, Any], *, selection: str = "",
               threads: int = 0, progress: Callable[[Progress], object] | None = None) -> xr.Dataset:
    """Solves a scenario with each set of inputs, on all cores (or `threads`).

    `inputs`: a Dataset whose variables (or coordinates) are named by keys (`tie.front-rear.affinity`), with the values that
    they are to have; any dimensions, which are broadcast. A DataFrame has a row for each set, a dict of sequences too.

    Returns a Dataset with every measure that `solve()` has, over the inputs' dimensions and then the measure's own; NaN
    where there is no solution; and over the inputs' dimensions alone `status` (`solved`, or why not), `certified` and
    `fragile`. A row is the same number for number as `solve(scenario.set(row))`.

    Raises InputError for the first row that is wrong. `progress` is called with a Progress now and then; Ctrl-C stops.
    """
    given = _inputs(inputs)
    names = [str(name) for name in given.variables if name in given.data_vars or "." in str(name)]
    arrays = xr.broadcast(*(given[name] for name in names), xr.zeros_like(_over_all(given))) if names else (_over_all(given),)
    dimensions, shape = tuple(map(str, arrays[-1].dims)), arrays[-1].shape
    columns = [array.values.ravel().tolist() for array in arrays[:len(names)]]
    rows = [[change(name, column[i]) for name, column in zip(names, columns)] for i in range(arrays[-1].size)]
    found = _wedge.solve_many(scenario._core, rows, selection, threads, progress)
    variables, coordinates = _variables(found["measures"], dimensions, shape)
    for clash in set(dimensions) & set(coordinates):
        raise fail("inputs", f"have a dimension {clash}, and so have measures; rename it")
    for name, dtype in (("status", object), ("certified", bool), ("fragile", bool)):
        variables[name] = (dimensions, np.array(found[name], dtype=dtype).reshape(shape))
    return xr.Dataset(variables, {**given.coords, **coordinates}, {"scenario": scenario.id})


def _inputs(inputs: Any) -> xr.Dataset:
    if isinstance(inputs, xr.Dataset):
        return inputs
    if hasattr(inputs, "to_xarray"):
        return inputs.to_xarray()
    return xr.Dataset({key: value if isinstance(value, xr.DataArray) or np.ndim(value) == 0 else ("row", np.asarray(value))
                       for key, value in inputs.items()})


def _over_all(ds: xr.Dataset) -> xr.DataArray:
    """Something that lies over every dimension."""
    return xr.DataArray(np.zeros(tuple(ds.sizes.values())), dims=tuple(ds.sizes))
