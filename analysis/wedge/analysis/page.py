"""Pages: plain HTML, nothing fetched from anywhere."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from .answers import Answer
from .categories import labels_of, value_name
from .reading import is_complete
from .slices import axes_of
from .tables import Table
from .text import draws_text, meaning_of

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem; margin: 0 0 .3rem } h2 { font-size: 1.25rem; margin: 2.2rem 0 .5rem } h3 { font-size: 1rem; margin: 1.6rem 0 .4rem }
table { border-collapse: collapse; margin: 1rem 0 } th, td { text-align: left; vertical-align: top; padding: .2rem .9rem .2rem 0 }
.n { text-align: right; font-variant-numeric: tabular-nums } th { font-weight: 600 }
figure { margin: 0 } img { max-width: 100%; height: auto; border: 1px solid #ddd } figcaption { color: #444; max-width: 46rem }
code { font-size: .9em; overflow-wrap: anywhere } .warning { border-left: 4px solid #D55E00; padding-left: .8rem }
.where, .faint { color: #555 } .brief h2 { margin: 1rem 0 .2rem; font-size: 1.05rem } .brief p { margin: .2rem 0 }
.four { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin-top: 1.2rem } .four img { border: 0; width: 100% }
.four figcaption { font-size: .85rem; line-height: 1.35 } nav { margin: 2rem 0; border-top: 1px solid #ddd; padding-top: .6rem }
nav a { display: block; color: inherit; text-decoration: none; padding: .1rem 0 } nav a:hover { text-decoration: underline }
a { color: #0b4f8a } details { margin: .8rem 0 } summary { cursor: pointer }
@media print {
  @page { margin: 14mm } body { font-size: 9.5pt; line-height: 1.35; margin: 0; max-width: none; padding: 0 } nav, summary { display: none }
  h1 { font-size: 15pt } h2 { font-size: 12pt } .brief { break-after: page } .brief h2 { font-size: 10.5pt; margin: .5rem 0 .1rem }
  .four { gap: .5rem } .four figcaption { font-size: 7.5pt } figure, tr { break-inside: avoid } h2, h3 { break-after: avoid }
}
"""
KINDS = {".svg": "image/svg+xml", ".png": "image/png"}


@dataclass(frozen=True)
class Shown:
    """A picture on a page."""

    file: str
    heading: str
    what: str
    details: str
    width: int  # pixels
    below: str = ""  # HTML
    source: str = ""  # what stands in the page itself: a data address; else the file is linked

    @staticmethod
    def of(figure: Figure, file: Path, heading: str, what: str, below: str = "", inside: Path | None = None) -> Shown:
        """A figure that was saved beside the page. `inside`: the file whose bytes the page holds."""
        return Shown(file.name, heading, what, figure.get_label(), round(figure.get_size_inches()[0] * 110), below,
                     data_address(inside) if inside else "")

    @property
    def caption(self) -> str:
        return f"{self.what} {self.details}"


@dataclass(frozen=True)
class Section:
    """The pictures and tables that belong to one question."""

    question: str
    shown: tuple[Shown, ...]
    tables: tuple[Table, ...] = ()


def data_address(file: Path) -> str:
    """A picture as an address that needs no file."""
    return f"data:{KINDS[file.suffix]};base64," + base64.b64encode(file.read_bytes()).decode("ascii")


def page(ds: xr.Dataset, shown: Sequence[Shown], lead: str) -> str:
    """A page with a lead (HTML) and pictures below."""
    return _document(ds, [_warning(ds), _facts(ds), lead, *(_figure(picture, 2) for picture in shown)])


