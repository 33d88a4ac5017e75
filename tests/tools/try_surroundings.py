"""Try the course in hostile surroundings: on demand, in copies in a temporary folder, some minutes in all.

    python tests/tools/try_surroundings.py                   every surrounding, with four notebooks (two lessons, both languages)
    python tests/tools/try_surroundings.py --all-lessons     every lesson in both languages
    python tests/tools/try_surroundings.py --only no-network --only far-time-zone
    python tests/tools/try_surroundings.py --list            their names

In most of them pytest runs the notebooks (strict nbval: every stored output is compared) and the tests of tables, words,
arithmetic and checks. The others run the cells in a kernel of their own and compare what comes out with what is stored.
Each surrounding has a copy of the course and folders for Jupyter of its own, and eight minutes. Writes
tests/measured/surroundings.md unless --only is given. Ends with 0 if nothing failed. Some need Linux; elsewhere, or
where the rights for them are missing, they are listed as not tried.
"""

from __future__ import annotations

import argparse
import codecs
import contextlib
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import measured
import refresh
from course_copy import copy_of_course
from jupyter_core.utils import run_sync

COMMAND = "python tests/tools/try_surroundings.py"
LESSONS = ("02-territory", "04-cost")
TESTS = ("test_data.py", "test_language.py", "test_measures.py", "test_check.py")
LIMIT = 480
"""Seconds for one surrounding."""

JUPYTER_FOLDERS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")


class NotHere(Exception):
    """A surrounding that this machine cannot make; the message says why."""


@dataclass
class Surrounding:
    """How to make one: what it is in words, and a function that returns (verdict in one line, did it pass)."""

    title: str
    attempt: Callable[[Attempt], tuple[str, bool]]


