"""Exports games with `wedge export` and verifies that `wedge solve` has found their equilibrium.

    check_export.py WEDGE SCENARIO.toml[:KEY=VALUE]... ...

The tree that the program writes is read by the independent reader in check_efg.py; every behaviour in the
program's solution must be the logit response to the others at lambda = 1. With the follow-through as chance, the
probabilities in the file must be that response too. Both files must be as Gambit asks: probabilities that sum to 1
exactly, as decimals, and a number and a name of its own for every chance node. Exits with 1 if anything is not so.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections import Counter
from fractions import Fraction
from pathlib import Path

from efg_reader import Game, Node, logit, read

CHANCE = re.compile(r'^c "" (\d+) "([^"]*)" \{ (.*) \} 0$', re.MULTILINE)
ADVERSARY = 0   # whose payoffs are those of its follow-through: the same precision
CHOICES = (["desist", "press"], ["desist", "press", "escalate"])


def export(wedge: str, name: str, folder: Path, follow_through: str = "decisions") -> tuple[Path, Path]:
    """The game of SCENARIO.toml[:KEY=VALUE]... and the program's solution of it."""
    scenario, *changes = name.split(":")
    changes = [argument for change in changes for argument in ("--set", change)]
    game, solution = folder / "game.efg", folder / "solution.json"
    subprocess.run([wedge, "export", scenario, "-o", str(game), "--force", "--follow-through", follow_through, *changes],
                   check=True)
    with solution.open("w") as out:
        subprocess.run([wedge, "solve", scenario, "--format", "json", *changes], check=True, stdout=out)
    return game, solution


def refused_by_gambit(text: str) -> str:
    """What Gambit would not read of the chance nodes; empty if nothing."""
    nodes = CHANCE.findall(text)
    for what, count in (("number", Counter(n for n, _, _ in nodes)), ("name", Counter(n for _, n, _ in nodes))):
        if more := [key for key, times in count.items() if times > 1]:
            return f"chance nodes share the {what} {more[0]}"
    for number, _, branches in nodes:
        shares = [Fraction(p) for p in re.findall(r'" ([0-9.]+)', branches)]
        if sum(shares) != 1 or min(shares) < 0:
            return f"the probabilities of chance node {number} do not sum to 1 exactly"
    return ""


def worst_follow_through(game: Game) -> tuple[int, float]:
    """How many follow-throughs are chance, and how far their probabilities are at most from the logit choice."""
    found = [0, 0.0]

    def visit(node: Node) -> None:
        if node.player == 0 and game.isets[0, node.iset].actions in CHOICES:
            values = [float(game.outcomes[child.outcome][ADVERSARY]) for child in node.children]
            given = game.isets[0, node.iset].probability
            found[0] += 1
            found[1] = max(found[1], *(abs(a - b) for a, b in zip(given, logit(values), strict=True)))
        for child in node.children:
            visit(child)

    visit(game.root)
    return found[0], found[1]


def main() -> int:
    wedge, *scenarios = sys.argv[1:]
    checker = Path(__file__).with_name("check_efg.py")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in scenarios:
            for follow_through in ("decisions", "chance"):
                game, solution = export(wedge, name, Path(folder), follow_through)
                print(f"{name}, {follow_through}", flush=True)
                failed += subprocess.run([sys.executable, "-B", str(checker), str(game), str(solution)]).returncode != 0
                text = game.read_text(encoding="utf-8")
                if refused := refused_by_gambit(text):
                    print(refused)
                    failed += 1
            count, off = worst_follow_through(read(text))
            print(f"{count} follow-throughs are chance, {off:.1e} from the logit choice at most")
            failed += count == 0 or off > 1e-12
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
