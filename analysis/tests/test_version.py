"""The version stands in CMakeLists.txt; where else it has to be written, it is the same."""

import pathlib
import re
import tomllib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def found(pattern: str, file: str) -> str:
    return re.search(pattern, (ROOT / file).read_text(), re.MULTILINE).group(1)


class Version(unittest.TestCase):
    def test_is_the_same_everywhere(self):
        version = found(r"^project\(wedge VERSION (\S+)", "CMakeLists.txt")
        for project in ("pyproject.toml", "analysis/pyproject.toml"):
            self.assertEqual(tomllib.loads((ROOT / project).read_text())["project"]["version"], version)
        self.assertEqual(found(r"^version: (\S+)", "CITATION.cff"), version)
        self.assertEqual(found(r"^## (\d\S+)", "CHANGELOG.md"), version)


if __name__ == "__main__":
    unittest.main()
