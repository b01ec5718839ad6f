"""The tutorial notebook is executed, and says what it says where it is checked in: words exactly, numbers nearly."""

import os
import re
import unittest

import nbformat
from nbclient import NotebookClient
from support import ROOT

NOTEBOOK = ROOT / "docs/tutorial.ipynb"
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def said(cell: nbformat.NotebookNode) -> str:
    """The text that a cell leaves; pictures are looked at by people."""
    out = [output.get("text") or output.get("data", {}).get("text/plain", "") for output in cell.get("outputs", [])]
    return "".join(text for text in out if not text.startswith("<Figure"))


class Tutorial(unittest.TestCase):
    def test_says_what_it_said(self):
        kept = nbformat.read(NOTEBOOK, as_version=4)
        fresh = nbformat.from_dict(kept.copy())
        os.environ["WEDGE_SCENARIOS"] = str(ROOT / "scenarios")
        NotebookClient(fresh, timeout=300, startup_timeout=300, kernel_name="python3", resources={"metadata": {"path": str(ROOT / "docs")}}).execute()
        spoken = 0
        for then, now in zip(kept.cells, fresh.cells, strict=True):
            if then.cell_type != "code":
                continue
            self.assertEqual(NUMBER.sub("#", said(now)), NUMBER.sub("#", said(then)), then.source)
            for a, b in zip(NUMBER.findall(said(now)), NUMBER.findall(said(then)), strict=True):
                self.assertAlmostEqual(float(a), float(b), delta=1e-3 + 0.01 * abs(float(b)), msg=then.source)
            self.assertTrue(then.execution_count, then.source)
            spoken += bool(said(then))
        self.assertGreater(spoken, 6)


if __name__ == "__main__":
    unittest.main()
