"""What the program says of a command line that is wrong: in both languages, with the exit codes of docs/commands.md."""

import json
import unittest

from program import FolderTest, huiqi

RULE = """种类: 事项
编号: 例.交易
申报: {实付: {类型: 金额, 小数: 2}}
奖补: [{基数: 实付}, {乘: 5%}, {取整: 四舍五入到分}]
用例:
  - {名称: 一, 申报: {实付: 100.00}, 结果: {金额: 5元}}
"""


class CommandLine(FolderTest):
    def setUp(self):
        super().setUp()
        self.rule = self.write("rule.yaml", RULE)
        self.data = self.write("in.csv", "编号,实付\nA,100.00\nB,200.00\n")

    def test_wrong_use_is_2_and_said_in_both_languages(self):
        run = ("run", self.rule, self.data)
        explain = ("explain", self.rule, self.data)
        rows = [
            ((), "没有说要做什么", "no command was given"),
            (("runn", self.rule), "是不是 run？", "did you mean `run`?"),
            (("run", self.rule), "缺少 INPUT", "INPUT is missing"),
            ((*run, "--thread", "2"), "是不是 --threads？", "did you mean `--threads`?"),
            ((*run, "--threads", "0"), "1 到 256", "from 1 to 256"),
            ((*run, "--threads"), "--threads 后面缺少值", "--threads wants a value"),
            ((*run, "more.csv"), "多写了 more.csv", "`more.csv` is one word too many"),
            ((*run, "--format", "xml"), "可选 text,json", "choose from text,json"),
            ((*explain, "--row", "0"), "行号从 1 数起", "rows count from 1"),
            ((*explain, "--row", "-1"), "行号从 1 数起", "rows count from 1"),
            ((*explain, "--row", "x"), "行号从 1 数起", "rows count from 1"),
            ((*explain, "--row", "9" * 30), "行号从 1 数起", "rows count from 1"),
            ((*explain, "--row", "1", "--given", self.data), "--given 不和", "--given stands alone"),
            (("explain", self.rule, "--given", self.data), "不止一份申报", "more than one application"),
            ((*run, "--select", "交易.awrad"), "是不是“交易.award”？", "did you mean `交易.award`?"),
            ((*run, "--select", "交易.甲乙丙丁"), "可选：", "there are: "),
            ((*run, "-o", self.folder / "out.txt"), ".xlsx 或 .jsonl", ".xlsx or .jsonl"),
            ((*run, "--rejects", self.folder / "rejects.txt", "-o", self.folder / "out.csv"), ".csv", ".csv"),
            (("help", "E999"), "没有代码", "there is no code"),
        ]
        for arguments, zh, en in rows:
            with self.subTest(arguments=[str(one) for one in arguments]):
                for language, said in (("zh", zh), ("en", en)):
                    code, out, err = huiqi("--lang", language, *arguments)
                    self.assertEqual((code, out), (2, ""), err)
                    self.assertIn(said, err)
        self.assertEqual(sorted(one.name for one in self.folder.iterdir()), ["in.csv", "rule.yaml"])

    def test_the_language_may_stand_behind_what_is_wrong(self):
        self.assertIn("缺少 INPUT", huiqi("run", self.rule, "--lang=zh")[2])
        self.assertIn("--lang", huiqi("--lang", "fr", "run", self.rule, self.data)[2])

    def test_help_names_its_parts_in_the_language_of_the_person(self):
        self.assertIn("用法: ", huiqi("--lang", "zh", "run", "--help")[1])
        self.assertIn("Usage: ", huiqi("--lang", "en", "run", "--help")[1])

    def test_rules_that_are_not_there_are_66_and_name_no_line(self):
        missing = self.folder / "none.yaml"
        for command in (("check", missing), ("test", missing), ("show", missing), ("run", missing, self.data),
                        ("explain", missing, self.data, "--row", "1"), ("run", self.rule, self.folder / "none.csv")):
            with self.subTest(command=command[0]):
                code, _, err = huiqi("--lang", "en", *command)
                self.assertEqual(code, 66, err)
                self.assertNotIn("1 |", err)
        broken = self.write("broken.yaml", RULE.replace("实付}, {乘", "没有}, {乘"))
        self.assertEqual(huiqi("run", broken, self.data)[0], 78)

    def test_one_application_is_explained_and_a_row_by_its_number(self):
        one = self.write("one.csv", "编号,实付\nA,100.00\n")
        self.assertEqual(huiqi("explain", self.rule, "--given", one)[0], 0)
        self.assertIn("200", huiqi("--lang", "en", "explain", self.rule, self.data, "--row", "2")[1])
        self.assertEqual(huiqi("explain", self.rule, self.data, "--row", "3")[0], 66)

    def test_a_selection_of_nothing_is_refused(self):
        empty = self.write("columns.txt", "# nothing\n")
        for select in ("", "  ", f"@{empty}"):
            code, out, err = huiqi("--lang", "en", "run", self.rule, self.data, "--select", select)
            self.assertEqual((code, out), (2, ""), err)
            self.assertIn("the usual columns", err)
        for words in (("--selct", "a", "run", self.rule, self.data), ("run", "--selct", "a", self.rule, self.data),
                      ("run", self.rule, self.data, "--selct"), ("run", self.rule, "--selct=a", self.data)):
            code, _, err = huiqi("--lang", "en", *words)
            self.assertEqual((code, "did you mean `--select`?" in err), (2, True), err)

    def test_files_that_are_not_there_and_devices_are_told_at_once(self):
        for name in ("nope.json", "nope.jsonl", "nope.csv", "nope"):
            self.assertEqual(huiqi("explain", self.rule, "--given", self.folder / name)[0], 66, name)
            self.assertEqual(huiqi("inspect", self.folder / name)[0], 66, name)
        (self.folder / "zero.csv").symlink_to("/dev/zero")
        (self.folder / "zero.jsonl").symlink_to("/dev/zero")
        (self.folder / "zero.yaml").symlink_to("/dev/zero")
        for source in ("/dev/zero", self.folder / "zero.csv", self.folder / "zero.jsonl"):
            code, _, err = huiqi("--lang", "en", "explain", self.rule, "--given", source)
            self.assertIn("this is a device, not a file", err)
            self.assertEqual(code, 66)
            self.assertIn("this is a device, not a file", huiqi("--lang", "en", "run", self.rule, source)[2])
        for rules in ("/dev/zero", self.folder / "zero.yaml"):
            code, _, err = huiqi("--lang", "en", "check", rules)
            self.assertEqual(code, 66)
            self.assertIn("neither an ordinary file nor a folder", err)

    def test_a_terminal_gets_twenty_messages_of_a_kind_and_json_all(self):
        many = self.write("many.yaml", RULE.split("奖补:")[0] + "计算:\n" +
                          "".join(f"  数{at}: 没有的名字甲乙丙丁 + {at}\n" for at in range(50)) + "奖补: [{基数: 实付}]\n")
        code, _, err = huiqi("--lang", "en", "check", many)
        self.assertEqual(code, 78)
        self.assertEqual(err.count("error[E202]"), 20)
        self.assertIn(f"{many}: and 30 more of E202; --format json shows all", err)
        found = json.loads(huiqi("--json", "check", many)[1])
        self.assertEqual(sum(one["code"] == "E202" for one in found), 50)
        code, _, err = huiqi("--lang", "zh", "run", self.rule, self.data, "--select", ",".join(["=x"] * 5000))
        self.assertEqual((code, err.count("[D206]")), (2, 20))
        self.assertIn("还有 4,980 条 D206；--format json 列出全部", err)

    def test_a_run_of_no_time_says_no_speed(self):
        err = huiqi("--lang", "en", "run", self.rule, self.data)[2]
        self.assertNotIn(" 0 ", err.splitlines()[-1])
        self.assertIn(" ms", err.splitlines()[-1])

    def test_cases_of_an_incentive_that_localities_complete_are_told_what_to_set(self):
        rule = RULE.replace("奖补: [{基数: 实付}, {乘: 5%}", "参数: {率: {类型: 比例, 地方: 必填, 幅度: 3%以上10%以下}}\n奖补: [{基数: 实付}, {乘: 率}")
        self.write("rule.yaml", rule)
        code, out, err = huiqi("--lang", "en", "test", self.rule)
        self.assertEqual((code, out), (78, ""))
        self.assertIn("add `bind: {率: …}` to the case", err)
        self.write("rule.yaml", rule.replace("申报: {实付: 100.00}", "取: {率: 5%}, 申报: {实付: 100.00}"))
        self.assertEqual(huiqi("--lang", "en", "test", self.rule)[:2], (0, "1 case passed, 0 failed\n"))
        self.write("rule.yaml", rule.split("用例:")[0])
        code, out, _ = huiqi("--lang", "en", "test", self.rule)
        self.assertEqual(code, 0)
        self.assertIn("a case sets them with `bind: {率: …}`", out)

    def test_results_of_cases_are_on_standard_output(self):
        self.assertEqual(huiqi("--lang", "en", "test", self.rule)[:2], (0, "1 case passed, 0 failed\n"))
        self.assertEqual(huiqi("--lang", "en", "test", self.rule, "-v")[1], "ok   例.交易 · 一\n1 case passed, 0 failed\n")
        self.write("rule.yaml", RULE.replace("金额: 5元", "金额: 6元"))
        code, out, err = huiqi("--lang", "en", "test", self.rule)
        self.assertEqual((code, err), (1, ""))
        self.assertIn("expected 6", out)
        self.write("rule.yaml", RULE[:RULE.index("用例")])
        self.assertIn("0 cases", huiqi("--lang", "en", "test", self.rule)[1])

    def test_help_as_json_has_both_languages_and_the_samples(self):
        page = json.loads(huiqi("--json", "help", "e205")[1])
        self.assertEqual((page["code"], sorted(page["title"])), ("E205", ["en", "zh"]))
        self.assertIn("种类", page["failing"])
        self.assertIn("种类", page["mended"])
        codes = [one["code"] for one in json.loads(huiqi("--json", "help")[1])]
        self.assertIn("E205", codes)
        self.assertEqual(codes, sorted(codes))

    def test_the_log_is_there_when_it_is_asked_for(self):
        out = self.folder / "out.csv"
        code, _, err = huiqi("--lang", "en", "--verbose", "run", self.rule, self.data, "-o", out)
        self.assertEqual(code, 0, err)
        self.assertRegex(err, r"(?m)^\d\d:\d\d:\d\d\.\d{3} 2 rows decided")
        self.assertNotIn("rows decided by", huiqi("run", self.rule, self.data, "-o", out, "--force")[2])


if __name__ == "__main__":
    unittest.main()
