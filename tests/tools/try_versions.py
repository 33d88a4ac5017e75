"""Pass the course's own tests on every Python of this machine: on demand, some minutes each.

    python tests/tools/try_versions.py                    Python 3.11 to 3.14, with the locked versions
    python tests/tools/try_versions.py --newest           the newest releases instead: what would break next
    python tests/tools/try_versions.py --python PATH      this Python, whatever else there is (may be repeated)

Each Python gets an environment of its own and a copy of the course in a temporary folder. There the README's test
command is run, and then tests/tools/refresh.py runs every notebook again: one whose stored outputs, pictures included,
come out otherwise is named. Pythons are looked for on the search path, beside this one, and in pyenv's folder. With
--newest nothing is locked, neither what requirements.txt names nor what comes with it; the newest Python found is used
unless --python is given. Writes tests/measured/versions.md or tests/measured/versions-newest.md.

Ends with 0 if all tests passed and no text came out otherwise, else with 1. --newest always ends with 0: it is a forecast.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

import measured
from course_copy import ROOT, copy_of_course, copy_of_folder
from packaging.utils import canonicalize_name

COMMAND = "python tests/tools/try_versions.py"
WANTED = ("3.11", "3.12", "3.13", "3.14")
MINUTES_TO_INSTALL, MINUTES_TO_TEST = 10, 20
SAYS = "import sys, ensurepip, venv; print('.'.join(map(str, sys.version_info[:3])), sys.version_info.releaselevel)"
ABOUT_THE_LOCK = (
    "test_house.py::test_what_is_installed_here_is_what_is_locked",
    "test_house.py::test_what_a_learner_needs_is_pinned_and_everything_else_locked",
    "test_safety.py::test_every_locked_version_is_asked_for",
    "test_binder.py::test_every_requirement_agrees_with_the_locked_versions_for_the_python_of_the_image",
)
"""The tests that have nothing to look at when the newest releases are tried: there nothing is locked."""


@dataclass
class Outcome:
    """What came of one Python: counts of tests by result, the tests that failed, and the notebooks that changed."""

    version: str
    counts: dict[str, int] = field(default_factory=dict)
    failed: list[tuple[str, str]] = field(default_factory=list)
    changed: list[tuple[str, str]] | None = None
    seconds: float = 0
    problem: str = ""
    installed: dict[str, str] = field(default_factory=dict)

    @property
    def green(self) -> bool:
        if self.problem or self.failed or not self.counts.get("passed"):
            return False
        return not any("other texts" in what for _, what in self.changed or ())


def version_of(program: str | Path) -> str | None:
    """The version of a Python that can make environments, such as "3.12.1"; None for anything else."""
    try:
        done = subprocess.run([str(program), "-c", SAYS], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    version, _, level = done.stdout.strip().partition(" ")
    return version if done.returncode == 0 and level == "final" else None


def as_numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def pythons() -> dict[str, tuple[str, Path]]:
    """The newest Python of each wanted version that is on this machine: "3.12" -> ("3.12.1", its program)."""
    places = [Path(sys.base_prefix) / "bin" / "python3", Path(sys.base_prefix) / "python.exe"]
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        places += [Path(folder) / f"python{wanted}" for wanted in WANTED]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    places += sorted(pyenv.glob("*/bin/python3")) + sorted(pyenv.glob("*/python.exe"))
    found: dict[str, tuple[str, Path]] = {}
    for place in dict.fromkeys(places):
        version = version_of(place) if place.is_file() else None
        kind = version and version.rpartition(".")[0]
        if kind in WANTED and (kind not in found or as_numbers(version) > as_numbers(found[kind][0])):
            found[kind] = (version, place)
    return dict(sorted(found.items(), key=lambda entry: as_numbers(entry[0])))


def read_results(file: Path, outcome: Outcome) -> None:
    """Count the tests in pytest's JUnit file and name those that failed."""
    counts = dict.fromkeys(("passed", "failed", "skipped"), 0)
    for case in ET.parse(file).getroot().iter("testcase"):
        bad = case.find("failure") if case.find("failure") is not None else case.find("error")
        if bad is not None:
            counts["failed"] += 1
            lines = [line for line in (bad.get("message") or bad.text or "").splitlines() if line.strip()]
            place = case.get("classname", "").replace(".", "/") or case.get("file", "")
            outcome.failed.append((f"{place}: {case.get('name')}", (lines or ["no message"])[0].strip()[:160]))
        else:
            counts["skipped" if case.find("skipped") is not None else "passed"] += 1
    outcome.counts = counts


