"""Makes small batches of joined data for tests of the detectors: firms, deals, loans, policies, certificates and the claims
for them, each whole (paid, invoiced, transferred) unless told otherwise."""
import csv
import datetime
import os

COLUMNS = {
    "accounts": "account,holder_type,holder_id,opened",
    "application_invoices": "application_id,invoice_no,allocated",
    "applications":
        "application_id,programme,year,bureau,applicant,submitted,ref_type,ref_id,claimed_base,claime"
        "d_amount,other_support,declared_size,agent,contact_phone,payee_account,material_hash,decisio"
        "n,approved_amount,paid_date",
    "cert_patents": "cert_no,app_no",
    "certifications": "cert_no,holder,scheme,body,issued,status,status_date,fee",
    "confirmed": "party,since,detail",
    "contract_patents": "contract_id,app_no",
    "contracts":
        "contract_id,reg_no,type,seller,buyer,signed,registered,amount,related_declared,terms,cancell"
        "ed",
    "firms":
        "uscc,name,kind,size,legal_rep_name,legal_rep_id,address,phone,bank_account,established,dereg"
        "istered,district,industry,insured_2021,insured_2022,insured_2023,revenue_2021,revenue_2022,r"
        "evenue_2023",
    "invoices": "invoice_no,issuer,receiver,date,amount,contract_id,status,status_date,replaces",
    "loan_patents": "loan_id,app_no",
    "loans": "loan_id,borrower,lender,principal,rate,start,end,repaid_date,on_time,renewal_of",
    "patent_events": "app_no,date,event,from_id,to_id,contract_id",
    "patents": "app_no,type,ipc,filed,granted,status,status_date,first_owner,abnormal_notice",
    "payments": "payment_id,date,payer_account,payee_account,amount,contract_id,purpose",
    "policies": "policy_no,insurer,insured,kind,app_no,sum_insured,premium,start,end,surrendered,refund",
    "registers": "uscc,register,since,detail",
    "shareholders": "holder_id,holder_name,holder_type,held_uscc,percent,since",
}
CLAIMED = {"infringement": 0.6, "execution": 0.5, "pledge": 0.4}


def add(day, days):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days)).isoformat()


def yuan(amount):
    return "%.2f" % amount


