"""What may not be due or paid: money of one application in two batches, limits and budgets that two batches would pass together, amounts
that are held, and the payment by a person who let it through."""

import csv
import datetime
import io
import json
import unittest

from ledger_entry import AHEAD, held_until, rewrite_last
from program import FolderTest

KEYS = "主键: {申请: 编号, 申请人: 码, 受理序号: 序, 年度日: 日}\n"
INCENTIVE = """种类: 事项
编号: 例.%s
申报: {额: {类型: 金额, 小数: 2, 范围: 0元以上}, 疑: {类型: 是否}, 复: {类型: 是否}}
条件:
  - {编号: 有, 要求: 额 > 0, 不符合时: 没有额}
奖补: [{基数: 额}, {取整: 四舍五入到分}]
异常: [{编号: 可疑, 当: 疑, 级别: 拦截, 严重: 高}]
"""
PARTS = "分期: {中断: 终止, 各期: [{编号: 一, 比例: 40%, 取整: 截尾到分}, {编号: 二, 余额: 是, 当: 复}]}\n"
LIMIT = "总额上限: {每: 申请人, 期间: 自然年, 上限: 100元, 扣减: 后列先扣}\n"
BUDGET = "预算: {总额: 150元, 方式: 按比例, 取整: 截尾到分, 余数: 最大余数}\n"
HEADINGS = "编号,码,序,日,额,疑,复,账号\n"
TODAY = datetime.datetime.now(datetime.timezone.utc).date().isoformat()


class Gate(FolderTest):
    files = {"rules/甲.yaml": INCENTIVE % "甲", "rules/乙.yaml": INCENTIVE % "乙" + PARTS,
             "rules/无限.yaml": "种类: 组合\n编号: 例.无限\n事项: [例.甲]\n" + KEYS,
             "rules/限.yaml": "种类: 组合\n编号: 例.限\n事项: [例.甲]\n" + KEYS + LIMIT,
             "rules/预算.yaml": "种类: 组合\n编号: 例.预算\n事项: [例.甲]\n" + KEYS + BUDGET,
             "rules/分担.yaml": "种类: 组合\n编号: 例.分担\n事项: [例.甲]\n" + KEYS + "分担: [{方: 省, 比例: 60%, 取整: 四舍五入到分}, {方: 市, 余额: 是}]\n",
             "rules/期.yaml": "种类: 组合\n编号: 例.期\n事项: [例.乙]\n" + KEYS,
             "bank.yaml": "列:\n  - {标题: 账号, 取: 账号}\n  - {标题: 金额, 取: 金额}\n  - {标题: 号, 取: 申请编号}\n"}

    def huiqi(self, *arguments, code=0):
        return self.process("--lang", "en", *arguments, code=code)

    def settle(self, name, bundle, rows, *more, code=0):
        """Settles rows of number, applicant and amount, with a mark where they are doubtful."""
        lines = [",".join([number, who, "1", "2026-03-01", str(amount), "是" if doubt else "否", "未答", "6222"]) for number, who, amount, *doubt in rows]
        self.write("data.csv", HEADINGS + "\n".join(lines) + "\n")
        return self.huiqi("settle", "rules", "data.csv", "--only", bundle, "-o", "out.csv", "--force", "--ledger", "l.db", "--batch", name, "--by", "zhang", *more, code=code).stderr

    def step(self, step, name, by, *more, code=0):
        return self.huiqi("batch", step, name, "--ledger", "l.db", "--by", by, *more, code=code).stderr

    def about(self, step, name, by, application, *more, code=0):
        return self.step(step, name, by, "--application", application, "--reason", "a reason", *more, code=code)

    def reviewed(self, name):
        self.step("submit", name, "zhang")
        return self.step("review", name, "li")

    def approve(self, name, code=0):
        return self.step("approve", name, "wang", "--budget", "b", "--amount", "100000", code=code)

    def approved(self, name):
        return self.reviewed(name) + self.approve(name)

    def pay(self, name, by="zhao", *more, code=0):
        return self.step("pay", name, by, "--day", TODAY, "-o", "paid.csv", "--force", *more, code=code)

    def paid(self, number="application"):
        return {row[number]: row.get("amount", row.get("金额")) for row in csv.DictReader(io.StringIO((self.folder / "paid.csv").read_text(encoding="utf-8-sig")))}

    def refused(self, code, said):
        self.assertIn(code, said)
        self.huiqi("verify", "--ledger", "l.db")


