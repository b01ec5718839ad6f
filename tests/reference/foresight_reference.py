"""What a defender's name is worth to it: equations (19)-(22) of the model document.

Written from the document alone. A defender that foresees supports for the sake of its name as well:
in (19) each of its types adds what its choice changes in the value of later rounds. Here its two
arguments of Lambda are unknowns by themselves, beside the net benefit d, so that nothing is solved
within anything else; the branch is followed in all of them together.

    W = values(game, "patron", rounds=6, discount=0.9, opportunity=0.6, omega=...)

`Name` holds W on its grid. One adversary at a time, as (21) has it.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Sequence

import numpy as np

from crisis_branch import NotSettled, StepLimits, newton, trace
from crisis_game import CrisisGame, Equilibrium, build
from crisis_measures import Behaviour, behaviour
from crisis_system import (Array, System, climb, coalition_derivative, coalition_probability,
                           logistic, net_benefit, normalised, support)

STEADFAST, WAVERING = 0, 1
SIGN = (0.5, -0.5)
WIDE = StepLimits(support=0.3, cosine=0.8, correction=0.5)


def log_logistic(x: Array) -> Array:
    """ln Lambda(x), without overflow."""
    return -np.logaddexp(0.0, -x)


@dataclass
class Name:
    """W_t on a grid of log-odds, the same in every region; multilinear, clamped at the ends."""
    grid: Array                # points in one region
    worth: Array               # [type, point] or [type, point, point]

    @property
    def regions(self) -> int:
        return self.worth.ndim - 1

    def at(self, t: int, b: Sequence[Array]) -> tuple[Array, list[Array]]:
        """W_t at log-odds b (one array a region), and its slope in each of them."""
        low, share, inside = [], [], []
        for x in b:
            clamped = np.clip(x, self.grid[0], self.grid[-1])
            i = np.clip(np.searchsorted(self.grid, clamped, side="right") - 1, 0, len(self.grid) - 2)
            low.append(i)
            share.append((clamped - self.grid[i]) / (self.grid[i + 1] - self.grid[i]))
            inside.append(np.where((x >= self.grid[0]) & (x < self.grid[-1]),
                                   1.0 / (self.grid[i + 1] - self.grid[i]), 0.0))
        value, slopes = 0.0, [0.0] * len(b)
        for corner in range(1 << len(b)):
            up = [corner >> g & 1 for g in range(len(b))]
            weight = [s if u else 1.0 - s for s, u in zip(share, up)]
            w = self.worth[t][tuple(i + u for i, u in zip(low, up))]
            value = value + np.prod(weight, axis=0) * w
            for g in range(len(b)):
                others = np.prod([x for h, x in enumerate(weight) if h != g], axis=0)
                slopes[g] = slopes[g] + (1.0 if up[g] else -1.0) * inside[g] * others * w
        return value, slopes


@dataclass
class Foresight:
    """One foresighted defender in one crisis game. `omega` by block of games, then by region."""
    responder: list[int | None]      # by block: its place among the responders
    name: Name
    log_odds: Sequence[float]
    omega: list[Sequence[float]]
    discount: float


class ForesightSystem(System):
    """The joint system in (d, x): d as before, and after them x_s and x_w for every action to which
    a foresighted defender responds. (11) takes d + mood +- rho/2 for everybody else, x for it."""

    def __init__(self, plain: System, foresights: list[Foresight]) -> None:
        super().__init__(plain.blocks, plain.tree, plain.fixed_belief)
        self.plain_size = self.size
        self.entries = []            # (foresight, block, place of d, first of the pair)
        for f in foresights:
            for i, block in enumerate(self.blocks):
                if f.responder[i] is None:
                    continue
                count, n = block.shape
                for g in range(count):
                    place = self.slices[i].start + g * n + f.responder[i]
                    self.entries.append((f, i, place, self.size))
                    self.size += 2
        self.scale = np.concatenate(
            [self.scale] + [np.repeat(self._of(i, place, "precision"), 2)
                            for f, i, place, first in self.entries])

    def _of(self, i: int, place: int, what: str) -> float:
        n = self.blocks[i].shape[1]
        return float(getattr(self.blocks[i], what)[(place - self.slices[i].start) % n])

    def terms(self, f: Foresight, i: int, x: Array, tau: float, precision: float) -> tuple[
            Array, Array, Array]:
        """delta [W_t(b+(a,1)) - W_t(b+(a,0))] by type, its derivatives by x and by tau: (19), (20)."""
        sharp = tau * precision
        up = logistic(sharp * x)
        after = []                   # (log likelihood ratio, by x, by tau) of supporting, standing aside
        for y, other in ((sharp * x, 1.0 - up), (-sharp * x, -up)):
            logs = log_logistic(y)
            by_x = sharp * np.array([other[0], -other[1]])
            by_tau = precision * (other[0] * x[0] - other[1] * x[1])
            after.append((logs[0] - logs[1], by_x, by_tau))
        value, by_x, by_tau = np.zeros(2), np.zeros((2, 2)), np.zeros(2)
        for sign, (ratio, ratio_by_x, ratio_by_tau) in zip((1.0, -1.0), after):
            b = [np.asarray(o + w * ratio) for o, w in zip(f.log_odds, f.omega[i])]
            for t in (STEADFAST, WAVERING):
                worth, slopes = f.name.at(t, b)
                slope = sum(w * s for w, s in zip(f.omega[i], slopes))
                value[t] += sign * f.discount * worth
                by_x[t] += sign * f.discount * slope * ratio_by_x
                by_tau[t] += sign * f.discount * slope * ratio_by_tau
        return value, by_x, by_tau

    # -- support in the unknowns -----------------------------------------------------------------

    def _support(self, z: Array, tau: float, beliefs: str) -> tuple[Array, Array, Array]:
        """p, dp/dz and dp/dtau, with the public or the perceived beliefs about resolve."""
        p, by_tau = np.empty(self.plain_size), np.empty(self.plain_size)
        by_z = np.zeros((self.plain_size, self.size))
        for block, x, s in zip(self.blocks, self.split(z[:self.plain_size]), self.slices):
            own, slope, explicit = support(block, x, tau, getattr(block, beliefs))
            p[s], by_tau[s] = own.ravel(), explicit.ravel()
            by_z[range(s.start, s.stop), range(s.start, s.stop)] = slope.ravel()
        for f, i, place, first in self.entries:
            precision, pi = self._of(i, place, "precision"), self._of(i, place, beliefs)
            x = z[first:first + 2]
            weight, up = np.array([pi, 1.0 - pi]), logistic(tau * precision * x)
            p[place] = weight @ up
            by_z[place] = 0.0
            by_z[place, first:first + 2] = weight * tau * precision * up * (1.0 - up)
            by_tau[place] = weight @ (precision * x * up * (1.0 - up))
        return p, by_z, by_tau

    def support(self, d: Array, tau: float = 1.0) -> Array:
        return self._support(d, tau, "steadfast")[0]

    def perceived_support(self, d: Array, tau: float = 1.0) -> Array:
        return self._support(d, tau, "perceived")[0]

    def _arguments(self, benefits: Array, z: Array, tau: float) -> Array:
        """Right sides of (19) at these net benefits."""
        x = []
        for f, i, place, first in self.entries:
            terms = self.terms(f, i, z[first:first + 2], tau, self._of(i, place, "precision"))[0]
            half = self._of(i, place, "gap")
            x += [benefits[place] + self.blocks[i].mood + SIGN[t] * half + terms[t] for t in (0, 1)]
        return np.array(x)

    def start(self) -> Array:
        d = super().start()          # support is 1/2 of either type: nothing is learnt
        return np.concatenate([d, self._arguments(d, np.zeros(self.size), 0.0)])

    def right_side(self, d: Array, tau: float = 1.0) -> Array:
        benefits = self.benefits(self.support(d, tau), self.belief(d, tau))
        return np.concatenate([benefits, self._arguments(benefits, d, tau)])

    def linearise(self, d: Array, tau: float) -> tuple[Array, Array, Array]:
        z, n = d, self.plain_size
        p, p_z, p_tau = self._support(z, tau, "steadfast")
        q, q_z, q_tau = self._support(z, tau, "perceived")
        belief = self.heeded(normalised(self.log_posterior(q, tau)))
        by_p, by_q, explicit = self._gradient(p, q, belief, tau)
        right = self.benefits(p, belief)
        value, jacobian, by_tau = np.empty(self.size), np.zeros((self.size, self.size)), np.zeros(self.size)
        value[:n] = z[:n] - right
        jacobian[:n] = -(by_p @ p_z + by_q @ q_z)
        by_tau[:n] = -(by_p @ p_tau + by_q @ q_tau + explicit)
        for f, i, place, first in self.entries:
            pair = slice(first, first + 2)
            x = z[pair]
            terms, by_x, terms_by_tau = self.terms(f, i, x, tau, self._of(i, place, "precision"))
            shift = self.blocks[i].mood + np.array(SIGN) * self._of(i, place, "gap")
            value[pair] = x - (right[place] + shift + terms)
            jacobian[pair] = jacobian[place]
            jacobian[pair, pair] += np.eye(2) - by_x
            by_tau[pair] = by_tau[place] - terms_by_tau
        jacobian[:n, :n] += np.eye(n)
        return value, jacobian, by_tau

    def _gradient(self, p: Array, q: Array, belief: Array, tau: float) -> tuple[Array, Array, Array]:
        """dDelta/dp at given beliefs, dDelta/dq through the beliefs, and what tau does to them."""
        n = self.plain_size
        by_p, by_q, by_tau, by_type = np.zeros((n, n)), np.zeros((n, n)), np.zeros(n), []
        for block, x, s, games in zip(self.blocks, self.split(p), self.slices, self.games_of):
            types = np.einsum("gktc,gc->gkt", block.gain, coalition_probability(block, x))
            by_type.append(types.reshape(-1, types.shape[2]))
            slope = np.einsum("gktc,gt,glc->gkl", block.gain, belief[games],
                              coalition_derivative(block, x), optimize=True)
            for g in range(block.shape[0]):
                rows = slice(s.start + g * block.shape[1], s.start + (g + 1) * block.shape[1])
                by_p[rows, rows] = slope[g]
        actions, types = belief.shape
        if self.fixed_belief is not None or not self.tree.signalling or types == 1:
            return by_p, by_q, by_tau
        by_type = np.concatenate(by_type)
        game_of = np.concatenate([np.repeat(np.arange(g.start, g.stop), b.shape[1])
                                  for b, g in zip(self.blocks, self.games_of)])
        value_by_q = np.concatenate([
            np.einsum("gtc,glc->glt", b.value, coalition_derivative(b, x)).reshape(-1, types)
            for b, x in zip(self.blocks, self.split(q))])
        values = self.values(q)
        log_by_q, log_by_tau = np.empty((types, actions, n)), np.empty((types, actions))
        for t in range(types):
            _, by_value, explicit, _ = climb(self.tree, values[:, t], tau)
            log_by_q[t] = by_value[:, game_of] * value_by_q[:, t]
            log_by_tau[t] = explicit
        mean_q = np.einsum("at,taq->aq", belief, log_by_q)
        mean_tau = np.einsum("at,ta->a", belief, log_by_tau)
        for t in range(types):
            shift = belief[:, t, None] * (log_by_q[t] - mean_q)
            by_q += by_type[:, t, None] * shift[game_of]
            by_tau += by_type[:, t] * (belief[:, t] * (log_by_tau[t] - mean_tau))[game_of]
        return by_p, by_q, by_tau


@dataclass
class Foresighted:
    """A solved crisis in which somebody foresees."""
    game: CrisisGame
    system: ForesightSystem
    z: Array
    turned: bool
    seen: Behaviour

    @property
    def residual(self) -> float:
        return float(np.abs(self.z - self.system.right_side(self.z)).max())


def at_log_odds(scenario: dict[str, Any], defender: str, b: float) -> dict[str, Any]:
    """The scenario with this public belief in a defender; `perceives` moves with it."""
    changed = copy.deepcopy(scenario)
    first = scenario["defender"][defender]["steadfast"]
    changed["defender"][defender]["steadfast"] = float(logistic(np.float64(b)))
    for adversary in changed["adversary"].values():
        if defender in adversary["perceives"]:
            seen = adversary["perceives"][defender]
            odds = np.log(seen / (1.0 - seen)) + b - np.log(first / (1.0 - first))
            adversary["perceives"][defender] = float(logistic(odds))
    return changed


def solve(scenario: dict[str, Any], adversary: str, defender: str, name: Name, regions: Sequence[str],
          log_odds: Sequence[float], discount: float, spillover: float,
          limits: StepLimits = WIDE, near: Array | None = None) -> Foresighted:
    """The crisis with one adversary while `defender` foresees, `log_odds` by region. With `near`, an
    equilibrium of almost the same game, Newton's method from there is tried first: only where no branch
    turns."""
    game = build(scenario, adversary)
    for target, block in zip(game.crises, game.system.blocks):
        k = game.crises[target].responders
        if defender in k:
            i, b = k.index(defender), log_odds[regions.index(game.crises[target].region)]
            own = at_log_odds(scenario, defender, b)
            seen = own["adversary"][adversary]["perceives"]
            block.perceived = block.perceived.copy()
            block.steadfast[i] = own["defender"][defender]["steadfast"]
            block.perceived[i] = seen.get(defender, block.steadfast[i])
    foresight = Foresight(
        responder=[c.responders.index(defender) if defender in c.responders else None
                   for c in game.crises.values()],
        name=name, log_odds=log_odds, discount=discount,
        omega=[[1.0 if g == c.region else spillover for g in regions] for c in game.crises.values()])
    system = ForesightSystem(game.system, [foresight])
    z, turned = (None, False) if near is None else (close_to(system, near), False)
    if z is None:
        z, turned = trace(system, limits)
    game.system = system
    return Foresighted(game, system, z, turned, behaviour(game, Equilibrium(z, turned, "principal")))


def close_to(system: ForesightSystem, near: Array) -> Array | None:
    """The solution to which Newton's method leads from `near`, if it is not far."""
    try:
        z = newton(system, near)
    except (NotSettled, np.linalg.LinAlgError):
        return None
    return z if np.abs(system.support(z) - system.support(near)).max() < 0.1 else None


