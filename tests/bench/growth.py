#!/usr/bin/env python3
"""Prints how cost grows, as the tables of docs/performance.md: with rows and with threads.

    tests/bench/growth.py APPLICATIONS.csv [--most 8] [--peer build/release/five_incentives_peer]

The rows of the file are given over and over through a pipe, under new numbers in the first column, 10^3 to 10^MOST of
them; the output is deleted. Tables of incentives, list lengths and passes come from `build/bench/huiqi_bench`.
"""

import argparse
import fcntl
import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


BLOCK = 10_000
MARK = b"@@@@@@"


def blocks_of(rest):
    """Gives blocks of rows that differ from copy to copy in the first digits of their numbers alone, so that feeding
    them costs next to nothing."""
    return [b"".join(b"1%s%04d,%s" % (MARK, at, row) for at, row in enumerate(rest[first:first + BLOCK]))
            for first in range(0, len(rest) // BLOCK * BLOCK, BLOCK)]


def feed(pipe, header, blocks, rows):
    """Writes a header and so many rows, those of the blocks again and again under new numbers."""
    with pipe:
        pipe.write(header)
        for number in range(rows // BLOCK):
            pipe.write(blocks[number % len(blocks)].replace(MARK, b"%06d" % number))
        left = blocks[0].replace(MARK, b"%06d" % (rows // BLOCK)).splitlines(keepends=True)
        pipe.write(b"".join(left[:rows % BLOCK]))


def measure(options, header, blocks, rows, threads, out):
    process = subprocess.Popen(
        [options.peer, "--rules", options.rules, "--in", "-", "--out", out, "--threads", str(threads)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    fcntl.fcntl(process.stdin, fcntl.F_SETPIPE_SZ, 1 << 20)   # the most that a user may ask for
    feeder = threading.Thread(target=feed, args=(process.stdin, header, blocks, rows))
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
    blocks = blocks_of(rest)
    if not blocks:
        sys.exit(f"the table has fewer than {BLOCK} rows")
    print("| rows | threads | million rows a second | ns a row to decide | memory, MB |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        for power in range(3, options.most + 1):
            for threads in options.threads:
                one = measure(options, header, blocks, 10 ** power, threads, Path(folder) / "out.csv")
                print(f"| 10^{power} | {threads} | {one['rows'] / one['total_seconds'] / 1e6:.2f} | "
                      f"{one['eval_seconds'] / one['rows'] * 1e9:.1f} | {one['peak_rss_kb'] / 1024:.0f} |", flush=True)


if __name__ == "__main__":
    main()
