"""Submits what `wedge plan --slurm` prints to the Slurm that is there, and checks the bytes of the results.

    slurm.py WEDGE SCENARIO

An array of four shards with the job that merges them: one task is cancelled on the way and put back by hand, one is told
that its time is nearly up and puts itself back. Then arrays that are split. Prints what was seen; exits with 1 at the
first thing that is not as it should be. SLURM_CONF says which Slurm.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STUDY = ["--sweep", "tie.*.integration=0:1:9", "--set", "model.mood={ uniform = [-0.05, 0.05] }", "--set", "title=\"it's a test\""]


def output(*command: str) -> str:
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE).stdout


def digest(path: Path) -> str:
    if Path(f"{path}.blocks").exists():
        sys.exit(f"{path}: blocks were left behind")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wait_for(what: str, seconds: float, happened) -> None:
    until = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > until:
            sys.exit(f"{what}: not within {seconds:.0f} s\n{output('squeue', '--array')}")
        time.sleep(0.1)


def facts(job: str) -> dict[str, str]:
    return dict(re.findall(r"(\w+)=(\S+)", output("scontrol", "show", "job", job)))


class Study:
    def __init__(self, wedge: str, scenario: str, folder: Path, draws: int) -> None:
        self.wedge, self.folder = wedge, folder
        self.what = [scenario, "--draws", str(draws), *STUDY]

    def expected(self) -> str:
        path = self.folder / "reference.h5"
        subprocess.run([self.wedge, "run", *self.what, "-o", str(path), "--quiet", "--force"], check=True)
        return digest(path)

    def submit(self, name: str, *more: str) -> tuple[list[str], str]:
        """The arrays and the job that merges them."""
        script = output(self.wedge, "plan", *self.what, "-o", str(self.folder / name), "--slurm", "--quiet", "--time", "5", "--mem", "200M", *more)
        said = subprocess.run(["bash"], input=script, check=True, text=True, stdout=subprocess.PIPE).stdout
        found = re.fullmatch(r"submitted ([\d:]+), and (\d+) to merge them\n", said)
        if not found:
            sys.exit(f"what the script says: {said}")
        return found[1].split(":"), found[2]

    def logs(self) -> str:
        return "".join(f"{path.name}:\n{path.read_text()}" for path in sorted(self.folder.glob("*.log")))

    def blocks_of(self, name: str, shard: int, shards: int) -> int:
        return sum(int(path.stem) % shards == shard for path in (self.folder / f"{name}.blocks").glob("[0-9]*.h5"))

    def finish(self, name: str, merging: str, expected: str, what: str) -> None:
        wait_for(what, 120.0, lambda: facts(merging)["JobState"] in ("COMPLETED", "FAILED", "CANCELLED", "TIMEOUT"))
        if facts(merging)["JobState"] != "COMPLETED":
            sys.exit(f"{what}: merging {facts(merging)}\n{self.logs()}")
        if digest(self.folder / name) != expected:
            sys.exit(f"{what}: other bytes")
        print(f"same bytes: {what}", flush=True)


def interrupted(study: Study) -> None:
    expected = study.expected()
    (array,), merging = study.submit("array.h5", "--tasks", "4")
    cancelled, told = f"{array}_1", f"{array}_0"
    wait_for("two tasks at work", 60.0, lambda: min(study.blocks_of("array.h5", shard, 4) for shard in (0, 1)) > 0)
    output("scancel", cancelled)
    # Stays until the task has left for the queue, and may call that an error.
    signalling = subprocess.Popen(["scancel", "--batch", "--signal=USR1", facts(told)["JobId"]], stderr=subprocess.DEVNULL)
    wait_for("the cancelled task to end", 30.0, lambda: facts(cancelled)["JobState"] == "CANCELLED")
    had = study.blocks_of("array.h5", 1, 4)
    output("scontrol", "requeue", cancelled)
    wait_for("the task whose time is up to go back", 30.0, lambda: int(facts(told)["Restarts"]) > 0)
    signalling.wait()
    study.finish("array.h5", merging, expected, f"4 shards, one cancelled after {had} blocks and put back, one that put itself back")
    for task in (cancelled, told):
        if facts(task)["JobState"] != "COMPLETED" or facts(task)["Restarts"] == "0":
            sys.exit(f"task {task}: {facts(task)}\n{study.logs()}")


def split(study: Study) -> None:
    expected = study.expected()
    arrays, merging = study.submit("split.h5", "--tasks", "5", "--max-array", "2")
    if len(arrays) != 3:
        sys.exit(f"5 tasks in arrays of 2: {arrays}")
    study.finish("split.h5", merging, expected, "5 shards in 3 arrays")


def main() -> None:
    wedge, scenario = (str(Path(argument).resolve()) for argument in sys.argv[1:3])
    with tempfile.TemporaryDirectory(prefix="it's a wedge ") as folder:
        interrupted(Study(wedge, scenario, Path(folder), 320_000))  # seconds a task, also for the fastest kernel
        split(Study(wedge, scenario, Path(folder), 500))


if __name__ == "__main__":
    main()
