"""The page of a report: plain HTML, relative links, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import numpy as np
import xarray as xr
from matplotlib.figure import Figure

from .reading import SENSITIVITY, is_complete
from .slices import At, axes_of, cut
from .text import axis_label, draws_text, error_text, number, title_of, units_of

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; max-width: 62rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.6rem; margin-bottom: .3rem } h2 { font-size: 1.2rem; margin: 2.2rem 0 .5rem }
table { border-collapse: collapse; margin: 1rem 0 } th, td { text-align: left; vertical-align: top; padding: .2rem .9rem .2rem 0 }
td.n { text-align: right; font-variant-numeric: tabular-nums } th { font-weight: 600 }
figure { margin: 0 } img { max-width: 100%; height: auto; border: 1px solid #ddd } figcaption { color: #444; max-width: 46rem }
code { font-size: .9em; overflow-wrap: anywhere } nav ul { columns: 2; padding-left: 1.2rem } .warning { border-left: 4px solid #D55E00; padding-left: .8rem }
"""


@dataclass(frozen=True)
class Shown:
    """A picture on the page."""

    file: str
    heading: str
    what: str
    details: str
    width: int  # pixels
    below: str = ""  # HTML

    @staticmethod
    def of(figure: Figure, file: Path, heading: str, what: str, below: str = "") -> Shown:
        """A figure that was saved beside the page."""
        return Shown(file.name, heading, what, figure.get_label(), round(figure.get_size_inches()[0] * 110), below)


def page(ds: xr.Dataset, shown: Sequence[Shown], skipped: Mapping[str, Sequence[str]], at: At | None = None,
         lead: str | None = None) -> str:
    """The whole page. `skipped`: why pictures were left out, and which; `at`: axes that are held. `lead`: HTML in place of
    the tables of estimates and attacks."""
    title = escape(str(ds.attrs.get("title", "")) or "Results")
    parts = [f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" '
             f'content="width=device-width">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>',
             f"<h1>{title}</h1>", _warning(ds), _facts(ds), _estimates(ds) + _attacks(ds, at) if lead is None else lead,
             _contents(shown)]
    parts += [_figure(picture) for picture in shown]
    if skipped:
        items = [f"<li>{escape(', '.join(headings))}: {escape(reason)}</li>" for reason, headings in skipped.items()]
        parts += ["<h2>Not drawn</h2>", "<ul>", *items, "</ul>"]
    return "\n".join(p for p in parts if p) + "\n</body>\n</html>\n"


def _warning(ds: xr.Dataset) -> str:
    if is_complete(ds):
        return ""
    missing = int((ds["status"] != 0).sum()) if "status" in ds else 0
    count = f": {missing} of {ds['n_draws'].size} points lack some or all of their draws" if missing else ""
    return f'<p class="warning">The study is incomplete{count}. Grey cells and gaps have no value.</p>'


def _facts(ds: xr.Dataset) -> str:
    rows = [("Draws", escape(draws_text(ds)))]
    for axis in axes_of(ds):
        values = np.sort(ds[axis].values)
        span = number(values[0]) if values.size == 1 else f"{values.size} values, {number(values[0])} to {number(values[-1])}"
        key = str(ds[axis].attrs.get("key", ""))
        rows.append((f"Axis {escape(axis)}", f"{escape(span)}; {escape(axis_label(ds, axis, key=False))}"
                     + (f" <code>{escape(key)}</code>" if key else "")))
    for name, label in (("command", "Command"), ("seed", "Seed"), ("program_version", "Program version")):
        if name in ds.attrs:
            rows.append((label, f"<code>{escape(str(ds.attrs[name]))}</code>"))
    return "<table>" + "".join(f"<tr><th>{label}</th><td>{text}</td></tr>" for label, text in rows) + "</table>"


def _estimates(ds: xr.Dataset) -> str:
    """A table of the plain measures, for a result with a single point."""
    if ds["n_draws"].size != 1:
        return ""
    rows = []
    for name in ds.data_vars:
        name = str(name)
        if "units" not in ds[name].attrs or name.startswith(("n_", SENSITIVITY)) or name.endswith("_se"):
            continue
        by_adversary = [str(d) for d in ds[name].dims if d not in axes_of(ds)] == ["adversary"]
        if ds[name].size != 1 and not by_adversary:
            continue
        for where in [{"adversary": who} for who in ds["adversary"].values] if by_adversary else [{}]:
            error = ds[f"{name}_se"].sel(where).item() if f"{name}_se" in ds else np.nan
            cells = (number(ds[name].sel(where).item()), error_text(error) if np.isfinite(error) else "unknown", units_of(ds, name))
            title = " · ".join([title_of(ds, name), *where.values()])
            rows.append((title, *cells))
    return table(("Measure", "Estimate", "Standard error", "Units"), rows) if rows else ""


def table(head: Sequence[str], rows: Sequence[Sequence[str]], texts: int = 1) -> str:
    """A table of plain text whose columns are numbers, but for the first `texts`."""
    cell = lambda i, text: f"<td>{escape(text)}</td>" if i < texts else f'<td class="n">{escape(text)}</td>'  # noqa: E731
    lines = ["".join(f"<th>{escape(name)}</th>" for name in head)]
    lines += ["".join(cell(i, text) for i, text in enumerate(row)) for row in rows]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _attacks(ds: xr.Dataset, at: At | None, most: int = 12) -> str:
    """The likeliest attacks, as `wedge solve` lists them: here in the mean over the draws."""
    if "attack_by_action" not in ds:
        return ""
    part = cut(ds, [], {axis: value for axis, value in (at or {}).items() if axis in axes_of(ds)})
    mean = part.ds["attack_by_action"]
    error = part.ds.get("attack_by_action_se", mean * np.nan)
    heads = (["Adversary"] if "adversary" in ds.dims else []) + ["Target", "Rung", "Tactic"]
    rows = []
    for i in np.argsort(-np.nan_to_num(mean.values), kind="stable")[:most]:
        if not mean.values[i] > 0.0005:
            break
        words = str(mean["action"].values[i]).split(" ", len(heads) - 1)
        rows.append((*words, number(mean.values[i]), error_text(error.values[i]) if np.isfinite(error.values[i]) else "unknown"))
    if not rows:
        return ""
    where = f" at {escape(part.where())}" if part.where() else ""
    return (f"<h2>Likeliest attacks{where}</h2>\n" + table((*heads, "Probability", "Standard error"), rows, len(heads))
            + f"\n<p>Of {mean.size} that its menu has.</p>")


def _contents(shown: Sequence[Shown]) -> str:
    if len(shown) < 2:
        return ""
    items = [f'<li><a href="#{_anchor(p)}">{escape(p.heading)}</a></li>' for p in shown]
    return "<nav><ul>" + "".join(items) + "</ul></nav>"


def _anchor(picture: Shown) -> str:
    return escape(picture.file.rsplit(".", 1)[0])


def _figure(picture: Shown) -> str:
    caption = f"{picture.what} {picture.details}"
    return (f'<h2 id="{_anchor(picture)}">{escape(picture.heading)}</h2>\n<figure>\n<img src="{escape(picture.file)}" '
            f'width="{picture.width}" alt="{escape(picture.heading)}">\n<figcaption>{escape(caption)}</figcaption>\n</figure>'
            + (f"\n{picture.below}" if picture.below else ""))
