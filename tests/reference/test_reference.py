"""Tests of the reference solver against closed forms, textbook games and invariances.

    python3 -m unittest test_reference        (in this folder)
"""

from __future__ import annotations

import itertools
import unittest
from pathlib import Path
from typing import Callable

import numpy as np

from check_efg import check
from crisis_branch import damped, newton, trace
from crisis_game import build, find_equilibrium, single_game
from crisis_measures import behaviour
from crisis_reference import load, solve
from crisis_numbers import at_least, logistic_of_log, threshold
from crisis_rules import Crisis, menu
from crisis_system import Games, System, logit_node
from efg_reader import logit_deviations, read
from efg_writer import write

DATA = Path(__file__).resolve().parent.parent / "data" / "reference"


def table_game(players: int, precision: float,
               payoff: Callable[[int, tuple[int, ...]], float]) -> System:
    """A single response game given by payoff(k, choices), choices[k] = 1 for the first action."""
    table = np.zeros((1, players, 1, 1 << players))
    for c in range(1 << players):
        choices = tuple(c >> k & 1 for k in range(players))
        for k in range(players):
            table[0, k, 0, c] = payoff(k, choices)
    one = np.ones(players)
    return System([Games(table, np.zeros((1, 1, 1 << players)), precision * one, one, 0.0 * one)],
                  fixed_belief=np.ones((1, 1)))


def principal(system: System) -> np.ndarray:
    return system.support(trace(system)[0])


def from_start(system: System, start: float) -> np.ndarray:
    return system.support(damped(system, start))


class TextbookGames(unittest.TestCase):
    """Oracles 1-6: response games given as tables."""

    def agree(self, found: np.ndarray, *expected: float, places: int = 12) -> None:
        np.testing.assert_allclose(found, expected, rtol=0.0, atol=10.0 ** -places)

    def test_constant_sum(self) -> None:
        def payoff(k: int, c: tuple[int, ...]) -> float:
            return float(c[0] and c[1]) if k == 0 else float(c[1] and not c[0])
        for precision, p, q in ((1, .6429793589601, .5883190244247),
                                (2, .7726766071218, .6117434791996),
                                (3, .8595367095886, .6038157859622)):
            self.agree(principal(table_game(2, precision, payoff)), p, q)

    def test_matching_pennies(self) -> None:
        def payoff(k: int, c: tuple[int, ...]) -> float:
            row = (9.0 if c[0] else 0.0) if c[1] else (0.0 if c[0] else 1.0)
            return row if k == 0 else float(c[0] != c[1])
        self.agree(principal(table_game(2, 1, payoff)), .8935763305540, .3127803750295)
        self.agree(principal(table_game(2, 3, payoff)), .7953836902510, .1452562687280)

    def test_coordination(self) -> None:
        def payoff(k: int, c: tuple[int, ...]) -> float:
            return float(c[0] == c[1])
        game = table_game(2, 3, payoff)
        self.agree(from_start(game, 0.0), .0707201816799, .0707201816799)
        self.agree(principal(game), .5, .5)
        self.agree(from_start(game, 1.0), .9292798183201, .9292798183201)
        self.agree(from_start(table_game(2, 1.9, payoff), 1.0), .5, .5, places=9)

    def test_consensus_trap(self) -> None:
        def trap(n: int, cost: float, precision: float) -> System:
            return table_game(n, precision, lambda k, c: float(all(c)) - cost * c[k])
        game = trap(4, .3, 10)
        self.agree(from_start(game, 0.0), *[.0474742345195] * 4)
        self.agree(from_start(game, 1.0), *[.9990630255169] * 4)
        middle = .7394411327867
        d = game.benefits(np.full(4, middle), np.ones((1, 1)))
        self.agree(game.support(newton(game, d)), *[middle] * 4)
        for precision, several in ((5.09, False), (5.11, True)):      # fold at 5.0986
            game = trap(4, .3, precision)
            apart = from_start(game, 1.0) - from_start(game, 0.0)
            self.assertEqual(bool(apart.max() > 1e-3), several)
        for cost, several in ((.366, False), (.368, True), (.632, True), (.634, False)):
            apart = from_start(trap(2, cost, 8), 1.0) - from_start(trap(2, cost, 8), 0.0)
            self.assertEqual(bool(apart.max() > 1e-3), several)
        sunk = trap(3, .3, 20)
        self.agree(from_start(sunk, 0.0), *[.0024729248467] * 3)
        self.agree(from_start(sunk, 1.0), *[.9999991684443] * 3)
        if_all = table_game(3, 20, lambda k, c: .7 * float(all(c)))
        for found in (principal(if_all), from_start(if_all, 0.0), from_start(if_all, 1.0)):
            self.agree(found, *[.9999991684526] * 3)

    def test_quorum(self) -> None:
        def quorum(k_needed: int) -> System:
            return table_game(3, 10, lambda k, c: float(sum(c) >= k_needed) - .2 * c[k])
        for needed, q, success in ((1, .5366551788990, .9005252309409),
                                   (2, .7896068618498, .8858304014766)):
            found = principal(quorum(needed))
            self.agree(found, *[q] * 3)
            self.assertAlmostEqual(at_least(needed, list(found)), success, places=12)
        self.agree(from_start(quorum(3), 0.0), *[.1420777323117] * 3)
        self.agree(from_start(quorum(3), 1.0), *[.9996623789336] * 3)

    def test_two_supporters_and_an_attacker(self) -> None:
        worth, cost, affinity, strength = (2.0, 1.6), (.45, .30), (.2, .2), (.6, .5)

        def holds(c: tuple[int, ...], g: float) -> float:
            tied = 1.0 + g * .4 if all(c) else 1.0 - g * .3
            force = (1.0 + sum(s * m for s, m in zip(c, strength))) * tied
            return force / (force + 1.5)

        for g, plain, coerced, attack in (
                (0.0, (.4334183927174, .5464372688039, .4972089844601),
                 (.1166397199444, .5669450477186, .4680710383746),
                 (.2463543990171, .3749776624871, .3786679384958)),
                (1.0, (.7084274165168, .7404534436687, .5389202721605),
                 (.2665064422222, .6340177401945, .4304853060005),
                 (.2414284669697, .2721483349250, .4864231981053))):
            defence = []
            for pressure, expected in ((0.0, plain), (.35, coerced)):
                game = table_game(2, 5, lambda k, c: worth[k] * holds(c, g) + c[k] * (
                    affinity[k] - cost[k] - pressure * (k == 0)))
                p = principal(game)
                mean = sum(holds(c, g) * np.prod([x if s else 1 - x for x, s in zip(p, c)])
                           for c in itertools.product((0, 1), repeat=2))
                self.agree(np.append(p, mean), *expected)
                defence.append(mean)
            value = np.array([0.0, (1 - defence[0]) - .8 * defence[0],
                              (1 - defence[1]) - .8 * defence[1] - .05])
            node = logit_node(value, np.eye(3), np.zeros(3), 4.0, 1.0)
            self.agree(np.exp(node.log_probability), *attack)


