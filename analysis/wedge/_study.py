"""Studies: sweeps and draws, and functions of keys for others' optimisers."""

from __future__ import annotations

import numbers
import os
import re
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from . import _wedge
from ._errors import fail
from ._files import File, path_of
from ._scenario import Scenario, Value, toml_text
from ._wedge import Progress

SEED = 0x5EED
_FILES = threading.RLock()  # result files are written and read by one call at a time


def _one_in(name: str, value: int | str) -> int:
    """`all`, `none`, or a number."""
    words = {"all": 1, "none": 0}
    if not isinstance(value, str):
        return value
    if value not in words:
        raise fail(name, f"there is no '{value}'; expected 'all', 'none' or a number N, for one run of 16 draws in N")
    return words[value]


def _word(value: Value) -> str:
    """A swept text or list in the words of `--sweep`: a name as it stands, whatever else as TOML."""
    return value if isinstance(value, str) and re.fullmatch(r"[A-Za-z_][\w.-]*", value) else toml_text(value)


def _swept(key: str, given: Sequence[Value] | np.ndarray) -> tuple[str, list[float], list[str]]:
    """A sweep as the compiled part takes it: its key, and numbers or texts."""
    values = given.tolist() if hasattr(given, "tolist") else given
    values = list(values) if isinstance(values, Iterable) and not isinstance(values, (str, Mapping)) else [values]
    if key == "package":
        if not all(isinstance(value, str) for value in values):
            raise fail("sweep package", 'expected names of packages, or "*" for all of them')
        return key, [], values
    are_numbers = [isinstance(value, numbers.Real) for value in values]
    if all(are_numbers):
        return key, [float(value) for value in values], []
    if any(are_numbers):
        raise fail(f"sweep {key}", "has numbers among texts; expected one or the other")
    return key, [], [_word(value) for value in values]


def _study(scenario: Scenario, *, sweep: Mapping[str | tuple[str, ...], Sequence[Value]] | None = None, packages: str = "", draws: int,
           method: str, seed: int, until: Mapping[str, float] | str | None = None, keep_draws: bool = False,
           sensitivity: bool | str = False, campaigns: bool = False, certify: int | str | None = None,
           balance: int | str | None = None) -> _wedge.Study:
    sweeps = [_swept(key if isinstance(key, str) else ",".join(key), values) for key, values in (sweep or {}).items()]
    if isinstance(until, Mapping):
        until = ",".join(f"{measure}={error!r}" for measure, error in until.items())
    by = sensitivity if isinstance(sensitivity, str) else "sobol" if sensitivity else ""
    return _wedge.Study(scenario._core, sweeps=sweeps, packages=packages, draws=draws, method=method, seed=seed, until=until or "",
                        keep_draws=keep_draws, sensitivity=by, campaigns=campaigns,
                        certify=None if certify is None else _one_in("certify", certify),
                        balance=None if balance is None else _one_in("balance", balance))


def run(scenario: Scenario, *, sweep: Mapping[str | tuple[str, ...], Sequence[Value]] | None = None, packages: File | None = None,
        draws: int = 1024, method: str = "sobol", seed: int = SEED, until: Mapping[str, float] | str | None = None,
        keep_draws: bool = False, sensitivity: bool | str = False, campaigns: bool = False, certify: int | str | None = None,
        balance: int | str | None = None, threads: int = 0, output: str | os.PathLike[str] | None = None, replace: bool = False,
        progress: Callable[[Progress], object] | None = None) -> xr.Dataset:
    """Solves a scenario at every point of a sweep, for every draw of its uncertain keys: `wedge run`.

    sweep: values by key, `{"tie.front-rear.integration": [0, 0.5, 1]}`; a key may have a `*`, and several in a tuple move
        together. Each becomes an axis, named by the last part of the key. Values are numbers, or texts and lists as
        Scenario.set() takes them, `{"solver.selection": ["principal", "cohesive"]}`: such an axis counts from 0, and has what it
        stands for in its attribute `labels`. `{"package": "*"}` goes over all packages of a file and the scenario `as it is`,
        `{"package": ["cap", "as it is"]}` over some.
    packages: the file of the packages that are swept (docs/scenarios.md), or what stands in it, as for compare_packages().
    draws: at each point; the same draws at every point. method: `sobol`, `lhs` or `random`.
    until: `{"deterrence": 0.001}`, a standard error at which a point has draws enough; `draws` is then the most.
    keep_draws: the file has every single draw (`wedge.analysis.draws` reads them). Needs `output`.
    sensitivity: how much every uncertain key matters; without sweep. True or `sobol`: as shares of variance,
        `ds["sensitivity/total_loss_first"]`; `morris`: as elementary effects, for many keys and few draws,
        `ds["sensitivity/total_loss_mu_star"]`, in the measure's unit.
    campaigns: each draw is a campaign; measures have a dimension `round`.
    certify, balance: of how many draws solutions are traced back, and ties' balances solved: `all`, `none`, or N for one
        run of 16 draws in N. Left out: 16; all with one adversary (4 where it has more than 4 ties), none with several.
    threads: 0 is one for each core. No number depends on it.
    output: a result file (docs/results.md), with the bytes that the command line writes for the same study. A study that is
        there is left as it is if it is complete, gone on with if it was interrupted, and extended if it is complete, has fewer
        draws and kept them; InputError if it is another one, unless `replace`. Without `output` nothing is left behind.
    progress: called with a Progress (draws_done, draws, seconds, worst_error) after blocks of work.

    Returns what `wedge.analysis.load(output)` does: means over the draws as MEASURE (axes, labels), standard errors as
    MEASURE_se, quantiles as MEASURE_quantile (axes, labels, quantile), and n_draws, n_failed, status and others over the
    axes; units in the attribute `units`.

    Ctrl-C raises KeyboardInterrupt after the blocks in flight (tenths of a second as a rule); with `output` the same call
    goes on from there. Raises InputError for whatever is wrong with the options.
    """
    if keep_draws and output is None:
        raise fail("keep_draws", "needs a file; expected output='OUT.h5' as well")
    with path_of(packages or "", "packages.toml") as path, tempfile.TemporaryDirectory(prefix="wedge-") as folder:
        study = _study(scenario, sweep=sweep, packages=path, draws=draws, method=method, seed=seed, until=until, keep_draws=keep_draws,
                       sensitivity=sensitivity, campaigns=campaigns, certify=certify, balance=balance)
        if output is None:
            return _run_into(study, Path(folder) / "study.h5", threads, False, progress)
        return _run_into(study, Path(output), threads, replace, progress)


