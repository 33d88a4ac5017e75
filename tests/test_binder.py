"""What Binder reads: the files by which repo2docker decides what to install, the build steps that it prints for them, and
the address in the badge. The image itself is built once a week by a workflow, where there is Docker.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
import refresh
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from test_house import README_LANGUAGES, ROOT, requirements

KNOWN_PYTHONS = {"3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14"}
"""Those that repo2docker 2026.4 has an environment for."""

TAKES_PRECEDENCE = (
    "binder .binder environment.yml Pipfile Pipfile.lock setup.py Dockerfile REQUIRE Project.toml JuliaProject.toml "
    "default.nix DESCRIPTION install.R apt.txt postBuild start"
).split()
"""Files and folders that change what repo2docker builds, or make it ignore requirements.txt."""


WANTED = (ROOT / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
"""The Python of the image."""


def test_nothing_turns_repo2docker_away_from_requirements_txt():
    assert [name for name in TAKES_PRECEDENCE if (ROOT / name).exists()] == []
    assert "project" not in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_python_of_the_image_is_one_that_repo2docker_has_and_the_readme_allows():
    assert WANTED in KNOWN_PYTHONS
    least = re.search(r"\[Python\]\(\S+\) (3\.\d+) or newer", (ROOT / "README.md").read_text(encoding="utf-8"))[1]
    assert WANTED in SpecifierSet(f">={least}")


def test_every_requirement_agrees_with_the_locked_versions_for_the_python_of_the_image():
    image = {"python_version": WANTED, "python_full_version": f"{WANTED}.0", "sys_platform": "linux"}
    locked = {}
    for line in requirements("constraints.txt"):
        entry = Requirement(line)
        if entry.marker is None or entry.marker.evaluate(image):
            name = canonicalize_name(entry.name)
            assert name not in locked, f"{name} is locked twice for Python {WANTED}"
            (specifier,) = entry.specifier
            assert specifier.operator == "=="
            locked[name] = specifier.version
    for line in requirements("requirements.txt")[1:]:
        entry = Requirement(line)
        assert entry.specifier.contains(locked[canonicalize_name(entry.name)]), line
        assert entry.url is None


@pytest.mark.parametrize("readme", README_LANGUAGES)
def test_the_badge_opens_a_notebook_that_is_there(readme):
    pages = re.findall(
        r"mybinder\.org/v2/gh/[^/\s]+/[^/\s]+/HEAD\?urlpath=([^)\s]+)", (ROOT / readme).read_text(encoding="utf-8")
    )
    assert pages
    for page in pages:
        path = page.removeprefix("lab/tree/")
        assert path != page and ROOT / path in refresh.notebook_paths()
        assert path.split("/")[1] == README_LANGUAGES[readme]


def problems(dockerfile, log):
    """What is missing from repo2docker's Dockerfile or its log."""
    found = [] if f"environment for python={WANTED}" in log else [f"the environment does not have Python {WANTED}"]
    if not re.search(r"^RUN \S+/pip install .*-r \"?requirements\.txt\"?$", dockerfile, flags=re.MULTILINE):
        found.append("requirements.txt is not installed")
    if "COPY --chown=0:0 src/ " not in dockerfile.partition("pip install")[0]:
        found.append("constraints.txt is not there yet when requirements.txt is installed")
    if re.search(r"\bbinder/|environment\.yml|pip install .*\s\.(\s|$)", dockerfile):
        found.append("something else is installed too")
    return found


@pytest.mark.skipif(os.name == "nt", reason="repo2docker runs on Linux and macOS only")
def test_repo2docker_prints_the_build_steps_that_binder_needs(tmp_path):
    for file in ROOT.iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path)
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "."]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert problems(done.stdout, done.stdout + done.stderr) == []


DOCKERFILE = """\
COPY --chown=0:0 src/requirements.txt ${REPO_DIR}/requirements.txt
COPY --chown=0:0 src/ ${REPO_DIR}/
RUN ${KERNEL_PYTHON_PREFIX}/bin/pip install --no-cache-dir -r "requirements.txt"
"""


def test_a_dockerfile_that_lacks_something_is_told():
    log = f"Building conda environment for python={WANTED}"
    assert problems(DOCKERFILE, log) == []
    assert problems(DOCKERFILE, log.replace(WANTED, "3.10")) == [f"the environment does not have Python {WANTED}"]
    assert problems(DOCKERFILE.replace("src/ ", "src/binder/ "), log) == [
        "constraints.txt is not there yet when requirements.txt is installed",
        "something else is installed too",
    ]
    assert problems(DOCKERFILE.replace('-r "requirements.txt"', "."), log)[0] == "requirements.txt is not installed"
