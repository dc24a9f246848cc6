"""Worked batches: what is settled for `batches/X.csv` beside a bundle is `X.结算.csv`, with the payments of `X.历史.csv` made before.

A name may end in what the batch is settled with besides, `例2-名额2` for `--quota 2`. The statements are worked out by hand.
"""

import re
import unittest

from program import SOURCE, huiqi

OPTIONS = {"名额": "--quota", "预算": "--budget", "上限": "--limit"}


class Batches(unittest.TestCase):
    def test_every_worked_batch(self):
        statements = sorted((SOURCE / "rules").rglob("batches/*.结算.csv"))
        self.assertGreater(len(statements), 9)
        for statement in statements:
            with self.subTest(batch=str(statement.relative_to(SOURCE))):
                self.settle(statement)

    def settle(self, statement):
        name = statement.name.removesuffix(".结算.csv")
        command = ["settle", statement.parent.parent, statement.with_name(name + ".csv"), "-o", "-"]
        history = statement.with_name(name + ".历史.csv")
        if history.exists():
            command += ["--history", history]
        for word, number in re.findall(r"-(名额|预算|上限)(\d+)", name):
            command += [OPTIONS[word], number]
        code, out, err = huiqi(*command)
        self.assertEqual(code, 0, err)
        self.assertMultiLineEqual(out, statement.read_text(encoding="utf-8"))


if __name__ == "__main__":
    unittest.main()
