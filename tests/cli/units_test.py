"""A unit that a table states outside its headings is never passed over: ten thousand times too little would be paid."""

import json
import unittest

import workbook
from program import FolderTest

RULE = """种类: 事项
编号: 例.补助
申报:
  购置额: {类型: 金额, 小数: 2, 范围: 0元以上}
  台数: {类型: 数, 小数: 0}
  比重: {类型: 比例, 单位: 百分数, 小数: 4}
条件: [{编号: 台, 要求: 台数 >= 1 且 比重 >= 5%, 不符合时: 少了}]
奖补: [{基数: 购置额 * 10%}, {取整: 四舍五入到分}]
"""
LIST_RULE = """种类: 事项
编号: 例.付息
申报:
  付息: {类型: 列表, 每项: {利息: {类型: 金额, 小数: 2, 范围: 0元以上}}}
奖补: [{基数: 合计(付息.利息)}, {取整: 四舍五入到分}]
"""
HEADINGS = "编号,购置额,台数,比重"
ROW = "E1,100.5,1,6"


class Units(FolderTest):
    files = {"规则.yaml": RULE}

    def run_rows(self, lines, code=0, *options, book=False):
        """Decides a table; gives what was said, and the award of its only row."""
        name = "in.xlsx" if book else "in.csv"
        if book:
            workbook.write(self.folder / name, {"申报": [line.split(",") for line in lines]}, **(book if isinstance(book, dict) else {}))
        else:
            self.write(name, "\n".join(lines) + "\n")
        done = self.process("--json", "run", "规则.yaml", name, "-o", "out.csv", "--force", "--select", "编号,award=补助.award", *options, code=code)
        said = [json.loads(line) for line in done.stderr.splitlines() if line.startswith('{"file"')]
        award = (self.folder / "out.csv").read_text(encoding="utf-8-sig").splitlines()[1:] if code == 0 else None
        return {one["code"]: one for one in said}, award

    def test_a_title_in_another_unit_is_refused(self):
        for title in ("金额单位：万元,,,", "设备补助申报表,,,单位：万元", "(单位: 千元),,,", "单 位：人民币万元,,,", "单位：万元、台,,,", "单位：万美元", "汇总表（万元）",
                      "金额以万元为单位", "单位：万元 制表：王", "Unit: 万元", "单位（万元）", "本表金额以万元计", "均按人民币万元填列", "金额：万元", "（金额单位：人民币万元）",
                      "单位：1万元", "单位:10000元", "单位万元", "单位 万元", "汇总表（万元）（一）", "币种：美元", "填报单位：甲公司（万元）"):
            for book in (False, True):
                with self.subTest(title, book=book):
                    said, _ = self.run_rows([title, HEADINGS, ROW], 65, book=book)
                    self.assertIn("购置额", said["D126"]["message"])
                    self.assertEqual(said["D126"]["line"], 1)

    def test_a_title_that_changes_nothing_is_fine(self):
        for title in ("单位：元", "金额单位：元、台", "填报单位：万元科技公司", "单位：某某局,,,2025年", "申报单位,,,", "单位：台",
                      "本表以元计", "合计金额：50万元", "单位：1元", "单笔不超过（50万元）", "以实际发生额计", "申报单位 万家科技"):
            for book in (False, True):
                with self.subTest(title, book=book):
                    said, award = self.run_rows([title, HEADINGS, ROW], book=book)
                    self.assertNotIn("D126", said)
                    self.assertEqual(award, ["E1,10.05"])

    def test_a_heading_that_names_its_own_unit_wins(self):
        said, award = self.run_rows(["单位：万元", "编号,购置额（元）,台数（台）,比重（%）", ROW])
        self.assertEqual(award, ["E1,10.05"])
        self.assertIn("购置额（元）", said["D056"]["message"])
        said, award = self.run_rows(["单位：万元", "编号,购置额（万元）,台数,比重", ROW])
        self.assertEqual(award, ["E1,100500.00"])
        self.assertNotIn("D056", said)

    def test_a_mapping_says_which_is_meant(self):
        self.write("m.yaml", "表头行: 2\n列: {B: 购置额（万元）}\n")
        for book in (False, True):
            _, award = self.run_rows(["单位：万元", HEADINGS, ROW], 0, "--mapping", "m.yaml", book=book)
            self.assertEqual(award, ["E1,100500.00"])
        self.write("m.yaml", "表头行: 2\n")
        for book in (False, True):
            self.assertIn("D126", self.run_rows(["单位：万元", HEADINGS, ROW], 65, "--mapping", "m.yaml", book=book)[0])

    def test_a_row_of_units_below_the_headings_is_read(self):
        for units in (",万元,台,%", "(单位),（万元）,台,%", "单位,人民币万元,台,%"):
            for book in (False, True):
                with self.subTest(units, book=book):
                    said, award = self.run_rows([HEADINGS, units, ROW], book=book)
                    self.assertEqual(award, ["E1,100500.00"])
                    self.assertEqual(said["D056"]["line"], 2)
                    self.assertNotIn("D103", said)
        # against the unit of a heading the heading counts; a row that is no row of units refuses the file all the same
        said, award = self.run_rows(["编号,购置额（元）,台数,比重", ",万元,台,%", ROW])
        self.assertEqual(award, ["E1,10.05"])
        self.assertIn("D056", said)
        self.assertIn("D126", self.run_rows([HEADINGS, "栏次,万元,台,%", ROW], 65)[0])
        self.assertIn("D126", self.run_rows([HEADINGS, "甲,1,2,3", ",万元,台,%", ROW], 65)[0])

    def test_in_the_name_of_a_sheet(self):
        rows = [HEADINGS.split(","), ROW.split(",")]
        for name, code in (("汇总（万元）", 65), ("单位：万元", 65), ("汇总（元）", 0), ("2025万户", 0)):
            with self.subTest(name):
                workbook.write(self.folder / "in.xlsx", {name: rows})
                said = self.process("--json", "run", "规则.yaml", "in.xlsx", "-o", "out.csv", "--force", code=code).stderr
                self.assertEqual("D126" in said, code != 0)
        workbook.write(self.folder / "in.xlsx", {"汇总（万元）": [rows[0], [ROW.split(",")[0], " 100.5", "1", "6"]]})
        self.process("inspect", "in.xlsx", "--rules", "规则.yaml", "--fix", "fixed.csv", code=1)   # a file of text has no sheet that says so
        self.assertIn("D126", self.process("--json", "run", "规则.yaml", "fixed.csv", "-o", "out.csv", "--force", code=65).stderr)
        rows[0][1] += "（元）"
        workbook.write(self.folder / "in.xlsx", {"汇总（万元）": rows})
        self.assertIn("D056", self.process("--json", "run", "规则.yaml", "in.xlsx", "-o", "out.csv", "--force").stderr)

    def test_in_the_name_of_the_file(self):
        rows = [HEADINGS.split(","), ROW.split(",")]
        for stem, heading, code, word in (("台账（万元）", "购置额", 65, "D126"), ("2025金额单位：万元", "购置额", 65, "D126"), ("台账(元)", "购置额", 0, ""), ("2025万户", "购置额", 0, ""),
                                          ("台账（万元）", "购置额（元）", 0, "D056"), ("台账（万元）", "购置额（万元）", 0, "")):
            rows[0][1] = heading
            self.write(stem + ".csv", "\n".join(map(",".join, rows)) + "\n")
            workbook.write(self.folder / (stem + ".xlsx"), {"申报": rows})
            for name in (stem + ".csv", stem + ".xlsx"):
                with self.subTest(name, heading=heading):
                    said = self.process("--json", "run", "规则.yaml", name, "-o", "out.csv", "--force", code=code).stderr
                    self.assertEqual([one["code"] for one in map(json.loads, said.splitlines()) if one.get("code") in ("D126", "D056")], [word] if word else [])
        self.write("台账（万元）.csv", f"{HEADINGS}\n{ROW}\n")
        told = json.loads(self.process("--json", "inspect", "台账（万元）.csv", code=1).stdout)
        self.assertEqual(["D056"], [one["code"] for one in told["findings"]])
        # what nothing but the name says is not lost in a copy
        self.assertIn("（万元）", self.process("inspect", "台账（万元）.csv", "--rules", "规则.yaml", "--fix", "台账.改.csv", code=2).stderr)
        self.assertFalse((self.folder / "台账.改.csv").exists())
        self.process("inspect", "台账（万元）.csv", "--rules", "规则.yaml", "--fix", "台账（万元）.改.csv", code=1)

    def test_in_a_note_below_the_table(self):
        for note in ("注：金额单位为万元,,,", "备注：以上金额以万元计,,,", "注：1.单位：万元", "单位：万元,,,", "填表人：王某,,,单位：万元", "说明：,单位：万元,,", "单位：,万元,,",
                     "本表金额单位为万元", "* 单位：万元,,,", "注：以上单位皆为万元,,,", "注：本表金额为万元,,,", "單位：萬元,,,", "Unit: RMB 10000,,,", "填表人：王某,日期：,45000,单位：千元"):
            for book in (False, True):
                with self.subTest(note, book=book):
                    said, _ = self.run_rows([HEADINGS, ROW, note], 65, book=book)
                    self.assertEqual(said["D126"]["line"], 3)
        said, award = self.run_rows([HEADINGS, ROW, "注：奖励标准为元/台,,,", "注：合同金额超过50万元的须附合同,,,", "单位：元,,,"])
        self.assertEqual(award, ["E1,10.05"])
        said, award = self.run_rows([HEADINGS, ROW, "注：金额单位为元,,,", "填表人：王某,,审核人：,李四"])
        self.assertEqual(award, ["E1,10.05"])
        self.assertEqual(said["D313"]["severity"], "warning")
        said, award = self.run_rows([HEADINGS.replace("购置额", "购置额（万元）"), ROW, "注：金额单位为万元,,,"])
        self.assertEqual(award, ["E1,100500.00"])

    def test_in_a_merged_title_and_on_a_further_sheet(self):
        rows = [["单位：万元", "", "", ""], HEADINGS.split(","), ROW.split(",")]
        workbook.write(self.folder / "in.xlsx", {"甲": rows, "乙": [HEADINGS.split(","), ROW.split(",")]}, merged=["A1:D1"])
        for order in ("甲/乙", "乙/甲"):
            self.assertIn("D126", self.process("--json", "run", "规则.yaml", "in.xlsx", "-o", "out.csv", "--sheet", order, code=65).stderr)

    def test_in_a_child_table(self):
        self.write("规则.yaml", LIST_RULE)
        self.write("in/申报.csv", "编号\nE1\n")
        self.write("in/付息.csv", "单位：万元,\n编号,利息\nE1,2\n")
        self.assertIn("D126", self.process("--json", "run", "规则.yaml", "in", "-o", "out.csv", code=65).stderr)

    def test_inspect_finds_them(self):
        for lines, code in ((["单位：万元", HEADINGS, ROW], "D126"), ([HEADINGS, ",万元,台,%", ROW], "D056")):
            self.write("in.csv", "\n".join(lines) + "\n")
            told = json.loads(self.process("--json", "inspect", "in.csv", "--rules", "规则.yaml", code=1).stdout)
            self.assertIn(code, [one["code"] for one in told["findings"]])
            told = json.loads(self.process("--json", "inspect", "in.csv", code=1).stdout)
            self.assertEqual(["D056"], [one["code"] for one in told["findings"]])
        self.write("in.csv", f"单位：万元\n编号,购置额（万元）,台数,比重\n{ROW}\n")
        self.assertEqual([], json.loads(self.process("--json", "inspect", "in.csv", code=0).stdout)["findings"])

    def test_a_bank_return_in_another_unit_is_not_compared(self):
        self.write("list.csv", "application,amount\nA1,100.00\n")
        self.write("bank.csv", "单位：万元,\napplication,amount\nA1,100.00\n")
        self.assertIn("D126", self.process("--json", "reconcile", "list.csv", "bank.csv", code=65).stderr)
        self.write("bank.csv", "单位：元,\napplication,amount\nA1,100.00\n")
        self.process("reconcile", "list.csv", "bank.csv")

    def test_truth_as_spreadsheets_write_it(self):
        self.write("规则.yaml", RULE.replace("  台数:", "  失信: 是否\n  台数:").replace("台数 >= 1", "非(失信) 且 台数 >= 1"))
        rows = [f"E{at},100.5,1,6,{text}" for at, text in enumerate(("FALSE", "False", "TRUE", "否", "false"))]
        _, award = self.run_rows([HEADINGS + ",失信", *rows])
        self.assertEqual(award, ["E0,10.05", "E1,10.05", "E2,0.00", "E3,10.05", "E4,10.05"])

    def test_a_blank_between_thousands_and_a_count_word_are_advised_on(self):
        self.write("in.csv", f"{HEADINGS}\nE1,1 000.00,1台,6\n")
        said = self.process("--lang", "zh", "run", "规则.yaml", "in.csv", "-o", "out.csv").stderr
        self.assertIn("去掉数字中间的空格：1000.00", said)
        self.assertIn("只写数字，后面不写单位", said)
        self.assertNotIn("单位是没有单位", said)


if __name__ == "__main__":
    unittest.main()
