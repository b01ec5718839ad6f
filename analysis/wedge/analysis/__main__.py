"""python3 -m wedge.analysis report OUT.h5 -o DIR, discover OUT.h5, claims CLAIMS.json -o PAGE.md, explain WHY.json or optimum
BEST.json -o PICTURE.svg"""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path

try:
    from .choice import plot_optimum, read_optimum
    from .claims import write_claims
    from .draws import cases, read_draws
    from .reading import ResultError, load_with_draws
    from .report import FORMATS, write_report
    from .style import SIZES, save
    from .waterfall import plot_waterfall, read_explanation
except ModuleNotFoundError as error:
    if (error.name or "").startswith("wedge"):
        raise
    sys.exit(f"wedge.analysis: {sys.executable} has no package {error.name}; run it with a Python that has NumPy, xarray, netCDF4 and "
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


def _threshold(text: str) -> str:
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or text.endswith("%") and not 0 < value < 100:
        raise argparse.ArgumentTypeError(f"{text}: expected a number, or a share of the draws between 0% and 100%, such as 90%")
    return text


def _depth(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 6:
        raise argparse.ArgumentTypeError(f"{text}: expected a whole number from 1 to 6")
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m wedge.analysis", description="Draws the result files of Wedge.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="report|discover|claims|explain|optimum")
    report = commands.add_parser("report", help="write a brief: answers, every picture that applies, and their numbers",
                                 description="Writes a brief of a result: index.html, which answers five questions and shows every "
                                 "picture that applies; the pictures, with their numbers as CSV; and tables as CSV, LaTeX and Markdown.")
    report.add_argument("result", metavar="OUT.h5", help="result file of `wedge run`")
    report.add_argument("-o", "--output", metavar="DIR", required=True, help="folder to write to; made if missing")
    report.add_argument("--format", choices=FORMATS, default="svg", help="of the pictures (default: svg)")
    report.add_argument("--size", choices=tuple(SIZES), default="paper", help="what the pictures are made for (default: paper)")
    report.add_argument("--font", metavar="NAME", default="", help='of the pictures, as "Liberation Sans" (default: DejaVu Sans)')
    report.add_argument("--no-titles", action="store_true", help="leave titles and notes out of the pictures, for papers; captions are "
                        "on the page")
    report.add_argument("--pdf", action="store_true", help="write the whole brief as brief.pdf too")
    report.add_argument("--at", metavar="AXIS=VALUE", type=_held, action="append", default=[],
                        help="hold an axis at one of its values (repeatable); "
                             "axes not drawn are otherwise held at their middle value")
    report.add_argument("--allow-partial", action="store_true", help="draw an incomplete study too")
    report.set_defaults(write=_report)
    discover = commands.add_parser("discover", help="say from single draws where a measure is high, and which key matters",
                                   description="From a result with single draws (`wedge run --keep-draws`), without another "
                                   "solution: boxes of keys that hold the cases of interest (PRIM), a tree of rules (CART), "
                                   "and how much each key moves the measure (PAWN).")
    discover.add_argument("result", metavar="OUT.h5", help="result file of `wedge run --keep-draws`")
    discover.add_argument("-o", "--output", metavar="FOLDER", help="folder for pictures, discover.json and a page; made if missing")
    discover.add_argument("--measure", default="total_loss", help="what is looked at (default: total_loss)")
    side = discover.add_mutually_exclusive_group()
    side.add_argument("--above", metavar="THRESHOLD", type=_threshold,
                      help="cases are above this value, or above that of a share of the draws, such as 90%% (the default)")
    side.add_argument("--below", metavar="THRESHOLD", type=_threshold, help="cases are below it")
    discover.add_argument("--at", metavar="NAME=VALUE", type=_held, action="append", default=[],
                          help="pick a label of the measure, such as target=rok, or one value of an axis (repeatable)")
    discover.add_argument("--depth", type=_depth, default=3, help="of the tree at most, 1 to 6 (default: 3)")
    discover.add_argument("--format", choices=("svg", "png"), default="svg", help="of the pictures (default: svg)")
    discover.add_argument("--allow-partial", action="store_true", help="look at an incomplete study too")
    discover.set_defaults(write=_discover)
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
    optimum = commands.add_parser("optimum", help="draw the levers that were chosen, and what each cost buys",
                                  description="Draws the levers that an optimisation has chosen, and its front.")
    optimum.add_argument("result", metavar="BEST.json", help="what `wedge optimise --format json` printed")
    optimum.add_argument("-o", "--output", metavar="PICTURE", required=True, help="the picture to write: .svg, .png or .pdf")
    optimum.set_defaults(write=_optimum)
    return parser


def _claims(options: argparse.Namespace) -> list[Path]:
    return write_claims(options.result, options.output, dict(options.map))


def _require_picture(name: str) -> None:
    if Path(name).suffix.lower() not in (".svg", ".png", ".pdf"):
        raise ResultError(f"{name}: is no picture; -o expects a name that ends in .svg, .png or .pdf")


def _explain(options: argparse.Namespace) -> list[Path]:
    _require_picture(options.output)
    return [save(plot_waterfall(read_explanation(options.result)), options.output)]


def _optimum(options: argparse.Namespace) -> list[Path]:
    _require_picture(options.output)
    return [save(plot_optimum(read_optimum(options.result)), options.output)]


def _folder(options: argparse.Namespace) -> Path:
    folder = Path(options.output)
    if folder.exists() and not folder.is_dir():
        raise ResultError(f"{folder}: is a file; -o expects a folder")
    return folder


def _discover(options: argparse.Namespace) -> list[object]:
    try:
        from . import discover, discover_text
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("sklearn", "scipy"):
            raise
        raise ResultError(f"{sys.executable} has no package {error.name}; discover needs scikit-learn, besides what reports need "
                          "(on Debian: apt install python3-sklearn, and /usr/bin/python3)") from None
    folder = _folder(options) if options.output else None
    ds, draws = read_draws(options.result, options.measure, dict(options.at), options.allow_partial)
    threshold = options.below or options.above or "90%"
    found = discover.discover(draws, cases(draws, threshold, options.below is None), options.depth)
    return [discover_text.report(found), *(discover.write_discovery(found, ds, folder, options.format) if folder else [])]


def _report(options: argparse.Namespace) -> list[Path]:
    folder = _folder(options)
    ds = load_with_draws(options.result, allow_partial=options.allow_partial)
    return write_report(ds, folder, options.format, dict(options.at), size=options.size, font=options.font,
                        titles=not options.no_titles, pdf=options.pdf)


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 could not write, 2 wrong usage or input."""
    options = _parser().parse_args(arguments)
    try:
        files = options.write(options)
    except ResultError as error:
        print(f"wedge.analysis: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"wedge.analysis: {error.filename or options.output}: cannot be written: {error.strerror}", file=sys.stderr)
        return 1
    try:
        print("\n".join(map(str, files)), flush=True)
    except BrokenPipeError:  # the reader of the list, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main())
