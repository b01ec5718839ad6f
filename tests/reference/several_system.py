"""The joint system of several adversaries (model.md, "Several adversaries at once"): support, beliefs and strategies.

Unknowns x: the net benefits d of every responder in every response game (adversary, action, felt
demands of the others), then for each adversary the values EU_theta(a) of its leaves and of quiet. Support follows
from d by (11); strategies, hence mixes and beliefs, from the values by the tree. The system is

    F(x, tau) = x - right side(x, tau) = 0

with the net benefits Delta and the expected values over the others' mixes on the right. Derivatives
are exact, by forward differentiation: every array carries its derivatives.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Sequence

import numpy as np

from crisis_system import (Array, Games, Tree, climb, coalition_derivative, coalition_probability,
                           support)
from several_rules import Demand

AXES = "abcdefgh"      # of einsum: the others' demands, in their order


@dataclass
class Dual:
    """An array with its derivatives along a further, last axis: by every unknown, then by tau."""
    value: Array
    by: Array

    def __add__(self, other: "Dual") -> "Dual":
        return Dual(self.value + other.value, self.by + other.by)

    def times(self, factor: float) -> "Dual":
        return Dual(factor * self.value, factor * self.by)

    def __getitem__(self, index: object) -> "Dual":
        return Dual(self.value[index], self.by[index])

    def linear(self, spec: str, matrix: Array) -> "Dual":
        """einsum(spec, matrix, self), a constant matrix applied."""
        inputs, out = spec.split("->")
        return Dual(np.einsum(spec, matrix, self.value),
                    np.einsum(f"{inputs}z->{out}z", matrix, self.by, optimize=True))


def constant(value: Array, width: int) -> Dual:
    return Dual(value, np.zeros(np.shape(value) + (width,)))


def contract(spec: str, *factors: Dual) -> Dual:
    """einsum of several factors, with the product rule."""
    inputs, out = spec.split("->")
    names = inputs.split(",")
    by = sum(np.einsum(",".join(n + "z" * (i == f) for i, n in enumerate(names)) + f"->{out}z",
                       *[x.by if i == f else x.value for i, x in enumerate(factors)], optimize=True)
             for f in range(len(factors)))
    return Dual(np.einsum(spec, *[x.value for x in factors], optimize=True), by)


@dataclass
class Front:
    """All response games of one adversary against one target: games[(action, others' demands)]."""
    games: Games                       # flattened over actions and demands
    actions: slice                     # the numbers of the actions
    felt: list[list[Demand]]           # for each other adversary, what can reach; None is quiet

    @property
    def shape(self) -> tuple[int, ...]:
        """(actions, one axis for each other adversary)."""
        return (self.actions.stop - self.actions.start, *(len(f) for f in self.felt))


@dataclass
class Player:
    """One adversary: its tree, its fronts, and the weight it puts on the others."""
    tree: Tree
    grievance: float
    demand: list[Demand]               # of each action
    fronts: list[Front]
    closing: dict[int, float]          # kappa by the other's number

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.demand), len(self.tree.prior)


class SeveralSystem:
    """The joint system; `players` in the order of the file."""

    def __init__(self, players: list[Player]) -> None:
        self.players = players
        self.net: list[list[slice]] = []
        self.leaf: list[slice] = []
        self.quiet: list[int] = []
        scale, at = [], 0
        for player in players:
            self.net.append([])
            for front in player.fronts:
                count, n = front.games.shape
                self.net[-1].append(slice(at, at + count * n))
                scale.append(np.tile(front.games.precision, count))
                at += count * n
        for player in players:
            actions, types = player.shape
            self.leaf.append(slice(at, at + actions * types))
            self.quiet.append(at + actions * types)
            at += actions * types + 1
            scale.append(np.full(actions * types + 1, player.tree.precision))
        self.size, self.scale = at, np.concatenate(scale)

    # -- strategies ----------------------------------------------------------------------------

    def others(self, j: int) -> list[int]:
        return [l for l in range(len(self.players)) if l != j]

    def log_sigma(self, j: int, x: Array, tau: float) -> Dual:
        """ln sigma_theta(a), [action, theta], at the values of leaves and quiet that x holds."""
        player = self.players[j]
        actions, types = player.shape
        values = x[self.leaf[j]].reshape(actions, types)
        tree = replace(player.tree, grievance=-x[self.quiet[j]])
        out = constant(np.empty((actions, types)), self.size + 1)
        columns = np.arange(self.leaf[j].start, self.leaf[j].stop).reshape(actions, types)
        for t in range(types):
            out.value[:, t], by_value, out.by[:, t, -1], _ = climb(tree, values[:, t], tau)
            out.by[:, t, columns[:, t]] = by_value
            # Only differences of values count, quiet's included.
            out.by[:, t, self.quiet[j]] = -by_value.sum(axis=1)
        return out

    def joint(self, j: int, log_sigma: Dual) -> Dual:
        """prior_theta sigma_theta(a)."""
        sigma = self.players[j].tree.prior * np.exp(log_sigma.value)
        return Dual(sigma, sigma[..., None] * log_sigma.by)

    def belief(self, j: int, log_sigma: Dual) -> Dual:
        """(12), [action, theta]."""
        weight = self.players[j].tree.prior * np.exp(
            log_sigma.value - log_sigma.value.max(axis=1, keepdims=True))
        mu = weight / weight.sum(axis=1, keepdims=True)
        mean = np.einsum("at,atz->az", mu, log_sigma.by)
        return Dual(mu, mu[..., None] * (log_sigma.by - mean[:, None]))

    def heeded(self, j: int, belief: Dual) -> Dual:
        """The beliefs that responders act on: those of (12), or the prior after every action."""
        tree = self.players[j].tree
        if tree.signalling:
            return belief
        return constant(np.tile(tree.prior, (len(belief.value), 1)), belief.by.shape[-1])

    def mix(self, front: Front, which: int, l: int, joint: Dual) -> Dual:
        """How likely the demands of adversary l are, as a front feels them."""
        felt = front.felt[which]
        rows = np.zeros((len(felt), *joint.value.shape))
        for row, demand in enumerate(felt[1:], start=1):
            rows[row, [a for a, d in enumerate(self.players[l].demand) if d == demand]] = 1.0
        rows[0] = -rows[1:].sum(axis=0)
        made = joint.linear("eat,at->e", rows)
        return Dual(made.value + (np.arange(len(felt)) == 0), made.by)

    def mixes(self, j: int, front: Front, joints: Sequence[Dual]) -> list[Dual]:
        return [self.mix(front, which, l, joints[l]) for which, l in enumerate(self.others(j))]

    # -- the response games ----------------------------------------------------------------------

    def worth(self, j: int, f: int, x: Array, tau: float) -> Dual:
        """E_C[U_j] - cost of every game, as the adversary perceives support: [action, demands.., theta]."""
        front = self.players[j].fronts[f]
        games, (count, n) = front.games, front.games.shape
        p, by_d, by_tau = support(games, x[self.net[j][f]].reshape(count, n), tau, games.perceived)
        value = np.einsum("gtc,gc->gt", games.value, coalition_probability(games, p))
        slope = np.einsum("gtc,gkc->gtk", games.value, coalition_derivative(games, p))
        out = constant(value, self.size + 1)
        columns = np.arange(self.net[j][f].start, self.net[j][f].stop).reshape(count, n)
        for g in range(count):
            out.by[g, :, columns[g]] = (slope[g] * by_d[g]).T
        out.by[..., -1] = np.einsum("gtk,gk->gt", slope, by_tau)
        shape = (*front.shape, value.shape[-1])
        return Dual(out.value.reshape(shape), out.by.reshape(*shape, -1))

    def benefits(self, j: int, f: int, x: Array, tau: float, belief: Dual) -> Dual:
        """Delta of every responder of every game of a front, flat."""
        front = self.players[j].fronts[f]
        games, (count, n) = front.games, front.games.shape
        p, by_d, by_tau = support(games, x[self.net[j][f]].reshape(count, n), tau, games.steadfast)
        types = np.einsum("gktc,gc->gkt", games.gain, coalition_probability(games, p))
        repeat = count // front.shape[0]
        mu = np.repeat(belief.value[front.actions], repeat, axis=0)
        slope = np.einsum("gktc,gt,glc->gkl", games.gain, mu, coalition_derivative(games, p), optimize=True)
        by = np.einsum("gkt,gtz->gkz", types, np.repeat(belief.by[front.actions], repeat, axis=0), optimize=True)
        start = self.net[j][f].start
        for g in range(count):
            by[g, :, start + g * n:start + (g + 1) * n] += slope[g] * by_d[g]
        by[..., -1] += np.einsum("gkl,gl->gk", slope, by_tau)
        return Dual(np.einsum("gkt,gt->gk", types, mu).ravel(), by.reshape(count * n, -1))

    # -- expected values over the others' mixes ----------------------------------------------------

    def expected(self, j: int, worth: list[Dual], joints: Sequence[Dual]) -> list[Dual]:
        """E over the others' demands of the worth of every action, front by front: [action, theta]."""
        out = []
        for front, games in zip(self.players[j].fronts, worth):
            axes = AXES[:len(front.felt)]
            spec = ",".join(["x" + axes + "t", *axes]) + "->xt"
            out.append(contract(spec, games, *self.mixes(j, front, joints)))
        return out

    def payoff_given(self, l: int, j: int, demand: Demand, worth: list[Dual], joints: Sequence[Dual]) -> Dual:
        """X_lj: what adversary l gets on average while j makes a demand."""
        player = self.players[l]
        total = constant(np.array(-player.grievance), joints[l].by.shape[-1])
        total = total + joints[l].linear("at,at->", np.full(joints[l].value.shape, player.grievance))
        mine = self.others(l).index(j)
        for front, games in zip(player.fronts, worth):
            row = front.felt[mine].index(demand) if demand in front.felt[mine] else 0
            axes = AXES[:len(front.felt)]
            there = games[(slice(None),) * (1 + mine) + (row,)]
            axes = axes.replace(axes[mine], "")
            weights = [w for which, w in enumerate(self.mixes(l, front, joints)) if which != mine]
            spec = ",".join(["x" + axes + "t", "xt", *axes]) + "->"
            total = total + contract(spec, there, joints[l][front.actions], *weights)
        return total

    def payoffs_given(self, worths: list[list[Dual]], joints: Sequence[Dual]) -> dict[tuple[int, int], dict[Demand, Dual]]:
        """X_lj by demand of j, for all pairs with kappa_jl."""
        return {(l, j): {demand: self.payoff_given(l, j, demand, worths[l], joints)
                         for demand in dict.fromkeys([None, *self.players[j].demand])}
                for j in range(len(self.players)) for l in self.players[j].closing}

    def gain(self, j: int, demand: Demand, given: dict[tuple[int, int], dict[Demand, Dual]], width: int) -> Dual:
        """What closing ranks adds to the value of a demand."""
        total = constant(np.array(0.0), width)
        for l, kappa in self.players[j].closing.items():
            total = total + given[l, j][demand].times(kappa)
        return total

    # -- the system ------------------------------------------------------------------------------

    def right(self, x: Array, tau: float) -> Dual:
        """The right side with its derivatives."""
        out = constant(np.empty(self.size), self.size + 1)
        numbers = range(len(self.players))
        log_sigma = [self.log_sigma(j, x, tau) for j in numbers]
        joints = [self.joint(j, log_sigma[j]) for j in numbers]
        worths = [[self.worth(j, f, x, tau) for f in range(len(self.players[j].fronts))] for j in numbers]
        given = self.payoffs_given(worths, joints)
        for j, player in enumerate(self.players):
            belief = self.heeded(j, self.belief(j, log_sigma[j]))
            for f, where in enumerate(self.net[j]):
                part = self.benefits(j, f, x, tau, belief)
                out.value[where], out.by[where] = part.value, part.by
            expected = self.expected(j, worths[j], joints)
            width, types = self.size + 1, player.shape[1]
            gains = {demand: self.gain(j, demand, given, width) for demand in {None, *player.demand}}
            value = np.concatenate([e.value for e in expected])
            by = np.concatenate([e.by for e in expected])
            for a, demand in enumerate(player.demand):
                value[a] += gains[demand].value
                by[a] += gains[demand].by
            out.value[self.leaf[j]] = value.ravel()
            out.by[self.leaf[j]] = by.reshape(len(value) * types, -1)
            out.value[self.quiet[j]] = gains[None].value - player.grievance
            out.by[self.quiet[j]] = gains[None].by
        return out

    def linearise(self, x: Array, tau: float) -> tuple[Array, Array, Array]:
        """F, dF/dx and dF/dtau."""
        right = self.right(x, tau)
        return x - right.value, np.eye(self.size) - right.by[:, :-1], -right.by[:, -1]

    def start(self) -> Array:
        """The solution at tau = 0, where support is 1/2 and choice uniform whatever x."""
        return self.right(np.zeros(self.size), 0.0).value

    def front_support(self, j: int, f: int, x: Array, tau: float = 1.0) -> Array:
        """(11) in the games of a front, [game, responder]."""
        games = self.players[j].fronts[f].games
        return support(games, x[self.net[j][f]].reshape(games.shape), tau, games.steadfast)[0]

    def support(self, x: Array, tau: float = 1.0) -> Array:
        """All support and strategies, flat: what must not leap along a branch."""
        parts = [self.front_support(j, f, x, tau).ravel()
                 for j, player in enumerate(self.players) for f in range(len(player.fronts))]
        for j in range(len(self.players)):
            parts.append(np.exp(self.log_sigma(j, x, tau).value).ravel())
        return np.concatenate(parts)

    def residual(self, x: Array) -> float:
        """max |behaviour - right side| at tau = 1."""
        return float(np.abs(self.support(x) - self.support(self.right(x, 1.0).value)).max())
