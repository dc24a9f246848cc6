"""Schemes in which one thing bears two claims, the right behind a claim is not there, or money and parties go round by another way;
and honest deals that look alike."""
from batch import add


def one_matter(w):
    payments(w)
    invoices(w)
    ties(w)
    loans(w)
    policies(w)
    recognitions(w)
    licences_and_numbers(w)
    money(w)
    agents_and_shells(w)


def payments(w):
    F, B, G = w.firm, w.B, w.G
    b, s = F(), F()
    c1 = w.deal(b, s, amt=600000)
    w.award(b, c1)
    c2 = w.deal(b, s, amt=550000, signed="2022-07-02", pay=False)
    B("one payment", "the second contract borrows the payment of the first", w.award(b, c2))

    b, s = F(), F()
    c1 = w.deal(b, s, amt=600000, pay=False)
    a1 = w.award(b, c1)
    w.pay("2022-06-05", b, s, 600000)
    c2 = w.deal(b, s, amt=600000, signed="2022-05-20", pay=False)
    B("one payment", "without a number, for two contracts", a1, w.award(b, c2))

    b, s = F(), F()
    c1 = w.deal(b, s, amt=600000, pay=False)
    a1 = w.award(b, c1)
    c2 = w.deal(b, s, amt=500000, signed="2022-05-20", pay=False)
    w.pay("2022-06-05", b, s, 1100000, c1)
    G("one payment", "two contracts paid together under the number of one", a1, w.award(b, c2))

    b, s = F(), F()
    aa = []
    for k in range(3):
        c = w.deal(b, s, amt=300000, signed=add("2022-02-10", 90 * k), pay=False)
        aa.append(w.award(b, c))
        w.pay(add("2022-03-10", 90 * k), b, s, 300000)
    G("one payment", "three contracts, a payment each, no numbers", *aa)

    insurer = F("insurer")
    b = F()
    w.policy(b, insurer)
    B("one payment", "one premium for two policies", w.policy(b, insurer, start="2022-04-15", paid=False)[1])


def invoices(w):
    F, B, G = w.firm, w.B, w.G
    b, s = F(), F()
    c1 = w.deal(b, s, amt=450000)
    i1 = w.last_invoice
    c2 = w.deal(b, s, amt=450000, signed="2022-08-11", inv=False)
    B("invoice", "registered for another contract", w.award(b, c2, invs=[(i1, 450000)]))

    b, s = F(), F()
    c = w.deal(b, s, inv=False)
    i = w.inv(s, b, "2020-12-01", 800000)
    B("invoice", "seventeen months older than the contract", w.award(b, c, invs=[(i, 800000)]))

    b, s = F(), F()
    a = w.award(b, w.deal(b, s))
    for k in range(4):
        w.inv(s, b, add("2023-07-01", 20 * k), -190000, "", "red")
    B("invoice", "reversed in four parts, no reference", a)

    b, s = F(), F()
    c1 = w.deal(b, s)
    i1 = w.last_invoice
    a1 = w.award(b, c1)
    w.inv(s, b, "2022-07-05", -800000, c1, "red", rep=i1)
    i2 = w.inv(s, b, "2022-07-06", 800000, "", rep=i1)
    c2 = w.deal(b, s, signed="2022-07-15", inv=False)
    B("invoice", "the first number and the one in its place, a claim each", a1, w.award(b, c2, invs=[(i2, 800000)]))

    b, s = F(), F()
    c1 = w.deal(b, s, inv=False)
    i1 = w.inv(s, b, "2022-06-20", 800000, c1)
    w.inv(s, b, "2022-07-05", -800000, c1, "red", rep=i1)
    i2 = w.inv(s, b, "2022-07-06", 500000, c1, rep=i1)
    i3 = w.inv(s, b, "2022-07-06", 300000, c1, rep=i1)
    G("invoice", "replaced by two, both in one claim", w.award(b, c1, invs=[(i2, 500000), (i3, 300000)]))

    b, s = F(), F()
    a = w.award(b, w.deal(b, s))
    w.inv(s, b, "2022-09-01", 250000)
    w.inv(s, b, "2022-09-09", -250000, "", "red")
    G("invoice", "goods between the two invoiced and reversed", a)