class Limits(Gate):
    def paid_and_lowered(self, bundle, due):
        """A batch of 100 yuan, paid, of which only `due` are due in the end: the rest came back, and is free again."""
        self.settle("one", bundle, [("S1", "X", 100)])
        self.approved("one")
        self.pay("one")
        self.about("correct", "one", "wang", "S1", "--due", str(due))
        self.about("recover", "one", "li", "S1", "--amount", str(100 - due), "--day", TODAY)

    def test_what_a_correction_raises_counts_before_it_is_paid(self):
        self.paid_and_lowered("限", 40)
        self.settle("two", "限", [("S2", "X", 100)])   # 60 are left of the limit
        self.reviewed("two")
        for by in ("wang", "li"):
            self.about("correct", "one", by, "S1", "--due", "100")
        self.refused("L015", self.approve("two", code=77))
        self.pay("one")
        self.refused("L015", self.approve("two", code=77))

    def test_a_cleared_hold_and_a_decided_objection_count_before_they_are_paid(self):
        for hold in (True, False):
            with self.subTest(hold=hold):
                (self.folder / "l.db").unlink(missing_ok=True)
                self.settle("one", "限", [("S1", "X", 100, *([1] if hold else [])), ("S0", "Y", 50)])
                self.approved("one")
                if not hold:
                    self.about("object", "one", "li", "S1")
                self.pay("one")
                self.settle("two", "限", [("S2", "X", 100)])
                self.reviewed("two")
                if hold:
                    self.about("clear", "one", "wang", "S1")
                else:
                    self.about("resolve", "one", "wang", "S1", "--uphold")
                self.refused("L016", self.settle("three", "限", [("S3", "X", 1)], code=77))
                self.refused("L015", self.approve("two", code=77))
                self.pay("one")
                self.assertEqual(self.paid(), {"S1": "100.00"})

    def test_a_hold_whose_day_is_over_stays_where_another_batch_used_the_limit(self):
        old = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(4)).strftime("%Y-%m-%dT01:00:00Z")
        self.write("found.csv", "application_id,detector,level\nS1,xx,hold\n")
        until = (datetime.date.fromisoformat(old[:10]) + datetime.timedelta(1)).isoformat()
        self.settle("one", "限", [("S1", "X", 100), ("S0", "Y", 50)], "--findings", "found.csv", "--hold-until", AHEAD, "--at", old)
        held_until(self.folder / "l.db", until)
        self.step("submit", "one", "zhang", "--at", old)
        self.assertIn(f"1 payments are held until {until} only", self.step("review", "one", "li", "--at", old))
        self.assertIn(f"1 payments are held until {until} only", self.step("approve", "one", "wang", "--budget", "b", "--amount", "1000", "--at", old))
        self.step("pay", "one", "zhao", "--day", until, "--at", until + "T01:00:00Z", "-o", "paid.csv")
        self.assertEqual(self.paid(), {"S0": "50.00"})
        self.settle("two", "限", [("S2", "X", 100)])
        self.approved("two")
        self.pay("two")
        said = self.pay("one")
        self.assertIn("they cannot be paid, and stay", said)
        self.refused("L015", said)
        self.assertEqual(self.paid(), {"S0": "50.00"})   # the last list; nothing more

    def test_a_batch_that_a_supplement_counted_raises_nothing(self):
        self.paid_and_lowered("预算", 0)
        self.settle("two", "预算", [("S5", "X", 160)], "--supplement", "--reason", "anew")   # all 150 of the budget
        self.approved("two")
        self.pay("two")
        self.refused("L015", self.about("correct", "one", "wang", "S1", "--due", "100", code=77))

    def test_a_file_makes_no_payment_of_the_ledger_uncounted(self):
        self.settle("one", "限", [("S1", "X", 100)])
        self.approved("one")
        self.pay("one")
        rows = "码,事项,拨付日,年度日,金额\n%sX,例.甲,2026-02-01,2026-01-01,-10\n"
        self.write("before.csv", rows % "")
        self.assertIn("D057", self.settle("two", "限", [("S2", "X", 100)], "--history", "before.csv", code=65))
        self.write("before.csv", rows % "X,例.甲,2026-01-01,2026-01-01,10\n")
        self.settle("two", "限", [("S2", "X", 100)], "--history", "before.csv")
        self.assertIn("payments from outside the ledger count as well: before.csv", self.approved("two"))

    def test_what_a_file_says_was_paid_in_one_year_frees_nothing_in_another(self):
        self.settle("one", "限", [("S1", "X", 100)])
        self.approved("one")
        self.pay("one")
        self.write("before.csv", "码,事项,拨付日,金额\nX,例.甲,2025-06-01,100\nX,例.甲,2026-01-01,-100\n")
        self.assertIn("D057", self.settle("two", "限", [("S2", "X", 100)], "--history", "before.csv", code=65))
        # the application was one of 2025, whenever the money came back; and one applicant in two spellings
        self.write("before.csv", "码,事项,拨付日,年度日,金额\nX,例.甲,2025-06-01,2025-03-01,100\nｘ,例.甲,2026-01-01,2025-03-01,-100\n")
        self.assertIn("− limits 100.00 = payable 0.00 yuan", self.settle("two", "限", [("S2", "X", 100)], "--history", "before.csv"))
        # where nothing counts by years, all years count together
        self.write("rules/总.yaml", "种类: 组合\n编号: 例.总\n事项: [例.甲]\n" + KEYS + LIMIT.replace(", 期间: 自然年", ""))
        self.write("before.csv", "码,事项,拨付日,金额\nX,例.甲,2025-06-01,100\nX,例.甲,2026-01-01,-100\n")
        self.settle("three", "总", [("S3", "Z", 100)], "--history", "before.csv")


    def test_a_payment_asks_last_whether_the_approval_reaches(self):
        self.settle("one", "无限", [("S1", "X", 100), ("S0", "Y", 50)])
        self.approved("one")
        rewrite_last(self.folder / "l.db", lambda body: body.update(amount_fen=14999))   # as another program may have written it
        said = self.pay("one", code=77)
        self.assertIn("L008", said)
        self.assertIn("150.00 yuan are due in all, more than the 149.99 approved", said)
        self.assertFalse((self.folder / "paid.csv").exists())


