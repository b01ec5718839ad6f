"""Reports of studies of campaigns: rounds are an axis."""

import unittest
from pathlib import Path

import numpy as np
import xarray as xr
from support import FEW, FolderTest

import wedge.analysis as wa
from wedge.analysis.report import pictures, write_report

COUNTS = ("n_draws", "n_failed", "n_failed_by_status", "status")


class Campaigns(FolderTest):
    def campaigns(self) -> Path:
        """A result over `arsenal`, as if that were the rounds; the reputation of each defender besides."""
        with xr.open_dataset(self.write("arsenal", drop=[name for name in FEW if name != "support"]), decode_times=False) as file:
            ds = file.load()
        for name in COUNTS:
            if name in ds and "arsenal" in ds[name].dims:
                ds[name] = ds[name].isel(arsenal=0)
        ds = ds.rename({"arsenal": "round"})
        rounds = np.arange(ds.sizes["round"])
        ds = ds.assign_coords(round=("round", rounds))
        ds["round_label"] = ("round", np.array([str(r + 1) for r in rounds], dtype=object))
        ds["believed_steadfast"] = ds["support"] * 0 + 0.5 + 0.01 * ds["round"]
        ds["believed_steadfast"].attrs = {"units": "probability", "long_name": "belief"}
        ds["wars"] = ((), 1.5, {"units": "attacks", "long_name": "fought over in a campaign"})
        path = self.folder / "campaigns.h5"
        for variable in ds.variables.values():
            variable.encoding = {}
        ds.to_netcdf(path)
        return path

    def test_rounds_are_an_axis_and_start_at_one(self):
        ds = wa.load(self.campaigns())
        self.assertEqual(wa.axes_of(ds)[0], "round")
        self.assertEqual(list(ds["round"].values[:2]), [1.0, 2.0])
        self.assertEqual(ds["wars"].dims, ())
        self.assertEqual(ds["n_draws"].sizes["round"], ds.sizes["round"])

    def test_every_picture_is_along_the_rounds(self):
        ds = wa.load(self.campaigns())
        names = {p.name for p in pictures(ds)}
        for name in ("deterrence-round", "support-round", "believed-steadfast-round"):
            self.assertIn(name, names)
        self.assertNotIn("held-round", names)  # this file has none
        files = write_report(ds, self.folder / "report")
        self.assertIn("believed-steadfast-round.svg", {f.name for f in files})
        self.assertIn("round", files[-1].read_text(encoding="utf-8"))

    def test_one_round_can_be_held(self):
        ds = wa.load(self.campaigns())
        self.assertIn("round = 2", wa.plot_measure(ds, "deterrence", at={"round": 2}).get_label())


if __name__ == "__main__":
    unittest.main()
