"""The report of wedge-bench: complete, and its bound is what it says it is. Argument: wedge-bench."""

import json
import subprocess
import sys
import unittest

program = sys.argv.pop()


def output(*arguments: str) -> str:
    return subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, text=True).stdout


class Report(unittest.TestCase):
    def test_bound_is_the_sum_of_counts_times_costs(self):
        report = json.loads(output("--format", "json", "--repetitions", "2", "--min-time", "0.01", "--filter", "^(response/[23]|crisis/textbook/.*)$"))
        self.assertEqual({f"response/{n}" for n in (2, 3)} | {f"crisis/textbook/{stage}" for stage in
                         ("tables", "equilibrium", "measures", "fragility", "balance", "all")}, set(report["benchmarks"]))
        self.assertTrue(all(cost > 0.0 for cost in report["primitives"].values()))
        for name, case in report["benchmarks"].items():
            self.assertEqual(len(case["samples"]), 2, name)
            bound = sum(n * report["primitives"][operation] for operation, n in case["operations"].items())
            self.assertAlmostEqual(case["bound_ns"], bound, delta=1e-9 * bound, msg=name)
            self.assertAlmostEqual(case["fraction"], case["bound_ns"] / case["ns"], msg=name)
            self.assertGreater(case["fraction"], 0.02, name)
            self.assertLess(case["fraction"], 1.2, name)  # a bound that is beaten is no bound; 0.2 for a disturbed machine
            self.assertGreater(case["operations"]["exp"], 50.0, name)
        whole = report["benchmarks"]["crisis/textbook/all"]["operations"]["exp"]
        parts = sum(report["benchmarks"][f"crisis/textbook/{stage}"]["operations"]["exp"]
                    for stage in ("tables", "equilibrium", "measures", "fragility", "balance"))
        self.assertLess(whole / parts, 1.02)  # a stage left out would show; a kernel may share work between stages

    def test_every_group_is_there(self):
        names = output("--list").split()
        for name in [f"response/{n}" for n in range(2, 9)] + [f"crisis/{s}/all" for s in ("textbook", "northeast-asia", "seven-responders")] + [
                "sampling/uniform", "study/northeast-asia/sampling", "study/northeast-asia/storing", "study/northeast-asia/threads-1"]:
            self.assertIn(name, names)


if __name__ == "__main__":
    unittest.main()