class Standing(Gate):
    def stands(self, words):
        line = "one: " + words + "\n"
        self.assertEqual(self.huiqi("batch", "list", "--ledger", "l.db").stdout, line)
        self.assertEqual(self.huiqi("batch", "show", "one", "--ledger", "l.db").stdout.splitlines()[0] + "\n", line)

    def test_the_line_of_a_batch_says_what_is_due_now(self):
        self.settle("one", "无限", [("S1", "X", 100), ("S0", "Y", 50), ("S2", "Z", 7)])
        self.stands("decided, 3 applications, awards 157.00 yuan, due 157.00, paid 0.00")
        self.approved("one")
        self.about("object", "one", "li", "S2")
        self.pay("one")
        self.stands("paid, 3 applications, awards 157.00 yuan, due 157.00, paid 150.00, unpaid 7.00, open objections 1")
        self.about("resolve", "one", "wang", "S2", "--due", "0")
        self.about("correct", "one", "wang", "S1", "--due", "40")
        self.stands("paid, 3 applications, awards 157.00 yuan, due 90.00, paid 150.00, must come back 60.00")
        self.about("recover", "one", "li", "S1", "--amount", "20", "--day", TODAY)
        for by in ("wang", "li"):
            self.about("return", "one", by, "S0", "--day", TODAY)
        self.stands("paid, 3 applications, awards 157.00 yuan, due 90.00, paid 80.00, unpaid 50.00, must come back 40.00")
        one, = json.loads(self.huiqi("--json", "batch", "list", "--ledger", "l.db").stdout)
        self.assertEqual([one[name] for name in ("payable", "due", "paid", "unpaid", "to_recover")], ["157.00", "90.00", "80.00", "50.00", "40.00"])

    def test_nothing_is_due_of_a_batch_that_was_withdrawn(self):
        self.settle("one", "无限", [("S1", "X", 100)])
        self.step("withdraw", "one", "li", "--reason", "anew")
        self.stands("withdrawn, 1 applications, awards 100.00 yuan, due 0.00, paid 0.00")


