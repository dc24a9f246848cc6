"""Claims by who is not the party, on rights that are not what they are said to be; and honest deals that look alike."""


def standing(w):
    parties(w)
    rights(w)
    lenders_and_bodies(w)
    unknown_accounts(w)
    licences_and_sales(w)


def parties(w):
    F, B, G = w.firm, w.B, w.G
    b, s, other = F(), F(), F()
    B("standing", "another firm claims for the contract of two", w.award(other, w.deal(b, s)))

    b, s, child = F(), F(), F()
    w.hold(b, child, 80)
    G("standing", "bought by the parent, claimed by its subsidiary", w.award(child, w.deal(b, s)))

    b, s = F(), F()
    contract = w.deal(b, s, pay=False)
    w.owner["nobody"] = "6222999900001111"
    w.pay("2022-06-09", b, "nobody", 800000, contract, "专利转让款")
    B("standing", "the price goes to an account that nobody knows", w.award(b, contract))


def rights(w):
    F, B, G = w.firm, w.B, w.G
    b, s = F(), F()
    B("standing", "an ordinary licence of a number that does not exist",
      w.award(b, w.deal(b, s, type="licence_ordinary", pats=["201819999999.9"], ev=False)))

    b, s = F(), F()
    contract = w.deal(b, s)
    w.t["contract_patents"] = [row for row in w.t["contract_patents"] if row["contract_id"] != contract]
    B("standing", "a contract that names no patent", w.award(b, contract))

    b, s, other = F(), F(), F()
    patent = w.patent(s)
    first = w.award(b, w.deal(b, s, type="licence_exclusive", pats=[patent]))
    second = w.award(other, w.deal(other, s, type="licence_exclusive", pats=[patent], signed="2022-07-03"))
    B("standing", "one exclusive licence for two", first, second)

    b, s, other = F(), F(), F()
    patent = w.patent(s)
    w.deal(other, s, type="licence_exclusive", pats=[patent], signed="2021-08-03", cancelled="2022-03-01")
    G("standing", "an exclusive licence after the earlier one had ended", w.award(b, w.deal(b, s, type="licence_exclusive", pats=[patent])))

    b, s = F(), F()
    patent = w.patent(s)
    w.ev(patent, "2021-12-01", "lapse", s, "")
    B("standing", "a lapse on record, the status untouched", w.award(b, w.deal(b, s, pats=[patent])))

    b, s, bank = F(), F(), F("bank")
    patent = w.patent(s)
    w.ev(patent, "2021-09-01", "pledge", s, bank)
    B("standing", "sold while it was pledged", w.award(b, w.deal(b, s, pats=[patent])))

    b, s, first = F(), F(), F()
    patent = w.patent(first)
    w.ev(patent, "2022-05-25", "transfer", first, s)
    B("standing", "sold first and bought afterwards", w.award(b, w.deal(b, s, pats=[patent])))


def lenders_and_bodies(w):
    F, B, G = w.firm, w.B, w.G
    b, bank = F(), F("bank")
    number, claim = w.loan(b, bank)
    next(row for row in w.t["loans"] if row["loan_id"] == number)["repaid_date"] = "2022-06-20"
    B("standing", "repaid months late and declared on time", claim)

    b, lender = F(), F("bank")
    w.hold(b, lender, 100)
    B("standing", "borrowed from its own lender", w.loan(b, lender)[1])

    b, bank = F(), F("bank")
    w.hold(b, bank, 15)
    G("standing", "a firm that holds a part of its bank", w.loan(b, bank)[1])

    b = F()
    body = F("cert_body", rep=w.rep(b))
    B("standing", "certified by a body of the same head", w.cert(b, body=body)[1])


def unknown_accounts(w):
    """Money over an account that nobody in the data holds."""
    F, B, G = w.firm, w.B, w.G

    def account(name):
        w.owner[name] = "6222" + w.number().rjust(12, "0")
        return name

    b, s = F(), F()
    claim = w.award(b, w.deal(b, s))
    x = account("over one")
    w.pay("2022-07-01", s, x, 700000)
    w.pay("2022-07-20", x, b, 690000)
    B("standing", "back over an account that nobody holds", claim)

    b, s = F(), F()
    claim = w.award(b, w.deal(b, s))
    x, head = account("in parts"), w.person(w.rep(b))
    for month in ("07", "08", "09"):
        w.pay("2022-%s-03" % month, s, x, 80000)
        w.pay("2022-%s-11" % month, x, head, 78000)
    B("standing", "back in three parts over an account that nobody holds, to the head of the buyer", claim)

    b, s = F(), F()
    contract = w.deal(b, s, pay=False)
    x = account("takes the price")
    w.pay("2022-06-09", b, x, 800000, contract, "专利转让款")
    w.pay("2022-06-20", x, b, 760000)
    B("standing", "the price paid to an account that nobody holds, and back", w.award(b, contract))

    platform = account("platform")
    for at in range(14):
        w.pay("2022-07-%02d" % (at + 1), F(), platform, 5000 + at)
    b, s = F(), F()
    claim = w.award(b, w.deal(b, s))
    w.pay("2022-07-01", s, platform, 400000)
    w.pay("2022-07-20", platform, b, 390000)
    G("standing", "both use one payment platform", claim)

    b, s = F(), F()
    claim = w.award(b, w.deal(b, s))
    x = account("customer")
    w.pay("2022-07-01", s, x, 400000)
    w.pay("2022-07-20", x, b, 400000)
    w.inv(b, F(), "2022-07-18", 400000)
    G("standing", "goods sold to a customer whose account is not on record", claim)

    b, s = F(), F()
    claim = w.award(b, w.deal(b, s))
    x = account("landlord")
    w.pay("2022-06-01", b, x, 300000, "", "押金")
    w.pay("2022-07-01", s, x, 300000, "", "租金")
    w.pay("2022-07-20", x, b, 300000, "", "退押金")
    G("standing", "a deposit comes back from an account that is not on record", claim)


def licences_and_sales(w):
    F, B, G = w.firm, w.B, w.G
    b, s, user = F(), F(), F()
    patent = w.patent(s)
    w.deal(user, s, amt=30000, signed="2021-09-10", type="licence_exclusive", pats=[patent])
    B("standing", "licensed exclusively for a twentieth of the price half a year before", w.award(b, w.deal(b, s, pats=[patent], amt=700000)))

    b, s, user = F(), F(), F()
    patent = w.patent(s)
    w.deal(user, s, amt=60000, signed="2021-09-10", type="licence_exclusive", pats=[patent], terms="royalty")
    G("standing", "a low fee with royalties before the right is sold", w.award(b, w.deal(b, s, pats=[patent], amt=700000)))

    b, s, user = F(), F(), F()
    patent = w.patent(s)
    w.deal(user, s, amt=80000, signed="2021-09-10", type="licence_ordinary", pats=[patent])
    G("standing", "an ordinary licence before the right is sold", w.award(b, w.deal(b, s, pats=[patent], amt=700000)))
