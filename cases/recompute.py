#!/usr/bin/env python3
"""Works out every case of rules/ and cases/ again with fractions, from the text of the policies.

    cases/recompute.py [--rules rules] [--cases cases]

A second opinion on the expected values: it shares nothing with the engine and reads from the rule
files only the cases, the values of parameters, and which overlay belongs to which incentive. The
incentives are written out below by hand; cases of others are counted and passed over. Needs PyYAML.
Prints what differs and ends with 1 if anything does.
"""
import argparse
import calendar
import datetime
import math
import pathlib
import re
import sys
from fractions import Fraction as F

ENGLISH = {"cases": "用例", "id": "编号", "kind": "种类", "incentive": "事项", "name": "名称", "given": "申报",
           "expect": "结果", "eligible": "符合", "amount": "金额", "failed": "不符合", "steps": "过程"}
TRUTH = {"是": True, "true": True, "否": False, "false": False}
UNITS = {"元": F(1), "万元": F(10000), "%": F(1, 100), "%/年": F(1, 100), "天": F(1), "个月": F(1), "年": F(12)}


class Unanswered(Exception):
    """An answer that the case does not give."""


class Answers(dict):
    def __missing__(self, name):
        raise Unanswered(name)


def day(text):
    return datetime.date.fromisoformat(text)


def number(text):
    """A number with or without a unit, as the case writes it."""
    digits, unit = re.fullmatch(r"(-?[\d.]+)\s*(.*)", text).groups()
    return F(digits) * (UNITS[unit] if unit else 1)


def rounded(value, step, mode):
    """Rounds a value that is not negative to a multiple of step."""
    whole, rest = divmod(F(value) / F(step), 1)
    up = {"half up": rest >= F(1, 2), "half even": rest > F(1, 2) or (rest == F(1, 2) and whole % 2 == 1),
          "down": False}[mode]
    return (whole + (1 if up else 0)) * F(step)


def years_on(date, years):
    try:
        return date.replace(year=date.year + years)
    except ValueError:  # 29 February
        return date.replace(year=date.year + years, day=28)


def two_years_on(date):
    return years_on(date, 2)


def common_days(a1, b1, a2, b2):
    return max(0, (min(b1, b2) - max(a1, a2)).days)


def capped(steps, cap):
    steps.append(steps[-1] if cap is None else min(steps[-1], cap))


def less(steps, minus):
    steps.append(max(F(0), steps[-1] - minus))


def marginal(value, edges, rates):
    """The sum of each rate times the part of the value in its band."""
    low, total = F(0), F(0)
    for edge, rate in zip(edges + [None], rates):
        high = value if edge is None else min(value, edge)
        total += max(F(0), high - low) * rate
        low = edge
    return total


# --- one function for each incentive: conditions in order, then the steps of the award, anomalies, named values


def transaction(a, p):
    conditions = [("size", lambda: a["size"] in ("micro", "small", "medium")),
                  ("unrelated", lambda: not TRUTH[a["related_party"]]),
                  ("window", lambda: "2021-07-01" <= a["contract_date"] <= "2023-12-31"),
                  ("paid", lambda: number(a["paid_amount"]) >= 10000)]

    def award():
        base = min(number(a["contract_amount"]), number(a["paid_amount"]))
        steps = [base, base * F(5, 100)]
        steps.append(rounded(steps[-1], F(1, 100), "half up"))
        capped(steps, F(500000))
        return steps
    return conditions, award, {}, {}


def grant(a, p):
    conditions = [("first", lambda: TRUTH[a["first_time"]]), ("recognised", lambda: a["recognition"] != "none")]
    return conditions, lambda: [{"provincial": F(100000), "national": F(200000)}[a["recognition"]]], {}, {}


def interest(a, p):
    conditions = [("size", lambda: a["size"] != "large"), ("on_time", lambda: TRUTH[a["repaid_on_time"]]),
                  ("loan", lambda: number(a["loan_principal"]) > 0),
                  ("start", lambda: a["loan_start"] >= "2021-01-01")]

    def award():
        start = day(a["loan_start"])
        days = (min(day(a["loan_end"]), two_years_on(start)) - start).days
        full = number(a["loan_principal"]) * number(a["loan_rate"]) * days / 365
        steps = [full, full / 2]
        steps.append(rounded(steps[-1], F(1, 100), "half up"))
        capped(steps, F(300000))
        return steps
    return conditions, award, {}, {}


