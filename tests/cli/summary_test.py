"""The summary of a batch: sums by incentive and column, reasons, budget, and control totals that tie or say so."""

import csv
import io
import re
import shutil
import sqlite3
import subprocess
import unittest

from program import FolderTest

FILES = {
    "rules/甲.yaml": """种类: 事项
编号: 例.甲
名称: 设备奖补
申报:
  设备额: {类型: 金额, 小数: 2, 范围: 0元以上}
  在本市: 是否
条件:
  - {编号: 本市, 要求: 在本市, 不符合时: 企业不在本市}
  - {编号: 有投入, 要求: 设备额 > 0, 不符合时: "设备投入只有{设备额}"}
奖补:
  - 基数: 设备额
  - 乘: 30%
  - 取整: 四舍五入到分
""",
    "rules/组合.yaml": """种类: 组合
编号: 例.组合
事项: [例.甲]
主键: {申请: 申请编号, 申请人: 企业名称}
总额上限: {每: 申请人, 上限: 2万元, 扣减: 后列先扣}
预算: {总额: 15000元, 方式: 按比例, 取整: 截尾到分, 余数: 最大余数}
""",
    # awards 30000.00 (limit 20000.00), 10000.00, 300.00, refused, refused, refused, open, set aside
    # budget 15000.00 of 30300.00: 9900.99, 4950.495 and 148.515, of which the odd fen goes to one of the halves
    "data.csv": """申请编号,企业名称,地区,设备额,在本市
A1,甲,东,100000,是
A2,乙,<b>西,33333.33,是
A3,丙,东,1000,是
A4,丁,东,5,否
A5,戊,,0,否
A6,己,,0,是
A7,庚,东,10,
A8,辛,东,十,是
""",
}


class Summary(FolderTest):
    files = FILES

    def huiqi(self, *arguments, code=0):
        done = self.process("--lang", "zh", *arguments, code=code)
        return done.stdout + done.stderr

    def enter(self):
        self.huiqi("settle", "rules", "data.csv", "-o", "结算.csv", "--ledger", "台账.db", "--batch", "一", "--by", "张")
        for step, by, *more in (("submit", "张"), ("review", "李"), ("approve", "王", "--budget", "x", "--amount", "15000"),
                                ("pay", "赵", "--day", "2025-07-01", "-o", "拨付.csv")):
            self.huiqi("batch", step, "一", "--ledger", "台账.db", "--by", by, "--at", "2025-07-01T04:00:00Z", *more)

    def office(self, book):
        """Gives the sheets of a workbook as LibreOffice reads them."""
        convert = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
        subprocess.run(["soffice", f"-env:UserInstallation=file://{self.folder}/profile", "--headless", "--convert-to", convert,
                        "--outdir", "office", book], cwd=self.folder, capture_output=True, check=True, timeout=120)
        return {path.stem.split("-", 1)[1]: list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
                for path in (self.folder / "office").glob("*.csv")}

    def test_the_page_has_all_tables_and_nothing_that_runs(self):
        said = self.huiqi("report", "summary", "rules", "data.csv", "--by", "地区", "-o", "s.html")
        self.assertIn("应付合计 15000.00 元；5 处合计全部相符", said)
        page = (self.folder / "s.html").read_text(encoding="utf-8")
        self.assertNotIn("<b>", page)
        self.assertNotIn("<script", page)
        self.assertEqual(page.count("<svg"), 5)    # incentives, regions, before and after, reasons, budget
        for words in ("&lt;b&gt;西", "（空）", "企业不在本市", "设备投入只有…", "30,300.00", "15,300.00", "100.00"):
            self.assertIn(words, page)
        text = re.sub(r"<[^>]*>", " ", page)
        # 30000.00 + 10000.00 + 300.00 less 10000.00 by the limit and 15300.00 by the budget
        self.assertRegex(text, r"设备奖补\s+7\s+3\s+3\s+1\s+40,300\.00\s+10,000\.00\s+15,300\.00\s+15,000\.00\s+3")
        self.assertRegex(text, r"企业不在本市\s+设备奖补\s+2")

    @unittest.skipUnless(shutil.which("soffice"), "no LibreOffice")
    def test_libreoffice_sums_the_workbook_to_our_totals(self):
        self.huiqi("report", "summary", "rules", "data.csv", "--by", "地区", "--by", "地区", "-o", "s.xlsx")
        sheets = self.office("s.xlsx")
        self.assertEqual(set(sheets), {"按事项", "按地区", "2 按地区", "结算前后", "首个不符合的理由", "预算使用", "核对"})
        for name in ("按事项", "按地区", "2 按地区"):
            headings, *rows, sums = sheets[name]
            for column in range(1, len(headings)):
                self.assertAlmostEqual(sum(float(row[column]) for row in rows), float(sums[column]), 2, (name, headings[column]))
            self.assertEqual(float(sums[headings.index("应付（元）")]), 15000)
        self.assertTrue(all(row[-1] == "相符" for row in sheets["核对"][1:]))

    def test_the_same_bytes_again(self):
        for name in ("a.xlsx", "b.xlsx"):
            self.huiqi("report", "summary", "rules", "data.csv", "--by", "地区", "-o", name)
        self.assertEqual((self.folder / "a.xlsx").read_bytes(), (self.folder / "b.xlsx").read_bytes())

    def test_a_ledger_is_held_against_what_is_recomputed(self):
        self.enter()
        (self.folder / "data.csv").unlink()
        summary = ("report", "summary", "--ledger", "台账.db", "--batch", "一", "--by", "地区", "-o", "s.html", "--force")
        self.assertIn("9 处合计全部相符", self.huiqi(*summary))
        self.huiqi("batch", "correct", "一", "--ledger", "台账.db", "--by", "王", "--application", "A1", "--due", "1", "--reason", "发票作废")
        self.huiqi(*summary)
        page = re.sub(r"<[^>]*>", " ", (self.folder / "s.html").read_text(encoding="utf-8"))
        self.assertRegex(page, r"异议、更正以后应付\s+5,100\.01")
        with sqlite3.connect(self.folder / "台账.db") as base:
            base.execute("UPDATE statement SET payable = payable + 1 WHERE place = 1")
        self.assertIn("不符：复算的应付 = 台账的应付（元）：15000.00 ≠ 15000.01", self.huiqi(*summary, code=1))

    def test_a_column_of_too_many_values(self):
        rows = "".join(f"B{at},企业{at},区{at},10,是\n" for at in range(300))
        (self.folder / "data.csv").write_text("申请编号,企业名称,地区,设备额,在本市\n" + rows, encoding="utf-8")
        self.assertIn("值太多", self.huiqi("report", "summary", "rules", "data.csv", "--by", "地区", "-o", "s.html", code=2))
        self.assertIn("D00", self.huiqi("report", "summary", "rules", "data.csv", "--by", "规模", "-o", "s.html", code=65))


if __name__ == "__main__":
    unittest.main()
