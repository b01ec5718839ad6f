"""What an equilibrium says: the one-shot measures of model.md, "Measures".

All are exact expectations. Those of the first kind carry the probability of the attack and are
averaged over the adversary's types; those of the second kind are conditional on the attack.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable

import numpy as np

from crisis_branch import NotSettled, StepLimits, newton, trace
from crisis_game import CrisisGame, Equilibrium, single_game
from crisis_system import Array, System, climb, coalition_probability, normalised


THREATS = ("threaten", "squeeze")


@dataclass
class Behaviour:
    """Who does what in equilibrium, indexed by action (and type)."""
    support: list[dict[str, float]]      # p_k by action
    coalition: list[Array]               # P(C) by action
    sigma: Array                         # sigma_theta(a), [action, theta]
    quiet: Array                         # by theta
    value: Array                         # EU_theta(a), as the adversary perceives support
    belief: Array                        # mu(theta | a)
    prior: Array

    @property
    def joint(self) -> Array:
        """prior_theta sigma_theta(a)."""
        return self.prior * self.sigma

    @property
    def attack(self) -> Array:
        """sigma(a), over all types."""
        return self.joint.sum(axis=1)


def behaviour(game: CrisisGame, equilibrium: Equilibrium) -> Behaviour:
    """Reads the strategies off the net benefits."""
    system, prior = game.system, game.prior
    p = system.support(equilibrium.d)
    value = system.values(system.perceived_support(equilibrium.d))
    climbed = [climb(system.tree, value[:, t], 1.0) for t in range(len(prior))]
    log_sigma = np.stack([c[0] for c in climbed], axis=1)
    support, coalition = [], []
    for crisis, block, x in zip(game.crises.values(), system.blocks, system.split(p)):
        support += [dict(zip(crisis.responders, map(float, row))) for row in x]
        coalition += list(coalition_probability(block, x))
    return Behaviour(support, coalition, np.exp(log_sigma), np.exp([c[3] for c in climbed]), value,
                     normalised(np.log(prior) + log_sigma), prior)


def expectation(game: CrisisGame, seen: Behaviour, name: str,
                chosen: Callable[[int], bool] = lambda a: True) -> float:
    """Sum over actions and types of prior sigma E_C[table]."""
    total = 0.0
    for a in range(len(game.actions)):
        if not chosen(a):
            continue
        target, place = game.position(a)
        row = game.tables[target][name][place]
        by_type = row @ seen.coalition[a] if row.ndim == 2 else np.full(
            len(seen.prior), row @ seen.coalition[a])
        total += float(seen.joint[a] @ by_type)
    return total


def conceded(game: CrisisGame, seen: Behaviour) -> float:
    """Probability that an attack is made and the victim stands aside."""
    return float(seen.attack.sum()) - expectation(game, seen, "resists")


def loss(game: CrisisGame, seen: Behaviour) -> dict[str, float]:
    """Expected share of the stake lost, by target."""
    return {target: expectation(game, seen, "lost", lambda a: game.actions[a].target == target)
            for target in game.crises}


def executed(game: CrisisGame, seen: Behaviour, tactic: str) -> float:
    """E[X] of one tactic."""
    return expectation(game, seen, "executed", lambda a: game.actions[a].tactic == tactic)


def bluff(game: CrisisGame, seen: Behaviour,
          tactics: tuple[str, ...] = THREATS) -> float | None:
    """1 - E[X] / P(live threat), over some tactics."""
    def threats(a: int) -> bool:
        return game.actions[a].tactic in tactics
    live = expectation(game, seen, "live", threats)
    if live == 0.0:
        return None
    return 1.0 - expectation(game, seen, "executed", threats) / live


def attack_by(game: CrisisGame, seen: Behaviour, what: str, names: list[str]) -> dict[str, float]:
    """Probability of attack by target, rung or tactic."""
    return {name: float(sum(seen.attack[a] for a, action in enumerate(game.actions)
                            if getattr(action, what) == name)) for name in names}


def welfare(game: CrisisGame, seen: Behaviour) -> dict[str, float]:
    """Expectation of (10) for every defender, over the attacks on targets of which it is a
    responder, and of U_j after costs for the adversary, at true support."""
    worth = {k: 0.0 for k in game.scenario["defender"]} | {game.adversary_id: 0.0}
    for a in range(len(game.actions)):
        target, place = game.position(a)
        table = game.tables[target]
        for m, k in enumerate(game.crises[target].responders):
            worth[k] += float(seen.joint[a] @ (table["payoff"][place, m] @ seen.coalition[a]))
        value = table["value"][place] - table["cost"][place]
        worth[game.adversary_id] += float(seen.joint[a] @ (value @ seen.coalition[a]))
    worth[game.adversary_id] -= float(seen.prior @ seen.quiet) * game.adversary["grievance"]
    return worth


def mean_over_attacks(seen: Behaviour, actions: list[int],
                      quantity: Callable[[int], float]) -> float | None:
    """Average of a quantity over some actions with equilibrium weights; None without any."""
    weight = sum(seen.attack[a] for a in actions)
    if weight == 0.0:
        return None
    return float(sum(seen.attack[a] * quantity(a) for a in actions) / weight)


def coalition_size(game: CrisisGame, seen: Behaviour) -> float | None:
    """Expected number of supporters given attack, the victim included."""
    return mean_over_attacks(seen, list(range(len(game.actions))),
                             lambda a: sum(seen.support[a].values()))


def number_of_none(game: CrisisGame, action: int) -> int:
    """The action with the same target and rung and no tactic."""
    same = game.actions[action]
    return next(b for b, other in enumerate(game.actions)
                if (other.target, other.rung, other.tactic) == (same.target, same.rung, "none"))


def support_at_beliefs_of_none(game: CrisisGame, equilibrium: Equilibrium, seen: Behaviour, action: int,
                               limits: StepLimits) -> dict[str, float]:
    """Support after a tactic if responders believed what they believe after `none`."""
    target, place = game.position(action)
    d = game.system.split(equilibrium.d)[list(game.crises).index(target)][place]
    p = follow_beliefs(lambda belief: single_game(game, action, belief), d, seen.belief[action],
                       seen.belief[number_of_none(game, action)], limits)
    return dict(zip(game.crises[target].responders, map(float, p)))


def follow_beliefs(game_at: Callable[[Array], System], d: Array, first: Array, last: Array,
                   limits: StepLimits) -> Array:
    """Support in a response game at the last beliefs: the equilibrium d at the first ones followed as the log-odds
    move from one to the other in small steps; where that path ends at a fold, the principal branch of the response
    game alone."""
    before, after = np.log(first), np.log(last)

    def at(share: float) -> System:
        return game_at(normalised((1 - share) * before + share * after))

    share, step = 0.0, 1 / 64
    while share < 1.0 and step > 1e-9:
        system = at(min(share + step, 1.0))
        try:
            moved = newton(system, d)
            near = np.abs(system.support(moved) - system.support(d)).max() < 0.01
        except (NotSettled, np.linalg.LinAlgError):
            near = False
        if near:
            share, d, step = share + step, moved, 1.5 * step
        else:
            step = 0.5 * step
    system = at(1.0)
    if share < 1.0:
        d, _ = trace(system, limits)
    return system.support(d)


def wedge_effect(game: CrisisGame, seen: Behaviour, support: Callable[[int], dict[str, float]]
                 ) -> dict[str, dict[str, float | None]]:
    """Fall of support against `none` of the same target and rung, by tactic and responder,
    averaged over all actions of the tactic whose target the responder responds for."""
    effect: dict[str, dict[str, float | None]] = {}
    for tactic in game.adversary["tactics"]:
        effect[tactic] = {}
        for k in game.scenario["defender"]:
            used = [a for a, action in enumerate(game.actions)
                    if action.tactic == tactic and k in seen.support[a]]
            effect[tactic][k] = mean_over_attacks(
                seen, used,
                lambda a: seen.support[number_of_none(game, a)][k] - support(a)[k])
    return effect


def reliability(game: CrisisGame, seen: Behaviour, k: str) -> tuple[float | None, float | None]:
    """Observed (given attack) and latent (equal weights over target and rung, under `none`)
    reliability of a responder, over the targets other than itself to which it is committed."""
    ally = [a for a, action in enumerate(game.actions)
            if action.target != k and k in seen.support[a]]
    if not ally:
        return None, None
    observed = mean_over_attacks(seen, ally, lambda a: seen.support[a][k])
    plain = [seen.support[a][k] for a in ally if game.actions[a].tactic == "none"]
    return observed, float(np.mean(plain))


def describe_actions(game: CrisisGame, seen: Behaviour) -> list[dict[str, Any]]:
    """One entry for each action, as in the program's JSON output."""
    types = [t["id"] for t in game.adversary["types"]]
    return [{"target": action.target, "rung": action.rung, "tactic": action.tactic,
             "at": list(action.at), "probability": float(seen.attack[a]),
             "support": seen.support[a],
             "value": dict(zip(types, map(float, seen.value[a]))),
             "belief": dict(zip(types, map(float, seen.belief[a])))}
            for a, action in enumerate(game.actions)]


