"""huiqi doc: the rules browser as files in a folder. HUIQI_PROGRAM names the program."""

import html.parser
import os
import pathlib
import re
import tempfile
import unittest
import urllib.parse

from program import SOURCE, huiqi

BUNDLE = str(SOURCE / "rules/benchmark")


class Links(html.parser.HTMLParser):
    """What a page names, and what it leads to."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.described = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids += [attributes["id"]] if "id" in attributes else []
        self.links += [attributes[name] for name in ("href", "src", "action") if name in attributes]
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.described += attributes.get(name, "").split()


class Doc(unittest.TestCase):
    def test_every_link_and_anchor_of_a_whole_site_leads_somewhere(self):
        with tempfile.TemporaryDirectory() as folder:
            for language in ("zh", "en"):
                site = pathlib.Path(folder).resolve() / language
                self.assertEqual(huiqi("--lang", language, "doc", str(SOURCE / "rules"), "-o", str(site))[0], 0)
                pages = {one: Links(one.read_text("utf-8")) for one in site.rglob("*.html")}
                self.assertGreater(len(pages), 2 * 180)
                reached = set()
                for name, page in pages.items():
                    self.assertEqual(len(page.ids), len(set(page.ids)), name)
                    self.assertLessEqual(set(page.described), set(page.ids), name)
                    for link in page.links:
                        self.assertNotRegex(link, r"^(https?:|//|/|javascript:|data:)", name)
                        path, _, anchor = link.partition("#")
                        target = pathlib.Path(os.path.normpath(name.parent / urllib.parse.unquote(path))) if path else name
                        self.assertTrue(target.is_file() and target.is_relative_to(site), (name, link))
                        if anchor:
                            self.assertIn(anchor, pages[target].ids, (name, link))
                        reached.add(target)
                self.assertEqual(set(pages) - reached, set())

    def test_rules_become_pages_that_need_nothing_else(self):
        with tempfile.TemporaryDirectory() as folder:
            site = pathlib.Path(folder) / "site"
            self.assertEqual(huiqi("--lang", "en", "doc", BUNDLE, "-o", str(site))[0], 0)
            index = (site / "index.html").read_text("utf-8")
            page = (site / "rules/benchmark.transaction.html").read_text("utf-8")
            chinese = (site / "zh/rules/benchmark.transaction.html").read_text("utf-8")
            self.assertTrue('href="rules/benchmark.transaction.html"' in index)
            for said in ("Conditions", "&lt;= medium", "rule 1", "exactly half a cent goes up", "<svg", "27/28 (96.4 %)"):
                self.assertTrue(said in page, said)
            self.assertTrue("27/28（96.4%）" in chinese)   # one of them is reached by a case file beside the rules
            for asset in ("page.css", "search.js", "search-index.js"):
                self.assertTrue((site / "assets" / asset).is_file())
            self.assertEqual(huiqi("doc", BUNDLE, "-o", str(site))[0], 73)
            self.assertEqual(huiqi("doc", BUNDLE, "-o", str(site), "--force")[0], 0)

    def test_a_site_counts_what_test_coverage_counts(self):
        with tempfile.TemporaryDirectory() as folder:
            site = pathlib.Path(folder) / "site"
            self.assertEqual(huiqi("--lang", "en", "doc", str(SOURCE / "rules/ankang"), str(SOURCE / "cases"), "-o", str(site))[0], 0)
            counted = huiqi("--lang", "en", "test", str(SOURCE / "rules/ankang"), str(SOURCE / "cases"), "--coverage")[1]
            figure = re.search(r"coverage +(\d+/\d+ \([\d.]+ %\))", counted).group(1)
            self.assertTrue(figure in (site / "index.html").read_text("utf-8"), figure)


if __name__ == "__main__":
    unittest.main()
