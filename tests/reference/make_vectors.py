"""Regenerates the reference solutions that other programs are checked against.

    make_vectors.py [DIRECTORY [NAME...]]

Solves every NAME.toml of the directory (default: ../data/reference beside this file) and writes
NAME.json, {"selection": {"principal": ..., "cohesive": ..., "fractured": ...}}. The last two are
given where the solution is fragile or the principal branch turns at a fold. Every principal branch
is followed a second time with much shorter steps, and nothing is written unless both agree.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from check_vectors import deviation, text
from crisis_branch import StepLimits
from crisis_reference import load, solve

SHORTER = StepLimits(support=0.01, cosine=0.998, correction=0.05)
AGREEMENT = 1e-10


def principal(path: Path) -> dict[str, Any]:
    """The principal solution, confirmed with shorter steps."""
    solution = solve(load(path), selection="principal")
    again = solve(load(path), selection="principal", limits=SHORTER, balance=False)
    worst, where = deviation(again, solution)
    if not worst <= AGREEMENT:
        raise RuntimeError(f"{path.name}: shorter steps change {where} by {worst:.1e}")
    return solution


def solutions(path: Path) -> dict[str, Any]:
    """All selections of a scenario that are worth storing."""
    found = {"principal": principal(path)}
    if found["principal"]["fold"] or found["principal"]["fragile"]:
        for selection in ("cohesive", "fractured"):
            found[selection] = solve(load(path), selection=selection, balance=False)
    return {"selection": found}


def main(directory: Path, names: list[str]) -> None:
    for path in sorted(directory.glob("*.toml")):
        if names and path.stem not in names:
            continue
        began = time.perf_counter()
        found = solutions(path)
        path.with_suffix(".json").write_text(text(found) + "\n", encoding="utf-8")
        first = found["selection"]["principal"]
        print(f"{path.stem:20s} {len(first['actions']):3d} actions, deterrence "
              f"{first['deterrence']:.4f}, total loss {first['total_loss']:.4f}, fold "
              f"{first['fold']}, fragile {first['fragile']}, residual "
              f"{max(s['residual'] for s in found['selection'].values()):.1e}, "
              f"{time.perf_counter() - began:.0f} s", flush=True)


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent / "data" / "reference",
         sys.argv[2:])
