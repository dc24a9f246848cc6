"""What earlier batches took of quotas and budgets: a supplement counts what others of its bundle were paid, a rule with a period
what any batch was; and a batch whose budget is its own tells what others had."""

import csv
import io

from program import FolderTest

KEYS = "主键: {申请: 编号, 申请人: 码, 受理序号: 序, 年度日: 日}\n"
RULES = {
    "甲.yaml": """种类: 事项
编号: 例.甲
申报: {额: {类型: 金额, 小数: 2, 范围: 0元以上}}
条件:
  - {编号: 有, 要求: 额 > 0, 不符合时: 没有额}
奖补: [{基数: 额}, {取整: 四舍五入到分}]
""",
    "b.yaml": "种类: 组合\n编号: 例.组合\n事项: [例.甲]\n" + KEYS,
}
BUDGET = "预算: {总额: 1000元, 方式: 按比例, 取整: 截尾到分, 余数: 最大余数%s}\n"
QUOTA = "名额: {数量: 1, 排序: [{按: 受理序号, 次序: 升}]%s}\n"
DAY = "2025-06-01"
AT = DAY + "T08:00:00Z"
HEADINGS = "编号,码,序,日,额\n"
FIRST = [("A1", "C1", 1, "2025-01-01", 800), ("A2", "C2", 2, "2025-01-01", 700)]
SECOND = [("A3", "C3", 3, "2025-02-01", 800), ("A4", "C4", 4, "2026-01-01", 900)]


class Bounds(FolderTest):
    files = RULES

    def huiqi(self, *arguments, code=0):
        return self.process("--lang", "en", *arguments, code=code)

    def settle(self, name, rows, *more, bound=None, code=0):
        """Settles applications into the ledger, where the batch has a name; gives payables that are not 0 and what was said."""
        if bound is not None:
            self.write("b.yaml", RULES["b.yaml"] + bound)
        self.write("data.csv", HEADINGS + "".join(",".join(map(str, row)) + "\n" for row in rows))
        ledger = ("--ledger", "l.db", "--batch", name, "--by", "zhang", "--at", AT) if name else ()
        done = self.huiqi("settle", ".", "data.csv", "-o", "out.csv", "--force", *ledger, *more, code=code)
        if code != 0:
            return {}, done.stderr
        table = csv.DictReader(io.StringIO((self.folder / "out.csv").read_text(encoding="utf-8-sig")))
        return {row["application"]: float(row["payable"]) for row in table if float(row["payable"])}, done.stderr

    def step(self, step, name, by, *more, code=0):
        return self.huiqi("batch", step, name, "--ledger", "l.db", "--by", by, "--at", AT, *more, code=code)

    def approve(self, name, budget="2080502"):
        self.step("submit", name, "zhang")
        told = self.step("review", name, "li").stderr   # recomputes every row with what counted then
        return told + self.step("approve", name, "wang", "--budget", budget, "--amount", "100000").stderr

    def pay(self, name):
        told = self.approve(name)
        self.step("pay", name, "zhao", "--day", DAY, "-o", f"{name}.pay.csv", "--force")
        return told

    def take_back(self, name, application, due, amount):
        about = ("--application", application, "--reason", "void")
        self.step("correct", name, "wang", *about, "--due", due)
        self.step("recover", name, "zhao", *about, "--amount", amount, "--day", DAY)


class Supplements(Bounds):
    def test_a_supplement_has_no_budget_of_its_own(self):
        self.settle("one", FIRST, bound=BUDGET % "")
        self.pay("one")
        payable, said = self.settle("two", SECOND, "--supplement", "--reason", "late")
        self.assertEqual(payable, {})
        told = "note: 1000.00 yuan that earlier batches took are taken off the budget"
        self.assertIn(told, said)
        self.assertIn("settled as a supplement", self.approve("two"))
        self.assertIn("settled as a supplement", self.huiqi("batch", "show", "two", "--ledger", "l.db").stdout)
        self.huiqi("verify", "--ledger", "l.db")

    def test_what_came_back_is_there_for_a_supplement(self):
        self.settle("one", FIRST, bound=BUDGET % "")
        self.pay("one")
        self.take_back("one", "A1", 300, "233.33")   # 533.33 were paid
        self.assertAlmostEqual(sum(self.settle("two", SECOND, "--supplement", "--reason", "late")[0].values()), 233.33, places=6)

    def test_a_supplement_gives_no_place_twice(self):
        self.settle("one", FIRST, bound=QUOTA % "")
        self.pay("one")
        payable, said = self.settle("two", SECOND, "--supplement", "--reason", "late")
        self.assertEqual(payable, {})
        self.assertIn("1 places that earlier batches took are taken off the quota", said)
        self.take_back("one", "A1", 0, "800")
        self.assertEqual(self.settle("three", SECOND, "--supplement", "--reason", "late")[0], {"A3": 800})

    def test_an_application_is_due_in_one_batch_only(self):
        self.settle("one", FIRST, bound="")
        self.pay("one")
        more = [("A1", "C1", 1, "2025-01-01", 1000)]
        late = ("--supplement", "--reason", "a larger invoice")
        said = self.settle("two", more, *late, code=77)[1]
        self.assertIn("L019", said)   # 1800 would be paid of 1000
        self.assertIn("A1 (no. 1, there no. 1)", said)
        self.take_back("one", "A1", 0, "800")
        self.assertEqual(self.settle("two", more, *late)[0], {"A1": 1000})
        back = ("--application", "A1", "--due", "800", "--reason", "void")
        self.assertIn("L019", self.step("correct", "one", "wang", *back, code=77).stderr)   # nor is it due there again
        self.pay("two")
        self.huiqi("verify", "--ledger", "l.db")
        self.step("correct", "two", "wang", "--application", "A1", "--due", "0", "--reason", "void")
        self.step("correct", "one", "wang", *back)   # entered; another person confirms it

    def test_an_approved_batch_is_paid_first(self):
        self.settle("one", FIRST, bound=BUDGET % "")
        self.approve("one")
        self.assertIn("L016", self.settle("two", SECOND, "--supplement", "--reason", "late", code=77)[1])


