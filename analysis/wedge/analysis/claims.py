"""The page about the claims, from what `wedge claims --format json` says. Verdicts are the program's; none is made here."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from .claim_pictures import plot_claim
from .maps import plot_map
from .reading import ResultError, load, read_printed
from .style import save
from .text import name_of_compared

MARKS = {"holds": "✓", "contradicted": "✗", "not significant": "·"}
NEEDED = {"program", "claims", "draws", "seed", "precisions", "significant_errors", "smallest_difference"}


def read_claims(path: str | os.PathLike) -> dict:
    """The report of a run. ResultError if the file is none."""
    return read_printed(path, "claims", "report of claims", NEEDED)


def write_claims(path: str | os.PathLike, output: str | os.PathLike, maps: Mapping[str, tuple[str, str, str]]) -> list[Path]:
    """Writes the page and, in `pictures/` beside it, a picture of every claim that was run. `maps`: by claim a measure, a
    tie and the result file of a sweep over two axes. Returns what was written."""
    report, output = read_claims(path), Path(output)
    folder = output.parent / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    unknown = set(maps) - {claim["id"] for claim in report["claims"]}
    if unknown:
        raise ResultError(f"--map {', '.join(sorted(unknown))}: is not among the claims")
    written, pictures = [], {}
    for claim in report["claims"]:
        name = f"claim-{claim['id']}"
        shown = pictures.setdefault(claim["id"], [])
        if claim["comparisons"]:
            shown.append((save(plot_claim(claim, report), folder / f"{name}.svg"), ""))
        if claim["id"] in maps:
            measure, tie, result = maps[claim["id"]]
            ds = load(result)
            caption = f"`{measure}` of the tie {tie} over two axes, from `{ds.attrs['command']}`:"
            shown.append((save(plot_map(ds, measure, at={"tie": tie}), folder / f"{name}-map.svg"), caption))
        written += [path for path, _ in shown]
    output.write_text(claims_page(report, pictures), encoding="utf-8")
    return [output, *written]


def claims_page(report: Mapping, pictures: Mapping[str, Sequence[tuple[Path, str]]]) -> str:
    """The page as Markdown; `pictures` and their captions by claim, in the folder pictures/."""
    parts = ["# Twenty-one claims\n", INTRODUCTION.format(**report), _summary(report)]
    for claim in report["claims"]:
        if claim["comparisons"]:
            parts.append(_claim(claim, pictures.get(claim["id"], ())))
    return "\n".join(parts)


INTRODUCTION = """\
Two essays stand behind this program: J. K. Warden, "The Trilateralism Dilemma" (Council on Foreign Relations, 2018), and
T. Kim and L. Simón, "Greater Security Cooperation: US Allies in Europe and East Asia" (*Parameters* 51(2), 2021). They
make twenty-one claims, put here in our own words. This page says which of them the model reproduces. It is written by

    wedge claims --format json > claims.json
    python3 -m wedge.analysis claims claims.json -o docs/claims.md

({program}, at most {draws} draws a setting, seed {seed}; what is compared is in `scenarios/claims.toml`). That the
model reproduces a claim does not make it true, and that it does not, not false: the page says what follows from the rules
in [model.md](model.md).

A comparison solves one scenario under settings that differ in the values of the same keys, on the same draws of all that
is uncertain. Shown are the mean difference ± its standard error, the share of draws in which the sign is the predicted
one, and a mark: ✓ as predicted, ✗ the opposite, · neither (within {significant_errors:g} standard errors of nothing, or
smaller than {smallest_difference:g}). Each is shown at three precisions of the adversary's choices: 60, 100 and 170,
about the 5, 50 and 95% of what most scenarios take it for ([calibration.md](calibration.md)), with twice as much at the
tactics. Where a mean counts although few draws have its sign, these carry it: in the scenarios that are fitted to the
record most attacks are probes, which go on whoever is tied to whom, and the dilemma is in the draws in which an invasion
is possible. A claim *holds* if every cell does, *conditionally* if some do, is *not reproduced* if none does and some are
contradicted, *not significant* if none is either. Differences are in stakes (1 is what the status quo at home is worth)
or probabilities; of forces, in units of strength.

