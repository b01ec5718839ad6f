"""Which part of a result a picture shows."""

import unittest

import numpy as np
from support import FolderTest, result

from wedge.analysis import CannotPlot, ResultError, load
from wedge.analysis.slices import axis_to_draw, cut, pair_to_draw
from wedge.analysis.material import NONE, counts, net_counts, turns
from wedge.analysis.text import axis_label, meaning_of


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

    def test_axis_label_is_one_line(self):
        ds = result("integration")
        self.assertEqual(axis_label(ds, "integration"), "Integration of rok-jpn (share)")
        self.assertEqual(meaning_of(ds, "integration"), "How far their forces are integrated (share)")
        for key, units, label in (("adversary.dprk.arsenal", "log2(1 + ratio to a reference)", "Arsenal of dprk"),
                                  ("pact.us-rok.decision_days", "day", "Decision days of us-rok"), ("model.mood", "1", "Mood"),
                                  ("defender.*.forces.strait", "1", "Forces strait of all"), ("", "1", "Integration"),
                                  ("tie.a-b.integration,tie.b-c.integration", "share", "Integration of a-b and 1 more (share)")):
            named = ds.assign_coords(integration=ds.integration.assign_attrs(key=key, units=units))
            self.assertEqual(axis_label(named, "integration"), label)


class Material(unittest.TestCase):
    """The rule of the page of `wedge explore` (sim/web/page/map.js, turnsText)."""

    def test_small_and_uncertain_values_do_not_count(self):
        values = np.array([4e-4, -6e-4, 0.009, 0.02, np.nan, 1.0])
        self.assertEqual(list(counts(values)), [False, False, False, True, False, True])  # a hundredth of the largest is 0.01
        self.assertEqual(list(counts(values[:2])), [False, True])
        self.assertEqual(list(counts(values, np.full(6, 0.011))), [False, False, False, False, False, True])
        self.assertEqual(list(counts(values[:2], largest=1.0)), [False, False])

    def test_in_words(self):
        x = np.linspace(0, 1, 6)
        self.assertEqual(turns(x, np.full(6, 1e-5), None), NONE)
        self.assertEqual(turns(x, np.full(6, 0.1), np.full(6, 0.01)), "pays everywhere")
        self.assertEqual(turns(x, np.array([0, -1e-4, -2e-4, -0.1, -0.2, -0.3]), None), f"{NONE} below 0.6, and harms from there on")
        self.assertEqual(turns(x, np.array([0.1, 0.1, 0.1, -0.1, -0.2, -0.3]), None), "pays up to about 0.5, then harms")
        self.assertEqual(turns(x, np.array([0.1, 0.1, 0.1, 0, 0, 0]), None), "pays up to 0.4")

    def test_where_net_counts(self):
        ds = result("integration", "affinity")
        counted = net_counts(ds, "rok-jpn")
        self.assertEqual(counted.dims, ("integration", "affinity"))
        self.assertFalse(counted.sel(integration=0).any())
        self.assertTrue(counted.sel(integration=1, affinity=1))


if __name__ == "__main__":
    unittest.main()
