"""What single draws say without another solution: where the cases of interest are, rules for the measure, and which
uncertain key tells most."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xarray as xr

from . import discover_pictures, discover_text
from .draws import Cases, Draws
from .page import Shown, page
from .pawn import Index, Pawn, pawn
from .prim import Box, Fit, Found, boxes, fit, holds_any
from .style import save
from .tree import DEPTH, Node, explained, grow, predicted

FOLDS = 5  # parts of the draws; what is found in all but one is tried on that one
SEED = 20
TOGETHER = 0.3  # keys with a larger rank correlation move together


@dataclass(frozen=True)
class Discovery:
    """All that is found. `unseen` and `explained_unseen`: on draws that such boxes and trees were not found in."""

    draws: Draws
    cases: Cases
    boxes: list[Found]
    together: Fit
    unseen: Fit
    tree: Node
    explained: float
    explained_unseen: float
    pawn: Pawn
    correlated: list[tuple[str, str, float]]


def discover(draws: Draws, cases: Cases, depth: int = DEPTH) -> Discovery:
    """Boxes, a tree no deeper than `depth`, and indices of a table of draws."""
    found, tree = boxes(draws.x, cases.hit, draws.draw), grow(draws.x, draws.y, depth)
    held, means = np.zeros(draws.y.size, dtype=bool), np.empty(draws.y.size)
    part = np.random.default_rng(SEED).permutation(np.arange(draws.count) % FOLDS)[draws.draw]
    for k in range(FOLDS):
        seen, other = part != k, part == k
        held[other] = holds_any(draws.x[other], boxes(draws.x[seen], cases.hit[seen], draws.draw[seen]))
        means[other] = predicted(grow(draws.x[seen], draws.y[seen], depth), draws.x[other])
    return Discovery(draws, cases, found, fit(holds_any(draws.x, found), cases.hit), fit(held, cases.hit), tree,
                     explained(draws.y, predicted(tree, draws.x)), explained(draws.y, means), pawn(draws), _correlated(draws))


def _correlated(draws: Draws) -> list[tuple[str, str, float]]:
    """Pairs of keys that move together, by rank, the closest first: neither boxes nor indices can tell them apart."""
    if draws.keys < 2:
        return []
    first = np.unique(draws.draw, return_index=True)[1]
    ranks = draws.x[first, : draws.keys].argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    centred = 2 * ranks - (first.size - 1)  # whole numbers, whose sums are the same in any order
    matrix = centred.T @ centred / (centred[:, 0] ** 2).sum()
    pairs = [(draws.names[i], draws.names[j], float(matrix[i, j])) for i in range(draws.keys) for j in range(i)]
    return sorted((p for p in pairs if abs(p[2]) >= max(TOGETHER, 4.0 / math.sqrt(first.size))), key=lambda p: -abs(p[2]))


def as_json(found: Discovery, ds: xr.Dataset) -> dict:
    """Everything as numbers; an end that is open is null."""
    draws, names = found.draws, found.draws.names
    return {
        "title": str(ds.attrs.get("title", "")), "command": str(ds.attrs.get("command", "")), "measure": draws.measure,
        "rows": int(draws.y.size), "draws": draws.count if draws.keys else None, "left_out": draws.left_out,
        "cases": {"count": int(found.cases.hit.sum()), "above": found.cases.above, "threshold": found.cases.threshold,
                  "asked": found.cases.asked},
        "boxes": [_box(b, names) for b in found.boxes],
        "together": _fit(found.together), "unseen": _fit(found.unseen),
        "tree": {"explained": found.explained, "explained_unseen": found.explained_unseen, "root": _node(found.tree, names),
                 "leaves": [{"ranges": {names[j]: [_open(low), _open(high)] for j, (low, high) in leaf.ranges.items()},
                             "rows": leaf.rows, "share": leaf.share, "mean": leaf.mean, "cases": leaf.cases}
                            for leaf in discover_text.leaves(found)]},
        "indices": {"slices": found.pawn.slices, "threshold": found.pawn.threshold,
                    "keys": [_index(i) for i in found.pawn.keys], "axes": [_index(i) for i in found.pawn.axes]},
        "correlated": [{"keys": [a, b], "rank_correlation": r} for a, b, r in found.correlated],
    }


def _box(found: Found, names: tuple[str, ...]) -> dict:
    restrictions = [r | {"quasi_p": found.chances[j]} for j, r in _restrictions(found.box, names).items()]
    curve = [{**_fit(f), "restrictions": [*_restrictions(box, names).values()]} for box, f in found.curve]
    return {**_fit(found.fit), "restrictions": restrictions, "curve": curve}


def _fit(found: Fit) -> dict:
    return {"coverage": found.coverage, "density": found.density, "rows": found.rows, "cases": found.cases}


def _open(end: float) -> float | None:
    return end if math.isfinite(end) else None


def _restrictions(box: Box, names: tuple[str, ...]) -> dict[int, dict]:
    return {j: {"key": names[j], "low": _open(float(box.low[j])), "high": _open(float(box.high[j]))}
            for j in box.restricted()}


def _node(node: Node, names: tuple[str, ...]) -> dict:
    if node.is_leaf:
        return {"rows": node.rows, "mean": node.mean}
    return {"rows": node.rows, "mean": node.mean, "key": names[node.input], "threshold": node.threshold,
            "at_most": _node(node.low, names), "above": _node(node.high, names)}


def _index(index: Index) -> dict:
    return {"key": index.name, "index": index.value, "low": index.low, "high": index.high, "distance": index.distance,
            "farthest": index.farthest}


def write_discovery(found: Discovery, ds: xr.Dataset, folder: str | os.PathLike, format: str = "svg") -> list[Path]:
    """Writes pictures, `discover.json` and `index.html`; returns the files, the page last."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files, shown = [], []
    for name, heading, what, draw, below in _pictures(found):
        figure = draw(found)
        files.append(save(figure, folder / f"{name}.{format}"))
        shown.append(Shown.of(figure, files[-1], heading, what, below))
    numbers, index = folder / "discover.json", folder / "index.html"
    text = json.dumps(as_json(found, ds), indent=1, ensure_ascii=False, allow_nan=False)
    numbers.write_text(f"{text}\n", encoding="utf-8")
    index.write_text(page(ds, shown, discover_text.lead(found)), encoding="utf-8")
    return [*files, numbers, index]


def _pictures(found: Discovery) -> list[tuple[str, str, str, Callable, str]]:
    """Name, heading, one sentence, what draws it, and the table below it."""
    what = f"{found.draws.measure} {found.cases.words}"
    out = []
    if found.boxes:
        out = [("boxes", "Boxes", f"Ranges of a few keys in which {what} is frequent.", discover_pictures.plot_boxes,
                discover_text.box_tables(found)),
               ("trade-off", "Trade-off", "The boxes from which these were chosen: the more of the cases a box holds, the less it "
                "holds nothing else.", discover_pictures.plot_tradeoff, "")]
        if len(found.boxes[0].chances) > 1:
            out.append(("cases", "Cases", "Where the cases are along the two keys that the first box restricts most clearly.",
                        discover_pictures.plot_cases, ""))
    if not found.tree.is_leaf:
        out.append(("tree", "Tree", f"Rules for the mean of {found.draws.measure}.", discover_pictures.plot_tree,
                    discover_text.leaf_table(found)))
    return [*out, ("indices", "Indices", "How much each key moves the measure's distribution.", discover_pictures.plot_indices,
                   discover_text.index_table(found))]
