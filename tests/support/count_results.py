#!/usr/bin/env python3
"""Counts the test cases of a ctest run from its JUnit file, and ends with `tests: N passed, N failed`.

A doctest program counts as the cases it reports; every other test counts as one. A program that fails
without a failed case (a crash, a leak found at the end) counts as one more failure. Exit code 1 when
something failed or nothing ran.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree

SUMMARY = re.compile(r"\[doctest\] test cases: *(\d+) *\| *(\d+) passed *\| *(\d+) failed")


def count(test):
    """Gives (passed, failed) of one ctest test that ran."""
    ran_well = test.get("status") == "run"
    summary = SUMMARY.search(test.findtext("system-out") or "")
    if summary is None:
        return (1, 0) if ran_well else (0, 1)
    passed, failed = int(summary.group(2)), int(summary.group(3))
    if not ran_well and failed == 0:
        failed = 1
    return passed, failed


def was_skipped(test):
    """A test that skipped itself or is switched off; one whose program is missing has failed."""
    skipped = test.find("skipped")
    message = skipped.get("message", "") if skipped is not None else ""
    return message.startswith(("SKIP_", "Disabled"))


def main(path):
    try:
        tests = ElementTree.parse(path).getroot().findall("testcase")
    except OSError:
        print("ctest wrote no results", file=sys.stderr)
        tests = []
    passed = failed = 0
    for test in tests:
        if was_skipped(test):
            print(f"skipped: {test.get('name')}")
            continue
        more_passed, more_failed = count(test)
        passed += more_passed
        failed += more_failed
        if more_failed:
            print(f"failed: {test.get('name')}")
    print(f"tests: {passed} passed, {failed} failed")
    return 0 if passed > 0 and failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
