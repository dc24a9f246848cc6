"""The mended copy pays nothing that the original does not, and what is made to stop programs is refused at once."""

import csv
import json
import time
import unittest
import zipfile
from xml.sax.saxutils import escape

import workbook
from program import FolderTest, huiqi

RULE = """种类: 事项
编号: 例.奖补
申报:
  合同金额: {类型: 金额, 小数: 2, 范围: 0元以上}
  签订日: {类型: 日期}
奖补:
  - {基数: 合同金额}
  - {乘: 5%}
  - 取整: 四舍五入到分
"""

HEAD = ["编号", "合同金额（万元）", "签订日", "银行账号", "备注"]


def good(number, **more):
    cells = {"编号": number, "合同金额（万元）": workbook.number("7.5"), "签订日": workbook.date("2024-03-01"), "银行账号": "1001", "备注": "x"}
    return [dict(cells, **more).get(name) for name in HEAD]


class Repair(FolderTest):
    files = {"rule.yaml": RULE}

    def huiqi(self, *arguments):
        return huiqi("--lang", "en", *arguments, cwd=self.folder)

    def decided(self, source):
        """Gives the award of each application that `run` decides of a file."""
        code, out, err = self.huiqi("run", "rule.yaml", source, "--key", "编号", "--select", "编号,奖补.award")
        self.assertEqual(code, 0, err)
        return dict(list(csv.reader(out.splitlines()))[1:])

    def decided_or_not(self, source):
        return self.huiqi("run", "rule.yaml", source, "--key", "编号", "--select", "编号,奖补.award")[1]

    def test_titles_and_units_stay_in_their_rows(self):
        rows = [["2024年奖补汇总表"], ["填报：某区"], ["编号", "合同金额", "签订日"], ["", "万元", ""], ["S1", "７.5", "2024-03-01"], ["S2", "8", "2024-03-02"]]
        workbook.write(self.folder / "in.xlsx", {"申报": rows})
        self.write("in.csv", "\n".join(",".join(row + [""] * (3 - len(row))) for row in rows) + "\n")
        for source in ("in.xlsx", "in.csv"):
            for copy in ("copy.xlsx", "copy.csv"):
                with self.subTest(source=source, copy=copy):
                    code, _, err = self.huiqi("inspect", source, "--rules", "rule.yaml", "--fix", copy, "--force")
                    self.assertEqual(code, 1, err)
                    if copy == "copy.csv":
                        whole = (self.folder / copy).read_text(encoding="utf-8-sig").splitlines()
                        self.assertEqual(whole, ["2024年奖补汇总表,,", "填报：某区,,", "编号,合同金额,签订日", ",万元,", "S1,7.5,2024-03-01", "S2,8,2024-03-02"])
                    self.assertEqual(self.decided(copy), {"S1": "3750.00", "S2": "4000.00"})

    def test_what_the_original_does_not_decide_its_mended_copy_does_not_either(self):
        amount = "合同金额（万元）"
        workbook.write(self.folder / "in.xlsx", {"申报": [
            HEAD, good("S1"), good("S2", **{amount: workbook.Cell("71000", style="ten thousands")}),   # shows 7.1万
            good("S3", **{amount: workbook.Cell("", formula="X1")}),                                  # no stored value
            good("S4", **{amount: workbook.Cell("#N/A", "e")}), good("S5", **{amount: "#VALUE!"}),
            good("S6", **{amount: "１，２００．５０"}),                                                 # mended
            good("合计", **{amount: workbook.number("40")}), good("S8"), good("S9", **{amount: None})]}, merged=("B9:B10",))
        original = self.decided("in.xlsx")
        self.assertIn("S1", original)
        for refused in ("S2", "S3", "S4", "S5", "合计"):
            self.assertNotIn(refused, original)
        for copy in ("copy.xlsx", "copy.csv"):
            with self.subTest(copy=copy):
                code, _, err = self.huiqi("inspect", "in.xlsx", "--rules", "rule.yaml", "--fix", copy)
                self.assertEqual(code, 1, err)
                self.assertIn("could not be mended", err)
                mended = self.decided(copy)
                self.assertEqual({number: mended[number] for number in original}, original)
                self.assertLessEqual(set(mended) - set(original), {"S6"})
                self.assertNotEqual(self.huiqi("inspect", copy, "--rules", "rule.yaml")[0], 0, "what is not mended is told again")

    def test_a_mended_csv_file_runs_nothing_and_has_whole_rows(self):
        workbook.write(self.folder / "in.xlsx", {"申报": [
            HEAD, good("A1", 备注=None, 银行账号=None), good("A2", 备注='=HYPERLINK("http://x","a")'), good("A3 ", 备注="@SUM(1)"),
            good("A4", 备注="-1+cmd|' /C calc'!A0")]})
        code, _, err = self.huiqi("inspect", "in.xlsx", "--rules", "rule.yaml", "--fix", "copy.csv")
        self.assertIn(code, (0, 1), err)
        data = (self.folder / "copy.csv").read_bytes()
        self.assertTrue(data.startswith(b"\xef\xbb\xbf"))
        rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
        self.assertEqual([len(row) for row in rows], [len(HEAD)] * 5)
        for row in rows[1:]:
            self.assertFalse(row[4].startswith(("=", "+", "-", "@", "\t")), row)
        self.assertEqual(self.decided("copy.csv"), self.decided("in.xlsx"))
        self.assertEqual(len(self.decided("copy.csv")), 4)

    def test_accounts_stay_the_texts_that_were_promised(self):
        accounts = [workbook.number(622202000 + at) for at in range(3)]
        workbook.write(self.folder / "in.xlsx", {"申报": [
            HEAD, *[good(f"A{at}", 银行账号=account) for at, account in enumerate(accounts)], good("A3", 银行账号="0622202002"),
            good("A4", 银行账号="622202004"), good("A5", 银行账号=workbook.number("1001001", "nine digits")),
            good(workbook.number("7", "nine digits"), 备注="S")]})
        found = json.loads(self.huiqi("--json", "inspect", "in.xlsx", "--rules", "rule.yaml")[1])["findings"]
        self.assertEqual({(one["cell"], one["code"], one["mended"]) for one in found},
                         {("D7", "D127", "001001001"), ("A8", "D127", "000000007")})
        self.assertNotIn("000000007", self.decided_or_not("in.xlsx"))
        for copy in ("copy.xlsx", "copy.csv"):
            with self.subTest(copy=copy):
                self.huiqi("inspect", "in.xlsx", "--rules", "rule.yaml", "--fix", copy)
                code, out, err = self.huiqi("run", "rule.yaml", copy, "--key", "编号", "--select", "编号,银行账号,奖补.award")
                self.assertEqual(code, 0, err)
                self.assertEqual({row[0]: row[1] for row in list(csv.reader(out.splitlines()))[1:]},
                                 {"A0": "622202000", "A1": "622202001", "A2": "622202002", "A3": "0622202002", "A4": "622202004",
                                  "A5": "001001001", "000000007": "1001"})

    def test_a_text_among_numbers_is_mended_to_what_is_told(self):
        amount = "合同金额（万元）"
        workbook.write(self.folder / "in.xlsx", {"申报": [HEAD, good("A1"), good("A2"), good("A3", **{amount: "007.5"})]})
        found = json.loads(self.huiqi("--json", "inspect", "in.xlsx", "--rules", "rule.yaml", "--fix", "copy.xlsx")[1])["findings"]
        self.assertEqual([(one["cell"], one["code"], one["mended"]) for one in found], [("B4", "D301", "7.5")])
        self.assertEqual(self.decided("copy.xlsx")["A3"], "3750.00")

    def test_a_text_that_many_cells_share_does_not_fill_the_disk(self):
        plain = self.folder / "plain.xlsx"
        rows = 3000
        workbook.write(plain, {"申报": [HEAD] + [good(f"A{row}") for row in range(rows)]})
        shared = "".join(f"<si><t>{text}</t></si>" for text in ("x" * 900_000, *map(escape, HEAD)))
        body = "".join(f'<row r="{row}">' + "".join(f'<c r="{workbook.letters(column)}{row}" t="s"><v>{column + 1 if row == 1 else 0}</v></c>'
                                                    for column in range(len(HEAD))) + "</row>" for row in range(1, rows + 2))
        with zipfile.ZipFile(plain) as source, zipfile.ZipFile(self.folder / "amplified.xlsx", "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                text = source.read(name).decode()
                if name == "xl/worksheets/sheet1.xml":
                    text = f"<worksheet {workbook.MAIN}><sheetData>{body}</sheetData></worksheet>"
                elif name == "[Content_Types].xml":
                    text = text.replace("</Types>", '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
                                        'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>')
                elif name.endswith("workbook.xml.rels"):
                    text = text.replace("</Relationships>", f'<Relationship Id="rId98" Type="{workbook.OFFICE}/sharedStrings" '
                                        'Target="sharedStrings.xml"/></Relationships>')
                target.writestr(name, text)
            target.writestr("xl/sharedStrings.xml", f"<sst {workbook.MAIN}>{shared}</sst>")
        self.assertLess((self.folder / "amplified.xlsx").stat().st_size, 100_000)
        start = time.monotonic()
        for arguments in (("run", "rule.yaml", "amplified.xlsx", "-o", "out.csv", "--rejects", "back.csv"), ("inspect", "amplified.xlsx"),
                          ("inspect", "amplified.xlsx", "--fix", "copy.xlsx")):
            with self.subTest(command=arguments[0]):
                code, _, err = self.huiqi(*arguments)
                self.assertEqual(code, 65, err[:500])
                self.assertIn("D212", err)
                self.assertLess(len(err), 10_000)
        self.assertLess(time.monotonic() - start, 60)
        self.assertLess(sum(one.stat().st_size for one in self.folder.iterdir()), 1_000_000, "nothing was left")


if __name__ == "__main__":
    unittest.main()
