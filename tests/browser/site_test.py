"""Writes the rules browser into a folder and opens it in Chromium; says why and skips where that cannot be.

tools/install-dependencies browser brings what is needed.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ.get("HUIQI_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
PROGRAM = os.environ.get("HUIQI_PROGRAM", str(SOURCE / "build/release/huiqi"))
MODULES = pathlib.Path(os.environ.get("HUIQI_BROWSER_MODULES", SOURCE / "build/browser"))
SKIPPED = 77

sys.path.insert(0, str(SOURCE / "tests/golden"))
from site_test import HOSTILE  # noqa: E402


def main():
    missing = [name for name in ("node", "chromium") if shutil.which(name) is None]
    missing += [name for name in ("playwright-core", "axe-core") if not (MODULES / "node_modules" / name).is_dir()]
    if missing:
        print(f"skipped: {', '.join(missing)} not there; tools/install-dependencies browser installs them")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        harm = pathlib.Path(folder) / "harm.yaml"
        harm.write_text(HOSTILE, "utf-8")
        rules = [str(SOURCE / "tests/golden/site" / name) for name in ("incentive.yaml", "match.yaml", "overlay.yaml", "bundle.yaml")]
        rules += [str(SOURCE / "rules/cookbook"), str(harm)]
        site = pathlib.Path(folder) / "site"
        subprocess.run([PROGRAM, "--lang", "zh", "doc", *rules, "-o", str(site)], check=True, timeout=120)
        return subprocess.run(["node", str(SOURCE / "tests/browser/site.mjs"), str(site), str(MODULES), *sys.argv[1:]], timeout=540,
                              check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