def ties(w):
    F, B, G = w.firm, w.B, w.G
    top, *chain = [F() for _ in range(7)]
    b, s = chain[2], chain[5]
    for held, holder in zip(chain[:3], [top] + chain[:2]):
        w.hold(holder, held, 75)
    for held, holder in zip(chain[3:], [top] + chain[3:5]):
        w.hold(holder, held, 60)
    B("tie", "one parent three floors above both", w.award(b, w.deal(b, s)))

    top, *kids = [F() for _ in range(31)]
    [w.hold(top, kid, 100) for kid in kids]
    B("tie", "two of thirty sisters", w.award(kids[3], w.deal(kids[3], kids[17])))

    b, s = F(), F()
    a = w.award(b, w.deal(b, s, signed="2022-04-02"))
    w.t["applications"][-1]["contact_phone"] = w.fr(s)["phone"]
    B("tie", "the seller's telephone on the claim, eleven months after signing", a)

    b, s = F(), F()
    w.fr(s)["address"] = w.fr(b)["address"]
    [w.hold("PX_room", firm, 22) for firm in (b, s)]
    B("tie", "one room and one holder of 22 %", w.award(b, w.deal(b, s)))

    b, s, h = F(), F(), F()
    w.hold(h, b, 100)
    w.hold(h, s, 100, since="2014-01-01")
    w.hold(F(), s, 90, since="2021-02-01")
    G("tie", "a sister until the year before", w.award(b, w.deal(b, s)))


def loans(w):
    F, B, G = w.firm, w.B, w.G
    bank, bank2 = F("bank"), F("bank")
    b = F()
    B("loan", "without a pledge", w.loan(b, bank, pats=[])[1])

    b = F()
    p = w.patent(b)
    _, a = w.loan(b, bank, pats=[p])
    w.ev(p, "2021-07-09", "transfer", b, F())
    B("loan", "its patent sold in the fifth month", a)

    b = F()
    p = w.patent(b)
    _, a = w.loan(b, bank, pats=[p])
    w.ev(p, "2022-06-09", "transfer", b, F())
    G("loan", "its patent sold after repayment", a)

    b = F()
    w.loan(b, bank)
    again = dict(w.t["loans"][-1], loan_id=w.number("LX"))
    w.t["loans"].append(again)
    w.row("loan_patents", loan_id=again["loan_id"], app_no=w.t["loan_patents"][-1]["app_no"])
    B("loan", "a second number, never paid out", w.app("interest", b, again["loan_id"], 80000, 40000, reft="loan"))

    b = F()
    l1, _ = w.loan(b, bank, start="2019-09-01", days=365)
    l2, _ = w.loan(b, bank, start="2020-08-31", days=365, renew=l1, claim=False)
    _, a = w.loan(b, bank, start="2021-08-31", days=380, renew=l2)
    B("loan", "renewed twice, the second claim beyond the days", a)

    b = F()
    l1, a1 = w.loan(b, bank, start="2020-09-01", days=365)
    _, a2 = w.loan(b, bank, start="2021-09-01", days=360, renew=l1)
    G("loan", "renewed once, within the days", a1, a2)

    b = F()
    _, a = w.loan(b, bank)
    w.pay("2021-03-12", b, bank2, 1500000, "", "单位定期存款")
    w.pay("2022-02-11", bank2, b, 1530000, "", "存款到期")
    B("parked", "as a deposit with another bank", a)


def policies(w):
    F, B, G = w.firm, w.B, w.G
    insurer = F("insurer")
    b = F()
    B("insurance", "on a patent that had lapsed", w.policy(b, insurer, app=w.patent(b, status="lapsed", sd="2021-06-01"))[1])
    b = F()
    B("insurance", "on the patent of a stranger", w.policy(b, insurer, app=w.patent(F()))[1])
    b, owner = F(), F()
    p = w.patent(owner)
    w.ev(p, "2021-11-01", "licence", owner, b)
    G("insurance", "a licensee insures", w.policy(b, insurer, app=p)[1])
    b = F()
    B("insurance", "for a month", w.policy(b, insurer, end="2022-03-31")[1])
    b = F()
    p = w.patent(b)
    _, a = w.policy(b, insurer, app=p, end="2022-05-31", premium=5000)
    w.policy(b, insurer, app=p, start="2022-06-01", claim=False)
    G("insurance", "for a quarter, then for a year", a)
    b = F()
    B("insurance", "refund on record without a day", w.policy(b, insurer, refund="12000.00")[1])


