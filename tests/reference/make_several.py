"""Regenerates the reference solutions with several adversaries.

    make_several.py [DIRECTORY [NAME...]]

Like make_vectors.py, for ../data/reference/several: NAME.json holds {"selection": {"principal": ...}}, with
the cohesive and the fractured solution where there are several or the principal branch turns. The branch is
followed a second time with shorter steps, and nothing is written unless both agree.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from check_vectors import deviation, text
from make_vectors import AGREEMENT, SHORTER
from several_reference import load, solve_several


def solutions(path: Path) -> dict[str, Any]:
    """All selections of a scenario that are worth storing."""
    scenario = load(path)
    found = {"principal": solve_several(scenario, "principal")}
    again = solve_several(scenario, "principal", limits=SHORTER, fragile=False)
    worst, where = deviation(again, found["principal"])
    if not worst <= AGREEMENT:
        raise RuntimeError(f"{path.name}: shorter steps change {where} by {worst:.1e}")
    first = found["principal"]["adversaries"][0]
    if first["fold"] or first["fragile"]:
        for selection in ("cohesive", "fractured"):
            found[selection] = solve_several(scenario, selection)
    return {"selection": found}


def main(directory: Path, names: list[str]) -> None:
    for path in sorted(directory.glob("*.toml")):
        if names and path.stem not in names:
            continue
        began = time.perf_counter()
        found = solutions(path)
        path.with_suffix(".json").write_text(text(found) + "\n", encoding="utf-8")
        entry = found["selection"]["principal"]
        first = entry["adversaries"][0]
        print(f"{path.stem:20s} deterrence {entry['deterrence']:.4f}, total loss {entry['total_loss']:.4f}, "
              f"coordination {entry['coordination']:.4f}, fold {first['fold']}, fragile {first['fragile']}, residual "
              f"{max(a['residual'] for s in found['selection'].values() for a in s['adversaries']):.1e}, "
              f"{time.perf_counter() - began:.0f} s", flush=True)


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent / "data" / "reference" / "several",
         sys.argv[2:])