class Periods(Bounds):
    def test_once_is_for_all_batches(self):
        for bound in (BUDGET, QUOTA):
            with self.subTest(bound=bound):
                (self.folder / "l.db").unlink(missing_ok=True)
                self.settle("one", FIRST[:1], bound=bound % ", 期间: 一次性")
                self.pay("one")
                payable, said = self.settle("two", SECOND[:1])
                self.assertEqual(payable, {"A3": 200} if bound == BUDGET else {})
                self.assertIn("taken off", said)
                self.pay("two")

    def test_a_calendar_year_is_that_of_the_claim(self):
        for bound in (BUDGET, QUOTA):
            with self.subTest(bound=bound):
                (self.folder / "l.db").unlink(missing_ok=True)
                self.settle("one", FIRST[:1], bound=bound % ", 期间: 自然年")
                self.pay("one")
                payable, said = self.settle("two", SECOND)
                self.assertEqual(payable, {"A3": 200, "A4": 900} if bound == BUDGET else {"A4": 900})
                self.assertIn(" of 2025", said)
                self.pay("two")

    def test_a_file_counts_too(self):
        self.write("paid.csv", "事项,拨付日,金额,日\n甲,2025-02-01,300,2024-12-01\n甲,2025-02-02,-100,2024-12-01\n甲,2025-02-02,50,2025-01-01\n")
        history = ("--history", "paid.csv")
        self.assertEqual(sum(self.settle("", FIRST, *history, bound=BUDGET % ", 期间: 一次性")[0].values()), 750)
        self.assertEqual(sum(self.settle("", FIRST, *history, bound=BUDGET % ", 期间: 自然年")[0].values()), 950)
        self.assertEqual(sum(self.settle("", FIRST, *history, bound=BUDGET % "")[0].values()), 1000)
        self.assertEqual(self.settle("", FIRST, *history, bound=QUOTA % ", 期间: 一次性")[0], {})

    def test_a_claim_without_a_year_is_held(self):
        rows = [("A1", "C1", 1, "", 800), *FIRST[1:]]
        payable, said = self.settle("", rows, bound=BUDGET % ", 期间: 自然年")
        self.assertEqual(payable, {"A2": 700})
        self.assertIn("S103", said)

    def test_what_is_no_period_is_refused(self):
        self.write("b.yaml", RULES["b.yaml"].replace(", 年度日: 日", "") + BUDGET % ", 期间: 自然年")
        self.assertIn("E382", self.huiqi("check", ".", code=78).stderr)
        self.write("b.yaml", RULES["b.yaml"] + BUDGET % ", 期间: 连续3个自然年")
        self.huiqi("check", ".", code=78)


class OfEachBatch(Bounds):
    def test_who_signs_is_told_what_others_had(self):
        self.settle("one", FIRST, bound=BUDGET % "")
        self.approve("one")
        self.settle("two", SECOND)
        told = self.approve("two", " 2080502")
        self.assertIn("note: under ` 2080502` other batches were approved 100000.00 yuan and paid 0.00 (one)", told)
        self.assertIn("note: other batches of the same bundle were approved 100000.00 yuan and paid 0.00 (one)", told)
        self.step("pay", "one", "zhao", "--day", DAY, "-o", "one.pay.csv")
        payable, said = self.settle("three", [("A5", "C5", 5, "2025-03-01", 1200)])
        self.assertEqual(payable, {"A5": 1000})
        self.assertIn("note: the budget is this batch's own; earlier batches of the same bundle took 1000.00 yuan under it", said)
        self.huiqi("report", "summary", "--ledger", "l.db", "--batch", "three", "-o", "three.html")
        self.assertIn("took 1000.00 yuan under it", (self.folder / "three.html").read_text(encoding="utf-8"))


if __name__ == "__main__":
    import unittest

    unittest.main()
