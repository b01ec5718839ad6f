"""The joint system (11) + (12) of model.md over many draws at once, in plain NumPy.

Written to be as fast as NumPy allows: every array has the draws last, so that each operation runs over long
contiguous rows; no Python loop runs over draws, games or nodes, only over responders, monomials and levels of the
tree. Beliefs are eliminated leaf by leaf up the tree, so that a Newton step solves one n x n system a game.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

Array = np.ndarray


def logistic(x: Array) -> Array:
    return 1.0 / (1.0 + np.exp(-np.clip(x, -700.0, 700.0)))


def monomial_coefficients(corners: Array, players: list[int]) -> Array:
    """Values at the corners of the cube (axis 0: coalitions) to coefficients of monomials in these players."""
    out = corners.copy()
    for k in players:
        for s in range(len(out)):
            if s >> k & 1:
                out[s] -= out[s ^ (1 << k)]
    return out


@dataclass
class Games:
    """Response games. G games, N draws; n responders and T types in every game."""
    gain: Array       # n, coalitions, T, G, N: coefficients of u_k(C + k) - u_k(C - k); unused where C has k
    value: Array | None   # coalitions, T, G, N: of the adversary's payoff after costs
    precision: Array  # n, G, N, as are the next two
    steadfast: Array
    half_gap: Array
    mood: Array       # N

    @property
    def players(self) -> int:
        return len(self.gain)


@dataclass
class Level:
    """The nodes of one depth of the tree, in order; those with children head contiguous runs of the next level."""
    precision: Array       # of the nodes with children, their number x N
    inner: Array           # positions of the nodes with children
    games: Array           # positions of the leaves that are games
    game: Array            # and which game each is
    constant: Array        # what a node with neither is worth, nodes x N (0 elsewhere)
    starts: Array          # where the children of each inner node start in the next level
    counts: Array          # and how many they are


def load(folder: Path) -> tuple[Games, list[Level], Array | None]:
    """The files of `wedge-bench --export-games`: games, tree by levels (empty for games alone), log-odds of the prior."""
    def get(name: str) -> Array:
        return np.load(folder / f"{name}.npy")

    utility = get("utility")  # draws, games, types, players, coalitions
    n, coalitions = utility.shape[3:]
    corners = np.moveaxis(utility, (4, 3, 2, 1, 0), (0, 1, 2, 3, 4))
    with_k = np.array([[s | 1 << k for s in range(coalitions)] for k in range(n)])
    gain = np.stack([monomial_coefficients(corners[with_k[k], k] - corners[with_k[k] ^ (1 << k), k],
                                           [l for l in range(n) if l != k]) for k in range(n)])
    by_player = [np.ascontiguousarray(np.moveaxis(get(name), (2, 1, 0), (0, 1, 2)))
                 for name in ("precision", "steadfast", "resolve_gap")]
    precision, steadfast, gap = by_player
    if not (folder / "parent.npy").exists():
        mood = np.zeros(len(utility))
        return Games(np.ascontiguousarray(gain), None, precision, steadfast, 0.5 * gap, mood), [], None
    if not np.array_equal(get("perceived"), get("steadfast")) or utility.shape[2] != 2:
        raise SystemExit(f"{folder}: this solver wants two types and no misperception")
    value = monomial_coefficients(np.moveaxis(get("value"), (3, 2, 1, 0), (0, 1, 2, 3)), list(range(n)))
    games = Games(np.ascontiguousarray(gain), np.ascontiguousarray(value), precision, steadfast, 0.5 * gap,
                  get("mood"))
    levels = levels_of(get("parent").astype(int), get("game").astype(int), get("node_precision").T, get("constant").T)
    prior = get("prior")
    return games, levels, np.log(prior[:, 1] / prior[:, 0])


def batches(games: Games, levels: list[Level], prior: Array | None, size: int) -> list[tuple]:
    """The games, cut into batches of so many draws."""
    out = []
    for first in range(0, games.precision.shape[-1], size):
        cut = lambda a: np.ascontiguousarray(a[..., first:first + size])
        out.append((Games(**{name: a if a is None else cut(a) for name, a in vars(games).items()}),
                    [replace(level, precision=cut(level.precision), constant=cut(level.constant)) for level in levels],
                    prior if prior is None else cut(prior)))
    return out


def levels_of(parent: Array, game: Array, precision: Array, constant: Array) -> list[Level]:
    levels, nodes = [], [0]
    while nodes:
        children = [[c for c in range(len(parent)) if parent[c] == node] for node in nodes]
        inner = np.array([i for i, c in enumerate(children) if c], dtype=int)
        leaves = np.array([i for i, node in enumerate(nodes) if game[node] >= 0], dtype=int)
        counts = np.array([len(children[i]) for i in inner], dtype=int)
        flat = np.array(nodes)
        levels.append(Level(precision[flat[inner]], inner, leaves, game[flat[leaves]], constant[flat],
                            np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(int), counts))
        nodes = [c for group in children for c in group]
    return levels


def eliminate(matrix: Array, right: Array) -> Array:
    """Solves n x n systems over trailing axes (matrix n, n, ...; right n, columns, ...) without pivoting."""
    a, b, n = matrix, right, len(matrix)
    for c in range(n):
        inverse = 1.0 / a[c, c]
        for r in range(c + 1, n):
            factor = a[r, c] * inverse
            a[r, c + 1:] -= factor * a[c, c + 1:]
            b[r] -= factor * b[c]
    for r in reversed(range(n)):
        for l in range(r + 1, n):
            b[r] -= a[r, l] * b[l]
        b[r] /= a[r, r]
    return b


def lapack(matrix: Array, right: Array) -> Array:
    """The solution of a linear system for each draw by np.linalg.solve."""
    ends = (-2, -1)
    solved = np.linalg.solve(np.moveaxis(matrix, (0, 1), ends), np.moveaxis(right, (0, 1), ends))
    return np.moveaxis(solved, ends, (0, 1))


class System:
    def __init__(self, games: Games, levels: list[Level], prior: Array | None, solve=eliminate) -> None:
        self.games, self.levels, self.prior, self.solve = games, levels, prior, solve

    def sweep(self, d: Array, tau: float) -> tuple[Array, Array, Array, Array, Array]:
        """At (d, tau): support, its slope, net benefits, Newton step, tangent; all n x G x N."""
        g, n = self.games, self.games.players
        net = d + g.mood
        up, down = g.precision * (net + g.half_gap), g.precision * (net - g.half_gap)
        s, w = logistic(tau * up), logistic(tau * down)
        ds, dw = g.steadfast * (s * (1.0 - s)), (1.0 - g.steadfast) * (w * (1.0 - w))
        p = g.steadfast * s + (1.0 - g.steadfast) * w
        slope, drift = tau * g.precision * (ds + dw), ds * up + dw * down

        monomial = [np.ones_like(p[0])]  # by coalition
        for k in range(n):
            monomial += [m * p[k] if i else p[k] for i, m in enumerate(monomial)]
        delta = [sum(g.gain[k, s] * monomial[s] for s in range(1 << n) if not s >> k & 1)
                 for k in range(n)]  # each T, G, N
        if self.levels:
            value = sum(g.value[s] * monomial[s] for s in range(1 << n))
            values, choices = self.climb(value, tau)
            belief = logistic(self.log_odds(values, choices, tau))
        else:
            belief = np.zeros(1)
        mix = lambda by_type: by_type[0] if len(by_type) == 1 else by_type[0] + belief * (by_type[1] - by_type[0])

        columns = 3 if self.levels else 2  # of right sides: residual, tau, log-odds
        matrix, right = np.empty((n, n) + p.shape[1:]), np.empty((n, columns) + p.shape[1:])
        now = np.empty_like(p)
        for k in range(n):
            now[k] = mix(delta[k])
            right[k, 0], right[k, 1] = now[k] - d[k], 0.0
            if self.levels:
                right[k, 2] = belief * (1.0 - belief) * (delta[k][1] - delta[k][0])
            matrix[k, k] = 1.0
            for l in range(n):
                if l != k:
                    terms = [s for s in range(1 << n) if s >> l & 1 and not s >> k & 1]
                    by_support = mix(sum(g.gain[k, s] * monomial[s ^ 1 << l] for s in terms))
                    matrix[k, l] = -by_support * slope[l]
                    right[k, 1] += by_support * drift[l]
        x = self.solve(matrix, right)
        newton, tangent = x[:, 0], x[:, 1]
        if self.levels:
            ascent = [sum(g.value[s] * monomial[s ^ 1 << k] for s in range(1 << n) if s >> k & 1)
                      for k in range(n)]
            shift = self.shifts(ascent, slope, drift, x, values, choices, tau)
            newton, tangent = newton + x[:, 2] * shift[0], tangent + x[:, 2] * shift[1]
        return p, slope, now, newton, tangent

    def climb(self, value: Array, tau: float) -> tuple[list[Array], list[Array]]:
        """Values by level, T x nodes x N, and choice probabilities among the nodes of each level but the first."""
        values: list[Array] = [None] * len(self.levels)
        choices: list[Array] = [None] * len(self.levels)
        for depth in reversed(range(len(self.levels))):
            level = self.levels[depth]
            here = np.broadcast_to(level.constant, (len(value),) + level.constant.shape).copy()
            here[:, level.games] = value[:, level.game]
            if len(level.inner):
                below = values[depth + 1]
                scaled = tau * np.repeat(level.precision, level.counts, axis=0) * below
                top = np.maximum.reduceat(scaled, level.starts, axis=1)
                weight = np.exp(scaled - np.repeat(top, level.counts, axis=1))
                weight /= np.repeat(np.add.reduceat(weight, level.starts, axis=1), level.counts, axis=1)
                choices[depth + 1] = weight
                here[:, level.inner] = np.add.reduceat(weight * below, level.starts, axis=1)
            values[depth] = here
        return values, choices

    def log_odds(self, values: list[Array], choices: list[Array], tau: float) -> Array:
        """Equation (12): log-odds of the second type at each game."""
        out = np.empty(self.games.precision.shape[1:])
        odds = self.prior[None]
        for depth, level in enumerate(self.levels):
            out[level.game] = odds[level.games]
            if len(level.inner):
                # ln of the choice probabilities, from the values: exact where the probabilities underflow.
                below = values[depth + 1]
                scaled = tau * np.repeat(level.precision, level.counts, axis=0) * below
                top = np.maximum.reduceat(scaled, level.starts, axis=1)
                weight = np.exp(scaled - np.repeat(top, level.counts, axis=1))
                total = np.log(np.add.reduceat(weight, level.starts, axis=1)) + top
                gap = (scaled[1] - scaled[0]) - np.repeat(total[1] - total[0], level.counts, axis=0)
                odds = np.repeat(odds[level.inner], level.counts, axis=0) + gap
        return out

    def shifts(self, ascent: list[Array], slope: Array, drift: Array, x: Array, values: list[Array],
               choices: list[Array], tau: float) -> Array:
        """How the log-odds at each game move with the Newton step and with tau: 2 x G x N."""
        n = self.games.players
        move = np.stack([sum(ascent[k] * (slope[k] * x[k, column]) for k in range(n))
                         for column in range(3)])  # 3, T, G, N
        move[1] += sum(ascent[k] * drift[k] for k in range(n))
        answer: list[Array] = [None] * len(self.levels)   # by level: Newton, tau, slope; by type, node
        kept: list[tuple] = [None] * len(self.levels)
        for depth in reversed(range(len(self.levels))):
            level = self.levels[depth]
            here = np.zeros((3, 2) + level.constant.shape)
            here[:, :, level.games] = move[:, :, level.game]
            if len(level.inner):
                below, value, choice = answer[depth + 1], values[depth + 1], choices[depth + 1]
                spread = lambda y: np.repeat(y, level.counts, axis=-2)
                gather = lambda y: np.add.reduceat(y, level.starts, axis=-2)
                precision = spread(level.precision)
                own = tau * (below[:, 1] - below[:, 0]) * precision     # Newton, tau, slope of the child's log-odds
                own[1] += precision * (value[1] - value[0])
                factor = 1.0 / (1.0 - own[2])
                base = own[:2] * factor                                  # the child's shift: base + factor * common
                fixed = below[:2] + below[2] * base[:, None]             # the child's answer: fixed + sloped * common
                sloped = below[2] * factor
                mean, mean_slope = gather(choice * fixed), gather(choice * sloped)
                node = values[depth][:, level.inner]
                k1 = 1.0 / (1.0 + tau * level.precision * (mean_slope[1] - mean_slope[0]))
                k0 = -tau * level.precision * (mean[:, 1] - mean[:, 0])
                k0[1] -= level.precision * (node[1] - node[0])
                k0 *= k1
                excess = value - spread(node)
                weight = choice * (1.0 + tau * precision * excess)
                total = gather(weight * sloped)
                here[:2, :, level.inner] = gather(weight * fixed) + total * k0[:, None]
                here[1][:, level.inner] += level.precision * gather(choice * value * excess)
                here[2][:, level.inner] = total * k1
                kept[depth] = (base, factor, k0, k1)
            answer[depth] = here
        out = np.empty((2,) + slope.shape[1:])
        shift = np.zeros((2, 1, slope.shape[2]))
        for depth, level in enumerate(self.levels):
            out[:, level.game] = shift[:, level.games]
            if len(level.inner):
                base, factor, k0, k1 = kept[depth]
                common = k0 + k1 * shift[:, level.inner]
                shift = base + factor * np.repeat(common, level.counts, axis=1)
        return out


def principal(system: System, steps: int) -> tuple[Array, Array]:
    """Support on the principal branch at tau = 1 by equal steps with one correction each, then Newton steps; and
    which draws could be followed so. The others have a fold or a sharp turn."""
    g = system.games
    d = np.zeros_like(g.precision)
    d = system.sweep(d, 0.0)[2]
    tangent = system.sweep(d, 0.0)[4]
    easy = np.ones(d.shape[-1], dtype=bool)
    for step in range(1, steps + 1):
        d = d + tangent / steps
        _, slope, _, newton, tangent = system.sweep(d, step / steps)
        easy &= np.abs(slope * newton).max(axis=(0, 1)) < 0.03
        d = d + newton
    done = ~easy
    for _ in range(20):
        newton = system.sweep(d, 1.0)[3]
        d = np.where(done, d, d + newton)
        done |= np.abs(g.precision * newton).max(axis=(0, 1)) < 1e-9
        if done.all():
            break
    return system.sweep(d, 1.0)[0], easy & done


def about(folder: Path) -> dict:
    return json.loads((folder / "about.json").read_text())
