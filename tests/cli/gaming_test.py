#!/usr/bin/env python3
"""Holds the detectors to schemes and look-alikes of the project's own (tests/gaming): of the schemes at least 95 of 100 are found, of the
look-alikes at most 3 of 100 are named, every detector has its say, and every finding comes out again from the rows it names."""
import csv
import os
import sys
import tempfile
import unittest
from collections import defaultdict

from program import SOURCE, huiqi

RULES = os.path.join(SOURCE, "rules/detectors")
sys.path[:0] = [os.path.join(SOURCE, "tests/gaming"), os.path.join(SOURCE, "tests/recompute")]


class GamingTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        from variants import batch
        cls.folder = tempfile.TemporaryDirectory()
        cls.batch = batch()
        cls.batch.write(cls.folder.name)
        out = os.path.join(cls.folder.name, "findings.csv")
        code, _, err = huiqi("--lang", "en", "detect", RULES, cls.folder.name, "-o", out)
        if code != 0:
            raise RuntimeError(err)
        with open(out, encoding="utf-8") as file:
            cls.findings = [row for row in csv.DictReader(file) if row["kind"] == "finding"]
        os.remove(out)
        cls.named = defaultdict(list)
        for finding in cls.findings:
            cls.named[finding["application_id"]].append(finding)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def hits(self, applications, notes):
        return [one["detector"] for number in applications for one in self.named[number] if notes or one["level"] != "note"]

    def test_schemes_are_found_and_look_alikes_are_left_in_peace(self):
        schemes = [case for case in self.batch.cases if case[2] == "bad"]
        honest = [case for case in self.batch.cases if case[2] == "good"]
        missed = ["%s: %s" % case[:2] for case in schemes if not self.hits(case[3], True)]
        hit = ["%s: %s (%s)" % (*case[:2], " ".join(self.hits(case[3], False))) for case in honest if self.hits(case[3], False)]
        self.assertGreaterEqual(len(schemes), 263)
        self.assertGreaterEqual(len(honest), 196)
        self.assertLessEqual(len(missed), len(schemes) * 0.05, missed)
        self.assertLessEqual(len(hit), len(honest) * 0.03, hit)

    def test_every_detector_speaks_and_every_finding_comes_out_again(self):
        from recompute_findings import Recompute
        ids = set()
        for name in os.listdir(RULES):
            with open(os.path.join(RULES, name), encoding="utf-8") as file:
                ids |= {line.split(":", 1)[1].strip() for line in file if line.startswith("  - 编号:")}
        self.assertEqual(ids - {one["detector"] for one in self.findings}, set())
        recompute = Recompute(self.folder.name)
        for finding in self.findings:
            self.assertIs(recompute.agrees(finding), True, finding["detector"] + " " + finding["application_id"] + " " + finding["evidence"])


if __name__ == "__main__":
    unittest.main()