class Holds(Gate):
    def test_what_is_held_in_a_paid_batch_is_decided_anew_once_another_used_the_limit(self):
        self.settle("one", "限", [("S1", "X", 100, 1), ("S0", "Y", 50)])
        self.approved("one")
        self.pay("one")
        self.settle("two", "限", [("S2", "X", 70)])
        self.approved("two")
        self.pay("two")
        said = self.about("clear", "one", "wang", "S1", code=77)
        self.refused("L015", said)
        self.assertIn("correct --due 0 of what is held", said)
        supplement = ("--supplement", "--reason", "the hold was explained")
        self.refused("L019", self.settle("three", "限", [("S1", "X", 100, 1)], *supplement, code=77))
        self.assertIn("is not paid by this batch any more", self.about("correct", "one", "wang", "S1", "--due", "0"))
        self.assertIn("is due 0 yuan already", self.about("correct", "one", "wang", "S1", "--due", "0"))
        self.assertIn("clearing does not change it", self.about("clear", "one", "li", "S1"))
        self.pay("one", "sun")
        self.assertEqual(self.paid(), {"S0": "50.00"})   # the list of its payment again; nothing more
        self.settle("three", "限", [("S1", "X", 100, 1)], *supplement)   # the rules find the anomaly again
        self.about("clear", "three", "wang", "S1")
        self.approved("three")
        self.refused("L005", self.pay("three", "wang", code=77))
        self.pay("three", "sun")
        self.assertEqual(self.paid(), {"S1": "30.00"})   # what the limit still has
        self.refused("L011", self.about("correct", "one", "wang", "S1", "--due", "100", code=77))

    def test_what_a_person_confirms_in_one_batch_is_paid_in_no_other(self):
        self.settle("one", "无限", [("S1", "X", 100, 1)])
        self.about("confirm", "one", "zhao", "S1")
        self.settle("two", "无限", [("S1", "X", 100, 1), ("S2", "Y", 5)], "--supplement", "--reason", "anew")
        self.about("confirm", "one", "wang", "S1")
        self.refused("L005", self.about("clear", "two", "wang", "S1", code=77))
        self.about("clear", "two", "sun", "S1")
        self.about("confirm", "one", "li", "S1")   # the last word
        self.reviewed("two")
        self.refused("L011", self.approve("two", code=77))
        self.about("clear", "two", "sun", "S1")
        self.approve("two")
        self.about("confirm", "one", "li", "S1")
        said = self.pay("two", code=77)
        self.refused("L011", said)
        self.assertIn("confirmed `可疑` of application `S1`", said)
        self.about("confirm", "two", "wang", "S1")
        self.pay("two")
        self.assertEqual(self.paid(), {"S2": "5.00"})


class Twice(Gate):
    def test_a_hold_is_cleared_in_one_batch_only(self):
        self.settle("one", "无限", [("S1", "X", 100, 1), ("S0", "Y", 50)])
        self.approved("one")
        self.about("confirm", "one", "wang", "S1")
        self.pay("one")
        self.settle("two", "无限", [("S1", "X", 100, 1), ("S5", "X", 100)], "--supplement", "--reason", "anew")
        self.approved("two")
        self.pay("two")
        self.about("clear", "two", "li", "S1")
        self.refused("L019", self.about("clear", "one", "li", "S1", code=77))
        self.pay("two")
        self.assertEqual(self.paid(), {"S1": "100.00"})

    def test_an_objection_is_upheld_in_one_batch_only(self):
        self.settle("one", "无限", [("S1", "X", 100), ("S0", "Y", 50)])
        self.approved("one")
        self.about("object", "one", "li", "S1")
        self.about("resolve", "one", "wang", "S1", "--due", "0", "--supplement", "two")
        self.settle("two", "无限", [("S1", "X", 100), ("S5", "X", 100)], "--supplement", "--reason", "anew")
        self.approved("two")
        self.about("object", "one", "li", "S1")
        self.refused("L019", self.about("resolve", "one", "wang", "S1", "--due", "100", code=77))

    def test_what_stands_paid_comes_back_before_a_supplement_pays_it(self):
        self.settle("one", "无限", [("S1", "X", 100)])
        self.approved("one")
        self.pay("one")
        self.about("correct", "one", "li", "S1", "--due", "0")
        self.settle("two", "无限", [("S1", "X", 100), ("S2", "X", 5)], "--supplement", "--reason", "anew")
        self.approved("two")
        said = self.pay("two", code=77)
        self.assertIn("the money has not come back", said)
        self.refused("L019", said)
        self.about("object", "two", "li", "S1")   # the others need not wait
        self.pay("two")
        self.assertEqual(self.paid(), {"S2": "5.00"})
        self.about("resolve", "two", "wang", "S1", "--uphold")
        self.assertIn("L019", self.pay("two", code=77))
        self.about("recover", "one", "zhao", "S1", "--amount", "100", "--day", TODAY)
        self.pay("two")
        self.assertEqual(self.paid(), {"S1": "100.00"})


