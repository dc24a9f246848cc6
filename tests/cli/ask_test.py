"""huiqi ask: one question at a time, and half an application as JSON. HUIQI_PROGRAM names the program."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("HUIQI_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
PROGRAM = os.environ.get("HUIQI_PROGRAM", str(SOURCE / "build/release/huiqi"))
RULE = str(SOURCE / "rules/benchmark/transaction.yaml")
BUNDLE = str(SOURCE / "rules/benchmark")


def huiqi(*arguments, stdin=""):
    done = subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True, text=True, timeout=60,
                          env=dict(os.environ, LC_ALL="C.UTF-8"))
    return done.returncode, done.stdout, done.stderr


def with_answers(answers, *arguments, stdin=""):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "answers.json"
        path.write_text(answers if isinstance(answers, str) else json.dumps(answers), "utf-8")
        return huiqi(*arguments, "--answers", str(path), stdin=stdin)


class Ask(unittest.TestCase):
    def test_a_conversation_reads_back_what_people_type_and_ends_with_the_award(self):
        code, out, _ = huiqi("--lang", "zh", "ask", RULE, stdin="2\n否\n2022年9月15日\n１２３.4５６７89万\n1,234,567.89\n")
        self.assertEqual(code, 0)
        for said in ("读作 2022-09-15", "读作 1,234,567.89 元", "符合，61,728.39 元（陆万壹仟柒佰贰拾捌元叁角玖分）"):
            self.assertIn(said, out)

    def test_a_wrong_answer_is_asked_again_and_back_takes_one_away(self):
        code, out, _ = huiqi("--lang", "en", "ask", RULE, stdin="small\nmaybe\nback\nlarge\n")
        self.assertEqual(code, 0)
        self.assertIn("not eligible", out)
        self.assertIn("only micro and small and medium enterprises", out)

    def test_what_nobody_knows_is_left_open_and_not_asked_again(self):
        code, out, _ = huiqi("--lang", "en", "ask", RULE, stdin="\n" * 5)
        self.assertEqual(code, 0)
        self.assertIn("not decided, at least 0.00 yuan, at most 500,000.00 yuan", out)
        self.assertEqual(out.count("How large is the enterprise"), 1)

    def test_half_an_application_as_json(self):
        code, out, _ = with_answers({"size": "small", "paid_amount": "1000000"}, "--json", "ask", BUNDLE)
        self.assertEqual(code, 0)
        made = json.loads(out)
        first = made["incentives"][0]
        self.assertEqual((first["state"], first["least"], first["most"]), ("unknown", "0.00", "50000.00"))
        self.assertEqual(made["next"]["name"], "related_party")
        self.assertEqual(made["totals"]["total"]["least"], "0.00")

    def test_a_number_is_taken_by_its_digits(self):
        answers = ('{"size": "small", "related_party": false, "contract_date": "2022-08-15", '
                   '"contract_amount": 10000.10, "paid_amount": 10000.10}')
        code, out, _ = with_answers(answers, "--json", "ask", RULE)
        self.assertEqual((code, json.loads(out)["incentives"][0]["least"]), (0, "500.01"))

    def test_faults_of_answers_and_files(self):
        self.assertEqual(with_answers({"contract_date": "2023-02-29"}, "--json", "ask", RULE)[0], 65)
        for text in ("[1]", "{", '{"size": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": {}}}}}}}}}}', '{"a": 1, "a": 2}', ""):
            code, _, error = with_answers(text, "ask", RULE)
            self.assertEqual(code, 65, text)
            self.assertIn("JSON", error)
        self.assertEqual(huiqi("ask", RULE, "--answers", "/nowhere.json")[0], 66)


class Words(unittest.TestCase):
    """Amounts in capital numerals, by the examples and rules of the 支付结算办法 annex (中文大写)."""

    RULE = """种类: 事项
编号: 样例.大写
申报:
  甲: {类型: 金额, 小数: 2, 范围: "[0元..100000000000000000元]"}
奖补:
  - 基数: 甲
"""
    AMOUNTS = (("0", "零元整"), ("0.05", "伍分"), ("0.10", "壹角整"), ("0.15", "壹角伍分"), ("1", "壹元整"), ("10", "壹拾元整"),
               ("10.10", "壹拾元壹角整"), ("11.01", "壹拾壹元零壹分"), ("100", "壹佰元整"), ("101", "壹佰零壹元整"),
               ("1010.00", "壹仟零壹拾元整"), ("1001", "壹仟零壹元整"), ("325.04", "叁佰贰拾伍元零肆分"), ("1409.50", "壹仟肆佰零玖元伍角整"),
               ("1680.32", "壹仟陆佰捌拾元叁角贰分"), ("6007.14", "陆仟零柒元壹角肆分"), ("10000", "壹万元整"), ("10001", "壹万零壹元整"),
               ("16409.02", "壹万陆仟肆佰零玖元零贰分"), ("107000.53", "壹拾万柒仟元伍角叁分"), ("100010", "壹拾万零壹拾元整"),
               ("1000000", "壹佰万元整"), ("10000001", "壹仟万零壹元整"), ("100000000", "壹亿元整"), ("100000001.05", "壹亿零壹元零伍分"),
               ("100010000", "壹亿零壹万元整"), ("1000001000", "壹拾亿零壹仟元整"), ("123456789.98", "壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元玖角捌分"),
               ("1000000000000", "壹万亿元整"), ("1000100000000", "壹万零壹亿元整"), ("10000000000000000", "壹亿亿元整"))

    def test_known_amounts(self):
        with tempfile.TemporaryDirectory() as folder:
            rule = pathlib.Path(folder) / "rule.yaml"
            rule.write_text(self.RULE, "utf-8")
            for amount, words in self.AMOUNTS:
                code, out, error = with_answers({"甲": amount}, "--lang", "zh", "ask", str(rule))
                self.assertEqual(code, 0, error)
                self.assertIn(f"（{words}）", out, amount)


class Doc(unittest.TestCase):
    def test_rules_become_pages_that_need_nothing_else(self):
        with tempfile.TemporaryDirectory() as folder:
            site = pathlib.Path(folder) / "site"
            self.assertEqual(huiqi("--lang", "en", "doc", BUNDLE, "-o", str(site))[0], 0)
            index = (site / "index.html").read_text("utf-8")
            page = (site / "benchmark.transaction.html").read_text("utf-8")
            self.assertIn('href="benchmark.transaction.html"', index)
            for said in ("Conditions", "size &lt;= medium", "rule 1", "exactly half a cent goes up"):
                self.assertIn(said, page)
            for text in (index, page):
                self.assertNotIn("<script", text)
                self.assertNotIn("src=", text)
            self.assertTrue((site / "assets/page.css").is_file())
            self.assertEqual(huiqi("doc", BUNDLE, "-o", str(site))[0], 73)
            self.assertEqual(huiqi("doc", BUNDLE, "-o", str(site), "--force")[0], 0)


if __name__ == "__main__":
    unittest.main()
