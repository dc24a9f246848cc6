"""Starts the server and the browser test; says why and skips where Chromium, Node.js or the two packages are not there.

tools/install-dependencies browser brings them."""

import os
import pathlib
import shutil
import subprocess
import sys

SOURCE = pathlib.Path(os.environ.get("HUIQI_SOURCE_DIR", pathlib.Path(__file__).resolve().parents[2]))
PROGRAM = os.environ.get("HUIQI_PROGRAM", str(SOURCE / "build/release/huiqi"))
MODULES = pathlib.Path(os.environ.get("HUIQI_BROWSER_MODULES", SOURCE / "build/browser"))
SKIPPED = 77


def main():
    missing = [name for name in ("node", "chromium") if shutil.which(name) is None]
    missing += [name for name in ("playwright-core", "axe-core") if not (MODULES / "node_modules" / name).is_dir()]
    if missing:
        print(f"skipped: {', '.join(missing)} not there; tools/install-dependencies browser installs them")
        return SKIPPED
    done = journey("rules/benchmark", "journey.mjs")
    done = done or journey("rules/benchmark", "back.mjs")
    done = done or journey("rules/benchmark", "reading.mjs")
    return done or journey("rules/samples/jiangsu-sample-city-patent-introduction.yaml", "lists.mjs")


def journey(rules, script):
    server = subprocess.Popen([PROGRAM, "serve", str(SOURCE / rules), "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              text=True)
    try:
        address = server.stdout.readline().strip()
        return subprocess.run(["node", str(SOURCE / "tests/browser" / script), address, str(MODULES), *sys.argv[1:]], timeout=540,
                              check=False).returncode
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    sys.exit(main())
