"""What mybinder.org would build from this folder, tried without Docker: on demand, in a temporary folder.

    python tests/tools/binder_check.py                            what repo2docker would do
    python tests/tools/binder_check.py --install PYTHON           and its installation, with the Python of runtime.txt

repo2docker prints its Dockerfile for a copy of this folder, and the lines that matter are checked; tests/test_binder.py
does so too. With --install the Jupyter packages that repo2docker's image starts with are installed first, at its
versions, then requirements.txt on top, from wheels only; then the server of the image is started on this machine alone
and asked for the badge's page. That needs the network and some minutes, and is written to tests/measured/binder.md.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from importlib.metadata import version as installed
from pathlib import Path

import measured
from course_copy import copy_of_course
from local_server import free_port, running

ROOT = Path(__file__).resolve().parents[2]
OTHER_NAMES = {
    "brotli-python": "brotli",
    "jupyterhub-base": "jupyterhub",
    "nbconvert-core": "nbconvert",
    "python-fastjsonschema": "fastjsonschema",
}
"""Packages of the image's lock file that the Python package index has under another name."""
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet", "install", "--only-binary", ":all:")


def run(*command, folder=None, wait=600):
    """Run a command to its end; return what it printed. Stop here if it fails."""
    done = subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True, timeout=wait)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


def build_steps(folder: Path) -> tuple[str, str]:
    """The Dockerfile that repo2docker would build for the folder, and what it says beside it."""
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return done.stdout, done.stderr


def dockerfile_problems(dockerfile: str, log: str) -> list[str]:
    """What is missing from repo2docker's Dockerfile or its log."""
    wanted = (ROOT / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    found = []
    if f"environment for python={wanted}" not in log:
        found.append(f"the environment does not have Python {wanted}")
    if not re.search(r"^RUN \S+/pip install .*-r \"?requirements\.txt\"?$", dockerfile, flags=re.MULTILINE):
        found.append("requirements.txt is not installed")
    before, _, _ = dockerfile.partition("pip install")
    if "COPY --chown=0:0 src/ " not in before:
        found.append("constraints.txt is not there yet when requirements.txt is installed")
    if re.search(r"\bbinder/|environment\.yml|pip install .*\s\.(\s|$)", dockerfile):
        found.append("something else is installed too")
    return found


def base_packages(version: str) -> list[str]:
    """The Python packages of repo2docker's image, as pinned requirements."""
    package = Path(importlib.util.find_spec("repo2docker").origin).parent
    lock = next(package.rglob(f"environment.py-{version}-linux-64.lock")).read_text(encoding="utf-8")
    pinned = []
    for name, number, build in re.findall(r"/([^/]+)-([^-/]+)-([^-/]+)\.(?:conda|tar\.bz2)", lock):
        if build.startswith("py") and name not in {"cpython", "pip", "setuptools", "wheel"}:
            pinned.append(f"{OTHER_NAMES.get(name, name)}=={number}")
    return pinned


def install_base(python: Path, packages: list[str]) -> list[str]:
    """Install them without their dependencies (all are in the list); return those that the index does not have."""
    missing = []
    while len(missing) < 12:
        command = [str(python), *PIP, "--no-deps", *(p for p in packages if p not in missing)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        if not done.returncode:
            return missing
        absent = re.search(r"No matching distribution found for (\S+)", done.stderr)
        if not absent:
            sys.exit(done.stderr)
        missing.append(absent[1])
    sys.exit(f"too many packages of the image are not to be had here: {missing}")


def megabytes(folder: Path) -> float:
    return sum(p.lstat().st_size for p in folder.rglob("*") if p.is_file() and not p.is_symlink()) / 1e6


def badge_page() -> str:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.search(r"mybinder\.org/v2/gh/[^)\s]+\?urlpath=([^)\s]+)", readme)[1]


def served(python: Path, copy: Path, place: Path) -> str:
    """Start the image's command, `jupyter notebook`, and ask for the badge's page and its notebook."""
    port = free_port()
    path = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
    options = ["--ip=127.0.0.1", f"--port={port}", "--no-browser", "--IdentityProvider.token=here", "--allow-root"]
    command = [python, "-m", "jupyter", "notebook", *options]
    page = badge_page()
    asked = {page: "text/html", page.replace("lab/tree/", "api/contents/"): "application/json"}
    with running(command, place / "server.log", place, cwd=copy, PATH=path) as server:
        end, answers = time.monotonic() + 60, {}
        while time.monotonic() < end and len(answers) < len(asked) and server.poll() is None:
            for address in asked.keys() - answers.keys():
                try:
                    with urllib.request.urlopen(
                        f"http://127.0.0.1:{port}/{address}?token=here", timeout=10
                    ) as response:
                        body = response.read().decode()
                        answers[address] = response.status
                        if address.startswith("api/"):
                            assert json.loads(body)["type"] == "notebook"
                        else:
                            assert "JupyterLab" in body
                except (urllib.error.URLError, ConnectionError, TimeoutError):
                    time.sleep(0.5)
    if len(answers) < len(asked):
        sys.exit(f"the server did not answer:\n{(place / 'server.log').read_text()[-3000:]}")
    return ", ".join(f"{address}: {status}" for address, status in answers.items())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--install", metavar="PYTHON", help="a Python of the version that runtime.txt names")
    chosen = parser.parse_args()
    version = (ROOT / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        copy = copy_of_course(place / "course")
        dockerfile, said = build_steps(copy)
        problems = dockerfile_problems(dockerfile, dockerfile + said)
        found = [
            f"repo2docker {installed('jupyter-repo2docker')}: "
            + ("; ".join(problems) or f"Python {version}, requirements.txt with constraints.txt, nothing else.")
        ]
        print(found[0])
        if problems:
            sys.exit(1)
        if not chosen.install:
            return
        given = run(chosen.install, "-c", "import sys; print('%d.%d' % sys.version_info[:2])").strip()
        if given != version:
            sys.exit(f"{chosen.install} is Python {given}, runtime.txt says {version}")
        run(chosen.install, "-m", "venv", place / "env")
        python = place / "env" / "bin" / "python"
        base = base_packages(version)
        missing = install_base(python, base)
        found.append(
            f"{len(base) - len(missing)} Python packages of the image's own: {megabytes(place / 'env'):.0f} MB."
            + (f" Left out, not in the package index as wheels: {', '.join(missing)}." if missing else "")
        )
        started = time.monotonic()
        printed = run(python, *PIP, "--no-cache-dir", "-r", "requirements.txt", folder=copy)
        took = time.monotonic() - started
        found.append(
            f"requirements.txt on top, from wheels only (nothing is built): {took:.0f} s, "
            f"then {megabytes(place / 'env'):.0f} MB."
        )
        # What pip warns of is this machine's own settings; a conflict between packages it calls an error.
        found += [line for line in printed.splitlines() if line.strip() and not line.startswith("WARNING")]
        found.append(f"The image's server answers: {served(python, copy, place)}.")
        print("\n".join(found[1:]))
        measured.write(
            "binder",
            "What Binder would build",
            "python tests/tools/binder_check.py --install PYTHON",
            "An image was not built: that needs Docker. What was tried without it:",
            "\n".join(f"- {line}" for line in found),
        )


if __name__ == "__main__":
    main()
