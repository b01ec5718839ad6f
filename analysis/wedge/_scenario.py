"""Scenarios: reading and changing them."""

from __future__ import annotations

import json
import numbers
import os
import re
from collections.abc import Iterable, Mapping
from typing import Any

from . import _wedge
from ._wedge import KeyInfo, Note, Number

#: What a key may be set to: a number, a text, a list, a distribution such as `{"uniform": [0.3, 0.7]}`, or None for its
#: default.
Value = Any


def toml_text(value: Value) -> str:
    """A value as TOML: `0.3`, `"cohesive"`, `["threaten"]`, `{ uniform = [0.3, 0.7] }`. TypeError for what has none."""
    if isinstance(value, float):  # before the others: what is abstract is slow to ask, and most values are floats
        return repr(float(value))
    if isinstance(value, (bool, numbers.Integral)):
        return str(value).lower()
    if isinstance(value, numbers.Real):
        return repr(float(value))
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Mapping):
        pairs = (f"{_toml_key(str(key))} = {toml_text(each)}" for key, each in value.items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(toml_text, value)) + "]"
    if hasattr(value, "tolist"):  # NumPy's arrays and scalars
        return toml_text(value.tolist())
    raise TypeError(f"a scenario has no {type(value).__name__}: expected a number, a text, a list, a dict as a distribution, "
                    "or None for the default")


def _toml_key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)


def change(key: str, value: Value) -> str:
    """KEY=VALUE, as `--set` takes it."""
    return f"{key}=" if value is None else f"{key}={toml_text(value)}"


class Scenario:
    """What a game is played about (docs/scenarios.md): read, checked, and never changed. Made by `load()` and `loads()`.

    Equal if they read the same. Can be pickled, for other processes.
    """

    __slots__ = ("_core",)

    def __init__(self, core: _wedge.Scenario) -> None:
        self._core = core

    def set(self, changes: Mapping[str, Value] | Iterable[str]) -> Scenario:
        """Another scenario, with other values of some keys; they are checked together.

        Keys are those of `wedge keys`, with `*` for any name. A value is a number, a text, a list, or a dict as a
        distribution: `{"uniform": [0.3, 0.7]}`. None takes a key away, which then has its default, or an element
        (`{"adversary.rival": None}`). Instead of a dict, texts `KEY=VALUE` as `--set` takes them.

        Raises InputError for every key that there is not and every value that it cannot have.
        """
        if isinstance(changes, str):
            raise TypeError('expected a dict, as in set({"tie.front-rear.affinity": 0.3}), or a list of texts KEY=VALUE')
        if isinstance(changes, (dict, Mapping)):  # (a dict is known at once)
            changes = [change(key, value) for key, value in changes.items()]
        return Scenario(self._core.with_(list(changes)))

    def against(self, adversary: str) -> Scenario:
        """The same without all other adversaries. Raises InputError, naming the nearest, if there is none of this id."""
        return Scenario(self._core.against(adversary))

    @property
    def id(self) -> str:
        """Short name, from the file."""
        return self._core.id

    @property
    def title(self) -> str:
        """For people; may be empty."""
        return self._core.title

    @property
    def defenders(self) -> list[str]:
        """Their ids, in the order of the file."""
        return self._core.defenders

    @property
    def adversaries(self) -> list[str]:
        """Their ids, in the order of the file."""
        return self._core.adversaries

    @property
    def ties(self) -> list[str]:
        """`front-rear` and so on."""
        return self._core.ties

    def numbers(self) -> list[Number]:
        """All numbers, with median, 5% and 95% quantile, unit and meaning, in the order of docs/scenarios.md."""
        return self._core.numbers()

    def keys(self) -> list[str]:
        """The keys of all numbers, as `set()` takes them."""
        return self._core.keys()

    def uncertain_keys(self) -> list[str]:
        """The keys of those numbers that are distributions."""
        return self._core.uncertain_keys()

    def notes(self) -> list[Note]:
        """Numbers that can have no effect here, and why."""
        return self._core.notes()

    def to_toml(self) -> str:
        """The text of a file that reads to this scenario."""
        return self._core.to_toml()

    def __repr__(self) -> str:
        return f"<wedge.Scenario {self.id}: {', '.join(self.defenders)} against {', '.join(self.adversaries)}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and self.to_toml() == other.to_toml()

    def __hash__(self) -> int:
        return hash(self.to_toml())

    def __reduce__(self) -> tuple[Any, ...]:
        return loads, (self.to_toml(), self.id)


def load(path: str | os.PathLike[str]) -> Scenario:
    """Reads a scenario file. Raises InputError with the place of everything that is wrong with it."""
    return Scenario(_wedge.Scenario.from_file(os.fspath(path)))


def loads(text: str, name: str = "scenario") -> Scenario:
    """Reads a scenario from a text in TOML; `name` stands for the file in messages. Raises InputError as load() does."""
    return Scenario(_wedge.Scenario.from_text(text, name))


def known_keys(pattern: str = "") -> list[KeyInfo]:
    """Every key that scenarios may have, with unit, range, default and meaning; of those, what `pattern` names or is spoken
    of (a word of a meaning, a tactic; `*` for any name)."""
    return _wedge.known_keys(pattern)


def export_efg(scenario: Scenario, path: str | os.PathLike[str] | None = None, *, follow_through: str = "decisions") -> str:
    """The crisis as a game tree in Gambit's .efg format; written to `path` too, if that is given.

    `follow_through`: whether the adversary's last move stands there as its `decisions`, or as `chance` with the
    probabilities of the solution. Raises InputError if there are several adversaries, or one that misperceives, or if the
    tree would be too large.
    """
    text = _wedge.export_game(scenario._core, follow_through)
    if path is not None:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    return text
