#!/usr/bin/env python3
"""Counts instructions of fixed workloads under callgrind and holds them to tests/bench/instructions.txt.

    tests/bench/instructions.py [--program build/release/huiqi] [--update] [--rows-only]

Counts hardly depend on what else the machine does, so that a change which makes a row dearer shows at once. More than
10 % above the baseline fails; more than 10 % below asks for a new baseline (--update). Counts belong to a compiler and
to the vectors that a processor has: where they are others than those of the baseline, nothing is judged, and the last
line says so; nor is what the baseline does not hold. Vectors are those of 256 bits, which valgrind knows, on every
processor. --rows-only leaves out what needs the program itself: rows go through five_incentives_peer, which stands
beside it.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from load_shapes import incentives

ROOT = Path(__file__).resolve().parents[2]
BASELINE = ROOT / "tests/bench/instructions.txt"
TOLERANCE = 0.10


def compiler_of(program):
    """Gives what the compilers left in the program about themselves."""
    text = subprocess.run(["readelf", "-p", ".comment", program], check=True, capture_output=True, text=True).stdout
    return ", ".join(sorted(re.findall(r"\]\s+(.*\S)", text)))


def vectors_here():
    """Tells what kernels make use of under valgrind: processors without 256-bit vectors take other loops."""
    found = re.search(r"^flags\s*:(.*)", Path("/proc/cpuinfo").read_text(), re.M)
    flags = set(found.group(1).split()) if found else set()
    return "vectors256" if {"avx2", "bmi1", "bmi2", "fma", "f16c", "movbe", "abm"} <= flags else "no vectors256"


def count(command, folder):
    """Gives the instructions that a command takes."""
    out = folder / "callgrind.out"
    environment = {**os.environ, "HUIQI_PROCESSOR": "vectors256", "LC_ALL": "C.UTF-8"}
    subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *map(str, command)],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment,
    )
    return int(re.search(r"^summary: (\d+)", out.read_text(), re.M).group(1))


def repeated(rows, folder):
    """Makes a table of the sound rows of the sample, over and over, under numbers of their own."""
    lines = (ROOT / "cases/sample/applications.csv").read_text(encoding="utf-8").splitlines()
    width = lines[0].count(",")
    sound = [line.split(",", 1)[1] for line in lines[1:] if line.count(",") == width]
    path = folder / f"rows{rows}.csv"
    path.write_text("\n".join([lines[0]] + [f"{at + 1},{sound[at % 50]}" for at in range(rows)]) + "\n", encoding="utf-8")
    return path


def workloads(program, folder, rows_only):
    """Gives each workload's name and count: of rows, what one takes beyond starting."""
    def total(rows, command):
        return count([*command, "--in", repeated(rows, folder), "--out", folder / "out.csv"], folder)

    few, many = 2_000, 22_000
    peer = [program.parent / "five_incentives_peer", "--rules", "rules/benchmark"]
    low, high = total(few, peer), total(many, peer)
    yield "row of the five incentives, read, decided and written", (high - low) // (many - few)
    yield "start of the five incentives, and 2,000 rows", low
    if rows_only:
        return
    yield "check of the five incentives", count([program, "check", "rules/benchmark"], folder)
    incentives(folder / "incentives", 100)
    yield "check of 100 incentives with their cases", count([program, "check", folder / "incentives"], folder)
    yield "explanation of one application", count(
        [program, "explain", "rules/benchmark", "cases/sample/applications.csv", "--row", "1"], folder)
    yield "test of the five incentives", count([program, "test", "rules/benchmark"], folder)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT / "build/release/huiqi", type=Path)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--rows-only", action="store_true")
    options = parser.parse_args()
    program = options.program.resolve()
    compiler = compiler_of(program.parent / "five_incentives_peer") + ", " + vectors_here()
    known = dict(line.split(": ", 1) for line in BASELINE.read_text().splitlines()) if BASELINE.exists() else {}
    if not options.update and known.pop("compiler", compiler) != compiler:
        print(f"not judged: the baseline belongs to another compiler or processor than {compiler}")
        return 0
    if not options.update and not known:
        print("not judged: there is no baseline yet, --update writes one")
        return 0
    failed, lines = False, [f"compiler: {compiler}"]
    with tempfile.TemporaryDirectory() as folder:
        for name, instructions in workloads(program, Path(folder), options.rows_only):
            before = int(known.get(name, 0))
            change = instructions / before - 1 if before else 0
            failed = failed or change > TOLERANCE
            verdict = "" if abs(change) <= TOLERANCE else "  TOO MANY" if change > 0 else "  fewer: run with --update"
            print(f"{name}: {instructions}" + (f"  ({change:+.1%}){verdict}" if before else "  (new)"), flush=True)
            lines.append(f"{name}: {instructions}")
    if options.update:
        BASELINE.write_text("\n".join(lines) + "\n")
        return 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
