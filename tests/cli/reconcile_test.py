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
                          ("A9", "was never ordered", "0.00", "1.00")])
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


if __name__ == "__main__":
    unittest.main()
