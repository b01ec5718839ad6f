"""A reference solver of the one-shot crisis game with one adversary.

Written from the model document alone, in plain Python and numpy, for checking other programs. It
favours evidence over speed: every equation is one function that cites its number (`crisis_rules`,
`crisis_system`), and the principal branch is followed by small steps (`crisis_branch`).

    scenario = load("scenario.toml", set={"tie.rok-jpn.integration": 0.7})
    solution = solve(scenario, "dprk", "principal")

`solve` returns the entry of one adversary in the program's JSON output, with all one-shot measures
of model.md, "Measures" beside it. Not-a-number is None.
"""

from __future__ import annotations

import copy
from typing import Any

from crisis_branch import StepLimits
from crisis_game import build, find_equilibrium, is_fragile
from crisis_measures import behaviour, loss, measure
from crisis_scenario import Scenario, load, override

__all__ = ["load", "override", "solve", "total_loss", "integration_balance", "StepLimits"]


def solve(scenario: Scenario, adversary: str | None = None, selection: str | None = None,
          limits: StepLimits = StepLimits(), balance: bool = True) -> dict[str, Any]:
    """The solution with all measures; by default of the first adversary and with the scenario's
    own selection. `balance` = False leaves the integration balance out."""
    adversary = adversary or next(iter(scenario["adversary"]))
    selection = selection or scenario["selection"]
    game = build(scenario, adversary)
    solution = measure(game, find_equilibrium(game, selection, limits), limits)
    solution["fragile"] = is_fragile(game)
    if balance:
        solution["integration_balance"] = integration_balance(
            scenario, adversary, selection, solution["total_loss"], limits)
    return solution


def total_loss(scenario: Scenario, adversary: str, selection: str,
               limits: StepLimits = StepLimits()) -> float:
    """Expected loss summed over the targets."""
    game = build(scenario, adversary)
    seen = behaviour(game, find_equilibrium(game, selection, limits))
    return sum(loss(game, seen).values())


def without_integration(scenario: Scenario, tie: tuple[str, str]) -> Scenario:
    """The scenario with M = 0 on one tie."""
    changed = copy.deepcopy(scenario)
    changed["tie"][tie]["integration"] = 0.0
    return changed


def without_dependency(scenario: Scenario, tie: tuple[str, str]) -> Scenario:
    """The scenario with delta = 0 in both directions of one tie, and of the bases that rest on it."""
    changed = copy.deepcopy(scenario)
    for direction in (tie, tie[::-1]):
        if direction in changed["commitment"]:
            changed["commitment"][direction]["dependency"] = 0.0
    for (patron, _, host), numbers in changed["basing"].items():
        if (patron, host) in (tie, tie[::-1]):
            numbers["dependency"] = 0.0
    return changed


def integration_balance(scenario: Scenario, adversary: str, selection: str, both: float,
                        limits: StepLimits = StepLimits()) -> dict[str, dict[str, float]]:
    """Dividend, seam and net of every tie (model.md, "Measures"): L0 without integration, L1 with
    integration but no dependency, L with both."""
    balance = {}
    for tie in scenario["tie"]:
        apart = total_loss(without_integration(scenario, tie), adversary, selection, limits)
        free = total_loss(without_dependency(scenario, tie), adversary, selection, limits)
        balance["-".join(tie)] = {"L0": apart, "L1": free, "L": both, "dividend": apart - free,
                                  "seam": both - free, "net": apart - both}
    return balance
