"""Runs random small studies while they are killed, signalled, merged and looked at, and checks what was promised.

    soak.py WEDGE SCENARIOS [--strikes N] [--seed S] [--shim LIBRARY]

SCENARIOS is the folder of scenarios. Every study is computed once undisturbed; then it is begun, struck and gone on with until
it is complete. A strike is a SIGKILL, SIGTERM, SIGINT or SIGHUP at a random moment. With --shim, half of the studies run
where file locks do not work. Checked: the result has the same bytes; what stands at its place is always whole by its own
seal; a complete result is never replaced but by the complete one of the study that was to replace it; every exit code and
message is one that is true. Prints the counts; exits with 1 if anything was not so.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

STRIKES = (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
SEAL = re.compile(rb"\nwedge-result 1 points (\d{10}) done (\d{10}) failed \d{10} study [0-9a-f]{64} sha256 ([0-9a-f]{64})\n")
SEAL_BYTES = 211
STOPPED = "stopped; what is finished is kept"
NO_STUDY, NOTHING = "there is no unfinished study of", "there is neither a result nor an unfinished study here"
NEVER_PARTIAL, MISSING = "a partial result never replaces it", "blocks are missing"
# What a command that ends well may say besides.
REMARKS = ("file locks do not work here", "another process has the study open, and its blocks are kept", "note: ")


class Broken(Exception):
    """A promise was not kept."""


def is_caught(process: subprocess.Popen, number: int) -> bool:
    """Whether the program has taken this signal into its own hands by now."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
    except OSError:
        return False
    mask = re.search(r"^SigCgt:\s*([0-9a-f]+)", status, re.MULTILINE)
    return mask is not None and bool(int(mask[1], 16) >> (number - 1) & 1)


