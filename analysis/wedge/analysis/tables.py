"""Tables of a report: as HTML on its page; as CSV, LaTeX and Markdown beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np
import xarray as xr

from .material import counts
from .measures import tactic_word
from .panels import is_event
from .phrases import attack_words, has_several, known, pair
from .reading import DRAWS, SENSITIVITY
from .slices import Slice, axes_of
from .text import error_text, has_median, number, title_of, units_of

UNKNOWN = "unknown"
LATEX = {"\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
         "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "±": r"$\pm$", "−": r"$-$", "×": r"$\times$", "–": "--"}


@dataclass(frozen=True)
class Table:
    """A table of text whose columns are numbers, but for the first `texts`."""

    name: str  # of its files
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1

    def html(self) -> str:
        return table(self.head, self.rows, self.texts)

    def csv(self) -> str:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([self.head, *self.rows])
        return text.getvalue()

    def markdown(self) -> str:
        line = lambda cells: "| " + " | ".join(c.replace("\\", "\\\\").replace("|", "\\|") for c in cells) + " |"  # noqa: E731
        rule = "|" + "|".join("---" if i < self.texts else "---:" for i in range(len(self.head))) + "|"
        return "\n".join([line(self.head), rule, *map(line, self.rows)]) + "\n"

    def latex(self) -> str:
        line = lambda cells: " & ".join("".join(LATEX.get(c, c) for c in cell) for cell in cells) + r" \\"  # noqa: E731
        columns = "l" * self.texts + "r" * (len(self.head) - self.texts)
        body = "\n".join(map(line, self.rows))
        return f"\\begin{{tabular}}{{{columns}}}\n\\hline\n{line(self.head)}\n\\hline\n{body}\n\\hline\n\\end{{tabular}}\n"

    def write(self, folder: Path) -> list[Path]:
        files = []
        for end, text in ((".csv", self.csv()), (".tex", self.latex()), (".md", self.markdown())):
            files.append(folder / f"{self.name}{end}")
            files[-1].write_text(text, encoding="utf-8")
        return files


def table(head: Sequence[str], rows: Sequence[Sequence[str]], texts: int = 1) -> str:
    """HTML of a table of plain text whose columns are numbers, but for the first `texts`."""
    cell = lambda i, text: f"<td>{escape(text)}</td>" if i < texts else f'<td class="n">{escape(text)}</td>'  # noqa: E731
    lines = ["".join(f"<th>{escape(name)}</th>" if i < texts else f'<th class="n">{escape(name)}</th>' for i, name in enumerate(head))]
    lines += ["".join(cell(i, text) for i, text in enumerate(row)) for row in rows]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def error(value: float) -> str:
    return error_text(value) if np.isfinite(value) else UNKNOWN


def tables(ds: xr.Dataset, point: Slice) -> list[Table]:
    """The tables of a report, at one point of its study."""
    where = f" at {point.where()}" if point.where() else ""
    found = [_attacks(point.ds, where), _ties(point.ds, where), _tactics(point.ds, where), _estimates(ds, point.ds, where)]
    return [t for t in found if t is not None and t.rows]


def _attacks(ds: xr.Dataset, where: str, most: int = 12) -> Table | None:
    """The likeliest attacks, as `wedge solve` lists them: here in the mean over the draws."""
    if not known(ds, "attack_by_action"):
        return None
    mean, several = ds["attack_by_action"], has_several(ds)
    rows = []
    for i in np.argsort(-np.nan_to_num(mean.values), kind="stable")[:most]:
        if not mean.values[i] > 0.0005:
            break
        label = str(mean["action"].values[i])
        rows.append((attack_words(label, several), label, number(mean.values[i]), error(pair(ds, "attack_by_action", action=label)[1])))
    return Table("attacks", f"Likeliest attacks{where}, of {mean.size}", ("Attack", "As --action takes it", "Probability", "Standard error"),
                 tuple(rows), 2)


def _ties(ds: xr.Dataset, where: str) -> Table | None:
    if not all(known(ds, m) for m in ("net", "dividend", "seam")) or ds["net"].dims != ("tie",):
        return None
    rows = []
    for tie in ds["tie"].values:
        value, se = pair(ds, "net", tie=tie)
        if np.isfinite(value):
            matters = bool(counts(np.array([value]), np.array([se]))[0])
            verdict = ("pays" if value > 0 else "seam") if matters else "no difference that counts"
            each = [pair(ds, m, tie=tie) for m in ("dividend", "seam", "net", *(["dilemma"] if "dilemma" in ds else []))]
            rows.append((str(tie), verdict, *(cell for v, e in each for cell in (number(v), error(e)))))
    names = ("Dividend", "Seam", "Net", "Dilemma (share of draws)")[:4 if "dilemma" in ds else 3]
    return Table("ties", f"Integration balance of each tie{where}, in stakes", ("Tie", "Integration", *(h for n in names for h in (n, "±"))),
                 tuple(rows), 2)


def _tactics(ds: xr.Dataset, where: str) -> Table | None:
    if not known(ds, "wedge_effect"):
        return None
    several = has_several(ds)
    rows = []
    for who in ds["adversary"].values if several else [None]:
        own = {"adversary": str(who)} if several else {}
        for tactic in ds["tactic"].values:
            for ally in ds["defender"].values:
                value, se = pair(ds, "wedge_effect", tactic=tactic, defender=ally, **own)
                if np.isfinite(value) and tactic != "none":
                    rows.append((*own.values(), tactic_word(str(tactic)), str(ally), number(value), error(se)))
    head = (("Adversary",) if several else ()) + ("Tactic", "Of", "Support lost", "Standard error")
    return Table("tactics", f"Support that tactics take away{where}", head, tuple(rows), len(head) - 2)


def _estimates(ds: xr.Dataset, point: xr.Dataset, where: str) -> Table | None:
    """The plain measures."""
    rows = []
    for name in map(str, point.data_vars):
        if "units" not in point[name].attrs or name.startswith(("n_", SENSITIVITY, DRAWS)) or name.endswith("_se") or name == "status":
            continue
        by_adversary = [str(d) for d in point[name].dims] == ["adversary"]
        if point[name].size != 1 and not by_adversary or (name not in ds or not set(axes_of(ds)) <= set(map(str, ds[name].dims))):
            continue
        for own in [{"adversary": str(who)} for who in point["adversary"].values] if by_adversary else [{}]:
            value, se = pair(point.squeeze() if not by_adversary else point, name, **own)
            middle = number(float(point[f"{name}_quantile"].sel(own).sel(quantile=0.5))) if has_median(point, name) and not is_event(name) else "–"
            rows.append((" · ".join([title_of(ds, name), *own.values()]), number(value), error(se), middle, units_of(ds, name)))
    return Table("estimates", f"Estimates{where}", ("Measure", "Mean", "Standard error", "Median draw", "Units"), tuple(rows))
