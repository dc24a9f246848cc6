"""Schemes that count on what the registers lack or how it is typed: a seller on no record, persons without an account, two transfers of one
day, words that fill a form; and honest deals that look alike."""
from batch import add


def records(w):
    sellers_on_no_record(w)
    persons_without_an_account(w)
    transfers_of_one_day(w)
    through_channels(w)
    codes(w)
    words_that_fill_a_form(w)
    explained(w)
    bundles_and_swaps(w)
    terms_and_chains(w)


def stranger(w, name):
    """A party that no table but the contract names, paid into an account that nobody knows."""
    w.owner[name] = "62" + w.number().rjust(14, "7")
    return name


def sellers_on_no_record(w):
    F, B, G = w.firm, w.B, w.G
    b, s = F(), stranger(w, "XQ1")
    B("records", "a seller on no record, the patent is another firm's", w.award(b, w.deal(b, s, pats=[w.patent(F())])))
    b, s = F(), stranger(w, "XQ2")
    B("records", "a seller on no record, nothing paid", w.award(b, w.deal(b, s, pay=False)))
    b, s = F(), stranger(w, "XQ3")
    B("records", "a seller on no record, cancelled before the claim", w.award(b, w.deal(b, s, cancelled="2022-12-01")))
    b, s = F(), stranger(w, "XQ4")
    B("records", "three contracts in three days with a seller on no record",
      *[w.award(b, w.deal(b, s, amt=1200000, signed=add("2022-05-10", k))) for k in range(3)])
    b, s = F(), stranger(w, "XQ5")
    G("records", "an inventor on no record sells one patent", w.award(b, w.deal(b, s)))


def persons_without_an_account(w):
    F, B, G = w.firm, w.B, w.G
    b = F()
    s = stranger(w, w.rep(b))
    B("records", "bought from the buyer's legal representative", w.award(b, w.deal(b, s)))
    b, s = F(), stranger(w, "PXQ1")
    w.hold(s, b, 60)
    B("records", "bought from who holds 60 % of the buyer", w.award(b, w.deal(b, s)))
    b, s = F(), F()
    patent = w.patent(s)
    a = w.award(b, w.deal(b, s, pats=[patent]))
    w.ev(patent, "2023-05-01", "transfer", b, w.rep(s))
    B("records", "the patent goes back to the seller's legal representative", a)
    b, s = F(), F()
    G("records", "a firm sells its founder's patent", w.award(b, w.deal(b, s, pats=[w.patent(w.rep(s))])))
    b = F()
    G("records", "a founder's patent is pledged", w.loan(b, F("bank"), pats=[w.patent(w.rep(b))])[1])


def transfers_of_one_day(w):
    F, B, G = w.firm, w.B, w.G
    for _ in range(2):
        first, middle, b, s = F(), F(), F(), F()
        if _:      # the other order of the numbers
            first, middle, b, s = s, b, middle, first
        patent = w.patent(first)
        w.ev(patent, "2021-03-05", "transfer", first, middle)
        w.ev(patent, "2021-03-05", "transfer", middle, s)
        G("records", "two transfers of one day lead to the seller", w.award(b, w.deal(b, s, pats=[patent])))
    first, other, b, s = F(), F(), F(), F()
    patent = w.patent(first)
    w.ev(patent, "2021-03-05", "transfer", first, s)
    w.ev(patent, "2021-03-05", "transfer", s, other)
    B("records", "two transfers of one day lead past the seller", w.award(b, w.deal(b, s, pats=[patent])))


def through_channels(w):
    F, B, G = w.firm, w.B, w.G
    escrow = F("exchange")
    w.reg(escrow, "exchange_escrow")

    def half(b, s, middle, amount):
        contract = w.deal(b, s, amt=1000000, pay=False)
        w.pay("2022-06-09", b, middle, amount, contract)
        w.pay("2022-06-12", middle, s, amount, contract)
        return w.award(b, contract)
    B("records", "half the price, both legs through escrow name the contract", half(F(), F(), escrow, 500000))
    G("records", "the whole price through escrow", half(F(), F(), escrow, 1000000))
    for side in (0, 1):
        two = (F(), F())
        treasury = F()
        w.hold(treasury, two[side], 100)
        w.reg(treasury, "group_treasury")
        B("records", "half the price through a group treasury", half(*two, treasury, 500000))
    b, s = F(), F()
    contract = w.deal(b, s, pay=False)
    w.pay("2022-06-09", b, escrow, 800000, contract)
    w.pay("2022-06-20", escrow, b, 800000, contract)
    B("records", "into escrow and back to the buyer", w.award(b, contract))
    b, s = F(), F()
    a = w.award(b, w.deal(b, s))
    w.t["accounts"] = [row for row in w.t["accounts"] if row["holder_id"] != b]
    w.pay("2022-07-20", s, b, 700000, "", "往来款")
    B("records", "back to the buyer's main account, which the register of accounts lacks", a)


