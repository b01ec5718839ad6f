"""Axes of texts and packages: what is read, and that they are drawn as categories."""

import unittest

import h5py
import numpy as np
from support import FEWER, FolderTest

import wedge.analysis as wa
from wedge.analysis.categories import labels_of
from wedge.analysis.reading import ResultError
from wedge.analysis.slices import cut

NAMES = ["as it is", "a cap on the arsenal of the adversary", "closer"]


class Categories(FolderTest):
    def with_packages(self, *axes, drop=()):
        path = self.write(*axes, drop=drop, values={axes[0]: [0.0, 1.0, 2.0]})
        with h5py.File(path, "r+", track_order=True) as file:
            scale = file[axes[0]]
            scale.attrs.update(key="package", long_name="package of settings", units="1")
            for ending, texts in (("label", NAMES), ("settings", ["", "a=1\nb=2", "c=3"])):
                text = file.create_dataset(f"{axes[0]}_{ending}", data=np.array(texts, dtype=object), dtype=h5py.string_dtype())
                text.dims[0].attach_scale(scale)
        return wa.load(path)

    def test_are_read_as_numbers_with_labels(self):
        ds = self.with_packages("integration")
        self.assertEqual(list(ds["integration"].values), [0, 1, 2])
        self.assertEqual(labels_of(ds, "integration"), NAMES)
        self.assertEqual(labels_of(ds, "target"), [])
        self.assertNotIn("integration_settings", ds)

    def test_are_held_by_their_names(self):
        part = cut(self.with_packages("integration", "affinity"), ["affinity"], {"integration": "closer"})
        self.assertEqual(part.fixed, {"integration": 2.0})
        self.assertEqual(part.where(), "integration = closer")
        with self.assertRaisesRegex(ResultError, "close was not computed; its values are as it is, "):
            cut(self.with_packages("integration"), [], {"integration": "close"})

    def test_stand_apart_and_are_named(self):
        ds = self.with_packages("integration")
        for plot in (wa.plot_measure, wa.plot_outcomes, wa.plot_balance, wa.plot_attack_mix):
            with self.subTest(plot.__name__):
                axes = plot(ds).axes[-1]
                self.assertEqual([t.get_text().replace("\n", " ") for t in axes.get_xticklabels()], NAMES)
                self.assertEqual([line for line in axes.lines if line.get_linestyle() == "-" and len(set(line.get_xdata())) > 2], [])

    def test_maps_have_no_line_between_them(self):
        figure = wa.plot_map(self.with_packages("integration", "affinity"), "net", at={"tie": "rok-jpn"})
        self.assertIn("closer", [t.get_text() for t in figure.axes[0].get_xticklabels()])
        self.assertNotIn("dividend turns into seam", " ".join(t.get_text() for legend in figure.legends for t in legend.get_texts()))

    def test_report(self):
        files = wa.write_report(self.with_packages("integration", "affinity", drop=FEWER), self.folder / "r", "png")
        self.assertGreater(len(files), 5)


if __name__ == "__main__":
    unittest.main()
