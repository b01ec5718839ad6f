"""Tests of the reference solver for several adversaries at once.

    python3 -m unittest test_several        (in this folder)
"""

from __future__ import annotations

import json
import unittest
from pathlib import Path
from typing import Any

import numpy as np

from check_vectors import deviation
from crisis_branch import StepLimits, newton, trace
from crisis_reference import load, solve
from several_game import SeveralEquilibrium, build
from several_measures import measure_one, totals
from several_reference import solve_several
from several_rules import SharedCrisis, reaches

DATA = Path(__file__).resolve().parent.parent / "data" / "reference" / "several"


def published(name: str) -> dict[str, Any]:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))["selection"]


class Rules(unittest.TestCase):
    """Shares, slowing and reach."""

    def test_shares(self) -> None:
        scenario = load(DATA / "shared-patron.toml")
        crisis = SharedCrisis(scenario, "east-rival", "ela", "assault", [("wim", "probe")])
        self.assertEqual(crisis.local_share("patron"), 1.0)           # nothing else in the east
        self.assertAlmostEqual(crisis.share("patron"), .9 / 1.1, places=15)
        self.assertAlmostEqual(crisis.force("patron"), .7 * 1.6 * (.35 + .4 * .9 / 1.1), places=15)
        self.assertEqual(crisis.force("ela"), .5)
        self.assertAlmostEqual(crisis.slowing(), 1 + .5 * .2, places=15)
        same = load(DATA / "same-target.toml")
        crisis = SharedCrisis(same, "ivan", "hub", "seize", [("hub", "assault")])
        self.assertAlmostEqual(crisis.share("hub"), 1 / 3, places=15)
        self.assertAlmostEqual(crisis.local_share("protector"), 1 / 3, places=15)
        self.assertAlmostEqual(crisis.slowing(), 1 + .8 * 2, places=15)

    def test_shares_of_one_force_sum_to_one(self) -> None:
        scenario = load(DATA / "three-adversaries.toml")
        acts = [("ost", "seize"), ("vest", "assault"), ("ring", "assault")]
        lender = [SharedCrisis(scenario, "sunrise", *acts[0], acts[1:]).share("lender"),
                  SharedCrisis(scenario, "sunset", *acts[1], acts[:1] + acts[2:]).share("lender")]
        self.assertAlmostEqual(sum(lender), 1.0, places=15)

    def test_reach(self) -> None:
        """Through a responder or a member of the pact, and one way only if need be."""
        scenario = load(DATA / "three-adversaries.toml")
        self.assertTrue(reaches(scenario, ("vest", "seize"), "ost"))
        self.assertTrue(reaches(scenario, ("ring", "seize"), "ost"))
        self.assertFalse(reaches(scenario, ("ost", "seize"), "ring"))
        self.assertFalse(reaches(scenario, None, "ost"))


class WholeGames(unittest.TestCase):
    """Known answers and invariances."""

    def test_derivatives(self) -> None:
        """The exact derivatives of the joint system against central differences."""
        for name in ("shared-patron", "three-adversaries"):
            system = build(load(DATA / f"{name}.toml")).system
            x, tau, step = np.random.default_rng(1).normal(0.0, .02, system.size), .6, 1e-6
            _, jacobian, by_tau = system.linearise(x, tau)
            for k in [*range(0, system.size, 23), *system.quiet]:
                move = np.zeros(system.size)
                move[k] = step
                slope = system.linearise(x + move, tau)[0] - system.linearise(x - move, tau)[0]
                np.testing.assert_allclose(jacobian[:, k], slope / (2 * step), atol=1e-7)
            slope = system.linearise(x, tau + step)[0] - system.linearise(x, tau - step)[0]
            np.testing.assert_allclose(by_tau, slope / (2 * step), atol=1e-7)

    def attack(self, system: Any, x: np.ndarray) -> list[float]:
        return [float(np.exp(system.log_sigma(j, x, 1.0).value).sum()) for j in (0, 1)]

    def test_two_opportunists(self) -> None:
        """Oracle 12: attacking alone loses .4, attacking together gains .3."""
        for precision, roots in ((6.0, [.1408052336296]), (20.0, [.0003369352107590, .6005558283693, .9974372848907])):
            scenario = load(DATA / "two-opportunists.toml", set={"adversary.*.precision": precision})
            system = build(scenario).system
            x, turned = trace(system)
            self.assertFalse(turned)
            np.testing.assert_allclose(self.attack(system, x), roots[0], rtol=0, atol=1e-12)
            for q in roots:
                guess = x.copy()
                for leaf in system.leaf:
                    guess[leaf] = .7 * q - .4
                np.testing.assert_allclose(self.attack(system, newton(system, guess)), q, rtol=0, atol=1e-12)

    def test_decoupled(self) -> None:
        """With nothing shared each adversary is as if alone."""
        scenario = load(DATA / "decoupled.toml")
        both = solve_several(scenario)
        for entry in both["adversaries"]:
            alone = solve(scenario, entry["id"], balance=False)
            self.assertLess(deviation(alone, entry)[0], 1e-12)
        self.assertAlmostEqual(both["coordination"], 0.0, places=12)

    def test_nothing_demanded(self) -> None:
        """Demands of zero claim nothing: reached or not, the crises separate."""
        scenario = load(DATA / "shared-patron.toml", set={"rung.*.demand": 0.0, "adversary.*.closing_ranks": {}})
        for entry in solve_several(scenario, fragile=False)["adversaries"]:
            alone = solve(scenario, entry["id"], balance=False)
            self.assertLess(deviation({k: v for k, v in alone.items() if k != "fragile"}, entry)[0], 1e-11)

    def test_order_of_adversaries(self) -> None:
        scenario = load(DATA / "three-adversaries.toml")
        first = solve_several(scenario, fragile=False)
        scenario["adversary"] = dict(reversed(scenario["adversary"].items()))
        second = solve_several(scenario, fragile=False)
        second["adversaries"].reverse()
        self.assertLess(deviation(first, second)[0], 1e-11)

    def test_cap(self) -> None:
        """What is lost twice is lost once."""
        scenario = load(DATA / "same-target.toml")
        entries = [{"deterrence": .2, "loss": {"hub": .7, "isle": .1}}, {"deterrence": .5, "loss": {"hub": .6}}]
        whole = totals(scenario, entries)
        self.assertEqual(whole["loss"], {"hub": 1.0, "isle": .1})
        self.assertAlmostEqual(whole["total_loss"], 1.1, places=15)
        self.assertAlmostEqual(whole["deterrence"], .1, places=15)

    def test_measures_as_published(self) -> None:
        """All measures, where the branch of the joint system turns."""
        scenario = load(DATA / "shared-patron-fold.toml")
        game = build(scenario)
        x, turned = trace(game.system)
        self.assertTrue(turned)
        for j, entry in enumerate(published("shared-patron-fold")["principal"]["adversaries"]):
            found = measure_one(game, SeveralEquilibrium(x, turned, "principal"), j, StepLimits())
            older = {key: value for key, value in found.items() if key in entry}
            self.assertGreater(len(older), 20)
            self.assertLess(deviation(older, entry)[0], 1e-10)


if __name__ == "__main__":
    unittest.main()
