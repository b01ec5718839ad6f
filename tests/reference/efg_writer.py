"""Writes the crisis game of a scenario as an extensive-form file, to test the reader with a whole
game. Conventions as in `check_efg`; payoffs are multiplied by each player's precision.

Small games only: the tree has a leaf for every combination of types, action, coalition and choice.
`perceives` has no equilibrium tree and is refused.
"""

from __future__ import annotations

from check_efg import tactic_label
from crisis_game import CrisisGame
from crisis_rules import Action, Choice, Coalition


class Writer:
    """Emits nodes in prefix order and numbers information sets and outcomes as they come."""

    def __init__(self, game: CrisisGame) -> None:
        if game.adversary["perceives"]:
            raise ValueError("perceives has no equilibrium tree")
        self.game, self.lines = game, []
        self.isets: dict[tuple[int, str], int] = {}
        self.outcomes = 0
        self.defenders = list(game.scenario["defender"])
        name = game.adversary_id
        self.players = [name, f"{name} tactics", f"{name} follow-through", *self.defenders]

    def text(self) -> str:
        names = " ".join(f'"{p}"' for p in self.players)
        self.lines = [f'EFG 2 R "{self.game.scenario["name"]}" {{ {names} }}', '""', ""]
        types = self.game.adversary["types"]
        self.chance("theta", [(t["id"], t["prior"]) for t in types])
        for index, theta in enumerate(types):
            self.move(1, f"act|{theta['id']}", ["quiet", "act"])
            self.leaf([-self.game.adversary["grievance"]] * 3, {})
            self.attack(index, theta["id"])
        return "\n".join(self.lines) + "\n"

    def chance(self, name: str, moves: list[tuple[str, float]]) -> None:
        number = self.isets.setdefault((0, name), len(self.isets) + 1)
        inside = " ".join(f'"{label}" {p!r}' for label, p in moves)
        self.lines.append(f'c "" {number} "{name}" {{ {inside} }} 0')

    def move(self, player: int, name: str, actions: list[str]) -> None:
        number = self.isets.setdefault((player, name), len(self.isets) + 1)
        inside = " ".join(f'"{label}"' for label in actions)
        self.lines.append(f'p "" {player} {number} "{name}" {{ {inside} }} 0')

    def leaf(self, adversary: list[float], defender: dict[str, float]) -> None:
        """Adversary's values for its three agents, and the defenders' payoffs times precision."""
        j = self.game.adversary
        payoffs = [j["precision"] * adversary[0], j["tactic_precision"] * adversary[1],
                   j["precision"] * adversary[2]]
        payoffs += [defender.get(k, 0.0) for k in self.defenders]
        self.outcomes += 1
        self.lines.append(f't "" {self.outcomes} "" {{ {", ".join(map(repr, payoffs))} }}')

    def attack(self, index: int, theta: str) -> None:
        """The adversary's tree below `act`."""
        rungs = list(self.game.scenario["rung"])
        self.move(1, f"target|{theta}", list(self.game.crises))
        for target in self.game.crises:
            self.move(1, f"rung|{theta}|{target}", rungs)
            for rung in rungs:
                actions = [a for a in self.game.actions if (a.target, a.rung) == (target, rung)]
                labels = [tactic_label(vars(a)) for a in actions]
                self.move(2, f"tactic|{theta}|{target}|{rung}", labels)
                for action in actions:
                    self.respond(index, theta, action, [], {})

    def respond(self, index: int, theta: str, action: Action, willing: list[str],
                shift: dict[str, float], position: int = 0) -> None:
        """Each responder in turn draws its type and moves without seeing the others."""
        crisis = self.game.crises[action.target]
        if position == len(crisis.responders):
            self.follow_through(index, theta, action, frozenset(willing), shift)
            return
        k = crisis.responders[position]
        defender = self.game.scenario["defender"][k]
        name = f"{action.target}|{action.rung}|{tactic_label(vars(action))}|{k}"
        gap, pi = defender["resolve_gap"], defender["steadfast"]
        types = [("", 0.0)]
        if gap > 0.0:
            types = [("|steadfast", 0.5 * gap), ("|wavering", -0.5 * gap)]
            self.chance(f"resolve|{k}", [("steadfast", pi), ("wavering", 1.0 - pi)])
        for suffix, own in types:
            self.move(4 + self.defenders.index(k), name + suffix, ["support", "aside"])
            supported = shift | {k: own + self.game.scenario["model"]["mood"]}
            self.respond(index, theta, action, [*willing, k], supported, position + 1)
            self.respond(index, theta, action, willing, shift, position + 1)

    def follow_through(self, index: int, theta: str, action: Action, coalition: Coalition,
                       shift: dict[str, float]) -> None:
        """The adversary's last move, or the concession of the victim."""
        crisis = self.game.crises[action.target]
        if action.target not in coalition:
            after = crisis.outcome(action, coalition, index)
            self.end(action, coalition, shift, Choice("concede", after.value, 0.0, 0.0, 0.0))
            return
        options = crisis.choices(action, coalition, index)
        label = "+".join(k for k in self.defenders if k in coalition) or "-"
        risk = crisis.chance(action, coalition)
        if risk > 0.0:
            self.chance(f"brink|{action.target}|{action.rung}|{tactic_label(vars(action))}|{label}",
                        [("carried out", risk), ("not yet", 1.0 - risk)])
            self.end(action, coalition, shift, options[-1])
        self.move(3, f"{theta}|{action.target}|{action.rung}|{tactic_label(vars(action))}|{label}",
                  [option.name for option in options])
        for option in options:
            self.end(action, coalition, shift, option)

    def end(self, action: Action, coalition: Coalition, shift: dict[str, float],
            option: Choice) -> None:
        crisis = self.game.crises[action.target]
        value = option.value - crisis.tactic_cost(action, coalition)
        defenders = self.game.scenario["defender"]
        worth = {k: defenders[k]["precision"] * (crisis.payoff(action, k, coalition, option)
                                                 + shift.get(k, 0.0))
                 for k in crisis.responders}
        self.leaf([value] * 3, worth)


def write(game: CrisisGame) -> str:
    """The .efg text of a crisis game."""
    return Writer(game).text()
