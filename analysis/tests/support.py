"""What the tests share: a folder that goes away, and files made once."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import tempfile
import unittest
import warnings
from functools import lru_cache
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

import synthetic  # noqa: E402
import xarray as xr  # noqa: E402

from wedge.analysis import load  # noqa: E402
from wedge.analysis.__main__ import main  # noqa: E402


# What a report can do without where the number of its pictures is of no matter: drawing takes most of the time of these tests.
FEW = ("outcomes", "loss", "deterrence_by_type", "welfare", "support", "bluff", "war", "executed", "conceded", "desisted", "late",
       "fragile", "reliability_observed", "reliability_latent")

FEWER = (*FEW, "attack_by_rung", "attack_by_tactic", "attack_by_target", "wedge_effect", "total_loss", "dividend", "coalition_size")


class FolderTest(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, *axes: str, name: str = "out.h5", **options: object) -> Path:
        return synthetic.write(self.folder / name, axes, **options)

    def run_it(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """The program in this process, for a start of Python takes seconds; what it does not catch fails the test."""
        out, errors = io.StringIO(), io.StringIO()
        warnings.filterwarnings("ignore", "numpy.ndarray size changed")  # netCDF4 while it is imported
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
            try:
                code = main([str(a) for a in arguments])
            except SystemExit as leave:  # wrong usage
                code = leave.code
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), errors.getvalue())

    def run_alone(self, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
        """The program as a user starts it."""
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])} | variables
        return subprocess.run([sys.executable, "-m", "wedge.analysis", *map(str, arguments)], capture_output=True,
                              text=True, env=environment, cwd=self.folder)


@lru_cache
def result(*axes: str) -> xr.Dataset:
    """A loaded result over these axes. Do not change it."""
    with tempfile.TemporaryDirectory() as folder:
        return load(synthetic.write(Path(folder) / "out.h5", axes))
