"""Bases, aims, the risk at the defiance and pressure before the decision: whole games against published numbers.

    python3 -m unittest test_coercion        (in this folder)
"""

from __future__ import annotations

import json
import unittest
from pathlib import Path

from check_vectors import deviation
from crisis_reference import load, solve

DATA = Path(__file__).resolve().parent.parent / "data" / "reference"


class Coercion(unittest.TestCase):
    """Bases, the risk at the defiance and pressure before the decision: published numbers of whole games."""

    def test_published(self) -> None:
        cases = json.loads((DATA.parent / "coercion.json").read_text(encoding="utf-8"))
        files = {"textbook": DATA.parents[2] / "scenarios/textbook.toml",
                 "northeast-asia": DATA.parent / "northeast-asia.toml"}
        for name, case in cases.items():
            with self.subTest(name):
                found = solve(load(files[case["scenario"]], set=case["set"]), balance=False)
                self.assertLess(found["residual"], 1e-13)
                expected = dict(case["solution"])
                action = expected.pop("action", None)
                if action is not None:
                    same = ("target", "rung", "tactic", "at")
                    seen = next(a for a in found["actions"]
                                if all(a[key] == action[key] for key in same))
                    self.assertLess(deviation(action, seen)[0], 1e-10)
                self.assertLess(deviation(expected, found)[0], 1e-10)


if __name__ == "__main__":
    unittest.main()