def premium(a, p):
    conditions = [("size", lambda: a["size"] != "large"), ("paid", lambda: number(a["premium"]) > 0)]

    def award():
        rate = {"infringement": F(60, 100), "execution": F(50, 100), "pledge": F(40, 100)}[a["insured"]]
        steps = [number(a["premium"]), number(a["premium"]) * rate]
        steps.append(rounded(steps[-1], 1, "down"))
        capped(steps, F(20000))
        return steps
    return conditions, award, {}, {}


def equipment(a, p):
    def award():
        sales = number(a["equipment_sales"])
        steps = [sales, marginal(sales, [F(5000000), F(20000000)], [F(5, 100), F(3, 100), F(1, 100)])]
        steps.append(rounded(steps[-1], F(1, 100), "half even"))
        capped(steps, F(2000000))
        return steps
    return [("sales", lambda: number(a["equipment_sales"]) > 0)], award, {}, {}


def jiangsu(a, p):
    def paid(back):
        return sum((number(x["付款额"]) for x in a["付款"]
                    if TRUTH[x["已退回"]] == back and (back or day(x["付款日"]) <= day(p["付款截止日"]))), F(0))

    def in_wan(name):
        return [] if a[name] == "无" else [number(a[name]) * 10000]

    def base():
        return min([paid(False)] + in_wan("合同金额") + in_wan("技术合同登记额"))

    def price():
        return (in_wan("合同金额") or [paid(False) + paid(True)])[0]

    signed = lambda: day(a["合同签订日"])
    conditions = [("施行期", lambda: day("2021-04-01") <= signed() <= day("2023-12-31")),
                  ("企业", lambda: a["申请主体"] == "企业"),
                  ("引进方式", lambda: a["引进方式"] in ("转让", "许可", "作价入股")),
                  ("先进", lambda: TRUTH[a["先进技术"]]), ("转化实施", lambda: TRUTH[a["已转化实施"]]),
                  ("有成交额", lambda: base() > 0), ("没有重复奖补", lambda: not TRUTH[a["其他地区已奖补"]])]
    anomalies = {"关联交易": lambda: TRUTH[a["关联交易"]], "退款": lambda: paid(True) > 0}
    if p["*"].startswith("示例市"):
        conditions += [("中小微企业", lambda: a["企业规模"] in ("微型", "小型", "中型")),
                       ("合同期间", lambda: day("2021-07-01") <= signed() <= day("2023-12-31")),
                       ("非关联", lambda: not TRUTH[a["关联交易"]])]
        anomalies["大额退款"] = lambda: paid(True) > price() / 5
        anomalies["期末签约"] = lambda: (day("2023-12-31") - signed()).days < 30 and any(
            day(x["付款日"]) > day("2023-12-31") for x in a["付款"])

    def award():
        steps = [base(), base() * number(p["奖补比例"])]
        steps.append(rounded(steps[-1], F(1, 100), "half up"))
        capped(steps, number(p["单项上限"]) if "单项上限" in p else None)
        less(steps, number(a["已获奖补额"]))
        return steps
    return conditions, award, anomalies, {"实际成交额": base, "退回额": lambda: paid(True), "实付额": lambda: paid(False)}


def trusted(a):
    return ("无严重失信", lambda: not TRUTH[a["严重失信"]])


def in_force(a, name):
    return ("施行期", lambda: day(a[name]) >= day("2024-12-13"))


def recognition(a, p):
    def first():
        return not any(x["信用代码"] == a["信用代码"] and x["认定级别"] == a["认定级别"] and
                       day(x["获得日"]) < day(a["认定日"]) and
                       (x["认定地"] == "安康" or p.get("外地认定", "算") == "算") for x in a["历史认定"])

    conditions = [in_force(a, "认定日"), ("首次", first),
                  ("有认定", lambda: a["认定级别"] != "无认定"), trusted(a)]

    def award():
        steps = [{"省级专精特新": F(100000), "国家级小巨人": F(200000)}[a["认定级别"]]]
        less(steps, F(0) if p["叠加方式"] == "逐级奖励" else number(a["已获奖励额"]))
        return steps
    return conditions, award, {}, {}


