#!/usr/bin/env python3
"""Recomputes findings of `huiqi detect` from the rows that each names, with nothing of the program.

    recompute_findings.py FOLDER findings.csv

Each detector has a function `again_ID` that says from the named rows, and from what they point to by number (the holder of an account,
the firm of a party), whether the finding is right. Who belongs to whom on a day is recomputed from the registers of firms and
shareholders; what is said to be missing is looked for in the whole table. Exit 1 when a finding does not come out again.
"""
import csv
import datetime
import os
import re
import sys
from collections import defaultdict
from fractions import Fraction

NOBODY = {"", "/", "-", "—", ".", "无", "不详", "待补", "待补充", "待定", "未提供", "未填", "未知", "暂无", "无法定代表人", "无法人", "NA", "N/A", "NULL", "NONE"}
KEY = {"firms": "uscc", "accounts": "account", "patents": "app_no", "contracts": "contract_id", "payments": "payment_id",
       "invoices": "invoice_no", "loans": "loan_id", "policies": "policy_no", "certifications": "cert_no",
       "applications": "application_id"}
ROW_NAME = {"shareholders": ("holder_id", "held_uscc", "since"), "patent_events": ("app_no", "event", "date", "to_id"),
            "registers": ("uscc", "register"), "confirmed": ("party", "since")}
IDS = {"uscc", "legal_rep_id", "holder_id", "held_uscc", "first_owner", "from_id", "to_id", "contract_id", "seller", "buyer", "issuer",
       "receiver", "loan_id", "borrower", "lender", "renewal_of", "policy_no", "insurer", "insured", "cert_no", "holder", "body",
       "applicant", "agent", "ref_id", "party", "material_hash"}
ACCOUNTS = {"account", "bank_account", "payer_account", "payee_account", "invoice_no", "replaces"}
PHONES = {"phone", "contact_phone"}
# codes typed in capitals, in Chinese, with blanks are one code
CODES = {"status": {"正常": "normal", "VALID": "normal", "作废": "void", "已作废": "void", "红字": "red", "红冲": "red", "授权": "granted", "有效": "granted",
                    "失效": "lapsed", "终止": "lapsed", "EXPIRED": "lapsed", "撤回": "withdrawn", "无效": "invalidated", "宣告无效": "invalidated"},
         "type": {"转让": "transfer", "普通许可": "licence_ordinary", "独占许可": "licence_exclusive"},
         "programme": {"奖补": "award", "贴息": "interest", "保费": "premium", "认证": "cert"},
         "ref_type": {"合同": "contract", "贷款": "loan", "保单": "policy", "证书": "certification"}}
FAR = datetime.date(9999, 12, 31)
LONG_AGO = datetime.date(1900, 1, 1)


def narrow(text):
    return "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text)


def code(column, text):
    text = re.sub(r"\s", "", narrow(text).upper())
    return CODES[column].get(text, text.lower())


def normal(column, text, table=""):
    if column in CODES and table in ("invoices", "patents", "contracts", "applications"):
        return "granted" if (table, text) == ("patents", "有效") else "normal" if (table, text) == ("invoices", "有效") else code(column, text)
    if column in IDS:
        return re.sub(r"\s", "", narrow(text).upper())
    if column in ACCOUNTS:
        return re.sub(r"\D", "", narrow(text))
    if column == "app_no":
        digits = re.sub(r"[^0-9X]", "", narrow(text).upper())
        return digits[:-1] + "." + digits[-1] if len(digits) in (9, 13) else digits
    if column in PHONES:
        text = re.split(r"[转;/、,]|分机", narrow(text))[0]
        text = re.sub(r"^(0[\d\s()-]{9,})-\d{1,5}$", r"\1", text)      # an extension behind a landline
        return re.sub(r"^00", "", re.sub(r"\D", "", text)).removeprefix("86").removeprefix("0")
    return text


def day(text, otherwise=None):
    return datetime.date.fromisoformat(text) if text else otherwise


def days(number):
    return datetime.timedelta(number)


def yuan(text):
    return Fraction(text or 0)


