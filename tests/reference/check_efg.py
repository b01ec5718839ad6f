"""Verifies that a solution is an agent logit quantal response equilibrium of an exported game.

    check_efg.py GAME.efg SOLUTION.json

The payoffs of GAME.efg are already multiplied by each player's precision, so lambda is 1. Every
information set gets its behaviour from the solution; then the logit response to the expected
payoffs, conditional on reaching the set, is compared with that behaviour. Exits with 1 if any
differs by more than 1e-9. Nothing of the crisis model is used: only the tree.

Players: 1 the adversary (act, target, rung), 2 its tactics, 3 its follow-through, then the
defenders. Information sets are named
    act|THETA   target|THETA   rung|THETA|TARGET                            player 1
    tactic|THETA|TARGET|RUNG                                                player 2
    THETA|TARGET|RUNG|TACTIC|COALITION                                      player 3
    TARGET|RUNG|TACTIC|RESPONDER, |steadfast or |wavering behind it         responders
with TACTIC `none`, `threaten:a`, `court:a+b`, ... as the action is labelled.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from efg_reader import (Behaviour, Game, InformationSet, action_values, evaluate, logit,
                        logit_deviations, read, set_chance)

TOLERANCE = 1e-9
FOLLOW_THROUGH = 3
TYPES = ("steadfast", "wavering")


def tactic_label(action: dict[str, Any]) -> str:
    """`none`, or the tactic and at whom."""
    return action["tactic"] + (":" + "+".join(action["at"]) if action["at"] else "")


def entry_of(solution: dict[str, Any], adversary: str) -> dict[str, Any]:
    """The adversary's entry in whatever form the solution is given."""
    if "selection" in solution and isinstance(solution["selection"], dict):
        solution = solution["selection"]["principal"]
    if "adversaries" in solution:
        entries = solution["adversaries"]
        return next((e for e in entries if e.get("id") == adversary), entries[0])
    return solution


def shares(weights: list[float]) -> list[float]:
    """Weights made to sum to 1; equal shares where all vanish."""
    total = sum(weights)
    return [w / total for w in weights] if total > 0.0 else [1.0 / len(weights)] * len(weights)


