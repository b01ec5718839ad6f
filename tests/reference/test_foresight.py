"""Tests of the foresight of defenders: the numbers of the textbook, the chain store, and invariances.

    python3 -m unittest test_foresight        (in this folder)
"""

from __future__ import annotations

import unittest
from pathlib import Path

import numpy as np

from crisis_measures import expectation, loss
from crisis_reference import load, solve as solve_myopic
from crisis_system import logistic
from foresight_reference import (STEADFAST, WAVERING, Foresight, ForesightSystem, Name, at_log_odds, build,
                                 crisis_value, solve, values)

TEXTBOOK = Path(__file__).resolve().parents[1] / "data" / "textbook.toml"
ONE_TYPE = [{"id": "one", "prior": 1.0, "prize": 1.0, "cost": 1.0}]
TWO_TYPES = [{"id": "mild", "prior": 0.6, "prize": 1.0, "cost": 1.2},
             {"id": "bold", "prior": 0.4, "prize": 1.4, "cost": 1.0}]


def textbook(**more: object) -> dict:
    return load(TEXTBOOK, set={"tie.front-rear.affinity": -0.3, "defender.patron.steadfast": 0.8,
                               "defender.patron.resolve_gap": 0.3, "adversary.rival.types": ONE_TYPE} | more)


def present(scenario: dict, name: Name, discount: float) -> tuple[float, float, float]:
    """Deterrence, loss and war of the present crisis, the patron's name being worth this."""
    s = solve(scenario, "rival", "patron", name, ["theatre"], [float(np.log(4.0))], discount, 0.0)
    return (float(s.seen.prior @ s.seen.quiet), sum(loss(s.game, s.seen).values()),
            expectation(s.game, s.seen, "fight"))


def chain_store(remaining: int, points: int = 801, end: float = 14.0,
                precision: float = 20.0) -> list[tuple[float, float, float]]:
    """Kreps and Wilson (1982), b = 1/2, a = 2: how likely the weak incumbent fights, entry, and what
    this is worth to the weak, at a belief of .1, with 1, 2, ... crises remaining."""
    grid = np.linspace(-end, end, points)
    w, rows = np.zeros(points), []
    tough = logistic(grid)

    def at(b: np.ndarray) -> np.ndarray:
        return np.interp(b, grid, w)

    for _ in range(remaining):
        def crisis(b: np.ndarray, tough: np.ndarray) -> tuple[np.ndarray, ...]:
            low, high = np.full(b.shape, -1000.0), np.full(b.shape, 1000.0)
            for _ in range(200):        # the more likely it fights, the less that says: one solution
                x = 0.5 * (low + high)
                gain = -1.0 + at(b + np.logaddexp(0.0, -precision * x)) - w[0]
                low, high = np.where(gain > x, x, low), np.where(gain > x, high, x)
            fights = logistic(precision * x)
            met = tough + (1.0 - tough) * fights
            entry = logistic(precision * (0.5 - met))
            inside = fights * (-1.0 + at(b - np.log(fights))) + (1.0 - fights) * w[0]
            return fights, entry, (1.0 - entry) * (2.0 + at(b)) + entry * inside
        now = crisis(np.array([np.log(0.1 / 0.9)]), np.array([0.1]))
        rows.append(tuple(float(x[0]) for x in now))
        w = crisis(grid, tough)[2]
    return rows


class Textbook(unittest.TestCase):
    expected = {1: (.453630622096, .072851549658, .247807344272), 2: (.475741954891, .065501988034, .228651611142),
                4: (.486933860374, .061787772460, .218803419507), 6: (.485996600013, .062109800278, .219658100774)}

    def test_patron_who_foresees(self) -> None:
        names, residual = values(textbook(), "patron", 6, 0.9, {"rival": 0.6}, warm=True)
        self.assertLess(residual, 1e-13)
        for h, row in self.expected.items():
            np.testing.assert_allclose(present(textbook(), names[h - 1], 0.9), row, rtol=0.0, atol=1e-11)
        worth = names[6].worth[:, [0, 12, 24]]
        np.testing.assert_allclose(worth[STEADFAST], [-.074546017759, .065629115669, .081502936740], atol=1e-11)
        np.testing.assert_allclose(worth[WAVERING], [-.793871553706, -.423253069443, -.357250615550], atol=1e-11)
        self.assertTrue(np.all(worth[STEADFAST] >= worth[WAVERING]))

    def test_little_depends_on_opportunity_and_discount(self) -> None:
        for opportunity, discount, det in ((1.0, 0.9, .491247687447), (0.3, 0.8, .474834437693)):
            names, _ = values(textbook(), "patron", 3, discount, {"rival": opportunity}, warm=True)
            self.assertAlmostEqual(present(textbook(), names[3], discount)[0], det, places=11)

    def test_a_finer_grid(self) -> None:
        names, _ = values(textbook(), "patron", 3, 0.9, {"rival": 0.6}, grid=np.linspace(-6.0, 6.0, 49), warm=True)
        self.assertAlmostEqual(present(textbook(), names[3], 0.9)[0], .486890, places=6)

    def test_worth_nothing_is_no_foresight(self) -> None:
        scenario = textbook()
        nothing = Name(np.linspace(-6.0, 6.0, 25), np.zeros((2, 25)))
        self.assertAlmostEqual(present(scenario, nothing, 0.9)[0],
                               solve_myopic(scenario, "rival", balance=False)["deterrence"], places=12)


class Derivatives(unittest.TestCase):
    def test_against_differences(self) -> None:
        chance = np.random.default_rng(1)
        scenario = textbook(**{"adversary.rival.types": TWO_TYPES, "adversary.rival.perceives": {"patron": 0.4}})
        game = build(at_log_odds(scenario, "patron", 0.3), "rival")
        for regions in (1, 2):
            shape = (2,) + ((25,) if regions == 1 else (13, 13))
            name = Name(np.linspace(-6.0, 6.0, shape[1]), np.cumsum(chance.uniform(0.0, 0.05, shape), axis=1))
            system = ForesightSystem(game.system, [Foresight([0], name, [0.3, -0.8][:regions],
                                                             [[1.0, 0.4][:regions]], 0.9)])
            z, h = chance.normal(0.0, 0.1, system.size), 1e-6
            _, jacobian, by_tau = system.linearise(z, 0.7)
            numeric = np.array([(system.linearise(z + h * e, 0.7)[0] - system.linearise(z - h * e, 0.7)[0]) / (2 * h)
                                for e in np.eye(system.size)]).T
            np.testing.assert_allclose(jacobian, numeric, atol=1e-8)
            numeric = (system.linearise(z, 0.7 + h)[0] - system.linearise(z, 0.7 - h)[0]) / (2 * h)
            np.testing.assert_allclose(by_tau, numeric, atol=1e-8)


class ChainStore(unittest.TestCase):
    def test_kreps_and_wilson(self) -> None:
        expected = [(.000000002061, .999664649857, .000670698225), (.115741763343, .997313023922, -.006269468240),
                    (.339465982046, .868711321578, .252097267400), (.775127160492, .002593140997, 2.247471297680),
                    (.999999999985, .000045397869, 4.247245935988), (1.0, .000045397869, 6.247109742382)]
        np.testing.assert_allclose(chain_store(6), expected, rtol=0.0, atol=1e-11)


if __name__ == "__main__":
    unittest.main()
