"""Runs random small studies while they are killed, signalled, merged and looked at, and checks what was promised.

    soak.py WEDGE SCENARIOS [--strikes N] [--seed S] [--shim LIBRARY]

SCENARIOS is the folder of scenarios. Every study is computed once undisturbed; then it is begun, struck and gone on with until
it is complete. A strike is a SIGKILL, SIGTERM, SIGINT or SIGHUP at a random moment. With --shim, half of the studies run
where file locks do not work. Checked: the result has the same bytes; a complete result never changes again, whatever is
merged beside it; every exit code and message is one that is true. Prints the counts; exits with 1 if anything was not so.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STRIKES = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Broken(Exception):
    """A promise was not kept."""


class Study:
    def __init__(self, soak: "Soak", number: int) -> None:
        chance = soak.chance
        self.soak, self.folder = soak, soak.folder / str(number)
        self.folder.mkdir()
        self.result = self.folder / "out.h5"
        self.arguments = self.choose(chance, soak.scenarios)
        self.locks = soak.shim is None or chance.random() < 0.5
        self.whole: bytes | None = None  # the complete result, once it was seen

    @staticmethod
    def choose(chance: random.Random, scenarios: Path) -> list[str]:
        textbook = [str(scenarios / "textbook.toml"), "--set", "model.mood={ uniform = [-0.05, 0.05] }", "--method",
                    chance.choice(("sobol", "lhs", "random"))]
        many = ["--draws", str(chance.choice((64, 128, 300)))]
        sweep = ["--sweep", "tie.front-rear.integration=0:1:%d" % chance.choice((2, 5, 9))]
        kind = chance.choice(("sweep", "until", "draws", "sensitivity", "campaigns", "several"))
        if kind == "until":
            return [*textbook, *many, *sweep, "--until", "total_loss=0.001"]
        if kind == "draws":
            return [*textbook, *many, *sweep, "--keep-draws"]
        if kind == "sensitivity":
            return [*textbook, *many, "--sensitivity"]
        if kind == "campaigns":
            return [*textbook, "--draws", "32", "--campaigns", "--set", "campaign.rounds=2"]
        if kind == "several":
            return [str(scenarios / "two-theatres.toml"), "--draws", "16"]
        return [*textbook, *many, *sweep]

    def environment(self) -> dict[str, str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SLURM_")}
        if not self.locks:
            environment["LD_PRELOAD"] = str(self.soak.shim)
        return environment

    def start(self, *words: str) -> subprocess.Popen:
        return subprocess.Popen([self.soak.wedge, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment())

    def run(self, *more: str) -> subprocess.Popen:
        return self.start("run", *self.arguments, "-o", str(self.result), "--quiet", *more)

    def refuse(self, what: str, process: subprocess.Popen, said: tuple[str, str]) -> None:
        raise Broken(f"{what}: exit code {process.returncode}\n{said[0]}{said[1]}\n{' '.join(self.arguments)} (locks: {self.locks})")

    def ended(self, what: str, process: subprocess.Popen, codes: tuple[int, ...]) -> None:
        try:
            said = process.communicate(timeout=120)
        except subprocess.TimeoutExpired:
            process.kill()
            raise Broken(f"{what}: does not end\n{' '.join(self.arguments)}") from None
        if process.returncode not in codes:
            self.refuse(what, process, said)
        self.look()

    def look(self) -> None:
        """What stands at the result's place: nothing, something partial, or the one complete result."""
        try:
            found = self.result.read_bytes()
        except FileNotFoundError:
            if self.whole is not None:
                raise Broken("the complete result is gone") from None
            return
        if found == self.soak.reference:
            self.whole = found
        elif self.whole is not None:
            raise Broken("the complete result was replaced by another")

    def beside(self) -> None:
        """Something that must do no harm, beside whatever runs."""
        kind = self.soak.chance.choice(("partial", "partial", "status", "none"))
        if kind == "none":
            return
        self.soak.counts[kind] += 1
        if kind == "status":
            self.ended("status", self.start("status", str(self.result)), (0, 75, 2) if self.whole is None else (0, 75))
        else:
            self.ended("merge --allow-partial", self.start("merge", str(self.result), "--allow-partial"), (0, 1, 2) if self.whole is None else (0,))

    def strike(self, processes: list[subprocess.Popen], longest: float) -> None:
        chance, until = self.soak.chance, time.monotonic() + self.soak.chance.uniform(0.0, longest)
        while time.monotonic() < until and any(process.poll() is None for process in processes):
            if chance.random() < 0.3:
                self.beside()
            time.sleep(0.002)
        for process in processes:
            if process.poll() is not None:
                continue
            how = chance.choice(STRIKES)
            process.send_signal(how)
            self.soak.counts[how.name] += 1
            self.soak.strikes += 1
            # A signal that comes before the program has heard of it ends it as ever.
            self.ended(f"run after {how.name}", process, (-how, 0, 75))
        for process in processes:
            self.ended("run", process, (0, 75, *(-how for how in STRIKES)))

    def play(self) -> None:
        chance = self.soak.chance
        began = time.monotonic()
        reference = self.start("run", *self.arguments, "-o", str(self.folder / "reference.h5"), "--quiet", "--threads", "1")
        said = reference.communicate()
        if reference.returncode != 0:
            self.refuse("reference", reference, said)
        alone = time.monotonic() - began
        self.soak.reference = (self.folder / "reference.h5").read_bytes()
        force = chance.random() < 0.3
        if force:  # a complete result of another study stands there
            shutil.copy(self.folder / "reference.h5", self.result)
            self.soak.counts["force"] += 1
            if chance.random() < 0.5:
                self.arguments += ["--seed", "77"]
                shutil.copy(self.folder / "reference.h5", self.folder / "old.h5")
                other = self.start("run", *self.arguments, "-o", str(self.folder / "other.h5"), "--quiet")
                self.ended("reference", other, (0,))
                self.soak.reference = (self.folder / "other.h5").read_bytes()
            else:
                self.whole = self.soak.reference
        shards = chance.choice((1, 1, 2, 3)) if not force else 1
        options = ["--force"] if force else []
        for _ in range(chance.randrange(1, 7)):
            if shards == 1:
                self.strike([self.run("--threads", str(chance.choice((1, 2))), *options)], alone)
            else:
                self.strike([self.run("--shard", f"{i}/{shards}", "--threads", "1") for i in range(shards)], alone)
        if shards > 1:
            for i in range(shards):
                self.ended("shard", self.run("--shard", f"{i}/{shards}"), (0,))
            self.ended("merge", self.start("merge", str(self.result)), (0,))
        else:
            self.ended("last run", self.run(*options), (0,))
        if self.result.read_bytes() != self.soak.reference:
            raise Broken(f"other bytes: {' '.join(self.arguments)}")
        self.ended("status", self.start("status", str(self.result)), (0,))
        self.ended("merge", self.start("merge", str(self.result)), (0,))
        self.ended("merge --allow-partial", self.start("merge", str(self.result), "--allow-partial"), (0,))
        left = {path.name for path in self.folder.iterdir()} - {"out.h5", "reference.h5", "other.h5", "old.h5"}
        if self.locks and left:
            raise Broken(f"left behind: {left}")


