"""The waterfall of an explanation."""

import json
import tempfile
import unittest
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

from wedge.analysis.__main__ import main
from wedge.analysis.waterfall import plot_waterfall

CHANGE = {"standard_error": 0.01, "rises": 1.0, "falls": 0.0}


def explanation():
    def step(name, loss, deterrence):
        return {"name": name, "loss": {"difference": loss, **CHANGE}, "deterrence": {"difference": deterrence, **CHANGE}}
    return {"scenario": "textbook.toml", "draws": 16, "orders": "all",
            "without_any": {"loss": 0.2, "deterrence": 0.5}, "as_it_is": {"loss": 0.25, "deterrence": 0.4},
            "shapley": [step("dependency", 0.15, -0.2), step("synergy", -0.1, 0.1)]}


class Waterfall(unittest.TestCase):
    def test_ends_where_the_scenario_is(self):
        for panel, measure in zip(plot_waterfall(explanation()).axes, ("loss", "deterrence")):
            first, one, two, last = panel.patches
            self.assertAlmostEqual(one.get_x(), first.get_width())
            self.assertAlmostEqual(two.get_x(), one.get_x() + one.get_width())
            self.assertAlmostEqual(two.get_x() + two.get_width(), last.get_width())
            self.assertAlmostEqual(last.get_width(), explanation()["as_it_is"][measure])

    def test_is_written_by_the_command(self):
        with tempfile.TemporaryDirectory() as folder, redirect_stdout(StringIO()), redirect_stderr(StringIO()) as err:
            given, picture = Path(folder, "why.json"), Path(folder, "why.svg")
            given.write_text(json.dumps(explanation()))
            self.assertEqual(main(["explain", str(given), "-o", str(picture)]), 0)
            self.assertIn("<svg", picture.read_text())
            given.write_text("{}")
            self.assertEqual(main(["explain", str(given), "-o", str(picture)]), 2)
            self.assertIn("is no explanation", err.getvalue())


if __name__ == "__main__":
    unittest.main()