class Strategies:
    """Behaviour at every information set, read off a solution."""

    def __init__(self, game: Game, entry: dict[str, Any]) -> None:
        self.game, self.entry = game, entry
        set_chance(game.root, game)
        self.prior = {}
        for iset in game.isets.values():
            if iset.player == 1 and iset.name.startswith("act|"):
                self.prior[iset.name.split("|")[1]] = sum(node.chance for node in iset.nodes)

    def sigma(self, theta: str, action: dict[str, Any]) -> float:
        """sigma_theta(a), from the joint probability and Bayes' rule."""
        return action["probability"] * action["belief"][theta] / self.prior[theta]

    def weight(self, theta: str, target: str | None = None, rung: str | None = None,
               label: str | None = None) -> float:
        """Probability, for a type, of all actions that fit."""
        return sum(self.sigma(theta, a) for a in self.entry["actions"]
                   if target in (None, a["target"]) and rung in (None, a["rung"])
                   and label in (None, tactic_label(a)))

    def adversary(self, iset: InformationSet) -> list[float]:
        """Behaviour of players 1 and 2."""
        kind, theta, *path = iset.name.split("|")
        if kind == "act":
            quiet = self.entry["deterrence_by_type"][theta]
            return shares([quiet if a == "quiet" else self.weight(theta) for a in iset.actions])
        if kind not in ("target", "rung", "tactic") or len(path) > 2:
            raise ValueError(f"unknown information set {iset.name}")
        return shares([self.weight(theta, *path, action) for action in iset.actions])

    def support(self, target: str, rung: str, label: str, responder: str) -> float:
        """Support probability of a responder after an action."""
        for action in self.entry["actions"]:
            if (action["target"], action["rung"], tactic_label(action)) == (target, rung, label):
                return action["support"][responder]
        raise ValueError(f"the solution has no action {target}|{rung}|{label}")

    def responder(self, iset: InformationSet, p: float) -> list[float]:
        return [p if action == "support" else 1.0 - p for action in iset.actions]

    def behaviour(self) -> Behaviour:
        """Everything, with the follow-through by backward induction."""
        found: Behaviour = {}
        pairs: dict[tuple[int, str], dict[str, tuple[int, int]]] = {}
        for key, iset in self.game.isets.items():
            if len(iset.actions) == 1 and key[0] != 0:
                found[key] = [1.0]
            elif key[0] in (1, 2):
                found[key] = self.adversary(iset)
            elif key[0] == FOLLOW_THROUGH:
                found[key] = shares([0.0] * len(iset.actions))
            elif key[0] > FOLLOW_THROUGH:
                *path, last = iset.name.split("|")
                if last in TYPES:
                    pairs.setdefault((key[0], "|".join(path)), {})[last] = key
                else:
                    path.append(last)
                found[key] = self.responder(iset, self.support(*path))
        # Nothing but chance follows the follow-through, so one pass finds it.
        evaluate(self.game, found)
        for key, iset in self.game.isets.items():
            if key[0] == FOLLOW_THROUGH and iset.reach > 0.0:
                found[key] = logit(action_values(iset))
        evaluate(self.game, found)
        self.split_types(found, pairs)
        return found

    def split_types(self, found: Behaviour,
                    pairs: dict[tuple[int, str], dict[str, tuple[int, int]]]) -> None:
        """Splits a responder's support between its types: p = pi L(x + g/2) + (1 - pi) L(x - g/2).

        Others' types do not change what it expects, so pooled support gives the right gap g."""
        for (_, name), keys in pairs.items():
            if len(keys) < 2:
                continue
            steadfast, wavering = (self.game.isets[keys[t]] for t in TYPES)
            chance = [sum(node.chance for node in s.nodes) for s in (steadfast, wavering)]
            if 0.0 in chance:
                continue
            pi = chance[0] / sum(chance)
            gap = advantage(steadfast) - advantage(wavering)
            p = self.support(*name.split("|"))
            x = pooled_argument(p, pi, gap)
            for iset, type_name, sign in ((steadfast, TYPES[0], 0.5), (wavering, TYPES[1], -0.5)):
                found[keys[type_name]] = self.responder(iset, logit([x + sign * gap, 0.0])[0])


def advantage(iset: InformationSet) -> float:
    """Expected payoff of supporting less that of standing aside."""
    values = dict(zip(iset.actions, action_values(iset)))
    return values["support"] - values["aside"]


def pooled_argument(p: float, pi: float, gap: float) -> float:
    """The x with pi L(x + gap/2) + (1 - pi) L(x - gap/2) = p, by bisection."""
    low, high = -800.0, 800.0
    for _ in range(200):
        x = 0.5 * (low + high)
        pooled = (pi * logit([x + 0.5 * gap, 0.0])[0]
                  + (1.0 - pi) * logit([x - 0.5 * gap, 0.0])[0])
        low, high = (x, high) if pooled < p else (low, x)
    return 0.5 * (low + high)


def check(text: str, solution: dict[str, Any]) -> tuple[float, list[str]]:
    """Largest deviation from logit response, and a report by player."""
    game = read(text)
    strategies = Strategies(game, entry_of(solution, game.players[0]))
    deviation = logit_deviations(game, strategies.behaviour())
    report = []
    for player, name in enumerate(game.players, start=1):
        mine = {key: d for key, d in deviation.items() if key[0] == player}
        total = sum(1 for key in game.isets if key[0] == player)
        if not mine:
            report.append(f"{name}: {total} information sets, none reached")
            continue
        worst = max(mine, key=mine.get)
        report.append(f"{name}: {len(mine)} of {total} information sets reached, largest deviation "
                      f"{mine[worst]:.1e} at {game.isets[worst].name}")
    return max(deviation.values(), default=0.0), report


def main(efg: str, solution: str) -> int:
    with open(efg, encoding="utf-8") as file:
        text = file.read()
    with open(solution, encoding="utf-8") as file:
        worst, report = check(text, json.load(file))
    print("\n".join(report))
    print(f"largest deviation {worst:.3e}")
    return 0 if worst <= TOLERANCE else 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