class ClosedForms(unittest.TestCase):
    """Oracles 7 and 8, thresholds and counts."""

    def test_contest(self) -> None:
        self.assertAlmostEqual(logistic_of_log(1.0, 1.6), .6153846153846, places=12)
        self.assertAlmostEqual(logistic_of_log(2.0, 1.6), .7191011235955, places=12)

    def test_optimal_integration(self) -> None:
        scenario = load(DATA / "hostile-neighbours.toml", set={
            "defender.brin.redundancy": 0.0, "pact.entente.quorum": 0.0,
            "commitment.alva-brin.synergy": .8, "commitment.alva-brin.dependency": .5})
        crisis = Crisis(scenario, "khan", "brin")

        def log_strength(integration: float, p: float) -> float:
            scenario["tie"]["alva", "brin"]["integration"] = integration
            return (p * np.log(crisis.factor_present("alva", frozenset(("alva", "brin"))))
                    + (1.0 - p) * np.log(crisis.factor_absent("alva")))

        for p, best in ((.65, .8625), (.5, .375), (.3, 0.0), (.9, 1.0)):
            low, high = 0.0, 1.0
            for _ in range(100):
                a, b = low + (high - low) / 3, high - (high - low) / 3
                low, high = (a, high) if log_strength(a, p) < log_strength(b, p) else (low, b)
            self.assertAlmostEqual(0.5 * (low + high), best, places=6)

    def test_threshold(self) -> None:
        self.assertEqual([threshold(q, n) for q, n in ((0.0, 3), (.5, 2), (.5, 3), (1.0, 3),
                                                       (1.0 / 3.0, 3), (.1, 30))],
                         [0, 1, 2, 3, 1, 3])

    def test_poisson_binomial(self) -> None:
        p = [.2, .5, .9, .35]
        for needed in range(6):
            total = sum(np.prod([x if s else 1 - x for x, s in zip(p, c)])
                        for c in itertools.product((0, 1), repeat=4) if sum(c) >= needed)
            self.assertAlmostEqual(at_least(needed, p), total, places=14)


