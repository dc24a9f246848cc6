"""The sample year, from inspect to reconcile: every amount recomputed by an independent program."""

import os
import shutil
import subprocess
import tempfile
import unittest

from program import PROGRAM, SOURCE


class Year(unittest.TestCase):
    def test_a_year_ties_to_the_cent(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder, True)
        done = subprocess.run([SOURCE / "cases/year/run", folder], env=dict(os.environ, HUIQI=PROGRAM, LC_ALL="C.UTF-8"), capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for said in ("7 cells mended", "10 rows to be published, 1000000.00 yuan", "ordered 600000.00 yuan, paid 600000.00 yuan; 6 tie, 0 do not",
                     "recognition: publication and lists for the bank tie", "yuan paid, to the cent"):
            self.assertIn(said, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