The text under a claim says what carries it: *interest*, if it follows from what those who choose have at stake, or a *rule*
of campaigns that was put in as the claim says it; and where the model's own interest goes against the claim. *No brink, no
bases* is a setting without US bases in Japan and without risk at the defiance of a threat (`brink`), at an audience cost of
.1; *none of it before the decision* is one without pressure ahead of it (`onset`).

Where campaigns are compared ([campaigns.md](campaigns.md)), each draw is one, the same under both settings in all that is
chance, and the measure is its mean over the rounds. A patron *that means it*, or *that does not*, is one that truly is of
the steadfast type, or of the wavering one, which nobody in the campaign knows; only such campaigns are counted.
"""


def verdict_of(claim: Mapping) -> str:
    if not claim["comparisons"]:
        return f"needs {claim['needs']}"
    return claim["verdict"] + (f"; the rest needs {claim['needs']}" if claim.get("needs") else "")


def _summary(report: Mapping) -> str:
    rows = ["| | claim | verdict |", "|---|---|---|"]
    for claim in report["claims"]:
        name = claim["id"]
        if claim["comparisons"]:
            name = f"[{name}](#{name.lower()})"
        rows.append(f"| {name} | {_cell(claim['says'])} | {_cell(verdict_of(claim))} |")
    return "\n".join(rows) + "\n"


def _claim(claim: Mapping, pictures: Sequence[tuple[Path, str]]) -> str:
    lines = [f"## {claim['id']}\n", f"> {claim['says']} ({claim['source']})\n", f"**{verdict_of(claim).capitalize()}.**"]
    if claim["verdict"] == "holds conditionally":
        lines[-1] += " It holds under:\n\n" + "\n".join(f"* {where}" for where in claim["holds_where"])
    lines[-1] += "\n"
    if claim.get("explains"):
        lines.append(claim["explains"] + "\n")
    for picture, caption in pictures:
        if caption:
            lines.append(caption + "\n")
        what = "over two axes" if picture.stem.endswith("map") else "by comparison and precision"
        lines.append(f"![{claim['id']} {what}](pictures/{picture.name})\n")
    lines.append(_table(claim))
    return "\n".join(lines)


def _table(claim: Mapping) -> str:
    cells = [cell for comparison in claim["comparisons"] for cell in comparison["cells"]]
    precisions = list(dict.fromkeys(cell["precision"] for cell in cells))
    rows = ["| condition | from … to | measure | " + " | ".join(f"at {p}" for p in precisions) + " |",
            "|---|---|---|" + "--:|" * len(precisions)]
    for comparison in claim["comparisons"]:
        condition = f"{comparison['condition']} ({Path(comparison['scenario']).stem}, {_how_many(comparison)})"
        for key, cells in rows_of(comparison).items():
            start, end, measure, predicted = key
            shown = [condition, f"{start} … {end}", f"{measure} {'↑' if predicted == 'rises' else '↓'}"]
            rows.append("| " + " | ".join([*map(_cell, shown), *(_numbers(cells[p]) for p in precisions)]) + " |")
            condition = ""
    return "\n".join(rows) + "\n"


def _how_many(comparison: Mapping) -> str:
    cell = comparison["cells"][0]
    if not comparison["campaigns"]:
        return f"{cell['draws']} draws"
    counted = f"{cell['pairs']} of {cell['draws']}" if comparison["really"] else cell["draws"]
    return f"{counted} campaigns of {cell['rounds']} rounds"


def rows_of(comparison: Mapping) -> dict[tuple[str, str, str, str], dict[int, Mapping]]:
    """Cells by precision, by (from, to, measure, predicted) in the order of the file."""
    rows: dict[tuple[str, str, str, str], dict[int, Mapping]] = {}
    for cell in comparison["cells"]:
        key = (cell["from"], cell["to"], name_of_compared(cell), cell["predicted"])
        rows.setdefault(key, {})[cell["precision"]] = cell
    return rows


def _numbers(cell: Mapping) -> str:
    if cell["difference"] is None:
        return "–"
    error = cell["standard_error"]
    text = "–" if error is None else "<0.0001" if 0 < error < 5e-5 else f"{error:.4f}"
    difference = 0.0 if abs(cell["difference"]) < 5e-5 else cell["difference"]
    return f"{difference:+.4f} ± {text}, {100 * cell['share']:.0f}% {MARKS[cell['outcome']]}".replace("-", "−")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
