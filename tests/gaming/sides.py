"""Schemes that let somebody of a side act for it: the seller's parent, head or treasury pays the buyer back; and honest deals that look alike."""
from batch import add


def sides(w):
    paid_back(w)
    honest_money(w)
    replaced(w)


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
