"""Schemes cut into parts, or put into another's hands: a deal, a loan, an agent's share, an account; and honest matters that look alike."""
from batch import add


def parts(w):
    deals(w)
    loans(w)
    shares(w)
    accounts(w)
    rooms(w)
    old_shells(w)
    payments_and_rights(w)


def two_stretches(w, between="2022-06-05", sold="2022-06-20", operator=False, amt=2000000):
    """One contract with the owner, and one with a firm to which the other right had come from that owner."""
    b, s, middle = w.firm(), w.firm(), w.firm()
    if operator:
        w.reg(middle, "ip_operator")
    right = w.patent(s)
    w.ev(right, between, "transfer", s, middle)
    return [w.award(b, w.deal(b, s, amt=amt)), w.award(b, w.deal(b, middle, amt=amt, signed=sold, pats=[right]))]


def deals(w):
    w.B("split", "the second half runs over a firm between", *two_stretches(w))
    w.B("split", "the half over a firm between comes first", *two_stretches(w, between="2022-02-01", sold="2022-03-01"))
    b, s = w.firm(), w.firm()
    w.B("split", "2.8M and a side letter of the same day", *[w.award(b, w.deal(b, s, amt=amount)) for amount in (2800000, 280000)])
    w.G("split", "a recorded operator between", *two_stretches(w, operator=True))
    w.G("split", "the firm between had held the right for three years", *two_stretches(w, between="2019-05-05"))
    w.G("split", "a firm between, and together under the line", *two_stretches(w, amt=1300000))


def followed(w, first, then, days=300):
    """Loans side by side for 700 days, and loans that follow them."""
    b, bank = w.firm(), w.firm("bank")
    before = [w.loan(b, bank, principal=one, start="2020-01-10", days=700)[1] for one in first]
    return before + [w.loan(b, bank, principal=one, start=add("2020-01-10", 703), days=days)[1] for one in then]


def loans(w):
    w.B("loan", "2.0M followed by three of 0.7M", *followed(w, [2000000], [700000] * 3))
    w.B("loan", "2.0M followed by four of 0.5M", *followed(w, [2000000], [500000] * 4))
    w.B("loan", "three of 1M that become one of 3M", *followed(w, [1000000] * 3, [3000000]))
    w.G("loan", "2.0M followed by 0.5M for another need", *followed(w, [2000000], [500000]))
    w.G("loan", "parts that do not pass the limit", *followed(w, [2000000], [700000] * 3, 25))


def collected(w, invoiced=False, handed_on=43000):
    agent, middle = w.firm("agency"), w.firm()
    claims = []
    for _ in range(3):
        b, s = w.firm(), w.firm()
        claims.append(w.award(b, w.deal(b, s), agent=agent))
        w.pay("2023-06-20", b, middle, 15000, "", "服务费")
        if invoiced:
            w.inv(middle, b, "2023-06-20", 15000)
    w.pay("2023-07-02", middle, agent, handed_on, "", "信息费")
    return claims


def shares(w):
    w.B("agent", "one firm collects from three clients and hands on", *collected(w))
    w.G("agent", "a supplier of three clients, with invoices", *collected(w, invoiced=True))
    w.G("agent", "a supplier of three clients pays the agent a little", *collected(w, handed_on=8000))


def accounts(w):
    b, s = w.firm(), w.firm()
    w.fr(s)["bank_account"] = w.owner[w.person(w.rep(b))]
    w.B("tie", "the seller's main account is the buyer's head's", w.award(b, w.deal(b, s)))
    b, s = w.firm(), w.firm()
    w.fr(b)["bank_account"] = w.owner[w.person(w.rep(s))]
    w.B("tie", "the buyer's main account is the seller's head's", w.award(b, w.deal(b, s)))
    b, s = w.firm(), w.firm()
    w.fr(s)["bank_account"] = w.owner[w.person(w.rep(s))]
    w.G("tie", "the seller uses the account of its own head", w.award(b, w.deal(b, s)))


def rooms(w):
    b, s = w.firm(address="江苏省南京市玄武区合室路8号2幢301室"), w.firm(address="南京市玄武区合室路8号2栋301")
    w.B("tie", "buyer and seller in one room", w.award(b, w.deal(b, s)))
    b, s = w.firm(address="江苏省南京市玄武区合室路9号2幢301室"), w.firm(address="江苏省南京市玄武区合室路9号2幢302室")
    w.G("tie", "neighbours on one floor", w.award(b, w.deal(b, s)))


def in_a_row(w, staff, rev, **shared):
    claims = []
    for k in range(3):
        b = w.firm(staff=staff, rev=rev, est="20%d-03-04" % (17 + k), **shared)
        claims.append(w.award(b, w.deal(b, w.firm(), amt=300000 + 70000 * k, signed=add("2022-04-10", 40 * k))))
    return claims


def old_shells(w):
    w.B("shell", "three shelf companies of one head, three people each", *in_a_row(w, 3, 0, rep="PSHELF1"))
    w.B("shell", "three shelf companies behind one telephone", *in_a_row(w, 2, 0, phone="18612340987"))
    w.G("shell", "three small shops of one head that sell", *in_a_row(w, 3, 150000, rep="PSHELF2"))
    w.G("shell", "three firms of one head at work, without revenue yet", *in_a_row(w, 9, 0, rep="PSHELF3"))


def payments_and_rights(w):
    for before in (31, 49, 120):
        b, s = w.firm(), w.firm()
        deal = w.deal(b, s, pay=False)
        w.pay(add("2022-05-10", -before), b, s, 300000, "", "定金")
        w.pay("2022-06-10", b, s, 500000, deal, "尾款")
        w.G("paid", "a deposit %d days before signing" % before, w.award(b, deal))
    b, s = w.firm(), w.firm()
    deal = w.deal(b, s, pay=False)
    w.pay("2021-12-10", b, s, 800000, "", "货款")
    w.inv(s, b, "2021-12-12", 800000)
    w.B("paid", "goods of the winter stand in for the price", w.award(b, deal))
    b, s = w.firm(), w.firm()
    right = w.patent(s)
    w.ev(right, "2021-02-01", "lapse", s, "")
    w.ev(right, "2021-05-01", "restore", "", s)
    w.G("right", "a right that lapsed and was restored", w.award(b, w.deal(b, s, pats=[right])))
