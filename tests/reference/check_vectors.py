"""Solves every case of a file of known solutions and prints the largest deviation of each.

    check_vectors.py VECTORS.json SCENARIO.toml [--write OUT.json]

A case is {"set": {key: value}, "solution": {...}}; whatever its solution holds is compared. Exits
with 1 if any number deviates by more than 1e-9 or any flag differs. The residual is not compared:
it says how well each program has converged, and is held to the tolerance instead. Where a case
disagrees, the expected support is put into the equations, to tell another solution from an error.
With --write, all cases are written again with the solutions found here, all measures included.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import numpy as np

from crisis_game import build
from crisis_reference import Scenario, load, solve

TOLERANCE = 1e-9


def deviation(expected: Any, found: Any, path: str = "") -> tuple[float, str]:
    """Largest difference between two nested results, and where it is."""
    if isinstance(expected, dict):
        worst = (0.0, path)
        for key, value in expected.items():
            if key == "residual":
                continue
            if key not in found:
                return float("inf"), f"{path}.{key} is missing"
            worst = max(worst, deviation(value, found[key], f"{path}.{key}"), key=lambda w: w[0])
        return worst
    if isinstance(expected, list):
        if len(expected) != len(found):
            return float("inf"), f"{path}: {len(expected)} entries against {len(found)}"
        parts = [deviation(e, f, f"{path}[{i}]") for i, (e, f) in enumerate(zip(expected, found))]
        return max(parts, key=lambda w: w[0], default=(0.0, path))
    if isinstance(expected, (bool, str)) or expected is None or found is None:
        return (0.0 if expected == found else float("inf")), path
    difference = abs(expected - found)
    return (difference if difference == difference else float("inf")), path


def text(value: Any, depth: int = 0) -> str:
    """JSON with one line for each action or other small entry."""
    if isinstance(value, dict) and depth < 3:
        inside = [f"{json.dumps(key)}: {text(entry, depth + 1)}" for key, entry in value.items()]
        return "{\n" + ",\n".join(inside) + "\n}"
    if isinstance(value, list):
        return "[\n" + ",\n".join(json.dumps(entry, allow_nan=False) for entry in value) + "\n]"
    return json.dumps(value, allow_nan=False)


def diagnosis(scenario: Scenario, expected: dict[str, Any]) -> str:
    """Whether the expected support solves the equations, and the sign of the joint system's
    determinant there. The sign is positive at tau = 0 and changes only at a fold, so a principal
    solution without a fold cannot have a negative one."""
    system = build(scenario, next(iter(scenario["adversary"]))).system
    support = np.array([p for a in expected["actions"] for p in a["support"].values()])
    belief = np.array([list(a["belief"].values()) for a in expected["actions"]])
    d = system.benefits(support, belief)
    sign, _ = np.linalg.slogdet(system.linearise(d, 1.0)[1])
    return (f"the expected support has residual {np.abs(system.support(d) - support).max():.1e} "
            f"in (11), the expected beliefs {np.abs(system.belief(d) - belief).max():.1e} in (12), "
            f"determinant of sign {sign:+.0f}, fold {expected['fold']}")


def main(vectors: str, scenario_path: str, out: str | None = None) -> int:
    with open(vectors, encoding="utf-8") as file:
        cases = json.load(file)
    failures, written = 0, {}
    for name, case in cases.items():
        began = time.perf_counter()
        scenario = load(scenario_path, set=case["set"])
        found = solve(scenario, balance=out is not None)
        written[name] = {"set": case["set"], "solution": found}
        worst, where = deviation(case["solution"], found)
        good = worst <= TOLERANCE and found["residual"] <= TOLERANCE
        failures += not good
        print(f"{'ok ' if good else 'BAD'} {name:40s} {worst:8.1e} {where[1:]:36s} residual "
              f"{found['residual']:.1e} fold {found['fold']!s:5s} fragile {found['fragile']!s:5s} "
              f"{time.perf_counter() - began:.1f} s", flush=True)
        if not good:
            print(f"    {diagnosis(scenario, case['solution'])}")
    print(f"{len(cases) - failures} of {len(cases)} agree to {TOLERANCE:g}")
    if out is not None:
        with open(out, "w", encoding="utf-8") as file:
            file.write(text(written) + "\n")
    return 1 if failures else 0


if __name__ == "__main__":
    if len(sys.argv) == 3:
        sys.exit(main(sys.argv[1], sys.argv[2]))
    if len(sys.argv) == 5 and sys.argv[3] == "--write":
        sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[4]))
    sys.exit(__doc__)
