#!/usr/bin/env python3
"""Solves the games that wedge-bench solves with NumPy, checks that the results agree, and compares the time.

    response_numpy.py WEDGE_BENCH [--draws N] [--passes P]

Both run on one core. NumPy takes the fixed-step path only; our time includes the careful path of the draws that need
it, so that the comparison errs in NumPy's favour.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np

import numpy_system as peer

agreement = 1e-8


def measure(folder: Path, steps: int, passes: int) -> tuple[list[str], bool]:
    games, levels, prior = peer.load(folder)
    ours, tier = np.moveaxis(np.load(folder / "support.npy"), (2, 1, 0), (0, 1, 2)), np.load(folder / "tier.npy")
    best, name = np.inf, ""
    for solver in (peer.eliminate, peer.lapack):
        system = peer.System(games, levels, prior, solver)
        for _ in range(passes):
            start = time.process_time()
            support, found = peer.principal(system, steps)
            elapsed = (time.process_time() - start) / len(tier)
            if elapsed < best:
                best, name = elapsed, solver.__name__
    both = found & (tier == 1)
    worst = np.abs(support - ours)[:, :, both].max()
    own, size = peer.about(folder)["ns_per_draw"] * 1e-9, games.precision.shape[1]
    row = (f"| {folder.name} | {len(tier)} | {size} | {1e6 * best:.4g} µs ({name}) | {1e6 * own:.4g} µs | {best / own:.2f} "
           f"| {found.mean():.1%} | {both.mean():.1%} | {worst:.1e} |")
    return [row], bool(worst < agreement and both.mean() > 0.5)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="wedge-bench")
    parser.add_argument("--draws", type=int, default=1024, help="games solved at once (default 1024)")
    parser.add_argument("--passes", type=int, default=3, help="the fastest one counts (default 3)")
    options = parser.parse_args()
    rows, good = [], True
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([options.program, "--export-games", folder, "--draws", str(options.draws)], check=True)
        for name in ("response-3", "northeast-asia"):
            found, agrees = measure(Path(folder) / name, 10, options.passes)
            rows += found
            good &= agrees
    print("| games | draws | games a draw | NumPy, a draw | ours, a draw | NumPy / ours | NumPy found | compared | largest difference |")
    print("|---|---|---|---|---|---|---|---|---|")
    print("\n".join(rows))
    if not good:
        print(f"The solutions do not agree within {agreement}.", file=sys.stderr)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
