"""Mistakes that people are tempted to make in rules: each is found, and its mended twin is not blamed."""

import csv
import json
import unittest

from program import SOURCE, huiqi

FOLDER = SOURCE / "tests/mistakes"
PAGE = SOURCE / "docs/mistakes.md"


def rows():
    with open(FOLDER / "found-by.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes(folder, strict=False):
    """Gives the codes that `check` tells, with their severities."""
    _, out, _ = huiqi("--lang", "en", "--json", "check", folder, "--on", "2026-01-01", *(["--strict"] if strict else []))
    return {(one["code"], one["severity"]) for one in json.loads(out)}


def missed(folder, kind):
    """Gives the places of a kind that no case reaches; what is unknown or absent is left aside."""
    _, out, _ = huiqi("--lang", "en", "--json", "test", "--coverage", folder)
    items = json.loads(out)["coverage"]["items"]
    return {(one["place"], one["aspect"]) for one in items if one["kind"] == kind and one["state"] == "missed" and one["aspect"] != "unknown"}


def survivors(folder, kind):
    _, out, _ = huiqi("--lang", "en", "--json", "mutate", folder)
    return [one for one in json.loads(out)["mutants"] if one["kind"] == kind and one["state"] == "survived"]


class Mistakes(unittest.TestCase):
    def found(self, side, how, what):
        folder = FOLDER / self.row["mistake"] / side
        if how == "load":
            return (what, "error") in codes(folder)
        if how in ("lint", "strict"):
            return (what, "warning") in codes(folder, how == "strict")
        return bool(missed(folder, what) if how == "coverage" else survivors(folder, what))

    def test_each_is_found_by_what_the_table_names_and_its_twin_is_not_blamed(self):
        for self.row in rows():
            with self.subTest(self.row["mistake"]):
                how, what = self.row["found by"].split()
                self.assertIn(how, ("load", "lint", "strict", "coverage", "mutation"))
                self.assertTrue(self.found("wrong", how, what))
                self.assertFalse(self.found("right", how, what))

    def test_the_mended_twins_load_without_an_error_and_pass_their_cases(self):
        for row in rows():
            with self.subTest(row["mistake"]):
                right = FOLDER / row["mistake"] / "right"
                self.assertFalse([code for code, severity in codes(right) if severity == "error"])
                self.assertEqual(huiqi("--lang", "en", "test", right)[0], 0)

    def test_what_is_wrong_passes_its_own_cases_where_it_loads(self):
        """Else the author would know already, and nothing else had to find it."""
        for row in rows():
            if row["found by"].startswith("load"):
                continue
            with self.subTest(row["mistake"]):
                code, out, err = huiqi("--lang", "en", "test", FOLDER / row["mistake"] / "wrong")
                self.assertEqual(code, 0, out + err)

    def test_there_are_at_least_forty_and_the_page_lists_them(self):
        self.assertGreaterEqual(len(rows()), 40)
        self.assertEqual(sorted(row["mistake"] for row in rows()), sorted(one.name for one in FOLDER.iterdir() if one.is_dir()))
        page = PAGE.read_text(encoding="utf-8")
        for row in rows():
            self.assertIn(f"| {row['mistake'][:2]} | {row['what is wrong']} |", page)
            self.assertIn(row["found by"].split()[1], page)


if __name__ == "__main__":
    unittest.main()
