"""A batch through the ledger: settled, submitted, reviewed, approved, objected to, paid, corrected, recovered; the same
on SQLite and on a PostgreSQL server of its own; what was changed behind its back; and what may not be done."""

import csv
import datetime
import glob
import hashlib
import io
import json
import os
import pathlib
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

from ledger_entry import rewrite_last
from program import PROGRAM, SOURCE, FolderTest

RULES = {
    "rules/甲.yaml": """种类: 事项
编号: 例.甲
申报:
  设备额: {类型: 金额, 小数: 2, 范围: 0元以上}
条件:
  - {编号: 有投入, 要求: 设备额 > 0, 不符合时: 没有设备投入}
奖补:
  - 基数: 设备额
  - 乘: 30%
  - 取整: 四舍五入到分
""",
    "rules/组合.yaml": """种类: 组合
编号: 例.组合
事项: [例.甲]
主键: {申请: 申请编号, 申请人: 信用代码, 年度日: 受理日}
总额上限: {每: 申请人, 期间: 自然年, 上限: 5万元, 扣减: 后列先扣}
""",
}
# 30 %: 30000.00, 60000.00 -> limit 50000.00 for 甲 in all, 27000.17, 0 (refused)
FIRST = """申请编号,信用代码,受理日,设备额
S1,乙,2025-03-01,100000
S2,甲,2025-03-02,200000
S3,丙,2025-03-03,90000.55
S4,丁,2025-03-04,0
"""
# 乙 was paid 30000.00 in 2025: 20000.00 are left of the limit.
SECOND = """申请编号,信用代码,受理日,设备额
T1,乙,2025-09-01,100000
T2,戊,2025-09-02,1000
"""


def time_of_step(arguments):
    """The time of a step: noon of the day that it names, else a day in June before all of them; now where that day is still to come."""
    day = arguments[arguments.index("--day") + 1] if "--day" in arguments else "2025-06-01"
    to_come = day >= datetime.date.today().isoformat()
    return () if "--at" in arguments or to_come else ("--at", f"{day}T04:00:00Z")