def navigation(a, p):
    approved = lambda: [x for x in a["项目"] if TRUTH[x["已立项"]]]
    conditions = [in_force(a, "申报日"), ("有项目", lambda: len(approved()) > 0), trusted(a)]
    anomalies = {"项目重复": lambda: len({x["项目号"] for x in a["项目"]}) < len(a["项目"]),
                 "非正常申请": lambda: TRUTH[a["非正常申请"]]}
    return conditions, lambda: [sum(number(p[x["类别"] + "标准"]) for x in approved())], anomalies, {}


def pledge(a, p):
    start = lambda: day(a["放款日"])
    until = lambda: two_years_on(start())
    applied = lambda: day(a["申报日"])
    late = lambda: sum(1 for x in a["付息"] if day(x["应付日"]) <= applied()
                       and (x["实付日"] == "无" or day(x["实付日"]) > day(x["应付日"])))

    def paid():
        total = F(0)
        for x in a["付息"]:
            first, last = day(x["起"]), day(x["止"])
            if x["实付日"] != "无" and day(x["实付日"]) <= applied() and last > first:
                total += number(x["利息"]) * common_days(first, last, start(), until()) / (last - first).days
        return total

    def due():
        end = min(until(), day(a["到期日"] if a["结清日"] == "无" else a["结清日"]))
        rate = number(a["年利率"]) / 100
        if "利率上限" in p:
            rate = min(rate, number(p["利率上限"]))
        year = 365 if p["计息天数"] == "一年365天" else 360
        return number(a["本金"]) * 10000 * rate * (end - start()).days / year

    conditions = [in_force(a, "申报日"), ("企业", lambda: a["申请主体"] == "企业"),
                  ("知识产权质押", lambda: a["质押物"] != "非知识产权"),
                  ("最早放款", lambda: start() >= day(p["最早放款日"])), ("按期付息", lambda: late() == 0),
                  ("按期还本", lambda: day(a["到期日"]) > applied()
                   or (a["结清日"] != "无" and day(a["结清日"]) <= day(a["到期日"]))), trusted(a)]
    def again():
        before = a["上一笔结清日"]
        limit = number(p.get("还旧借新天数", "-1"))
        return before != "无" and 0 <= (start() - day(before)).days <= limit

    anomalies = {"利息虚高": lambda: "利息虚高倍数" in p and paid() > due() * number(p["利息虚高倍数"]), "非正常申请": lambda: TRUTH[a["非正常申请"]],
                 "还旧借新": again}

    def award():
        base = min(paid(), due())
        steps = [base, base * number(p["贴息比例"])]
        steps.append(rounded(steps[-1], F(1, 100), "half up"))
        capped(steps, number(p["单笔上限"]) if "单笔上限" in p else None)
        less(steps, number(a["已获贴息额"]))
        return steps
    return conditions, award, anomalies, {"期内利息": paid, "逾期笔数": late, "贴息止": until}


def locally_rounded(steps, p, other):
    """The rounding that a district may choose, passed where it does not; then half up to cents."""
    name, step, mode = other
    steps.append(rounded(steps[-1], step, mode) if p.get("取整方式") == name else steps[-1])
    steps.append(rounded(steps[-1], F(1, 100), "half up"))


def first_set(a, p):
    def stated():
        return p["分档方式"] != "定额" or all(x + "档定额" in p for x in "一二三")

    conditions = [in_force(a, "认定日"), ("产品类别", lambda: a["产品类别"] != "其他"), ("细则写了定额", stated),
                  ("有销售额", lambda: number(a["销售额"]) > 0), trusted(a)]

    def award():
        sales, edges = number(a["销售额"]), [number(p["一档至"]), number(p["二档至"])]
        rates = [number(p[x + "档比例"]) for x in "一二三"]
        band = 0 if sales <= edges[0] else 1 if sales <= edges[1] else 2
        value = {"超额累进": lambda: marginal(sales, edges, rates), "全额累进": lambda: sales * rates[band],
                 "定额": lambda: number(p["一二三"[band] + "档定额"])}[p["分档方式"]]()
        steps = [sales, value]
        locally_rounded(steps, p, ("四舍六入五成双到分", F(1, 100), "half even"))
        capped(steps, number(p["单项上限"]) if "单项上限" in p else None)
        return steps
    return conditions, award, {}, {}