@dataclass
class Attempt:
    """What an attempt works with: a folder of its own, and which lessons to try."""

    folder: Path
    lessons: tuple[str, ...]

    def course(self, name: str = "course") -> Path:
        """A new copy of the course."""
        return copy_of_course(self.folder / name)

    def notebooks(self, course: Path) -> list[Path]:
        """The lessons to try, in every language."""
        found = sorted((course / "notebooks").glob("*/0*.ipynb"))
        return [path for path in found if not self.lessons or path.stem in self.lessons]

    def environment(self, **own: str) -> dict[str, str]:
        """The environment of a first start: nothing of the tester's own, folders of their own for Jupyter."""
        dropped = ("PYTEST_", "PYTHON", "JUPYTER_", "IPY", "LC_", "XDG_", "MPL", "HYPOTHESIS")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
        folders = {name: str(self.folder / name.lower()) for name in JUPYTER_FOLDERS}
        folders["HYPOTHESIS_STORAGE_DIRECTORY"] = str(self.folder / "hypothesis")
        return kept | refresh.ENVIRONMENT | folders | own

    def pytest(self, course: Path, environment: dict[str, str], before: tuple = ()) -> tuple[str, bool]:
        """Run the notebooks and tests of a copy. before: a command that the Python is started with."""
        files = [*self.notebooks(course), *(course / "tests" / name for name in TESTS)]
        # Without tests/conftest.py, which would set the time zone and the folders again.
        options = ["--noconftest", "-p", "no:cacheprovider", "-n0", "-q", "--hypothesis-profile=ci"]
        command = [*before, sys.executable, "-m", "pytest", *options, *(str(f.relative_to(course)) for f in files)]
        done = run(command, course, environment)
        last = next(
            (line for line in reversed(done.stdout.splitlines()) if re.search(r"passed|failed|error", line)), ""
        )
        if done.returncode:
            (self.folder / "failed.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
            failed = re.findall(r"^(?:FAILED|ERROR) (\S+.*)$", done.stdout, flags=re.MULTILINE)
            return "; ".join([last.strip("= "), *failed[:3]]) or done.stderr.strip()[-300:], False
        return re.sub(r" in [\d.]+s.*", "", last.strip("= ")), True


def run(command: list, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess:
    """Run a command within the limit of time; all that it started ends with it."""
    process = subprocess.Popen(
        [str(part) for part in command], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        encoding="utf-8", errors="replace", start_new_session=True,
    )  # fmt: skip
    try:
        out, errors = process.communicate(timeout=LIMIT)
    except BaseException as stopped:  # also when the tool itself is stopped
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        if not isinstance(stopped, subprocess.TimeoutExpired):
            process.wait()
            raise
        out, errors = process.communicate()
        return subprocess.CompletedProcess(command, -1, out, f"{errors}\ngiven up after {LIMIT} s")
    return subprocess.CompletedProcess(command, process.returncode, out, errors)


# --- folders -------------------------------------------------------------------------------------------------------------
def as_anybody() -> tuple[str, ...]:
    """What a command is started with so that permissions hold for it: they do not for root."""
    if os.name != "posix":
        raise NotHere("permissions of this kind are for Linux and macOS")
    if os.geteuid() != 0:
        return ()
    if not shutil.which("setpriv"):
        raise NotHere("root needs setpriv (util-linux) to give up its rights over files")
    dropped = "-dac_override,-dac_read_search"
    return ("setpriv", f"--bounding-set={dropped}", f"--inh-caps={dropped}")


def lock(folder: Path, locked: bool = True) -> None:
    """Take the right to write in a folder and all that it holds, or give it back."""
    for place in [folder, *folder.rglob("*")]:
        mode = place.stat().st_mode
        place.chmod(mode & ~0o222 if locked else mode | stat.S_IWUSR)


def refuses(folder: Path, before: tuple[str, ...]) -> None:
    """Make sure that a file cannot be made in a folder by a program that is started so."""
    code = f"open({str(folder / 'made')!r}, 'w')"
    done = subprocess.run([*before, sys.executable, "-c", code], capture_output=True, text=True)
    if "PermissionError" not in done.stderr:
        raise NotHere(f"{folder.name} could be written all the same")


def read_only(attempt: Attempt) -> tuple[str, bool]:
    before, course = as_anybody(), attempt.course()
    lock(course)
    try:
        refuses(course, before)
        return attempt.pytest(course, attempt.environment(), before)
    finally:
        lock(course, locked=False)


def no_home(attempt: Attempt) -> tuple[str, bool]:
    before, course, home = as_anybody(), attempt.course(), attempt.folder / "home"
    home.mkdir()
    lock(home)
    try:
        refuses(home, before)
        # The course alone, with nothing set; Jupyter's own folders are a matter of its own.
        result, passed = attempt.pytest(course, attempt.environment(HOME=str(home)), before)
        environment = attempt.environment(HOME=str(home))
        for name in JUPYTER_FOLDERS:
            del environment[name]
        lab = [*before, sys.executable, "-m", "jupyter", "lab", "--no-browser", "--ServerApp.port=0", "--allow-root"]
        process = subprocess.run(
            ["timeout", "30", *lab], cwd=course, env=environment, capture_output=True, encoding="utf-8"
        )
        if "PermissionError" in process.stderr:
            result += (
                ". JupyterLab itself does not start without a place to write: set JUPYTER_CONFIG_DIR, JUPYTER_DATA_DIR, "
                "JUPYTER_RUNTIME_DIR and IPYTHONDIR to folders that can be written (as this run did)"
            )
        return result, passed
    finally:
        lock(home, locked=False)


def far_path(attempt: Attempt) -> tuple[str, bool]:
    course = attempt.course("دروس الحملة ٢ & 'quotes' #1")
    return attempt.pytest(course, attempt.environment(PYTHONUTF8="0"))


# --- network, locale, time ------------------------------------------------------------------------------------------------
def no_network(attempt: Attempt) -> tuple[str, bool]:
    if not shutil.which("unshare") or not shutil.which("ip"):
        raise NotHere("needs unshare (util-linux) and ip (iproute2), on Linux")
    own = ("unshare", "--net", *([] if os.geteuid() == 0 else ["--map-root-user"]))
    before = (*own, "sh", "-c", 'ip link set lo up && exec "$0" "$@"')
    reach = "import socket; socket.create_connection(('198.51.100.1', 80), 5)"
    done = subprocess.run([*before, sys.executable, "-c", reach], capture_output=True, text=True)
    if "Network is unreachable" not in done.stderr:
        raise NotHere("no namespace without a network could be made: " + done.stderr.strip()[-120:])
    return attempt.pytest(attempt.course(), attempt.environment(), before)


def c_locale(attempt: Attempt) -> tuple[str, bool]:
    ascii_only = {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    code = "import locale; print(locale.getencoding())"
    done = run([sys.executable, "-c", code], attempt.folder, attempt.environment(**ascii_only))
    coding = done.stdout.strip()
    result, passed = attempt.pytest(attempt.course(), attempt.environment(**ascii_only))
    return f"{result} (files are opened as {coding} unless told otherwise)", passed


def arabic_locale(attempt: Attempt) -> tuple[str, bool]:
    if not shutil.which("localedef"):
        raise NotHere("needs localedef and the locale sources (package locales on Debian)")
    place, name = attempt.folder / "locales", "ar_EG.UTF-8"
    place.mkdir()
    subprocess.run(["localedef", "-i", "ar_EG", "-f", "UTF-8", place / name], capture_output=True)
    environment = attempt.environment(LOCPATH=str(place), LC_ALL=name, LANG=name)
    code = (
        "import locale, time; locale.setlocale(locale.LC_ALL, ''); print(time.strftime('%B', (2017, 7, 1) + (0,) * 6))"
    )
    month = run([sys.executable, "-X", "utf8", "-c", code], attempt.folder, environment).stdout.strip()
    if month.isascii():
        raise NotHere("the Arabic locale could not be made")
    result, passed = attempt.pytest(attempt.course(), environment)
    return f"{result} (ar_EG.UTF-8, in which July is {month})", passed


def far_time_zone(attempt: Attempt) -> tuple[str, bool]:
    results = []
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        course = attempt.course(zone.replace("/", "-"))
        results.append((zone, *attempt.pytest(course, attempt.environment(TZ=zone))))
    return "; ".join(f"{zone}: {told}" for zone, told, _ in results), all(passed for *_, passed in results)


# --- what other programs do to the tables ---------------------------------------------------------------------------------
def windows_line_endings(attempt: Attempt) -> tuple[str, bool]:
    course = attempt.course()
    for file in text_files(course):
        content = file.read_bytes()
        file.write_bytes(content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    return attempt.pytest(course, attempt.environment())


def byte_order_mark(attempt: Attempt) -> tuple[str, bool]:
    course = attempt.course()
    for file in text_files(course):
        content = file.read_bytes()
        file.write_bytes(codecs.BOM_UTF8 + content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    return attempt.pytest(course, attempt.environment())


def text_files(course: Path) -> list[Path]:
    """Tables and words: what people open in other programs."""
    words = course / "notebooks" / "campaign" / "words"
    return [*(course / "data").glob("*.csv"), *words.glob("*.toml")]


# --- the order of cells ---------------------------------------------------------------------------------------------------
def differing(before: list, after: list) -> list[str]:
    """The ids of code cells whose outputs differ."""
    pairs = zip(before, after, strict=True)
    return [a["id"] for a, b in pairs if a["cell_type"] == "code" and a["outputs"] != b["outputs"]]


class Lesson:
    """A notebook with a kernel, whose cells are run one by one in any order."""

    def __init__(self, path: Path):
        import nbformat
        from nbclient import NotebookClient

        self.stored = nbformat.read(path, as_version=4)
        self.notebook = nbformat.read(path, as_version=4)
        self.code = [n for n, cell in enumerate(self.notebook.cells) if cell.cell_type == "code"]
        self.client = NotebookClient(
            self.notebook, timeout=120, kernel_name="python3", record_timing=False, allow_errors=True,
            resources={"metadata": {"path": str(path.parent)}}, extra_arguments=["--log-level=40"],
        )  # fmt: skip
        self.client.reset_execution_trackers()

    def start(self) -> None:
        self.client.create_kernel_manager()
        self.client.start_new_kernel(cwd=self.client.resources["metadata"]["path"])
        self.client.start_new_kernel_client()

    def run(self, cells: list[int]) -> None:
        for number in cells:
            self.client.execute_cell(self.notebook.cells[number], number)

    def kill(self) -> None:
        """End the kernel as a machine without memory does."""
        os.kill(self.client.km.provisioner.pid, signal.SIGKILL)
        for _ in range(100):
            if not is_alive(self.client.km):
                break
            time.sleep(0.05)
        self.close()

    def close(self) -> None:
        self.client.kc.stop_channels()
        run_sync(self.client.km.shutdown_kernel)(now=True)

    def differing(self) -> list[str]:
        """The cells whose outputs are not the stored ones."""
        again = refresh.canonical(self.notebook).cells
        stored = refresh.canonical(self.stored).cells
        for cell in [*again, *stored]:
            for output in cell.get("outputs", ()):
                output.pop("execution_count", None)  # a cell that ran twice has another number
        return differing(stored, again)


def is_alive(manager) -> bool:
    """Is the process of a kernel still there?"""
    return manager.provisioner.process is not None and manager.provisioner.process.poll() is None


def in_lessons(attempt: Attempt, try_one: Callable[[Lesson], str]) -> tuple[str, bool]:
    """Try something with every lesson in turn; `try_one` returns what was wrong, or nothing."""
    course, cells, wrong = attempt.course(), 0, []
    os.environ.update(attempt.environment())
    end = time.monotonic() + LIMIT
    notebooks = attempt.notebooks(course)
    for done, path in enumerate(notebooks):
        if time.monotonic() > end:
            return f"given up after {done} of {len(notebooks)} notebooks ({LIMIT} s)", False
        lesson = Lesson(path)
        lesson.start()
        try:
            if problem := try_one(lesson):
                wrong.append(f"{path.relative_to(course / 'notebooks')}: {problem}")
        finally:
            lesson.close()
        cells += len(lesson.code)
    told = f"{cells} cells of {len(notebooks)} notebooks: every output, pictures included, is the stored one"
    return ("; ".join(wrong) or told), not wrong


def kernel_killed(attempt: Attempt) -> tuple[str, bool]:
    def try_one(lesson: Lesson) -> str:
        lesson.run(lesson.code[: len(lesson.code) // 2])
        lesson.kill()
        lesson.start()
        lesson.run(lesson.code)
        return ", ".join(lesson.differing())

    return in_lessons(attempt, try_one)


def cells_twice(attempt: Attempt) -> tuple[str, bool]:
    def try_one(lesson: Lesson) -> str:
        lesson.run([number for number in lesson.code for _ in range(2)])
        return ", ".join(lesson.differing())

    return in_lessons(attempt, try_one)


def out_of_order(attempt: Attempt) -> tuple[str, bool]:
    """A cell too early, then all in order, then all again in other orders."""

    def try_one(lesson: Lesson) -> str:
        # The second cell before the first: Python names what it does not know yet, and nothing is spoilt by it.
        lesson.run(lesson.code[1:2])
        early = lesson.notebook.cells[lesson.code[1]].outputs[-1]
        if early.get("ename") != "NameError":
            return f"a cell before the first one gave {early.get('ename') or 'an output'}, not a NameError"
        lesson.run(lesson.code)
        shuffled = lesson.code[:]
        random.Random(7).shuffle(shuffled)
        for order in (lesson.code[::-1], shuffled):
            lesson.run(order)
            if found := lesson.differing():
                return ", ".join(found)
        return ""

    result, passed = in_lessons(attempt, try_one)
    return result + ("; a cell that is run before the first one says NameError" if passed else ""), passed


SURROUNDINGS = {
    "read-only": Surrounding("a folder that cannot be written", read_only),
    "no-home": Surrounding("a home folder that cannot be written", no_home),
    "far-path": Surrounding("a path with blanks, Arabic letters and quotes", far_path),
    "no-network": Surrounding("no network, only the machine's own loopback", no_network),
    "c-locale": Surrounding("the C locale, ASCII only", c_locale),
    "arabic-locale": Surrounding("an Arabic locale", arabic_locale),
    "far-time-zone": Surrounding("time zones 14 hours before and 11 behind", far_time_zone),
    "windows-line-endings": Surrounding("tables and words with Windows line endings", windows_line_endings),
    "byte-order-mark": Surrounding("the same with a byte-order mark, as Excel saves them", byte_order_mark),
    "kernel-killed": Surrounding("the kernel killed in mid-lesson, and all run again", kernel_killed),
    "cells-twice": Surrounding("every cell run twice", cells_twice),
    "out-of-order": Surrounding("a cell too early, then all backwards and shuffled", out_of_order),
}


def tried(name: str, lessons: tuple[str, ...]) -> list[str]:
    """One row of the table."""
    began, environment = time.monotonic(), dict(os.environ)
    folder = Path(tempfile.mkdtemp(prefix="campaign-surroundings-"))
    try:
        result, passed = SURROUNDINGS[name].attempt(Attempt(folder, lessons))
        verdict = "passed" if passed else "FAILED"
        if (folder / "failed.txt").is_file():
            print((folder / "failed.txt").read_text(encoding="utf-8")[-4000:], file=sys.stderr)
    except NotHere as reason:
        verdict, result = "not tried", str(reason)
    finally:
        os.environ.clear()
        os.environ.update(environment)
        shutil.rmtree(folder, ignore_errors=True)
    row = [f"`{name}`", SURROUNDINGS[name].title, verdict, plain(result), f"{time.monotonic() - began:.0f}"]
    print(" | ".join(row), flush=True)
    return row


def plain(words: str) -> str:
    """Words that cannot break a table."""
    return re.sub(r"\x1b\[\d+m|\s+", " ", words).replace("|", "/").replace("<", "&lt;").strip()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=list(SURROUNDINGS), help="this one alone (may be repeated)")
    parser.add_argument("--all-lessons", action="store_true", help="every lesson, not only two")
    parser.add_argument("--list", action="store_true", help="print the names and end")
    given = parser.parse_args()
    if given.list:
        print("\n".join(f"{name:22}{one.title}" for name, one in SURROUNDINGS.items()))
        return 0
    rows = [tried(name, () if given.all_lessons else LESSONS) for name in given.only or SURROUNDINGS]
    if not given.only:
        tests = ", ".join(f"`tests/{name}`" for name in TESTS)
        which = "all lessons" if given.all_lessons else "the lessons " + " and ".join(LESSONS)
        measured.write(
            "surroundings",
            "Hostile surroundings",
            COMMAND + (" --all-lessons" if given.all_lessons else ""),
            f"Notebooks: {which}, in English and Arabic. With pytest also {tests}. A fresh copy of the course each.",
            measured.table(["name", "surrounding", "verdict", "result", "seconds"], rows),
        )
    return 1 if any(row[2] == "FAILED" for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
