#!/usr/bin/env python3
"""Prints how cost grows, as the tables of docs/performance.md: with rows and with threads.

    tests/bench/growth.py APPLICATIONS.csv [--most 8] [--peer build/release/five_incentives_peer]

The rows of the file are given over and over through a pipe, under new numbers in the first column, 10^3 to 10^MOST of
them; the output is deleted. Rates hold the making of the rows, which Python does. Tables of
incentives, list lengths and passes come from `build/bench/huiqi_bench`.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def feed(pipe, header, rest, rows):
    """Writes a header and so many rows, those of the table again and again under new numbers."""
    with pipe:
        pipe.write(header)
        for first in range(0, rows, len(rest)):
            count = min(len(rest), rows - first)
            pipe.write(b"".join(b"%d,%s" % (first + at, rest[at]) for at in range(count)))


def measure(options, header, rest, rows, threads, out):
    process = subprocess.Popen(
        [options.peer, "--rules", options.rules, "--in", "-", "--out", out, "--threads", str(threads)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    feeder = threading.Thread(target=feed, args=(process.stdin, header, rest, rows))
    feeder.start()
    said = process.stdout.read().decode()
    feeder.join()
    if process.wait() != 0:
        sys.exit(f"the peer failed on {rows} rows")
    return json.loads(said.splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path)
    parser.add_argument("--most", type=int, default=7, help="the power of ten to end with")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--peer", default=ROOT / "build/release/five_incentives_peer", type=Path)
    parser.add_argument("--rules", default=ROOT / "rules/benchmark", type=Path)
    options = parser.parse_args()
    with options.table.open("rb") as file:
        header, rest = file.readline(), [line.split(b",", 1)[1] for line in file]
    print("| rows | threads | million rows a second | ns a row to decide | memory, MB |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for power in range(3, options.most + 1):
            for threads in options.threads:
                one = measure(options, header, rest, 10 ** power, threads, Path(folder) / "out.csv")
                print(f"| 10^{power} | {threads} | {one['rows'] / one['total_seconds'] / 1e6:.2f} | "
                      f"{one['eval_seconds'] / one['rows'] * 1e9:.1f} | {one['peak_rss_kb'] / 1024:.0f} |", flush=True)


if __name__ == "__main__":
    main()