def brief(ds: xr.Dataset, answers: Sequence[Answer], where: str, front: Sequence[Shown], sections: Sequence[Section],
          skipped: Mapping[str, Sequence[str]], tables: Sequence[Table] = ()) -> str:
    """The page of a report: the answers with the pictures in front, then a gallery by question, then tables and the study itself.

    `where`: at which point of the study the answers are. `skipped`: why pictures were left out, and which."""
    said = [f"<h2>{escape(a.question)}</h2>\n<p>{_typed(' '.join(a.sentences) or 'The study does not say.')}</p>" for a in answers]
    four = "\n".join(f'<figure><a href="#{_anchor(p)}"><img src="{p.source or escape(p.file)}" alt="{escape(p.heading)}"></a>\n'
                     f"<figcaption><b>{escape(p.heading)}.</b> {escape(p.what)}</figcaption></figure>" for p in front)
    parts = [_warning(ds), '<div class="brief">', f'<p class="where">{escape(where)}</p>', *said, f'<div class="four">\n{four}\n</div>', "</div>"]
    parts.append(_contents(sections))
    for i, section in enumerate(sections):
        parts.append(f'<h2 id="question-{i + 1}">{escape(section.question)}</h2>')
        parts += [_table(t) for t in section.tables]
        parts += [_figure(picture, 3) for picture in section.shown]
    parts += [_table(t) for t in tables]
    if skipped:
        items = [f"<li>{escape(', '.join(headings))}: {escape(reason)}</li>" for reason, headings in skipped.items()]
        parts += ["<h2>Not drawn</h2>", "<ul>", *items, "</ul>"]
    return _document(ds, [*parts, '<h2 id="study">The study</h2>', _facts(ds)])


def _typed(text: str) -> str:
    """HTML of text in which what is typed stands between backquotes."""
    return re.sub("`([^`]*)`", r"<code>\1</code>", escape(text))


def _document(ds: xr.Dataset, parts: Sequence[str]) -> str:
    title = escape(str(ds.attrs.get("title", "")) or "Results")
    head = (f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" '
            f'content="width=device-width">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>')
    return "\n".join(p for p in [head, f"<h1>{title}</h1>", *parts] if p) + "\n</body>\n</html>\n"


def _warning(ds: xr.Dataset) -> str:
    if is_complete(ds):
        return ""
    missing = int((ds["status"] != 0).sum()) if "status" in ds else 0
    count = f": {missing} of {ds['n_draws'].size} points lack some or all of their draws" if missing else ""
    return f'<p class="warning">The study is incomplete{count}. Grey cells and gaps have no value.</p>'


def facts(ds: xr.Dataset) -> list[tuple[str, str, str]]:
    """What the study is: a name, words, and what is typed rather than said."""
    rows = [("Draws", draws_text(ds), "")]
    for axis in axes_of(ds):
        values = np.sort(ds[axis].values)
        names = [value_name(ds, axis, v) for v in values]
        span = ", ".join(names) if values.size == 1 or labels_of(ds, axis) else f"{values.size} values, {names[0]} to {names[-1]}"
        rows.append((f"Axis {axis}", f"{span}; {meaning_of(ds, axis)}", str(ds[axis].attrs.get("key", ""))))
    named = (("command", "Command"), ("seed", "Seed"), ("program_version", "Program version"))
    return rows + [(label, "", str(ds.attrs[name])) for name, label in named if name in ds.attrs]


def _facts(ds: xr.Dataset) -> str:
    code = lambda text: f"<code>{escape(text)}</code>" if text else ""  # noqa: E731
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{' '.join(filter(None, (escape(words), code(typed))))}</td></tr>"
                   for name, words, typed in facts(ds))
    return f"<table>{rows}</table>"


def _contents(sections: Sequence[Section]) -> str:
    def count(section: Section) -> str:
        n = len(section.shown)
        return f"{n} picture{'s' if n > 1 else ''}" if n else "a table" if section.tables else "no picture"

    items = [f'<a href="#question-{i + 1}">{escape(s.question)} <span class="faint">{count(s)}</span></a>' for i, s in enumerate(sections)]
    return f"<nav>{''.join(items)}</nav>" if len(items) > 1 else ""


def _table(some: Table) -> str:
    links = ", ".join(f'<a href="tables/{some.name}.{end}">{name}</a>' for end, name in (("csv", "CSV"), ("tex", "LaTeX"), ("md", "Markdown")))
    return f"<h3>{_typed(some.title)}</h3>\n{some.html()}\n<p class=\"faint\">As {links}.</p>"


def _anchor(picture: Shown) -> str:
    return escape(picture.file.rsplit(".", 1)[0])


def _figure(picture: Shown, level: int) -> str:
    return (f'<h{level} id="{_anchor(picture)}">{escape(picture.heading)}</h{level}>\n<figure>\n'
            f'<img src="{picture.source or escape(picture.file)}" width="{picture.width}" alt="{escape(picture.heading)}">\n'
            f"<figcaption>{escape(picture.caption)}</figcaption>\n</figure>" + (f"\n{picture.below}" if picture.below else ""))
