"""Workbooks for people: headings and states in their language, columns as wide as what stands in them, pages that can be read."""

import re
import unittest
import zipfile

from program import FolderTest

FILES = {
    "rules/甲.yaml": "种类: 事项\n编号: 例.贷款贴息\n申报: {额: {类型: 金额, 小数: 2}, 企业名称: 文本}\n"
                    "条件: [{编号: 有, 要求: 额 > 0, 不符合时: 贷款合同没有约定利率也没有在期限以内付清利息，按办法不予贴息}]\n"
                    "奖补: [{基数: 额}, {取整: 四舍五入到分}]\n",
    "rules/组合.yaml": "种类: 组合\n编号: 例.组合\n事项: [例.贷款贴息]\n主键: {申请: 编号, 申请人: 码}\n",
    "in.csv": "编号,码,额,企业名称\nS1,91000000MA0000101F,100,甲\nS2,91000000MA0000102J,0,乙\nS3,91000000MA0000103M,,丙\nS4,91000000MA0000104Q,三万,丁\n",
}


class Workbooks(FolderTest):
    files = FILES

    def texts(self, name):
        with zipfile.ZipFile(self.folder / name) as book:
            sheet = book.read("xl/worksheets/sheet1.xml").decode()
        return re.findall(r"<t[^>]*>([^<]*)</t>", sheet), sheet

    def widths(self, sheet):
        found = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet)
        return {column: float(width) for first, last, width in found for column in range(int(first), int(last) + 1)}

    def test_headings_and_states_are_chinese(self):
        self.process("--lang", "zh", "run", "rules", "in.csv", "-o", "r.xlsx")
        texts, _ = self.texts("r.xlsx")
        for word in ("贷款贴息 状态", "贷款贴息 核定（元）", "贷款贴息 理由", "符合", "不符合", "待补"):
            self.assertIn(word, texts)
        self.assertFalse({"eligible", "refused", "unknown"} & set(texts))
        self.process("--lang", "zh", "settle", "rules", "in.csv", "-o", "s.xlsx")
        texts, _ = self.texts("s.xlsx")
        for word in ("申报编号", "事项", "状态", "核定（元）", "应付（元）", "候补位次", "符合", "不符合"):
            self.assertIn(word, texts)

    def test_english_and_chosen_columns_stay(self):
        self.process("--lang", "en", "run", "rules", "in.csv", "-o", "e.xlsx")
        self.assertIn("贷款贴息.state", self.texts("e.xlsx")[0])
        self.process("--lang", "zh", "run", "rules", "in.csv", "-o", "c.xlsx", "--select", "编号,贷款贴息.state")
        texts, _ = self.texts("c.xlsx")
        self.assertIn("贷款贴息.state", texts)
        self.assertIn("eligible", texts)

    def test_statements_are_read_back_from_either(self):
        for lang in ("zh", "en"):
            self.process("--lang", lang, "settle", "rules", "in.csv", "-o", f"{lang}.xlsx")
            self.process("--lang", "zh", "report", "sheets", "rules", "in.csv", "--statements", f"{lang}.xlsx", "-o", f"{lang}.html")
        self.assertEqual(*((self.folder / f"{lang}.html").read_bytes() for lang in ("zh", "en")))

    def test_columns_are_as_wide_as_their_cells_and_long_texts_are_wrapped(self):
        self.process("--lang", "zh", "run", "rules", "in.csv", "-o", "r.xlsx", "--rejects", "back.xlsx")
        _, sheet = self.texts("back.xlsx")
        widths = self.widths(sheet)
        self.assertGreaterEqual(widths[2], 20)                      # a credit code
        self.assertLess(widths[1], widths[2])
        self.assertGreater(widths[5], 30)                           # what is wrong
        self.assertIn('fitToWidth="1"' if "fitToWidth" in sheet else "<pageSetup", sheet)
        with zipfile.ZipFile(self.folder / "back.xlsx") as book:
            self.assertIn('wrapText="1"', book.read("xl/styles.xml").decode())
            self.assertIn("_xlnm.Print_Area", book.read("xl/workbook.xml").decode())


if __name__ == "__main__":
    unittest.main()
