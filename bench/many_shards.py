"""How long merging a thousand shards takes, and in how much memory.

    many_shards.py WEDGE SCENARIO [--shards 1000] [--at-once 100] [--key KEY] [--folder FOLDER]

Runs each shard of a small study as a process of its own, then times `wedge merge`. Exits with 1 if that takes a minute
or 300 MB, or if the result differs from that of one process.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("wedge")
    parser.add_argument("scenario")
    parser.add_argument("--shards", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=100, help="shards started together, as an array's tasks are")
    parser.add_argument("--key", default="tie.*.integration")
    parser.add_argument("--folder", help="where to write; default: a temporary folder")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        result = Path(folder) / "many.h5"
        # With --until each point has blocks of its own, and here one is enough: a block for each shard.
        study = [arguments.wedge, "run", arguments.scenario, "--sweep", f"{arguments.key}=0:1:{arguments.shards}", "--draws", "256",
                 "--until", "total_loss=1", "--set", "model.mood={ uniform = [-0.05, 0.05] }", "--threads", "1", "--quiet"]
        began = time.monotonic()
        for first in range(0, arguments.shards, arguments.at_once):
            group = [subprocess.Popen([*study, "-o", str(result), "--shard", f"{i}/{arguments.shards}"])
                     for i in range(first, min(first + arguments.at_once, arguments.shards))]
            if any(process.wait() != 0 for process in group):
                sys.exit("a shard failed")
        blocks = list(Path(f"{result}.blocks").glob("[0-9]*.h5"))
        size = sum(path.stat().st_size for path in blocks)
        print(f"{arguments.shards} shards, {len(blocks)} blocks of {size / len(blocks) / 1e3:.1f} kB, in {time.monotonic() - began:.0f} s")

        began = time.monotonic()
        merge = subprocess.Popen([arguments.wedge, "merge", str(result)], stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(merge.pid, 0)
        merge.returncode = os.waitstatus_to_exitcode(status)
        seconds, megabytes = time.monotonic() - began, used.ru_maxrss / 1024.0
        print(f"merged in {seconds:.2f} s ({1e3 * seconds / len(blocks):.2f} ms a block), {megabytes:.0f} MB")
        if merge.returncode != 0 or seconds > 60.0 or megabytes > 300.0:
            sys.exit("too slow, too large, or failed")

        subprocess.run([*study[:-3], "-o", str(result) + ".alone", "--quiet"], check=True)
        if result.read_bytes() != Path(f"{result}.alone").read_bytes():
            sys.exit("other bytes than one process gives")
        print("same bytes as one process gives")


if __name__ == "__main__":
    main()
