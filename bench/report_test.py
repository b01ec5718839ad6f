"""The report of wedge-bench: complete, and its bound is what it says it is. Argument: wedge-bench."""

import json
import subprocess
import sys
import unittest

program = sys.argv.pop()
stages = ("tables", "equilibrium", "measures", "fragility", "balance")


def output(*arguments: str) -> str:
    done = subprocess.run([program, *arguments], capture_output=True, check=True, text=True)
    return done.stdout


class Report(unittest.TestCase):
    def test_bound_is_the_sum_of_counts_times_costs(self):
        report = json.loads(output("--format", "json", "--repetitions", "2", "--min-time", "0.01",
                                   "--filter", "^(response/[23]|crisis/textbook/.*)$"))
        self.assertEqual({f"response/{n}" for n in (2, 3)} | {f"crisis/textbook/{s}" for s in (*stages, "sweep", "plain", "all")},
                         set(report["benchmarks"]))
        self.assertTrue(all(cost > 0.0 for cost in report["primitives"].values()))
        for name, case in report["benchmarks"].items():
            self.assertEqual(len(case["samples"]), 2, name)
            bound = sum(n * report["primitives"][operation] for operation, n in case["operations"].items())
            self.assertAlmostEqual(case["bound_ns"], bound, delta=1e-9 * bound, msg=name)
            self.assertAlmostEqual(case["fraction"], case["bound_ns"] / case["ns"], msg=name)
            self.assertGreater(case["fraction"], 0.02, name)
            self.assertLess(case["fraction"], 1.2, name)  # a beaten bound is none; 0.2 for a disturbed machine
            self.assertGreater(case["operations"]["mul"], 50.0, name)
        whole = report["benchmarks"]["crisis/textbook/all"]["operations"]["exp"]
        parts = sum(report["benchmarks"][f"crisis/textbook/{stage}"]["operations"]["exp"]
                    for stage in stages)
        self.assertLess(whole / parts, 1.02)  # a stage left out would show; a kernel may share work between stages

    def test_every_group_is_there(self):
        names = output("--list").split()
        expected = {f"response/{n}" for n in range(2, 9)} | {"sampling/uniform", "campaign/northeast-asia/round"}
        expected |= {f"crisis/{scenario}/all" for scenario in ("textbook", "northeast-asia", "seven-responders")}
        expected |= {f"study/northeast-asia/{part}" for part in ("sampling", "accumulation", "storing", "threads-1")}
        self.assertLessEqual(expected, set(names))


if __name__ == "__main__":
    unittest.main()
