"""What simultaneous crises do to each other: the shares of (2) and the slowing of (5).

A *demand* is what one adversary's act asks of the defenders: (target, rung), or None if it is quiet.
Tactics ask nothing more.
"""

from __future__ import annotations

from typing import Any, Callable, Iterable

from crisis_rules import Action, Crisis, responders

Demand = tuple[str, str] | None


def demand_of(action: Action) -> Demand:
    return action.target, action.rung


def demands(scenario: dict[str, Any], adversary: str) -> list[Demand]:
    """Everything that an adversary can ask, quiet first."""
    return [None] + [(target, rung) for target in scenario["adversary"][adversary]["prize"]
                     for rung in scenario["rung"]]


def weight(scenario: dict[str, Any], demand: Demand, k: str) -> float:
    """omega_kc: what a crisis claims of defender k."""
    if demand is None or k not in responders(scenario, demand[0]):
        return 0.0
    claimed = scenario["rung"][demand[1]]["demand"]
    return 2.0 * claimed if k == demand[0] else claimed


def plan_members(scenario: dict[str, Any], target: str) -> tuple[str, ...]:
    """The members of the pact that governs a target's defence."""
    plan = scenario["defender"][target]["plan"]
    return tuple(scenario["pact"][plan]["members"]) if plan is not None else ()


def reaches(scenario: dict[str, Any], demand: Demand, target: str) -> bool:
    """Whether a demand concerns anybody who matters to the defence of a target: a question of who
    is tied to whom, never of the numbers."""
    if demand is None:
        return False
    concerned = {*responders(scenario, target), *plan_members(scenario, target)}
    return not concerned.isdisjoint(responders(scenario, demand[0]))


def felt(scenario: dict[str, Any], demand: Demand, target: str) -> Demand:
    """A demand as the defence of a target feels it: one that does not reach it is like quiet."""
    return demand if reaches(scenario, demand, target) else None


class SharedCrisis(Crisis):
    """The rules of one crisis while the other adversaries make given demands. The own rung weighs
    in the shares, so it belongs to the crisis."""

    def __init__(self, scenario: dict[str, Any], adversary: str, target: str, rung: str,
                 others: Iterable[Demand]) -> None:
        super().__init__(scenario, adversary, target)
        self.own: Demand = (target, rung)
        self.others = tuple(others)

    def claimed(self, k: str, counts: Callable[[str], bool] = lambda target: True) -> float:
        """D_k, of the other crises whose target counts."""
        return sum(weight(self.scenario, demand, k) for demand in self.others
                   if demand is not None and counts(demand[0]))

    def fraction(self, k: str, claimed: float) -> float:
        if claimed == 0.0:
            return 1.0
        own = weight(self.scenario, self.own, k)
        return own / (own + claimed)

    def share(self, k: str) -> float:
        return self.fraction(k, self.claimed(k))

    def local_share(self, k: str) -> float:
        return self.fraction(k, self.claimed(
            k, lambda target: self.defender[target]["region"] == self.region))

    def slowing(self) -> float:
        busiest = max((self.claimed(m) for m in self.pact["members"]), default=0.0)
        return 1.0 + self.model["attention"] * busiest
