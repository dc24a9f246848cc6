"""What the documents show is what the program prints: every console block of the READMEs and guides is run.

HUIQI_REWRITE=1 writes what the program prints into the documents; read the difference before committing it.
"""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

from program import PROGRAM, SOURCE, huiqi

REWRITE = bool(os.environ.get("HUIQI_REWRITE"))

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE_NAME = re.compile(r"`([\w.-]+\.(?:yaml|csv))`")
TIMING = re.compile(r"^(.*(rows a second|每秒 \d+ 行).*|\d+ ms|less than 1 ms|用时.*毫秒)\n?", re.MULTILINE)   # differs from run to run
DIGEST = re.compile(r"\b(?:[0-9a-f]{64}|[0-9a-f]{12})\b")   # of an entry: it holds what the program was made from
SETTLING = re.compile(r"；结算用时 \d+ 毫秒|; settled in \d+ ms")   # differs likewise


def commands(console):
    """Gives each command of a console block with the output that stands below it."""
    for part in re.split(r"^\$ ", console, flags=re.MULTILINE)[1:]:
        lines = part.split("\n")
        count = 1
        while lines[count - 1].endswith("\\"):
            count += 1
        yield "\n".join(lines[:count]), "\n".join(lines[count:]).strip("\n")


class Documents(unittest.TestCase):
    def check(self, name, language, command="tools/run"):
        document = SOURCE / name
        text = document.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            self.folder, self.language = pathlib.Path(folder), language
            self.install()
            rewritten = FENCE.sub(lambda match: self.block(match, text), text)
        self.assertGreater(rewritten.count(f"$ {command}"), 3)
        same = DIGEST.sub("…", text) == DIGEST.sub("…", rewritten)
        if REWRITE and not same:
            document.write_text(rewritten, encoding="utf-8")
        self.assertMultiLineEqual(DIGEST.sub("…", text), DIGEST.sub("…", rewritten))

    def install(self):
        """`tools/run` of the documents is the program, in the language of the document."""
        for name in ("tools/run", ".bin/huiqi"):
            script = self.folder / name
            script.parent.mkdir()
            script.write_text(f'#!/bin/sh\nexec "{PROGRAM}" --lang {self.language} "$@"\n')
            script.chmod(0o755)

    def block(self, match, text):
        """Gives a block as it should be: files are put down, consoles are run."""
        kind, content = match.groups()
        paragraph = text[: match.start()].rstrip("\n").rsplit("\n", 1)[-1]
        named = FILE_NAME.findall(paragraph)
        if kind in ("yaml", "csv") and named:
            (self.folder / named[-1]).write_text(content, encoding="utf-8")
        if kind != "console":
            return match.group(0)
        shown = ["\n".join(["$ " + command, *self.printed(command).split("\n")]).rstrip("\n") + "\n" for command, _ in commands(content)]
        return "```console\n" + "\n".join(shown) + "```"

    def printed(self, command):
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, capture_output=True, text=True, check=False,
                              timeout=60, env=dict(os.environ, NO_COLOR="1", PATH=f"{self.folder}/.bin:{os.environ['PATH']}"))
        return SETTLING.sub("", TIMING.sub("", done.stdout.replace("\ufeff", "").replace("\r", "") + done.stderr)).strip("\n")

    def test_files_of_the_language_page(self):
        """Every whole file on the page loads without a fault and passes its own cases."""
        text = (SOURCE / "docs/language.md").read_text(encoding="utf-8")
        files = [content for kind, content in FENCE.findall(text) if re.match(r"(种类|kind):", content)]
        self.assertGreater(len(files), 3)
        with tempfile.TemporaryDirectory() as folder:
            for number, content in enumerate(files):
                (pathlib.Path(folder) / f"{number}.yaml").write_text(content, encoding="utf-8")
            code, out, err = huiqi("test", folder)
            self.assertEqual(code, 0, out + err)

    def test_the_first_rule_that_a_stranger_sees_has_no_warning(self):
        for name in ("README.md", "README.zh-CN.md"):
            rule = next(content for kind, content in FENCE.findall((SOURCE / name).read_text(encoding="utf-8")) if kind == "yaml")
            with tempfile.TemporaryDirectory() as folder:
                (pathlib.Path(folder) / "first.yaml").write_text(rule, encoding="utf-8")
                code, _, err = huiqi("check", "--strict", folder)
                self.assertEqual(code, 0, err)

    def test_readme(self):
        self.check("README.md", "en")

    def test_chinese_readme(self):
        self.check("README.zh-CN.md", "zh")

    def test_tutorial(self):
        self.check("docs/tutorial.md", "en")
        self.same_rules("docs/tutorial.md", "rules/samples/tutorial-en")

    def test_chinese_tutorial(self):
        self.check("docs/tutorial.zh-CN.md", "zh")
        self.same_rules("docs/tutorial.zh-CN.md", "rules/samples/tutorial-zh")

    def test_officers_guide(self):
        self.check("docs/officer.zh-CN.md", "zh", "huiqi")

    def test_cookbook(self):
        """Every excerpt stands in the file named above it, and every recipe is on the page."""
        text = (SOURCE / "docs/cookbook.md").read_text(encoding="utf-8")
        named = set()
        for match in FENCE.finditer(text):
            paragraph = text[: match.start()].rstrip("\n").rsplit("\n", 1)[-1]
            files = re.findall(r"\((\.\./rules/[\w./-]+\.yaml)\)", paragraph)
            named.update((SOURCE / "docs" / file).resolve() for file in files)
            self.assertIn(match.group(2), (SOURCE / "docs" / files[0]).read_text(encoding="utf-8"))
        self.assertEqual(named, {file.resolve() for file in (SOURCE / "rules/cookbook").rglob("*.yaml")})

    def same_rules(self, name, folder):
        """The last of the blocks put down as a file is the file that stands among the rules."""
        text = (SOURCE / name).read_text(encoding="utf-8")
        blocks = {}
        for match in FENCE.finditer(text):
            named = FILE_NAME.findall(text[: match.start()].rstrip("\n").rsplit("\n", 1)[-1])
            if match.group(1) == "yaml" and named:
                blocks[named[-1]] = match.group(2)
        files = sorted((SOURCE / folder).glob("*.yaml"))
        self.assertGreater(len(files), 1)
        for file in files:
            self.assertMultiLineEqual(file.read_text(encoding="utf-8"), blocks[file.name])


if __name__ == "__main__":
    unittest.main()
