"""Bases, aims, the risk at the defiance and pressure before the decision: whole games against published numbers.

    python3 -m unittest test_coercion        (in this folder)
"""

from __future__ import annotations

import json
import unittest
from pathlib import Path

import numpy as np

from check_vectors import deviation
from crisis_reference import load, solve

DATA = Path(__file__).resolve().parent.parent / "data" / "reference"


class Coercion(unittest.TestCase):
    """Bases, the risk at the defiance and pressure before the decision: published numbers of whole games."""

    def test_published(self) -> None:
        cases = json.loads((DATA.parent / "coercion.json").read_text(encoding="utf-8"))
        files = {"textbook": DATA.parent / "textbook.toml",
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

    def test_bases_in_japan(self) -> None:
        """To the digits that are published: what the tie with the host is worth where prizes are 1 and .8, an audience
        costs .1 and bases add nothing; without risk at the defiance and with all of it there."""
        for name, dividend, seam, loss in (("bases-in-japan", .0305, .0229, .0387), ("bases-in-japan-at-the-brink", .0586, .0474, .088)):
            found = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))["selection"]["principal"]
            balance = found["integration_balance"]["us-jpn"]
            np.testing.assert_allclose([balance["dividend"], balance["seam"]], [dividend, seam], rtol=0.0, atol=5e-5)
            self.assertAlmostEqual(found["total_loss"], loss, delta=5e-5)


if __name__ == "__main__":
    unittest.main()
