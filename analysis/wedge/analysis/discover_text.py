"""What was discovered, in words: on the terminal and as tables of a page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

import numpy as np

from .tables import table
from .text import number

if TYPE_CHECKING:
    from .discover import Discovery
    from .pawn import Index
    from .prim import Fit, Found
    from .tree import Node

WIDTH = 80  # of a terminal


@dataclass(frozen=True)
class Leaf:
    """A leaf of the tree: the ranges that lead to it, by input, and what is there. `cases`: their share in it."""

    ranges: dict[int, tuple[float, float]]
    rows: int
    share: float
    mean: float
    cases: float
    spread: tuple[float, float]  # 5 and 95% of the rows


def leaves(found: Discovery) -> list[Leaf]:
    """The leaves in the order of the tree."""
    draws, which = found.draws, found.tree.leaf_of(found.draws.x)
    return [Leaf(ranges, leaf.rows, leaf.rows / draws.y.size, leaf.mean, float(found.cases.hit[which == i].mean()),
                 tuple(float(v) for v in np.quantile(draws.y[which == i], (0.05, 0.95))))
            for i, (leaf, ranges) in enumerate(found.tree.leaves())]


def share(part: float) -> str:
    """'12%', '<1%'"""
    return "<1%" if 0 < part < 0.01 else f"{100 * part:.0f}%"


def chance(p: float) -> str:
    return "p < 0.0001" if p < 0.0001 else f"p = {p:.1g}" if p < 0.01 else f"p = {p:.2f}"


def ends(low: float, high: float) -> str:
    """'≤ 3', '≥ 2', '2 to 3'"""
    if not np.isfinite(low):
        return f"≤ {number(high)}"
    return f"{number(low)} to {number(high)}" if np.isfinite(high) else f"≥ {number(low)}"


def summary(found: Discovery) -> str:
    """How many cases of how many rows, and what was left out."""
    draws, cases = found.draws, found.cases
    count, where = int(cases.hit.sum()), f"{draws.measure} {cases.words}"
    asked = f" ({cases.asked} of the {draws.unit} are below it)" if cases.asked.endswith("%") else ""
    solutions = f" ({draws.count} draws at each point)" if draws.unit == "solutions" and draws.keys else ""
    text = f"{count} of {draws.y.size} {draws.unit}{solutions} have {where}{asked}: the cases."
    if draws.left_out:
        text += " Left out: " + ", ".join(f"{n} {why}" for why, n in draws.left_out.items()) + "."
    return text


def correlated(found: Discovery) -> str:
    """Which keys cannot be told apart, as a sentence, or nothing."""
    if not found.correlated:
        return ""
    minus = lambda r: f"{r:.2f}".replace("-", "−")  # noqa: E731
    pairs = "; ".join(f"{a} and {b} ({minus(r)})" for a, b, r in found.correlated)
    return f"Keys that move together (rank correlation), of which one may stand for the other: {pairs}."


def of_box(found: Discovery, i: int) -> str:
    box, draws = found.boxes[i], found.draws
    left = "" if i == 0 else " that earlier boxes leave"
    return (f"Box {i + 1} holds {share(box.fit.coverage)} of the cases (coverage); {share(box.fit.density)} of its "
            f"{box.fit.rows} {draws.unit}{left} are cases (density).")


def together(found: Discovery) -> str:
    if not found.boxes:
        return ("No box: of those whose restrictions chance did not make, none balances coverage and density better than all "
                f"{found.draws.unit} together.")
    all_cases = share(found.cases.hit.mean())
    boxes, were = ("The box", "it was") if len(found.boxes) == 1 else ("All boxes together", "they were")
    return (f"{boxes}: {_fit(found.together)}, where {all_cases} of all are cases; "
            f"on {found.draws.sampled} that {were} not found in: {_fit(found.unseen)}."
            + _trust(found.unseen.density > found.cases.hit.mean()))


def _trust(holds: bool) -> str:
    """What follows where something does not hold elsewhere."""
    return "" if holds else " That is chance: it takes more draws."


def _fit(fit: Fit) -> str:
    return f"coverage {share(fit.coverage)}, density {share(fit.density)}" if fit.rows else "nothing"


def of_tree(found: Discovery) -> str:
    if found.tree.is_leaf:
        return f"No tree: no split explains more of the variance of {found.draws.measure} than chance may."
    return (f"The tree explains {share(max(0.0, found.explained))} of the variance of {found.draws.measure}; "
            f"of {found.draws.sampled} that it was not grown from, {share(max(0.0, found.explained_unseen))}."
            + _trust(found.explained_unseen > 0.0))


def is_told(index: Index, found: Discovery) -> bool:
    """Whether an index of a key is more than chance would make of it."""
    return found.pawn.threshold is not None and index.distance > found.pawn.threshold


def report(found: Discovery) -> str:
    """Everything, for a terminal."""
    parts = [_lines(summary(found)), ""]
    for i, box in enumerate(found.boxes):
        parts += [_lines(of_box(found, i)), *_columns(_rows(found, box)), ""]
    parts += [_lines(together(found)), "", _lines(of_tree(found))]
    if not found.tree.is_leaf:
        parts += _rules(found, found.tree, iter(leaves(found)), "  ")
    told = [i for i in found.pawn.keys if is_told(i, found)]
    for name, some in (("axis", found.pawn.axes), ("key", told)):
        if some:
            parts += ["", f"How much each {name} moves the distribution (PAWN, 95% interval)", *_columns(map(_of_index, some))]
    if others := [i.name for i in found.pawn.keys if i not in told]:
        parts += ["", _lines(f"Not told from a key without effect: {', '.join(others)}.")]
    if text := correlated(found):
        parts += ["", _lines(text)]
    return "\n".join(parts)


def _lines(text: str) -> str:
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _rows(found: Discovery, box: Found) -> list[tuple[str, ...]]:
    return [(found.draws.names[j], ends(box.box.low[j], box.box.high[j]), chance(p))
            for j, p in sorted(box.chances.items(), key=lambda each: each[1])]


def _of_index(index: Index) -> tuple[str, ...]:
    return index.name, f"{index.value:.3f}", f"{index.low:.3f} to {index.high:.3f}".replace("-", "−")


def _columns(rows: Iterable[tuple[str, ...]]) -> list[str]:
    rows = list(rows)
    widths = [max(map(len, column)) for column in zip(*rows)]
    return ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows]


def _rules(found: Discovery, node: Node, some: Iterable[Leaf], indent: str) -> list[str]:
    if node.is_leaf:
        leaf = next(some)
        return [f"{indent}{share(leaf.share)} of the {found.draws.unit}: mean {number(leaf.mean)}, {share(leaf.cases)} cases"]
    name, at = found.draws.names[node.input], number(node.threshold)
    return [f"{indent}{name} ≤ {at}", *_rules(found, node.low, some, indent + "  "),
            f"{indent}{name} > {at}", *_rules(found, node.high, some, indent + "  ")]


def lead(found: Discovery) -> str:
    """The top of the page."""
    sentences = [summary(found), together(found), of_tree(found), correlated(found)]
    return "\n".join(f"<p>{escape(s)}</p>" for s in sentences if s)


def box_tables(found: Discovery) -> str:
    out = []
    for i, box in enumerate(found.boxes):
        rows = [(*row[:2], row[2].removeprefix("p ").removeprefix("= ")) for row in _rows(found, box)]
        out.append(f"<p>{escape(of_box(found, i))}</p>\n" + table(("Key", "Range", "Quasi-p-value"), rows, 2))
    return "\n".join(out)


def leaf_table(found: Discovery) -> str:
    names = found.draws.names
    range_of = lambda low, high: ends(low, high) if np.isfinite(high) else f"> {number(low)}"  # noqa: E731
    rule = lambda leaf: ", ".join(f"{names[j]} {range_of(*ends)}" for j, ends in leaf.ranges.items())  # noqa: E731
    rows = [(rule(leaf), share(leaf.share), number(leaf.mean), share(leaf.cases)) for leaf in leaves(found)]
    return table(("Rule", f"Share of the {found.draws.unit}", "Mean", "Cases"), rows)


def index_table(found: Discovery) -> str:
    rows = [(*_of_index(i), f"{i.distance:.3f}", f"{i.farthest:.3f}") for i in (*found.pawn.axes, *found.pawn.keys)]
    return table(("Key", "Index", "95% interval", "Distance as it is", "of the farthest slice"), rows)
