"""Pass the tests of drawing on a Matplotlib older than the course's own: that of the edition in the browser, and newer ones.

    python tests/tools/older_matplotlib.py             the versions in VERSIONS, a minute each
    python tests/tools/older_matplotlib.py 3.9.4       another one

Each version goes into a folder of its own, laid before the installed packages for the length of the run.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VERSIONS = ("3.8.4", "3.10.8")
"""The first is the one in the browser (notebooks/make/site_parts/browser_pins.toml)."""

BESIDE = {"3.8": ("numpy==2.0.2", "pyparsing==3.1.2")}
"""What an old Matplotlib needs in the version of its time."""

TESTS = ("tests/test_redraw.py", "tests/test_older_matplotlib.py")


def try_version(version: str, folder: Path) -> int:
    """Install Matplotlib `version` into `folder`, run the tests with it, and return pytest's exit code."""
    beside = BESIDE.get(version.rpartition(".")[0], ())
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder)]
    subprocess.run([*command, f"matplotlib=={version}", *beside], check=True)
    path = os.pathsep.join(filter(None, (str(folder), os.environ.get("PYTHONPATH"))))
    environment = os.environ | {"PYTHONPATH": path, "CAMPAIGN_MATPLOTLIB": version}
    command = [sys.executable, "-m", "pytest", "-q", "--numprocesses=0", "-p", "no:cacheprovider", *TESTS]
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("versions", nargs="*", help="versions of Matplotlib")
    failed = []
    for version in parser.parse_args(arguments).versions or VERSIONS:
        print(f"Matplotlib {version}", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            if try_version(version, Path(folder)):
                failed.append(version)
    if failed:
        print(f"failed on Matplotlib {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