def codes(w):
    F, B, G = w.firm, w.B, w.G
    for status in ("VOID", "作废", "void "):
        a = w.award(b := F(), w.deal(b, F()))
        w.t["invoices"][-1].update(status=status, status_date="2023-04-01")
        B("records", "a void invoice, its status typed " + status, a)
    for type in ("Transfer", "转让", "transfer "):
        a = w.award(b := F(), w.deal(b, F(), type=type, ev=False))
        B("records", "never transferred, the type typed " + type, a)
    for status in ("Lapsed", "失效"):
        patent = w.patent(s := F(), status=status, sd="2022-01-05")
        B("records", "lapsed before the contract, the status typed " + status, w.award(b := F(), w.deal(b, s, pats=[patent])))
    a = w.award(b := F(), w.deal(b, F()))
    w.t["invoices"][-1]["status"] = "待核"
    B("records", "an invoice with a status that nobody knows", a)
    patent = w.patent(s := F(), status="有效")
    a = w.award(b := F(), w.deal(b, s, pats=[patent], type="Transfer "))
    w.t["invoices"][-1]["status"] = "Normal"
    w.t["patent_events"][-1]["event"] = "transfer"
    G("records", "known codes typed otherwise", a)


def words_that_fill_a_form(w):
    F, G = w.firm, w.G
    for word in ("0", "000", "待补", "无法定代表人"):
        G("records", "legal representatives typed " + word, w.award(b := F(rep=word), w.deal(b, F(rep=word))))
    for word in ("0", "1", "000000000000"):
        b, s = F(), F()
        w.fr(b)["bank_account"] = w.fr(s)["bank_account"] = word
        G("records", "main accounts typed " + word, w.award(b, w.deal(b, s)))
    for word in ("10000000000", "13800000000", "12345678", "025-12345678", "13888888888"):
        G("records", "telephones typed " + word, w.award(b := F(phone=word), w.deal(b, F(phone=word))))
    for word in ("0", "待补", "未提供"):
        G("records", "attachments typed " + word, *[w.award(b := F(), w.deal(b, F()), hash=word) for _ in range(2)])
    for word in ("0", "待定", "无", "NA"):
        claims = []
        for _ in range(2):
            contract = w.deal(b := F(), F())
            w.t["contracts"][-1]["reg_no"] = word
            claims.append(w.award(b, contract))
        G("records", "registration numbers typed " + word, *claims)
    for word in ("江苏省南京市", "南京市玄武区", "详见附件", "同注册地址"):
        firms = [F(staff=0, rev=0, est=add("2021-10-10", 5 * k), address=word) for k in range(4)]
        G("records", "addresses typed " + word, *[w.award(f, w.deal(f, F(), amt=300000 + 20000 * k, signed=add("2022-07-01", 40 * k)))
                                                  for k, f in enumerate(firms)])


def explained(w):
    """Money and papers that have a plain reason; and the same without it."""
    F, B, G = w.firm, w.B, w.G
    bank, insurer = F("bank"), F("insurer")
    for words, share in (("G", 508000), ("B", 20000)):
        b, s = F(), F()
        a = w.award(b, w.deal(b, s))
        w.pay("2022-07-01", s, b, 500000, "", "借款")
        w.pay("2022-10-20", b, s, share, "", "归还借款本息")
        getattr(w, words)("records", "a loan of the seller of which %d came back" % share, a)
    for words, percent in (("G", 10), ("B", 0)):
        b, s = F(), F()
        if percent:
            w.hold(b, s, percent)
        a = w.award(b, w.deal(b, s))
        w.pay("2022-11-01", s, b, 200000, "", "2021年度分红")
        getattr(w, words)("records", "a dividend to a holder of %d %%" % percent, a)
    b, s, x = F(), F(), F()
    a = w.award(b, w.deal(b, s))
    for k in range(6):
        w.pay(add("2022-06-20", 30 * k), s, x, 100000, "", "货款")
        w.pay(add("2022-06-28", 30 * k), x, b, 98000, "", "货款")
    for k in range(2):
        w.inv(x, s, add("2022-08-30", 90 * k), 300000)
        w.inv(b, x, add("2022-08-30", 90 * k), 294000)
    G("records", "a chain of supply with one invoice a quarter", a)
    b, s = F(), F()
    a = w.award(b, w.deal(b, s, amt=1400000))
    w.pay("2022-06-20", s, b, 700000, "", "货款")
    w.inv(b, s, "2022-09-10", 700000)
    w.pay("2023-01-07", s, b, 700000, "", "货款")
    B("records", "one invoice for two returns, two hundred days apart", a)
    b = F()
    _, a = w.policy(b, insurer)
    other, _ = w.policy(b, insurer, kind="execution", claim=False)
    w.pay("2022-07-01", insurer, b, 9000, other, "理赔款")
    G("records", "a loss paid under another policy", a)
    b = F()
    number, a = w.policy(b, insurer)
    w.pay("2022-07-01", insurer, b, 9000, "", "保单" + number + "理赔款")
    G("records", "a loss paid, the number in the purpose", a)
    b = F()
    patent = w.patent(b)
    _, a = w.loan(b, bank, pats=[patent], pledge=False)
    w.ev(patent, "2021-03-05", "pledge", b, bank)
    G("records", "a pledge recorded without the number of the loan", a)
    b = F()
    number, a = w.loan(b, bank)
    first = next(row for row in w.t["payments"] if row["contract_id"] == number and row["purpose"] == "贷款发放")
    first.update(contract_id="", amount="800000.00")
    w.pay("2021-06-05", bank, b, 1200000, "", "贷款发放")
    G("records", "drawn in two parts three months apart", a)
    agent = F("agency")
    b = F()
    a = w.award(b, w.deal(b, F()), agent=agent)
    w.pay("2023-07-01", b, agent, 12000, "", "代理费")
    w.inv(agent, b, "2023-07-01", 12000)
    G("records", "invoiced fees of the agent after the award", a)
    b = F()
    a = w.award(b, w.deal(b, F()), agent=agent)
    w.pay("2023-07-01", b, agent, 24000, "", "服务费")
    w.inv(agent, b, "2023-07-01", 24000)
    B("records", "three fifths of the award to the agent, invoiced", a)