class Study:
    def __init__(self, soak: "Soak", number: int) -> None:
        self.soak, self.chance, self.folder = soak, soak.chance, soak.folder / str(number)
        self.folder.mkdir()
        self.result = self.folder / "out.h5"
        self.arguments = self.choose()
        self.locks = soak.shim is None or self.chance.random() < 0.5
        self.expected = b""  # the complete result of this study
        self.before: bytes | None = None  # the complete result of another study, which this one is to replace
        self.seen = False  # the complete result stood at its place
        self.processes: list[subprocess.Popen] = []

    def choose(self) -> list[str]:
        chance, scenarios = self.chance, self.soak.scenarios
        kind = chance.choice(("sweep", "until", "draws", "sensitivity", "campaigns", "several"))
        self.soak.counts[kind] += 1
        method = ["--method", chance.choice(("sobol", "lhs", "random"))]
        if kind == "several":
            return [str(scenarios / "two-regions.toml"), "--draws", "8", "--sweep", "campaign.spillover=0:0.5:3", *method]
        textbook = [str(scenarios / "textbook.toml"), "--set", "model.mood={ uniform = [-0.05, 0.05] }", *method]
        few = ["--draws", str(chance.choice((32, 64, 128)))]
        sweep = ["--sweep", "tie.front-rear.integration=0:1:%d" % chance.choice((2, 4, 7))]
        return textbook + {
            "sweep": [*few, *sweep],
            "until": ["--draws", "600", *sweep, "--until", "total_loss=0.001"],
            "draws": [*few, *sweep, "--keep-draws"],
            "sensitivity": ["--draws", "64", "--sensitivity"],
            "campaigns": ["--draws", "16", *sweep, "--campaigns", "--set", "campaign.rounds=2"],
        }[kind]

    def start(self, *words: str) -> subprocess.Popen:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SLURM_")}
        if not self.locks:
            environment["LD_PRELOAD"] = str(self.soak.shim)
            # The address sanitizer wants to be the first library, and need not be.
            environment["ASAN_OPTIONS"] = environment.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        process = subprocess.Popen([self.soak.wedge, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
        self.processes.append(process)
        return process

    def run(self, *more: str, output: Path | None = None) -> subprocess.Popen:
        return self.start("run", *self.arguments, "-o", str(output or self.result), "--quiet", *more)

    def end(self) -> None:
        """Nothing may be at work in the folder when it goes."""
        for process in self.processes:
            process.kill()
            process.communicate()
        shutil.rmtree(self.folder)

    def broken(self, what: str) -> Broken:
        return Broken(f"{what}\n  {' '.join(self.arguments)} (locks: {self.locks}, replaces another: {self.before is not None})")

    def said(self, process: subprocess.Popen) -> str:
        try:
            return "".join(process.communicate(timeout=120))
        except subprocess.TimeoutExpired:
            raise self.broken(f"{process.args[1]}: does not end") from None

    def look(self) -> None:
        """What stands at the result's place: nothing, what is to be replaced, something partial, or the complete result."""
        try:
            found = self.result.read_bytes()
        except FileNotFoundError:
            found = b""
        if found == self.expected:
            self.seen = True
        elif self.seen:
            raise self.broken("the complete result was replaced by another, or is gone")
        elif self.before is not None:
            if found != self.before:
                raise self.broken("the complete result of another study was replaced by what is not complete, or is gone")
        elif found:
            seal = SEAL.fullmatch(found[-SEAL_BYTES:])
            if not seal or hashlib.sha256(found[:-65]).hexdigest() != seal[3].decode():
                raise self.broken("what stands there is not whole")
            if seal[1] == seal[2]:
                raise self.broken("a complete result of other bytes stands there")

    def expect(self, process: subprocess.Popen, allowed: dict[int, tuple[str, ...]]) -> int:
        """Waits for a command. `allowed`: the exit codes that are true, each with words of which its message must hold one."""
        text, name = self.said(process), process.args[1]
        code = process.returncode
        words = allowed.get(code)
        lines = [line for line in text.splitlines() if not any(remark in line for remark in REMARKS)]
        if words is None or (words and not any(word in text for word in words)):
            raise self.broken(f"{name}: exit code {code}\n{text}")
        if name == "run" and code == 0 and any("complete already" not in line for line in lines):
            raise self.broken(f"run: says what is not true\n{text}")
        by_name = "or just `wedge run -o" in text and len(self.processes) - sum(p.poll() is not None for p in self.processes) == 0
        self.look()
        if by_name and not self.seen and not (self.result.with_name("out.h5.blocks") / "manifest.json").exists():
            raise self.broken(f"there is nothing to go on with by the result's name\n{text}")
        return code

    def status(self) -> None:
        """0 is a complete result, and 75 one that is not; 2 that there is nothing, which can be only at the beginning."""
        nothing = not self.result.exists() and not self.result.with_name("out.h5.blocks").exists()
        process = self.start("status", str(self.result))
        if self.seen:
            self.expect(process, {0: ("complete",)})
        else:
            self.expect(process, {0: ("complete",), 75: ()} | ({2: ()} if nothing else {}))

    def merge(self, *more: str) -> None:
        before, begun = self.seen, (self.result.with_name("out.h5.blocks") / "manifest.json").exists()
        process = self.start("merge", str(self.result), *more)
        if before:  # that is said, whatever is left of the blocks
            self.expect(process, {0: ("complete already", "out.h5")})
            return
        refused = [] if begun else [NO_STUDY, NOTHING]
        if more and self.before is not None:
            refused.append(NEVER_PARTIAL)
        if not more:
            refused.append(MISSING)
        allowed = {0: ("complete already", "out.h5"), **({2: tuple(refused)} if refused else {}), **({1: ("partial",)} if more else {})}
        if not more and self.before is not None:
            allowed[2] += (NO_STUDY,)
        self.expect(process, allowed)

    def beside(self) -> None:
        """Something that must do no harm, beside whatever runs."""
        kind = self.chance.choice(("partial merge", "partial merge", "merge", "status"))
        self.soak.counts[kind] += 1
        if kind == "status":
            self.status()
        else:
            self.merge(*(["--allow-partial"] if kind == "partial merge" else []))

    def strike(self, processes: list[subprocess.Popen], longest: float) -> None:
        until = time.monotonic() + self.chance.uniform(0.0, longest)
        while time.monotonic() < until and any(process.poll() is None for process in processes):
            if self.chance.random() < 0.15:
                self.beside()
            time.sleep(0.005)
        for process in processes:
            # Two at the same whole study: with locks one is told of the other.
            also = {2: ("another process is at work on this study",)} if len(processes) > 1 and self.locks else {}
            well = {0: (), 75: (STOPPED,), **also}
            if process.poll() is not None:
                self.expect(process, {0: (), **also})
                continue
            how = self.chance.choice(STRIKES)
            caught = how != signal.SIGKILL and is_caught(process, how)
            process.send_signal(how)
            self.soak.counts[how.name] += 1
            self.soak.strikes += 1
            code = self.expect(process, {**well, -how: ()})
            if caught and code == -how and not self.seen and len(processes) == 1:
                raise self.broken(f"{process.args[1]}: dies of {how.name}")

    def again(self, force: bool) -> list[str]:
        """The words that go on: the command, or where the program says so the result's name alone."""
        blocks = self.result.with_name("out.h5.blocks")
        if self.before is not None and not self.seen and not (blocks / "force").exists():
            return [*self.arguments, "--force"]
        if (blocks / "manifest.json").exists() and self.chance.random() < 0.5:
            self.soak.counts["by name"] += 1
            return []
        return [*self.arguments, *(["--force"] if force and self.chance.random() < 0.5 else [])]

    def begin(self) -> float:
        """What is to come out of it, what stands there before, and how long it takes."""
        began = time.monotonic()
        self.expected = b"nothing yet"
        reference = self.folder / "reference.h5"
        reference.unlink(missing_ok=True)
        self.expect(self.run("--threads", "1", output=reference), {0: ()})
        took = time.monotonic() - began
        self.expected = reference.read_bytes()
        return took

    def play(self) -> None:
        chance, counts = self.chance, self.soak.counts
        took = self.begin()
        force = chance.random() < 0.3
        if force:
            counts["force"] += 1
            if chance.random() < 0.5:  # a complete result of another study stands there
                self.before = self.expected
                self.result.write_bytes(self.before)
                self.arguments += ["--seed", "77"]
                took = self.begin()
            else:
                self.result.write_bytes(self.expected)
                self.seen = True
        shards = 1 if force else chance.choice((1, 1, 2, 3))
        twice = not force and chance.random() < 0.2
        for _ in range(chance.randrange(2, 8)):
            quietly = ["-o", str(self.result), "--quiet", "--threads", str(chance.choice((1, 2)))]
            if shards > 1:
                self.strike([self.run("--shard", f"{i}/{shards}", "--threads", "1") for i in range(shards)], took)
            else:
                words = self.again(force)
                self.strike([self.start("run", *words, *quietly) for _ in range(2 if twice else 1)], took)
        if shards > 1:
            for i in range(shards):
                self.expect(self.run("--shard", f"{i}/{shards}"), {0: ()})
            for _ in range(chance.randrange(0, 3)):
                counts["struck merge"] += 1
                self.strike([self.start("merge", str(self.result))], 0.1)
            self.expect(self.start("merge", str(self.result)), {0: ()})
        else:
            self.expect(self.start("run", *self.again(force), "-o", str(self.result), "--quiet"), {0: ()})
        if not self.seen:
            raise self.broken("the study is not complete, though all of it has ended well")
        self.status()
        self.merge()
        self.merge("--allow-partial")
        left = {path.name for path in self.folder.iterdir()} - {"out.h5", "reference.h5"}
        if self.locks and left:
            raise self.broken(f"left behind: {left}")


class Soak:
    def __init__(self, wedge: str, scenarios: Path, folder: Path, seed: int, shim: Path | None) -> None:
        self.wedge, self.scenarios, self.folder, self.shim = wedge, scenarios, folder, shim
        self.chance = random.Random(seed)
        self.strikes = 0
        self.counts: Counter[str] = Counter()

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
                print(error, file=sys.stderr, flush=True)
            finally:
                study.end()
        print(f"{self.strikes} strikes over {studies} studies, {broken} promises broken: " +
              ", ".join(f"{count} {name}" for name, count in sorted(self.counts.items())))
        return 1 if broken else 0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("wedge")
    parser.add_argument("scenarios", type=Path)
    parser.add_argument("--strikes", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--shim", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return Soak(arguments.wedge, arguments.scenarios, Path(folder), arguments.seed, arguments.shim).run(arguments.strikes)


if __name__ == "__main__":
    sys.exit(main())
