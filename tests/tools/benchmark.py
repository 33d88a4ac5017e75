"""How long a student waits, how much a lesson weighs: measured against the common way and against the floor, as ratios.

    python tests/tools/benchmark.py            all parts (under ten minutes on two idle cores); writes the tables
    python tests/tools/benchmark.py 1 3        these parts only; prints, and writes nothing

Both sides of a ratio are measured in turns (A, B, A, B), so that a busy machine slows both. A ratio is the median over
the rounds, its spread the middle half of them. The table goes to tests/measured.md, the short one into README.md between
its two marks. Absolute times differ from machine to machine; the ratios hardly do. What is measured, the goals and the
reasons of those that are missed stand in benchmark.toml.
"""

from __future__ import annotations

import argparse
import functools
import importlib.metadata
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS, NOTEBOOKS, README = Path(__file__).resolve().parent, ROOT / "notebooks", ROOT / "README.md"
sys.path[:0] = [str(NOTEBOOKS), str(NOTEBOOKS / "make")]

import measured  # noqa: E402 - these are found from the line above
import nbformat  # noqa: E402
from refresh import ENVIRONMENT, notebook_paths  # noqa: E402

COMMAND = "python tests/tools/benchmark.py"
BARE = "import pandas, matplotlib.pyplot, ipywidgets"
KILOBYTE, MEGABYTE = 1e3, 1e6
TOLD = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

BUDGETS = {1: 50, 2: 190, 3: 60, 4: 70, 5: 60, 6: 30, 7: 130}
"""Seconds for the rounds of each part: a round is not begun when they are over. One round is always measured."""


