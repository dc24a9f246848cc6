"""What detectors found, beside the award: in run, explain and settle; held in the ledger until a person clears or confirms it."""

import csv
import datetime
import io
import json

from ledger_entry import AHEAD, held_until
from ledger_test import Folder

FINDINGS = """application_id,detector,severity,rank,level,family,stake,evidence,finding_zh,finding_en,clear_zh,clear_en
S1,round_trip,high,3,hold,money,30000,payments:Y1,款项回来了,the money came back,回款的业务,the business behind it
S1,price_jump,medium,2,refer,price,30000,contracts:C1,涨价,the price jumped,评估,an appraisal
S3,paid_less,medium,2,refer,contract,27000,contracts:C2,少付,less was paid,回单,bank slips
X9,round_trip,high,3,hold,money,1,payments:Y2,别的,another,无,none
"""


def rows(path):
    with open(path, encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


class FindingsTest(Folder):
    def setUp(self):
        super().setUp()
        (self.folder / "found.csv").write_text(FINDINGS, encoding="utf-8")

    def batch(self, *more):
        done = self.settle("b", "first.csv", "--findings", "found.csv", *more)
        return done, {row["application"]: row for row in rows(self.folder / "b.csv")}

    def test_run_and_explain_show_findings_beside_the_award(self):
        done = self.huiqi("run", "rules", "first.csv", "--findings", "found.csv")
        shown = {row["申请编号"]: row for row in csv.DictReader(io.StringIO(done.stdout.lstrip("\ufeff")))}
        self.assertEqual(shown["S1"]["findings"], "hold:round_trip refer:price_jump")
        self.assertEqual(shown["S2"]["findings"], "")
        self.assertEqual(shown["S1"]["甲.award"], "30000.00")
        told = self.huiqi("explain", "rules", "first.csv", "--row", 1, "--findings", "found.csv").stdout
        self.assertIn("! round_trip [hold, high] the money came back", told)
        self.assertIn("would clear it: an appraisal", told)
        whole = json.loads(self.huiqi("--json", "explain", "rules", "first.csv", "--row", 3, "--findings", "found.csv").stdout)
        self.assertEqual([one["detector"] for one in whole["findings"]], ["paid_less"])

    def test_a_hold_keeps_the_award_until_another_person_clears_it(self):
        done, statements = self.batch()
        self.assertIn("warning[S107]", done.stderr)
        self.assertIn("1 applications that are not in this batch", done.stderr)
        self.assertEqual((statements["S1"]["award"], statements["S1"]["held"], statements["S1"]["payable"]), ("30000.00", "30000.00", "0.00"))
        self.assertEqual(statements["S3"]["payable"], "27000.17")
        self.to_approved("b")
        refused = self.step("clear", "b", "zhang", "--application", "S1", "--reason", "seen", code=77)
        self.assertIn("L005", refused.stderr)
        self.assertIn("--reason", self.step("clear", "b", "li", "--application", "S1", "--reason", " ", code=2).stderr)
        for empty in (".", "……", "12-3", "_"):
            self.assertIn("--reason", self.step("clear", "b", "li", "--application", "S1", "--reason", empty, code=2).stderr)
        self.step("pay", "b", "zhao", "--day", "2025-07-01", "-o", "p1.csv")
        self.assertEqual(sorted(row["application"] for row in rows(self.folder / "p1.csv")), ["S2", "S3"])
        self.step("clear", "b", "li", "--application", "S1", "--finding", "round_trip", "--reason", "a loan", "--evidence", "first.csv")
        self.step("pay", "b", "zhao", "--day", "2025-07-02", "-o", "p2.csv")
        self.assertEqual([(row["application"], row["amount"]) for row in rows(self.folder / "p2.csv")], [("S1", "30000.00")])
        counts = {one["id"]: one for one in json.loads(self.huiqi("--json", "batch", "findings", "--ledger", self.ledger).stdout)}
        self.assertEqual(counts["round_trip"], {"id": "round_trip", "found": 1, "holding": 1, "cleared": 1, "confirmed": 0, "overturned": 0})
        self.assertEqual(counts["price_jump"]["found"], 1)
        self.huiqi("verify", "--ledger", self.ledger)

    def test_what_is_confirmed_is_not_paid_and_comes_back(self):
        self.batch()
        self.to_approved("b")
        self.step("clear", "b", "li", "--application", "S1", "--reason", "seen")
        self.step("pay", "b", "zhao", "--day", "2025-07-01", "-o", "p1.csv")
        self.step("confirm", "b", "wang", "--application", "S1", "--finding", "round_trip", "--reason", "the bank says so")
        self.step("recover", "b", "zhao", "--application", "S1", "--amount", "30000", "--day", "2025-08-01", "--reason", "back")
        self.huiqi("verify", "--ledger", self.ledger)
        refused = self.step("correct", "b", "zhang", "--application", "S1", "--due", "100", "--reason", "agreed", code=77)
        self.assertIn("is held (round_trip)", refused.stderr)   # what is confirmed is due when another person clears it
        self.step("clear", "b", "li", "--application", "S1", "--reason", "seen")
        # an objection or a correction that a person decided is not undone by a verdict on what was found
        self.step("correct", "b", "wang", "--application", "S1", "--due", "100", "--reason", "agreed")
        self.step("clear", "b", "li", "--application", "S1", "--reason", "seen")
        self.step("pay", "b", "zhao", "--day", "2025-09-01", "-o", "p3.csv")
        self.assertEqual([row["amount"] for row in rows(self.folder / "p3.csv")], ["100.00"])

    def test_a_hold_ends_with_its_day_unless_somebody_confirmed(self):
        for confirmed in (False, True):
            with self.subTest(confirmed=confirmed):
                self.setUp()
                self.batch("--hold-until", AHEAD, "--at", "2025-06-01T09:00:00Z")
                held_until(self.folder / self.ledger, "2025-07-31")
                self.to_approved("b")
                if confirmed:
                    self.step("confirm", "b", "li", "--application", "S1", "--finding", "round_trip", "--reason", "true")
                self.step("pay", "b", "zhao", "--day", "2025-07-31", "-o", "p1.csv")
                self.assertEqual(len(rows(self.folder / "p1.csv")), 2)
                self.step("pay", "b", "zhao", "--day", "2025-08-01", "-o", "p2.csv")
                paid = sorted(row["application"] for row in rows(self.folder / "p2.csv"))
                self.assertEqual(paid, ["S2", "S3"] if confirmed else ["S1"])
                self.huiqi("verify", "--ledger", self.ledger)

    def with_columns(self, *ends):
        """The findings with columns `incentive` and `hold_days`, one pair a row."""
        lines = FINDINGS.strip().split("\n")
        whole = [lines[0] + ",incentive,hold_days"] + [line + "," + end for line, end in zip(lines[1:], ends)]
        (self.folder / "found.csv").write_text("\n".join(whole) + "\n", encoding="utf-8")

    def test_what_a_holding_detector_could_not_look_at_is_held_and_told(self):
        lines = FINDINGS.strip().split("\n")
        ends = [",,,finding"] * 4
        whole = [lines[0] + ",incentive,hold_days,kind"] + [line + end for line, end in zip(lines[1:], ends)]
        whole.append("S2,split_contract,info,0,hold,contract,20000,,没有评估,not evaluated,分开的理由,why,,,not_evaluated")
        whole.append("*,confirmed_party,info,0,note,parties,0,,文件不在,the file is missing,无,none,,,not_evaluated")
        (self.folder / "found.csv").write_text("\n".join(whole) + "\n", encoding="utf-8")
        done, statements = self.batch()
        self.assertEqual((statements["S2"]["payable"], statements["S2"]["findings"]), ("0.00", "hold:split_contract?"))
        self.assertIn("1 applications were not, or not in full, looked at", done.stdout + done.stderr)
        self.assertIn("1 applications that are not in this batch", done.stderr)
        told = self.huiqi("batch", "show", "b", "--ledger", self.ledger)
        self.assertIn("confirmed_party (which ones is not known), split_contract (1)", told.stdout + told.stderr)
        counts = {one["id"]: one for one in json.loads(self.huiqi("--json", "batch", "findings", "b", "--ledger", self.ledger).stdout)}
        self.assertEqual((counts["split_contract"]["found"], counts["split_contract"]["holding"]), (0, 1))
        self.to_approved("b")
        self.step("clear", "b", "li", "--application", "S2", "--finding", "split_contract", "--reason", "looked at by hand")
        self.step("pay", "b", "zhao", "--day", "2025-07-02", "-o", "p.csv")
        self.assertEqual(sorted(row["application"] for row in rows(self.folder / "p.csv")), ["S2", "S3"])

    def test_a_finding_that_names_an_incentive_holds_that_alone(self):
        self.with_columns("例.甲,", ",", ",", ",")
        _, statements = self.batch()
        self.assertEqual(statements["S1"]["held"], "30000.00")
        self.with_columns("例.乙,", ",", ",", ",")
        done = self.huiqi("settle", "rules", "first.csv", "-o", "b2.csv", "--findings", "found.csv")
        self.assertIn("`例.乙` alone, which is not in this bundle: they hold nothing", done.stderr)
        self.assertEqual({row["application"]: row["held"] for row in rows(self.folder / "b2.csv")}["S1"], "0.00")

    def test_a_hold_ends_after_the_days_of_its_detector(self):
        for end, batch_day, first, paid in (
                (",30", (), "2025-07-01", "2025-07-02"),                                  # decided on 1 June
                (",30", ("--hold-until", AHEAD), "2025-07-01", "2025-07-02"),             # its own days, not those of the batch
                (",", ("--hold-until", AHEAD), "2025-07-10", "2025-07-11"),
                (",", (), "2025-07-01", None)):
            with self.subTest(end=end, batch_day=batch_day):
                self.setUp()
                self.with_columns(end, ",", ",", ",")
                self.batch(*batch_day, "--at", "2025-06-01T09:00:00")
                held_until(self.folder / self.ledger, "2025-07-10", "2025-06-01T09:00:05Z")
                self.to_approved("b")
                self.step("pay", "b", "zhao", "--day", first, "-o", "p1.csv")
                self.assertEqual(len(rows(self.folder / "p1.csv")), 2)
                if paid is not None:
                    self.step("pay", "b", "zhao", "--day", paid, "-o", "p2.csv")
                    self.assertEqual([row["application"] for row in rows(self.folder / "p2.csv")], ["S1"])
                    self.huiqi("verify", "--ledger", self.ledger)

    def test_a_decision_dated_back_ends_no_hold(self):
        self.with_columns(",30", ",", ",", ",")
        self.batch("--at", "2025-06-01T09:00:00Z")
        self.to_approved("b")
        self.step("pay", "b", "zhao", "--day", "2025-07-02", "-o", "p1.csv")
        self.assertEqual(sorted(row["application"] for row in rows(self.folder / "p1.csv")), ["S2", "S3"])

    def test_a_decision_dated_back_takes_no_day_that_is_over(self):
        over = (datetime.date.today() - datetime.timedelta(2)).isoformat()
        done = self.huiqi("settle", "rules", "first.csv", "-o", "b.csv", "--findings", "found.csv", "--ledger", self.ledger, "--batch", "b", "--by", "zhang",
                          "--at", "2025-06-01T09:00:00Z", "--hold-until", over, code=2)
        self.assertIn(over + " is over", done.stderr)
        self.assertIn("leave it out", done.stderr)
        self.batch("--at", "2025-06-01T09:00:00Z", "--hold-until", AHEAD)

    def test_a_time_that_has_not_come_is_refused(self):
        def clock(minutes):
            return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")
        for option in ("settle", "submit"):
            with self.subTest(option=option):
                if option == "settle":
                    done = self.huiqi("settle", "rules", "first.csv", "-o", "b.csv", "--ledger", self.ledger, "--batch", "b", "--by", "zhang", "--at", clock(20), code=2)
                    self.batch("--at", clock(1))    # clocks differ
                else:
                    done = self.step("submit", "b", "zhang", "--at", clock(60 * 24 * 365), code=2)
                self.assertIn("is still to come", done.stderr)

    def test_a_payment_dated_ahead_ends_no_hold(self):
        ahead = [(datetime.date.today() + datetime.timedelta(days)).isoformat() for days in (10, 20)]
        self.batch("--hold-until", ahead[0])
        self.to_approved("b")
        refused = self.step("pay", "b", "zhao", "--day", ahead[1], "-o", "p1.csv", code=77)
        self.assertIn("L018", refused.stderr)
        self.step("pay", "b", "zhao", "--at", f"{ahead[1]}T04:00:00Z", "--day", ahead[1], "-o", "p1.csv", code=2)   # nor does a clock of one's own
        self.assertFalse((self.folder / "p1.csv").exists())
        paid = self.step("pay", "b", "zhao", "--day", datetime.date.today().isoformat(), "-o", "p1.csv")
        self.assertNotIn("the holds ended", paid.stderr)
        self.assertEqual(sorted(row["application"] for row in rows(self.folder / "p1.csv")), ["S2", "S3"])

    def test_days_that_are_none_are_refused(self):
        for days in ("0", "-1", "soon", "3661"):
            self.with_columns("," + days, ",", ",", ",")
            self.assertIn("D050", self.huiqi("settle", "rules", "first.csv", "-o", "b.csv", "--findings", "found.csv", code=65).stderr)

    def again(self, name, *more):
        """Decides the same applications in another batch, without the findings."""
        done = self.settle(name, "first.csv", *more)
        return done, {row["application"]: row for row in rows(self.folder / f"{name}.csv")}

    def counts(self, *batch):
        return {one["id"]: one for one in json.loads(self.huiqi("--json", "batch", "findings", *batch, "--ledger", self.ledger).stdout)}

    def test_a_hold_outlives_its_batch_when_the_application_is_decided_again(self):
        for verdict in (None, "confirm"):
            with self.subTest(verdict=verdict):
                self.ledger = f"{verdict}.db"
                name = str(verdict)
                done = self.settle(name, "first.csv", "--findings", "found.csv")
                self.step("submit", name, "zhang")
                if verdict:
                    self.step("confirm", name, "li", "--application", "S1", "--finding", "round_trip", "--reason", "the bank says so")
                self.step("withdraw", name, "zhang", "--reason", "anew")
                done, statements = self.again(name + "2")
                told = "S1 round_trip (batch " + name + (", confirmed by li)" if verdict else ")")
                self.assertIn(told, done.stderr)
                self.assertEqual((statements["S1"]["payable"], statements["S1"]["findings"]), ("0.00", "hold:round_trip@" + name))
                self.assertEqual(statements["S2"]["payable"], "50000.00")
                self.step("submit", name + "2", "zhang")
                reviewed = self.step("review", name + "2", "li")
                self.assertIn(told, reviewed.stderr)
                self.assertIn("every row is as in the ledger", reviewed.stderr)
                self.assertIn(told, self.step("approve", name + "2", "wang", "--budget", "1", "--amount", "200000").stderr)
                explained = self.huiqi("batch", "explain", name + "2", "--ledger", self.ledger, "--application", "S1").stdout
                self.assertIn("from batch " + name, explained)
                self.step("pay", name + "2", "zhao", "--day", "2025-07-01", "-o", name + "p1.csv")
                self.assertEqual(sorted(row["application"] for row in rows(self.folder / (name + "p1.csv"))), ["S2", "S3"])
                self.assertEqual(self.counts()["round_trip"]["confirmed"], 1 if verdict else 0)   # of the withdrawn batch
                if verdict:   # who confirmed it there does not clear it here
                    self.assertIn("L005", self.step("clear", name + "2", "li", "--application", "S1", "--reason", "seen", code=77).stderr)
                self.step("clear", name + "2", "wang", "--application", "S1", "--reason", "seen")
                self.step("pay", name + "2", "zhao", "--day", "2025-07-02", "-o", name + "p2.csv")
                self.assertEqual([row["application"] for row in rows(self.folder / (name + "p2.csv"))], ["S1"])
                for number in ("S1", "S2", "S3"):   # the supplement decides them anew
                    self.step("correct", name + "2", "wang", "--application", number, "--due", "0", "--reason", "again")
                _, statements = self.again(name + "3", "--supplement", "--reason", "again")   # what was cleared last holds no more
                self.assertEqual(statements["S1"]["held"], "0.00")
                self.huiqi("verify", "--ledger", self.ledger)

    def test_a_confirmed_hold_outlives_a_batch_that_was_paid(self):
        self.batch("--hold-until", AHEAD, "--at", "2025-06-01T09:00:00Z")
        held_until(self.folder / self.ledger, "2025-06-30")
        self.to_approved("b")
        self.step("confirm", "b", "li", "--application", "S1", "--finding", "round_trip", "--reason", "the bank says so")
        self.step("pay", "b", "zhao", "--day", "2025-07-01", "-o", "p1.csv")
        for number in ("S2", "S3"):
            self.step("correct", "b", "wang", "--application", number, "--due", "0", "--reason", "again")
        _, statements = self.again("c", "--supplement", "--reason", "again", "--hold-until", AHEAD, "--at", "2025-06-01T09:00:00Z")
        held_until(self.folder / self.ledger, "2025-07-01")
        self.assertEqual(statements["S1"]["payable"], "0.00")
        self.to_approved("c")
        for number, amount in (("S2", "50000"), ("S3", "27000.17")):   # what stands paid comes back first
            self.assertIn("L019", self.step("pay", "c", "zhao", "--day", "2025-07-02", "-o", "p2.csv", code=77).stderr)
            self.step("recover", "b", "zhao", "--application", number, "--amount", amount, "--day", "2025-07-02", "--reason", "again")
        self.step("pay", "c", "zhao", "--day", "2025-07-02", "-o", "p2.csv")   # beyond the day: but it is confirmed
        self.assertNotIn("S1", [row["application"] for row in rows(self.folder / "p2.csv")])

    def test_who_clears_a_hold_neither_confirmed_it_nor_pays_it(self):
        self.batch()
        self.to_approved("b")
        self.step("confirm", "b", "li", "--application", "S1", "--finding", "round_trip", "--reason", "the bank says so")
        for finding in (("--finding", "round_trip"), ()):
            self.assertIn("L005", self.step("clear", "b", "LI ", "--application", "S1", *finding, "--reason", "not so", code=77).stderr)
        self.step("clear", "b", "zhao", "--application", "S1", "--finding", "round_trip", "--reason", "repaid a loan")
        count = self.counts("b")["round_trip"]
        self.assertEqual((count["confirmed"], count["cleared"], count["overturned"]), (1, 1, 1))
        self.assertIn("1 confirmed (1 cleared later)", self.huiqi("batch", "findings", "b", "--ledger", self.ledger).stdout)
        refused = self.step("pay", "b", "zhao", "--day", "2025-07-01", "-o", "p1.csv", code=77)
        self.assertIn("`zhao` cleared `round_trip` of application `S1`, and may not pay it", refused.stderr)
        self.assertFalse((self.folder / "p1.csv").exists())
        self.step("pay", "b", "wang", "--day", "2025-07-01", "-o", "p1.csv")
        self.assertIn("S1", [row["application"] for row in rows(self.folder / "p1.csv")])

    def test_an_explanation_of_the_ledger_says_what_was_found(self):
        self.batch()
        told = self.huiqi("batch", "explain", "b", "--ledger", self.ledger, "--application", "S1").stdout
        self.assertIn("held by round_trip", told)
        self.assertIn("! round_trip [hold, high] the money came back", told)
        self.assertIn("! price_jump [refer, medium] the price jumped", told)

    def test_more_than_was_approved_is_not_cleared(self):
        self.batch()
        self.to_approved("b", "80000")
        refused = self.step("clear", "b", "li", "--application", "S1", "--reason", "seen", code=77)
        self.assertIn("L008", refused.stderr)

    def test_an_anomaly_of_the_rules_is_cleared_in_the_same_way(self):
        rule = self.folder / "rules" / "甲.yaml"
        rule.write_text(rule.read_text(encoding="utf-8") +
                        "异常:\n  - {编号: 偏大, 当: 设备额 > 95000元, 级别: 拦截, 说明: 请核实}\n", encoding="utf-8")
        self.batch()
        self.to_approved("b")
        self.step("clear", "b", "li", "--application", "S2", "--finding", "偏大", "--reason", "seen")
        self.step("clear", "b", "li", "--application", "S1", "--finding", "偏大", "--reason", "seen")
        self.step("pay", "b", "zhao", "--day", "2025-07-01", "-o", "p1.csv")
        self.assertEqual(sorted(row["application"] for row in rows(self.folder / "p1.csv")), ["S2", "S3"])   # round_trip still holds S1
        self.assertIn("L010", self.step("clear", "b", "li", "--application", "S2", "--finding", "没有", "--reason", "x", code=2).stderr)

    def test_findings_that_are_wrong_are_refused_as_a_whole(self):
        for text, code in (("application_id,detector,level\nS1,x,holds\n", "D050"), ("application_id,detector,level\nS1,,hold\n", "D0"),
                           ("application_id,detector\nS1,x\n", "D")):
            (self.folder / "found.csv").write_text(text, encoding="utf-8")
            refused = self.huiqi("settle", "rules", "first.csv", "-o", "x.csv", "--findings", "found.csv", code=65)
            self.assertIn(code, refused.stderr)
            self.assertFalse((self.folder / "x.csv").exists())
        (self.folder / "found.jsonl").write_text('{"application_id": "S1", "detector": "x", "level": "hold", "finding": {"zh": "甲", "en": "seen"}}\n',
                                                 encoding="utf-8")
        self.huiqi("settle", "rules", "first.csv", "-o", "x.csv", "--findings", "found.jsonl")
        self.assertEqual(rows(self.folder / "x.csv")[0]["held"], "30000.00")


del Folder

if __name__ == "__main__":
    import unittest
    unittest.main()
