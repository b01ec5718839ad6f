"""Sobol' indices: what is read, what is drawn, and what is not known yet."""

import unittest

import h5py
import numpy as np
from support import FEW, FolderTest, result

import wedge.analysis as wa
from wedge.analysis.sensitivity import draws_to_know, indices

KEYS = ["defender.rok.forces", "model.mood", "tie.rok-jpn.affinity, tie.us-jpn.affinity"]
FIRST, TOTAL, ERROR = [0.2, 0.5, 0.0], [0.3, 0.7, 0.1], [0.02, 0.25, 0.01]


class Sensitivity(FolderTest):
    def with_indices(self, error=ERROR):
        path = self.write(drop=FEW)
        with h5py.File(path, "r+", track_order=True) as file:
            group = file.create_group("sensitivity", track_order=True)
            scale = group.create_dataset("parameter", data=np.arange(len(KEYS), dtype=np.int32))
            scale.make_scale("parameter")
            columns = {"parameter_label": np.array(KEYS, dtype=object), "total_loss_first": FIRST, "total_loss_total": TOTAL,
                       "total_loss_first_se": [0.01] * 3, "total_loss_total_se": error}
            for name, values in columns.items():
                text = name == "parameter_label"
                data = group.create_dataset(name, data=values, dtype=h5py.string_dtype() if text else None)
                data.dims[0].attach_scale(scale)
        return wa.load(path)

    def test_is_read_with_names(self):
        ds = self.with_indices()
        self.assertEqual(ds["sensitivity/total_loss_first"].sel(parameter="model.mood").item(), 0.5)
        self.assertEqual(list(indices(ds, "total_loss")["total"].values), TOTAL)

    def test_an_uncertain_index_is_not_drawn(self):
        figure = wa.plot_sensitivity(self.with_indices())
        axes = figure.axes[0]
        self.assertEqual([t.get_text() for t in axes.texts], ["not known yet"])
        widths = sorted(round(bar.get_width(), 6) for bar in axes.patches)
        self.assertEqual(widths, [0.0, 0.1, 0.2, 0.3, 0.5])  # without the total index of the mood, 0.7 ± 0.25
        self.assertEqual([t.get_text() for t in axes.get_yticklabels()],
                         ["model.mood", "defender.rok.forces", "tie.rok-jpn.affinity\nand 1 with it"])
        self.assertIn("about 1600 draws would do", figure.get_label())  # 256 · 2.5²

    def test_a_known_index_is_drawn_with_its_interval(self):
        figure = wa.plot_sensitivity(self.with_indices([0.02, 0.1, 0.01]))
        axes = figure.axes[0]
        self.assertEqual(axes.texts[:], [])
        self.assertEqual(len(axes.patches), 6)
        self.assertNotIn("not known", figure.get_label())
        ends = np.concatenate([line.get_segments() for line in axes.collections])[:, :, 0]
        self.assertTrue(np.isclose(ends, [0.7 - 2.13 * 0.1, 0.7 + 2.13 * 0.1]).all(axis=1).any(), ends)

    def test_draws_that_would_do(self):
        for error, draws, needed in ((0.2, 256, 1100), (0.1, 256, 260), (28.0, 256, 21_000_000), (0.11, 5, 7)):
            self.assertEqual(draws_to_know(error, draws), needed)

    def test_elementary_effects(self):
        path = self.write()
        with h5py.File(path, "r+", track_order=True) as file:
            group = file.create_group("sensitivity", track_order=True)
            scale = group.create_dataset("parameter", data=np.arange(len(KEYS), dtype=np.int32))
            scale.make_scale("parameter")
            columns = {"parameter_label": np.array(KEYS, dtype=object), "total_loss_mu_star": [0.1, 0.3, 0.2],
                       "total_loss_mu_star_se": [0.01] * 3, "total_loss_mu": [-0.1, 0.25, np.nan],
                       "total_loss_sigma": [0.0, 0.4, np.nan]}
            for name, values in columns.items():
                text = name == "parameter_label"
                data = group.create_dataset(name, data=values, dtype=h5py.string_dtype() if text else None)
                data.dims[0].attach_scale(scale)
        axes = wa.plot_sensitivity(wa.load(path)).axes[0]
        self.assertEqual([round(bar.get_width(), 6) for bar in axes.patches], [0.3, 0.2, 0.1])
        self.assertEqual(axes.get_yticklabels()[0].get_text(), "model.mood")
        self.assertIn("sensitivity-total-loss.png", [f.name for f in wa.write_report(wa.load(path), self.folder / "r", "png")])

    def test_report(self):
        files = [f.name for f in wa.write_report(self.with_indices(), self.folder / "r", "png")]
        self.assertIn("sensitivity-total-loss.png", files)
        self.assertIn("Sensitivity of total loss", (self.folder / "r/index.html").read_text())

    def test_a_result_without(self):
        with self.assertRaisesRegex(wa.CannotPlot, "--sensitivity"):
            wa.plot_sensitivity(result())


if __name__ == "__main__":
    unittest.main()
