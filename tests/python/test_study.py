"""Studies from Python: the bytes of the command line, datasets, interruptions, objectives."""

import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import xarray as xr
from scipy import optimize
from support import MOODS, ROOT, TEXTBOOK, FolderTest, command, interrupted_soon, textbook

import wedge
import wedge.analysis
from wedge._scenario import toml_text
from wedge.analysis.draws import read_draws

INTEGRATION, AFFINITY = "tie.front-rear.integration", "tie.front-rear.affinity"
SWEEP = {INTEGRATION: [0, 0.5, 1], AFFINITY: np.array([-0.3, 0.6])}
OF_THE_COMMAND = ("--quiet", "--draws", 48, "--set", "model.mood={ uniform = [-0.05, 0.05] }", "--set",
                  "defender.rear.forces={ uniform = [0.3, 0.7] }")


class Run(FolderTest):
    def test_writes_the_bytes_of_the_command_line(self):
        heard = []
        ds = wedge.run(textbook().set(MOODS), sweep=SWEEP, draws=48, output=self.folder / "python.h5", threads=2,
                       progress=heard.append)
        command("run", TEXTBOOK, "-o", "command.h5", *OF_THE_COMMAND, "--sweep", f"{INTEGRATION}=0,0.5,1", "--sweep",
                f"{AFFINITY}=-0.3,0.6", folder=self.folder)
        self.assertEqual((self.folder / "python.h5").read_bytes(), (self.folder / "command.h5").read_bytes())
        xr.testing.assert_identical(ds, wedge.analysis.load(self.folder / "command.h5"))
        self.assertEqual(heard[-1].draws_done, 48 * 6)
        self.assertEqual(heard[-1].draws, 48 * 6)
        self.assertEqual(dict(ds.loss.sizes), {"integration": 3, "affinity": 2, "target": 1})

    def test_every_option_means_what_it_does_there(self):
        options = {"method": "lhs", "seed": 0xabc, "until": {"total_loss": 0.0005}, "keep_draws": True, "certify": "all",
                   "balance": 2, "draws": 512}
        wedge.run(textbook().set(MOODS), output=self.folder / "python.h5", **options)
        command("run", TEXTBOOK, "-o", "command.h5", *OF_THE_COMMAND[:1], *OF_THE_COMMAND[3:], "--draws", 512, "--method", "lhs",
                "--seed", "abc", "--until", "total_loss=0.0005", "--keep-draws", "--certify", "1", "--balance", "1/2",
                folder=self.folder)
        self.assertEqual((self.folder / "python.h5").read_bytes(), (self.folder / "command.h5").read_bytes())
        wedge.run(textbook().set({"campaign.rounds": 3}), campaigns=True, draws=16, output=self.folder / "rounds.h5")
        command("run", TEXTBOOK, "-o", "command.h5", "--force", "--quiet", "--set", "campaign.rounds=3", "--campaigns", "--draws",
                16, folder=self.folder)
        self.assertEqual((self.folder / "rounds.h5").read_bytes(), (self.folder / "command.h5").read_bytes())

    def same_as_the_command(self, options, *words):
        """The dataset of a study of 16 draws whose file has the bytes that the program writes for these words."""
        for file in self.folder.glob("*.h5"):
            file.unlink()
        ds = wedge.run(textbook().set(MOODS), draws=16, output=self.folder / "python.h5", **options)
        command("run", TEXTBOOK, "-o", "command.h5", "--quiet", "--draws", 16, *OF_THE_COMMAND[3:], *words, folder=self.folder)
        self.assertEqual((self.folder / "python.h5").read_bytes(), (self.folder / "command.h5").read_bytes(), options)
        return ds

    def test_sweeps_of_texts_lists_and_pairs(self):
        ds = self.same_as_the_command({"sweep": {"solver.selection": ["principal", "cohesive"], AFFINITY: [-0.3, 0.6]}},
                                      "--sweep", "solver.selection=principal,cohesive", "--sweep", f"{AFFINITY}=-0.3,0.6")
        self.assertEqual(ds.selection.attrs["labels"], ["principal", "cohesive"])
        self.assertEqual(ds.total_loss.dims, ("selection", "affinity"))
        tactics = self.same_as_the_command({"sweep": {"adversary.rival.tactics": [["threaten", "court"], []]}},
                                           "--sweep", 'adversary.rival.tactics=["threaten", "court"],[]')
        self.assertNotEqual(*tactics.total_loss.values)
        pair = ("defender.front.forces", "defender.front.vulnerability")
        both = self.same_as_the_command({"sweep": {pair: [0.2, 0.4]}}, "--sweep", ",".join(pair) + "=0.2,0.4")
        self.assertEqual(both.total_loss.dims, ("vulnerability",))
        self.assertEqual(both.vulnerability.attrs["key"], ",".join(pair))

    def test_sweeps_of_packages(self):
        packages = {"package": [{"name": "cap", "set": {"adversary.rival.arsenal": 0.5}},
                                {"name": "closer, and kinder", "set": {AFFINITY: 0.9}}]}
        (self.folder / "packages.toml").write_text(f"package = {toml_text(packages['package'])}\n")
        ds = self.same_as_the_command({"sweep": {"package": "*"}, "packages": packages}, "--packages", "packages.toml", "--sweep",
                                      "package=*")
        self.assertEqual(ds.package.attrs["labels"], ["as it is", "cap", "closer, and kinder"])
        some = self.same_as_the_command({"sweep": {"package": ["cap", "closer, and kinder"]}, "packages": self.folder / "packages.toml"},
                                        "--packages", "packages.toml", "--sweep", 'package=cap,"closer, and kinder"')
        np.testing.assert_array_equal(some.total_loss, ds.total_loss[1:])
        for options, said in (({"sweep": {"package": ["cup"]}, "packages": packages}, "did you mean 'cap'"),
                              ({"sweep": {"package": "*"}}, "needs packages"), ({"packages": packages}, "of no use"),
                              ({"sweep": {"package": [1]}, "packages": packages}, "names of packages"),
                              ({"sweep": {"solver.selection": ["principal", 1]}}, "numbers among texts"),
                              ({"sweep": {"solver.selection": ["principle"]}}, "principal"),
                              ({"sensitivity": "moris"}, "morris")):
            with self.assertRaisesRegex(wedge.InputError, said, msg=str(options)):
                wedge.run(textbook().set(MOODS), draws=16, **options)

    def test_elementary_effects(self):
        ds = self.same_as_the_command({"sensitivity": "morris"}, "--sensitivity", "morris")
        self.assertEqual(list(ds["sensitivity/total_loss_mu_star"].parameter.values), list(MOODS))
        self.assertTrue(bool((ds["sensitivity/total_loss_mu_star"] > 0).all()))
        shares = self.same_as_the_command({"sensitivity": "sobol"}, "--sensitivity")
        self.assertIn("sensitivity/total_loss_first", shares)

    def test_without_a_file_the_same(self):
        scenario = textbook().set(MOODS)
        memory = wedge.run(scenario, sweep={INTEGRATION: [0, 1]}, draws=32)
        xr.testing.assert_identical(memory, wedge.run(scenario, sweep={INTEGRATION: [0, 1]}, draws=32, threads=1,
                                                      output=self.folder / "file.h5"))
        indices = wedge.run(scenario, sensitivity=True, draws=64)
        self.assertEqual(indices["sensitivity/total_loss_first"].dims, ("parameter",))
        together = wedge.run(textbook(), sweep={("defender.front.forces", "defender.rear.forces"): [0.4, 0.6]}, draws=1)
        both = textbook().set({"defender.rear.forces": 0.6, "defender.front.forces": 0.6})
        self.assertAlmostEqual(float(together.total_loss[1]), wedge.solve(both).total_loss, places=9)

    def test_a_file_that_is_there(self):
        file = self.folder / "out.h5"
        scenario = textbook().set(MOODS)
        wedge.run(scenario, draws=16, output=file)
        before = file.stat().st_mtime_ns
        wedge.run(scenario, draws=16, output=file)
        self.assertEqual(file.stat().st_mtime_ns, before)
        with self.assertRaisesRegex(wedge.InputError, "out.h5"):
            wedge.run(scenario, draws=32, output=file)
        self.assertEqual(wedge.run(scenario, draws=32, output=file, replace=True).n_draws, 32)

    def test_mistakes(self):
        for options, said in (({"sweep": {"tie.front-rear.integratoin": [0, 1]}}, "integration"), ({"draws": 0}, "draws"),
                              ({"method": "halton"}, "sobol"), ({"until": {"deterence": 0.1}}, "deterrence"),
                              ({"balance": "some"}, "all"), ({"keep_draws": True}, "output"), ({"sweep": {INTEGRATION: []}}, "sweep"),
                              ({"sweep": {INTEGRATION: [0, float("nan")]}}, "number"),
                              ({"output": self.folder / "no" / "such" / "folder.h5"}, "folder")):
            with self.assertRaisesRegex(wedge.InputError, said, msg=str(options)):
                wedge.run(textbook(), **options)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_other_threads_go_on(self):
        ticks, over = [0], threading.Event()

        def tick() -> None:
            while not over.is_set():
                ticks[0] += 1
                time.sleep(0.001)

        thread = threading.Thread(target=tick)
        thread.start()
        began = time.monotonic()
        wedge.solve_many(textbook(), {INTEGRATION: np.linspace(0, 1, 200)})
        took = time.monotonic() - began
        over.set()
        thread.join()
        self.assertGreater(ticks[0], 20 * took)  # a thousand a second where nothing else runs; 0 with the lock held
        loss = wedge.Objective(textbook().set(MOODS), [AFFINITY], draws=32)
        with ThreadPoolExecutor(3) as pool:
            self.assertEqual(list(pool.map(lambda x: loss([x]), [0.1, 0.2, 0.1])), [loss([0.1]), loss([0.2]), loss([0.1])])

    def test_ctrl_c_keeps_what_is_done_and_the_same_call_goes_on(self):
        file, scenario, sweep = self.folder / "out.h5", textbook().set(MOODS), {INTEGRATION: np.linspace(0, 1, 11)}
        options = {"sweep": sweep, "draws": 1500, "output": file}
        with interrupted_soon(self, 0.4):
            wedge.run(scenario, **options | {"draws": 10**6})
        self.assertFalse(file.exists())
        self.assertTrue(list(self.folder.glob("out.h5.blocks/*")))
        heard = []

        def stop(progress: wedge.Progress) -> None:
            heard.append(progress)
            raise RuntimeError("enough")  # what a callback raises comes out, and ends the study in good order

        with self.assertRaisesRegex(RuntimeError, "enough"):
            wedge.run(scenario, **options, replace=True, progress=stop)
        self.assertEqual(len(heard), 1)
        done = []
        wedge.run(scenario, **options, progress=done.append)
        self.assertLess(done[0].draws, 1500 * 11)  # what was finished is not computed again
        wedge.run(scenario, **options | {"output": self.folder / "whole.h5"})
        self.assertEqual(file.read_bytes(), (self.folder / "whole.h5").read_bytes())
        with interrupted_soon(self, 0.4):
            wedge.run(scenario, draws=10**7)