def crisis_value(s: Foresighted, defender: str) -> tuple[Array, Array]:
    """v_t^j(b) of (21) by type, and what the name adds in the mean over actions (name_worth)."""
    system, f = s.system, s.system.entries[0][0]
    b = [np.asarray(x) for x in f.log_odds]
    now = np.array([float(f.name.at(t, b)[0]) for t in (0, 1)])
    belief = system.belief(s.z)
    probability = _probabilities(s, belief)
    value = (1.0 - probability.sum()) * f.discount * now
    worth, entry = np.zeros(2), {place: (i, first) for _, i, place, first in system.entries}
    p = system.split(system.support(s.z))
    for i, (block, games) in enumerate(zip(system.blocks, system.games_of)):
        k = f.responder[i]
        for g in range(block.shape[0]):
            a = games.start + g
            if k is None:
                value = value + probability[a] * f.discount * now
                continue
            place = system.slices[i].start + g * block.shape[1] + k
            first = entry[place][1]
            precision, rho = float(block.precision[k]), float(block.gap[k])
            x = s.z[first:first + 2]
            utility = []             # E u_k with k, without k
            for choice in (1.0, 0.0):
                fixed = p[i][g].copy()
                fixed[k] = choice
                one = block.one(g)
                chance = coalition_probability(one, fixed[None, :])[0]
                utility.append(float(np.einsum("tc,c,t->", block.payoff[g, k], chance, belief[a])))
            ratio = [log_logistic(y)[0] - log_logistic(y)[1] for y in (precision * x, -precision * x)]
            up = logistic(precision * x)
            for t in (STEADFAST, WAVERING):
                after = [f.discount * float(f.name.at(t, [np.asarray(o + w * r) for o, w in
                                                         zip(f.log_odds, f.omega[i])])[0]) for r in ratio]
                value[t] += probability[a] * (
                    up[t] * (utility[0] + block.mood + SIGN[t] * rho + after[0])
                    + (1.0 - up[t]) * (utility[1] + after[1]))
                worth[t] += probability[a] * (after[0] - after[1])
    return value, worth


