"""Which solution (model.md, "Which equilibrium"): the principal branch, and the cohesive and fractured solutions.

The principal branch is followed by pseudo-arclength continuation in (d, tau) with small steps:
every accepted step is short in support, turns little and needed little correction, because it must
never hop to another branch. Nor may it leave the side of the curve: along one branch the determinant
of the system bordered by the tangent keeps its sign, since tau turns exactly where that of dF/dd
changes (Allgower and Georg, Introduction to Numerical Continuation Methods, chapter 8). Only branches
that cross, as those of symmetric games do, change it; a hop changes it too, and shorter steps tell
the two apart. The branch ends at the first crossing of tau = 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from crisis_system import Array, System, normalised


@dataclass(frozen=True)
class StepLimits:
    """When a step of the continuation is accepted."""
    support: float = 0.03       # largest change of any support probability
    cosine: float = 0.99        # of the angle between successive tangents
    correction: float = 0.2     # length of the correction over the length of the step
    longest: float = 1.0        # length of a step
    smallest: float = 1e-9
    crossing: float = 1e-6      # below this length a change of side is where branches cross
    steps: int = 50_000


class NotSettled(RuntimeError):
    """An iteration did not reach a solution."""


@dataclass
class Point:
    """A point of the branch and the unit tangent there, in scaled unknowns (precision * d, tau)."""
    d: Array
    tau: float
    tangent: Array
    side: float = 1.0           # sign of the determinant of the system bordered by the tangent


def newton(system: System, d: Array, tau: float = 1.0, rounds: int = 60) -> Array:
    """Newton's method at fixed tau, until the steps stop shrinking at rounding level."""
    best = np.inf
    for _ in range(rounds):
        value, jacobian, _ = system.linearise(d, tau)
        step = np.linalg.solve(jacobian, -value)
        d = d + step
        size = float(np.abs(system.scale * step).max())
        if size == 0.0 or (best < 1e-11 and size >= 0.5 * best):
            return d
        best = min(best, size)
    if best < 1e-9:
        return d
    raise NotSettled("Newton's method did not converge")


def arclength_step(system: System, start: Point, length: float,
                   limits: StepLimits) -> Point | None:
    """One predictor-corrector step; None if it must be shorter."""
    scale, size = system.scale, system.size
    predicted = np.append(scale * start.d, start.tau) + length * start.tangent
    current, last = predicted.copy(), np.append(np.zeros(size), 1.0)
    before = np.inf
    for _ in range(8):
        value, jacobian, by_tau = system.linearise(current[:size] / scale, current[size])
        bordered = np.zeros((size + 1, size + 1))
        bordered[:size, :size] = jacobian / scale
        bordered[:size, size] = by_tau
        bordered[size] = start.tangent
        right = np.append(-value, start.tangent @ (predicted - current))
        step, null = np.linalg.solve(bordered, np.column_stack([right, last])).T
        current = current + step
        if not np.linalg.norm(current - predicted) <= limits.correction * length:
            return None
        change = np.abs(step).max()
        if change < 1e-10 or 0.5 * before <= change < 1e-4 * length:    # (rounding is all that is left)
            break
        before = change
    else:
        return None
    # The matrix of the last, vanishing step also gives the tangent at its end.
    direction = null / np.linalg.norm(null)
    d, tau = current[:size] / scale, float(current[size])
    moved = np.abs(system.support(d, tau) - system.support(start.d, start.tau)).max()
    if not (moved <= limits.support and direction @ start.tangent >= limits.cosine):
        return None
    side = float(np.linalg.slogdet(bordered)[0])    # (with a tangent close by: the same sign)
    if side != start.side and length >= limits.crossing:
        return None
    return Point(d, tau, direction, side)


def first_crossing(start: Point, end: Point, length: float) -> float | None:
    """Where between two points (0..1) tau first reaches 1, by the cubic through both with their
    tangents; None if it stays below. Sees a crossing and return within one step."""
    t = np.linspace(0.0, 1.0, 201)
    out, arriving = length * start.tangent[-1], length * end.tangent[-1]
    tau = ((2 * t**3 - 3 * t**2 + 1) * start.tau + (t**3 - 2 * t**2 + t) * out
           + (3 * t**2 - 2 * t**3) * end.tau + (t**3 - t**2) * arriving)
    reached = np.nonzero(tau >= 1.0)[0]
    return float(t[reached[0]]) if len(reached) else None


def trace(system: System, limits: StepLimits = StepLimits()) -> tuple[Array, bool]:
    """Net benefits at the first crossing of tau = 1, and whether the branch turned before."""
    d = system.start()
    # There dF/dd is the identity, so the branch starts upwards along -dF/dtau.
    upwards = np.append(-system.scale * system.linearise(d, 0.0)[2], 1.0)
    point = Point(d, 0.0, upwards / np.linalg.norm(upwards))
    turned, length = False, 0.02
    for _ in range(limits.steps):
        following = arclength_step(system, point, length, limits)
        if following is None:
            length *= 0.5
            if length < limits.smallest:
                raise NotSettled("the principal branch could not be followed")
            continue
        where = first_crossing(point, following, length)
        if where is not None:
            guess = point.d + where * (following.d - point.d)
            try:
                found = newton(system, guess)
            except NotSettled:
                found = np.full_like(guess, np.inf)
            if np.linalg.norm(system.scale * (found - guess)) <= length:
                # Between two points the branch may turn before it crosses.
                return found, bool(turned or point.tangent[-1] < 0.0)
            if following.tau >= 1.0 or length > 1e-6:
                length *= 0.5
                continue
        turned = turned or bool(following.tangent[-1] < 0.0)
        point = following
        length = min(length * 1.3, limits.longest)
    raise NotSettled("the principal branch is too long")


def damped(system: System, start: float, rounds: int = 200_000) -> Array:
    """Damped iteration of (11) and (12) at tau = 1 from p = start (1: cohesive, 0: fractured).

    Both right sides are taken at the current state. `seen` is support as the adversary perceives
    it, which is damped like support itself.
    """
    p = np.full(system.size, start)
    seen = p.copy()
    log_odds = system.log_posterior(seen)
    for _ in range(rounds):
        d = system.benefits(p, normalised(log_odds))
        move_p = system.support(d) - p
        move_seen = system.perceived_support(d) - seen
        move_odds = system.log_posterior(seen) - log_odds
        move_odds -= move_odds.mean(axis=1, keepdims=True)   # only the differences are log-odds
        p, seen = p + 0.5 * move_p, seen + 0.5 * move_seen
        log_odds = log_odds + 0.15 * move_odds
        if max(np.abs(move_p).max(), np.abs(move_seen).max(), np.abs(move_odds).max()) < 1e-10:
            return newton(system, system.benefits(p, normalised(log_odds)))
    raise NotSettled("the damped iteration did not settle")
