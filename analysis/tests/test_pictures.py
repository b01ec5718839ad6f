"""Every picture is drawn, keeps its words apart and inside, and says how sure it is."""

import unittest
import warnings
from itertools import combinations

import numpy as np
from matplotlib.colors import CenteredNorm
from support import FolderTest, result

import wedge.analysis as wa
from wedge.analysis.fragility import coarse

LINES = [wa.plot_measure, wa.plot_outcomes, wa.plot_support, wa.plot_wedge_effect, wa.plot_balance, wa.plot_attack_mix]
MAPPED = ["deterrence", "total_loss", "net", "dilemma", "loss", "welfare"]


class Checked(FolderTest):
    """A test that draws, and takes warnings for errors."""

    def setUp(self):
        super().setUp()
        caught = warnings.catch_warnings()
        caught.__enter__()
        self.addCleanup(caught.__exit__, None, None, None)
        warnings.simplefilter("error")  # a layout that does not fit warns
        warnings.filterwarnings("ignore", "numpy.ndarray size changed")  # netCDF4 while it is imported

    def check(self, figure):
        """Lays the figure out, as `save` does before it draws; texts of the figure neither overlap nor stick out."""
        figure.draw_without_rendering()
        renderer = figure.canvas.get_renderer()
        texts = [t for t in figure.texts if t.get_text()]
        texts += [a.xaxis.label for a in figure.axes if a.get_xlabel()] + [a.yaxis.label for a in figure.axes if a.get_ylabel()]
        texts += [a.title for a in figure.axes if a.get_title() and a.get_visible()] + figure.legends
        boxes = [t.get_window_extent(renderer) for t in texts]
        width, height = figure.bbox.width, figure.bbox.height
        for text, box in zip(texts, boxes):
            inside = box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1
            self.assertTrue(inside, f"{text} sticks out")
        for (a, box), (b, other) in combinations(zip(texts, boxes), 2):
            apart = (box.x1 <= other.x0 + 1 or other.x1 <= box.x0 + 1 or box.y1 <= other.y0 + 1 or other.y1 <= box.y0 + 1)
            self.assertTrue(apart, f"{a} overlaps {b}")
        for axes in figure.axes:
            for axis in (axes.xaxis, axes.yaxis):
                ticks = [t.label1.get_window_extent(renderer) for t in axis.get_major_ticks()
                         if t.label1.get_text() and t.label1.get_visible()]
                for a, b in zip(ticks, ticks[1:]):
                    apart = a.x1 <= b.x0 + 1 or a.y1 <= b.y0 + 1 or b.y1 <= a.y0 + 1
                    self.assertTrue(apart, "tick labels overlap")
        self.assertRegex(figure.get_label(), "draw")
        self.assertRegex(figure.get_label(), "standard error")
        return figure


