"""Runs one study in many ways and checks that every result has the same bytes.

    same_bytes.py WEDGE SCENARIO [--kills N] [--draws N] [--seed S]

Threads, shards, and N runs killed with SIGKILL at random moments and resumed until done; then once each with --until,
with --keep-draws, with --campaigns and with foresight in them. Prints the counts; exits with 1 at the first difference.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path


# Short campaigns in which beliefs, reputations, forces and ties move.
CAMPAIGNS = ["--campaigns"] + [argument for key in (
    "campaign.rounds=3", "campaign.attrition=0.5", "campaign.recovery=0.3", "campaign.bonding=0.05", "campaign.affinity_shock=0.05",
    "adversary.*.opportunity=0.8", "defender.*.steadfast=0.6", "defender.*.resolve_gap=0.3") for argument in ("--set", key)]


# The same with defenders who foresee and allies who choose how to hedge, against threats whose risk runs from the defiance
# and squeezes that are in force before the decision.
FORESIGHT = CAMPAIGNS + [argument for key in (
    "campaign.foresight=2", "defender.*.foresees=true", "campaign.hedging=choice", 'adversary.*.tactics=["threaten", "squeeze"]',
    "adversary.*.brink={ uniform = [0, 1] }", "adversary.*.onset={ uniform = [0, 1] }", "adversary.*.leverage=0.2",
    "adversary.*.exposure={ front = 0.5, rear = 0.5 }") for argument in ("--set", key)]


class Runner:
    def __init__(self, wedge: str, scenario: str, draws: int, folder: Path, *more: str) -> None:
        self.folder = folder
        self.wedge, self.scenario = wedge, scenario
        self.command = [wedge, "run", scenario, "--quiet", "--draws", str(draws), "--sweep", "tie.*.integration=0:1:9",
                        "--set", "model.mood={ uniform = [-0.05, 0.05] }", "--set", "model.solidarity={ beta = [0.5, 0.1] }", *more]

    def start(self, name: str, *more: str) -> subprocess.Popen:
        return subprocess.Popen([*self.command, "-o", str(self.folder / name), *more])

    def run(self, name: str, *more: str) -> None:
        code = self.start(name, *more).wait()
        if code != 0:
            sys.exit(f"exit code {code} from {' '.join(more)}")

    def has_kernel(self, isa: str) -> bool:
        check = subprocess.run([self.wedge, "run", self.scenario, "--quiet", "--draws", "1", "--isa", isa, "-o",
                                str(self.folder / "kernel.h5")], stderr=subprocess.PIPE, text=True)
        if check.returncode != 0 and "is not to be had here" not in check.stderr:
            sys.exit(check.stderr)
        (self.folder / "kernel.h5").unlink(missing_ok=True)
        return check.returncode == 0

    def kernels(self) -> list[str]:
        return [isa for isa in ("v3", "v4") if self.has_kernel(isa)]

    def killed(self, name: str, after: float, *more: str) -> bool:
        """Whether a run was killed before its end."""
        process = self.start(name, *more)
        try:
            process.wait(after)
            return False
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return True

    def go_on(self, name: str) -> None:
        """Without scenario and settings: they are in the blocks."""
        subprocess.run([self.wedge, "run", "-o", str(self.folder / name), "--quiet"], check=True)

    def has_blocks(self, name: str) -> bool:
        return (self.folder / f"{name}.blocks" / "manifest.json").exists()

    def forget(self, name: str) -> None:
        (self.folder / name).unlink(missing_ok=True)
        shutil.rmtree(self.folder / f"{name}.blocks", ignore_errors=True)

    def digest(self, name: str) -> str:
        """Of the finished result, which is then removed."""
        path = self.folder / name
        if Path(f"{path}.blocks").exists():
            sys.exit(f"{name}: blocks were left behind")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        path.unlink()
        return digest

    def sharded(self, name: str, shards: int, *more: str) -> None:
        for shard in range(shards):
            self.run(name, "--shard", f"{shard}/{shards}", *more)
        # (A single shard is the whole study and assembles it; merge then has nothing left to do.)
        subprocess.run([self.wedge, "merge", str(self.folder / name)], check=True, stdout=subprocess.DEVNULL)


def check(expected: str, found: str, what: str) -> None:
    if expected != found:
        sys.exit(f"other bytes: {what}")


def every_way(runner: Runner, chance: random.Random, most_kills: int) -> str:
    began = time.monotonic()
    runner.run("reference.h5", "--threads", "1")
    alone = time.monotonic() - began
    expected = runner.digest("reference.h5")
    for threads in (2, 3, 7):
        runner.run("threads.h5", "--threads", str(threads))
        check(expected, runner.digest("threads.h5"), f"{threads} threads")
    for shards in (1, 3, 8):
        runner.sharded("shards.h5", shards, "--threads", "2")
        check(expected, runner.digest("shards.h5"), f"{shards} shards")

    kernels = runner.kernels()
    for isa in kernels:
        runner.run("kernel.h5", "--isa", isa)
        check(expected, runner.digest("kernel.h5"), f"kernel {isa}")

    kills = finished = 0
    while kills < most_kills:
        if runner.killed("killed.h5", chance.uniform(0.0, 0.7 * alone), "--threads", str(chance.choice((1, 2, 3)))):
            kills += 1
            continue
        finished += 1
        check(expected, runner.digest("killed.h5"), f"resumed after {kills} kills")
    runner.run("killed.h5", "--force")
    check(expected, runner.digest("killed.h5"), "resumed after the last kill")
    return f"same bytes: threads 1, 2, 3, 7; shards 1, 3, 8; kernels {kernels}; {kills} kills over {finished + 1} results"


def each_once(runner: Runner, chance: random.Random) -> str:
    began = time.monotonic()
    runner.run("reference.h5", "--threads", "1")
    alone = time.monotonic() - began
    expected = runner.digest("reference.h5")
    runner.sharded("shards.h5", 3, "--threads", "2")
    check(expected, runner.digest("shards.h5"), "3 shards")
    kernels = runner.kernels()
    for isa in kernels:
        runner.run("kernel.h5", "--isa", isa)
        check(expected, runner.digest("kernel.h5"), f"kernel {isa}")
    while not runner.killed("killed.h5", chance.uniform(0.2, 0.4) * alone, "--threads", "3") or not runner.has_blocks("killed.h5"):
        runner.forget("killed.h5")
    runner.go_on("killed.h5")
    check(expected, runner.digest("killed.h5"), "resumed without its settings after a kill")
    return f"same bytes: 1 thread, 3 shards, kernels {kernels}, killed once and resumed without its settings"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("wedge")
    parser.add_argument("scenario")
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--draws", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    folder = Path(tempfile.mkdtemp())
    try:
        runner = Runner(arguments.wedge, arguments.scenario, arguments.draws, folder)
        print(every_way(runner, chance, arguments.kills))
        third = max(1, arguments.draws // 3)  # of as many draws: a campaign of three rounds is three crises
        for draws, more in ((arguments.draws, ["--until", "total_loss=0.0004"]), (arguments.draws, ["--keep-draws"]),
                            (third, CAMPAIGNS), (max(1, third // 20), FORESIGHT)):
            runner = Runner(arguments.wedge, arguments.scenario, draws, folder, *more)
            print(f"{more[0]}{' with foresight' if more is FORESIGHT else ''}: {each_once(runner, chance)}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