# --- arithmetic and tables (tests/test_benchmark.py) ------------------------------------------------------------------
@dataclass
class Row:
    """One line of the table. key: its entry in benchmark.toml. value, low, high: a ratio or a weight, with its spread."""

    key: str
    value: float
    low: float | None = None
    high: float | None = None
    rounds: int = 1
    detail: str = ""

    @property
    def goal(self) -> float | None:
        return TOLD[self.key].get("goal")

    @property
    def met(self) -> bool | None:
        """Is the goal met? None for a row without a goal."""
        return None if self.goal is None else round(self.value, 3) <= self.goal


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0 to 1) of all values do not exceed (nearest rank)."""
    if not values:
        raise ValueError("percentile: expected at least one value")
    return sorted(values)[max(math.ceil(share * len(values)), 1) - 1]


def spread(key: str, values: list[float], detail: str = "") -> Row:
    """The median of some ratios, with the quarters around it."""
    quarters = percentile(values, 0.25), percentile(values, 0.75)
    return Row(key, statistics.median(values), *quarters, len(values), detail)


def ratios(measured: list[float], against: list[float]) -> list[float]:
    """The ratios of two lists that were measured in turns."""
    return [one / other for one, other in zip(measured, against, strict=True)]


def median_and_highest(key: str, found: dict[str, list[float]]) -> list[Row]:
    """The median over lessons or explorers and the highest of them; all in the remark."""
    medians = {name: statistics.median(values) for name, values in found.items()}
    worst = max(medians, key=medians.get)
    detail = ", ".join(f"{name} {value:.2f}" for name, value in medians.items())
    middle = spread(f"{key}_median", sum(found.values(), []), detail)
    middle.value = statistics.median(medians.values())
    return [middle, spread(f"{key}_highest", found[worst], worst)]


def written(value: float | None, unit: str = "") -> str:
    """A ratio with two decimals; a weight as a whole number, below ten with one decimal."""
    if value is None or not unit:
        return "" if value is None else f"{value:.2f}"
    return f"{value:,.0f} {unit}" if value >= 10 else f"{value:.1f} {unit}"


SHORT_HEAD = ["what", "goal", "measured", "middle half", "met"]
LONG_HEAD = ["what", "goal", "measured", "middle half", "rounds", "met", "remarks"]


def cells(row: Row, short: bool) -> list[str]:
    """The cells of a row, for README (short) or for the page."""
    told = TOLD[row.key]
    value, goal, low, high = (written(v, told.get("unit", "")) for v in (row.value, row.goal, row.low, row.high))
    goal, met = goal and f"at most {goal}", {None: "", True: "yes", False: "**no**"}[row.met]
    middle = low and f"{low} to {high}"
    if short:
        return [told["what"], goal, value, middle, met]
    remark = " ".join(filter(None, [row.detail, told.get("reason") if row.met is False else ""]))
    return [told["what"], goal, value, middle, str(row.rounds), met, remark]


class Rounds:
    """Counts rounds until there are enough or the time is over: `while rounds.another(): ...`"""

    def __init__(self, most: int, seconds: float):
        self.most, self.until, self.done = most, time.monotonic() + seconds, 0

    def another(self) -> bool:
        if self.done and (self.done >= self.most or time.monotonic() > self.until):
            return False
        self.done += 1
        return True


# --- running things --------------------------------------------------------------------------------------------------
def lessons() -> list[Path]:
    """The lessons in English; the Arabic ones have the same code."""
    return sorted((NOTEBOOKS / "en").glob("[0-9]*.ipynb"))


def code(notebook: Path) -> list[tuple[str, bool]]:
    """The code cells of a notebook: source, and whether it is meant to raise."""
    found = nbformat.read(notebook, as_version=4).cells
    return [(c.source, "raises-exception" in c.metadata.get("tags", ())) for c in found if c.cell_type == "code"]


def run(sources: list[tuple[str, bool]], folder: Path) -> tuple[float, float, str]:
    """Run cells in a new kernel: seconds from its start to the last cell, its memory in MB then, and what it printed."""
    import psutil
    from jupyter_client.manager import start_new_kernel

    said = []

    def listen(message):
        if message["msg_type"] == "stream":
            said.append(message["content"]["text"])

    started, quiet = time.perf_counter(), subprocess.DEVNULL
    environment = os.environ | ENVIRONMENT
    manager, client = start_new_kernel(cwd=str(folder), env=environment, stdout=quiet, stderr=quiet)
    try:
        for source, raises in sources:
            reply = client.execute_interactive(source, timeout=180, output_hook=listen, allow_stdin=False)["content"]
            if reply["status"] == "error" and not raises:
                raise RuntimeError(f"{reply['ename']}: {reply['evalue']} in the cell {source[:60]!r}")
        seconds = time.perf_counter() - started
        memory = psutil.Process(manager.provisioner.pid).memory_info().rss / MEGABYTE
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return seconds, memory, "".join(said)


def ask(call: str):
    """The answer of a function of benchmark_explorers.py, called in a kernel with the lessons' folder."""
    lines = f"import json, sys\nsys.path[:0] = [{str(NOTEBOOKS)!r}, {str(TOOLS)!r}]\nimport benchmark_explorers\n"
    *_, said = run([(f"{lines}print(json.dumps(benchmark_explorers.{call}))", False)], NOTEBOOKS / "en")
    return json.loads(said.strip().splitlines()[-1])


def timed(*arguments: str, allowed: tuple[int, ...] = (0,)) -> tuple[float, int]:
    """Seconds that a Python with these arguments took, and its exit code."""
    started, command = time.perf_counter(), [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | ENVIRONMENT, capture_output=True, text=True, timeout=400)
    if done.returncode not in allowed:
        raise RuntimeError(f"{' '.join(command[:4])} ended with {done.returncode}: {done.stderr[-500:]}")
    return time.perf_counter() - started, done.returncode


# --- the parts -------------------------------------------------------------------------------------------------------
def import_seconds(statements: str) -> float:
    """Seconds of some imports in a Python of their own (its start not counted)."""
    program = f"import time\nstarted = time.perf_counter()\n{statements}\nprint(time.perf_counter() - started)"
    command = [sys.executable, "-c", program]
    return float(subprocess.check_output(command, cwd=NOTEBOOKS / "en", text=True, timeout=60))


def part_1() -> list[Row]:
    """All that a lesson imports, over the bare imports."""
    opening = {}
    for lesson in lessons():
        statements = code(lesson)[0][0].split("language.use")[0].strip()
        opening.setdefault(statements, []).append(lesson.stem[:2])
    import_seconds(BARE)  # from the disk into memory, once
    bare, own = [], {statements: [] for statements in opening}
    rounds = Rounds(9, BUDGETS[1])
    while rounds.another():
        bare.append(import_seconds(BARE))
        for statements, seconds in own.items():
            seconds.append(import_seconds(statements))
    worst = max(own, key=lambda statements: statistics.median(ratios(own[statements], bare)))
    detail = f"the heaviest: lesson {', '.join(opening[worst])}; the bare imports took {statistics.median(bare):.2f} s"
    return [spread("import", ratios(own[worst], bare), detail)]