class Recompute:
    def __init__(self, folder):
        self.lists = defaultdict(list)
        self.rows = defaultdict(dict)
        for name in sorted(os.listdir(folder)):
            table = name[:-4]
            if not name.endswith(".csv") or (table not in KEY and table not in ROW_NAME and not table.endswith(("_patents", "_invoices"))):
                continue
            with open(os.path.join(folder, name), encoding="utf-8-sig") as file:
                rows = [{column: normal(column, text or "", table) for column, text in row.items()} | {"typed": row.get("phone") or ""}
                        for row in csv.DictReader(file)]
            self.lists[table] = rows
            if table in KEY:
                self.rows[table] = {row[KEY[table]]: row for row in rows}
            elif table in ROW_NAME:
                self.rows[table] = {"/".join(row[column] for column in ROW_NAME[table]): row for row in rows}
        self.holder = {row["account"]: row["holder_id"] for row in self.lists["accounts"]}
        main = defaultdict(set)
        for row in self.lists["firms"]:
            if row["bank_account"] and row["bank_account"] not in self.holder:
                main[row["bank_account"]].add(row["uscc"])
        self.holder.update({account: next(iter(firms)) for account, firms in main.items() if len(firms) == 1})
        self.edges = self.control()
        self.sides = {}

    @staticmethod
    def somebody(who):
        """Not a word or a row of digits typed because the form wanted something."""
        return who not in NOBODY and len(set(who)) > 1 and who not in "123456789012345678901234567890"

    # -- who belongs to whom on a day ------------------------------------------------------------------------------------------

    def control(self):
        edges = [(row["uscc"], row["legal_rep_id"], LONG_AGO, FAR) for row in self.lists["firms"]
                 if row["kind"] in ("enterprise", "agency") and self.somebody(row["legal_rep_id"])]
        held = defaultdict(list)
        for row in self.lists["shareholders"]:
            if not row["holder_id"].startswith("11"):
                held[row["held_uscc"]].append((row["holder_id"], Fraction(row["percent"]), day(row["since"], LONG_AGO)))
        parent = {}
        for firm, rows in held.items():
            for who, percent, since in rows:
                if percent > 50:
                    later = [other for whose, share, other in rows
                             if other > since and ((share > 50 and whose != who) or (share <= 50 and whose == who))]
                    edges.append((firm, who, since, min(later, default=FAR)))
                    parent.setdefault(firm, who)
        for firm, rows in held.items():     # held by several of one side; by the same few persons as another firm
            sums = defaultdict(list)
            for who, percent, since in rows:
                if 5 <= percent <= 50:
                    sums[parent.get(who, who)].append((who, percent, since))
            for who, parts in sums.items():
                if len({part[0] for part in parts}) >= 2 and sum(part[1] for part in parts) > 50:
                    edges.append((firm, who, max(part[2] for part in parts), FAR))
        whose = defaultdict(list)
        for firm, rows in held.items():
            for who, percent, since in rows:
                if 25 <= percent <= 50:
                    whose[who].append((firm, percent, since))
        pairs = defaultdict(list)
        for who, firms in whose.items():
            for one in firms[:50]:
                for other in firms[:50]:
                    if one[0] < other[0]:
                        pairs[one[0], other[0]].append((who, min(one[1], other[1]), max(one[2], other[2])))
        for (one, other), parts in pairs.items():
            if len({part[0] for part in parts}) >= 2 and sum(part[1] for part in parts) > 50:
                edges.append((one, other, max(part[2] for part in parts), FAR))
        return edges

    def side(self, who, when):
        """The parties that belong together with one on a day."""
        if when not in self.sides:
            near = defaultdict(set)
            for one, other, since, until in self.edges:
                if since <= when < until:
                    near[one].add(other)
                    near[other].add(one)
            self.sides[when] = near
        near, found, todo = self.sides[when], {who}, [who]
        while todo:
            for other in near[todo.pop()] - found:
                found.add(other)
                todo.append(other)
        return found

    def people(self, who, when):
        """Its side, and those who hold a fifth of one of them."""
        side = self.side(who, when)
        return side | {row["holder_id"] for row in self.lists["shareholders"]
                       if row["held_uscc"] in side and Fraction(row["percent"]) >= 20 and day(row["since"], LONG_AGO) <= when}

    # -- what a finding names --------------------------------------------------------------------------------------------------

    def evidence(self, finding):
        named = defaultdict(list)
        for item in finding["evidence"].split():
            table, _, number = item.partition(":")
            named[table].append(number)
        return named

    def agrees(self, finding):
        """True or False; None where this script has no function for the detector."""
        named = self.evidence(finding)
        for table, numbers in named.items():
            if any(number not in self.rows[table] for number in numbers):
                return False
        known = getattr(self, "again_" + finding["detector"], None)
        if known is None:
            return None
        self.claim = self.rows["applications"][finding["application_id"]]
        self.named = {table: [self.rows[table][number] for number in numbers] for table, numbers in named.items()}
        return bool(known())

    def of(self, table):
        return self.named.get(table, [])

    def where(self, table, **wanted):
        return [row for row in self.lists[table] if all(row[column] == value for column, value in wanted.items())]

    def claims(self):
        return [row for row in self.of("applications")]

    def submitted(self):
        return day(self.claim["submitted"])

    def deal(self, claim=None):
        return self.rows["contracts"].get((claim or self.claim)["ref_id"])

    def applicants(self):
        return {claim["applicant"] for claim in self.claims()}

    def party(self, payment):
        return self.holder.get(payment["payer_account"]), self.holder.get(payment["payee_account"])

    def one_side(self, parties, when):
        side = self.side(next(iter(parties)), when)
        return all(party in side for party in parties)

    def owner_on(self, patent, when, without=""):
        """Who owned a patent at the end of a day: of the transfers of one day the one whose receiver gives nothing on that day; "" when several."""
        owner = self.rows["patents"][patent]["first_owner"]
        events = defaultdict(list)
        for event in self.where("patent_events", app_no=patent, event="transfer"):
            if day(event["date"]) <= when and event["contract_id"] != (without or "-"):
                events[event["date"]].append(event)
        for date in sorted(events):
            givers = {event["from_id"] for event in events[date] if event["from_id"] != event["to_id"]}
            last = {event["to_id"] for event in events[date] if event["to_id"] not in givers}
            owner = owner if not last else next(iter(last)) if len(last) == 1 else ""
        return owner

    def young(self, claim):
        firm = self.rows["firms"][claim["applicant"]]
        staff = max(int(firm["insured_%d" % year] or 0) for year in (2021, 2022, 2023))
        revenue = max(yuan(firm["revenue_%d" % year]) for year in (2021, 2022, 2023))
        fresh = day(claim["submitted"]) - day(firm["established"]) <= days(730) or (staff <= 1 and revenue <= 50000) or (staff <= 3 and revenue <= 10000)
        return fresh, staff, revenue

    # -- contracts -------------------------------------------------------------------------------------------------------------

    def same_two_sides(self, deals):
        last = max(day(deal["signed"]) for deal in deals)
        return self.one_side({deal["buyer"] for deal in deals}, last) and self.one_side({deal["seller"] for deal in deals}, last)

    def again_split_contract(self):
        deals = self.of("contracts")
        amounts = [yuan(deal["amount"]) for deal in deals]
        signed = [day(deal["signed"]) for deal in deals]
        return len(deals) >= 2 and max(amounts) < 3000000 <= sum(amounts) and max(signed) - min(signed) <= days(360) and \
            self.same_two_sides(deals)

    def again_split_over_cap(self):
        deals = self.of("contracts")
        amounts = [yuan(deal["amount"]) / 20 for deal in deals]
        return len(deals) >= 2 and max(amounts) <= 500000 < sum(amounts) and self.same_two_sides(deals)

    def again_split_side_letter(self):
        deals = self.of("contracts")
        amounts = [yuan(deal["amount"]) for deal in deals]
        signed = [day(deal["signed"]) for deal in deals]
        return max(signed) - min(signed) <= days(7 * (len(deals) - 1)) and len({(deal["buyer"], deal["seller"]) for deal in deals}) == 1 and \
            max(amounts) < 3000000 <= sum(amounts)

    def again_one_room(self):
        def place(firm):   # the end of the street, and the numbers of house, building and room
            text = narrow(firm["address"]).translate(str.maketrans("一二三四五六七八九", "123456789"))
            return re.split(r"\d", text)[0][-3:], [int(number) for number in re.findall(r"\d+", text)]
        one, other = (place(self.rows["firms"][self.deal()[side]]) for side in ("buyer", "seller"))
        return one == other and len(one[1]) > 1 and self.deal()["related_declared"] not in ("true", "是")

    def again_split_over_middle(self):
        """One buyer, each under the line and together over it; what one seller sold had come from the other within half a year."""
        deals = self.of("contracts")
        amounts = [yuan(deal["amount"]) for deal in deals]
        moved = {(row["from_id"], row["to_id"]): day(row["date"]) for row in self.of("patent_events") if row["event"] == "transfer"}
        if len({deal["buyer"] for deal in deals}) != 1 or max(amounts) >= 3000000:
            return False
        return any(yuan(one["amount"]) + yuan(other["amount"]) >= 3000000
                   and abs((day(one["signed"]) - day(other["signed"])).days) <= 180
                   and -60 <= (day(one["signed"]) - moved.get((other["seller"], one["seller"]), LONG_AGO)).days <= 180
                   for one in deals for other in deals if one is not other)

    def again_undisclosed_related(self):
        deal = self.deal()
        if deal["related_declared"] in ("true", "是"):
            return False
        named = self.of("firms") + [self.rows["firms"][party] for party in (deal["buyer"], deal["seller"]) if party in self.rows["firms"]]
        link = defaultdict(set)           # party -> what it is known by

        def tie(one, other):
            link[one].add(other)
            link[other].add(one)
        for firm in named:
            for column in ("legal_rep_id", "phone", "bank_account"):
                if firm[column] not in ("", "-"):
                    tie(firm["uscc"], firm[column])
            for number in self.numbers(firm):
                tie(firm["uscc"], number)
        for row in self.of("shareholders"):
            if Fraction(row["percent"]) >= 25 or self.in_one_room(deal) or {row["holder_id"], row["held_uscc"]} == {deal["buyer"], deal["seller"]}:
                tie(row["holder_id"], row["held_uscc"])
        for row in self.of("accounts"):
            tie(row["holder_id"], row["account"])
        if deal["buyer"] in self.side(deal["seller"], day(deal["signed"])):
            return True
        for firm in (deal["buyer"], deal["seller"]):
            for claim in self.where("applications", applicant=firm):
                tie(firm, claim["contact_phone"])
        found, todo = {deal["seller"]}, [deal["seller"]]
        while todo:
            for other in link[todo.pop()] - found:
                found.add(other)
                todo.append(other)
        return deal["buyer"] in found

    @staticmethod
    def numbers(firm):
        """All numbers in the field of the telephone; one of eight digits is that of its city, as is the end of a longer one."""
        for part in re.split(r"[/;、,或]", narrow(firm["typed"])):
            number = normal("phone", part)
            if len(number) >= 8:
                yield number
            if len(number) >= 8 and (len(number) == 8 or re.sub(r"\D", "", narrow(part)).startswith("0")):
                yield firm["district"][:4], number[-8:]

    def in_one_room(self, deal):
        rooms = [self.rows["firms"].get(party, {}).get("address") for party in (deal["buyer"], deal["seller"])]
        return bool(rooms[0]) and rooms[0] == rooms[1]

    def again_declared_related_claimed(self):
        return self.deal()["related_declared"] in ("true", "是") and self.claim["programme"] == "award"

    def came_back(self, start, ends, first, last):
        """What can have come from one party, or from several of one side, to some others over the named payments: nobody passes on what had
        not come to him by that day.

        Adds one way after another, and lets a way take back what an earlier one sent (Ford and Fulkerson) between events: party and day."""
        room = defaultdict(lambda: defaultdict(Fraction))
        days_of = defaultdict(set)
        starts = start if isinstance(start, set) else {start}
        start = "start"
        for row in self.of("payments"):
            giver, taker = self.party(row)
            when = day(row["date"])
            if giver != taker and giver not in ends - starts and first <= when <= last:
                room[start if giver in starts else (giver, when)]["home" if taker in ends else (taker, when)] += yuan(row["amount"])
                days_of[giver].add(when)
                days_of[taker].add(when)
        endless = sum((amount for there in room.values() for amount in there.values()), Fraction(0))
        for party, its in days_of.items():
            for before, after in zip(sorted(its), sorted(its)[1:]):
                room[(party, before)][(party, after)] += endless
        came = Fraction(0)
        while True:
            reached, line = {start: None}, [start]
            for at in line:
                for there, amount in list(room[at].items()):
                    if amount > 0 and there not in reached:
                        reached[there] = at
                        line.append(there)
            if "home" not in reached:
                return came
            way = ["home"]
            while reached[way[-1]] is not None:
                way.append(reached[way[-1]])
            steps = list(zip(way[1:], way))
            much = min(room[at][there] for at, there in steps)
            for at, there in steps:
                room[at][there] -= much
                room[there][at] += much
            came += much

    def again_round_trip(self):
        deal = self.deal()
        start = day(deal["signed"])
        came = self.came_back(deal["seller"], self.people(deal["buyer"], start), start, start + days(540))
        return came >= yuan(deal["amount"]) / 5 and deal["buyer"] not in self.side(deal["seller"], start)

    def again_mutual_sale(self):
        own, others = self.deal(), [deal for deal in self.of("contracts") if deal is not self.deal()]
        return bool(others) and all(
            deal["seller"] == own["buyer"] and deal["buyer"] == own["seller"] and abs(day(deal["signed"]) - day(own["signed"])) <= days(365)
            and yuan(own["amount"]) * 4 / 5 <= yuan(deal["amount"]) <= yuan(own["amount"]) * 5 / 4
            and self.where("applications", ref_id=deal["contract_id"], programme="award") for deal in others)

    def again_paid_less(self):
        deal, until = self.deal(), self.claim["submitted"]
        base = yuan(self.claim["claimed_base"])
        if self.shared_payments(deal, until) >= base:
            return False
        sellers, buyers = self.people(deal["seller"], day(until)), self.people(deal["buyer"], day(until))
        straight = into = out = Fraction(0)
        entered = False
        for row in self.of("payments"):
            payer, payee = self.party(row)
            amount = yuan(row["amount"])
            over, through = self.channel(payer, row), self.channel(payee, row)     # who passes money on counts once: what went in or what came out
            if row["date"] > until or row["contract_id"] != deal["contract_id"]:
                continue
            if payer == deal["seller"]:
                straight -= amount if payee in buyers else 0
                continue
            if over and payee in buyers:
                into -= amount
            if payer in sellers and not over and payer not in buyers:
                continue
            if through and not over:
                into, entered = into + amount, True
            elif not through and (payee in sellers or payee is None):
                out, straight = (out + amount, straight) if over else (out, straight + amount)
        passed = max(into, 0) if not out else out if not entered else max(0, min(into, out * Fraction(105, 100)))
        return straight + passed < yuan(self.claim["claimed_base"])

    def shared_payments(self, deal, until):
        """What the buyer paid straight to the seller for this contract when each payment bears one: less what older contracts lack."""
        others = [other for other in self.where("contracts", seller=deal["seller"], buyer=deal["buyer"]) if other is not deal]
        older = [other for other in others if other["signed"] <= deal["signed"]]
        first = day(min([deal["signed"]] + [other["signed"] for other in older])) - days(30)

        def under(contract):
            return sum((yuan(row["amount"]) for row in self.where("payments", contract_id=contract["contract_id"])), Fraction(0))

        def asked(contract):
            return sum((yuan(claim["claimed_base"]) for claim in self.where("applications", ref_id=contract["contract_id"], programme="award")
                        if claim["decision"] not in ("withdrawn", "rejected")), Fraction(0))
        both = [row for row in self.lists["payments"] if row["contract_id"] in ("", deal["contract_id"]) and self.party(row) == (deal["buyer"], deal["seller"])]
        straight = sum((yuan(row["amount"]) for row in both if first <= day(row["date"]) <= day(until)), Fraction(0))
        # a deposit of the year before, unless invoices of other trade stand for it
        handed = {row["invoice_no"] for row in self.where("application_invoices", application_id=self.claim["application_id"])}
        early = sum((yuan(row["amount"]) for row in both if first - days(370) <= day(row["date"]) < first), Fraction(0))
        trade = sum((yuan(row["amount"]) for row in self.where("invoices", issuer=deal["seller"], receiver=deal["buyer"])
                     if row["status"] == "normal" and yuan(row["amount"]) > 0 and row["contract_id"] != deal["contract_id"]
                     and row["invoice_no"] not in handed and first - days(370) <= day(row["date"]) < first), Fraction(0))
        straight += max(early - trade, Fraction(0))
        lacking = sum((max(Fraction(0), asked(other) - under(other)) for other in older), Fraction(0))
        spare = sum((max(Fraction(0), under(other) - yuan(other["amount"])) for other in others), Fraction(0))
        return straight - lacking + spare - sum((yuan(row["amount"]) for row in self.where("payments", contract_id=deal["contract_id"])
                                                 if self.party(row)[0] == deal["seller"]), Fraction(0))

    def channel(self, party, payment):
        firm = self.rows["firms"].get(party)
        return (firm is not None and firm["kind"] in ("bank", "insurer", "exchange")) or any(
            row["register"] in ("exchange_escrow", "group_treasury") and day(row["since"], LONG_AGO) <= day(payment["date"])
            for row in self.where("registers", uscc=party))

    def again_deal_undone(self):
        deal = self.deal()
        paid = day(self.claim["paid_date"] or self.claim["submitted"])
        cancelled = day(deal["cancelled"], FAR) <= paid + days(730)
        back = False
        for event in self.of("patent_events"):
            when = day(event["date"])
            within = day(deal["signed"]) < when <= day(deal["signed"]) + days(730)
            people = self.side(deal["seller"], when) | self.people(deal["seller"], day(deal["signed"]))
            back |= within and event["to_id"] in people and event["to_id"] not in self.side(deal["buyer"], when)
        return (cancelled or back) and self.claim["decision"] != "withdrawn"

    def again_payee_mismatch(self):
        return self.holder[self.claim["payee_account"]] != self.claim["applicant"]

    def again_payee_unknown(self):
        account = self.claim["payee_account"]
        if not account:
            return bool(self.claim["paid_date"])
        return account not in self.holder and not self.where("firms", bank_account=account)

    # -- claims made twice and papers ------------------------------------------------------------------------------------------

    def again_duplicate_contract(self):
        claims = self.claims()
        counted = [claim for claim in claims if claim["decision"] not in ("withdrawn",)]
        paid = sum(yuan(row["amount"]) for row in self.where("payments", contract_id=self.claim["ref_id"])
                   if row["date"] <= max(claim["submitted"] for claim in claims))
        total = sum(yuan(claim["claimed_base"]) for claim in counted)
        return len(counted) >= 2 and len({claim["ref_id"] for claim in claims}) == 1 and (
            total > yuan(self.deal()["amount"]) or 0 < paid < total or len(self.applicants()) > 1)

    def again_duplicate_matter(self):
        claims = self.claims()
        level = {claim["bureau"].endswith("00") for claim in claims}
        return len(claims) >= 2 and len({(claim["ref_id"], claim["programme"]) for claim in claims}) == 1 and len(level) == 1

    def again_repapered(self, kinds=("transfer", "licence_exclusive")):
        patent = self.of("patents")[0]["app_no"]
        deals = self.of("contracts")
        holding = {row["contract_id"] for row in self.where("contract_patents", app_no=patent)}
        last = day(self.deal()["signed"])
        return len(deals) >= 2 and all(deal["contract_id"] in holding and deal["type"] in kinds for deal in deals) and \
            self.one_side({deal["buyer"] for deal in deals}, last)

    def again_repapered_licence(self):
        amounts = [yuan(deal["amount"]) for deal in self.of("contracts")]
        return self.again_repapered(("licence_ordinary", "licence_exclusive")) and (
            min(amounts) >= max(amounts) * Fraction(7, 13) or {deal["type"] for deal in self.of("contracts")} == {"licence_ordinary", "licence_exclusive"})

    def again_same_documents(self):
        claims = self.claims()
        return len({claim["material_hash"] for claim in claims}) == 1 and len({claim["ref_id"] for claim in claims}) >= 2

    def named_allocations(self):
        numbers = {row["invoice_no"] for row in self.of("invoices")}
        return [row for row in self.where("application_invoices", application_id=self.claim["application_id"]) if row["invoice_no"] in numbers]

    def again_bad_invoice(self):
        deal = self.deal()
        for part in self.named_allocations():
            invoice = self.rows["invoices"][part["invoice_no"]]
            red = -sum(yuan(row["amount"]) for row in self.of("invoices") if yuan(row["amount"]) < 0
                       and (row["replaces"] == invoice["invoice_no"] or
                            (row["replaces"] == "" and -yuan(row["amount"]) == yuan(invoice["amount"]))))
            ours = self.side(self.claim["applicant"], self.submitted())
            theirs = self.side(deal["seller"], day(deal["signed"])) if deal else {invoice["issuer"]}
            if invoice["status"] != "normal" or yuan(invoice["amount"]) - red < yuan(part["allocated"]) or \
                    invoice["receiver"] not in ours or invoice["issuer"] not in theirs:
                return True
            if self.left_between(invoice) < 0 or self.of_another(invoice, part) or \
                    (deal and day(deal["signed"]) - day(invoice["date"]) > days(365)):
                return True
        return False

    def left_between(self, invoice):
        """What is left of the invoices between two after all reversals, less what claims were made for."""
        pair = self.where("invoices", issuer=invoice["issuer"], receiver=invoice["receiver"])
        loose = [row for row in pair if yuan(row["amount"]) < 0 and not row["replaces"]]
        if not any(row["date"] >= invoice["date"] for row in loose):
            return 0
        left = sum(yuan(row["amount"]) for row in loose)
        for row in pair:
            if row["status"] == "normal" and yuan(row["amount"]) > 0:
                reversed_ = sum(yuan(red["amount"]) for red in self.where("invoices", replaces=row["invoice_no"]) if yuan(red["amount"]) < 0)
                left += max(0, yuan(row["amount"]) + reversed_)
        used = defaultdict(Fraction)
        numbers = {row["invoice_no"] for row in pair}
        for part in self.lists["application_invoices"]:
            claim = self.rows["applications"].get(part["application_id"])
            if part["invoice_no"] in numbers and claim and claim["decision"] not in ("withdrawn", "rejected"):
                key = part["invoice_no"], claim["ref_id"]
                used[key] = max(used[key], yuan(part["allocated"]))
        return left - sum(used.values())

    def of_another(self, invoice, part):
        number = invoice["contract_id"]
        other = self.rows["contracts"].get(number) or self.rows["policies"].get(number)
        return number != self.claim["ref_id"] and other is not None and not other.get("cancelled") and \
            yuan(invoice["amount"]) - yuan(other.get("amount") or other.get("premium")) < yuan(part["allocated"])

    def again_invoice_reused(self):
        number = self.of("invoices")[0]["invoice_no"]
        claims = {claim["application_id"] for claim in self.claims() if claim["decision"] not in ("withdrawn", "rejected")}
        used = sum(yuan(row["allocated"]) for row in self.where("application_invoices", invoice_no=number) if row["application_id"] in claims)
        return used > yuan(self.rows["invoices"][number]["amount"])

    def again_fake_invoice(self):
        return any(row["invoice_no"] not in self.rows["invoices"]
                   for row in self.where("application_invoices", application_id=self.claim["application_id"]))

    def again_invoice_disagrees(self):
        parts = self.named_allocations()
        return sum(yuan(row["allocated"]) for row in parts) < yuan(self.claim["claimed_base"]) or \
            any(yuan(row["allocated"]) > yuan(self.rows["invoices"][row["invoice_no"]]["amount"]) for row in parts)

    def again_no_invoice(self):
        return not self.where("application_invoices", application_id=self.claim["application_id"]) and yuan(self.claim["claimed_base"]) > 0

    def again_support_above_cost(self):
        claims = [claim for claim in self.claims() if claim["decision"] not in ("withdrawn", "rejected")] or self.claims()
        bases = [yuan(claim["claimed_base"]) for claim in self.claims()]
        claimed = sum(yuan(claim["claimed_amount"]) for claim in claims)
        # what one claim declares and another one asks for is the same money
        total = max(claimed + max(Fraction(0), yuan(claim["other_support"]) - (claimed - yuan(claim["claimed_amount"])))
                    for claim in self.claims())
        return total > (max(max(bases), sum(bases)) if self.claim["programme"] == "award" else max(bases))

    def again_base_above_cost(self):
        number = self.claim["ref_id"]
        cost = [yuan(self.rows[table][number][column]) for table, column in
                (("contracts", "amount"), ("policies", "premium"), ("certifications", "fee")) if number in self.rows[table]]
        return yuan(self.claim["claimed_base"]) > cost[0]

    def again_claimed_above_rule(self):
        base, programme = yuan(self.claim["claimed_base"]), self.claim["programme"]
        kind = self.of("policies")[0]["kind"] if self.of("policies") else "infringement"
        share = {"infringement": Fraction(6, 10), "execution": Fraction(5, 10), "pledge": Fraction(4, 10)}[kind]
        most = {"award": min(base / 20, 500000), "interest": min(base / 2, 300000), "premium": min(base * share, 20000),
                "cert": min(base, 20000), "grant": self.grant()}[programme]
        return yuan(self.claim["claimed_amount"]) > most

    def grant(self):
        scheme = self.rows["certifications"].get(self.claim["ref_id"], {}).get("scheme")
        return {"srdi_provincial": 100000, "srdi_national": 200000}.get(scheme, yuan(self.claim["claimed_amount"]))

    # -- parties ---------------------------------------------------------------------------------------------------------------

    def again_shell_one_hand(self):
        return len(self.applicants()) >= 3 and self.one_side(self.applicants(), self.submitted()) and \
            all(self.young(claim)[0] for claim in self.claims())

    def again_shell_one_payee(self):
        return len({self.holder.get(claim["payee_account"], claim["applicant"]) for claim in self.claims()}) == 1 and len(self.applicants()) >= 2

    def again_shell_one_phone(self):
        return len({claim["contact_phone"] for claim in self.claims()}) == 1 and len(self.applicants()) >= 3 and \
            all(self.young(claim)[0] for claim in self.claims())

    def again_shell_one_seller(self):
        deals = [self.deal(claim) for claim in self.claims()]
        last = max(day(deal["signed"]) for deal in deals)
        return self.one_side({deal["seller"] for deal in deals}, last) and len(self.applicants()) >= 3

    def again_shell_one_place(self):
        street = {re.split(r"号", narrow(row["address"]))[0].translate(str.maketrans("一二三四五六七八九", "123456789")).replace("十", "")
                  for row in self.of("firms")}
        born = [day(row["established"]) for row in self.of("firms")]
        return len(self.applicants()) >= 3 and max(born) - min(born) <= days(180) and len({text[-3:] for text in street}) <= 2

    def again_party_gone(self):
        firm = self.rows["firms"][self.claim["applicant"]]
        deal = self.deal() if self.claim["ref_type"] == "contract" else None
        signed = day(deal["signed"]) if deal else self.submitted()
        seller = self.rows["firms"].get(deal["seller"]) if deal else None
        return day(firm["deregistered"], FAR) <= self.submitted() or day(firm["established"]) > signed or (seller is not None and (
            day(seller["deregistered"], FAR) < signed - days(75) or day(seller["established"]) > signed))

    def again_size_understated(self):
        """By the firms that it names, each of which it controls by the register on the day: itself, or together with those it controls."""
        year, when = min(max(int(self.claim["year"]) - 1, 2021), 2023), self.submitted()
        firms = {row["uscc"]: row for row in self.of("firms")}
        share = {}
        for row in sorted(self.lists["shareholders"], key=lambda row: day(row["since"], LONG_AGO)):
            if day(row["since"], LONG_AGO) <= when:
                if Fraction(row["percent"]) > 50:
                    share.update({key: Fraction(0) for key in share if key[1] == row["held_uscc"] and share[key] > 50})
                share[row["holder_id"], row["held_uscc"]] = Fraction(row["percent"])
        own = {self.claim["applicant"]}
        while True:
            more = {held for _, held in share if held not in own and sum(part for (holder, firm), part in share.items() if firm == held and holder in own) > 50}
            if not more:
                break
            own |= more
        return sum(int(row["insured_%d" % year] or 0) for row in firms.values()) >= 1000 and \
            sum(yuan(row["revenue_%d" % year]) for row in firms.values()) >= 400000000 and self.claim["declared_size"] != "large" and set(firms) <= own

    def again_size_unknown(self):
        firm, year = self.rows["firms"][self.claim["applicant"]], min(max(int(self.claim["year"]) - 1, 2021), 2023)
        staff, revenue = firm["insured_%d" % year], firm["revenue_%d" % year]
        largest = [max(one(firm["%s_%d" % (what, each)] or 0) for each in (2021, 2022, 2023)) for what, one in (("insured", int), ("revenue", yuan))]
        return "" in (staff, revenue) and (int(staff) if staff else largest[0]) >= 1000 and \
            (yuan(revenue) if revenue else largest[1]) >= 400000000 and self.claim["declared_size"] != "large"

    def again_agent_kickback(self):
        paid = day(self.claim["paid_date"])
        side = self.side(self.claim["agent"], paid) | self.people(self.claim["agent"], paid)
        shared = sum(yuan(row["amount"]) for row in self.of("payments")
                     if self.party(row)[1] in side and self.submitted() < day(row["date"]) <= paid + days(180))
        return shared * 5 >= yuan(self.claim["approved_amount"]) > 0

    def again_confirmed_party(self):
        parties = self.side(self.claim["applicant"], self.submitted()) | self.side(self.claim["agent"], self.submitted())
        deal = self.deal() if self.claim["ref_type"] == "contract" else None
        parties |= self.side(deal["seller"], day(deal["signed"])) if deal else set()
        return any(row["party"] in parties and day(row["since"]) <= self.submitted() for row in self.of("confirmed"))

    def again_nothing_behind(self):
        table = {"contract": "contracts", "loan": "loans", "policy": "policies", "certification": "certifications"}.get(self.claim["ref_type"].strip().lower(), "certifications")
        return self.claim["ref_id"] not in self.rows[table] or self.claim["applicant"] not in self.rows["firms"]

    # -- patents ---------------------------------------------------------------------------------------------------------------

    def again_patent_flip(self):
        deals = self.of("contracts")
        patent = self.of("patents")[0]["app_no"]
        holding = {row["contract_id"] for row in self.where("contract_patents", app_no=patent)}
        return len({deal["buyer"] for deal in deals}) >= 2 and len(self.of("patent_events")) >= 2 and \
            all(deal["contract_id"] in holding for deal in deals)

    def again_patent_ring(self):
        deal = self.deal()
        signed = day(deal["signed"])
        people = self.people(deal["buyer"], signed)
        return any(event["from_id"] in people and signed - days(1100) <= day(event["date"]) < signed for event in self.of("patent_events"))

    def again_price_jump(self):
        deal = self.deal()
        before = [row for row in self.of("contracts") if row["contract_id"] != deal["contract_id"]]
        prices = [yuan(row["amount"]) for row in before]
        return bool(before) and yuan(deal["amount"]) > 3 * (sum(prices) if len(prices) == 1 else min(prices))

    def again_licence_then_sale(self):
        def each(contract):
            return yuan(contract["amount"]) / max(1, len(self.where("contract_patents", contract_id=contract["contract_id"])))
        deal = self.deal()
        licences = [row for row in self.of("contracts") if row["contract_id"] != deal["contract_id"]]
        patent = self.of("patents")[0]["app_no"]
        listed = all(self.where("contract_patents", contract_id=row["contract_id"], app_no=patent) for row in licences)
        return bool(licences) and listed and all(
            0 <= (day(deal["signed"]) - day(row["signed"])).days <= 540 and row["terms"] not in ("royalty", "milestone")
            and row["buyer"] not in self.side(row["seller"], day(row["signed"]))
            and each(deal) > {"licence_exclusive": 5, "licence_ordinary": 20}[row["type"]] * each(row) for row in licences)

    def again_price_outlier(self):
        each = []
        deal = self.deal()
        kind = self.kind_of(deal)
        for claim in self.where("applications", ref_type="contract", programme="award"):
            other = self.deal(claim)
            if other and other["type"] == deal["type"] and self.kind_of(other) == kind:
                each.append(yuan(other["amount"]) / max(1, len(self.where("contract_patents", contract_id=other["contract_id"]))))
        middle = sorted(each)[(len(each) - 1) // 2]
        own = yuan(deal["amount"]) / max(1, len(self.where("contract_patents", contract_id=deal["contract_id"])))
        return len(each) >= 30 and own > 20 * middle

    def kind_of(self, deal):
        parts = sorted(self.where("contract_patents", contract_id=deal["contract_id"]), key=lambda row: row["app_no"])
        return self.rows["patents"].get(parts[0]["app_no"], {}).get("type") if parts else None

    def again_right_not_valid(self):
        signed = day(self.deal()["signed"])
        patent = self.of("patents")[0]
        ended, noticed = day(patent["status_date"], FAR), day(patent["abnormal_notice"], FAR)
        return (patent["status"] in ("lapsed", "withdrawn", "invalidated") and ended <= signed) or noticed <= self.submitted() or \
            (patent["status"] == "invalidated" and ended <= self.submitted()) or day(patent["filed"]) > signed

    def again_right_partly_invalid(self):
        return self.again_right_not_valid() and len(self.patents_of(self.deal())) > 4

    def again_term_over(self):
        return self.term_end(self.of("patents")[0]) <= day(self.deal()["signed"])

    @staticmethod
    def term_end(patent):
        years = 20 if patent["type"] == "invention" else 15 if patent["type"] == "design" and patent["filed"] >= "2021-06-01" else 10
        filed = day(patent["filed"])
        last = 28 if (filed.month, filed.day) == (2, 29) else filed.day
        return filed.replace(year=filed.year + years, day=last)

    def again_let_lapse(self):
        patent = self.of("patents")[0]
        return patent["status"] in ("lapsed", "withdrawn") and \
            day(self.deal()["signed"]) < day(patent["status_date"]) <= self.submitted() + days(365)

    def again_seller_not_owner(self):
        deal = self.deal()
        signed = day(deal["signed"])
        owner = self.owner_on(self.of("patents")[0]["app_no"], signed, deal["contract_id"])
        side = self.side(deal["seller"], signed)
        return owner not in side | {row["holder_id"] for row in self.lists["shareholders"] if row["held_uscc"] in side
                                    and row["holder_type"] == "person" and Fraction(row["percent"]) >= 20 and day(row["since"], LONG_AGO) <= signed}

    def again_transfer_not_recorded(self):
        deal = self.deal()
        signed = day(deal["signed"])
        # a patent that is on no record is no evidence: then one of the contract's list is meant
        patents = {patent["app_no"] for patent in self.of("patents")} or self.patents_of(deal) - set(self.rows["patents"])
        return deal["type"] == "transfer" and any(not any(
            event["to_id"] == deal["buyer"] and signed - days(30) <= day(event["date"]) <= signed + days(540)
            for event in self.where("patent_events", app_no=patent, event="transfer")) for patent in patents)

    def pledged(self, loan):
        return {row["app_no"] for row in self.where("loan_patents", loan_id=loan["loan_id"])}

    def again_double_pledge(self):
        loans = self.of("loans")
        own = self.rows["loans"][self.claim["ref_id"]]
        patent = self.of("patents")[0]["app_no"]

        def end(loan):
            return min(day(loan["end"]), day(loan["repaid_date"], FAR))
        return all(patent in self.pledged(loan) for loan in loans) and any(
            loan["loan_id"] != own["loan_id"] and day(loan["start"]) < end(own) and end(loan) > day(own["start"]) for loan in loans)

    def again_pledge_not_owned(self):
        loan, patent = self.of("loans")[0], self.of("patents")[0]
        start = day(loan["start"])
        gone = patent["status"] in ("lapsed", "withdrawn", "invalidated") and day(patent["status_date"], FAR) <= start
        return gone or self.owner_on(patent["app_no"], start) not in self.people(loan["borrower"], start)

    # -- loans, insurance, recognition -----------------------------------------------------------------------------------------

    def again_loan_rollover(self):
        total = 0
        for claim in self.claims():
            loan = self.rows["loans"][claim["ref_id"]]
            total += round(yuan(claim["claimed_base"]) * 365 / (yuan(loan["principal"]) * Fraction(loan["rate"])))
        return total > 730 and self.one_side(self.applicants(), max(day(claim["submitted"]) for claim in self.claims()))

    def again_loan_bridged(self):
        """Each loan begins about when the one before ends, of the same borrower and order of size; one between is not claimed."""
        loans = sorted(self.of("loans"), key=lambda loan: day(loan["start"]))
        total = sum(round(yuan(claim["claimed_base"]) * 365 / (yuan(loan["principal"]) * Fraction(loan["rate"])))
                    for claim in self.claims() for loan in [self.rows["loans"][claim["ref_id"]]])
        idle = [loan for loan in loans if all(claim["decision"] in ("rejected", "withdrawn") for claim in self.where("applications", ref_id=loan["loan_id"]))]
        near = all(-60 <= (day(later["start"]) - day(one["end"])).days <= 110 for one, later in zip(loans, loans[1:]))
        sizes = [yuan(loan["principal"]) for loan in loans]
        return total > 733 and idle and (near or len(loans) > 3) and max(sizes) <= 4 * min(sizes) and len({loan["borrower"] for loan in loans}) == 1

    def again_loan_parked(self):
        loan = self.of("loans")[0]
        half = yuan(loan["principal"]) / 2
        start = day(loan["start"])
        out = sum(yuan(row["amount"]) for row in self.of("payments")
                  if self.party(row)[0] == self.claim["applicant"] and start <= day(row["date"]) <= start + days(30))
        home = sum(yuan(row["amount"]) for row in self.of("payments") if self.party(row)[1] == self.claim["applicant"])
        kept = sum(yuan(row["amount"]) for row in self.of("payments") if self.party(row) == (self.claim["applicant"], loan["lender"]))
        banked = sum(yuan(row["amount"]) for row in self.of("payments") if self.party(row)[0] == self.claim["applicant"]
                     and self.rows["firms"].get(self.party(row)[1], {}).get("kind") == "bank")
        return kept >= half or min(banked, home) >= half or min(out, home) >= half

    def again_loan_not_due(self):
        loan = self.of("loans")[0]
        length = min((day(loan["end"]) - day(loan["start"])).days, 730)
        interest = yuan(loan["principal"]) * Fraction(loan["rate"]) * length / 365
        return loan["borrower"] != self.claim["applicant"] or loan["on_time"] not in ("true", "是") or \
            day(loan["repaid_date"], FAR) > self.submitted() or yuan(self.claim["claimed_base"]) > interest

    def again_hollow_pledge(self):
        loan = self.of("loans")[0]
        end = min(day(loan["end"]), day(loan["repaid_date"], FAR))
        events = self.of("patent_events")
        return not any(event["event"] == "pledge" for event in events) or any(
            event["event"] == "pledge_release" and day(event["date"]) < end - days(45) for event in events)

    def again_insurance_surrender(self):
        policy = self.of("policies")[0]
        side = self.people(self.claim["applicant"], self.submitted())
        back = sum(yuan(row["amount"]) for row in self.of("payments") if self.party(row)[1] in side)
        return day(policy["surrendered"], FAR) < day(policy["end"]) - days(15) or \
            max(back, yuan(policy["refund"])) * 5 >= yuan(policy["premium"])

    def again_double_insurance(self):
        one, *others = self.of("policies")
        return any(other["app_no"] == one["app_no"] and other["kind"] == one["kind"] and day(other["start"]) < day(one["end"])
                   and day(other["end"]) > day(one["start"]) for other in others)

    def again_premium_inflated(self):
        def rate(policy):
            return yuan(policy["premium"]) / yuan(policy["sum_insured"])
        own = self.of("policies")[0]
        rates = sorted(rate(self.rows["policies"][claim["ref_id"]]) for claim in self.where("applications", ref_type="policy")
                       if self.rows["policies"].get(claim["ref_id"], {}).get("kind") == own["kind"])
        return len(rates) >= 20 and rate(own) > 3 * rates[(len(rates) - 1) // 2]

    def again_policy_invalid(self):
        policy = self.of("policies")[0]
        if day(policy["start"]) > self.submitted():
            return True
        paid = sum(yuan(row["amount"]) for row in self.lists["payments"] if row["contract_id"] == policy["policy_no"]
                   or (row["contract_id"] == "" and self.party(row) == (self.claim["applicant"], policy["insurer"])))
        for other in self.where("policies", insured=policy["insured"], insurer=policy["insurer"]):
            if other is not policy:
                named = sum(yuan(row["amount"]) for row in self.where("payments", contract_id=other["policy_no"]))
                claimed = any(claim["decision"] not in ("withdrawn", "rejected") for claim in self.where("applications", ref_id=other["policy_no"]))
                paid += max(0, named - yuan(other["premium"]))
                if claimed and other["start"] <= policy["start"]:
                    paid -= max(0, yuan(other["premium"]) - named)
        return policy["insured"] != self.claim["applicant"] or paid < yuan(policy["premium"]) * Fraction(9, 10)

    def again_cert_undone(self):
        cert = self.of("certifications")[0]
        back = sum(yuan(row["amount"]) for row in self.of("payments") if self.party(row)[0] == cert["body"])
        undone = cert["status"] != "valid" and day(cert["status_date"], FAR) <= day(cert["issued"]) + days(730)
        return undone or (yuan(cert["fee"]) > 0 and back * 5 >= yuan(cert["fee"])) or cert["holder"] != self.claim["applicant"] or \
            day(cert["issued"]) > self.submitted()

    def again_certified_twice(self):
        certs = self.of("certifications")
        issued = sorted(day(cert["issued"]) for cert in certs)
        return len(certs) >= 2 and len({cert["holder"] for cert in certs}) == 1 and all(cert["scheme"] == "ipms" for cert in certs) and \
            issued[-1] - issued[0] <= days(900)

    def again_patents_reused(self):
        patent = self.of("patents")[0]["app_no"]
        serves = {row["cert_no"] for row in self.where("cert_patents", app_no=patent)}
        certs = self.of("certifications")
        return len({cert["holder"] for cert in certs}) >= 2 and all(cert["cert_no"] in serves for cert in certs)

    def again_patents_rushed(self):
        issued = day(self.of("certifications")[0]["issued"])
        own = self.claim["applicant"]
        events = self.of("patent_events")
        return any(event["to_id"] == own and issued - days(365) <= day(event["date"]) <= issued for event in events) and \
            any(event["from_id"] == own and issued - days(30) < day(event["date"]) <= issued + days(540) for event in events)

    def again_patents_rushed_in(self):
        issued = day(self.of("certifications")[0]["issued"])
        bought = set()
        for event in self.of("patent_events"):
            when = day(event["date"])
            people = self.people(self.claim["applicant"], when)
            if issued - days(270) <= when <= issued and event["to_id"] in people and event["from_id"] not in people:
                bought.add(event["app_no"])
        return (len(bought) >= 2 and 2 * len(bought) >= len(self.of("patents"))) or len(bought) == len(self.of("patents"))

    def again_first_time_again(self):
        own = self.rows["certifications"][self.claim["ref_id"]]
        return any(self.rows["certifications"][claim["ref_id"]]["scheme"] in (own["scheme"], "srdi_national")
                   and self.rows["certifications"][claim["ref_id"]]["issued"] < own["issued"] for claim in self.claims()
                   if claim["application_id"] != self.claim["application_id"])

    # -- patents behind loans, policies and recognitions -----------------------------------------------------------------------

    def again_loan_without_pledge(self):
        return not self.where("loan_patents", loan_id=self.claim["ref_id"])

    def again_pledged_sold(self):
        loan = self.of("loans")[0]
        start, end = day(loan["start"]), min(day(loan["end"]), day(loan["repaid_date"], FAR))
        people = self.people(loan["borrower"], start)
        patent = self.of("patents")[0]["app_no"]
        released = [day(row["date"]) for row in self.where("patent_events", app_no=patent, event="pledge_release", contract_id=loan["loan_id"])]
        return patent in self.pledged(loan) and any(
            event["from_id"] in people and event["to_id"] not in people and start < day(event["date"]) < min([end] + released)
            for event in self.of("patent_events"))

    def again_loan_not_disbursed(self):
        loan = self.of("loans")[0]
        start = day(loan["start"])
        out = sum(yuan(row["amount"]) for row in self.lists["payments"] if self.party(row)[0] == loan["lender"] and (
            row["contract_id"] == loan["loan_id"] or (row["contract_id"] == "" and self.party(row)[1] == loan["borrower"]
                                                      and start - days(10) <= day(row["date"]) <= start + days(45))))
        return out * 2 < yuan(loan["principal"])

    def again_loan_renewed_beyond(self):
        def root(number):
            before = self.rows["loans"].get(number, {}).get("renewal_of")
            return root(before) if before else number
        total = {True: 0, False: 0}
        for claim in self.claims():
            loan = self.rows["loans"][claim["ref_id"]]
            length = round(yuan(claim["claimed_base"]) * 365 / (yuan(loan["principal"]) * Fraction(loan["rate"])))
            total[claim["bureau"].endswith("00")] += length
        return len({root(claim["ref_id"]) for claim in self.claims()}) == 1 and max(total.values()) > 730

    def unfit(self, patent, who, when):
        """Not the party's own or licensed on the day, or no longer in force."""
        lapsed = patent["status"] in ("lapsed", "withdrawn", "invalidated") and day(patent["status_date"], FAR) <= when
        licensed = any(day(row["date"]) <= when for row in self.where("patent_events", app_no=patent["app_no"], event="licence", to_id=who))
        strange = self.owner_on(patent["app_no"], when) not in self.people(who, when) and not licensed
        return lapsed or self.term_end(patent) <= when or strange

    def again_policy_wrong_patent(self):
        policy = self.of("policies")[0]
        return self.unfit(self.of("patents")[0], policy["insured"], day(policy["start"]))

    def again_policy_short(self):
        policy = self.of("policies")[0]
        return day(policy["end"]) - day(policy["start"]) < days(180)

    def again_cert_patents_invalid(self):
        cert = self.of("certifications")[0]
        patents = self.of("patents")
        return 2 * len(patents) >= len(self.where("cert_patents", cert_no=cert["cert_no"])) and all(
            self.unfit(patent, self.claim["applicant"], day(cert["issued"])) for patent in patents)

    # -- the same thing under another name ---------------------------------------------------------------------------------------

    def again_invoice_reissued_reused(self):
        numbers = {row["invoice_no"] for row in self.of("invoices")}
        first = [row for row in self.of("invoices") if not row["replaces"]]
        claims = {claim["application_id"] for claim in self.claims() if claim["decision"] not in ("withdrawn", "rejected")}
        used = sum(yuan(row["allocated"]) for row in self.lists["application_invoices"]
                   if row["invoice_no"] in numbers and row["application_id"] in claims)
        return len(numbers) >= 2 and len(first) == 1 and used > yuan(first[0]["amount"])

    def again_registration_reused(self):
        return len({deal["reg_no"] for deal in self.of("contracts")}) == 1 and len(self.of("contracts")) >= 2 and \
            {claim["ref_id"] for claim in self.claims()} == {deal["contract_id"] for deal in self.of("contracts")}

    def again_wrong_programme(self):
        scheme = self.of("certifications")[0]["scheme"]
        return (self.claim["programme"] == "grant") == (scheme == "ipms")

    def again_split_unclaimed(self):
        deals = self.of("contracts")
        amounts = [yuan(deal["amount"]) for deal in deals]
        claimed = {claim["ref_id"] for claim in self.where("applications", ref_type="contract", programme="award")}
        signed = [day(deal["signed"]) for deal in deals]
        return max(amounts) < 3000000 <= sum(amounts) and sum(amounts) - max(amounts) >= 300000 and \
            any(deal["contract_id"] not in claimed for deal in deals) and max(signed) - min(signed) <= days(30) and \
            self.same_two_sides(deals)

    # -- money by another way --------------------------------------------------------------------------------------------------

    def again_price_prefunded(self):
        deal = self.deal()
        signed = day(deal["signed"])
        came = self.came_back(deal["seller"], self.people(deal["buyer"], signed), signed - days(90), signed)
        return came * 2 >= yuan(deal["amount"])

    def again_paid_back_by_side(self):
        deal = self.deal()
        signed, price = day(deal["signed"]), yuan(deal["amount"])
        people, side = self.people(deal["buyer"], signed), self.side(deal["seller"], signed)
        paid = any(self.party(row)[0] in side - {deal["seller"]} for row in self.of("payments"))
        before = self.came_back(side - people, people, signed - days(90), signed - days(1))
        after = self.came_back(side - people, people, signed - days(90), signed + days(540)) - before
        return paid and deal["buyer"] not in side and (before * 2 >= price or after * 5 >= price)

    def again_escrow_round_trip(self):
        deal = self.deal()
        signed = day(deal["signed"])
        people = self.people(deal["buyer"], signed)
        rows = self.of("payments")
        into = [row for row in rows if self.party(row)[0] == deal["seller"] and self.channel(self.party(row)[1], row)]
        home = [row for row in rows if self.party(row)[1] in people and self.channel(self.party(row)[0], row)]
        return min(sum(yuan(row["amount"]) for row in into), sum(yuan(row["amount"]) for row in home)) * 5 >= yuan(deal["amount"])

    def again_round_trip_small(self):
        deal = self.deal()
        people = self.people(deal["buyer"], day(deal["signed"]))
        rows = self.of("payments")
        hands = {self.party(row)[1] for row in rows if self.party(row)[0] == deal["seller"]}
        home = [row for row in rows if self.party(row)[0] in hands and self.party(row)[1] in people]
        return len({self.party(row)[0] for row in home}) >= 5 and sum(yuan(row["amount"]) for row in home) * 5 >= yuan(deal["amount"])

    def again_round_trip_unknown(self):
        deal = self.deal()
        signed = day(deal["signed"])
        people = self.people(deal["buyer"], signed)
        known = set(self.holder) | {firm["bank_account"] for firm in self.lists["firms"]}
        rows = self.of("payments")
        into = [row for row in rows if row["payee_account"] not in known]
        home = [row for row in rows if self.party(row)[1] in people and self.party(row)[0] not in people]
        out = [row for row in rows if row["payer_account"] not in known and any(
            one["payee_account"] == row["payer_account"] and 0 <= (day(row["date"]) - day(one["date"])).days <= 90 for one in into)]
        few = all(len({row["payer_account"] if row["payee_account"] == one["payee_account"] else row["payee_account"] for row in self.lists["payments"]
                       if one["payee_account"] in (row["payer_account"], row["payee_account"])}) <= 22 for one in into)
        within = all(signed <= day(row["date"]) <= signed + days(540) for row in rows)
        return bool(out) and few and within and sum(yuan(row["amount"]) for row in home) * 5 >= yuan(deal["amount"])

    def again_reward_to_buyer(self):
        deal = self.deal()
        head = self.rows["firms"][deal["buyer"]]["legal_rep_id"]
        return sum(yuan(row["amount"]) for row in self.of("payments") if self.party(row) == (deal["seller"], head)) * 5 >= yuan(deal["amount"])

    # -- agents, records and empty firms in rows -------------------------------------------------------------------------------

    def again_agent_is_seller(self):
        deal = self.deal()
        signed = day(deal["signed"])
        agent = self.claim["agent"]
        people = self.people(agent, signed) | {self.rows["firms"][agent]["legal_rep_id"]}
        ever = {row["holder_id"] for row in self.lists["shareholders"] if row["held_uscc"] == agent and Fraction(row["percent"]) >= 20}
        return bool((people | ever) & self.side(deal["seller"], signed))

    def again_confirmed_holder(self):
        on_record = {row["party"] for row in self.of("confirmed") if day(row["since"]) <= self.submitted()}
        return any(row["holder_id"] in on_record and Fraction(row["percent"]) >= 20 and row["held_uscc"] == self.claim["applicant"]
                   for row in self.of("shareholders"))

    def again_confirmed_successor(self):
        own = self.rows["firms"][self.claim["applicant"]]
        on_record = {row["party"] for row in self.of("confirmed")}
        return any(firm["uscc"] in on_record and firm["phone"] == own["phone"] and day(firm["deregistered"], FAR) <= self.submitted()
                   for firm in self.of("firms"))

    def again_founding_burst(self):
        own = day(self.rows["firms"][self.claim["applicant"]]["established"])
        near = [row for row in self.of("firms") if abs(day(row["established"]) - own) <= days(30)]
        return len(near) >= 5 and len({claim["agent"] for claim in self.claims()}) == 1 and \
            all(self.young(claim)[1] <= 3 and self.young(claim)[2] <= 200000 for claim in self.claims())

    def again_shell_one_round(self):
        deals = [self.deal(claim) for claim in self.claims()]
        signed = [day(deal["signed"]) for deal in deals]
        near = [deal for deal in deals if abs(day(deal["signed"]) - day(self.deal()["signed"])) <= days(60)]
        return len({deal["buyer"] for deal in near}) >= 3 and \
            all(self.young(claim)[1] <= 3 for claim in self.claims()) and self.one_side({deal["seller"] for deal in deals}, max(signed))

    def again_shell_funded(self):
        """One party pays all of them, itself or over hands that it had paid just before; it holds none of them."""
        paid_by, came = defaultdict(set), defaultdict(list)
        for row in self.of("payments"):
            paid_by[self.party(row)[1]].add(self.party(row)[0])
            came[self.party(row)[1]].append(row)
        firms = self.applicants()
        tops = set.intersection(*({payer for hand in paid_by[firm] for payer in paid_by[hand] | {hand}} for firm in firms))
        held = {(row["holder_id"], row["held_uscc"]) for row in self.lists["shareholders"]}
        prices = {self.deal(claim)["buyer"]: yuan(self.deal(claim)["amount"]) for claim in self.claims()}
        return len(firms) >= 3 and any(not any((top, firm) in held for firm in firms) for top in tops) and \
            all(any(yuan(row["amount"]) * 2 >= prices[firm] for row in came[firm]) for firm in firms)

    def tiny(self):
        return all(self.young(claim)[1] <= 3 and self.young(claim)[2] <= 200000 for claim in self.claims()) and len(self.applicants()) >= 5

    def again_tiny_one_seller(self):
        deals = [self.deal(claim) for claim in self.claims()]
        sellers = [self.rows["firms"].get(deal["seller"], {"kind": "person"}) for deal in deals]
        own = day(self.deal()["signed"])
        return self.tiny() and all(abs(day(deal["signed"]) - own) <= days(31) and deal["type"] != "licence_ordinary" for deal in deals) and \
            len({deal["buyer"] for deal in deals}) >= 5 and all(seller["kind"] not in ("university", "institute") for seller in sellers) and \
            all(deal["seller"] in self.side(deals[0]["seller"], day(deal["signed"])) for deal in deals)

    def again_tiny_one_hand(self):
        return self.tiny() and self.one_side(self.applicants(), self.submitted())

    def again_seller_without_people(self):
        deals = self.of("contracts")
        seller = self.rows["firms"].get(deals[0]["seller"])
        empty = seller is None or (seller["kind"] == "institute" and seller["insured_2022"] == seller["insured_2023"] == "0")
        return empty and len({deal["seller"] for deal in deals}) == 1 and len({deal["buyer"] for deal in deals}) >= 6

    def again_fee_at_cap(self):
        fees = [yuan(row["fee"]) for row in self.of("certifications")]
        return len(self.claims()) >= 10 and len({row["body"] for row in self.of("certifications")}) == 1 and \
            5 * sum(fee == 20000 for fee in fees) >= 4 * len(fees)

    def again_one_contact(self):
        return len({claim["contact_phone"] for claim in self.claims()}) == 1 and len(self.applicants()) >= 5 and \
            not any(claim["agent"] for claim in self.claims())

    # -- market ----------------------------------------------------------------------------------------------------------------

    def again_seller_beyond_capacity(self):
        deals = self.of("contracts")
        signed = [day(deal["signed"]) for deal in deals]
        staff = [max(int(row["insured_%d" % year] or 0) for year in (2021, 2022, 2023)) for row in self.of("firms")]
        return len(deals) >= 3 and max(signed) - min(signed) <= days(540) and len(self.applicants()) >= 3 + 3 * max(max(staff) - 2, 0) and \
            self.one_side({deal["seller"] for deal in deals}, max(signed))

    def again_agent_package(self):
        deals = self.of("contracts")
        return len(self.applicants()) >= 4 and self.one_side({claim["agent"] for claim in self.claims()}, self.submitted()) and \
            self.one_side({deal["seller"] for deal in deals}, max(day(deal["signed"]) for deal in deals))

    def again_bunching(self):
        amounts = [yuan(self.deal(claim)["amount"]) for claim in self.claims()]
        near = [amount for amount in amounts if 2700000 <= amount < 3000000]
        return len(amounts) >= 10 and len(near) >= 5 and 3 * len(near) >= len(amounts)

    again_bunching_seller = again_bunching

    def again_outside_window(self):
        signed = self.deal()["signed"]
        return signed < "2021-07-01" or signed > "2023-12-31" or yuan(self.claim["claimed_base"]) < 10000

    def again_third_party_payer(self):
        deal = self.deal()
        side = self.side(deal["buyer"], day(deal["signed"]))
        strange = sum(yuan(row["amount"]) for row in self.of("payments")
                      if self.party(row)[0] not in side and self.party(row)[0] != deal["seller"])
        return strange * 10 >= yuan(deal["amount"]) * 3

    def again_refund_of_price(self):
        deal = self.deal()
        back = sum(yuan(row["amount"]) for row in self.of("payments")
                   if self.party(row)[0] == deal["seller"] and row["contract_id"] == deal["contract_id"])
        paid = sum(yuan(row["amount"]) for row in self.where("payments", contract_id=deal["contract_id"]) if self.party(row)[1] == deal["seller"])
        return (back - max(Fraction(0), paid - yuan(deal["amount"]))) * 10 >= yuan(deal["amount"]) * 3

    def again_gone_after_award(self):
        gone = day(self.rows["firms"][self.claim["applicant"]]["deregistered"], FAR)
        return self.submitted() <= gone <= self.submitted() + days(540) and self.young(self.claim)[1] <= 3

    # -- standing of applicants and rights ------------------------------------------------------------------------------------

    def again_applicant_not_buyer(self):
        deal = self.deal()
        signed = day(deal["signed"])
        applicant = self.claim["applicant"]
        return applicant != deal["buyer"] and deal["buyer"] not in self.side(applicant, signed) and \
            not self.side(applicant, self.submitted()) & self.side(deal["buyer"], signed)

    def again_party_unknown(self):
        deal = self.deal()
        named = {row[column] for table, column in (("firms", "uscc"), ("firms", "legal_rep_id"), ("accounts", "holder_id"), ("shareholders", "holder_id"))
                 for row in self.lists[table]}
        return not {deal["seller"], deal["buyer"]} <= named

    def again_value_unknown(self):
        known = {"status": {"normal", "void", "red", "granted", "pending", "lapsed", "withdrawn", "invalidated"},
                 "type": {"transfer", "licence_ordinary", "licence_exclusive"}}
        number, deal = self.claim["ref_id"], self.deal()
        patents = {row["app_no"] for row in self.where("contract_patents", contract_id=number) + self.where("loan_patents", loan_id=number)}
        patents.add(self.rows["policies"].get(number, {"app_no": ""})["app_no"])
        invoices = {row["invoice_no"] for row in self.where("application_invoices", application_id=self.claim["application_id"])}
        statuses = [self.rows["patents"][patent]["status"] for patent in patents & set(self.rows["patents"])] + \
            [self.rows["invoices"][invoice]["status"] for invoice in invoices & set(self.rows["invoices"])]
        return any(status not in known["status"] for status in statuses) or bool(deal and deal["type"] not in known["type"]) or \
            self.claim["programme"] not in ("award", "grant", "interest", "premium", "cert") or \
            self.claim["ref_type"] not in ("contract", "loan", "policy", "certification")

    def again_right_unknown(self):
        number = self.claim["ref_id"]
        policy = self.rows["policies"].get(number, {"app_no": ""})
        named = {row["app_no"] for row in self.where("contract_patents", contract_id=number) + self.where("loan_patents", loan_id=number)}
        years = {patent[:4] for patent in self.rows["patents"]}
        return any("." in patent and patent not in self.rows["patents"] and patent[:4] in years for patent in named | {policy["app_no"]})

    def again_contract_without_right(self):
        return not self.where("contract_patents", contract_id=self.claim["ref_id"])

    def again_late_said_on_time(self):
        loan = self.of("loans")[0]
        return loan["on_time"] in ("true", "是", "1") and day(loan["repaid_date"], LONG_AGO) > day(loan["end"]) + days(15) and \
            not self.where("loans", renewal_of=loan["loan_id"])

    def again_lender_own(self):
        loan = self.of("loans")[0]
        return loan["lender"] in self.side(self.claim["applicant"], day(loan["start"]))

    def again_certified_by_own(self):
        cert = self.of("certifications")[0]
        heads = [self.rows["firms"].get(who, {"legal_rep_id": ""})["legal_rep_id"] for who in (cert["body"], self.claim["applicant"])]
        return cert["body"] in self.side(self.claim["applicant"], day(cert["issued"])) or (heads[0] == heads[1] and heads[0] not in ("", "无"))

    def patents_of(self, deal):
        return {row["app_no"] for row in self.where("contract_patents", contract_id=deal["contract_id"])}

    def again_exclusive_twice(self):
        own = self.deal()
        signed = day(own["signed"])
        side = self.side(own["buyer"], signed)
        return any(other["contract_id"] != own["contract_id"] and other["type"] == own["type"] == "licence_exclusive"
                   and other["buyer"] not in side and self.patents_of(own) & self.patents_of(other)
                   and abs(day(other["signed"]) - signed) < days(1095) and signed < day(other["cancelled"], FAR)
                   and day(other["signed"]) <= day(own["cancelled"], FAR) for other in self.of("contracts"))

    def again_sold_under_pledge(self):
        signed = day(self.deal()["signed"])
        patent = self.of("patent_events")[0]["app_no"]
        pledges, releases = ([row for row in self.where("patent_events", app_no=patent, event=event) if day(row["date"]) <= signed]
                             for event in ("pledge", "pledge_release"))
        return self.deal()["type"] == "transfer" and patent in self.patents_of(self.deal()) and len(pledges) > len(releases)

    def again_paid_to_unknown(self):
        known = set(self.holder) | {firm["bank_account"] for firm in self.lists["firms"]}
        return all(row["contract_id"] == self.claim["ref_id"] and row["payee_account"] not in known for row in self.of("payments"))

    def again_lapse_on_record(self):
        patent = self.of("patents")[0]
        signed = day(self.deal()["signed"])
        restored = [day(row["date"]) for row in self.where("patent_events", app_no=patent["app_no"]) if row["event"] in ("restore", "restoration", "恢复")]
        return patent["status"] == "granted" and any(
            row["event"] == "lapse" and day(patent["status_date"], LONG_AGO) < day(row["date"]) <= signed
            and not any(day(row["date"]) <= back <= signed for back in restored) for row in self.of("patent_events"))

    def again_seller_owner_later(self):
        deal = self.deal()
        signed = day(deal["signed"])
        patent = self.of("patents")[0]["app_no"]
        return self.owner_on(patent, signed, deal["contract_id"]) not in self.people(deal["seller"], signed) and any(
            row["to_id"] == deal["seller"] and signed < day(row["date"]) <= signed + days(60) for row in self.of("patent_events"))


def main():
    recompute = Recompute(sys.argv[1])
    count = defaultdict(lambda: [0, 0, 0])
    with open(sys.argv[2], encoding="utf-8") as file:
        for finding in csv.DictReader(file):
            if finding.get("kind") == "not_evaluated":
                continue   # says what was not looked at, and rests on no row
            again = recompute.agrees(finding)
            count[finding["detector"]][2 if again is None else 0 if again else 1] += 1
    for detector, (same, other, looked) in sorted(count.items()):
        print("%-26s agrees %5d   differs %5d   unknown here %5d" % (detector, same, other, looked))
    return 1 if any(other or looked for _, other, looked in count.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
