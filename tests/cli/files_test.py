"""Files as they are: the same applications in every form give the same results, and strange ones say what is wrong."""

import csv
import json
import os
import pwd
import shutil
import subprocess
import sys
import unittest
import zipfile
from xml.etree import ElementTree

import workbook
from program import PROGRAM, SOURCE, FolderTest, huiqi

RULE = """种类: 事项
编号: 例.奖补
申报:
  企业名称: {类型: 文本}
  规模: {类型: 规模}
  合同金额: {类型: 金额, 小数: 2, 范围: 0元以上}
  签订日: {类型: 日期}
枚举:
  规模: {有序: 是, 取值: [小型, 中型, 大型]}
条件:
  - {编号: 规模, 要求: 规模 属于 (中型以下), 不符合时: {zh: 大型企业不奖, en: large firms get nothing}}
  - {编号: 日期, 要求: 签订日 >= 2024-01-01, 不符合时: 签得早了}
奖补:
  - 基数: 合同金额 * 5%
  - 取整: 四舍五入到分
"""

LISTS = """种类: 事项
编号: 例.清单
申报:
  付款: {类型: 列表, 每项: {付款额: {类型: 金额}, 付款日: {类型: 日期}}}
计算: {实付: 合计(付款.付款额)}
条件: [{编号: 有付款, 要求: 实付 > 0, 不符合时: 没有付款}]
奖补: [{基数: 实付}]
"""


