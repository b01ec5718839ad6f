#!/usr/bin/env python3
"""Processor time of a thousand solutions from Python and from C++, alternately, in one thread each, the least of some rounds
(what else the machine does only adds to it); and the time of solve_many() on all cores.

    cmake --build build/release --target wedge-python wedge-solves
    PYTHONPATH=build/release/python /usr/bin/python3 bench/python_solves.py
"""

import argparse
import subprocess
import time
from pathlib import Path

import numpy as np

import wedge

ROOT = Path(__file__).parents[1]


def from_python(scenario: wedge.Scenario, key: str, solutions: int) -> tuple[float, float]:
    began = time.process_time()
    total = sum(wedge.solve(scenario.set({key: i / solutions})).deterrence for i in range(solutions))
    return time.process_time() - began, total


def from_cpp(program: str, file: str, key: str, solutions: int) -> tuple[float, float]:
    out = subprocess.run([program, file, key, str(solutions)], check=True, capture_output=True, text=True).stdout.split()
    return float(out[0]), float(out[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--scenario", default=str(ROOT / "scenarios/textbook.toml"))
    parser.add_argument("--key", default="tie.front-rear.integration")
    parser.add_argument("--solutions", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--program", default=str(ROOT / "build/release/sim/python/wedge-solves"))
    options = parser.parse_args()
    scenario = wedge.load(options.scenario)
    python, cpp = [], []
    for _ in range(options.rounds):
        python.append(from_python(scenario, options.key, options.solutions))
        cpp.append(from_cpp(options.program, options.scenario, options.key, options.solutions))
    assert abs(python[0][1] - cpp[0][1]) < 1e-4 * abs(cpp[0][1]), "they do not compute the same"
    least = [1e3 * min(t for t, _ in times) / options.solutions for times in (python, cpp)]
    rounds = ", ".join(f"{p[0] / c[0]:.3f}" for p, c in zip(python, cpp))
    print(f"from Python {least[0]:.3f} ms a solution, from C++ {least[1]:.3f}: {least[0] / least[1]:.3f} times as long "
          f"(rounds: {rounds})")
    began = time.perf_counter()
    wedge.solve_many(scenario, {options.key: np.arange(options.solutions) / options.solutions})
    print(f"by solve_many() on all cores {1e3 * (time.perf_counter() - began) / options.solutions:.3f} ms a solution")


if __name__ == "__main__":
    main()
