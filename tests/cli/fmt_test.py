"""Rule files laid out: the results of all cases stay, bad files stay as they are, links stay links."""

import shutil
import unittest

from program import SOURCE, FolderTest, huiqi


class Fmt(FolderTest):
    def test_what_the_project_ships_is_laid_out(self):
        code, _, err = huiqi("fmt", "--check", SOURCE / "rules", SOURCE / "cases")
        self.assertEqual(code, 0, err)

    def test_rules_in_disorder_are_laid_out_and_give_what_they_gave(self):
        rules = self.folder / "rules"
        shutil.copytree(SOURCE / "rules/ankang", rules)
        before = huiqi("test", rules)
        for path in rules.glob("*.yaml"):
            text = path.read_text(encoding="utf-8")
            text = text.replace(", ", ",   ").replace("\n", "  \r\n").replace("\r\n\r\n", "\r\n\r\n\r\n")
            path.write_bytes(text.encode())
        self.assertEqual(huiqi("fmt", "--check", rules)[0], 1)
        code, _, err = huiqi("fmt", rules)
        self.assertEqual(code, 0, err)
        self.assertEqual(huiqi("fmt", "--check", rules)[0], 0)
        self.assertEqual(huiqi("test", rules), before)
        self.assertEqual(sorted(path.suffix for path in rules.iterdir() if path.is_file()), [".yaml"] * 7)

    def test_a_file_that_cannot_be_read_stays_as_it_is_and_the_others_are_laid_out(self):
        bad, good = self.folder / "bad.yaml", self.folder / "good.yaml"
        bad.write_text("a: 1\na:   2\n", encoding="utf-8")
        good.write_text("a:   1\n", encoding="utf-8")
        code, _, err = huiqi("fmt", self.folder)
        self.assertEqual(code, 78)
        self.assertIn("E401", err)
        self.assertEqual(bad.read_text(encoding="utf-8"), "a: 1\na:   2\n")
        self.assertEqual(good.read_text(encoding="utf-8"), "a: 1\n")

    def test_a_link_stays_a_link_and_the_mode_stays(self):
        real, link = self.folder / "real.yaml", self.folder / "link.yaml"
        real.write_text("a:   1\n", encoding="utf-8")
        real.chmod(0o640)
        link.symlink_to(real)
        self.assertEqual(huiqi("fmt", link)[0], 0)
        self.assertTrue(link.is_symlink())
        self.assertEqual(real.read_text(encoding="utf-8"), "a: 1\n")
        self.assertEqual(real.stat().st_mode & 0o777, 0o640)

    def test_line_ends_that_a_text_keeps_stay_as_many_as_they_are(self):
        for text in ("a: |+\n  one\n\n\nb: 1\n", "a: |+\n  one\n\n\n\n# why\nb: 1\n", "a: >+\n  one\n\n\n", "b:\n  a: |+\n\n\n\n  c: 2\n", "a: |+\n  one\nb: 1\n"):
            with self.subTest(text=text):
                self.assertEqual(huiqi("fmt", "-", stdin=text)[:2], (0, text))

    def test_from_stdin_to_stdout(self):
        self.assertEqual(huiqi("fmt", "-", stdin="a:   1\n")[:2], (0, "a: 1\n"))
        self.assertEqual(huiqi("fmt", "-", stdin="a: 1\na: 2\n")[:2], (78, ""))

    def test_what_is_not_there(self):
        self.assertEqual(huiqi("fmt", self.folder / "none.yaml")[0], 66)


if __name__ == "__main__":
    unittest.main()
