"""Measures the memory of studies of growing size, from the program's start to the finished result.

    memory.py WEDGE SCENARIO --sweep KEY=LOW:HIGH --sweep KEY=LOW:HIGH --uncertain KEY=VALUE [--law]

Without --law: many points must not take more than few (exits with 1 if they do). With --law: a table of the peak
resident set for growing numbers of points and of draws, what another point and another draw cost at most, and what that
makes of 10,000 points × 10,000 draws.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

MEGABYTE = 1e6


def peak(command: list[str]) -> float:
    """Bytes of the largest resident set of a command."""
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"exit code {process.returncode} from {' '.join(command)}")
    return usage.ru_maxrss * 1024.0


class Studies:
    def __init__(self, arguments: argparse.Namespace, folder: Path) -> None:
        self.arguments = arguments
        self.result = folder / "out.h5"

    def peak(self, side: int, draws: int) -> float:
        """Of a study of side² points."""
        command = [self.arguments.wedge, "run", self.arguments.scenario, "--quiet", "--threads", "2", "-o", str(self.result),
                   "--draws", str(draws)]
        for key in self.arguments.uncertain:
            command += ["--set", key]
        for sweep in self.arguments.sweep if side > 1 else []:
            command += ["--sweep", f"{sweep}:{side}"]
        found = peak(command)
        self.result.unlink()
        return found


def check(studies: Studies) -> None:
    few, many = studies.peak(10, 4), studies.peak(48, 4)
    print(f"100 points × 4 draws: {few / MEGABYTE:.0f} MB; 2304 points × 4 draws: {many / MEGABYTE:.0f} MB")
    if many > few + 20 * MEGABYTE or many > 100 * MEGABYTE:
        sys.exit("memory grows with the number of points")


def law(studies: Studies) -> None:
    def rows(sizes: list[tuple[int, int]], count) -> tuple[float, float]:
        """The largest peak, and the steepest growth from a smaller size to the largest."""
        peaks = []
        for side, draws in sizes:
            peaks.append(studies.peak(side, draws))
            print(f"  {side * side:6} points × {draws:6} draws  {peaks[-1] / MEGABYTE:6.1f} MB", flush=True)
        number = [count(*size) for size in sizes]
        slopes = [(peaks[-1] - p) / (number[-1] - n) for p, n in zip(peaks[:-1], number[:-1])]
        return peaks[-1], max(0.0, *slopes)

    most_points, a_point = rows([(4, 4), (16, 4), (32, 4), (64, 4)], lambda side, _: side * side)
    most_draws, a_draw = rows([(1, 256), (1, 4096), (1, 8192), (1, 16384)], lambda _, draws: draws)
    print(f"another point {a_point / 1000:.2f} kB, another draw {a_draw / 1000:.2f} kB")
    whole = max(most_points, most_draws) + 10_000 * (a_point + a_draw)
    print(f"10000 points × 10000 draws: at most {whole / MEGABYTE:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("wedge")
    parser.add_argument("scenario")
    parser.add_argument("--sweep", action="append", required=True)
    parser.add_argument("--uncertain", action="append", default=[])
    parser.add_argument("--law", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        studies = Studies(arguments, Path(folder))
        law(studies) if arguments.law else check(studies)


if __name__ == "__main__":
    main()
