#!/usr/bin/env python3
"""Times `huiqi check` on many incentives and on rule files of unusual shapes.

    tests/bench/load_shapes.py [--program build/release/huiqi] [--repeats 7] [--only WORD] [--make FOLDER]

A line a shape: the least and the median time by the clock, the processor time of the least, the most memory. The sizes of one
shape double or grow by ten, so that a time that grows faster than they do shows at once. --make leaves the files in a folder,
one below it for each shape, and times nothing.
"""

import argparse
import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMES = ["transaction", "grant", "interest", "premium", "equipment"]

HEAD = """kind: incentive
id: shape.{name}
title: {{zh: 形状, en: A shape}}
sources:
  rule: {{document: A rule file of an unusual shape}}
"""
FOOT = """award:
  - {{base: {base}, source: rule}}
  - {{round: half even to 0.01元, source: rule}}
"""


def one_file(folder, name, inputs, body, base):
    folder.mkdir(parents=True, exist_ok=True)
    text = HEAD.format(name=name) + "inputs:\n" + inputs + body + FOOT.format(base=base)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def number_input(name):
    return f"  {name}: {{type: money, decimals: 2, range: '[0元..1000000000元]', question: {{zh: 多少, en: How much}}}}\n"


def incentives(folder, count, split=False, bundle=False):
    """The five incentives over and over, each under an id of its own, with its cases."""
    folder.mkdir(parents=True)
    ids, shared = [], set()
    for number in range(count):
        name = NAMES[number % 5]
        text = (ROOT / f"rules/benchmark/{name}.yaml").read_text(encoding="utf-8")
        ids.append(f"shape{number}.{name}")
        if number >= 5:
            asked = re.split(r"^\w+:", text.split("\ninputs:\n", 1)[1], maxsplit=1, flags=re.M)[0]
            shared |= set(re.findall(r"^  (\w+):", asked, re.M))
        text = text.replace(f"id: benchmark.{name}", f"id: {ids[-1]}", 1)
        if split:
            text, cases = text.split("\ncases:", 1)
            (folder / f"{name}{number}.cases.yaml").write_text(
                f"kind: cases\nincentive: {ids[-1]}\ncases:{cases}", encoding="utf-8")
            text += "\n"
        below = folder / f"group{number // 5}" if split else folder
        below.mkdir(exist_ok=True)
        (below / f"{name}{number}.yaml").write_text(text, encoding="utf-8")
    if bundle:
        (folder / "bundle.yaml").write_text(
            "kind: bundle\nid: shape.all\ntitle: {zh: 全部, en: All}\n"
            "sources:\n  rule: {document: All of them}\nincentives:\n" + "".join(f"  - {one}\n" for one in ids) +
            "keys: {application: id, applicant: applicant}\n" + f"shared: [{', '.join(sorted(shared))}]\n"
            f"stacking:\n  - {{id: all, method: sum, source: rule, group: [{', '.join(ids)}]}}\n", encoding="utf-8")


def conditions(folder, count):
    one_file(folder, "conditions", number_input("amount"), "conditions:\n" + "".join(
        f"  - {{id: c{at}, test: amount > {at}元, reason: {{zh: 不够, en: too little}}, source: rule}}\n" for at in range(count)),
        "amount")


def table(folder, count):
    rows = "".join(f"      - ['[{at * 10}元..{at * 10 + 10}元)', {at}元]\n" for at in range(count))
    rows += f"      - ['>= {count * 10}元', {count}元]\n"
    one_file(folder, "table", number_input("amount"),
             f"tables:\n  lookup:\n    hit: unique\n    columns: [amount]\n    output: money\n    source: rule\n    rows:\n{rows}",
             "lookup")


def codes(folder, count):
    values = ", ".join(f"v{at}" for at in range(count))
    rows = "".join(f"      - [v{at}, {at}元]\n" for at in range(count))
    one_file(folder, "codes", "  level: {type: level, question: {zh: 哪一级, en: Which level}}\n",
             f"enums:\n  level: [{values}]\ntables:\n  lookup:\n    hit: unique\n    columns: [level]\n    output: money\n"
             f"    source: rule\n    rows:\n{rows}", "lookup")