class Sample(FolderTest):
    def test_is_that_of_a_study(self):
        scenario = textbook().set(MOODS)
        for method in ("sobol", "lhs", "random"):
            drawn = wedge.sample(scenario, 128, method=method, seed=7)
            file = self.folder / f"{method}.h5"
            wedge.run(scenario, draws=128, method=method, seed=7, keep_draws=True, output=file, balance="none")
            kept = xr.open_dataset(file, group="draws")
            for key in MOODS:
                np.testing.assert_array_equal(drawn[key], kept[key])
            self.assertEqual(drawn["defender.rear.forces"].dims, ("draw",))
        solved = wedge.solve_many(scenario, drawn)
        np.testing.assert_allclose(solved.total_loss, read_draws(file, "total_loss")[1].y, rtol=1e-6)
        np.testing.assert_allclose(solved.total_loss.mean(), wedge.analysis.load(file).total_loss, rtol=1e-6)

    def test_of_what_is_certain_and_of_mistakes(self):
        self.assertEqual(dict(wedge.sample(textbook(), 5).sizes), {"draw": 5})
        self.assertEqual(len(wedge.sample(textbook(), 5).data_vars), 0)
        for wrong in ({"draws": 0}, {"draws": -3}, {"method": "halton"}):
            with self.assertRaises(wedge.InputError):
                wedge.sample(textbook().set(MOODS), **wrong)


