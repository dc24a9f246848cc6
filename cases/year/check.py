#!/usr/bin/env python3
"""Recomputes every amount of the sample year in whole fen, from the data files and the text of the policy alone, and
compares statements, payments and ledger with it.   check.py FOLDER LEDGER"""

import collections
import csv
import pathlib
import sqlite3
import sys
from fractions import Fraction

LIMIT, BUDGET = 25_000_000, 300_000_000   # fen


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def fen(text):
    whole = Fraction(text) * 100
    assert whole.denominator == 1, text
    return int(whole)


def half_up(amount):
    return int(amount + Fraction(1, 2))


def awards(row):
    if row["严重失信"] == "是":
        return [0, 0]
    equipment, interest = fen(row["设备额（元）"]), fen(row["已付利息（元）"])
    return [min(half_up(Fraction(equipment, 5)), 20_000_000) if equipment >= 1_000_000 else 0,
            min(half_up(Fraction(interest, 2)), 10_000_000)]


def limited(batch, paid_before):
    """The interest gives way first, then the equipment; what was paid before in the year counts."""
    left = {}
    for row in batch:
        room = max(0, LIMIT - paid_before[row["信用代码"]])
        first, second = awards(row)
        first = min(first, room)
        left[row["申请编号"]] = [first, min(second, room - first)]
    return left


def shared_out(amounts):
    """Pro rata to the budget, fen by largest remainder."""
    cells = [(number, place) for number, pair in amounts.items() for place in (0, 1)]
    total = sum(map(sum, amounts.values()))
    if total <= BUDGET:
        return amounts
    exact = {cell: Fraction(amounts[cell[0]][cell[1]] * BUDGET, total) for cell in cells}
    given = {cell: int(share) for cell, share in exact.items()}
    order = sorted(cells, key=lambda cell: (-(exact[cell] - given[cell]), cell))
    for cell in order[:BUDGET - sum(given.values())]:
        given[cell] += 1
    return {number: [given[number, 0], given[number, 1]] for number in amounts}


def compare(what, expected, path):
    ids = {"示例年度.设备补助": 0, "示例年度.贷款贴息": 1, "示例年度.认定奖励": 0}
    got = collections.defaultdict(lambda: [0, 0])
    for row in rows(path):
        got[row["application"]][ids[row["incentive"]]] += fen(row["payable" if "payable" in row else "amount"])
    wrong = [number for number in expected if list(got.get(number, [0, 0])) != list(expected[number])]
    extra = [number for number in got if number not in expected]
    if wrong or extra:
        sys.exit(f"{what}: {wrong or extra} differ, {expected.get((wrong or extra)[0])} against {got[(wrong or extra)[0]]}")
    print(f"{what}: {len(expected)} applications tie, {sum(map(sum, expected.values())) / 100:.2f} yuan")


def main(folder, ledger):
    folder = pathlib.Path(folder)
    first = rows(folder / "上半年.csv")
    expected = shared_out(limited(first, collections.Counter()))
    compare("first half", expected, folder / "上半年.拨付.csv")
    # A005 was paid on a void invoice: nothing for the equipment, and it came back.
    corrected = {number: list(pair) for number, pair in expected.items()}
    corrected["A005"][0] = 0
    scores = [(-Fraction(row["得分"]), int(row["受理序号"]), row["申请编号"]) for row in rows(folder / "认定.csv") if Fraction(row["得分"]) >= 60]
    chosen = {number for _, _, number in sorted(scores)[:10]}
    compare("recognition", {row["申请编号"]: [10_000_000 if row["申请编号"] in chosen else 0, 0] for row in rows(folder / "认定.csv")},
            folder / "认定.拨付.csv")
    paid = collections.Counter()
    for row in first:
        paid[row["信用代码"]] += sum(corrected[row["申请编号"]])
    third = limited(rows(folder / "下半年.csv"), paid)
    compare("second half", third, folder / "下半年.拨付.csv")
    with sqlite3.connect(ledger) as database:
        sums = dict(database.execute("SELECT batch, SUM(amount) FROM payment GROUP BY batch"))
    database.close()
    assert sums == {"上半年": sum(map(sum, corrected.values())), "认定": 100_000_000, "下半年": sum(map(sum, third.values()))}, sums
    print(f"ledger: {sum(sums.values()) / 100:.2f} yuan paid, to the cent")


if __name__ == "__main__":
    main(*sys.argv[1:3])
