"""Tests of published solutions with several adversaries against the definitions. The longest of the reference's tests.

    python3 -m unittest test_definitions        (in this folder)
"""

from __future__ import annotations

import unittest
from itertools import product
from typing import Any

import numpy as np

from crisis_branch import trace
from crisis_reference import load
from several_brute import Direct
from several_game import Damped, SeveralGame, build
from several_rules import SharedCrisis, demand_of, felt
from test_several import DATA, published


def games_support(game: SeveralGame, x: np.ndarray) -> list[list[list[dict[str, float]]]]:
    """Support by adversary after every action and combination of the others' actions, quiet last of each."""
    found = []
    for j, player in enumerate(game.system.players):
        theirs = list(product(*[[*map(demand_of, game.actions[l]), None] for l in game.system.others(j)]))
        found.append([])
        for f, front in enumerate(player.fronts):
            p = game.system.front_support(j, f, x).reshape(*front.shape, -1)
            target = game.actions[j][front.actions.start].target
            ids = SharedCrisis(game.scenario, game.ids[j], target, "", ()).responders
            rows = [tuple(known.index(felt(game.scenario, demand, target)) for known, demand in zip(front.felt, those))
                    for those in theirs]
            found[-1] += [[dict(zip(ids, map(float, by_demand[row]))) for row in rows] for by_demand in p]
    return found


def strategies(scenario: dict[str, Any], solution: dict[str, Any]) -> list[list[list[float]]]:
    """sigma_theta(a) with quiet last, from published joint probabilities and beliefs."""
    return [[[a["probability"] * a["belief"][t["id"]] / t["prior"] for a in entry["actions"]]
             + [entry["deterrence_by_type"][t["id"]]]
             for t in scenario["adversary"][entry["id"]]["types"]] for entry in solution["adversaries"]]


class AgainstDefinitions(unittest.TestCase):
    """Published solutions put into the definitions, profile by profile of actions (several_brute)."""

    def check(self, name: str, selections: dict[str, float | None]) -> None:
        scenario = load(DATA / f"{name}.toml")
        game = build(scenario)
        for selection, corner in selections.items():
            solution = published(name)[selection]
            x = trace(game.system)[0] if corner is None else Damped(game.system).solve(corner)
            sigma, p = strategies(scenario, solution), games_support(game, x)
            direct = Direct(scenario, sigma, p)
            self.assertLess(direct.deviation(), 1e-10)
            for j, entry in enumerate(solution["adversaries"]):
                self.assertAlmostEqual(direct.loss(j), entry["total_loss"], delta=1e-10)
                for a, action in enumerate(entry["actions"]):
                    for t, theta in enumerate(action["value"]):
                        self.assertAlmostEqual(direct.expected(j, a, t), action["value"][theta], delta=1e-10)
                    for k, mean in action["support"].items():
                        self.assertAlmostEqual(direct.mean(j, lambda b: p[j][a][b][k]), mean, delta=1e-10)
            # What is not a solution must not pass.
            p[0][0][0] = {k: abs(q - 1e-6) for k, q in p[0][0][0].items()}
            self.assertGreater(Direct(scenario, sigma, p).deviation(), 1e-8)

    def test_shared_patron(self) -> None:
        self.check("shared-patron", {"principal": None, "fractured": 0.0})

    def test_shared_patron_at_the_prior(self) -> None:
        self.check("shared-patron-unread", {"principal": None})

    def test_same_target(self) -> None:
        self.check("same-target", {"principal": None})

    def test_three_adversaries(self) -> None:
        self.check("three-adversaries", {"principal": None})

    def test_branch_that_turns(self) -> None:
        self.check("shared-patron-fold", {"principal": None})


if __name__ == "__main__":
    unittest.main()
