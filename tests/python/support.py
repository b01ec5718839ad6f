"""What the tests of the Python module share: scenarios, the program, and a signal in a while."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
import unittest
from collections.abc import Iterator
from pathlib import Path

import wedge

ROOT = Path(__file__).parents[2]
TEXTBOOK = ROOT / "scenarios/textbook.toml"
SEVERAL = ROOT / "tests/data/reference/several/shared-patron.toml"
PROGRAM = os.environ.get("WEDGE_PROGRAM", str(ROOT / "build/release/sim/app/wedge"))

#: A textbook with two uncertain keys.
MOODS = {"model.mood": {"uniform": [-0.05, 0.05]}, "defender.rear.forces": {"uniform": [0.3, 0.7]}}


def textbook() -> wedge.Scenario:
    return wedge.load(TEXTBOOK)


def command(*words: object, folder: Path | None = None) -> str:
    """What the program prints."""
    return subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, check=True, cwd=folder).stdout


@contextlib.contextmanager
def interrupted_soon(test: unittest.TestCase, seconds: float) -> Iterator[None]:
    """Ctrl-C after so many seconds ends what is done, and soon."""
    handler = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    began = time.monotonic()
    try:
        with test.assertRaises(KeyboardInterrupt):
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
    test.assertLess(time.monotonic() - began, seconds + 5)  # a second where nothing else runs


class FolderTest(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