class WholeGames(unittest.TestCase):
    """The joint system and invariances of the model."""

    def test_order_of_actions(self) -> None:
        first = [(a.tactic, a.at) for a in menu(load(DATA / "hostile-neighbours.toml"), "khan")][:5]
        self.assertEqual(first, [("none", ()), ("squeeze", ("alva",)), ("squeeze", ("brin",)),
                                 ("court", ("alva",)), ("none", ())])
        many = menu(load(DATA / "three-types.toml"), "corsair")[:12]
        self.assertEqual([a.at for a in many if a.tactic == "court"],
                         [("warden",), ("elm",), ("warden", "elm")])

    def test_derivatives(self) -> None:
        """The exact derivatives of the joint system against central differences."""
        system = build(load(DATA / "three-types.toml"), "corsair").system
        d, tau, step = np.random.default_rng(1).normal(0.0, .05, system.size), .7, 1e-6
        _, jacobian, by_tau = system.linearise(d, tau)
        for k in range(0, system.size, 17):
            move = np.zeros(system.size)
            move[k] = step
            slope = (system.linearise(d + move, tau)[0] - system.linearise(d - move, tau)[0])
            np.testing.assert_allclose(jacobian[:, k], slope / (2 * step), atol=1e-7)
        slope = system.linearise(d, tau + step)[0] - system.linearise(d, tau - step)[0]
        np.testing.assert_allclose(by_tau, slope / (2 * step), atol=1e-7)

    def solved(self, name: str, **changes: object) -> dict:
        return solve(load(DATA / f"{name}.toml", set={k.replace("__", "."): v
                                                       for k, v in changes.items()}), balance=False)

    def assert_same(self, a: dict, b: dict) -> None:
        for x, y in zip(a["actions"], b["actions"]):
            for k, p in x["support"].items():
                self.assertAlmostEqual(p, y["support"][k], places=11)
            self.assertAlmostEqual(x["probability"], y["probability"], places=11)

    def test_blunt_responders(self) -> None:
        """Without precision everybody supports with probability one half."""
        found = self.solved("hostile-neighbours", **{"defender__*__precision": 1e-9})
        for action in found["actions"]:
            for p in action["support"].values():
                self.assertAlmostEqual(p, .5, places=8)

    def test_no_integration(self) -> None:
        """Without integration neither synergy nor dependency nor sharing matters."""
        plain = {"tie__*__integration": 0.0}
        self.assert_same(self.solved("hostile-neighbours", **plain),
                         self.solved("hostile-neighbours", **plain, **{
                             "commitment__*__synergy": .9, "commitment__*__dependency": .9,
                             "tie__*__sharing": 1.0}))

    def test_scale_of_forces(self) -> None:
        scenario = load(DATA / "fragile-courted.toml")
        larger = load(DATA / "fragile-courted.toml")
        for side in ("defender", "adversary"):
            for actor in larger[side].values():
                forces = actor["forces"]
                actor["forces"] = ({r: 3.0 * f for r, f in forces.items()}
                                   if isinstance(forces, dict) else 3.0 * forces)
        self.assert_same(solve(scenario, balance=False), solve(larger, balance=False))

    def test_one_type_joint_or_separate(self) -> None:
        """With one type the joint branch ends where the separate ones do."""
        game = build(load(DATA / "lone-victim.toml"), "raider")
        joint, _ = trace(game.system)
        np.testing.assert_allclose(joint, find_equilibrium(game, "principal").d, atol=1e-12)

    def test_beliefs_held_at_the_prior(self) -> None:
        """Where nobody reads an action, games do not depend on one another."""
        file = DATA / "hostile-neighbours.toml"
        game = build(load(file, set={"model.signalling": False}), "khan")
        joint, _ = trace(game.system)
        alone = [trace(single_game(game, a, game.prior))[0] for a in range(len(game.actions))]
        np.testing.assert_allclose(joint, np.concatenate(alone), atol=1e-12)
        read = find_equilibrium(build(load(file), "khan"), "principal").d
        self.assertGreater(np.abs(joint - read).max(), 1e-3)

    def test_probabilities(self) -> None:
        game = build(load(DATA / "three-types.toml"), "corsair")
        seen = behaviour(game, find_equilibrium(game, "principal"))
        np.testing.assert_allclose(seen.sigma.sum(axis=0) + seen.quiet, 1.0, atol=1e-13)
        found = self.solved("hostile-neighbours")
        self.assertAlmostEqual(found["conceded"] + found["desisted"] + found["war"],
                               1.0 - found["deterrence"], places=13)