def bundles_and_swaps(w):
    F, B, G = w.firm, w.B, w.G
    for lapsed, words in ((1, "G"), (8, "B")):
        b, s = F(), F()
        patents = [w.patent(s, status="lapsed" if k < lapsed else "granted", sd="2022-01-05" if k < lapsed else None) for k in range(20)]
        getattr(w, words)("records", "%d of twenty patents had lapsed" % lapsed, w.award(b, w.deal(b, s, pats=patents)))
    for alliance in (False, True):
        one, other = F(), F()
        if alliance:
            w.reg(one, "ip_alliance", "AL7")
            w.reg(other, "ip_alliance", "AL7")
        claims = [w.award(b, w.deal(b, s, signed=day, type="licence_ordinary" if alliance else "transfer"))
                  for b, s, day in ((one, other, "2022-04-01"), (other, one, "2022-04-20"))]
        getattr(w, "G" if alliance else "B")("records", "two firms sell each other a right at one price and both claim", *claims)
    one, other = F(), F()
    w.reg(one, "ip_alliance", "AL8")
    w.reg(other, "ip_alliance", "AL8")
    a = w.award(one, w.deal(one, other, type="licence_ordinary", signed="2022-04-01"))
    w.deal(other, one, type="licence_ordinary", signed="2022-04-20", inv=False)
    G("records", "an alliance, the invoice of the other side is missing", a)


def terms_and_chains(w):
    F, B, G = w.firm, w.B, w.G
    bank, insurer, body, second = F("bank"), F("insurer"), F("cert_body"), F("cert_body")
    b = F()
    B("records", "certified by two bodies in one year", w.cert(b, body=body)[1], w.cert(b, body=second, issued="2022-11-10")[1])
    b = F()
    G("records", "certified anew after three years", w.cert(b, body=body, issued="2021-08-10", year=2022)[1],
      w.cert(b, body=body, issued="2024-08-12", year=2025)[1])
    B("records", "a premium claimed before the policy begins", w.policy(F(), insurer, start="2023-05-01")[1])
    for number, length, words in ((6, 140, "B"), (8, 120, "B"), (7, 115, "B"), (5, 140, "G")):
        b, day, claims = F(), "2021-01-10", []
        for _ in range(number):
            claims.append(w.loan(b, bank, start=day, days=length)[1])
            day = add(day, length + 5)
        getattr(w, words)("records", "%d loans of %d days end to end" % (number, length), *claims)
    for percent, words in ((20, "B"), (19, "G")):
        b, s = F(), F()
        w.hold(b, s, percent)
        getattr(w, words)("records", "the buyer holds %d %% of the seller" % percent, w.award(b, w.deal(b, s)))
    a = w.award(b := F(), w.deal(b, F()))
    w.t["applications"][-1]["payee_account"] = ""
    B("records", "paid, and no payee account is given", a)
    a = w.award(b := F(), w.deal(b, F()), dec="")
    w.t["applications"][-1]["payee_account"] = ""
    G("records", "not yet decided, no payee account yet", a)
