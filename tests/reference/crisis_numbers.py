"""Small functions of numbers that the rules are made of: logistic curves, choice and counting."""

from __future__ import annotations

import math


def logistic(x: float) -> float:
    """Lambda(x) = 1 / (1 + exp(-x)), without overflow."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    return math.exp(x) / (1.0 + math.exp(x))


def logistic_of_log(scale: float, ratio: float) -> float:
    """Lambda(scale * ln(ratio)), with its limits at ratios of zero and infinity."""
    if ratio <= 0.0:
        return 0.0
    if math.isinf(ratio):
        return 1.0
    return logistic(scale * math.log(ratio))


def ratio(numerator: float, denominator: float) -> float:
    """A quotient that is infinite when only the denominator is zero."""
    if denominator == 0.0:
        return math.inf if numerator > 0.0 else 0.0
    return numerator / denominator


def softmax(values: list[float], precision: float) -> list[float]:
    """Logit choice probabilities."""
    top = max(values)
    weights = [math.exp(precision * (value - top)) for value in values]
    return [weight / sum(weights) for weight in weights]


def threshold(quorum: float, members: int) -> int:
    """need of equation (3)."""
    return math.ceil(quorum * members - 1e-9)


def in_time(shape: float, days: float, median: float) -> float:
    """P(time <= days) of a log-logistic time: Lambda(shape ln(days / median))."""
    return logistic_of_log(shape, ratio(days, median))


def at_least(needed: int, probabilities: list[float]) -> float:
    """P(at least `needed` successes) of independent trials (Poisson-binomial)."""
    count = [1.0]
    for p in probabilities:
        grown = [0.0] * (len(count) + 1)
        for successes, weight in enumerate(count):
            grown[successes] += weight * (1.0 - p)
            grown[successes + 1] += weight * p
        count = grown
    return sum(count[needed:])
