"""Decision sheets and notices: what they say, and that nothing of an applicant can run in them."""

import csv
import re
import shutil
import subprocess
import unittest
from html.parser import HTMLParser

from program import PROGRAM, FolderTest

FILES = {
    "rules/甲.yaml": """种类: 事项
编号: 例.甲
名称: 设备奖补
依据: {办法: {文件: 设备奖补办法, 文号: 例〔2025〕1号, 条款: 第三条, 原文: "按设备投入30%给予奖补，企业须在本市"}}
申报:
  名称: {类型: 文本}
  设备额: {类型: 金额, 小数: 2, 范围: 0元以上}
  在本市: {类型: 是否, 问题: 企业在本市登记吗, 填报: 以登记机关为准, 证明: 营业执照}
条件:
  - {编号: 本市, 要求: 在本市, 不符合时: 企业不在本市, 依据: 办法}
奖补:
  - 基数: 设备额
    依据: 办法
  - 乘: 30%
    依据: 办法
  - 取整: 四舍五入到分
    依据: 办法
""",
    "rules/组合.yaml": """种类: 组合
编号: 例.组合
事项: [例.甲]
主键: {申请: 申请编号, 申请人: 名称}
总额上限: {每: 申请人, 上限: 2万元, 扣减: 后列先扣}
""",
    "data.csv": """申请编号,名称,设备额,在本市
A1,"<script>alert(1)</script>&""x",100000.55,是
A2,乙,10,否
A3,丙,10,
A4,丁,10.123,是
""",
}


class Text(HTMLParser):
    """Collects the text of a page and the tags that have no place in it."""

    def __init__(self):
        super().__init__()
        self.words, self.forbidden, self.sections = [], [], 0

    def handle_starttag(self, tag, attrs):
        self.sections += tag == "section"
        if tag in {"script", "iframe", "img", "object", "link", "form", "a"} or any(name.startswith("on") for name, _ in attrs):
            self.forbidden.append(tag)

    def handle_data(self, data):
        self.words.append(data)


