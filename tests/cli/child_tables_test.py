"""Rows of child tables that are set aside: every command that reads them tells it, counts them and writes them."""

import csv
import json
import unittest

from program import FolderTest

RULE = """种类: 事项
编号: 例.转化
申报:
  在区内: 是否
  转让: {类型: 列表, 每项: {成交额: {类型: 金额, 小数: 2}}}
  确认: {类型: 列表, 每项: {确认日: 日期}}
条件:
  - {编号: 区内, 要求: 在区内, 不符合时: 不在本区}
  - {编号: 确认, 要求: "count(确认[确认日 <= 2025-07-31]) > 0", 不符合时: 没有确认}
奖补:
  - 基数: sum(转让.成交额) * 2%
  - 取整: 四舍五入到分
"""

FILES = {
    "rules/转化.yaml": RULE,
    "rules/组合.yaml": "种类: 组合\n编号: 例.组合\n事项: [例.转化]\n主键: {申请: 信用代码, 申请人: 信用代码}\n",
    "in/企业.csv": "信用代码,在区内\nA,是\nB,是\nC,否\n",
    "in/转让.csv": "信用代码,成交额\nA,1000\nA,500\nB,2000\nBB,700\n",
    "in/确认.csv": "信用代码,确认日\nA,2025-07-01\nX,2025-07-02\n",
}


class ChildTables(FolderTest):
    files = FILES

    def rows(self, name):
        return list(csv.DictReader((self.folder / name).read_text(encoding="utf-8-sig").splitlines()))

    def test_run_and_settle_tell_them_alike(self):
        run = self.process("--lang", "zh", "run", "rules", "in", "-o", "run.csv", "--rejects", "back.csv")
        settled = self.process("--lang", "zh", "settle", "rules", "in", "-o", "settled.csv", "--rejects", "set.csv")
        for done in (run, settled):
            self.assertEqual(done.stderr.count("[D020]"), 2, done.stderr)
            self.assertIn("附表退回 2 行", done.stderr)
            self.assertIn("附表 转让.csv：读入 4 行 = 对上 3 行 + 退回 1 行", done.stderr)
            self.assertIn("附表 确认.csv：读入 2 行 = 对上 1 行 + 退回 1 行", done.stderr)
        for table in ("转让", "确认"):
            one, other = ((self.folder / f"{name}.{table}.csv").read_text(encoding="utf-8") for name in ("back", "set"))
            self.assertEqual(one, other)
            self.assertEqual(len(one.splitlines()), 2, one)

    def test_json_counts_them(self):
        for command in ("run", "settle"):
            summary = json.loads(self.process("--json", command, "rules", "in", "-o", f"{command}.csv").stdout)
            self.assertEqual([(one["table"], one["rows_read"], one["rows_joined"], one["rows_set_aside"]) for one in summary["tables"]],
                             [("转让.csv", 4, 3, 1), ("确认.csv", 2, 1, 1)])

    def test_strict_refuses_the_file_for_them(self):
        self.process("run", "rules", "in", "-o", "run.csv", "--strict", code=65)
        self.assertFalse((self.folder / "run.csv").exists())

    def test_explain_sheets_and_diff_tell_them(self):
        self.process("settle", "rules", "in", "-o", "settled.csv")
        for command in (("explain", "rules", "in", "--row", "1"), ("report", "notices", "rules", "in", "-o", "n.html"),
                        ("report", "sheets", "rules", "in", "--statements", "settled.csv", "-o", "s.html")):
            self.assertIn("D020", self.process(*command).stderr, command)

    def test_the_summary_of_a_ledger_counts_them(self):
        self.process("settle", "rules", "in", "-o", "s.csv", "--ledger", "l.db", "--batch", "b", "--by", "z")
        told = self.process("--lang", "zh", "report", "summary", "--ledger", "l.db", "--batch", "b", "-o", "h.html").stderr
        self.assertIn("合计全部相符", told)
        page = (self.folder / "h.html").read_text(encoding="utf-8")
        self.assertIn("附表 确认.csv：读入 = 对上 + 退回（行）", page)
        shown = self.process("--lang", "zh", "batch", "show", "b", "--ledger", "l.db").stdout
        self.assertIn("附表 确认.csv 读入 2 行，退回 1 行", shown)
        entry = json.loads(self.process("--json", "batch", "show", "b", "--ledger", "l.db").stdout)["entries"][0]["body"]
        self.assertEqual([(one["table"], one["rows_read"], one["rows_set_aside"]) for one in entry["tables"]], [("转让.csv", 4, 1), ("确认.csv", 2, 1)])
        self.process("verify", "--ledger", "l.db")

    def test_a_confirmation_without_its_day_waits_and_is_not_paid(self):
        self.write("in/确认.csv", "信用代码,确认日\nA,\nB,2025-07-01\n")
        self.process("settle", "rules", "in", "-o", "s.csv")
        rows = {row["application"]: row for row in self.rows("s.csv")}
        self.assertEqual([(rows[name]["state"], rows[name]["payable"]) for name in "ABC"],
                         [("open", "0.00"), ("eligible", "40.00"), ("refused", "0.00")])

    def test_counting_rows_that_may_be_empty_is_warned_of(self):
        self.write("rules/转化.yaml", RULE.replace('"count(确认[确认日 <= 2025-07-31]) > 0"', "count(确认) > 0"))
        self.assertIn("W514", self.process("check", "rules").stderr)
        self.write("rules/转化.yaml", RULE)
        self.assertNotIn("W514", self.process("check", "rules").stderr)


class NothingToSettle(FolderTest):
    files = {"rules/甲.yaml": "种类: 事项\n编号: 例.甲\n申报: {额: {类型: 金额, 小数: 2}}\n奖补: [{基数: 额}, {取整: 四舍五入到分}]\n",
             "rules/组合.yaml": "种类: 组合\n编号: 例.组合\n事项: [例.甲]\n主键: {申请: 编号, 申请人: 码}\n",
             "in.csv": "编号,码,额\n" + "".join(f"S{at},c,三万\n" for at in range(60))}

    def test_a_file_wholly_set_aside_is_no_batch(self):
        told = self.process("--lang", "en", "settle", "rules", "in.csv", "-o", "s.csv", "--rejects", "back.csv", "--ledger", "l.db",
                            "--batch", "b", "--by", "z", code=65).stderr
        self.assertEqual(told.count("[D103]"), 20)
        self.assertIn("and 40 more faults, all of them in `back.csv`", told)
        self.assertIn("nothing was entered in the ledger", told)
        self.assertFalse((self.folder / "s.csv").exists() or (self.folder / "l.db").exists())
        self.assertEqual(len((self.folder / "back.csv").read_text(encoding="utf-8").splitlines()), 61)
        self.process("settle", "rules", "in.csv", "-o", "s.csv", code=65)


if __name__ == "__main__":
    unittest.main()
