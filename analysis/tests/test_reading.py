"""Loading: labels, units, and what is refused with which words."""

import os
import unittest

import h5py
import numpy as np
from support import FolderTest, result

from wedge.analysis import ResultError, axes_of, load


class Reading(FolderTest):
    def refused(self, path, *words, **options):
        with self.assertRaises(ResultError) as caught:
            load(path, **options)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_labels_become_coordinates(self):
        ds = load(self.write("integration"))
        self.assertEqual(list(ds.target.values), ["rok", "jpn"])
        self.assertEqual(ds.loss.sel(target="rok").dims, ("integration",))
        self.assertEqual(ds.wedge_effect.sel(tactic="threaten", defender="jpn").shape, (11,))
        self.assertNotIn("target_label", ds)
        self.assertEqual(ds.integration.attrs["key"], "tie.rok-jpn.integration")

    def test_axes_of_any_number(self):
        self.assertEqual(axes_of(result()), [])
        self.assertEqual(axes_of(result("integration", "affinity", "arsenal")), ["integration", "affinity", "arsenal"])

    def test_days_stay_numbers(self):
        path = self.write("decision_days")
        with h5py.File(path, "r+") as file:
            file["decision_days"].attrs["units"] = "days"  # xarray would make time spans of them
        ds = load(path)
        self.assertEqual(ds.decision_days.dtype, np.float64)
        self.assertAlmostEqual(float(ds.decision_days[0]), 0.1)

    def test_the_file_is_closed(self):
        path = self.write()
        load(path)
        with h5py.File(path, "r+") as file:  # would fail under a lock
            file.attrs["title"] = "again"

    def test_not_a_result(self):
        other = self.folder / "notes.h5"
        other.write_text("not HDF5")
        self.refused(other, "is not a result file")
        with h5py.File(self.folder / "other.h5", "w") as file:
            file["x"] = np.arange(3.0)
        self.refused(self.folder / "other.h5", "not a result file")
        self.refused(self.folder, "is a folder")
        self.refused(self.folder / "missing.h5", "no such file")

    def test_unfinished_study_without_a_result(self):
        os.mkdir(self.folder / "out.h5.blocks")
        self.refused(self.folder / "out.h5", "unfinished", "wedge run")

    def test_damaged(self):
        path = self.write("integration")
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        self.refused(path, "damaged")

    def test_schema_versions(self):
        self.refused(self.write(schema_version="2.0"), "schema version 2.0", "reads 1.x")
        load(self.write(schema_version="1.7"))
        self.refused(self.write(schema_name="weather"), "not a result file")

    def test_incomplete(self):
        for flag in (np.int8(0), "false"):
            path = self.write("integration", complete=flag, n_done=np.int32(4))
            self.refused(path, "incomplete", "4 of 11", "allow_partial")
            self.assertEqual(load(path, allow_partial=True).n_draws.size, 11)


if __name__ == "__main__":
    unittest.main()
