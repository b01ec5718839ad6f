"""The package's old name, wedge_analysis, still works, and is the same code."""

import os
import subprocess
import sys
import unittest
from pathlib import Path

from support import FolderTest


class OldName(FolderTest):
    def test_its_modules_are_those_of_the_new_name(self):
        import wedge_analysis
        from wedge_analysis.discover import discover
        from wedge_analysis.reading import ResultError

        import wedge.analysis
        import wedge.analysis.discover

        self.assertIs(wedge_analysis.load, wedge.analysis.load)
        self.assertIs(ResultError, wedge.analysis.ResultError)
        self.assertIs(discover, wedge.analysis.discover.discover)
        self.assertIs(sys.modules["wedge_analysis.discover"], sys.modules["wedge.analysis.discover"])
        self.assertEqual(wedge.analysis.discover.__spec__.name, "wedge.analysis.discover")

    def test_a_module_that_there_is_not(self):
        with self.assertRaisesRegex(ModuleNotFoundError, "wedge_analysis.nothing"):
            import wedge_analysis.nothing  # noqa: F401

    def test_runs_as_a_program(self):
        run = subprocess.run([sys.executable, "-m", "wedge_analysis", "report", "missing.h5", "-o", "pictures"], cwd=self.folder,
                             env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}, capture_output=True, text=True)
        self.assertEqual(run.returncode, 2)
        self.assertIn("missing.h5", run.stderr)
        self.assertEqual(run.stdout, "")


if __name__ == "__main__":
    unittest.main()