def _run_into(study: _wedge.Study, file: Path, threads: int, replace: bool, progress: Any) -> xr.Dataset:
    from .analysis.reading import load

    with _FILES:
        _wedge.run_file(study, str(file), threads, replace, progress)
        return load(file)


def sample(scenario: Scenario, draws: int = 1024, *, method: str = "sobol", seed: int = SEED) -> xr.Dataset:
    """The uncertain keys' values in the draws of a study with these options, as `solve_many()` takes them.

    A variable for each uncertain key, over `draw`, with its unit; nothing is solved. `method`: `sobol`, `lhs` or `random`.
    Raises InputError for fewer than one draw, or a method that there is not.
    """
    keys, values = _wedge.sample(scenario._core, draws, method, seed)
    known = {number.key: number for number in scenario.numbers()}
    return xr.Dataset({key: ("draw", values[:, i].copy(), {"long_name": known[key].meaning, "units": known[key].unit or "1"})
                       for i, key in enumerate(keys)}, {"draw": np.arange(draws)})


class Objective:
    """A measure of a scenario as a function of some keys, for any optimiser: `scipy.optimize.minimize(Objective(…), …)`.

    Called with a value for each key it returns the measure's mean over the draws of the uncertain keys, in the measure's
    unit. Every call has the same draws, so that it is a function and not noise; two calls with the same values return the
    same number. `quantile` takes a quantile of the draws instead of the mean: 0.05, 0.25, 0.5, 0.75 or 0.95. `maximise`
    turns the sign.

    keys: as `Scenario.set()` takes them. measure: by default the total loss, to all adversaries; `labels` of its
    dimensions, in order (`measure="loss", labels=["jpn"]`). Without uncertain keys one draw is enough, and is taken.
    """

    def __init__(self, scenario: Scenario, keys: Sequence[str], *, measure: str | None = None, labels: Sequence[str] = (),
                 quantile: float | None = None, maximise: bool = False, draws: int = 256, method: str = "sobol", seed: int = SEED,
                 threads: int = 0) -> None:
        if isinstance(keys, str):
            keys = [keys]
        self.scenario, self.keys = scenario, list(keys)
        self.measure = measure or ("total_loss" if len(scenario.adversaries) == 1 else "overall_total_loss")
        self.labels, self.quantile, self.maximise = list(labels), quantile, maximise
        self.draws, self.method, self.seed, self.threads = draws, method, seed, threads
        self.calls = 0

    @property
    def x0(self) -> np.ndarray:
        """The keys' values in the scenario, or their medians: where to start. A key with `*` has those of the first that it
        names."""
        out = []
        for key in self.keys:
            pattern = key.split(".")
            for number in self.scenario.numbers():
                parts = number.key.split(".")
                if len(parts) == len(pattern) and all(a in ("*", b) for a, b in zip(pattern, parts)):
                    out.append(number.median)
                    break
            else:
                self.at([0.0] * len(self.keys))  # says what is wrong with the key
                raise fail(key, "has no value in this scenario")
        return np.array(out)

    def at(self, x: Sequence[float]) -> Scenario:
        """The scenario with these values of the keys."""
        values = np.atleast_1d(np.asarray(x, dtype=float))
        if values.shape != (len(self.keys),):
            raise fail("x", f"has the shape {values.shape}; expected {len(self.keys)} numbers: {', '.join(self.keys)}")
        return self.scenario.set(dict(zip(self.keys, values.tolist())))

    def estimate(self, x: Sequence[float]) -> tuple[float, float]:
        """The measure's mean over the draws and its standard error, whatever `quantile` and `maximise` say."""
        result = self._result(x)
        return result.mean(self.measure, 0, self.labels), result.standard_error(self.measure, 0, self.labels)

    def __call__(self, x: Sequence[float]) -> float:
        result = self._result(x)
        value = (result.mean(self.measure, 0, self.labels) if self.quantile is None
                 else result.quantile(self.quantile, self.measure, 0, self.labels))
        return -value if self.maximise else value

    def _result(self, x: Sequence[float]) -> _wedge.Result:
        self.calls += 1
        scenario = self.at(x)
        draws = self.draws if scenario.uncertain_keys() else 1
        balance = None if self.measure in ("dividend", "seam", "net", "dilemma", "n_balance") else 0
        study = _study(scenario, draws=draws, method=self.method, seed=self.seed, certify=0, balance=balance)
        return _wedge.run_memory(study, self.threads, None)
