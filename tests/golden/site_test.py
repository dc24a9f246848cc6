"""The site of a small rulebook is what it was, byte for byte; nothing in a rule file becomes markup.

HUIQI_UPDATE_GOLDEN=1 writes the expected pages anew: look at the difference, and at the pages in a browser.
"""

import html.parser
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("HUIQI_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
PROGRAM = os.environ.get("HUIQI_PROGRAM", str(SOURCE / "build/release/huiqi"))
RULES = "tests/golden/site"
EXPECTED = SOURCE / RULES / "expected"
KEPT = ("index.html", "names.html", "rules/样.补助.html", "bundles/样.一起.html", "en/rules/样.补助.html", "en/rules/样市.补助.html",
        "assets/search-index.js")

# What would do harm if it were taken for markup, in every place where an author may write.
HARM = "<script>window.harm=1</script>"
QUOTED = "'\\\"><img src=x onerror=window.harm=1>"
HOSTILE = f"""
kind: incentive
id: harm.one
title: "{HARM}"
issuer: "{QUOTED}"
region: "{HARM} 320000"
sources:
  act: {{document: "{HARM}", number: "{QUOTED}", clause: "{HARM}", quote: "{QUOTED} 5 {HARM}", url: "javascript:window.harm=1"}}
  web: {{document: "x", url: "https://a.example/\\"><script>window.harm=1</script>"}}
enums:
  kind: ["{HARM}", "{QUOTED}"]
inputs:
  kind: {{type: kind, question: "{HARM}", help: "{QUOTED}", evidence: "{HARM}"}}
  paid: {{type: money, decimals: 2, range: ">= 0 yuan", question: "{QUOTED}"}}
conditions:
  - {{id: "{HARM}", test: paid > 5 yuan, reason: "{QUOTED} {{paid}}", source: act, interpretation: "{HARM}"}}
award:
  - {{base: paid, source: act}}
  - {{round: half up to 0.01 yuan, interpretation: "{QUOTED}", note: "{HARM}"}}
cases:
  - {{name: "{HARM}", given: {{paid: 6.00}}, expect: {{amount: 6 yuan}}, because: "{QUOTED}"}}
  - {{name: "{QUOTED}", given: {{paid: 5.00}}, expect: {{eligible: false}}}}
"""


def site(folder, *rules, cwd=SOURCE):
    done = subprocess.run([PROGRAM, "doc", *rules, "-o", str(folder)], cwd=cwd, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


class Markup(html.parser.HTMLParser):
    """The tags of a page with what could run in it."""

    def __init__(self, text):
        super().__init__()
        self.scripts, self.handlers, self.links, self.tags = 0, [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.scripts += tag == "script"
        for name, value in attributes:
            self.handlers += [name] if name.startswith("on") or name == "style" else []
            self.links += [value] if name in ("href", "src", "action", "data-index", "data-way") else []


class Site(unittest.TestCase):
    def test_the_pages_of_a_small_rulebook_are_what_they_were(self):
        with tempfile.TemporaryDirectory() as folder:
            made = site(pathlib.Path(folder), RULES + "/incentive.yaml", RULES + "/match.yaml", RULES + "/overlay.yaml", RULES + "/bundle.yaml")
        if os.environ.get("HUIQI_UPDATE_GOLDEN"):
            shutil.rmtree(EXPECTED, ignore_errors=True)
            for name in KEPT:
                (EXPECTED / name).parent.mkdir(parents=True, exist_ok=True)
                (EXPECTED / name).write_bytes(made[name])
        for name in KEPT:
            self.assertEqual(made[name].decode(), (EXPECTED / name).read_text("utf-8"), name)

    def test_the_same_rules_give_the_same_bytes(self):
        with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
            self.assertEqual(site(pathlib.Path(first), "rules/benchmark"), site(pathlib.Path(second), "rules/benchmark"))

    def test_nothing_that_an_author_writes_becomes_markup(self):
        with tempfile.TemporaryDirectory() as folder:
            rules = pathlib.Path(folder) / "harm.yaml"
            rules.write_text(HOSTILE, "utf-8")
            made = site(pathlib.Path(folder) / "site", "harm.yaml", cwd=folder)
            pages = {name: text.decode() for name, text in made.items() if name.endswith(".html")}
            self.assertIn("rules/harm.one.html", pages)
            for name, text in pages.items():
                page = Markup(text)
                self.assertEqual(page.scripts, 1, name)   # the search
                self.assertEqual(page.handlers, [], name)
                self.assertNotIn("img", page.tags, name)
                for link in page.links:
                    self.assertNotRegex(link, r"^\s*(\w+:|//)", name)
                self.assertIn("Content-Security-Policy", text)
            self.assertNotIn("<", made["assets/search-index.js"].decode())

    def test_names_that_differ_in_case_or_signs_alone_have_pages_of_their_own(self):
        text = (SOURCE / RULES / "match.yaml").read_text("utf-8").replace("编号: 样.配套", "编号: {id}").replace("来自: 样.补助, ", "")
        with tempfile.TemporaryDirectory() as folder:
            for number, name in enumerate(("a.b", "A.b", "a.B", "index")):
                (pathlib.Path(folder) / f"{number}.yaml").write_text(text.replace("{id}", name), "utf-8")
            made = site(pathlib.Path(folder) / "site", ".", cwd=folder)
        names = [name.lower() for name in made if name.startswith("rules/")]
        self.assertEqual((len(names), len(set(names))), (4, 4))


if __name__ == "__main__":
    unittest.main()
