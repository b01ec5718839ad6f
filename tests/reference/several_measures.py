"""What an equilibrium of several adversaries says (sections 4 and 5).

The measures of each adversary are those of a single one (`crisis_measures`), its response games
averaged over the others' demands: that average is an expectation over pairs (demands, coalition),
so the tables and the probabilities of coalitions are laid out over such pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from crisis_branch import StepLimits
from crisis_game import CrisisGame
from crisis_measures import Behaviour, describe, follow_beliefs, number_of_none
from crisis_rules import Crisis
from crisis_system import Array, Games, System, climb, coalition_probability, normalised
from several_game import SeveralEquilibrium, SeveralGame
from several_system import Front, constant


@dataclass
class OneOfSeveral(CrisisGame):
    """One adversary's crises as `crisis_measures` reads them."""
    slices: list[slice]

    def games_of(self, target: str) -> slice:
        return self.slices[list(self.crises).index(target)]


def view(game: SeveralGame, j: int) -> OneOfSeveral:
    """An adversary with its tables laid out over (demands, coalition)."""
    scenario, adversary = game.scenario, game.ids[j]
    crises = {target: Crisis(scenario, adversary, target) for target in scenario["adversary"][adversary]["prize"]}
    tables = {}
    for target, table in zip(crises, game.tables[j]):
        # [action, demands, ..., coalition] to [action, ..., demands * coalition]
        moved = {name: np.moveaxis(t, 1, -2) for name, t in table.items()}
        tables[target] = {name: t.reshape(*t.shape[:-2], -1) for name, t in moved.items()}
    slices = [front.actions for front in game.system.players[j].fronts]
    return OneOfSeveral(scenario, adversary, game.actions[j], crises, tables, None, slices)


def demand_weights(game: SeveralGame, j: int, front: Front, x: Array) -> Array:
    """How likely every combination of the others' demands is, flat."""
    system = game.system
    joints = [system.joint(l, system.log_sigma(l, x, 1.0)) for l in range(len(game.ids))]
    weights = np.ones(1)
    for mix in system.mixes(j, front, joints):
        weights = np.multiply.outer(weights, mix.value).ravel()
    return weights


def behaviour(game: SeveralGame, j: int, x: Array) -> Behaviour:
    """The strategies of an adversary and of its responders, averaged over demands."""
    system, player = game.system, game.system.players[j]
    support, coalition = [], []
    for f, front in enumerate(player.fronts):
        p = system.front_support(j, f, x)
        weights = demand_weights(game, j, front, x)
        shape = (front.shape[0], len(weights))
        responders = Crisis(game.scenario, game.ids[j], game.actions[j][front.actions.start].target).responders
        mean = np.einsum("amk,m->ak", p.reshape(*shape, -1), weights)
        support += [dict(zip(responders, map(float, row))) for row in mean]
        states = coalition_probability(front.games, p).reshape(*shape, -1) * weights[:, None]
        coalition += list(states.reshape(shape[0], -1))
    log_sigma = system.log_sigma(j, x, 1.0).value
    prior = player.tree.prior
    value = x[system.leaf[j]].reshape(player.shape)
    quiet = [climb_quiet(game, j, x, t) for t in range(len(prior))]
    return Behaviour(support, coalition, np.exp(log_sigma), np.array(quiet), value,
                     normalised(np.log(prior) + log_sigma), prior)


def climb_quiet(game: SeveralGame, j: int, x: Array, t: int) -> float:
    """The probability that a type of an adversary stays quiet."""
    system, tree = game.system, game.system.players[j].tree
    above = type(tree)(tree.leaves, tree.prior, -x[system.quiet[j]], tree.precision, tree.tactic_precision)
    return float(np.exp(climb(above, x[system.leaf[j]].reshape(system.players[j].shape)[:, t], 1.0)[3]))


def held_support(game: SeveralGame, j: int, x: Array, seen: Behaviour, one: OneOfSeveral,
                 limits: StepLimits) -> dict[int, dict[str, float]]:
    """Support after every tactic at the beliefs of `none`, each felt demand by itself, then averaged."""
    found = {}
    for f, front in enumerate(game.system.players[j].fronts):
        d = x[game.system.net[j][f]].reshape(front.shape[0], -1, front.games.shape[1])
        weights = demand_weights(game, j, front, x)
        for a in range(front.actions.start, front.actions.stop):
            if game.actions[j][a].tactic == "none":
                continue
            first, last = game.system.heeded(j, constant(seen.belief[[a, number_of_none(one, a)]], 0)).value
            mean = np.zeros(d.shape[2])
            for m, weight in enumerate(weights):
                place = a - front.actions.start
                games = front.games.one(place * len(weights) + m)
                mean += weight * follow_beliefs(at_belief(games), d[place, m], first, last, limits)
            found[a] = dict(zip(one.crises[game.actions[j][a].target].responders, map(float, mean)))
    return found


def at_belief(games: Games):
    """A response game as a function of the beliefs it is played at."""
    return lambda belief: System([games], fixed_belief=belief[None, :])


def measure_one(game: SeveralGame, equilibrium: SeveralEquilibrium, j: int, limits: StepLimits) -> dict[str, Any]:
    """All one-shot measures of one adversary but those that need other equilibria."""
    one, seen = view(game, j), behaviour(game, j, equilibrium.x)
    held = held_support(game, j, equilibrium.x, seen, one, limits)
    return describe(one, seen, held, game.system.residual(equilibrium.x), equilibrium.fold)


def totals(scenario: dict[str, Any], entries: list[dict[str, Any]]) -> dict[str, Any]:
    """Over all adversaries: nobody attacks; loss by target, capped at the whole; its sums."""
    targets = {t for entry in entries for t in entry["loss"]}
    loss = {k: min(1.0, sum(entry["loss"].get(k, 0.0) for entry in entries))
            for k in scenario["defender"] if k in targets}
    by_region: dict[str, float] = {}
    for target, lost in loss.items():
        region = scenario["defender"][target]["region"]
        by_region[region] = by_region.get(region, 0.0) + lost
    return {"deterrence": float(np.prod([entry["deterrence"] for entry in entries])),
            "loss": loss, "loss_by_region": by_region, "total_loss": sum(loss.values())}
