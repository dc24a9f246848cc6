"""Rules that ask what was paid before (来自: 台账): the answer comes from the ledger and from --history."""

import csv
import io
import unittest

from program import FolderTest

# Each firm once for good, and 30 000 yuan within three years together with what it had as 乙.
FILES = {
    "甲.yaml": """种类: 事项
编号: 例.甲
申报:
  额: {类型: 金额, 小数: 2, 范围: 0元以上}
  已付: {类型: 列表, 来自: 台账, 每项: {事项: 文本, 拨付日: 日期, 金额: {类型: 金额, 小数: 2}}}
计算:
  三年已付: "合计(已付[拨付日 >= 2023-01-01].金额)"
条件:
  - {编号: 首次, 要求: "count(已付[事项 = \\"例.甲\\" 且 金额 > 0]) = 0", 不符合时: 以前付过}
奖补:
  - 基数: 额
  - 取整: 四舍五入到分
  - 上限: "孰高(0元, 3万元 - 三年已付)"
""",
    "乙.yaml": "种类: 事项\n编号: 例.乙\n申报: {乙额: {类型: 金额, 小数: 2, 范围: 0元以上}}\n奖补: [{基数: 乙额}, {取整: 四舍五入到分}]\n",
    "组合.yaml": "种类: 组合\n编号: 例.组合\n事项: [例.甲, 例.乙]\n主键: {申请: 申请编号, 申请人: 信用代码}\n",
    "一.csv": "申请编号,信用代码,额,乙额\nA1,子,10000,0\nA2,丑,20000,5000\n",
    "二.csv": "申请编号,信用代码,额,乙额\nB1,子,10000,0\nB2,寅,40000,0\nB3,,40000,0\nB4,卯,40000,0\n",
    "别处.csv": "信用代码,事项,拨付日,金额\n卯,乙,2024-05-05,12000\n卯,例.乙,2022-12-31,9000\n",
}


