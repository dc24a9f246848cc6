#!/usr/bin/env python3
"""Writes the two sample batches beside it, and what must come out of them. The same bytes every time.

    cases/sample/make_sample.py

applications.csv             1000 applications for rules/benchmark; ten rows are damaged on purpose, three not answered in full
expected.csv                 the decision on every row that can be decided, worked out with fractions
ankang-interest/             applications and their payments of interest, two tables joined by 申请编号
ankang-interest-expected.csv the decision on each of them
"""
import datetime
import pathlib
import random
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
from recompute import INCENTIVES, outcome, rounded  # noqa: E402
from fractions import Fraction as F  # noqa: E402

CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DAY = datetime.timedelta(days=1)


class Office:
    """Draws what an office would receive; `random()` alone, so the bytes are the same everywhere."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def pick(self, choices):
        """Draws from {value: weight}."""
        left = self.random() * sum(choices.values())
        for value, weight in choices.items():
            left -= weight
            if left < 0:
                return value
        return value

    def between(self, low, high):
        return low + int(self.random() * (high - low + 1))

    def yes(self, share):
        return self.random() < share

    def day(self, first, last):
        first, last = map(datetime.date.fromisoformat, (first, last))
        return first + self.between(0, (last - first).days) * DAY

    def cents(self, low, high):
        """An amount in cents; people ask for round sums, invoices are not round."""
        doublings = self.between(0, (high // low).bit_length() - 1)
        value = min(high, self.between(low << doublings, (low << doublings + 1) - 1))
        step = self.pick({1: 4, 100: 2, 1000000: 3, 5000000: 1})
        return max(low, value // step * step)

    def credit_code(self, region):
        body = "91" + region + "".join(CODE[self.between(0, 30)] for _ in range(9))
        total = sum(CODE.index(c) * pow(3, i, 31) for i, c in enumerate(body))
        return body + CODE[-total % 31]


def yuan(cents):
    return f"{cents // 100}.{cents % 100:02d}"


def table(path, header, rows):
    lines = [",".join(header)] + [",".join(map(str, row)) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


# --- the five incentives

HEADER = ("id applicant size related_party contract_date contract_amount paid_amount recognition first_time "
          "loan_principal loan_rate loan_start loan_end repaid_on_time premium insured equipment_sales").split()
NAMES = ("transaction", "grant", "interest", "premium", "equipment")


def application(office, number):
    contract = office.cents(200000, 3000000000)
    start = office.day("2020-06-01", "2023-12-31")
    term = office.pick({365: 4, 731: 3, 1096: 3, 180: 1, office.between(60, 1500): 4})
    return dict(zip(HEADER, (
        f"2024-{number:06d}", office.credit_code(office.pick({"320500": 4, "320100": 3, "321000": 2, "320700": 1})),
        office.pick({"micro": 4, "small": 8, "medium": 6, "large": 2}), office.pick({"false": 19, "true": 1}),
        office.day("2021-03-01", "2024-03-31"), yuan(contract),
        yuan(contract if office.yes(0.5) else contract * office.between(0, 99) // 100),
        office.pick({"none": 6, "provincial": 3, "national": 1}), office.pick({"true": 4, "false": 1}),
        yuan(office.cents(20000000, 3000000000) if office.yes(0.6) else 0), f"0.{office.between(300, 580):04d}",
        start, start + term * DAY, office.pick({"true": 9, "false": 1}),
        yuan(office.cents(50000, 8000000) if office.yes(0.5) else 0),
        office.pick({"infringement": 4, "execution": 2, "pledge": 3}),
        yuan(office.cents(5000000, 18000000000) if office.yes(0.35) else 0))))


# What goes wrong on the way from a desk to a file: row number, the column, and what stands there instead.
DAMAGE = {
    57: ("paid_amount", "125000.005"),        # a third decimal
    131: ("contract_date", "2022-02-30"),     # no such day
    204: ("size", "tiny"),                    # not one of the sizes
    318: ("equipment_sales", None),           # the row ends before its last cells
    402: ("repaid_on_time", "yes"),           # neither true nor false
    466: ("premium", "-1200.00"),             # below the declared range
    590: ("loan_start", "31/03/2022"),        # not written as a date is here
    733: ("contract_amount", "12O0000.00"),   # the letter O
    811: ("first_time", "1"),                 # neither true nor false
    874: ("insured", "fire"),                 # not one of the covers
}
# Answers that are not there yet: such a row is read, and listed with what is missing.
UNANSWERED = {95: "loan_rate", 540: "recognition", 920: "paid_amount"}


def decision(row):
    awards, reasons = [], []
    for name in NAMES:
        incentive = INCENTIVES["benchmark." + name]
        answers = {key: str(value) for key, value in row.items()}
        result = outcome(incentive, answers, {"*": ""})
        order = [condition for condition, _ in incentive(answers, {"*": ""})[0]]
        awards.append(result.get("金额", F(0)))
        reasons.append(1 + order.index(result["不符合"][0]) if result["不符合"] else 0)
    total = min(sum(awards), F(1000000))
    return [row["id"], *(yuan(int(x * 100)) for x in (*awards, total)), *reasons]


def five_incentives():
    office = Office(20240331)
    rows, decided = [], []
    for number in range(1, 1001):
        row = application(office, number)
        if number in DAMAGE:
            column, text = DAMAGE[number]
            cells = list(row.values())
            rows.append(cells[:-2] if text is None else list({**row, column: text}.values()))
        elif number in UNANSWERED:
            rows.append(list({**row, UNANSWERED[number]: ""}.values()))
        else:
            rows.append(list(row.values()))
            decided.append(decision(row))
    table(HERE / "applications.csv", HEADER, rows)
    table(HERE / "expected.csv", ["id", *NAMES, "total", *(name + "_reason" for name in NAMES)], decided)


# --- interest with its payments

LOAN = "申请编号 信用代码 申报日 申请主体 质押物 放款日 到期日 结清日 本金 年利率 已获贴息额 严重失信 非正常申请 上一笔结清日".split()
PAYMENT = "申请编号 起 止 应付日 实付日 利息".split()
PARAMETERS = {"*": "示例区.质押贷款贴息", "贴息比例": "50%", "最早放款日": "2022-01-01", "计息天数": "一年365天",
              "单笔上限": "30万元", "还旧借新天数": "30天"}
APPLIED = datetime.date(2025, 6, 30)
DAMAGED_LOAN = 17   # one of its payments has a third decimal: the whole application must wait


def next_interest_day(date):
    """Banks settle interest on the 21st of March, June, September and December."""
    for month in (3, 6, 9, 12):
        if date < date.replace(month=month, day=21):
            return date.replace(month=month, day=21)
    return datetime.date(date.year + 1, 3, 21)


def payments(office, principal, rate, start, end):
    """The quarterly payments until the application, each on time unless the firm is careless."""
    careless = office.yes(0.1)
    year = office.pick({365: 4, 360: 1})
    rows, first = [], start
    while first < min(end, APPLIED):
        last = min(next_interest_day(first), end)
        interest = rounded(F(principal) * rate * (last - first).days / (1000000 * year), F(1, 100), "half up")
        paid = last + (DAY * office.between(1, 9) if careless and office.yes(0.3) else 0 * DAY)
        rows.append([first, last, last, "" if paid > APPLIED else paid, yuan(int(interest * 100))])
        first = last
    return rows


def loan(office, number):
    start = datetime.date(2024, 2, 29) if number % 10 == 0 else office.day("2021-10-01", "2024-12-31")
    end = start + office.pick({365: 3, 730: 2, 731: 2, 1096: 3}) * DAY
    principal, rate = office.between(20, 1500) * 10000, office.between(280, 520)   # yuan, hundredths of a per cent
    settled = end + (DAY if office.yes(0.05) else 0 * DAY)
    rows = [] if number == 33 else payments(office, principal, rate * 100, start, end)
    head = [f"TX2025-{number:04d}", office.credit_code("610902"), APPLIED, office.pick({"企业": 24, "其他": 1}),
            office.pick({"专利": 12, "商标": 4, "著作权": 1, "非知识产权": 1}), start, end,
            settled if settled <= APPLIED else "", principal // 10000, f"{rate // 100}.{rate % 100:02d}",
            yuan(office.between(1, 9) * 100000 if office.yes(0.2) else 0), office.pick({"否": 30, "是": 1}),
            office.pick({"否": 20, "是": 1}), start - 20 * DAY if number % 12 == 0 else ""]
    return dict(zip(LOAN, head)), rows


def interest():
    office = Office(20250630)
    loans, payment_rows, decided = [], [], []
    for number in range(1, 61):
        head, rows = loan(office, number)
        answers = {key: str(value) or "无" for key, value in head.items()}
        answers["付息"] = [dict(zip(PAYMENT[1:], (str(cell) or "无" for cell in row))) for row in rows]
        result = outcome(INCENTIVES["安康.质押贷款贴息"], answers, PARAMETERS)
        if number == DAMAGED_LOAN:
            rows[0][-1] += "5"
        else:
            amount = yuan(int(result.get("金额", F(0)) * 100))
            decided.append([head["申请编号"], result["符合"], amount, "、".join(result["不符合"])])
        loans.append(head.values())
        payment_rows += [[head["申请编号"], *row] for row in rows]
    folder = HERE / "ankang-interest"
    folder.mkdir(exist_ok=True)
    table(folder / "applications.csv", LOAN, loans)
    table(folder / "付息.csv", PAYMENT, payment_rows)
    table(HERE / "ankang-interest-expected.csv", ["申请编号", "符合", "金额", "不符合"], decided)


if __name__ == "__main__":
    five_incentives()
    interest()
