"""python3 -m wedge_analysis report OUT.h5 -o DIR"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from .reading import ResultError, load
from .report import write_report


def _held(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise argparse.ArgumentTypeError(f"{text}: expected AXIS=VALUE, such as arsenal=1.5")
    return name, value


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m wedge_analysis", description="Draws the result files of Wedge.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="report")
    report = commands.add_parser("report", help="write every picture that applies, and a page that shows them",
                                 description="Writes every picture that applies to a result, and index.html.")
    report.add_argument("result", metavar="OUT.h5", help="result file of `wedge run`")
    report.add_argument("-o", "--output", metavar="DIR", required=True, help="folder to write to; made if missing")
    report.add_argument("--format", choices=("svg", "png"), default="svg", help="of the pictures (default: svg)")
    report.add_argument("--at", metavar="AXIS=VALUE", type=_held, action="append", default=[],
                        help="hold an axis at one of its values (repeatable); "
                             "axes not drawn are otherwise held at their middle value")
    report.add_argument("--allow-partial", action="store_true", help="draw an incomplete study too")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 could not write, 2 wrong usage or input."""
    options = _parser().parse_args(arguments)
    folder = Path(options.output)
    try:
        if folder.exists() and not folder.is_dir():
            raise ResultError(f"{folder}: is a file; -o expects a folder")
        ds = load(options.result, allow_partial=options.allow_partial)
        files = write_report(ds, folder, options.format, dict(options.at))
    except ResultError as error:
        print(f"wedge_analysis: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"wedge_analysis: {error.filename or folder}: cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    try:
        print("\n".join(map(str, files)), flush=True)
    except BrokenPipeError:  # the reader of the list, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main())
