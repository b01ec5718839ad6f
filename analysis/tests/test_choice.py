"""The picture of an optimisation."""

import json
import tempfile
import unittest
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

from wedge.analysis.__main__ import main
from wedge.analysis.choice import plot_optimum


def optimum(front):
    return {"scenario": "textbook.toml", "draws": 16, "minimise": "loss", "cost": 1.5, "optimism": 0.01,
            "optimism_standard_error": 0.002, "front": front,
            "levers": [{"key": "tie.front-rear.integration", "low": 0.0, "high": 1.0, "now": 0.5, "value": 0.25},
                       {"key": "defender.front.forces", "low": 0.5, "high": 1.5, "now": 0.5, "value": 1.5}]}


class Choice(unittest.TestCase):
    def test_levers_stand_where_they_were_put(self):
        panel, = plot_optimum(optimum([])).axes
        places = [line.get_xdata()[0] for line in panel.lines]
        self.assertEqual(places, [0.5, 0.25, 0.0, 1.0])  # now and chosen, lever by lever

    def test_the_front_is_beside_them(self):
        front = [{"cost": 0.0, "aim": 0.2}, {"cost": 1.5, "aim": 0.1}]
        line, = plot_optimum(optimum(front)).axes[1].lines
        self.assertEqual(list(line.get_xdata()), [0.0, 1.5])
        self.assertEqual(list(line.get_ydata()), [0.2, 0.1])

    def test_is_written_by_the_command(self):
        with tempfile.TemporaryDirectory() as folder, redirect_stdout(StringIO()), redirect_stderr(StringIO()) as err:
            given, picture = Path(folder, "best.json"), Path(folder, "best.svg")
            given.write_text(json.dumps(optimum([])))
            self.assertEqual(main(["optimum", str(given), "-o", str(picture)]), 0)
            self.assertIn("<svg", picture.read_text())
            given.write_text("{}")
            self.assertEqual(main(["optimum", str(given), "-o", str(picture)]), 2)
            self.assertIn("is no optimisation; expected what `wedge optimise --format json` prints", err.getvalue())
            given.write_text(json.dumps({"complete": False, "levers": []}))
            self.assertEqual(main(["optimum", str(given), "-o", str(picture)]), 2)
            self.assertIn("let it come to its end first", err.getvalue())
            self.assertEqual(main(["optimum", str(given) + ".none", "-o", str(picture)]), 2)
            self.assertIn("best.json.none: cannot be read", err.getvalue())


if __name__ == "__main__":
    unittest.main()
