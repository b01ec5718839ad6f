"""The package itself: what is promised is there, said in words, and typed; and what happens without the compiled part."""

import ast
import inspect
import os
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest
from pathlib import Path

from support import ROOT

import wedge
from wedge import _wedge

PACKAGE = ROOT / "analysis/wedge"


def stubs() -> dict[str, ast.AST]:
    return {node.name: node for node in ast.parse((PACKAGE / "_wedge.pyi").read_text()).body
            if isinstance(node, (ast.ClassDef, ast.FunctionDef))}


def members(kind: type) -> set[str]:
    return {name for name in vars(kind) if not name.startswith("_")}


class Stubs(unittest.TestCase):
    def test_name_what_there_is(self):
        found = {name for name, value in vars(_wedge).items() if not name.startswith("_") and callable(value)}
        self.assertEqual(found, set(stubs()))
        for name, node in stubs().items():
            if isinstance(node, ast.ClassDef):
                typed = {each.name for each in node.body if isinstance(each, ast.FunctionDef) and not each.name.startswith("_")}
                self.assertEqual(typed, members(getattr(_wedge, name)), name)

    def test_have_the_arguments_that_there_are(self):
        for name, node in stubs().items():
            if isinstance(node, ast.FunctionDef):
                signature = getattr(_wedge, name).__doc__.splitlines()[0]
                said = re.findall(r"(\w+): ", signature[signature.index("("):signature.rindex(" ->")])
                self.assertEqual([a.arg for a in node.args.args], said, name)

    def test_are_installed(self):
        self.assertTrue((PACKAGE / "py.typed").exists())


class Words(unittest.TestCase):
    def test_everything_public_is_said_in_words(self):
        for name in wedge.__all__:
            value = getattr(wedge, name)
            if name == "__version__":
                continue
            self.assertTrue((value.__doc__ or "").strip(), name)
            if inspect.isclass(value) and not issubclass(value, tuple):
                for member in members(value):
                    self.assertTrue((getattr(value, member).__doc__ or "").strip(), f"{name}.{member}")

    def test_the_version_is_the_program_s(self):
        self.assertIn(f"VERSION {wedge.__version__} ", (ROOT / "CMakeLists.txt").read_text())


class Page(unittest.TestCase):
    def test_its_examples_run_as_they_stand(self):
        page = (ROOT / "docs/python.md").read_text()
        blocks = [textwrap.dedent(block) for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", page, re.MULTILINE)]
        python = [block for block in blocks if not re.match(r"\s*(\$|cmake|export|pip|sudo|python3|scripts)", block)]
        self.assertGreater(len(python), 5)
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "scenarios").symlink_to(ROOT / "scenarios")
            script = Path(folder) / "page.py"
            script.write_text("\n".join(python))
            run = subprocess.run([sys.executable, script.name], cwd=folder, capture_output=True, text=True)
            self.assertEqual(run.returncode, 0, run.stderr)


class WithoutTheCompiledPart(unittest.TestCase):
    def test_analysis_works_and_the_rest_says_what_is_missing(self):
        script = """
            import wedge, wedge.analysis
            print(wedge.analysis.load.__name__, wedge.InputError.__name__)
            try:
                from wedge import solve
            except ImportError as error:
                print(error)
            try:
                wedge.slove
            except AttributeError as error:
                print(error)
        """
        run = subprocess.run([sys.executable, "-B", "-c", textwrap.dedent(script)], capture_output=True, text=True,
                             env=os.environ | {"PYTHONPATH": str(ROOT / "analysis")})
        lines = run.stdout.splitlines()
        self.assertEqual(lines[0], "load InputError", run.stderr)
        self.assertRegex(lines[1], r"wedge\.solve needs the compiled part .* \(cmake --preset release .* wedge\.analysis works without")
        self.assertEqual(lines[2], "module 'wedge' has no attribute 'slove'")


if __name__ == "__main__":
    unittest.main()