class Report(FolderTest):
    files = FILES

    def page(self, kind, *more):
        self.process("report", kind, "rules", "data.csv", "-o", "page.html", "--force", *more)
        page = Text()
        page.feed((self.folder / "page.html").read_text(encoding="utf-8"))
        self.assertEqual(page.forbidden, [])
        return page.sections, " ".join(page.words)

    def test_statements_that_do_not_tie_are_not_put_on_paper(self):
        self.process("settle", "rules", "data.csv", "-o", "statements.csv")
        path = self.folder / "statements.csv"
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        rows[0]["payable"] = "999999.99"
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
        refused = self.process("report", "sheets", "rules", "data.csv", "--statements", "statements.csv", "-o", "forged.html", code=65)
        self.assertIn(rows[0]["application"], refused.stderr)
        self.assertFalse((self.folder / "forged.html").exists())

    def test_sheets_are_those_of_the_ledger(self):
        self.process("settle", "rules", "data.csv", "-o", "statements.csv", "--ledger", "l.db", "--batch", "1", "--by", "zhang")
        ledger = ("--ledger", "l.db", "--batch", "1", "--application", "A1")
        sheets = ("report", "sheets", "rules", "data.csv", "-o", "x.html", "--force")
        self.assertIn("nothing compared", self.process(*sheets, "--statements", "statements.csv").stderr)
        self.assertNotIn("nothing compared", self.process(*sheets, "--statements", "statements.csv", *ledger).stderr)
        _, text = self.page("sheets", *ledger)   # without a file the ledger's own
        for words in ("核减（结算） 10,000.17 元", "应付 20,000.00 元", "批次：1"):
            self.assertIn(words, text)
        # a file of another settlement ties in itself
        whole = (self.folder / "statements.csv").read_text(encoding="utf-8-sig")
        self.process("settle", "rules", "data.csv", "-o", "what-if.csv", "--limit", "25000")
        (self.folder / "x.html").unlink()
        self.assertIn("A1", self.process(*sheets, "--statements", "what-if.csv", *ledger, code=65).stderr)
        (self.folder / "part.csv").write_text(whole.splitlines()[0] + "\n", encoding="utf-8")
        self.assertIn("A1", self.process(*sheets, "--statements", "part.csv", *ledger, code=65).stderr)
        # an award that the rules and the data do not give
        (self.folder / "changed.csv").write_text((self.folder / "data.csv").read_text(encoding="utf-8").replace("100000.55", "100.55"), encoding="utf-8")
        self.assertIn("30000.17", self.process("report", "sheets", "rules", "changed.csv", "-o", "x.html", *ledger, code=65).stderr)
        self.assertFalse((self.folder / "x.html").exists())
        self.process(*sheets, "--ledger", "l.db", "--batch", "2", code=2)

    def test_a_sheet_has_what_is_due_now_and_what_changed_it(self):
        def step(name, by, *more):
            self.process("batch", name, "1", "--ledger", "l.db", "--by", by, "--at", "2025-11-22T08:00:00Z", *more)
        self.process("settle", "rules", "data.csv", "-o", "statements.csv", "--ledger", "l.db", "--batch", "1", "--by", "zhang")
        step("submit", "zhang")
        step("review", "li")
        step("object", "zhang", "--application", "A1", "--reason", "来信")
        step("resolve", "wang", "--application", "A1", "--due", "15000", "--reason", "发票<作废>")
        step("approve", "wang", "--budget", "x", "--amount", "100000")
        step("pay", "zhao", "--day", "2025-11-22", "-o", "p.csv")
        step("correct", "wang", "--application", "A1", "--due", "12000", "--reason", "又一张作废")
        step("correct", "wang", "--application", "A1", "--due", "14000", "--reason", "等第二人")   # a raise waits for another person
        ledger = ("--application", "A1", "--ledger", "l.db", "--batch", "1")
        for statements in ((), ("--statements", "statements.csv")):
            _, text = self.page("sheets", *ledger, *statements)
            for words in ("结算时应付 20,000.00 元", "对异议的决定：应付改为 15,000.00 元，理由：发票<作废>", "更正：应付改为 12,000.00 元，理由：又一张作废",
                          "现应付 12,000.00 元", "壹万贰仟元整", "核减（总额上限）" if statements else "核减（结算）"):
                self.assertIn(words, text)
            for words in ("贰万元整", "14,000.00"):
                self.assertNotIn(words, text)

    def test_a_worksheet_says_how_a_source_was_read(self):
        self.write("rules/甲.yaml", FILES["rules/甲.yaml"].replace("取整: 四舍五入到分\n    依据: 办法", "取整: 四舍五入到分\n    解释: 办法没有写取整到哪一位"))
        _, text = self.page("sheets", "--application", "A1")
        self.assertIn("解释：办法没有写取整到哪一位", text)

    def test_a_sheet_has_the_amount_in_figures_and_words_with_its_clause(self):
        self.process("settle", "rules", "data.csv", "-o", "statements.csv")
        sections, text = self.page("sheets", "--application", "A1", "--statements", "statements.csv", "--office", "某局")
        self.assertEqual(sections, 1)
        # 30 % of 100,000.55 is 30,000.165, half up 30,000.17; the limit leaves 20,000
        for words in ("核定 30,000.17 元", "叁万元壹角柒分", "核减（总额上限） 10,000.17 元", "应付 20,000.00 元", "贰万元整",
                      "例〔2025〕1号 第三条", "按设备投入30%给予奖补", "<script>alert(1)</script>", "经办人", "某局"):
            self.assertIn(words, text)

    def test_a_sheet_for_each_application_that_could_be_read(self):
        sections, text = self.page("sheets")
        self.assertEqual(sections, 3)
        self.assertIn("不符合，奖补 0.00 元", text)
        self.assertIn("还不能决定", text)

    def test_a_notice_says_all_that_is_wrong_and_how_to_mend_it(self):
        sections, text = self.page("notices")
        self.assertEqual(sections, 3)   # A1 has nothing to be told of
        for words in ("A2", "企业不在本市", "A3", "请补充", "在本市", "A4", "10.123"):
            self.assertIn(words, text)
        self.assertNotIn("A1", text)

    def test_papers_name_the_applicant_the_batch_and_the_days(self):
        sections, text = self.page("sheets", "--application", "A2", "--batch", "2025-1", "--day", "2025-06-20")
        for words in ("名称：乙", "批次：2025-1", "2025-06-20"):   # the key of the applicant, where nothing else is asked for
            self.assertIn(words, text)
        _, text = self.page("notices", "--column", "名称", "--column", "设备额", "--batch", "2025-1", "--day", "2025-06-20",
                            "--until", "2025-07-04", "--office", "某局")
        for words in ("名称：乙", "设备额：10 ", "名称：丙", "名称：丁", "设备额：10.123", "请在 2025-07-04 以前", "日期：2025-06-20"):
            self.assertIn(words, text)   # 丁's row could not be read
        self.assertIn("D008", self.process("report", "notices", "rules", "data.csv", "-o", "x.html", "--column", "电话", code=65).stderr)
        for wrong in (("--day", "2025-06-31"), ("--day", "2025-06-20", "--until", "2025-06-19"), ("--batch", " ")):
            self.process("report", "notices", "rules", "data.csv", "-o", "x.html", *wrong, code=2)
        (self.folder / "nameless.csv").write_text("申请编号,名称,设备额,在本市\nA1,,10,\n", encoding="utf-8")
        self.process("report", "notices", "rules", "nameless.csv", "-o", "x.html")
        self.assertIn("名称：—", (self.folder / "x.html").read_text(encoding="utf-8"))

    def test_a_missing_answer_is_asked_as_the_rule_asks_it(self):
        _, text = self.page("notices", "--application", "A3")
        for words in ("企业在本市登记吗", "填报：以登记机关为准", "证明：营业执照", "日期："):
            self.assertIn(words, text)

    def test_an_application_that_is_not_there(self):
        self.assertIn("B9", self.process("report", "sheets", "rules", "data.csv", "-o", "x.html", "--application", "B9", code=66).stderr)
        self.assertFalse((self.folder / "x.html").exists())

    def pages(self, name):
        data = (self.folder / name).read_bytes()
        self.assertTrue(data.startswith(b"%PDF-"))
        return len(re.findall(rb"/Type\s*/Page\b", data))

    def test_sheets_and_notices_are_printed_a_page_each(self):
        if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
            self.skipTest("no Chromium here to print with")
        self.process("settle", "rules", "data.csv", "-o", "statements.csv")
        self.process("report", "sheets", "rules", "data.csv", "--statements", "statements.csv", "--office", "某局", "-o", "核定 表#1.html", "--pdf", "核定 表.pdf")
        self.assertEqual(self.pages("核定 表.pdf"), 3)
        self.process("report", "notices", "rules", "data.csv", "-o", "n.html", "--pdf", "n.pdf")
        self.assertEqual(self.pages("n.pdf"), 3)
        # A file that is there is replaced with --force alone.
        self.process("report", "notices", "rules", "data.csv", "-o", "n2.html", "--pdf", "n.pdf", code=73)
        self.process("report", "notices", "rules", "data.csv", "-o", "n2.html", "--pdf", "n.pdf", "--force")
        self.assertEqual([one.name for one in self.folder.iterdir() if ".part" in one.name], [])

    def test_without_a_browser_nothing_is_written_and_it_is_said(self):
        arguments = [PROGRAM, "--lang", "en", "report", "sheets", "rules", "data.csv", "-o", "p.html", "--pdf", "p.pdf"]
        done = subprocess.run(arguments, cwd=self.folder, text=True, capture_output=True, env={"PATH": str(self.folder)})
        self.assertEqual(done.returncode, 66, done.stderr)
        self.assertIn("install chromium", done.stderr)
        # One that fails leaves the page and no PDF file; it is told to stay away from the network.
        browser = self.folder / "chromium"
        browser.write_text('#!/bin/sh\nfor word; do echo "$word"; done > words\nexit 1\n', encoding="utf-8")
        browser.chmod(0o755)
        done = subprocess.run(arguments, cwd=self.folder, text=True, capture_output=True, env={"PATH": f"{self.folder}"})
        self.assertEqual(done.returncode, 74, done.stderr)
        self.assertTrue((self.folder / "p.html").exists())
        self.assertFalse((self.folder / "p.pdf").exists())
        words = (self.folder / "words").read_text(encoding="utf-8").splitlines()
        self.assertIn("--host-resolver-rules=MAP * ~NOTFOUND", words)
        self.assertIn("--proxy-server=127.0.0.1:9", words)
        for wrong in (["--pdf", "p.txt"], ["--pdf", "data.csv"]):
            self.process("report", "sheets", "rules", "data.csv", "-o", "q.html", *wrong, code=2)
        self.process("report", "sheets", "rules", "data.csv", "-o", "q.pdf", "--pdf", "./q.pdf", code=2)


if __name__ == "__main__":
    unittest.main()