class Soak:
    def __init__(self, wedge: str, scenarios: Path, folder: Path, seed: int, shim: Path | None) -> None:
        self.wedge, self.scenarios, self.folder, self.shim = wedge, scenarios, folder, shim
        self.chance = random.Random(seed)
        self.reference = b""
        self.strikes = 0
        self.counts = dict.fromkeys(("SIGKILL", "SIGTERM", "SIGINT", "SIGHUP", "partial", "status", "force", "with locks", "without locks"), 0)

    def run(self, strikes: int) -> int:
        studies = broken = 0
        while self.strikes < strikes:
            study = Study(self, studies)
            studies += 1
            self.counts["with locks" if study.locks else "without locks"] += 1
            try:
                study.play()
            except Broken as error:
                broken += 1
                print(error, file=sys.stderr)
            shutil.rmtree(study.folder)
        print(f"{self.strikes} strikes over {studies} studies, {broken} promises broken: " +
              ", ".join(f"{count} {name}" for name, count in self.counts.items()))
        return 1 if broken else 0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("wedge")
    parser.add_argument("scenarios", type=Path)
    parser.add_argument("--strikes", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shim", type=Path)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        return Soak(arguments.wedge, arguments.scenarios, folder, arguments.seed, arguments.shim).run(arguments.strikes)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