class Pictures(Checked):
    def test_lines_for_any_number_of_axes(self):
        for axes in ((), ("decision_days",)):
            for plot in LINES:
                with self.subTest(plot=plot.__name__, axes=axes):
                    self.check(plot(result(*axes)))

    def test_lines_of_more_axes_hold_the_others(self):
        for axes in (("integration", "affinity"), ("integration", "affinity", "arsenal")):
            with self.subTest(axes=axes):
                self.check(wa.plot_balance(result(*axes)))

    def test_every_labelled_measure(self):
        for measure, dots in (("loss", True), ("deterrence_by_type", False), ("welfare", False), ("dilemma", True), ("coalition_size", True)):
            for axes in ((), ("arsenal",)) if dots else (("arsenal",),):
                with self.subTest(measure=measure, axes=axes):
                    self.check(wa.plot_measure(result(*axes), measure))

    def test_maps(self):
        for axes in (("integration", "affinity"), ("decision_days", "arsenal", "integration")):
            for measure in MAPPED if len(axes) == 2 else MAPPED[:2]:
                with self.subTest(measure=measure, axes=axes):
                    self.check(wa.plot_map(result(*axes), measure))

    def test_map_draws_the_line_and_names_the_tie(self):
        figure = self.check(wa.plot_map(result("affinity", "integration")))
        legend = [t.get_text() for t in figure.legends[0].get_texts()]
        self.assertIn("net of tie rok-jpn = 0: dividend turns into seam", legend)
        self.assertEqual({t.get_text() for t in figure.axes[0].texts}, {"dividend", "seam"})

    def test_map_says_why_there_is_no_line(self):
        figure = self.check(wa.plot_map(result("affinity", "integration"), tie="us-rok"))
        self.assertIn("No zero line for us-rok: net is above zero everywhere here.", figure.get_label())

    def test_signed_measures_diverge_about_zero(self):
        figure = wa.plot_map(result("affinity", "integration"), "net", at={"tie": "rok-jpn"})
        norm = figure.axes[0].collections[0].norm
        self.assertIsInstance(norm, CenteredNorm)
        self.assertEqual(norm.vcenter, 0)

    def test_map_of_two_label_dimensions_asks_for_one(self):
        ds = result("affinity", "arsenal")
        with self.assertRaisesRegex(wa.ResultError, "choose one label"):
            wa.plot_map(ds, "wedge_effect")
        self.check(wa.plot_map(ds, "wedge_effect", at={"tactic": "threaten"}))
        with self.assertRaisesRegex(wa.ResultError, "expected one of us-rok"):
            wa.plot_map(ds, tie="mars")

    def test_fragility(self):
        figure = self.check(wa.plot_fragility(wa.load(self.write("integration", "arsenal", draws=2048))))
        cells = [t.get_text() for t in figure.axes[0].texts]
        self.assertEqual(len(cells), 25)  # of 11 × 7 points
        self.assertRegex(cells[-1], r"^0\.71\n±0\.0\d$")
        self.check(wa.plot_fragility(result("integration", "arsenal"), at={"arsenal": 3}))
        with self.assertRaisesRegex(wa.CannotPlot, "of the draws are fragile"):
            wa.plot_fragility(result())
        with self.assertRaisesRegex(wa.CannotPlot, "no part of the map differs from that by more than chance"):
            wa.plot_fragility(wa.load(self.write("integration", "affinity", name="few.h5", draws=64)))

    def test_cells_are_means_of_their_points(self):
        ds = result("integration", "arsenal")
        groups = [[np.arange(0, 6), np.arange(6, 11)], [np.arange(0, 7)]]
        value, error = coarse(ds, ("integration", "arsenal"), groups)
        np.testing.assert_allclose(value, [[ds.fragile[:6].mean(), ds.fragile[6:].mean()]])
        np.testing.assert_allclose(error, [[ds.fragile_se[:6].mean(), ds.fragile_se[6:].mean()]])

    def test_a_dilemma_of_no_matter_is_not_shown(self):
        ds = result("integration", "affinity").copy(deep=True)
        ds["net"].loc[{"tie": "us-jpn"}] = 2e-5
        ds["dilemma"].loc[{"tie": "us-jpn"}] = 0.77
        figure = self.check(wa.plot_map(ds, "dilemma"))
        self.assertNotIn("us-jpn", [a.get_title() for a in figure.axes])
        self.assertIn("Left out, for their net makes no difference that counts anywhere: us-jpn.", figure.get_label())
        self.assertIn("less than 0.0005 or a hundredth of the largest, or within two standard errors of 0", figure.get_label())
        self.assertIn("net makes no difference that counts", [t.get_text() for t in figure.legends[0].get_texts()])
        ds["net"][:] = 0.0
        for plot in (wa.plot_map, wa.plot_measure):
            with self.assertRaisesRegex(wa.CannotPlot, "makes no difference that counts anywhere"):
                plot(ds, "dilemma")

    def test_support_compares_like_with_like(self):
        ds = result("integration").copy(deep=True)
        ds["support"][:] = 0.123  # own resistance included: is not drawn beside what leaves it out
        lines = wa.plot_support(ds).axes[0].lines
        drawn = [line.get_ydata() for line in lines]
        for measure in ("reliability_observed", "reliability_latent"):
            self.assertTrue(any(np.array_equal(y, ds[measure].sel(defender="us")) for y in drawn), measure)
        self.assertFalse(any(np.allclose(y, 0.123) for y in drawn))

    def test_wedge_effects_that_count_in_a_panel_a_tactic(self):
        ds = result("arsenal").copy(deep=True)
        ds["wedge_effect"].loc[{"defender": "rok"}] = 1e-5
        figure = self.check(wa.plot_wedge_effect(ds))
        self.assertEqual([a.get_title() for a in figure.axes if a.get_visible()], ["by threats", "by courting"])
        self.assertEqual([t.get_text() for t in figure.legends[0].get_texts()][:2], ["us", "jpn"])
        self.assertIn("threats of rok; squeezing of rok; courting of rok", figure.get_label())

    def test_the_legend_promises_what_is_drawn(self):
        words = lambda figure: [t.get_text() for t in figure.legends[0].get_texts()]  # noqa: E731
        ds = result("integration").copy(deep=True)
        self.assertEqual(words(wa.plot_measure(ds)), ["mean", "±1.96 standard errors", "5–95% of draws"])  # the median is the mean
        ds["deterrence_quantile"].loc[{"quantile": 0.5}] = ds["deterrence"] / 10
        self.assertIn("median draw", words(wa.plot_measure(ds)))
        ds["deterrence_se"][:] = 1e-6
        figure = wa.plot_measure(ds)
        self.assertNotIn("±1.96 standard errors", words(figure))
        self.assertIn("Standard errors are narrower than the marks.", figure.get_label())
        self.assertEqual(words(wa.plot_measure(ds, "dilemma")), ["mean", "±1.96 standard errors"])  # it happens or does not

    def test_no_axis_of_probabilities_goes_below_zero(self):
        ds = result("integration").copy(deep=True)
        ds["war"][:], ds["war_se"][:], ds["war_quantile"][:] = 0.001, 0.05, 0.0
        line, row = wa.plot_measure(ds, "war"), wa.plot_outcomes(ds.isel(integration=[3]))
        for figure, axis in ((line, line.axes[0].yaxis), (row, row.axes[0].xaxis)):
            self.check(figure)
            low, high = axis.get_view_interval()
            self.assertGreater(low, -0.03 * (high - low))
            self.assertEqual([t for t in axis.get_majorticklocs() if low <= t < 0], [])

    def test_holes(self):
        holes = {m: [(slice(2, 4), slice(3, 5))] for m in ("deterrence", "net", "attack_by_tactic", "support")}
        ds = wa.load(self.write("integration", "affinity", holes=holes))
        for plot in [*LINES, wa.plot_map]:
            with self.subTest(plot=plot.__name__):
                figure = self.check(plot(ds))
        self.assertIn("no value", [t.get_text() for t in figure.legends[0].get_texts()])  # the map, drawn last

    def test_nothing_but_holes(self):
        every = {m: [(...,)] for m in ("deterrence", "net", "attack_by_rung", "wedge_effect")}
        for axes in ((), ("integration",), ("integration", "affinity")):
            ds = wa.load(self.write(*axes, holes=every))
            for plot in (wa.plot_measure, wa.plot_balance, wa.plot_attack_mix, wa.plot_wedge_effect):
                with self.subTest(plot=plot.__name__, axes=axes), self.assertRaisesRegex(wa.CannotPlot, "missing here"):
                    plot(ds)

    def test_missing_measures(self):
        ds = wa.load(self.write("integration", "affinity", drop=[
            "deterrence", "net", "support", "reliability_observed", "attack_by_tactic", "attack_by_rung", "attack_by_target", "wedge_effect",
            "fragile"]))
        for plot in (wa.plot_measure, wa.plot_balance, wa.plot_support, wa.plot_attack_mix, wa.plot_wedge_effect,
                     wa.plot_fragility, wa.plot_map):
            with self.subTest(plot=plot.__name__), self.assertRaisesRegex(wa.CannotPlot, r"^The file holds .*\.$"):
                plot(ds)
        self.check(wa.plot_map(ds, "total_loss"))  # without a line

    def test_without_errors_and_with_one_draw(self):
        for options, axes, plots in (({"errors": False}, ("integration",), LINES), ({"draws": 1}, (), LINES),
                                     ({"errors": False}, (), LINES[:1]), ({"draws": 1}, ("integration", "affinity"), [wa.plot_map, *LINES[-2:]])):
            ds = wa.load(self.write(*axes, **options))
            for plot in plots:
                with self.subTest(plot=plot.__name__, axes=axes, **options):
                    self.assertIn("no standard error is known", self.check(plot(ds)).get_label())

    def test_few_values_and_odd_spacing(self):
        ds = wa.load(self.write("integration", "arsenal", values={"integration": [0.1, 0.15], "arsenal": [3, 0.2, 1.1]}))
        for plot in [*LINES, wa.plot_map]:
            with self.subTest(plot=plot.__name__):
                self.check(plot(ds))
        self.check(wa.plot_balance(wa.load(self.write("integration", values={"integration": [0.5]})), along="integration"))

    def test_crowded_values_stand_side_by_side(self):
        ds = wa.load(self.write("integration", "decision_days", values={"decision_days": [0, 0.1, 1, 30, 400]}))
        for plot in (wa.plot_balance, wa.plot_attack_mix):
            figure = self.check(plot(ds, along="decision_days"))
            self.assertIn("Values of decision_days stand side by side, not to scale.", figure.get_label())
        self.check(wa.plot_map(ds))

    def test_a_point_between_holes_keeps_its_bars(self):
        ds = wa.load(self.write("integration", holes={"deterrence": [(slice(2, 11, 2),)]}))
        axes = self.check(wa.plot_measure(ds)).axes[0]
        self.assertEqual(sum(len(c.get_segments()) for c in axes.collections if hasattr(c, "get_segments")), 8)

    def test_the_slice_is_in_the_subtitle(self):
        figure = wa.plot_measure(result("integration", "affinity", "arsenal"), at={"arsenal": 2})
        self.assertIn("arsenal = 2, affinity = 0 (middle value)", figure.texts[1].get_text() + figure.get_label())

    def test_turning_point_is_named(self):
        figure = wa.plot_balance(result("affinity"))
        self.assertRegex(figure.get_label(), r"rok-jpn harms up to about -0\.\d+, then pays\.")

    def test_dollars_are_not_mathematics(self):
        ds = result("integration").copy()
        ds["integration"] = ds.integration.assign_attrs(long_name="cost in $ and $x_2$", units="$")
        self.check(wa.plot_measure(ds))

    def test_values_on_the_lines_are_those_of_the_file(self):
        ds = result("integration")
        line = wa.plot_measure(ds).axes[0].lines[0]
        np.testing.assert_array_equal(line.get_ydata(), ds.deterrence.values)


if __name__ == "__main__":
    unittest.main()