def _probabilities(s: Foresighted, belief: Array) -> Array:
    """P(a) = sum over types of prior times sigma."""
    values = s.system.values(s.system.perceived_support(s.z))
    prior = s.system.tree.prior
    return sum(prior[t] * np.exp(climb(s.system.tree, values[:, t], 1.0)[0]) for t in range(len(prior)))


def values(scenario: dict[str, Any], defender: str, rounds: int, discount: float,
           opportunity: dict[str, float], spillover: float = 0.0, grid: Array = np.linspace(-6.0, 6.0, 25),
           limits: StepLimits = WIDE, warm: bool = False) -> tuple[list[Name], float]:
    """W^0 ... W^rounds of (22), and the largest residual met. `warm`: each point from the one before."""
    regions = regions_of(scenario, defender)
    name = Name(grid, np.zeros((2,) + (len(grid),) * len(regions)))
    out, worst = [name], 0.0
    for _ in range(rounds):
        worth, last = np.empty_like(name.worth), {}
        for point in np.ndindex(*(len(grid),) * len(regions)):
            log_odds = [float(grid[i]) for i in point]
            now = name.worth[(slice(None),) + point]
            total = discount * now
            for j, chance in opportunity.items():
                s = solve(scenario, j, defender, name, regions, log_odds, discount, spillover, limits,
                          last.get(j))
                if warm and not s.turned:
                    last[j] = s.z
                worst = max(worst, s.residual)
                total = total + chance * (crisis_value(s, defender)[0] - discount * now)
            worth[(slice(None),) + point] = total
        name = Name(grid, worth)
        out.append(name)
    return out, worst


def regions_of(scenario: dict[str, Any], defender: str) -> list[str]:
    """Where there are targets for which it responds, in the order of the adversaries' prizes."""
    found = []
    for adversary in scenario["adversary"].values():
        for target in adversary["prize"]:
            region = scenario["defender"][target]["region"]
            if (target == defender or (defender, target) in scenario["commitment"]) and region not in found:
                found.append(region)
    return found