@functools.cache
def run_lessons() -> tuple[dict[str, list[float]], ...]:
    """Ratios of each lesson to a notebook with the bare imports, in turns: of time and of memory."""
    times, memory = {}, {}
    rounds = Rounds(5, BUDGETS[2] * 0.7)
    while rounds.another():
        for lesson in lessons():
            floor_time, floor_memory, _ = run([(BARE, False)], lesson.parent)
            lesson_time, lesson_memory, _ = run(code(lesson), lesson.parent)
            times.setdefault(lesson.stem, []).append(lesson_time / floor_time)
            memory.setdefault(lesson.stem, []).append(lesson_memory / floor_memory)
    return times, memory


def part_2() -> list[Row]:
    """Each lesson from the start of its kernel to its last cell."""
    return median_and_highest("lesson", run_lessons()[0])


def part_3() -> list[Row]:
    """One change of a control to a new picture."""
    found = ask(f"compare_all(12, {BUDGETS[3] * 0.9})")
    rows = []
    for against in ("common", "floor"):
        rows += median_and_highest(against, {name: ratios(s["ours"], s[against]) for name, s in found.items()})
    milliseconds = ", ".join(f"{name} {1000 * statistics.median(s['ours']):.0f} ms" for name, s in found.items())
    rows[0].detail = f"{rows[0].detail}; {milliseconds}"
    return rows


def part_4() -> list[Row]:
    """From the press of a key to the changed picture on the page."""
    from benchmark_browser import key_presses

    seconds, shifts = key_presses(40, BUDGETS[4])
    rows, count = [], len(seconds["ours"])
    for key, share in (("browser_median", 0.5), ("browser_95", 0.95)):
        ours, common = percentile(seconds["ours"], share), percentile(seconds["common"], share)
        detail = f"{1000 * ours:.0f} ms against {1000 * common:.0f} ms, in JupyterLab and Chromium"
        rows.append(Row(key, ours / common, rounds=count, detail=detail))
    rows[0] = spread("browser_median", ratios(seconds["ours"], seconds["common"]), rows[0].detail)
    detail = f"Chromium's own score; interact: {shifts['common']:.2f}"
    return [*rows, Row("browser_shift", shifts["ours"], rounds=count, detail=detail)]


def part_5() -> list[Row]:
    """Memory of a kernel after a lesson, and after 500 moves of a slider."""
    median, worst = median_and_highest("memory", run_lessons()[1])
    # RSS is what servers limit and learners see. PSS divides shared libraries among all kernels that happen to run, and
    # so changes with them: with several kernels, its ratios come out up to 0.04 higher.
    median.detail = f"resident memory (RSS); {median.detail}"
    settled = ask("memory_of_moves(500, 50)")[1:]  # the first moves fill the caches of fonts and words
    first, last = settled[0], settled[-1]
    detail = f"{first:.0f} MB after 100 moves, {last:.0f} MB after 500; the spread is from least to most"
    grown = Row("memory_moves", last / first, min(settled) / first, max(settled) / first, len(settled), detail)
    return [median, worst, grown]


