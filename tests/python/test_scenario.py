"""Scenarios from Python: reading, changing, mistakes."""

import pickle
import unittest

import numpy as np
from support import ROOT, TEXTBOOK, FolderTest, command, textbook

import wedge

AFFINITY = "tie.front-rear.affinity"


def median(scenario: wedge.Scenario, key: str) -> float:
    return next(number.median for number in scenario.numbers() if number.key == key)


class Set(FolderTest):
    def test_makes_another_scenario(self):
        scenario = textbook()
        changed = scenario.set({AFFINITY: -0.3})
        self.assertEqual(median(changed, AFFINITY), -0.3)
        self.assertEqual(median(scenario, AFFINITY), 0.6)
        self.assertEqual(scenario, textbook())
        self.assertNotEqual(scenario, changed)
        self.assertEqual(hash(changed), hash(textbook().set({AFFINITY: -0.3})))
        with self.assertRaises(AttributeError):
            scenario.title = "mine"

    def test_takes_numbers_texts_lists_and_distributions(self):
        changed = textbook().set({
            AFFINITY: np.float64(0.1) + 0.2,
            "campaign.rounds": np.int64(3),
            "solver.selection": "cohesive",
            "adversary.rival.tactics": ["threaten"],
            "defender.rear.forces": {"uniform": np.array([0.3, 0.7])},
            "defender.*.steadfast": 1,
        })
        self.assertEqual(median(changed, AFFINITY), 0.1 + 0.2)
        self.assertEqual(changed.uncertain_keys(), ["defender.rear.forces"])
        number = next(n for n in changed.numbers() if n.key == "defender.rear.forces")
        self.assertTrue(number.uncertain and number.given)
        self.assertAlmostEqual(number.low, 0.32)
        self.assertAlmostEqual(number.high, 0.68)
        self.assertIn('selection = "cohesive"', changed.to_toml().replace("'", '"'))
        self.assertEqual(wedge.loads(changed.to_toml()), changed)

    def test_is_what_the_command_line_sets(self):
        changed = textbook().set({AFFINITY: -0.3, "defender.rear.forces": {"uniform": [0.3, 0.7]}})
        self.assertEqual(changed, textbook().set([f"{AFFINITY}=-0.3", "defender.rear.forces={ uniform = [0.3, 0.7] }"]))
        expected = command("solve", TEXTBOOK, "--format", "json", "--set", f"{AFFINITY}=-0.3", "--set",
                           "defender.rear.forces={ uniform = [0.3, 0.7] }")
        self.assertEqual(wedge.solve(changed)._found.to_json().strip(), expected.strip())

    def test_takes_a_key_away(self):
        changed = textbook().set({AFFINITY: -0.3})
        fallback = changed.set({AFFINITY: None})
        self.assertNotIn(AFFINITY, [n.key for n in fallback.numbers() if n.given])

    def test_a_text_is_no_number(self):
        with self.assertRaisesRegex(wedge.InputError, "number"):
            textbook().set({AFFINITY: "0.3"})

    def test_refuses_what_no_scenario_has(self):
        for wrong in (object(), 1j, {"uniform": object()}):
            with self.assertRaises(TypeError):
                textbook().set({AFFINITY: wrong})
        with self.assertRaises(TypeError):
            textbook().set("tie.front-rear.affinity=0.3")

    def test_can_be_pickled(self):
        changed = textbook().set({AFFINITY: -0.3})
        self.assertEqual(pickle.loads(pickle.dumps(changed)), changed)


class Mistakes(FolderTest):
    def test_have_their_place(self):
        file = self.folder / "mine.toml"
        file.write_text("schema = 1\nname = 3\n")
        with self.assertRaises(wedge.InputError) as caught:
            wedge.load(file)
        error = caught.exception
        first = error.problems[0]
        self.assertEqual((error.file, error.line, error.column, error.key, error.message),
                         (first.file, first.line, first.column, first.key, first.message))
        self.assertIn((str(file), 2, 8, "name"), [(p.file, p.line, p.column, p.key) for p in error.problems])
        self.assertIn(f"{file}:2:8: name: is a number", str(error))
        self.assertIsInstance(error, ValueError)
        again = pickle.loads(pickle.dumps(error))
        self.assertEqual(str(again), str(error))

    def test_are_all_told(self):
        with self.assertRaises(wedge.InputError) as caught:
            textbook().set({"tie.front-rear.afinity": 0.3, AFFINITY: 7})
        self.assertEqual(len(caught.exception.problems), len(str(caught.exception).splitlines()))
        self.assertIn("affinity", caught.exception.message)
        self.assertEqual(caught.exception.key, "tie.front-rear.afinity")
        for wrong in (float("nan"), float("inf"), 7, [1], {"uniform": [1, 0]}, True, ""):
            with self.assertRaises(wedge.InputError, msg=str(wrong)):
                textbook().set({AFFINITY: wrong})

    def test_of_files(self):
        with self.assertRaisesRegex(wedge.InputError, "cannot be read"):
            wedge.load(self.folder / "missing.toml")
        with self.assertRaisesRegex(wedge.InputError, "cannot be read"):
            wedge.load(self.folder)
        with self.assertRaisesRegex(wedge.InputError, "did you mean 'rival'"):
            textbook().against("rivl")


class Reading(unittest.TestCase):
    def test_knows_players_and_keys(self):
        scenario = textbook()
        self.assertEqual(scenario.defenders, ["patron", "front", "rear"])
        self.assertEqual(scenario.adversaries, ["rival"])
        self.assertEqual(scenario.ties, ["front-rear"])
        self.assertEqual(scenario.keys(), [number.key for number in scenario.numbers()])
        self.assertEqual(scenario.uncertain_keys(), [])
        self.assertIn("patron", repr(scenario))
        self.assertEqual(scenario.to_toml(), TEXTBOOK.read_text())
        notes = scenario.set({"adversary.rival.largesse": 0.1}).notes()
        self.assertEqual(notes[0].keys, ["adversary.rival.largesse"])
        both = wedge.load(ROOT / "scenarios/two-theatres.toml")
        self.assertEqual(both.against("china").adversaries, ["china"])

    def test_known_keys(self):
        self.assertIn("tie.A-B.integration", [key.key for key in wedge.known_keys("integration")])
        self.assertEqual(wedge.known_keys("no.such.key"), [])
        self.assertGreater(len(wedge.known_keys()), 50)


class Export(FolderTest):
    def test_is_that_of_the_command(self):
        text = wedge.export_efg(textbook(), self.folder / "python.efg")
        command("export", TEXTBOOK, "-o", "command.efg", folder=self.folder)
        self.assertEqual((self.folder / "python.efg").read_text(), (self.folder / "command.efg").read_text())
        self.assertEqual(text, (self.folder / "python.efg").read_text())
        with self.assertRaisesRegex(wedge.InputError, "chance"):
            wedge.export_efg(textbook(), follow_through="luck")


if __name__ == "__main__":
    unittest.main()