class Folder(FolderTest):
    files = {**RULES, "first.csv": FIRST, "second.csv": SECOND}
    ledger = "ledger.db"

    def huiqi(self, *arguments, code=0):
        return self.process("--lang", "en", *arguments, code=code)

    def settle(self, name, data, *more, code=0):
        return self.huiqi("settle", "rules", data, "-o", f"{name}.csv", "--ledger", self.ledger, "--batch", name,
                          "--by", "zhang", *more, code=code)

    def step(self, step, name, by, *more, code=0):
        return self.huiqi("batch", step, name, "--ledger", self.ledger, "--by", by, *time_of_step(more), *more, code=code)

    def to_approved(self, name, amount="1000000"):
        self.step("submit", name, "zhang")
        self.step("review", name, "li")
        self.step("approve", name, "wang", "--budget", "2080502", "--amount", amount)

    def rows(self, name):
        text = (self.folder / name).read_text(encoding="utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    def lay_out(self):
        """Makes the first batch one of a strange layout, which only a mapping file explains."""
        (self.folder / "strange.csv").write_text(FIRST.replace("设备额", "金额乙"), encoding="utf-8")
        (self.folder / "mapping.yaml").write_text("列:\n  金额乙: 设备额\n", encoding="utf-8")

    def state(self, name):
        batches = json.loads(self.huiqi("--json", "batch", "list", "--ledger", self.ledger).stdout)
        return next(one for one in batches if one["batch"] == name)


class Line(Folder):
    def test_a_mapping_file_is_kept_with_the_batch(self):
        self.lay_out()
        self.settle("one", "strange.csv", "--mapping", "mapping.yaml")
        for name in ("strange.csv", "mapping.yaml"):
            (self.folder / name).unlink()
        self.step("submit", "one", "zhang")
        self.assertIn("every row is as in the ledger", self.step("review", "one", "li").stderr)
        self.huiqi("verify", "--ledger", self.ledger)

    def test_from_decided_to_paid_and_back(self):
        self.settle("one", "first.csv")
        self.to_approved("one", "107000.17")
        self.step("pay", "one", "zhao", "--day", "2025-06-30", "-o", "paid.csv")
        paid = {row["application"]: row["amount"] for row in self.rows("paid.csv")}
        self.assertEqual(paid, {"S1": "30000.00", "S2": "50000.00", "S3": "27000.17"})
        # the limit of 50,000 a year counts what the ledger paid
        self.settle("two", "second.csv")
        statements = {row["application"]: row["payable"] for row in self.rows("two.csv")}
        self.assertEqual(statements, {"T1": "20000.00", "T2": "300.00"})
        # a correction and a recovery are entries of their own
        self.step("correct", "one", "wang", "--application", "S3", "--due", "20000", "--reason", "invoice void")
        self.step("recover", "one", "zhao", "--application", "S3", "--amount", "7000.18", "--day", "2025-08-01",
                  "--reason", "paid back", code=77)
        self.step("recover", "one", "zhao", "--application", "S3", "--amount", "7000.17", "--day", "2025-08-01",
                  "--reason", "paid back")
        self.assertEqual(self.state("one")["paid"], "100000.00")
        sound = self.huiqi("verify", "--ledger", self.ledger)
        self.assertIn("sound", sound.stdout)

    def test_a_batch_repeated_changes_nothing(self):
        self.settle("one", "first.csv")
        again = self.settle("one", "first.csv", "--resume")
        self.assertIn("nothing was entered", again.stderr)
        changed = FIRST.replace("200000", "210000")
        (self.folder / "first.csv").write_text(changed, encoding="utf-8")
        other = self.settle("one", "first.csv", "--resume", code=73)
        self.assertIn("L006", other.stderr)

    def test_what_another_batch_decided_is_not_decided_again(self):
        self.settle("one", "first.csv")
        head = json.loads(self.huiqi("--json", "verify", "--ledger", self.ledger).stdout)["head"]
        same = self.settle("two", "first.csv", code=77)   # the same bytes under another id
        self.assertIn("L017", same.stderr)
        self.assertIn("`one`", same.stderr)
        self.assertFalse((self.folder / "two.csv").exists())
        for name, text, told in (("shuffled", "\n".join([*FIRST.splitlines()[:1], *reversed(FIRST.splitlines()[1:])]) + "\n", "3 of these"),
                                 ("changed", SECOND + "S2,甲,2025-10-02,700\n", "S2 (no. 3, there no. 2)")):
            with self.subTest(name):   # other bytes, the same number; and the same number of other content
                (self.folder / f"{name}.csv").write_text(text, encoding="utf-8")
                refused = self.settle("two", f"{name}.csv", code=77)
                self.assertIn("L017", refused.stderr)
                self.assertIn(told, refused.stderr)
        self.assertEqual(json.loads(self.huiqi("--json", "verify", "--ledger", self.ledger).stdout)["head"], head)
        # what was refused there may be handed in again, and other numbers are other applications
        (self.folder / "again.csv").write_text(SECOND + "S4,丁,2025-10-02,700\n", encoding="utf-8")
        self.settle("two", "again.csv")
        # a person says that it is a supplement, and why
        self.assertIn("--reason", self.settle("three", "changed.csv", "--supplement", code=2).stderr)
        late = ("--supplement", "--reason", "the invoices came late")
        self.assertIn("L019", self.settle("three", "changed.csv", *late, code=77).stderr)   # S2 is due there
        self.step("withdraw", "two", "zhang", "--reason", "void")   # a batch that is withdrawn is none
        self.assertIn("S2 (no. 3, there no. 2)", self.settle("three", "changed.csv", *late, code=77).stderr)
        self.step("submit", "one", "zhang")
        self.step("review", "one", "li")
        self.step("object", "one", "li", "--application", "S2", "--reason", "the invoices came late")
        self.assertIn("--due 0", self.step("resolve", "one", "wang", "--application", "S2", "--supplement", "three", "--reason", "r", code=2).stderr)
        self.step("resolve", "one", "wang", "--application", "S2", "--due", "0", "--supplement", "three", "--reason", "decided anew")
        self.settle("three", "changed.csv", *late)
        shown = self.huiqi("batch", "show", "three", "--ledger", self.ledger).stdout
        self.assertIn("the invoices came late", shown)
        self.to_approved("three")   # approval looks again, and finds it said
        self.step("pay", "three", "zhao", "--day", "2026-09-30", "-o", "p.csv")
        refused = self.settle("four", "again.csv", code=77).stderr
        self.assertIn("`three` (paid)", refused)
        self.assertNotIn("`two`", refused)

    def test_a_number_typed_otherwise_is_the_same_application(self):
        self.settle("one", "first.csv")
        rows = "申请编号,信用代码,受理日,设备额\n"
        for typed in ("Ｓ１", "s1", "S1\u200b", " s1\u00a0", "S\u30001"):
            with self.subTest(typed):   # decided there as S1
                (self.folder / "typed.csv").write_text(f"{rows}{typed},戊,2025-10-01,900\n", encoding="utf-8")
                self.assertIn("L017", self.settle("two", "typed.csv", code=77).stderr)
        (self.folder / "small.csv").write_text(f"{rows}ｕ-7,戊,2025-10-01,900\ns4,丁,2025-10-01,500\n", encoding="utf-8")
        self.settle("two", "small.csv")   # S4 was refused there
        (self.folder / "plain.csv").write_text(f"{rows}U-7,己,2025-11-01,800\n", encoding="utf-8")
        refused = self.settle("three", "plain.csv", code=77).stderr
        self.assertIn("`two`", refused)
        self.assertIn("1 of these applications: U-7 (no. 1, there no. 1)", refused)

    def test_an_applicant_typed_otherwise_has_the_payments_of_its_name(self):
        (self.folder / "small.csv").write_text("申请编号,信用代码,受理日,设备额\nV1,ab9,2025-03-01,100000\n", encoding="utf-8")
        self.settle("one", "small.csv")
        self.to_approved("one")
        self.step("pay", "one", "zhao", "--day", "2026-09-30", "-o", "p.csv")
        (self.folder / "wide.csv").write_text("申请编号,信用代码,受理日,设备额\nV2,ＡＢ９\u200b,2025-03-01,100000\n", encoding="utf-8")
        self.settle("two", "wide.csv")   # 20000.00 are left of its 50000.00 of 2025
        with open(self.folder / "two.csv", encoding="utf-8-sig") as file:
            self.assertEqual(next(csv.DictReader(file))["payable"], "20000.00")

    def test_what_a_killed_payment_left_goes_with_its_repetition(self):
        self.settle("one", "first.csv")
        self.to_approved("one")
        for name in ("p.csv.part", "p.csv.part2"):
            (self.folder / name).write_text("accounts", encoding="utf-8")
        self.step("pay", "one", "zhao", "--day", "2026-09-30", "-o", "p.csv", "--force")
        self.assertEqual([path.name for path in self.folder.glob("*.part*")], [])

    def test_a_review_names_files_as_they_were(self):
        (self.folder / "bad.csv").write_text(FIRST + "S9,己,2025-03-05,much\n", encoding="utf-8")
        self.settle("one", "bad.csv")
        self.step("submit", "one", "zhang")
        told = self.step("review", "one", "li").stderr
        self.assertIn("bad.csv:6", told)
        self.assertNotIn("huiqi-batch-", told)

    def test_a_batch_comes_out_of_the_ledger_as_it_was_decided(self):
        self.settle("one", "first.csv")
        decided = (self.folder / "one.csv").read_bytes()
        self.to_approved("one")
        self.step("object", "one", "li", "--application", "S3", "--reason", "x")
        self.step("resolve", "one", "wang", "--application", "S3", "--due", "20000", "--reason", "y")
        for gone in ("rules", "first.csv", "one.csv"):   # years later
            path = self.folder / gone
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        told = self.huiqi("batch", "export", "one", "--ledger", self.ledger, "-o", "out").stderr
        out = self.folder / "out"
        self.assertEqual((out / "statements.csv").read_bytes(), decided)
        self.assertEqual((out / "input/first.csv").read_text(encoding="utf-8"), FIRST)
        for name, text in RULES.items():
            self.assertEqual((out / name).read_text(encoding="utf-8"), text)
        self.assertEqual(json.loads((out / "decision.json").read_text(encoding="utf-8"))["bundle"], "例.组合")
        self.assertEqual(len((out / "entries.jsonl").read_text(encoding="utf-8").splitlines()), 6)
        due = {row["application"]: row["due"] for row in self.rows("out/ledger.csv")}
        self.assertEqual(due["S3"], "20000.00")   # settled: 27000.17
        self.assertIn("huiqi explain out/rules out/input/first.csv --only 例.组合 --row 1", told)
        self.assertIn("30000", self.huiqi("explain", "out/rules", "out/input/first.csv", "--only", "例.组合", "--row", "1").stdout.replace(",", ""))
        self.huiqi("report", "sheets", "out/rules", "out/input/first.csv", "--statements", "out/statements.csv", "-o", "sheets.html")
        self.assertEqual(sorted(path.name for path in self.folder.iterdir() if ".part" in path.name), [])
        self.huiqi("batch", "export", "one", "--ledger", self.ledger, "-o", "out", code=73)
        self.huiqi("batch", "export", "none", "--ledger", self.ledger, "-o", "other", code=2)
        self.huiqi("batch", "export", "one", "--ledger", self.ledger, "-o", "no/such/folder", code=74)
        self.assertFalse((self.folder / "other").exists())

    def test_nothing_is_paid_twice(self):
        self.settle("one", "first.csv")
        self.to_approved("one")
        self.step("pay", "one", "zhao", "--day", "2025-06-30", "-o", "paid.csv")
        first = (self.folder / "paid.csv").read_bytes()
        again = self.step("pay", "one", "zhao", "--day", "2025-07-30", "-o", "paid.csv", "--force")
        self.assertIn("nothing of this batch is left", again.stderr)
        self.assertEqual((self.folder / "paid.csv").read_bytes(), first)
        self.assertEqual(self.state("one")["paid"], "107000.17")

    def test_a_day_on_which_no_money_can_have_gone_or_come_is_refused(self):
        self.settle("one", "first.csv")
        self.to_approved("one")   # on 1 June 2025

        def pay(day, at, code=0):
            return self.step("pay", "one", "zhao", "--day", day, "--at", at, "-o", "p.csv", "--force", code=code).stderr
        for day, at, told in (("2062-06-30", "2025-06-30T04:00:00Z", "still to come: today is 2025-06-30"),
                              ("2025-07-01", "2025-06-30T15:59:59Z", "still to come"),   # an instant before midnight in China
                              ("2025-05-31", "2025-06-30T04:00:00Z", "before the day of the approval (2025-06-01)")):
            with self.subTest(day):
                refused = pay(day, at, code=77)
                self.assertIn("L018", refused)
                self.assertIn(told, refused)
                self.assertFalse((self.folder / "p.csv").exists())
        self.assertIn("L018", self.huiqi("batch", "pay", "one", "--ledger", self.ledger, "--by", "zhao", "--day", "9998-01-01",
                                         "-o", "p.csv", code=77).stderr)   # by the clock of the machine
        self.assertEqual(self.state("one")["paid"], "0.00")
        pay("2025-07-01", "2025-06-30T16:00:00Z")
        pay("2062-06-30", "2025-06-30T16:00:00Z")   # nothing is left: the list of 1 July once more
        self.assertEqual({row["day"] for row in self.rows("p.csv")}, {"2025-07-01"})
        self.step("correct", "one", "wang", "--application", "S3", "--due", "20000", "--reason", "invoice void")
        for day, at, code in (("2025-06-30", "2025-08-01", 77), ("2025-08-02", "2025-08-01", 77), ("2025-07-01", "2025-08-01", 0)):
            done = self.step("recover", "one", "zhao", "--application", "S3", "--amount", "7000.17", "--day", day, "--at", at + "T04:00:00Z",
                             "--reason", "paid back", code=code)
            self.assertEqual("L018" in done.stderr, code != 0)
        self.huiqi("verify", "--ledger", self.ledger)

    def test_a_time_that_is_none_is_refused(self):
        self.settle("one", "first.csv")
        for at in ("2025-06-30", "2025-02-29T08:00:00Z", "2025-06-30T24:00:00Z", "2025-06-30 08:00:00Z", "2025-06-30T08:60:00Z", "yesterday"):
            with self.subTest(at):
                self.assertIn("--at", self.step("submit", "one", "zhang", "--at", at, code=2).stderr)

    def test_steps_have_an_order_and_two_pairs_of_eyes(self):
        self.settle("one", "first.csv")
        self.assertIn("L004", self.step("review", "one", "li", code=77).stderr)
        self.step("submit", "one", "zhang")
        self.assertIn("L005", self.step("review", "one", "zhang", code=77).stderr)
        for same in ("Zhang", " zhang", "zhang\u3000", "ｚｈａｎｇ"):   # a blank more makes no other person
            self.assertIn("L005", self.step("review", "one", same, code=77).stderr)
        self.assertIn("--by", self.step("review", "one", " ", code=2).stderr)
        self.assertIn("L004", self.step("pay", "one", "zhao", "--day", "2025-06-30", "-o", "p.csv", code=77).stderr)
        self.step("review", "one", "li")
        short = self.step("approve", "one", "wang", "--budget", "b", "--amount", "107000.16", code=77)
        self.assertIn("L008", short.stderr)
        self.assertIn("L003", self.step("submit", "none", "zhang", code=2).stderr)

    def test_an_objection_reopens_one_application(self):
        self.settle("one", "first.csv")
        self.to_approved("one")
        self.step("object", "one", "li", "--application", "S2", "--reason", "a letter of 3 June")
        self.step("pay", "one", "zhao", "--day", "2025-06-30", "-o", "p1.csv")
        self.assertEqual([row["application"] for row in self.rows("p1.csv")], ["S1", "S3"])
        self.assertIn("L005", self.step("resolve", "one", "li", "--application", "S2", "--uphold", "--reason", "r",
                                        code=77).stderr)
        more = self.step("resolve", "one", "wang", "--application", "S2", "--due", "50000.01", "--reason", "r", code=77)
        self.assertIn("L011", more.stderr)
        self.step("resolve", "one", "wang", "--application", "S2", "--due", "40000", "--reason", "one invoice is out")
        self.step("pay", "one", "zhao", "--day", "2025-07-15", "-o", "p2.csv")
        self.assertEqual([(row["application"], row["amount"]) for row in self.rows("p2.csv")], [("S2", "40000.00")])

    def test_a_correction_restores_what_was_settled_and_no_more_by_two_persons(self):
        self.settle("one", "first.csv")   # S2: award 60000.00, payable 50000.00
        self.to_approved("one")
        self.step("object", "one", "li", "--application", "S1", "--reason", "a letter")
        self.step("resolve", "one", "wang", "--application", "S1", "--due", "100", "--reason", "one invoice is out")
        self.step("pay", "one", "zhao", "--day", "2026-11-20", "-o", "p1.csv")

        def correct(number, due, by, code=0):
            return self.step("correct", "one", by, "--application", number, "--due", due, "--reason", "r", code=code).stderr
        for number, due in (("S2", "60000"), ("S2", "50000.01"), ("S1", "30000"), ("S1", "100.01")):
            self.assertIn("L011", correct(number, due, "wang", code=77))
        correct("S2", "20000", "wang")
        self.step("recover", "one", "zhao", "--application", "S2", "--amount", "30000", "--day", "2026-11-21", "--reason", "back")
        self.assertIn("not in force", correct("S2", "45000", "wang"))
        self.assertEqual(self.state("one")["paid"], "47100.17")
        for repeat in range(2):   # nothing is due yet: the last list once more
            self.assertIn("nothing of this batch is left", self.step("pay", "one", "zhao", "--day", "2026-11-22", "-o", "p2.csv", "--force").stderr)
            self.assertIn("L005", correct("S2", "45000", " Wang", code=77))
        correct("S2", "45000", "li")
        self.assertIn("L005", self.step("pay", "one", "li", "--day", "2026-11-22", "-o", "p2.csv", "--force", code=77).stderr)
        self.step("pay", "one", "zhao", "--day", "2026-11-22", "-o", "p2.csv", "--force")
        self.assertEqual([(row["application"], row["amount"]) for row in self.rows("p2.csv")], [("S2", "25000.00")])
        self.assertEqual(self.state("one")["paid"], "72100.17")
        self.assertIn("sound", self.huiqi("verify", "--ledger", self.ledger).stdout)
        self.huiqi("report", "summary", "--ledger", self.ledger, "--batch", "one", "-o", "sum.html")

    def test_what_corrections_make_of_the_settled_sum_is_told(self):
        self.settle("one", "first.csv")
        self.to_approved("one")
        self.step("pay", "one", "zhao", "--day", "2025-06-30", "-o", "p1.csv")

        def shown():
            return self.huiqi("batch", "show", "one", "--ledger", self.ledger).stdout
        self.assertNotIn("settled;", shown())
        self.step("correct", "one", "wang", "--application", "S3", "--due", "20000", "--reason", "r")
        self.assertIn("100000.00 yuan are due, 7000.17 less than was settled", shown())
        for by in ("wang", "li"):
            self.step("correct", "one", by, "--application", "S3", "--due", "27000.17", "--reason", "r")
        self.assertNotIn("settled;", shown())

    def test_why_an_application_gets_what_it_gets_is_one_command(self):
        self.settle("one", "first.csv")
        self.to_approved("one")
        self.step("pay", "one", "zhao", "--day", "2025-06-30", "-o", "p1.csv")
        self.step("correct", "one", "wang", "--application", "S2", "--due", "40000", "--reason", "invoice void")
        alone = self.step("recover", "one", "wang", "--application", "S2", "--amount", "10000", "--day", "2025-08-01", "--reason", "back", code=77)
        self.assertIn("L005", alone.stderr)   # who brought down what was due
        self.step("recover", "one", "zhao", "--application", "S2", "--amount", "10000", "--day", "2025-08-01", "--reason", "back")
        shutil.rmtree(self.folder / "rules")   # the ledger has all that it takes
        (self.folder / "first.csv").unlink()
        about = ("batch", "explain", "one", "--ledger", self.ledger, "--application", "S2")
        told = self.huiqi(*about).stdout
        for words in ("200000 yuan", "30%", "award 60000.00 yuan", "− 10000.00 yuan  limit: at most 50000.00 yuan a calendar year for one `信用代码`",
                      "= payable 50000.00 yuan", "40000.00 yuan are due", "2025-06-30  paid 50000.00", "2025-08-01  came back 10000.00", "invoice void"):
            self.assertIn(words, told)
        whole = json.loads(self.huiqi("--json", *about).stdout)
        self.assertEqual((whole["incentives"][0]["incentive"], whole["settlement"][0]["payable"], whole["settlement"][0]["due"]), ("例.甲", "50000.00", "40000.00"))
        self.assertEqual([one["body"]["kind"] for one in whole["entries"]], ["corrected", "recovered"])
        for by in ("wang", "chen"):   # one proposes, the other confirms
            self.step("correct", "one", by, "--application", "S2", "--due", "45000", "--reason", "half of it stands")
        lines = [line for line in self.huiqi(*about).stdout.splitlines() if "45000" in line or "S2: " in line or "S2 is due 40000" in line]
        self.assertEqual([line.split("  ", 4)[4] for line in lines if line.startswith("  ") and "Z  " in line],
                         ["wang  S2 is due 40000.00 yuan  invoice void", "zhao  S2: 10000.00 yuan came back on 2025-08-01  back",
                          "wang  S2 would be due 45000.00 yuan  half of it stands", "chen  S2 is due 45000.00 yuan  half of it stands"])
        self.assertIn("no equipment", self.huiqi(*about[:-1], "S4").stdout.replace("没有设备投入", "no equipment"))
        self.assertIn("L010", self.huiqi(*about[:-1], "S9", code=2).stderr)

    def test_what_a_batch_shows_of_each_entry(self):
        self.settle("one", "first.csv")
        self.to_approved("one")
        self.step("object", "one", "li", "--application", " ｓ２ ", "--reason", "a letter")   # keys as people type them
        self.step("resolve", "one", "wang", "--application", "s2", "--due", "40000", "--reason", "one invoice is out")
        self.step("pay", "one", "zhao", "--day", "2026-11-20", "-o", "p1.csv")
        self.step("correct", "one", "wang", "--application", "Ｓ3", "--due", "20000", "--reason", "void")
        self.step("recover", "one", "zhao", "--application", "s3", "--amount", "7000.17", "--day", "2026-11-21", "--reason", "back")
        shown = self.huiqi("batch", "show", "one", "--ledger", self.ledger).stdout
        for words in ("4 rows read, 0 set aside, awards 117000.17 yuan, payable 107000.17", "at most 1000000.00 yuan", "3 payments of 97000.17 yuan on 2026-11-20",
                      "S2 is due 40000.00 yuan", "S3 is due 20000.00 yuan", "S3: 7000.17 yuan came back on 2026-11-21"):
            self.assertIn(words, shown)
        self.assertNotIn("ｓ２", shown)

    def test_what_changes_nothing_or_cannot_be_meant_is_said_so(self):
        self.settle("one", "first.csv")
        self.to_approved("one")
        self.step("pay", "one", "zhao", "--day", "2026-11-20", "-o", "p1.csv")
        before = self.huiqi("verify", "--ledger", self.ledger).stdout
        about = ("--reason", "r", "--application")
        self.assertIn("nothing was entered", self.step("correct", "one", "wang", *about, "S1", "--due", "30000").stderr)
        self.assertIn("nothing to enter", self.step("recover", "one", "zhao", *about, "S1", "--amount", "0", "--day", "2026-11-21", code=2).stderr)
        self.assertIn("has no award", self.step("correct", "one", "wang", *about, "S4", "--due", "1", code=77).stderr)   # refused
        self.assertIn("there are: 例.甲", self.step("correct", "one", "wang", *about, "S1", "--incentive", "丙", "--due", "1", code=77).stderr)
        self.step("correct", "one", "\u2800", *about, "S1", "--due", "1", code=2)
        self.step("correct", "one", "wang\u2800", *about, "S1", "--due", "1", code=2)
        self.assertEqual(self.huiqi("verify", "--ledger", self.ledger).stdout, before)

    def test_the_id_of_a_withdrawn_batch_is_used_up(self):
        self.settle("one", "first.csv")
        self.step("withdraw", "one", "zhang", "--reason", "void")
        said = self.settle("one", "second.csv", "--force", code=73).stderr
        self.assertIn("L006", said)
        self.assertIn("an id of its own", said)
        self.assertNotIn("batch withdraw", said)

    def test_what_was_freed_is_not_taken_back_once_others_counted_it(self):
        self.settle("one", "first.csv")
        self.to_approved("one")
        self.step("pay", "one", "zhao", "--day", "2026-11-20", "-o", "p1.csv")
        self.step("correct", "one", "wang", "--application", "S1", "--due", "0", "--reason", "r")
        self.step("recover", "one", "zhao", "--application", "S1", "--amount", "30000", "--day", "2026-11-20", "--reason", "back")
        self.settle("two", "second.csv")   # 乙 gets of the limit what came back
        self.to_approved("two")
        refused = self.step("correct", "one", "wang", "--application", "S1", "--due", "30000", "--reason", "r", code=77)
        self.assertIn("L015", refused.stderr)

    def test_an_objection_frees_no_money_that_other_limits_have_not_counted(self):
        self.settle("one", "first.csv")
        self.to_approved("one")
        self.step("object", "one", "zhang", "--application", "S1", "--reason", "complaint")
        self.step("pay", "one", "zhao", "--day", "2026-11-20", "-o", "p1.csv")
        self.settle("two", "second.csv")   # counts nothing of S1
        self.to_approved("two")
        late = self.step("resolve", "one", "wang", "--application", "S1", "--uphold", "--reason", "r", code=77).stderr
        self.assertIn("L015", late)
        self.assertIn("supplementary batch", late)
        self.assertIn("L015", self.step("resolve", "one", "wang", "--application", "S1", "--due", "1", "--reason", "r", code=77).stderr)
        self.step("resolve", "one", "wang", "--application", "S1", "--due", "0", "--reason", "r")

    def test_who_reviews_and_approves_is_told_of_values_beside_the_rules(self):
        self.assertIn("--reason", self.settle("one", "first.csv", "--limit", "999999", code=2).stderr)
        self.assertFalse((self.folder / self.ledger).exists())
        told = "not settled with the limit of its rules but with 999999 (the reason: order 12)"
        self.assertIn(told, self.settle("one", "first.csv", "--limit", "999999", "--reason", "order 12").stderr)
        self.step("submit", "one", "zhang")
        self.assertIn(told, self.step("review", "one", "li").stderr)
        self.assertIn(told, self.step("approve", "one", "wang", "--budget", "b", "--amount", "999999").stderr)
        self.assertIn(told, self.huiqi("batch", "show", "one", "--ledger", self.ledger).stdout)
        self.assertIn(told, self.state("one")["notes"][0])
        self.huiqi("report", "summary", "--ledger", self.ledger, "--batch", "one", "-o", "sum.html")
        self.assertIn("999999", (self.folder / "sum.html").read_text(encoding="utf-8"))

    def test_limits_are_not_passed_by_two_batches_at_once(self):
        self.settle("one", "first.csv")
        self.settle("two", "second.csv")
        self.to_approved("one")
        self.step("submit", "two", "zhang")
        self.step("review", "two", "li")
        late = self.step("approve", "two", "wang", "--budget", "b", "--amount", "999999", code=77)
        self.assertIn("L015", late.stderr)
        self.assertIn("L016", self.settle("three", "second.csv", code=77).stderr)
        self.step("withdraw", "two", "zhang", "--reason", "settled anew")
        self.step("pay", "one", "zhao", "--day", "2025-06-30", "-o", "p.csv")
        self.settle("three", "second.csv")
        self.assertEqual(self.rows("three.csv")[0]["payable"], "20000.00")


class Changed(Folder):
    def test_any_changed_byte_is_found(self):
        self.settle("one", "first.csv")
        self.to_approved("one")
        self.step("pay", "one", "zhao", "--day", "2025-06-30", "-o", "p.csv")
        self.huiqi("verify", "--ledger", self.ledger)
        whole = (self.folder / self.ledger).read_bytes()
        changes = [
            "UPDATE statement SET payable = payable + 1 WHERE place = 1",
            "UPDATE statement SET award = award + 1 WHERE place = 0",
            "DELETE FROM statement WHERE place = 2",
            "UPDATE application SET number = 'S9' WHERE place = 0",
            "UPDATE application SET keys = '{}' WHERE place = 0",
            "UPDATE payment SET amount = amount - 1 WHERE place = 0",
            "UPDATE payment SET day = '2025-06-29' WHERE place = 0",
            "DELETE FROM payment WHERE place = 0",
            "INSERT INTO payment VALUES (5, 'one', 3, 0, '例.甲', '2025-06-30', 1)",
            "INSERT INTO payment VALUES (2, 'one', 3, 0, '例.甲', '2025-06-30', 1)",
            "INSERT INTO statement VALUES ('other', 0, 0, 'eligible', 1, 1, 0)",
            "UPDATE entry SET body = replace(body, 'wang', 'wong') WHERE sequence = 4",
            "UPDATE entry SET digest = previous WHERE sequence = 3",
            "DELETE FROM entry WHERE sequence = 2",
            "UPDATE entry SET kind = 'withdrawn' WHERE sequence = 2",
            "UPDATE object_piece SET bytes = x'00' WHERE digest = (SELECT MIN(digest) FROM object_piece)",
            "DELETE FROM object_piece WHERE digest = (SELECT MAX(digest) FROM object_piece)",
        ]
        for change in changes:
            with self.subTest(change):
                (self.folder / self.ledger).write_bytes(whole)
                with sqlite3.connect(self.folder / self.ledger) as database:
                    self.assertNotEqual(database.execute(change).rowcount, 0)
                database.close()
                self.assertIn("L009", self.huiqi("verify", "--ledger", self.ledger, code=1).stderr)

    def test_every_column_of_every_table_is_held(self):
        for batch in ("one", "two"):
            self.settle(batch, "first.csv" if batch == "one" else "second.csv")
            self.to_approved(batch)
            self.step("pay", batch, "zhao", "--day", "2025-06-30", "-o", f"paid-{batch}.csv")
        path = self.folder / self.ledger
        whole = path.read_bytes()
        database = sqlite3.connect(path)
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        self.assertEqual(set(tables), {"ledger_format", "entry", "object_piece", "application", "statement", "payment"})
        columns = [(table, column[1]) for table in tables for column in database.execute(f"PRAGMA table_info({table})")]
        database.close()
        for table, column in columns:
            for end in ("MIN", "MAX"):
                with self.subTest(f"{table}.{column} of the row {end}"):
                    path.write_bytes(whole)
                    database = sqlite3.connect(path)
                    row = f"rowid = (SELECT {end}(rowid) FROM {table})"
                    (old,) = database.execute(f"SELECT {column} FROM {table} WHERE {row}").fetchone()
                    other = {int: lambda: old + 1000, bytes: lambda: old[:-1] + bytes([old[-1] ^ 1]),
                             str: lambda: ({"one": "two", "two": "one"}.get(old) or old + "x")}[type(old)]()
                    try:
                        database.execute(f"UPDATE {table} SET {column} = ? WHERE {row}", (other,))
                    except sqlite3.IntegrityError:   # a row of that key is there
                        database.execute(f"UPDATE {table} SET {column} = ? WHERE {row}", (old + "x",))
                    database.commit()
                    database.close()
                    done = subprocess.run([PROGRAM, "--lang", "en", "verify", "--ledger", str(path)], capture_output=True, text=True)
                    self.assertNotEqual(done.returncode, 0, f"{old!r} -> {other!r} was not found")
        path.write_bytes(whole)
        self.huiqi("verify", "--ledger", self.ledger)

    def test_a_ledger_cut_short_is_found_by_its_head(self):
        self.settle("one", "first.csv")
        head = json.loads(self.huiqi("--json", "verify", "--ledger", self.ledger).stdout)["head"]
        self.step("submit", "one", "zhang")
        later = json.loads(self.huiqi("--json", "verify", "--ledger", self.ledger, "--head", head).stdout)["head"]
        with sqlite3.connect(self.folder / self.ledger) as database:
            database.execute("DELETE FROM entry WHERE sequence = 2")
        database.close()
        self.huiqi("verify", "--ledger", self.ledger)
        self.assertIn("L009", self.huiqi("verify", "--ledger", self.ledger, "--head", later, code=1).stderr)

    def test_what_was_put_into_the_structure_is_refused_and_does_not_run(self):
        self.settle("one", "first.csv")
        self.to_approved("one")
        whole = (self.folder / self.ledger).read_bytes()
        for name, change in (
                ("trigger evil", "CREATE TRIGGER evil AFTER INSERT ON entry BEGIN UPDATE payment SET amount = amount + 100; END"),
                ("view more", "CREATE VIEW more AS SELECT * FROM payment"),
                ("table entry", "ALTER TABLE entry ADD COLUMN note TEXT"),
                ("index quick", "CREATE INDEX quick ON payment (day)")):
            with self.subTest(name):
                (self.folder / self.ledger).write_bytes(whole)
                with sqlite3.connect(self.folder / self.ledger) as database:
                    database.execute(change)
                database.close()
                for command in (("verify", "--ledger", self.ledger),
                                ("batch", "pay", "one", "--ledger", self.ledger, "--by", "zhao", "--day", "2026-09-30", "-o", "p.csv"),
                                ("batch", "list", "--ledger", self.ledger)):
                    told = self.huiqi(*command, code=1).stderr
                    self.assertIn("L009", told)
                    self.assertIn(name, told)

    def test_a_damaged_ledger_is_told_with_its_place_and_is_no_bug_of_ours(self):
        self.settle("one", "first.csv")
        self.to_approved("one")
        self.step("pay", "one", "zhao", "--day", "2026-09-30", "-o", "p.csv")
        path = self.folder / self.ledger
        whole = path.read_bytes()
        for place, change in (("application", "UPDATE application SET place = 'x' WHERE place = 1"),
                              ("statement", "UPDATE statement SET payable = 'x' WHERE place = 1"),
                              ("payment", "UPDATE payment SET amount = x'00' WHERE place = 0"),
                              ("entry", "UPDATE entry SET body = x'00' WHERE sequence = 2")):
            with self.subTest(place):
                path.write_bytes(whole)
                with sqlite3.connect(path) as database:
                    database.execute(change)
                database.close()
                told = self.huiqi("verify", "--ledger", self.ledger, code=1).stderr
                self.assertIn("L009", told)
                self.assertIn(place, told)
        # bytes of the table that are also in its index: only a full look at both finds them
        size = int.from_bytes(whole[16:18], "big")
        missed = [at for at in range(100, len(whole), max(1, len(whole) // 150)) if not self.finds(path, whole, at)]
        self.assertEqual([at for at in missed if whole[at] != 0 and at % size > 100], [])

    def finds(self, path, whole, at):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1:])
        done = subprocess.run([PROGRAM, "--lang", "en", "verify", "--ledger", str(path)], capture_output=True, text=True)
        self.assertIn(done.returncode, (0, 1, 66), (at, done.stderr))
        return done.returncode != 0

    def test_review_recomputes_every_row(self):
        self.settle("one", "first.csv")
        self.step("submit", "one", "zhang")
        with sqlite3.connect(self.folder / self.ledger) as database:
            database.execute("UPDATE statement SET payable = payable + 100 WHERE place = 0")
        database.close()
        self.assertIn("L007", self.step("review", "one", "li", code=1).stderr)
        self.assertIn("L007", self.huiqi("batch", "explain", "one", "--ledger", self.ledger, "--application", "S1", code=1).stderr)

    def test_review_needs_none_of_the_files(self):
        self.settle("one", "first.csv")
        self.step("submit", "one", "zhang")
        shutil.rmtree(self.folder / "rules")
        (self.folder / "first.csv").unlink()
        self.assertIn("recomputed 4 applications", self.step("review", "one", "li").stderr)


class Build(Folder):
    """Which program decided: its version, and the digest of what it was made from."""

    def rewritten(self, change):
        rewrite_last(self.folder / self.ledger, change)

    def test_the_digest_is_that_of_the_tree(self):
        files = [path for folder, ends in (("engine", ("h", "cpp")), ("include", ("h",)), ("tools", ("h", "cpp")))
                 for end in ends for path in (SOURCE / folder).rglob(f"*.{end}")]
        lines = sorted(path.relative_to(SOURCE).as_posix() + " " + hashlib.sha256(path.read_bytes()).hexdigest() + "\n" for path in files)
        version, digest = self.huiqi("--version").stdout.splitlines()
        self.assertRegex(version, r"^\d+\.\d+\.\d+$")
        self.assertEqual(digest, "sources " + hashlib.sha256("".join(lines).encode()).hexdigest())

    def test_a_batch_of_another_build_is_told_and_one_from_before_is_read(self):
        self.settle("one", "first.csv")
        digest = self.huiqi("--version").stdout.split()[-1]
        self.assertEqual(self.state("one")["sources"], digest)
        self.assertNotIn("decided by version", self.huiqi("verify", "--ledger", self.ledger).stdout)
        self.rewritten(lambda body: body.update(sources="0123456789ab" + digest[12:]))
        told = "sources 0123456789ab)"
        for command in (("verify", "--ledger", self.ledger), ("batch", "show", "one", "--ledger", self.ledger)):
            self.assertIn(told, self.huiqi(*command).stdout)
        self.assertEqual(json.loads(self.huiqi("--json", "verify", "--ledger", self.ledger).stdout)["other_builds"][0]["batch"], "one")
        self.step("submit", "one", "zhang")
        self.step("review", "one", "li")   # recomputed by this build, and the same
        shown = json.loads(self.huiqi("--json", "batch", "show", "one", "--ledger", self.ledger).stdout)
        self.assertEqual(shown["entries"][2]["body"]["sources"], digest)

    def test_a_batch_from_before_builds_were_written_down(self):
        self.settle("one", "first.csv")
        self.rewritten(lambda body: body.pop("sources"))
        self.assertEqual(self.state("one")["sources"], "")
        self.assertNotIn("decided by version", self.huiqi("verify", "--ledger", self.ledger).stdout)
        self.step("submit", "one", "zhang")
        self.step("review", "one", "li")

    def test_a_difference_names_the_build_that_decided(self):
        self.settle("one", "first.csv")
        self.rewritten(lambda body: body.update(sources="0" * 64, rows_digest="1" * 64))
        self.step("submit", "one", "zhang")
        refused = self.step("review", "one", "li", code=1).stderr
        self.assertIn("L007", refused)
        self.assertIn("sources 000000000000", refused)


class Trouble(Folder):
    def test_no_output_replaces_the_ledger_or_what_is_read(self):
        self.ledger = "ledger.csv"
        self.settle("one", "first.csv")
        self.to_approved("one")
        (self.folder / "history.csv").write_text("信用代码,事项,拨付日,金额\n乙,例.甲,2025-01-01,1\n", encoding="utf-8")
        (self.folder / "profile.yaml").write_text("种类: 名单样式\n列:\n  - {名称: 编号, 值: 申报编号}\n  - {名称: 金额, 值: 金额}\n", encoding="utf-8")
        os.link(self.folder / self.ledger, self.folder / "link.html")
        for read, command in (
                (self.ledger, ("settle", "rules", "second.csv", "-o", self.ledger, "--ledger", self.ledger, "--batch", "two", "--by", "z")),
                (self.ledger, ("settle", "rules", "first.csv", "-o", self.ledger, "--ledger", self.ledger, "--batch", "one", "--by", "zhang")),
                ("new.csv", ("settle", "rules", "second.csv", "-o", "new.csv", "--ledger", "new.csv", "--batch", "two", "--by", "z")),
                ("history.csv", ("settle", "rules", "second.csv", "-o", "history.csv", "--history", "history.csv")),
                ("second.csv", ("settle", "rules", "second.csv", "-o", "second.csv")),
                (self.ledger, ("batch", "pay", "one", "--ledger", self.ledger, "--by", "zhao", "--day", "2025-06-30", "-o", self.ledger)),
                (self.ledger, ("report", "summary", "--ledger", self.ledger, "--batch", "one", "-o", "link.html"))):
            with self.subTest(command):
                before = (self.folder / read).read_bytes() if (self.folder / read).exists() else None
                self.assertIn("D209", self.huiqi(*command, "--force", code=2).stderr)
                self.assertEqual((self.folder / read).read_bytes() if (self.folder / read).exists() else None, before)

    def test_names_are_printed_as_they_are_or_refused(self):
        for name in ("a\nb", "a\x1b[2J", "a\u202eb", " "):
            with self.subTest(repr(name)):
                self.settle(name, "first.csv", code=2)
                self.assertFalse((self.folder / self.ledger).exists())
        self.settle("one", "first.csv")
        self.step("submit", "one", "z\x1b[31m", code=2)

    def test_who_decided_neither_approves_nor_resolves(self):
        self.settle("one", "first.csv")
        self.step("submit", "one", "zhang")
        self.step("review", "one", "li")
        self.assertIn("L005", self.step("approve", "one", "Zhang", "--budget", "b", "--amount", "107000.17", code=77).stderr)
        self.step("object", "one", "li", "--application", "S1", "--reason", "r")
        self.assertIn("L005", self.step("resolve", "one", "zhang", "--application", "S1", "--uphold", "--reason", "r", code=77).stderr)
        # two persons are enough
        self.step("resolve", "one", "wang", "--application", "S1", "--uphold", "--reason", "r")
        self.step("object", "one", "zhang", "--application", "S2", "--reason", "r")
        self.step("resolve", "one", "li", "--application", "S2", "--uphold", "--reason", "r")
        self.step("approve", "one", "li", "--budget", "b", "--amount", "107000.17")
        self.step("pay", "one", "zhang", "--day", "2026-09-30", "-o", "p.csv")

    def test_folders_of_programs_that_were_killed_are_removed(self):
        self.settle("one", "first.csv")
        self.step("submit", "one", "zhang")
        place = self.folder / "tmp"
        gone = subprocess.Popen(["true"])
        gone.wait()
        left = place / f"huiqi-batch-{gone.pid}-abcdef"
        lives = place / f"huiqi-batch-{os.getpid()}-abcdef"
        other = place / "huiqi-batch-of-somebody"
        for one in (left, lives, other):
            one.mkdir(parents=True)
            (one / "applications.csv").write_text("private")
        done = subprocess.run([PROGRAM, "batch", "review", "one", "--ledger", self.ledger, "--by", "li"], cwd=self.folder,
                              env={**os.environ, "TMPDIR": str(place)}, capture_output=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual({one.name for one in place.iterdir()}, {lives.name, other.name})

    def test_an_emptied_ledger_is_damage_and_no_new_one(self):
        for content in (b"", b"x"):
            with self.subTest(content):
                (self.folder / self.ledger).write_bytes(content)
                for command in (("verify",), ("batch", "list")):
                    self.assertIn("L009", self.huiqi(*command, "--ledger", self.ledger, code=1).stderr)
                told = self.settle("one", "first.csv", code=1).stderr
                self.assertIn("name a file that is not there", told)
                self.assertEqual((self.folder / self.ledger).read_bytes(), content)
        (self.folder / self.ledger).unlink()
        self.settle("one", "first.csv")
        self.assertEqual([path.name for path in self.folder.glob("ledger.db.new*")], [])

    def test_kept_files_and_the_format_are_what_they_say(self):
        self.settle("one", "first.csv")
        path = self.folder / self.ledger
        whole = path.read_bytes()
        for change in ("DELETE FROM ledger_format", "INSERT INTO ledger_format VALUES (1)",
                       "INSERT INTO object_piece SELECT 'ab', 0, bytes FROM object_piece LIMIT 1"):
            with self.subTest(change):
                path.write_bytes(whole)
                with sqlite3.connect(path) as database:
                    database.execute(change)
                database.close()
                self.assertIn("L009", self.huiqi("verify", "--ledger", self.ledger, code=1).stderr)

    def test_a_file_is_not_taken_for_kept_where_other_bytes_lie(self):
        self.settle("one", "first.csv")
        digest = hashlib.sha256((self.folder / "second.csv").read_bytes()).hexdigest()
        with sqlite3.connect(self.folder / self.ledger) as database:
            database.execute("INSERT INTO object_piece SELECT ?, 0, bytes FROM object_piece LIMIT 1", (digest,))
        database.close()
        self.assertIn("L012", self.settle("two", "second.csv", code=1).stderr)
        self.assertNotIn("two", self.huiqi("batch", "list", "--ledger", self.ledger).stdout)

    def test_what_is_no_ledger(self):
        self.assertIn("L002", self.huiqi("verify", "--ledger", "none.db", code=66).stderr)
        (self.folder / "text.db").write_text("no database at all, but longer than a header\n" * 50)
        self.assertIn("L002", self.huiqi("verify", "--ledger", "text.db", code=66).stderr)
        self.ledger = "text.db"
        self.assertIn("another kind of file", self.settle("one", "first.csv", code=66).stderr)
        self.huiqi("settle", "rules", "first.csv", "--ledger", "l.db", code=2)

    def test_a_folder_that_cannot_be_written(self):
        if os.getuid() != 0:
            self.skipTest("needs root to become an ordinary user")
        nobody = pwd.getpwnam("nobody")
        for path in [self.folder, *self.folder.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        done = subprocess.run(
            [PROGRAM, "settle", "rules", "first.csv", "-o", "-", "--ledger", "l.db", "--batch", "b", "--by", "z"],
            cwd=self.folder, text=True, capture_output=True, user=nobody.pw_uid, group=nobody.pw_gid)
        if done.returncode == 126:
            self.skipTest("the program cannot be run by an ordinary user here")
        self.assertEqual(done.returncode, 74, done.stderr)
        self.assertIn("L001", done.stderr)

    def test_a_full_disk(self):
        place = self.folder / "small"
        place.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], capture_output=True)
        if mounted.returncode != 0:
            self.skipTest("no small file system can be mounted here")
        self.addCleanup(subprocess.run, ["umount", str(place)])
        self.ledger = str(place / "ledger.db")
        full = self.settle("one", "first.csv", code=74)
        self.assertIn("L001", full.stderr)
        subprocess.run(["mount", "-o", "remount,size=10m", str(place)], check=True)
        self.settle("one", "first.csv", "--resume")
        self.huiqi("verify", "--ledger", self.ledger)
        # the list finds no room: the payment is entered, and the same command writes the list
        shutil.move(self.ledger, self.folder / "ledger.db")
        self.ledger = "ledger.db"
        self.to_approved("one")
        filler = place / "filler"
        with open(filler, "wb", buffering=0) as file:
            try:
                while file.write(b"x" * 4096):
                    pass
            except OSError:
                pass
        pay = ("--day", "2026-09-30", "-o", place / "list.csv")
        self.assertIn("the ledger has it as paid", self.step("pay", "one", "zhao", *pay, code=74).stderr)
        self.assertEqual(self.state("one")["paid"], "107000.17")
        filler.unlink()
        self.step("pay", "one", "zhao", *pay)
        self.assertEqual(len((place / "list.csv").read_text().splitlines()), 4)
        self.assertEqual(self.state("one")["paid"], "107000.17")


class Postgres(Line):
    """The same line on a server that lives in a temporary folder and listens on a socket there."""

    @classmethod
    def setUpClass(cls):
        programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        if not programs:
            raise unittest.SkipTest("no PostgreSQL server is installed")
        cls.programs = programs[-1]
        cls.place = pathlib.Path(tempfile.mkdtemp())
        cls.user = {}
        if os.getuid() == 0:   # the server refuses to run as root
            nobody = pwd.getpwnam("nobody")
            os.chown(cls.place, nobody.pw_uid, nobody.pw_gid)
            cls.user = {"user": nobody.pw_uid, "group": nobody.pw_gid}
        cls.run_server("initdb", "-D", cls.place / "data", "-U", "huiqi", "-A", "trust", "-E", "UTF8", "--locale=C")
        cls.run_server("pg_ctl", "-D", cls.place / "data", "-w", "-l", cls.place / "log", "-o",
                       f"-k {cls.place} -c listen_addresses='' -c fsync=off", "start")
        cls.count = 0

    @classmethod
    def tearDownClass(cls):
        if hasattr(cls, "place"):
            cls.run_server("pg_ctl", "-D", cls.place / "data", "-m", "immediate", "stop")
            shutil.rmtree(cls.place, True)

    @classmethod
    def run_server(cls, program, *arguments):
        done = subprocess.run([f"{cls.programs}/{program}", *map(str, arguments)], cwd="/", stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE if program == "initdb" else None, **cls.user)
        if done.returncode != 0:
            raise unittest.SkipTest(f"{program}: {done.stderr}")

    def setUp(self):
        super().setUp()
        type(self).count += 1
        name = f"ledger{self.count}"
        subprocess.run([f"{self.programs}/createdb", "-h", self.place, "-U", "huiqi", name], check=True)
        self.ledger = f"host={self.place} user=huiqi dbname={name}"


if __name__ == "__main__":
    unittest.main()
