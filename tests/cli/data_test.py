"""What becomes of applications: nothing paid twice, nothing destroyed, results and summaries that tie."""

import csv
import json
import os
import signal
import subprocess
import sys
import time
import unittest

from program import PROGRAM, SOURCE, FolderTest, huiqi

RULE = """种类: 事项
编号: 例.奖补
申报:
  规模: {类型: 规模}
  实付: {类型: 金额, 小数: 2, 范围: 0元以上}
  份数: {类型: 数, 小数: 0, 范围: "[0..100]"}
枚举:
  规模: {有序: 是, 取值: [小型, 中型, 大型]}
条件:
  - {编号: 规模, 要求: 规模 属于 (中型以下), 不符合时: {zh: 大型企业不奖, en: large firms get nothing}}
奖补:
  - 基数: 实付 / 份数
  - 取整: 四舍五入到分
"""

BUNDLE = """种类: 组合
编号: 例.组合
事项: [例.奖补]
主键: {申请: 编号}
汇总: {双倍: 奖补 * 2, 一半: 奖补 / 2}
"""

LISTS = """种类: 事项
编号: 例.清单
申报:
  付款: {类型: 列表, 每项: {付款额: {类型: 金额}}}
计算: {实付: 合计(付款.付款额)}
条件: [{编号: 有付款, 要求: 实付 > 0, 不符合时: 没有付款}]
奖补: [{基数: 实付}]
"""

HEAD = "编号,规模,实付,份数\n"