def constants(folder, count):
    one_file(folder, "constants", number_input("amount"), "parameters:\n" + "".join(
        f"  p{at}: {{type: rate, value: {at % 100}%, source: rule}}\n" for at in range(count)) + "define:\n" + "".join(
            f"  sum{at}: {{value: {' + '.join(f'p{one}' for one in range(at, min(at + 50, count)))}, source: rule}}\n"
            for at in range(0, count, 50)), " + ".join(f"amount * sum{at}" for at in range(0, count, 50)))


def definitions(folder, count):
    one_file(folder, "definitions", number_input("amount"), "define:\n  d0: {value: amount, source: rule}\n" + "".join(
        f"  d{at}: {{value: d{at - 1} + 1元, source: rule}}\n" for at in range(1, count)), f"d{count - 1}")


def inputs(folder, count):
    one_file(folder, "inputs", "".join(number_input(f"i{at}") for at in range(count)), "conditions:\n" + "".join(
        f"  - {{id: c{at}, test: i{at} > 0, reason: {{zh: 没有, en: none}}, source: rule}}\n" for at in range(1, count)), "i0")


def nested(folder, count):
    one_file(folder, "nested", number_input("amount"), "", "(" * count + "amount" + " + 1元)" * count)


def terms(folder, count):
    one_file(folder, "terms", number_input("amount"), "", " + ".join(["amount"] * count))


def cases(folder, count):
    one_file(folder, "cases", number_input("amount"), "cases:\n" + "".join(
        f"  - {{name: case {at}, given: {{amount: {at}.00}}, expect: {{eligible: true, amount: {at}元}}}}\n" for at in range(count)),
        "amount")


SHAPES = [
    ("incentives", incentives, [100, 500, 1000, 2000]),
    ("incentives, one bundle", lambda folder, count: incentives(folder, count, bundle=True), [100, 500, 1000, 2000]),
    ("incentives, cases apart", lambda folder, count: incentives(folder, count, split=True), [100, 500, 1000, 2000]),
    ("conditions", conditions, [250, 500, 1000]),
    ("rows of a table of ranges", table, [1000, 2000, 10000]),
    ("rows of a table of names", codes, [250, 500, 1000]),
    ("constants", constants, [1000, 2000, 5000]),
    ("definitions, each of the one before", definitions, [250, 500, 1000]),
    ("inputs", inputs, [250, 500, 1000]),
    ("brackets in brackets", nested, [15, 30, 60]),
    ("terms", terms, [250, 500, 1000]),
    ("cases", cases, [1000, 2000, 5000]),
]


def run(program, folder):
    """Gives seconds by the clock, seconds of processors, MB at most, and how it ended."""
    begin = time.perf_counter()
    child = os.spawnve(os.P_NOWAIT, program, [str(program), "check", str(folder)], {**os.environ, "LC_ALL": "C.UTF-8"})
    _, status, used = os.wait4(child, 0)
    return time.perf_counter() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000, os.waitstatus_to_exitcode(status)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT / "build/release/huiqi", type=Path)
    parser.add_argument("--repeats", default=7, type=int)
    parser.add_argument("--only", default="")
    parser.add_argument("--make", type=Path)
    options = parser.parse_args()
    program = options.program.resolve()
    with tempfile.TemporaryDirectory() as made:
        base = options.make or Path(made)
        for name, make, sizes in SHAPES:
            for size in sizes if options.only in name else []:
                folder = base / f"{name.replace(' ', '_').replace(',', '')}_{size}"
                make(folder, size)
                if options.make:
                    continue
                silence, kept = os.open(os.devnull, os.O_WRONLY), (os.dup(1), os.dup(2))
                os.dup2(silence, 1), os.dup2(silence, 2)
                try:
                    runs = sorted(run(program, folder) for _ in range(options.repeats))
                finally:
                    os.dup2(kept[0], 1), os.dup2(kept[1], 2)
                clock, used, memory, code = runs[0]
                print(f"{size:6d} {name:38s} {clock * 1000:8.1f} ms (median {statistics.median(r[0] for r in runs) * 1000:.1f}), "
                      f"processors {used * 1000:.0f} ms, {memory:.0f} MB{'' if code == 0 else f'  ended with {code}'}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
