"""What follows on a result: why, what differs, what is best."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from . import _wedge
from ._files import File, path_of
from ._scenario import Scenario
from ._study import SEED
from ._wedge import ActionExplanation, Calibration, Chronicle, Comparison, Explanation, Optimisation, RemedyOutcome


def play(scenario: Scenario, *, seed: int = SEED, campaign: int = 0) -> Chronicle:
    """One campaign, crises over time, round by round (docs/campaigns.md).

    `campaign` says which: draw N of a study of campaigns with this seed. The chronicle has `rounds`, each with an event for
    every adversary; `to_json()` has everything, exactly.
    """
    return _wedge.play(scenario._core, seed, campaign)


def explain(scenario: Scenario, *, draws: int = 256, seed: int = SEED, orders: int = 24, break_even: bool = True,
            levers: Sequence[str] = (), deterrence: float | None = None, tie: str = "", threads: int = 0) -> Explanation:
    """Which mechanism carries the result (docs/explain.md): each switched off on the same draws, alone and in all orders.

    orders: of more than eight that matter, how many orders are drawn. break_even: also how far each number alone would have
    to go until the loss halves, deterrence reaches `deterrence` (left out: attacks half as likely) or the net of `tie` (left
    out: of the largest) turns. levers: patterns of the numbers to look at; none: the usual ones. Losses are in stakes.

    Ctrl-C stops it. Raises InputError for whatever is wrong with the options.
    """
    return _wedge.explain(scenario._core, draws, seed, orders, break_even, list(levers), deterrence, tie, threads)


def explain_action(scenario: Scenario, words: str = "") -> ActionExplanation:
    """The likeliest attack that `words` (`TARGET RUNG TACTIC AT`, any left out from behind) names, term by term, with every
    uncertain key at its median. Raises InputError if there is none such, and with several adversaries."""
    return _wedge.explain_action(scenario._core, words)


def compare(before: Scenario, after: Scenario, *, draws: int = 1024, seed: int = SEED, threads: int = 0) -> Comparison:
    """Two scenarios on the same draws: in which keys they differ, and what that does to every measure, with the standard
    error of the difference. Ctrl-C stops it. Raises InputError where one leaves keys uncertain that the other does not
    have."""
    return _wedge.compare(before._core, after._core, draws, seed, threads)


def compare_packages(scenario: Scenario, packages: File, *, draws: int = 1024, seed: int = SEED,
                     threads: int = 0) -> list[RemedyOutcome]:
    """A scenario with each package of settings, and as it is, on the same draws; the least loss first.

    `packages`: a file (docs/scenarios.md), or what stands in it. Ctrl-C stops it.
    """
    with path_of(packages, "packages.toml") as path:
        return _wedge.compare_packages(scenario._core, path, draws, seed, threads)


def optimise(scenario: Scenario, levers: File | Sequence[Mapping[str, Any]], *, minimise: str | None = None, level: float = 0.9,
             budget: float | None = None, target: Mapping[str, float] | str | None = None, front: int = 0, starts: int = 4,
             draws: int = 256, seed: int = SEED, output: str | os.PathLike[str] | None = None, replace: bool = False,
             threads: int = 0) -> Optimisation:
    """The best choice of levers within bounds and a budget, judged on fresh draws (docs/optimise.md).

    levers: a file, or a list of dicts as its `[[lever]]`: `[{"key": "tie.front-rear.integration", "cost": 1}]`.
    minimise: `loss` (the default), `quantile`, `tail` (both at `level`), `regret`; or `cost`, of reaching `target`:
    `{"loss": 0.5}`, a share of what it is, or `{"deterrence": 0.8}`. budget: of the levers' costs together. front: points of
    the front, aim against cost. output: a file that keeps what is found, from which the same call goes on.

    The optimum's `settings` are what `Scenario.set()` takes. Ctrl-C stops it. Raises InputError for whatever is wrong with
    the levers or the options.
    """
    if isinstance(target, Mapping):
        target = ",".join(f"{measure}={value!r}" for measure, value in target.items())
    if isinstance(levers, Sequence) and not isinstance(levers, str):
        levers = {"lever": list(levers)}
    with path_of(levers, "levers.toml") as path:
        return _wedge.optimise(scenario._core, path, minimise or ("cost" if target else "loss"), level, budget, target or "", front,
                               starts, draws, seed, "" if output is None else os.fspath(output), replace, threads)


def calibrate(scenario: Scenario, rates: File, *, draws: int = 64, seed: int = SEED, starts: int = 4,
              threads: int = 0) -> Calibration:
    """Keys fitted to given rates, and what the rates do not tell apart (docs/scenarios.md, "How to calibrate").

    rates: a file of keys and rates, or what stands in it. draws: of the uncertain keys; 0: all at their medians. The fit's
    `settings` are what `Scenario.set()` takes. Ctrl-C stops it.
    """
    with path_of(rates, "rates.toml") as path:
        return _wedge.calibrate(scenario._core, path, draws, seed, starts, threads)
