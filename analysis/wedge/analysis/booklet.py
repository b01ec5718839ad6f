"""The brief as PDF, made without a browser: the answers with four pictures, then all pictures by question, then the tables."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import matplotlib
import xarray as xr
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.backends.backend_pdf import Op, PdfPages
from matplotlib.figure import Figure

from .answers import Answer
from .page import facts
from .pictures import Picture
from .style import RC, settle
from .tables import Table
from .text import plain

PAGE = (8.27, 11.69)  # inches: A4
MARGIN, GAP = 0.6, 0.14
WIDTH = PAGE[0] - 2 * MARGIN
HALF = 4.2  # inches: of a picture, so that two are on a page
LEADING = 1.33  # of a line, in its size
LETTERS = 0.53  # width of a letter, in its size


class Placed(Artist):
    """A figure drawn on the page of another, with all its lines and letters, as large as wanted. For PDF alone."""

    def __init__(self, figure: Figure, x: float, y: float, scale: float) -> None:
        super().__init__()
        self.picture, self.place = figure, (scale, 0, 0, scale, 72 * x, 72 * y)

    @allow_rasterization
    def draw(self, renderer) -> None:
        state = renderer.gc  # of the page: what the picture changes is put back
        renderer.file.output(*state.finalize())
        before = renderer.new_gc()
        before.copy_properties(state)
        renderer.file.output(Op.gsave, *self.place, Op.concat_matrix)
        self.picture.dpi = 72
        self.picture.draw(renderer)
        renderer.file.output(*renderer.gc.finalize(), Op.grestore)
        renderer.gc.copy_properties(before)


class Booklet:
    """Pages that are filled from the top."""

    def __init__(self, file: PdfPages) -> None:
        self.file, self.page, self.left = file, None, 0.0

    def room(self, height: float) -> None:
        """Turns the page unless so many inches are left."""
        if self.page is None or self.left - height < MARGIN and self.left < PAGE[1] - MARGIN:
            self.turn()

    def turn(self) -> None:
        self.close()
        self.page, self.left = Figure(figsize=PAGE), PAGE[1] - MARGIN

    def close(self) -> None:
        if self.page is not None:
            self.file.savefig(self.page)
        self.page = None

    def text(self, text: str, size: float = 9, weight: str = "normal", colour: str = "#222222", after: float = 0.06,
             keep: float = 0.0, family: str | None = None) -> None:
        """A paragraph; `keep`: inches that must be left below it."""
        lines = textwrap.wrap(text, int(WIDTH * 72 / (size * LETTERS)), break_on_hyphens=False) or [""]
        line = size * LEADING / 72
        self.room(min(len(lines), 4) * line + keep)
        for each in lines:
            self.room(line)
            self.page.text(MARGIN / PAGE[0], self.left / PAGE[1], plain(each), fontsize=size, fontweight=weight, color=colour, va="top",
                           **({"family": family} if family else {}))
            self.left -= line
        self.left -= after

    def row(self, figures: Sequence[Figure], captions: Sequence[str] = (), tallest: float = 8.6) -> None:
        """Figures side by side, no wider than the page together and no taller than `tallest`, each with its caption below."""
        across = (WIDTH - GAP * (len(figures) - 1)) / len(figures)
        sizes = [figure.get_size_inches() for figure in figures]
        scales = [min(1.0, across / w, tallest / h) for w, h in sizes]
        heights = [h * s for (_, h), s in zip(sizes, scales)]
        texts = [textwrap.wrap(c, int(across * 72 / (7 * LETTERS))) for c in captions] or [[]]
        line = 7 * LEADING / 72
        height = max(heights)
        self.room(height + line * max(map(len, texts)))
        for i, (figure, scale) in enumerate(zip(figures, scales)):
            x, top = MARGIN + i * (across + GAP), self.left
            self.page.add_artist(Placed(figure, x, top - heights[i], scale))
            for j, words in enumerate(texts[i] if captions else []):
                self.page.text(x / PAGE[0], (top - height - j * line) / PAGE[1], plain(words), fontsize=7, color="#444444", va="top")
        self.left -= height + line * max(map(len, texts)) + GAP


def write_booklet(ds: xr.Dataset, path: Path, answers: Sequence[Answer], where: str, front: Sequence[tuple[Picture, Figure]],
                  gallery: Sequence[tuple[Picture, Figure]], skipped: Mapping[str, Sequence[str]], tables: Sequence[Table],
                  titles: bool = True) -> Path:
    """Writes the brief as PDF; the same result gives the same bytes. The figures are used up: they cannot be saved otherwise
    afterwards. `titles`: whether they have theirs; else their captions stand above them."""
    with matplotlib.rc_context(RC), PdfPages(path, metadata={"CreationDate": None}) as file:
        book = Booklet(file)
        book.turn()
        book.text(str(ds.attrs.get("title", "")) or "Results", 15, "bold", after=0.03)
        book.text(where, 8, colour="#555555", after=0.08)
        for answer in answers:
            book.text(answer.question, 10, "bold", after=0.01, keep=0.4)
            book.text(" ".join(answer.sentences) or "The study does not say.", 8, after=0.05)
        rows = range(0, len(front), 2)
        room = (book.left - MARGIN) / max(1, len(rows)) - 0.3  # of each row, its captions aside
        for i in rows:
            row = front[i:i + 2]
            book.row([settle(figure) for _, figure in row], [p.heading for p, _ in row], room if room > 1.2 else 8.6)
        for question in dict.fromkeys(picture.question for picture, _ in gallery):
            book.turn()
            book.text(question, 13, "bold", after=0.1)
            for picture, figure in gallery:
                if picture.question == question:
                    _show(book, picture, settle(figure), titles)
        book.turn()
        for line, style in _end(ds, skipped, tables):
            book.text(line, **style)
        book.close()
    return path


def _show(book: Booklet, picture: Picture, figure: Figure, titles: bool) -> None:
    across, tall = figure.get_size_inches()
    height = tall * min(1.0, WIDTH / across)
    tallest = HALF if height < 1.5 * HALF else 8.6  # two on a page, unless they would be small
    height = min(height, tallest)
    book.text(picture.heading, 10.5, "bold", after=0.03, keep=height + 0.3)
    book.text(picture.what + ("" if titles else f" {figure.get_label()}"), 8.4, after=0.04, keep=height)
    book.row([figure], tallest=tallest)


def _end(ds: xr.Dataset, skipped: Mapping[str, Sequence[str]], tables: Sequence[Table]) -> Iterator[tuple[str, dict]]:
    head = {"size": 11, "weight": "bold", "after": 0.05, "keep": 0.5}
    for table in tables:
        yield table.title, head
        widths = [max(len(row[i]) for row in (table.head, *table.rows)) for i in range(len(table.head))]
        for row in (table.head, *table.rows):
            cells = [cell.ljust(w) if i < table.texts else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths))]
            yield "\u00a0\u00a0".join(c.replace(" ", "\u00a0") for c in cells), {"size": 6.2, "family": "DejaVu Sans Mono", "after": 0.0}
        yield "", {"size": 6}
    if skipped:
        yield "Not drawn", head
        for reason, headings in skipped.items():
            yield f"{', '.join(headings)}: {reason}", {"size": 8}
    yield "The study", head
    for name, words, typed in facts(ds):
        yield f"{name}: {' '.join(filter(None, (words, typed)))}", {"size": 8}
