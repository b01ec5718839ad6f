"""A report: a page that answers, with the pictures in front; then all the pictures that apply, by question."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import xarray as xr
from matplotlib.figure import Figure

from .answers import answers, point_of
from .booklet import write_booklet
from .page import KINDS, Section, Shown, brief
from .pictures import DETERS, HINGES, PEELS, QUESTIONS, TIES, Picture, pictures
from .reading import CannotPlot, ResultError
from .rows import write_rows
from .slices import At, axes_of, cut, free_axes
from .style import corner, look, save
from .tables import Table, tables

FORMATS = ("svg", "png", "pdf")
# Which picture stands in front for a question: the first that could be drawn.
FRONT = ((DETERS, ("attack-mix",)), (PEELS, ("wedge-effect", "reliability")), (TIES, ("map-net", "balance")),
         (HINGES, ("sensitivity-total-loss", "map-total-loss", "map-overall-total-loss", "total-loss", "overall-total-loss", "loss")))


def write_report(ds: xr.Dataset, folder: str | os.PathLike, format: str = "svg", at: At | None = None, *, size: str = "paper",
                 font: str = "", titles: bool = True, pdf: bool = False) -> list[Path]:
    """Writes every picture that applies, its numbers as CSV beside it, tables, and `index.html`; returns the files, the page last.

    `at` holds axes: they are not drawn along. The others are, each with the rest at the middle. `format`: svg, png or pdf, of the
    pictures; `size`, `font`, `titles`: as `look` takes them. `pdf`: writes brief.pdf too, the page for printers. ResultError if
    something asked for does not exist; nothing is written then."""
    if labels := set(at or {}) - set(axes_of(ds)):
        raise ResultError(f"{', '.join(sorted(labels))}: not an axis of this result, "
                          f"whose axes are: {', '.join(axes_of(ds)) or 'none'}")
    if format not in FORMATS:
        raise ResultError(f"{format}: is no format of pictures; expected one of {', '.join(FORMATS)}")
    cut(ds, free_axes(ds, at), at)  # refuses a wrong value before anything is written
    with look(size, font, titles):  # refuses a wrong font
        pass
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    point, said = point_of(ds, at), answers(ds, at)
    every, drawn, skipped = pictures(ds, at), {}, {}
    files, shown = [], {}
    with look(size, font, titles):
        for picture in every:
            try:
                drawn[picture.name] = figure = picture.draw()
            except CannotPlot as reason:
                skipped.setdefault(str(reason), []).append(picture.heading)
                continue
            files.append(save(figure, folder / f"{picture.name}.{format}"))
            shown[picture.name] = _inside(picture, figure, files[-1], written=True)
            if written := write_rows(figure, folder / f"{picture.name}.csv"):
                files.append(written)
    kept = [picture for picture in every if picture.name in drawn]
    found = tables(ds, point)
    if "attack_by_action" not in ds:  # of version 0.1
        skipped.setdefault("The file holds no attack_by_action.", []).append("Likeliest attacks")
    if found:
        (folder / "tables").mkdir(exist_ok=True)
        files += [file for table in found for file in table.write(folder / "tables")]
    front = in_front(kept)
    with corner(font):
        small = {picture.name: picture.draw() for picture in front}
        in_corners = [_inside(picture, small[picture.name], Path(shown[picture.name].file)) for picture in front]
    if pdf:
        gallery = [(picture, drawn[picture.name]) for picture in kept]
        corners = [(picture, small[picture.name]) for picture in front]
        with look(font=font):
            files.append(write_booklet(ds, folder / "brief.pdf", said, where(point), corners, gallery, skipped, found, titles))
    index = folder / "index.html"
    index.write_text(brief(ds, said, where(point), in_corners, _sections(kept, shown, found), skipped, _left(found)), encoding="utf-8")
    return [*files, index]


def where(point) -> str:
    """Where in the study the answers are, as a sentence."""
    held = point.where()
    return f"Answers at {held}; means over the draws ± their standard errors." if held else "Means over the draws ± their standard errors."


def in_front(kept: Sequence[Picture]) -> list[Picture]:
    """The four pictures that go with the answers."""
    out = []
    for question, names in FRONT:
        for start in names:
            if found := [p for p in kept if p.question in (question, DETERS) and p.name.startswith(start) and p not in out]:
                out.append(found[0])
                break
    return out


def _inside(picture: Picture, figure: Figure, file: Path, written: bool = False) -> Shown:
    """A picture whose bytes the page holds: those of its file if that was written, and is of a kind that pages show."""
    if written and file.suffix in KINDS:
        return Shown.of(figure, file, picture.heading, picture.what, inside=file)
    with tempfile.TemporaryDirectory() as scratch:
        inside = save(figure, Path(scratch) / "picture.svg")
        return Shown.of(figure, file, picture.heading, picture.what, inside=inside)


TABLES = {"attacks": DETERS, "tactics": PEELS, "ties": TIES}  # the others stand at the end


def _sections(kept: Sequence[Picture], shown: dict[str, Shown], found: Sequence[Table]) -> list[Section]:
    questions = list(dict.fromkeys([*QUESTIONS, *(p.question for p in kept)]))
    out = [Section(q, tuple(shown[p.name] for p in kept if p.question == q), tuple(t for t in found if TABLES.get(t.name) == q))
           for q in questions]
    return [section for section in out if section.shown or section.tables]


def _left(found: Sequence[Table]) -> list[Table]:
    return [t for t in found if t.name not in TABLES]

