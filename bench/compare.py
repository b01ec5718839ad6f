#!/usr/bin/env python3
"""Which of two sets of benchmark runs is faster, and how sure that is.

    compare.py A.json B.json                              two sets: each a report of wedge-bench, or a list of them
    compare.py --pairs N PROGRAM_A PROGRAM_B -- ARGS      runs both N times in turn and compares

Run i of A is paired with run i of B: what disturbs the machine for a while disturbs both, and drops out of
the ratio. The interval is Student's for the mean of the paired differences of log time.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

Runs = list[dict[str, Any]]


def student_975(freedom: int) -> float:
    """The 97.5% quantile of Student's t (Cornish-Fisher expansion beyond four degrees of freedom)."""
    if freedom <= 4:
        return {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776}[freedom]
    z, n = 1.959964, freedom
    return (z + (z**3 + z) / (4 * n) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * n**2)
            + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * n**3))


def interval(differences: list[float]) -> tuple[float, float, float]:
    """Mean and 95% interval; infinite with fewer than two."""
    mean = fmean(differences)
    if len(differences) < 2:
        return mean, -math.inf, math.inf
    half = student_975(len(differences) - 1) * stdev(differences) / math.sqrt(len(differences))
    return mean, mean - half, mean + half


def times(runs: Runs, case: str) -> list[float]:
    """One time a run; of a single run, its repetitions."""
    if len(runs) == 1:
        return runs[0]["benchmarks"][case]["samples"]
    return [run["benchmarks"][case]["ns"] for run in runs]


def compare(a: Runs, b: Runs) -> list[dict[str, Any]]:
    """One row a case that both sets have: times, ratio B / A with its 95% interval."""
    if (len(a) == 1) != (len(b) == 1):
        raise SystemExit("one run cannot be paired with several; expected sets of the same size")
    rows = []
    for case in a[0]["benchmarks"]:
        if any(case not in run["benchmarks"] for run in a + b):
            continue
        pairs = list(zip(times(a, case), times(b, case)))
        mean, low, high = interval([math.log(y / x) for x, y in pairs])
        rows.append({"case": case, "pairs": len(pairs),
                     "a": fmean(x for x, _ in pairs), "b": fmean(y for _, y in pairs),
                     "ratio": math.exp(mean), "low": math.exp(low), "high": math.exp(min(high, 700.0))})
    return rows


def verdict(row: dict[str, Any]) -> str:
    if row["high"] < 1.0:
        return "B is faster"
    return "A is faster" if row["low"] > 1.0 else "no difference seen"


def table(rows: list[dict[str, Any]]) -> str:
    lines = ["| case | pairs | A, ns | B, ns | B / A | 95% | |", "|---|---|---|---|---|---|---|"]
    for r in rows:
        lines.append(f"| {r['case']} | {r['pairs']} | {r['a']:.4g} | {r['b']:.4g} | {r['ratio']:.3f} "
                     f"| {r['low']:.3f} … {r['high']:.3g} | {verdict(r)} |")
    return "\n".join(lines)


def read(path: str) -> Runs:
    content = json.loads(Path(path).read_text())
    return content if isinstance(content, list) else [content]


def measure(program: str, arguments: list[str]) -> dict[str, Any]:
    done = subprocess.run([program, "--format", "json", *arguments], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def main(arguments: list[str]) -> int:
    split = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("a", help="JSON file; with --pairs, a program")
    parser.add_argument("b")
    parser.add_argument("--pairs", type=int, metavar="N", help="run the programs N times in turn")
    parser.add_argument("--save", metavar="PREFIX", help="keep the runs in PREFIX-a.json and PREFIX-b.json")
    options = parser.parse_args(arguments[:split])
    if options.pairs is None:
        runs_a, runs_b = read(options.a), read(options.b)
    else:
        runs_a, runs_b = [], []
        for pair in range(options.pairs):
            order = [(options.a, runs_a), (options.b, runs_b)]
            for program, runs in order if pair % 2 == 0 else reversed(order):  # neither always goes first
                runs.append(measure(program, arguments[split + 1:]))
    if options.save:
        Path(options.save + "-a.json").write_text(json.dumps(runs_a))
        Path(options.save + "-b.json").write_text(json.dumps(runs_b))
    print(table(compare(runs_a, runs_b)))
    if options.pairs is None and len(runs_a) == 1:
        print("\nOne run of each: the repetitions are paired although they were not made in turn; --pairs is fairer.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
