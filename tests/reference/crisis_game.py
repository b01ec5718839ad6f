"""From a scenario to its joint system: the menu, the tables of (8)-(10), the tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from crisis_branch import NotSettled, StepLimits, damped, trace
from crisis_rules import Action, Crisis, menu
from crisis_system import Array, Games, System, Tree


@dataclass
class CrisisGame:
    """The crisis game of one adversary with everything that a solution is read from."""
    scenario: dict[str, Any]
    adversary_id: str
    actions: list[Action]
    crises: dict[str, Crisis]            # by target, in the order of `prize`
    tables: dict[str, dict[str, Array]]  # by target: expectations of (9), per coalition
    system: System

    @property
    def adversary(self) -> dict[str, Any]:
        return self.scenario["adversary"][self.adversary_id]

    @property
    def prior(self) -> Array:
        return np.array([t["prior"] for t in self.adversary["types"]])

    def games_of(self, target: str) -> slice:
        """The numbers of the actions against a target."""
        return self.system.games_of[list(self.crises).index(target)]

    def position(self, action: int) -> tuple[str, int]:
        """Target of an action and its place among the actions against it."""
        target = self.actions[action].target
        return target, action - self.games_of(target).start

    def block_of(self, target: str) -> Games:
        return self.system.blocks[list(self.crises).index(target)]


@dataclass
class Equilibrium:
    """A solution of the joint system."""
    d: Array
    fold: bool
    selection: str


def tabulate(crisis: Crisis, actions: list[Action], types: int) -> dict[str, Array]:
    """Everything that depends on (action, type, coalition), as arrays."""
    coalitions = crisis.coalitions()
    n, size = len(crisis.responders), len(coalitions)
    table = {name: np.zeros((len(actions), types, size))
             for name in ("desist", "fight", "executed", "holds", "value", "lost")}
    table |= {name: np.zeros((len(actions), size))
              for name in ("cost", "late", "live", "resists", "chance")}
    table["payoff"] = np.zeros((len(actions), n, types, size))
    for a, action in enumerate(actions):
        for c, coalition in enumerate(coalitions):
            resists = crisis.target in coalition
            table["resists"][a, c] = float(resists)
            table["live"][a, c] = float(crisis.live(action, coalition))
            table["chance"][a, c] = crisis.chance(action, coalition)
            table["late"][a, c] = crisis.lateness(action.rung, coalition) if resists else 0.0
            table["cost"][a, c] = crisis.tactic_cost(action, coalition)
            for t in range(types):
                after = crisis.outcome(action, coalition, t)
                for name in ("desist", "fight", "executed", "holds", "value"):
                    table[name][a, t, c] = getattr(after, name)
                table["lost"][a, t, c] = (crisis.at_issue(action.rung, coalition)
                                          * (1.0 - after.holds))
                for m, k in enumerate(crisis.responders):
                    table["payoff"][a, m, t, c] = crisis.payoff(action, k, coalition, after)
    return table


def build(scenario: dict[str, Any], adversary_id: str) -> CrisisGame:
    """Tables and tree of an adversary's crisis game."""
    adversary = scenario["adversary"][adversary_id]
    actions = menu(scenario, adversary_id)
    crises, tables, blocks, leaves = {}, {}, [], []
    for target in adversary["prize"]:
        crisis = Crisis(scenario, adversary_id, target)
        mine = [a for a in actions if a.target == target]
        table = tabulate(crisis, mine, len(adversary["types"]))
        defenders = [scenario["defender"][k] for k in crisis.responders]
        public = np.array([d["steadfast"] for d in defenders])
        perceived = np.array([adversary["perceives"].get(k, d["steadfast"])
                              for k, d in zip(crisis.responders, defenders)])
        blocks.append(Games(payoff=table["payoff"],
                            value=table["value"] - table["cost"][:, None, :],
                            precision=np.array([d["precision"] for d in defenders]),
                            steadfast=public,
                            gap=np.array([d["resolve_gap"] for d in defenders]),
                            mood=scenario["model"]["mood"],
                            perceived=perceived))
        crises[target], tables[target] = crisis, table
        leaves.append([[i for i, a in enumerate(actions) if (a.target, a.rung) == (target, rung)]
                       for rung in scenario["rung"]])
    tree = Tree(leaves=leaves, prior=np.array([t["prior"] for t in adversary["types"]]),
                grievance=adversary["grievance"], precision=adversary["precision"],
                tactic_precision=adversary["tactic_precision"],
                signalling=scenario["model"]["signalling"])
    return CrisisGame(scenario, adversary_id, actions, crises, tables, System(blocks, tree))


def single_game(game: CrisisGame, action: int, belief: Array) -> System:
    """The response game after one action, with beliefs held fixed."""
    target, place = game.position(action)
    belief = game.system.heeded(belief[None, :])
    return System([game.block_of(target).one(place)], fixed_belief=belief)


def find_equilibrium(game: CrisisGame, selection: str,
                     limits: StepLimits = StepLimits()) -> Equilibrium:
    """The solution that the selection asks for."""
    if selection == "cohesive":
        return Equilibrium(damped(game.system, 1.0), False, selection)
    if selection == "fractured":
        return Equilibrium(damped(game.system, 0.0), False, selection)
    if selection != "principal":
        raise ValueError(f"unknown selection {selection!r}")
    if len(game.prior) > 1:
        return Equilibrium(*trace(game.system, limits), selection)
    # With one type nothing ties the response games together: each has its own branch.
    branches = [trace(single_game(game, a, np.ones(1)), limits) for a in range(len(game.actions))]
    return Equilibrium(np.concatenate([d for d, _ in branches]),
                       any(fold for _, fold in branches), selection)


def is_fragile(game: CrisisGame) -> bool | None:
    """Whether the cohesive and fractured solutions differ by more than 1e-6 in any support;
    None when one of them does not settle."""
    try:
        extremes = [game.system.support(damped(game.system, start)) for start in (1.0, 0.0)]
    except NotSettled:
        return None
    return bool(np.abs(extremes[0] - extremes[1]).max() > 1e-6)
