"""Files as they are: the same applications in every form give the same results, and strange ones say what is wrong."""

import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import workbook  # noqa: E402

SOURCE = pathlib.Path(os.environ.get("HUIQI_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
PROGRAM = os.environ.get("HUIQI_PROGRAM", str(SOURCE / "build/release/huiqi"))

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


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        self.rule = self.write("rule.yaml", RULE)

    def write(self, name, text, encoding="utf-8"):
        path = self.path / name
        path.write_bytes(text.encode(encoding))
        return path

    def huiqi(self, *arguments):
        done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=300,
                              env=dict(os.environ, LC_ALL="C.UTF-8", NO_COLOR="1"), cwd=self.path)
        return done.returncode, done.stdout, done.stderr

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
                (self.path / name).write_bytes(data)
                self.assertEqual(self.results(rules, self.path / name, *options)[0], wanted)
        with self.subTest(form="jsonl"):
            def value(text):
                return json.loads(text) if text in ("true", "false") else text
            lines = [json.dumps({key: value(cell) for key, cell in zip(rows[0], row) if cell != ""}, ensure_ascii=False)
                     for row in rows[1:]]
            self.assertEqual(self.results(rules, self.write("in.jsonl", "\n".join(lines)), *options)[0], wanted)
        with self.subTest(form="xlsx"):
            path = self.path / "in.xlsx"
            workbook.write(path, {"申报": [rows[0]] + [[workbook.typed(cell) for cell in row] for row in rows[1:]]})
            self.assertEqual(self.results(rules, path, *options)[0], wanted)
            self.assertEqual(self.results(rules, path, *options, "--threads", "2")[0], wanted)
        if shutil.which("soffice") is None:
            print("no LibreOffice here: its workbooks are not tried", file=sys.stderr)
            return
        with self.subTest(form="LibreOffice"):
            subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{self.path}/office", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
                            "--infilter=CSV:44,34,UTF8,1,,0,false,true", "--outdir", self.path / "office-out", self.path / "plain.csv"],
                           check=True, capture_output=True, timeout=200)
            self.assertEqual(self.results(rules, self.path / "office-out/plain.xlsx", *options)[0], wanted)

    def test_sheets_are_joined_like_the_tables_of_a_folder(self):
        rule = self.write("lists.yaml", LISTS)
        root = [["编号", "备注"], ["A1", "甲"], ["A2", "乙"], ["A3", ""]]
        child = [["付款额", "付款日", "编号"], ["100.50", "2024-01-02", "A2"], ["0.01", "2024-01-03", "A1"],
                 ["200", "2024-01-05", "A2"]]
        folder = self.path / "tables"
        folder.mkdir()
        for name, rows in (("申报", root), ("付款", child)):
            (folder / f"{name}.csv").write_text("".join(",".join(row) + "\n" for row in rows), encoding="utf-8")
        wanted, _ = self.results(rule, folder)
        self.assertIn("A2,eligible,true,300.50", wanted)
        path = self.path / "book.xlsx"
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
        self.assertIn("A2", (self.path / "back.csv").read_text(encoding="utf-8"))
        self.assertIn("D120", (self.path / "back.付款.csv").read_text(encoding="utf-8"))

    def test_a_mapping_file_reads_a_strange_table(self):
        path = self.path / "strange.xlsx"
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
                           ("表头行: 二\n", "D218"), ("a: &x 1\n", "E402")):
            with self.subTest(mapping=text):
                code, _, err = self.huiqi("run", self.rule, path, "--mapping", self.write("bad.yaml", text))
                self.assertIn(said, err)
                self.assertIn(code, (2, 65))


if __name__ == "__main__":
    unittest.main()
