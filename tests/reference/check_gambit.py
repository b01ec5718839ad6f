"""Solves the games that `wedge export` writes with Gambit, and compares every move with what `wedge solve` has found.

    check_gambit.py WEDGE SCENARIO.toml[:KEY=VALUE]... ...

gambit-logit follows the branch of logit equilibria of the whole tree from lambda = 0 to 1, where the payoffs have each
player's precision in them. The two take other ways to the same point, so this is for games with one branch. Exits with 1
if a probability differs by more than 1e-9, and with 77 (skipped) where gambit-logit is not installed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from check_efg import Strategies, entry_of
from check_export import export
from efg_reader import Behaviour, Game, read

TOLERANCE = 1e-9
SKIPPED = 77


def behaviour_of(line: str, game: Game) -> Behaviour:
    """What gambit-logit prints: lambda, then the probability of every action, by player and information set in the order
    in which the tree has them."""
    numbers = [float(x) for x in line.split(",")[1:]]
    order = sorted((key for key in game.isets if key[0] > 0), key=lambda key: key[0])  # (stable)
    found: Behaviour = {}
    for key in order:
        count = len(game.isets[key].actions)
        found[key], numbers = numbers[:count], numbers[count:]
    if numbers:
        raise ValueError(f"{len(numbers)} probabilities too many")
    return found


def largest_difference(text: str, solution: dict, line: str) -> tuple[float, str]:
    """Between the program's behaviour and Gambit's, and at which information set."""
    game = read(text)
    ours = Strategies(game, entry_of(solution, game.players[0])).behaviour()
    theirs = behaviour_of(line, game)
    return max((abs(a - b), game.isets[key].name) for key, row in theirs.items() for a, b in zip(ours[key], row, strict=True))


def main() -> int:
    wedge, *scenarios = sys.argv[1:]
    gambit = shutil.which("gambit-logit")
    if gambit is None:
        print("skipped: gambit-logit is not installed (Gambit 16, www.gambit-project.org)")
        return SKIPPED
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        for name in scenarios:
            game, solution = export(wedge, name, Path(folder))
            found = subprocess.run([gambit, "-q", "-e", "-l", "1", "-d", "16", str(game)], check=True, capture_output=True, text=True)
            off, where = largest_difference(game.read_text(encoding="utf-8"), json.loads(solution.read_text(encoding="utf-8")),
                                            found.stdout.strip().splitlines()[-1])
            print(f"{name}: largest difference {off:.1e}, at {where}", flush=True)
            worst = max(worst, off)
    return 0 if worst <= TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main())