def run(command: list, course: Path, log: Path, minutes: float) -> int:
    """Run a command in the course's copy, its words into a file. Raises TimeoutExpired, all it started ended."""
    environment = {n: v for n, v in os.environ.items() if not n.startswith(("PYTEST_", "PYTHON", "JUPYTER_", "IPY"))}
    with log.open("a", encoding="utf-8") as said:
        process = subprocess.Popen(
            [str(part) for part in command], cwd=course, env=environment, stdout=said, stderr=said,
            start_new_session=os.name == "posix",
        )  # fmt: skip
        try:
            return process.wait(minutes * 60)
        except BaseException:  # also when the tool itself is stopped
            if os.name == "posix":
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()
            raise


def difference(name: str, before: Path, after: Path) -> tuple[str, str]:
    """What came out otherwise in a notebook: its name, and in words the cells with texts and with pictures that differ."""
    old, new = (json.loads(path.read_text(encoding="utf-8"))["cells"] for path in (before, after))
    texts, pictures = [], []
    for cell, again in zip(old, new, strict=True):
        if cell == again:
            continue
        found = [
            (o.get("data", {}), p.get("data", {})) for o, p in zip(cell["outputs"], again["outputs"], strict=False)
        ]
        ours = [(o.pop("image/png"), p.pop("image/png")) for o, p in found if "image/png" in o and "image/png" in p]
        pictures += [f"{cell['id']} ({levels(*pair)})" for pair in ours if pair[0] != pair[1]]
        texts += [cell["id"]] if cell != again else []
    told = [f"other texts in {', '.join(texts)}"] if texts else ["every text is the same"]
    return name, "; ".join(told + ([f"other pictures: {', '.join(pictures)}"] if pictures else []))


def levels(old, new) -> str:
    """How far two stored pictures are apart."""
    from PIL import Image, ImageChops

    one, two = (Image.open(io.BytesIO(base64.b64decode("".join(p)))).convert("RGB") for p in (old, new))
    if one.size != two.size:
        return f"{one.size} and {two.size} pixels"
    apart = ImageChops.difference(one, two)
    strongest = max(high for _, high in apart.getextrema())
    points = sum(1 for colour in apart.get_flattened_data() if any(colour))
    return f"by at most {strongest} of 255 levels, in {100 * points / (one.width * one.height):.2f}% of its points"


def unlocked(course: Path) -> None:
    """Drop every locked version from the copy's requirements, and leave the constraints empty."""
    (course / "constraints.txt").write_text("", encoding="utf-8")
    for name in ("requirements.txt", "tests/requirements.txt"):
        file = course / name
        file.write_text(re.sub(r"==[^\s;#]+", "", file.read_text(encoding="utf-8")), encoding="utf-8")


