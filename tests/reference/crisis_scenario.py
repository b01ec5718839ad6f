"""Reading a scenario: the TOML file, its defaults and `set` overrides, as plain dictionaries.

Section 2 of the model document. Nothing is computed here but defaults. Only plain numbers are
accepted (no distributions): the reference solves one draw.

The resulting dictionary has
    name, selection,
    model        global numbers
    defender     {id: {...}} in file order
    tie          {(a, b): {...}} in file order, with `between` as written
    commitment   {(from, to): {...}}
    basing       {(from, to, host): {...}}
    pact         {id: {...}}
    adversary    {id: {...}}; `prize` keeps the order of the file, `types` is a list
    rung         {name: {...}} in file order
    tactic       {name: {"cost": ...}}
"""

from __future__ import annotations

import copy
import fnmatch
import tomllib
from pathlib import Path
from typing import Any

Scenario = dict[str, Any]

# The defaults of the document that are not zero.
MODEL_DEFAULTS = {
    "solidarity": 0.6, "mood": 0.0, "decisiveness": 1.5, "rollback": 0.5, "delay_shape": 1.5,
    "attention": 0.5, "ad_hoc": 0.3, "redundancy_cost": 0.3, "saturation": 1.5, "signalling": True,
}
RUNG_DEFAULTS = {
    "probe": {"gain": 0.1, "mobilisation": 0.4, "attacker_cost": 0.04, "defeat_cost": 0.04,
              "defender_cost": 0.02, "consolidation_days": 40.0, "escalation_risk": 0.02,
              "hybrid": 1.0, "demand": 0.1},
    "seize": {"gain": 0.45, "mobilisation": 0.8, "attacker_cost": 0.08, "defeat_cost": 0.22,
              "defender_cost": 0.12, "consolidation_days": 10.0, "escalation_risk": 0.15,
              "hybrid": 0.2, "demand": 0.5},
    "assault": {"gain": 1.0, "mobilisation": 1.1, "attacker_cost": 0.2, "defeat_cost": 0.5,
                "defender_cost": 0.35, "consolidation_days": 60.0, "escalation_risk": 0.3,
                "hybrid": 0.0, "demand": 1.0},
}
TACTIC_COSTS = {"threaten": 0.02, "squeeze": 0.01, "court": 0.005}

# Keys that a struct must carry, and keys that default to zero.
RUNG_KEYS = list(RUNG_DEFAULTS["probe"])
DEFENDER_ZERO = ["forces", "vulnerability", "missile_defence", "hybrid_resilience",
                 "economic_resilience", "sanction", "retaliation", "decision_days", "resolve_gap",
                 "redundancy"]
TIE_ZERO = ["integration", "affinity", "sharing", "assistance"]
COMMITMENT_ZERO = ["reach", "stake", "penalty", "entry", "burden", "synergy", "dependency"]
PACT_ZERO = ["quorum", "decision_days", "fallback_days"]
ADVERSARY_ZERO = ["arsenal", "strike_effect", "cover", "execution_cost", "leverage",
                  "leverage_cost", "largesse", "reliability", "audience_cost", "sunk", "grievance",
                  "brink", "onset"]
BASING_ZERO = ["gain", "dependency"]


def load(source: str | Path, set: dict[str, Any] | None = None) -> Scenario:
    """Reads a scenario from a path or from TOML text and applies `set` (None removes a key)."""
    text = str(source)
    if "\n" not in text:
        text = Path(source).read_text(encoding="utf-8")
    raw = tomllib.loads(text)
    _expand_global_defaults(raw)
    for key, value in (set or {}).items():
        override(raw, key, value)
    return _with_defaults(raw)


def _expand_global_defaults(raw: dict[str, Any]) -> None:
    """Default rungs, tactics and [model], before overrides, so that an override finds them."""
    raw["model"] = MODEL_DEFAULTS | raw.get("model", {})
    if not raw.get("rung"):
        raw["rung"] = copy.deepcopy(RUNG_DEFAULTS)
    costs = {name: {"cost": cost} for name, cost in TACTIC_COSTS.items()}
    raw["tactic"] = costs | raw.get("tactic", {})


def override(raw: dict[str, Any], key: str, value: Any) -> None:
    """Sets `section.name.key...` in the raw tables; `*` matches any name; None removes."""
    section, *path = key.split(".")
    if not path:
        raw[section] = copy.deepcopy(value)
        return
    if section in ("model", "solver"):
        _assign(raw.setdefault(section, {}), path, value)
        return
    entries = _named_entries(raw, section, path[0])
    if not entries:
        raise KeyError(f"{key}: nothing in the scenario has this name")
    for entry in entries:
        _assign(entry, path[1:], value)


