"""Schemes that let somebody of a side act for it: the seller's parent, head or treasury pays the buyer back; and honest deals that look alike."""
from batch import add


def sides(w):
    paid_back(w)
    honest_money(w)
    replaced(w)
    rows_of_shells(w)
    honest_rows(w)
    sizes(w)
    over_others(w)
    bridged(w)
    telephones(w)


def whole(w, amt=800000):
    """A deal that is whole, and its claim."""
    b, s = w.firm(), w.firm()
    return b, s, w.award(b, w.deal(b, s, amt=amt))


def parent_of(w, firm, percent=100):
    parent = w.firm()
    w.hold(parent, firm, percent)
    return parent


def paid_back(w):
    F, B = w.firm, w.B
    b, s, claim = whole(w)
    w.pay("2022-07-01", w.person(w.rep(s)), b, 760000, "", "往来款")
    B("sides", "the head of the seller pays the price back", claim)

    b, s, claim = whole(w)
    w.pay("2022-07-01", parent_of(w, s), w.person(w.rep(b)), 500000, "", "借款")
    B("sides", "the parent of the seller pays the head of the buyer", claim)

    b, s, claim = whole(w)
    treasury = parent_of(w, s, 60)
    w.reg(treasury, "group_treasury")
    w.pay("2022-06-20", s, treasury, 780000, "", "归集")
    w.pay("2022-06-25", treasury, b, 770000, "", "往来")
    B("sides", "back over the seller's own treasury", claim)

    b, s, claim = whole(w)
    sister, middle = F(), F()
    head = w.person()
    w.hold(head, s, 80)
    w.hold(head, sister, 80)
    w.pay("2022-07-01", sister, middle, 300000, "", "服务费")
    w.pay("2022-07-09", middle, b, 290000, "", "服务费")
    B("sides", "a sister of the seller pays over a middle firm", claim)

    b, s, claim = whole(w)
    w.pay("2022-04-20", parent_of(w, s), b, 800000, "", "借款")
    B("sides", "the parent of the seller funds the price before signing", claim)


def honest_money(w):
    F, G = w.firm, w.G
    b, s, claim = whole(w)
    w.pay("2022-08-01", parent := parent_of(w, s), b, 600000)
    w.inv(b, parent, "2022-08-03", 600000)
    G("sides", "the parent of the seller is a customer of the buyer", claim)

    b, s, claim = whole(w)
    treasury, member = parent_of(w, s), F()
    w.hold(treasury, member, 100)
    w.reg(treasury, "group_treasury")
    w.pay("2022-08-01", treasury, b, 600000, "", "代付货款")
    w.inv(b, member, "2022-08-03", 600000)
    G("sides", "a cash pool pays for the goods of a member of the seller's group", claim)

    b, s, claim = whole(w)
    head = w.person(w.rep(s))
    w.pay("2022-09-01", head, b, 300000, "", "借款")
    w.pay("2023-03-01", b, head, 309000, "", "归还借款本息")
    G("sides", "the head of the seller lends to the buyer and is repaid", claim)

    b, s, claim = whole(w)
    head = w.person(w.rep(s))
    for month in range(6):
        w.pay(add("2022-06-20", 30 * month), head, w.person(), 90000, "", "家用")
    G("sides", "the head of the seller spends his own money", claim)

    b, s, claim = whole(w)
    parent = parent_of(w, s)
    w.hold(parent, b, 8, "2022-09-01")
    w.pay("2022-08-20", parent, b, 900000, "", "增资款")
    G("sides", "the parent of the seller buys a recorded share of the buyer", claim)


def replaced(w):
    """Policies that take the place of one that is given up."""
    F, B, G = w.firm, w.B, w.G
    insurer, other = F("insurer"), F("insurer")
    b = F()
    patent = w.patent(b)
    claim = w.policy(b, insurer, app=patent, surr="2022-07-01", refund="10000.00")[1]
    w.policy(b, insurer, app=patent, start="2022-07-10", surr="2022-07-20", refund="19000.00", claim=False)
    B("sides", "a policy replaced by one that is given up after ten days", claim)

    b = F()
    patent = w.patent(b)
    claim = w.policy(b, insurer, app=patent, surr="2022-06-01", refund="14000.00")[1]
    w.policy(b, other, app=patent, start="2022-06-02", surr="2022-10-01", refund="13000.00", claim=False)
    w.policy(b, insurer, app=patent, start="2022-10-03", claim=False)
    G("sides", "a policy replaced twice and kept", claim)


