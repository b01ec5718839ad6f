"""Discovery in the single draws of files: what is planted there is found and said, and so are mistakes."""

from __future__ import annotations

import json
import unittest
from dataclasses import replace
from pathlib import Path

import h5py
import numpy as np
from support import FEW, FolderTest, synthetic
from test_discover_methods import planted, uniform
from test_report import Links

from wedge.analysis import ResultError
from wedge.analysis.discover import as_json, discover
from wedge.analysis.discover_text import report
from wedge.analysis.draws import cases, read_draws
from wedge.analysis.prim import Fit

KEYS = ("model.mood", "defender.rok.forces", "adversary.dprk.brink", "tie.rok-jpn.affinity", "adversary.dprk.grievance")


class Discovering(FolderTest):
    def with_draws(self, *axes, draws=500, measure=None, status=None, seed=30, keys=KEYS, name="out.h5", **more) -> Path:
        """A result with single draws; `measure`: from keys (draws × keys) and axes (on the grid) to total_loss."""
        path = self.write(*axes, name=name)
        x = uniform(draws, len(keys), seed) if keys else np.empty((draws, 0))
        with h5py.File(path, "r+") as file:
            grid = [file[a][()] for a in axes]
            mesh = np.meshgrid(*grid, np.arange(draws), indexing="ij")
            of_draw = mesh[-1].astype(int)
            y = (measure or (lambda x: 1.0 * planted(x)))(x[of_draw.ravel()], *(m.ravel() for m in mesh[:-1]))
            y = np.asarray(y, dtype=float).reshape(of_draw.shape)
            ended = np.zeros(of_draw.shape, dtype=np.int8) if status is None else status(of_draw)
            y[ended != 0] = np.nan
            group = file.create_group("draws", track_order=True)
            synthetic._scale(group, "draw", np.arange(draws, dtype=np.int32))
            for a in axes:
                synthetic._scale(group, a, file[a][()])
            synthetic._scale(group, "target", np.arange(2, dtype=np.int32))
            labels = np.array(["rok", "jpn"], dtype=object)
            synthetic._array(group, "target_label", labels, ("target",), dtype=h5py.string_dtype())
            for j, key in enumerate(keys):
                synthetic._array(group, key, x[:, j], ("draw",), long_name="M: how it is", units="share")
            synthetic._array(group, "total_loss", y, (*axes, "draw"), units="stake")
            synthetic._array(group, "loss", np.stack([y, 2 * y], axis=-1), (*axes, "draw", "target"), units="stake")
            synthetic._array(group, "status", ended, (*axes, "draw"), flag_values=np.array([-1, 0, 1], dtype=np.int8),
                             flag_meanings="not_run solved branch_lost")
        return path

    def numbers(self, path, threshold="0.5", above=True, measure="total_loss", **at):
        ds, draws = read_draws(path, measure, at)
        found = discover(draws, cases(draws, threshold, above))
        return as_json(found, ds), report(found)

    def test_planted_box_in_a_file(self):
        found, text = self.numbers(self.with_draws())
        self.assertEqual(len(found["boxes"]), 1)
        box = found["boxes"][0]
        ends = {r["key"]: (r["low"], r["high"]) for r in box["restrictions"]}
        self.assertEqual(set(ends), set(KEYS[:3]))
        self.assertAlmostEqual(ends[KEYS[0]][0], 0.6, delta=0.03)
        self.assertIsNone(ends[KEYS[0]][1])
        self.assertAlmostEqual(ends[KEYS[1]][1], 0.5, delta=0.03)
        self.assertGreater(min(box["coverage"], box["density"]), 0.97)
        self.assertGreater(min(found["unseen"]["coverage"], found["unseen"]["density"]), 0.85)
        self.assertEqual((found["rows"], found["draws"], found["left_out"]), (500, 500, {}))
        self.assertEqual(box["curve"][0], {"coverage": 1.0, "density": found["cases"]["count"] / 500, "rows": 500,
                                           "cases": found["cases"]["count"], "restrictions": []})
        self.assertRegex(text, r"Box 1 holds (9\d|100)% of the cases")
        self.assertRegex(text, r"\n  model\.mood +≥ 0\.(59|60|61|62)\d* +p < 0\.0001\n")
        self.assertAlmostEqual(sum(leaf["share"] for leaf in found["tree"]["leaves"]), 1.0)
        self.assertLess(max(map(len, text.splitlines())), 81)

    def test_axes_are_restricted_too(self):
        path = self.with_draws("integration", draws=120, measure=lambda x, m: (m > 0.55) * (x[:, 0] > 0.5) + 0.1 * x[:, 1])
        found, text = self.numbers(path)
        ends = {r["key"]: r["low"] for r in found["boxes"][0]["restrictions"]}
        self.assertEqual(set(ends), {"tie.rok-jpn.integration", "model.mood"})
        self.assertAlmostEqual(ends["tie.rok-jpn.integration"], 0.6)
        self.assertEqual([i["key"] for i in found["indices"]["axes"]], ["tie.rok-jpn.integration"])
        self.assertIn("solutions (120 draws at each point)", text.replace("\n", " "))
        held, _ = self.numbers(path, integration=0.8)
        self.assertEqual((held["rows"], held["indices"]["axes"], held["measure"]), (120, [], "total_loss (integration = 0.8)"))

    def test_labels(self):
        path = self.with_draws(measure=lambda x: x[:, 0])
        found, _ = self.numbers(path, "25%", False, "loss", target="jpn")
        self.assertAlmostEqual(found["cases"]["threshold"], 0.5, delta=0.1)
        self.assertEqual((found["cases"]["count"], found["cases"]["above"]), (125, False))

    def test_a_grid_without_uncertain_keys(self):
        path = self.with_draws("integration", "affinity", "arsenal", draws=2, keys=(),
                               measure=lambda x, m, a, n: (m > 0.45) & (a < -0.2))
        found, text = self.numbers(path)
        self.assertEqual((found["rows"], found["draws"], found["indices"]["threshold"]), (11 * 9 * 7, None, None))
        ends = {r["key"]: (r["low"], r["high"]) for r in found["boxes"][0]["restrictions"]}
        self.assertEqual(ends, {"tie.rok-jpn.integration": (0.5, None), "tie.rok-jpn.affinity": (None, -0.25)})
        index = {i["key"]: i["index"] for i in found["indices"]["axes"]}
        self.assertEqual(index["adversary.dprk.arsenal"], 0.0)

    def test_what_has_no_number_is_left_out_and_counted(self):
        path = self.with_draws(status=lambda draw: np.where(draw < 7, 1, np.where(draw < 10, -1, 0)).astype(np.int8))
        found, text = self.numbers(path)
        self.assertEqual((found["rows"], found["draws"], found["left_out"]), (490, 490, {"not solved": 7, "not run": 3}))
        self.assertIn("Left out: 7 not solved, 3 not run.", text.replace("\n", " "))

    def test_keys_that_move_together_are_said(self):
        path = self.with_draws()
        with h5py.File(path, "r+") as file:
            file[f"draws/{KEYS[4]}"][...] = 1.0 - file[f"draws/{KEYS[3]}"][()]
        found, text = self.numbers(path)
        self.assertEqual([c["keys"] for c in found["correlated"]], [[KEYS[4], KEYS[3]]])
        self.assertAlmostEqual(found["correlated"][0]["rank_correlation"], -1.0)
        self.assertIn("(−1.00)", text)

    def test_what_does_not_hold_elsewhere_is_said(self):
        _, draws = read_draws(self.with_draws(draws=200))
        found = discover(draws, cases(draws, "0.5", True))
        base = draws.y.mean()
        warning = "That is chance: it takes more draws."
        for fit_elsewhere, share, said in ((Fit(20, 15, 24), 0.4, 0), (Fit(20, int(20 * base), 24), 0.4, 1), (Fit(0, 0, 24), -0.1, 2)):
            text = report(replace(found, unseen=fit_elsewhere, explained_unseen=share)).replace("\n", " ")
            self.assertEqual(text.count(warning), said)
        self.assertIn("on draws that it was not found in: nothing.", text)
        self.assertIn("that it was not grown from, 0%.", text)

    def test_page(self):
        done = self.run_it("discover", self.with_draws(), "-o", "found", "--format", "png", "--above", "0.5")
        listed = [self.folder / line for line in done.stdout.splitlines() if line.startswith("found/")]
        self.assertEqual(sorted(listed), sorted((self.folder / "found").iterdir()))
        found = json.loads((self.folder / "found/discover.json").read_text())
        self.assertEqual([len(box["restrictions"]) for box in found["boxes"]], [3])
        text = (self.folder / "found/index.html").read_text()
        page = Links(text)
        self.assertEqual((page.open, page.images), ([], ["boxes.png", "trade-off.png", "cases.png", "tree.png", "indices.png"]))
        for words in ("Two allies &amp; one &lt;adversary&gt;", '<th class="n">Quasi-p-value</th>', "<td>model.mood</td>"):
            self.assertIn(words, text)

    def test_same_bytes(self):
        path = self.with_draws(draws=200, measure=lambda x: x[:, 0] * x[:, 1] + 0.1 * x[:, 2])
        first = self.run_alone("discover", path, "-o", "a", PYTHONHASHSEED="1")
        again = self.run_it("discover", path, "-o", "b")  # of another seed: this process has its own
        self.assertEqual((first.returncode, first.stderr), (0, ""))
        self.assertEqual(first.stdout, again.stdout.replace("b/", "a/"))
        names = sorted(f.name for f in (self.folder / "a").iterdir())
        self.assertEqual(names, sorted(f.name for f in (self.folder / "b").iterdir()))
        self.assertIn("boxes.svg", names)
        for name in names:
            self.assertEqual((self.folder / "a" / name).read_bytes(), (self.folder / "b" / name).read_bytes(), name)

    def test_without_a_folder_nothing_is_written(self):
        path = self.with_draws(measure=lambda x: x[:, 0])
        before = sorted(self.folder.iterdir())
        self.assertIn("PAWN", self.run_it("discover", path).stdout)  # above 90% by default
        self.assertEqual(sorted(self.folder.iterdir()), before)

    def refused(self, words, *arguments):
        with self.subTest(words=words):
            done = self.run_it("discover", *arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn(words, done.stderr)

    def test_mistakes(self):
        path = self.with_draws()
        self.refused("holds no single draws; run the study with `wedge run --keep-draws`", self.write(name="plain.h5"))
        self.refused("holds no measure total_los; did you mean total_loss?", path, "--measure", "total_los")
        self.refused("holds no measure xyz; expected one of total_loss, loss", path, "--measure", "xyz")
        self.refused("loss has labels: pick one by --at target=…, of target: rok, jpn", path, "--measure", "loss")
        self.refused("mars is no target here", path, "--measure", "loss", "--at", "target=mars")
        self.refused("no one of the 500 draws has total_loss above 3: it is 0 to 1", path, "--above", "3")
        self.refused("every one of the 500 draws has total_loss above -1", path, "--above", "-1")
        self.refused("no one of the 500 draws has total_loss below 0", path, "--below", "0")
        self.refused("120%: expected a number, or a share", path, "--above", "120%")
        self.refused("often: expected a number", path, "--above", "often")
        self.refused("not allowed with", path, "--above", "1", "--below", "2")
        self.refused("0: expected a whole number from 1 to 6", path, "--depth", "0")
        self.refused("is a file; -o expects a folder", path, "-o", path)
        self.refused("no such file", "none.h5")

    def test_too_little_to_look_at(self):
        few = self.with_draws(draws=99, name="few.h5", status=lambda draw: (draw < 9).astype(np.int8))
        self.refused("total_loss has a number in 90 draws (9 are left out): discover needs 100 at least", few)
        rare = self.with_draws(name="rare.h5", measure=lambda x: x[:, 0])
        self.refused("only 5 of the 500 draws have total_loss above", rare, "--above", "99%")
        self.refused("or run the study with 1000 or more", rare, "--above", "99%")
        self.refused("only 5 of the 500 draws do not have total_loss above", rare, "--above", "1%")
        self.refused("nothing is uncertain or swept", self.with_draws(name="none.h5", keys=(), measure=lambda x: np.ones(500)))

    def test_without_scikit_learn(self):
        hidden = self.folder / "hidden/sklearn"
        hidden.mkdir(parents=True)
        (hidden / "__init__.py").write_text("raise ModuleNotFoundError(\"No module named 'sklearn'\", name='sklearn')\n")
        package = str(Path(__file__).parents[1])
        done = self.run_alone("discover", self.with_draws(), PYTHONPATH=f"{hidden.parent}:{package}")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("has no package sklearn", done.stderr)
        self.assertIn("apt install python3-sklearn", done.stderr)
        few = self.write(drop=[*FEW, "attack_by_target", "attack_by_rung", "attack_by_tactic", "wedge_effect", "net", "dilemma"], name="few.h5")
        report = self.run_alone("report", few, "-o", "r", "--format", "png", PYTHONPATH=f"{hidden.parent}:{package}")
        self.assertEqual(report.returncode, 0)  # which does without

    def test_in_python(self):
        _, draws = read_draws(self.with_draws(draws=200), "total_loss")
        self.assertEqual((draws.count, draws.unit, draws.names), (200, "draws", KEYS))
        self.assertEqual(cases(draws, "0.5", True).hit.sum(), draws.y.sum())
        with self.assertRaises(ResultError):
            cases(draws, "1", True)


if __name__ == "__main__":
    unittest.main()
