"""From a scenario to the joint system of all its adversaries, and its solutions (model.md, "Which equilibrium")."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np

from crisis_branch import NotSettled, StepLimits, newton, trace
from crisis_game import tabulate
from crisis_rules import Action, Crisis, menu
from crisis_system import Array, Games, Tree, climb, net_benefit, normalised, support
from several_rules import SharedCrisis, demand_of, demands, felt
from several_system import Dual, Front, Player, SeveralSystem, constant


@dataclass
class SeveralGame:
    """The crises of all adversaries with everything that a solution is read from."""
    scenario: dict[str, Any]
    ids: list[str]
    actions: list[list[Action]]                # by adversary
    tables: list[list[dict[str, Array]]]       # by adversary and target: [action, demands, ...]
    system: SeveralSystem


@dataclass
class SeveralEquilibrium:
    """A solution of the joint system."""
    x: Array
    fold: bool
    selection: str


def front_tables(scenario: dict[str, Any], adversary: str, target: str, actions: list[Action],
                 combinations: list[tuple]) -> dict[str, Array]:
    """The tables of (8)-(10) of every action and combination of the others' demands."""
    types = len(scenario["adversary"][adversary]["types"])
    parts: dict[str, list[Array]] = {}
    for rung in scenario["rung"]:
        mine = [a for a in actions if a.rung == rung]
        by_demands = [tabulate(SharedCrisis(scenario, adversary, target, rung, others), mine, types)
                      for others in combinations]
        for name in by_demands[0]:
            parts.setdefault(name, []).append(np.stack([t[name] for t in by_demands], axis=1))
    return {name: np.concatenate(blocks) for name, blocks in parts.items()}


def build_front(scenario: dict[str, Any], ids: list[str], adversary: str, target: str, actions: list[Action],
                first: int) -> tuple[Front, dict[str, Array]]:
    """The response games of one adversary against one target."""
    others = [[*dict.fromkeys(felt(scenario, demand, target) for demand in demands(scenario, l))]
              for l in ids if l != adversary]
    table = front_tables(scenario, adversary, target, actions, list(itertools.product(*others)))
    flat = {name: t.reshape(-1, *t.shape[2:]) for name, t in table.items()}
    responders = Crisis(scenario, adversary, target).responders
    defenders = [scenario["defender"][k] for k in responders]
    perceives = scenario["adversary"][adversary]["perceives"]
    games = Games(payoff=flat["payoff"], value=flat["value"] - flat["cost"][:, None, :],
                  precision=np.array([d["precision"] for d in defenders]),
                  steadfast=np.array([d["steadfast"] for d in defenders]),
                  gap=np.array([d["resolve_gap"] for d in defenders]), mood=scenario["model"]["mood"],
                  perceived=np.array([perceives.get(k, d["steadfast"]) for k, d in zip(responders, defenders)]))
    return Front(games, slice(first, first + len(actions)), others), table


def build(scenario: dict[str, Any], ids: list[str] | None = None) -> SeveralGame:
    """Tables and joint system of some adversaries, by default all."""
    ids = ids or list(scenario["adversary"])
    players, everything, tables = [], [], []
    for adversary in ids:
        entry, actions = scenario["adversary"][adversary], menu(scenario, adversary)
        fronts, leaves = [], []
        tables.append([])
        for target in entry["prize"]:
            mine = [a for a in actions if a.target == target]
            front, table = build_front(scenario, ids, adversary, target, mine, actions.index(mine[0]))
            fronts.append(front)
            tables[-1].append(table)
            leaves.append([[i for i, a in enumerate(actions) if demand_of(a) == (target, rung)]
                           for rung in scenario["rung"]])
        tree = Tree(leaves, np.array([t["prior"] for t in entry["types"]]), entry["grievance"],
                    entry["precision"], entry["tactic_precision"], scenario["model"]["signalling"])
        closing = {ids.index(l): kappa for l, kappa in entry["closing_ranks"].items() if l in ids}
        players.append(Player(tree, entry["grievance"], [demand_of(a) for a in actions], fronts, closing))
        everything.append(actions)
    return SeveralGame(scenario, ids, everything, tables, SeveralSystem(players))


@dataclass
class State:
    """Where the damped iteration is."""
    p: list[list[Array]]               # support, by adversary and front
    seen: list[list[Array]]            # the same as the adversary perceives it
    log_odds: list[Array]              # ln prior + ln sigma behind the beliefs, [action, theta]
    mix: list[Array]                   # the strategies behind the others' weights, prior sigma
    given: dict[tuple[int, int], dict] # X_lj by demand


