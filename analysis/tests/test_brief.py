"""The brief: answers in sentences, tables, pictures for papers, slides and posters, and the PDF."""

import csv
import re
import unittest

import numpy as np
from matplotlib import font_manager
from support import FEW, FolderTest, result
from test_pictures import Checked

import wedge.analysis as wa
from wedge.analysis.answers import QUESTIONS, answers, point_of
from wedge.analysis.booklet import write_booklet
from wedge.analysis.material import NONE
from wedge.analysis.phrases import attack_words, measured
from wedge.analysis.pictures import pictures
from wedge.analysis.report import in_front
from wedge.analysis.tables import Table, tables


class Answers(FolderTest):
    def test_five_questions_with_numbers_and_errors(self):
        ds = result("integration")
        said = answers(ds)
        self.assertEqual([a.question for a in said], list(QUESTIONS))
        texts = [" ".join(a.sentences) for a in said]
        point = ds.isel(integration=5)
        quiet = measured(float(point.deterrence), float(point.deterrence_se))
        self.assertIn(f"dprk keeps quiet with probability {quiet}", texts[0])
        self.assertRegex(texts[0], r"Likeliest are: \w+ against \w+")
        self.assertRegex(texts[1], r"Support is taken from jpn by threats \(\+0\.\d+ ± 0\.\d+\)")
        self.assertRegex(texts[2], r"Integration pays for us-rok \(net \+0\.\d+ ± 0\.\d+ of a stake: dividend")
        self.assertRegex(texts[3], r"Integration of rok-jpn \(share\) from 0 to 1: deterrence goes from 0\.\d+ ± 0\.\d+ to")
        self.assertIn("256 draws at each point, of which none was left without a solution.", texts[4])

    def test_what_does_not_count_is_said_so(self):
        ds = result().copy(deep=True)
        ds["net"][:] = [2e-5, -0.3, 0.2]
        ds["net_se"][:] = 1e-6
        text = " ".join(answers(ds)[2].sentences)
        self.assertRegex(text, r"^A seam, for integrating it costs more by dependency than it saves: us-jpn \(net −0\.300")
        self.assertIn("Integration pays for rok-jpn", text)
        self.assertIn(f"It {NONE} for us-rok", text)

    def test_without_balances_or_tactics(self):
        ds = wa.load(self.write(drop=["net", "wedge_effect", "attack_by_action", "attack_by_target", "reliability_observed", "total_loss"]))
        self.assertIn("no balances of ties", " ".join(answers(ds)[2].sentences))
        self.assertEqual(len(answers(ds)), 5)

    def test_attacks_read_right(self):
        for label, words in (("twn probe court rok", "probe against twn, rok courted"), ("rok seize none", "seize against rok, without a tactic"),
                             ("rok seize threaten us+jpn", "seize against rok, us and jpn threatened"), ("odd", "odd")):
            self.assertEqual(attack_words(label), words)
        self.assertEqual(attack_words("china jpn probe squeeze us", True), "china: probe against jpn, us squeezed")

    def test_numbers_have_the_digits_of_their_errors(self):
        for value, error, text in ((0.71749, 0.0123, "0.717 ± 0.012"), (0.6602, 0.0048, "0.660 ± 0.005"), (-0.0131, 0.00011, "−0.01310 ± 0.00011"),
                                   (12.3, 3.0, "12 ± 3"), (0.0549, 5e-6, "0.05490 ± 0.00001"), (0.5, float("nan"), "0.500"), (0.99, 0.096, "0.99 ± 0.10")):
            self.assertEqual(measured(value, error), text)

    def test_campaigns_are_answered_after_their_last_round(self):
        ds = result("integration").rename(integration="round").assign_coords(round=np.arange(1.0, 12.0))
        self.assertEqual(point_of(ds).where(), "round = 11")
        self.assertEqual(point_of(ds, {"round": 2}).where(), "round = 2")


class Tables(unittest.TestCase):
    def test_three_formats(self):
        some = Table("t", "T", ("Attack & co", "Net_x"), (("a|b", "0.5"), ("50%", "−0.1")))
        self.assertEqual(some.csv(), "Attack & co,Net_x\na|b,0.5\n50%,−0.1\n")
        self.assertEqual(some.markdown(), "| Attack & co | Net_x |\n|---|---:|\n| a\\|b | 0.5 |\n| 50% | −0.1 |\n")
        self.assertIn("\\begin{tabular}{lr}\n\\hline\nAttack \\& co & Net\\_x \\\\", some.latex())
        self.assertIn("50\\% & $-$0.1 \\\\", some.latex())

    def test_of_one_point(self):
        ds = result("integration", "affinity")
        found = {t.name: t for t in tables(ds, point_of(ds))}
        self.assertEqual(set(found), {"attacks", "ties", "tactics", "estimates"})
        ties = {row[0]: row for row in found["ties"].rows}
        point = point_of(ds).ds
        self.assertAlmostEqual(float(ties["us-rok"][6]), float(point.net.sel(tie="us-rok")), places=4)
        self.assertEqual(ties["us-rok"][1], "pays")
        middle = next(row for row in found["estimates"].rows if row[0].startswith("Expected total loss"))
        self.assertAlmostEqual(float(middle[3]), float(point.total_loss_quantile.sel(quantile=0.5)), places=4)