SITE = "江苏省苏州市工业园区星湖街528号"


def row_of(w, count, seller=None, fund=None, over=False, inside=False, est="2018-01-05", staff=2, rev=60000, rep=None, kind="transfer", gap=4):
    """Claims of firms with next to nothing, which buy a few days apart."""
    claims = []
    for at in range(count):
        firm = w.firm(staff=staff, rev=rev, est=add(est, 9 * at), rep=rep, address=SITE + "%d幢%d室" % (at % 3 + 1, 101 + at) if inside else None)
        price = 300000 + 17000 * at
        if fund:
            hand = w.firm() if over else fund
            if over:
                w.pay("2022-07-06", fund, hand, price, "", "借款")
            w.pay("2022-07-09", hand, firm, price, "", "借款")
        claims.append(w.award(firm, w.deal(firm, seller or w.firm(), amt=price, signed=add("2022-07-01", gap * at), type=kind)))
    return claims


def rows_of_shells(w):
    B, F = w.B, w.firm
    incubator = F("incubator")
    w.reg(incubator, "incubator", SITE + "创业园")
    B("sides", "five old firms of two people each buy from one seller in a month", *row_of(w, 5, seller=F()))
    B("sides", "six empty firms of a recorded incubator buy from one seller in a month", *row_of(w, 6, seller=F(), inside=True, est="2021-10-10", staff=0, rev=0))
    B("sides", "five old firms of two people each, one legal representative", *row_of(w, 5, rep="PSIDES1"))
    B("sides", "empty firms of a recorded incubator with money of one person", *row_of(w, 4, fund=w.person(), inside=True, est="2021-10-10", staff=0, rev=0))
    B("sides", "empty firms with money of one person, each over a middle firm", *row_of(w, 3, fund=w.person(), over=True, est="2021-10-10", staff=0, rev=0))


def honest_rows(w):
    G, F = w.G, w.firm
    fund = F()
    w.hold(next(row["uscc"] for row in reversed(w.t["registers"]) if row["register"] == "incubator"), fund, 100)
    G("sides", "the incubator's fund lends to firms of the incubator", *row_of(w, 4, fund=fund, inside=True, est="2021-10-10", staff=0, rev=0, gap=40))
    G("sides", "small firms buy from departments of a university", *row_of(w, 5, seller=F("university", staff=900)))
    operator = F(staff=9)
    w.reg(operator, "ip_operator")
    G("sides", "a recorded operator sells to small firms in one month", *row_of(w, 5, seller=operator))
    G("sides", "a large firm hands its idle patents to small ones", *row_of(w, 5, seller=F(staff=700, rev=300000000)))
    G("sides", "an open licence at one price", *row_of(w, 5, seller=F(), kind="licence_ordinary"))
    G("sides", "small old firms, each with a seller of its own", *row_of(w, 6))


def sizes(w):
    F, B, G = w.firm, w.B, w.G

    def group(staff, *parts):
        """A parent of some staff with two subsidiaries; who holds how much of a fourth firm."""
        parent, one, two, other, joint = F(staff=staff, rev=200000000), F(staff=10), F(staff=10), F(), F(staff=400, rev=300000000)
        for child in (one, two):
            w.hold(parent, child, 100)
        for at, percent in parts:
            w.hold((parent, one, two, other)[at], joint, percent)
        return w.award(parent, w.deal(parent, F()))

    B("sides", "large by a firm that two subsidiaries hold with 30 % each", group(700, (1, 30), (2, 30)))
    B("sides", "large by a firm of which it holds 20 % and a subsidiary 40 %", group(700, (0, 20), (2, 40)))
    G("sides", "two subsidiaries hold just one half", group(700, (1, 25), (2, 25)))
    G("sides", "a subsidiary and a stranger hold 30 % each", group(700, (1, 30), (3, 30)))
    G("sides", "with a joint firm still under the line", group(500, (1, 30), (2, 30)))

    b = F(staff=1500, rev=500000000)
    claim = w.award(b, w.deal(b, F()))
    w.fr(b)["revenue_2022"] = ""
    B("sides", "1 500 staff, the revenue of the year not on record", claim)
    b = F(staff=1500, rev=300000000)
    claim = w.award(b, w.deal(b, F()))
    w.fr(b)["revenue_2022"] = ""
    G("sides", "a medium firm whose revenue of the year is not on record", claim)