class Held(Gate):
    def test_later_parts_of_a_held_award_are_not_paid_before_it_is_cleared(self):
        self.settle("one", "期", [("S1", "X", 100, 1), ("S0", "Y", 50)])
        self.approved("one")
        self.pay("one")
        said = self.about("correct", "one", "zhang", "S1", "--due", "60", code=77)
        self.assertIn("is held (可疑)", said)
        self.about("clear", "one", "wang", "S1")
        for by in ("zhang", "li"):
            self.about("correct", "one", by, "S1", "--due", "100")
        self.pay("one")
        self.assertEqual(self.paid(), {"S1": "100.00"})

    def test_what_is_confirmed_is_not_raised_by_a_correction(self):
        self.settle("one", "无限", [("S1", "X", 100, 1), ("S0", "Y", 50)])
        self.approved("one")
        self.about("clear", "one", "li", "S1")
        self.pay("one")
        self.about("confirm", "one", "wang", "S1")
        self.about("recover", "one", "zhao", "S1", "--amount", "100", "--day", TODAY)
        self.assertIn("is held (可疑)", self.about("correct", "one", "wang", "S1", "--due", "100", code=77))
        self.assertIn("L005", self.about("clear", "one", "wang", "S1", code=77))
        self.about("clear", "one", "li", "S1")
        self.pay("one")
        self.assertEqual(self.paid(), {"S1": "100.00"})

    def test_a_day_that_is_over_holds_nothing(self):
        said = self.settle("one", "无限", [("S1", "X", 100, 1)], "--hold-until", "2020-01-01", code=2)
        self.assertIn("2020-01-01 is over", said)


class Payers(Gate):
    def list_of(self, name):
        lists = {}
        for payer in ("省", "市"):
            if (self.folder / f"{name}.{payer}.csv").exists():
                text = (self.folder / f"{name}.{payer}.csv").read_text(encoding="utf-8-sig")
                lists.update({payer: row["金额"] for row in csv.DictReader(io.StringIO(text))})
        return lists

    def by_payer(self, name):
        self.step("pay", "one", "zhao", "--day", TODAY, "-o", name + ".csv", "--profile", "bank.yaml", "--by-payer")
        return self.list_of(name)

    def back(self, *more, code=0):
        self.about("return", "one", "wang", "S1", "--day", TODAY, *more, code=code)
        return self.about("return", "one", "li", "S1", "--day", TODAY, *more, code=code)

    def test_whatever_comes_back_the_parts_are_those_of_the_rules_in_the_end(self):
        self.settle("one", "分担", [("S1", "X", 100)])
        self.approved("one")
        self.assertEqual(self.by_payer("a"), {"省": "60.00", "市": "40.00"})
        self.back("--payer", "市")
        self.back("--payer", "省", "--amount", "10")
        self.about("correct", "one", "wang", "S1", "--due", "80")
        self.assertEqual(self.by_payer("b"), {"市": "30.00"})   # 50 and 30: 省 has more than its part of 80 yet
        for by in ("wang", "li"):
            self.about("correct", "one", by, "S1", "--due", "100")
        self.assertEqual(self.by_payer("c"), {"省": "10.00", "市": "10.00"})
        self.assertEqual(self.by_payer("d"), {"省": "10.00", "市": "10.00"})   # the last list once more

    def test_an_earlier_payment_of_another_party_comes_back_too(self):
        self.settle("one", "分担", [("S1", "X", 100)])
        self.approved("one")
        self.by_payer("a")
        self.back("--payer", "市")
        self.assertEqual(self.by_payer("b"), {"市": "40.00"})
        self.back("--payer", "省")
        self.write("bank.csv", "号,金额,状态\nS1,60.00,账号不符\n")
        self.assertIn("entered as returned", self.huiqi("reconcile", "a.省.csv", "bank.csv", "--key", "号", "--amount", "金额", "--bank-key", "号", "--bank-amount", "金额",
                                                        "--status", "状态", "--ledger", "l.db", "--batch", "one", "--payer", "省").stdout)
        self.assertEqual(self.by_payer("c"), {"省": "60.00"})
        self.assertIn("L011", self.back("--payer", "市", "--amount", "40.01", code=77))


