"""A payment list against what a bank sends back: every number to the cent, whatever the bank calls its columns."""

import json
import unittest

from program import FolderTest

LIST = "application,incentive,day,amount\nA1,甲,2025-06-30,100.10\nA1,乙,2025-06-30,0.20\nA2,甲,2025-06-30,50.00\nA3,甲,2025-06-30,7.00\n"


class Reconcile(FolderTest):
    files = {"list.csv": LIST}

    def reconcile(self, returned, *more, code, encoding="utf-8"):
        (self.folder / "bank.csv").write_bytes(returned.encode(encoding))
        done = self.process("--json", "--lang", "en", "reconcile", "list.csv", "bank.csv", *more, code=code)
        return json.loads(done.stdout) if code < 2 else done.stderr

    def test_what_ties_ties(self):
        found = self.reconcile("application,amount\nA3,7\nA1,100.30\nA2,50.00\n", code=0)
        self.assertEqual(found, {"ordered": "157.30", "paid": "157.30", "same": 3, "differences": []})

    def test_every_difference_is_named(self):
        bank = "摘要,金额,状态\nA1,100.30,成功\nA2,50.00,账号错误\nA3,7.01,成功\nA9,1.00,成功\nA8,5.00,账号错误\n"
        found = self.reconcile(bank, "--bank-key", "摘要", "--bank-amount", "金额", "--status", "状态", code=1, encoding="gb18030")
        self.assertEqual([(one["number"], one["what"], one["ordered"], one["paid"]) for one in found["differences"]],
                         [("A2", "was not paid", "50.00", "0.00"), ("A3", "was paid too much", "7.00", "7.01"),
                          ("A8", "was never ordered, and nothing was paid (账号错误)", "0.00", "0.00"), ("A9", "was never ordered", "0.00", "1.00")])
        self.assertEqual((found["ordered"], found["paid"], found["same"]), ("157.30", "108.31", 1))

    def test_amounts_as_banks_write_them(self):
        (self.folder / "list.csv").write_text("application,amount\nA1,1234567.89\nA2,50.00\nA3,100.00\n", encoding="utf-8")
        # Thousands, a blank behind, and a payment that came back: -100 takes off what was paid before.
        found = self.reconcile('application,amount\nA1,"1,234,567.89"\nA2,50.00 \nA3,100.00\nA3,-100\n', code=1)
        self.assertEqual([(one["number"], one["what"], one["ordered"], one["paid"]) for one in found["differences"]],
                         [("A3", "was not paid", "100.00", "0.00")])
        self.assertEqual((found["ordered"], found["paid"], found["same"]), ("1234717.89", "1234617.89", 2))
        # A list orders no money below zero, and commas that part no thousands are not read.
        self.reconcile('application,amount\nA1,"12,34.00"\n', code=65)

    def test_a_file_with_a_row_that_cannot_be_read_is_not_compared(self):
        self.assertIn("D1", self.reconcile("application,amount\nA1,100.30\nA2,fifty\n", code=65))

    def test_two_columns_of_one_heading_are_refused(self):
        said = self.reconcile("摘要,金额,状态,状态\nA1,100.30,成功,失败\n", "--bank-key", "摘要", "--bank-amount", "金额", "--status", "状态", code=65)
        self.assertIn("D002", said)
        self.reconcile("application,amount,备注,备注\nA1,100.30,,\nA2,50,,\nA3,7,,\n", code=0)   # nobody looks at those

    def test_a_closing_line_is_no_payment(self):
        rows = "application,amount\nA1,100.30\nA2,50.00\nA3,7.00\n"
        for closing in ("合计,157.30\n", "总笔数\n", "总笔数,3笔\n", ",157.30\n制表：王\n", "合计,157.30,,\n"):
            with self.subTest(closing):
                found = self.reconcile(rows + closing, code=0)
                self.assertEqual((found["same"], found["paid"], len(found["left_out"])), (3, "157.30", closing.count("\n")))
        # a payment that cannot be read, a number that is none of ours, a bad line before the end
        self.assertIn("D1", self.reconcile(rows.replace("A3,7.00", "A3,7元整"), code=65))
        self.assertEqual(self.reconcile(rows + ",1.00\n", code=1)["differences"][0]["what"], "was never ordered")
        self.assertIn("D", self.reconcile("application,amount\nA1,100.30\n总笔数,3笔\nA2,50.00\nA3,7.00\n", code=65))

    def test_a_payment_that_has_the_sum_of_those_above_is_no_closing_line(self):
        how = ("--bank-key", "摘要", "--bank-amount", "金额", "--status", "状态")
        self.write("list.csv", "application,amount\nS1,100.00\n")
        bank = "摘要,金额,状态,账号\nS1,100.00,成功,1001\nS8,100.00,成功,6228\nS9,200.00,成功,6229\nS7,400.00,成功,6227\n"
        found = self.reconcile(bank, *how, code=1)
        self.assertEqual([(one["number"], one["paid"]) for one in found["differences"]], [("S7", "400.00"), ("S8", "100.00"), ("S9", "200.00")])
        self.assertNotIn("left_out", found)
        # without a number: one that names an account or a success was paid, and a line left out makes no sum of the next
        for last in (",100.00,成功,", ",100.00,,6228", "S8,100.00,,"):
            with self.subTest(last):
                found = self.reconcile(f"摘要,金额,状态,账号\nS1,100.00,成功,1001\n{last}\n", *how, code=1)
                self.assertNotIn("left_out", found)
        found = self.reconcile("摘要,金额,状态,账号\nS1,100.00,成功,1001\n小计,100.00,,\n合计：1笔,100.00,,\n制表：王,,,\n", *how, code=0)
        self.assertEqual(len(found["left_out"]), 3)
        # what cannot be read and is none of ours may be a payment
        for last in ("S8,四百元,成功,6228", "S8,四百元,,", "S8,400.00"):
            with self.subTest(last):
                self.assertIn("D", self.reconcile(f"摘要,金额,状态,账号\nS1,100.00,成功,1001\n{last}\n", *how, code=65))

    def test_words_that_mean_paid_are_named_where_none_is_known(self):
        how = ("--bank-key", "摘要", "--bank-amount", "金额", "--status", "状态")
        bank = "摘要,金额,状态\nA1,100.30,交易完成\nA2,50.00,交易完成\nA3,7.00,处理中\n"
        found = self.reconcile(bank, *how, "--success", "成功", code=1)
        self.assertEqual(found["status_words"], {"交易完成": 2, "处理中": 1})
        said = self.process("--lang", "zh", "reconcile", "list.csv", "bank.csv", *how, code=1).stdout
        for words in ("“交易完成” 2 行", "“处理中” 1 行", "--success"):
            self.assertIn(words, said)
        self.assertNotIn("status_words", self.reconcile(bank, *how, "--success", "交易完成", code=1))

    def test_account_and_name_are_compared_where_both_sides_tell(self):
        (self.folder / "list.csv").write_text("application,账号,收款人,amount\nA1,6222020200112233446,甲公司,1\nA2,1002,乙公司,2\nA3,1003,丙公司,3\n", encoding="utf-8")
        bank = "application,收款账号,户名,amount\nA1,6222 **** 3446,甲公司,1\nA2,1009,乙公司,2\nA3,1003,丁公司,3\n"
        found = self.reconcile(bank, code=1)
        self.assertEqual([(one["number"], one["what"]) for one in found["differences"]],
                         [("A2", "went to the account 1009, the list has 1002"), ("A3", "went to `丁公司`, the list has `丙公司`")])

    def test_lists_are_read_by_their_profile_and_the_return_by_its_mapping(self):
        self.write("bank.yaml", """列:
  - {标题: 账号, 取: 账号}
  - {标题: 金额, 取: 金额}
  - {标题: 摘要, 取: 申请编号}
编码: GBK
分隔符: "|"
金额单位: 分
表头: 无
每份行数: 2
""")
        self.write("list.1.txt", "1001|10030|A1\n1002|5000|A2\n")
        self.write("list.2.txt", "1003|700|A3\n")
        self.write("map.yaml", "表头行: 无\n分隔符: \"|\"\n列: {A: 编号, B: 金额}\n")
        self.write("bank.csv", "A1|100.30\nA2|50.00\nA3|7.01\n")
        done = self.process("--json", "--lang", "en", "reconcile", "list.1.txt", "list.2.txt", "bank.csv", "--profile", "bank.yaml",
                            "--mapping", "map.yaml", "--bank-key", "编号", "--bank-amount", "金额", code=1)
        found = json.loads(done.stdout)
        self.assertEqual((found["ordered"], found["same"]), ("157.30", 2))
        self.assertEqual([(one["number"], one["what"]) for one in found["differences"]], [("A3", "was paid too much")])


if __name__ == "__main__":
    unittest.main()
