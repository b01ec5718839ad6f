"""Solves scenarios with numbers drawn at random, with `wedge solve` and with the independent solver, and compares everything.

    check_random.py WEDGE COUNT [SEED]

Each scenario is one of ../data/reference/*.toml with one adversary, or ../data/textbook.toml or northeast-asia.toml, in
which the numbers of RANGES are drawn anew, for all defenders, ties or rungs at once or one by one. Prints the largest
deviation and exits with 1 if one exceeds 1e-9. Where a branch turns the two may end on different crossings: both are
traced again by the independent solver at a tenth of its steps before that counts.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

from check_vectors import TOLERANCE, deviation
from crisis_reference import StepLimits, load, solve

DATA = Path(__file__).resolve().parents[1] / "data"
RANGES = {
    "model.mood": (-0.05, 0.05), "model.solidarity": (0.2, 1.0), "model.decisiveness": (0.8, 2.5),
    "defender.*.forces": (0.2, 1.5), "defender.*.steadfast": (0.1, 0.95), "defender.*.resolve_gap": (0.0, 0.4),
    "defender.*.precision": (3.0, 40.0), "defender.*.missile_defence": (0.0, 0.9),
    "tie.*.affinity": (-0.6, 0.9), "tie.*.integration": (0.0, 1.0), "tie.*.sharing": (0.0, 1.0),
    "commitment.*.dependency": (0.0, 1.0), "commitment.*.synergy": (0.0, 1.0), "commitment.*.stake": (0.0, 0.6),
    "adversary.*.arsenal": (0.0, 4.0), "adversary.*.brink": (0.0, 1.0), "adversary.*.onset": (0.0, 1.0),
    "adversary.*.grievance": (0.0, 0.1), "adversary.*.audience_cost": (0.0, 0.4), "adversary.*.precision": (5.0, 100.0),
    "rung.*.escalation_risk": (0.0, 0.4), "rung.*.hybrid": (0.0, 1.0),
}


def scenarios() -> list[Path]:
    files = [DATA / "textbook.toml", DATA / "northeast-asia.toml", *sorted((DATA / "reference").glob("*.toml"))]
    return [file for file in files if len(load(file)["adversary"]) == 1]


def has(file: Path, key: str) -> bool:
    try:
        load(file, set={key: 0.5})
    except KeyError:
        return False
    return True


def draw(chance: random.Random, file: Path) -> dict[str, Any]:
    keys = chance.sample(sorted(RANGES), chance.randint(3, 10))
    return {key: round(chance.uniform(*RANGES[key]), 6) for key in keys if has(file, key)}


def ours(wedge: str, file: Path, changes: dict[str, Any]) -> dict[str, Any]:
    words = [word for key, value in changes.items() for word in ("--set", f"{key}={value}")]
    answer = subprocess.run([wedge, "solve", str(file), "--format", "json", "--selection", "principal", *words],
                            capture_output=True, text=True, check=True)
    return json.loads(answer.stdout)["adversaries"][0]


def main(wedge: str, count: str, seed: str = "1") -> int:
    chance, files = random.Random(int(seed)), scenarios()
    worst, folds, failed = (0.0, ""), 0, 0
    for number in range(int(count)):
        file = chance.choice(files)
        changes = draw(chance, file)
        found = ours(wedge, file, changes)
        apart = (float("inf"), "")
        for limits in (StepLimits(), StepLimits(support=0.003, correction=0.02, cosine=0.999)):
            expected = solve(load(file, set=changes), selection="principal", limits=limits, balance=False)
            expected.pop("fragile")  # each program has its own patience here
            apart = min(apart, deviation(expected, found), key=lambda a: a[0])
            if apart[0] <= TOLERANCE:
                break
        folds += bool(found["fold"])
        worst = max(worst, apart, key=lambda a: a[0])
        if apart[0] > TOLERANCE:
            failed += 1
            print(f"scenario {number}: {file.name} with {changes} differs by {apart[0]:.1e} at {apart[1]}", flush=True)
    print(f"{count} scenarios, {folds} with folds: {failed} differ; largest deviation {worst[0]:.1e} at {worst[1]}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
