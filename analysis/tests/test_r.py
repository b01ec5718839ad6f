"""The script for R reads a result, its labels and its numbers, and draws; where there is no R this is skipped."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

import numpy as np
from support import FolderTest

import wedge.analysis as wa
from wedge.analysis.material import net_counts

SCRIPT = Path(__file__).resolve().parents[1] / "r" / "net_map.R"


def has_r() -> bool:
    return bool(shutil.which("Rscript")) and subprocess.run(
        ["Rscript", "-e", "library(ncdf4)"], capture_output=True, check=False).returncode == 0


class NetMap(FolderTest):
    @classmethod
    def setUpClass(cls) -> None:
        if not has_r():
            print("skipped: R with ncdf4 is not installed (on Debian: r-base-core, r-cran-ncdf4)", file=sys.stderr)
            raise unittest.SkipTest("R with ncdf4 is not installed")

    def run_r(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["Rscript", str(SCRIPT), *map(str, arguments)], capture_output=True, text=True, cwd=self.folder, check=False)

    def test_numbers_and_materiality_are_those_of_the_file(self):
        path = self.write("integration", "affinity")
        done = self.run_r(path, "net.png")
        self.assertEqual(done.returncode, 0, done.stderr)
        ds = wa.load(path)
        net, counted = ds["net"].sel(tie="rok-jpn"), net_counts(ds, "rok-jpn")
        rows = list(csv.DictReader(done.stdout.splitlines()))
        self.assertEqual(len(rows), net.size)
        for row in rows:
            where = {a: ds[a].values[np.argmin(np.abs(ds[a].values - float(row[a])))] for a in ("integration", "affinity")}
            self.assertAlmostEqual(float(row["net"]), float(net.sel(where)), places=12)
            self.assertEqual(row["counts"] == "TRUE", bool(counted.sel(where)))
        self.assertEqual({row["counts"] for row in rows}, {"TRUE", "FALSE"})
        self.assertEqual((self.folder / "net.png").read_bytes()[:4], b"\x89PNG")

    def test_mistakes(self):
        path = self.write("integration")
        for arguments, words in (((), "expected OUT.h5"), (("none.h5",), "no such file"), ((path,), "a map needs two"),
                                 ((self.write("integration", "affinity", name="two.h5"), "mars"), "expected one of us-rok, us-jpn, rok-jpn")):
            with self.subTest(arguments=arguments):
                done = self.run_r(*arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(words, done.stderr)


if __name__ == "__main__":
    unittest.main()