class Objective(unittest.TestCase):
    def test_is_a_study_of_one_point(self):
        scenario = textbook().set(MOODS)
        loss = wedge.Objective(scenario, [INTEGRATION, AFFINITY], draws=64)
        ds = wedge.run(scenario.set({INTEGRATION: 0.25, AFFINITY: -0.3}), draws=64)
        self.assertEqual(loss([0.25, -0.3]), float(ds.total_loss))
        self.assertEqual(loss([0.25, -0.3]), loss([0.25, -0.3]))
        self.assertEqual(loss.estimate([0.25, -0.3]), (float(ds.total_loss), float(ds.total_loss_se)))
        self.assertEqual(list(loss.x0), [0.5, 0.6])
        held = wedge.Objective(scenario, [INTEGRATION], measure="loss", labels=["front"], quantile=0.95, draws=64)
        self.assertEqual(held([0.5]), float(wedge.run(scenario.set({INTEGRATION: 0.5}), draws=64).loss_quantile.sel(
            target="front").isel(quantile=-1)))
        self.assertEqual(wedge.Objective(scenario, ["tie.*.affinity"]).x0, [0.6])

    def test_for_an_optimiser(self):
        # Among cool friends little integration is best; among warm ones, all of it.
        places = np.linspace(0, 1, 201)
        for affinity, lowest, highest in ((-0.3, 0.02, 0.1), (0.6, 1.0, 1.0)):
            scenario = textbook().set({AFFINITY: affinity})
            best = places[int(wedge.solve_many(scenario, {INTEGRATION: places}).total_loss.argmin())]
            self.assertTrue(lowest <= best <= highest, best)
            loss = wedge.Objective(scenario, INTEGRATION)
            found = optimize.minimize_scalar(lambda x: loss([x]), bounds=(0, 1), method="bounded", options={"xatol": 1e-3})
            self.assertAlmostEqual(found.x, best, delta=6e-3)
            self.assertEqual(loss.calls, found.nfev)
        deterrence = wedge.Objective(textbook(), INTEGRATION, measure="deterrence", maximise=True)
        self.assertEqual(deterrence([0.5]), -wedge.solve(textbook()).deterrence)

    def test_mistakes(self):
        loss = wedge.Objective(textbook(), [INTEGRATION])
        for x, said in (([0.1, 0.2], "expected 1 numbers"), ([7.0], "integration"), ([float("nan")], "number")):
            with self.assertRaisesRegex(wedge.InputError, said):
                loss(x)
        with self.assertRaisesRegex(wedge.InputError, "total_loss"):
            wedge.Objective(textbook(), [INTEGRATION], measure="totl_loss")([0.1])
        with self.assertRaisesRegex(wedge.InputError, "integration"):
            _ = wedge.Objective(textbook(), ["tie.front-rear.integratoin"]).x0


class Several(unittest.TestCase):
    def test_the_loss_to_all_is_what_is_minimised(self):
        scenario = wedge.load(ROOT / "tests/data/reference/several/shared-patron.toml")
        loss = wedge.Objective(scenario, scenario.keys()[:1])
        self.assertEqual(loss.measure, "overall_total_loss")
        self.assertAlmostEqual(loss(loss.x0), wedge.solve(scenario).overall_total_loss, places=9)


if __name__ == "__main__":
    unittest.main()
