"""Runs one study on the ranks of real MPI jobs and checks that every result has the same bytes as one process gives.

    launched.py WEDGE WEDGE_MPI SCENARIO LAUNCHER [--ranks 1,3,6] [--long N] [--kills N]

LAUNCHER starts N ranks, as in "mpirun --oversubscribe -n {n}" or "srun --mpi=pmix -n {n}". Beside plain runs: ranks in a
tree, a rank killed with SIGKILL (rank 0 and another), a rank stopped with SIGTERM, each gone on with until done; mistakes.
Prints what was seen; exits with 1 at the first difference.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STUDY = ["--sweep", "tie.*.integration=0:1:9", "--set", "model.mood={ uniform = [-0.05, 0.05] }"]


def digest(path: Path) -> str:
    if Path(f"{path}.blocks").exists():
        sys.exit(f"{path.name}: blocks were left behind")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    path.unlink()
    return found


def ranks_of(result: Path) -> dict[int, int]:
    """Process by rank, of the job that writes this result."""
    found = {}
    for folder in Path("/proc").iterdir():
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if not words[0].endswith(b"wedge-mpi") or os.fsencode(result) not in words:
                continue
            for variable in (folder / "environ").read_bytes().split(b"\0"):
                if variable.startswith(b"PMIX_RANK="):
                    found[int(variable[10:])] = int(folder.name)
        except (OSError, ValueError):
            continue  # not a process, or no longer one
    return found


class Jobs:
    def __init__(self, arguments: argparse.Namespace, folder: Path) -> None:
        self.arguments, self.folder = arguments, folder

    def command(self, ranks: int, name: str, *more: str) -> list[str]:
        launcher = shlex.split(self.arguments.launcher.format(n=ranks))
        return [*launcher, self.arguments.wedge_mpi, "run", *more, "-o", str(self.folder / name)]

    def start(self, ranks: int, name: str, *more: str, **environment: str) -> subprocess.Popen:
        return subprocess.Popen(self.command(ranks, name, *more), env=os.environ | environment, text=True, stdout=subprocess.DEVNULL,
                                stderr=subprocess.PIPE)

    def run(self, ranks: int, name: str, *more: str, **environment: str) -> tuple[int, str]:
        process = self.start(ranks, name, *more, **environment)
        try:
            errors = process.communicate(timeout=120)[1]
        except subprocess.TimeoutExpired:
            process.kill()
            sys.exit(f"{ranks} ranks hang: {' '.join(more)}")
        return process.returncode, errors

    def study(self, draws: int, *more: str) -> list[str]:
        return [self.arguments.scenario, "--draws", str(draws), *STUDY, *more]

    def expected(self, draws: int, *more: str) -> str:
        subprocess.run([self.arguments.wedge, "run", *self.study(draws, *more), "--quiet", "-o", str(self.folder / "reference.h5")], check=True)
        return digest(self.folder / "reference.h5")

    def blocks(self, name: str) -> set[str]:
        return {path.name for path in (self.folder / f"{name}.blocks").glob("[0-9]*.h5")}

    def check(self, name: str, expected: str, what: str) -> None:
        if digest(self.folder / name) != expected:
            sys.exit(f"other bytes: {what}")
        print(f"same bytes: {what}", flush=True)


def plain(jobs: Jobs, ranks: list[int]) -> None:
    expected = jobs.expected(1500)
    for n in ranks:
        for fan_out in ("64", "2")[: 1 + (n > 3)]:
            code, errors = jobs.run(n, "plain.h5", *jobs.study(1500), "--threads", "1", WEDGE_MPI_FANOUT=fan_out)
            if code != 0 or errors.count("measures") != 1:
                sys.exit(f"{n} ranks: exit code {code}\n{errors}")
            jobs.check("plain.h5", expected, f"{n} ranks, fan-out {fan_out}")


def interrupted(jobs: Jobs, expected: str, draws: int, with_signal: signal.Signals, rank: int, *more: str) -> None:
    """Signals a rank of three once some blocks are stored, and goes on."""
    what = f"{with_signal.name} to rank {rank}{' with ' + ' '.join(more) if more else ''}"
    process = jobs.start(3, "cut.h5", *jobs.study(draws, *more), "--threads", "1", "--quiet")
    until = time.monotonic() + 60.0
    while len(jobs.blocks("cut.h5")) < 8 and process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    before = jobs.blocks("cut.h5")
    processes = ranks_of(jobs.folder / "cut.h5")
    if sorted(processes) != [0, 1, 2]:
        sys.exit(f"{what}: the ranks found are {processes}; was the study over too soon?")
    os.kill(processes[rank], with_signal)
    try:
        errors = process.communicate(timeout=90)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        sys.exit(f"{what}: the job hangs")
    after = jobs.blocks("cut.h5")
    if process.returncode == 0 or not before <= after:
        sys.exit(f"{what}: exit code {process.returncode}, {len(before)} blocks before and {len(after)} after\n{errors}")
    if with_signal == signal.SIGTERM and (process.returncode != 75 or "goes on from there" not in errors):
        sys.exit(f"{what}: exit code {process.returncode}\n{errors}")
    for pid in processes.values():
        until = time.monotonic() + 30.0
        while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
            time.sleep(0.02)
    code, errors = jobs.run(2, "cut.h5", "--threads", "1", "--quiet")  # everything else is in the blocks
    if code != 0:
        sys.exit(f"{what}: going on: exit code {code}\n{errors}")
    jobs.check("cut.h5", expected, f"{what} after {len(before)} blocks, gone on with 2 ranks from {len(after)}")


def mistakes(jobs: Jobs) -> None:
    for more, message in ((["no-such-file.toml"], "no-such-file.toml: cannot be read"), (["--no-such-option"], "--no-such-option")):
        code, errors = jobs.run(3, "mistake.h5", *more)
        if code != 2 or errors.count(message) != 1:
            sys.exit(f"{' '.join(more)}: exit code {code}\n{errors}")
    code, errors = jobs.run(2, "mistake.h5", *jobs.study(8), WEDGE_MPI_FANOUT="many")
    if code != 2 or errors.count("WEDGE_MPI_FANOUT: ") != 1:
        sys.exit(f"fan-out: exit code {code}\n{errors}")
    if jobs.arguments.launcher.startswith("srun"):
        jobs.arguments.launcher = (usual := jobs.arguments.launcher).replace("--mpi=pmix", "--mpi=none")
        code, errors = jobs.run(2, "mistake.h5", *jobs.study(8))
        jobs.arguments.launcher = usual
        if code != 2 or errors.count("tasks that do not know of each other") != 1:
            sys.exit(f"tasks that are strangers: exit code {code}\n{errors}")
    if (jobs.folder / "mistake.h5.blocks").exists():
        sys.exit("a mistake left something behind")
    print("mistakes: one message each, exit code 2", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("wedge")
    parser.add_argument("wedge_mpi")
    parser.add_argument("scenario")
    parser.add_argument("launcher")
    parser.add_argument("--ranks", default="1,3,6")
    parser.add_argument("--long", type=int, default=24_000, help="draws a point of a study that can be interrupted")
    parser.add_argument("--kills", type=int, default=4, help="how many of the kinds of interruption are tried")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        jobs = Jobs(arguments, Path(folder))
        plain(jobs, [int(n) for n in arguments.ranks.split(",")])
        mistakes(jobs)
        until = ["--until", "total_loss=1e-9"]  # in order within each point, to the last draw
        expected: dict[tuple[str, ...], str] = {}
        for with_signal, rank, *more in [(signal.SIGKILL, 1), (signal.SIGTERM, 2), (signal.SIGKILL, 0), (signal.SIGKILL, 1, *until)][: arguments.kills]:
            key = tuple(more)
            expected[key] = expected.get(key) or jobs.expected(arguments.long, *more)
            interrupted(jobs, expected[key], arguments.long, with_signal, rank, *more)


if __name__ == "__main__":
    main()