PENNIES = '''EFG 2 R "pennies" { "row" "column" }
"asymmetric matching pennies, written in several of the legal ways"
p "" 1 1 "row" { "first" "second" } 0
p "" 2 1 "column" { "first" "second" } 0
t "" 1 "both" { 9, 0 }
t "" 2 "apart" { 0 1 }
p "second" 2 1 0
t "" 2
c "" 1 "coin" { "heads" 1/2 "tails" .5 } 3 "bonus" { 1/2, 0.0 }
t "" 4 "" { 1, 0 }
t "" 5 "" { 0, 0 }
'''

TINY = '''EFG 2 R "tiny" { "a" "a tactics" "a follow-through" "v" }
""
p "" 1 1 "act|t" { "quiet" "act" } 0
t "" 1 "" { 0, 0, 0, 0 }
p "" 1 2 "target|t" { "v" } 0
p "" 1 3 "rung|t|v" { "r" } 0
p "" 2 1 "tactic|t|v|r" { "none" } 0
c "" 1 "resolve" { "steadfast" 0.7 "wavering" 0.3 } 0
p "" 4 1 "v|r|none|v|steadfast" { "support" "aside" } 0
p "" 3 1 "t|v|r|none|v" { "desist" "press" } 0
t "" 2 "" { -0.2, -0.2, -0.2, 0.5 }
t "" 3 "" { 0.3, 0.3, 0.3, -0.4 }
t "" 4 "conceded" { 1, 1, 1, -1 }
p "" 4 2 "v|r|none|v|wavering" { "support" "aside" } 0
p "" 3 1 "t|v|r|none|v" { "desist" "press" } 0
t "" 5 "" { -0.2, -0.2, -0.2, -0.3 }
t "" 6 "" { 0.3, 0.3, 0.3, -1.2 }
t "" 4
'''


def logistic(x: float) -> float:
    return 1.0 / (1.0 + np.exp(-x))


class ExtensiveForm(unittest.TestCase):
    """The reader and the check of exported games."""

    def test_matching_pennies(self) -> None:
        game = read(PENNIES)
        p, q = .8935763305540, .3127803750295
        # The coin with its bonus is worth 1, as the cell (second, second) should be.
        behaviour = {(1, 1): [p, 1 - p], (2, 1): [q, 1 - q]}
        self.assertLess(max(logit_deviations(game, behaviour).values()), 1e-12)
        behaviour[2, 1] = [q + 1e-6, 1 - q - 1e-6]
        self.assertGreater(max(logit_deviations(game, behaviour).values()), 1e-7)

    def test_malformed(self) -> None:
        for text in (PENNIES.replace("EFG 2", "EFG 3"), PENNIES[:-20], PENNIES + 't "" 1',
                     PENNIES.replace('"second" 2 1 0', '"second" 2 7 0')):
            with self.assertRaises(ValueError):
                read(text)

    def tiny_solution(self) -> dict:
        """The tiny game by backward induction, by hand."""
        press = logistic(.5)
        advantage = {name: (1 - press) * d + press * e + 1.0
                     for name, d, e in (("steadfast", .5, -.4), ("wavering", -.3, -1.2))}
        p = .7 * logistic(advantage["steadfast"]) + .3 * logistic(advantage["wavering"])
        act = logistic(p * (-.2 * (1 - press) + .3 * press) + (1 - p))
        return {"deterrence_by_type": {"t": 1 - act}, "actions": [
            {"target": "v", "rung": "r", "tactic": "none", "at": [], "probability": act,
             "support": {"v": p}, "belief": {"t": 1.0}}]}

    def test_conventions(self) -> None:
        solution = self.tiny_solution()
        self.assertLess(check(TINY, solution)[0], 1e-14)
        self.assertLess(check(TINY, {"adversaries": [{"id": "a"} | solution]})[0], 1e-14)
        solution["actions"][0]["support"]["v"] += 1e-6
        self.assertGreater(check(TINY, solution)[0], 1e-8)

    def test_whole_game(self) -> None:
        """A solution of the joint system is an agent quantal response equilibrium of the tree."""
        for name in ("lone-victim", "hostile-neighbours"):
            scenario = load(DATA / f"{name}.toml", set={"model.mood": -.02})
            text = write(build(scenario, next(iter(scenario["adversary"]))))
            self.assertLess(check(text, solve(scenario, balance=False))[0], 1e-12)


if __name__ == "__main__":
    unittest.main()
