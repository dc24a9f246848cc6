"""`huiqi bench`: what it times, what it saves, and what it says of a saved run. Times themselves are not judged."""

import json
import unittest

from program import SOURCE, FolderTest, huiqi

QUICK = ("--repeats", "3", "--time", "1", "--rows", "512")


class Bench(FolderTest):
    def setUp(self):
        super().setUp()
        self.saved = self.folder / "saved.json"

    def test_every_incentive_and_condition_has_its_times(self):
        code, out, err = huiqi("--json", "bench", SOURCE / "rules/benchmark", "--threads", "2", *QUICK)
        self.assertEqual(code, 0, err)
        times = json.loads(out)["times"]
        self.assertEqual([one["name"] for one in times if one["kind"] == "incentive"],
                         ["benchmark." + name for name in ("transaction", "grant", "interest", "premium", "equipment")])
        self.assertEqual([one["name"] for one in times if one["kind"] == "condition"][:4],
                         ["benchmark.transaction · " + name for name in ("size", "unrelated", "window", "paid")])
        self.assertEqual((times[0]["kind"], times[0]["threads"]), ("all", 2))
        for one in times:
            self.assertGreater(one["row_ns"], 0)
            self.assertLessEqual(one["least_ns"], one["low_ns"])
            self.assertLessEqual(one["low_ns"], one["row_ns"])
            self.assertLessEqual(one["row_ns"], one["high_ns"])
        self.assertTrue(0 < times[1]["eligible"] < 1)   # the applications are neither all refused nor all eligible

    def test_a_saved_run_is_compared(self):
        rules = SOURCE / "rules/benchmark/transaction.yaml"
        self.assertEqual(huiqi("bench", rules, "--save", self.saved, *QUICK)[0], 0)
        self.assertEqual(huiqi("bench", rules, "--save", self.saved, *QUICK)[0], 73)
        self.assertEqual(huiqi("bench", rules, "--save", self.saved, "--force", *QUICK)[0], 0)
        saved = json.loads(self.saved.read_text(encoding="utf-8"))
        for factor, verdict, word in ((1e-6, "slower", "slower"), (1e6, "faster", "faster")):
            made = json.loads(json.dumps(saved))
            for one in made["times"]:
                for key in ("row_ns", "low_ns", "high_ns"):
                    one[key] *= factor
            self.saved.write_text(json.dumps(made), encoding="utf-8")
            code, out, _ = huiqi("--json", "bench", rules, "--compare", self.saved, *QUICK)
            self.assertEqual((code, {one["verdict"] for one in json.loads(out)["times"]}), (0, {verdict}))
            self.assertIn(word, huiqi("--lang", "en", "bench", rules, "--compare", self.saved, *QUICK)[1])
        made = json.loads(json.dumps(saved))
        made["machine"] = "another"
        for one in made["times"]:
            one["low_ns"], one["high_ns"] = 0, 1e12
        self.saved.write_text(json.dumps(made), encoding="utf-8")
        out = huiqi("--lang", "en", "bench", rules, "--compare", self.saved, *QUICK)[1]
        self.assertIn("within the noise", out)
        self.assertIn("made on another machine", out)

    def test_wrong_files(self):
        rules = SOURCE / "rules/benchmark/transaction.yaml"
        self.assertEqual(huiqi("bench", rules, "--compare", self.folder / "nothing.json", *QUICK)[0], 66)
        for text in ("", "[]", "{}", '{"times": [{"kind": 1}]}', '{"times": [{"kind": "all", "name": "*", "row_ns": "x"}]}'):
            self.saved.write_text(text, encoding="utf-8")
            self.assertEqual(huiqi("bench", rules, "--compare", self.saved, *QUICK)[0], 65, text)
        self.assertEqual(huiqi("bench", self.folder / "nothing.yaml", *QUICK)[0], 66)

    def test_shipped_rules_with_lists_and_loops(self):
        for rules in ("rules/examples", "rules/jiangsu"):
            if not (SOURCE / rules).exists():
                continue
            for file in sorted((SOURCE / rules).glob("*.yaml")):
                with self.subTest(file=file.name):
                    code, _, err = huiqi("bench", file, "--repeats", "3", "--time", "1", "--rows", "64")
                    self.assertIn(code, (0, 2, 78), err)   # a file may hold nothing that can run


if __name__ == "__main__":
    unittest.main()
