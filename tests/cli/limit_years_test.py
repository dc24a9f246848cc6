"""Limits a year count what was paid before in the year of the claim, whenever the bank paid it: from the ledger, from ledgers of
earlier versions and from a file; what came back is given back to the year of its claim."""

import csv
import hashlib
import io
import json
import random
import sqlite3
import unittest
from collections import defaultdict

from program import FolderTest

CAP = 50_000
RULES = {
    "rules/甲.yaml": """种类: 事项
编号: 例.甲
申报: {设备额: {类型: 金额, 小数: 2, 范围: 0元以上}}
奖补: [{基数: 设备额}, {取整: 四舍五入到分}]
""",
    "rules/组合.yaml": f"""种类: 组合
编号: 例.组合
事项: [例.甲]
主键: {{申请: 申请编号, 申请人: 信用代码, 年度日: 受理日}}
总额上限: {{每: 申请人, 期间: 自然年, 上限: {CAP}元, 扣减: 后列先扣}}
""",
}
HEADINGS = "申请编号,信用代码,受理日,设备额\n"


class Years(FolderTest):
    files = RULES

    def huiqi(self, *arguments, code=0):
        return self.process("--lang", "en", *arguments, code=code)

    def settle(self, name, rows, *more):
        """Settles applications, with a ledger where the batch has a name; gives what is payable and what was said."""
        data = HEADINGS + "".join(",".join(map(str, row)) + "\n" for row in rows)
        self.write("data.csv", data)
        ledger = ("--ledger", "l.db", "--batch", name, "--by", "zhang", "--at", "2020-01-01T08:00:00Z") if name else ()
        done = self.huiqi("settle", "rules", "data.csv", "-o", "out.csv", "--force", *ledger, *more)
        table = csv.DictReader(io.StringIO((self.folder / "out.csv").read_text(encoding="utf-8-sig")))
        return {row["application"]: float(row["payable"]) for row in table}, done.stderr

    def step(self, step, name, by, *more, day="2020-01-01"):
        return self.huiqi("batch", step, name, "--ledger", "l.db", "--by", by, "--at", f"{day}T08:00:00Z", *more)

    def pay(self, name, day):
        self.step("submit", name, "zhang")
        self.step("review", name, "li")
        self.step("approve", name, "wang", "--budget", "x", "--amount", "1000000")
        self.step("pay", name, "zhao", "--day", day, "-o", f"{name}.pay.csv", "--force", day=day)

    def take_back(self, name, application, due, amount, day):
        about = ("--application", application, "--reason", "void")
        self.step("correct", name, "wang", *about, "--due", due, day=day)
        self.step("recover", name, "zhao", *about, "--amount", amount, "--day", day, day=day)


class OfTheClaim(Years):
    def test_a_payment_in_january_counts_in_the_year_of_its_claim(self):
        self.settle("one", [("S1", "子", "2025-05-06", 40000)])
        self.pay("one", "2026-01-10")
        payable, said = self.settle("two", [("S2", "子", "2025-11-06", 40000), ("S3", "子", "2026-01-06", 40000)])
        self.assertEqual(payable, {"S2": 10000, "S3": 40000})
        self.assertNotIn("period date", said)

    def test_what_comes_back_is_free_again_in_the_year_of_its_claim(self):
        self.settle("one", [("S1", "子", "2024-05-06", 50000)])
        self.pay("one", "2024-12-01")
        self.take_back("one", "S1", 0, 50000, "2025-02-01")
        self.settle("two", [("S2", "子", "2025-05-06", 50000)])
        self.pay("two", "2025-07-01")
        payable, _ = self.settle("three", [("S3", "子", "2025-09-06", 40000), ("S4", "子", "2024-09-06", 40000)])
        self.assertEqual(payable, {"S3": 0, "S4": 40000})
        self.step("submit", "three", "zhang")
        self.step("review", "three", "li")   # recomputed to the same
        self.assertIn("sound", self.huiqi("verify", "--ledger", "l.db").stdout)

    def test_a_file_tells_the_year_or_says_that_it_does_not(self):
        head = "信用代码,事项,拨付日,金额"
        rows = [("S1", "子", "2025-05-06", 50000)]
        for heading in ("年度日", "受理日", "period_date"):
            self.write("paid.csv", f"{head},{heading}\n子,例.甲,2026-01-10,40000,2025-05-06\n子,例.甲,2024-12-01,10000,2024-05-06\n子,例.甲,2025-03-01,-10000,2024-05-06\n")
            with self.subTest(heading):
                payable, said = self.settle("", rows, "--history", "paid.csv")
                self.assertEqual(payable, {"S1": 10000})
                self.assertNotIn("period date", said)
        self.write("paid.csv", f"{head}\n子,例.甲,2026-01-10,40000\n")
        payable, said = self.settle("", rows, "--history", "paid.csv")
        self.assertEqual(payable, {"S1": 50000})
        self.assertIn("`paid.csv` has no period date", said)
        self.write("paid.csv", f"{head},年度日\n子,例.甲,2026-01-10,40000,\n")
        self.assertIn("D049", self.huiqi("settle", "rules", "data.csv", "-o", "no.csv", "--history", "paid.csv", code=65).stderr)

    def test_a_bundle_without_period_dates_counts_by_the_day_and_says_so(self):
        yearly = RULES["rules/组合.yaml"]
        self.write("rules/组合.yaml", yearly.replace(", 年度日: 受理日", "").replace("期间: 自然年, ", ""))
        self.settle("one", [("S1", "子", "2025-05-06", 40000)])
        self.pay("one", "2024-12-30")
        self.take_back("one", "S1", 30000, 10000, "2025-02-01")
        self.write("rules/组合.yaml", yearly)
        payable, said = self.settle("two", [("S2", "子", "2025-11-06", 50000), ("S3", "子", "2024-11-06", 50000)])
        self.assertEqual(payable, {"S2": 50000, "S3": 20000})   # what came back went to the year of its payment
        self.assertIn("`one` has no period date", said)