class Lists(Gate):
    def test_the_list_of_an_earlier_payment_is_written_again(self):
        self.settle("one", "无限", [("S1", "X", 100), ("S0", "Y", 50)])
        self.approved("one")
        self.about("object", "one", "li", "S0")
        self.assertNotIn("--list", self.pay("one"))
        self.about("resolve", "one", "wang", "S0", "--uphold")
        said = self.pay("one")
        self.assertIn(f"--list 6 ({TODAY}, 1 payments of 100.00 yuan)", said)
        self.assertEqual(self.paid(), {"S0": "50.00"})
        before = self.huiqi("batch", "show", "one", "--ledger", "l.db").stdout
        self.pay("one", "zhao", "--list", "6")
        self.assertEqual(self.paid(), {"S1": "100.00"})
        self.pay("one", "zhao", "--list", "6", "--profile", "bank.yaml")
        self.assertEqual(self.paid("号"), {"S1": "100.00"})
        self.assertIn("--list 6", self.pay("one"))
        self.assertEqual(self.paid(), {"S0": "50.00"})   # the last one once more
        for entry in ("5", "7", "99"):
            self.assertIn("no payment of the batch", self.pay("one", "zhao", "--list", entry, code=2))
        self.assertIn("was paid on " + TODAY, self.step("pay", "one", "zhao", "--day", "2026-01-01", "--list", "6", "-o", "other.csv", code=2))
        self.assertFalse((self.folder / "other.csv").exists())
        self.assertEqual(self.huiqi("batch", "show", "one", "--ledger", "l.db").stdout, before)

    def test_a_list_without_accounts_does_not_carry_what_was_put_right(self):
        self.settle("one", "无限", [("S1", "X", 100), ("S0", "Y", 50)])
        self.approved("one")
        for by in ("li", "wang"):
            self.about("payee", "one", by, "S1", "--set", "账号=999")
        said = self.pay("one", code=2)
        self.assertIn("`账号` of application `S1` was put right", said)
        self.assertIn("add --profile", said)
        self.assertFalse((self.folder / "paid.csv").exists())
        self.pay("one", "zhao", "--profile", "bank.yaml")
        self.assertEqual(self.paid("账号"), {"999": "100.00", "6222": "50.00"})
        self.assertIn("add --profile", self.pay("one", code=2))


class Persons(Gate):
    def test_who_confirmed_a_payee_pays_it_neither_after_other_payments(self):
        self.settle("one", "无限", [("S1", "X", 100), ("S0", "Y", 50)])
        self.approved("one")
        self.about("object", "one", "li", "S1")
        for by in ("li", "wang"):
            self.about("payee", "one", by, "S1", "--set", "账号=999")
        self.pay("one", "li", "--profile", "bank.yaml")
        self.assertEqual(self.paid("号"), {"S0": "50.00"})
        self.about("resolve", "one", "wang", "S1", "--uphold")
        self.refused("L005", self.pay("one", "wang", "--profile", "bank.yaml", code=77))
        self.pay("one", "li", "--profile", "bank.yaml")
        self.assertEqual(self.paid("号"), {"S1": "100.00"})

    def test_who_cleared_a_hold_pays_it_neither_when_it_is_settled_anew(self):
        self.write("found.csv", "application_id,detector,level\nS1,xx,hold\n")
        self.settle("one", "无限", [("S1", "X", 100)], "--findings", "found.csv")
        self.about("clear", "one", "li", "S1")
        self.step("withdraw", "one", "li", "--reason", "anew")
        self.settle("two", "无限", [("S1", "X", 100)])
        self.approved("two")
        self.refused("`li` cleared `xx` of application `S1`", self.pay("two", "li", code=77))
        self.pay("two")


if __name__ == "__main__":
    unittest.main()
