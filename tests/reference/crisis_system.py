"""The joint system of support and beliefs, equations (11) and (12).

The unknowns are the net benefits d_k of supporting (the argument of (11) without mood and shift),
one for each responder of each response game. Support p follows from d by (11); the adversary's
choice and the beliefs are explicit functions of support. So the system is

    F(d, tau) = d - Delta(p(d, tau), beliefs(p(d, tau), tau)) = 0

with tau multiplying the responders' and the tree's precisions (model.md, "Which equilibrium").
Derivatives are exact.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Sequence

import numpy as np

Array = np.ndarray


def logistic(x: Array) -> Array:
    """Lambda(x), without overflow."""
    e = np.exp(-np.abs(x))
    return np.where(x >= 0.0, 1.0, e) / (1.0 + e)


@dataclass
class Games:
    """Response games with the same n responders, as tables over the 2^n coalitions.

    payoff[g, k, theta, c] is u_k(C), value[g, theta, c] is U_j(C) less the cost of the tactic.
    """
    payoff: Array
    value: Array
    precision: Array           # lambda_k
    steadfast: Array           # pi_k
    gap: Array                 # rho_k
    mood: float = 0.0
    perceived: Array | None = None   # what the adversary believes pi_k to be

    def __post_init__(self) -> None:
        if self.perceived is None:
            self.perceived = self.steadfast

    @property
    def shape(self) -> tuple[int, int]:
        """(number of games, number of responders)."""
        return self.payoff.shape[0], self.payoff.shape[1]

    @cached_property
    def member(self) -> Array:
        """member[k, c]: whether responder k is in coalition c."""
        n, size = self.payoff.shape[1], self.payoff.shape[3]
        return (np.arange(size)[None, :] >> np.arange(n)[:, None]) & 1 == 1

    @cached_property
    def gain(self) -> Array:
        """u_k(C with k) - u_k(C without k) for every C, the summand of Delta_k."""
        gains = np.empty_like(self.payoff)
        coalition = np.arange(self.payoff.shape[3])
        for k in range(self.payoff.shape[1]):
            gains[:, k] = (self.payoff[:, k, :, coalition | (1 << k)]
                           - self.payoff[:, k, :, coalition & ~(1 << k)]).transpose(1, 2, 0)
        return gains

    def one(self, g: int) -> "Games":
        """The game number g alone."""
        return Games(self.payoff[g:g + 1], self.value[g:g + 1], self.precision, self.steadfast,
                     self.gap, self.mood, self.perceived)


@dataclass
class Tree:
    """The adversary's tree over all leaves: targets, rungs within them, tactics within those."""
    leaves: Sequence[Sequence[Sequence[int]]]   # leaves[target][rung] = numbers of the actions
    prior: Array
    grievance: float
    precision: float
    tactic_precision: float
    signalling: bool = True     # whether responders read an action by (12); else they hold their prior


@dataclass
class Branching:
    """Logit choice at one node, with derivatives by the leaves' values and by tau."""
    log_probability: Array
    by_value: Array
    by_tau: Array
    worth: float
    worth_by_value: Array
    worth_by_tau: float


def logit_node(value: Array, by_value: Array, by_tau: Array, precision: float,
               tau: float) -> Branching:
    """Logit among children's values; the node is worth the expectation under the choice."""
    sharp = tau * precision
    shifted = sharp * (value - value.max())
    log_p = shifted - np.log(np.exp(shifted).sum())
    p = np.exp(log_p)
    worth = float(p @ value)
    # d(worth) = sum p_c (1 + precision (v_c - worth)) dv_c
    weight = p * (1.0 + sharp * (value - worth))
    return Branching(
        log_probability=log_p,
        by_value=sharp * (by_value - p @ by_value),
        by_tau=precision * (value - worth) + sharp * (by_tau - p @ by_tau),
        worth=worth,
        worth_by_value=weight @ by_value,
        worth_by_tau=float(weight @ by_tau + precision * (p @ (value * (value - worth)))))


def climb(tree: Tree, values: Array, tau: float) -> tuple[Array, Array, Array, float]:
    """ln sigma_theta(a) of every leaf for one type, its derivatives by the leaves' values and by
    tau, and ln of the probability of quiet, as in (12)."""
    size = len(values)
    log_sigma, by_value, by_tau = np.zeros(size), np.zeros((size, size)), np.zeros(size)
    identity = np.eye(size)

    def descend(leaves: list[int], node: Branching, child: int) -> None:
        log_sigma[leaves] += node.log_probability[child]
        by_value[leaves] += node.by_value[child]
        by_tau[leaves] += node.by_tau[child]

    def above(nodes: list[Branching], precision: float) -> Branching:
        return logit_node(np.array([n.worth for n in nodes]),
                          np.array([n.worth_by_value for n in nodes]),
                          np.array([n.worth_by_tau for n in nodes]), precision, tau)

    targets = []
    for rungs in tree.leaves:
        nodes = []
        for leaves in rungs:
            leaves = list(leaves)
            node = logit_node(values[leaves], identity[leaves], np.zeros(len(leaves)),
                              tree.tactic_precision, tau)
            log_sigma[leaves] += node.log_probability
            by_value[leaves] += node.by_value
            by_tau[leaves] += node.by_tau
            nodes.append(node)
        which_rung = above(nodes, tree.precision)
        for r, leaves in enumerate(rungs):
            descend(list(leaves), which_rung, r)
        targets.append(which_rung)
    which_target = above(targets, tree.precision)
    for t, rungs in enumerate(tree.leaves):
        descend([leaf for leaves in rungs for leaf in leaves], which_target, t)
    quiet = Branching(np.zeros(1), np.zeros((1, size)), np.zeros(1), -tree.grievance,
                      np.zeros(size), 0.0)
    act = above([quiet, which_target], tree.precision)
    descend(list(range(size)), act, 1)
    return log_sigma, by_value, by_tau, float(act.log_probability[0])


