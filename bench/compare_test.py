"""The comparison of runs, against numbers worked out elsewhere."""

import json
import math
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import compare


def run(ns: float, samples: list[float] | None = None) -> dict:
    return {"benchmarks": {"case": {"ns": ns, "samples": samples or [ns]}}}


class Comparison(unittest.TestCase):
    def test_quantiles_are_those_of_the_tables(self):
        for freedom, tabled in {1: 12.706, 3: 3.182, 4: 2.776, 5: 2.571, 9: 2.262, 30: 2.042, 1000: 1.962}.items():
            self.assertAlmostEqual(compare.student_975(freedom), tabled, delta=0.004)

    def test_interval_by_hand(self):
        mean, low, high = compare.interval([1.0, 2.0, 3.0])  # standard error 1/√3, t = 4.303
        self.assertAlmostEqual(mean, 2.0)
        self.assertAlmostEqual(high - mean, 4.303 / math.sqrt(3.0), places=3)
        self.assertAlmostEqual(mean - low, high - mean)

    def test_pairing_removes_what_both_share(self):
        random.seed(1)
        weather = [math.exp(random.gauss(0.0, 0.5)) for _ in range(10)]
        a = [run(100.0 * w * random.uniform(0.99, 1.01)) for w in weather]
        b = [run(95.0 * w * random.uniform(0.99, 1.01)) for w in weather]
        row = compare.compare(a, b)[0]
        self.assertAlmostEqual(row["ratio"], 0.95, delta=0.01)
        self.assertEqual(compare.verdict(row), "B is faster")
        shuffled = compare.compare(a, b[3:] + b[:3])[0]
        self.assertEqual(compare.verdict(shuffled), "no difference seen")

    def test_covers_the_truth_about_as_often_as_it_says(self):
        random.seed(2)
        inside = 0
        for _ in range(2000):
            _, low, high = compare.interval([random.gauss(0.0, 1.0) for _ in range(5)])
            inside += low < 0.0 < high
        self.assertAlmostEqual(inside / 2000, 0.95, delta=0.015)

    def test_runs_programs_in_turn(self):
        with tempfile.TemporaryDirectory() as folder:
            log, programs = Path(folder) / "log", []
            for name, ns in (("a", 10.0), ("b", 20.0)):
                program = Path(folder) / name
                program.write_text(f"#!/bin/sh\necho {name} $* >> {log}\necho '{json.dumps(run(ns))}'\n")
                program.chmod(0o755)
                programs.append(str(program))
            out = subprocess.run([sys.executable, compare.__file__, "--pairs", "3", *programs, "--", "--filter", "x"],
                                 capture_output=True, text=True, check=True).stdout
            self.assertIn("2.000", out)
            self.assertEqual([line.split()[0] for line in log.read_text().splitlines()], ["a", "b", "b", "a", "a", "b"])
            self.assertIn("--format json --filter x", log.read_text())

    def test_one_run_is_not_paired_with_several(self):
        with self.assertRaises(SystemExit):
            compare.compare([run(1.0)], [run(1.0), run(1.0)])


if __name__ == "__main__":
    unittest.main()
