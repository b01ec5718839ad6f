"""Verifies a solution against model.md, "Several adversaries at once", one profile of actions at a time.

Nothing of `several_*` is used: every profile of actions is a game of its own, whether or not the demand of
one reaches another, tactics included; coalitions are enumerated and sums written out. Only the rules
(1)-(10) of a single coalition are those of `crisis_rules`, with shares and slowing found here from the
others' actions.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import product
from typing import Any, Callable, Sequence

from crisis_numbers import logistic, softmax
from crisis_rules import Action, Coalition, Crisis, menu

Other = Action | None       # what another adversary does; None is quiet
Support = dict[str, float]


class Beside(Crisis):
    """A crisis beside other acts."""

    def __init__(self, scenario: dict[str, Any], adversary: str, own: Action, others: Sequence[Other]) -> None:
        super().__init__(scenario, adversary, own.target)
        self.own, self.others = own, [other for other in others if other is not None]

    def omega(self, action: Action, k: str) -> float:
        if k == action.target:
            return 2.0 * self.scenario["rung"][action.rung]["demand"]
        committed = (k, action.target) in self.scenario["commitment"]
        return self.scenario["rung"][action.rung]["demand"] if committed else 0.0

    def share(self, k: str) -> float:
        everything = sum(self.omega(act, k) for act in [self.own, *self.others])
        return self.omega(self.own, k) / everything if everything > 0.0 else 1.0

    def local_share(self, k: str) -> float:
        here = [act for act in self.others if self.defender[act.target]["region"] == self.region]
        everything = sum(self.omega(act, k) for act in [self.own, *here])
        return self.omega(self.own, k) / everything if everything > 0.0 else 1.0

    def slowing(self) -> float:
        busy = [sum(self.omega(act, m) for act in self.others) for m in self.pact["members"]]
        return 1.0 + self.model["attention"] * max(busy)


class Direct:
    """The adversaries with their strategies and the support after every profile of actions.

    sigma[j][theta][a] with the probability of quiet last, p[j][a][b] as {responder: probability} with b
    numbering the others' actions as `combinations` does.
    """

    def __init__(self, scenario: dict[str, Any], sigma: list[list[list[float]]], p: list[list[list[Support]]]) -> None:
        self.scenario, self.sigma, self.p = scenario, sigma, p
        self.ids = list(scenario["adversary"])
        self.acts = [menu(scenario, j) for j in self.ids]
        self.entry = [scenario["adversary"][j] for j in self.ids]
        self.numbers = range(len(self.ids))
        # Pure functions of the strategies, asked often.
        self.combinations, self.weight = cache(self._combinations), cache(self._weight)
        # Net benefits, and the adversary's expected value by type, after every profile.
        self.benefit: list[list[list[Support]]] = []
        self.value: list[list[list[list[float]]]] = []
        for j in self.numbers:
            found = [[self.profile(j, a, b) for b in range(len(self.combinations(j)))]
                     for a in range(len(self.acts[j]))]
            self.benefit.append([[profile[0] for profile in row] for row in found])
            self.value.append([[profile[1] for profile in row] for row in found])

    def others(self, j: int) -> list[int]:
        return [l for l in self.numbers if l != j]

    def _combinations(self, j: int) -> list[tuple[int, ...]]:
        """What the others may do: the numbers of their actions, in the order of the file, the last for quiet."""
        return list(product(*[range(len(self.acts[l]) + 1) for l in self.others(j)]))

    def acts_of(self, j: int, b: int) -> list[Other]:
        return [[*self.acts[l], None][a] for l, a in zip(self.others(j), self.combinations(j)[b])]

    def _weight(self, j: int, b: int, without: int | None = None) -> float:
        """How likely the others are to do it."""
        return math.prod(self.mixed(l, a) for l, a in zip(self.others(j), self.combinations(j)[b]) if l != without)

    def prior(self, j: int) -> list[float]:
        return [t["prior"] for t in self.entry[j]["types"]]

    def belief(self, j: int, a: int) -> list[float]:
        """(12)"""
        weight = [prior * sigma[a] for prior, sigma in zip(self.prior(j), self.sigma[j])]
        return [w / sum(weight) for w in weight]

    def mixed(self, j: int, a: int) -> float:
        """Probability of an action over the types."""
        return sum(prior * sigma[a] for prior, sigma in zip(self.prior(j), self.sigma[j]))

    def profile(self, j: int, a: int, b: int) -> tuple[Support, list[float]]:
        """Delta_k of every responder, and E_C[U_j] - cost by type at support as j perceives it."""
        signalling = self.scenario["model"]["signalling"]
        own = self.acts[j][a]
        crisis, types = Beside(self.scenario, self.ids[j], own, self.acts_of(j, b)), range(len(self.prior(j)))
        mu, p = self.belief(j, a) if signalling else self.prior(j), self.p[j][a][b]
        delta = {}
        for k in crisis.responders:
            rest = [l for l in crisis.responders if l != k]
            delta[k] = sum(
                chance * mu[t] * (self.worth(crisis, own, k, coalition | {k}, t) - self.worth(crisis, own, k, coalition, t))
                for coalition, chance in coalitions(rest, p) for t in types)
        seen = {k: self.response(k, d, self.entry[j]["perceives"].get(k)) for k, d in delta.items()}
        value = [sum(chance * (crisis.outcome(own, coalition, t).value - crisis.tactic_cost(own, coalition))
                     for coalition, chance in coalitions(list(crisis.responders), seen)) for t in types]
        return delta, value

    def worth(self, crisis: Crisis, own: Action, k: str, coalition: Coalition, t: int) -> float:
        return crisis.payoff(own, k, coalition, crisis.outcome(own, coalition, t))

    def response(self, k: str, benefit: float, perceived: float | None = None) -> float:
        """(11)"""
        defender = self.scenario["defender"][k]
        pi = defender["steadfast"] if perceived is None else perceived
        at, half = benefit + self.scenario["model"]["mood"], 0.5 * defender["resolve_gap"]
        return (pi * logistic(defender["precision"] * (at + half))
                + (1.0 - pi) * logistic(defender["precision"] * (at - half)))

    def payoff_of(self, l: int, j: int, against: int) -> float:
        """What l gets on average while j takes the action (or quiet) numbered `against`."""
        quiet, mine = len(self.acts[l]), self.others(l).index(j)
        total = 0.0
        for t, prior in enumerate(self.prior(l)):
            for a in range(quiet):
                total += prior * self.sigma[l][t][a] * sum(
                    self.weight(l, b, without=j) * self.value[l][a][b][t]
                    for b, combination in enumerate(self.combinations(l)) if combination[mine] == against)
            total -= prior * self.sigma[l][t][quiet] * self.entry[l]["grievance"]
        return total

    def closing(self, j: int, a: int) -> float:
        return sum(kappa * self.payoff_of(self.ids.index(l), j, a)
                   for l, kappa in self.entry[j]["closing_ranks"].items())

    def expected(self, j: int, a: int, t: int) -> float:
        """EU_theta(a)"""
        return self.mean(j, lambda b: self.value[j][a][b][t]) + self.closing(j, a)

    def strategy(self, j: int, t: int) -> list[float]:
        """Logit down the tree: act, target, rung, tactic; quiet last."""
        adversary = self.entry[j]
        values = [self.expected(j, a, t) for a in range(len(self.acts[j]))]

        def choose(options: list[tuple[float, dict[int, float]]], precision: float) -> tuple[float, dict[int, float]]:
            z = softmax([worth for worth, _ in options], precision)
            chances = {a: w * chance for w, (_, inside) in zip(z, options) for a, chance in inside.items()}
            return sum(w * worth for w, (worth, _) in zip(z, options)), chances

        def rung_node(target: str, rung: str) -> tuple[float, dict[int, float]]:
            leaves = [a for a, act in enumerate(self.acts[j]) if (act.target, act.rung) == (target, rung)]
            return choose([(values[a], {a: 1.0}) for a in leaves], adversary["tactic_precision"])

        targets = [choose([rung_node(target, rung) for rung in self.scenario["rung"]], adversary["precision"])
                   for target in adversary["prize"]]
        quiet = len(values)
        stay = (-adversary["grievance"] + self.closing(j, quiet), {quiet: 1.0})
        _, chances = choose([stay, choose(targets, adversary["precision"])], adversary["precision"])
        return [chances[a] for a in range(quiet + 1)]

    def deviation(self) -> float:
        """How far support and strategies are from their right sides."""
        worst = 0.0
        for j in self.numbers:
            for t in range(len(self.prior(j))):
                worst = max([worst, *(abs(x - y) for x, y in zip(self.strategy(j, t), self.sigma[j][t]))])
            for a, b in product(range(len(self.acts[j])), range(len(self.combinations(j)))):
                worst = max([worst, *(abs(self.response(k, d) - self.p[j][a][b][k])
                                      for k, d in self.benefit[j][a][b].items())])
        return worst

    def mean(self, j: int, quantity: Callable[[int], float]) -> float:
        """An average over what the others do."""
        return sum(self.weight(j, b) * quantity(b) for b in range(len(self.combinations(j))))

    def loss(self, j: int) -> float:
        """Total loss by adversary j."""
        total = 0.0
        for a, own in enumerate(self.acts[j]):
            for b in range(len(self.combinations(j))):
                crisis = Beside(self.scenario, self.ids[j], own, self.acts_of(j, b))
                for t, prior in enumerate(self.prior(j)):
                    lost = sum(chance * crisis.at_issue(own.rung, c) * (1.0 - crisis.outcome(own, c, t).holds)
                               for c, chance in coalitions(list(crisis.responders), self.p[j][a][b]))
                    total += prior * self.sigma[j][t][a] * self.weight(j, b) * lost
        return total


def coalitions(ids: list[str], p: Support) -> list[tuple[Coalition, float]]:
    """All coalitions of some responders with their probabilities."""
    return [(frozenset(k for k, s in zip(ids, choice) if s),
             math.prod(p[k] if s else 1.0 - p[k] for k, s in zip(ids, choice)))
            for choice in product((0, 1), repeat=len(ids))]