def coalition_probability(games: Games, p: Array) -> Array:
    """P(C) when responders decide independently."""
    factors = np.where(games.member, p[:, :, None], 1.0 - p[:, :, None])
    return factors.prod(axis=1)


def coalition_derivative(games: Games, p: Array) -> Array:
    """dP(C)/dp_l for every responder l."""
    factors = np.where(games.member, p[:, :, None], 1.0 - p[:, :, None])
    derivative = np.empty_like(factors)
    for k in range(factors.shape[1]):
        others = np.delete(factors, k, axis=1).prod(axis=1)
        derivative[:, k] = np.where(games.member[k], others, -others)
    return derivative


def support(games: Games, d: Array, tau: float, steadfast: Array) -> tuple[Array, Array, Array]:
    """Right side of (11) at net benefits d, and its derivatives by d and by tau."""
    p, by_d, by_tau = np.zeros_like(d), np.zeros_like(d), np.zeros_like(d)
    for weight, sign in ((steadfast, 0.5), (1.0 - steadfast, -0.5)):
        argument = games.precision * (d + games.mood + sign * games.gap)
        response = logistic(tau * argument)
        slope = response * logistic(-tau * argument)
        p += weight * response
        by_d += weight * tau * games.precision * slope
        by_tau += weight * argument * slope
    return p, by_d, by_tau


def net_benefit(games: Games, p: Array, belief: Array) -> Array:
    """Delta_k(p): expected gain from supporting, over coalitions and over the adversary's type."""
    by_type = np.einsum("gktc,gc->gkt", games.gain, coalition_probability(games, p))
    return np.einsum("gkt,gt->gk", by_type, belief)


def expected_value(games: Games, p: Array) -> Array:
    """EU_theta(a): the adversary's value of each game, costs deducted."""
    return np.einsum("gtc,gc->gt", games.value, coalition_probability(games, p))


def normalised(log_weight: Array) -> Array:
    """Probabilities from log weights, along the last axis."""
    weight = np.exp(log_weight - log_weight.max(axis=-1, keepdims=True))
    return weight / weight.sum(axis=-1, keepdims=True)


