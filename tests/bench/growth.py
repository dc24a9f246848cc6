#!/usr/bin/env python3
"""Prints how cost grows, as the tables of docs/performance.md: with rows and with threads.

    tests/bench/growth.py APPLICATIONS.csv [--most 8] [--peer build/release/five_incentives_peer]

The rows of the file are given over and over through a pipe, 10^3 to 10^MOST of them; the output goes nowhere. Tables of
incentives, list lengths and passes come from `build/bench/huiqi_bench`.
"""

import argparse
import json
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def feed(pipe, header, body, line_count, rows):
    """Writes a header and so many rows, those of the body again and again."""
    with pipe:
        pipe.write(header)
        while rows >= line_count:
            pipe.write(body)
            rows -= line_count
        pipe.write(b"".join(body.splitlines(keepends=True)[:rows]) if rows else b"")


def measure(peer, header, body, line_count, rows, threads):
    process = subprocess.Popen([peer, "--in", "-", "--out", "/dev/null", "--threads", str(threads)],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    feeder = threading.Thread(target=feed, args=(process.stdin, header, body, line_count, rows))
    feeder.start()
    out = process.stdout.read().decode()
    feeder.join()
    if process.wait() != 0:
        sys.exit(f"the peer failed on {rows} rows")
    return json.loads(out.splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path)
    parser.add_argument("--most", type=int, default=7, help="the power of ten to end with")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--peer", default=ROOT / "build/release/five_incentives_peer", type=Path)
    options = parser.parse_args()
    with options.table.open("rb") as file:
        header, body = file.readline(), file.read()
    line_count = body.count(b"\n")
    print("| rows | threads | million rows a second | ns a row to decide | memory, MB |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    for power in range(3, options.most + 1):
        for threads in options.threads:
            one = measure(options.peer, header, body, line_count, 10 ** power, threads)
            print(f"| 10^{power} | {threads} | {one['rows'] / one['total_seconds'] / 1e6:.2f} | "
                  f"{one['eval_seconds'] / one['rows'] * 1e9:.1f} | {one['peak_rss_kb'] / 1024:.0f} |", flush=True)


if __name__ == "__main__":
    main()
