"""The sample year, from applications to the bank: every amount recomputed by an independent program."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("HUIQI_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
PROGRAM = os.path.abspath(os.environ.get("HUIQI_PROGRAM", SOURCE / "build/release/huiqi"))


class Year(unittest.TestCase):
    def test_a_year_ties_to_the_cent(self):
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder, True)
        done = subprocess.run([SOURCE / "cases/year/run", folder], env=dict(os.environ, HUIQI=PROGRAM), capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("yuan paid, to the cent", done.stdout)


if __name__ == "__main__":
    unittest.main()
