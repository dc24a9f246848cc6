"""Decision sheets and notices: what they say, and that nothing of an applicant can run in them."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
from html.parser import HTMLParser

SOURCE = pathlib.Path(os.environ.get("HUIQI_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
PROGRAM = os.path.abspath(os.environ.get("HUIQI_PROGRAM", SOURCE / "build/release/huiqi"))

FILES = {
    "rules/甲.yaml": """种类: 事项
编号: 例.甲
名称: 设备奖补
依据: {办法: {文件: 设备奖补办法, 文号: 例〔2025〕1号, 条款: 第三条, 原文: "按设备投入30%给予奖补，企业须在本市"}}
申报:
  名称: {类型: 文本}
  设备额: {类型: 金额, 小数: 2, 范围: 0元以上}
  在本市: 是否
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


class Report(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, True)
        for name, text in FILES.items():
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def huiqi(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, *arguments], cwd=self.folder, text=True, capture_output=True)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def page(self, kind, *more):
        self.huiqi("report", kind, "rules", "data.csv", "-o", "page.html", "--force", *more)
        page = Text()
        page.feed((self.folder / "page.html").read_text(encoding="utf-8"))
        self.assertEqual(page.forbidden, [])
        return page.sections, " ".join(page.words)

    def test_a_sheet_has_the_amount_in_figures_and_words_with_its_clause(self):
        self.huiqi("settle", "rules", "data.csv", "-o", "statements.csv")
        sections, text = self.page("sheets", "--application", "A1", "--statements", "statements.csv", "--office", "某局")
        self.assertEqual(sections, 1)
        # 30 % of 100,000.55 is 30,000.165, half up 30,000.17; the limit leaves 20,000
        for words in ("核定 30,000.17 元", "叁万元壹角柒分", "核减（总额上限） 10000.17 元", "应付 20,000.00 元", "贰万元整",
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

    def test_an_application_that_is_not_there(self):
        self.assertIn("B9", self.huiqi("report", "sheets", "rules", "data.csv", "-o", "x.html", "--application", "B9", code=66).stderr)
        self.assertFalse((self.folder / "x.html").exists())


if __name__ == "__main__":
    unittest.main()