class OfEarlierVersions(Years):
    def forget_years(self):
        """Makes of the ledger what the version before years were kept would have written."""
        with sqlite3.connect(self.folder / "l.db") as database:
            rows = list(database.execute("SELECT batch, place, number, keys FROM application ORDER BY batch, place"))
            for batch, place, _, keys in rows:
                kept = {name: value for name, value in json.loads(keys).items() if name}
                database.execute("UPDATE application SET keys = ? WHERE batch = ? AND place = ?",
                                 (json.dumps(kept, ensure_ascii=False, separators=(",", ":")), batch, place))
            previous = "0" * 64
            for sequence, batch, kind, before, body in list(database.execute("SELECT sequence, batch, kind, previous, body FROM entry ORDER BY sequence")):
                previous = before if sequence == 1 else previous
                if kind == "decided":
                    told = json.loads(body)
                    del told["keeps_years"]
                    told["rows_digest"] = self.rows_digest(database, batch)
                    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
                digest = hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()
                database.execute("UPDATE entry SET previous = ?, digest = ?, body = ? WHERE sequence = ?", (previous, digest, body, sequence))
                previous = digest

    @staticmethod
    def rows_digest(database, batch):
        text = ""
        for table in ("place, number, keys FROM application WHERE batch = ? ORDER BY place",
                      "place, incentive, award, payable, waiting, state FROM statement WHERE batch = ? ORDER BY place, incentive"):
            for row in database.execute("SELECT " + table, (batch,)):
                text += "".join(f"{len(str(cell).encode())}:{cell}" for cell in row) + "\n"
        return hashlib.sha256(text.encode()).hexdigest()

    def test_the_years_of_a_batch_that_kept_none_are_read_from_its_files(self):
        self.settle("one", [("S1", "子", "2025-05-06", 40000), ("S2", "丑", "2025-05-06", 1000)])
        self.settle("open", [("S9", "子", "2025-06-06", 1000)])
        self.pay("one", "2026-01-10")
        self.take_back("one", "S2", 0, 1000, "2026-02-01")
        self.step("withdraw", "open", "zhang", "--reason", "late")
        self.forget_years()
        self.assertIn("sound", self.huiqi("verify", "--ledger", "l.db").stdout)
        payable, said = self.settle("two", [("T1", "子", "2025-11-06", 40000), ("T2", "子", "2026-01-06", 50000), ("T3", "丑", "2025-11-06", 50000)])
        self.assertEqual(payable, {"T1": 10000, "T2": 50000, "T3": 50000})
        self.assertNotIn("period date", said)
        self.huiqi("batch", "export", "one", "--ledger", "l.db", "-o", "one")   # settled anew: the digest is that of then
        self.assertTrue((self.folder / "one/statements.csv").exists())


class Split(Years):
    def test_no_split_into_batches_gives_an_applicant_more_than_the_cap_of_a_year(self):
        for seed in range(4):
            chance = random.Random(seed)
            (self.folder / "l.db").unlink(missing_ok=True)
            kept = defaultdict(int)   # by applicant and year
            number = 0
            for batch in range(3):
                rows = []
                for _ in range(chance.randint(2, 5)):
                    number += 1
                    year = chance.choice((2021, 2022))
                    rows.append((f"S{number}", chance.choice("子丑"), f"{year}-0{chance.randint(1, 9)}-11", chance.randint(1, 40) * 1000))
                payable, _ = self.settle(str(batch), rows)
                asked, given = defaultdict(int), defaultdict(int)
                for application, applicant, day, amount in rows:
                    asked[applicant, day[:4]] += amount
                    given[applicant, day[:4]] += payable[application]
                for pool, amount in asked.items():
                    self.assertEqual(given[pool], min(amount, CAP - kept[pool]), (seed, batch, pool))   # all that is left, and no more
                    kept[pool] += given[pool]
                self.pay(str(batch), f"202{chance.randint(1, 4)}-0{chance.randint(1, 9)}-01")
                application, applicant, day, _ = chance.choice(rows)
                if payable[application] > 0:
                    back = chance.randint(1, int(payable[application]))
                    self.take_back(str(batch), application, payable[application] - back, back, "2024-12-31")
                    kept[applicant, day[:4]] -= back


if __name__ == "__main__":
    unittest.main()