def locked_versions() -> dict[str, set[str]]:
    """The versions in constraints.txt, by package."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==([^ ;]+)", line):
            found.setdefault(canonicalize_name(match[1]), set()).add(match[2])
    return found


def tried(version: str, program: Path, newest: bool, arguments: list[str]) -> Outcome:
    """Install and test in a temporary folder with one Python."""
    outcome, began = Outcome(version), time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="campaign-versions-"))
    log = folder / "log.txt"
    try:
        course = copy_of_course(folder / "course")
        if newest:
            unlocked(course)
        if run([program, "-m", "venv", folder / "venv"], course, log, 2):
            outcome.problem = "no environment could be made"
            return outcome
        python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
        needed = ["-r", "requirements.txt", "-r", "tests/requirements.txt"]
        if run([python, "-m", "pip", "install", "--quiet", *needed], course, log, MINUTES_TO_INSTALL):
            outcome.problem = "the packages could not be installed: " + log.read_text(encoding="utf-8")[-300:]
            return outcome
        listed = subprocess.run([python, "-m", "pip", "freeze"], capture_output=True, text=True, timeout=120).stdout
        pins = (line.partition("==") for line in listed.splitlines())
        outcome.installed = {canonicalize_name(name): version for name, _, version in pins if version}
        results = folder / "results.xml"
        left_out = [f"--deselect=tests/{name}" for name in ABOUT_THE_LOCK] if newest else []
        options = [f"--junitxml={results}", "-q", *arguments, *left_out]
        began = time.monotonic()
        run([python, "-m", "pytest", *options], course, log, MINUTES_TO_TEST)
        outcome.seconds = time.monotonic() - began
        read_results(results, outcome)
        if arguments:
            return outcome  # a try of some tests only
        original = copy_of_folder(course / "notebooks", folder / "original" / "notebooks").parent
        before = len(log.read_text(encoding="utf-8"))
        refreshed = run([python, "tests/tools/refresh.py"], course, log, MINUTES_TO_TEST)
        said = log.read_text(encoding="utf-8")[before:]
        names = re.findall(r"^changed (\S+)$", said, flags=re.MULTILINE)
        outcome.changed = [difference(name, original / name, course / name) for name in names]
        if refreshed:
            outcome.problem = "a notebook could not be run: " + (said.splitlines() or ["no message"])[-1]
    except subprocess.TimeoutExpired as late:
        outcome.problem = f"given up after {late.timeout / 60:.0f} minutes: {late.cmd[1:4]}"
    except (OSError, ET.ParseError) as problem:
        outcome.problem = f"{problem}: " + (log.read_text(encoding="utf-8")[-300:] if log.is_file() else "")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return outcome


def report(outcomes: list[Outcome], missing: list[str]) -> list[str]:
    """The parts of both pages: the table, then what failed and what came out otherwise."""
    rows = [
        [
            one.version,
            ", ".join(f"{number} {name}" for name, number in one.counts.items() if number) or "none ran",
            "not tried" if one.changed is None else "the same, byte for byte" if not one.changed else "see below",
            f"{one.seconds / 60:.1f}",
            one.problem or "nothing",
        ]
        for one in outcomes
    ]
    rows += [[wanted, "none ran", "not tried", "", "not on this machine"] for wanted in missing]
    parts = [measured.table(["Python", "tests", "stored outputs, pictures too", "minutes", "what went wrong"], rows)]
    failed = [[one.version, name, message] for one in outcomes for name, message in one.failed]
    if failed:
        parts += [
            "Tests that failed:",
            measured.table(["Python", "test", "message"], [[*map(plain, r)] for r in failed]),
        ]
    changed = [[one.version, *found] for one in outcomes for found in one.changed or ()]
    if changed:
        parts += [
            "Notebooks whose outputs came out otherwise. numpy is locked to one version for Python 3.11 and to another "
            "for later ones, and so are the last digits of a position; a difference of a few levels cannot be seen, and "
            "tests/test_figures.py allows for it.",
            measured.table(["Python", "notebook", "difference"], changed),
        ]
    return parts


def plain(words: str) -> str:
    """A message that cannot break a table."""
    return re.sub(r"\s+", " ", words).replace("|", "/").replace("`", "'").replace("<", "&lt;")


def differences(installed: dict[str, str]) -> list[list[str]]:
    """The packages whose newest release is not the locked one: name, locked, newest."""
    names = locked_versions()
    return [
        [name, " or ".join(sorted(names[name])), version]
        for name, version in sorted(installed.items())
        if name in names and version not in names[name]
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--newest", action="store_true", help="install the newest releases and report what breaks")
    parser.add_argument("--python", action="append", type=Path, default=[], help="a Python to try (may be repeated)")
    parser.add_argument("tests", nargs="*", help="only these tests, as pytest takes them; the page is not written")
    given = parser.parse_args()
    found = pythons()
    if given.python:
        chosen = [(version_of(program), program) for program in given.python]
        if bad := [str(program) for version, program in chosen if version is None]:
            parser.error(f"--python: not a Python that can make environments: {', '.join(bad)}")
    else:
        chosen = list(found.values())[-1:] if given.newest else list(found.values())
    outcomes = []
    for version, program in chosen:
        print(f"Python {version} ...", flush=True)
        outcomes.append(tried(version, program.absolute(), given.newest, given.tests))
        print(report(outcomes[-1:], [])[0].splitlines()[-1], flush=True)
    missing = [] if given.newest or given.python else [wanted for wanted in WANTED if wanted not in found]
    parts = report(outcomes, missing)
    if given.newest:
        newer = differences(outcomes[-1].installed)
        told = "Releases that are newer than the locked ones:" if newer else "The locked releases are the newest."
        parts += [told, measured.table(["package", "locked", "newest"], newer)] if newer else [told]
        would = [name for one in outcomes for name, _ in one.failed]
        parts.insert(0, f"**What would break next: {len(would)} tests.**" if would else "**Nothing would break.**")
    if not given.tests:
        name, title = (
            ("versions-newest", "With the newest releases") if given.newest else ("versions", "Python versions")
        )
        command = COMMAND + (" --newest" if given.newest else "")
        measured.write(name, title, command, *parts)
    print("\n\n".join(parts))
    return 0 if given.newest or all(one.green for one in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
