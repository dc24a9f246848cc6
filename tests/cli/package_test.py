"""What a bureau installs without a network: a tarball and a .deb that run by themselves."""

import pathlib
import shutil
import subprocess
import tarfile
import tempfile
import unittest

from program import PROGRAM, SOURCE

BUILD = pathlib.Path(PROGRAM).parent


@unittest.skipUnless(shutil.which("cpack") and shutil.which("dpkg-deb"), "no cpack or dpkg-deb")
class Package(unittest.TestCase):
    def test_the_program_runs_from_what_was_packed(self):
        done = subprocess.run([SOURCE / "tools/package", str(BUILD)], text=True, capture_output=True, timeout=500, check=False)
        self.assertEqual(done.returncode, 0, done.stderr[-2000:])
        deb, tarball = (next(line for line in done.stdout.split() if line.endswith(end)) for end in (".deb", ".tar.gz"))
        with tempfile.TemporaryDirectory() as folder:
            with tarfile.open(tarball) as archive:
                archive.extractall(folder, filter="tar") if hasattr(tarfile, "tar_filter") else archive.extractall(folder)
            subprocess.run(["dpkg-deb", "-x", deb, f"{folder}/deb"], check=True)
            top = next(pathlib.Path(folder).glob("huiqi-*"))
            for root in (top, pathlib.Path(folder) / "deb/usr"):
                self.assertTrue((root / "share/doc/huiqi/officer.zh-CN.md").is_file())
                program = root / "bin/huiqi"
                ran = subprocess.run([program, "test", root / "share/huiqi/rules/benchmark"], env={"LANG": "C.UTF-8"}, text=True,
                                     capture_output=True, check=False)
                self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
                # nothing but the C library is taken from the machine
                needed = subprocess.run(["ldd", program], text=True, capture_output=True, check=True).stdout
                self.assertNotIn("not found", needed)
                outside = [line.split()[0] for line in needed.splitlines() if "=>" in line and f"=> {root}" not in line.replace("/bin/../", "/")]
                allowed = ("libc.so", "libm.so", "libresolv.so", "libpthread.so", "libdl.so", "librt.so", "libutil.so")
                self.assertEqual([name for name in outside if not name.startswith(allowed)], [])


if __name__ == "__main__":
    unittest.main()
