"""A reference solver of one-shot crises with several adversaries (model.md, "Several adversaries at once").

    solution = solve_several(load("scenario.toml"), "principal")

returns {"adversaries": [entry, ...], "deterrence", "loss", "loss_by_region", "total_loss",
"coordination"}; an entry is that of a single adversary in `crisis_reference`, averaged over the
demands of the others. `residual`, `fold` and `fragile` speak of the joint solution, the same in every
entry. Written from the model document alone, like the rest of the reference.
"""

from __future__ import annotations

from typing import Any

from crisis_branch import StepLimits
from crisis_reference import total_loss
from crisis_scenario import Scenario, load
from several_game import build, find_equilibrium, is_fragile
from several_measures import measure_one, totals

__all__ = ["load", "solve_several"]


def solve_several(scenario: Scenario, selection: str | None = None, limits: StepLimits = StepLimits(),
                  fragile: bool = True) -> dict[str, Any]:
    """The solution with all measures. `fragile` = False leaves that question out."""
    selection = selection or scenario["selection"]
    game = build(scenario)
    equilibrium = find_equilibrium(game, selection, limits)
    entries = [measure_one(game, equilibrium, j, limits) for j in range(len(game.ids))]
    if fragile:
        answer = is_fragile(game)
        for entry in entries:
            entry["fragile"] = answer
    whole = {"adversaries": entries} | totals(scenario, entries)
    alone = sum(total_loss(scenario, adversary, selection, limits) for adversary in game.ids)
    return whole | {"coordination": whole["total_loss"] - alone}
