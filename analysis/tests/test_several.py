"""Reports of studies with several adversaries: every one of them is drawn, and all together."""

import unittest

import numpy as np
from support import FEW, FolderTest
from test_pictures import Checked
from test_report import Links

import wedge.analysis as wa
from wedge.analysis.reading import CannotPlot
from wedge.analysis.report import pictures


class Several(Checked):
    def test_every_picture_of_a_report(self):
        for axes in ((), ("arsenal",), ("integration", "affinity")):
            ds = wa.load(self.write(*axes, several=True))
            shown = {p.name for p in pictures(ds)}
            alike = ("balance", "dilemma", "fragility", "map-net", "map-dilemma", "map-fragility")  # as of one adversary
            some = [p for p in pictures(ds) if (len(axes) < 2 or p.name.startswith("map-")) and not p.name.startswith(alike)]
            for picture in some:  # lines over two axes are those over one
                with self.subTest(picture=picture.name, axes=axes):
                    self.check(picture.draw())
            suffix = f"-{axes[0]}" if axes else ""
            for who in ("dprk", "china"):
                for name in ("attack-mix", "wedge-effect", "outcomes"):
                    self.assertIn(f"{name}-{who}{suffix}", shown)
            self.assertIn(f"overall-loss{suffix}", shown)
            self.assertEqual(f"coordination{suffix}" in shown, bool(axes))
            self.assertEqual("map-coordination-integration-affinity" in shown, len(axes) == 2)

    def test_panels_are_named_by_adversary_and_none_is_empty(self):
        ds = wa.load(self.write("arsenal", several=True))
        titles = lambda figure: [a.get_title() for a in figure.axes if a.get_visible()]  # noqa: E731
        self.assertEqual(titles(wa.plot_measure(ds, "deterrence")), ["dprk", "china"])
        self.assertEqual(titles(wa.plot_measure(ds, "loss")), ["dprk · rok", "china · jpn"])
        self.assertEqual(titles(wa.plot_measure(ds, "loss", at={"adversary": "china"})), ["jpn"])
        self.assertEqual(len(titles(wa.plot_support(ds))), 6)
        self.assertIn("adversary = china", wa.plot_attack_mix(ds, at={"adversary": "china"}).get_label())

    def test_pictures_of_one_adversary_ask_for_it(self):
        ds = wa.load(self.write("arsenal", several=True))
        for plot in (wa.plot_attack_mix, wa.plot_outcomes, wa.plot_wedge_effect):
            with self.subTest(plot=plot.__name__), self.assertRaisesRegex(CannotPlot, "choose one of dprk, china"):
                plot(ds)

    def test_a_reason_is_said_once(self):
        ds = wa.load(self.write("integration", "affinity", several=True))
        label = wa.plot_map(ds, "deterrence", tie="us-rok").get_label()
        self.assertIn("No zero line for us-rok: net is above zero everywhere here.", label)


class Page(FolderTest):
    def test_estimates_of_every_adversary(self):
        ds = wa.load(self.write(several=True, drop=FEW))
        wa.write_report(ds, self.folder / "r", "png")
        text = (self.folder / "r" / "index.html").read_text()
        self.assertEqual(Links(text).open, [])
        for title in ("stays quiet · dprk", "stays quiet · china", "Coordination", "no adversary attacks"):
            self.assertIn(title, text)
        self.assertTrue(np.isfinite(float(ds["coordination"])))


if __name__ == "__main__":
    unittest.main()
