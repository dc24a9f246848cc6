"""Schemes as a packaging agent would vary them who knows the rules, and honest deals that look alike: over time, parties, groups,
instalments, spellings. `B` is a scheme of which some application must be found, `G` a look-alike that must be left in peace."""
from batch import Batch, add
from one_matter import one_matter
from parts import parts
from records import records
from sides import sides
from standing import standing


def batch():
    w = Batch()
    variants(w)
    one_matter(w)
    standing(w)
    records(w)
    sides(w)
    parts(w)
    return w


def variants(w):
    F, B, G = w.firm, w.B, w.G
    bank, bank2, ins, ins2, body, uni = F("bank"), F("bank"), F("insurer"), F("insurer"), F("cert_body"), F("university")


    def plain(b=None, s=None, **k):
        b = b or F()
        s = s or F()
        return w.award(b, w.deal(b, s, **k))
    b, s = (F(), F())
    p = w.patent(s, status='withdrawn', sd='2022-01-05')
    B('validity', 'withdrawn before, full-width number', w.award(b, w.deal(b, s, pats=[p], written=lambda x: 'ＺＬ' + ''.join((chr(ord(c) + 65248) for c in x)))))

    b, s = (F(est='2022-08-01'), F())
    B('validity', 'buyer founded after signing', w.award(b, w.deal(b, s)))

    b, s = (F(), F(est='2022-08-01'))
    B('validity', 'seller founded after signing', w.award(b, w.deal(b, s)))

    b, s = (F(), F())
    p = w.patent(s, filed='2022-06-01', granted='', status='pending', sd='2022-06-01')
    B('validity', 'filed after signing', w.award(b, w.deal(b, s, pats=[p])))

    b, s = (F(), F())
    p = w.patent(s, status='lapsed', sd='2021-02-01')
    B('validity', 'one dead patent among four', w.award(b, w.deal(b, s, pats=[w.patent(s), w.patent(s), p, w.patent(s)])))

    b, s = (F(), F())
    p = w.patent(s, abn='2023-09-01')
    G('validity', 'abnormal notice months after the claim', w.award(b, w.deal(b, s, pats=[p])))

    b, s = (F(), F())
    p = w.patent(s, status='invalidated', sd='2024-05-01')
    G('validity', 'invalidated by a rival a year after the claim', w.award(b, w.deal(b, s, pats=[p])))

    b, s = (F(dereg='2024-12-01'), F())
    G('validity', 'buyer wound up two years later', w.award(b, w.deal(b, s)))

    b, s, x, n = (F(), F(), F(), F())
    w.hold(s, x, 100, since='2015-01-01')
    w.hold(n, x, 80, since='2020-01-01')
    p = w.patent(x)
    B('owner', 'patent of a former subsidiary, sold off two years before', w.award(b, w.deal(b, s, pats=[p])))

    b, s, x, n = (F(), F(), F(), F())
    w.hold(s, x, 100, since='2015-01-01')
    w.hold(n, x, 80, since='2024-01-01')
    p = w.patent(x)
    G('owner', 'patent of a subsidiary that was sold off two years later', w.award(b, w.deal(b, s, pats=[p])))

    b, s, x, y = (F(), F(), F(), F())
    p = w.patent(s)
    w.ev(p, '2021-05-01', 'transfer', s, x)
    w.ev(p, '2021-11-01', 'transfer', x, y)
    B('owner', 'sold twice before', w.award(b, w.deal(b, s, pats=[p])))

    b, s, x = (F(), F(), F())
    p = w.patent(s)
    w.ev(p, '2019-05-01', 'transfer', s, x)
    w.ev(p, '2021-11-01', 'transfer', x, s)
    G('owner', 'sold and bought back before', w.award(b, w.deal(b, s, pats=[p])))

    b, s = (F(), F())
    p = w.patent(uni)
    c0 = w.deal(s, uni, pats=[p], type='licence_exclusive', signed='2021-01-05')
    G('owner', 'exclusive licensee sublicences', w.award(b, w.deal(b, s, pats=[p], type='licence_ordinary')))

    b, s = (F(), F())
    p = w.patent(uni)
    c0 = w.deal(s, uni, pats=[p], type='licence_ordinary', signed='2021-01-05')
    B('owner', 'ordinary licensee sublicences, own contract on record', w.award(b, w.deal(b, s, pats=[p], type='licence_ordinary')))

    b, s = (F(), F())
    p = w.patent(uni)
    c0 = w.deal(s, uni, pats=[p], type='licence_exclusive', signed='2021-01-05')
    B('owner', 'exclusive licensee sells as if owner', w.award(b, w.deal(b, s, pats=[p])))

    b, s = (F(), F())
    c = w.deal(b, s, pay=False)
    w.pay('2022-06-10', b, s, 790000, c)
    B('pay', '790k of 800k paid', w.award(b, c))

    b, s, x = (F(), F(), F())
    c = w.deal(b, s, pay=False)
    w.pay('2022-06-10', b, x, 800000, c)
    B('pay', 'paid to a stranger under the contract number', w.award(b, c))

    b, s, x = (F(), F(), F())
    c = w.deal(b, s, pay=False)
    w.pay('2022-06-10', x, s, 800000, c)
    B('pay', 'a stranger pays all of it', w.award(b, c))

    b, s, x = (F(), F(), F())
    w.hold(x, b, 100)
    w.reg(x, 'group_treasury')
    c = w.deal(b, s, pay=False)
    w.pay('2022-06-10', x, s, 800000, c)
    G('pay', 'treasury of its group pays', w.award(b, c))

    b, s, x = (F(), F(), F())
    w.reg(x, 'group_treasury')
    c = w.deal(b, s, pay=False)
    w.pay('2022-06-10', x, s, 800000, c)
    B('pay', 'treasury of a strange group pays', w.award(b, c))

    b, s = (F(), F())
    c = w.deal(b, s, pay=False)
    [w.pay(add('2022-06-10', 30 * k), b, s, 100000, c if k % 2 else '') for k in range(8)]
    G('pay', 'eight instalments, half without number', w.award(b, c))

    b, s = (F(), F())
    c = w.deal(b, s, pay=False)
    w.pay('2022-06-10', b, s, 880000, c)
    w.pay('2022-07-10', s, b, 80000, c, '退多付款')
    G('pay', 'overpaid by a tenth and returned', w.award(b, c))

    b, s, x = (F(), F(), F())
    c = w.deal(b, s, inv=False)
    i = w.inv(x, b, '2022-06-12', 800000, c)
    B('invoice', 'issued by a stranger', w.award(b, c, invs=[(i, 800000)]))

    b, s, x = (F(), F(), F())
    w.hold(s, x, 100, since='2010-01-01')
    c = w.deal(b, s, inv=False)
    i = w.inv(x, b, '2022-06-12', 800000, c)
    G('invoice', "issued by the seller's subsidiary", w.award(b, c, invs=[(i, 800000)]))

    b, s, x = (F(), F(), F())
    w.hold(s, x, 100, since='2024-01-01')
    c = w.deal(b, s, inv=False)
    i = w.inv(x, b, '2022-06-12', 800000, c)
    B('invoice', 'issued by a stranger whom the seller bought in 2024', w.award(b, c, invs=[(i, 800000)]))

    b, s = (F(), F())
    c = w.deal(b, s)
    a = w.award(b, c)
    i = w.last_invoice
    w.inv(s, b, '2023-07-20', -800000, c, 'red', '', '')
    B('invoice', 'reversed a month after payment of the award, no reference', a)

    b, s = (F(), F())
    cs = []
    for k in range(3):
        c = w.deal(b, s, amt=200000, signed=add('2022-01-10', 120 * k))
        cs.append(w.award(b, c))
    w.inv(s, b, '2022-11-20', -200000, '', 'red')
    w.inv(s, b, '2022-11-21', 200000, '')
    G('invoice', 'three equal invoices; another of the same amount reversed and reissued', *cs)

    b, s = (F(), F())
    c = w.deal(b, s, inv=False)
    B('invoice', 'an invoice that nobody issued', w.award(b, c, invs=[('99' + '0' * 18, 800000)]))

    b1, b2, s = (F(), F(), F())
    c1 = w.deal(b1, s)
    i = w.last_invoice
    a1 = w.award(b1, c1, invs=[(i, 500000)], amt=500000)
    c2 = w.deal(b2, s, signed='2022-07-01', inv=False)
    a2 = w.award(b2, c2, invs=[(' '.join((i[k:k + 4] for k in range(0, 20, 4))), 500000)], amt=500000)
    B('invoice', 'shared by two firms, number in groups', a2)

    b, s = (F(), F())
    c = w.deal(b, s, inv=False, amt=800000)
    i = w.inv(s, b, '2022-06-01', 400000, c)
    j = w.inv(s, b, '2022-07-01', 400000, c)
    G('invoice', 'in two halves', w.award(b, c, invs=[(i, 400000), (j, 400000)]))

    b, s = (F(), F())
    c = w.deal(b, s)
    i = w.last_invoice
    a = w.award(b, c)
    a2 = w.app('award', b, ' ' + c.lower(), 800000, 40000, year=2024, reft='contract', invs=[(i, 800000)])
    B('duplicate', 'contract number in small letters', a2)

    b, s, d = (F(), F(), F())
    w.hold(b, d, 60)
    c = w.deal(b, s)
    i = w.last_invoice
    a = w.award(b, c)
    a2 = w.award(d, c, year=2024, invs=[(i, 800000)])
    B('duplicate', 'claimed again by the subsidiary', a2)

    b, s, d, h = (F(), F(), F(), F())
    p = w.patent(s)
    c = w.deal(b, s, pats=[p])
    a = w.award(b, c)
    w.hold(h, b, 80, since='2023-01-05')
    w.hold(h, d, 80, since='2012-01-01')
    c2 = w.deal(d, s, pats=[p], signed='2023-06-10', ev=False)
    a2 = w.award(d, c2, year=2024)
    B('duplicate', 'bought again by a sister after the group bought the buyer', a2)

    b, s, d, h = (F(), F(), F(), F())
    p = w.patent(s)
    c = w.deal(b, s, pats=[p])
    a = w.award(b, c)
    w.ev(p, '2022-12-01', 'transfer', b, s)
    c2 = w.deal(d, s, pats=[p], signed='2023-06-10')
    a2 = None
    b, d = (F(), F())
    s = F()
    p = w.patent(s)
    c = w.deal(b, s, pats=[p], type='licence_ordinary', amt=200000)
    a = w.award(b, c)
    c2 = w.deal(d, s, pats=[p], type='licence_ordinary', amt=200000, signed='2022-09-01')
    a2 = w.award(d, c2)
    w.hold(b, d, 100, since='2024-06-01')
    G('duplicate', 'two licensees that merged two years later', a, a2)

    b = F()
    l, a = w.loan(b, bank, pats=[w.patent(b)])
    a2 = w.app('interest', b, l, 80000, 40000, year=2023, reft='loan', bureau='320706')
    B('duplicate', 'loan claimed in another city as well', a2)

    b = F()
    q, a = w.cert(b, body=body)
    a2 = w.app('cert', b, q, 16000, 16000, year=2024, reft='certification', invs=[])
    B('duplicate', 'certificate again next year', a2)

    b, s = (F(), F())
    p = w.patent(s)
    c = w.deal(b, s, pats=[p], cancelled='2022-09-01', ev=False)
    a = w.award(b, c, dec='rejected')
    c2 = w.deal(b, s, pats=[p], signed='2023-05-01')
    G('duplicate', 'first deal dissolved and refused, signed anew', w.award(b, c2, year=2024))

    b, s = (F(), F())
    p = w.patent(s)
    c = w.deal(b, s, pats=[p], type='licence_ordinary', amt=100000, signed='2022-02-01')
    a = w.award(b, c)
    c2 = w.deal(b, s, pats=[p], type='licence_ordinary', amt=100000, signed='2023-02-01')
    G('duplicate', 'yearly licence', a, w.award(b, c2, year=2024))

    b, s = (F(), F())
    w.row('shareholders', holder_id='9000NEWPARENT00000', holder_name='x', holder_type='org', held_uscc=s, percent=90, since='2022-05-20')
    B('split', 'seller gets a new parent between the two contracts', *[w.award(b, w.deal(b, s, amt=2000000, signed=d)) for d in ('2022-05-10', '2022-06-10')])

    b, s = (F(), F())
    w.row('shareholders', holder_id='9000NEWPARENT00001', holder_name='x', holder_type='org', held_uscc=b, percent=90, since='2022-05-20')
    B('split', 'buyer gets a new parent between', *[w.award(b, w.deal(b, s, amt=2000000, signed=d)) for d in ('2022-05-10', '2022-06-10')])

    P1, P2 = ('PX_a1', 'PX_a2')
    b1, b2, s = (F(), F(), F())
    [w.hold(q, x, 50) for q in (P1, P2) for x in (b1, b2)]
    B('split', 'two buyers of one couple', *[w.award(x, w.deal(x, s, amt=1800000, signed=d)) for x, d in ((b1, '2022-05-10'), (b2, '2022-06-10'))])

    b, s = (F(), F())
    B('split', 'over the turn of the year', *[w.award(b, w.deal(b, s, amt=1600000, signed=d), year=y) for d, y in (('2022-12-10', 2023), ('2023-01-10', 2024))])

    b, s = (F(), F())
    B('split', 'a transfer and a licence', *[w.award(b, w.deal(b, s, amt=1900000, signed=d, type=t)) for d, t in (('2022-05-10', 'transfer'), ('2022-06-10', 'licence_exclusive'))])

    b, s = (F(), F())
    s2 = F(rep=w.rep(s))
    s3 = F()
    w.hold(w.rep(s), s3, 60)
    B('split', 'seller, firm of its boss, firm held by its boss', *[w.award(b, w.deal(b, x, amt=1100000, signed=d)) for x, d in ((s, '2022-05-10'), (s2, '2022-06-10'), (s3, '2022-07-20'))])

    b, s = (F(), F())
    A_, B2, C = (F(), F(), F())
    w.hold(s, A_, 100)
    w.hold(s, B2, 100)
    w.hold(A_, C, 30)
    w.hold(B2, C, 30)
    B('split', 'seller and a firm held through two subsidiaries', *[w.award(b, w.deal(b, x, amt=1900000, signed=d)) for x, d in ((s, '2022-05-10'), (C, '2022-05-20'))])

    b1, b2, s = (F(), F(), F())
    w.hold(b1, b2, 100, since='2024-03-01')
    G('split', 'two buyers, merged two years later', *[w.award(x, w.deal(x, s, amt=2000000, signed='2022-05-1%d' % k)) for k, x in enumerate((b1, b2))])

    b, s = (F(), F())
    G('split', 'two deals eight months apart', *[w.award(b, w.deal(b, s, amt=2000000, signed=d)) for d in ('2022-02-10', '2022-10-20')])

    b, s = (F(), F())
    G('split', '2.8M and a small licence of 150k', *[w.award(b, w.deal(b, s, amt=a, signed=d)) for a, d in ((2800000, '2022-02-10'), (150000, '2022-04-20'))])

    b, s = (F(), F())
    G('split', 'ten licences of 60k in a quarter', *[w.award(b, w.deal(b, s, amt=60000, signed=add('2022-02-10', 9 * k), type='licence_ordinary')) for k in range(10)])

    b, s1, s2 = (F(), F(), F())
    f = F()
    w.hold(f, s1, 15)
    w.hold(f, s2, 18)
    G('split', 'two sellers with a fund in common', *[w.award(b, w.deal(b, x, amt=2000000, signed='2022-05-10')) for x in (s1, s2)])

    SA = '113200000140000000'
    b, s1, s2 = (F(), F(), F())
    [w.row('shareholders', holder_id=SA, holder_name='江苏省国资委', holder_type='org', held_uscc=x, percent=100, since='2000-01-01') for x in (s1, s2)]
    G('split', 'two sellers owned by the state', *[w.award(b, w.deal(b, x, amt=2000000, signed='2022-05-10')) for x in (s1, s2)])

    b, s = (F(), F())
    B('split', 'two of 12M each, above the cap together', *[w.award(b, w.deal(b, s, amt=6000000, signed=d)) for d in ('2022-05-10', '2022-06-10')])

    b, s = (F(), F(phone='13900778811'))
    w.fr(b)['phone'] = '１３９ ００７７ ８８１１'
    B('tie', 'phone in full-width digits', w.award(b, w.deal(b, s)))

    b, s, h = (F(), F(), F())
    w.hold(h, b, 70)
    w.hold(h, s, 70, since='2022-07-01')
    B('tie', "seller bought by the buyer's parent six weeks after signing", w.award(b, w.deal(b, s)))

    b, s, n = (F(), F(), F())
    w.hold(w.rep(b), s, 80, since='2015-01-01')
    w.hold(n, s, 80, since='2022-07-01')
    B('tie', 'control passed to a nominee after signing', w.award(b, w.deal(b, s)))

    b, s, n = (F(), F(), F())
    w.hold(b, s, 80, since='2012-01-01')
    w.hold(n, s, 100, since='2018-01-01')
    G('tie', 'sold off four years before the deal', w.award(b, w.deal(b, s)))

    b, s, x = (F(), F(), F())
    w.hold(w.rep(b), x, 60)
    w.hold(x, s, 60)
    B('tie', 'over a firm of the boss', w.award(b, w.deal(b, s)))

    b, s, f = (F(), F(), F())
    w.hold(f, b, 30)
    w.hold(f, s, 30)
    G('tie', 'an investor with 30 % of both, no control', w.award(b, w.deal(b, s)))

    b, s = (F(), F())
    w.fr(b)['address'] = w.fr(s)['address'] = '江苏省南京市玄武区大厦路1号10层'
    G('tie', 'two tenants of one floor', w.award(b, w.deal(b, s)))

    ten = [F(phone='025-84440000') for _ in range(15)]
    b, s = (F(phone='025-84440000'), F(phone='025-84440000-8018'))
    G('tie', 'switchboard of a tower, extensions', w.award(b, w.deal(b, s)))

    b, s = (F(), F())
    w.fr(b)['legal_rep_id'] = w.fr(s)['legal_rep_id'] = '-'
    G('tie', 'no legal representative on record', w.award(b, w.deal(b, s)))

    b, s = (F(), F())
    w.row('accounts', account='7700000000000001', holder_type='org', holder_id=s, opened='2018-01-01')
    w.fr(b)['bank_account'] = '7700 0000 0000 0001'
    B('tie', 'buyer registered with an account of the seller', w.award(b, w.deal(b, s)))

    fs = [F(est='2022-01-0%d' % (k + 1), staff=0, rev=0, address=a) for k, a in enumerate(('江苏省南京市玄武区某某路十二号三幢一〇一室', '南京市玄武区某某路12号3-102', '南京玄武区某某路１２号三幢二楼'))]
    B('shell', 'one place, numerals and full-width', *[w.cert(f, body=body)[1] for f in fs])

    P = w.person('PX_sh1')
    fs = [F(est='2022-01-0%d' % (k + 1), staff=0, rev=0) for k in range(3)]
    accs = []
    for k, f in enumerate(fs):
        acc = '6200000000000%03d' % k
        w.row('accounts', account=acc, holder_type='person', holder_id='PX_sh1', opened='2021-01-01')
        accs.append(acc)
    B('shell', 'three accounts of one person', *[w.cert(f, body=body, payee=accs[k])[1] for k, f in enumerate(fs)])

    fs = [F(est='2022-0%d-05' % (k + 1), staff=2, rev=100000) for k in range(3)]
    [w.hold('PX_sh2', f, 51) for f in fs]
    B('shell', '51 % of one person, other representatives', *[w.cert(f, body=body)[1] for f in fs])

    fs = [F(est='2022-0%d-05' % (k + 1), staff=40, rev=9000000) for k in range(3)]
    h = F()
    [w.hold(h, f, 100, since='2022-06-01') for f in fs]
    G('shell', 'three real subsidiaries founded lately', *[w.cert(f, body=body)[1] for f in fs])

    fs = [F(est='2022-0%d-05' % (k + 1), staff=3, rev=100000) for k in range(3)]
    h = F()
    [w.hold(h, f, 60, since='2024-06-01') for f in fs]
    G('shell', 'three start-ups bought by one investor two years later', *[w.award(f, w.deal(f, F())) for f in fs])

    s = F()
    s2 = F()
    w.hold('PX_sh3', s, 60)
    w.hold('PX_sh3', s2, 60)
    fs = [F(est=add('2022-01-05', 20 * k), staff=5, rev=400000) for k in range(5)]
    B('shell', 'five firms with five paper staff, two sellers of one owner', *[w.award(f, w.deal(f, (s, s2)[k % 2])) for k, f in enumerate(fs)])

    inc = F('incubator')
    w.reg(inc, 'incubator', '南京市玄武区孵化路88号科创园')
    fs = [F(est=add('2022-01-05', 9 * k), staff=1, rev=20000, address=f'江苏省南京市玄武区孵化路八十八号科创园{k + 1}幢{k + 1}楼') for k in range(4)]
    G('shell', 'tenants of an incubator, numerals', *[w.award(f, w.deal(f, F())) for f in fs])

    ag = F('agency')
    b = F()
    B('payee', 'to the agent', w.award(b, w.deal(b, F()), agent=ag, payee=w.owner[ag]))

    b, h = (F(), F())
    w.hold(h, b, 100)
    w.reg(h, 'group_treasury', since='2024-01-01')
    B('payee', 'to the parent, treasury only since 2024', w.award(b, w.deal(b, F()), payee=w.owner[h]))

    b = F()
    w.row('accounts', account='5500000000000001', holder_type='org', holder_id=b, opened='2023-01-01')
    G('payee', 'a new account of its own', w.award(b, w.deal(b, F()), payee='5500-0000-0000-0001'))


    def rt(b, s, path, amt, dates, cut=0.97, purpose='往来款'):
        cur = s
        for nx, d in zip(path, dates):
            w.pay(d, cur, nx, amt, '', purpose)
            amt *= cut
            cur = nx
    b, s = (F(), F())
    P, Q = (w.person(), w.person(w.rep(b)))
    a = plain(b, s)
    rt(b, s, [P, Q], 500000, ['2022-07-01', '2022-08-01'])
    B('round trip', 'over a person to the representative', a)

    b, s = (F(), F())
    x = [F() for _ in range(5)]
    a = plain(b, s)
    rt(b, s, x + [b], 600000, [add('2022-06-20', 40 * k) for k in range(6)])
    B('round trip', 'six hops', a)

    b, s, h = (F(), F(), F())
    w.hold(b, h, 60)
    a = plain(b, s)
    [w.pay(add('2022-07-01', 30 * k), s, h, 60000, '', '服务费') for k in range(9)]
    B('round trip', "to the buyer's subsidiary in nine fees", a)

    b, s, h = (F(), F(), F())
    w.hold(h, b, 60, since='2015-01-01')
    a = plain(b, s)
    w.pay('2022-07-01', s, h, 500000, '', '借款')
    B('round trip', "to the buyer's parent as a loan", a)

    b, s, d = (F(), F(), F())
    w.hold(s, d, 100)
    a = plain(b, s)
    w.pay('2022-07-01', s, d, 700000)
    w.pay('2022-07-05', d, b, 690000)
    B('round trip', "through the seller's subsidiary", a)

    b, s = (F(), F())
    a = plain(b, s)
    w.pay('2022-07-20', s, b, 300000, '', '往来款')
    w.hold(s, b, 100, since='2024-10-01')
    B('round trip', 'seller takes the buyer over in 2024', a)

    b, s, x = (F(), F(), F())
    w.reg(x, 'exchange_escrow', since='2024-01-01')
    a = plain(b, s)
    w.pay('2022-07-01', s, x, 700000)
    w.pay('2022-07-05', x, b, 690000)
    B('round trip', 'through a firm recorded as escrow later', a)

    b, s = (F(), F())
    a = plain(b, s)
    w.pay('2022-07-01', s, b, 500000, '', '货款')
    w.inv(b, s, '2022-07-02', 100000)
    B('round trip', 'goods invoiced for a fifth of it', a)

    P = 'PX_pr'
    w.person(P)
    b = F()
    w.hold(P, b, 40)
    c = w.deal(b, uni)
    a = w.award(b, c)
    w.pay('2022-08-01', uni, P, 640000, c, '科技成果转化奖励')
    G('round trip', 'university rewards the inventor, who holds 40 %', a)

    b = F()
    w.person(w.rep(b))
    c = w.deal(b, uni)
    a = w.award(b, c)
    w.pay('2022-08-01', uni, w.rep(b), 560000, '', '职务发明报酬')
    G('round trip', "professor's own spin-off", a)

    b, s, h, t = (F(), F(), F(), F())
    w.hold(h, s, 100)
    w.hold(h, t, 100)
    w.reg(t, 'group_treasury')
    a = plain(b, s)
    w.pay('2022-07-01', s, t, 800000, '', '归集')
    w.pay('2022-08-05', t, b, 300000, '', '货款')
    G('round trip', "swept to the group's treasury, which buys from the buyer", a)

    b, s = (F(), F())
    a = plain(b, s)
    w.pay('2022-07-20', s, b, 100000, '', '违约金')
    G('round trip', 'an eighth as damages', a)

    b, s = (F(), F())
    a = plain(b, s)
    [(w.pay(add('2022-06-20', 30 * k), s, b, 50000, '', '水电房租'), w.inv(b, s, add('2022-06-25', 30 * k), 50000)) for k in range(12)]
    G('round trip', 'seller rents rooms of the buyer, invoiced monthly', a)

    b, s, x = (F(), F(), F())
    a = plain(b, s)
    w.pay('2022-07-01', s, x, 500000, '', '材料')
    w.inv(x, s, '2022-07-03', 500000)
    w.pay('2022-08-01', x, b, 480000, '', '往来')
    G('round trip', 'seller buys from X with invoice; X pays the buyer for something', a)

    b, s, d, e = (F(), F(), F(), F())
    w.hold(b, d, 80)
    w.hold(s, e, 80)
    p = w.patent(s)
    c = w.deal(b, s, pats=[p])
    a = w.award(b, c)
    w.ev(p, '2023-02-01', 'transfer', b, d)
    w.ev(p, '2023-08-01', 'transfer', d, e)
    B('undone', "over the buyer's to the seller's subsidiary", a)

    b, s, d = (F(), F(), F())
    w.hold(b, d, 80)
    p = w.patent(s)
    c = w.deal(b, s, pats=[p])
    a = w.award(b, c)
    w.ev(p, '2023-02-01', 'transfer', b, d)
    G('undone', 'moved to the own subsidiary', a)

    b, s, d = (F(), F(), F())
    p = w.patent(s)
    c = w.deal(b, s, pats=[p])
    a = w.award(b, c)
    w.ev(p, '2023-12-01', 'transfer', b, d)
    G('undone', 'sold on to a stranger after a year and a half', a)

    b, s, e = (F(), F(), F())
    p = w.patent(s)
    c = w.deal(b, s, pats=[p])
    a = w.award(b, c)
    w.ev(p, '2023-08-01', 'transfer', b, e)
    w.hold(s, e, 80, since='2024-02-01')
    G('undone', 'sold on to a stranger whom the seller bought later', a)

    b, s = (F(), F())
    B('undone', 'cancelled between claim and payment', w.award(b, w.deal(b, s, cancelled='2023-05-01')))

    own = F()
    p = w.patent(own)
    x, y = (F(), F())
    a1 = w.award(x, w.deal(x, own, pats=[p], signed='2022-02-10'))
    a2 = w.award(y, w.deal(y, x, pats=[p], signed='2022-08-20'))
    B('flip', 'sold on after six months, both claim', a1, a2)

    own = F()
    p = w.patent(own)
    x, y = (F(), F())
    a1 = w.award(x, w.deal(x, own, pats=[p], signed='2021-08-10'))
    a2 = w.award(y, w.deal(y, x, pats=[p], signed='2023-05-20'), year=2024)
    G('flip', 'used for two years, then sold; both claim', a1, a2)

    b, s, x = (F(), F(), F())
    w.hold(b, x, 100)
    p = w.patent(b)
    w.ev(p, '2021-03-01', 'transfer', b, x)
    w.ev(p, '2021-06-01', 'transfer', x, s)
    B('ring', 'sold over a subsidiary, bought back', w.award(b, w.deal(b, s, pats=[p])))

    b, s, x = (F(), F(), F())
    p = w.patent(x)
    w.deal(s, x, pats=[p], amt=90000, signed='2022-02-10')
    B('price', 'ninefold in a quarter', w.award(b, w.deal(b, s, pats=[p])))

    b, s, x = (F(), F(), F())
    p = w.patent(x)
    w.deal(s, x, pats=[p], amt=90000, signed='2022-02-10')
    G('price', 'in a bundle with nine others', w.award(b, w.deal(b, s, pats=[p] + [w.patent(s) for _ in range(9)])))

    b, d, s = (F(), F(), F())
    w.hold(b, d, 100)
    ps = [w.patent(s) for _ in range(3)]
    [w.ev(p, '2022-03-01', 'transfer', s, d) for p in ps]
    [w.ev(p, '2022-07-01', 'transfer', d, b) for p in ps]
    B('recognition', 'bought by the subsidiary, then handed up', w.cert(b, 'srdi_provincial', pats=ps)[1])

    b, s = (F(), F())
    ps = [w.patent(s) for _ in range(3)]
    [w.ev(p, '2022-05-01', 'transfer', s, b) for p in ps]
    w.hold(s, b, 100, since='2024-01-01')
    B('recognition', 'bought from a stranger who became the parent later', w.cert(b, 'srdi_provincial', pats=ps)[1])

    b1, b2 = (F(), F())
    p = w.patent(b1)
    w.cert(b1, 'srdi_provincial', pats=[p], issued='2022-08-10')
    B('recognition', 'one patent for two firms in one round', w.cert(b2, 'srdi_provincial', pats=[p], issued='2022-08-10')[1])

    b = F()
    ps = [w.patent(b) for _ in range(2)]
    G('recognition', 'renewed with the same patents', w.cert(b, 'srdi_provincial', issued='2021-08-10', year=2022, pats=ps)[1])

    b = F(dereg='2023-03-01', address='南京市玄武区老路十五号二幢三楼')
    w.cert(b, 'srdi_provincial', issued='2021-08-10', year=2022)
    n = F(est='2022-09-01', address='南京玄武区老路15号2幢3')
    B('first again', 'successor at the same place, typed otherwise', w.cert(n, 'srdi_provincial', issued='2023-08-10', year=2024)[1])

    b = F(dereg='2023-03-01', phone='025-86660001转1')
    w.cert(b, 'srdi_provincial', issued='2021-08-10', year=2022)
    n = F(est='2022-09-01', phone='02586660001-2')
    B('first again', 'successor on another extension', w.cert(n, 'srdi_provincial', issued='2023-08-10', year=2024)[1])

    f = F()
    b1, b2 = (F(), F())
    w.hold(f, b1, 30)
    w.hold(f, b2, 30)
    w.cert(b1, 'srdi_provincial', issued='2021-08-10', year=2022)
    G('first again', 'two firms of one investor', w.cert(b2, 'srdi_provincial', issued='2022-08-10')[1])

    h = F()
    b1, b2 = (F(), F(est='2020-05-01'))
    w.hold(h, b1, 60, since='2024-01-01')
    w.hold(h, b2, 60, since='2024-01-01')
    w.cert(b1, 'srdi_provincial', issued='2021-08-10', year=2022)
    G('first again', 'two firms bought by one group later', w.cert(b2, 'srdi_provincial', issued='2022-08-10')[1])

    b, d = (F(), F())
    w.hold(w.rep(b), d, 90)
    l1, a1 = w.loan(b, bank, start='2020-06-01', days=365, pats=[w.patent(b)])
    l2, a2 = w.loan(d, bank2, start='2021-07-05', days=365, pats=[w.patent(d)])
    l3, a3 = w.loan(b, bank, start='2022-08-10', days=300, pats=[w.patent(b)])
    B('rollover', "in turn with the boss's firm", a2, a3)

    b, d = (F(), F())
    l1, a1 = w.loan(b, bank, start='2020-06-01', days=365, pats=[w.patent(b)])
    l2, a2 = w.loan(d, bank2, start='2021-07-05', days=365, pats=[w.patent(d)])
    l3, a3 = w.loan(b, bank, start='2022-12-10', days=300, pats=[w.patent(b)])
    w.hold(b, d, 100, since='2024-09-01')
    G('rollover', 'with a firm that was bought later', a1, a2, a3)

    b = F()
    d, e = (F(), F())
    l, a = w.loan(b, bank)
    w.pay('2021-03-10', b, d, 1000000)
    w.pay('2021-03-12', b, e, 900000)
    w.pay('2022-02-10', d, b, 1000000)
    w.pay('2022-02-20', e, b, 900000)
    B('parked', 'with two firms', a)

    b = F()
    l, a = w.loan(b, bank)
    w.pay('2021-03-06', b, bank, 2000000, '', '结构性存款')
    B('parked', 'structured deposit', a)

    b = F()
    l, a = w.loan(b, bank)
    w.pay('2021-03-06', b, bank, 1500000, '', '归还前期贷款本金')
    G('parked', 'repays an older loan', a)

    b = F()
    d = F()
    l, a = w.loan(b, bank)
    [(w.pay(add('2021-03-06', 7 * k), b, d, 450000, '', '材料款'), w.inv(d, b, add('2021-03-08', 7 * k), 450000)) for k in range(4)]
    w.pay('2022-02-01', d, b, 400000, '', '退货款')
    G('parked', 'spent on materials, a part returned', a)

    b = F()
    d = F()
    w.hold(b, d, 100)
    p = w.patent(b)
    l1, a1 = w.loan(b, bank, pats=[p])
    l2, a2 = w.loan(d, bank, start='2021-06-01', pats=[p])
    B('double pledge', 'by the subsidiary at the same bank', a1, a2)

    b = F()
    p = w.patent(b)
    l1, a1 = w.loan(b, bank, start='2021-03-01', days=120, pats=[p])
    l2, a2 = w.loan(b, bank2, start='2021-07-15', pats=[p])
    G('double pledge', 'repaid and pledged elsewhere', a1, a2)

    b = F()
    z, a = w.policy(b, ins)
    [w.pay(add('2022-04-01', 40 * k), ins, b, 1300, '', '服务费') for k in range(4)]
    B('insurance', 'a quarter back in four fees', a)

    b = F()
    z, a = w.policy(b, ins)
    w.pay('2022-07-01', ins, b, 8000, z, '理赔款')
    G('insurance', 'a small claim settled', a)

    b, h = (F(), F())
    w.hold(h, b, 100)
    z, a = w.policy(b, ins)
    w.pay('2022-07-01', ins, h, 15000, '', '技术服务费')
    B('insurance', 'paid back to the parent', a)

    b, h = (F(), F())
    w.hold(h, b, 100, since='2024-05-01')
    z, a = w.policy(b, ins)
    w.pay('2022-07-01', ins, h, 15000, '', '技术服务费')
    G('insurance', 'insurer pays a supplier that became the parent later', a)

    b = F()
    p = w.patent(b)
    z, a = w.policy(b, ins, app=p, surr='2022-09-01')
    w.policy(b, ins2, app=p, start='2022-09-10', claim=False, premium=18000)
    G('insurance', 'changed to another insurer', a)

    b = F()
    z, a = w.policy(b, ins, paid=False)
    B('insurance', 'never paid', a)

    b, x, y = (F(), F(), F())
    z, a = w.policy(b, ins)
    w.pay('2022-05-01', ins, x, 16000, '', '佣金')
    w.pay('2022-06-15', x, b, 12000, '', '推广')
    B('insurance', 'three quarters back over a broker', a)

    ag = F('agency')
    x = F()
    w.hold(ag, x, 100)
    b = F()
    a = w.award(b, w.deal(b, F()), agent=ag)
    w.pay('2023-07-01', b, x, 15000, '', '咨询')
    B('agent', "share paid to the agent's subsidiary", a)

    ag = F('agency')
    P = w.person(w.rep(ag))
    b = F()
    a = w.award(b, w.deal(b, F()), agent=ag)
    [w.pay(add('2023-07-01', 20 * k), b, P, 5000, '', '咨询') for k in range(3)]
    B('agent', "share paid to the agent's boss in parts", a)

    ag = F('agency')
    b = F()
    a = w.award(b, w.deal(b, F()), agent=ag)
    w.pay('2023-07-01', b, ag, 2000, '', '代理费')
    G('agent', 'a small fee', a)

    ag = F('agency')
    s = F()
    G('agent', 'three clients from one seller', *[w.award(x, w.deal(x, s, amt=300000 + k * 200000), agent=ag) for k, x in enumerate([F() for _ in range(3)])])

    ag = F('agency')
    s = F()
    s2 = F()
    w.hold(s, s2, 60)
    B('agent', 'seven clients, prices spread, two sellers of a group', *[w.award(x, w.deal(x, (s, s2)[k % 2], amt=300000 + k * 200000), agent=ag) for k, x in enumerate([F() for _ in range(7)])])

    P = 'PX_cf'
    b = F()
    w.hold(P, b, 60)
    w.row('confirmed', party=P, since='2022-01-01')
    B('record', 'owner without an account', w.award(b, w.deal(b, F())))

    P = 'PX_cg'
    b = F()
    w.hold(P, b, 60, since='2024-01-01')
    w.row('confirmed', party=P, since='2022-01-01')
    G('record', 'somebody on record bought the firm two years later', w.award(b, w.deal(b, F())))

    s, h = (F(), F())
    w.hold(h, s, 60)
    w.row('confirmed', party=h, since='2022-01-01')
    b = F()
    B('record', "seller's parent on record", w.award(b, w.deal(b, s)))

    b, d = (F(staff=700, rev=300000000), F(staff=400, rev=200000000))
    w.hold(b, d, 60, since='2024-01-01')
    G('size', 'large only since a take-over in 2024', w.award(b, w.deal(b, F())))

    b, d = (F(staff=700, rev=300000000), F(staff=400, rev=200000000))
    w.hold(b, d, 60, since='2019-01-01')
    B('size', 'large with its subsidiary', w.award(b, w.deal(b, F())))

    s = F(staff=1, rev=0)
    w.reg(s, 'ip_operator')
    G('capacity', 'recorded operator, five buyers', *[w.award(x, w.deal(x, s, amt=300000 + 50000 * k, signed=add('2022-01-05', 80 * k))) for k, x in enumerate([F() for _ in range(5)])])

    s = F(staff=1, rev=0)
    w.reg(s, 'ip_operator', since='2023-06-01')
    B('capacity', 'operator recorded after the sales', *[w.award(x, w.deal(x, s, amt=300000 + 50000 * k, signed=add('2022-01-05', 60 * k))) for k, x in enumerate([F() for _ in range(4)])])

    b, s = (F(), F())
    a = w.award(b, w.deal(b, s))
    w.t['applications'][-1]['claimed_base'] = '900000.00'
    B('cost', 'base above the price', a)

    b = F()
    z, a = w.policy(b, ins, premium=20000)
    w.t['applications'][-1]['claimed_base'] = '25000.00'
    B('cost', 'base above the premium', a)

    b, s = (F(), F())
    a = w.award(b, w.deal(b, s))
    w.t['applications'][-1]['claimed_amount'] = '48000.00'
    B('cost', 'six per cent', a)

    b = F()
    l, a = w.loan(b, bank)
    w.t['applications'][-1]['claimed_amount'] = '60000.00'
    B('cost', 'three quarters of the interest', a)

    b = F()
    z, a = w.policy(b, ins, kind='pledge')
    w.t['applications'][-1]['claimed_amount'] = '12000.00'
    B('cost', 'pledge policy at the rate of infringement', a)

    b = F()
    G('cost', 'pledge policy at its rate', w.policy(b, ins, kind='pledge')[1])

    b = F()
    G('cost', 'a fee just at the cap', w.cert(b, body=body, fee=20000)[1])

    b, s = (F(), F())
    B('window', 'signed a day too early', w.award(b, w.deal(b, s, signed='2021-06-30')))

    b, s = (F(), F())
    G('window', 'signed on the first day', w.award(b, w.deal(b, s, signed='2021-07-01')))

    b, s = (F(), F())
    G('window', 'signed on the last day', w.award(b, w.deal(b, s, signed='2023-12-31'), year=2025))

    b, s = (F(), F())
    B('related', 'declared and claimed all the same', w.award(b, w.deal(b, s, decl='true')))

    b = F()
    B('on record', 'contract that nobody knows', w.app('award', b, 'CXNONE', 500000, 25000, reft='contract', invs=[]))

    b = F()
    B('on record', 'loan number given as a contract', w.app('award', b, w.loan(b, bank, claim=False)[0], 500000, 25000, reft='contract', invs=[]))

    b = F()
    B('payee', 'an account nobody knows', w.award(b, w.deal(b, F()), payee='6222000011112222'))

    b1, b2 = (F(), F())
    B('documents', 'one file, two firms, capitals and blanks', *[w.cert(x, body=body, hash=h)[1] for x, h in ((b1, 'ABCD0123456789EF'), (b2, ' abcd0123456789ef'))])

    b1, b2 = (F(), F())
    G('documents', 'two files that are empty', *[w.cert(x, body=body, hash='E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855')[1] for x in (b1, b2)])

    h = F()
    b1, b2 = (F(), F())
    w.hold(h, b1, 100)
    w.hold(h, b2, 100)
    G('documents', 'two firms of a group, one audit report', *[w.cert(x, body=body, hash='aa11bb22cc33dd44')[1] for x in (b1, b2)])

    b, s = (F(), F())
    p = w.patent(s)
    c = w.deal(b, s, pats=[p], type='licence_exclusive')
    a = w.award(b, c)
    c2 = w.deal(b, s, pats=[p], type='licence_exclusive', signed='2022-09-10', amt=780000)
    B('duplicate', 'licence signed anew after four months', w.award(b, c2, year=2023))

    b, s, d = (F(), F(), F())
    w.hold(s, d, 80)
    p = w.patent(s)
    c = w.deal(b, s, pats=[p], type='licence_ordinary')
    a = w.award(b, c)
    c2 = w.deal(b, d, pats=[p], type='licence_ordinary', signed='2022-08-10', amt=820000)
    B('duplicate', "licence anew from the licensor's subsidiary", w.award(b, c2, year=2023))

    b, s = (F(), F())
    p = w.patent(s)
    c = w.deal(b, s, pats=[p], type='licence_ordinary', amt=300000)
    a = w.award(b, c)
    c2 = w.deal(b, s, pats=[p], type='licence_ordinary', signed='2022-09-10', amt=900000)
    G('duplicate', 'licence widened to two more provinces at thrice the price', a, w.award(b, c2, year=2023))

    agx = F('agency')
    aa = []
    for k in range(14):
        b, s = (F(), F())
        a = w.award(b, w.deal(b, s, amt=2960000 if k < 7 else 500000), agent=agx)
        aa += [a] if k < 7 else []
    B('bunching', "half of an agent's contracts", *aa)

    sx = F()
    sy = F()
    w.hold(sx, sy, 100, since='2010-01-01')
    aa = []
    for k in range(14):
        b = F()
        a = w.award(b, w.deal(b, (sx, sy)[k % 2], amt=2960000 if k < 7 else 500000, signed=add('2021-08-01', 40 * k)))
        aa += [a] if k < 7 else []
    B('bunching', "half of a group's contracts, no agent", *aa)

    agx = F('agency')
    G('bunching', 'an agent with many prices', *[w.award(b, w.deal(b, F(), amt=200000 * (k + 1)), agent=agx) for k, b in enumerate([F() for _ in range(14)])])

    b, s = (F(), F())
    p = w.patent(s, status='lapsed', sd='2023-09-01')
    B('lapse', 'let go half a year after the claim', w.award(b, w.deal(b, s, pats=[p])))

    b, s = (F(), F())
    p, q = (w.patent(s, status='lapsed', sd='2023-09-01'), w.patent(s, status='lapsed', sd='2023-10-01'))
    B('lapse', 'two of three let go', w.award(b, w.deal(b, s, pats=[p, q, w.patent(s)])))

    b, s = (F(), F())
    p = w.patent(s, status='lapsed', sd='2023-09-01')
    G('lapse', 'one of five given up', w.award(b, w.deal(b, s, pats=[p] + [w.patent(s) for _ in range(4)])))

    b, s = (F(), F())
    B('recorded', 'transfer never recorded', w.award(b, w.deal(b, s, ev=False)))

    b, s = (F(), F())
    G('recorded', 'a licence needs no transfer', w.award(b, w.deal(b, s, ev=False, type='licence_ordinary')))

    b, s = (F(), F())
    p = w.patent(s)
    w.ev(p, '2021-11-15', 'transfer', s, b)
    w.ev(p, '2023-05-15', 'transfer', b, s)
    B('recognition', 'bought nine months before, back nine months after', w.cert(b, 'srdi_provincial', pats=[p, w.patent(b), w.patent(b)])[1])

    b, s = (F(), F())
    p = w.patent(s)
    w.ev(p, '2019-11-15', 'transfer', s, b)
    w.ev(p, '2023-05-15', 'transfer', b, s)
    G('recognition', 'owned for years, sold after', w.cert(b, 'srdi_provincial', pats=[p, w.patent(b)])[1])

    b = F()
    B('recognition', 'certificate withdrawn within a year', w.cert(b, body=body, status='withdrawn', sd='2023-05-01')[1])

    b = F()
    q, a = w.cert(b, body=body)
    w.pay('2023-07-01', body, w.person(w.rep(b)), 6000, '', '返还')
    B('recognition', 'a third of the fee back to the boss', a)

    b, x = (F(), F())
    q, a = w.cert(b, body=body, claim=False)
    a = w.app('cert', x, q, 16000, 16000, reft='certification', invs=[])
    B('recognition', 'certificate of somebody else', a)

    b = F()
    q, a = w.cert(b, body=body)
    w.pay('2022-09-01', body, b, 1500, q, '多收退回')
    G('recognition', 'a tenth returned as overpaid', a)

    b = F()
    l, a = w.loan(b, bank)
    w.t['loans'][-1]['on_time'] = 'false'
    B('loan', 'not repaid on time', a)

    b, x = (F(), F())
    l, a = w.loan(b, bank, claim=False)
    B('loan', 'claimed by another', w.app('interest', x, l, 80000, 40000, reft='loan'))

    b, x = (F(), F())
    p = w.patent(x)
    B('loan', 'pledged what belongs to a stranger', w.loan(b, bank, pats=[p])[1])

    b, x = (F(), F())
    p = w.patent(x)
    w.hold(x, b, 100, since='2024-05-01')
    B('loan', 'pledged what belongs to a later parent', w.loan(b, bank, pats=[p])[1])

    b, x = (F(), F())
    p = w.patent(x)
    w.hold(x, b, 100)
    G('loan', 'pledged what belongs to the parent', w.loan(b, bank, pats=[p])[1])

    b = F()
    l, a = w.loan(b, bank, pats=[w.patent(b)], pledge=False)
    B('loan', 'pledge never recorded', a)

    b = F()
    l1, a1 = w.loan(b, bank, start='2020-06-01', days=365, pats=[w.patent(b)])
    l2, a2 = w.loan(b, bank2, start='2021-09-10', days=365, pats=[w.patent(b)])
    l3, a3 = w.loan(b, bank, start='2022-12-15', days=200, pats=[w.patent(b)])
    B('rollover', 'gaps of a hundred days', a2, a3)

    b = F()
    l1, a1 = w.loan(b, bank, start='2020-06-01', days=365, pats=[w.patent(b)])
    l2, a2 = w.loan(b, bank2, start='2022-02-10', days=365, pats=[w.patent(b)])
    G('rollover', 'two loans eight months apart', a1, a2)

    b = F()
    x, y = (F(), F())
    l, a = w.loan(b, bank)
    w.pay('2021-03-06', b, x, 1900000)
    w.pay('2021-06-06', x, y, 1850000)
    w.pay('2022-02-10', y, b, 1800000)
    B('parked', 'out to one, back from another that had it', a)

    b = F()
    x, y = (F(), F())
    l, a = w.loan(b, bank)
    w.pay('2021-03-06', b, x, 1900000, '', '设备')
    w.pay('2022-02-10', y, b, 1950000, '', '货款')
    G('parked', 'bought from one, sold to another', a)

    for k in range(24):
        w.policy(F(), ins, premium=20000, si=800000)
    b = F()
    B('insurance', 'a premium six times the rate', w.policy(b, ins, premium=120000, si=800000)[1])

    b = F()
    G('insurance', 'twice the usual rate for a harder risk', w.policy(b, ins, premium=40000, si=800000)[1])

    b = F()
    p = w.patent(b)
    z1, a1 = w.policy(b, ins, app=p)
    z2, a2 = w.policy(b, ins2, app=p, start='2022-05-01')
    B('insurance', 'one patent insured twice', a1, a2)

    b, d = (F(), F())
    w.hold(b, d, 60)
    p = w.patent(b)
    z1, a1 = w.policy(b, ins, app=p)
    z2, a2 = w.policy(d, ins2, app=p, start='2022-05-01')
    B('insurance', 'once more by the subsidiary', a1, a2)

    b = F()
    p = w.patent(b)
    z1, a1 = w.policy(b, ins, app=p)
    z2, a2 = w.policy(b, ins2, app=p, kind='execution')
    G('insurance', 'two kinds for one patent', a1, a2)

    b = F()
    z, a = w.policy(b, ins, surr='2022-07-01', refund=12000)
    w.policy(b, ins2, app=w.t['policies'][-1]['app_no'], start='2022-07-05', premium=600, si=20000, claim=False)
    B('insurance', 'replaced by a policy worth nothing', a)

    b = F()
    z, a = w.policy(b, ins)
    w.pay('2022-07-01', ins, b, 15000, '', '理赔保证金')
    B('insurance', 'called a settlement, no policy named', a)

    b = F()
    z, a = w.policy(b, ins)
    w.pay('2022-07-01', ins, b, 90000, '', '保险金')
    G('insurance', 'settled above the premium', a)

    b, s = (F(), F())
    c = w.deal(b, s)
    a = w.award(b, c)
    w.pay('2023-08-01', s, b, 300000, c, '退款')
    B('refund', 'three eighths back after the award', a)

    b, s = (F(), F())
    c = w.deal(b, s)
    a = w.award(b, c)
    w.pay('2023-08-01', s, b, 100000, c, '质量扣款')
    G('refund', 'an eighth off for quality', a)

    b, s, g = (F(), F(), F())
    a = w.award(b, w.deal(b, s))
    w.pay('2022-07-01', s, b, 500000, '', '往来款')
    w.pay('2022-07-05', b, s, 900000, '', '货款')
    w.inv(s, b, '2022-07-06', 900000)
    B('round trip', 'hidden beside real trade the right way', a)

    b, s = (F(), F())
    a = w.award(b, w.deal(b, s))
    w.pay('2022-07-01', s, b, 500000, '', '货款')
    w.inv(b, s, '2022-07-02', 500000)
    w.pay('2022-08-01', s, b, 600000, '', '往来款')
    B('round trip', 'beside invoiced sales to the seller', a)

    b, s = (F(), F())
    x, y = (F(), F())
    a = w.award(b, w.deal(b, s))
    w.pay('2022-07-01', s, x, 300000)
    w.pay('2022-07-02', s, y, 300000)
    w.pay('2022-08-01', x, b, 290000)
    w.pay('2022-08-02', y, w.person(w.rep(b)), 290000)
    B('round trip', 'half to the firm, half to its boss', a)

    b, s = (F(), F())
    x = F()
    a = w.award(b, w.deal(b, s))
    w.pay('2022-07-01', s, x, 700000)
    w.hold(b, x, 70, since='2022-06-01')
    w.hold(F(), x, 80, since='2023-06-01')
    B('round trip', 'to a subsidiary that was sold off afterwards', a)

    b, s, x = (F(), F(), F())
    a = w.award(b, w.deal(b, s))
    w.pay('2022-07-01', s, x, 700000, '', '设备款')
    w.hold(b, x, 70, since='2024-06-01')
    G('round trip', 'pays a supplier that the buyer bought two years later', a)

    b, s = (F(), F())
    w.pay('2022-03-01', b, s, 400000, '', '借款')
    a = w.award(b, w.deal(b, s))
    w.pay('2022-09-01', s, b, 400000, '', '归还借款')
    G('round trip', 'repays a loan of before', a)

    b, s = (F(), F())
    a = w.award(b, w.deal(b, s))
    [(w.pay(add('2022-06-20', 30 * k), s, b, 45000, '', '加工费'), w.inv(b, s, add('2022-07-10', 30 * k), 45000)) for k in range(10)]
    G('round trip', 'processing for the seller, invoiced the month after', a)

    fs = [F(est='2014-01-05', staff=0, rev=0, phone='13912340077') for _ in range(3)]
    B('shell', 'three old empty firms, one telephone', *[w.cert(f, body=body)[1] for f in fs])

    bkk = F('bookkeeper')
    w.reg(bkk, 'bookkeeper', '13777770000', since='2024-06-01')
    fs = [F(est='2022-02-05', staff=0, rev=0, phone='13777770000') for _ in range(3)]
    B('shell', 'the telephone of a later bookkeeper', *[w.cert(f, body=body)[1] for f in fs])

    bkk = F('bookkeeper')
    w.reg(bkk, 'bookkeeper', '13777770001')
    fs = [F(est='2022-02-05', staff=2, rev=90000, phone='13777770001') for _ in range(4)]
    G('shell', 'clients of a bookkeeper', *[w.cert(f, body=body)[1] for f in fs])

    b = F(est='2022-06-01', dereg='2023-11-01', staff=0, rev=0)
    B('shell', 'gone half a year after', w.cert(b, body=body)[1])

    fs = [F(est=add('2022-01-05', 9 * k), staff=9, rev=900000) for k in range(4)]
    G('shell', 'four young firms that buy from a university', *[w.award(f, w.deal(f, uni)) for f in fs])

    s = F()
    s2 = F(rep=w.rep(s))
    fs = [F(est=add('2022-01-05', 9 * k), staff=0, rev=0) for k in range(4)]
    B('shell', 'two sellers of one boss', *[w.award(f, w.deal(f, (s, s2)[k % 2])) for k, f in enumerate(fs)])

    agx = F('agency')
    s = F()
    B('agent', 'four clients at one price', *[w.award(x, w.deal(x, s, amt=600000), agent=agx) for x in [F() for _ in range(4)]])

    agx = F('agency')
    G('agent', 'six clients, six sellers', *[w.award(x, w.deal(x, F(), amt=600000), agent=agx) for x in [F() for _ in range(6)]])

    agx = F('agency')
    x = F()
    w.hold(w.rep(agx), x, 70)
    b = F()
    a = w.award(b, w.deal(b, F()), agent=agx)
    w.pay('2023-07-01', b, x, 20000, '', '咨询')
    B('agent', "to a firm of the agent's boss", a)

    b, s = (F(), F())
    w.hold(s, b, 30)
    B('tie', 'seller holds 30 % of the buyer', w.award(b, w.deal(b, s)))

    b, s = (F(), F())
    [w.hold(p, x, 50) for p in ('PX_q1', 'PX_q2') for x in (b, s)]
    B('tie', 'two firms of one couple', w.award(b, w.deal(b, s)))

    b, s = (F(), F())
    [w.hold(p, x, 34) for p in ('PX_q3', 'PX_q4') for x in (b, s)]
    B('tie', 'two persons hold two thirds of both', w.award(b, w.deal(b, s)))

    SA = '113200000140000001'
    b, s = (F(), F())
    [w.row('shareholders', holder_id=SA, holder_name='x', holder_type='org', held_uscc=x, percent=100, since='2000-01-01') for x in (b, s)]
    G('tie', 'both owned by the state', w.award(b, w.deal(b, s)))

    bkk = F('bookkeeper')
    w.reg(bkk, 'bookkeeper', '0512-66668888')
    b, s = (F(phone='051266668888'), F(phone='0512 6666 8888'))
    G('tie', 'clients of one bookkeeper', w.award(b, w.deal(b, s)))

    bkk = F('bookkeeper')
    w.reg(bkk, 'bookkeeper', '0512-66668889', since='2024-01-01')
    b, s = (F(phone='051266668889'), F(phone='0512 6666 8889'))
    B('tie', "telephone that became a bookkeeper's later", w.award(b, w.deal(b, s)))

    b, s = (F(), F())
    G('tie', 'same name of another person', w.award(b, w.deal(b, s)))

    b, s = (F(), F())
    c = w.deal(b, s, inv=False)
    i = w.inv(s, b, '2022-06-12', 300000, c)
    B('invoice', 'three eighths invoiced', w.award(b, c, invs=[(i, 800000)]))

    b, s = (F(), F())
    c = w.deal(b, s, inv=False)
    B('invoice', 'none handed in', w.award(b, c, invs=[]))

    b, s = (F(), F())
    c = w.deal(b, s, inv=False)
    i = w.inv(s, b, '2022-06-12', 800000, c, 'void', '2022-07-01')
    j = w.inv(s, b, '2022-07-02', 800000, c, 'normal', '', i)
    G('invoice', 'void and issued anew', w.award(b, c, invs=[(j, 800000)]))

    b, s = (F(), F())
    B('split', 'fifteen of 210k in a month', *[w.award(b, w.deal(b, s, amt=210000, signed=add('2022-05-10', 2 * k))) for k in range(15)])

    b = F()
    G('split', 'two departments of a university', *[w.award(b, w.deal(b, uni, amt=1700000, signed=d)) for d in ('2022-03-10', '2022-06-20')])

    b = F()
    B('split', 'a university, three contracts in a week', *[w.award(b, w.deal(b, uni, amt=1700000, signed=d)) for d in ('2022-03-10', '2022-03-12', '2022-03-16')])

    for k in range(34):
        w.award(b := F(), w.deal(b, F(), amt=100000 + 1000 * k, type='licence_exclusive'))
    b = F()
    B('price', 'a licence at a hundred times the median', w.award(b, w.deal(b, F(), amt=12000000, type='licence_exclusive')))