class Data(FolderTest):
    def setUp(self):
        super().setUp()
        self.rules = self.folder / "rules"
        self.rules.mkdir()
        self.write("rules/rule.yaml", RULE)
        self.write("rules/bundle.yaml", BUNDLE)

    def huiqi(self, *arguments, locale="C.UTF-8", stdin=""):
        return huiqi(*arguments, cwd=self.folder, stdin=stdin, LC_ALL=locale)

    def read(self, name):
        with (self.folder / name).open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def run_file(self, text, *options, name="in.csv", out="out.csv", rules="rules"):
        """Runs a file; gives the exit code, the rows of the result (None without one) and what was said."""
        source = self.write(name, text)
        target = self.folder / out
        target.unlink(missing_ok=True)
        code, said, err = self.huiqi("run", rules, source, "-o", target, *options)
        rows = self.read(out) if target.exists() else None
        return code, rows, said + err

    # Numbers that stand twice.

    def test_all_rows_of_a_repeated_number_are_set_aside_in_whatever_order(self):
        rows = ["A1,小型,10,1\n", " A2,小型,20,1\n", "A1 ,小型,3000,1\n", "A3,小型,40,1\n"]
        for order in (rows, rows[::-1]):
            rejects = self.folder / "rejects.csv"
            rejects.unlink(missing_ok=True)
            code, got, said = self.run_file(HEAD + "".join(order), "--rejects", rejects)
            self.assertEqual(code, 0, said)
            self.assertEqual({row["编号"]: row["奖补.award"] for row in got}, {"A2": "20.00", "A3": "40.00"})
            self.assertIn("rows read 4 = decided 2 + set aside 2", said)
            self.assertEqual(said.count("D019"), 2, said)
            self.assertEqual(len(self.read("rejects.csv")), 2)

    def test_a_row_at_fault_counts_as_a_repeat_too(self):
        code, rows, said = self.run_file(HEAD + "A1,小型,10,1\nA1,小型,x,1\nA2,小型,1,1\n")
        self.assertEqual((code, [row["编号"] for row in rows]), (0, ["A2"]), said)

    def test_json_lines_repeat_likewise(self):
        lines = ['{"编号": "A1", "规模": "小型", "实付": 1, "份数": 1}', '{"编号": " A1", "规模": "小型", "实付": 2, "份数": 1}',
                 '{"编号": 7, "规模": "小型", "实付": 2, "份数": 1}']
        code, rows, said = self.run_file("\n".join(lines), name="in.jsonl")
        self.assertEqual((code, [row["编号"] for row in rows]), (0, ["7"]), said)
        self.assertIn("D019", said)

    def test_a_number_is_found_without_a_bundle_or_a_note_says_that_it_is_not(self):
        rule = self.folder / "rules/rule.yaml"
        text = "id,规模,实付,份数\nA1,小型,10,1\nA1,小型,10,1\n"
        code, rows, said = self.run_file(text, rules=rule)
        self.assertEqual((code, rows), (0, []), said)
        self.assertIn("D019", said)
        code, rows, said = self.run_file(text.replace("id", "受理号"), rules=rule)
        self.assertEqual((code, [row["line"] for row in rows]), (0, ["2", "3"]))
        self.assertIn("D041", said)
        code, rows, said = self.run_file(text.replace("id", "受理号"), "--key", "受理号", rules=rule)
        self.assertEqual((code, rows), (0, []))
        code, rows, said = self.run_file(text, "--key", "line", rules=rule)
        self.assertEqual((code, len(rows), "D041" in said), (0, 2, False))

    def test_what_cannot_be_taken_back_is_refused(self):
        text = HEAD + "A1,小型,10,1\nA2,小型,1,1\nA1,小型,10,1\n"
        source = self.write("in.csv", text)
        code, _, err = self.huiqi("run", "rules", source)
        self.assertEqual(code, 65)
        self.assertIn("in.csv:2 (编号): error[D019]: the application number `A1` stands on line 4 too", err)
        code, _, err = self.huiqi("run", "rules", "-", "-o", self.folder / "out.csv", stdin=text)
        self.assertEqual((code, (self.folder / "out.csv").exists()), (65, False), err)
        code, _, err = self.huiqi("run", "rules", source, "--strict", "-o", self.folder / "out.csv")
        self.assertEqual((code, (self.folder / "out.csv").exists()), (65, False), err)

    def test_the_failing_sample_of_the_page_is_not_decided_twice(self):
        page = (SOURCE / "docs/messages/D019.md").read_text(encoding="utf-8")
        sample = page.split("## failing")[1].split("```csv\n")[1].split("```")[0]
        rule = self.write("page.yaml", "种类: 事项\n编号: x\n申报: {合同金额: {类型: 金额}}\n奖补: [{基数: 合同金额}]\n"
                                       "条件: [{编号: a, 要求: 合同金额 > 0, 不符合时: b}]\n")
        code, rows, said = self.run_file(sample, rules=rule)
        self.assertEqual((code, rows), (0, []), said)

    def test_in_a_folder_too_and_although_the_lists_are_left_out(self):
        rule = self.write("lists.yaml", LISTS)
        self.write("data/申报.csv", "申请编号\n A6 \nA7\nA7\n")
        self.write("data/付款.csv", "申请编号,付款额\nA6,5\nA7,6\n,8\n")
        code, _, err = self.huiqi("run", rule, "data", "-o", "out.csv", "--rejects", "r.csv")
        self.assertEqual(code, 0, err)
        rows = self.read("out.csv")
        self.assertEqual([(row["申请编号"], row["清单.award"]) for row in rows], [("A6", "5.00")], err)
        self.assertIn("D018", (self.folder / "r.付款.csv").read_text(encoding="utf-8"))
        code, out, err = self.huiqi("run", rule, "data", "--unknown", "付款", "--select", "申请编号,s=清单.state")
        self.assertEqual((code, out), (0, "申请编号,s\nA6,unknown\n"), err)
        self.assertIn("D042", err)

    # Files are not destroyed.

    def test_the_input_is_never_replaced(self):
        text = HEAD + "A1,小型,10,1\n"
        source = self.write("in.csv", text)
        os.symlink(source, self.folder / "soft.csv")
        os.link(source, self.folder / "hard.csv")
        for target in ("in.csv", "./in.csv", "soft.csv", "hard.csv"):
            for option in ("-o", "--rejects"):
                code, _, err = self.huiqi("run", "rules", source, option, target, "--force")
                self.assertEqual((code, "D209" in err), (2, True), err)
        self.assertEqual(source.read_text(encoding="utf-8"), text)
        rule = self.write("lists.yaml", LISTS)
        self.write("data/申报.csv", "申请编号\nA6\n")
        self.write("data/付款.csv", "申请编号,付款额\nA6,5\n")
        code, _, err = self.huiqi("run", rule, "data", "-o", "data/付款.csv", "--force")
        self.assertEqual((code, "D209" in err), (2, True), err)

    def test_two_outputs_need_two_names(self):
        code, rows, said = self.run_file(HEAD + "A1,小型,10,1\n", "--rejects", "out.csv")
        self.assertEqual((code, rows, "D210" in said), (2, None, True), said)
        self.assertIn("two outputs have one name", said)

    def test_somebody_elses_part_file_is_left_alone(self):
        mine = self.write("out.csv.part", "mine\n")
        code, rows, said = self.run_file(HEAD + "A1,小型,10,1\n")
        self.assertEqual((code, len(rows)), (0, 1), said)
        self.assertEqual(mine.read_text(), "mine\n")
        self.assertEqual(sorted(path.name for path in self.folder.glob("out*")), ["out.csv", "out.csv.part"])

    def test_a_signal_leaves_nothing_behind(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            process = subprocess.Popen([PROGRAM, "run", "rules", "-", "-o", "out.csv", "--rejects", "r.csv"], cwd=self.folder,
                                       stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
            process.stdin.write((HEAD + "A1,小型,10,1\n" * 200_000).encode())
            process.stdin.flush()
            try:
                self.wait_for("out.csv.part", "r.csv.part")
                process.send_signal(number)
                self.assertEqual(process.wait(timeout=30), 75)
            finally:
                process.kill()
                process.stdin.close()
                process.wait()
            self.assertEqual(sorted(path.name for path in self.folder.glob("*.csv*")), [])

    def wait_for(self, *names):
        for _ in range(300):
            if all((self.folder / name).exists() for name in names):
                return
            time.sleep(0.1)
        self.fail(f"{names} did not appear")

    # Results and summaries.

    def test_an_input_that_was_not_asked_is_unknown_although_its_column_is_there(self):
        code, rows, said = self.run_file(HEAD + "A1,小型,10,1\nA2,大型,10,1\n", "--unknown", "实付")
        self.assertEqual(code, 0, said)
        self.assertEqual([row["奖补.missing"] for row in rows], ["实付", ""])
        self.assertIn("D042", said)
        line = '{"编号": "A1", "规模": "小型", "实付": 1, "份数": 1}\n'
        code, rows, said = self.run_file(line, "--unknown", "实付", name="in.jsonl")
        self.assertEqual((code, [row["奖补.missing"] for row in rows]), (0, ["实付"]), said)
        self.assertIn("D042", said)

    def test_that_there_is_none_of_what_is_asked_only_sometimes_may_be_said(self):
        rule = self.write("rule.yaml", """种类: 事项
编号: 样例.贷款
申报:
  有贷款: {类型: 是否}
  贷款额: {类型: 金额, 小数: 2, 范围: 0元以上, 当: 有贷款}
  说明书: {类型: 记录, 每项: {页: 整数}, 当: 有贷款}
条件:
  - {编号: 够, 要求: "缺省(贷款额, 0元) >= 0元", 不符合时: 不够}
奖补:
  - {基数: "如果 有贷款 则 缺省(贷款额, 0元) 否则 10元"}
用例:
  - {名称: 没有贷款, 申报: {有贷款: 否, 贷款额: 无}, 结果: {符合: 是, 金额: 10元}}
  - {名称: 有贷款没有写, 申报: {有贷款: 是, 贷款额: 无}, 结果: {符合: 未知}}
  - {名称: 不知道有没有, 申报: {贷款额: 无}, 结果: {符合: 未知}}
""")
        self.assertEqual(self.huiqi("test", rule)[0], 0)
        lines = ('{"id":"A","有贷款":false,"贷款额":null,"说明书":null}\n{"id":"B","有贷款":true,"贷款额":null}\n{"id":"C","有贷款":false}\n'
                 '{"id":"D","贷款额":null}\n{"id":"E","有贷款":null}\n')
        cells = "id,有贷款,贷款额,说明书.页\nA,否,,\nB,是,,\nC,否,,\nD,,,\n"
        for name, text in (("in.jsonl", lines), ("in.csv", cells)):
            _, rows, said = self.run_file(text, name=name, rules=rule)
            made = {row["id"]: (row["贷款.state"], row["贷款.award"], row["贷款.missing"]) for row in rows}
            self.assertEqual((made["A"], made["B"], made["C"]), (("eligible", "10.00", ""), ("unknown", "", "贷款额"), ("eligible", "10.00", "")), name)
            self.assertEqual(made["D"][0], "unknown", name)
            self.assertEqual("D033" in said, name == "in.jsonl")   # 有贷款 is always asked: that there is none of it is refused
        for answers, state, waits in (({"有贷款": "false", "贷款额": None}, "eligible", []), ({"有贷款": "true", "贷款额": None}, "unknown", ["贷款额"])):
            code, out, _ = self.huiqi("ask", rule, "--answers", self.write("answers.json", json.dumps(answers)), "--json")
            one = json.loads(out)["incentives"][0]
            self.assertEqual((code, one["state"], one["waits_for"]), (0, state, waits))

    def test_a_value_of_the_whole_batch_in_json_lines_is_no_unknown_that_somebody_gave(self):
        one = {"技术得分": "90", "市场得分": "80", "受理序号": "1", "通过初审": "是", "名次": "3"}
        path = self.write("rank.jsonl", json.dumps(one, ensure_ascii=False) + "\n")
        _, out, err = huiqi("run", SOURCE / "rules/cookbook/composite-rank.yaml", path, "--select", "综合排名.award")
        self.assertEqual((out.splitlines()[1], err.count("D114"), err.count("D042")), ("200000.00", 1, 0))

    def test_an_incentive_without_an_award_of_its_own_has_none(self):
        rule = self.write("rule.yaml", RULE[:RULE.index("条件:\n")] + "计算:\n  奖金: {步骤: [{基数: 实付 / 份数}, {取整: 四舍五入到分}]}\n" +
                          RULE[RULE.index("条件:\n"):RULE.index("奖补:\n")] + "分项: [奖金]\n")
        data = self.write("in.csv", "规模,实付,份数\n小型,100,4\n大型,100,4\n")
        _, out, err = huiqi("run", rule, data, "--select", "例.奖补.state,例.奖补.award,例.奖补.due,例.奖补.part.奖金")
        self.assertEqual(out.splitlines()[1:], ["eligible,,,25.00", "refused,,,0.00"])
        self.assertNotIn("合计", err)
        self.assertNotIn("sum", err)

    def test_states_of_rows_and_counts_of_the_summary_tie(self):
        text = HEAD + "A1,小型,10,1\nA2,大型,10,1\nA3,小型,10,0\nA4,小型,,1\nA5,,10,1\nA6,大型,,0\n"
        self.write("in.csv", text)
        code, out, err = self.huiqi("--json", "run", "rules", "in.csv", "-o", "out.csv")
        self.assertEqual(code, 0, err)
        rows = self.read("out.csv")
        self.assertEqual([row["奖补.state"] for row in rows], ["eligible", "refused", "error", "unknown", "unknown", "refused"])
        summary = json.loads(out)["incentives"][0]
        for state in ("eligible", "refused", "unknown", "error"):
            self.assertEqual(summary[state], sum(row["奖补.state"] == state for row in rows), state)

    def test_sums_are_those_of_the_rules_totals_and_there_is_no_other(self):
        self.write("in.csv", HEAD + "A1,小型,10,3\nA2,小型,0.01,1\nA3,小型,,1\nA4,大型,1,1\n")
        code, out, err = self.huiqi("--json", "run", "rules", "in.csv", "-o", "out.csv")
        summary = json.loads(out)
        self.assertNotIn("sum", summary)
        self.assertEqual(summary["incentives"][0]["sum"], "3.34")
        self.assertEqual(summary["totals"], [{"name": "双倍", "sum": "6.68", "not_known": 1},
                                             {"name": "一半", "sum": "1.67", "not_known": 1}])
        _, _, err = self.huiqi("run", "rules", "in.csv", "-o", "out.csv", "--force")
        self.assertIn("双倍: sum 6.68 yuan, not known in 1 row", err)

    def test_bytes_of_results_do_not_depend_on_the_locale(self):
        self.write("in.csv", HEAD + "A1,大型,10,1\nA2,大型,x,1\n")
        results = set()
        for locale in ("C.UTF-8", "zh_CN.UTF-8", "en_US.UTF-8"):
            code, out, err = self.huiqi("run", "rules", "in.csv", "--rejects", "r.csv", "--force", locale=locale)
            self.assertEqual(code, 0, err)
            results.add(out + (self.folder / "r.csv").read_text(encoding="utf-8"))
        self.assertEqual(len(results), 1)
        self.assertIn("大型企业不奖", results.pop())
        _, out, _ = self.huiqi("run", "--lang", "en", "rules", "in.csv", "--rejects", "r.csv", "--force")
        self.assertIn("large firms get nothing", out)
        self.assertIn("line,error,help", (self.folder / "r.csv").read_text(encoding="utf-8"))


if __name__ == "__main__":
    if not os.access(PROGRAM, os.X_OK):
        sys.exit(f"no program at {PROGRAM}")
    unittest.main()
