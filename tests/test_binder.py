"""What Binder reads: the files by which repo2docker decides what to install, the build steps that it prints for them, and
the address in the badge. The installation itself is replayed on demand by tests/tools/binder_check.py.
"""

import os
import re
import shutil
import tomllib

import binder_check
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


def test_nothing_turns_repo2docker_away_from_requirements_txt():
    assert [name for name in TAKES_PRECEDENCE if (ROOT / name).exists()] == []
    assert "project" not in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_python_of_the_image_is_one_that_repo2docker_has_and_the_readme_allows():
    lines = (ROOT / "runtime.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1
    version = re.fullmatch(r"python-(3\.\d+)", lines[0])[1]
    assert version in KNOWN_PYTHONS
    least = re.search(r"\[Python\]\(\S+\) (3\.\d+) or newer", (ROOT / "README.md").read_text(encoding="utf-8"))[1]
    assert version in SpecifierSet(f">={least}")


def test_every_requirement_agrees_with_the_locked_versions_for_the_python_of_the_image():
    version = (ROOT / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    image = {"python_version": version, "python_full_version": f"{version}.0", "sys_platform": "linux"}
    locked = {}
    for line in requirements("constraints.txt"):
        entry = Requirement(line)
        if entry.marker is None or entry.marker.evaluate(image):
            name = canonicalize_name(entry.name)
            assert name not in locked, f"{name} is locked twice for Python {version}"
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


@pytest.mark.skipif(os.name == "nt", reason="repo2docker runs on Linux and macOS only")
def test_repo2docker_prints_the_build_steps_that_binder_needs(tmp_path):
    for file in ROOT.iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path)
    dockerfile, said = binder_check.build_steps(tmp_path)
    assert binder_check.dockerfile_problems(dockerfile, dockerfile + said) == []


DOCKERFILE = """\
COPY --chown=0:0 src/requirements.txt ${REPO_DIR}/requirements.txt
COPY --chown=0:0 src/ ${REPO_DIR}/
RUN ${KERNEL_PYTHON_PREFIX}/bin/pip install --no-cache-dir -r "requirements.txt"
"""


def test_a_dockerfile_that_lacks_something_is_told():
    wanted = (ROOT / "runtime.txt").read_text(encoding="utf-8").strip().removeprefix("python-")
    log = f"Building conda environment for python={wanted}"
    check = binder_check.dockerfile_problems
    assert check(DOCKERFILE, log) == []
    assert check(DOCKERFILE, log.replace(wanted, "3.10")) == [f"the environment does not have Python {wanted}"]
    assert check(DOCKERFILE.replace("src/ ", "src/binder/ "), log) == [
        "constraints.txt is not there yet when requirements.txt is installed",
        "something else is installed too",
    ]
    assert check(DOCKERFILE.replace('-r "requirements.txt"', "."), log)[0] == "requirements.txt is not installed"
    assert binder_check.badge_page() == "lab/tree/notebooks/en/00-start-here.ipynb"
