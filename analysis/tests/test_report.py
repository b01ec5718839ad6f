"""The report: its files, its page, its words for mistakes."""

import filecmp
import re
import unittest
from html.parser import HTMLParser

import numpy as np
from support import FEWER, FolderTest

import wedge.analysis as wa
from wedge.analysis.phrases import attack_words


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.images, self.links, self.ids, self.open = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.images += [values["src"]] if tag == "img" else []
        self.links += [values["href"]] if "href" in values else []
        self.ids += [values["id"]] if "id" in values else []
        if tag not in ("img", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag


class Report(FolderTest):
    def page(self, folder):
        text = (folder / "index.html").read_text()
        page = Links(text)
        self.assertEqual(page.open, [])
        for image in page.images:
            self.assertTrue(image.startswith("data:image/"), image[:40])  # the page needs no other file
        for link in page.links:
            self.assertTrue(link.removeprefix("#") in page.ids if link[0] == "#" else (folder / link).is_file(), link)
        self.assertEqual(text.count("<figcaption>"), len(page.images))
        return text

    def test_files_are_printed_and_linked(self):
        done = self.run_alone("report", self.write("integration", "affinity", drop=FEWER), "-o", "a/b", "--format", "png")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        files = [self.folder / line for line in done.stdout.splitlines()]
        self.assertEqual(sorted(files), sorted(f for f in (self.folder / "a/b").rglob("*") if f.is_file()))
        text = self.page(self.folder / "a/b")
        self.assertIn('id="map-net-integration-affinity"', text)
        self.assertIn("Two allies &amp; one &lt;adversary&gt;", text)
        self.assertRegex(text, r"256 draws a point; largest standard error [\d.]+")

    def test_likeliest_attacks_come_first(self):
        ds = wa.load(self.write("integration", drop=FEWER))
        wa.write_report(ds, self.folder / "r", "png", {"integration": ds["integration"].values[0]})
        text = self.page(self.folder / "r")
        table = text[text.index("Likeliest attacks at integration ="):]
        rows = re.findall(r"<tr>(<td.*?)</tr>", table[:table.index("</table>")])
        self.assertEqual(len(rows), 3)
        shown = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in rows]
        self.assertEqual(shown[0][0], attack_words(shown[0][1]))
        first = ds["attack_by_action"].isel(integration=0)
        expected = first.sortby(first, ascending=False)
        for cells, value, label in zip(shown, expected.values, expected["action"].values):
            self.assertAlmostEqual(float(cells[-2]), value, delta=0.01 * value)
            self.assertEqual(cells[1], label)

    def test_any_number_of_axes(self):
        for axes, at in (((), {}), (("arsenal",), {}), (("integration", "affinity", "arsenal"), {"arsenal": 2.0})):
            with self.subTest(axes=axes):
                folder = self.folder / "-".join(("r", *axes))
                wa.write_report(wa.load(self.write(*axes, drop=FEWER)), folder, "png", at)
                text = self.page(folder)
                self.assertEqual("map-" in text, len(axes) > 2)
                self.assertIn("Median draw", text)
                self.assertFalse(at and "along arsenal" in text)

    def test_skipped_pictures_are_said(self):
        path = self.write("arsenal", drop=[*FEWER, "net", "dilemma"])
        wa.write_report(wa.load(path), self.folder / "r", "png")
        text = self.page(self.folder / "r")
        self.assertRegex(text, "<li>Integration balance along arsenal: The file holds no dividend.</li>")

    def test_svg_is_the_same_each_time(self):
        ds = wa.load(self.write("integration", "affinity"))
        for draw in (lambda: wa.plot_map(ds), lambda: wa.plot_attack_mix(ds), lambda: wa.plot_balance(ds)):
            one, two = (wa.save(draw(), self.folder / name).read_bytes() for name in ("one.svg", "two.svg"))
            self.assertEqual(one, two)
            self.assertIsNone(re.search(rb"<dc:date>|\d{4}-\d\d-\d\dT", one))
        path = self.write("affinity", drop=FEWER)
        self.run_alone("report", path, "-o", "r1", PYTHONHASHSEED="1")  # of Python's own hashes
        self.run_it("report", path, "-o", "r2")  # this process has another
        files = [str(f.relative_to(self.folder / "r1")) for f in sorted((self.folder / "r1").rglob("*")) if f.is_file()]
        self.assertEqual(filecmp.cmpfiles(self.folder / "r1", self.folder / "r2", files, shallow=False)[0], files)

    def test_partial(self):
        path = self.write("integration", complete=np.int8(0), n_done=np.int32(4), drop=FEWER)
        done = self.run_it("report", path, "-o", "r")
        self.assertEqual(done.returncode, 2)
        self.assertIn("incomplete", done.stderr)
        self.assertFalse((self.folder / "r").exists())
        self.assertEqual(self.run_it("report", path, "-o", "r", "--allow-partial", "--format", "png").returncode, 0)
        self.assertIn("The study is incomplete", self.page(self.folder / "r"))

    def test_mistakes(self):
        path = self.write("integration")
        (self.folder / "file").write_text("")
        for arguments, words in (
            ((), "required"), (("draw",), "invalid choice"), (("report", path), "-o"),
            (("report", path, "-o", "r", "--format", "gif"), "invalid choice"),
            (("report", "none.h5", "-o", "r"), "none.h5: no such file"), (("report", "file", "-o", "r"), "not a result"),
            (("report", path, "-o", "file"), "is a file"), (("report", path, "-o", "r", "--at", "integration"), "AXIS=VALUE"),
            (("report", path, "-o", "r", "--at", "colour=1"), "not an axis"),
            (("report", path, "-o", "r", "--at", "integration=9"), "was not computed"),
        ):
            with self.subTest(arguments=arguments):
                done = self.run_it(*arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(words, done.stderr)

    def test_a_folder_that_cannot_be_made(self):
        (self.folder / "file").write_text("")
        done = self.run_it("report", self.write(), "-o", "file/r")
        self.assertEqual(done.returncode, 1)
        self.assertIn("cannot be written", done.stderr)


if __name__ == "__main__":
    unittest.main()