def recognitions(w):
    F, B, G = w.firm, w.B, w.G
    body = F("cert_body")
    b = F()
    B("recognition", "on patents of strangers", w.cert(b, "srdi_provincial", pats=[w.patent(F()), w.patent(F()), w.patent(b)])[1])
    b = F()
    G("recognition", "one of three given up before", w.cert(b, "srdi_provincial", pats=[
        w.patent(b), w.patent(b), w.patent(b, status="lapsed", sd="2021-06-01")])[1])
    b, x = F(), F()
    p = w.patent(x)
    w.ev(p, "2022-05-30", "transfer", x, b)
    B("recognition", "its only patent bought ten weeks before", w.cert(b, "srdi_provincial", pats=[p])[1])
    b = F()
    q, _ = w.cert(b, body=body)
    B("programme", "a management certificate as a first recognition", w.app("grant", b, q, 0, 100000, reft="certification"))
    b = F()
    q, _ = w.cert(b, "srdi_provincial", claim=False)
    B("programme", "a provincial one at the national rate", w.app("grant", b, q, 0, 200000, reft="certification"))
    b = F()
    w.cert(b, "srdi_national", issued="2021-07-10", year=2022)
    B("first again", "the provincial after the national", w.cert(b, "srdi_provincial", issued="2022-07-10")[1])
    b = F(dereg="2022-12-01")
    w.cert(b, "srdi_provincial", issued="2021-08-10", year=2022)
    n = F(est="2022-10-01")
    w.fr(n)["bank_account"] = w.fr(b)["bank_account"]
    B("first again", "a successor with the account of the struck-off firm", w.cert(n, "srdi_provincial", issued="2023-08-10", year=2024)[1])
    dear = F("cert_body")
    B("bunching", "a body whose fees are all at the cap", *[w.cert(F(), body=dear, fee=20000)[1] for _ in range(12)])


def licences_and_numbers(w):
    F, B, G = w.firm, w.B, w.G
    b, s = F(), F()
    p = w.patent(s)
    pair = [w.award(b, w.deal(b, s, pats=[p], type="licence_ordinary", amt=250000)) for _ in range(2)]
    B("duplicate", "two licences of one day", *pair)
    b, s = F(), F()
    p = w.patent(s)
    w.award(b, w.deal(b, s, pats=[p], type="licence_exclusive", signed="2022-01-10"))
    B("duplicate", "an ordinary licence beside the exclusive one", w.award(b, w.deal(b, s, pats=[p], type="licence_ordinary", amt=90000, signed="2022-11-10")))
    b, s = F(), F()
    aa = []
    for number in ("TJ2022", "TJ2022"):
        c = w.deal(b, s, amt=200000)
        w.t["contracts"][-1]["reg_no"] = number
        aa.append(w.award(b, c))
    B("duplicate", "one registration number", *aa)
    b, s = F(), F()
    a = w.award(b, w.deal(b, s, amt=2600000))
    w.deal(b, s, amt=1300000, signed="2022-05-14")
    B("split", "half of what was signed that week is not claimed", a)
    b, s = F(), F()
    a = w.award(b, w.deal(b, s, amt=2600000))
    w.deal(b, s, amt=1300000, signed="2022-09-14")
    G("split", "another deal four months later, not claimed", a)
    b, s = F(), F()
    B("validity", "a utility model past ten years", w.award(b, w.deal(b, s, pats=[w.patent(s, type="utility", filed="2012-01-09", granted="2012-09-01")])))
    b, s, x = F(), F(), F()
    p = w.patent(x)
    w.deal(s, x, pats=[p], type="licence_exclusive", signed="2020-11-05", cancelled="2022-01-15")
    B("owner", "a licensee whose licence had ended", w.award(b, w.deal(b, s, pats=[p], type="licence_ordinary")))
    a, x, y, s = F(), F(), F(), F()
    p = w.patent(x)
    w.deal(y, x, pats=[p], amt=60000, signed="2021-09-01")
    w.deal(s, y, pats=[p], amt=150000, signed="2021-12-15")
    B("price", "sevenfold over two hands", w.award(a, w.deal(a, s, pats=[p], amt=420000)))


def money(w):
    F, B, G = w.firm, w.B, w.G
    uni = F("university")
    b, s, x, y = F(), F(), F(), F()
    w.pay("2022-03-20", s, x, 700000, "", "往来款")
    w.pay("2022-04-02", x, y, 690000, "", "往来款")
    w.pay("2022-04-09", y, b, 680000, "", "借款")
    B("round trip", "paid in advance over two others", w.award(b, w.deal(b, s)))
    b, s = F(), F()
    w.pay("2021-09-20", b, s, 700000, "", "借款")
    w.pay("2022-04-02", s, b, 700000, "", "还借款")
    G("round trip", "a loan repaid before the deal", w.award(b, w.deal(b, s)))
    b, s, e = F(), F(), F("exchange")
    w.reg(e, "exchange_escrow")
    a = w.award(b, w.deal(b, s))
    w.pay("2022-07-01", s, e, 500000, "", "交易保证金")
    w.pay("2022-07-08", e, b, 500000, "", "交易保证金")
    B("round trip", "over an escrow account", a)
    b, s, e = F(), F(), F("exchange")
    w.reg(e, "exchange_escrow")
    c = w.deal(b, s, pay=False)
    w.pay("2022-06-10", b, e, 800000, c)
    w.pay("2022-06-15", e, s, 800000, c)
    G("round trip", "the price through escrow", w.award(b, c))
    b, s = F(), F()
    a = w.award(b, w.deal(b, s))
    for _ in range(30):
        hand = w.person()
        w.pay("2022-07-01", s, hand, 14000, "", "劳务费")
        w.pay("2022-07-20", hand, b, 12500, "", "借款")
    B("round trip", "over thirty hands", a)
    b, s = F(), F()
    a = w.award(b, w.deal(b, s))
    for _ in range(30):
        w.pay("2022-07-01", s, w.person(), 14000, "", "工资")
    G("round trip", "the seller pays wages", a)
    b = F()
    w.person(w.rep(b))
    a = w.award(b, w.deal(b, uni))
    w.pay("2022-08-01", uni, w.rep(b), 500000, "", "成果转化奖酬")
    B("round trip", "a reward to the head of the buyer", a)


