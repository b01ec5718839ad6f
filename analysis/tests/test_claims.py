"""The page about the claims: from a report as `wedge claims --format json` prints it."""

from __future__ import annotations

import json
import unittest
from pathlib import Path

from support import FolderTest, synthetic  # noqa: F401  (puts the package on the path)
from wedge.analysis.claim_pictures import plot_claim
from wedge.analysis.claims import claims_page, read_claims, verdict_of
from wedge.analysis.reading import ResultError
from wedge.analysis.text import name_of_compared


def cell(precision, difference, outcome, measure="total_loss", predicted="rises", labels=None, error=0.001):
    return {"measure": measure, "labels": labels or {}, "predicted": predicted, "from": "none", "to": "all",
            "rounds": 0, "precision": precision, "before": 0.1, "after": 0.1 + (difference or 0), "difference": difference,
            "standard_error": error, "share": 0.75, "draws": 64, "pairs": 60, "outcome": outcome}


def report():
    cells = [cell(10, 0.02, "holds"), cell(25, -0.01, "contradicted"), cell(50, 0.00001, "not significant"),
             cell(10, None, "not significant", "seam", "falls", {"tie": "a-b"}, None),
             cell(25, -0.5, "holds", "seam", "falls", {"tie": "a-b"}),
             cell(50, -0.25, "holds", "seam", "falls", {"tie": "a-b"})]
    comparison = {"condition": "as | today", "scenario": "textbook.toml", "campaigns": False, "really": {}, "where": {}, "settings": [], "cells": cells}
    return {"program": "wedge 0", "file": "claims.toml", "draws": 64, "seed": "5eed", "precisions": [10, 25, 50],
            "significant_errors": 3.0, "smallest_difference": 5e-4,
            "claims": [{"id": "C1", "says": "It is so.", "source": "Us", "explains": "Because.",
                        "verdict": "holds conditionally", "holds_where": ["as today (loss at 10)"],
                        "comparisons": [comparison]},
                       {"id": "C2", "says": "It will be.", "source": "Us", "needs": "time", "verdict": "not run",
                        "holds_where": [], "comparisons": []}]}


class Claims(FolderTest):
    def written(self, content) -> Path:
        path = self.folder / "claims.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    def test_page_says_what_the_report_says(self):
        page = claims_page(report(), {})
        for words in ("| [C1](#c1) | It is so. | holds conditionally |", "| C2 | It will be. | needs time |", "Because.",
                      "* as today (loss at 10)",
                      "| as \\| today (textbook, 64 draws) | none … all | loss ↑ | +0.0200 ± 0.0010, 75% ✓ | "
                      "−0.0100 ± 0.0010, 75% ✗ | +0.0000 ± 0.0010, 75% · |",
                      "| seam a-b ↓ | – | −0.5000 ± 0.0010, 75% ✓ |"):
            self.assertIn(words, page)
        self.assertNotIn("## C2", page)

    def test_a_part_that_needs_more_is_said(self):
        claim = report()["claims"][0]
        self.assertEqual(verdict_of({**claim, "needs": "time"}), "holds conditionally; the rest needs time")

    def test_campaigns_are_counted_as_such(self):
        claims = report()
        comparison = claims["claims"][0]["comparisons"][0]
        comparison["campaigns"] = True
        for c in comparison["cells"]:
            c["rounds"] = 9
        self.assertIn("(textbook, 64 campaigns of 9 rounds)", claims_page(claims, {}))
        comparison["really"] = {"a": "wavering"}
        self.assertIn("(textbook, 60 of 64 campaigns of 9 rounds)", claims_page(claims, {}))

    def test_a_label_is_said_once(self):
        self.assertEqual(name_of_compared(cell(10, 0.1, "holds", "welfare", labels={"adversary": "x", "actor": "x"})), "welfare x")

    def test_picture_has_a_panel_a_measure_and_a_dot_a_value(self):
        figure = plot_claim(report()["claims"][0], report())
        panels = figure.axes
        self.assertEqual([panel.get_title() for panel in panels], ["loss", "seam a-b"])
        self.assertEqual([len(panel.containers) for panel in panels], [3, 2])

    def test_command_writes_page_and_pictures_again_the_same(self):
        path = self.written(report())
        done = self.run_alone("claims", path, "-o", "page.md")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(done.stdout.split(), ["page.md", "pictures/claim-C1.svg"])
        before = (self.folder / "pictures/claim-C1.svg").read_bytes()
        self.run_it("claims", path, "-o", "page.md")
        self.assertEqual((self.folder / "pictures/claim-C1.svg").read_bytes(), before)

    def test_a_map_beside_the_picture(self):
        self.write("integration", "affinity", name="sweep.h5")
        tie = "rok-jpn"
        done = self.run_it("claims", self.written(report()), "-o", "page.md", "--map", f"C1:net:{tie}=sweep.h5")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        page = (self.folder / "page.md").read_text(encoding="utf-8")
        self.assertIn("`net` of the tie rok-jpn over two axes, from `wedge run", page)
        self.assertIn("![C1 over two axes](pictures/claim-C1-map.svg)", page)

    def test_mistakes(self):
        for content, words in (("{", "is no JSON"), ([], "is no report of claims"), ({"claims": []}, "is no report of claims")):
            with self.subTest(content=content), self.assertRaisesRegex(ResultError, words):
                read_claims(self.written(content))
        path = self.written(report())
        for arguments, words in ((("none.json", "-o", "p.md"), "none.json"), ((path,), "-o"),
                                 ((path, "-o", "p.md", "--map", "C1=x"), "CLAIM:MEASURE"),
                                 ((path, "-o", "p.md", "--map", "C9:net:a-b=x.h5"), "C9: is not among the claims")):
            with self.subTest(arguments=arguments):
                done = self.run_it("claims", *arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(words, done.stderr)


if __name__ == "__main__":
    unittest.main()
