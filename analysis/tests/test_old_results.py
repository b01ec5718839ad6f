"""Results of version 0.1, which had no seal and fewer measures, open all the same; what they lack is said."""

from __future__ import annotations

import gzip
import unittest
from pathlib import Path

import h5py
import numpy as np
from support import FolderTest

import wedge.analysis as wa
from wedge.analysis.reading import load_with_draws

OLD = Path(__file__).parents[2] / "tests/data/results-0.1"


class OldResults(FolderTest):
    def old(self, name: str) -> Path:
        path = self.folder / name
        path.write_bytes(gzip.decompress((OLD / f"{name}.gz").read_bytes()))
        return path

    def test_every_number_is_that_of_the_file(self):
        for name, axes in (("plain.h5", []), ("sweep.h5", ["integration", "affinity"])):
            path = self.old(name)
            ds = wa.load(path)
            self.assertEqual((ds.attrs["program_version"], ds.attrs["git_sha"][:7], wa.axes_of(ds)), ("0.1.0", "98ebb3d", axes))
            with h5py.File(path) as file:
                names = [key for key in file if isinstance(file[key], h5py.Dataset) and file[key].dtype == np.float64]
                self.assertGreater(len(names), 60)
                for key in names:
                    np.testing.assert_array_equal(ds[key].values, file[key][()], key)
            self.assertEqual(list(ds.loss.target.values), ["front"])
            self.assertEqual(ds.support.sel(defender="rear").dims, tuple(axes))

    def test_single_draws_are_there(self):
        path = self.old("plain.h5")
        ds = load_with_draws(path)
        self.assertEqual(ds["draws/total_loss"].shape, (32,))
        self.assertAlmostEqual(float(ds["draws/total_loss"].mean()), float(ds.total_loss), places=12)
        self.assertTrue(bool(((ds["draws/defender.rear.forces"] > 0.3) & (ds["draws/defender.rear.forces"] < 0.7)).all()))
        done = self.run_it("discover", path)
        self.assertEqual(done.returncode, 2)
        self.assertIn("discover needs 100 at least", done.stderr)

    def test_a_brief_is_drawn_and_says_what_the_file_lacks(self):
        done = self.run_it("report", self.old("plain.h5"), "-o", "r", "--format", "png")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        page = (self.folder / "r/index.html").read_text()
        for words in ("rival keeps quiet with probability 0.544 ± 0.017", "Integration pays for front-rear (net +0.0065 ± 0.0011",
                      "<li>Likeliest attacks: The file holds no attack_by_action.</li>", "<code>0.1.0</code>"):
            self.assertTrue(words in page, words)
        few = {"attack-mix", "wedge-effect", "balance", "loss", "reliability", "outcomes", "welfare", "support", "dilemma"}
        self.assertLessEqual(few, {file.stem for file in (self.folder / "r").glob("*.png")})

    def test_maps_are_drawn(self):
        ds = wa.load(self.old("sweep.h5"))
        for figure in (wa.plot_map(ds), wa.plot_balance(ds, along="integration"), wa.plot_measure(ds, "deterrence", along="affinity")):
            self.assertGreater(wa.save(figure, self.folder / "picture.png").stat().st_size, 10_000)

    def test_a_damaged_one_is_refused(self):
        path = self.old("plain.h5")
        path.write_bytes(path.read_bytes()[:200_000])
        with self.assertRaisesRegex(wa.ResultError, "damaged"):
            wa.load(path)


if __name__ == "__main__":
    unittest.main()