def over_others(w):
    """The agent's share over a firm between; the price back over escrow less a fee, in parts, later."""
    F, B, G = w.firm, w.B, w.G
    agent, escrow = F("agency", staff=12), F("exchange", staff=30)
    w.reg(agent, "patent_agency")
    w.reg(escrow, "exchange_escrow")

    def shared(invoice=False, first=12000, later="2023-07-06"):
        b, middle = F(), F()
        claim = w.award(b, w.deal(b, F()), agent=agent)
        w.pay("2023-07-01", b, middle, first, "", "服务费")
        w.pay(later, middle, agent, 11500, "", "代理费")
        if invoice:
            w.inv(agent, middle, later, 11500)
        return claim

    B("sides", "nearly a third of the award to the agent over a middle firm", shared())
    G("sides", "a supplier pays its own agent against an invoice", shared(invoice=True))
    G("sides", "a supplier pays its own agent months later", shared(later="2023-12-01"))

    def returned(*parts, deposit=False):
        b, s, claim = whole(w)
        if deposit:
            w.pay("2022-04-10", b, escrow, 600000, "", "保证金")
        w.pay("2022-06-20", s, escrow, 600000, "", "保证金")
        for when, amount in parts:
            w.pay(when, escrow, b, amount, "", "退保证金")
        return claim

    B("sides", "back over escrow less a fee", returned(("2022-06-25", 597000)))
    B("sides", "back over escrow in two halves", returned(("2022-06-25", 300000), ("2022-06-27", 300000)))
    B("sides", "back over escrow after five weeks", returned(("2022-07-25", 600000)))
    G("sides", "both sides had paid a deposit into escrow", returned(("2022-06-25", 600000), deposit=True))
    G("sides", "another sum out of escrow half a year later", returned(("2022-12-20", 580000)))


def bridged(w):
    F, B, G = w.firm, w.B, w.G
    bank, other = F("bank"), F("bank")

    def three(days, between):
        """The first and the third of three loans end to end are claimed."""
        b, start, claims = F(), "2020-09-01", []
        for at in range(3):
            if at != 1 or between:
                claims.append(w.loan(b, between if at == 1 else bank, start=start, days=days, claim=at != 1)[1])
            start = add(start, days + 5)
        return [claim for claim in claims if claim]

    B("sides", "a loan between two that are claimed is not", *three(380, bank))
    G("sides", "two years claimed of three, within the limit", *three(364, bank))
    G("sides", "two loans a year apart", *three(380, None))
    G("sides", "a loan of another bank between", *three(380, other))


def telephones(w):
    """A telephone behind another in one field, and without the code of its area."""
    B, G = w.B, w.G

    def deal(one, other, district="320102"):
        b, s = w.firm(phone=one), w.firm(phone=other)
        w.fr(s)["district"] = district
        return w.award(b, w.deal(b, s))

    B("sides", "the second number is the seller's", deal("13877770001/025-84577001", "（025）84577001"))
    B("sides", "the second number is the seller's mobile", deal("0512-66577002、13877770002", "138 7777 0002"))
    B("sides", "the seller's number without its area", deal("025-84577003", "84577003", "320104"))
    G("sides", "two numbers each and none in common", deal("13877770004/025-84577004", "13877770005/025-84577005"))
    G("sides", "the same digits in another city", deal("025-84577006", "84577006", "320506"))
