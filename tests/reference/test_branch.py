"""Tests of how the reference solver follows the principal branch.

    python3 -m unittest test_branch        (in this folder)
"""

from __future__ import annotations

import copy
import unittest
from functools import cache

import numpy as np

from crisis_branch import StepLimits, trace
from crisis_game import build, find_equilibrium, single_game
from crisis_measures import behaviour
from crisis_reference import load
from crisis_system import System
from test_reference import DATA, from_start, principal, table_game


class NearlyCrossing(unittest.TestCase):
    """Where two branches pass close by one another, the determinant tells which one a step has landed on."""

    def test_broken_pitchfork(self) -> None:
        """Coordination whose branches cross at precision 2, but for a small reward for one side: the
        principal branch then bends away from 1/2, which a long step would go on along."""
        for reward, p in ((1e-7, .9292798183201), (-1e-7, .0707201816799)):
            game = table_game(2, 3, lambda k, c: float(c[0] == c[1]) + reward * c[k])
            np.testing.assert_allclose(principal(game), [p, p], rtol=0.0, atol=1e-7)

    def test_high_precision(self) -> None:
        """Two ways part within 1e-8 of tau = .0900; the other one leads to a deterrence of .6145729."""
        scenario = load(DATA.parent / "northeast-asia.toml", set={"defender.*.precision": 1000.0})
        game = build(scenario, "dprk")
        found = find_equilibrium(game, "principal", StepLimits(longest=8.0))
        self.assertAlmostEqual(game.prior @ behaviour(game, found).quiet, .6145514136, places=9)
        self.assertFalse(found.fold)


class FollowThroughScaled:
    """One response game of an adversary with one type whose follow-through is scaled by tau as well, as a program that
    traces the whole tree does it: at every tau a system of its own (and central differences between them)."""

    def __init__(self, scenario: dict, adversary: str, action: int) -> None:
        self.scenario, self.adversary, self.action = scenario, adversary, action
        self.precision = scenario["adversary"][adversary]["precision"]
        self.at = cache(self._at)
        self.size, self.scale = self.at(1.0).size, self.at(1.0).scale

    def _at(self, tau: float) -> System:
        changed = copy.deepcopy(self.scenario)
        changed["adversary"][self.adversary]["precision"] = tau * self.precision
        return single_game(build(changed, self.adversary), self.action, np.ones(1))

    def start(self) -> np.ndarray:
        return self.at(0.0).start()

    def support(self, d: np.ndarray, tau: float = 1.0) -> np.ndarray:
        return self.at(tau).support(d, tau)

    def linearise(self, d: np.ndarray, tau: float, step: float = 1e-5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        value, jacobian, by_tau = self.at(tau).linearise(d, tau)
        moved = self.at(tau + step).right_side(d, tau) - self.at(tau - step).right_side(d, tau)
        return value, jacobian, by_tau - moved / (2.0 * step)


class FollowThrough(unittest.TestCase):
    """Along the branch the follow-through keeps its precision; scaling it too leads elsewhere in this game."""

    def test_scaled_too(self) -> None:
        scenario = load(DATA.parent / "fold-at-the-follow-through.toml")
        game = build(scenario, "adv")
        action = [(a.tactic, a.at) for a in game.actions].index(("threaten", ("d0",)))
        own, scaled = single_game(game, action, np.ones(1)), FollowThroughScaled(scenario, "adv", action)
        ours, other = own.support(trace(own)[0]), own.support(trace(scaled)[0])
        np.testing.assert_allclose(ours, [1.0, .999994, .952253], rtol=0.0, atol=1e-5)
        np.testing.assert_allclose(other, [.000007, .005121, .016996], rtol=0.0, atol=1e-5)
        np.testing.assert_allclose(other, from_start(own, 0.0), rtol=0.0, atol=1e-9)    # a solution of the same game


if __name__ == "__main__":
    unittest.main()
