"""Which part of a result a picture shows."""

import unittest

import numpy as np
from support import FolderTest, result

from wedge.analysis import CannotPlot, ResultError, load
from wedge.analysis.slices import axis_to_draw, cut, pair_to_draw
from wedge.analysis.text import axis_label, sign_changes


class Slices(FolderTest):
    def test_middle_by_default_and_said_so(self):
        part = cut(result("integration", "affinity", "arsenal"), ["affinity"])
        self.assertEqual(part.fixed, {"integration": 0.5, "arsenal": 1.5})
        self.assertEqual(part.where(), "integration = 0.5 (middle value), arsenal = 1.5 (middle value)")

    def test_at(self):
        part = cut(result("integration", "affinity"), ["affinity"], {"integration": "0.3", "target": "rok"})
        self.assertEqual(part.where(), "target = rok, integration = 0.3")
        self.assertEqual(part.ds.loss.dims, ("affinity",))

    def test_at_refuses(self):
        ds = result("integration", "affinity")
        for at, words in (({"integration": 0.33}, "was not computed"), ({"integration": "low"}, "expected a number"),
                          ({"target": "mars"}, "expected one of rok, jpn"), ({"colour": 1}, "neither an axis"),
                          ({"integration": float("nan")}, "was not computed")):
            with self.assertRaisesRegex(ResultError, words):
                cut(ds, ["affinity"], at)

    def test_axes_to_draw(self):
        ds = result("integration", "affinity")
        self.assertEqual(axis_to_draw(ds, None, {"integration": 0.5}), "affinity")
        self.assertIsNone(axis_to_draw(result(), None, None))
        self.assertEqual(pair_to_draw(ds, None, None), ("integration", "affinity"))
        with self.assertRaisesRegex(ResultError, "is not an axis"):
            axis_to_draw(ds, "arsenal", None)
        with self.assertRaisesRegex(ResultError, "at once"):
            axis_to_draw(ds, "integration", {"integration": 0})
        with self.assertRaisesRegex(CannotPlot, "needs two axes"):
            pair_to_draw(ds, None, {"integration": 0})

    def test_values_ascend(self):
        ds = load(self.write("arsenal", values={"arsenal": [2.0, 0.5, 1.0]}))
        self.assertEqual(list(cut(ds, ["arsenal"]).ds.arsenal.values), [0.5, 1.0, 2.0])

    def test_axis_label(self):
        self.assertEqual(axis_label(result("integration"), "integration"),
                         "How far their forces are integrated (share)\ntie.rok-jpn.integration")

    def test_sign_changes_only_where_clear_of_zero(self):
        x = np.arange(5.0)
        value, error = np.array([-1, -0.1, 0.1, np.nan, 1]), np.full(5, 0.2)
        self.assertEqual(sign_changes(x, value, error), ["between 0 and 4"])
        self.assertEqual(sign_changes(x, np.full(5, 0.1), error), [])


if __name__ == "__main__":
    unittest.main()
