"""`huiqi inspect` finds what `run` and `settle` then trip over, and gives advice only where it is certain."""

import json
import unittest
from xml.sax.saxutils import quoteattr

import workbook
from program import FolderTest

RULE = """种类: 事项
编号: 例.贴息
申报:
  贷款额: {类型: 金额, 小数: 2, 范围: 0元以上}
  放款日: {类型: 日期}
  小微: 是否
条件: [{编号: 小微, 要求: 小微, 不符合时: 不是小微}, {编号: 日, 要求: 放款日 >= 2024-01-01, 不符合时: 早了}]
奖补: [{基数: 贷款额 * 2%}, {取整: 四舍五入到分}]
"""

BUNDLE = "种类: 组合\n编号: 例.组合\n事项: [例.贴息]\n主键: {申请: 编号, 申请人: 码, 年度日: 受理日}\n"
HEADINGS = ["编号", "码", "受理日", "贷款额", "放款日", "小微"]
GOOD = ["S0", "甲", workbook.date("2025-03-01"), workbook.number("1000"), workbook.date("2025-02-01"), "是"]


class Inspect(FolderTest):
    files = {"rules/贴息.yaml": RULE, "rules/组合.yaml": BUNDLE}

    def book(self, rows, **how):
        workbook.write(self.folder / "in.xlsx", {"申报": [HEADINGS, *rows]}, **how)

    def findings(self, *options, code=1):
        told = json.loads(self.process("--json", "inspect", "in.xlsx", *options, code=code).stdout)
        return {(one["cell"], one["code"]) for one in told["findings"]}

    def row(self, number, **cells):
        row = [f"S{number}", *GOOD[1:]]
        for heading, value in cells.items():
            row[HEADINGS.index(heading)] = value
        return row

    def test_a_clean_one_has_nothing(self):
        self.book([self.row(at) for at in range(6)])
        self.assertEqual(self.findings("--rules", "rules", code=0), set())

    def test_every_cell_that_run_refuses_is_found(self):
        bad = [("放款日", workbook.number("45700")), ("放款日", "2025-02-12 12:00:00"), ("受理日", workbook.number("45784")),
               ("贷款额", "三万"), ("贷款额", "1O.5"), ("贷款额", "1,23.5"), ("贷款额", "1.234,56"), ("贷款额", "(3.2)"),
               ("贷款额", workbook.number("5", "percent")), ("小微", "N")]
        self.book([self.row(at, **{heading: value}) for at, (heading, value) in enumerate(bad, 1)] + [self.row(99)])
        found = {cell for cell, _ in self.findings("--rules", "rules")}
        for at, (heading, value) in enumerate(bad, 2):
            self.assertIn("ABCDEF"[HEADINGS.index(heading)] + str(at), found, value)
        refused = self.process("--json", "run", "rules", "in.xlsx", "-o", "out.csv").stderr
        cells = {json.loads(line)["cell"] for line in refused.splitlines() if line.startswith("{") and '"error"' in line}
        self.assertTrue(cells and cells <= found, cells - found)

    def test_without_rules_what_does_not_fit_its_column_is_found(self):
        self.book([self.row(at) for at in range(8)] + [self.row(8, 贷款额="三万"), self.row(9, 放款日=workbook.number("45700"))])
        self.assertEqual({("D10", "D103"), ("E11", "D104")}, self.findings())

    def test_a_hidden_column_is_told(self):
        self.book([self.row(at) for at in range(3)], hidden_columns=[3])
        self.assertEqual({("D1", "D047")}, self.findings())
        self.assertEqual({("D1", "D047")}, self.findings("--rules", "rules"))

    def told_by_both(self, code=1):
        """What `inspect` finds and what `run` says, by cell and code."""
        found = self.findings("--rules", "rules", code=code)
        said = self.process("--json", "run", "rules", "in.xlsx", "-o", "out.csv", "--force").stderr
        return found, {(one["cell"], one["code"]) for one in map(json.loads, (line for line in said.splitlines() if line.startswith('{"file"')))}

    def test_a_number_whose_format_shows_another_one_is_told(self):
        for code, told in ((";;;", True), ('0"."00', True), ("0\\.00", True), ("0!.0000", True), ('0"，"00', True), ('0"元"00', True), ('#","##0', False), ("#,##0", False)):
            with self.subTest(code):
                self.book([self.row(1, 贷款额=workbook.number("100000", "nine digits")), self.row(2)])
                workbook.mend(self.folder / "in.xlsx", "xl/styles.xml", '"000000000"', quoteattr(code))
                for seen in self.told_by_both(1 if told else 0):
                    self.assertEqual(seen, {("D2", "D125")} if told else set())

    def test_damage_is_told_with_the_last_cell_that_could_be_read(self):
        sheet = "xl/worksheets/sheet1.xml"
        for old, new, cell in (('<row r="4">', '<row r="2">', "F3"), ('<c r="C3"', '<c r="A3"', "B3"), ("</row></sheetData>", "", "F5"), ("</v></c></row><row r=\"5\">", '</v><v>7</v></c></row><row r="5">', "E4")):
            with self.subTest(cell):
                self.book([self.row(at) for at in range(2)] + [self.row(3, 小微=""), self.row(4)])
                workbook.mend(self.folder / "in.xlsx", sheet, old, new)
                for command in (("inspect", "in.xlsx"), ("run", "rules", "in.xlsx", "-o", "out.csv")):
                    said = [json.loads(line) for line in self.process("--json", *command, code=65).stderr.splitlines()]
                    self.assertEqual([(one["code"], one["sheet"], one["cell"]) for one in said if one["code"] == "D211"], [("D211", "申报", cell)])

    def test_two_parts_of_one_name_are_refused(self):
        for name in ("xl/worksheets/sheet1.xml", "XL/worksheets/Sheet1.xml", "xl\\worksheets\\sheet1.xml", "/xl/worksheets/sheet1.xml"):
            with self.subTest(name):
                self.book([self.row(1, 贷款额=workbook.number("100000"))])
                workbook.mend(self.folder / "in.xlsx", "xl/worksheets/sheet1.xml", ">100000<", ">900000<", beside=name)
                for command in (("inspect", "in.xlsx"), ("run", "rules", "in.xlsx", "-o", "out.csv")):
                    said = self.process("--lang", "en", *command, code=65).stderr
                    self.assertIn("D211", said)
                    self.assertIn("two of its parts are called xl/worksheets/sheet1.xml", said)
                self.assertFalse((self.folder / "out.csv").exists())

    def test_advice_only_where_it_is_certain(self):
        self.write("in.csv", "编号,码,受理日,贷款额,放款日,小微\n" + "".join(
            f'S{at},甲,2025-03-01,"{text}",2025-02-01,是\n' for at, text in enumerate(("1,234.5", "1.234,56", "1,23.5", "12,345,678", "1234,5"))))
        told = self.process("--lang", "en", "run", "rules", "in.csv", "-o", "out.csv").stderr
        self.assertIn("leave out the grouping commas: 1234.5\n", told)
        self.assertIn("leave out the grouping commas: 12345678\n", told)
        self.assertEqual(told.count("the commas do not group thousands"), 3)
        self.assertNotIn("1.23456", told)

    def test_a_copy_is_made_of_the_sheet_that_the_rules_know(self):
        rows = [HEADINGS, *[self.row(at) for at in range(4)], self.row(5, 贷款额="１０００")]
        workbook.write(self.folder / "in.xlsx", {"申报": rows, "说明": [["填表说明"], ["按年填"]]})
        done = self.process("inspect", "in.xlsx", "--rules", "rules", "--fix", "out.csv", code=1)
        self.assertIn("S5,甲,2025-03-01,1000,2025-02-01,是", (self.folder / "out.csv").read_text(encoding="utf-8-sig"))
        told = self.process("--lang", "en", "inspect", "in.xlsx", "--fix", "other.csv", code=2)
        self.assertIn("several sheets: 申报, 说明", told.stderr)
        self.assertIn("headings on row 1", told.stdout)
        self.assertNotIn("no copy", done.stderr)

    def test_a_copy_keeps_the_sheet_and_the_places_of_its_rows(self):
        rows = [["2025年申报表"], [], HEADINGS, self.row(1), [], self.row(2, 贷款额="１０００"), self.row(3, 贷款额="三万")]
        workbook.write(self.folder / "in.xlsx", {"区县一": rows}, merged=["A1:F1"])
        self.assertEqual({"D6", "D7"}, {cell for cell, _ in self.findings("--rules", "rules", "--fix", "out.xlsx")})
        told = json.loads(self.process("--json", "inspect", "out.xlsx", "--rules", "rules", code=1).stdout)
        self.assertEqual([("区县一", 3)], [(one["sheet"], one["header_row"]) for one in told["tables"]])
        self.assertEqual([("D7", "D103")], [(one["cell"], one["code"]) for one in told["findings"]])
        self.process("inspect", "in.xlsx", "--rules", "rules", "--fix", "out.csv", code=1)
        lines = (self.folder / "out.csv").read_text(encoding="utf-8-sig").split("\n")
        self.assertEqual(["2025年申报表,,,,,", "", ",".join(HEADINGS)], lines[:3])
        self.assertTrue(lines[5].startswith("S2,甲,2025-03-01,1000,"), lines)


if __name__ == "__main__":
    unittest.main()