@dataclass
class System:
    """Blocks of response games, and either the adversary's tree or beliefs held fixed."""
    blocks: list[Games]
    tree: Tree | None = None
    fixed_belief: Array | None = None       # [game, theta], over all blocks
    slices: list[slice] = field(init=False)
    games_of: list[slice] = field(init=False)

    def __post_init__(self) -> None:
        self.slices, self.games_of = [], []
        unknowns = games = 0
        for block in self.blocks:
            count, n = block.shape
            self.slices.append(slice(unknowns, unknowns + count * n))
            self.games_of.append(slice(games, games + count))
            unknowns, games = unknowns + count * n, games + count
        self.size = unknowns
        self.scale = np.concatenate([np.tile(b.precision, b.shape[0]) for b in self.blocks])

    def split(self, flat: Array) -> list[Array]:
        """The unknowns block by block, as [game, responder]."""
        return [flat[s].reshape(b.shape) for s, b in zip(self.slices, self.blocks)]

    def join(self, parts: Sequence[Array]) -> Array:
        return np.concatenate([part.ravel() for part in parts])

    def support(self, d: Array, tau: float = 1.0) -> Array:
        """(11) with the public beliefs about resolve."""
        return self.join([support(b, x, tau, b.steadfast)[0]
                          for b, x in zip(self.blocks, self.split(d))])

    def perceived_support(self, d: Array, tau: float = 1.0) -> Array:
        """(11) as the adversary sees it."""
        return self.join([support(b, x, tau, b.perceived)[0]
                          for b, x in zip(self.blocks, self.split(d))])

    def values(self, perceived: Array) -> Array:
        """EU_theta(a) of all actions, [action, theta]."""
        return np.concatenate([expected_value(b, p)
                               for b, p in zip(self.blocks, self.split(perceived))])

    def log_posterior(self, perceived: Array, tau: float = 1.0) -> Array:
        """ln prior + ln sigma_theta(a), whose differences are the log-odds of (12)."""
        if self.fixed_belief is not None:
            return np.log(self.fixed_belief)
        values = self.values(perceived)
        return np.stack([np.log(self.tree.prior[t]) + climb(self.tree, values[:, t], tau)[0]
                         for t in range(values.shape[1])], axis=1)

    def heeded(self, belief: Array) -> Array:
        """The beliefs that responders act on: those of (12), or the prior after every action."""
        if self.tree is None or self.tree.signalling:
            return belief
        return np.broadcast_to(self.tree.prior, belief.shape)

    def benefits(self, p: Array, belief: Array) -> Array:
        """Delta of every responder of every game."""
        belief = self.heeded(belief)
        return self.join([net_benefit(b, x, belief[g])
                          for b, x, g in zip(self.blocks, self.split(p), self.games_of)])

    def belief(self, d: Array, tau: float = 1.0) -> Array:
        """(12) at net benefits d."""
        return normalised(self.log_posterior(self.perceived_support(d, tau), tau))

    def start(self) -> Array:
        """The solution at tau = 0, where support is 1/2 whatever d."""
        half = np.full(self.size, 0.5)
        return self.benefits(half, normalised(self.log_posterior(half, 0.0)))

    def right_side(self, d: Array, tau: float = 1.0) -> Array:
        """Delta at the support and the beliefs that d implies."""
        return self.benefits(self.support(d, tau), self.belief(d, tau))

    def residual(self, d: Array) -> float:
        """max |p - right side of (11)| at tau = 1, (12) imposed."""
        return float(np.abs(self.support(d) - self.support(self.right_side(d))).max())

    def linearise(self, d: Array, tau: float) -> tuple[Array, Array, Array]:
        """F, dF/dd and dF/dtau."""
        belief = self.heeded(self.belief(d, tau))
        right, by_tau = np.empty(self.size), np.zeros(self.size)
        jacobian = np.zeros((self.size, self.size))
        by_type = []
        for block, x, s, g in zip(self.blocks, self.split(d), self.slices, self.games_of):
            p, p_d, p_tau = support(block, x, tau, block.steadfast)
            types = np.einsum("gktc,gc->gkt", block.gain, coalition_probability(block, p))
            by_type.append(types.reshape(-1, types.shape[2]))
            right[s] = np.einsum("gkt,gt->gk", types, belief[g]).ravel()
            slope = np.einsum("gktc,gt,glc->gkl", block.gain, belief[g],
                              coalition_derivative(block, p), optimize=True)
            count, n = block.shape
            for j in range(count):
                rows = slice(s.start + j * n, s.start + (j + 1) * n)
                jacobian[rows, rows] = slope[j] * p_d[j]
                by_tau[rows] = slope[j] @ p_tau[j]
        if self.fixed_belief is None and self.tree.signalling and belief.shape[1] > 1:
            self._add_feedback(d, tau, belief, np.concatenate(by_type), jacobian, by_tau)
        return d - right, np.eye(self.size) - jacobian, -by_tau

    def _add_feedback(self, d: Array, tau: float, belief: Array, by_type: Array, jacobian: Array,
                      by_tau: Array) -> None:
        """What support does to Delta through the adversary's choice and the beliefs."""
        actions, types = belief.shape
        values = self.values(self.perceived_support(d, tau))
        game_of = np.concatenate([np.repeat(np.arange(g.start, g.stop), b.shape[1])
                                  for b, g in zip(self.blocks, self.games_of)])
        value_by_p, p_d, p_tau = [], [], []
        for block, x in zip(self.blocks, self.split(d)):
            p, slope, explicit = support(block, x, tau, block.perceived)
            derivative = np.einsum("gtc,glc->glt", block.value, coalition_derivative(block, p))
            value_by_p.append(derivative.reshape(-1, types))
            p_d.append(slope.ravel())
            p_tau.append(explicit.ravel())
        value_by_p, p_d, p_tau = map(np.concatenate, (value_by_p, p_d, p_tau))
        # d ln sigma_theta(a) by every unknown and by tau
        log_by_d = np.empty((types, actions, self.size))
        log_by_tau = np.empty((types, actions))
        for t in range(types):
            _, by_value, explicit, _ = climb(self.tree, values[:, t], tau)
            log_by_d[t] = by_value[:, game_of] * (value_by_p[:, t] * p_d)
            values_by_tau = np.bincount(game_of, value_by_p[:, t] * p_tau, actions)
            log_by_tau[t] = explicit + by_value @ values_by_tau
        mean_by_d = np.einsum("at,tau->au", belief, log_by_d)
        mean_by_tau = np.einsum("at,ta->a", belief, log_by_tau)
        for t in range(types):
            belief_by_d = belief[:, t, None] * (log_by_d[t] - mean_by_d)
            belief_by_tau = belief[:, t] * (log_by_tau[t] - mean_by_tau)
            jacobian += by_type[:, t, None] * belief_by_d[game_of]
            by_tau += by_type[:, t] * belief_by_tau[game_of]
