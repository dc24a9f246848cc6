#!/usr/bin/env python3
"""Recomputes findings of `huiqi detect` from the rows that each names, with nothing of the program.

    recompute_findings.py FOLDER findings.csv

Says for each detector how many findings it could recompute and agrees with. A detector that has no recomputation here is
counted apart: its evidence rows are only looked up.
"""
import csv
import datetime
import os
import sys
from collections import defaultdict
from fractions import Fraction

KEY = {"firms": "uscc", "accounts": "account", "patents": "app_no", "contracts": "contract_id", "payments": "payment_id",
       "invoices": "invoice_no", "loans": "loan_id", "policies": "policy_no", "certifications": "cert_no",
       "applications": "application_id"}


def day(text):
    return datetime.date.fromisoformat(text)


class Recompute:
    def __init__(self, folder):
        self.rows = {}
        self.lists = {}
        for name in os.listdir(folder):
            if name.endswith(".csv"):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    rows = list(csv.DictReader(file))
                table = name[:-4]
                self.lists[table] = rows
                if table in KEY:
                    self.rows[table] = {row[KEY[table]]: row for row in rows}
        self.holder = {row["account"]: row["holder_id"] for row in self.lists["accounts"]}

    def evidence(self, finding):
        named = defaultdict(list)
        for item in finding["evidence"].split():
            table, _, number = item.partition(":")
            named[table].append(number)
        return named

    def agrees(self, finding):
        """True or False; None where this script only looks the evidence up."""
        named = self.evidence(finding)
        for table, numbers in named.items():
            for number in numbers:
                if table in self.rows and number not in self.rows[table]:
                    return False
        known = getattr(self, "again_" + finding["detector"], None)
        return None if known is None else known(finding, named)

    def contracts(self, named):
        return [self.rows["contracts"][number] for number in named["contracts"]]

    def applications(self, named):
        return [self.rows["applications"][number] for number in named["applications"]]

    def again_split_contract(self, _, named):
        deals = self.contracts(named)
        signed = [day(deal["signed"]) for deal in deals]
        amounts = [Fraction(deal["amount"]) for deal in deals]
        return len(deals) >= 2 and max(amounts) < 3000000 <= sum(amounts)

    def again_round_trip(self, _, named):
        deal = self.contracts(named)[0]
        out = [self.rows["payments"][number] for number in named["payments"]]
        start = day(deal["signed"])
        within = all(start <= day(row["date"]) <= start + datetime.timedelta(400) for row in out)
        leaves = sum(Fraction(row["amount"]) for row in out if self.holder.get(row["payer_account"]) == deal["seller"])
        return within and leaves >= Fraction(deal["amount"]) / 5

    def again_payee_mismatch(self, finding, _):
        claim = self.rows["applications"][finding["application_id"]]
        return self.holder[claim["payee_account"]] != claim["applicant"]

    def again_duplicate_contract(self, _, named):
        claims = self.applications(named)
        return len(claims) >= 2 and len({claim["ref_id"] for claim in claims}) == 1

    def again_repapered(self, _, named):
        patent = named["patents"][0]
        holding = {row["contract_id"] for row in self.lists["contract_patents"] if row["app_no"] == patent}
        return len(set(named["contracts"])) >= 2 and set(named["contracts"]) <= holding

    again_patent_flip = again_repapered

    def again_seller_not_owner(self, _, named):
        deal = self.contracts(named)[0]
        patent = named["patents"][0]
        owner = self.rows["patents"][patent]["first_owner"]
        for event in sorted(self.lists["patent_events"], key=lambda row: row["date"]):
            if event["app_no"] == patent and event["event"] == "transfer" and event["date"] <= deal["signed"] \
                    and event["contract_id"] != deal["contract_id"]:
                owner = event["to_id"]
        return owner != deal["seller"]

    def again_transfer_not_recorded(self, _, named):
        deal = self.contracts(named)[0]
        return not any(event["app_no"] == named["patents"][0] and event["event"] == "transfer" and event["to_id"] == deal["buyer"]
                       and abs((day(event["date"]) - day(deal["signed"])).days) <= 30 for event in self.lists["patent_events"])

    def again_paid_less(self, finding, named):
        claim = self.rows["applications"][finding["application_id"]]
        seller = self.rows["contracts"][claim["ref_id"]]["seller"]
        rows = [self.rows["payments"][number] for number in named["payments"]]
        paid = sum(Fraction(row["amount"]) for row in rows
                   if row["date"] <= claim["submitted"] and self.holder.get(row["payee_account"], seller) == seller)
        return paid < Fraction(claim["claimed_base"])

    def again_invoice_reused(self, _, named):
        number = named["invoices"][0]
        used = sum(Fraction(row["allocated"]) for row in self.lists["application_invoices"]
                   if row["invoice_no"] == number and row["application_id"] in named["applications"])
        return used > Fraction(self.rows["invoices"][number]["amount"])

    def again_loan_rollover(self, _, named):
        days = 0
        for claim in self.applications(named):
            loan = self.rows["loans"][claim["ref_id"]]
            days += round(Fraction(claim["claimed_base"]) * 365 / (Fraction(loan["principal"]) * Fraction(loan["rate"])))
        return days > 730

    def again_insurance_surrender(self, _, named):
        policy = self.rows["policies"][named["policies"][0]]
        back = sum(Fraction(self.rows["payments"][number]["amount"]) for number in named["payments"])
        return bool(policy["surrendered"]) or back * 5 >= Fraction(policy["premium"])

    def again_shell_one_seller(self, _, named):
        claims = self.applications(named)
        sellers = {self.rows["contracts"][claim["ref_id"]]["seller"] for claim in claims}
        return len(sellers) == 1 and len({claim["applicant"] for claim in claims}) >= 3

    def again_shell_one_payee(self, _, named):
        claims = self.applications(named)
        return len({self.holder[claim["payee_account"]] for claim in claims}) == 1 and \
            len({claim["applicant"] for claim in claims}) >= 2


def main():
    recompute = Recompute(sys.argv[1])
    count = defaultdict(lambda: [0, 0, 0])
    with open(sys.argv[2], encoding="utf-8") as file:
        for finding in csv.DictReader(file):
            again = recompute.agrees(finding)
            count[finding["detector"]][2 if again is None else 0 if again else 1] += 1
    for detector, (same, other, looked) in sorted(count.items()):
        print("%-26s agrees %5d   differs %5d   evidence looked up %5d" % (detector, same, other, looked))
    return 1 if any(other for _, other, _ in count.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