def _named_entries(raw: dict[str, Any], section: str, pattern: str) -> list[dict[str, Any]]:
    """The tables of a section whose name matches: by key, by id, or by pair."""
    if section in ("rung", "tactic"):
        return [t for name, t in raw[section].items() if fnmatch.fnmatchcase(name, pattern)]
    found = []
    for entry in raw.get(section, []):
        if section == "tie":
            a, b = entry["between"]
            names = [f"{a}-{b}", f"{b}-{a}"]
        elif section == "basing":
            names = [f"{entry['from']}-{entry['to']}-{entry['host']}"]
        elif section == "commitment":
            names = [f"{entry['from']}-{entry['to']}"]
        else:
            names = [entry["id"]]
        if any(fnmatch.fnmatchcase(name, pattern) for name in names):
            found.append(entry)
    return found


def _assign(table: dict[str, Any], path: list[str], value: Any) -> None:
    """Assigns along a path, making missing sub-tables; types are found by their id."""
    head, *rest = path
    if not rest:
        if value is None:
            table.pop(head, None)
        else:
            table[head] = copy.deepcopy(value)
    elif isinstance(table.get(head), list):
        for entry in table[head]:
            if fnmatch.fnmatchcase(entry["id"], rest[0]):
                _assign(entry, rest[1:], value)
    else:
        _assign(table.setdefault(head, {}), rest, value)


def _with_defaults(raw: dict[str, Any]) -> Scenario:
    """The plain dictionary that the solver reads, every optional key present."""
    scenario: Scenario = {
        "name": raw.get("name", ""),
        "selection": raw.get("solver", {}).get("selection", "principal"),
        "model": raw["model"],
        "rung": {name: _rung(name, rung) for name, rung in raw["rung"].items()},
        "tactic": raw["tactic"],
        "defender": {d["id"]: _defender(d) for d in raw["defender"]},
        "tie": {tuple(t["between"]): _zeros(TIE_ZERO) | t for t in raw.get("tie", [])},
        "commitment": {(c["from"], c["to"]): _zeros(COMMITMENT_ZERO) | c
                       for c in raw.get("commitment", [])},
        "basing": {(b["from"], b["to"], b["host"]): _zeros(BASING_ZERO) | b
                   for b in raw.get("basing", [])},
        "pact": {p["id"]: _pact(p, raw["model"]) for p in raw.get("pact", [])},
        "adversary": {a["id"]: _adversary(a) for a in raw["adversary"]},
    }
    _check(scenario)
    return scenario


def _zeros(keys: list[str]) -> dict[str, float]:
    return {key: 0.0 for key in keys}


def _rung(name: str, rung: dict[str, Any]) -> dict[str, Any]:
    return RUNG_DEFAULTS.get(name, _zeros(RUNG_KEYS)) | rung


def _defender(defender: dict[str, Any]) -> dict[str, Any]:
    return _zeros(DEFENDER_ZERO) | {"region": None, "posture": {}, "plan": None, "steadfast": 1.0} | defender


def _pact(pact: dict[str, Any], model: dict[str, float]) -> dict[str, Any]:
    return _zeros(PACT_ZERO) | {"ad_hoc": model["ad_hoc"], "ad_hoc_force": 1.0} | pact


def _adversary(adversary: dict[str, Any]) -> dict[str, Any]:
    alone = [{"id": "only", "prior": 1.0, "prize": 1.0, "cost": 1.0}]
    full = _zeros(ADVERSARY_ZERO) | {"forces": {}, "tactics": [], "types": alone, "exposure": {}, "perceives": {},
                                     "closing_ranks": {}, "aims": {},
                                     "tactic_precision": 4.0 * adversary["precision"]}
    return full | adversary


def _check(scenario: Scenario) -> None:
    """A few things without which a solution would be meaningless."""
    for adversary in scenario["adversary"].values():
        if abs(sum(t["prior"] for t in adversary["types"]) - 1.0) > 1e-9:
            raise ValueError("the priors of the types do not sum to 1")
        for target in adversary["prize"]:
            if scenario["defender"][target]["region"] is None:
                raise ValueError(f"{target} is global and cannot be attacked")
    for section in ("model", "defender", "tie", "commitment", "pact", "adversary", "rung"):
        for value in scenario[section].values():
            for key, entry in (value.items() if isinstance(value, dict) else [("", value)]):
                if isinstance(entry, dict) and set(entry) & {
                        "uniform", "triangular", "normal", "lognormal", "beta", "pert", "choice"}:
                    raise ValueError(f"{key}: the reference takes numbers, not distributions")
