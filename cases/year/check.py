#!/usr/bin/env python3
"""Recomputes every amount of the sample year in whole fen, from the data files as they were handed in and the text of the
policy alone, and compares payments, publication, lists for the bank and ledger with it.   check.py FOLDER LEDGER"""

import collections
import csv
import pathlib
import sqlite3
import sys
import unicodedata
import zipfile
from fractions import Fraction
from xml.etree import ElementTree

LIMIT, BUDGET = 25_000_000, 300_000_000   # fen


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def sheet(path):
    """The rows of the workbook as it was handed in: below its title, digits of any width, without what was done to mend it."""
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    table = [["".join(cell.itertext()) for cell in row.iter(name + "c")] for row in root.iter(name + "row")]
    return [dict(zip(table[1], (unicodedata.normalize("NFKC", value) for value in row))) for row in table[2:]]


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


def published_and_ordered(folder, applications, chosen):
    """The list for the public and the files for the bank: the ten chosen, with their own accounts, and nobody else."""
    shown = [row for row in rows(folder / "公示.csv") if row["申请编号"]]
    assert [(row["申请编号"], fen(row["拟拨付金额（元）"])) for row in shown] == [(number, 10_000_000) for number in sorted(chosen)], shown
    assert all(row["联系人"].endswith("*") for row in shown), "a person's name is masked"
    whole = [row for row in rows(folder / "公示.csv") if row["序号"] == "合计"]
    assert [fen(row["拟拨付金额（元）"]) for row in whole] == [100_000_000], whole
    ordered = []
    for part in (1, 2):
        text = (folder / f"认定.拨付.{part}.csv").read_bytes().decode("gbk")
        ordered += csv.DictReader(text.splitlines())
    expected = {(row["申请编号"], row["企业名称"], row["银行账号"], 10_000_000) for row in applications if row["申请编号"] in chosen}
    got = {(row["摘要"], row["收款人"], row["账号"], fen(row["金额"])) for row in ordered}
    assert got == expected and len(ordered) == 10, got ^ expected
    print("recognition: publication and lists for the bank tie, 10 firms, 1000000.00 yuan")


def main(folder, ledger):
    folder = pathlib.Path(folder)
    first = rows(folder / "上半年.csv")
    expected = shared_out(limited(first, collections.Counter()))
    compare("first half", expected, folder / "上半年.拨付.csv")
    # A005 was paid on a void invoice: nothing for the equipment, and it came back.
    corrected = {number: list(pair) for number, pair in expected.items()}
    corrected["A005"][0] = 0
    applications = sheet(folder / "认定.xlsx")
    scores = [(-Fraction(row["得分"]), int(row["受理序号"]), row["申请编号"]) for row in applications if Fraction(row["得分"]) >= 60]
    chosen = {number for _, _, number in sorted(scores)[:10]}
    compare("recognition", {row["申请编号"]: [10_000_000 if row["申请编号"] in chosen else 0, 0] for row in applications}, folder / "认定.结算.csv")
    published_and_ordered(folder, applications, chosen)
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