class Batch:
    """Tables as lists of rows. Every number is made of one counter, so that nothing is linked by accident."""

    def __init__(self):
        self.t = {table: [] for table in COLUMNS}
        self.n = 0
        self.cases = []       # family, what it is, "bad" or "good", its applications
        self.owner = {}       # party -> its account
        self.amount = 0
        self.last_invoice = None

    def number(self, prefix=""):
        self.n += 1
        return "%s%07d" % (prefix, self.n)

    def row(self, table, **values):
        row = dict.fromkeys(COLUMNS[table].split(","), "")
        for column, value in values.items():
            if column not in row:
                raise KeyError(table + "." + column)
            row[column] = "" if value is None else str(value)
        self.t[table].append(row)
        return row

    def firm(self, kind="enterprise", staff=60, rev=12000000, est="2012-03-04", rep=None, phone=None, address=None, dereg=""):
        n = self.number()
        uscc = "91XX" + n.rjust(14, "0")
        account = "88" + n.rjust(14, "0")
        staffs = {"insured_%d" % year: staff for year in (2021, 2022, 2023)}
        revenues = {"revenue_%d" % year: yuan(rev) for year in (2021, 2022, 2023)}
        self.row("firms", uscc=uscc, name="测试" + n + "公司", kind=kind, size="small" if kind == "enterprise" else "na",
                 legal_rep_name="某", legal_rep_id=rep or "PX" + n, phone=phone or "139" + n.rjust(8, "1")[-8:],
                 address=address or "江苏省南京市玄武区测路%s号1幢%d室" % (n, int(n) % 800 + 101), bank_account=account,
                 established=est, deregistered=dereg, district="320102", industry="电子", **staffs, **revenues)
        self.row("accounts", account=account, holder_type="org", holder_id=uscc, opened=est)
        self.owner[uscc] = account
        return uscc

    def person(self, who=None):
        n = self.number()
        who = who or "PX" + n
        self.owner[who] = "62" + n.rjust(14, "0")
        self.row("accounts", account=self.owner[who], holder_type="person", holder_id=who, opened="2010-01-01")
        return who

    def fr(self, uscc):
        return next(row for row in self.t["firms"] if row["uscc"] == uscc)

    def rep(self, uscc):
        return self.fr(uscc)["legal_rep_id"]

    def hold(self, holder, held, percent, since="2015-01-01"):
        self.row("shareholders", holder_id=holder, holder_name="x", holder_type="org" if holder[0] in "19" else "person",
                 held_uscc=held, percent=percent, since=since)

    def reg(self, uscc, register, detail="", since="2015-01-01"):
        self.row("registers", uscc=uscc, register=register, since=since, detail=detail)

    def patent(self, owner, filed="2018-05-06", type="invention", status="granted", sd=None, granted="2020-05-06", abn=""):
        n = self.number()
        kind = {"invention": 1, "utility": 2, "design": 3}[type]
        number = "%s%d9%s.%d" % (filed[:4], kind, n[-6:], int(n) % 10)
        self.row("patents", app_no=number, type=type, ipc="G06F", filed=filed, granted=granted, status=status,
                 status_date=sd or granted, first_owner=owner, abnormal_notice=abn)
        return number

    def pay(self, date, payer, payee, amount, ref="", purpose="货款"):
        number = self.number("YX")
        self.row("payments", payment_id=number, date=date, payer_account=self.owner[payer], payee_account=self.owner[payee],
                 amount=yuan(amount), contract_id=ref, purpose=purpose)
        return number

    def inv(self, issuer, receiver, date, amount, ref="", status="normal", sd="", rep=""):
        number = "99" + self.number().rjust(18, "0")
        self.row("invoices", invoice_no=number, issuer=issuer, receiver=receiver, date=date, amount=yuan(amount),
                 contract_id=ref, status=status, status_date=sd, replaces=rep)
        return number

    def ev(self, patent, date, event, giver, taker, ref=""):
        self.row("patent_events", app_no=patent, date=date, event=event, from_id=giver, to_id=taker, contract_id=ref)

    def deal(self, b, s, amt=800000, signed="2022-05-10", pats=None, type="transfer", pay=True, inv=True, ev=True,
             decl="false", terms="lump", cancelled="", written=None):
        number = self.number("CX")
        pats = pats or [self.patent(s)]
        self.row("contracts", contract_id=number, reg_no="R" + number, type=type, seller=s, buyer=b, signed=signed,
                 registered=add(signed, 20), amount=yuan(amt), related_declared=decl, terms=terms, cancelled=cancelled)
        for patent in pats:
            self.row("contract_patents", contract_id=number, app_no=written(patent) if written else patent)
            if ev:
                self.ev(patent, add(signed, 40), "transfer" if type == "transfer" else "licence", s, b, number)
        if pay:
            self.pay(add(signed, 30), b, s, amt, number, "专利转让款")
        self.last_invoice = self.inv(s, b, add(signed, 32), amt, number) if inv else None
        self.amount = amt
        return number

    def app(self, programme, applicant, ref, base, amt, year=2023, sub=None, reft=None, bureau="320102", agent="",
            payee=None, hash=None, dec="approved", invs=None):
        number = self.number("AX")
        approved = dec == "approved"
        self.row("applications", application_id=number, programme=programme, year=year, bureau=bureau, applicant=applicant,
                 submitted=sub or "%d-03-10" % year, ref_type=reft, ref_id=ref, claimed_base=yuan(base), claimed_amount=yuan(amt),
                 other_support="0.00", declared_size="small", agent=agent, contact_phone=self.fr(applicant)["phone"],
                 payee_account=payee or self.owner[applicant], material_hash="h" + number if hash is None else hash, decision=dec,
                 approved_amount=yuan(amt) if approved else "", paid_date="%d-06-15" % year if approved else "")
        for invoice, allocated in invs or []:
            self.row("application_invoices", application_id=number, invoice_no=invoice, allocated=yuan(allocated))
        return number

    def award(self, b, contract, amt=None, **how):
        amt = self.amount if amt is None else amt
        how.setdefault("invs", [(self.last_invoice, amt)] if self.last_invoice else None)
        return self.app("award", b, contract, amt, min(amt * 0.05, 500000), reft="contract", **how)

    def loan(self, b, bank, principal=2000000, start="2021-03-01", days=365, rate=0.04, pats=None, renew="", claim=True,
             pledge=True):
        number = self.number("LX")
        end = add(start, days)
        self.row("loans", loan_id=number, borrower=b, lender=bank, principal=yuan(principal), rate="%.4f" % rate, start=start,
                 end=end, repaid_date=end, on_time="true", renewal_of=renew)
        for patent in [self.patent(b)] if pats is None else pats:
            self.row("loan_patents", loan_id=number, app_no=patent)
            if pledge:
                self.ev(patent, add(start, 2), "pledge", b, bank, number)
                self.ev(patent, add(end, 3), "pledge_release", bank, b, number)
        self.pay(start, bank, b, principal, number, "贷款发放")
        self.pay(end, b, bank, principal, number, "归还贷款本金")
        if not claim:
            return number, None
        base = round(principal * rate * min(days, 730) / 365, 2)
        self.pay(end, b, bank, base, number, "利息")
        return number, self.app("interest", b, number, base, min(round(base * 0.5, 2), 300000), year=int(end[:4]) + 1, reft="loan")

    def policy(self, b, insurer, app=None, premium=20000, si=800000, kind="infringement", start="2022-03-01", surr="", refund="",
               claim=True, year=2023, end=None, paid=True):
        number = self.number("ZX")
        self.row("policies", policy_no=number, insurer=insurer, insured=b, kind=kind, app_no=app or self.patent(b),
                 sum_insured=yuan(si), premium=yuan(premium), start=start, end=end or add(start, 364), surrendered=surr, refund=refund)
        if paid:
            self.pay(add(start, 1), b, insurer, premium, number, "保险费")
        if not claim:
            return number, None
        invoice = self.inv(insurer, b, add(start, 3), premium, number)
        return number, self.app("premium", b, number, premium, min(int(premium * CLAIMED[kind]), 20000), year=year,
                                reft="policy", invs=[(invoice, premium)])

    def cert(self, b, scheme="ipms", body=None, issued="2022-08-10", status="valid", sd="", fee=16000, pats=(), claim=True,
             year=2023, **how):
        number = self.number("QX")
        grant = scheme != "ipms"
        self.row("certifications", cert_no=number, holder=b, scheme=scheme, body=body, issued=issued, status=status,
                 status_date=sd, fee=yuan(0 if grant else fee))
        for patent in pats:
            self.row("cert_patents", cert_no=number, app_no=patent)
        if not grant:
            self.pay(add(issued, -30), b, body, fee, number, "认证费")
            invoice = self.inv(body, b, add(issued, -28), fee, number)
        if not claim:
            return number, None
        if grant:
            return number, self.app("grant", b, number, 0, 200000 if scheme == "srdi_national" else 100000, year=year,
                                    reft="certification", **how)
        return number, self.app("cert", b, number, fee, min(fee, 20000), year=year, reft="certification", invs=[(invoice, fee)], **how)

    def B(self, family, what, *applications):
        """A scheme: the detectors should name one of these applications."""
        self.cases.append((family, what, "bad", applications))

    def G(self, family, what, *applications):
        """An honest look-alike: no detector should name any."""
        self.cases.append((family, what, "good", applications))

    def write(self, folder):
        for table, rows in self.t.items():
            with open(os.path.join(folder, table + ".csv"), "w", newline="", encoding="utf-8") as out:
                writer = csv.DictWriter(out, COLUMNS[table].split(","), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
