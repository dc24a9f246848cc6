"""The program as tests drive it from outside: where it is, how it is run, and a folder for each test.

HUIQI_PROGRAM names the program and HUIQI_SOURCE_DIR the sources, where they are not in their usual places.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("HUIQI_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
PROGRAM = os.path.abspath(os.environ.get("HUIQI_PROGRAM", SOURCE / "build/release/huiqi"))


def process(*arguments, cwd=None, stdin="", timeout=300, **environment):
    """Runs the program to its end; `environment` is laid over a plain locale without colours."""
    return subprocess.run([PROGRAM, *map(str, arguments)], cwd=cwd, input=stdin, capture_output=True, text=True, encoding="utf-8",
                          timeout=timeout, check=False, env={**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1", **environment})


def huiqi(*arguments, **how):
    """Runs the program; gives its exit code, standard output and standard error."""
    done = process(*arguments, **how)
    return done.returncode, done.stdout, done.stderr


class FolderTest(unittest.TestCase):
    """A test with a folder of its own, which holds `files` at first and goes away behind it."""

    files = {}   # names with their texts

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, True)
        for name, text in self.files.items():
            self.write(name, text)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def process(self, *arguments, code=0):
        """Runs the program in the folder; it must end with this code."""
        done = process(*arguments, cwd=self.folder)
        self.assertEqual(done.returncode, code, (arguments, done.stdout, done.stderr))
        return done