def size(folder: Path) -> int:
    """Bytes of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def part_6() -> list[Row]:
    """Bytes of notebooks, figures and a clone."""
    paths = notebook_paths()
    sizes = {path.relative_to(NOTEBOOKS).as_posix(): path.stat().st_size for path in paths}
    largest = max(sizes, key=sizes.get)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "clone"
        subprocess.run(["git", "clone", "-q", ROOT.as_uri(), str(copy)], check=True, capture_output=True, timeout=120)
        sent, whole = size(copy / ".git"), size(copy)
    return [
        Row("notebook", sizes[largest] / KILOBYTE, rounds=len(sizes), detail=largest),
        Row("notebooks", sum(sizes.values()) / MEGABYTE, rounds=len(sizes)),
        Row("figures", size(ROOT / "figures") / MEGABYTE),
        Row("checkout", (whole - sent) / MEGABYTE),
        Row("clone", sent / MEGABYTE, detail="its folder .git"),
        Row("clone_on_disk", whole / MEGABYTE),
    ]


EXECUTE = """import sys, nbformat, refresh
from pathlib import Path
for path in map(Path, sys.argv[1:]):
    refresh.execute(nbformat.read(path, as_version=4), path.parent)"""


def part_7() -> list[Row]:
    """The lessons under nbval, over the same ones executed once as the refresh tool does."""
    paths = [str(path) for path in lessons()]
    plain, _ = timed("-c", f"import sys; sys.path.insert(0, {str(NOTEBOOKS / 'make')!r})\n{EXECUTE}", *paths)
    tested, failed = timed("-m", "pytest", "-q", "-p", "no:cacheprovider", "-n0", *paths, allowed=(0, 1))
    detail = f"{len(paths)} lessons in English: {tested:.0f} s against {plain:.0f} s"
    return [Row("suite", tested / plain, detail=detail + ("; some stored outputs differed" if failed else ""))]


# --- the table -----------------------------------------------------------------------------------------------------------
PARTS: dict[int, tuple[str, Callable[[], list[Row]]]] = {
    1: ("Import", part_1),
    2: ("Lesson", part_2),
    3: ("Explorer, kernel side", part_3),
    4: ("Explorer, in the browser", part_4),
    5: ("Memory", part_5),
    6: ("Weight", part_6),
    7: ("Suite", part_7),
}


def store(found: dict[int, list[Row] | str], seconds: float, busy: float) -> None:
    """Write the part of the page and the short table of README.md."""
    names = ("pandas", "matplotlib", "ipywidgets", "numpy", "pillow", "ipykernel", "jupyterlab", "nbval", "pytest")
    paragraphs = [
        f"Versions: {', '.join(f'{name} {importlib.metadata.version(name)}' for name in names)}. All parts took "
        f"{seconds / 60:.1f} minutes; when they began, the load average of a minute was {busy:.1f}.",
        "A ratio is the median over the rounds, both sides measured in turns; its spread is the middle half.",
    ]
    rows = [row for result in found.values() if not isinstance(result, str) for row in result]
    missing = [f"- {PARTS[n][0]}: not measured, {result}" for n, result in found.items() if isinstance(result, str)]
    paragraphs += [measured.table(LONG_HEAD, [cells(row, False) for row in rows]), *missing]
    measured.write("benchmark", COMMAND, *paragraphs)
    short = measured.table(SHORT_HEAD, [cells(row, True) for row in rows if row.goal is not None])
    closing = (
        f"Measured on {time.strftime('%-d %B %Y')} ({measured.machine()}) with `{COMMAND}`; reasons and more: "
        "[tests/measured.md](tests/measured.md#how-fast-how-heavy)."
    )
    page = measured.insert(README.read_text(encoding="utf-8"), "benchmark", f"{short}\n\n{closing}")
    README.write_text(page, encoding="utf-8", newline="\n")


def main() -> None:
    measured.as_a_learner()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words = "parts 1 to 7; all of them if none"
    parser.add_argument("parts", nargs="*", type=int, choices=[[], *PARTS], metavar="PART", help=words)
    chosen = parser.parse_args()
    started, busy, found = time.monotonic(), os.getloadavg()[0] if hasattr(os, "getloadavg") else math.nan, {}
    for number in sorted(chosen.parts or PARTS):
        title, measure = PARTS[number]
        try:
            found[number] = measure()
        except Exception as problem:  # a part that cannot run here must not take the others with it
            found[number] = f"{type(problem).__name__}: {str(problem).splitlines()[0] if str(problem) else ''}"
            print(f"{number}. {title}: not measured: {found[number]}", flush=True)
            continue
        print(f"{number}. {title} ({time.monotonic() - started:.0f} s since the start)", flush=True)
        for row in found[number]:
            what, goal, value, middle, _, met, remark = cells(row, False)
            print(f"   {what}: {value} ({middle or '-'}; {goal or 'no goal'} {met}) {remark}", flush=True)
    if not chosen.parts:
        store(found, time.monotonic() - started, busy)


if __name__ == "__main__":
    main()
