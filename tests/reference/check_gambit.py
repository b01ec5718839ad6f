"""Solves the games that `wedge export` writes with Gambit, and compares every move with what `wedge solve` has found.

    check_gambit.py WEDGE [decisions|chance|elsewhere] SCENARIO.toml[:KEY=VALUE]... ...
    check_gambit.py --compare GAME.efg SOLUTION.json WHAT_GAMBIT_SAID.txt

gambit-logit follows the branch of logit equilibria of the whole tree from lambda = 0 to 1, where the payoffs have each
player's precision in them. After `decisions` (the default) it scales the follow-through too, and the two take other ways
to the same point: that is for games with one branch. After `chance` the follow-through is given, and both follow the
same branch, past folds too. After `elsewhere` are games in which that matters: with the follow-through as decisions
Gambit must end at another equilibrium. Exits with 1 if a probability differs by more than 1e-9 (`elsewhere`: if none
does by .1), and with 77 (skipped) where gambit-logit is not installed.
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
ANOTHER = 0.1    # a difference that only another equilibrium explains
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


def compared(game: Path, solution: Path, said: str) -> tuple[float, str]:
    """The largest difference of what Gambit said from our solution, and where."""
    return largest_difference(game.read_text(encoding="utf-8"), json.loads(solution.read_text(encoding="utf-8")),
                              said.strip().splitlines()[-1])


def main() -> int:
    if sys.argv[1] == "--compare":
        game, solution, said = map(Path, sys.argv[2:])
        off, _ = compared(game, solution, said.read_text(encoding="utf-8"))
        print(f"{off:.1e}")
        return 0 if off <= TOLERANCE else 1
    wedge, *scenarios = sys.argv[1:]
    gambit = shutil.which("gambit-logit")
    if gambit is None:
        print("skipped: gambit-logit is not installed (Gambit 16, www.gambit-project.org)")
        return SKIPPED
    failed, kind = False, "decisions"
    with tempfile.TemporaryDirectory() as folder:
        for name in scenarios:
            if name in ("decisions", "chance", "elsewhere"):
                kind = name
                continue
            game, solution = export(wedge, name, Path(folder), "chance" if kind == "chance" else "decisions")
            found = subprocess.run([gambit, "-q", "-e", "-l", "1", "-d", "16", str(game)], check=True, capture_output=True, text=True)
            off, where = compared(game, solution, found.stdout)
            print(f"{name}, {kind}: largest difference {off:.1e}, at {where}", flush=True)
            failed |= off < ANOTHER if kind == "elsewhere" else not off <= TOLERANCE
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
