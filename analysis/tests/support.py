"""What the tests share: a folder that goes away, and files made once."""

from __future__ import annotations

import sys
import tempfile
import unittest
from functools import lru_cache
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

import synthetic  # noqa: E402
import xarray as xr  # noqa: E402

from wedge_analysis import load  # noqa: E402


class FolderTest(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, *axes: str, name: str = "out.h5", **options: object) -> Path:
        return synthetic.write(self.folder / name, axes, **options)


@lru_cache
def result(*axes: str) -> xr.Dataset:
    """A loaded result over these axes. Do not change it."""
    with tempfile.TemporaryDirectory() as folder:
        return load(synthetic.write(Path(folder) / "out.h5", axes))
