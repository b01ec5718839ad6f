"""Solutions from Python, one and many."""

import json
import math
import unittest

import numpy as np
import xarray as xr
from support import ROOT, SEVERAL, TEXTBOOK, command, interrupted_soon, textbook

import wedge

AFFINITY, INTEGRATION = "tie.front-rear.affinity", "tie.front-rear.integration"


class Solve(unittest.TestCase):
    def test_attributes_are_what_the_command_says(self):
        solution = wedge.solve(textbook())
        expected = json.loads(command("solve", TEXTBOOK, "--format", "json"))
        self.assertEqual(solution.to_dict(), expected)
        rival = expected["adversaries"][0]
        self.assertEqual(solution.deterrence, rival["deterrence"])
        self.assertIsInstance(solution.deterrence, float)
        for defender in ("front", "rear", "patron"):
            if rival["support"].get(defender) is not None:
                self.assertEqual(float(solution.support.sel(defender=defender)), rival["support"][defender])
        self.assertEqual(float(solution.wedge_effect.sel(tactic="threaten", defender="rear")),
                         rival["wedge_effect"]["threaten"]["rear"])
        self.assertEqual(solution.at("net", "front-rear"), rival["integration_balance"]["front-rear"]["net"])
        self.assertEqual(solution.at("net"), solution.at("net", "front-rear"))
        self.assertTrue(solution.solved and solution.certified)
        self.assertEqual(solution.status, "solved")
        self.assertEqual([a.probability for a in solution.attacks], [a["probability"] for a in rival["actions"]])
        self.assertEqual(set(solution.attacks[0].support), {"patron", "front", "rear"})

    def test_dataset_has_names_and_units(self):
        for file in (TEXTBOOK, SEVERAL):
            scenario = wedge.load(file)
            ds = wedge.solve(scenario).to_xarray()
            # The same variables, dimensions, labels and attributes as a study's.
            study = wedge.run(scenario, draws=1, balance="all")
            for name, variable in ds.data_vars.items():
                self.assertEqual(variable.dims, study[name].dims, name)
                for dimension in variable.dims:
                    self.assertEqual(list(ds[dimension].values), list(study[dimension].values))
                self.assertEqual(variable.attrs, {k: study[name].attrs[k] for k in ("long_name", "units")}, name)
            np.testing.assert_allclose(ds.total_loss, study.total_loss, rtol=1e-9)

    def test_what_there_is_not(self):
        solution = wedge.solve(textbook())
        with self.assertRaisesRegex(AttributeError, "did you mean deterrence"):
            _ = solution.deterence
        with self.assertRaisesRegex(wedge.InputError, "deterrence"):
            solution.at("deterence")
        with self.assertRaisesRegex(wedge.InputError, "'rear'"):
            solution.at("support", "reer")
        with self.assertRaisesRegex(wedge.InputError, "cohesive"):
            wedge.solve(textbook(), selection="hopeful")
        self.assertIn("deterrence", dir(solution))
        self.assertFalse(hasattr(solution, "__array__"))

    def test_without_a_solution(self):
        lost = wedge.load(ROOT / "tests/data/northeast-asia.toml").set({"defender.*.precision": 1e6})
        solution = wedge.solve(lost, selection="principal")
        self.assertFalse(solution.solved)
        self.assertEqual(solution.status, "branch lost")
        self.assertEqual(len(solution.to_xarray().data_vars), 0)
        self.assertIsNone(solution.to_dict()["adversaries"][0]["deterrence"])
        with self.assertRaisesRegex(AttributeError, "no solution"):
            _ = solution.deterrence
        many = wedge.solve_many(lost, {"defender.*.precision": [4.0, 1e6]}, selection="principal")
        self.assertEqual(list(many.status.values), ["solved", "branch lost"])
        self.assertTrue(math.isfinite(many.deterrence[0]) and math.isnan(many.deterrence[1]))


class SolveMany(unittest.TestCase):
    def test_is_solve_row_by_row(self):
        inputs = xr.Dataset({"solver.selection": ("how", ["principal", "cohesive"])},
                            {AFFINITY: [-0.3, 0.1, 0.6], "how": ["plain", "hopeful"]})
        heard = []
        ds = wedge.solve_many(textbook(), inputs, progress=heard.append)
        self.assertEqual(dict(ds.deterrence.sizes), {AFFINITY: 3, "how": 2} if ds.deterrence.dims[0] == AFFINITY else
                         {"how": 2, AFFINITY: 3})
        self.assertEqual(ds.loss.dims[2:], ("target",))
        for affinity in (-0.3, 0.6):
            for how, selection in (("plain", "principal"), ("hopeful", "cohesive")):
                one = wedge.solve(textbook().set({AFFINITY: affinity, "solver.selection": selection})).to_xarray()
                here = ds.sel({AFFINITY: affinity, "how": how})
                for name, variable in one.data_vars.items():
                    np.testing.assert_array_equal(here[name].values, variable.values, name)
                    self.assertEqual(here[name].attrs, variable.attrs)
        self.assertTrue((ds.status == "solved").all() and ds.certified.dtype == bool)
        self.assertEqual((heard[-1].draws, heard[-1].draws_done <= 6), (6, True))

    def test_takes_dicts_and_frames(self):
        rows = {AFFINITY: [-0.3, 0.6], INTEGRATION: [0.0, 0.5]}
        by_dict = wedge.solve_many(textbook(), rows, threads=1)
        self.assertEqual(by_dict.deterrence.dims, ("row",))
        import pandas as pd
        by_frame = wedge.solve_many(textbook(), pd.DataFrame(rows), threads=2)
        np.testing.assert_array_equal(by_dict.loss, by_frame.loss)
        self.assertEqual(by_dict.deterrence[1], wedge.solve(textbook()).deterrence)
        self.assertEqual(wedge.solve_many(textbook(), {AFFINITY: 0.6}).deterrence, by_dict.deterrence[1])
        self.assertEqual(wedge.solve_many(textbook(), {AFFINITY: []}).sizes["row"], 0)

    def test_mistakes_name_the_first_row_that_is_wrong(self):
        values = np.linspace(-0.5, 0.8, 40)
        values[[17, 30]] = 17.0, 30.0
        for threads in (1, 4):
            with self.assertRaises(wedge.InputError) as caught:
                wedge.solve_many(textbook(), {AFFINITY: values}, threads=threads)
            self.assertEqual(caught.exception.file, f"set {AFFINITY}=17.0")
        with self.assertRaisesRegex(wedge.InputError, "did you mean"):
            wedge.solve_many(textbook(), {"tie.front-rear.afinity": [0.1]})
        with self.assertRaisesRegex(wedge.InputError, "dimension target"):
            wedge.solve_many(textbook(), xr.Dataset({AFFINITY: ("target", [0.1, 0.2])}))
        with self.assertRaisesRegex(wedge.InputError, "row [01].*other names"):
            wedge.solve_many(textbook(), {"adversary.rival.id": ["rival", "foe"]})

    def test_ctrl_c_ends_it(self):
        with interrupted_soon(self, 0.5):
            wedge.solve_many(textbook(), {AFFINITY: np.linspace(-0.5, 0.8, 200_000)})


if __name__ == "__main__":
    unittest.main()