class Pictures(Checked):
    def test_numbers_beside_the_picture(self):
        ds = result("integration", "affinity")
        figure = wa.plot_map(ds, "net")
        rows = list(csv.DictReader(figure.rows.csv().splitlines()))
        self.assertEqual(len(rows), ds.net.size)
        one = next(r for r in rows if (r["integration"], r["affinity"], r["tie"]) == ("1.0", "1.0", "rok-jpn"))
        cell = {"integration": 1, "affinity": 1, "tie": "rok-jpn"}
        self.assertEqual(float(one["mean"]), float(ds.net.sel(cell)))
        self.assertEqual(float(one["standard_error"]), float(ds.net_se.sel(cell)))
        self.assertEqual(float(one["quantile_0.95"]), float(ds.net_quantile.sel(cell).sel(quantile=0.95)))

    def test_slides_and_posters_fit(self):
        for size in ("slide", "poster"):
            for draw in (lambda: wa.plot_map(result("integration", "affinity")), lambda: wa.plot_balance(result("integration")),
                         lambda: wa.plot_wedge_effect(result()), lambda: wa.plot_attack_mix(result("integration"))):
                with self.subTest(size=size), wa.look(size):
                    self.check(draw())

    def test_letters_grow_more_than_the_figure(self):
        paper = wa.plot_measure(result("integration"))
        with wa.look("slide"):
            slide = wa.plot_measure(result("integration"))
        letters = [figure.axes[0].xaxis.get_ticklabels()[0].get_fontsize() for figure in (paper, slide)]
        widths = [figure.get_size_inches()[0] for figure in (paper, slide)]
        self.assertAlmostEqual(letters[1] / letters[0], 1.7)
        self.assertAlmostEqual(widths[1] / widths[0], 1.5)
        self.assertEqual(wa.plot_measure(result("integration")).get_size_inches()[0], widths[0])  # as it was

    def test_without_titles_the_caption_is_kept(self):
        with wa.look(titles=False):
            figure = self.check(wa.plot_balance(result("integration")))
        self.assertEqual([t.get_text() for t in figure.texts if t.get_text()], ["Integration of rok-jpn (share)", "Expected loss saved (stakes)"])
        self.assertIn("256 draws a point", figure.get_label())

    def test_fonts(self):
        name = font_manager.FontProperties(family="DejaVu Serif").get_name()
        with wa.look(font=name.lower()):
            figure = self.check(wa.plot_measure(result("integration")))
        self.assertEqual(figure.axes[0].xaxis.get_ticklabels()[0].get_fontfamily(), [name, "DejaVu Sans"])
        with self.assertRaisesRegex(wa.ResultError, "did you mean DejaVu Serif"), wa.look(font="DejaVu Serf"):
            pass
        with self.assertRaisesRegex(wa.ResultError, "no size of pictures"), wa.look("huge"):
            pass


class Report(FolderTest):
    def test_everything_is_written_and_the_page_needs_no_other_file(self):
        done = self.run_it("report", self.write("integration", drop=FEW), "-o", "r", "--format", "png", "--pdf", "--no-titles")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        folder = self.folder / "r"
        listed = {self.folder / line for line in done.stdout.splitlines()}
        self.assertEqual(listed, {f for f in folder.rglob("*") if f.is_file()})
        for name in ("balance-integration.png", "balance-integration.csv", "tables/ties.tex", "tables/attacks.md", "brief.pdf"):
            self.assertTrue((folder / name).is_file(), name)
        text = (folder / "index.html").read_text()
        self.assertEqual(text.count('<img src="data:image/'), text.count("<img "))
        for question in QUESTIONS:
            self.assertIn(f"<h2>{question}</h2>", text)
        front = text[text.index('class="four"'):text.index("<nav>")]
        self.assertEqual(front.count("<figure>"), 4)
        self.assertEqual((folder / "brief.pdf").read_bytes()[:5], b"%PDF-")

    def test_pdf_pictures_are_shown_too(self):
        files = [f.name for f in wa.write_report(wa.load(self.write(drop=FEW)), self.folder / "r", "pdf")]
        self.assertIn("balance.pdf", files)
        self.assertIn('<img src="data:image/svg+xml', (self.folder / "r/index.html").read_text())

    def test_pdf_has_the_same_bytes(self):
        ds = wa.load(self.write(drop=[*FEW, "dilemma"]))
        every = [p for p in pictures(ds) if p.name in ("balance", "wedge-effect")]
        both = []
        for name in ("a.pdf", "b.pdf"):
            drawn = [(p, p.draw()) for p in every]
            write_booklet(ds, self.folder / name, answers(ds), "here", drawn, drawn, {}, tables(ds, point_of(ds)))
            both.append((self.folder / name).read_bytes())
        self.assertEqual(*both)
        self.assertIsNone(re.search(rb"CreationDate", both[0]))

    def test_four_pictures_in_front(self):
        for axes, names in (((), ["attack-mix", "wedge-effect", "balance", "loss"]),
                            (("integration", "affinity"), ["attack-mix-integration", "wedge-effect-integration", "map-net-integration-affinity",
                                                           "map-total-loss-integration-affinity"])):
            self.assertEqual([p.name for p in in_front(pictures(result(*axes)))], names)

    def test_mistakes(self):
        path = self.write()
        for arguments, words in ((("--font", "DejaVu Sens"), "did you mean DejaVu Sans?"), (("--size", "huge"), "invalid choice"),
                                 (("--format", "gif"), "invalid choice")):
            done = self.run_it("report", path, "-o", "r", *arguments)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn(words, done.stderr)
            self.assertFalse((self.folder / "r").exists())


if __name__ == "__main__":
    unittest.main()