def insurance(a, p):
    conditions = [in_force(a, "起保日"), ("知识产权保险", lambda: a["险种"] != "其他"),
                  ("有保费", lambda: number(a["保费"]) > 0), trusted(a)]

    def award():
        paid = number(a["保费"])
        steps = [paid, paid * number(p[a["险种"] + "比例"])]
        locally_rounded(steps, p, ("截尾到元", 1, "down"))
        capped(steps, number(p["单项上限"]) if "单项上限" in p else None)
        return steps
    return conditions, award, {}, {}


def shanghai_trusted(a):
    return ("无严重失信", lambda: not TRUTH[a["严重失信"]])


def since_plan(a, name):
    return ("施行期", lambda: day(a[name]) >= day("2024-04-24"))


def net_of_aid(steps, borne, aid):
    steps.append(min(steps[-1], max(F(0), borne - aid)))


def loan_prime_rate(date):
    """The rate for one year in force on a day, from the library; KeyError before the first day."""
    import yaml

    path = pathlib.Path(__file__).resolve().parent.parent / "rules/library/lpr.yaml"
    series = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)["参数"]["一年期LPR"]["历次"]
    days = [start for start in series if start <= date.isoformat()]
    return number(series[max(days)]) if days else None


def shanghai_interest(a, p):
    start = lambda: day(a["放款日"])
    settled_on = lambda: day(a["到期日"] if a["结清日"] == "无" else a["结清日"])
    until = lambda: min(settled_on(), years_on(start(), int(number(p["最长贴息期"])) // 12))

    def rate():
        own = number(a["年利率"]) / 100
        if "LPR倍数" not in p:
            return own
        prime = loan_prime_rate(start())
        return None if prime is None else min(own, prime * number(p["LPR倍数"]))

    def repaid():
        return a["结清日"] != "无" and day(a["结清日"]) <= day(a["到期日"]) and day(a["结清日"]) <= day(a["申报日"])

    conditions = [since_plan(a, "申报日"), ("中小微企业", lambda: a["企业规模"] != "大型"),
                  ("知识产权质押", lambda: a["质押物"] != "非知识产权"), ("按期还清", repaid), shanghai_trusted(a)]

    def award():
        if rate() is None:
            raise Unanswered("LPR")
        year = 365 if p["计息天数"] == "一年365天" else 360
        due = number(a["本金"]) * 10000 * rate() * (until() - start()).days / year
        base = min(number(a["实付利息"]), due)
        steps = [base, base * number(p["贴息比例"])]
        steps.append(rounded(steps[-1], F(1, 100), "half up"))
        capped(steps, number(p["单笔上限"]) if "单笔上限" in p else None)
        net_of_aid(steps, number(a["实付利息"]), number(a["其他贴息额"]))
        return steps
    return conditions, award, {"非正常申请": lambda: TRUTH[a["非正常申请"]]}, {"计息止": until, "贴息利率": rate}


def shanghai_premium(a, p):
    borne = lambda: max(F(0), number(a["保费"]) - number(a["退还保费"]))
    conditions = [since_plan(a, "起保日"), ("知识产权保险", lambda: a["险种"] != "其他"),
                  ("有保费", lambda: borne() > 0), shanghai_trusted(a)]

    def award():
        steps = [borne(), borne() * number(p["贴费比例"])]
        steps.append(rounded(steps[-1], F(1, 100), "half up"))
        capped(steps, number(p["单项上限"]) if "单项上限" in p else None)
        net_of_aid(steps, borne(), number(a["其他贴费额"]))
        return steps
    return conditions, award, {"退还保费": lambda: number(a["退还保费"]) > 0}, {"负担保费": borne}


def shanghai_guarantee(a, p):
    due = lambda: number(a["担保额"]) * 10000 * number(a["年费率"]) / 100 * number(a["担保月数"]) / 12
    conditions = [since_plan(a, "担保起日"), ("知识产权质押", lambda: TRUTH[a["知识产权质押"]]),
                  ("费率", lambda: "年费率上限" not in p or number(a["年费率"]) / 100 <= number(p["年费率上限"])),
                  ("有担保费", lambda: number(a["实付担保费"]) > 0), shanghai_trusted(a)]

    def award():
        base = min(number(a["实付担保费"]), due())
        steps = [base, base * number(p["贴补比例"])]
        steps.append(rounded(steps[-1], F(1, 100), "half up"))
        capped(steps, number(p["单项上限"]) if "单项上限" in p else None)
        net_of_aid(steps, number(a["实付担保费"]), number(a["其他贴补额"]))
        return steps
    return conditions, award, {}, {"合同担保费": due}


def advance(a, p):
    late = lambda: max(0, (day(a["核算日"]) - day(a["应还日"])).days)
    loss = lambda: max(F(0), number(a["逾期本金"]) - number(a["追偿收回额"]))
    pledged = lambda: a["质押物"] == "知识产权"
    conditions = [since_plan(a, "核算日"), ("知识产权质押", pledged),
                  ("达到逾期天数", lambda: late() >= number(p["触发逾期天数"])),
                  ("有逾期本金", lambda: number(a["逾期本金"]) > 0)]

    def due():
        whole = rounded(loss() * number(p["前补偿比例"]), F(1, 100), "half up")
        return min(whole, number(p["单户上限"])) if "单户上限" in p else whole

    def paid_now():
        if not (pledged() and late() >= number(p["触发逾期天数"]) and number(a["逾期本金"]) > 0):
            return F(0)
        return min(max(F(0), due() - number(a["已前补偿额"])), number(a["资金池余额"]))

    def paid_back():
        return max(F(0), number(a["已前补偿额"]) - due())
    return conditions, None, {}, {"预补额": paid_now, "应退额": paid_back, "逾期天数": late, "净损失": loss}


def certification(a, p):
    counted = p.get("认证成本的费用", ["初次认证费"])
    cost = lambda: sum((number(x["金额"]) for x in a["费用"] if x["类别"] in counted), F(0))
    conditions = [("施行期", lambda: day("2020-06-01") <= day(a["发证日"]) <= day("2023-06-30")),
                  ("主体", lambda: a["主体类别"] != "其他"), ("平台机构", lambda: TRUTH[a["机构在平台上"]]),
                  ("有评价能力", lambda: TRUTH[a["机构有评价能力"]]), ("有测评", lambda: TRUTH[a["已经测评"]]),
                  ("费用拆分", lambda: all(x["类别"] != "没有拆分" for x in a["费用"])),
                  ("有认证成本", lambda: cost() > 0),
                  ("名额以内", lambda: (cost() > 0 and number(a["其他奖补额"]) >= cost())
                   or (a["名次"] != "无" and number(a["名次"]) <= number(p["名额"])))]

    def dearer():
        return a["参考认证费"] != "无" and cost() > number(a["参考认证费"])
    anomalies = {"信用代码": lambda: a["信用代码"] != "91350100M000100Y43", "认证费增加": dearer,
                 "机构受罚": lambda: TRUTH[a["代理机构在整治名单"]], "另有奖补": lambda: number(a["其他奖补额"]) > 0}

    def award():
        steps = [cost(), cost() * number(p["奖励比例"])]
        steps.append(rounded(steps[-1], F(1, 100), "half up"))
        capped(steps, number(p["奖励标准"]))
        net_of_aid(steps, cost(), number(a["其他奖补额"]))
        return steps
    return conditions, award, anomalies, {"认证成本": cost, "参加排名": lambda: all(holds() for _, holds in conditions[:-1])
                                           and number(a["其他奖补额"]) < cost()}


def voucher(a, p):
    used = lambda: day(a["用券日"])

    def valid():
        issued = day(a["发券日"])
        months = issued.year * 12 + issued.month - 1 + int(number(p["有效期"]))
        longest = calendar.monthrange(months // 12, months % 12 + 1)[1]
        return issued <= used() <= datetime.date(months // 12, months % 12 + 1, min(issued.day, longest))

    conditions = [("施行期", lambda: day("2020-06-01") <= used() <= day("2023-06-30")),
                  ("中小微企业", lambda: a["企业规模"] != "大型"),
                  ("差异化服务", lambda: a["托管服务"] not in ("基础性服务", "其他")), ("有效期内", valid),
                  ("每年一张", lambda: not any(x["信用代码"] == a["信用代码"] and int(x["用券年度"]) == used().year
                                           for x in a["以前用券"]))]

    def award():
        steps = [number(a["服务价格"]), number(a["服务价格"]) * number(p["抵用比例"])]
        steps.append(rounded(steps[-1], F(1, 100), "down"))
        capped(steps, number(p["券面额"]))
        return steps
    return conditions, award, {}, {}


INCENTIVES = {"benchmark.transaction": transaction, "benchmark.grant": grant, "benchmark.interest": interest,
              "benchmark.premium": premium, "benchmark.equipment": equipment, "江苏.专利引进奖补": jiangsu,
              "安康.专精特新奖励": recognition, "安康.专利导航项目": navigation, "安康.质押贷款贴息": pledge,
              "安康.首台套奖励": first_set, "安康.保费补贴": insurance, "上海.质押贷款贴息": shanghai_interest,
              "上海.保险贴费": shanghai_premium, "上海.担保贴补": shanghai_guarantee, "上海.质押融资风险前补偿": advance,
              "乌鲁木齐.贯标认证奖励": certification, "乌鲁木齐.托管服务券": voucher}


def settled(question):
    """Gives the answer, or None while something it needs is not answered."""
    try:
        return question()
    except Unanswered:
        return None


def outcome(incentive, answers, parameters):
    """Gives what the case may be asked about, by its Chinese key."""
    conditions, award, anomalies, values = incentive(Answers(answers), parameters)
    tests = {name: settled(test) for name, test in conditions}
    failed = [name for name, held in tests.items() if held is False]
    eligible = "否" if failed else "未知" if None in tests.values() else "是"
    result = {"符合": eligible, "不符合": failed, "异常": [name for name, test in anomalies.items() if settled(test)]}
    result.update((name, settled(value)) for name, value in values.items())
    if eligible == "是" and award and settled(award):
        result["过程"] = award()
        result["金额"] = result["过程"][-1]
    return result


def same(key, expected, actual):
    if expected == "未知":
        return actual in (None, "未知")
    if key == "符合":
        return {"true": "是", "false": "否", "unknown": "未知"}.get(expected, expected) == actual
    if key == "过程":
        return [number(x) for x in expected] == actual
    if isinstance(actual, list):
        return expected == actual
    if isinstance(actual, bool):
        return TRUTH[expected] == actual
    return (day(expected) if isinstance(actual, datetime.date) else number(expected)) == actual


def chinese(mapping):
    return {ENGLISH.get(key, key): value for key, value in mapping.items()}


def main():
    import yaml  # here, so that the sample maker can use this file without it

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rules", default="rules")
    parser.add_argument("--cases", default="cases")
    options = parser.parse_args()
    files = [path for folder in (options.rules, options.cases) for path in sorted(pathlib.Path(folder).rglob("*.yaml"))]
    documents = [(path, chinese(yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader))) for path in files]
    overlays = {d["编号"]: d for _, d in documents if d["种类"] == "细则"}
    count = wrong = passed_over = 0
    for path, document in documents:
        if document["种类"] in ("公用", "library", "组合", "bundle", "检测器", "detector"):
            continue
        identity = document["事项"] if document["种类"] in ("用例", "cases") else document["编号"]
        overlay = overlays.get(identity)
        base = overlay["上位"] if overlay else identity
        if base not in INCENTIVES:
            passed_over += len(document.get("用例", []))
            continue
        parameters = {name: p["值"] for name, p in (overlay["参数"] if overlay else {}).items()}
        for case in map(chinese, document.get("用例", [])):
            bound = dict(parameters, **case.get("取", {}), **{"*": identity})
            result = outcome(INCENTIVES[base], case["申报"], bound)
            count += 1
            wanted = chinese(case["结果"])
            wanted.update(wanted.pop("分项", {}))
            for key, expected in wanted.items():
                if key in ("下一问", "next", "错误", "error"):
                    continue
                if (key not in result and expected != "未知") or not same(key, expected, result.get(key)):
                    wrong += 1
                    print(f"{path}: {case['名称']}: {key}: expected {expected}, worked out {result.get(key)}")
    print(f"{count} cases worked out, {passed_over} passed over, {wrong} values differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
