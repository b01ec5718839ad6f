"""Wedge, a game-theoretic simulator of deterrence and wedge strategies.

    import wedge
    scenario = wedge.load("scenarios/textbook.toml")
    print(wedge.solve(scenario.set({"tie.front-rear.affinity": -0.3})).deterrence)
    ds = wedge.run(scenario, sweep={"tie.front-rear.integration": [0, 0.5, 1]})

docs/python.md says what there is. `wedge.analysis`, which reads and draws result files, needs no compiled part.
"""

from ._errors import InputError, Problem

__all__ = [
    "ActionExplanation", "Attack", "Calibration", "Chronicle", "Comparison", "Explanation", "InputError", "KeyInfo", "Note",
    "Number", "Objective", "Optimisation", "Problem", "Progress", "RemedyOutcome", "Scenario", "Solution", "__version__",
    "calibrate", "compare", "compare_packages", "explain", "explain_action", "export_efg", "known_keys", "load", "loads",
    "optimise", "play", "run", "sample", "solve", "solve_many",
]

try:
    from ._wedge import version as __version__
except ModuleNotFoundError as error:
    if error.name != f"{__name__}._wedge":
        raise

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        raise ImportError(
            f"wedge.{name} needs the compiled part of the package, which is not in {__path__[0]}: build it (cmake --preset release "
            "&& cmake --build --preset release --target wedge-python) and set PYTHONPATH=build/release/python, or install it "
            "(cmake --install build/release). wedge.analysis works without it.")
else:
    from ._questions import calibrate, compare, compare_packages, explain, explain_action, optimise, play
    from ._scenario import Scenario, export_efg, known_keys, load, loads
    from ._solution import Solution, solve, solve_many
    from ._study import Objective, run, sample
    from ._wedge import (
        ActionExplanation,
        Attack,
        Calibration,
        Chronicle,
        Comparison,
        Explanation,
        KeyInfo,
        Note,
        Number,
        Optimisation,
        Progress,
        RemedyOutcome,
    )
