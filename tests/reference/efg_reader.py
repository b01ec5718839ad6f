"""A reader of Gambit's extensive-form files (.efg), and expected payoffs in the tree.

    EFG 2 R "title" { "player" ... }  "optional comment"
    c "name" iset "iset name" { "action" probability ... } outcome ["outcome name" { payoffs }]
    p "name" player iset "iset name" { "action" ... } outcome ["outcome name" { payoffs }]
    t "name" outcome ["outcome name" { payoffs }]

Nodes come in prefix order. White space has no meaning outside quotes, and commas between payoffs
are optional. Outcome 0 is none; an outcome or an information set that was written out before may
be given by its number alone. Outcomes at inner nodes add to what follows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}]|[^\s{}",]+')
NUMBER = re.compile(r"[+-]?[0-9]+\Z")


@dataclass
class Node:
    """A node; player 0 is chance and player -1 marks a terminal node."""
    player: int
    iset: int = 0
    outcome: int = 0
    children: list["Node"] = field(default_factory=list)
    reach: float = 0.0
    chance: float = 0.0          # product of the chance moves on the path alone
    value: np.ndarray | None = None


@dataclass
class InformationSet:
    """An information set: of a player, or a chance node's distribution."""
    player: int
    name: str
    actions: list[str]
    probability: list[float] = field(default_factory=list)   # chance only
    nodes: list[Node] = field(default_factory=list)

    @property
    def reach(self) -> float:
        return sum(node.reach for node in self.nodes)


@dataclass
class Game:
    title: str
    players: list[str]
    isets: dict[tuple[int, int], InformationSet]
    outcomes: dict[int, np.ndarray]
    root: Node


Behaviour = dict[tuple[int, int], list[float]]


def number(text: str) -> float:
    """A decimal or a quotient of two."""
    numerator, _, denominator = text.partition("/")
    return float(numerator) / float(denominator) if denominator else float(numerator)


class Reader:
    """One pass over the tokens."""

    def __init__(self, text: str) -> None:
        self.tokens = TOKEN.findall(text)
        self.at = 0
        self.isets: dict[tuple[int, int], InformationSet] = {}
        self.outcomes: dict[int, np.ndarray] = {}

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        if self.at >= len(self.tokens):
            raise ValueError("the file ends in the middle of the tree")
        self.at += 1
        return self.tokens[self.at - 1]

    def quoted(self) -> str:
        token = self.take()
        if not token.startswith('"'):
            raise ValueError(f"expected a quoted text, found {token}")
        return re.sub(r"\\(.)", r"\1", token[1:-1])

    def optional_text(self) -> str:
        return self.quoted() if self.peek().startswith('"') else ""

    def braces(self) -> list[str]:
        """The tokens between braces."""
        if self.take() != "{":
            raise ValueError("expected {")
        inside = []
        while self.peek() != "}":
            inside.append(self.take())
        self.take()
        return inside

    def game(self) -> Game:
        if [self.take() for _ in range(3)][:2] != ["EFG", "2"]:
            raise ValueError("not an extensive-form file of version 2")
        title = self.quoted()
        players = [name[1:-1] for name in self.braces()]
        self.optional_text()
        root = self.node()
        if self.peek():
            raise ValueError(f"something follows the tree: {self.peek()}")
        return Game(title, players, self.isets, self.outcomes, root)

    def node(self) -> Node:
        kind = self.take()
        self.quoted()
        if kind == "t":
            return Node(-1, outcome=self.outcome())
        if kind not in ("c", "p"):
            raise ValueError(f"unknown kind of node {kind}")
        player = 0 if kind == "c" else int(self.take())
        iset = self.information_set(player)
        node = Node(player, iset, self.outcome())
        self.isets[player, iset].nodes.append(node)
        node.children = [self.node() for _ in self.isets[player, iset].actions]
        return node

    def information_set(self, player: int) -> int:
        iset = int(self.take())
        name = self.optional_text()
        if self.peek() != "{":
            if (player, iset) not in self.isets:
                raise ValueError(f"information set {iset} of player {player} has no actions")
            return iset
        inside = self.braces()
        if player == 0:
            found = InformationSet(0, name, inside[0::2], [number(x) for x in inside[1::2]])
        else:
            found = InformationSet(player, name, inside)
        found.actions = [action[1:-1] for action in found.actions]
        known = self.isets.setdefault((player, iset), found)
        if known.actions != found.actions or known.probability != found.probability:
            raise ValueError(f"information set {iset} of player {player} is given differently")
        return iset

    def outcome(self) -> int:
        token = self.take()
        if not NUMBER.match(token):
            raise ValueError(f"expected the number of an outcome, found {token}")
        self.optional_text()
        if self.peek() == "{":
            payoffs = np.array([number(x) for x in self.braces()])
            known = self.outcomes.setdefault(int(token), payoffs)
            if not np.array_equal(known, payoffs):
                raise ValueError(f"outcome {token} is given twice, differently")
        return int(token)


def read(text: str) -> Game:
    """Parses the text of an .efg file."""
    return Reader(text).game()


def set_chance(node: Node, game: Game, weight: float = 1.0) -> None:
    """Fills in the product of the chance moves on the path to every node."""
    node.chance = weight
    for i, child in enumerate(node.children):
        chance = game.isets[0, node.iset].probability[i] if node.player == 0 else 1.0
        set_chance(child, game, weight * chance)


def probabilities(node: Node, game: Game, behaviour: Behaviour) -> list[float]:
    """How play goes on from a node."""
    if node.player == 0:
        return game.isets[0, node.iset].probability
    return behaviour[node.player, node.iset]


def evaluate(game: Game, behaviour: Behaviour) -> None:
    """Fills in reach and expected payoffs (outcome of the node included) of every node."""
    nothing = np.zeros(len(game.players))

    def visit(node: Node, reach: float) -> None:
        node.reach = reach
        here = game.outcomes[node.outcome] if node.outcome else nothing
        node.value = here.astype(float)
        if node.children:
            for child, p in zip(node.children, probabilities(node, game, behaviour)):
                visit(child, reach * p)
                node.value = node.value + p * child.value

    visit(game.root, 1.0)


def action_values(iset: InformationSet) -> list[float] | None:
    """Expected payoff of each action conditional on reaching the set; None if it is not reached."""
    reach = iset.reach
    if reach == 0.0:
        return None
    return [sum(node.reach * node.children[i].value[iset.player - 1] for node in iset.nodes) / reach
            for i in range(len(iset.actions))]


def logit(values: list[float]) -> list[float]:
    """Logit choice at lambda = 1."""
    top = max(values)
    weights = [np.exp(value - top) for value in values]
    return [float(weight / sum(weights)) for weight in weights]


def logit_deviations(game: Game, behaviour: Behaviour) -> dict[tuple[int, int], float]:
    """|behaviour - logit response| of every information set of a player that is reached."""
    evaluate(game, behaviour)
    deviation = {}
    for key, iset in game.isets.items():
        if key[0] == 0:
            continue
        values = action_values(iset)
        if values is not None:
            differences = [abs(b - r) for b, r in zip(behaviour[key], logit(values))]
            # Not-a-number must not pass for agreement.
            deviation[key] = max(d if d == d else float("inf") for d in differences)
    return deviation
