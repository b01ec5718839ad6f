"""python3 -m wedge_analysis report OUT.h5 -o DIR, claims CLAIMS.json -o PAGE.md, or explain WHY.json -o PICTURE.svg"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

try:
    from .claims import write_claims
    from .reading import ResultError, load
    from .report import write_report
    from .style import save
    from .waterfall import plot_waterfall, read_explanation
except ModuleNotFoundError as error:
    if (error.name or "").startswith("wedge"):
        raise
    sys.exit(f"wedge_analysis: {sys.executable} has no package {error.name}; run it with a Python that has NumPy, xarray, netCDF4 and "
             "Matplotlib (on Debian: apt install python3-xarray python3-netcdf4 python3-matplotlib, and /usr/bin/python3)")


def _held(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise argparse.ArgumentTypeError(f"{text}: expected AXIS=VALUE, such as arsenal=1.5")
    return name, value


def _map(text: str) -> tuple[str, tuple[str, str, str]]:
    where, equals, file = text.partition("=")
    names = where.split(":")
    if len(names) != 3 or not all((*names, equals, file)):
        raise argparse.ArgumentTypeError(f"{text}: expected CLAIM:MEASURE:TIE=OUT.h5, such as C2:net:rok-jpn=out.h5")
    return names[0], (names[1], names[2], file)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m wedge_analysis", description="Draws the result files of Wedge.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="report|claims|explain")
    report = commands.add_parser("report", help="write every picture that applies, and a page that shows them",
                                 description="Writes every picture that applies to a result, and index.html.")
    report.add_argument("result", metavar="OUT.h5", help="result file of `wedge run`")
    report.add_argument("-o", "--output", metavar="DIR", required=True, help="folder to write to; made if missing")
    report.add_argument("--format", choices=("svg", "png"), default="svg", help="of the pictures (default: svg)")
    report.add_argument("--at", metavar="AXIS=VALUE", type=_held, action="append", default=[],
                        help="hold an axis at one of its values (repeatable); "
                             "axes not drawn are otherwise held at their middle value")
    report.add_argument("--allow-partial", action="store_true", help="draw an incomplete study too")
    report.set_defaults(write=_report)
    claims = commands.add_parser("claims", help="write the page about the claims, with a picture of each",
                                 description="Writes a Markdown page and, in pictures/ beside it, a picture of each claim.")
    claims.add_argument("result", metavar="CLAIMS.json", help="what `wedge claims --format json` printed")
    claims.add_argument("-o", "--output", metavar="PAGE.md", required=True, help="the page to write")
    claims.add_argument("--map", metavar="CLAIM:MEASURE:TIE=OUT.h5", type=_map, action="append", default=[],
                        help="a further picture: a tie's measure over the two axes of a study (repeatable)")
    claims.set_defaults(write=_claims)
    explain = commands.add_parser("explain", help="draw what each mechanism adds, as a waterfall",
                                  description="Draws what each mechanism of an explanation adds, as a waterfall.")
    explain.add_argument("result", metavar="WHY.json", help="what `wedge explain --format json` printed")
    explain.add_argument("-o", "--output", metavar="PICTURE", required=True, help="the picture to write: .svg, .png or .pdf")
    explain.set_defaults(write=_explain)
    return parser


def _claims(options: argparse.Namespace) -> list[Path]:
    return write_claims(options.result, options.output, dict(options.map))


def _explain(options: argparse.Namespace) -> list[Path]:
    if Path(options.output).suffix.lower() not in (".svg", ".png", ".pdf"):
        raise ResultError(f"{options.output}: is no picture; -o expects a name that ends in .svg, .png or .pdf")
    return [save(plot_waterfall(read_explanation(options.result)), options.output)]


def _report(options: argparse.Namespace) -> list[Path]:
    folder = Path(options.output)
    if folder.exists() and not folder.is_dir():
        raise ResultError(f"{folder}: is a file; -o expects a folder")
    ds = load(options.result, allow_partial=options.allow_partial)
    return write_report(ds, folder, options.format, dict(options.at))


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 could not write, 2 wrong usage or input."""
    options = _parser().parse_args(arguments)
    try:
        files = options.write(options)
    except ResultError as error:
        print(f"wedge_analysis: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"wedge_analysis: {error.filename or options.output}: cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    try:
        print("\n".join(map(str, files)), flush=True)
    except BrokenPipeError:  # the reader of the list, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main())
