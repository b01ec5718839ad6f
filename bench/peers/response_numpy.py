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
batch_sizes = (64, 256, 1024, 4096)


def measure(folder: Path, steps: int, passes: int) -> tuple[str, bool]:
    """A row of the table, and whether the solutions agree. NumPy's time is the best over batch sizes and solvers."""
    whole = peer.load(folder)
    ours, tier = np.load(folder / "support.npy").transpose(2, 1, 0), np.load(folder / "tier.npy")
    best, how, worst = np.inf, "", 0.0
    for size in sorted({min(size, len(tier)) for size in batch_sizes}):
        parts = peer.batches(*whole, size)
        for solver in (peer.eliminate, peer.lapack):
            for _ in range(passes):
                start = time.process_time()
                results = [peer.principal(peer.System(*part, solver), steps) for part in parts]
                elapsed = (time.process_time() - start) / len(tier)
                if elapsed < best:
                    best, how = elapsed, f"{solver.__name__}, batches of {size}"
            support, found = (np.concatenate(pieces, axis=-1) for pieces in zip(*results))
            both = found & (tier == 1)
            worst = max(worst, np.abs(support - ours)[:, :, both].max(initial=0.0))
    own, games = peer.about(folder)["ns_per_draw"] * 1e-9, whole[0].precision.shape[1]
    row = (f"| {folder.name} | {len(tier)} | {games} | {1e6 * best:.4g} µs ({how}) | {1e6 * own:.4g} µs "
           f"| {best / own:.2f} | {found.mean():.1%} | {both.mean():.1%} | {worst:.1e} |")
    return row, bool(worst < agreement and both.mean() > 0.5)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", help="wedge-bench")
    parser.add_argument("--draws", type=int, default=4096, help="how many draws (default 4096)")
    parser.add_argument("--passes", type=int, default=2, help="the fastest one counts (default 2)")
    options = parser.parse_args()
    rows, good = [], True
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([options.program, "--export-games", folder, "--draws", str(options.draws)], check=True)
        for name in ("response-3", "northeast-asia"):
            row, agrees = measure(Path(folder) / name, 10, options.passes)
            rows.append(row)
            good &= agrees
    print("| games | draws | games a draw | NumPy, a draw | ours, a draw | NumPy / ours | NumPy found | compared "
          "| largest difference |")
    print("|---|---|---|---|---|---|---|---|---|")
    print("\n".join(rows))
    if not good:
        print(f"The solutions do not agree within {agreement}.", file=sys.stderr)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
