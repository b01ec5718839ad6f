"""Mistakes in the input, with their places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that is wrong, and where it stands."""

    file: str  #: path of the file, or the change (`set KEY=VALUE`) or option that brought it in
    line: int  #: from 1; 0 where the input has no lines
    column: int  #: from 1; 0 where the input has no lines
    key: str  #: dotted scenario key, such as `defender.jpn.forces`; may be empty
    message: str  #: what is wrong, what is expected, the nearest valid name
    text: str  #: all of that in one line, `FILE:LINE:COLUMN: KEY: message`


class InputError(ValueError):
    """Bad input: a scenario, a change of it, an option, a file. `str()` has a line for every problem that was found.

    `problems` has all of them; `file`, `line`, `column`, `key` and `message` are those of the first.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(list(problems))
        self.problems: list[Problem] = list(problems)
        self.file, self.line, self.column, self.key, self.message, _ = self.problems[0]

    def __str__(self) -> str:
        return "\n".join(problem.text for problem in self.problems)


def fail(what: str, message: str) -> InputError:
    """The error that `what`, an argument, is wrong."""
    return InputError([Problem(what, 0, 0, "", message, f"{what}: {message}")])
