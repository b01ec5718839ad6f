"""What follows on a result, from Python: play, explain, compare, optimise, calibrate."""

import json
import unittest

from support import MOODS, ROOT, TEXTBOOK, FolderTest, command, interrupted_soon, textbook

import wedge

INTEGRATION, AFFINITY = "tie.front-rear.integration", "tie.front-rear.affinity"


class Play(unittest.TestCase):
    def test_is_that_of_the_command(self):
        chronicle = wedge.play(textbook().set({"campaign.rounds": 4}), seed=7, campaign=3)
        said = json.loads(command("play", TEXTBOOK, "--set", "campaign.rounds=4", "--seed", "7", "--campaign", "3", "--format", "json"))
        found = json.loads(chronicle.to_json())
        self.assertEqual(found["rounds"], said["rounds"])
        self.assertEqual([e.course for r in chronicle.rounds for e in r.events],
                         [e["course"] for r in said["rounds"] for e in r["events"]])
        self.assertEqual(chronicle.to_dict()["rounds"][0]["events"][0]["adversary"], "rival")
        self.assertIn("planned=4", repr(chronicle))


class Explain(unittest.TestCase):
    def test_adds_up(self):
        why = wedge.explain(textbook().set({AFFINITY: -0.3} | MOODS), draws=32, break_even=False)
        self.assertAlmostEqual(sum(s.loss.difference for s in why.shapley), why.loss - why.loss_without_any, places=9)
        self.assertIsInstance(why.mechanisms[0].off, list)
        self.assertEqual(why.break_even, [])
        self.assertEqual(why.to_dict()["shapley"][0]["loss"]["difference"], why.shapley[0].loss.difference)
        json.loads(why.to_json())

    def test_break_even_is_where_it_says(self):
        scenario = textbook().set({AFFINITY: -0.3})
        why = wedge.explain(scenario, draws=4, levers=[AFFINITY], deterrence=0.6, tie="front-rear")
        (lever,) = why.break_even
        self.assertEqual((lever.key, lever.now, lever.idle), (AFFINITY, -0.3, False))
        self.assertAlmostEqual(wedge.solve(scenario.set({AFFINITY: lever.deterrence_reached})).deterrence, 0.6, places=4)
        self.assertAlmostEqual(wedge.solve(scenario.set({AFFINITY: lever.net_turns})).at("net"), 0, places=4)

    def test_one_action(self):
        attack = wedge.explain_action(textbook(), "front")
        self.assertEqual(attack.target, "front")
        self.assertEqual(attack.probability, max(a.probability for a in wedge.solve(textbook()).attacks))
        for terms in attack.worth.values():
            self.assertTrue(all(isinstance(term.value, float) for term in terms))
        with self.assertRaises(wedge.InputError):
            wedge.explain_action(textbook(), "nobody")

    def test_ctrl_c_ends_it(self):
        with interrupted_soon(self, 0.4):
            wedge.explain(textbook().set(MOODS), draws=200_000)


class Compare(FolderTest):
    def test_with_itself_is_nothing(self):
        scenario = textbook().set(MOODS)
        same = wedge.compare(scenario, scenario, draws=32)
        self.assertEqual(same.keys, [])
        self.assertTrue(all(m.difference == 0 and not m.counts for m in same.measures))

    def test_says_what_differs(self):
        before = textbook().set(MOODS)
        after = before.set({AFFINITY: -0.3})
        found = wedge.compare(before, after, draws=64)
        self.assertEqual([(k.key, k.before, k.after) for k in found.keys], [(AFFINITY, "0.6", "-0.3")])
        loss = next(m for m in found.measures if m.measure == "total_loss")
        runs = [wedge.run(s, draws=64).total_loss for s in (before, after)]
        self.assertAlmostEqual(loss.difference, float(runs[1] - runs[0]), places=12)
        self.assertTrue(loss.counts and loss.rises == 1.0 and loss.pairs == 64)

    def test_packages_as_a_file_and_as_a_dict(self):
        packages = {"package": [{"name": "redundancy", "cost": 2.0, "set": {"defender.front.redundancy": 1.0}}]}
        found = wedge.compare_packages(textbook().set({AFFINITY: -0.3}), packages, draws=4)
        self.assertEqual([(r.name, r.cost, r.best) for r in found], [("redundancy", 2.0, True), ("", None, False)])
        self.assertAlmostEqual(found[0].deterrence, 0.551, places=3)
        asia = wedge.load(ROOT / "scenarios/northeast-asia.toml")
        self.assertEqual(len(wedge.compare_packages(asia, ROOT / "docs/examples/remedies.toml", draws=16)), 6)
        with self.assertRaises(wedge.InputError):
            wedge.compare_packages(textbook(), self.folder / "missing.toml")

    def test_ctrl_c_ends_it(self):
        with interrupted_soon(self, 0.4):
            wedge.compare(textbook().set(MOODS), textbook().set(MOODS | {AFFINITY: 0.1}), draws=300_000)


class Optimise(FolderTest):
    def test_levers_as_a_file_and_as_a_list(self):
        scenario = textbook().set({AFFINITY: -0.3})
        file = self.folder / "levers.toml"
        file.write_text(f'[[lever]]\nkey = "{INTEGRATION}"\ncost = 1\n')
        for levers in (file, str(file), [{"key": INTEGRATION, "cost": 1}], {"lever": [{"key": INTEGRATION, "cost": 1}]}):
            found = wedge.optimise(scenario, levers, budget=0.2, draws=4)
            self.assertAlmostEqual(found.levers[0].value, 0.3, places=9)
            self.assertTrue(found.budget_binds)
        self.assertEqual(wedge.solve(scenario.set(found.settings)).total_loss, wedge.solve(scenario.set(
            {INTEGRATION: found.levers[0].value})).total_loss)
        self.assertAlmostEqual(found.after.loss, wedge.solve(scenario.set(found.settings)).total_loss, places=9)
        least = wedge.optimise(scenario, [{"key": "defender.front.forces", "cost": 1, "high": 2.0}], target={"loss": 0.5}, draws=4)
        self.assertTrue(least.reached)
        self.assertAlmostEqual(least.after.loss, 0.5 * least.before.loss, places=4)

    def test_mistakes(self):
        for levers, options, said in (([{"key": "tie.front-rear.integratoin"}], {}, "integration"), ([], {}, "lever"),
                                      ([{"key": INTEGRATION}], {"minimise": "los"}, "loss"),
                                      ([{"key": INTEGRATION}], {"target": "loss"}, "loss=")):
            with self.assertRaisesRegex(wedge.InputError, said):
                wedge.optimise(textbook(), levers, **options)

    def test_ctrl_c_ends_it(self):
        levers = [{"key": INTEGRATION}, {"key": "defender.rear.redundancy"}]
        with interrupted_soon(self, 0.4):
            wedge.optimise(textbook().set(MOODS), levers, draws=100_000)


class Calibrate(unittest.TestCase):
    def test_finds_the_rate(self):
        rates = {"key": [{"key": "adversary.rival.prize.front", "low": 0.3, "high": 2.0}],
                 "rate": [{"measure": "deterrence", "value": 0.7, "error": 0.05}]}
        fit = wedge.calibrate(textbook(), rates, draws=0)
        self.assertAlmostEqual(fit.rates[0].found, 0.7, places=5)
        self.assertAlmostEqual(wedge.solve(textbook().set(fit.settings)).deterrence, 0.7, places=5)


if __name__ == "__main__":
    unittest.main()