def agents_and_shells(w):
    F, B, G = w.firm, w.B, w.G
    agent, s, b = F("agency"), F(), F()
    w.hold(w.rep(agent), s, 70)
    B("agent", "its boss owns the seller", w.award(b, w.deal(b, s), agent=agent))
    agent, b = F("agency"), F()
    a = w.award(b, w.deal(b, F()), agent=agent)
    w.pay("2023-04-20", b, agent, 12000, "", "服务费")
    B("agent", "three tenths of the award before it comes", a)
    agent, own, b = F("agency"), F(), F()
    w.hold(own, agent, 80)
    w.row("confirmed", party=own, since="2021-05-01")
    B("record", "parent of the agent", w.award(b, w.deal(b, F()), agent=agent))
    b = F()
    w.hold("PX_rec", b, 35)
    w.row("confirmed", party="PX_rec", since="2021-05-01")
    B("record", "a holder of 35 %", w.award(b, w.deal(b, F())))
    old = F(dereg="2022-01-20")
    w.row("confirmed", party=old, since="2021-05-01")
    b = F(est="2022-02-01", phone=w.fr(old)["phone"], address=w.fr(old)["address"])
    B("record", "a successor in the same room", w.award(b, w.deal(b, F(), signed="2022-09-01")))
    next_one = F(est="2022-02-01", address=w.fr(old)["address"])
    G("record", "the next tenant", w.award(next_one, w.deal(next_one, F(), signed="2022-09-01")))

    one, other = F("agency"), F("agency")
    w.hold(one, other, 90)
    s = F()
    B("agent", "two agencies of one owner", *[w.award(x, w.deal(x, s, amt=640000), agent=(one, other)[k % 2]) for k, x in enumerate([F() for _ in range(5)])])
    agent = F("agency")
    shells = [F(est=add("2022-02-03", 3 * k), staff=1, rev=30000) for k in range(6)]
    B("shell", "six of one fortnight with one agent", *[w.award(x, w.deal(x, F(), amt=150000 + 70000 * k), agent=agent) for k, x in enumerate(shells)])
    s = F()
    shells = [F(est=add("2021-03-01", 150 * k), staff=0, rev=0) for k in range(3)]
    B("shell", "three of different years buy in one month", *[w.award(x, w.deal(x, s, signed=add("2022-06-01", 9 * k))) for k, x in enumerate(shells)])
    giver = w.person()
    aa = []
    for k in range(4):
        x, s = F(est="2021-11-01", staff=0, rev=0), F()
        w.pay("2022-05-20", giver, x, 600000 + 1000 * k, "", "借款")
        aa.append(w.award(x, w.deal(x, s)))
    B("shell", "four with the money of one person", *aa)
    seller = w.person()
    B("capacity", "a person with eight buyers", *[w.award(x, w.deal(x, seller, amt=200000 + 20000 * k, signed=add("2022-02-01", 20 * k)))
                                                 for k, x in enumerate([F() for _ in range(8)])])
    seller = w.person()
    G("capacity", "an inventor with three buyers", *[w.award(x, w.deal(x, seller, amt=200000 + 90000 * k, signed=add("2022-02-01", 50 * k)))
                                                    for k, x in enumerate([F() for _ in range(3)])])
    aa = []
    for k in range(7):
        x = F()
        aa.append(w.award(x, w.deal(x, F(), amt=180000 + 90000 * k)))
        w.t["applications"][-1]["contact_phone"] = "13700000777"
    B("agent", "one telephone for seven, no agent named", *aa)
    group = F()
    aa = []
    for k in range(5):
        x = F()
        w.hold(group, x, 100)
        aa.append(w.award(x, w.deal(x, F(), amt=180000 + 90000 * k)))
        w.t["applications"][-1]["contact_phone"] = "13700000888"
    G("agent", "five firms of one group with one telephone", *aa)