class Files(FolderTest):
    def setUp(self):
        super().setUp()
        self.rule = self.write("rule.yaml", RULE)

    def write(self, name, text, encoding="utf-8"):
        path = self.folder / name
        path.write_bytes(text.encode(encoding))
        return path

    def huiqi(self, *arguments):
        return huiqi(*arguments, cwd=self.folder)

    def results(self, rules, source, *options):
        code, out, err = self.huiqi("run", rules, source, *options)
        self.assertEqual(code, 0, err)
        return out, err

    def test_the_same_applications_in_every_form_give_the_same_results(self):
        with (SOURCE / "cases/sample/applications.csv").open(encoding="utf-8") as file:
            rows = [row for row in csv.reader(file) if len(row) == 17][:400]
        rows[0] = ["申请编号" if name == "id" else name for name in rows[0]]
        for at, row in enumerate(rows[1:]):
            row[1] = f"企业{at}，有限公司"
        text = "".join(",".join(row) + "\n" for row in rows)
        rules = SOURCE / "rules/benchmark"
        options = ("--key", "申请编号", "--select", "申请编号,applicant," + ",".join(
            f"{name}.award,{name}.reason" for name in ("transaction", "interest", "premium")))
        wanted, _ = self.results(rules, self.write("plain.csv", text), *options)
        self.assertGreater(wanted.count("\n"), 390)
        forms = {
            "bom.csv": text.encode("utf-8-sig"),
            "gbk.csv": text.encode("gb18030"),
            "utf16.csv": text.encode("utf-16"),
            "utf16be.csv": b"\xfe\xff" + text.encode("utf-16-be"),
            "crlf.csv": text.replace("\n", "\r\n").encode("gbk"),
            "cr.csv": text.replace("\n", "\r").encode(),
            "semicolon.csv": text.replace(",", ";").encode(),
            "tab.tsv": text.replace(",", "\t").encode("utf-16"),
            "titles.csv": ("2024年申报汇总表\n制表：某某局\n" + text).encode("gbk"),
        }
        for name, data in forms.items():
            with self.subTest(form=name):
                (self.folder / name).write_bytes(data)
                self.assertEqual(self.results(rules, self.folder / name, *options)[0], wanted)
        with self.subTest(form="jsonl"):
            def value(text):
                return json.loads(text) if text in ("true", "false") else text
            lines = [json.dumps({key: value(cell) for key, cell in zip(rows[0], row) if cell != ""}, ensure_ascii=False)
                     for row in rows[1:]]
            self.assertEqual(self.results(rules, self.write("in.jsonl", "\n".join(lines)), *options)[0], wanted)
        with self.subTest(form="xlsx"):
            path = self.folder / "in.xlsx"
            workbook.write(path, {"申报": [rows[0]] + [[workbook.typed(cell) for cell in row] for row in rows[1:]]})
            self.assertEqual(self.results(rules, path, *options)[0], wanted)
            self.assertEqual(self.results(rules, path, *options, "--threads", "2")[0], wanted)
        if shutil.which("soffice") is None:
            print("no LibreOffice here: its workbooks are not tried", file=sys.stderr)
            return
        with self.subTest(form="LibreOffice"):
            subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{self.folder}/office", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
                            "--infilter=CSV:44,34,UTF8,1,,0,false,true", "--outdir", self.folder / "office-out", self.folder / "plain.csv"],
                           check=True, capture_output=True, timeout=200)
            self.assertEqual(self.results(rules, self.folder / "office-out/plain.xlsx", *options)[0], wanted)

    def test_sheets_are_joined_like_the_tables_of_a_folder(self):
        rule = self.write("lists.yaml", LISTS)
        root = [["编号", "备注"], ["A1", "甲"], ["A2", "乙"], ["A3", ""]]
        child = [["付款额", "付款日", "编号"], ["100.50", "2024-01-02", "A2"], ["0.01", "2024-01-03", "A1"],
                 ["200", "2024-01-05", "A2"]]
        folder = self.folder / "tables"
        folder.mkdir()
        for name, rows in (("申报", root), ("付款", child)):
            (folder / f"{name}.csv").write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
        wanted, _ = self.results(rule, folder)
        self.assertIn("A2,eligible,true,300.50", wanted)
        path = self.folder / "book.xlsx"
        workbook.write(path, {"付款": [child[0]] + [[workbook.number(a), workbook.date(d), k] for a, d, k in child[1:]],
                              "说明": [["怎样填表"]], "申报": root})
        out, err = self.results(rule, path)
        self.assertEqual(out, wanted)
        self.assertIn("D046", err)
        # A child row at fault sets its application aside, and is given back in a file of its own.
        workbook.write(path, {"付款": [child[0], [workbook.Cell("#N/A", "e"), workbook.date("2024-01-02"), "A2"]], "申报": root})
        code, out, err = self.huiqi("run", rule, path, "-o", "out.csv", "--rejects", "back.csv")
        self.assertEqual(code, 0, err)
        self.assertIn("book.xlsx:付款!A2 (付款额): error[D120]", err)
        self.assertIn("A2", (self.folder / "back.csv").read_text(encoding="utf-8"))
        self.assertIn("D120", (self.folder / "back.付款.csv").read_text(encoding="utf-8"))

    def test_sheets_of_one_layout_are_read_as_one_batch(self):
        head = ["企业名称", "规模", "合同金额", "签订日"]

        def row(name, amount):
            return [name, "小型", workbook.number(amount), workbook.date("2024-03-01")]
        path = self.folder / "book.xlsx"
        workbook.write(path, {"说明": [["怎样填表"]], "区县一": [head, row("甲", "100"), row("乙", "200")],
                              "区县二": [["标题"], head, row("丙", "300"), ["丁", "小型", workbook.Cell("#N/A", "e"), workbook.date("2024-03-01")]]})
        options = ("--key", "line", "--select", "企业名称,奖补.award")
        code, _, err = self.huiqi("run", self.rule, path, *options)
        self.assertEqual(code, 65)
        self.assertIn("区县一 (2 rows), 区县二 (2 rows)", err)
        self.assertIn("--sheet '区县一/区县二'", err)
        wanted = "企业名称,奖补.award\n甲,5.00\n乙,10.00\n丙,15.00\n"
        for sheets in (("--sheet", "*"), ("--sheet", "区县一/区县二"), ("--sheet", "区县一", "--sheet", "区县二")):
            out, err = self.results(self.rule, path, *options, *sheets)
            self.assertEqual(out, wanted)
            self.assertIn("区县一 2 rows, 区县二 2 rows; 4 rows in all", err)
            self.assertIn("rows read 4 = decided 3 + set aside 1", err)
        self.huiqi("run", self.rule, path, *options, "--sheet", "*", "-o", "out.csv", "--rejects", "back.csv")
        self.assertIn("工作表“区县二”：", (self.folder / "back.csv").read_text(encoding="utf-8"))
        out, err = self.results(self.rule, path, *options, "--sheet", "区县一")
        self.assertEqual(out, "企业名称,奖补.award\n甲,5.00\n乙,10.00\n")
        self.assertIn("区县二 (2 rows); to read them together write --sheet '区县一/区县二'", err)
        _, out, _ = self.huiqi("inspect", path, "--rules", self.rule)
        self.assertIn("区县一 2 rows, 区县二 2 rows, 4 in all; to read them as one batch write --sheet '区县一/区县二'", out)

    def test_a_mapping_file_reads_a_strange_table(self):
        path = self.folder / "strange.xlsx"
        workbook.write(path, {"封面": [["某市某局"]],
                              "汇总": [["2024年度奖补汇总表"], ["序号", "单位", "类型", "核定", "日期"], ["no", "name", "type", "yuan", "day"],
                                       [workbook.number(1), "甲公司", "小型", workbook.number("12.3456"), workbook.date("2024-03-01")]]})
        mapping = self.write("mapping.yaml", "工作表: 汇总\n表头行: 2\n列:\n  B: 企业名称\n  类型: 规模\n  D: 合同金额（万元）\n  日期: 签订日\n")
        code, out, err = self.huiqi("run", self.rule, path, "--mapping", mapping, "--key", "line", "--select", "企业名称,奖补.award")
        self.assertEqual(code, 0, err)
        self.assertEqual(out, "企业名称,奖补.award\n甲公司,6172.80\n")
        self.assertIn("rows read 2 = decided 1 + set aside 1", err)
        code, _, err = self.huiqi("explain", self.rule, path, "--mapping", mapping, "--row", "2")
        self.assertEqual(code, 0, err)
        for text, said in (("表头: 2\n", "D218"), ("列: {ZZ: 企业名称}\n工作表: 汇总\n", "D216"), ("工作表: 没有\n", "D215"),
                           ("表头行: 二\n", "D218"), ("子表: {付款单: {列: {B: 付款额}}}\n", "D218"), ("a: &x 1\n", "E402")):
            with self.subTest(mapping=text):
                code, _, err = self.huiqi("run", self.rule, path, "--mapping", self.write("bad.yaml", text))
                self.assertIn(said, err)
                self.assertIn(code, (2, 65))

    def sheet_rows(self, path, sheet=1):
        """The cells of a workbook's sheet: texts, and numbers as floats."""
        name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
        with zipfile.ZipFile(path) as archive:
            shared = []
            if "xl/sharedStrings.xml" in archive.namelist():
                root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
                shared = ["".join(text.text or "" for text in item.iter(name + "t")) for item in root.iter(name + "si")]
            root = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{sheet}.xml"))
        rows = []
        for row in root.iter(name + "row"):
            cells = {}
            for cell in row.iter(name + "c"):
                self.assertIsNone(cell.find(name + "f"), "nothing that leaves is a formula")
                value = cell.find(name + "v")
                if cell.get("t") == "s":
                    got = shared[int(value.text)]
                elif cell.get("t") == "inlineStr":
                    got = "".join(text.text or "" for text in cell.iter(name + "t"))
                else:
                    got = None if value is None else float(value.text)
                cells["".join(c for c in cell.get("r") if c.isalpha())] = got
            rows.append([cells.get(workbook.letters(column)) for column in range(30)])
        return rows

    APPLICATIONS = ("编号,企业名称,规模,合同金额,签订日\n=1+1,=cmd|' /C calc'!A0,小型,1000.10,2024-03-01\n"
                    "123456789012345678,甲,中型,20000000,2024-03-02\nA3,@乙,大型,3,2024-03-03\nA4,丙,小型,x,2024-03-03\n")

    def test_results_leave_as_a_workbook_that_sums_and_cannot_run(self):
        source = self.write("in.csv", self.APPLICATIONS)
        columns = "编号,企业名称,奖补.state,奖补.award,奖补.reason"
        self.assertEqual(self.huiqi("run", self.rule, source, "--select", columns, "-o", "out.xlsx", "--rejects", "back.xlsx")[0], 0)
        rows = self.sheet_rows(self.folder / "out.xlsx")
        self.assertEqual(rows[0][:5], columns.split(","))
        self.assertEqual(rows[1][:5], ["=1+1", "=cmd|' /C calc'!A0", "eligible", 50.01, 0.0])
        self.assertEqual(rows[2][:4], ["123456789012345678", "甲", "eligible", 1000000.0])
        self.assertEqual(len(rows), 4)
        # The same rows give the same bytes.
        first = (self.folder / "out.xlsx").read_bytes()
        self.assertEqual(self.huiqi("run", self.rule, source, "--select", columns, "-o", "out.xlsx", "--force")[0], 0)
        self.assertEqual((self.folder / "out.xlsx").read_bytes(), first)
        # What came back is the row with two columns more; mended, it is handed in again.
        back = self.sheet_rows(self.folder / "back.xlsx")
        self.assertEqual(back[0][:7], ["编号", "企业名称", "规模", "合同金额", "签订日", "错误", "改法"])
        self.assertEqual(back[1][:5], ["A4", "丙", "小型", "x", "2024-03-03"])
        self.assertIn("D103", back[1][5])
        back[1][3] = workbook.number("7")
        workbook.write(self.folder / "again.xlsx", {"s": [row[:7] for row in back]})
        out, err = self.results(self.rule, self.folder / "again.xlsx", "--select", "编号,奖补.award")
        self.assertEqual(out, "编号,奖补.award\nA4,0.35\n")
        # What was written is read again.
        self.assertEqual(self.huiqi("inspect", "out.xlsx")[0], 0)
        if shutil.which("soffice"):
            subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{self.folder}/office", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76",
                            "--outdir", self.folder, self.folder / "out.xlsx"], check=True, capture_output=True, timeout=200)
            with (self.folder / "out.csv").open(encoding="utf-8") as file:
                table = list(csv.DictReader(file))
            self.assertEqual(sum(round(float(row["奖补.award"].replace(",", "")) * 100) for row in table), 5001 + 100000000)

    def test_csv_leaves_with_a_mark_or_in_gbk_and_loses_nothing(self):
        source = self.write("in.csv", self.APPLICATIONS.replace("甲", "𠀀"))
        plain, _ = self.results(self.rule, source, "--select", "编号,企业名称")
        self.assertIn("'=1+1,", plain)
        self.assertEqual(self.huiqi("run", self.rule, source, "-o", "bom.csv", "--select", "编号,企业名称", "--output-encoding", "utf-8-bom")[0], 0)
        self.assertEqual((self.folder / "bom.csv").read_bytes(), plain.encode("utf-8-sig"))
        code, _, err = self.huiqi("run", self.rule, source, "-o", "gbk.csv", "--select", "编号,企业名称", "--output-encoding", "gbk")
        self.assertNotEqual(code, 0)
        self.assertIn("D219", err)
        self.assertFalse((self.folder / "gbk.csv").exists())
        source = self.write("in.csv", self.APPLICATIONS)
        plain, _ = self.results(self.rule, source, "--select", "编号,企业名称")
        self.assertEqual(self.huiqi("run", self.rule, source, "-o", "gbk.csv", "--select", "编号,企业名称", "--output-encoding", "gbk")[0], 0)
        self.assertEqual((self.folder / "gbk.csv").read_bytes(), plain.encode("gbk"))

    CLEAN = [["编号", "企业名称", "信用代码", "专利号", "合同金额", "签订日", "备注"],
             ["A1", "甲公司", "91350100M000100Y43", "ZL202010123456.2", workbook.number("1234.5", "money"), workbook.date("2024-03-01"), "（见附件）"],
             ["A2", "乙公司", "91350100M000100Y43", "", workbook.number("1.1000000000000001", "money"), workbook.date("2024-03-02"), ""],
             ["A3", "合计公司", "91350100M000100Y43", "", workbook.number("300", "money"), workbook.date("2024-03-03"), ""],
             ["A4", "丁公司", "", "", workbook.number("5", "money"), workbook.date("2024-03-04"), "无"]]

    def inspect(self, *arguments):
        code, out, err = self.huiqi("--json", "inspect", *arguments)
        self.assertIn(code, (0, 1), err)
        found = json.loads(out)
        return code, found, sorted((one["code"], one.get("cell", "")) for one in found["findings"])

    def test_one_of_each_damage_is_found_and_none_where_there_is_none(self):
        workbook.write(self.folder / "clean.xlsx", {"申报": self.CLEAN})
        code, found, places = self.inspect("clean.xlsx")
        self.assertEqual((code, places), (0, []))
        self.assertEqual(found["tables"][0]["rows"], 4)
        rows = self.CLEAN + [
            ["A5", "甲公司 ", "91350100M000100Y44", "ZL202010123456.1", "1,234.50", "2024/3/5", ""],
            ["A6", "乙", "９１350100M000100Y43", "", workbook.number("0.305", "money"), "01/02/2024", ""],
            ["A7", "丙", workbook.number("91350100123456789"), "", "１２３", workbook.date("2024-03-01"), ""],
            self.CLEAN[0],
            ["合计", "", "", "", workbook.number("9"), "", ""],
            ["A8", "丁", "9.13501E+17", "", workbook.number("0.30000000000000004"), workbook.Cell("60", style="date"), ""],
            ["A9", "戊", "", "", workbook.Cell("#REF!", "e"), workbook.date("2024-03-01"), workbook.Cell("", formula="A1")],
            ["A10", "己", "", "", workbook.number("7", "money"), workbook.date("2024-03-01"), "x"],
            ["A11", "庚", "", "", workbook.number("8", "money"), workbook.date("2024-03-01"), ""]]
        workbook.write(self.folder / "bad.xlsx", {"申报": rows}, hidden_rows=(13,), merged=("G13:G14",))
        code, found, places = self.inspect("bad.xlsx")
        self.assertEqual(code, 1)
        self.assertEqual(places, sorted([
            ("D310", "B6"), ("D304", "C6"), ("D305", "D6"), ("D301", "E6"), ("D306", "F6"), ("D303", "C7"), ("D302", "E7"), ("D311", "F7"),
            ("D122", "C8"), ("D303", "E8"), ("D307", "9"), ("D308", "10"), ("D309", "C11"), ("D044", "E11"), ("D124", "F11"),
            ("D120", "E12"), ("D121", "G12"), ("D045", "13"), ("D123", "G14")]))
        hidden = next(one for one in found["findings"] if one["code"] == "D302")
        self.assertEqual((hidden["value"], hidden["shown"]), ("0.305", "0.31"))
        # Mended where it is certain, and only there.
        code, _, err = self.huiqi("inspect", "bad.xlsx", "--fix", "fixed.xlsx")
        self.assertIn("6 cells mended", err)
        fixed = self.sheet_rows(self.folder / "fixed.xlsx")
        self.assertEqual(fixed[5][1:6], ["甲公司", "91350100M000100Y44", "ZL202010123456.1", 1234.5, "2024-03-05"])
        self.assertEqual(fixed[6][2:6], ["91350100M000100Y43", None, 0.305, "01/02/2024"])
        self.assertEqual(fixed[7][4], 123.0)
        self.assertEqual(fixed[10][4], 0.3)
        _, _, places = self.inspect("fixed.xlsx")
        self.assertFalse({"D301", "D303", "D306", "D310", "D044"} & {code for code, _ in places})

    def test_a_repaired_copy_gives_back_what_begins_like_a_formula(self):
        source = self.write("in.csv", "编号,企业名称,规模,合同金额,签订日\n+1, +8613800000000,小型,１,2024-03-01\n")
        self.assertEqual(self.huiqi("inspect", source, "--rules", self.rule, "--fix", "fixed.csv")[0], 1)
        self.assertIn("'+8613800000000", (self.folder / "fixed.csv").read_text(encoding="utf-8-sig"))
        _, err = self.results(self.rule, "fixed.csv", "--select", "编号,企业名称,奖补.award", "-o", "out.jsonl")
        self.assertEqual(json.loads((self.folder / "out.jsonl").read_text(encoding="utf-8")), {"编号": "+1", "企业名称": "+8613800000000", "奖补.award": "0.05"})
        self.assertIn("D060", err)

    def test_notes_below_a_table_are_told_and_counted_and_no_applications(self):
        rows = [["编号", "企业名称", "规模", "合同金额", "签订日"], ["A1", "甲", "小型", workbook.number("100"), workbook.date("2024-03-01")],
                ["注：以上均为含税价", "", "", "", ""], ["填表人：", "王某", "", "审核人：", "李四"], ["A2", "", "", "", ""]]
        workbook.write(self.folder / "in.xlsx", {"申报": rows}, merged=("A3:E3",))
        self.write("in.csv", "编号,企业名称,规模,合同金额,签订日\nA1,甲,小型,100,2024-03-01\n注：以上均为含税价,,,,\n填表人：,王某,,审核人：,李四\nA2,,,,\n")
        for source in ("in.xlsx", "in.csv"):
            with self.subTest(source):
                out, err = self.results(self.rule, source, "--select", "编号,奖补.award", "--rejects", "back.csv", "--force")
                self.assertEqual(out, "编号,奖补.award\nA1,5.00\nA2,\n")
                self.assertIn("rows read 4 = decided 2 + set aside 2 (2 of them notes to the table)", err)
                self.assertEqual(err.count("warning[D313]"), 2)
                self.assertEqual((self.folder / "back.csv").read_text(encoding="utf-8-sig").count("[D313]"), 2)
                for rules in ((), ("--rules", self.rule)):
                    _, _, places = self.inspect(source, *rules)
                    self.assertEqual([place for place in places if place[0] != "D018"], [("D313", place) for place in (("A3", "A4") if source == "in.xlsx" else ("", ""))])
        code, out, err = self.huiqi("--json", "run", self.rule, "in.csv", "-o", "out.csv")
        self.assertEqual(json.loads(out)["rows_of_notes"], 2, err)
        self.write("bundle.yaml", "种类: 组合\n编号: 例.组合\n事项: [例.奖补]\n主键: {申请: 编号, 申请人: 企业名称}\n")
        self.write("more.csv", "编号,企业名称,规模,合同金额,签订日\nA1,甲,小型,100,2024-03-01\n注：以上均为含税价,,,,\n")
        code, _, err = self.huiqi("--lang", "zh", "settle", ".", "more.csv", "-o", "out.csv", "--force")
        self.assertEqual(code, 0, err)
        self.assertIn("读入 2 行 = 结算 1 行 + 退回 1 行（其中 1 行是表下的说明）", err)

    def test_a_row_that_reads_like_a_note_is_none_where_a_number_was_lost(self):
        rows = [["编号", "企业名称", "规模", "合同金额", "签订日"], ["A1", "甲", "小型", workbook.number("100"), workbook.date("2024-03-01")],
                ["备注1：补报", "", "", workbook.Cell("", formula="SUM(D2:D2)"), ""]]
        workbook.write(self.folder / "in.xlsx", {"申报": rows})
        _, err = self.results(self.rule, "in.xlsx", "--select", "编号,奖补.award")
        self.assertIn("error[D121]", err)
        self.assertNotIn("D313", err)
        _, _, places = self.inspect("in.xlsx", "--rules", self.rule)
        self.assertIn(("D121", "D3"), places)

    def test_inspect_says_what_is_read(self):
        self.write("in.csv", "标题\n编号;企业名称;规模;合同金额（万元）\nA1;甲;小型;1\n", "gbk")
        code, found, _ = self.inspect("in.csv", "--rules", self.rule)
        table = found["tables"][0]
        self.assertEqual((table["encoding"], table["separator"], table["header_row"], table["rows"]), ("GB18030", ";", 2, 1))
        self.assertEqual([one["input"] for one in table["columns"]], [None, "企业名称", "规模", "合同金额"])
        self.assertEqual(table["missing"], ["签订日"])
        self.assertEqual(code, 0)
        self.assertEqual(self.huiqi("inspect", "none.xlsx")[0], 66)
        self.assertEqual(self.huiqi("inspect", self.write("bad.xlsx", "PK nothing"))[0], 65)

    def test_a_place_that_an_ordinary_user_may_not_write_is_said_with_74(self):
        if os.getuid() != 0:
            self.skipTest("needs root to become an ordinary user")
        nobody = pwd.getpwnam("nobody")
        self.folder.chmod(0o755)
        source = self.write("in.csv", "编号,企业名称,规模,合同金额,签订日\nA1,甲 ,小型,１,2024-03-01\nA2,乙,小型,1,2024-03-01\n")
        self.write("bundle.yaml", "种类: 组合\n编号: 例.组合\n事项: [例.奖补]\n主键: {申请: 编号, 申请人: 企业名称}\n")
        places = {"read-only": 0o755, "closed": 0o700}   # owned by root: not to be written, not to be entered
        for name, mode in places.items():
            (self.folder / name).mkdir(mode=mode)
        for place in places:
            for words in (["run", self.rule, source, "-o", f"{place}/out.csv"],
                          ["run", self.rule, source, "-o", "-", "--rejects", f"{place}/back.csv"],
                          ["settle", self.folder, source, "-o", f"{place}/out.csv"],
                          ["settle", self.folder, source, "-o", "-", "--ledger", f"{place}/l.db", "--batch", "1", "--by", "z"],
                          ["inspect", source, "--fix", f"{place}/fixed.csv"],
                          ["report", "sheets", self.folder, source, "-o", f"{place}/page.html"],
                          ["report", "notices", self.folder, source, "-o", f"{place}/page.html"],
                          ["report", "summary", self.folder, source, "-o", f"{place}/page.html"]):
                with self.subTest(place=place, command=words[:2]):
                    done = subprocess.run([PROGRAM, *map(str, words)], capture_output=True, text=True, timeout=60, cwd=self.folder,
                                          user=nobody.pw_uid, group=nobody.pw_gid)
                    if done.returncode == 126:
                        self.skipTest("the program cannot be run by an ordinary user here")
                    self.assertEqual(done.returncode, 74, done.stderr)
                    self.assertEqual(list((self.folder / place).iterdir()), [])


if __name__ == "__main__":
    unittest.main()