class PaidBefore(FolderTest):
    files = FILES

    def huiqi(self, *arguments, code=0):
        return self.process("--lang", "en", *arguments, code=code)

    def settle(self, data, *more, code=0):
        done = self.huiqi("settle", ".", data, "-o", "out.csv", "--force", *more, code=code)
        if code:
            return done.stderr
        with open(self.folder / "out.csv", encoding="utf-8") as file:
            return {(row["application"], row["incentive"][-1]): (row["state"], row["payable"]) for row in csv.DictReader(file)}

    def pay_first(self):
        ledger = ("--ledger", "l.db")
        self.assertEqual(self.settle("一.csv", *ledger, "--batch", "1", "--by", "张")["A1", "甲"], ("eligible", "10000.00"))
        self.huiqi("batch", "submit", "1", *ledger, "--by", "张")
        self.huiqi("batch", "review", "1", *ledger, "--by", "李")
        self.huiqi("batch", "approve", "1", *ledger, "--by", "王", "--budget", "x", "--amount", "35000", "--at", "2025-06-30T04:00:00Z")
        self.huiqi("batch", "pay", "1", *ledger, "--by", "赵", "--day", "2025-07-01", "-o", "pay.csv", "--at", "2025-07-01T04:00:00Z")

    def test_a_condition_is_answered_by_the_ledger_and_by_the_file(self):
        self.pay_first()
        second = ("--ledger", "l.db", "--batch", "2", "--by", "张", "--history", "别处.csv")
        rows = self.settle("二.csv", *second)
        self.assertEqual(rows["B1", "甲"], ("refused", "0.00"))          # paid by batch 1
        self.assertEqual(rows["B2", "甲"], ("eligible", "30000.00"))     # never paid
        self.assertEqual(rows["B3", "甲"], ("open", "0.00"))             # nobody knows whose history it is
        self.assertEqual(rows["B4", "甲"], ("eligible", "18000.00"))     # 12 000 within the three years elsewhere
        self.assertEqual(self.settle("二.csv", *second), rows)           # entered once
        self.huiqi("batch", "submit", "2", "--ledger", "l.db", "--by", "张")
        self.huiqi("batch", "review", "2", "--ledger", "l.db", "--by", "李")   # recomputed from what the ledger keeps
        self.huiqi("report", "summary", "--ledger", "l.db", "--batch", "2", "-o", "sum.html")
        self.huiqi("verify", "--ledger", "l.db")

    def test_money_that_came_back_is_a_record_below_zero(self):
        self.pay_first()
        about = ("--ledger", "l.db", "--application", "A1", "--incentive", "甲", "--reason", "误付")
        self.huiqi("batch", "correct", "1", *about, "--by", "王", "--due", "0")
        self.huiqi("batch", "recover", "1", *about, "--by", "赵", "--amount", "10000", "--day", "2025-08-01", "--at", "2025-08-01T04:00:00Z")
        self.write("甲.yaml", FILES["甲.yaml"].replace('count(已付[事项 = \\"例.甲\\" 且 金额 > 0]) = 0', '合计(已付[事项 = \\"例.甲\\"].金额) <= 0元'))
        rows = self.settle("二.csv", "--ledger", "l.db", "--batch", "2", "--by", "张")
        self.assertEqual(rows["B1", "甲"], ("eligible", "10000.00"))

    def test_a_ledger_that_is_new_knows_of_no_payment(self):
        rows = self.settle("二.csv", "--ledger", "new.db", "--batch", "2", "--by", "张")
        self.assertEqual(rows["B1", "甲"], ("eligible", "10000.00"))

    def test_without_a_ledger_the_list_is_handed_in_as_any_other(self):
        self.assertIn("已付", self.settle("二.csv", code=65))   # a flat file has no lists
        for name, text in (("d/申报.csv", FILES["二.csv"].replace("B3,,40000,0\n", "")),
                           ("d/已付.csv", "信用代码,事项,拨付日,金额\n子,例.甲,2024-01-01,10000\n")):
            self.write(name, text)
        self.assertEqual(self.settle("d")["B1", "甲"][0], "refused")
        self.assertEqual(self.settle("d")["B2", "甲"], ("eligible", "30000.00"))

    def test_payments_do_not_count_from_both(self):
        self.write("d/申报.csv", FILES["二.csv"])
        self.write("d/已付.csv", "信用代码,事项,拨付日,金额\n子,例.甲,2024-01-01,10000\n")
        self.write("d.jsonl", '{"申请编号": "B1", "信用代码": "子", "额": 1, "乙额": 0, "已付": []}\n')
        for data, code in (("d", 65), ("d.jsonl", 74)):
            with self.subTest(data):
                self.assertIn("D115", self.settle(data, "--history", "别处.csv", code=code))

    def test_json_lines_are_answered_too(self):
        self.write("d.jsonl", '{"申请编号": "B4", "信用代码": "卯", "额": 40000, "乙额": 0}\n')
        self.assertEqual(self.settle("d.jsonl", "--history", "别处.csv")["B4", "甲"], ("eligible", "18000.00"))

    def test_a_run_may_ask_a_ledger_too(self):
        self.pay_first()
        out = self.huiqi("run", ".", "二.csv", "--ledger", "l.db", "--history", "别处.csv").stdout
        rows = {row["申请编号"]: row for row in csv.DictReader(io.StringIO(out))}
        self.assertEqual((rows["B1"]["甲.state"], rows["B4"]["甲.award"]), ("refused", "18000.00"))
        self.huiqi("explain", ".", "二.csv", "--row", "1", "--ledger", "l.db")
        self.huiqi("report", "sheets", ".", "二.csv", "-o", "s.html", "--ledger", "l.db")
        self.huiqi("run", ".", "二.csv", "--ledger", "none.db", code=66)
        self.write("甲.yaml", FILES["乙.yaml"].replace("乙", "甲"))
        self.assertIn("no rule", self.huiqi("run", ".", "二.csv", "--history", "别处.csv", code=2).stderr)

    def test_a_payment_that_the_list_cannot_hold_is_refused(self):
        self.write("甲.yaml", FILES["甲.yaml"].replace("金额: {类型: 金额, 小数: 2}}}", '金额: {类型: 金额, 小数: 2, 范围: "[0元..1万元]"}}}'))
        self.assertIn("D108", self.settle("二.csv", "--history", "别处.csv", code=65))


if __name__ == "__main__":
    unittest.main()
