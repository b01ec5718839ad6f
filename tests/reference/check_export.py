"""Exports games with `wedge export` and verifies that `wedge solve` has found their equilibrium.

    check_export.py WEDGE SCENARIO.toml[:KEY=VALUE] ...

The tree that the program writes is read by the independent reader in check_efg.py; every behaviour in the
program's solution must be the logit response to the others at lambda = 1. Exits with 1 if one is not.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    wedge, *scenarios = sys.argv[1:]
    checker = Path(__file__).with_name("check_efg.py")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in scenarios:
            scenario, _, change = name.partition(":")
            changes = ["--set", change] if change else []
            game, solution = Path(folder, "game.efg"), Path(folder, "solution.json")
            subprocess.run([wedge, "export", scenario, "-o", str(game), "--force", *changes], check=True)
            with solution.open("w") as out:
                subprocess.run([wedge, "solve", scenario, "--format", "json", *changes], check=True, stdout=out)
            print(name, flush=True)
            failed += subprocess.run([sys.executable, "-B", str(checker), str(game), str(solution)]).returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