def measure(game: CrisisGame, equilibrium: Equilibrium, limits: StepLimits) -> dict[str, Any]:
    """All measures but those that need other equilibria of the whole game."""
    seen = behaviour(game, equilibrium)
    held = {a: support_at_beliefs_of_none(game, equilibrium, seen, a, limits)
            for a, action in enumerate(game.actions) if action.tactic != "none"}
    return describe(game, seen, held, game.system.residual(equilibrium.d), equilibrium.fold)


def describe(game: CrisisGame, seen: Behaviour, held: dict[int, dict[str, float]], residual: float,
             fold: bool) -> dict[str, Any]:
    """The measures of a behaviour; `held` is support at the beliefs of `none`, by action with a tactic."""
    types = [t["id"] for t in game.adversary["types"]]
    by_target = loss(game, seen)
    responders = [k for k in game.scenario["defender"]
                  if any(k in crisis.responders for crisis in game.crises.values())]
    reliable = {k: reliability(game, seen, k) for k in responders}
    return {
        "id": game.adversary_id,
        "deterrence": float(seen.prior @ seen.quiet),
        "deterrence_by_type": dict(zip(types, map(float, seen.quiet))),
        "loss": by_target,
        "total_loss": sum(by_target.values()),
        "conceded": conceded(game, seen),
        "desisted": expectation(game, seen, "desist"),
        "war": expectation(game, seen, "fight"),
        "executed": expectation(game, seen, "executed"),
        "late": expectation(game, seen, "late"),
        "bluff": bluff(game, seen),
        "brink": expectation(game, seen, "chance"),
        "executed_by_tactic": {t: executed(game, seen, t) for t in THREATS},
        "bluff_by_tactic": {t: bluff(game, seen, (t,)) for t in THREATS},
        "residual": residual,
        "fold": fold,
        "attack_by_target": attack_by(game, seen, "target", list(game.crises)),
        "attack_by_rung": attack_by(game, seen, "rung", list(game.scenario["rung"])),
        "attack_by_tactic": attack_by(game, seen, "tactic",
                                      ["none", *game.adversary["tactics"]]),
        "welfare": welfare(game, seen),
        "coalition_size": coalition_size(game, seen),
        "wedge_effect": wedge_effect(game, seen, lambda a: seen.support[a]),
        "wedge_effect_at_beliefs_of_none": wedge_effect(game, seen, lambda a: held[a]),
        "reliability_observed": {k: r[0] for k, r in reliable.items()},
        "reliability_latent": {k: r[1] for k, r in reliable.items()},
        "actions": describe_actions(game, seen),
    }
