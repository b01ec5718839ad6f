"""The rules of one crisis, equations (1)-(10), (14)-(18) and (25), written coalition by coalition.

`Crisis` holds one adversary's view of one target: who responds, and for every coalition of supporters
what it is worth to everybody. It is the only crisis, so that no force is shared with another (every
share of equation (2) is 1); `several_rules` derives from it what several crises share.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any, Callable

from crisis_numbers import at_least, in_time, logistic_of_log, ratio, softmax, threshold

Coalition = frozenset[str]


@dataclass(frozen=True)
class Action:
    """One leaf of the adversary's tree: target, rung, tactic and at whom."""
    target: str
    rung: str
    tactic: str
    at: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What follows a coalition for one type of adversary: equations (8), (9), (16) and (18)."""
    desist: float      # z_d
    fight: float       # f
    executed: float    # X
    holds: float       # S
    value: float       # U_j(C), before the tactic's cost


@dataclass(frozen=True)
class Choice:
    """One alternative of the follow-through: what it is worth, and what it makes certain."""
    name: str
    value: float       # U of equation (8)
    fight: float
    executed: float    # the autonomous risk under pressing, the onset of a squeeze, 1 under escalating
    holds: float       # probability that the defence holds; 1 when the adversary desists


def responders(scenario: dict[str, Any], target: str) -> tuple[str, ...]:
    """The target itself and everybody with a commitment to it, in the order of the file."""
    return tuple(k for k in scenario["defender"]
                 if k == target or (k, target) in scenario["commitment"])


def menu(scenario: dict[str, Any], adversary: str) -> list[Action]:
    """All actions of an adversary, in the order of the document (model.md, "One crisis"). `aims`
    may name those at whom a tactic is pointed."""
    actions = []
    for target in scenario["adversary"][adversary]["prize"]:
        group = responders(scenario, target)
        others = tuple(k for k in group if k != target)
        for rung in scenario["rung"]:
            actions.append(Action(target, rung, "none", ()))
            for tactic in scenario["adversary"][adversary]["tactics"]:
                named = scenario["adversary"][adversary]["aims"].get(tactic, group)
                single = others if tactic == "court" else group
                together = tuple(k for k in others if k in named)
                actions += [Action(target, rung, tactic, (k,)) for k in single if k in named]
                if len(together) > 1:
                    actions.append(Action(target, rung, tactic, together))
    return actions


class Crisis:
    """The rules for one adversary and one target."""

    def __init__(self, scenario: dict[str, Any], adversary: str, target: str) -> None:
        self.scenario = scenario
        self.model = scenario["model"]
        self.defender = scenario["defender"]
        self.adversary = scenario["adversary"][adversary]
        self.adversary_id = adversary
        self.target = target
        self.region = self.defender[target]["region"]
        self.responders = responders(scenario, target)
        plan = self.defender[target]["plan"]
        self.pact = scenario["pact"][plan] if plan is not None else None
        # The rules are pure functions of (coalition, ...): remember what is asked often.
        self.pool = cache(self._pool)
        self.lateness = cache(self._lateness)
        self.strength = cache(self._strength)
        self.outcome = cache(self._outcome)

    # -- ties and stakes ---------------------------------------------------------------------

    def tie(self, a: str, b: str, key: str) -> float:
        """A number of the (symmetric) tie between two defenders, 0 without one."""
        ties = self.scenario["tie"]
        entry = ties.get((a, b)) or ties.get((b, a))
        return entry[key] if entry is not None else 0.0

    def commitment(self, k: str, key: str) -> float:
        """A number of k's commitment to the target."""
        return self.scenario["commitment"][k, self.target][key]

    def stake(self, k: str) -> float:
        """v_ki, equation (1)."""
        if k == self.target:
            return 1.0
        affinity = self.tie(k, self.target, "affinity")
        return self.commitment(k, "stake") + self.model["solidarity"] * affinity

    # -- force, time and the contest -----------------------------------------------------------

    def share(self, k: str) -> float:
        """share_k of equation (2), of the forces that every crisis may claim."""
        return 1.0

    def local_share(self, k: str) -> float:
        """local_k of equation (2), of the forces that stand in the target's region."""
        return 1.0

    def slowing(self) -> float:
        """What other crises multiply the medians of (5) by where there is a pact."""
        return 1.0

    def force(self, k: str) -> float:
        """f_ki, equation (2)."""
        defender = self.defender[k]
        if k == self.target:
            return defender["forces"] * self.share(k)
        reach = self.commitment(k, "reach")
        if defender["region"] is not None:
            return reach * defender["forces"] * self.share(k)
        reserve = 1.0 - sum(defender["posture"].values())
        standing = defender["posture"].get(self.region, 0.0)
        return reach * defender["forces"] * (standing * self.local_share(k) + reserve * self.share(k))

    def active(self, coalition: Coalition) -> bool:
        """Whether the plan is active, equation (3)."""
        members = self.pact["members"]
        willing = sum(1 for m in members if m in coalition)
        return willing >= threshold(self.pact["quorum"], len(members))

    def effort(self, k: str, coalition: Coalition) -> float:
        """phi_k(C): the share of k's effort that comes if the pact fails to act."""
        if self.pact is None or k == self.target or self.active(coalition):
            return 1.0
        return self.pact["ad_hoc_force"]

    def synergy_share(self, coalition: Coalition) -> float:
        """a of equation (4): 1 if the plan is active, otherwise what survives ad hoc."""
        if self.pact is None:
            return self.model["ad_hoc"]
        return 1.0 if self.active(coalition) else self.pact["ad_hoc"]

    def factor_present(self, k: str, coalition: Coalition) -> float:
        """t_l of a partner that supports."""
        redundancy = self.defender[self.target]["redundancy"]
        return 1.0 + (self.synergy_share(coalition) * self.commitment(k, "synergy")
                      * self.tie(k, self.target, "integration")
                      * (1.0 - self.model["redundancy_cost"] * redundancy))

    def factor_absent(self, k: str) -> float:
        """t_l of a partner that stands aside."""
        redundancy = self.defender[self.target]["redundancy"]
        return 1.0 - (self.commitment(k, "dependency") * self.tie(k, self.target, "integration")
                      * (1.0 - redundancy))

    def basing(self, k: str, coalition: Coalition, hit: Callable[[str], float]) -> float:
        """What k's force is multiplied by because it runs through hosts, equation (25); a host
        that is hit counts as absent with that weight."""
        redundancy = self.defender[self.target]["redundancy"]
        factor = 1.0
        for (patron, to, host), numbers in self.scenario["basing"].items():
            if (patron, to) != (k, self.target):
                continue
            integration = self.tie(k, host, "integration")
            present = 1.0 + (numbers["gain"] * integration
                             * (1.0 - self.model["redundancy_cost"] * redundancy))
            absent = 1.0 - numbers["dependency"] * integration * (1.0 - redundancy)
            if host in coalition:
                factor *= (1.0 - hit(host)) * present + hit(host) * absent
            else:
                factor *= absent
        return factor

    def _strength(self, coalition: Coalition, struck: tuple[str, ...]) -> float:
        """E_i(C), equation (4); with `struck` partners or victim hit, E^x_i(C)."""
        def hit(k: str) -> float:
            if k not in struck or k not in coalition:
                return 0.0
            return (self.adversary["strike_effect"]
                    * (1.0 - self.pool("missile_defence", k, coalition)))

        total, factor = 0.0, 1.0
        for k in self.responders:
            if k in coalition:
                total += ((1.0 - hit(k)) * self.effort(k, coalition) * self.force(k)
                          * self.basing(k, coalition, hit))
            if k == self.target:
                continue
            absent = self.factor_absent(k)
            if k in coalition:
                factor *= (1.0 - hit(k)) * self.factor_present(k, coalition) + hit(k) * absent
            else:
                factor *= absent
        return total * factor

    def _lateness(self, rung: str, coalition: Coalition) -> float:
        """l_r(C), equation (5)."""
        shape = self.model["delay_shape"]
        days = self.scenario["rung"][rung]["consolidation_days"]
        if self.pact is None:
            return 1.0 - in_time(shape, days, self.defender[self.target]["decision_days"])
        slowing, decision = self.slowing(), self.pact["decision_days"]
        if not self.active(coalition):
            return 1.0 - in_time(shape, days, slowing * (decision + self.pact["fallback_days"]))
        members = self.pact["members"]
        minds = [in_time(shape, days, slowing * self.defender[m]["decision_days"])
                 for m in members if m in coalition]
        needed = threshold(self.pact["quorum"], len(members))
        return 1.0 - in_time(shape, days, slowing * decision) * at_least(needed, minds)

    def _pool(self, key: str, k: str, coalition: Coalition) -> float:
        """pool(m)_k(C), equation (6)."""
        gap = 1.0 - self.defender[k][key]
        for partner in sorted(coalition):
            if partner == k:
                continue
            if key == "economic_resilience":
                pooled = self.tie(k, partner, "assistance")
            else:
                pooled = self.tie(k, partner, "sharing") * self.tie(k, partner, "integration")
            gap *= 1.0 - pooled * self.defender[partner][key]
        return 1.0 - gap

    def holds(self, rung: str, coalition: Coalition, struck: tuple[str, ...]) -> float:
        """w_r(C), equation (7); with `struck` hit, w^x_r(C)."""
        strength = self.strength(coalition, struck)
        if self.target not in coalition or strength == 0.0:
            return 0.0
        attacker = (self.adversary["forces"].get(self.region, 0.0)
                    * self.scenario["rung"][rung]["mobilisation"])
        decisiveness, late = self.model["decisiveness"], self.lateness(rung, coalition)
        in_place = logistic_of_log(decisiveness, ratio(strength, attacker))
        dislodging = logistic_of_log(decisiveness,
                                     ratio(self.model["rollback"] * strength, attacker))
        return (1.0 - late) * in_place + late * dislodging

    # -- the adversary after seeing the coalition ------------------------------------------------

    def at_issue(self, rung: str, coalition: Coalition) -> float:
        """The share of the stake that the rung puts at issue: g_r (1 - hybrid_r pool(h)_i(C))."""
        numbers = self.scenario["rung"][rung]
        practice = self.pool("hybrid_resilience", self.target, coalition)
        return numbers["gain"] * (1.0 - numbers["hybrid"] * practice)

    def political_cost(self, coalition: Coalition) -> float:
        """Psi(C)."""
        return sum(self.defender[k]["sanction"]
                   for k in self.responders if k in coalition and k != self.target)

    def live(self, action: Action, coalition: Coalition) -> bool:
        """Whether there is a threat that can be executed."""
        return (action.tactic in ("threaten", "squeeze") and self.target in coalition
                and any(k in coalition for k in action.at))

    def pressure(self, action: Action, coalition: Coalition) -> float:
        """leverage_cost sum_{k in K and C} x_kj: what a squeeze in force costs the adversary."""
        return self.adversary["leverage_cost"] * sum(
            self.adversary["exposure"].get(k, 0.0) for k in action.at if k in coalition)

    def retaliation(self, action: Action, coalition: Coalition, theta: dict[str, Any]) -> float:
        """ret(C): what executing the threat costs the adversary; of a squeeze that is in force in
        part already, what is left, equation (17)."""
        if action.tactic == "squeeze":
            return (1.0 - self.adversary["onset"]) * self.pressure(action, coalition)
        answer = sum(self.defender[k]["retaliation"] for k in self.responders if k in coalition)
        cover = 1.0 + self.adversary["cover"] * self.adversary["arsenal"]
        return theta["cost"] * self.adversary["execution_cost"] + answer / cover

    def chance(self, action: Action, coalition: Coalition) -> float:
        """d, equation (14): the risk that a nuclear threat is carried out at the defiance itself."""
        if action.tactic != "threaten" or not self.live(action, coalition):
            return 0.0
        return self.adversary["brink"] * self.scenario["rung"][action.rung]["escalation_risk"]

    def choices(self, action: Action, coalition: Coalition, type_index: int) -> list[Choice]:
        """What the adversary may do when the victim resists and nothing happened by chance,
        equations (8), (15) and (17): desist, press and, if a threat is live, escalate."""
        theta = self.adversary["types"][type_index]
        rung = self.scenario["rung"][action.rung]
        prize = self.prize(action, coalition, theta)
        live = self.live(action, coalition)
        nuclear = live and action.tactic == "threaten"
        onset = self.adversary["onset"] if live and not nuclear else 0.0
        burden = self.political_cost(coalition) + onset * self.pressure(action, coalition)

        def fighting(holds: float) -> float:
            cost = rung["attacker_cost"] + rung["defeat_cost"] * holds
            return prize * (1.0 - holds) - theta["cost"] * cost - burden

        desist = (-self.adversary["audience_cost"] * prize
                  - theta["cost"] * self.adversary["sunk"] * rung["attacker_cost"]
                  - onset * self.pressure(action, coalition))
        holds = self.holds(action.rung, coalition, ())
        press = fighting(holds)
        if not live:
            return [Choice("desist", desist, 0.0, 0.0, 1.0),
                    Choice("press", press, 1.0, 0.0, holds)]
        holds_struck = self.holds(action.rung, coalition, action.at) if nuclear else holds
        risk = (1.0 - self.adversary["brink"]) * rung["escalation_risk"] if nuclear else 0.0
        escalate = fighting(holds_struck) - self.retaliation(action, coalition, theta)
        return [Choice("desist", desist, 0.0, onset, 1.0),
                Choice("press", (1.0 - risk) * press + risk * escalate, 1.0, max(risk, onset),
                       (1.0 - risk) * holds + risk * holds_struck),
                Choice("escalate", escalate, 1.0, 1.0, holds_struck)]

    def prize(self, action: Action, coalition: Coalition, theta: dict[str, Any]) -> float:
        """G of equation (8): the value at issue for a type."""
        return (theta["prize"] * self.adversary["prize"][self.target]
                * self.at_issue(action.rung, coalition))

    def _outcome(self, action: Action, coalition: Coalition, type_index: int) -> Outcome:
        """The follow-through: equation (9), with the risk at the defiance (16) and the pressure that
        is in force (18)."""
        if self.target not in coalition:
            theta = self.adversary["types"][type_index]
            value = self.prize(action, coalition, theta) - self.political_cost(coalition)
            return Outcome(0.0, 0.0, 0.0, 0.0, value)
        options = self.choices(action, coalition, type_index)
        z = softmax([option.value for option in options], self.adversary["precision"])
        d = self.chance(action, coalition)      # then as if it had chosen to escalate

        def mean(name: str) -> float:
            chosen = sum(weight * getattr(option, name) for weight, option in zip(z, options))
            return (1.0 - d) * chosen + d * getattr(options[-1], name)

        return Outcome(desist=(1.0 - d) * z[0], fight=mean("fight"), executed=mean("executed"),
                       holds=mean("holds"), value=mean("value"))

    # -- what each coalition is worth to a responder ----------------------------------------------

    def harm(self, action: Action, k: str, coalition: Coalition) -> float:
        """harm_k(C) of a supporter at whom the executed threat was aimed."""
        if action.tactic == "threaten":
            saturation = self.model["saturation"]
            arriving = (self.adversary["arsenal"]
                        * (1.0 - self.pool("missile_defence", k, coalition)))
            return (self.defender[k]["vulnerability"] * saturation
                    * (1.0 - math.exp(-arriving / saturation)))
        if action.tactic == "squeeze":
            relief = self.pool("economic_resilience", k, coalition)
            exposure = self.adversary["exposure"].get(k, 0.0)
            return self.adversary["leverage"] * exposure * (1.0 - relief)
        return 0.0

    def payoff(self, action: Action, k: str, coalition: Coalition,
               after: Outcome | Choice) -> float:
        """u_k(C), equation (10), after what follows the coalition."""
        rung = self.scenario["rung"][action.rung]
        resists = self.target in coalition
        worth = -self.stake(k) * self.at_issue(action.rung, coalition) * (1.0 - after.holds)
        if k in coalition:
            effort = self.effort(k, coalition)
            burden = 1.0 if k == self.target else self.commitment(k, "burden")
            worth -= effort * rung["defender_cost"] * burden * after.fight
            if k != self.target:
                worth -= self.commitment(k, "entry")
            if k in action.at:
                worth -= effort * after.executed * self.harm(action, k, coalition)
        elif k != self.target and resists:
            worth -= self.commitment(k, "penalty")
            if action.tactic == "court" and k in action.at:
                worth += self.adversary["largesse"] * self.adversary["reliability"]
        return worth

    def tactic_cost(self, action: Action, coalition: Coalition) -> float:
        """What the tactic costs the adversary, payments to the courted included."""
        cost = self.scenario["tactic"][action.tactic]["cost"] if action.tactic != "none" else 0.0
        if action.tactic == "court" and self.target in coalition:
            aside = sum(1 for k in action.at if k not in coalition)
            cost += aside * self.adversary["largesse"] * self.adversary["reliability"]
        return cost

    def coalitions(self) -> list[Coalition]:
        """All coalitions; number c has responder m in it if bit m of c is set."""
        ids = self.responders
        return [frozenset(k for m, k in enumerate(ids) if c >> m & 1)
                for c in range(1 << len(ids))]