class Damped:
    """Damped iteration of the joint system at tau = 1."""

    def __init__(self, system: SeveralSystem) -> None:
        self.system = system
        self.numbers = range(len(system.players))

    def worths(self, seen: list[list[Array]]) -> list[list[Dual]]:
        """E_C[U_j] - cost in every game at perceived support."""
        found = []
        for player, fronts in zip(self.system.players, seen):
            found.append([])
            for front, p in zip(player.fronts, fronts):
                games = front.games
                factors = np.where(games.member, p[:, :, None], 1.0 - p[:, :, None]).prod(axis=1)
                value = np.einsum("gtc,gc->gt", games.value, factors)
                found[-1].append(constant(value.reshape(*front.shape, -1), 0))
        return found

    def choice(self, worths: list[list[Dual]], mix: list[Array], given: dict, tau: float = 1.0) -> list[Array]:
        """ln sigma_theta(a) of every adversary."""
        joints, found = [constant(m, 0) for m in mix], []
        for j, player in enumerate(self.system.players):
            values = np.concatenate([e.value for e in self.system.expected(j, worths[j], joints)])
            values = values + np.array([[self.system.gain(j, demand, given, 0).value] for demand in player.demand])
            quiet = self.system.gain(j, None, given, 0).value - player.grievance
            tree = Tree(player.tree.leaves, player.tree.prior, -quiet, player.tree.precision,
                        player.tree.tactic_precision)
            found.append(np.stack([climb(tree, values[:, t], tau)[0] for t in range(player.shape[1])], axis=1))
        return found

    def given(self, worths: list[list[Dual]], fresh: list[Array], mix: list[Array]) -> dict:
        """X_lj at l's own new strategy, the remaining adversaries at their damped mixes."""
        found: dict[tuple[int, int], dict] = {}
        for j, player in enumerate(self.system.players):
            for l in player.closing:
                joints = [constant(fresh[i] if i == l else mix[i], 0) for i in self.numbers]
                found[l, j] = {demand: self.system.payoff_given(l, j, demand, worths[l], joints)
                               for demand in dict.fromkeys([None, *player.demand])}
        return found

    def weights(self, log_sigma: list[Array]) -> list[Array]:
        return [player.tree.prior * np.exp(s) for player, s in zip(self.system.players, log_sigma)]

    def posterior(self, log_sigma: list[Array]) -> list[Array]:
        return [np.log(player.tree.prior) + s for player, s in zip(self.system.players, log_sigma)]

    def begin(self, corner: float) -> State:
        """All support at the corner, the mixes those of a tree without precision, beliefs what (12) gives."""
        p = [[np.full(f.games.shape, corner) for f in player.fronts] for player in self.system.players]
        worths = self.worths(p)
        blank = [np.zeros(player.shape) for player in self.system.players]
        nothing = {(l, j): {demand: constant(np.array(0.0), 0) for demand in {None, *player.demand}}
                   for j, player in enumerate(self.system.players) for l in player.closing}
        mix = self.weights(self.choice(worths, blank, nothing, 0.0))
        given = self.given(worths, mix, mix)
        return State(p, [[x.copy() for x in fronts] for fronts in p],
                     self.posterior(self.choice(worths, mix, given)), mix, given)

    def benefits(self, state: State, j: int, f: int) -> Array:
        front = self.system.players[j].fronts[f]
        belief = self.system.heeded(j, constant(normalised(state.log_odds[j]), 0)).value[front.actions]
        repeat = front.games.shape[0] // front.shape[0]
        return net_benefit(front.games, state.p[j][f], np.repeat(belief, repeat, axis=0))

    def step(self, state: State) -> float:
        """One step, all right sides at the current state; the largest distance to them."""
        worths = self.worths(state.seen)
        sigma = self.choice(worths, state.mix, state.given)
        fresh, far = self.weights(sigma), 0.0
        given = self.given(worths, fresh, state.mix)
        moves: list[tuple[Array, Array, float]] = []
        for j in self.numbers:
            for f, front in enumerate(self.system.players[j].fronts):
                games, d = front.games, self.benefits(state, j, f)
                for now, pi in ((state.p, games.steadfast), (state.seen, games.perceived)):
                    moves.append((now[j][f], support(games, d, 1.0, pi)[0] - now[j][f], 0.5))
            odds = self.posterior(sigma)[j] - state.log_odds[j]
            moves.append((state.log_odds[j], odds - odds.mean(axis=1, keepdims=True), 0.15))
            moves.append((state.mix[j], fresh[j] - state.mix[j], 0.15))
        for pair, by_demand in given.items():
            for demand, value in by_demand.items():
                move = value.value - state.given[pair][demand].value
                far = max(far, abs(float(move)))
                state.given[pair][demand] = state.given[pair][demand] + constant(0.15 * move, 0)
        for now, move, share in moves:
            far = max(far, float(np.abs(move).max()))
            now += share * move
        return far

    def solve(self, corner: float, rounds: int = 20_000) -> Array:
        """The solution that the iteration from a corner leads to (1: cohesive, 0: fractured)."""
        state = self.begin(corner)
        for _ in range(rounds):
            if self.step(state) < 1e-9:
                return newton(self.system, self.unknowns(state))
        raise NotSettled("the damped iteration did not settle")

    def unknowns(self, state: State) -> Array:
        """The net benefits and values at a state."""
        x, worths = np.empty(self.system.size), self.worths(state.seen)
        joints = [constant(m, 0) for m in state.mix]
        for j, player in enumerate(self.system.players):
            for f, where in enumerate(self.system.net[j]):
                x[where] = self.benefits(state, j, f).ravel()
            values = np.concatenate([e.value for e in self.system.expected(j, worths[j], joints)])
            gain = [[self.system.gain(j, demand, state.given, 0).value] for demand in player.demand]
            x[self.system.leaf[j]] = (values + np.array(gain)).ravel()
            x[self.system.quiet[j]] = self.system.gain(j, None, state.given, 0).value - player.grievance
        return x


def find_equilibrium(game: SeveralGame, selection: str, limits: StepLimits = StepLimits()) -> SeveralEquilibrium:
    """The solution that the selection asks for, always of the joint system."""
    if selection == "principal":
        return SeveralEquilibrium(*trace(game.system, limits), selection)
    corner = {"cohesive": 1.0, "fractured": 0.0}[selection]
    return SeveralEquilibrium(Damped(game.system).solve(corner), False, selection)


def is_fragile(game: SeveralGame) -> bool | None:
    """Whether the cohesive and fractured solutions differ by more than 1e-6 in the support of any response game;
    None when one of them does not settle."""
    system = game.system
    try:
        extremes = [Damped(system).solve(corner) for corner in (1.0, 0.0)]
    except NotSettled:
        return None
    return any(np.abs(system.front_support(j, f, extremes[0]) - system.front_support(j, f, extremes[1])).max() > 1e-6
               for j, player in enumerate(system.players) for f in range(len(player.fronts)))
