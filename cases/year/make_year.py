#!/usr/bin/env python3
"""Makes the three batches of the sample year: one population of firms, the same bytes at each call."""

import pathlib
import random
import sys

FIRMS = 60


def credit_code(number):
    """A unified social credit code with the check character of GB 32100-2015."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = f"91320700MA{number:07d}"[:17]
    weights = [pow(3, place, 31) for place in range(17)]
    total = sum(letters.index(letter) * weight for letter, weight in zip(body, weights))
    return body + letters[(31 - total % 31) % 31]


def yuan(chosen, most):
    return f"{chosen.randrange(0, most * 100) / 100:.2f}"


def main(folder):
    chosen = random.Random(20250630)
    firms = [credit_code(1000 + 37 * number) for number in range(FIRMS)]
    bad = set(chosen.sample(range(FIRMS), 3))
    half_head = "申请编号,信用代码,受理序号,受理日,设备额（元）,已付利息（元）,严重失信\n"
    first = [half_head]
    for number, firm in enumerate(firms):
        first.append(f"A{number:03},{firm},{number + 1},2025-03-{number % 28 + 1:02},{yuan(chosen, 900_000)},"
                     f"{yuan(chosen, 150_000)},{'是' if number in bad else '否'}\n")
    second = ["申请编号,信用代码,受理序号,受理日,得分\n"]
    for number, firm in enumerate(firms[:30]):
        second.append(f"B{number:03},{firm},{number + 1},2025-06-{number % 28 + 1:02},{chosen.randrange(4000, 9900, 25) / 100:.2f}\n")
    third = [half_head]
    for number, firm in enumerate(firms[20:50]):
        third.append(f"C{number:03},{firm},{number + 1},2025-09-{number % 28 + 1:02},{yuan(chosen, 500_000)},"
                     f"{yuan(chosen, 90_000)},{'是' if number + 20 in bad else '否'}\n")
    for name, lines in (("上半年", first), ("认定", second), ("下半年", third)):
        (pathlib.Path(folder) / f"{name}.csv").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
