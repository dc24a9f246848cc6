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

    def test_a_condition_that_reads_a_dated_parameter_is_timed(self):
        rules = self.folder / "dated.yaml"
        rules.write_text("种类: 事项\n编号: 例.贴息\n依据: {办: {文件: 某办法}}\n施行: {自: 2024-01-01, 至: 2025-12-31, 按: 受理日, 依据: 办}\n"
                         "参数:\n  限: {类型: 金额, 历次: {2024-01-01: 10元, 2025-01-01: 20元}, 有效至: 2025-12-31, 依据: 办}\n"
                         "申报:\n  受理日: 日期\n  利息: {类型: 金额, 小数: 2, 范围: \"[0元..100元]\"}\n计算:\n  足: 利息 >= 限\n"
                         "条件:\n  - {编号: 足额, 要求: 足, 不符合时: 不足, 依据: 办}\n  - {编号: 有, 要求: 利息 > 0元, 不符合时: 无, 依据: 办}\n"
                         "  - {编号: 期内, 要求: 受理日 <= 施行止, 不符合时: 过期, 依据: 办}\n奖补: [{基数: 利息, 依据: 办}]\n", encoding="utf-8")
        code, out, err = huiqi("--json", "bench", rules, *QUICK)
        self.assertEqual(code, 0, err)
        self.assertEqual([one["name"] for one in json.loads(out)["times"] if one["kind"] == "condition"],
                         ["例.贴息 · 足额", "例.贴息 · 有", "例.贴息 · 期内"])

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
