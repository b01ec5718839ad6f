"""Exports games with `wedge export` and verifies that `wedge solve` has found their equilibrium.

    check_export.py WEDGE SCENARIO.toml[:KEY=VALUE]... ...

The tree that the program writes is read by the independent reader in check_efg.py; every behaviour in the
program's solution must be the logit response to the others at lambda = 1. Exits with 1 if one is not.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path


def export(wedge: str, name: str, folder: Path) -> tuple[Path, Path]:
    """The game of SCENARIO.toml[:KEY=VALUE]... and the program's solution of it."""
    scenario, *changes = name.split(":")
    changes = [argument for change in changes for argument in ("--set", change)]
    game, solution = folder / "game.efg", folder / "solution.json"
    subprocess.run([wedge, "export", scenario, "-o", str(game), "--force", *changes], check=True)
    with solution.open("w") as out:
        subprocess.run([wedge, "solve", scenario, "--format", "json", *changes], check=True, stdout=out)
    return game, solution


def main() -> int:
    wedge, *scenarios = sys.argv[1:]
    checker = Path(__file__).with_name("check_efg.py")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in scenarios:
            game, solution = export(wedge, name, Path(folder))
            print(name, flush=True)
            failed += subprocess.run([sys.executable, "-B", str(checker), str(game), str(solution)]).returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
