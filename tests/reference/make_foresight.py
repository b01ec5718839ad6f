"""Regenerates what a name is worth in two regions, for other programs to be checked against.

    make_foresight.py [SCENARIO [FILE]]

Writes W^2 of the patron of two-regions.toml, which responds to both
adversaries, on the grid of 13 points a region.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path

import numpy as np

from crisis_reference import load
from foresight_reference import values

DATA = Path(__file__).resolve().parent.parent / "data" / "reference" / "foresight"


def main(source: Path, target: Path) -> None:
    campaign = tomllib.loads(source.read_text(encoding="utf-8"))["campaign"]
    scenario = load(source)
    names, residual = values(scenario, "patron", int(campaign["foresight"]), campaign["discount"],
                             {j: a["opportunity"] for j, a in scenario["adversary"].items()},
                             campaign["spillover"], np.linspace(-6.0, 6.0, 13), warm=True)
    assert residual < 1e-13, residual
    worth = [[[float(x) for x in row] for row in of_type] for of_type in names[-1].worth]
    target.write_text(json.dumps({"steadfast": worth[0], "wavering": worth[1]}) + "\n", encoding="utf-8")


if __name__ == "__main__":
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA / "two-regions.toml"
    main(source, Path(sys.argv[2]) if len(sys.argv) > 2 else source.with_suffix(".json"))
