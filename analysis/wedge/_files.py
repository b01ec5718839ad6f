"""Files in TOML, or what stands in them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ._scenario import toml_text

#: A file in TOML, or what stands in it.
File = str | os.PathLike[str] | Mapping[str, Any]


@contextmanager
def path_of(given: File, name: str) -> Iterator[str]:
    """The path of a file; of one made for the purpose, if its content was given."""
    if not isinstance(given, Mapping):
        yield os.fspath(given)
        return
    with tempfile.TemporaryDirectory(prefix="wedge-") as folder:
        path = Path(folder) / name
        path.write_text("".join(f"{key} = {toml_text(value)}\n" for key, value in given.items()), encoding="utf-8")
        yield str(path)
